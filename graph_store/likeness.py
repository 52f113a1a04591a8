"""Proposes which new nodes may be ones that are known already, by their names; it never merges anything itself."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import orjson

from graph_schema.keys import slug
from graph_schema.model import Fact, Kind
from graph_schema.stored import GAVE
from graph_store.cypher import trusted
from graph_store.database import Database
from graph_store.plan import Plan
from graph_store.reading import batches

LOOKED_AT = 2_000
"""So many new nodes are compared at most; each costs a search."""
ALIKE = 0.85
"""From this ratio of equal characters on, two names are alike (Ratcliff and Obershelp)."""
_BATCH = 200
_WORD = re.compile(r"[^\W_]+")

_CANDIDATES = """
UNWIND $rows AS row
CALL (row) {
  CALL db.index.fulltext.queryNodes('search', row.query, {limit: 20}) YIELD node, score
  WHERE row.label IN labels(node) RETURN node ORDER BY score DESC, node.key LIMIT 5
}
RETURN collect([row.i, node.key, node.name]) AS page
"""


class Proposal(NamedTuple):
    """A new node that may be another one. `known`: whether the other is in the knowledge base already."""

    kind: str
    key: str
    like: str
    known: bool
    reason: str


def proposals(plan: Plan, database: Database) -> Iterator[Proposal]:
    """New nodes whose names are like those of others: of the same load first, then of the knowledge base.

    What stands inside something else is left out: steps of two journeys may well be called the same.
    """
    for kind in plan.registry.written_kinds:
        if kind.parent is None and not issubclass(kind, Fact) and kind.display == "name":
            query = "SELECT key FROM state_op WHERE kind = ? AND action = 'added' ORDER BY key LIMIT ?"
            keys = [key for (key,) in plan.cursor(query, (kind.token(), LOOKED_AT))]
            yield from _alike(kind, _names(plan, kind, keys), database)


def _names(plan: Plan, kind: type[Kind], keys: list[str]) -> dict[str, str]:
    query = "SELECT after FROM node_op WHERE kind = ? AND key = ? AND action = 'added'"
    said = {key: orjson.loads(plan.one(query, (kind.token(), key))) for key in keys}
    return {key: values[f"{GAVE}name"] for key, values in said.items() if f"{GAVE}name" in values}


def _alike(kind: type[Kind], names: dict[str, str], database: Database) -> Iterator[Proposal]:
    first: dict[str, str] = {}
    for key, name in names.items():
        other = first.setdefault(_plain(name), key)
        if other != key:
            yield Proposal(kind.token(), key, other, False, _reason(name, names[other]) or "")
    for batch in batches(names.items(), _BATCH):
        for i, key, name in _known(kind, [name for _, name in batch], database):
            reason = _reason(batch[i][1], name)
            if reason and key not in names:
                yield Proposal(kind.token(), batch[i][0], key, True, reason)


def _known(kind: type[Kind], names: list[str], database: Database) -> list[Any]:
    rows = [{"i": i, "query": _query(name), "label": kind.label()} for i, name in enumerate(names) if _query(name)]
    with database.session(read=True) as session:
        record = session.run(trusted(_CANDIDATES), rows=rows).single()
    return record["page"] if record else []


def _query(name: str) -> str:
    """Lucene's query for what is spelt about so; of what is typed, only letters and digits get into it."""
    words = [word.lower() for word in _WORD.findall(name)][:8]
    return " OR ".join(f"{word}~1" if len(word) > 3 else word for word in words)


def _plain(name: str) -> str:
    """A name without case, accents, spaces and signs."""
    folded = unicodedata.normalize("NFKD", slug(name))
    return "".join(c for c in folded if c.isalnum())


def _reason(name: str, other: str) -> str | None:
    if name == other:
        return f"both are called {name!r}"
    if _plain(name) == _plain(other):
        return f"{name!r} and {other!r} differ in case, spaces, signs or accents only"
    ratio = SequenceMatcher(None, _plain(name), _plain(other)).ratio()
    if ratio >= ALIKE and not _differ_in_number(name, other):
        return f"{name!r} and {other!r} are {ratio:.0%} alike"
    return None


def _differ_in_number(name: str, other: str) -> bool:
    """`Phase 1` and `Phase 2` are meant to be two."""
    return re.findall(r"\d+", name) != re.findall(r"\d+", other)
