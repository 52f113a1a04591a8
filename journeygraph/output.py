"""How commands speak: answers on standard output, everything else on standard error."""

import csv
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTH = 160


def out() -> Console:
    """The console for answers; where it isn't a terminal, lines are long rather than broken."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)


def log(text: str) -> None:
    """Say something that isn't the answer."""
    Console(stderr=True, highlight=False).print(Text(text))


def print_json(value: Any) -> None:
    """Print for other programs."""
    data = orjson.dumps(value, default=_jsonable, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    sys.stdout.write(data.decode())


def print_csv(rows: Sequence[BaseModel], columns: Sequence[str]) -> None:
    """Print a table that spreadsheets open; texts that they would run as formulas get an apostrophe."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell_for_csv(getattr(row, column)) for column in columns])
    sys.stdout.write(buffer.getvalue())


def print_rows(rows: Iterable[BaseModel], columns: Sequence[str]) -> None:
    """Print a table for people."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(short(getattr(row, column))) for column in columns))
    out().print(table)


def short(value: Any) -> str:
    """A value in few words: a node by its name, a list by its items, a claim by basis and source."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, BaseModel):
        return _short_model({name: getattr(value, name) for name in type(value).model_fields})
    if isinstance(value, list | tuple):
        return "; ".join(dict.fromkeys(short(item) for item in value)) or "-"  # type: ignore[arg-type]
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _short_model(fields: Mapping[str, Any]) -> str:
    if "basis" in fields:
        return f"{fields['basis']} by {fields['source']}"
    if "node" in fields:
        return short(fields["node"])
    if "start" in fields and "end" in fields:
        return f"{short(fields['start'])} {fields.get('relationship', '->')} {short(fields['end'])}"
    if "name" in fields:
        return str(fields["name"] or fields.get("key"))
    return ", ".join(f"{name}: {short(value)}" for name, value in fields.items() if value is not None)


def _cell_for_csv(value: Any) -> str:
    text = "" if value is None else short(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int | float) else text


def _jsonable(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(type(value).__name__)
