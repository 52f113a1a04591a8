"""`template` and `export`: empty bundles to fill in, and the knowledge base as bundles."""

from pathlib import Path
from typing import Annotated

import typer

from graph_schema.errors import UsageError
from graph_schema.registry import REGISTRY
from journeygraph.environment import Environment
from journeygraph.output import counted, log, print_json, say
from loaders.export import Exported, ExportForm, export
from loaders.journey_part import journey_part
from loaders.openjourney import SUFFIX as MAP
from loaders.openjourney_out import export_map
from loaders.template import write_template
from loaders.workbook import SUFFIX as WORKBOOK

_FORM = Annotated[ExportForm | None, typer.Option(help="How it is written; by the path's ending, else as YAML.")]
_JSON = Annotated[bool, typer.Option("--json", help="Report as JSON.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("template", short_help="Write an empty bundle to fill in.")(template_command)
    app.command("export", short_help="Write the knowledge base as bundles.")(export_command)


def template_command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A folder, or a workbook (.xlsx).")],
    kinds: Annotated[
        list[str] | None, typer.Option(help="Only these kinds and relationships, separated by commas.")
    ] = None,
    form: _FORM = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    as_json: _JSON = False,
) -> None:
    """Write an empty bundle to fill in, with notes on every column and drop-downs for closed vocabularies."""
    chosen = _form(path, form, otherwise=ExportForm.CSV)
    files = write_template(path, REGISTRY, chosen, kinds=kinds or (), force=force)
    if as_json:
        print_json({"files": [str(file) for file in files]})
    else:
        say(f"Wrote {path} ({counted(len(files), 'file')}). Fill it in, then: journeygraph load {path}")


def export_command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Where it goes: a free path. .ojf for a journey map.")],
    form: _FORM = None,
    journey: Annotated[
        str | None, typer.Option(metavar="KEY", help="Only this journey, and all that it hangs on.")
    ] = None,
    dataset: Annotated[str | None, typer.Option(metavar="KEY", help="Only this dataset.")] = None,
    as_json: _JSON = False,
) -> None:
    """Write the knowledge base, a bundle for each dataset: loaded into an empty database it gives an equal graph."""
    with Environment.read().database(log) as database:
        if path.suffix.lower() == MAP:
            if journey is None or form is not None or dataset is not None:
                raise UsageError("A journey map holds one journey.", "Name it with --journey, and nothing else.")
            done = export_map(path, journey, database)
        else:
            chosen = _form(path, form, otherwise=ExportForm.YAML)
            only = journey_part(journey, database, REGISTRY) if journey is not None else None
            done = export(path, database, REGISTRY, chosen, dataset=dataset, only=only)
    _tell(path, done, as_json=as_json)


def _form(path: Path, form: ExportForm | None, *, otherwise: ExportForm) -> ExportForm:
    named = path.suffix.lower() == WORKBOOK
    if named and form not in (None, ExportForm.XLSX):
        raise UsageError(f"{path} ends as a workbook does.", "Leave out --form, or name a folder.")
    return form or (ExportForm.XLSX if named else otherwise)


def _tell(path: Path, done: Exported, *, as_json: bool) -> None:
    if as_json:
        print_json({"path": str(path), **done.__dict__})
        return
    for note in done.notes:
        log(f"Note: {note}")
    counts = f"{counted(done.records, 'record')} and {counted(done.links, 'link')}"
    say(f"Wrote {path}: {', '.join(done.datasets) or 'no datasets'}, {counts}.")
