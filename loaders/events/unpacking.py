"""Packed files, unpacked within bounds."""

import gzip
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from graph_schema.problems import Place, Problem
from loaders.sample import Sample
from loaders.text import UnreadableError

MAX_RATIO = 200
"""What people and programs write compresses ten- to fiftyfold; only endless repetition compresses more than this."""
_SMALL = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


def check_packed(path: Path, name: str) -> None:
    """Raise UnreadableError where a file is damaged, or unpacks to more than a file of its size sensibly holds."""
    most = max(_SMALL, path.stat().st_size * MAX_RATIO)
    try:
        with gzip.open(path) as file:
            done = 0
            while count := len(file.read(_CHUNK)):
                done += count
                if done > most:
                    found = f"It unpacks to more than {most:,} bytes, {MAX_RATIO} times its size."
                    raise UnreadableError(Problem(Place(name), found, "Unpack it, if it is meant to be so."))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        found = "The file is packed by gzip, and damaged or cut off."
        raise UnreadableError(Problem(Place(name), found, "Pack or export it again.")) from error


@contextmanager
def opened(sample: Sample) -> Generator[BinaryIO]:
    """The bytes of a file, unpacked. Raises UnreadableError as `check_packed` does."""
    if sample.is_packed:
        check_packed(sample.path, sample.name)
        with gzip.open(sample.path) as file:
            yield cast("BinaryIO", file)
    else:
        with sample.path.open("rb") as file:
            yield file
