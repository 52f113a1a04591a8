"""Places the labels of a scatter so that none covers a point or another label."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from journeygraph.report.markup import height_of, width_of, wrapped

RADIUS = 6.0
"""Of a point."""
SIZE = 13
_WIDEST = 150
_MOST_LINES = 3
_NEAR = 4.0
"""From a point to its label; one that is farther away has a line to its point."""
_FAR = (16.0, 30.0, 46.0)
_FEW = 24
_DOT = 4.0
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
    marks = {s.number: Rect(s.x - RADIUS, s.y - RADIUS, 2 * RADIUS, 2 * RADIUS) for s in spots}
    taken = list(reserved)
    # Between many points lines would cross: a number beside its point is easier to follow then.
    far = _FAR if len(spots) <= _FEW else ()
    for spot in spots:
        name, number = wrapped(f"{spot.number} {spot.name}", _WIDEST, SIZE, _MOST_LINES), [str(spot.number)]
        blocked = [*taken, *(mark for other, mark in marks.items() if other != spot.number)]
        for lines, distances in ((name, (_NEAR, *far)), (number, (_NEAR, *_FAR))):
            label = _placed(spot, tuple(lines), distances, area, [*blocked, marks[spot.number]], blocked)
            if label:
                taken += [label.rect, *(way_to(label) if label.leader else ())]
                yield label
                break


def way_to(label: Label) -> list[Rect]:
    """Small squares along the line from a point to its label, which nothing else may cover."""
    x, y = nearest(label)
    away = hypot(x - label.spot.x, y - label.spot.y)
    steps = int((away - RADIUS) // _DOT)
    shares = ((RADIUS + place * _DOT) / away for place in range(steps))
    return [
        Rect(label.spot.x + (x - label.spot.x) * share - 1, label.spot.y + (y - label.spot.y) * share - 1, 2, 2)
        for share in shares
    ]


def nearest(label: Label) -> tuple[float, float]:
    """The place of a label's edge that is nearest to its point."""
    rect, spot = label.rect, label.spot
    return min(max(spot.x, rect.x), rect.x + rect.width), min(max(spot.y, rect.y), rect.y + rect.height)


def _placed(
    spot: Spot,
    lines: tuple[str, ...],
    distances: Sequence[float],
    area: Rect,
    blocked: Sequence[Rect],
    others: Sequence[Rect],
) -> Label | None:
    width, height = max(width_of(line, SIZE) for line in lines) + 2, height_of(lines, SIZE)
    for distance in distances:
        for across, down in _AROUND:
            reach = RADIUS + distance
            x = spot.x + across * reach - (width if across < 0 else 0 if across else width / 2)
            y = spot.y + down * reach - (height if down < 0 else 0 if down else height / 2)
            label = Label(spot, lines, Rect(x, y, width, height), leader=distance > _NEAR)
            if not label.rect.within(area) or any(label.rect.touches(other) for other in blocked):
                continue
            if not label.leader or not any(step.touches(other) for step in way_to(label) for other in others):
                return label
    return None
