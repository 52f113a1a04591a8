"""Compares what a database holds with the schema, and explains each violation.

Nodes and relationships are read as streams, so that memory stays flat; of one sort of violation in one kind or type of
relationship, `LIMIT` are listed at most. Labels and types are parameters: Neo4j takes longer to plan a query than to
run it on a small graph, and so it plans each sort of check once.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from neo4j import Session
from pydantic import BaseModel, ValidationError

from graph_schema.ddl import schema_items
from graph_schema.facts import fact_key
from graph_schema.fields import Property, ValueType, fields_of
from graph_schema.keys import Ref
from graph_schema.model import Assertion, Basis, Claim, Fact, Kind, Record, Relationship
from graph_schema.registry import SCHEMA_VERSION, Registry, identifying
from graph_schema.stored import DATASET, FROM, GAVE, HASH, PARTY, RUN, SEARCH_INDEX, SOURCE, TO
from graph_store.codec import Properties, digest, encode, plain
from graph_store.cypher import trusted
from graph_store.database import Database
from graph_store.lease import is_alive
from graph_store.reading import DESCRIPTIONS, GraphReader, described
from graph_store.resolve import resolve
from graph_store.schema import search_analyzer

LIMIT = 1_000
"""So many violations of one sort are listed."""


class Violation(NamedTuple):
    """Something in the database that the schema doesn't allow: which element, what was found, what to do."""

    element: str
    found: str
    remedy: str


_RELOAD = "Load its dataset again, or remove it."
_STORED = {FROM, TO, DATASET, RUN, HASH}


def check(database: Database, registry: Registry) -> Iterator[Violation]:
    """Find what the schema doesn't allow, part by part."""
    with database.session(read=True) as session:
        constraints = set(_rows(session, "SHOW CONSTRAINTS YIELD name RETURN name"))
        yield from _knowledge_base(session, registry)
        yield from _schema(session, registry, constraints)
        yield from _analyzer(session, database.settings.analyzer)
        yield from _keyless(session, registry)
        for kind in registry.kinds:
            yield from _nodes(session, registry, kind)
            if f"{kind.token()}_key" not in constraints:
                yield from _doubled(session, kind)
        for rel_type, classes in registry.rel_types.items():
            yield from _relationships(session, registry, rel_type, classes)


def _knowledge_base(session: Session, registry: Registry) -> Iterator[Violation]:
    """What is recorded of the whole: its version, that nobody was cut off, and that history names runs."""
    base = GraphReader(session, registry).node("knowledge_base", "this")
    if base is not None:
        element = "knowledge_base:this"
        if base.get("schema_version") != SCHEMA_VERSION:
            found = f"It follows version {base.get('schema_version')} of the schema, this program {SCHEMA_VERSION}."
            yield Violation(element, found, "`journeygraph migrate` carries an older one over.")
        if base.get("writing") is not None and not _writer_lives(base):
            found = f"Run {base['writing']} was cut off while it was being written."
            yield Violation(element, found, "Any other command takes the run back and says so.")
    else:
        cypher = "MATCH (n:Dataset) RETURN n.key LIMIT 1"
        for key in _rows(session, cypher):
            yield Violation("knowledge_base:this", f"It is missing, and there is dataset:{key}.", "Restore a backup.")
    cypher = f"""
    MATCH (c:Change) WITH DISTINCT c.run AS run WHERE NOT EXISTS {{ MATCH (:LoadRun {{number: run}}) }}
    RETURN run LIMIT {LIMIT}
    """
    for run in _rows(session, cypher):
        yield Violation(f"load_run:{run}", "It is missing, and changes name it.", "Restore a backup.")
    cypher = f"MATCH (f:Forgotten) MATCH (r:Response {{respondent: f.key}}) RETURN r.key LIMIT {LIMIT}"
    for key in _rows(session, cypher):
        found = "It came from a respondent who is forgotten."
        yield Violation(f"response:{key}", found, "`journeygraph forget` them again, by the hash.")


def _writer_lives(base: Properties) -> bool:
    try:
        return is_alive(base)
    except (KeyError, ValueError, TypeError):
        return False


def _schema(session: Session, registry: Registry, constraints: set[str]) -> Iterator[Violation]:
    states = dict(_rows(session, "SHOW INDEXES YIELD name, state RETURN [name, state]"))
    for item in schema_items(registry):
        constraint = item.cypher.startswith("CREATE CONSTRAINT")
        element = f"{'constraint' if constraint else 'index'} {item.name}"
        if item.name not in states:
            yield Violation(element, "It is missing.", "Any load makes it.")
        elif constraint and item.name not in constraints:
            found = "An index of its name stands in its place."
            yield Violation(element, found, f"Run `DROP INDEX {item.name}`; any load makes the constraint.")
        elif states[item.name] == "FAILED":
            yield Violation(element, "It failed.", f"Run `DROP INDEX {item.name}`; any load makes it anew.")
    labels = {kind.label() for kind in registry.kinds}
    for label in _rows(session, "MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label"):
        if label not in labels:
            yield Violation(f"label {label}", "The schema has no such kind.", "Remove the nodes, or their label.")
    cypher = f"MATCH (n) WHERE size(labels(n)) <> 1 RETURN [labels(n), n.key, elementId(n)] LIMIT {LIMIT}"
    for several, key, element in _rows(session, cypher):
        found = f"It is of {len(several)} kinds: {', '.join(several)}." if several else "It is of no kind."
        yield Violation(f"node {key or element}", found, "A node has one label: remove the others, or the node.")
    for rel_type in _rows(session, "MATCH ()-[r]->() RETURN DISTINCT type(r)"):
        if rel_type not in registry.rel_types:
            yield Violation(f"type {rel_type}", "The schema has no such relationship.", "Remove the relationships.")


def _analyzer(session: Session, wanted: str) -> Iterator[Violation]:
    analyzer = search_analyzer(session)
    if wanted and analyzer and analyzer != wanted:
        found = f"It reads texts with the analyzer {analyzer!r}, and the settings say {wanted!r}."
        yield Violation(f"index {SEARCH_INDEX}", found, "Any load makes it anew; or set JOURNEYGRAPH_ANALYZER to that.")


def _keyless(session: Session, registry: Registry) -> Iterator[Violation]:
    cypher = f"""
    MATCH (n) WHERE n.key IS NULL OR n.key = '' OR NOT n.key IS :: STRING
    UNWIND labels(n) AS label WITH label, n WHERE label IN $labels RETURN [label, elementId(n)] LIMIT {LIMIT}
    """
    for label, element in _rows(session, cypher, labels=[*registry.tokens]):
        yield Violation(f"{registry.tokens[label]} {element}", "It has no key.", "Remove it.")


def _nodes(session: Session, registry: Registry, kind: type[Kind]) -> Iterator[Violation]:
    """Every node of a kind: its properties, what contains it and what it is about."""
    yield from islice(_shown(session, kind), LIMIT)
    yield from _containers(session, registry, kind)
    if issubclass(kind, Fact):
        pattern, names = "MATCH (n:$($label)) WITH n, n.key AS element", {"label": kind.label()}
        yield from _unknown_names(session, pattern, names, token=kind.token())
        yield from _parties(session, registry, kind)
    for rel in registry.leaving(kind):
        if rel.single and issubclass(rel, Assertion):
            yield from _single(session, kind, rel)


def _doubled(session: Session, kind: type[Kind]) -> Iterator[Violation]:
    cypher = f"MATCH (n:$($label)) WITH n.key AS key, count(*) AS c WHERE c > 1 RETURN [key, c] LIMIT {LIMIT}"
    for key, count in _rows(session, cypher, label=kind.label()):
        yield Violation(f"{kind.token()}:{key}", f"There are {count} of this key.", "Remove all but one.")


def _shown(session: Session, kind: type[Kind]) -> Iterator[Violation]:
    """Every node against its model, and against what datasets say of it."""
    cypher = f"MATCH (n:$($label)) WHERE n.key <> '' RETURN n.key, properties(n), {DESCRIPTIONS}"
    for key, shown, said in _streamed(session, cypher, label=kind.label()):
        element = f"{kind.token()}:{key}"
        shown = plain(shown)
        yield from _against_model(element, kind, shown)
        if issubclass(kind, Record):
            continue
        if not said:
            yield Violation(element, "No dataset describes it.", "Remove it, or load what describes it.")
        elif resolve(str(key), described(said)) != shown:
            yield Violation(element, "It shows other values than its datasets give.", _RELOAD)


def _against_model(element: str, model: type[BaseModel], properties: Properties) -> Iterator[Violation]:
    """Types as they are stored, then all that the model asks for."""
    mistyped: set[str] = set()
    for field in fields_of(model):
        value = properties.get(field.name)
        if value is not None and not _is_of_type(value, field):
            mistyped.add(field.name)
            found = f"{field.name}: It holds {value!r}, and it takes a value of type {field.value_type.value}."
            yield Violation(element, found, _RELOAD)
    try:
        model.model_validate(properties)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            if not mistyped.intersection(map(str, detail["loc"])):
                name = ".".join(str(part) for part in detail["loc"])
                yield Violation(element, f"{name}: {detail['msg'].removeprefix('Value error, ')}.", _RELOAD)


def _is_of_type(value: Any, field: Property) -> bool:
    match field.value_type:
        case ValueType.TEXT:
            return isinstance(value, str)
        case ValueType.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case ValueType.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ValueType.BOOLEAN:
            return isinstance(value, bool)
        case ValueType.DATE:
            return isinstance(value, date) and not isinstance(value, datetime)
        case ValueType.DATETIME:
            return isinstance(value, datetime)
        case ValueType.TEXTS:
            return isinstance(value, list) and all(isinstance(item, str) for item in value)  # pyright: ignore[reportUnknownVariableType]


def _containers(session: Session, registry: Registry, kind: type[Kind]) -> Iterator[Violation]:
    """What is contained has one container, with the beginning of its key, and a fact has its parties."""
    needed: list[tuple[type[Relationship], bool]] = []
    containment = registry.containment(kind)
    if containment is not None:
        needed.append((containment, True))
    needed += [(party, party.required) for party in registry.parties(kind)]
    for relationship, required in needed:
        names = {"label": kind.label(), "type": relationship.rel_type}
        pattern = "(n)-[:$($type)]->(other)" if kind in registry.starts(relationship) else "(n)<-[:$($type)]-(other)"
        cypher = f"""
        MATCH (n:$($label)) WITH n, COUNT {{ {pattern} }} AS c WHERE c < $least OR c > 1
        RETURN [n.key, c] LIMIT {LIMIT}
        """
        for key, count in _rows(session, cypher, **names, least=1 if required else 0):
            found = f"It has {count} of {relationship.rel_type}, it takes {'one' if required else 'at most one'}."
            yield Violation(f"{kind.token()}:{key}", found, _RELOAD)
        if relationship is containment:
            cypher = f"""
            MATCH (n:$($label)) MATCH {pattern}
            WHERE NOT n.key STARTS WITH other.key + '/' OR substring(n.key, size(other.key) + 1) CONTAINS '/'
            RETURN [n.key, other.key] LIMIT {LIMIT}
            """
            for key, parent in _rows(session, cypher, **names):
                found = f"Its key does not begin with its container's, {parent!r}, and a slash."
                yield Violation(f"{kind.token()}:{key}", found, _RELOAD)


def _parties(session: Session, registry: Registry, kind: type[Kind]) -> Iterator[Violation]:
    """A fact is related to the parties that its dataset named."""
    cypher = f"""
    MATCH (n:$($label)) MATCH (n)<-[d:DESCRIBES]-()
    WITH n, coalesce(d[$named], '') AS named, COLLECT {{ MATCH (n)-[r:$($type)]->() RETURN r.`to` }} AS related
    WHERE size(related) <= 1 AND coalesce(related[0], '') <> named
    RETURN [n.key, named, coalesce(related[0], 'nothing')] LIMIT {LIMIT}
    """
    for party in registry.parties(kind):
        names = {"label": kind.label(), "type": party.rel_type, "named": PARTY + party.rel_type.lower()}
        for key, named, related in _rows(session, cypher, **names):
            found = f"{party.rel_type} leads to {related}, and its dataset names {named or 'nothing'}."
            yield Violation(f"{kind.token()}:{key}", found, _RELOAD)


def _single(session: Session, kind: type[Kind], relationship: type[Relationship]) -> Iterator[Violation]:
    """Where one source names one end at most."""
    cypher = f"""
    MATCH (n:$($label)) WHERE COUNT {{ (n)-[:$($type)]->() }} > 1
    CALL (n) {{
      MATCH (n)-[r:$($type)]->() WITH [name IN $same | r[name]] AS said, count(*) AS c WHERE c > 1 RETURN said, c
    }}
    RETURN [n.key, said[0], c] LIMIT {LIMIT}
    """
    same = [SOURCE, DATASET, *identifying(relationship)]
    for key, source, count in _rows(session, cypher, label=kind.label(), type=relationship.rel_type, same=same):
        found = f"Source {source!r} names {count} ends of {relationship.rel_type}, and one is allowed."
        yield Violation(f"{kind.token()}:{key}", found, "Keep one in its dataset, and load that again.")


def _relationships(
    session: Session, registry: Registry, rel_type: str, classes: Iterable[type[Relationship]]
) -> Iterator[Violation]:
    pairs = [
        f"{start.label()}>{end.label()}"
        for rel in classes
        for start in registry.starts(rel)
        for end in registry.ends(rel)
    ]
    cypher = f"""
    MATCH (a)-[r:$($type)]->(b) WITH r, labels(a)[0] AS la, labels(b)[0] AS lb, a, b
    WHERE NOT coalesce(la + '>' + lb, '') IN $pairs OR r.`from` IS NULL OR r.`to` IS NULL
      OR r.`from` <> $tokens[la] + ':' + a.key OR r.`to` <> $tokens[lb] + ':' + b.key
    RETURN [coalesce(la, '?') + ':' + coalesce(a.key, '?'), coalesce(lb, '?') + ':' + coalesce(b.key, '?'),
            coalesce(la + '>' + lb, '') IN $pairs] LIMIT {LIMIT}
    """
    for start, end, allowed in _rows(session, cypher, type=rel_type, pairs=pairs, tokens=registry.tokens):
        found = "Its `from` and `to` are not its ends." if allowed else "The schema doesn't relate these kinds so."
        yield Violation(f"{start} {rel_type} {end}", found, _RELOAD)
    model = next(iter(classes))
    if issubclass(model, Claim):
        pattern = "MATCH ()-[n:$($type)]->() WITH n, n.`from` + ' ' + type(n) + ' ' + n.`to` AS element"
        yield from _unknown_names(session, pattern, {"type": rel_type}, dataset=issubclass(model, Assertion))
        yield from islice(_said(session, registry, model), LIMIT)


def _unknown_names(
    session: Session, pattern: str, names: Properties, *, token: str = "", dataset: bool = False
) -> Iterator[Violation]:
    """Claims `n` whose source, dataset, basis or quotes are none."""
    cypher = f"""
    {pattern}
    WITH element, coalesce(n.source, '') AS source, coalesce(n.dataset, '') AS dataset, coalesce(n.basis, '') AS basis,
         coalesce(n.quotes, []) AS quotes
    WITH element, [wrong IN [
      CASE WHEN NOT EXISTS {{ MATCH (:Source {{key: source}}) }} THEN 'source "' + source + '"' END,
      CASE WHEN $dataset AND NOT EXISTS {{ MATCH (:Dataset {{key: dataset}}) }} THEN 'dataset "' + dataset + '"' END,
      CASE WHEN NOT basis IN $bases THEN 'basis "' + basis + '"' END
    ] + [q IN quotes WHERE NOT EXISTS {{ MATCH (:Quote {{key: q}}) }} | 'quote "' + q + '"']
    WHERE wrong IS NOT NULL] AS wrong
    WHERE wrong <> [] RETURN [element, wrong] LIMIT {LIMIT}
    """
    for name, wrong in _rows(session, cypher, **names, bases=[basis.value for basis in Basis], dataset=dataset):
        found = f"It names what is not there: {', '.join(wrong)}."
        yield Violation(f"{token}:{name}" if token else str(name), found, _RELOAD)


def _said(session: Session, registry: Registry, model: type[Relationship]) -> Iterator[Violation]:
    """Every claim of a type against its model and its digest."""
    absent = ("source", *identifying(model))
    cypher = "MATCH ()-[r:$($type)]->() RETURN properties(r)"
    for (stored,) in _streamed(session, cypher, type=model.rel_type):
        values = plain(stored)
        start, end = str(values.get(FROM, "?")), str(values.get(TO, "?"))
        element = f"{start} {model.rel_type} {end}"
        said = {n: v for n, v in values.items() if n not in _STORED and not (v == "" and n in absent)}
        try:
            ends = Ref.parse(start), Ref.parse(end)
        except ValueError:
            # That its ends are not what they should be is found by comparing them with the nodes.
            continue
        yield from _claim(registry, element, model, ends, said)
        if not isinstance(values.get(RUN), int):
            yield Violation(element, "It does not say which run wrote it.", _RELOAD)
        if digest(encode(said)) != values.get(HASH):
            yield Violation(element, "Its digest is not that of what it says: it was changed by hand.", _RELOAD)


def _claim(
    registry: Registry, element: str, model: type[Relationship], ends: tuple[Ref, Ref], said: Properties
) -> Iterator[Violation]:
    start, end = ends
    given = {n: v for n, v in said.items() if not n.startswith((GAVE, PARTY))}
    if issubclass(model, Assertion):
        actual = (
            c for c in registry.rel_types[model.rel_type] if start.kind in {k.token() for k in registry.starts(c)}
        )
        for relationship in islice(actual, 1):
            yield from _against_model(element, relationship, {**said, "from_ref": start, "to_ref": end})
        return
    yield from _against_model(element, Claim, given)
    if not registry.has_kind(end.kind):
        return
    kind = registry.kind(end.kind)
    described = {n.removeprefix(GAVE): v for n, v in said.items() if n.startswith(GAVE)}
    # A fact is its own claim: who says so is said once, on either of the two.
    inherited = given if issubclass(kind, Fact) else {}
    yield from _against_model(element, kind, {**inherited, **described, "key": end.key})
    if issubclass(kind, Fact) and "source" in said and fact_key(kind, start.key, said) != end.key:
        found = "Its key is not the one that follows from its parties, source and dataset."
        yield Violation(element, found, _RELOAD)


def _rows(session: Session, cypher: str, **parameters: Any) -> list[Any]:
    return [record[0] for record in session.run(trusted(cypher), parameters)]


def _streamed(session: Session, cypher: str, **parameters: Any) -> Iterator[list[Any]]:
    """Row by row; a stream that is left open would be read into memory by the next query."""
    result = session.run(trusted(cypher), parameters)
    try:
        for record in result:
            yield record.values()
    finally:
        result.consume()
