"""One row of a table as a mapping sees it: its cells by column, and which rows a condition lets through."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from graph_schema.problems import Place
from loaders.mapping.base import Condition, Conditions
from loaders.mapping.model import Each
from loaders.mapping.values import Cell, CellError, plain_number
from loaders.tables.head import Row

ORDER = "@order"
"""Stands for the place of a record among those of its container, which is known when the record is made."""


@dataclass(frozen=True)
class RowCells:
    """The cells of one row, and what else a text can name, as `@row`."""

    row: Row
    place: Place
    special: Mapping[str, str]

    def __call__(self, name: str) -> str | None:
        """The text in a column, or of something special; None where it is empty."""
        if name == ORDER:
            return ORDER
        if name.startswith("@"):
            return str(self.place.line) if name == "@row" and self.place.line else self.special.get(name) or None
        return self.row.get(name)

    def with_item(self, item: str, column: str) -> "RowCells":
        """The same row, for one of several things in it."""
        return RowCells(self.row, self.place, {**self.special, "@item": item, "@column": column})


Test = Callable[[Cell], bool]


def let_through(where: Mapping[str, Condition], cell: Cell) -> bool:
    """Whether a row fits all conditions. Raises CellError for a cell that must be a number and isn't."""
    return all(_fits(condition, column, cell(column)) for column, condition in where.items())


def _fits(condition: Condition, column: str, text: str | None) -> bool:
    if not isinstance(condition, Conditions):
        return text is not None and _folded(text) in map(_folded, condition)
    if condition.filled is not None and (text is not None) is not condition.filled:
        return False
    if text is not None and _folded(text) in map(_folded, condition.not_):
        return False
    if condition.from_ is None and condition.to is None:
        return True
    if text is None:
        return False
    try:
        found = plain_number(text, text)
    except ValueError as error:
        raise CellError(column, f"{error}.") from None
    return (condition.from_ is None or found >= condition.from_) and (condition.to is None or found <= condition.to)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def items_of(each: Each | None, cells: RowCells, columns: Sequence[str]) -> Iterator[RowCells]:
    """The row once for each thing in it; once, where nothing says that it has several."""
    if each is None:
        yield cells
        return
    for column in [each.column] if each.column else matching(each.columns, columns):
        text = cells(column)
        pieces = [] if text is None else [text] if each.split is None else text.split(each.split)
        for piece in dict.fromkeys(piece.strip() for piece in pieces):
            if piece:
                yield cells.with_item(piece, column)


def matching(patterns: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The columns that are named, or that fit a pattern, in the order of the table."""
    return [
        column for column in columns if any(column == pattern or fnmatchcase(column, pattern) for pattern in patterns)
    ]
