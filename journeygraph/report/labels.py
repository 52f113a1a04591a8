"""Places the labels of a scatter so that none covers a point or another label."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from journeygraph.report.markup import height_of, width_of, wrapped

RADIUS = 6.0
"""Of a point."""
SIZE = 13
_WIDEST = 150
_MOST_LINES = 3
_NEAR = 4.0
"""From a point to its label; one that is farther away has a line to its point."""
_FAR = (16.0, 32.0, 52.0, 76.0)
_AROUND = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


@dataclass(frozen=True)
class Spot:
    """A point in a figure, with the number that a table has it under."""

    number: int
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Rect:
    """A part of a figure."""

    x: float
    y: float
    width: float
    height: float

    def touches(self, other: "Rect") -> bool:
        """Whether they share more than an edge."""
        beside = self.x >= other.x + other.width or other.x >= self.x + self.width
        return not (beside or self.y >= other.y + other.height or other.y >= self.y + self.height)

    def within(self, other: "Rect") -> bool:
        """Whether it lies in the other."""
        return (
            self.x >= other.x
            and self.y >= other.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


@dataclass(frozen=True)
class Label:
    """A point's label with its place."""

    spot: Spot
    lines: tuple[str, ...]
    rect: Rect
    leader: bool
    """Whether it is so far away that a line must lead to it."""


def place_labels(spots: Sequence[Spot], area: Rect, reserved: Iterable[Rect]) -> Iterator[Label]:
    """Labels for the points, the first ones first: the name with its number, else the number, else none."""
    marks = [Rect(s.x - RADIUS, s.y - RADIUS, 2 * RADIUS, 2 * RADIUS) for s in spots]
    blocked = [*marks, *reserved]
    for spot in spots:
        label = _placed(spot, tuple(wrapped(f"{spot.number} {spot.name}", _WIDEST, SIZE, _MOST_LINES)), area, blocked)
        label = label or _placed(spot, (str(spot.number),), area, blocked)
        if label:
            blocked.append(label.rect)
            yield label


def _placed(spot: Spot, lines: tuple[str, ...], area: Rect, blocked: Sequence[Rect]) -> Label | None:
    width, height = max(width_of(line, SIZE) for line in lines) + 2, height_of(lines, SIZE)
    for distance in (_NEAR, *_FAR):
        for across, down in _AROUND:
            reach = RADIUS + distance
            x = spot.x + across * reach - (width if across < 0 else 0 if across else width / 2)
            y = spot.y + down * reach - (height if down < 0 else 0 if down else height / 2)
            rect = Rect(x, y, width, height)
            if rect.within(area) and not any(rect.touches(other) for other in blocked):
                return Label(spot, lines, rect, leader=distance > _NEAR)
    return None
