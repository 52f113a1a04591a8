"""Lines of cells, before any of them is a head: of CSV and its kin, and of the sheets of spreadsheets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial

from graph_schema.problems import Place, Problem
from loaders.sheets import MAX_COLUMN, Book, Range, Sheet
from loaders.tables import ods
from loaders.tables.head import Line
from loaders.tables.layout import File, Layout
from loaders.tables.text import csv_lines
from loaders.text import UnreadableError, printable
from loaders.values import shown
from loaders.xlsx import Package

MAX_FILLED = 5_000_000
"""So many cells get the value of one that they are merged with."""


@dataclass(frozen=True)
class Grid:
    """Lines of cells; `name` is how it is called in messages, `sheet` the name of its sheet, where it has one."""

    name: str
    sheet: str
    lines: Callable[[list[Problem]], Iterator[Line]]
    """Streams the lines, each time anew; what is wrong goes to the list. Spreadsheets leave out empty ones."""
    merges: Callable[[], list[Range]]
    """Which cells are merged; only the first of them has a value."""

    def filled(self, problems: list[Problem]) -> Iterator[Line]:
        """The lines with the value of merged cells in each of them."""
        return _filled(self.lines(problems), self.merges(), self.name)


def text_grid(file: File, layout: Layout) -> Grid:
    """A CSV file, or one of its kin."""
    lines = partial(csv_lines, file, encoding=layout.encoding, delimiter=layout.delimiter)
    return Grid(file.name, "", lines, list)


def xlsx_grids(file: File, layout: Layout) -> list[Grid]:
    """The sheets of a workbook that the layout names."""
    with Package(file.path, file.name) as package:
        book = Book.read(package, cells=False)
        named = [(sheet.name, sheet) for sheet in book.sheets]
    return [
        Grid(_called(file, name), name, partial(_xlsx_lines, file, sheet), partial(_xlsx_merges, file, sheet))
        for name, sheet in named
        if _wanted(name, layout)
    ] or [_no_sheet(file, layout, [name for name, _ in named])]


def ods_grids(file: File, layout: Layout) -> list[Grid]:
    """The sheets of an OpenDocument spreadsheet that the layout names."""
    with Package(file.path, file.name) as package:
        names = ods.sheet_names(package)
    return [
        Grid(_called(file, name), name, partial(_ods_lines, file, name), partial(_ods_merges, file, name))
        for name in dict.fromkeys(names)
        if _wanted(name, layout)
    ] or [_no_sheet(file, layout, names)]


def _wanted(name: str, layout: Layout) -> bool:
    return layout.sheet is None or name == layout.sheet or fnmatchcase(name, layout.sheet)


def _called(file: File, sheet: str) -> str:
    return f"{file.name}/{printable(shown(sheet)[1:-1])}"


def _no_sheet(file: File, layout: Layout, names: list[str]) -> Grid:
    found = f"There is no sheet {shown(layout.sheet or '')}." if layout.sheet else "It has no sheet with cells."
    raise UnreadableError(Problem(Place(file.name), found, f"There are: {', '.join(names[:20])}." if names else ""))


def _xlsx_lines(file: File, sheet: Sheet, problems: list[Problem]) -> Iterator[Line]:
    try:
        with Package(file.path, file.name) as package:
            book = Book.read(package)
            yield from book.lines(sheet, _called(file, sheet.name), problems, as_shown=True)
    except UnreadableError as error:
        problems.append(error.problem)


def _xlsx_merges(file: File, sheet: Sheet) -> list[Range]:
    with Package(file.path, file.name) as package:
        return Book.read(package, cells=False).merges(sheet)


def _ods_lines(file: File, sheet: str, problems: list[Problem]) -> Iterator[Line]:
    try:
        with Package(file.path, file.name) as package:
            yield from ods.sheet_lines(package, sheet, _called(file, sheet))
    except UnreadableError as error:
        problems.append(error.problem)


def _ods_merges(file: File, sheet: str) -> list[Range]:
    with Package(file.path, file.name) as package:
        return ods.sheet_merges(package, sheet, _called(file, sheet))


def _filled(lines: Iterator[Line], merges: list[Range], name: str) -> Iterator[Line]:
    waiting = sorted(merges, reverse=True)
    open_: dict[Range, str | None] = {}
    count = 0
    for number, cells in lines:
        while waiting and waiting[-1].top <= number:
            open_[waiting.pop()] = None
        open_ = {merged: text for merged, text in open_.items() if merged.bottom >= number}
        if not open_:
            yield number, cells
            continue
        row = list(cells)
        width = sum(merged.right - merged.left + 1 for merged in open_)
        count += width
        if width > MAX_COLUMN or count > MAX_FILLED:
            raise UnreadableError(Problem(Place(name, number), "Too many cells are merged.", "Unmerge them."))
        for merged, text in open_.items():
            row += [""] * (merged.right - len(row))
            if merged.top == number:
                text = open_[merged] = row[merged.left - 1]
            row[merged.left - 1 : merged.right] = [text or ""] * (merged.right - merged.left + 1)
        yield number, row
