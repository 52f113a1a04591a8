"""`forget`: what came from one person out."""

from pathlib import Path
from typing import Annotated

import typer

from graph_schema.errors import RefusedError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.forgetting import Forgetting, forget
from graph_store.persons import HASH, known, scopes
from graph_store.reading import read_hash_key
from journeygraph.environment import Environment
from journeygraph.output import counted, log, print_json, say
from loaders.respondents import Respondents


def add_to(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("forget", short_help="Remove all that came from one respondent.")(forget_command)


def forget_command(
    respondent: Annotated[str, typer.Argument(help="The id as the file has it, or the hash that stands for it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Remove all that came from one respondent, from history too. Nothing brings it back: no undo, and no reload."""
    environment = Environment.read()
    with environment.database(log) as database:
        who = _who(respondent, environment.respondents, database)
        done = forget(who, database, REGISTRY, told=respondent, dry_run=dry_run)
    if not dry_run:
        _clear(environment.home.uploads)
    if as_json:
        print_json({"state": "planned" if dry_run else "applied", "respondent": who, **done._asdict()})
    else:
        _tell(done, dry_run=dry_run)


def _who(told: str, respondents: Respondents, database: Database) -> str:
    """The respondent as responses name them. Raises RefusedError where it may be several."""
    expected = read_hash_key(database, REGISTRY)
    if expected is None or (HASH.fullmatch(told) and known(database, [told])):
        return told
    keyed = respondents.of(expected, frozenset())
    meant = {told: told, keyed.pseudonym(told): told}
    # Where ids count from 1 in each file, they were hashed together with the key of their dataset or survey.
    meant |= {keyed.pseudonym(told, scope): f"{scope}/{told}" for scope in scopes(database)}
    found = known(database, list(meant))
    if len(found) > 1:
        several = ", ".join(sorted(f"{meant[who]} ({who})" for who in found))
        raise RefusedError(f"{told!r} may be {len(found)} people: {several}.", "Name one of them so, or by the hash.")
    return found[0] if found else keyed.pseudonym(told)


def _clear(uploads: Path) -> None:
    """What was uploaded and planned of late may hold them as well, and can be uploaded again."""
    if uploads.is_dir():
        from api.writing.desk import clear

        clear(uploads)


def _tell(done: Forgetting, *, dry_run: bool) -> None:
    gone = f"{counted(done.responses, 'response')} and {counted(done.quotes, 'quote')}"
    history = f"{counted(done.changes, 'change')} and {counted(done.reports, 'report')} of history"
    if dry_run:
        say(f"Would forget {gone}, with {counted(done.claims, 'claim')}, {history}. Nothing was changed.")
    elif done.run is None:
        say("This respondent was forgotten before; nothing is left.")
    else:
        say(f"Run {done.run} forgot {gone}, with {counted(done.claims, 'claim')}, {history}.")
    if done.readings:
        stay = f"{counted(done.readings, 'reading')} of {', '.join(done.datasets)}"
        log(f"What was worked out from all answers stays, as counts and means: {stay}.")
    if done.also_in:
        log(f"The same words also stand in {', '.join(done.also_in)}: see whether they are theirs.")
    if not dry_run:
        log("Backups, exports and the files that were loaded still hold it, and Neo4j's log does for a while.")
