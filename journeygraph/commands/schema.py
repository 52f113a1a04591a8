"""`schema` and `check`: what the graph may hold, and whether it does."""

from typing import Annotated

import typer

from graph_schema.ddl import schema_items
from graph_schema.errors import UsageError
from graph_schema.json_schema import bundle_schema
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from journeygraph.environment import Environment
from journeygraph.output import counted, log, print_json, say


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("schema", short_help="Print the schema: Cypher, JSON Schema or GraphQL.")(schema_command)
    app.command("check", short_help="Compare the database with the schema.")(check_command)


def schema_command(
    cypher: Annotated[bool, typer.Option("--cypher", help="As constraints and indexes.")] = False,
    json_schema: Annotated[
        bool, typer.Option("--json-schema", help="As JSON Schema of a bundle's YAML files.")
    ] = False,
    mapping: Annotated[bool, typer.Option("--mapping", help="As JSON Schema of mapping files.")] = False,
    graphql: Annotated[bool, typer.Option("--graphql", help="As GraphQL SDL.")] = False,
) -> None:
    """Print the schema in the form that a database, an editor or a GraphQL client reads."""
    if cypher + json_schema + mapping + graphql != 1:
        raise UsageError("One form is printed at a time.", "Add --cypher, --json-schema, --mapping or --graphql.")
    if json_schema:
        print_json(bundle_schema(REGISTRY))
    elif mapping:
        from loaders.mapping.json_schema import mapping_schema

        print_json(mapping_schema(REGISTRY))
    elif cypher:
        typer.echo("".join(f"{item.cypher};\n" for item in schema_items(REGISTRY)), nl=False)
    else:
        from api.schema import print_sdl

        typer.echo(print_sdl(REGISTRY))


def check_command(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Compare what the database holds with the schema; exit code 1 where something is wrong."""
    with Environment.read().database(log) as database:
        violations = list(check(database, REGISTRY))
    if as_json:
        print_json([violation._asdict() for violation in violations])
    else:
        for violation in violations:
            say(f"{violation.element}: {violation.found} {violation.remedy}")
        say(f"{counted(len(violations), 'violation')}." if violations else "Nothing is wrong.")
    if violations:
        raise typer.Exit(1)
