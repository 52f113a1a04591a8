"""What a file holds as tables: how it is recognised, opened, and looked into."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from itertools import islice

from graph_schema.problems import Place, Problem
from loaders.sample import Sample
from loaders.tables.grids import Grid, ods_grids, text_grid, xlsx_grids
from loaders.tables.head import Column, Row, columns_of, rows_below
from loaders.tables.layout import File, Layout
from loaders.tables.objects import json_columns, json_rows, lines_rows
from loaders.tables.ods import MIMETYPE
from loaders.tables.parquet import MAGIC, parquet_columns, parquet_rows
from loaders.tables.text import DELIMITERS, fit
from loaders.text import UnreadableError
from loaders.xlsx import is_lock

PEEKED = 200
"""So many rows are looked at to tell what a table is."""
_NAMED = (".csv", ".tsv", ".tab", ".psv")
_OTHER_TEXTS = (".md", ".markdown", ".yaml", ".yml", ".xml", ".html", ".htm", ".svg", ".mmd", ".vtt", ".srt", ".xes")
_ZIP = b"PK\x03\x04"
_LINES = (".jsonl", ".ndjson", ".jsonlines")
_LONGER = "Name every column in the head."
_SURE = 0.9

Rows = Callable[[list[Problem]], Iterator[tuple[Place, Row]]]


class Packing(StrEnum):
    """In what a table comes."""

    TEXT = "text"
    XLSX = "xlsx"
    ODS = "ods"
    PARQUET = "parquet"
    JSON = "json"
    JSON_LINES = "json lines"


@dataclass(frozen=True)
class Table:
    """A table: its columns, and its rows, streamed each time anew. `name` is how it is called in messages."""

    name: str
    sheet: str
    columns: tuple[Column, ...]
    rows: Rows
    """Streams the rows, each with its place, without empty cells; what is wrong goes to the list."""
    open_ended: bool = False
    """Whether later rows may have columns that the first ones don't, as in JSON."""


@dataclass(frozen=True)
class Peek:
    """The beginning of a table."""

    table: Table
    rows: tuple[Row, ...]

    def example(self, column: str) -> str:
        """The first value that a column has."""
        return next((row[column] for row in self.rows if column in row), "")


@lru_cache(maxsize=64)
def packing(sample: Sample) -> Packing | None:
    """In what a table comes, by what the file holds; None where it holds none."""
    if not sample.is_file or is_lock(sample.path):
        return None
    if sample.head.startswith(_ZIP) or sample.suffix in (".xlsx", ".ods"):
        if MIMETYPE in sample.head[:200] or sample.suffix == ".ods":
            return Packing.ODS
        is_xlsx = b"xl/" in sample.head or sample.suffix == ".xlsx"
        return Packing.XLSX if is_xlsx else None
    if sample.head.startswith(MAGIC):
        return Packing.PARQUET
    return _text_packing(sample)


def _text_packing(sample: Sample) -> Packing | None:
    beginning = (sample.text or "").lstrip()
    if beginning[:1] in ("{", "[") or sample.suffix in _LINES:
        first, _, rest = beginning.partition("\n")
        in_lines = first.startswith("{") and first.rstrip().endswith("}") and rest.lstrip().startswith("{")
        return Packing.JSON_LINES if in_lines or sample.suffix in _LINES else Packing.JSON
    if sample.suffix in _NAMED:
        return Packing.TEXT
    if sample.suffix in _OTHER_TEXTS or not beginning:
        return None
    lines = beginning.splitlines(keepends=True)[:-1]
    return Packing.TEXT if len(lines) > 1 and max(fit(lines, each) for each in DELIMITERS)[0] >= _SURE else None


def grids(sample: Sample, layout: Layout | None = None) -> list[Grid]:
    """The lines of cells in a file, by sheet; none for Parquet and JSON. Raises UnreadableError."""
    file, layout = File.of(sample), layout or Layout()
    match packing(sample):
        case Packing.TEXT:
            return [text_grid(file, layout)]
        case Packing.XLSX:
            return xlsx_grids(file, layout)
        case Packing.ODS:
            return ods_grids(file, layout)
        case _:
            return []


def tables(sample: Sample, layout: Layout | None = None) -> list[Table]:
    """The tables in a file, by sheet; sheets that hold nothing are left out. Raises UnreadableError."""
    file, layout = File.of(sample), layout or Layout()
    match packing(sample):
        case Packing.PARQUET:
            return [Table(file.name, "", parquet_columns(file), partial(parquet_rows, file))]
        case Packing.JSON:
            return [_of_records(file, partial(json_rows, file, layout), layout)]
        case Packing.JSON_LINES:
            return [_of_records(file, partial(lines_rows, file, layout), layout)]
        case None:
            raise UnreadableError(Problem(Place(file.name), "This is not a table.", "Save it as CSV."))
        case _:
            found = [_of_grid(grid, layout) for grid in grids(sample, layout)]
            return [table for table in found if table is not None]


def peek(sample: Sample, layout: Layout | None = None) -> list[Peek]:
    """The beginning of each table in a file; nothing where it can't be read."""
    return list(_peek(sample, layout or Layout()))


@lru_cache(maxsize=64)
def _peek(sample: Sample, layout: Layout) -> tuple[Peek, ...]:
    try:
        return tuple(_look_into(table) for table in tables(sample, layout)) if packing(sample) else ()
    except (UnreadableError, OSError):
        return ()


def _look_into(table: Table) -> Peek:
    return Peek(table, tuple(row for _, row in islice(table.rows([]), PEEKED)))


def _of_records(file: File, rows: Rows, layout: Layout) -> Table:
    problems: list[Problem] = []
    columns = json_columns(rows(problems))
    if problems and not columns:
        raise UnreadableError(problems[0])
    return Table(file.name, layout.path or "", columns, partial(_without, layout, rows), open_ended=True)


def _of_grid(grid: Grid, layout: Layout) -> Table | None:
    problems: list[Problem] = []
    lines = _lines(grid, layout, problems)
    try:
        columns = columns_of(lines, layout, grid.name)
    except UnreadableError:
        if problems:
            raise UnreadableError(problems[0]) from None
        if next(_lines(grid, Layout(), []), None) is None and grid.sheet:
            return None
        raise
    return Table(grid.name, grid.sheet, columns, partial(_without, layout, partial(_rows, grid, layout, columns)))


def _lines(grid: Grid, layout: Layout, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in grid.filled(problems):
        yield number, list(cells)


def _rows(
    grid: Grid, layout: Layout, columns: tuple[Column, ...], problems: list[Problem]
) -> Iterator[tuple[Place, Row]]:
    try:
        lines = grid.filled(problems)
        columns_of(lines, layout, grid.name)
        yield from rows_below(lines, [column.name for column in columns], grid.name, problems, _LONGER)
    except UnreadableError as error:
        problems.append(error.problem)


def _without(layout: Layout, rows: Rows, problems: list[Problem]) -> Iterator[tuple[Place, Row]]:
    """The rows without words that say nothing."""
    if not layout.blank:
        yield from rows(problems)
        return
    for place, row in rows(problems):
        kept = {name: text for name, text in row.items() if text not in layout.blank}
        if kept:
            yield place, kept
