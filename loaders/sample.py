"""What is looked at to tell of which form a file is: its ending, and the beginning of what it holds."""

import gzip
import zlib
from functools import cached_property
from pathlib import Path

HEAD = 64 * 1024
"""So many bytes of a file are looked at."""
GZIP = b"\x1f\x8b"


class Sample:
    """A file or folder to be read; `name` is how it is called in messages."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name

    @cached_property
    def is_file(self) -> bool:
        """Whether it is a file; a folder has no content of its own."""
        return self.path.is_file()

    @cached_property
    def suffix(self) -> str:
        """The ending in lower case, without `.gz`."""
        suffix = self.path.suffix.lower()
        return self.path.with_suffix("").suffix.lower() if suffix == ".gz" else suffix

    @cached_property
    def is_packed(self) -> bool:
        """Whether it is packed by gzip, whatever it is called."""
        return self._raw.startswith(GZIP)

    @cached_property
    def head(self) -> bytes:
        """The first bytes of the content, unpacked where gzip packed it; empty for a folder and for what is damaged."""
        if not self.is_packed:
            return self._raw
        try:
            with gzip.open(self.path) as file:
                return file.read(HEAD)
        except (OSError, EOFError, zlib.error):
            return b""

    @cached_property
    def text(self) -> str | None:
        """The beginning as text, without a byte order mark; None where it is not text in UTF-8 or UTF-16."""
        for encoding, mark in (("utf-16", (b"\xff\xfe", b"\xfe\xff")), ("utf-8-sig", (b"",))):
            if self.head.startswith(mark):
                try:
                    # A character may be cut at the end of what is looked at.
                    text = self.head.decode(encoding, "strict" if len(self.head) < HEAD else "ignore")
                except UnicodeDecodeError:
                    return None
                return None if "\0" in text else text
        return None

    @cached_property
    def _raw(self) -> bytes:
        if not self.is_file:
            return b""
        with self.path.open("rb") as file:
            return file.read(HEAD)
