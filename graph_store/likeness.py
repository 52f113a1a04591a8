"""Proposes which new nodes may be ones that are known already, by their names; it never merges anything itself."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import orjson

from graph_schema.keys import slug
from graph_schema.model import Fact, Kind
from graph_schema.stored import GAVE
from graph_store.database import Database
from graph_store.plan import Plan
from graph_store.reading import GraphReader, batches

LOOKED_AT = 2_000
"""So many new nodes are compared at most; each costs a search."""
ALIKE = 0.85
"""From this ratio of equal characters on, two names are alike (Ratcliff and Obershelp)."""
_BATCH = 200
_MAX_WORDS = 8
_SHORT = 3
"""Words up to this length have to be spelt as they are."""
_BEGINNING = 4
_WINDOW = 5
"""With so many of those that follow it in order a new name is compared."""
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[/&+,|]|\band\b|\bor\b", re.IGNORECASE)


class Proposal(NamedTuple):
    """A new node that may be another one. `known`: whether the other is in the knowledge base already."""

    kind: str
    key: str
    name: str
    like: str
    like_name: str
    known: bool
    reason: str


def proposals(plan: Plan, database: Database) -> Iterator[Proposal]:
    """New nodes whose names are like those of others: of the same load first, then of the knowledge base.

    What stands inside something else is left out: steps of two journeys may well be called the same.
    """
    with database.session(read=True) as session:
        reader = GraphReader(session, plan.registry)
        yield from _proposals(plan, reader)


def not_compared(plan: Plan) -> Iterator[str]:
    """Of which kinds there are too many new nodes to compare them all, as sentences."""
    for kind in _compared(plan):
        new = plan.one("SELECT count(*) FROM state_op WHERE kind = ? AND action = 'added'", (kind.token(),))
        if new > LOOKED_AT:
            named = kind.plural.replace("_", " ")
            yield f"Of {new:,} new {named}, the first {LOOKED_AT:,} were compared with others by name."


def _compared(plan: Plan) -> Iterator[type[Kind]]:
    for kind in plan.registry.written_kinds:
        if kind.parent is None and not issubclass(kind, Fact) and kind.display == "name":
            yield kind


def _proposals(plan: Plan, reader: GraphReader) -> Iterator[Proposal]:
    for kind in _compared(plan):
        query = "SELECT key FROM state_op WHERE kind = ? AND action = 'added' ORDER BY key LIMIT ?"
        keys = [key for (key,) in plan.cursor(query, (kind.token(), LOOKED_AT))]
        yield from _alike(kind, _names(plan, kind, keys), reader)


def _names(plan: Plan, kind: type[Kind], keys: list[str]) -> dict[str, str]:
    query = "SELECT after FROM node_op WHERE kind = ? AND key = ? AND action = 'added'"
    said = {key: orjson.loads(plan.one(query, (kind.token(), key))) for key in keys}
    return {key: values[f"{GAVE}name"] for key, values in said.items() if f"{GAVE}name" in values}


def _alike(kind: type[Kind], names: dict[str, str], reader: GraphReader) -> Iterator[Proposal]:
    for key, other in _neighbours(names):
        if reason := _reason(names[key], names[other]):
            yield Proposal(kind.token(), key, names[key], other, names[other], False, reason)
    for batch in batches(names.items(), _BATCH):
        for i, key, name in reader.named_like(kind, [_query(name) for _, name in batch]):
            new, called = batch[i]
            reason = _reason(called, name)
            if reason and key not in names:
                yield Proposal(kind.token(), new, called, key, name, True, reason)


def _neighbours(names: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Pairs of new ones to compare: each with the few that follow it in the alphabet, and a name with those in it.

    The one is the method of sorted neighbourhoods (Hernández and Stolfo, 1995), which compares no name with all.
    """
    ordered = sorted(names, key=lambda key: (_plain(names[key]), key))
    pairs = [(other, key) for i, key in enumerate(ordered) for other in ordered[i + 1 : i + 1 + _WINDOW]]
    first = {_plain(names[key]): key for key in reversed(ordered)}
    pairs += [(key, first[part]) for key in ordered for part in _parts(names[key]) if first.get(part, key) != key]
    return {frozenset(pair): pair for pair in pairs}.values()


def _query(name: str) -> str:
    """Lucene's query for what is spelt about so; of what is typed, only letters and digits get into it.

    It also finds one word that is two words here (`Homepage`), and the other way round.
    """
    words = [word.lower() for word in _WORD.findall(name)][:_MAX_WORDS]
    terms = [f"{word}~1" if len(word) > _SHORT else word for word in words]
    whole = _plain(name)
    return " OR ".join([*terms, f"{whole}~1", f"{whole[:_BEGINNING]}*"]) if whole else ""


def _plain(name: str) -> str:
    """A name without case, accents, spaces and signs."""
    folded = unicodedata.normalize("NFKD", slug(name))
    return "".join(c for c in folded if c.isalnum())


def _reason(name: str, other: str) -> str | None:
    if name == other:
        return f"both are called {name!r}"
    if _plain(name) == _plain(other):
        return f"{name!r} and {other!r} differ in case, spaces, signs or accents only"
    if _bare(name) == _bare(other) != "":
        return f"{name!r} and {other!r} say the same, one of them with a word more"
    for several, one in ((name, other), (other, name)):
        if _plain(one) in _parts(several):
            return f"{several!r} names several things, and {one!r} is one of them"
    ratio = SequenceMatcher(None, _plain(name), _plain(other)).ratio()
    if ratio >= ALIKE and not _differ_in_number(name, other):
        return f"{name!r} and {other!r} are {ratio:.0%} alike"
    return None


def _bare(name: str) -> str:
    """A name without the words that stand inside other words of it: of `homepage page`, only `homepage`."""
    words = [_plain(word) for word in _WORD.findall(name)]
    return "".join(w for i, w in enumerate(words) if not any(w in other for j, other in enumerate(words) if i != j))


def _parts(name: str) -> list[str]:
    """What a name is made of that names several things, such as `web/app`; empty for others."""
    parts = [plain for part in _BETWEEN.split(name) if (plain := _plain(part))]
    return parts if len(parts) > 1 else []


def _differ_in_number(name: str, other: str) -> bool:
    """`Phase 1` and `Phase 2` are meant to be two."""
    return re.findall(r"\d+", name) != re.findall(r"\d+", other)
