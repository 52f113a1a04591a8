"""`questions`, `ask` and `trace`: answers out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Annotated, Any, cast

import typer
from pydantic.fields import FieldInfo
from rich.table import Table
from rich.text import Text

from graph_schema.errors import UsageError
from journeygraph.drawing import print_answer
from journeygraph.environment import Environment
from journeygraph.output import counted, log, out, print_csv, print_json, say
from queries.library import LIBRARY
from queries.question import Answer, Question
from queries.rows import Row

SHOWN_SOURCES = 3

_JSON = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
_PARAMETER = re.compile(r"--([a-z][a-z0-9-]*)(?:=(.*))?", re.DOTALL)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("questions", short_help="List the questions that can be asked, or explain one.")(questions_command)
    settings = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command("ask", short_help="Ask a question: ask ID --parameter value.", context_settings=settings)(ask_command)
    app.command("trace", short_help="Trace a moment of truth to brand goals.")(trace_command)


def questions_command(
    question: Annotated[str | None, typer.Argument(metavar="[ID]", help="The id of a question to explain.")] = None,
    about: Annotated[str | None, typer.Option(metavar="WORDS", help="Only questions that speak of this.")] = None,
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
    elif found:
        _list(found)
    else:
        say(f"No question speaks of {about!r}. `journeygraph questions` lists all.")


def ask_command(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="ID", help="The id of a question.")],
    as_json: _JSON = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer as CSV.")] = False,
) -> None:
    """Ask a question: `journeygraph ask ID --parameter value`.

    `journeygraph questions ID` lists a question's parameters. Several values are separated by commas.
    """
    if as_json and as_csv:
        raise UsageError("An answer has one form.", "Leave --json or --csv out.")
    asked = LIBRARY.get(question)
    given = read_parameters(context.args)
    asked.bind(given)
    with Environment.read().database(log) as database:
        answer = asked.ask(database, **given)
    if as_csv:
        print_csv(answer.rows, tuple(asked.row.model_fields))
    else:
        tell_answer(answer, as_json=as_json)


def trace_command(
    moment: Annotated[
        str, typer.Argument(metavar="MOMENT", help="The key of a moment of truth; several are separated by commas.")
    ],
    as_json: _JSON = False,
) -> None:
    """Trace a moment of truth to brand goals: every chain, each link with its basis and source."""
    show("trace", {"moments": moment}, as_json=as_json)


def show(question: str, parameters: Mapping[str, object], *, as_json: bool = False) -> None:
    """Ask a question and print its answer, as a command of its own does."""
    with Environment.read().database(log) as database:
        answer = LIBRARY.get(question).ask(database, **parameters)
    tell_answer(answer, as_json=as_json)


def tell_answer(answer: Answer[Any], *, as_json: bool = False) -> None:
    """Print an answer and what it rests on."""
    if as_json:
        print_json(answered(answer))
        return
    print_answer(answer)
    print_basis(answer)


def answered(answer: Answer[Any]) -> dict[str, Any]:
    """An answer for other programs."""
    return {"rows": answer.rows, "rests_on": answer.rests_on, "complete": answer.complete}


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
    if not answer.rows:
        say(f"No rows. {answer.question.explanation}")
        return
    basis = answer.rests_on
    text = counted(len(answer.rows), "row")
    if not answer.complete:
        text += " and more (raise --limit)"
    if basis.claims:
        kinds = [(getattr(basis, name), name) for name in ("stated", "inferred", "measured")]
        sources = ", ".join(source.key for source in basis.sources[:SHOWN_SOURCES])
        more = len(basis.sources) - SHOWN_SOURCES
        text += f", resting on {counted(basis.claims, 'claim')} ({', '.join(f'{n} {kind}' for n, kind in kinds if n)})"
        text += f" of {counted(len(basis.sources), 'source')}: {sources}{f' and {more} more' if more > 0 else ''}"
    say(f"\n{text}.")


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


def _list(found: Sequence[Question[Row]]) -> None:
    width = max(len(item.id) for item in LIBRARY)
    for person, decisions in LIBRARY.grouped().items():
        for decision, items in decisions.items():
            shown = [(item.id, item.title) for item in items if item in found]
            if shown:
                say(Text(f"For the {person}, to decide {decision}", style="bold"))
                _print_pairs(shown, width)
                say()
    say("Explain one: journeygraph questions ID. Ask it: journeygraph ask ID.")


def _explain(question: Question[Row]) -> None:
    say(Text(question.title, style="bold"))
    say(f"\n{question.explanation}")
    parameters = question.parameters.model_fields
    rows = question.row.model_fields
    width = max(len(name) + 2 for name in (*parameters, *rows))
    say(Text("\nParameters", style="bold"))
    _print_pairs([(f"--{name.replace('_', '-')}", _parameter(info)) for name, info in parameters.items()], width)
    say(Text("\nColumns", style="bold"))
    _print_pairs([(name, info.description or "") for name, info in rows.items()], width)
    needed = "".join(f" --{name.replace('_', '-')} ..." for name, info in parameters.items() if info.is_required())
    say(f"\nAsk it: journeygraph ask {question.id}{needed}")


def _parameter(info: FieldInfo) -> str:
    text = info.description or ""
    if isinstance(info.annotation, type) and issubclass(info.annotation, Enum):
        text += f" One of {', '.join(str(choice.value) for choice in info.annotation)}."
    if info.is_required():
        return f"{text} Required."
    default = info.get_default(call_default_factory=True)
    if isinstance(default, list):
        default = ", ".join(map(str, cast("list[object]", default)))
    return text if default in (None, "") else f"{text} Default: {getattr(default, 'value', default)}."


def _print_pairs(pairs: Iterable[tuple[str, str]], width: int) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=width + 2, no_wrap=True)
    table.add_column()
    for name, text in pairs:
        table.add_row(Text(f"  {name}"), Text(text))
    out().print(table)
