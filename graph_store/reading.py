"""Reads what datasets said, in pages of collected lists: the driver's cost is per row, not per value."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

import orjson
from neo4j import Session

from graph_schema.keys import Ref
from graph_schema.model import Assertion, Kind, Party, Relationship
from graph_schema.registry import Registry, identifying
from graph_schema.stored import DATASET, FROM, HASH, RUN, SEARCH_INDEX, SOURCE, TO, identity_columns
from graph_store.codec import Properties, encode, plain
from graph_store.cypher import quoted, trusted
from graph_store.database import Database
from graph_store.resolve import Description

PAGE = 10_000
BATCH = 2_000
_RARE = 5_000
_NOT_SAID = {FROM, TO, DATASET, RUN, HASH}

T = TypeVar("T")

DESCRIPTIONS = "COLLECT { MATCH (d:Dataset)-[r:DESCRIBES]->(n) RETURN [d.rank, r.run, d.key, properties(r)] }"
"""Cypher for what datasets say of a node `n`; read it with `described`."""
_DESCRIPTIONS = """
MATCH ()-[d:DESCRIBES]->() USING INDEX SEEK d:DESCRIBES(`from`, `to`) WHERE d.`from` = $from AND d.`to` > $after
WITH d ORDER BY d.`from`, d.`to` LIMIT $page RETURN collect(properties(d)) AS page
"""
_SAID_RARELY = """
MATCH ()-[r:$($type)]->() WHERE r.dataset = $dataset
WITH r ORDER BY r.`from`, r.`to` RETURN collect(properties(r)) AS page
"""
_SAID_NODES = """
MATCH ()-[d:DESCRIBES]->() USING INDEX SEEK d:DESCRIBES(`from`, `to`) WHERE d.`from` = $from AND d.`to` > $after
WITH d ORDER BY d.`from`, d.`to` LIMIT $page RETURN collect([d.`to`, d.hash]) AS page
"""


class GraphReader:
    """Reads what datasets said, through one session."""

    def __init__(self, session: Session, registry: Registry) -> None:
        self._session = session
        self._registry = registry

    @cached_property
    def held(self) -> frozenset[str]:
        """The kinds that there are nodes of: a look at the first of each."""
        tokens = self._registry.tokens
        cypher = "UNWIND $labels AS label WITH label WHERE EXISTS { MATCH (:$(label)) } RETURN collect(label)"
        return frozenset(tokens[label] for label in self._collected(cypher, labels=[*tokens]))

    def node(self, token: str, key: str) -> Properties | None:
        """The properties of one node, or None."""
        label = self._registry.kind(token).label()
        record = self._session.run(
            "MATCH (n:$($label) {key: $key}) RETURN properties(n)", label=label, key=key
        ).single()
        return plain(record[0]) if record else None

    def existing(self, token: str, keys: list[str]) -> set[str]:
        """Those of the keys that are nodes of the kind."""
        if token not in self.held:
            return set()
        cypher = "UNWIND $keys AS key MATCH (n:$($label) {key: key}) RETURN collect(n.key)"
        return set(self._collected(cypher, keys=keys, label=self._registry.kind(token).label()))

    def named_like(self, kind: type[Kind], queries: list[str]) -> list[tuple[int, str, str]]:
        """For each Lucene query, by its position, the keys and names of the nodes of the kind that fit it best."""
        if kind.token() not in self.held:
            return []
        cypher = """
        UNWIND range(0, size($queries) - 1) AS i WITH i WHERE $queries[i] <> ''
        CALL (i) {
          CALL db.index.fulltext.queryNodes($index, $queries[i], {limit: 50}) YIELD node, score
          WHERE $label IN labels(node) AND node.name IS NOT NULL RETURN node ORDER BY score DESC, node.key LIMIT 10
        }
        RETURN collect([i, node.key, node.name])
        """
        found = self._collected(cypher, queries=queries, index=SEARCH_INDEX, label=kind.label())
        return [(i, key, name) for i, key, name in found]

    def names(self, kind: type[Kind]) -> Iterator[tuple[str, str, str]]:
        """The nodes of a kind as datasets name them: key, dataset, and the name that it gives."""
        if kind.token() not in self.held:
            return
        cypher = f"""
        MATCH (n:{quoted(kind.label())}) WHERE n.key > $after WITH n ORDER BY n.key LIMIT $page
        RETURN collect([n.key, COLLECT {{ MATCH (n)<-[d:DESCRIBES]-() RETURN [d.gave_name, d.`from`] }}])
        """
        after = ""
        while page := self._collected(cypher, after=after, page=PAGE):
            for key, given in page:
                yield from ((key, dataset.removeprefix("dataset:"), name) for name, dataset in given if name)
            after = page[-1][0]

    def nodes(self, kind: type[Kind], keys: list[str]) -> dict[str, tuple[Properties, dict[str, Description]]]:
        """Of each key that is a node: what it shows, and what each dataset said of it."""
        if kind.token() not in self.held:
            return {}
        cypher = f"""
        UNWIND $keys AS key MATCH (n:$($label) {{key: key}}) RETURN collect([key, properties(n), {DESCRIPTIONS}])
        """
        return {
            key: (plain(shown), {d.dataset: d for d in described(said)})
            for key, shown, said in self._collected(cypher, keys=keys, label=kind.label())
        }

    def said_nodes(self, dataset: str) -> Iterator[tuple[str, ...]]:
        """The dataset, kind, key and digest of each node that a dataset describes."""
        after = ""
        while page := self._collected(_SAID_NODES, **{"from": f"dataset:{dataset}"}, after=after, page=PAGE):
            for to, digest in page:
                yield (dataset, *Ref.parse(to), digest)
            after = page[-1][0]

    def descriptions(self, dataset: str) -> Iterator[tuple[Ref, Properties, int]]:
        """The nodes that a dataset describes, what it says of each, and the run that wrote it."""
        after = ""
        while page := self._collected(_DESCRIPTIONS, **{"from": f"dataset:{dataset}"}, after=after, page=PAGE):
            for values in page:
                yield Ref.parse(values[TO]), as_said(values), values[RUN]
            after = page[-1][TO]

    def relationships(self, dataset: str) -> Iterator[tuple[type[Assertion], tuple[Ref, Ref], Properties, int]]:
        """The relationships that a dataset gives: class, ends, what is said, and the run that wrote it."""
        for rel_type, classes in self._registry.rel_types.items():
            if issubclass(classes[0], Assertion):
                for values in self._said_of_type(dataset, rel_type):
                    start, end = Ref.parse(values[FROM]), Ref.parse(values[TO])
                    yield self.class_of(rel_type, start), (start, end), as_said(values), values[RUN]

    def class_of(self, rel_type: str, start: Ref) -> type[Assertion]:
        """The class of a relationship, among those of its type, by where it starts."""
        kind = self._registry.kind(start.kind)
        return next(
            rel
            for rel in self._registry.rel_types[rel_type]
            if issubclass(rel, Assertion) and kind in self._registry.starts(rel)
        )

    def said_links(self, dataset: str) -> Iterator[tuple[str, ...]]:
        """The dataset, type, ends, identity and digest of each relationship that a dataset gives."""
        for rel_type, (model, *_) in self._registry.rel_types.items():
            if issubclass(model, Assertion):
                for values in self._said_of_type(dataset, rel_type, (FROM, TO, HASH, SOURCE, *identifying(model))):
                    yield dataset, rel_type, values[FROM], values[TO], identity_text(model, values), values[HASH]

    def _said_of_type(self, dataset: str, rel_type: str, names: tuple[str, ...] = ()) -> Iterator[Properties]:
        """The properties of these names, or all, of each relationship of a type that a dataset gives, by its ends."""
        if rel_type in self._rare:
            yield from self._collected(_SAID_RARELY, type=rel_type, dataset=dataset)
            return
        said = ", ".join(f"{quoted(name)}: r.{quoted(name)}" for name in names)
        index = f"r:{quoted(rel_type)}({quoted(DATASET)}, {quoted(FROM)}, {quoted(TO)})"
        cypher = f"""
        MATCH ()-[r:{quoted(rel_type)}]->() USING INDEX SEEK {index}
        WHERE r.dataset = $dataset AND r.`from` >= $start AND r.`to` >= '' AND (r.`from` > $start OR r.`to` > $end)
        WITH r ORDER BY r.dataset, r.`from`, r.`to` LIMIT $page
        RETURN collect({f"{{{said}}}" if said else "properties(r)"})
        """
        start = end = ""
        while page := self._collected(cypher, dataset=dataset, start=start, end=end, page=PAGE):
            if len(page) == PAGE:
                page = self._without_last_pair(page)
            yield from page
            start, end = page[-1][FROM], page[-1][TO]

    @cached_property
    def _rare(self) -> frozenset[str]:
        """The types of which there are so few relationships that looking at all takes less than planning a query."""
        cypher = """
        UNWIND $types AS type
        CALL (type) { MATCH ()-[r:$(type)]->() WITH r LIMIT $most RETURN count(r) AS n }
        WITH type WHERE n < $most RETURN collect(type)
        """
        return frozenset(self._collected(cypher, types=[*self._registry.rel_types], most=_RARE))

    @staticmethod
    def _without_last_pair(page: list[Properties]) -> list[Properties]:
        """A full page may end inside a pair of ends that several sources relate; the next page begins with it."""
        last = page[-1][FROM], page[-1][TO]
        return [row for row in page if (row[FROM], row[TO]) != last] or page

    def links(self, relationship: type[Relationship], rows: list[dict[str, str]]) -> list[tuple[int, Properties, int]]:
        """What was said of relationships and in which run; `rows` hold the identities, results name their positions."""
        cypher = f"""
        UNWIND range(0, size($rows) - 1) AS i WITH i, $rows[i] AS row
        {matching(relationship)} RETURN collect([i, properties(r)])
        """
        return [(i, as_said(values), values[RUN]) for i, values in self._collected(cypher, rows=rows)]

    def ends(self, relationship: type[Assertion], dataset: str, start: Ref, source: str) -> list[str]:
        """The references of what a source in a dataset relates a node to."""
        rel_type = quoted(relationship.rel_type)
        index = f"r:{rel_type}({quoted(DATASET)}, {quoted(FROM)}, {quoted(TO)})"
        cypher = f"""
        MATCH ()-[r:{rel_type}]->() USING INDEX SEEK {index}
        WHERE r.dataset = $dataset AND r.`from` = $start AND r.`to` >= '' AND r.source = $source
        RETURN collect(r.`to`)
        """
        return self._collected(cypher, dataset=dataset, start=str(start), source=source)

    def around(self, kind: type[Kind], keys: list[str]) -> Iterator[tuple[str, str, Properties, str]]:
        """The relationships of nodes but for what describes them: the node's key, type, properties, other end.

        What a fact's parties are is left out: it depends on the fact, not they on it.
        """
        cypher = """
        UNWIND $keys AS key MATCH (n:$($label) {key: key}) MATCH (n)-[r]-()
        WHERE type(r) <> 'DESCRIBES' AND NOT (type(r) IN $parties AND startNode(r) = n)
        RETURN collect([key, type(r), properties(r), CASE WHEN startNode(r) = n THEN r.`to` ELSE r.`from` END])
        """
        parties = [party.rel_type for party in self._registry.parties(kind)]
        for key, rel_type, values, other in self._collected(cypher, keys=keys, label=kind.label(), parties=parties):
            yield key, rel_type, plain(values), other

    def keys_below(self, kind: type[Kind], prefix: str) -> list[str]:
        """The keys of a kind that begin so."""
        cypher = f"MATCH (n:{quoted(kind.label())}) WHERE n.key STARTS WITH $prefix RETURN collect(n.key)"
        return self._collected(cypher, prefix=prefix)

    def datasets_about(self, refs: list[Ref]) -> set[str]:
        """The datasets that describe these nodes or relate something to them, as source and quote too."""
        found: set[str] = set()
        parties = [name for name, classes in self._registry.rel_types.items() if issubclass(classes[0], Party)]
        for token in {ref.kind for ref in refs}:
            cypher = """
            UNWIND $keys AS key MATCH (n:$($label) {key: key})
            CALL (n) {
              MATCH (n)<-[:DESCRIBES]-(d:Dataset) RETURN d.key AS dataset
              UNION
              MATCH (n)-[r]-() WHERE r.dataset IS NOT NULL RETURN r.dataset AS dataset
              UNION
              MATCH (n)<-[r]-()<-[:DESCRIBES]-(d:Dataset) WHERE type(r) IN $parties RETURN d.key AS dataset
            }
            RETURN collect(DISTINCT dataset)
            """
            keys = [ref.key for ref in refs if ref.kind == token]
            label = self._registry.kind(token).label()
            found |= set(self._collected(cypher, keys=keys, label=label, parties=parties))
        return found

    def aliases(self) -> dict[str, str]:
        """What old references stand for."""
        return dict(self._collected("MATCH (a:Alias) RETURN collect([a.key, a.target])"))

    def ranks(self) -> dict[str, int]:
        """The rank of each dataset."""
        return dict(self._collected("MATCH (d:Dataset) RETURN collect([d.key, d.rank])"))

    def _collected(self, cypher: str, **parameters: Any) -> list[Any]:
        record = self._session.run(trusted(cypher), parameters).single()
        return record[0] if record else []


def read_aliases(database: Database, registry: Registry) -> dict[str, str]:
    """What old references stand for."""
    with database.session(read=True) as session:
        return GraphReader(session, registry).aliases()


def read_matches(database: Database) -> dict[str, list[str]]:
    """What was decided about each dataset's references."""
    rows = database.read("MATCH (d:Dataset) WHERE d.matches IS NOT NULL RETURN d.key AS dataset, d.matches AS matches")
    return {row["dataset"]: row["matches"] for row in rows}


def read_hash_key(database: Database, registry: Registry) -> str | None:
    """The fingerprint of the key that respondents are hashed with; None: nobody was."""
    with database.session(read=True) as session:
        base = GraphReader(session, registry).node("knowledge_base", "this")
    return base.get("hash_key") if base else None


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut a stream into lists of at most `size`."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def matching(relationship: type[Relationship]) -> str:
    """Cypher that finds the relationship `r` that `row` identifies."""
    conditions = " AND ".join(f"r.{quoted(name)} = row.{quoted(name)}" for name in identity_columns(relationship))
    return f"MATCH ()-[r:{quoted(relationship.rel_type)}]->() WHERE {conditions}"


def link_identity(start: str, finish: str, dataset: str, identity: str) -> dict[str, str]:
    """The values that identify a relationship, by column."""
    return {TO: finish, FROM: start, DATASET: dataset, **orjson.loads(identity)}


def identity_text(relationship: type[Assertion], values: Properties) -> str:
    """What identifies a stored relationship beside its ends and dataset, as JSON."""
    return encode({name: values.get(name, "") for name in (SOURCE, *identifying(relationship))})


def described(said: Iterable[Any]) -> list[Description]:
    """What datasets say of a node, as `DESCRIPTIONS` gives it."""
    return [Description(rank, run, dataset, as_said(values)) for rank, run, dataset, values in said]


def as_said(stored: Properties) -> Properties:
    """What a dataset said, of what is stored on the relationship."""
    return {name: value for name, value in plain(stored).items() if name not in _NOT_SAID and value != ""}
