"""Lays rows out for a terminal: a table where it fits, else one record below the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel
from rich.table import Table
from rich.text import Text

from journeygraph.output import claims, out, say, short, words
from queries.rows import Evidence, Node

_GAP = 2
_NARROWEST = 12
_WRAPPED = 20
"""A text of this width can still be read comfortably."""
_READABLE = 4
"""A cell of more lines than this, were it as wide as the terminal, reads better below the others than beside them."""
_ALWAYS_SHOWN = 4
"""Rows of so few columns show even the empty ones."""


@dataclass(frozen=True)
class _Column:
    title: str
    cells: tuple[str, ...]
    numeric: bool = False
    whole: bool = False
    """Keys are copied, so they stay on one line."""

    def natural(self) -> int:
        return max(len(self.title), *(len(cell) for cell in self.cells))

    def least(self) -> int:
        if self.whole:
            return self.natural()
        longest_word = max(len(word) for cell in (self.title, *self.cells) for word in (cell.split() or [""]))
        return min(self.natural(), max(_WRAPPED, longest_word))


def print_rows(rows: Sequence[BaseModel], names: Sequence[str]) -> None:
    """Print rows for people; columns in which every row is empty are only named."""
    empty = [name for name in names if all(_is_empty(getattr(row, name)) for row in rows)]
    shown = [name for name in names if name not in empty] if len(names) > _ALWAYS_SHOWN else list(names)
    columns = _columns(rows, shown)
    room = out().width
    least = sum(column.least() for column in columns) + _GAP * (len(columns) - 1)
    if least <= room and max(column.natural() for column in columns) <= _READABLE * room:
        _print_table(columns, repeated=_leading_nodes(rows, shown))
    else:
        _print_records(rows, shown)
    if left_out := [words(name) for name in names if name not in shown]:
        say(f"\nEmpty in every row: {', '.join(left_out)}.")


def _columns(rows: Sequence[BaseModel], names: Sequence[str]) -> list[_Column]:
    columns: list[_Column] = []
    subject = _subject(rows, names)
    for name in names:
        values = [getattr(row, name) for row in rows]
        numeric = all(value is None or (isinstance(value, int | float) and value is not True) for value in values)
        columns.append(_Column(words(name), tuple(_cell(value) for value in values), numeric))
        if name == subject:
            mixed = len({value.kind for value in values if isinstance(value, Node)}) > 1
            columns.append(_Column("key", tuple(_key(value, with_kind=mixed) for value in values), whole=True))
    return columns


def _print_table(columns: Sequence[_Column], repeated: int) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, _GAP, 0, 0))
    for column in columns:
        least = column.natural() if column.whole else min(column.natural(), _NARROWEST)
        table.add_column(column.title, overflow="fold", min_width=least, justify="right" if column.numeric else "left")
    before: tuple[str, ...] = ()
    for cells in zip(*(column.cells for column in columns), strict=True):
        same = 0
        while same < repeated and before[: same + 1] == cells[: same + 1]:
            same += 1
        before = cells
        table.add_row(*(Text("" if place < same else cell) for place, cell in enumerate(cells)))
    out().print(table)


def _print_records(rows: Sequence[BaseModel], names: Sequence[str]) -> None:
    subject = _subject(rows, names) or names[0]
    labels = [name for name in names if name != subject]
    width = max((len(words(name)) for name in labels), default=0)
    room = out().width - width - 2 * _GAP
    before = None
    for place, row in enumerate(rows):
        if place:
            say()
        value = getattr(row, subject)
        if place == 0 or value != before:
            out().print(_title(value))
        before = value
        record = Table.grid(padding=(0, _GAP, 0, 0))
        record.add_column(min_width=width + _GAP)
        record.add_column(overflow="fold")
        for name in labels:
            if not _is_empty(value := getattr(row, name)):
                record.add_row(Text(f"  {words(name)}", style="dim"), Text(_lines(value, room)))
        if record.row_count:
            out().print(record)


def _title(value: Any) -> Text:
    title = Text(short(value), style="bold")
    return title.append(f"  {value.kind}:{value.key}", style="not bold dim") if isinstance(value, Node) else title


def _subject(rows: Sequence[BaseModel], names: Sequence[str]) -> str | None:
    """The column that says what a row is about: the first one that holds a node in every row and differs most."""
    whole = [name for name in names if all(isinstance(getattr(row, name), Node) for row in rows)]
    return max(whole, key=lambda name: len({getattr(row, name).key for row in rows}), default=None)


def _leading_nodes(rows: Sequence[BaseModel], names: Sequence[str]) -> int:
    """How many columns, from the left, hold nodes in every row: what they repeat is shown once."""
    count = 0
    for name in names:
        if name == _subject(rows, names) or not all(isinstance(getattr(row, name), Node) for row in rows):
            break
        count += 1
    return count


def _cell(value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(item, Evidence) for item in value):  # pyright: ignore[reportUnknownVariableType]
        return claims(value)  # pyright: ignore[reportUnknownArgumentType]
    return short(value)


def _lines(value: Any, width: int) -> str:
    """A cell of a record: a list too long for one line has a line for each item."""
    text = _cell(value)
    items = list(dict.fromkeys(map(short, cast("list[object]", value)))) if isinstance(value, list) else []
    if len(items) > 1 and len(text) > width:
        return "\n".join(f"- {item}" for item in items)
    return text


def _key(node: Node, *, with_kind: bool) -> str:
    return f"{node.kind}:{node.key}" if with_kind else node.key


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value == []
