"""Draws counts as tiles that can be counted: full where something is there, empty and dashed where it is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from xml.etree.ElementTree import Element

from journeygraph.report.figure import SIZE, SMALL, WIDTH
from journeygraph.report.markup import element, height_of, lines_of_text, wrapped

MOST_TILES = 120
"""More of them nobody counts; a tile stands for several then, and the row says for how many."""
_LABEL = 230
_NUMBER = 76
_TILE, _STEP = 11, 16
_SPACE = 18


@dataclass(frozen=True)
class Tiles:
    """One row: how many are missing, of how many if that is known."""

    label: str
    missing: int
    of: int | None

    @property
    def each(self) -> int:
        """For how many things one tile stands."""
        return max(1, ceil(max(self.of or 0, self.missing) / MOST_TILES))


def draw_tiles(rows: Sequence[Tiles]) -> tuple[float, list[Element]]:
    """The height of the figure, and its parts."""
    parts: list[Element] = []
    y = 4.0
    for place, row in enumerate(rows):
        height, drawn = _row(row, y)
        parts += drawn
        y += height + _SPACE
        if place < len(rows) - 1:
            parts.append(element("path", d=f"M0 {y - _SPACE / 2:.1f}H{WIDTH}", class_="rule"))
    return y - _SPACE + 6, parts


def _row(row: Tiles, y: float) -> tuple[float, list[Element]]:
    note = f"{row.label} (a tile is {row.each})" if row.each > 1 else row.label
    label = wrapped(note, _LABEL - 12, SIZE, 3)
    number = str(row.missing) if row.of is None else f"{row.missing} of {row.of}"
    tiles = list(_tiles(row, y + 3))
    across = int((WIDTH - _LABEL - _NUMBER) // _STEP)
    height = max(height_of(label, SIZE), ceil(len(tiles) / across) * _STEP + 2)
    return height, [
        lines_of_text([number], 0, y, SIZE, class_="strong"),
        lines_of_text(label, _NUMBER, y, SIZE),
        *tiles,
    ] if tiles else [
        lines_of_text([number], 0, y, SIZE, class_="strong"),
        lines_of_text(label, _NUMBER, y, SIZE),
        lines_of_text(["nothing of the kind is recorded"], _NUMBER + _LABEL, y + 1, SMALL, class_="soft"),
    ]


def _tiles(row: Tiles, y: float) -> Iterator[Element]:
    missing = ceil(row.missing / row.each)
    there = ceil(max((row.of or row.missing) - row.missing, 0) / row.each)
    across = int((WIDTH - _LABEL - _NUMBER) // _STEP)
    for place in range(missing + there):
        look = "tile hole" if place < missing else "there"
        x = _NUMBER + _LABEL + place % across * _STEP
        yield element("rect", x=x, y=y + place // across * _STEP, width=_TILE, height=_TILE, rx=2, class_=look)
