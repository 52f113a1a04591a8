"""Leaves out of a load what came from respondents who are forgotten, so that no file brings them back."""

import re
from collections.abc import Collection, Iterable, Iterator

import orjson

from graph_schema.keys import Ref
from graph_schema.kinds.observed import Response, Says
from graph_schema.model import Fact
from graph_schema.stored import GAVE
from graph_store.codec import digest, encode
from graph_store.database import Database
from graph_store.persons import MARK, Traces
from graph_store.staging import Staging

_MARKS = re.compile(rf"[0-9a-f]{{{MARK},}}")
_FORGOTTEN = "MATCH (f:Forgotten) RETURN f.key AS who"
_SAID_BY_OTHERS = """
UNWIND $quotes AS ref MATCH (:Quote {key: substring(ref, 6)})<-[s:SAYS]-(r:Response)
WHERE NOT s.dataset IN $datasets AND NOT coalesce(r.respondent, '') IN $forgotten RETURN DISTINCT ref
"""
_ROWS = "SELECT kind || ':' || key, data FROM node UNION ALL SELECT start || ' ' || finish || identity, data FROM link"
_RESPONSES = "SELECT key, data FROM node WHERE kind = ?"
_SAYS = "SELECT start, finish FROM link WHERE type = ?"
_NODES = "SELECT dataset, kind, key, data FROM node"
_LINKS = "SELECT dataset, type, start, finish, identity, data FROM link"
_NODE = "dataset = ? AND kind = ? AND key = ?"
_LINK = "dataset = ? AND type = ? AND start = ? AND finish = ? AND identity = ?"


def read_forgotten(database: Database) -> frozenset[str]:
    """The respondents who are forgotten, as responses named them."""
    return frozenset(row["who"] for row in database.read(_FORGOTTEN))


def leave_out(staging: Staging, forgotten: Collection[str], database: Database) -> int:
    """Take what came from them out of what is staged; returns how many descriptions and relationships that were."""
    before = _size(staging)
    for who in _met(staging, frozenset(forgotten)) if forgotten else ():
        refs = _theirs(staging, who)
        says = list(_says(staging))
        quotes = {quote for response, quote in says if response in refs}
        quotes -= {quote for response, quote in says if response not in refs}
        if quotes:
            # What the staged datasets said before is replaced, and their quotes may have had the same keys.
            parameters = {"quotes": list(quotes), "forgotten": list(forgotten), "datasets": staging.datasets}
            quotes -= {row["ref"] for row in database.read(_SAID_BY_OTHERS, parameters)}
        _take_out(staging, Traces(who, tuple(refs | quotes)))
    return before - _size(staging)


def _size(staging: Staging) -> int:
    return staging.db.execute("SELECT (SELECT count(*) FROM node) + (SELECT count(*) FROM link)").fetchone()[0]


def _met(staging: Staging, forgotten: frozenset[str]) -> list[str]:
    """Those of them whom something staged names."""
    marks = {mark: who for who in forgotten if (mark := Traces(who, ()).mark)}
    met: set[str] = set()
    for texts in staging.db.execute(_ROWS):
        met.update(marks[found[:MARK]] for text in texts for found in _MARKS.findall(text) if found[:MARK] in marks)
    for _, data in staging.db.execute(_RESPONSES, (Response.token(),)):
        met |= forgotten.intersection([orjson.loads(data).get(GAVE + "respondent")])
    return sorted(met)


def _theirs(staging: Staging, who: str) -> set[str]:
    """The nodes that are theirs: facts that name them, and what has their mark in its key."""
    mark = Traces(who, ()).mark
    if not mark:
        rows = staging.db.execute(_RESPONSES, (Response.token(),))
        return {f"{Response.token()}:{key}" for key, data in rows if orjson.loads(data).get(GAVE + "respondent") == who}
    found = staging.db.execute("SELECT kind, key FROM node WHERE instr(key, ?) OR instr(data, ?)", (mark, mark))
    return {str(Ref(kind, key)) for kind, key in found if mark in key or issubclass(staging.registry.kind(kind), Fact)}


def _says(staging: Staging) -> Iterator[tuple[str, str]]:
    """Which response says which quote."""
    yield from staging.db.execute(_SAYS, (Says.rel_type,))
    for key, data in staging.db.execute(_RESPONSES, (Response.token(),)):
        for quote in orjson.loads(data).get("quotes", ()):
            yield f"{Response.token()}:{key}", f"quote:{quote}"


def _take_out(staging: Staging, traces: Traces) -> None:
    """Remove what is theirs, and from what stays the name."""
    fact = {kind.token(): issubclass(kind, Fact) for kind in staging.registry.written_kinds}
    nodes = ((row, {str(Ref(*row[1:3]))}, fact[row[1]]) for row in staging.db.execute(_NODES))
    _rewrite(staging, "node", _NODE, traces, nodes)
    links = ((row, set(row[2:4]), True) for row in staging.db.execute(_LINKS))
    _rewrite(staging, "link", _LINK, traces, links)
    needed = [tuple(Ref.parse(ref)) for ref in traces.refs]
    staging.db.executemany("DELETE FROM needed WHERE kind = ? AND key = ?", needed)


def _rewrite(
    staging: Staging, table: str, key: str, traces: Traces, rows: Iterable[tuple[tuple[str, ...], set[str], bool]]
) -> None:
    """Each row comes with the nodes that it is about, and whether it is theirs as a whole where it names them."""
    gone: list[tuple[str, ...]] = []
    mended: list[tuple[str, ...]] = []
    for (*row, data), about, whole in rows:
        said = orjson.loads(data)
        kept = traces.without(said, "", whole=whole) if traces.theirs.isdisjoint(about) else None
        if kept is None:
            gone.append(tuple(row))
        elif kept != said:
            text = encode(kept)
            mended.append((text, digest(text), *row))
    staging.db.executemany(f"DELETE FROM {table} WHERE {key}", gone)  # noqa: S608 - names of our own
    staging.db.executemany(f"UPDATE {table} SET data = ?, hash = ? WHERE {key}", mended)  # noqa: S608
