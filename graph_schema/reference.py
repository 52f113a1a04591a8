"""The reference page of a schema, in Markdown: what a person reads to write a bundle."""

from collections.abc import Iterable, Iterator

from graph_schema.fields import Property, ValueType, fields_of
from graph_schema.model import Assertion, Claim, Fact, Family, Kind, Party, Relationship, Structure
from graph_schema.registry import Registry

_INTRODUCTION = """\
# The schema

What the knowledge base holds: kinds of nodes, and how they relate. Field names are those of the [bundle](bundle.md), of
the GraphQL API (there in camel case) and of the properties in Neo4j; a field in bold is required. This page is derived
from the schema itself.

- A **key** is chosen by people, readable, unique within its kind: `feel-welcome`. The key of a contained thing begins
  with that of its container: `newspaper-first-use/pay/bank-app`.
- **Structure** says what contains what. It follows from keys, so it is never written.
- An **assertion** is a claim that two things are related. It is written on the thing where the arrow starts, under the
  name given here, or in a collection of its own. Two sources may differ, and both are kept.
- A **fact** is a claim with three or more **parties**, such as a feeling. It is a node; its parties are written on it.
- The **example** of each is made up; its **origin** is one of the five texts of the [sample](../examples/README.md), by
  its title, or what the field has written about it. [Which kinds were merged, and why](model.md) tells of the choices.

Anything in the graph can have evidence: a quote or a source `supports` or `contradicts` it, and the datasets that
describe it are known. Every record and every assertion says how it is known; what a record says holds for its links
too, unless they say otherwise:
"""
_FAMILIES: dict[Family, tuple[str, str]] = {
    Family.WHY: ("Why", "What the brand wants and promises, and what the experience is to achieve for it."),
    Family.WHO: ("Who", "The people a journey is for, what moves them, and the people and systems that serve them."),
    Family.LIFECYCLE: ("Lifecycle", "The phases of a whole relationship with a brand, in as many models as there are."),
    Family.JOURNEY: (
        "The journey",
        "What somebody goes through to get something done, step by step.",
    ),
    Family.INSIDE: (
        "Inside the journey",
        "Where and through what a step happens, the moments inside it, what is sent.",
    ),
    Family.EXPERIENCE: ("Experience", "What the journey is like, the moments that decide, and why customers leave."),
    Family.EVIDENCE: ("Evidence", "Who said what, what it speaks for or against, and what is meant by a term."),
    Family.OBSERVED: ("Observed", "What was measured and counted: always of many, never of one named customer."),
    Family.RECORDS: ("Records", "What the knowledge base keeps about loading; it is never written in a bundle."),
}
_TYPES = {
    ValueType.TEXT: "text",
    ValueType.INTEGER: "whole number",
    ValueType.NUMBER: "number",
    ValueType.BOOLEAN: "true or false",
    ValueType.DATE: "date",
    ValueType.DATETIME: "date and time",
    ValueType.TEXTS: "texts",
}

MANY = 2
"""So many ends of one relationship are drawn apart; more share a box."""


def reference(registry: Registry) -> str:
    """Render the page."""
    parts = [_INTRODUCTION, *_table(fields_of(Claim)), "", *_contents(registry)]
    for family in _families(registry):
        parts += _family(registry, family)
    return "\n".join(parts).rstrip() + "\n"


def _families(registry: Registry) -> list[Family]:
    return [family for family in Family if _kinds(registry, family)]


def _kinds(registry: Registry, family: Family) -> list[type[Kind]]:
    return [kind for kind in registry.kinds if kind.family is family]


def _contents(registry: Registry) -> Iterator[str]:
    for family in _families(registry):
        names = ", ".join(f"[{kind.label()}](#{kind.label().lower()})" for kind in _kinds(registry, family))
        yield f"- **[{_FAMILIES[family][0]}](#{_anchor(_FAMILIES[family][0])})**: {names}"
    yield ""


def _family(registry: Registry, family: Family) -> Iterator[str]:
    title, about = _FAMILIES[family]
    yield from (f"## {title}", "", about, "")
    yield from _diagram(registry, family)
    for kind in _kinds(registry, family):
        yield from _kind(registry, kind)


def _diagram(registry: Registry, family: Family) -> Iterator[str]:
    """The family's kinds with all that starts at them, in Mermaid."""
    yield from ("```mermaid", "flowchart LR")
    kinds = _kinds(registry, family)
    own = {kind.label() for kind in kinds}
    drawn: dict[tuple[str, str], list[str]] = {}
    for kind in kinds:
        for relationship in registry.leaving(kind):
            ends = _ends(relationship)
            for end in ends if own.issuperset(ends) or len(ends) <= MANY else [" | ".join(ends)]:
                drawn.setdefault((kind.label(), end), []).append(relationship.rel_type)
    for kind in kinds:
        yield f"  {kind.label()}"
    outside = sorted({end for _, end in drawn} - own)
    for number, end in enumerate(outside):
        yield f'  other{number}["{end}"]:::other'
    for (start, end), rel_types in drawn.items():
        yield f"  {start} -- {', '.join(rel_types)} --> {end if end in own else f'other{outside.index(end)}'}"
    yield from ("  classDef other stroke-dasharray: 4", "```", "")


def _kind(registry: Registry, kind: type[Kind]) -> Iterator[str]:
    yield from (f"### {kind.label()}", "", _sentence(kind), "")
    yield from (_told(kind), "") if _told(kind) else ()
    yield " ".join(_how_written(registry, kind))
    yield ""
    yield from _table(_own(kind))
    yield ""
    leaving = registry.leaving(kind)
    for relationship in leaving:
        yield f"- {_leaving(registry, kind, relationship)}"
    yield from [""] * bool(leaving)
    for relationship in leaving:
        more = _own(relationship)
        if more:
            yield from (f"`{relationship.forward}` can carry, beside who says so:", "", *_table(more), "")
    reached = [_arriving(kind, rel) for rel in registry.arriving(kind) if rel.end != (Kind,)]
    if reached:
        yield from (f"Reached by {', '.join(reached)}.", "")


def _how_written(registry: Registry, kind: type[Kind]) -> Iterator[str]:
    if kind not in registry.written_kinds:
        yield f"Collection in the API: `{kind.plural}`."
        return
    yield f"Collection: `{kind.plural}`. In a reference: `{kind.token()}:key`."
    if issubclass(kind, Fact):
        yield "Its key is derived from its parties, its source and its dataset."
        if kind.identifying:
            yield f"Several with the same parties are told apart by {_listed(kind.identifying)}."
    if kind.parent is not None:
        yield f"Contained in a {_link(kind.parent)}; its key is {' / '.join(_ancestry(kind))}."


def _leaving(registry: Registry, kind: type[Kind], relationship: type[Relationship]) -> str:
    arrow = f"`({kind.label()})-[:{relationship.rel_type}]->({' | '.join(_ends(relationship))})`"
    meaning = " ".join((relationship.__doc__ or "").split()).partition("): ")[2].rstrip(".")
    nature = _nature(registry, relationship)
    return f"**`{relationship.forward}`** {arrow}: {meaning}. *{nature}.* {_told(relationship)}".rstrip()


def _told(model: type[Kind] | type[Relationship]) -> str:
    """An example, and where the notion comes from."""
    told = {"Example": model.example, "Origin": model.origin}
    return " ".join(f"{name}: {text}{'' if text.endswith('?') else '.'}" for name, text in told.items() if text)


def _arriving(kind: type[Kind], relationship: type[Relationship]) -> str:
    starts = " | ".join(start.label() for start in relationship.start)
    return f"`({starts})-[:{relationship.rel_type}]->({kind.label()})` as `{relationship.backward}`"


def _nature(registry: Registry, relationship: type[Relationship]) -> str:
    if issubclass(relationship, Structure):
        nested = any(kind.plural == relationship.forward for kind in registry.ends(relationship))
        return "Structure; they can be written inside it" if nested else "Structure; it follows from the key"
    if issubclass(relationship, Party):
        return "Party; required" if relationship.required else "Party; where there is one"
    if issubclass(relationship, Assertion):
        apart = f"; told apart by {_listed(relationship.identifying)}" if relationship.identifying else ""
        return f"Assertion; {'one for each source' if relationship.single else 'any number'}{apart}"
    return "Record"


def _own(model: type[Kind] | type[Relationship]) -> list[Property]:
    """The properties without those that all claims have, and without the key of a fact, which is derived."""
    derived = {"key"} if issubclass(model, Fact) else set[str]()
    return [field for field in fields_of(model) if field not in fields_of(Claim) and field.name not in derived]


def _table(fields: Iterable[Property]) -> Iterator[str]:
    yield from ("| Field | Holds | Meaning |", "| --- | --- | --- |")
    for field in fields:
        holds = ", ".join(f"`{word}`" for word in field.words) or _TYPES[field.value_type]
        name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
        yield f"| {name} | {holds} | {field.description} |"


def _ends(relationship: type[Relationship]) -> list[str]:
    return ["any kind"] if relationship.end == (Kind,) else [kind.label() for kind in relationship.end]


def _ancestry(kind: type[Kind]) -> list[str]:
    return [*(_ancestry(kind.parent) if kind.parent else []), kind.token()]


def _link(kind: type[Kind]) -> str:
    return f"[{kind.label()}](#{kind.label().lower()})"


def _listed(names: Iterable[str]) -> str:
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} and {last}" if first else last


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _sentence(model: type[Kind]) -> str:
    return " ".join((model.__doc__ or "").split())


if __name__ == "__main__":
    import sys

    from graph_schema.registry import REGISTRY

    sys.stdout.write(reference(REGISTRY))
