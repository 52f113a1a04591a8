"""Renames and merges nodes: what is said of the old key is said of the new one, and the old key stays resolvable.

A rename is an alias, and all that the datasets concerned say, staged again under it.
"""

from graph_schema.errors import NotFoundError, RefusedError, UsageError
from graph_schema.keys import Ref, check_key, parent_key
from graph_schema.kinds.records import Dataset
from graph_schema.model import Fact, Kind, Record
from graph_schema.problems import Place
from graph_schema.registry import Registry
from graph_store.codec import encode
from graph_store.database import Database
from graph_store.plan import Plan
from graph_store.planning import plan_staged
from graph_store.reading import GraphReader
from graph_store.staging import Staging
from graph_store.writing import Applied, apply_unless_dry

CITED = ("source", "quote")
"""Kinds that claims name by their keys, wherever they stand."""


def rename(token: str, old: str, new: str, database: Database, registry: Registry, *, dry_run: bool = False) -> Applied:
    """Give a node another key; what it contains moves along.

    Raises NotFoundError where there is no such node, UsageError where the new key is none or is not free.
    """
    return _move(token, old, new, database, registry, merge=False, dry_run=dry_run)


def merge(
    token: str, keep: str, drop: str, database: Database, registry: Registry, *, dry_run: bool = False
) -> Applied:
    """Make one node of two: all that is said of `drop` is said of `keep`.

    Where a dataset describes both, its values for `keep` stay, and those that only `drop` has are added. Raises
    NotFoundError where one is not there, RefusedError where `drop` contains other things.
    """
    return _move(token, drop, keep, database, registry, merge=True, dry_run=dry_run)


def _move(
    token: str, old: str, new: str, database: Database, registry: Registry, *, merge: bool, dry_run: bool
) -> Applied:
    kind = registry.kind(token)
    _check_key(kind, old, new)
    with database.session(read=True) as session:
        reader = GraphReader(session, registry)
        _check_nodes(reader, kind, old, new, merge=merge)
        moved = _contained(reader, registry, kind, old, new)
        if merge and len(moved) > 1:
            raise RefusedError(f"{token}:{old} contains {len(moved) - 1} other things.", "Rename those first.")
        before = reader.aliases()
        aliases = _aliases(before, moved)
        everywhere = any(ref.kind in CITED for ref in moved)
        about = set(reader.ranks()) if everywhere else reader.datasets_about(list(moved))
        with Staging(registry, aliases) as staging:
            for key in sorted(about):
                _stage_again(staging, reader, key)
            plan = plan_staged(staging, reader)
            _plan_aliases(plan, before, aliases)
            command = f"merge {token} {new} {old}" if merge else f"rename {token} {old} {new}"
            return apply_unless_dry(plan, database, command, dry_run=dry_run)


def _check_key(kind: type[Kind], old: str, new: str) -> None:
    if issubclass(kind, Record | Fact):
        raise UsageError(f"A {kind.token()} has no key that people choose.", "Name a kind that people write.")
    try:
        check_key(new)
    except ValueError as error:
        raise UsageError(f"{error}.", "Choose another key.") from None
    if new.count("/") != old.count("/"):
        raise UsageError(
            f"{new!r} has not as many parts as {old!r}.", "A contained thing's key begins with its parent's."
        )


def _check_nodes(reader: GraphReader, kind: type[Kind], old: str, new: str, *, merge: bool) -> None:
    token = kind.token()
    there = reader.existing(token, [old, new])
    if old not in there:
        raise NotFoundError(f"There is no {token} {old!r}.", "`journeygraph ask search --text ...` finds keys.")
    if merge and new not in there:
        raise NotFoundError(f"There is no {token} {new!r}.", "`journeygraph rename` gives a new key.")
    if not merge and new in there:
        raise UsageError(f"There is a {token} {new!r} already.", "`journeygraph merge` makes one of two.")
    parent = kind.parent
    if parent is not None and not reader.existing(parent.token(), [parent_key(new)]):
        raise NotFoundError(f"There is no {parent.token()} {parent_key(new)!r}.", "Load it first.")
    if merge and old == new:
        raise UsageError(f"{old!r} and {new!r} are one.", "Name two.")


def _contained(reader: GraphReader, registry: Registry, kind: type[Kind], old: str, new: str) -> dict[Ref, Ref]:
    """The node and all that it contains, with the references they will have."""
    moved = {Ref(kind.token(), old): Ref(kind.token(), new)}
    for child in registry.written_kinds:
        if child.parent is kind:
            for key in reader.keys_below(child, f"{old}/"):
                moved |= _contained(reader, registry, child, key, new + key.removeprefix(old))
    return moved


def _aliases(before: dict[str, str], moved: dict[Ref, Ref]) -> dict[str, str]:
    """The old references lead to the new ones, and so does what led to the old ones; none leads to itself."""
    steps = {str(old): str(new) for old, new in moved.items()}
    after = {key: steps.get(target, target) for key, target in before.items()} | steps
    return {key: target for key, target in after.items() if key != target and key not in steps.values()}


def _stage_again(staging: Staging, reader: GraphReader, dataset: str) -> None:
    """All that a dataset says, under the aliases of the staging."""
    place = Place(dataset)
    staging.add_dataset(Dataset.model_validate(reader.node("dataset", dataset)), place)
    facts: dict[Ref, Ref] = {}
    for ref, said, run in reader.descriptions(dataset):
        now = staging.put_node(dataset, ref, said, place, run)
        if now != ref:
            # A fact's key follows from its parties, and what starts at it moves along.
            facts[ref] = now
    for relationship, (start, end), said, run in reader.relationships(dataset):
        staging.put_link(dataset, relationship, (facts.get(start, start), end), said, place, run)
    staging.finish_dataset(dataset)


def _plan_aliases(plan: Plan, before: dict[str, str], after: dict[str, str]) -> None:
    for key in sorted(before.keys() | after.keys()):
        was, becomes = (_alias(key, aliases.get(key)) for aliases in (before, after))
        plan.record("alias", key, was, becomes)


def _alias(key: str, target: str | None) -> str | None:
    return None if target is None else encode({"key": key, "target": target})
