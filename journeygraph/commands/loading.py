"""`load`: files in."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from graph_schema.errors import UsageError
from graph_schema.problems import ProblemsError
from graph_schema.registry import REGISTRY
from graph_schema.stored import GAVE
from graph_store.likeness import Proposal
from graph_store.loading import Loading
from journeygraph.environment import Environment
from journeygraph.output import counted, log, print_json, progress, say, words
from loaders.decisions import write_proposals
from loaders.pipeline import load
from loaders.wishes import Wishes

SHOWN_CHANGES = 40

Form = Annotated[str | None, typer.Option("--as", metavar="FORM", help="The form of the files, if not found out.")]
Dataset = Annotated[str | None, typer.Option(metavar="KEY", help="The key of the dataset, if not the form's own.")]
Locale = Annotated[str | None, typer.Option(metavar="LANGUAGE", help="The language to take, where a file has several.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("load", short_help="Load files and folders, all of it or nothing.")(load_command)


def load_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The mapping file that says what columns become.")
    ] = None,
    form: Form = None,
    dataset: Dataset = None,
    locale: Locale = None,
    matches: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --dry-run: write what is alike there, to decide on.")
    ] = None,
    accept: Annotated[
        Path | None, typer.Option("--accept-matches", metavar="FILE", help="What was decided on what is alike.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
) -> None:
    """Load files and folders: all of it, or, where anything is wrong, nothing."""
    if matches and not dry_run:
        raise UsageError("What is alike is looked for before a load.", "Add --dry-run, or leave --matches out.")
    if matches and matches.exists():
        raise UsageError(f"{matches} is there already, and may hold decisions.", "Name another file, or move it away.")
    try:
        environment = Environment.read()
        wishes = Wishes(dataset, locale, mapping, form, environment.respondents, accept)
        from loaders.discovery import discover

        discover(paths, wishes)  # what can't be loaded at all is told before a database is started
        with environment.database(log) as database, progress() as told:
            loading = load(paths, database, REGISTRY, dry_run=dry_run, wishes=wishes, progress=told)
    except ProblemsError as error:
        if as_json:
            print_json({"state": "rejected", "problems": [problem.as_json() for problem in error.problems]})
        raise
    if matches:
        count = write_proposals(matches, (Proposal(**proposal) for proposal in loading.proposals))
        log(f"{counted(count, 'proposal')} in {matches}: write merge or keep beside each, then --accept-matches.")
    if as_json:
        print_json({"state": "planned" if dry_run else "applied", **loading.__dict__})
    else:
        tell(loading, dry_run=dry_run)


def tell(loading: Loading, *, dry_run: bool = False) -> None:
    """Say what a load did, or would do."""
    for note in loading.notes:
        log(f"Note: {note}")
    counts = ", ".join(f"{count} {words(name)}" for name, count in loading.counts.items() if count or name == "added")
    datasets = ", ".join(loading.datasets)
    if dry_run:
        _tell_plan(loading)
        say(f"Would load {datasets}: {counts}. Nothing was changed.")
    elif loading.run is None:
        say(f"Nothing to do: {datasets} is as loaded ({counts}).")
    else:
        say(f"Run {loading.run} loaded {datasets}: {counts}.")
        if loading.matches:
            told = f"{counted(len(loading.matches), 'name')} stand for what is known by other keys"
            log(f"{told}; `journeygraph runs show {loading.run}` lists them.")


def _tell_plan(loading: Loading) -> None:
    claims = sum(loading.counts[name] for name in ("added", "changed", "removed"))
    _some([_line(change) for change in loading.changes], max(claims, len(loading.changes)))
    _some([_conflict(conflict) for conflict in loading.conflicts], loading.counts["in_conflict"])
    _some([matched(match) for match in loading.matches], len(loading.matches))
    _some([_proposal(proposal) for proposal in loading.proposals], len(loading.proposals))


def matched(match: dict[str, str]) -> str:
    """What a name was taken for."""
    return f"matched  {match['name']!r} in {match['dataset']} is {match['means']}, by {match['by']}"


def _some(lines: list[str], of: int) -> None:
    for line in lines[:SHOWN_CHANGES]:
        say(line)
    if of > SHOWN_CHANGES:
        say(f"... and {of - SHOWN_CHANGES} more; --json shows more.")


def _conflict(conflict: dict[str, str]) -> str:
    given = "; ".join(f"{dataset} says {value!r}" for dataset, value in orjson.loads(conflict["given"]).items())
    shown = orjson.loads(conflict["shown"])["value"]
    return f"conflict {conflict['kind']}:{conflict['key']} {conflict['field']}: {given}; {shown!r} will show"


def _proposal(proposal: dict[str, str]) -> str:
    kind, key, like = proposal["kind"], proposal["key"], proposal["like"]
    return f"alike    {kind}:{key} may be {kind}:{like}: {proposal['reason']}; if so: merge {kind} {like} {key}"


def _line(change: dict[str, str]) -> str:
    subject, rel_type = change["subject"], change.get("rel_type")
    what = f"{subject} {rel_type} {change['object']}" if rel_type else subject
    return f"{change['action']:8} {what}{_values(change) if change['action'] == 'changed' else ''}"


def _values(change: dict[str, str]) -> str:
    """What was said before and is said after, of what differs and people gave."""
    before, after = orjson.loads(change["before"]), orjson.loads(change["after"])
    names = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
    said = [f"{n.removeprefix(GAVE)}: {before.get(n)!r} -> {after.get(n)!r}" for n in names if n != "content"]
    return f"  {'; '.join(said)}" if said else ""
