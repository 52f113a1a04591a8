"""The command `journeygraph`."""

import os
import signal
import sys
from contextlib import suppress
from importlib.metadata import version
from typing import Annotated

import typer

from graph_schema.errors import JourneyGraphError
from journeygraph.commands import (
    access,
    asking,
    database,
    exchange,
    forgetting,
    history,
    inspecting,
    loading,
    reporting,
    schema,
    serving,
    upkeep,
)
from journeygraph.environment import Terminated
from journeygraph.output import log

app = typer.Typer(
    name="journeygraph",
    help="A customer journey knowledge base as a graph: load research, ask how it relates, and see who said so.",
    epilog="Exit codes: 0 done, 1 `check` or `inspect` found something wrong, 2 wrong use, 3 not found, 4 refused "
    "(nothing was loaded), 5 database.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"journeygraph {version('journeygraph')}\n")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")] = False,
) -> None:
    """The parts that all commands have in common."""


for module in (
    serving, loading, inspecting, exchange, asking, reporting, history, forgetting, access, database, schema, upkeep,
):  # fmt: skip
    module.add_to(app)


def main() -> None:
    """Run the command; expected failures end in a message and their exit code."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _terminate)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows another one in its place.
        with suppress(AttributeError):
            stream.reconfigure(errors="replace")  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    try:
        app()
    except JourneyGraphError as error:
        log(f"Error: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        _leave_pipe()


def _terminate(number: int, _frame: object) -> None:
    # As an exception it lets every `with` and `finally` run, which stop the database that was started.
    raise Terminated(128 + number)


def _leave_pipe() -> None:
    # Python would complain once more when it flushes what the pipe's reader no longer takes.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
