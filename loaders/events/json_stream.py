"""The records of a list in a JSON document of any size, or of JSON lines, one after the other, within bounds."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from graph_schema.problems import Place
from loaders.sample import Sample
from loaders.tables.layout import File
from loaders.tables.scanner import Scanner, decode
from loaders.tables.streams import text_lines, text_pieces


def records(sample: Sample, member: str = "") -> Iterator[tuple[Place, Any]]:
    """Stream the records of the list that a document is, or that a member of it is; none where there is none.

    Raises UnreadableError where the document ends early, or is no JSON.
    """
    with closing(text_pieces(File.of(sample), None)) as pieces:
        scanner = Scanner(pieces, sample.name)
        if not member:
            yield from _placed(scanner, member)
            return
        for name in scanner.members():
            if name == member and scanner.next() == "[":
                yield from _placed(scanner, member)
            else:
                scanner.skip()


def _placed(scanner: Scanner, member: str) -> Iterator[tuple[Place, Any]]:
    for index, (place, record) in enumerate(scanner.items()):
        yield Place(place.file, place.line, f"{member}[{index}]"), record


def lines(sample: Sample) -> Iterator[tuple[Place, Any]]:
    """Stream the records of JSON lines. Raises UnreadableError at the first wrong one."""
    for number, line in enumerate(text_lines(File.of(sample), None), 1):
        if not line.isspace():
            place = Place(sample.name, number)
            yield place, decode(line, place)
