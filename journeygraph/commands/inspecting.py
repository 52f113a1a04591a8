"""`inspect`: what files are taken for, and what they would become."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from graph_schema.errors import UsageError
from graph_schema.registry import REGISTRY
from journeygraph.commands.loading import Dataset, Form, Locale
from journeygraph.output import counted, out, print_json, say, words
from loaders.entries import Use
from loaders.form import UNKNOWN
from loaders.respondents import HashKey, Respondents
from loaders.wishes import Wishes

if TYPE_CHECKING:
    from loaders.inspecting import Inspection

SHOWN_PROBLEMS = 40


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("inspect", short_help="Say what a file is taken for, and what it would become.")(inspect_command)


def inspect_command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file or folder.")],
    mapping: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write a mapping file to edit, for a table: OUT.yaml.")
    ] = None,
    by: Annotated[Path | None, typer.Option("--by", metavar="FILE", help="Read it by this mapping file.")] = None,
    form: Form = None,
    dataset: Dataset = None,
    locale: Locale = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is at OUT.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say what a file is taken for and why, how its fields would be used, and what would be dropped; no database is
    needed, and nothing is loaded. Exit code 1 where something is wrong with it.
    """
    # Here, because all forms come with it, and other commands need none.
    from loaders.inspecting import inspect, mapping_for

    # Nothing is kept, so the pseudonyms need no key that lasts.
    wishes = Wishes(dataset, locale, by, form, Respondents(HashKey("inspect without keeping")))
    if mapping is not None:
        _write(mapping, mapping_for(path, wishes), force=force)
        return
    inspections, found = inspect(path, REGISTRY, wishes)
    if as_json:
        print_json({"items": [one.as_json() for one in inspections], "not_read": found.unread})
    else:
        for one in inspections:
            _tell(one)
        for note in found.notes:
            say(f"Note: {note}")
    if any(one.problems for one in inspections):
        raise typer.Exit(1)


def _write(path: Path, text: str, *, force: bool) -> None:
    if path.exists() and not force:
        raise UsageError(f"There is something at {path} already.", "Name another file, or add --force.")
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}.", "Name another file.") from None
    say(f"Wrote {path}. Edit it, then: journeygraph load FILE --mapping {path}")


def _tell(one: "Inspection") -> None:
    said = f"a {UNKNOWN}: {one.why}" if one.form == UNKNOWN else f"{one.form}, as {one.why}"
    say(Text.assemble((one.name, "bold"), f" is read as {said}." if one.form != UNKNOWN else f" is {said}."))
    if one.uses:
        _tell_uses(one.uses)
    if one.becomes:
        counts = ", ".join(f"{words(name)} {count:,}" for name, count in one.becomes.items())
        say(f"It becomes, in the dataset {one.dataset}: {counts}.")
    for note in one.notes:
        say(f"Note: {note}")
    for problem in one.problems[:SHOWN_PROBLEMS]:
        say(f"Problem: {problem}")
    if len(one.problems) > SHOWN_PROBLEMS:
        say(f"... and {counted(len(one.problems) - SHOWN_PROBLEMS, 'more problem')}.")
    say()


def _tell_uses(uses: list[Use]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("field", "becomes", "example"):
        table.add_column(title, overflow="fold")
    for use in uses:
        becomes = use.becomes or (f"dropped: {use.dropped}" if use.dropped else "-")
        table.add_row(Text(use.field), Text(becomes), Text(use.example))
    out().print(table)
