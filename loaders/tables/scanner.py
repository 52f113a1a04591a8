"""Reads JSON as a stream, one record at a time, with bounds on how large and how deep it is.

The parsers that stream in C end the process where brackets are nested deep, so Python's own decodes each record, and
what stands around records is only skipped.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from graph_schema.problems import Place, Problem
from loaders.text import UnreadableError
from loaders.values import shown

MAX_DEPTH = 30
MAX_RECORD = 16 * 1024 * 1024
"""So many characters one record takes at most."""
_BLANK = re.compile(r"[ \t\r\n]*")
_NEXT = re.compile(r'[^"\[\]{}]*')
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_FIRST = re.compile(r"\[[ \t\r\n]*([^ \t\r\n])")
_OPEN, _CLOSE = "[{", "]}"


class Scanner:
    """Stands at a place of a JSON text, and moves on. Raises UnreadableError with the line of what is wrong."""

    def __init__(self, pieces: Iterator[str], name: str) -> None:
        self._pieces, self._name = pieces, name
        self._text, self._at, self._line = "", 0, 1
        self._ended = False

    @property
    def place(self) -> Place:
        """The line where it stands."""
        return Place(self._name, self._line + self._text.count("\n", 0, self._at))

    def next(self) -> str:
        """The next character that isn't blank, without taking it; empty at the end."""
        while True:
            self._at = _end(_BLANK, self._text, self._at)
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def take(self, expected: str) -> None:
        """Take the next character, which must be one of these."""
        found = self.next()
        if not found or found not in expected:
            what = f"{shown(found)} stands where " if found else "it ends where "
            raise self.error(f"{what}{' or '.join(expected)} is expected")
        self._at += 1

    def value(self) -> Any:
        """Take a whole value: numbers come as text, with all their digits."""
        self.next()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                raise self.error(f"more than {MAX_DEPTH} levels inside each other") from None
            except _NoJsonError as error:
                raise self.error(str(error)) from None
            except ValueError as error:
                if not self._more():
                    raise self.error(str(error).partition(":")[0].lower()) from None
            else:
                # A number that ends with the piece may go on in the next.
                if end < len(self._text) or self._text[end - 1] in _CLOSE or not self._more():
                    self._at = end
                    return found

    def items(self) -> Iterator[tuple[Place, Any]]:
        """The items of the list that begins here, each with its place."""
        self.take("[")
        while self.next() != "]":
            place = self.place
            yield place, self.value()
            if self.next() != ",":
                break
            self.take(",")
        self.take("]")

    def members(self) -> Iterator[str]:
        """The names in the object that begins here; whoever goes through them takes each one's value."""
        self.take("{")
        while self.next() == '"':
            name = self.value()
            self.take(":")
            yield name
            if self.next() != ",":
                break
            self.take(",")
        self.take("}")

    def first(self) -> str:
        """The first character inside the list that begins here, without taking it."""
        while (found := _FIRST.match(self._text, self._at)) is None and self._more():
            pass
        return found[1] if found else ""

    def skip(self) -> None:
        """Move behind the value that begins here, without keeping it."""
        if self.next() not in _OPEN:
            self.value()
            return
        depth = 0
        while True:
            self._at = _end(_NEXT, self._text, self._at)
            if self._at == len(self._text):
                self._drop()
                if not self._more():
                    raise self.error("it ends inside of a list or an object")
                continue
            found = self._text[self._at]
            if found == '"':
                self._skip_string()
                continue
            self._at += 1
            depth += 1 if found in _OPEN else -1
            if depth == 0:
                return

    def error(self, found: str) -> UnreadableError:
        """What is wrong where it stands."""
        return UnreadableError(Problem(self.place, f"This is not JSON: {found}.", "Export it again."))

    def _skip_string(self) -> None:
        while (whole := _STRING.match(self._text, self._at)) is None:
            self._drop()
            if not self._more():
                raise self.error("a text has no end")
        self._at = whole.end()

    def _drop(self) -> None:
        """Forget what was read."""
        self._line += self._text.count("\n", 0, self._at)
        self._text, self._at = self._text[self._at :], 0

    def _more(self) -> bool:
        """Read on, at least as much as is waiting; False at the end."""
        self._drop()
        wanted = len(self._text)
        if wanted > MAX_RECORD:
            found = f"A record of more than {MAX_RECORD:,} characters."
            raise UnreadableError(Problem(self.place, found, "Split it, or name the list under `path`."))
        pieces = [self._text]
        while not self._ended and wanted >= 0:
            piece = next(self._pieces, "")
            self._ended = not piece
            pieces.append(piece)
            wanted -= len(piece)
        self._text = "".join(pieces)
        return len(self._text) > len(pieces[0])


class _NoJsonError(Exception):
    """What Python's decoder takes, and JSON doesn't have."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        doubled = next(name for index, (name, _) in enumerate(pairs) if name in dict(pairs[:index]))
        raise _NoJsonError(f"{shown(doubled)} stands twice in one object")
    return record


def _no_number(text: str) -> NoReturn:
    raise _NoJsonError(f"{text} is no number")


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_once)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def decode(line: str, place: Place) -> Any:
    """A whole text as a value. Raises UnreadableError where it isn't one."""
    scanner = Scanner(iter((line,)), place.file)
    try:
        value = scanner.value()
        if scanner.next():
            raise scanner.error("something stands behind it")
    except UnreadableError as error:
        raise UnreadableError(Problem(place, error.problem.found, "Write one object in each line.")) from None
    return value
