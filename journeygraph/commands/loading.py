"""`load`: files in."""

from pathlib import Path
from typing import Annotated

import typer

from graph_schema.problems import ProblemsError
from graph_schema.registry import REGISTRY
from journeygraph.environment import Environment
from journeygraph.output import log, print_json, say
from loaders.pipeline import Loading, load

SHOWN_CHANGES = 40


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("load", short_help="Load files and folders, all of it or nothing.")(load_command)


def load_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
) -> None:
    """Load files and folders: all of it, or, where anything is wrong, nothing."""
    try:
        with Environment.read().database(log) as database:
            loading = load(paths, database, REGISTRY, dry_run=dry_run)
    except ProblemsError as error:
        if as_json:
            print_json({"state": "rejected", "problems": [problem.as_json() for problem in error.problems]})
        raise
    if as_json:
        print_json({"state": "planned" if dry_run else "applied", **loading.__dict__})
    else:
        tell(loading, dry_run=dry_run)


def tell(loading: Loading, *, dry_run: bool = False) -> None:
    """Say what a load did, or would do."""
    for note in loading.notes:
        log(f"Note: {note}")
    counts = ", ".join(f"{count} {name}" for name, count in loading.counts.items() if count or name == "added")
    datasets = ", ".join(loading.datasets)
    if dry_run:
        for change in loading.changes[:SHOWN_CHANGES]:
            say(_line(change))
        if len(loading.changes) > SHOWN_CHANGES:
            say(f"... and {len(loading.changes) - SHOWN_CHANGES} more; --json shows all.")
        say(f"Would load {datasets}: {counts}. Nothing was changed.")
    elif loading.run is None:
        say(f"Nothing to do: {datasets} is as loaded ({counts}).")
    else:
        say(f"Run {loading.run} loaded {datasets}: {counts}.")


def _line(change: dict[str, str]) -> str:
    subject, rel_type = change["subject"], change.get("rel_type")
    what = f"{subject} {rel_type} {change['object']}" if rel_type else subject
    values = ""
    if change["action"] == "changed":
        values = f"  {change['before']} -> {change['after']}"
    return f"{change['action']:8}{what}{values}"
