"""Takes runs back: one that somebody wants undone, as a run of its own, and one that was cut off, without a trace."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import orjson
from neo4j import ManagedTransaction

from graph_schema.errors import NotFoundError, RefusedError
from graph_schema.keys import Ref
from graph_schema.problems import Place
from graph_schema.registry import Registry
from graph_store.codec import encode
from graph_store.database import Database
from graph_store.forgetting import COMMAND as FORGET
from graph_store.forgetting import resume
from graph_store.lease import is_alive, this_process
from graph_store.plan import Plan
from graph_store.planning import complete, data_version, missing
from graph_store.reading import BATCH, GraphReader, link_identity
from graph_store.staging import Staging
from graph_store.statements import data
from graph_store.writing import write_parts

_CHANGES = """
MATCH (c:Change) WHERE c.run = $run AND c.key > $after
WITH c ORDER BY c.run, c.key LIMIT $page
RETURN collect([c.key, c.dataset, c.subject, c.rel_type, c.object, c.identity, c.before, c.before_run]) AS page
"""
_KEPT = "MATCH (c:Change) WHERE c.run = $run AND c.key > '' RETURN c.key LIMIT 1"
_LATER = """
MATCH (c:Change) USING INDEX SEEK c:Change(run, key)
WHERE c.run = $run AND c.key > '' AND NOT (c.dataset = '' AND c.subject STARTS WITH 'dataset:')
CALL (c) {
  MATCH (later:Change) USING INDEX SEEK later:Change(subject, key)
  WHERE later.subject = c.subject AND later.key > '' AND later.run > c.run AND later.dataset = c.dataset
    AND coalesce(later.rel_type, '') = coalesce(c.rel_type, '') AND coalesce(later.object, '') = coalesce(c.object, '')
    AND coalesce(later.identity, '') = coalesce(c.identity, '')
  RETURN later
}
MATCH (r:LoadRun {key: toString(later.run)}) WHERE r.state = 'applied'
  AND NOT EXISTS { MATCH (undone:LoadRun {undone_by: later.run}) WHERE undone.number > c.run }
RETURN DISTINCT later.run AS run, later.subject AS subject, later.rel_type AS rel_type LIMIT 20
"""
_LATER_OF_DATASET = """
MATCH (r:LoadRun) WHERE r.number > $run AND r.state = 'applied' AND any(key IN r.datasets WHERE key IN $datasets)
  AND NOT EXISTS { MATCH (undone:LoadRun {undone_by: r.number}) WHERE undone.number >= $run }
RETURN r.number AS run ORDER BY run
"""
_TAKE_OVER = """
MATCH (k:KnowledgeBase {key: 'this'}) WHERE k.writing = $run AND k.writer = $dead
SET k.writer = $writer, k.heard = $now RETURN k.writing
"""
_FORGET = """
MATCH (c:Change) WHERE c.run = $run AND c.key > '' WITH c LIMIT 5000 DELETE c RETURN count(*) AS gone
"""
_CLOSE = """
MATCH (k:KnowledgeBase {key: 'this'}) SET k.last_run = $run - 1
REMOVE k.writing, k.writer, k.heard
WITH k MATCH (r:LoadRun {key: toString($run)}) DELETE r
"""

_NOWHERE = Place("")
"""Where what history kept was written once is not known any more."""


def plan_undo(run: int, staging: Staging, database: Database) -> Plan:
    """Plan to make everything that a run touched as it was before.

    Raises NotFoundError where there is no such run, RefusedError where it can't be undone: it did nothing, is undone
    already, later runs touched the same, or what it would bring back hangs on what went since.
    """
    with database.session(read=True) as session:
        reader = GraphReader(session, staging.registry)
        record = reader.node("load_run", str(run))
        if record is None:
            raise NotFoundError(f"There is no run {run}.", "`journeygraph runs` lists them.")
        if record["state"] != "applied":
            raise RefusedError(f"Run {run} is {record['state']}; there is nothing to undo.")
        later = session.run(_LATER, run=run).data()
        if later:
            shown = "; ".join(f"run {r['run']}: {r['subject']} {r['rel_type'] or ''}".strip() for r in later[:5])
            raise RefusedError(f"Later runs touched what run {run} did ({shown}).", "Undo those first, newest first.")
        if session.run(_KEPT, run=run).single() is None:
            raise RefusedError(f"Run {run}, {record['command']}, kept nothing that could be undone.")
        plan = Plan(staging, data_version(reader))
        plan.datasets = list(record.get("datasets", []))
        _restore(plan, reader, session, run)
        created = "SELECT key FROM record_op WHERE kind = 'dataset' AND action = 'removed'"
        datasets = [key for (key,) in plan.cursor(created)]
        later_loads = [str(r["run"]) for r in session.run(_LATER_OF_DATASET, run=run, datasets=datasets)]
        if later_loads:
            raise RefusedError(
                f"Run {run} began {', '.join(datasets)}, and runs {', '.join(later_loads)} loaded more of it.",
                "Undo those first, newest first.",
            )
        complete(plan, reader)
        _note_needs(plan)
        gone = [str(ref) for ref, _ in islice(missing(plan, reader), 5)]
        if gone:
            raise RefusedError(
                f"What undoing run {run} would bring back needs {', '.join(gone)}, and that went since.",
                "Undo first what removed it, or load it again.",
            )
    return plan


def recover(database: Database, registry: Registry) -> str:
    """Undo a run that was cut off, or finish one that forgets somebody, and say so.

    Returns an empty text where there is none, or where its writer is alive.
    """
    with database.session() as session:
        reader = GraphReader(session, registry)
        base = reader.node("knowledge_base", "this")
        if base is None or base.get("writing") is None or is_alive(base):
            return ""
        run: int = base["writing"]
        parameters = {"run": run, "dead": base["writer"], "writer": this_process(), "now": datetime.now(UTC)}
        if session.execute_write(lambda tx: tx.run(_TAKE_OVER, parameters).single()) is None:
            return ""
        if (reader.node("load_run", str(run)) or {}).get("command") == FORGET:
            resume(session, registry, run)
            return f"Run {run}, which forgets a respondent, was cut off; it was finished."
        with Staging(registry) as staging:
            plan = Plan(staging, base["data_version"])
            _restore(plan, reader, session, run, exactly=True)
            complete(plan, reader)
            write_parts(session, data(plan, run))
        while session.execute_write(_forget, run):
            pass
        session.execute_write(lambda tx: tx.run(_CLOSE, run=run).consume())
    return f"Run {run} was cut off; it was undone, and nothing of it is left."


def in_progress(database: Database, registry: Registry) -> int | None:
    """The number of the run that is being written, if any."""
    with database.session(read=True) as session:
        base = GraphReader(session, registry).node("knowledge_base", "this")
    return base.get("writing") if base else None


def _forget(tx: ManagedTransaction, run: int) -> int:
    return tx.run(_FORGET, run=run).single(strict=True)["gone"]


def _restore(plan: Plan, reader: GraphReader, session: Any, run: int, *, exactly: bool = False) -> None:
    """Operations that make each claim a run touched as it was; what is so already needs none."""
    for page in _pages(session, run):
        nodes: dict[str, list[tuple[str, str, str | None, int | None]]] = {}
        links: dict[str, list[tuple[str, str, str, str, str | None, int | None]]] = {}
        for _, dataset, subject, rel_type, target, identity, before, before_run in page:
            kind, _, key = subject.partition(":")
            if rel_type is not None:
                links.setdefault(rel_type, []).append((subject, target, dataset, identity, before, before_run))
            elif dataset:
                nodes.setdefault(kind, []).append((key, dataset, before, before_run))
            else:
                _restore_record(plan, reader, kind, key, before, exactly=exactly)
        for kind, wanted in nodes.items():
            _restore_nodes(plan, reader, kind, wanted)
        for rel_type, wanted_links in links.items():
            _restore_links(plan, reader, rel_type, wanted_links)


def _pages(session: Any, run: int) -> Iterator[list[list[Any]]]:
    after = ""
    while page := session.run(_CHANGES, run=run, after=after, page=BATCH).single(strict=True)["page"]:
        yield page
        after = page[-1][0]


def _restore_record(plan: Plan, reader: GraphReader, kind: str, key: str, before: str | None, *, exactly: bool) -> None:
    there = reader.node(kind, key)
    if before and not exactly:
        # What was loaded since is not in the old digest, so a reload has to look for itself.
        before = encode({**orjson.loads(before), "content": None})
    plan.record(kind, key, encode(there) if there else None, before)


def _restore_nodes(
    plan: Plan, reader: GraphReader, kind: str, wanted: list[tuple[str, str, str | None, int | None]]
) -> None:
    there = reader.nodes(plan.registry.kind(kind), sorted({key for key, *_ in wanted}))
    for key, dataset, before, before_run in wanted:
        said = there[key][1].get(dataset) if key in there else None
        now = (encode(said.said), said.run) if said else (None, None)
        if now != (before, before_run):
            row = (dataset, kind, key, _action(now[0], before), *now, before, before_run)
            plan.db.execute("INSERT INTO node_op VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        # A node may show what it should not even where what is said of it is right already.
        plan.db.execute("INSERT OR IGNORE INTO touched VALUES (?, ?)", (kind, key))


def _restore_links(
    plan: Plan,
    reader: GraphReader,
    rel_type: str,
    wanted: list[tuple[str, str, str, str, str | None, int | None]],
) -> None:
    model = plan.registry.rel_types[rel_type][0]
    found = reader.links(model, [link_identity(*row[:4]) for row in wanted])
    there = {i: (encode(said), run) for i, said, run in found}
    for i, (start, finish, dataset, identity, before, before_run) in enumerate(wanted):
        now = there.get(i, (None, None))
        if now != (before, before_run):
            row = (dataset, rel_type, start, finish, identity, _action(now[0], before), *now, before, before_run)
            plan.db.execute("INSERT INTO link_op VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _note_needs(plan: Plan) -> None:
    """Note what the claims that come back need."""
    nodes = "SELECT kind, key, after FROM node_op WHERE after IS NOT NULL"
    for kind, key, after in plan.cursor(nodes):
        plan.staging.need_of_node(Ref(kind, key), orjson.loads(after), _NOWHERE)
    links = "SELECT start, finish, after FROM link_op WHERE after IS NOT NULL"
    for start, finish, after in plan.cursor(links):
        plan.staging.need_of_link((Ref.parse(start), Ref.parse(finish)), orjson.loads(after), _NOWHERE)


def _action(now: str | None, wanted: str | None) -> str:
    return "removed" if wanted is None else "added" if now is None else "changed"
