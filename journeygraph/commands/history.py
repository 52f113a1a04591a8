"""What was loaded, what it did, and taking it back; and giving things other keys."""

from collections.abc import Sequence
from typing import Annotated, Any, cast

import orjson
import typer

from graph_schema.registry import REGISTRY
from graph_store.operations import drop, undo
from graph_store.renaming import merge, rename
from graph_store.writing import Applied
from journeygraph.commands.asking import answered, show, tell_answer
from journeygraph.commands.loading import matched
from journeygraph.environment import Environment
from journeygraph.output import log, print_json, say, short
from queries.history import ReadRow
from queries.library import LIBRARY

runs = typer.Typer(help="List the runs, or show what one did.", rich_markup_mode=None, invoke_without_command=True)

_JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
_DRY_RUN = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("datasets", short_help="List the datasets and what each describes.")(datasets_command)
    app.command("disagreements", short_help="List the values that datasets disagree on.")(disagreements_command)
    app.command("drop", short_help="Remove all that a dataset says.")(drop_command)
    app.add_typer(runs, name="runs")
    app.command("undo", short_help="Undo a run, as a run of its own.")(undo_command)
    app.command("rename", short_help="Give something another key.")(rename_command)
    app.command("merge", short_help="Make one thing of two.")(merge_command)


def datasets_command(as_json: _JSON = False) -> None:
    """List the datasets: what each describes, its rank, and the run that last changed it."""
    show("datasets", {}, as_json=as_json)


def disagreements_command(as_json: _JSON = False) -> None:
    """List the values that datasets disagree on: the one that shows, and all that were given."""
    show("disagreements", {}, as_json=as_json)


@runs.callback()
def runs_command(context: typer.Context, as_json: _JSON = False) -> None:
    """List the runs, newest first."""
    if context.invoked_subcommand is None:
        show("runs", {}, as_json=as_json)


@runs.command("show")
def show_run(
    number: Annotated[int, typer.Argument(help="The number of the run.", min=1)],
    limit: Annotated[int, typer.Option(help="How many changes to show.", min=1, max=1000)] = 100,
    as_json: _JSON = False,
) -> None:
    """Show what a run read, and what it added, changed and removed, or why it was rejected."""
    with Environment.read().database(log) as database:
        read = LIBRARY.get("what-a-run-read").ask(database, runs=str(number))
        did = LIBRARY.get("what-a-run-did").ask(database, runs=str(number), limit=limit)
    if as_json:
        print_json({"read": read.rows, **answered(did)})
        return
    _tell_read(cast("tuple[ReadRow, ...]", read.rows))
    tell_answer(did)


def drop_command(
    dataset: Annotated[str, typer.Argument(help="The key of the dataset.")],
    dry_run: _DRY_RUN = False,
    as_json: _JSON = False,
) -> None:
    """Remove all that a dataset says, and nothing that others say. `undo` brings it back."""
    with Environment.read().database(log) as database:
        _tell(f"drop {dataset}", drop(dataset, database, REGISTRY, dry_run=dry_run), dry_run=dry_run, as_json=as_json)


def undo_command(
    number: Annotated[int, typer.Argument(help="The number of the run.", min=1)],
    dry_run: _DRY_RUN = False,
    as_json: _JSON = False,
) -> None:
    """Undo a run, as a run of its own; refused where later runs touched the same."""
    with Environment.read().database(log) as database:
        _tell(f"undo {number}", undo(number, database, REGISTRY, dry_run=dry_run), dry_run=dry_run, as_json=as_json)


def rename_command(
    kind: Annotated[str, typer.Argument(help="The kind, as references name it: persona, journey, touchpoint.")],
    old: Annotated[str, typer.Argument(help="The key it has.")],
    new: Annotated[str, typer.Argument(help="The key it gets.")],
    dry_run: _DRY_RUN = False,
    as_json: _JSON = False,
) -> None:
    """Give something another key. What it contains moves along, and the old key stays resolvable."""
    with Environment.read().database(log) as database:
        applied = rename(kind, old, new, database, REGISTRY, dry_run=dry_run)
    _tell(f"rename {kind} {old} {new}", applied, dry_run=dry_run, as_json=as_json)


def merge_command(
    kind: Annotated[str, typer.Argument(help="The kind, as references name it: persona, journey, touchpoint.")],
    keep: Annotated[str, typer.Argument(help="The key that stays.")],
    drop: Annotated[str, typer.Argument(help="The key that goes.")],
    dry_run: _DRY_RUN = False,
    as_json: _JSON = False,
) -> None:
    """Make one thing of two: all that is said of the one that goes is said of the one that stays."""
    with Environment.read().database(log) as database:
        applied = merge(kind, keep, drop, database, REGISTRY, dry_run=dry_run)
    _tell(f"merge {kind} {keep} {drop}", applied, dry_run=dry_run, as_json=as_json)


def _tell_read(rows: Sequence[ReadRow]) -> None:
    """When the run was, by which program, and the files that it read."""
    run = rows[0]
    said = [f"{run.state.value} {short(run.started)}"]
    said += [f"by journeygraph {run.version}"] if run.version else []
    said += [f"asked for by {run.by}"] if run.by else []
    say(f"Run {run.run}, {run.command}: {', '.join(said)}.")
    for row in rows:
        if row.file:
            used = f"{row.form}, {row.mapping}" if row.mapping else row.form
            say(f"read  {row.file} as {used}, into {row.dataset}: {row.size} bytes, SHA-256 {row.digest}")
    report: dict[str, Any] = orjson.loads(run.report) if run.report else {}
    for note in report.get("notes", ()):
        say(f"note  {note}")
    for match in report.get("matches", ()):
        say(matched(match))
    say()


def _tell(command: str, applied: Applied, *, dry_run: bool, as_json: bool) -> None:
    counts = {name: count for name, count in applied.counts.items() if name not in ("unchanged", "in_conflict")}
    if as_json:
        print_json({"state": "planned" if dry_run else "applied", "run": applied.run, "counts": counts})
        return
    shown = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"
    said = f"{command} would change" if dry_run else f"Run {applied.run}, {command}"
    say(f"{said}: {shown}.{' Nothing was changed.' if dry_run else ''}")
