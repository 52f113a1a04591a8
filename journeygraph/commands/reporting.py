"""`report`: answers as pages that anybody can read, without the tool and without the database."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from graph_schema.errors import UsageError
from graph_store.database import Database
from journeygraph.environment import Environment
from journeygraph.output import log, say
from journeygraph.report.page import Report, page
from queries.evidence import EVIDENCE_FOR

report = typer.Typer(
    help="Write a page with figures, for readers who have never seen the tool.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

STDOUT = Path("-")
KIND_AND_KEY = 2

_OUTPUT = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="The file; `-`: standard output. Default: its name, .html."),
]
_FORCE = Annotated[bool, typer.Option("--force", help="Replace the file where it is there already.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(report, name="report", short_help="Write an answer as a page with figures, to read and to print.")


@report.command("trace", short_help="Moments of truth to brand goals, and what is missing.")
def trace_page(
    moments: Annotated[
        list[str] | None, typer.Argument(metavar="MOMENT", help="Keys of moments of truth. None: all.")
    ] = None,
    output: _OUTPUT = None,
    force: _FORCE = False,
) -> None:
    """Draw how moments of truth lead to brand goals, link by link, and where the chain breaks off."""
    from journeygraph.report.trace import trace_report

    named = [key for text in moments or () for key in _split(text)]
    _write("trace", output, force, lambda database: trace_report(database, named))


@report.command("evidence", short_help="What supports something, what contradicts it, and who said so.")
def evidence_page(
    things: Annotated[
        list[str],
        typer.Argument(metavar="KIND KEY", help="Of what: a kind and a key, or references as in persona:newcomer."),
    ],
    output: _OUTPUT = None,
    force: _FORCE = False,
) -> None:
    """Draw what supports something and what contradicts it, with the words, the sources, their method and date."""
    from journeygraph.report.evidence import evidence_report

    refs = references(things)
    EVIDENCE_FOR.bind({"nodes": refs})
    _write("evidence", output, force, lambda database: evidence_report(database, refs))


@report.command("gaps", short_help="Goals without moments, phases without journeys, and other gaps.")
def gaps_page(
    models: Annotated[
        str | None, typer.Option(metavar="KEYS", help="Only phases of these lifecycle models, separated by commas.")
    ] = None,
    brands: Annotated[
        str | None, typer.Option(metavar="KEYS", help="Only goals of these brands, separated by commas.")
    ] = None,
    output: _OUTPUT = None,
    force: _FORCE = False,
) -> None:
    """Draw what is missing: goals that no moment serves, claims without evidence, phases without journeys, and more."""
    from journeygraph.report.gaps import gaps_report

    _write("gaps", output, force, lambda database: gaps_report(database, _split(models), _split(brands)))


@report.command("invest", short_help="What matters to customers and does not satisfy them, as a matrix.")
def invest_page(
    importance: Annotated[
        str | None,
        typer.Option(
            metavar="METRICS", help="Keys of metrics of importance. Default: the one that has it in its name."
        ),
    ] = None,
    satisfaction: Annotated[
        str | None, typer.Option(metavar="METRICS", help="Keys of metrics of satisfaction, found in the same way.")
    ] = None,
    touchpoints: Annotated[
        str | None, typer.Option(metavar="KEYS", help="Only these touchpoints, separated by commas.")
    ] = None,
    important_from: Annotated[
        float | None, typer.Option(help="From which importance on something is important. Default: 4 on a scale to 5.")
    ] = None,
    satisfied_from: Annotated[
        float | None, typer.Option(help="From which satisfaction on it is left as it is. Default: 3.5 on a scale to 5.")
    ] = None,
    output: _OUTPUT = None,
    force: _FORCE = False,
) -> None:
    """Draw importance against satisfaction, with what is linked to a brand goal: where an investment is worth most."""
    from journeygraph.report.invest import Wanted, invest_report

    wanted = Wanted(
        tuple(_split(importance)),
        tuple(_split(satisfaction)),
        tuple(_split(touchpoints)),
        important_from,
        satisfied_from,
    )
    _write("invest", output, force, lambda database: invest_report(database, wanted))


def references(things: Sequence[str]) -> list[str]:
    """References, from references or from one kind and key."""
    if len(things) == KIND_AND_KEY and ":" not in things[0] + things[1]:
        return [f"{things[0].replace('-', '_').casefold()}:{things[1]}"]
    return [ref for text in things for ref in _split(text)]


def _split(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _write(name: str, output: Path | None, force: bool, make: Callable[[Database], Report]) -> None:
    path = output or Path(f"{name}.html")
    if path != STDOUT:
        _refuse(path, force)
    environment = Environment.read()
    with environment.database(log) as database:
        text = page(make(database), datetime.now(UTC), environment.texts.lang or "en")
    if path == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    path.write_text(text, "utf-8")
    say(f"Wrote {path}. Open it in a browser, print it, or send it on: it is one file and needs nothing else.")


def _refuse(path: Path, force: bool) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", "Name a file, as in report.html.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}.", "Make it, or name another one.")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already.", "Name another file with --output, or add --force to replace it.")
