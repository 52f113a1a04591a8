"""Plans what a load or a drop would do, by comparing what is staged with what the graph holds."""

from collections.abc import Iterable, Iterator

from graph_schema.errors import NotFoundError
from graph_schema.keys import Ref
from graph_schema.kinds.records import Dataset
from graph_schema.model import Assertion, Kind
from graph_schema.problems import Place, Problem
from graph_schema.stored import GAVE
from graph_store.codec import Properties, decode, encode
from graph_store.database import Database
from graph_store.plan import Plan
from graph_store.reading import BATCH, GraphReader, batches, identity_text, link_identity
from graph_store.resolve import Description, resolve
from graph_store.staging import Staging

NEWEST = 2**62
"""Stands for the number of the run that is being planned."""

_COMPARE_NODES = """
INSERT INTO node_op
SELECT n.dataset, n.kind, n.key, CASE WHEN h.hash IS NULL THEN 'added' ELSE 'changed' END, NULL, NULL, n.data, n.run
FROM node n LEFT JOIN had_node h USING (dataset, kind, key) WHERE h.hash IS NOT n.hash
UNION ALL
SELECT h.dataset, h.kind, h.key, 'removed', NULL, NULL, NULL, NULL
FROM had_node h LEFT JOIN node n USING (dataset, kind, key) WHERE n.hash IS NULL
"""

_COMPARE_LINKS = """
INSERT INTO link_op
SELECT n.dataset, n.type, n.start, n.finish, n.identity,
       CASE WHEN h.hash IS NULL THEN 'added' ELSE 'changed' END, NULL, NULL, n.data, n.run
FROM link n LEFT JOIN had_link h USING (dataset, type, start, finish, identity) WHERE h.hash IS NOT n.hash
UNION ALL
SELECT h.dataset, h.type, h.start, h.finish, h.identity, 'removed', NULL, NULL, NULL, NULL
FROM had_link h LEFT JOIN link n USING (dataset, type, start, finish, identity) WHERE n.hash IS NULL
"""


def plan_load(staging: Staging, database: Database) -> Plan:
    """Plan to make each staged dataset say what is staged, and nothing else.

    Problems that only the graph can show (what is referred to and nowhere, what other datasets still need) are in
    the plan's `problems`, beside those of the staging.
    """
    with database.session(read=True) as session:
        return plan_staged(staging, GraphReader(session, staging.registry))


def plan_staged(staging: Staging, reader: GraphReader) -> Plan:
    """As `plan_load`, through a session that is open."""
    plan = Plan(staging, data_version(reader))
    for key, data in plan.cursor("SELECT key, data FROM dataset").fetchall():
        _plan_dataset(plan, reader, key, decode(data, Dataset) | {"content": staging.content(key)})
    complete_staged(plan, reader)
    return plan


def complete_staged(plan: Plan, reader: GraphReader) -> None:
    """From what is staged and what was said of the same before, work out all the rest of the plan."""
    plan.db.execute(_COMPARE_NODES)
    plan.db.execute(_COMPARE_LINKS)
    complete(plan, reader)
    plan.problems += [_unmet(plan, ref, place) for ref, place in missing(plan, reader)]


def plan_drop(dataset: str, staging: Staging, database: Database) -> Plan:
    """Plan to remove all that a dataset says. Raises NotFoundError where there is no such dataset."""
    with database.session(read=True) as session:
        reader = GraphReader(session, staging.registry)
        plan = Plan(staging, data_version(reader))
        before = reader.node("dataset", dataset)
        if before is None:
            raise NotFoundError(f"There is no dataset {dataset!r}.", "`journeygraph datasets` lists them.")
        plan.datasets = [dataset]
        _read_said(plan, reader, dataset)
        plan.db.execute(_COMPARE_NODES)
        plan.db.execute(_COMPARE_LINKS)
        plan.record("dataset", dataset, encode(before), None)
        complete(plan, reader)
    return plan


def data_version(reader: GraphReader) -> int:
    """The version of the graph: how often it has been written."""
    base = reader.node("knowledge_base", "this")
    return base["data_version"] if base else 0


def complete(plan: Plan, reader: GraphReader) -> None:
    """From the operations on claims, work out what was said before and what each node will show."""
    plan.db.execute("INSERT OR IGNORE INTO touched SELECT kind, key FROM node_op")
    ranks = reader.ranks()
    query = "SELECT key, after FROM record_op WHERE kind = 'dataset' AND after IS NOT NULL"
    for dataset, after in plan.cursor(query).fetchall():
        rank = decode(after, Dataset)["rank"]
        if ranks.get(dataset, rank) != rank:
            described = ((kind, key) for _, kind, key, _ in reader.said_nodes(dataset))
            plan.db.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", described)
        ranks[dataset] = rank
    for kind in plan.registry.written_kinds:
        keys = plan.cursor("SELECT key FROM touched WHERE kind = ? ORDER BY key", (kind.token(),)).fetchall()
        for batch in batches((key for (key,) in keys), BATCH):
            _plan_nodes(plan, reader, kind, batch, ranks)
    _fill_links_before(plan, reader)
    _check_removals(plan, reader)


def _read_said(plan: Plan, reader: GraphReader, dataset: str) -> None:
    plan.db.executemany("INSERT INTO had_node VALUES (?, ?, ?, ?)", reader.said_nodes(dataset))
    plan.db.executemany("INSERT OR IGNORE INTO had_link VALUES (?, ?, ?, ?, ?, ?)", reader.said_links(dataset))


def _plan_dataset(plan: Plan, reader: GraphReader, key: str, after: Properties) -> None:
    """What a dataset said before; nothing is read where it is new, or says the same as before by its digest."""
    before = reader.node("dataset", key)
    if before is not None and before.get("content") == after["content"]:
        plan.db.execute("INSERT INTO had_node SELECT dataset, kind, key, hash FROM node WHERE dataset = ?", (key,))
        plan.db.execute(
            "INSERT INTO had_link SELECT dataset, type, start, finish, identity, hash FROM link WHERE dataset = ?",
            (key,),
        )
    elif before is not None:
        _read_said(plan, reader, key)
    plan.record("dataset", key, _text(before), encode(after))


def _plan_nodes(plan: Plan, reader: GraphReader, kind: type[Kind], keys: list[str], ranks: dict[str, int]) -> None:
    """What each of these nodes will show, by all that datasets will then say of it."""
    had = reader.nodes(kind, keys)
    ops: dict[str, list[tuple[str, str, str | None, int | None]]] = {key: [] for key in keys}
    query = f"""SELECT key, dataset, action, after, after_run FROM node_op
                WHERE kind = ? AND key IN ({", ".join("?" * len(keys))})"""  # noqa: S608 - placeholders
    for key, *op in plan.cursor(query, (kind.token(), *keys)):
        ops[key].append((op[0], op[1], op[2], op[3]))
    nothing: tuple[Properties | None, dict[str, Description]] = (None, {})
    states: list[tuple[str, str, str, str | None, str | None]] = []
    befores: list[tuple[str, int, str, str, str]] = []
    conflicts: list[tuple[str, ...]] = []
    for key in keys:
        shown, said = had.get(key, nothing)
        if shown is None and len(ops[key]) == 1:
            # What one dataset says of a new node is what the node shows: the writer takes it from there.
            states.append((kind.token(), key, "added", None, None))
            continue
        said = dict(said)
        for dataset, action, after, after_run in ops[key]:
            if dataset in said:
                befores.append((encode(said[dataset].said), said[dataset].run, dataset, kind.token(), key))
            if action == "removed":
                said.pop(dataset, None)
            elif after is not None:
                run = NEWEST if after_run is None else after_run
                said[dataset] = Description(0, run, dataset, decode(after, kind))
        after_state = resolve(key, (d._replace(rank=ranks.get(d.dataset, 0)) for d in said.values())) if said else None
        if after_state is not None:
            new = {dataset for dataset, action, _, _ in ops[key] if action != "removed"}
            conflicts += [(kind.token(), key, *row) for row in _conflicts(new, said, after_state)]
        if after_state != shown:
            action = "added" if shown is None else "changed" if after_state else "removed"
            states.append((kind.token(), key, action, _text(shown), _text(after_state)))
    plan.db.executemany(
        "UPDATE node_op SET before = ?, before_run = ? WHERE dataset = ? AND kind = ? AND key = ?", befores
    )
    plan.db.executemany("INSERT INTO state_op VALUES (?, ?, ?, ?, ?)", states)
    plan.db.executemany("INSERT INTO conflict VALUES (?, ?, ?, ?, ?)", conflicts)


def _conflicts(new: set[str], said: dict[str, Description], state: Properties) -> Iterator[tuple[str, str, str]]:
    """The properties that the `new` datasets give otherwise than others: name, what shows, what each gives."""
    if not new or len(said) < 2:
        return
    for name in sorted({name for dataset in new for name in said[dataset].said if name.startswith(GAVE)}):
        given = {dataset: d.said[name] for dataset, d in said.items() if name in d.said}
        if any(value != next(iter(given.values())) for value in given.values()):
            field = name.removeprefix(GAVE)
            yield field, encode({"value": state[field]}), encode(given)


def _text(state: Properties | None) -> str | None:
    return None if state is None else encode(state)


def _fill_links_before(plan: Plan, reader: GraphReader) -> None:
    """What was said before, of the relationships that change or go."""
    for rel_type, classes in plan.registry.rel_types.items():
        query = "SELECT start, finish, dataset, identity FROM link_op WHERE type = ? AND action <> 'added'"
        for batch in batches(plan.cursor(query, (rel_type,)).fetchall(), BATCH):
            found = reader.links(classes[0], [link_identity(*row) for row in batch])
            plan.db.executemany(
                """UPDATE link_op SET before = ?, before_run = ?
                   WHERE type = ? AND start = ? AND finish = ? AND dataset = ? AND identity = ?""",
                [(encode(said), run, rel_type, *batch[i]) for i, said, run in found],
            )


def missing(plan: Plan, reader: GraphReader) -> Iterator[tuple[Ref, Place]]:
    """What is needed and will not be there, with the first place that needs it."""
    by_kind: dict[str, list[tuple[str, Place]]] = {}
    for ref, place in plan.staging.unmet():
        by_kind.setdefault(ref.kind, []).append((ref.key, place))
    for token, wanted in by_kind.items():
        for batch in batches(wanted, BATCH):
            there = reader.existing(token, [key for key, _ in batch])
            for key, place in batch:
                ref = Ref(token, key)
                if plan.removes(ref) or not (key in there or plan.adds(ref)):
                    yield ref, place


def _unmet(plan: Plan, ref: Ref, place: Place) -> Problem:
    name = plan.cursor("SELECT name FROM named WHERE kind = ? AND key = ?", ref).fetchone()
    missing = f"There is no {ref.kind} called {name[0]!r}" if name else f"There is no {ref}"
    right = f"Describe it under `{plan.registry.kind(ref.kind).plural}`, or correct the {'name' if name else 'key'}."
    return Problem(place, f"{missing}, neither here nor in the knowledge base.", right)


def _check_removals(plan: Plan, reader: GraphReader) -> None:
    """A node goes only when nothing that stays is related to it."""
    place = Place(", ".join(plan.datasets) or "the knowledge base")
    for kind in plan.registry.written_kinds:
        query = "SELECT key FROM state_op WHERE kind = ? AND action = 'removed' ORDER BY key"
        for batch in batches((key for (key,) in plan.cursor(query, (kind.token(),)).fetchall()), BATCH):
            plan.problems += [
                Problem(place, f"{kind.token()}:{key} would be removed, and {who}.", "Keep it, or change that first.")
                for key, who in _needed_by(plan, reader, kind, batch)
            ]


def _needed_by(plan: Plan, reader: GraphReader, kind: type[Kind], keys: list[str]) -> Iterable[tuple[str, str]]:
    removed = "SELECT 1 FROM link_op WHERE dataset = ? AND type = ? AND start = ? AND finish = ? AND identity = ?"
    for key, rel_type, values, other in reader.around(kind, keys):
        relationship = plan.registry.rel_types[rel_type][0]
        if not issubclass(relationship, Assertion):
            if not plan.removes(Ref.parse(other)) and not plan.is_container(Ref.parse(other), Ref(kind.token(), key)):
                yield key, f"{other} needs it"
            continue
        dataset = values["dataset"]
        row = (dataset, rel_type, values["from"], values["to"], identity_text(relationship, values))
        gone = plan.cursor(f"{removed} AND action = 'removed'", row).fetchone()
        if not gone and dataset not in plan.staging.datasets:
            yield key, f"dataset {dataset!r} relates it to {other}"
