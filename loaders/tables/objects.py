"""JSON as rows: a list of objects, wherever it stands in the document, or an object in each line.

What lies deeper in a record is named by its path, as `user.city`, and what has no name by its place, as `field 3`.
Numbers keep their digits, however many.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from typing import Any

from graph_schema.problems import Place, Problem
from loaders.tables.head import MAX_CELL, MAX_FOREIGN_COLUMNS, MAX_PROBLEMS, Column, Row
from loaders.tables.layout import File, Layout
from loaders.tables.scanner import MAX_DEPTH, Scanner, decode
from loaders.tables.streams import text_lines, text_pieces
from loaders.text import UnreadableError
from loaders.values import joined

_LOOKED_AT = 1_000
_FLATTEN = "Flatten it."


def json_columns(rows: Iterator[tuple[Place, Row]]) -> tuple[Column, ...]:
    """The columns that the first rows have; later ones may have more."""
    names: dict[str, None] = {}
    for _, row in islice(rows, _LOOKED_AT):
        names |= dict.fromkeys(row)
    return tuple(map(Column, names))


def lines_rows(file: File, layout: Layout, problems: list[Problem]) -> Iterator[tuple[Place, Row]]:
    """Stream the records of JSON lines, each with its line."""
    before = len(problems)
    try:
        for number, line in enumerate(text_lines(file, layout.encoding), 1):
            if line.isspace():
                continue
            place = Place(file.name, number)
            try:
                record = decode(line, place)
            except UnreadableError as error:
                problems.append(error.problem)
            else:
                yield from _record(record, place, problems)
            if len(problems) - before >= MAX_PROBLEMS:
                return
    except UnreadableError as error:
        problems.append(error.problem)


def json_rows(file: File, layout: Layout, problems: list[Problem]) -> Iterator[tuple[Place, Row]]:
    """Stream the records of a list, each with its line and its place in the document: `data.items[3]`."""
    before = len(problems)
    try:
        path = layout.path if layout.path is not None else _path(file, layout)
        with closing(text_pieces(file, layout.encoding)) as pieces:
            scanner = Scanner(pieces, file.name)
            if not _move_to(scanner, path.split(".") if path else []):
                right = "Write in a mapping, under `path`, where the list is, as `data.items`."
                found = f"There is no list at {path or 'the beginning'}."
                raise UnreadableError(Problem(Place(file.name), found, right))
            for index, (place, record) in enumerate(scanner.items()):
                yield from _record(record, Place(place.file, place.line, f"{path}[{index}]"), problems)
                if len(problems) - before >= MAX_PROBLEMS:
                    return
    except UnreadableError as error:
        problems.append(error.problem)


def _record(record: Any, place: Place, problems: list[Problem]) -> Iterator[tuple[Place, Row]]:
    if isinstance(record, dict):
        yield place, flat(record, place)  # pyright: ignore[reportUnknownArgumentType]
    else:
        problems.append(Problem(place, "This is not an object.", "Each record is an object."))


def _move_to(scanner: Scanner, path: list[str]) -> bool:
    """Move to the list at a path; False where there is none."""
    for step in path:
        if scanner.next() != "{":
            return False
        for name in scanner.members():
            if name == step:
                break
            scanner.skip()
        else:
            return False
    return scanner.next() == "["


def _path(file: File, layout: Layout) -> str:
    """Where the list of objects is, if there is one only. Raises UnreadableError where nobody can tell."""
    with closing(text_pieces(file, layout.encoding)) as pieces:
        scanner = Scanner(pieces, file.name)
        if scanner.next() == "[":
            return ""
        found = list(_lists(scanner, "", 0))
    if len(found) != 1:
        said = "no list of objects" if not found else f"several lists: {', '.join(found[:20])}"
        right = "Name it under `path` in a mapping." if found else "Each record is an object in a list."
        raise UnreadableError(Problem(Place(file.name), f"The document has {said}.", right))
    return found[0]


def _lists(scanner: Scanner, path: str, depth: int) -> Iterator[str]:
    """Where in an object there are lists of objects, at any depth but inside of each other."""
    if depth > MAX_DEPTH:
        raise UnreadableError(_too_deep(scanner.place))
    if scanner.next() != "{":
        scanner.skip()
        return
    for name in scanner.members():
        inner = f"{path}.{name}" if path else name
        if scanner.next() != "[":
            yield from _lists(scanner, inner, depth + 1)
            continue
        if scanner.first() == "{":
            yield inner
        scanner.skip()


def flat(record: Mapping[str, Any], place: Place) -> Row:
    """A record as one row, without what is null. Raises UnreadableError where it is too deep or too wide."""
    row: Row = {}
    for path, value in _leaves("", record, 0, place):
        text = _text(value, Place(place.file, place.line, place.column or path)).strip()
        if text:
            row[path] = text
    if len(row) > MAX_FOREIGN_COLUMNS:
        found = f"A record with {len(row):,} values."
        raise UnreadableError(Problem(place, found, f"Up to {MAX_FOREIGN_COLUMNS:,} are read."))
    return row


def _leaves(path: str, value: Any, depth: int, place: Place) -> Iterator[tuple[str, Any]]:
    if depth > MAX_DEPTH:
        raise UnreadableError(_too_deep(place))
    if isinstance(value, Mapping):
        for number, (given, inner) in enumerate(value.items(), 1):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            name = str(given) or f"field {number}"  # pyright: ignore[reportUnknownArgumentType]
            yield from _leaves(f"{path}.{name}" if path else name, inner, depth + 1, place)
    elif isinstance(value, list):
        # A list of objects becomes a list of each of their values.
        columns: dict[str, list[str]] = {}
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            for inner, leaf in _leaves(path, item, depth + 1, place):
                columns.setdefault(inner, []).append(_text(leaf, place))
        for inner, texts in columns.items():
            yield inner, joined([text for text in texts if text.strip()])
    elif value is not None:
        yield path, value


def _text(value: Any, place: Place) -> str:
    text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else _number(value)
    if len(text) > MAX_CELL:
        found = f"A value of more than {MAX_CELL:,} characters."
        raise UnreadableError(Problem(place, found, "Shorten it, or cite a document."))
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UnreadableError(Problem(place, "Half a character.", "Export it again, as UTF-8."))
    if "\0" in text:
        raise UnreadableError(Problem(place, "A NUL character.", "Leave it out."))
    return text


def _number(value: Any) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _too_deep(place: Place) -> Problem:
    return Problem(place, f"More than {MAX_DEPTH} levels inside each other.", _FLATTEN)
