"""Opens files as text, unpacked within bounds: in the encoding that is named, marked or, where it is sure, detected."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import BinaryIO, TextIO, cast

from graph_schema.problems import Place, Problem
from loaders.tables.layout import File
from loaders.text import UnreadableError
from loaders.values import shown

MAX_RATIO = 200
"""What people and programs write compresses ten- to fiftyfold; only endless repetition compresses more than this."""
MAX_LINE = 10_000_000
_SMALL = 64 * 1024 * 1024
_LOOKED_AT = 64 * 1024
_CHUNK = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLDER = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "cp932", "gb18030", "big5", "cp949"]
_LINE_END = re.compile(r"\r\n?|\n")
_DAMAGED = "The file is packed by gzip, and damaged or cut off."


@contextmanager
def open_bytes(file: File) -> Generator[BinaryIO]:
    """The bytes of a file, unpacked. Raises UnreadableError where they can't be."""
    with file.path.open("rb") as raw:
        if not file.packed:
            yield raw
            return
        bounded = io.BufferedReader(_Unpacked(raw, file), _CHUNK)
        try:
            yield cast("BinaryIO", bounded)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableError(Problem(Place(file.name), _DAMAGED, "Pack or export it again.")) from error


class _Unpacked(io.RawIOBase):
    """Unpacks as it is read, and not more than a file of its size can sensibly hold."""

    def __init__(self, raw: BinaryIO, file: File) -> None:
        self._stream = gzip.GzipFile(fileobj=raw)
        self._file = file
        self._most = max(_SMALL, file.path.stat().st_size * MAX_RATIO)
        self._done = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer."""
        view = memoryview(cast("bytearray", buffer))
        count = self._stream.readinto(view)
        self._done += count
        if self._done > self._most:
            found = f"It unpacks to more than {self._most:,} bytes, {MAX_RATIO} times its size."
            raise UnreadableError(Problem(Place(self._file.name), found, "Unpack it, if it is meant to be so."))
        return count


def encoding_of(file: File) -> tuple[str, bool]:
    """The encoding of a text, and whether it was guessed. Raises UnreadableError where it can't be told."""
    with open_bytes(file) as stream:
        beginning = stream.read(_LOOKED_AT)
        for mark, encoding in _MARKS:
            if beginning.startswith(mark):
                return encoding, False
        if b"\0" in beginning:
            return _two_bytes(beginning, file), True
        sample, whole = beginning, len(beginning) < _LOOKED_AT
        while sample.isascii() and (chunk := stream.read(_CHUNK)):
            sample, whole = chunk, False
            if not chunk.isascii():
                # A few lines around the first letter that isn't ASCII tell more than the first lines do.
                at = next(index for index, byte in enumerate(chunk) if byte > 0x7F)
                sample = chunk[max(0, at - 1000) : at + _LOOKED_AT]
    return _detect(sample, whole, file)


def _detect(sample: bytes, whole: bool, file: File) -> tuple[str, bool]:
    if sample.isascii():
        return "utf-8", False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, whole)
        return "utf-8", False
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_OLDER).best()
    if best is None:
        found = "The text is not UTF-8, and of no encoding that can be told."
        raise UnreadableError(
            Problem(Place(file.name), found, "Save it as UTF-8, or name its `encoding` in a mapping.")
        )
    return best.encoding, True


def _two_bytes(beginning: bytes, file: File) -> str:
    """UTF-16 without a mark has a NUL in every other byte of plain text."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = beginning[start::2]
        if half.count(0) > 0.8 * len(half) and 0 not in beginning[1 - start : 200 : 2]:
            return encoding
    raise UnreadableError(not_text(file, beginning[: beginning.index(0)].count(b"\n") + 1))


def not_text(file: File, line: int) -> Problem:
    """The problem of a file that isn't text, whatever it is called."""
    return Problem(Place(file.name, line), "A NUL character.", "This is not a text file; save it as CSV.")


def text_lines(file: File, encoding: str | None) -> Generator[str]:
    """Stream the lines with their ends, whichever these are. Raises UnreadableError with the line that is wrong."""
    number = 0
    with _open_text(file, encoding, lambda: number) as text:
        while line := text.readline(MAX_LINE):
            number += 1
            if "\0" in line:
                raise UnreadableError(not_text(file, number))
            if len(line) == MAX_LINE:
                found = f"A line of {MAX_LINE:,} characters or more."
                right = "This is not a text file; save it as CSV."
                raise UnreadableError(Problem(Place(file.name, number), found, right))
            yield line


def text_pieces(file: File, encoding: str | None) -> Generator[str]:
    """Stream the text in pieces, whatever its lines are."""
    number = 1
    with _open_text(file, encoding, lambda: number - 1) as text:
        while piece := text.read(_LOOKED_AT):
            if "\0" in piece:
                raise UnreadableError(not_text(file, number + piece[: piece.index("\0")].count("\n")))
            number += piece.count("\n")
            yield piece


@contextmanager
def _open_text(file: File, encoding: str | None, lines: Callable[[], int]) -> Generator[TextIO]:
    """The text of a file; what can't be decoded is a problem, `lines` below the beginning."""
    chosen = encoding or encoding_of(file)[0]
    with open_bytes(file) as stream:
        try:
            yield io.TextIOWrapper(stream, encoding=chosen, newline="")
        except UnicodeDecodeError as error:
            raise UnreadableError(_undecodable(error, file, lines())) from None
        except UnicodeError as error:
            found = f"The text is not {chosen}: {error}."
            raise UnreadableError(Problem(Place(file.name), found, "Save it as UTF-8.")) from None
        except LookupError:
            found = f"There is no encoding {shown(chosen)}."
            raise UnreadableError(Problem(Place(file.name), found, "Write one such as utf-8 or cp1252.")) from None


def _undecodable(error: UnicodeDecodeError, file: File, lines: int) -> Problem:
    before = error.object[: error.start].decode(error.encoding, "replace")
    line = lines + len(_LINE_END.findall(before)) + 1
    name = error.encoding.upper()
    right = "Save the file as UTF-8." if name == "UTF-8" else "Save the file as UTF-8, or name its encoding."
    return Problem(Place(file.name, line), f"Byte 0x{error.object[error.start]:02x} is not {name}.", right)
