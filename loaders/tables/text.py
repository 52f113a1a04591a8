"""CSV and its kin as lines of cells: whichever delimiter, encoding and line ends, with their places."""

import csv
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from itertools import islice
from pathlib import Path

from graph_schema.problems import Place, Problem
from loaders.tables.head import MAX_CELL, Line, Row, read_table
from loaders.tables.layout import File
from loaders.tables.streams import text_lines
from loaders.text import UnreadableError

DELIMITERS = (",", ";", "\t", "|")
MAX_ROW = 64 * 1024 * 1024
"""So many characters one row takes at most, over all its lines."""
_LOOKED_AT = 100
_SEP = "sep="
"""What Excel writes above a table to name its delimiter."""


def read_csv(path: Path, name: str, problems: list[Problem]) -> Iterator[tuple[Place, Row]]:
    """Stream the rows of a bundle's CSV file: UTF-8, commas, the first row naming the fields.

    What is wrong goes to `problems`.
    """
    lines = csv_lines(File(path, name), problems, encoding="utf-8-sig", delimiter=",")
    yield from read_table(lines, name, problems, "Put a cell that holds a comma into double quotes.")


def csv_lines(
    file: File, problems: list[Problem], *, encoding: str | None = None, delimiter: str | None = None
) -> Iterator[Line]:
    """Stream the rows, each with the line where it begins; empty ones too. What is wrong goes to `problems`."""
    csv.field_size_limit(MAX_CELL)
    counted = _Counted(file, encoding)
    try:
        chosen = delimiter or delimiter_of(file, encoding)
        reader = csv.reader(counted, delimiter=chosen, strict=True)
        line = 1
        for row in reader:
            if line > 1 or chosen.join(row).strip().lower() != (_SEP + chosen).strip():
                yield line, row
            line = reader.line_num + 1
            counted.size = 0
    except csv.Error as error:
        problems.append(Problem(Place(file.name, counted.number), f"This is not CSV: {error}.", "Check the quotes."))
    except UnreadableError as error:
        problems.append(error.problem)


class _Counted:
    """The lines of a file, with how many there were and how long a row has become."""

    def __init__(self, file: File, encoding: str | None) -> None:
        self._file = file
        self._lines = text_lines(file, encoding)
        self.number = self.size = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.number += 1
            self.size += len(line)
            if self.size > MAX_ROW:
                found = f"A row of more than {MAX_ROW:,} characters."
                raise UnreadableError(Problem(Place(self._file.name, self.number), found, "Check the quotes."))
            yield line


def delimiter_of(file: File, encoding: str | None = None) -> str:
    """What separates the cells: that by which most of the first rows have as many as the first; else the comma."""
    with closing(text_lines(file, encoding)) as lines:
        beginning = list(islice(lines, _LOOKED_AT))
    first = next(iter(beginning), "").strip("\r\n").lower()
    if first.startswith(_SEP) and first[len(_SEP) :] in DELIMITERS:
        return first[len(_SEP) :]
    found = max(DELIMITERS, key=lambda delimiter: fit(beginning, delimiter))
    return found if fit(beginning, found)[0] else ","


def fit(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Which share of the rows has as many cells as the first, and how many; nothing for a single cell."""
    widths: list[int] = []
    try:
        widths.extend(len(row) for row in csv.reader(StringIO("".join(lines), newline=""), delimiter=delimiter) if row)
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    return widths.count(widths[0]) / len(widths), widths[0]
