"""A table as people fill it: cells with their texts and the rows and columns that they span."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from graph_schema.problems import Place

MAX_ROWS = 2_000
MAX_COLUMNS = 500
MAX_CELLS = 100_000
"""A map is read by people: what has more is another table."""


class Cell(NamedTuple):
    """A cell that holds text, from its first to its last row and column, counted from 1."""

    text: str
    row: int
    column: int
    last_row: int
    last_column: int
    place: Place
    locator: str


@dataclass(frozen=True)
class Sheet:
    """A table with a name; `spans` says whether merged cells can be told from empty ones."""

    name: str
    cells: tuple[Cell, ...]
    spans: bool

    @cached_property
    def rows(self) -> dict[int, list[Cell]]:
        """The cells that begin in each row, from left to right."""
        rows: dict[int, list[Cell]] = {}
        for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column)):
            rows.setdefault(cell.row, []).append(cell)
        return rows

    @cached_property
    def width(self) -> int:
        """The last column that holds anything."""
        return max((cell.last_column for cell in self.cells), default=0)

    @cached_property
    def height(self) -> int:
        """The last row that holds anything."""
        return max((cell.last_row for cell in self.cells), default=0)

    def turned(self) -> "Sheet":
        """The same with rows for columns."""
        cells = (
            cell._replace(row=cell.column, column=cell.row, last_row=cell.last_column, last_column=cell.last_row)
            for cell in self.cells
        )
        return Sheet(self.name, tuple(cells), self.spans)


def letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def sheet_of(
    name: str,
    rows: Iterable[tuple[int, Iterable[str]]],
    file: str,
    spans: dict[tuple[int, int], tuple[int, int]] | None,
) -> Sheet | None:
    """A sheet of rows with their numbers; `spans` has the last row and column of merged cells, None where unknown.

    None where it is larger than a map can be.
    """
    cells: list[Cell] = []
    for number, row in rows:
        for column, value in enumerate(row, 1):
            text = value.strip()
            if not text:
                continue
            last_row, last_column = (spans or {}).get((number, column), (number, column))
            where = f"{letters(column)}{number}"
            locator = f"{name}!{where}" if name else where
            cells.append(
                Cell(text, number, column, last_row, last_column, Place(file, number, letters(column)), locator)
            )
            if number > MAX_ROWS or column > MAX_COLUMNS or len(cells) > MAX_CELLS:
                return None
    return Sheet(name, tuple(cells), spans is not None)
