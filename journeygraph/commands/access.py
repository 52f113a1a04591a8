"""`token`: who may use a served knowledge base."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from api.access.identity import Role
from api.access.tokens import TokenFile, duration
from journeygraph.environment import Environment
from journeygraph.output import log, out, print_json, say, short

token = typer.Typer(help="Make, list and revoke tokens for the API.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.add_typer(token, name="token")


@token.command(short_help="Make a token and print it, once.")
def create(
    name: Annotated[str, typer.Argument(help="Who or what will use it, such as `dashboard`.")],
    role: Annotated[Role, typer.Option(help="What it allows: a reader asks, an editor changes as well.")] = Role.READER,
    expires: Annotated[str, typer.Option(help="How long it holds: 12h, 90d, 8w, 1y or never.")] = "90d",
) -> None:
    """Make a token and print it: it is kept as a hash, so nobody can print it again.

    From the first token on, the API answers nobody without one; running servers notice.
    """
    file = _file()
    first = not file.tokens()
    made = file.create(name, role, duration(expires))
    if first:
        log("From now on the API answers nobody without a token.")
    log(f"The token of {name!r}, a {role}. Keep it safe: it is not shown again. It is sent as\n"
        "Authorization: Bearer <token>")  # fmt: skip
    typer.echo(made)


@token.command("list", short_help="List the tokens, without their secrets.")
def list_tokens(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """List the tokens that were made, with their roles and until when they hold."""
    now = datetime.now(UTC)
    tokens = _file().tokens()
    if as_json:
        print_json([{**made.model_dump(mode="json", exclude={"hash"}), "state": made.state(now)} for made in tokens])
        return
    if not tokens:
        say("There are none. `journeygraph token create NAME` makes one.")
        return
    table = Table("name", "role", "state", "created", "expires", box=None, pad_edge=False)
    for made in tokens:
        expires = short(made.expires) if made.expires else "never"
        table.add_row(made.name, made.role, made.state(now), short(made.created), expires)
    out().print(table)


@token.command(short_help="Take a token back.")
def revoke(name: Annotated[str, typer.Argument(help="The token's name.")]) -> None:
    """Take a token back: running servers refuse it at once."""
    _file().revoke(name)
    say(f"Revoked {name!r}.")


def _file() -> TokenFile:
    return TokenFile(Environment.read().home.tokens)
