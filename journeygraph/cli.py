"""The command `journeygraph`."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from graph_schema.errors import JourneyGraphError
from journeygraph.commands import asking, database, loading, schema, serving
from journeygraph.output import log

app = typer.Typer(
    name="journeygraph",
    help="A customer journey knowledge base as a graph: load research, ask how it relates, and see who said so.",
    epilog="Exit codes: 0 done, 2 wrong use, 3 not found, 4 refused (nothing was loaded), 5 database.",
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


for module in (serving, loading, asking, database, schema):
    module.add_to(app)


def main() -> None:
    """Run the command; expected failures end in a message and their exit code."""
    try:
        app()
    except JourneyGraphError as error:
        log(f"Error: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        log("Stopped.")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe has gone; Python would complain once more when it flushes at the end.
        sys.stderr.close()
        sys.exit(0)
