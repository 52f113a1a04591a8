"""Where what is loaded comes from: the files with their digests, and the places in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path

from graph_schema.kinds.evidence import Source
from loaders.entries import Entry
from loaders.text import printable

MAX_FILES = 1_000
"""So many files of one folder are named with a run."""


@dataclass(frozen=True)
class FileRead:
    """A file that was read: its name, its SHA-256 in hexadecimal, and how many bytes it has."""

    name: str
    digest: str
    size: int

    @classmethod
    def of(cls, path: Path, name: str) -> "FileRead":
        """Read a file for its digest."""
        with path.open("rb") as file:
            return cls(name, file_digest(file, "sha256").hexdigest(), file.seek(0, 2))


def files_read(path: Path, name: str, inner: Iterable[str]) -> list[FileRead]:
    """The files at a path, by their paths inside it; the path itself is called `.`."""
    named = [(path / file, name if file == "." else f"{name}/{printable(file)}") for file in inner]
    return [FileRead.of(*each) for each in named[:MAX_FILES]]


def signed(entries: Iterable[Entry], file: FileRead, form: str) -> Iterator[Entry]:
    """The entries of a file that is a source itself, which is the first that it tells of: that says so."""
    said = {"file": Path(file.name).name, "digest": file.digest, "form": form}
    own: object = None
    for entry in entries:
        if entry.collection == Source.plural and own in (None, entry.fields.get("key")):
            own = entry.fields.get("key")
            yield replace(entry, fields=said | dict(entry.fields))
        else:
            yield entry
