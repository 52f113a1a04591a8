"""How commands speak: answers on standard output, everything else on standard error."""

import csv
import io
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import orjson
from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from queries.rows import Evidence, Neighbour, Node

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTH = 120


def out() -> Console:
    """The console for answers; where nothing tells its width, lines are as long as a window usually is."""
    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if known else _WIDTH, highlight=False)


def say(text: str | Text = "") -> None:
    """Print a sentence of an answer; only a terminal breaks it, so that other programs find it in one line."""
    console = out()
    console.print(Text(text) if isinstance(text, str) else text, soft_wrap=not console.is_terminal)


def log(text: str) -> None:
    """Say something that isn't the answer."""
    console = Console(stderr=True, highlight=False)
    console.print(Text(text), soft_wrap=not console.is_terminal)


@contextmanager
def progress() -> Generator[Callable[[str, int, int | None], None]]:
    """Shows how far long work has come, and clears it in the end; nothing where no terminal listens."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        tasks: dict[str, TaskID] = {}

        def told(what: str, done: int, of: int | None) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=of)
            shown.advance(tasks[what], done)

        yield told


def print_json(value: Any) -> None:
    """Print for other programs."""
    _write(orjson.dumps(value, default=_jsonable, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def print_csv(rows: Sequence[BaseModel], columns: Sequence[str]) -> None:
    """Print a table that spreadsheets open; texts that they would run as formulas get an apostrophe.

    A column of nodes has a second one beside it, with their keys.
    """
    keyed = {column for column in columns if any(list(_nodes(getattr(row, column))) for row in rows)}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(
        [name for column in columns for name in ([column, f"{column}_key"] if column in keyed else [column])]
    )
    for row in rows:
        cells: list[Any] = []
        for column in columns:
            value = getattr(row, column)
            cells.append(_plain(value))
            if column in keyed:
                cells.append(_safe("; ".join(node.key for node in _nodes(value))))
        writer.writerow(cells)
    _write(buffer.getvalue().encode())


def words(name: str) -> str:
    """A name of the schema as a person would write it."""
    return name.replace("_", " ")


def counted(number: int, thing: str) -> str:
    """A number of things."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def short(value: Any) -> str:
    """A value in few words: a node by its name, a list by its items, a claim by basis and source."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value).replace("-", " ")
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if isinstance(value, BaseModel):
        return _short_model({name: getattr(value, name) for name in type(value).model_fields})
    if isinstance(value, list | tuple):
        return "; ".join(dict.fromkeys(short(item) for item in value)) or "-"  # type: ignore[arg-type]
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def claims(evidence: Iterable[Evidence]) -> str:
    """Who says so: each basis, with its sources."""
    by_basis: dict[str, list[str]] = {}
    for claim in evidence:
        sources = by_basis.setdefault(str(claim.basis), [])
        if (source := claim.source or "an unknown source") not in sources:
            sources.append(source)
    return "; ".join(f"{basis} by {', '.join(sources)}" for basis, sources in by_basis.items()) or "-"


def _short_model(fields: Mapping[str, Any]) -> str:
    if "basis" in fields:
        return f"{fields['basis']} by {fields['source'] or 'an unknown source'}"
    if "node" in fields:
        return short(fields["node"])
    if "start" in fields and "end" in fields:
        return f"{short(fields['start'])} {fields.get('relationship', '->')} {short(fields['end'])}"
    if "name" in fields:
        return str(fields["name"] or fields.get("key"))
    return ", ".join(f"{words(name)}: {short(value)}" for name, value in fields.items() if value not in (None, []))


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, Neighbour):
        yield value.node
    elif isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _nodes(item)


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return _safe(str(value.value) if isinstance(value, Enum) else "" if value == [] else short(value))


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _jsonable(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(type(value).__name__)


def _write(data: bytes) -> None:
    # What other programs read is UTF-8, whatever the terminal's encoding is.
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
