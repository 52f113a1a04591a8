"""What changes the graph beside loading, each a run of its own: dropping a dataset, undoing a run."""

from graph_schema.registry import Registry
from graph_store.database import Database
from graph_store.planning import plan_drop
from graph_store.staging import Staging
from graph_store.undoing import plan_undo
from graph_store.writing import Applied, Progress, apply_unless_dry


def drop(dataset: str, database: Database, registry: Registry, *, dry_run: bool = False) -> Applied:
    """Remove all that a dataset says; what others say stays, and shows again where this one stood before it.

    Raises NotFoundError where there is no such dataset, ProblemsError where others relate something to what would go.
    """
    with Staging(registry) as staging:
        return apply_unless_dry(plan_drop(dataset, staging, database), database, f"drop {dataset}", dry_run=dry_run)


def undo(
    run: int,
    database: Database,
    registry: Registry,
    *,
    dry_run: bool = False,
    by: str | None = None,
    progress: Progress = lambda _: None,
) -> Applied:
    """Make everything that a run touched as it was before; `by` is who asked for it.

    Raises NotFoundError where there is no such run, RefusedError where later runs touched the same.
    """
    with Staging(registry) as staging:
        plan = plan_undo(run, staging, database)
        return apply_unless_dry(plan, database, f"undo {run}", dry_run=dry_run, undoes=run, by=by, progress=progress)
