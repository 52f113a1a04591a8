"""What history and reports keep of one respondent, and how to take it out of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, cast

import orjson
from neo4j import Session

from graph_schema.keys import Ref
from graph_schema.kinds.records import Alias
from graph_schema.model import Fact
from graph_schema.registry import Registry
from graph_store.codec import Properties, encode
from graph_store.persons import GONE, Traces, found
from graph_store.reading import batches
from graph_store.statements import BATCH, Part, Statement

SHORT = 12
"""Words up to this length may well be others' too."""
SHOWN = 100
"""So many places that hold the same words are named."""
CUT = 77
"""So much of a long text is repeated in messages, at least."""
_FEW = 5

_ABOUT = """
UNWIND $refs AS ref
CALL (ref) {
  MATCH (c:Change) USING INDEX SEEK c:Change(subject, key) WHERE c.subject = ref AND c.key > '' RETURN c
  UNION
  MATCH (c:Change) USING INDEX SEEK c:Change(object, key) WHERE c.object = ref AND c.key > '' RETURN c
}
RETURN collect(DISTINCT c.key) AS found
"""
_NAMING = """
MATCH (c:Change)
WHERE $mark <> '' AND any(text IN [c.identity, c.before, c.after] WHERE text CONTAINS $mark)
  OR any(text IN [c.before, c.after] WHERE any(name IN $names WHERE text CONTAINS name))
  OR c.subject IN $shared AND c.rel_type IS NULL
RETURN collect([c.key, c.subject, c.rel_type, c.identity, c.before, c.after]) AS found
"""
_COMMANDS = """
MATCH (r:LoadRun) WHERE r.command STARTS WITH 'rename ' OR r.command STARTS WITH 'merge '
  OR any(ref IN $refs WHERE r.command CONTAINS ref)
RETURN collect([r.key, r.command]) AS found
"""
_REPORTS = (
    "MATCH (r:LoadRun) WHERE r.state <> 'applying' AND r.report IS NOT NULL RETURN collect([r.key, r.report]) AS found"
)
_SAME_WORDS = """
CALL () {
  MATCH ()-[r]->() WHERE r.`to` IS NOT NULL
    AND any(name IN keys(r) WHERE any(word IN $words WHERE toStringOrNull(r[name]) CONTAINS word))
  RETURN r.`to` AS ref
  UNION
  MATCH (c:Change) WHERE any(text IN [c.before, c.after] WHERE any(word IN $written WHERE text CONTAINS word))
  RETURN c.subject AS ref
}
WITH ref WHERE NOT ref IN $refs RETURN collect(DISTINCT ref)[..$shown] AS found
"""


@dataclass(frozen=True)
class Mentions:
    """Where history names a respondent: the changes that go; those that stay without the name, and so the reports and
    the commands of runs.
    """

    gone: list[str]
    mended: list[Properties]
    reports: list[Properties]
    commands: list[Properties]
    also_in: list[str]
    """What else holds the same words, in the graph or in history, as `kind:key`."""

    @classmethod
    def of(cls, traces: Traces, told: str, session: Session, registry: Registry) -> "Mentions":
        """Look through history and reports; `told` is the id that the respondent has in files."""
        whole = [ref for ref in traces.refs if ref not in traces.shared]
        refs = [*whole, *(f"alias:{ref}" for ref in whole)]
        gone: set[str] = set()
        for batch in batches(refs, BATCH):
            gone |= set(found(session, _ABOUT, refs=batch))
        names = [_written(name) for name in (*traces.quotes, *traces.sources, *traces.refs)]
        mended: list[Properties] = []
        naming = {"mark": traces.mark, "names": names, "shared": list(traces.shared)}
        for key, *change in found(session, _NAMING, **naming):
            if key not in gone:
                before, after = _mended(traces, registry, change)
                if before is None and after is None:
                    gone.add(key)
                elif [before, after] != change[-2:]:
                    action = "added" if before is None else "removed" if after is None else "changed"
                    mended.append({"key": key, "action": action, "before": before, "after": after})
        named = _Named.of(traces, told)
        reports = [(key, text, named.left_out(orjson.loads(text))) for key, text in found(session, _REPORTS)]
        changed = [{"key": key, "report": encode(kept)} for key, text, kept in reports if kept != orjson.loads(text)]
        commands = [(key, text, _unnamed(text, traces)) for key, text in found(session, _COMMANDS, refs=traces.refs)]
        asked = [{"key": key, "command": kept} for key, text, kept in commands if kept != text]
        words = [word for word in traces.words if len(word) > SHORT]
        written = [_written(word)[1:-1] for word in words]
        also_in = found(session, _SAME_WORDS, words=words, written=written, refs=refs, shown=SHOWN) if words else []
        return cls(sorted(gone), mended, changed, asked, sorted(also_in))

    def purge(self) -> Iterator[Part]:
        """What takes it out of history."""
        work: tuple[tuple[LiteralString, list[Properties]], ...] = (
            ("MATCH (c:Change {key: row.key}) DELETE c", [{"key": key} for key in self.gone]),
            ("MATCH (c:Change {key: row.key}) SET c += row", self.mended),
            ("MATCH (r:LoadRun {key: row.key}) SET r += row", [*self.reports, *self.commands]),
        )
        for cypher, rows in work:
            for batch in batches(rows, BATCH):
                yield [Statement(f"UNWIND $rows AS row {cypher}", batch)]


def _mended(traces: Traces, registry: Registry, change: Sequence[Any]) -> tuple[str | None, str | None]:
    """What a change said before and after, without the respondent; None where it was theirs."""
    subject, rel_type, identity, before, after = change
    kind = registry.kind(Ref.parse(subject).kind)
    if kind is Alias or (traces.mark and traces.mark in (identity or "")):
        return None, None
    whole = rel_type is not None or issubclass(kind, Fact)

    def mended(text: str | None) -> str | None:
        kept = None if text is None else traces.without(orjson.loads(text), subject, whole=whole)
        return None if kept is None else encode(kept)

    return mended(before), mended(after)


def _unnamed(command: str, traces: Traces) -> str:
    """What was asked for, without the keys of nodes that were theirs: they may be made of their words."""
    words = command.split(" ")
    kind = words[1] if words[0] in ("rename", "merge") else ""
    return " ".join(GONE if not traces.theirs.isdisjoint((w, f"{kind}:{w}")) else w for w in words)


@dataclass(frozen=True)
class _Named:
    """Tells which sentences of a report name a respondent: by id, by hash, or by what they said."""

    parts: frozenset[str]
    whole: re.Pattern[str] | None

    @classmethod
    def of(cls, traces: Traces, told: str) -> "_Named":
        parts = {traces.mark or repr(traces.who)}
        for word in traces.words:
            cut = word if len(word) <= CUT else word[:CUT]
            parts |= {cut, repr(cut)[1:-1]} if len(word) > SHORT else {repr(word)}
        if told:
            parts.add(repr(told))
        # An id of few characters would be found in every number.
        whole = re.compile(rf"(?<!\w){re.escape(told)}(?!\w)") if len(told) > _FEW else None
        return cls(frozenset(parts), whole)

    def left_out(self, value: Any) -> Any:
        """A report without the sentences that name the respondent."""
        if isinstance(value, dict):
            items = cast("dict[str, Any]", value).items()
            return {name: self.left_out(inner) for name, inner in items if not self._names(inner)}
        if isinstance(value, list):
            return [self.left_out(item) for item in cast("list[Any]", value) if not self._names(item)]
        return value

    def _names(self, value: Any) -> bool:
        if not isinstance(value, str):
            return False
        return any(part in value for part in self.parts) or bool(self.whole and self.whole.search(value))


def _written(text: str) -> str:
    """A text as it stands in JSON."""
    return orjson.dumps(text).decode()
