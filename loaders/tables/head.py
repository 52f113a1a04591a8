"""Rows below a head that names the fields: the rules for a bundle's own tables, and for those that others made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_schema.problems import Place, Problem
from loaders.tables.layout import Layout
from loaders.text import UnreadableError

MAX_CELL = 1_000_000
MAX_COLUMNS = 1_000
MAX_FOREIGN_COLUMNS = 16_384
"""Others' tables may be wide: so many columns a spreadsheet has."""
MAX_PROBLEMS = 1_000
"""After so many rows that can't be read, the rest of a table isn't looked at."""

Row = dict[str, str]
"""The cells of a row, by field."""
Line = tuple[int, Sequence[str]]
"""The number of a row, and its cells."""


@dataclass(frozen=True)
class Column:
    """A column of a table that others made, and what a further row of the head says of it."""

    name: str
    label: str = ""


def read_table(lines: Iterable[Line], name: str, problems: list[Problem], hint: str) -> Iterator[tuple[Place, Row]]:
    """Stream the rows of a bundle's table, each with its place, without empty cells. What is wrong goes to `problems`.

    `hint` is what helps where a row is longer than the head.
    """
    lines = iter(lines)
    number, first = next(lines, (1, ()))
    header = [cell.strip() for cell in first]
    if _usable(header, Place(name, number), problems):
        yield from rows_below(lines, header, name, problems, hint)


def rows_below(
    lines: Iterable[Line], header: Sequence[str], name: str, problems: list[Problem], hint: str
) -> Iterator[tuple[Place, Row]]:
    """Stream the rows below a head, each with its place, without empty cells."""
    wrong = 0
    for number, row in lines:
        place = Place(name, number)
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            found = f"The row has {len(row)} cells, the first row names {len(header)} fields."
            problems.append(Problem(place, found, hint))
            wrong += 1
            if wrong == MAX_PROBLEMS:
                return
            continue
        yield place, {field: cell.strip() for field, cell in zip(header, row, strict=False) if cell.strip()}


def _usable(header: list[str], place: Place, problems: list[Problem]) -> bool:
    if not any(header):
        problems.append(Problem(place, "The first row is empty.", "Name the fields in it."))
        return False
    if len(header) > MAX_COLUMNS:
        problems.append(Problem(place, f"{len(header):,} columns.", f"A kind has few fields; {MAX_COLUMNS} are read."))
        return False
    doubled = sorted({field for field in header if field and header.count(field) > 1})
    for field in doubled:
        problems.append(Problem(place, f"The column {field!r} stands twice.", "Keep one of them."))
    if "" in header:
        problems.append(Problem(place, f"Column {header.index('') + 1} has no name.", "Name it, or delete it."))
    return not doubled and "" not in header


def columns_of(lines: Iterator[Line], layout: Layout, name: str) -> tuple[Column, ...]:
    """Take the head from the lines of a table that others made.

    A column without a name is called after its place, `column 3`; the second of one name `Score (2)`. Raises
    UnreadableError where there is no head.
    """
    for _ in range(layout.skip):
        next(lines, None)
    head: list[Sequence[str]] = []
    place = Place(name, layout.skip + 1)
    for number, cells in lines:
        place = Place(name, number)
        if head or any(cell.strip() for cell in cells):
            head.append([" ".join(cell.split()) for cell in cells])
        if len(head) == layout.head:
            break
    if len(head) < layout.head:
        found = "The table has no head." if not head else f"The head has {len(head)} rows, not {layout.head}."
        raise UnreadableError(Problem(place, found, "Name the columns in the first row."))
    width = max(len(cells) for cells in head)
    if width > MAX_FOREIGN_COLUMNS:
        raise UnreadableError(Problem(place, f"{width:,} columns.", f"Up to {MAX_FOREIGN_COLUMNS:,} are read."))
    labels = _row(head, layout.labels, width) if layout.labels else [""] * width
    return tuple(Column(column, label) for column, label in zip(_names(head, layout, width), labels, strict=True))


def _names(head: list[Sequence[str]], layout: Layout, width: int) -> list[str]:
    """The names of the columns; where several rows name them, an upper name holds on to the right."""
    rows = [_row(head, number, width) for number in layout.names]
    for upper, lower in pairwise(rows):
        for index in range(1, width):
            if lower[index] and not upper[index]:
                upper[index] = upper[index - 1]
    names: list[str] = []
    count: dict[str, int] = {}
    for index, parts in enumerate(zip(*rows, strict=True)):
        name = unique = " / ".join(dict.fromkeys(part for part in parts if part)) or f"column {index + 1}"
        while unique in count:
            count[name] += 1
            unique = f"{name} ({count[name]})"
        count[unique] = 1
        names.append(unique)
    return names


def _row(head: list[Sequence[str]], number: int, width: int) -> list[str]:
    cells = list(head[number - 1])
    return cells + [""] * (width - len(cells))
