"""What datasets say, set down in a file of its own, so that a load of any size takes little memory."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, LiteralString, Self

import orjson

from graph_schema.facts import fact_key
from graph_schema.keys import Ref, parent_key
from graph_schema.kinds.records import Dataset
from graph_schema.model import Assertion, Claim, Fact, Kind, Party, properties
from graph_schema.problems import Place, Problem
from graph_schema.registry import Registry
from graph_schema.stored import GAVE, PARTY
from graph_store.codec import Properties, digest, encode
from graph_store.reading import identity_text

_TWO_WAYS_OUT = "Give each a key of its own, or leave one out."
_SAME_CLAIM = "It is the same claim: leave one out, or write alike what means the same."
_REMEMBERED = 100_000
"""So many references are known to be noted; more would take memory."""

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -32768;
CREATE TABLE dataset (key TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE node (
  dataset TEXT, kind TEXT, key TEXT, data TEXT, hash TEXT, run INT, moved INT, place TEXT,
  PRIMARY KEY (dataset, kind, key)
) WITHOUT ROWID;
CREATE INDEX node_key ON node (kind, key);
CREATE TABLE link (
  dataset TEXT, type TEXT, start TEXT, finish TEXT, identity TEXT,
  data TEXT, hash TEXT, run INT, moved INT, place TEXT,
  PRIMARY KEY (dataset, type, start, finish, identity)
) WITHOUT ROWID;
CREATE TABLE needed (kind TEXT, key TEXT, place TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE named (dataset TEXT, kind TEXT, key TEXT, name TEXT, PRIMARY KEY (dataset, kind, key)) WITHOUT ROWID;
"""


class Staging:
    """Collects what datasets say. Problems that need no database to be seen are in `problems`.

    A dataset describes a node once, and gives a relationship once; a second time is a problem. References are read
    as what they stand for now, by `aliases`: where two nodes were merged, what is said of both becomes one.
    """

    def __init__(self, registry: Registry, aliases: Mapping[str, str] | None = None) -> None:
        self.registry = registry
        self.aliases = aliases or {}
        self.matches: dict[str, Mapping[str, str]] = {}
        """By dataset, what references in it mean otherwise."""
        self.used: set[tuple[str, str]] = set()
        """The datasets and references of which a match was applied."""
        self._needed: set[Ref] = set()
        self.problems: list[Problem] = []
        # A file without a name is gone with the process, however that ends: it holds what people said.
        self.db = sqlite3.connect("", isolation_level=None)
        self.db.executescript(_TABLES)
        self.db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.db.close()

    @property
    def datasets(self) -> list[str]:
        """The keys of the datasets that are staged."""
        return [key for (key,) in self.db.execute("SELECT key FROM dataset ORDER BY key")]

    def add_dataset(self, dataset: Dataset, place: Place) -> None:
        """Begin a dataset."""
        try:
            self.db.execute("INSERT INTO dataset VALUES (?, ?)", (dataset.key, encode(properties(dataset))))
        except sqlite3.IntegrityError:
            self.problems.append(
                Problem(
                    place, f"The dataset {dataset.key!r} is given twice in this load.", "Give each a key of its own."
                )
            )

    def add_node(self, dataset: str, node: Kind, claim: Claim, place: Place, parties: Sequence[Party] = ()) -> Ref:
        """Say that a dataset describes a node; `claim` says who says so. A fact's claim is its own, its key derived.

        Returns the node's reference, which follows from what is said where it is a fact.
        """
        said = properties(claim) | {GAVE + name: value for name, value in properties(node).items() if name != "key"}
        said |= {PARTY + party.rel_type.lower(): str(party.to_ref) for party in parties}
        return self.put_node(dataset, node.ref, said, place)

    def add_link(self, dataset: str, link: Assertion, place: Place) -> None:
        """Say that a dataset relates two nodes."""
        self.put_link(dataset, type(link), (link.from_ref, link.to_ref), properties(link), place)

    def put_node(self, dataset: str, ref: Ref, said: Properties, place: Place, run: int | None = None) -> Ref:
        """Stage a description as it is stored; `run` wrote it, None: the run to come. Returns what refers to it."""
        kind = self.registry.kind(ref.kind)
        said = self._current_names(said, dataset)
        if issubclass(kind, Fact):
            ref = Ref(ref.kind, fact_key(kind, dataset, said))
        current = ref if issubclass(kind, Fact) else self.current(ref, dataset)
        moved = current != ref
        row = (dataset, *current)
        if not self._insert("node", row, said, run, place, moved=moved):
            there = self._row("SELECT data, moved, place FROM node WHERE dataset = ? AND kind = ? AND key = ?", row)
            if not moved and not there[1]:
                found = f"{ref} is described a second time; first at {read_place(there[2])}."
                right = _SAME_CLAIM if issubclass(kind, Fact) else _TWO_WAYS_OUT
                self.problems.append(Problem(place, found, right))
                return ref
            before = orjson.loads(there[0])
            said = before | said if there[1] else said | before
            self._insert("node", row, said, run, place, moved=moved and bool(there[1]), again=True)
        self.need_of_node(current, said, place)
        return ref

    def put_link(
        self,
        dataset: str,
        relationship: type[Assertion],
        ends: tuple[Ref, Ref],
        said: Properties,
        place: Place,
        run: int | None = None,
    ) -> None:
        """Stage a relationship as it is stored; `run` wrote it, None: the run to come."""
        said = self._current_names(said, dataset)
        start, finish = (self.current(end, dataset) for end in ends)
        moved = (start, finish) != ends
        row = (dataset, relationship.rel_type, str(start), str(finish), identity_text(relationship, said))
        if not self._insert("link", row, said, run, place, moved=moved):
            query = """SELECT moved, place FROM link
                       WHERE dataset = ? AND type = ? AND start = ? AND finish = ? AND identity = ?"""
            there = self._row(query, row)
            if not moved and not there[0]:
                found = f"{start} {relationship.forward} {finish} is given a second time by the same source"
                self.problems.append(Problem(place, f"{found}; first at {read_place(there[1])}.", "Leave one out."))
            if moved or not there[0]:
                return
            self._insert("link", row, said, run, place, moved=False, again=True)
        self.need_of_link((start, finish), said, place)

    def need_of_node(self, ref: Ref, said: Properties, place: Place) -> None:
        """Note what a description needs: its source and quotes, the node's parties and its container."""
        self._need_claim(said, place)
        for name, value in said.items():
            if name.startswith(PARTY):
                self._need(Ref.parse(value), place)
        kind = self.registry.kind(ref.kind)
        if kind.parent is not None:
            self._need(Ref(kind.parent.token(), parent_key(ref.key)), place)

    def need_of_link(self, ends: tuple[Ref, Ref], said: Properties, place: Place) -> None:
        """Note what a relationship needs: its ends, its source and quotes."""
        for end in ends:
            self._need(end, place)
        self._need_claim(said, place)

    def name(self, dataset: str, ref: Ref, name: str) -> None:
        """Tell that a dataset calls a node so, and that its key is made of that."""
        self.db.execute("INSERT OR IGNORE INTO named VALUES (?, ?, ?, ?)", (dataset, *ref, name))

    def decide(self, dataset: str, matches: list[str]) -> None:
        """Keep with a dataset what was decided about its references."""
        row = self._row("SELECT data FROM dataset WHERE key = ?", (dataset,))
        data = encode({**orjson.loads(row[0]), "matches": matches})
        self.db.execute("UPDATE dataset SET data = ? WHERE key = ?", (data, dataset))

    def current(self, ref: Ref, dataset: str = "") -> Ref:
        """What a reference stands for now: it, or a container of it, may have been matched, renamed or merged."""
        matches = self.matches.get(dataset)
        if not self.aliases and not matches:
            return ref
        matched = matches.get(str(ref)) if matches else None
        if matched is not None:
            self.used.add((dataset, str(ref)))
            return self.current(Ref.parse(matched))
        target = self.aliases.get(str(ref))
        if target is not None:
            return Ref.parse(target)
        kind = self.registry.kind(ref.kind)
        if kind.parent is None:
            return ref
        container = self.current(Ref(kind.parent.token(), parent_key(ref.key)), dataset)
        return Ref(ref.kind, f"{container.key}/{ref.key.rpartition('/')[2]}")

    def _current_names(self, said: Properties, dataset: str) -> Properties:
        """What is said, with the sources, quotes and parties that it names under their keys of now."""
        if not self.aliases and not self.matches.get(dataset):
            return said

        def current(kind: str, key: str) -> str:
            return self.current(Ref(kind, key), dataset).key

        parties = {name: Ref.parse(value) for name, value in said.items() if name.startswith(PARTY)}
        now = said | {name: str(self.current(ref, dataset)) for name, ref in parties.items()}
        for prefix in ("", GAVE):
            if prefix + "source" in said:
                now[prefix + "source"] = current("source", said[prefix + "source"])
            if prefix + "quotes" in said:
                now[prefix + "quotes"] = list(dict.fromkeys(current("quote", key) for key in said[prefix + "quotes"]))
        return now

    def finish_dataset(self, dataset: str, refused: Iterable[Ref] = ()) -> None:
        """Check what only the whole dataset shows: where one source names one end at most, a second is a problem.

        What was `refused` stands as described, so that neither what refers to it is wrong as well, nor would it go.
        """
        self.db.executemany(
            "INSERT OR IGNORE INTO node (dataset, kind, key, data, hash, place) VALUES (?, ?, ?, '{}', '', ?)",
            [(dataset, *ref, _write(Place(""))) for ref in refused],
        )
        single = [name for name, classes in self.registry.rel_types.items() if all(rel.single for rel in classes)]
        marks = ", ".join("?" * len(single))
        query = f"""SELECT type, start, count(*), max(place) FROM link WHERE dataset = ? AND type IN ({marks})
                    GROUP BY type, start, identity HAVING count(*) > 1"""  # noqa: S608 - placeholders
        for rel_type, start, count, place in self.db.execute(query, (dataset, *single)):
            found = f"{start} {self.registry.rel_types[rel_type][0].forward} leads to {count} ends."
            right = "One source names one; keep it, or name other sources."
            self.problems.append(Problem(read_place(place), found, right))

    def content(self, dataset: str) -> str:
        """A digest of all that a dataset says, in whatever order it was staged."""
        total = blake2b(digest_size=16)
        for table, order in (("node", "kind, key"), ("link", "type, start, finish, identity")):
            query = f"SELECT {order}, hash FROM {table} WHERE dataset = ? ORDER BY {order}"  # noqa: S608 - our names
            for row in self.db.execute(query, (dataset,)):
                total.update("\0".join(row).encode())
        return total.hexdigest()

    def unmet(self) -> Iterator[tuple[Ref, Place]]:
        """What is referred to and not described here, with the first place that refers to it."""
        query = """SELECT kind, key, place FROM needed WHERE NOT EXISTS
                   (SELECT 1 FROM node WHERE node.kind = needed.kind AND node.key = needed.key) ORDER BY kind, key"""
        for kind, key, place in self.db.execute(query):
            yield Ref(kind, key), read_place(place)

    def _need_claim(self, said: Properties, place: Place) -> None:
        self._need(Ref("source", said["source"]), place)
        for quote in said.get("quotes", ()):
            self._need(Ref("quote", quote), place)

    def _need(self, ref: Ref, place: Place) -> None:
        if ref in self._needed:
            return
        if len(self._needed) >= _REMEMBERED:
            self._needed.clear()
        self._needed.add(ref)
        self.db.execute("INSERT OR IGNORE INTO needed VALUES (?, ?, ?)", (*ref, _write(place)))

    def _insert(
        self,
        table: LiteralString,
        row: tuple[str, ...],
        said: Properties,
        run: int | None,
        place: Place,
        *,
        moved: bool,
        again: bool = False,
    ) -> bool:
        """Whether the claim was written: not where there is one already, unless it is said `again`."""
        data = encode(said)
        values = (*row, data, digest(data), run, moved, _write(place))
        insert = "INSERT OR REPLACE INTO" if again else "INSERT OR IGNORE INTO"
        query = f"{insert} {table} VALUES ({', '.join('?' * len(values))})"
        return self.db.execute(query, values).rowcount == 1

    def _row(self, query: str, values: tuple[Any, ...]) -> Any:
        return self.db.execute(query, values).fetchone()


def _write(place: Place) -> str:
    return f"{place.file}\0{place.line}\0{place.column}"


def read_place(text: str) -> Place:
    """The place that is kept with what is staged."""
    file, line, column = text.split("\0")
    return Place(file, int(line), column)
