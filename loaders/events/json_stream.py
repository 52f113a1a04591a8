"""The records of a list in a JSON document of any size, one after the other, within bounds."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from graph_schema.problems import Place, Problem
from loaders.events.unpacking import opened
from loaders.sample import Sample
from loaders.text import UnreadableError

MAX_DEPTH = 10_000
MAX_RECORD = 16 * 1024 * 1024
"""So many bytes one record takes at most."""
_MARK = b"\xef\xbb\xbf"


def records(sample: Sample, prefix: str) -> Iterator[tuple[Place, Any]]:
    """Stream the records at a place such as `events.item`. Raises UnreadableError where the document ends early."""
    import ijson  # pyright: ignore[reportMissingTypeStubs]

    index = -1
    with opened(sample) as file:
        stream = _Stream(file, sample.name)
        try:
            for index, record in enumerate(ijson.items(stream, prefix)):
                stream.restart()
                yield Place(sample.name, 0, f"{prefix.removesuffix('.item')}[{index}]"), record
        except (ijson.JSONError, ValueError, OverflowError) as error:
            where = f"after {prefix.removesuffix('.item')}[{index}]" if index >= 0 else ""
            reason = " ".join(str(error).split())[:200]
            problem = Problem(Place(sample.name, 0, where), f"This is not JSON: {reason}.", "Export it again.")
            raise UnreadableError(problem) from None


def lines(sample: Sample) -> Iterator[tuple[Place, Any]]:
    """Stream the records of JSON lines, numbers as they are written. Raises UnreadableError at the first wrong one."""
    number = 0
    with opened(sample) as file:
        while line := file.readline(MAX_RECORD):
            number += 1
            place = Place(sample.name, number)
            if len(line) == MAX_RECORD:
                raise UnreadableError(Problem(place, f"A line of {MAX_RECORD:,} bytes or more.", "Export it again."))
            if not line.isspace():
                yield place, _parsed(line, place)


def _parsed(line: bytes, place: Place) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"), parse_int=str, parse_float=str)
    except UnicodeDecodeError as error:
        found, right = f"Byte 0x{line[error.start]:02x} is not UTF-8.", "Save the file as UTF-8."
    except RecursionError:
        found, right = "Too many levels inside each other.", "Export it again."
    except ValueError as error:
        found, right = f"This is not JSON: {error}.", "Write one object in each line."
    raise UnreadableError(Problem(place, found, right))


class _Stream:
    """Bytes, with bounds on how many of them one record takes, and on how deep it goes."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._first = True
        self.restart()

    def restart(self) -> None:
        """A record ends here."""
        self._taken = self._open = 0

    def read(self, size: int) -> bytes:
        """The next bytes."""
        chunk = self._file.read(size)
        if self._first:
            chunk, self._first = chunk.removeprefix(_MARK), False
        self._taken += len(chunk)
        self._open += chunk.count(b"[") + chunk.count(b"{") - chunk.count(b"]") - chunk.count(b"}")
        if self._taken > MAX_RECORD or self._open > MAX_DEPTH:
            found = f"A record of more than {MAX_RECORD:,} bytes, or of very many levels inside each other."
            raise UnreadableError(Problem(Place(self._name), found, "Export it again."))
        return chunk
