"""A table as people fill it: cells with their texts and the rows and columns that they span."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from graph_schema.problems import Place, Problem
from loaders.sheets import letters
from loaders.tables.grids import Grid

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
    """A table, with a name where it is a sheet; `spans` says whether merged cells can be told from empty ones."""

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


def read_sheet(grid: Grid, problems: list[Problem]) -> Sheet | None:
    """The cells of a grid; None where it holds more than a map can. What is wrong goes to `problems`."""
    spans = {(merged.top, merged.left): (merged.bottom, merged.right) for merged in grid.merges()}
    cells: list[Cell] = []
    for row, values in grid.lines(problems):
        for column, value in enumerate(values, 1):
            text = value.strip()
            if not text:
                continue
            last_row, last_column = spans.get((row, column), (row, column))
            where = f"{letters(column)}{row}"
            locator = f"{grid.sheet}!{where}" if grid.sheet else where
            place = Place(grid.name, row, letters(column))
            cells.append(Cell(text, row, column, last_row, last_column, place, locator))
            if row > MAX_ROWS or column > MAX_COLUMNS or len(cells) > MAX_CELLS:
                return None
    return Sheet(grid.sheet, tuple(cells), bool(grid.sheet))
