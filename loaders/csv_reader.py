"""CSV files of a bundle: UTF-8, comma separated, the first row naming the fields."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from graph_schema.problems import Place, Problem

MAX_CELL = 1_000_000
MAX_COLUMNS = 1_000
MAX_LINE = 10_000_000
MAX_PROBLEMS = 1_000
"""After so many rows that can't be read, the rest of a file isn't looked at."""


def read_csv(path: Path, name: str, problems: list[Problem]) -> Iterator[tuple[Place, dict[str, str]]]:
    """Stream the rows, each with its place, without empty cells. What is wrong goes to `problems`."""
    csv.field_size_limit(MAX_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(_checked(file), name, problems)
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


def _rows(lines: Iterator[str], name: str, problems: list[Problem]) -> Iterator[tuple[Place, dict[str, str]]]:
    reader = csv.reader(lines, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, list[str]())]
        if not _usable(header, name, problems):
            return
        line = reader.line_num + 1
        wrong = 0
        for row in reader:
            place, line = Place(name, line), reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
                found = f"The row has {len(row)} cells, the first row names {len(header)} fields."
                problems.append(Problem(place, found, "Put a cell that holds a comma into double quotes."))
                wrong += 1
                if wrong == MAX_PROBLEMS:
                    return
                continue
            yield place, {field: cell.strip() for field, cell in zip(header, row, strict=False) if cell.strip()}
    except csv.Error as error:
        problems.append(Problem(Place(name, reader.line_num), f"This is not CSV: {error}.", "Check the quotes."))


def _usable(header: list[str], name: str, problems: list[Problem]) -> bool:
    place = Place(name, 1)
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


def _line_of_bad_byte(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 0
