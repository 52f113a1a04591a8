"""The inside of a workbook: a zip of XML parts, each read as a stream and within bounds.

A zip's directory is checked before anything is unpacked; a document type, which could hold entities, is refused.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from xml.parsers import expat

from graph_schema.problems import Place, Problem
from loaders.text import UnreadableError
from loaders.values import shown

MAX_FILE = 128 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024
MAX_PARTS = 2_000
MAX_DIRECTORY = 1024 * 1024
MAX_RATIO = 200
"""What people type compresses ten- to thirtyfold; only repetition without end compresses more than this."""
MAX_TAGS = 30_000_000
"""So many tags of a part are read: a million rows of seven cells have fewer."""
MAX_TOKEN = 4 * 1024 * 1024
_SMALL = 4 * 1024 * 1024
_CHUNK = 64 * 1024
_END, _LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_SAVE = "Save it anew as an Excel workbook (.xlsx), without a password."


class XlsxError(UnreadableError):
    """Reading the workbook ends here, with this problem."""


class Handler(Protocol):
    """Takes what a part holds; names come without their namespaces."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """A piece of text."""


class Package:
    """An open workbook; `name` is how it is called in messages. Raises XlsxError where it can't be read."""

    what = "workbook"
    save = _SAVE
    older = ".xls"

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        size = path.stat().st_size
        if size > MAX_FILE:
            raise self.error(f"The file has {size:,} bytes.", f"Split it, or use CSV: up to {MAX_FILE:,} are read.")
        self._check_directory(path, size)
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise self.error(f"This is not a {self.what}: it is no whole zip file.", self.save) from error
        try:
            self._check_parts()
        except XlsxError:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def error(self, found: str, right: str, part: str = "") -> XlsxError:
        """A problem with the file as a whole, or with a part of it."""
        return XlsxError(Problem(Place(self.name, 0, shown(part)[1:-1]), found, right))

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._parts

    def feed(self, part: str, handler: Handler) -> Iterator[None]:
        """Read a part, handing what it holds to `handler`; yields between pieces, so that a reader can stream."""
        if part not in self._parts:
            raise self.error(f"The {self.what} lacks a part that it names.", self.save, part)
        parser = self._parser(part, handler)
        fed = 0
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)
                    fed += len(chunk)
                    if fed - parser.CurrentByteIndex > MAX_TOKEN:
                        raise self.error(f"A tag of more than {MAX_TOKEN:,} bytes.", self.save, part)
                    yield
            parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            found = f"A part of it is not XML: {reason} in line {error.lineno}."
            raise self.error(found, self.save, part) from error
        except _BROKEN as error:
            raise self.error("A part of it is damaged.", self.save, part) from error

    def read(self, part: str, handler: Handler) -> None:
        """Read a whole part."""
        for _ in self.feed(part, handler):
            pass

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """What a part relates to: id, kind and part of each; what lies outside of the file is left out."""
        folder, base = posixpath.split(part)
        found = _Relations()
        listed = posixpath.join(folder, "_rels", f"{base}.rels")
        if self.has(listed):
            self.read(listed, found)
        return [
            (key, kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            for key, kind, target in found.items
        ]

    def _parser(self, part: str, handler: Handler) -> expat.XMLParserType:
        def refuse(*_: object) -> None:
            raise self.error(f"A document type, which no {self.what} has.", self.save, part)

        tags = count(1)

        def start(tag: str, attributes: dict[str, str]) -> None:
            if next(tags) > MAX_TAGS:
                raise self.error(f"More than {MAX_TAGS:,} tags.", "Split it, or use CSV.", part)
            handler.start(_local(tag), {_local(name): value for name, value in attributes.items()})

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        parser.StartElementHandler = start
        parser.EndElementHandler = lambda tag: handler.end(_local(tag))
        parser.CharacterDataHandler = handler.text
        return parser

    def _check_directory(self, path: Path, size: int) -> None:
        """The zip's directory is read whole when it is opened, so its size is looked at before."""
        with path.open("rb") as file:
            file.seek(max(0, size - 65_557 - 76))
            tail = file.read()
        end = tail.rfind(_END)
        if end < 0 or len(tail) - end < 22:
            remedy = f"{self.save} Older {self.older} files and protected ones have another form."
            raise self.error(f"This is not a {self.what}: it is no whole zip file.", remedy)
        parts, directory = (int.from_bytes(tail[end + a : end + b], "little") for a, b in ((10, 12), (12, 16)))
        if tail[end - 20 : end - 16] == _LOCATOR and end >= 76:
            parts = int.from_bytes(tail[end - 44 : end - 36], "little")
            directory = int.from_bytes(tail[end - 36 : end - 28], "little")
        if parts > MAX_PARTS or directory > MAX_DIRECTORY:
            raise self.error(f"The file holds {parts:,} parts.", f"A {self.what} has up to {MAX_PARTS:,}. {self.save}")

    def _check_parts(self) -> None:
        parts = self._zip.infolist()
        self._parts = {part.filename for part in parts}
        if len(self._parts) < len(parts):
            raise self.error("Two parts of the file have one name.", self.save)
        for part in parts:
            name = part.filename
            if ".." in name.split("/") or name.startswith("/") or "\\" in name or "\0" in part.orig_filename:
                raise self.error("A part's name leads out of the file.", self.save, name)
            if part.flag_bits & 1:
                raise self.error("A part is encrypted.", self.save, name)
            if part.file_size > _SMALL and part.file_size > MAX_RATIO * part.compress_size:
                found = f"{part.compress_size:,} bytes unpack to {part.file_size:,}."
                raise self.error(found, f"No {self.what} that people write does; it is not read.", name)
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED:
            remedy = f"Split it, or use CSV: up to {MAX_UNPACKED:,} are read."
            raise self.error(f"The file unpacks to {unpacked:,} bytes.", remedy)


class _Relations:
    def __init__(self) -> None:
        self.items: list[tuple[str, str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.items.append((attributes.get("Id", ""), kind, attributes.get("Target", "")))

    def end(self, tag: str) -> None:
        """Nothing to do."""

    def text(self, data: str) -> None:
        """Nothing to do."""


def is_lock(path: Path) -> bool:
    """Whether it is what Excel puts beside a workbook that is open."""
    return path.name.startswith("~$")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
