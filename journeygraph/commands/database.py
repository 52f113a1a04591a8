"""`db`: the local database's life."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.filesize import decimal

from journeygraph.environment import Environment
from journeygraph.output import log, print_json, say

if TYPE_CHECKING:
    from graph_store.local import LocalNeo4j

db = typer.Typer(help="Start, stop, look at or empty the local database.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(db, name="db")


@db.command()
def start() -> None:
    """Start the local Neo4j, or find that it runs."""
    endpoint = _server().ensure_running()
    say(f"Neo4j runs at {endpoint.uri} (process {endpoint.pid}).")


@db.command()
def stop() -> None:
    """Stop the local Neo4j."""
    say("Stopped." if _server().stop() else "It does not run.")


@db.command(short_help="Say which database is used and whether it runs.")
def status(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Say which database is used, whether it runs, and what it takes on disk."""
    environment = Environment.read()
    if environment.named is not None:
        shown = {"uri": environment.named.uri, "local": False}
        print_json(shown) if as_json else say(f"NEO4J_URI names {environment.named.uri}; nothing local is used.")
        return
    found = _server().status()
    if as_json:
        print_json({"local": True, **found.__dict__, "home": str(found.home)})
        return
    where = f"runs at {found.uri} (process {found.pid})" if found.running else "does not run"
    say(f"The local Neo4j {found.version} {where}.")
    say(f"Home: {found.home}: {decimal(found.disk_use)}; downloads: {decimal(found.cache_use)}.")


@db.command()
def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Delete all data of the local database. Downloads stay."""
    server = _server()
    if not yes:
        typer.confirm(f"Delete all that the knowledge base at {server.status().home} holds?", abort=True, err=True)
    server.reset()
    say("Deleted.")


def _server() -> "LocalNeo4j":
    environment = Environment.read()
    environment.refuse_named("journeygraph db")
    return environment.local(log)
