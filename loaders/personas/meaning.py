"""What a persona's fields become: the persona, its needs, what hurts it, its circumstances, its words.

See docs/personas.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.kinds.who import CustomerKind
from graph_schema.problems import Place
from loaders.entries import Entry, Raw, Use
from loaders.personal import Masker
from loaders.personas.words import Part, part_of
from loaders.telling import Telling, short_slug, titled

_QUOTED = "\"'“”„‟«»‘’‚ "
BECOMES: Mapping[Part, str] = {
    Part.NAME: "the Persona's name",
    Part.KEY: "the Persona's key",
    Part.DESCRIPTION: "the Persona's description",
    Part.GOAL: "a goal of the Persona",
    Part.FRUSTRATION: "a frustration of the Persona",
    Part.PAIN: "a PainPoint that HURTS the Persona",
    Part.NEED: "a Need of the Persona",
    Part.THOUGHT: "a Quote (paraphrase) SAID_BY the Persona",
    Part.QUOTE: "a Quote (paraphrase) SAID_BY the Persona",
    Part.HABIT: "a Circumstance of the Persona: a habit",
    Part.PREFERENCE: "a Circumstance of the Persona: a preference",
    Part.VALUE: "a Circumstance of the Persona: a value",
    Part.BUDGET: "a Circumstance of the Persona: the budget",
    Part.NETWORK: "a Circumstance of the Persona: the network",
    Part.EVENT: "a Circumstance of the Persona: a life event",
    Part.SEGMENT: "a Segment that the Persona REPRESENTS",
    Part.RELATION: "how the Persona stands to the brand, where it is one of the schema's words; else a line of the "
    "description",
    Part.METRIC: "a Metric, and a line of the description",
    Part.OTHER: "a line of the description, for the field is not known",
}
DROPPED: Mapping[Part, str] = {
    Part.PICTURE: "Pictures are not kept.",
    Part.PERSONAL: "A persona stands for many; what leads to one person is not kept.",
    Part.LAYOUT: "It says how a page is laid out.",
}
_CIRCUMSTANCES: Mapping[Part, str] = {
    Part.HABIT: "habit",
    Part.PREFERENCE: "preference",
    Part.VALUE: "value",
    Part.BUDGET: "budget",
    Part.NETWORK: "network",
    Part.EVENT: "life-event",
}
_LINKED: Mapping[Part, tuple[str, str]] = {
    Part.PAIN: ("pain_points", "hurts"),
    Part.NEED: ("needs", "has_need"),
    Part.SEGMENT: ("segments", "represents"),
    Part.METRIC: ("metrics", ""),
    **dict.fromkeys(_CIRCUMSTANCES, ("circumstances", "has_circumstance")),
}
"""The collection of what a field names, and the relationship between it and the persona."""


@dataclass
class Described:
    """A persona as a file describes it: labels and what stands under them."""

    name: str
    place: Place
    key: str = ""
    fields: list[tuple[str, tuple[str, ...], Place]] = field(default_factory=list[tuple[str, tuple[str, ...], Place]])

    def add(self, label: str, items: Iterable[str], place: Place) -> None:
        """One more field."""
        found = tuple(item for item in items if item.strip())
        if found:
            self.fields.append((label, found, place))


def tell(personas: list[Described], dataset: Dataset, method: str, notes: list[str]) -> Iterator[Entry]:
    """The entries of all personas of a file."""
    telling = Telling(dataset.key)
    place = Place(personas[0].place.file)
    yield telling.entry("sources", place, key=dataset.key, name=f"Personas: {dataset.name}", method=method)
    masker = Masker()
    for persona in personas:
        yield from tell_one(persona, telling, masker)
    if masked := masker.note():
        notes.append(f"{place.file}: {masked}")


def tell_one(persona: Described, telling: Telling, masker: Masker) -> Iterator[Entry]:
    """The entries of one persona."""
    key = telling.name_key("personas", persona.name, slug(persona.key) or short_slug(persona.name))
    telling.first("personas", key)
    fields: dict[str, Raw] = {"name": titled(persona.name)[0]}
    goals: list[Raw] = []
    frustrations: list[Raw] = []
    described: list[str] = []
    lines: list[str] = []
    beside: list[Entry] = []
    for label, said, place in persona.fields:
        part, items = part_of(label), tuple(map(masker, said))
        if part is Part.GOAL:
            goals += items
        elif part is Part.FRUSTRATION:
            frustrations += items
        elif part is Part.DESCRIPTION:
            described += items
        elif part is Part.RELATION and slug(items[0]) in set(CustomerKind):
            fields["customer_kind"] = slug(items[0])
        elif part in DROPPED:
            continue
        else:
            told = list(_beside(part, items, key, place, telling))
            beside += told
            if part in (Part.METRIC, Part.RELATION) or not told:
                lines.append(f"{label.replace('_', ' ').replace('-', ' ').capitalize()}: {'; '.join(items)}")
    fields |= {"goals": goals, "frustrations": frustrations, "description": "\n".join([*described, *lines])}
    yield telling.entry("personas", persona.place, key=key, **fields)
    yield from beside


def _beside(part: Part, items: Iterable[str], persona: str, place: Place, telling: Telling) -> Iterator[Entry]:
    """What stands beside the persona in the graph."""
    for item in items:
        if part in (Part.THOUGHT, Part.QUOTE):
            yield from _quote(item, persona, place, telling)
        elif part in _LINKED and (key := telling.key_of(_LINKED[part][0], item)):
            collection, relation = _LINKED[part]
            name, whole = titled(item)
            sort = _CIRCUMSTANCES.get(part)
            described: dict[str, Raw] = {"name": name, "description": whole, "circumstance_kind": sort}
            yield from telling.once(collection, place, key, **described)
            ends = (key, persona) if part is Part.PAIN else (persona, key)
            yield from telling.relation(relation, place, *ends) if relation else ()


def _quote(item: str, persona: str, place: Place, telling: Telling) -> Iterator[Entry]:
    text = item.strip(_QUOTED) if item[0] in _QUOTED else item
    if key := telling.key_of("quotes", text):
        told: dict[str, Raw] = {"text": text, "wording": "paraphrase", "from": telling.source, "said_by": persona}
        yield from telling.once("quotes", place, key, **told)
        yield from telling.relation("supports", place, f"quote:{key}", f"persona:{persona}")


def uses_of(personas: Iterable[Described]) -> Iterator[Use]:
    """How each field is used."""
    seen: set[str] = set()
    for label, items, _ in (told for persona in personas for told in persona.fields):
        if label not in seen:
            seen.add(label)
            part = part_of(label)
            dropped = DROPPED.get(part, "")
            yield Use(label, BECOMES.get(part, ""), dropped, "" if dropped else items[0])
