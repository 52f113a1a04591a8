"""Keeping a knowledge base in order: backups, newer schemas, and what is wrong with a setup."""

import errno
import os
import socket
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.filesize import decimal

from graph_schema.errors import UsageError
from graph_schema.registry import REGISTRY, SCHEMA_VERSION
from graph_store.database import Database
from graph_store.doctor import Finding, State, examine, looked_at
from graph_store.migrating import migrate
from journeygraph.environment import Environment
from journeygraph.output import counted, log, print_json, say

if TYPE_CHECKING:
    from graph_store.local import LocalNeo4j

PORT = 8000

_JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("migrate", short_help="Carry an older database over to this schema.")(migrate_command)
    app.command("backup", short_help="Write the local database to a file.")(backup_command)
    app.command("restore", short_help="Put a backup in the place of the local data.")(restore_command)
    app.command("doctor", short_help="Say what is wrong with this setup.")(doctor_command)


def migrate_command(as_json: _JSON = False) -> None:
    """Carry a database of an older schema over to this version's. Back it up before."""
    with Environment.read().settings(log) as settings, Database(settings) as database:
        database.check()
        done = migrate(database)
    if as_json:
        print_json({"version": SCHEMA_VERSION, "migrations": [migrated._asdict() for migrated in done]})
        return
    for migrated in done:
        say(
            f"Run {migrated.run} led to version {migrated.version}, {migrated.title}: "
            f"{counted(migrated.changed, 'element')} changed."
        )
    say(f"The database follows version {SCHEMA_VERSION} of the schema{'' if done else '; nothing was to be done'}.")


def backup_command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file where it is there already.")] = False,
    as_json: _JSON = False,
) -> None:
    """Write the local database to a file, as Neo4j's own dump. The server is stopped and started again for it."""
    server, environment = _server("backup")
    from graph_store.backup import backup

    written = backup(server, environment.home, path, force=force)
    if as_json:
        print_json({"path": str(written.path), "size": written.size})
    else:
        say(f"Wrote {written.path}: {decimal(written.size)}.")


def restore_command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file that `backup` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Put what a backup holds in the place of all that the local database holds; its password stays."""
    server, environment = _server("restore")
    from graph_store.backup import restore

    if not yes:
        home = environment.home.path
        typer.confirm(f"Replace all that the knowledge base at {home} holds by {path}?", abort=True, err=True)
    restore(server, environment.home, path)
    say(f"The knowledge base holds what {path} held.")


def doctor_command(as_json: _JSON = False) -> None:
    """Say what is wrong with this setup and what to do; exit code 1 where something is. Nothing is changed."""
    findings: list[Finding] = []
    for finding in _findings():
        findings.append(finding)
        if not as_json:
            say(f"{finding.state.value:<8} {finding.subject}: {finding.found} {finding.remedy}".rstrip())
    wrong = [finding for finding in findings if finding.state is State.WRONG]
    if as_json:
        print_json([finding._asdict() for finding in findings])
    else:
        say(f"\n{counted(len(wrong), 'thing')} to put right." if wrong else "\nNothing is wrong.")
    if wrong:
        raise typer.Exit(1)


def _findings() -> Iterator[Finding]:
    environment: list[Environment] = []

    def read() -> Iterator[Finding]:
        environment.append(Environment.read())
        given = sorted(name for name in os.environ if name.startswith(("NEO4J_", "JOURNEYGRAPH_")))
        yield Finding("settings", State.OK, f"{', '.join(given) or 'No variable'} set in the environment.")

    yield from looked_at("settings", read)
    for found in environment:
        yield from examine(found.home, found.named, REGISTRY, found.texts.analyzer)
    yield from looked_at("port", _port)
    yield from looked_at("web", _web)


def _port() -> Iterator[Finding]:
    try:
        socket.create_server(("127.0.0.1", PORT)).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        found = f"Port {PORT} is taken: `serve` runs, or another program."
        yield Finding("port", State.WARNING, found, "`journeygraph serve --port` takes another one.")
    else:
        yield Finding("port", State.OK, f"Port {PORT}, which `serve` takes, is free.")


def _web() -> Iterator[Finding]:
    if files("api").joinpath("static", "graphiql", "index.html").is_file():
        yield Finding("web", State.OK, "The web assets are built.")
    else:
        found = "The web assets are not built, so the API comes without GraphiQL."
        yield Finding("web", State.WARNING, found, "In a checkout, `make setup` builds them; else install the wheel.")


def _server(command: str) -> "tuple[LocalNeo4j, Environment]":
    environment = Environment.read()
    if environment.named is not None:
        raise UsageError(
            f"`journeygraph {command}` is for the local database, and NEO4J_URI names {environment.named.uri}.",
            f"Use `neo4j-admin database {'dump' if command == 'backup' else 'load'}` where that Neo4j runs, while its "
            "database is stopped; docs/operating.md shows how.",
        )
    return environment.local(log), environment
