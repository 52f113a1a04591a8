"""`questions`, `ask` and `trace`: answers out."""

import re
from typing import Annotated, Any

import typer

from graph_schema.errors import UsageError
from journeygraph.environment import Environment
from journeygraph.output import log, out, print_csv, print_json, print_rows
from journeygraph.tracing import print_traces
from queries.library import LIBRARY
from queries.question import Answer, Question
from queries.rows import Row

_JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
_PARAMETER = re.compile(r"--([a-z][a-z0-9-]*)(?:=(.*))?", re.DOTALL)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("questions")(questions_command)
    settings = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command("ask", context_settings=settings)(ask_command)
    app.command("trace")(trace_command)


def questions_command(
    question: Annotated[str | None, typer.Argument(help="The id of a question to explain.")] = None,
    about: Annotated[str | None, typer.Option(help="Only questions that speak of this.")] = None,
    as_json: _JSON = False,
) -> None:
    """List the questions that can be asked, or explain one."""
    if question is not None:
        asked = LIBRARY.get(question)
        print_json(_described(asked)) if as_json else _explain(asked)
        return
    found = LIBRARY.about(about) if about else tuple(LIBRARY)
    if as_json:
        print_json([_described(item) for item in found])
        return
    for person, decisions in LIBRARY.grouped().items():
        for decision, items in decisions.items():
            shown = [item for item in items if item in found]
            if shown:
                out().print(f"\n[bold]{person}[/bold], to decide {decision}")
            for item in shown:
                out().print(f"  {item.id:28}{item.title}", markup=False)
    if not found:
        out().print(f"No question speaks of {about!r}. `journeygraph questions` lists all.")


def ask_command(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The id of a question.")],
    as_json: _JSON = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer as CSV.")] = False,
) -> None:
    """Ask a question: `journeygraph ask ID --parameter value`. Several values are separated by commas."""
    asked = LIBRARY.get(question)
    given = read_parameters(context.args)
    with Environment.read().database(log) as database:
        answer = asked.ask(database, **given)
    columns = tuple(asked.row.model_fields)
    if as_json:
        print_json({"rows": answer.rows, "rests_on": answer.rests_on, "complete": answer.complete})
    elif as_csv:
        print_csv(answer.rows, columns)
    else:
        if answer.rows:
            print_rows(answer.rows, columns)
        print_basis(answer)


def trace_command(
    moment: Annotated[str, typer.Argument(help="The key of a moment of truth; several are separated by commas.")],
    as_json: _JSON = False,
) -> None:
    """Trace a moment of truth to brand goals: every chain, each link with its basis and source."""
    asked = LIBRARY.get("trace")
    with Environment.read().database(log) as database:
        answer = asked.ask(database, moments=moment)
    if as_json:
        print_json({"rows": answer.rows, "rests_on": answer.rests_on, "complete": answer.complete})
    else:
        print_traces(answer.rows)
        print_basis(answer)


def read_parameters(words: list[str]) -> dict[str, str]:
    """`--name value` or `--name=value`, as often as there are parameters; a repeated one adds values."""
    given: dict[str, str] = {}
    rest = list(words)
    while rest:
        match = _PARAMETER.fullmatch(rest.pop(0))
        if match is None:
            raise UsageError("A parameter is written `--name value`.", "See `journeygraph questions ID`.")
        name = match[1].replace("-", "_")
        value = match[2] if match[2] is not None else (rest.pop(0) if rest else None)
        if value is None:
            raise UsageError(f"--{match[1]} has no value.", "Write `--name value`.")
        given[name] = f"{given[name]},{value}" if name in given else value
    return given


def print_basis(answer: Answer[Any]) -> None:
    """Say how much there is and what it rests on: an answer never hides its basis."""
    basis = answer.rests_on
    count = f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}"
    more = "" if answer.complete else " and more (raise --limit)"
    kinds = ", ".join(f"{getattr(basis, name)} {name}" for name in ("stated", "inferred", "measured"))
    rests = f", resting on {basis.claims} claims ({kinds}) of {len(basis.sources)} sources" if basis.claims else ""
    out().print(f"\n{count}{more}{rests}.", markup=False)


def _described(question: Question[Row]) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": question.title,
        "explanation": question.explanation,
        "asked_by": question.asked_by,
        "decision": question.decision,
        "view": question.view,
        "parameters": question.parameters.model_json_schema(),
        "row": question.row.model_json_schema(),
        "cypher": question.cypher,
    }


def _explain(question: Question[Row]) -> None:
    out().print(f"[bold]{question.title}[/bold]\n")
    out().print(question.explanation, markup=False)
    out().print("\nParameters")
    for name, info in question.parameters.model_fields.items():
        out().print(f"  --{name.replace('_', '-'):16}{info.description}", markup=False)
    out().print("\nColumns")
    for name, info in question.row.model_fields.items():
        out().print(f"  {name:18}{info.description}", markup=False)
    out().print(f"\nAsk it: journeygraph ask {question.id}")
