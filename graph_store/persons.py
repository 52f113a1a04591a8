"""Finds all that came from one respondent: in the graph, and in what history keeps of it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, LiteralString

import orjson
from neo4j import Session

from graph_schema.keys import Ref
from graph_schema.kinds.evidence import Quote, Source
from graph_schema.kinds.observed import Response
from graph_schema.model import Fact, Kind, Record
from graph_schema.registry import Registry
from graph_schema.stored import GAVE
from graph_store.codec import Properties
from graph_store.database import Database
from graph_store.reading import BATCH, GraphReader, batches

GONE = "(forgotten)"
"""Stands where their words stood in what has to stay."""
HASH = re.compile(r"[0-9a-f]{32}")
"""What a pseudonym looks like; anything else stands for somebody only where a response says nothing else of them."""
MARK = 16
"""So many of a hash's digits tell whose it is; keys may hold these alone."""
_POINTERS = {prefix + name for prefix in ("", GAVE) for name in ("locator", "note")}
"""Where a claim says in free words who said so."""
_RESPONDENT = GAVE + "respondent"
_TEXT = GAVE + "text"
_QUOTES = ("quotes", GAVE + "quotes")
_WORDS = ("text", "description", "note")

_CLAIMS = """
MATCH ()-[r]->() WHERE r.`to` IS NOT NULL
  AND (r.gave_respondent = $who OR $mark <> '' AND any(name IN keys(r) WHERE toStringOrNull(r[name]) CONTAINS $mark))
RETURN collect([type(r), r.`to`]) AS found
"""
_HISTORY = """
MATCH (c:Change)
WHERE any(text IN [c.before, c.after] WHERE text CONTAINS $given)
  OR $mark <> '' AND any(text IN [c.subject, c.object, c.identity, c.before, c.after] WHERE text CONTAINS $mark)
RETURN collect([c.subject, c.rel_type]) AS found
"""
_SCOPES = "MATCH (d:Dataset) RETURN d.key AS key UNION MATCH (s:Survey) RETURN s.key AS key"
_KNOWN = """
UNWIND $whos AS who
CALL (who) {
  MATCH (r:Response {respondent: who}) RETURN 1 AS one LIMIT 1
  UNION
  MATCH (f:Forgotten {key: who}) RETURN 1 AS one LIMIT 1
  UNION
  MATCH (c:Change) WHERE any(text IN [c.before, c.after] WHERE text CONTAINS $given[who]) RETURN 1 AS one LIMIT 1
}
RETURN DISTINCT who
"""
_SAID = """
CALL () {
  UNWIND $refs AS ref MATCH (:Response {key: substring(ref, 9)})-[:SAYS]->(q:Quote) RETURN q.key AS quote
  UNION
  UNWIND $refs AS ref MATCH (:Response {key: substring(ref, 9)})<-[d:DESCRIBES]-() UNWIND d.quotes AS quote RETURN quote
  UNION
  UNWIND $refs AS ref MATCH (c:Change) USING INDEX SEEK c:Change(subject, key)
  WHERE c.subject = ref AND c.key > '' AND c.rel_type = 'SAYS' RETURN substring(c.object, 6) AS quote
}
RETURN collect('quote:' + quote) AS found
"""
_SAID_BY_OTHERS = """
CALL () {
  UNWIND $quotes AS quote MATCH (r:Response)-[:SAYS]->(:Quote {key: substring(quote, 6)})
  WHERE NOT 'response:' + r.key IN $refs RETURN quote
  UNION
  UNWIND $quotes AS quote MATCH (c:Change) USING INDEX SEEK c:Change(object, key)
  WHERE c.object = quote AND c.key > '' AND c.rel_type = 'SAYS' AND NOT c.subject IN $refs RETURN quote
  UNION
  MATCH (r:Response)<-[d:DESCRIBES]-() WHERE d.quotes IS NOT NULL AND NOT 'response:' + r.key IN $refs
  UNWIND d.quotes AS key WITH 'quote:' + key AS quote WHERE quote IN $quotes RETURN quote
}
RETURN collect(quote) AS found
"""
_TIMELINE = """
CALL () {
  MATCH (c:Change) USING INDEX SEEK c:Change(subject, key)
  WHERE c.subject = $quote AND c.key > '' AND c.rel_type IS NULL RETURN c
  UNION
  MATCH (c:Change) USING INDEX SEEK c:Change(object, key)
  WHERE c.object = $quote AND c.key > '' AND c.rel_type = 'SAYS' RETURN c
}
WITH c ORDER BY c.run RETURN collect([c.run, c.dataset, c.subject, c.rel_type, c.after]) AS found
"""
_FORMER = "MATCH (a:Alias) WHERE a.target IN $refs RETURN collect(a.key) AS found"
_CHANGED = """
UNWIND $refs AS ref MATCH (c:Change) USING INDEX SEEK c:Change(subject, key)
WHERE c.subject = ref AND c.key > '' AND c.rel_type IS NULL
UNWIND [c.before, c.after] AS text WITH text WHERE text IS NOT NULL RETURN collect(text) AS found
"""


@dataclass(frozen=True)
class Traces:
    """What came from one respondent: nodes that are or were theirs, and what they said in words."""

    who: str
    refs: tuple[str, ...]
    words: tuple[str, ...] = ()
    shared: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """Of the quotes that others said as well, at other times, the texts that they had when this one said them.

    What history keeps of such a quote stays, but for these texts.
    """

    @cached_property
    def mark(self) -> str:
        """What to look for inside of texts; empty where it would be found in others' as well."""
        return self.who[:MARK] if HASH.fullmatch(self.who) else ""

    @cached_property
    def theirs(self) -> frozenset[str]:
        """The references, for looking one up."""
        return frozenset(self.refs)

    def keys(self, kind: type[Kind]) -> list[str]:
        """The keys of their nodes of one kind."""
        begin = f"{kind.token()}:"
        return [ref.removeprefix(begin) for ref in self.refs if ref.startswith(begin)]

    def without(self, said: Properties, about: str, *, whole: bool) -> Properties | None:
        """What a claim says `about` a node but for them; None where it is theirs.

        A claim that names them is theirs as a `whole`, as a fact or relationship is; else it only loses the name.
        """
        if said.get("source") in self.sources:
            return None
        kept = dict(said)
        if said.get(_TEXT) in self.shared.get(about, ()):
            kept[_TEXT] = GONE
        for name in _QUOTES:
            if name in kept:
                kept[name] = [key for key in kept[name] if key not in self.quotes]
        named = {name for name, value in kept.items() if self.mark and self.mark in str(value)}
        if named and (whole or named - _POINTERS):
            return None
        return {name: value for name, value in kept.items() if name not in named and value != []}

    @cached_property
    def sources(self) -> frozenset[str]:
        """The keys of sources that were nobody but them."""
        return frozenset(self.keys(Source))

    @cached_property
    def quotes(self) -> frozenset[str]:
        """The keys of the quotes that only they said."""
        return frozenset(self.keys(Quote))


def find(session: Session, registry: Registry, who: str, known: Iterable[str] = ()) -> Traces:
    """All that came from a respondent; `known` is what was found before and may be half gone.

    A quote is theirs where nobody else said it, now or in what history keeps. Where others did, at other times, as
    where a file numbers its quotes and loses a row, the texts are theirs that it had while only they said it.
    """
    traces = Traces(who, ())
    claims = found(session, _CLAIMS, who=who, mark=traces.mark)
    changes = found(session, _HISTORY, given=_given(who), mark=traces.mark)
    named = [to for rel_type, to in claims if rel_type == "DESCRIBES"]
    named += [subject for subject, rel_type in changes if rel_type is None]
    refs = {*known, *(ref for ref in named if _is_theirs(registry, ref, traces.mark))}
    responses = [ref for ref in refs if Ref.parse(ref).kind == Response.token()]
    said = found(session, _SAID, refs=responses)
    by_others = set(found(session, _SAID_BY_OTHERS, quotes=said, refs=responses))
    refs |= set(said) - by_others
    refs |= set(found(session, _FORMER, refs=list(refs)))
    shared = {quote: _texts_then(session, quote, set(responses)) for quote in sorted(by_others)}
    words = {*_words(session, registry, refs), *(text for texts in shared.values() for text in texts)}
    now = GraphReader(session, registry).nodes(Quote, [quote.removeprefix("quote:") for quote in shared])
    for key, (_, descriptions) in now.items():
        texts = {description.said.get(_TEXT) for description in descriptions.values()}
        if texts <= shared[f"quote:{key}"]:
            refs.add(f"quote:{key}")
    return Traces(who, tuple(sorted(refs)), tuple(sorted(words)), shared)


def _texts_then(session: Session, quote: str, responses: set[str]) -> frozenset[str]:
    """The texts that a quote had while nobody but they said it, and never while somebody else did."""
    sayers: set[tuple[str, str]] = set()
    texts: dict[str, str] = {}
    theirs: set[str] = set()
    others: set[str] = set()
    for _, changes in groupby(found(session, _TIMELINE, quote=quote), key=itemgetter(0)):
        for _, dataset, subject, rel_type, after in changes:
            if rel_type is None:
                texts[dataset] = orjson.loads(after).get(_TEXT, "") if after else ""
            elif after:
                sayers.add((dataset, subject))
            else:
                sayers.discard((dataset, subject))
        if sayers:
            (theirs if responses.issuperset(subject for _, subject in sayers) else others).update(texts.values())
    return frozenset(theirs - others - {""})


def _is_theirs(registry: Registry, ref: str, mark: str) -> bool:
    """Whether a node that names them somewhere is theirs: a fact is, and what has their hash in its key."""
    kind, _, key = ref.partition(":")
    if not registry.has_kind(kind) or issubclass(registry.kind(kind), Record):
        return False
    return issubclass(registry.kind(kind), Fact) or bool(mark and mark in key)


def _words(session: Session, registry: Registry, refs: Iterable[str]) -> Iterator[str]:
    """What they said, as it is stored now and as it was."""
    reader = GraphReader(session, registry)
    for kind in (Quote, Response):
        own = sorted(ref.removeprefix(f"{kind.token()}:") for ref in refs if ref.startswith(f"{kind.token()}:"))
        for batch in batches(own, BATCH):
            for _, descriptions in reader.nodes(kind, batch).values():
                for description in descriptions.values():
                    yield from _texts(description.said)
            changed = [f"{kind.token()}:{key}" for key in batch]
            for text in found(session, _CHANGED, refs=changed):
                yield from _texts(orjson.loads(text))


def _texts(said: Properties) -> Iterator[str]:
    for name in _WORDS:
        yield from (said[given] for given in (name, GAVE + name) if said.get(given))


def found(session: Session, cypher: LiteralString, **parameters: Any) -> list[Any]:
    """What a statement collects as `found`."""
    return session.execute_read(lambda tx: tx.run(cypher, parameters).single(strict=True)["found"])


def scopes(database: Database) -> list[str]:
    """The keys of the datasets and surveys, within which ids may have been counted."""
    return sorted(row["key"] for row in database.read(_SCOPES))


def known(database: Database, whos: Collection[str]) -> list[str]:
    """Those of the respondents of whom something is here, or in history, or who are forgotten."""
    parameters = {"whos": list(whos), "given": {who: _given(who) for who in whos}}
    return sorted(row["who"] for row in database.read(_KNOWN, parameters))


def _given(who: str) -> str:
    """What a response that names somebody holds, in the JSON that history keeps."""
    return f'"{_RESPONDENT}":{orjson.dumps(who).decode()}'
