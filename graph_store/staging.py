"""What datasets say, set down in a file of its own, so that a load of any size takes little memory."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self

from graph_schema.keys import Ref, parent_key
from graph_schema.kinds.records import Dataset
from graph_schema.model import Assertion, Claim, Fact, Kind, Party, properties
from graph_schema.problems import Place, Problem
from graph_schema.registry import Registry, identifying
from graph_schema.stored import GAVE, PARTY
from graph_store.codec import digest, encode

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
CREATE TABLE dataset (key TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE node (
  dataset TEXT, kind TEXT, key TEXT, data TEXT, hash TEXT, place TEXT, PRIMARY KEY (dataset, kind, key)
) WITHOUT ROWID;
CREATE INDEX node_key ON node (kind, key);
CREATE TABLE link (
  dataset TEXT, type TEXT, start TEXT, finish TEXT, identity TEXT, data TEXT, hash TEXT, place TEXT,
  PRIMARY KEY (dataset, type, start, finish, identity)
) WITHOUT ROWID;
CREATE TABLE needed (kind TEXT, key TEXT, place TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
"""


class Staging:
    """Collects what datasets say. Problems that need no database to be seen are in `problems`.

    A dataset describes a node once, and gives a relationship once; a second time is a problem.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.problems: list[Problem] = []
        self._folder = tempfile.TemporaryDirectory(prefix="journeygraph-")
        self.db = sqlite3.connect(Path(self._folder.name) / "staging.sqlite", isolation_level=None)
        self.db.executescript(_TABLES)
        self.db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.db.close()
        self._folder.cleanup()

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

    def add_node(self, dataset: str, node: Kind, claim: Claim, place: Place, parties: Sequence[Party] = ()) -> None:
        """Say that a dataset describes a node; `claim` says who says so. A fact's claim is its own."""
        kind = node.token()
        said = properties(claim) | {GAVE + name: value for name, value in properties(node).items() if name != "key"}
        said |= {PARTY + party.rel_type.lower(): str(party.to_ref) for party in parties}
        data = encode(said)
        row = (dataset, kind, node.key, data, digest(data), _write(place))
        if not self._insert("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?)", row):
            first = self._place_of("SELECT place FROM node WHERE dataset = ? AND kind = ? AND key = ?", row[:3])
            hint = (
                "It is the same claim." if isinstance(node, Fact) else "Give each a key of its own, or leave one out."
            )
            self.problems.append(Problem(place, f"{node.ref} is described a second time; first at {first}.", hint))
            return
        self._need_claim(claim, place)
        for party in parties:
            self._need(party.to_ref, place)
        if type(node).parent is not None:
            self._need(Ref(type(node).parent.token(), parent_key(node.key)), place)  # type: ignore[union-attr]

    def add_link(self, dataset: str, link: Assertion, place: Place) -> None:
        """Say that a dataset relates two nodes."""
        self._need(link.from_ref, place)
        self._need(link.to_ref, place)
        self._need_claim(link, place)
        data = encode(properties(link))
        ends = (dataset, link.rel_type, str(link.from_ref), str(link.to_ref))
        row = (*ends, encode_identity(link), data, digest(data), _write(place))
        if not self._insert("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row):
            query = (
                "SELECT place FROM link WHERE dataset = ? AND type = ? AND start = ? AND finish = ? AND identity = ?"
            )
            first = self._place_of(query, row[:5])
            self.problems.append(
                Problem(
                    place,
                    f"{link.from_ref} {link.forward} {link.to_ref} is given a second time by the same source; "
                    f"first at {first}.",
                    "Leave one out.",
                )
            )

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
            yield Ref(kind, key), _read(place)

    def _need_claim(self, claim: Claim, place: Place) -> None:
        self._need(Ref("source", claim.source), place)
        for quote in claim.quotes:
            self._need(Ref("quote", quote), place)

    def _need(self, ref: Ref, place: Place) -> None:
        self.db.execute("INSERT OR IGNORE INTO needed VALUES (?, ?, ?)", (*ref, _write(place)))

    def _insert(self, statement: str, row: tuple[Any, ...]) -> bool:
        try:
            self.db.execute(statement, row)
        except sqlite3.IntegrityError:
            return False
        return True

    def _place_of(self, query: str, values: tuple[Any, ...]) -> Place:
        return _read(self.db.execute(query, values).fetchone()[0])


def encode_identity(link: Assertion) -> str:
    """What identifies a relationship beside its ends and dataset: its source and its identifying properties."""
    values = {"source": link.source} | {name: getattr(link, name) or "" for name in identifying(type(link))}
    return encode(values)


def _write(place: Place) -> str:
    return f"{place.file}\0{place.line}\0{place.column}"


def _read(text: str) -> Place:
    file, line, column = text.split("\0")
    return Place(file, int(line), column)
