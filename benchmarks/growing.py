"""A graph of any size, grown out of the sample: copies of its journeys and of what is known of them, around hubs.

The sample stays as it is, so that what is asked about it has the same answer at every size. What a company has few
of (channels, personas, phases, metrics, sources, datasets) is copied once: those copies are the hubs. The rest is
copied as often as it takes, each copy tied to the same hubs; every copy of a step goes through one channel as well.
"""

from typing import Any, NamedTuple

from graph_schema.keys import Ref
from graph_schema.model import Fact
from graph_schema.registry import REGISTRY, Registry
from graph_schema.stored import DATASET, FROM, SOURCE, TO
from graph_store.cypher import quoted, trusted
from graph_store.database import Database

FEW = frozenset(
    {
        "Brand", "BrandGoal", "BrandPromise", "CxGoal", "DesiredOutcome", "Practice", "Segment", "Persona",
        "Circumstance", "SuccessPlan", "Stakeholder", "System", "LifecycleModel", "Phase", "Milestone", "Transition",
        "Channel", "Emotion", "ChurnSignal", "Source", "Term", "Definition", "Metric", "Dataset",
    }
)  # fmt: skip
"""The kinds of which there are few, by label."""
EVERYWHERE = "web-site"
"""The channel that every copy of a step goes through."""
BUSY = frozenset({"agent-call-back", "checkout", "subscription-page"})
"""Touchpoints that are hubs, too: all copies of a journey use the same."""
CHANGED = ("Journey", "Stage", "Step")
"""What the second run is said to have added, copy by copy."""
HUB = "hub"
BATCH = 40
_RECORDS = ("Change", "LoadRun", "LoadedFile", "KnowledgeBase", "Alias")

Properties = dict[str, Any]


class Template(NamedTuple):
    """A key to be: what comes before the number of the copy, and after; a hub has a name for a number."""

    head: str
    tail: str
    mark: str | None

    @property
    def grows(self) -> bool:
        """Whether there is one in each copy."""
        return self.mark is None

    def key(self, copy: int) -> str:
        """The key in a copy."""
        return f"{self.head}{self.mark or copy}{self.tail}"


def template(label: str, key: str) -> Template:
    """The keys of the copies of a node. What is inside something has its container's number."""
    root, slash, rest = key.partition("/")
    few = label in FEW or (label == "Touchpoint" and key in BUSY)
    return Template(f"{root}-", f"{slash}{rest}", HUB if few else None)


class Grower:
    """Makes copies of a sample that is loaded."""

    def __init__(self, database: Database, registry: Registry = REGISTRY) -> None:
        self._database = database
        self._tokens = {kind.label(): kind for kind in registry.kinds}
        self._nodes: dict[tuple[str, bool], list[Properties]] = {}
        self._links: dict[tuple[str, str, str, bool], list[Properties]] = {}
        self._read()
        self.per_copy = sum(
            len(rows) * (1 + (label in CHANGED)) for (label, grows), rows in self._nodes.items() if grows
        )
        self.copies = 0

    def grow(self, nodes: int) -> None:
        """Add copies until there are about so many nodes."""
        if not self.copies:
            self._write([0], grows=False)
            self._database_write("MERGE (r:LoadRun {key: '2'}) SET r += $run, r.started = datetime()", run=_SECOND_RUN)
        (there,) = self._database.read("MATCH (n) RETURN count(n) AS n")
        last = self.copies + max(0, (nodes - there["n"]) // self.per_copy)
        while self.copies < last:
            batch = list(range(self.copies + 1, min(last, self.copies + BATCH) + 1))
            self._write(batch, grows=True)
            self.copies = batch[-1]
        self._database_write("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
        self._database_write("CALL db.awaitIndexes(600)")

    def _read(self) -> None:
        records = "|".join(_RECORDS)
        for row in self._database.read(
            trusted(f"MATCH (n:!({records})) RETURN labels(n)[0] AS label, properties(n) AS p")
        ):
            self._add_node(row["label"], row["p"])
        links = self._database.read(
            "MATCH (a)-[r]->(b) RETURN type(r) AS rel_type, labels(a)[0] AS a, a.key AS a_key, labels(b)[0] AS b, "
            "b.key AS b_key, properties(r) AS p"
        )
        through = {row["a_key"] for row in links if row["rel_type"] == "VIA" and row["b_key"] == EVERYWHERE}
        for row in links:
            self._add_link(**row)
            if row["rel_type"] == "VIA" and row["a_key"] not in through:
                through.add(row["a_key"])
                self._add_link(**{**row, "b_key": EVERYWHERE})  # pyright: ignore[reportArgumentType]

    def _add_node(self, label: str, p: Properties) -> None:
        key = template(label, p["key"])
        shows = {name: value for name, value in p.items() if name not in ("key", "quotes")}
        if issubclass(self._tokens[label], Fact):
            shows |= {SOURCE: f"{p[SOURCE]}-{HUB}"}
        row = {"key": key._asdict(), "p": shows, "quotes": p.get("quotes")}
        self._nodes.setdefault((label, key.grows), []).append(row)

    def _add_link(self, rel_type: str, a: str, a_key: str, b: str, b_key: str, p: Properties) -> None:
        start, end = template(a, a_key), template(b, b_key)
        said = {name: value for name, value in p.items() if name not in (FROM, TO, "quotes")}
        said |= {name: f"{said[name]}-{HUB}" for name in (SOURCE, DATASET) if name in said}
        row = {"a": start._asdict(), "b": end._asdict(), "p": said, "quotes": p.get("quotes")}
        self._links.setdefault((rel_type, a, b, start.grows or end.grows), []).append(row)

    def _write(self, copies: list[int], *, grows: bool) -> None:
        for (label, growing), rows in self._nodes.items():
            if growing == grows:
                self._database_write(_NODES.format(label=quoted(label)), copies=copies, rows=rows)
                if label in CHANGED:
                    kind = self._token(label)
                    self._database_write(_CHANGES.format(label=label), copies=copies, rows=rows, kind=kind)
        for (rel_type, a, b, growing), rows in self._links.items():
            if growing == grows:
                cypher = _LINKS.format(type=quoted(rel_type), a=quoted(a), b=quoted(b))
                self._database_write(cypher, copies=copies, rows=rows, a=self._token(a), b=self._token(b))

    def _token(self, label: str) -> str:
        return str(Ref(self._tokens[label].token(), ""))

    def _database_write(self, cypher: str, **parameters: Any) -> None:
        with self._database.session() as session:
            session.run(trusted(cypher), parameters).consume()


_SECOND_RUN = {"number": 2, "state": "applied", "command": "grow", "datasets": ["cx-texts"]}
_KEY = "row.{0}.head + coalesce(row.{0}.mark, toString(i)) + row.{0}.tail"
_NODES = f"""
UNWIND $copies AS i UNWIND $rows AS row
CREATE (n:{{label}}) SET n = row.p, n.key = {_KEY.format("key")}, n.quotes = [key IN row.quotes | key + '-' + i]
"""
_CHANGES = f"""
UNWIND $copies AS i UNWIND $rows AS row
WITH i, {_KEY.format("key")} AS key
CREATE (c:Change {{{{key: '2/{{label}}/' + key, run: 2, dataset: 'cx-texts', action: 'added', subject: $kind + key,
  after: '{{{{}}}}'}}}})
"""
_LINKS = f"""
UNWIND $copies AS i UNWIND $rows AS row
WITH i, row, {_KEY.format("a")} AS a_key, {_KEY.format("b")} AS b_key
MATCH (a:{{a}} {{{{key: a_key}}}}) MATCH (b:{{b}} {{{{key: b_key}}}})
CREATE (a)-[r:{{type}}]->(b) SET r = row.p, r.`from` = $a + a_key, r.`to` = $b + b_key,
  r.quotes = [key IN row.quotes | key + '-' + i]
"""
