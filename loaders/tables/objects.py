"""JSON as rows: a list of objects, wherever it stands in the document, or an object in each line.

What lies deeper in a record is named by its path, as `user.city`. Numbers keep their digits, however many.
"""

import codecs
import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO, NoReturn

from graph_schema.problems import Place, Problem
from loaders.tables.head import MAX_CELL, MAX_FOREIGN_COLUMNS, MAX_PROBLEMS, Column, Row
from loaders.tables.layout import File, Layout
from loaders.tables.streams import encoding_of, open_bytes, text_lines
from loaders.text import UnreadableError
from loaders.values import joined, shown

MAX_DEPTH = 30
MAX_RECORD = 16 * 1024 * 1024
"""So many bytes one record takes at most."""
_OPEN_AT_MOST = 10_000
_LOOKED_AT = 1_000
_SCANNED = 64 * 1024 * 1024
_ITEM = "item"
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
                record = _read_line(line)
            except (ValueError, RecursionError) as error:
                found = "Too many levels inside each other." if isinstance(error, RecursionError) else f"{error}."
                problems.append(Problem(place, f"This is not JSON: {found}", "Write one object in each line."))
            else:
                if isinstance(record, dict):
                    yield place, flat(record, place)  # pyright: ignore[reportUnknownArgumentType]
                else:
                    problems.append(Problem(place, "This is not an object.", "Write one object in each line."))
            if len(problems) - before >= MAX_PROBLEMS:
                return
    except UnreadableError as error:
        problems.append(error.problem)


def json_rows(file: File, layout: Layout, problems: list[Problem]) -> Iterator[tuple[Place, Row]]:
    """Stream the records of a list, each with its place in it: `data.items[3]`."""
    import ijson  # pyright: ignore[reportMissingTypeStubs]

    before, index = len(problems), -1
    try:
        path = layout.path if layout.path is not None else _path(file, layout)
        prefix = f"{path}.{_ITEM}" if path else _ITEM
        with _open(file, layout) as stream:
            for index, record in enumerate(ijson.items(stream, prefix, map_type=_Once)):
                place = Place(file.name, 0, f"{path}[{index}]")
                stream.restart()
                if isinstance(record, dict):
                    yield place, flat(record, place)  # pyright: ignore[reportUnknownArgumentType]
                else:
                    problems.append(Problem(place, "This is not an object.", "Each item of the list is one record."))
                    if len(problems) - before >= MAX_PROBLEMS:
                        return
        if index < 0:
            right = "Write in a mapping, under `path`, where the list is, as `data.items`."
            raise UnreadableError(Problem(Place(file.name), f"There is no list at {path or 'the beginning'}.", right))
    except (ijson.JSONError, ValueError) as error:
        where = f"after item {index}" if index >= 0 else ""
        reason = " ".join(str(error).split())[:200]
        problems.append(Problem(Place(file.name, 0, where), f"This is not JSON: {reason}.", "Export it again."))
    except UnreadableError as error:
        problems.append(error.problem)


def _path(file: File, layout: Layout) -> str:
    """Where the list of objects is, if there is one only. Raises UnreadableError where nobody can tell."""
    import ijson  # pyright: ignore[reportMissingTypeStubs]

    found: list[str] = []
    with _open(file, layout, most=_SCANNED) as stream:
        array = None
        for prefix, event, _ in ijson.parse(stream):
            if len(prefix) > _OPEN_AT_MOST:
                raise UnreadableError(_too_deep(Place(file.name)))
            if found and (prefix == found[-1] or prefix.startswith(f"{found[-1]}.") or not found[-1]):
                if not found[-1]:
                    return ""
                continue
            if event == "start_array":
                array = prefix
            elif event == "start_map" and array is not None and prefix == (f"{array}.{_ITEM}" if array else _ITEM):
                found.append(array)
    if len(found) != 1:
        said = "no list of objects" if not found else f"several lists: {', '.join(found[:20])}"
        right = "Name it under `path` in a mapping." if found else "Each record is an object in a list."
        raise UnreadableError(Problem(Place(file.name), f"The document has {said}.", right))
    return found[0]


class _Stream:
    """Bytes in UTF-8, with a bound on how much of them one record takes."""

    def __init__(self, stream: BinaryIO, file: File, most: int) -> None:
        self._stream, self._file, self._left = stream, file, most
        self.restart()

    def restart(self) -> None:
        """A record ends here."""
        self._taken = self._open = 0

    def read(self, size: int) -> bytes:
        """The next bytes."""
        chunk = self._stream.read(min(size, self._left)) if self._left else b""
        self._left -= len(chunk)
        self._taken += len(chunk)
        self._open += chunk.count(b"[") + chunk.count(b"{") - chunk.count(b"]") - chunk.count(b"}")
        if self._open > _OPEN_AT_MOST:
            raise UnreadableError(_too_deep(Place(self._file.name)))
        if self._taken > MAX_RECORD:
            found = f"A record of more than {MAX_RECORD:,} bytes."
            raise UnreadableError(Problem(Place(self._file.name), found, "Split it, or name the list under `path`."))
        return chunk


@contextmanager
def _open(file: File, layout: Layout, most: int = 1 << 62) -> Generator[_Stream]:
    encoding = layout.encoding or encoding_of(file)[0]
    with open_bytes(file) as stream:
        if encoding == "utf-8-sig":
            stream.read(len(codecs.BOM_UTF8))
        elif encoding != "utf-8":
            stream = codecs.EncodedFile(stream, "utf-8", encoding)
        yield _Stream(stream, file, most)  # pyright: ignore[reportArgumentType]


class _Once(dict[str, Any]):
    """A record, in which no name stands twice."""

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self:
            raise ValueError(f"{shown(name)} stands twice in one object")
        super().__setitem__(name, value)


def _read_line(line: str) -> Any:
    return json.loads(line, parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = _Once()
    for name, value in pairs:
        record[name] = value
    return record


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


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
        for name, inner in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield from _leaves(f"{path}.{name}" if path else str(name), inner, depth + 1, place)  # pyright: ignore[reportUnknownArgumentType]
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
