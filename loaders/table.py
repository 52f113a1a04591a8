"""Rows below a head that names the fields: the rules that CSV files and sheets of a workbook share."""

from collections.abc import Iterable, Iterator, Sequence

from graph_schema.problems import Place, Problem

MAX_CELL = 1_000_000
MAX_COLUMNS = 1_000
MAX_PROBLEMS = 1_000
"""After so many rows that can't be read, the rest of a table isn't looked at."""

Row = dict[str, str]
"""The cells of a row, by field."""
Line = tuple[int, Sequence[str]]
"""The number of a row, and its cells."""


def read_table(lines: Iterable[Line], name: str, problems: list[Problem], hint: str) -> Iterator[tuple[Place, Row]]:
    """Stream the rows, each with its place, without empty cells. What is wrong goes to `problems`.

    `hint` is what helps where a row is longer than the head.
    """
    lines = iter(lines)
    number, first = next(lines, (1, ()))
    header = [cell.strip() for cell in first]
    if not _usable(header, Place(name, number), problems):
        return
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
