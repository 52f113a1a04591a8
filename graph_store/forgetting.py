"""Takes out all that came from one respondent, of history too, so that nothing brings it back.

What goes is noted first, with the run, so that a run that is cut off is finished by whoever opens the knowledge base
next; nothing undoes it.
"""

from datetime import UTC, datetime
from itertools import chain
from typing import Any, NamedTuple

import orjson
from neo4j import Session

from graph_schema.errors import NotFoundError, RefusedError
from graph_schema.keys import Ref
from graph_schema.kinds.evidence import Quote
from graph_schema.kinds.observed import Response
from graph_schema.kinds.records import Describes, Forgotten
from graph_schema.model import Assertion, Fact, Kind, properties
from graph_schema.registry import Registry
from graph_schema.stored import DATASET, FROM, RUN, TO
from graph_store.codec import Properties, encode
from graph_store.database import Database
from graph_store.memory import Mentions
from graph_store.persons import Traces, find, found
from graph_store.plan import Plan
from graph_store.planning import complete, data_version
from graph_store.reading import BATCH, GraphReader, as_said, batches, identity_text
from graph_store.staging import Staging
from graph_store.statements import data
from graph_store.writing import Purge, Read, apply_plan, close, write_parts

COMMAND = "forget a respondent"

_MENTIONS = """
MATCH ()-[r]->() WHERE r.`to` IS NOT NULL AND (
  $mark <> '' AND any(name IN keys(r) WHERE toStringOrNull(r[name]) CONTAINS $mark)
  OR any(key IN r.quotes WHERE key IN $quotes) OR any(key IN r.gave_quotes WHERE key IN $quotes)
  OR r.source IN $sources OR type(r) = 'DESCRIBES' AND r.`to` IN $shared)
RETURN collect([type(r), properties(r)]) AS found
"""
_READINGS = "MATCH (d:Dataset)-[:DESCRIBES]->(r:Reading) WHERE d.key IN $datasets RETURN count(DISTINCT r) AS found"


class Forgetting(NamedTuple):
    """What forgetting a respondent did, or would do; `run` is None where nothing was written."""

    run: int | None
    responses: int
    quotes: int
    claims: int
    """So many descriptions and relationships go, or no longer name them."""
    changes: int
    """So many changes that history kept go, or no longer name them."""
    reports: int
    """So many reports of runs no longer name them."""
    datasets: list[str]
    readings: int
    """So many readings of these datasets stay as they were worked out."""
    also_in: list[str]
    """What else holds the same words, which nothing tells to be theirs."""


def forget(
    who: str, database: Database, registry: Registry, *, told: str = "", dry_run: bool = False, by: str | None = None
) -> Forgetting:
    """Take out all that came from a respondent, as `who` responses name them; `told` is their id, for reports name it.

    Raises NotFoundError where nothing came from them, RefusedError where others' claims rest on what would go.
    """
    with database.session() as session, Staging(registry) as staging:
        reader = GraphReader(session, registry)
        traces = find(session, registry, who)
        if not traces.refs and reader.node(Forgotten.token(), who) is None:
            raise NotFoundError(
                "Nothing here came from this respondent.", "Name the id as the file has it, or the hash."
            )
        plan = _plan(traces, staging, session)
        if plan.problems:
            raise RefusedError("What others say rests on what would go.", " ".join(map(str, plan.problems)))
        mentions = Mentions.of(traces, told, session, registry)
        counts = _counts(plan, traces, mentions, session)
        if dry_run or not traces.refs:
            return Forgetting(None, **counts)
        gone = Purge(list(mentions.purge()), {"who": who, "refs": traces.refs, "counts": counts})
        applied = apply_plan(plan, database, COMMAND, by=by, read=Read(report=_kept(counts)), purge=gone)
    return Forgetting(applied.run, **counts)


def resume(session: Session, registry: Registry, run: int) -> None:
    """Finish a run that was cut off, for which the caller has taken the lease."""
    reader = GraphReader(session, registry)
    noted: dict[str, Any] = orjson.loads((reader.node("load_run", str(run)) or {})["report"])
    traces = find(session, registry, noted["who"], noted["refs"])
    with Staging(registry) as staging:
        plan = _plan(traces, staging, session)
        mentions = Mentions.of(traces, "", session, registry)
        write_parts(session, chain(data(plan, run), mentions.purge()))
    session.execute_write(close, run, _kept(noted["counts"]))


def _kept(counts: Properties) -> Properties:
    """What the run's report tells: how much went, not what."""
    return {name: counts[name] for name in ("responses", "quotes", "changes", "reports", "readings", "datasets")}


def _plan(traces: Traces, staging: Staging, session: Session) -> Plan:
    reader = GraphReader(session, staging.registry)
    plan = Plan(staging, data_version(reader))
    for kind in plan.registry.written_kinds:
        for batch in batches(traces.keys(kind), BATCH):
            _remove(plan, reader, kind, batch)
    _mend(plan, session, traces)
    query = "SELECT dataset FROM node_op UNION SELECT dataset FROM link_op"
    for (dataset,) in plan.cursor(query).fetchall():
        # What is in its file is no longer all that the dataset says.
        before = reader.node(DATASET, dataset) or {}
        plan.record(DATASET, dataset, encode(before), encode({n: v for n, v in before.items() if n != "content"}))
    for old, target in reader.aliases().items():
        if not traces.theirs.isdisjoint((old, target)):
            plan.record("alias", old, encode({"key": old, "target": target}), None)
    if reader.node(Forgotten.token(), traces.who) is None:
        forgotten = Forgotten(key=traces.who, at=datetime.now(UTC))
        plan.record(Forgotten.token(), traces.who, None, encode(properties(forgotten)))
    complete(plan, reader)
    return plan


def _remove(plan: Plan, reader: GraphReader, kind: type[Kind], keys: list[str]) -> None:
    """Nodes go with all that anybody says of them."""
    for key, (_, descriptions) in reader.nodes(kind, keys).items():
        rows = [(dataset, kind.token(), key) for dataset in descriptions]
        plan.db.executemany("INSERT INTO node_op VALUES (?, ?, ?, 'removed', NULL, NULL, NULL, NULL)", rows)
        plan.db.execute("INSERT OR IGNORE INTO touched VALUES (?, ?)", (kind.token(), key))
    for _, rel_type, values, _ in reader.around(kind, keys):
        model = plan.registry.rel_types[rel_type][0]
        if issubclass(model, Assertion):
            _operate_link(plan, model, values, None)


def _mend(plan: Plan, session: Session, traces: Traces) -> None:
    """Claims that stay lose what names the respondent; those that are the respondent's go."""
    names = {"mark": traces.mark, "quotes": list(traces.quotes), "sources": list(traces.sources)}
    names["shared"] = list(traces.shared)
    for rel_type, values in found(session, _MENTIONS, **names):
        model = plan.registry.rel_types[rel_type][0]
        about = Ref.parse(values[TO])
        if values[TO] in traces.theirs or values[FROM] in traces.theirs:
            continue
        before = as_said(values)
        if issubclass(model, Assertion):
            after = traces.without(before, values[FROM], whole=True)
        else:
            after = traces.without(before, str(about), whole=issubclass(plan.registry.kind(about.kind), Fact))
        if after == before or not issubclass(model, Assertion | Describes):
            continue
        if issubclass(model, Assertion):
            _operate_link(plan, model, values, after)
        else:
            row = (values[FROM].partition(":")[2], *about, _action(after), after and encode(after), values[RUN])
            plan.db.execute("INSERT INTO node_op VALUES (?, ?, ?, ?, NULL, NULL, ?, ?)", row)


def _operate_link(plan: Plan, model: type[Assertion], values: Properties, after: Properties | None) -> None:
    identity = (values[DATASET], model.rel_type, values[FROM], values[TO], identity_text(model, values))
    row = (*identity, _action(after), after and encode(after), values[RUN])
    plan.db.execute("INSERT OR IGNORE INTO link_op VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?)", row)


def _action(after: Properties | None) -> str:
    return "removed" if after is None else "changed"


def _counts(plan: Plan, traces: Traces, mentions: Mentions, session: Session) -> dict[str, Any]:
    query = "SELECT DISTINCT dataset FROM node_op WHERE kind = ? ORDER BY dataset"
    answered = [dataset for (dataset,) in plan.cursor(query, (Response.token(),))]
    return {
        "responses": len(traces.keys(Response)),
        "quotes": len(traces.keys(Quote)),
        "claims": plan.counts["removed"] + plan.counts["changed"],
        "changes": len(mentions.gone) + len(mentions.mended),
        "reports": len(mentions.reports),
        "datasets": answered,
        "readings": session.run(_READINGS, datasets=answered).single(strict=True)["found"],
        "also_in": mentions.also_in,
    }
