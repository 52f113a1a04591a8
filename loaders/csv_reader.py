"""CSV files of a bundle: UTF-8, comma separated, the first row naming the fields."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from graph_schema.problems import Place, Problem
from loaders.table import MAX_CELL, Line, Row, read_table

MAX_LINE = 10_000_000


def read_csv(path: Path, name: str, problems: list[Problem]) -> Iterator[tuple[Place, Row]]:
    """Stream the rows, each with its place, without empty cells. What is wrong goes to `problems`."""
    csv.field_size_limit(MAX_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = _lines(_checked(file), name, problems)
            yield from read_table(lines, name, problems, "Put a cell that holds a comma into double quotes.")
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        line = _line_of_bad_byte(path)
        problems.append(Problem(Place(name, line), f"Byte 0x{byte:02x} is not UTF-8.", "Save the file as UTF-8."))
    except _NotTextError as error:
        problems.append(Problem(Place(name, error.line), error.found, "This is not a text file; save it as CSV."))


class _NotTextError(Exception):
    def __init__(self, line: int, found: str) -> None:
        super().__init__(found)
        self.line, self.found = line, found


def _checked(file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if "\0" in line:
            raise _NotTextError(number, "A NUL character.")
        if len(line) == MAX_LINE:
            raise _NotTextError(number, f"A line of {MAX_LINE:,} characters or more.")
        yield line


def _lines(text: Iterator[str], name: str, problems: list[Problem]) -> Iterator[Line]:
    """The rows, each with the line where it begins."""
    reader = csv.reader(text, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(Place(name, reader.line_num), f"This is not CSV: {error}.", "Check the quotes."))


def _line_of_bad_byte(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 0
