"""Draws importance against satisfaction: four fields, a point for each touchpoint, labels that don't overlap."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, log10
from xml.etree.ElementTree import Element

from journeygraph.report.figure import SMALL, WIDTH
from journeygraph.report.labels import RADIUS, SIZE, Label, Rect, Spot, nearest, place_labels
from journeygraph.report.markup import element, lines_of_text, width_of

HEIGHT = 660
FIVE = (1.0, 5.0)
"""The scale on which importance and satisfaction are usually asked for."""
_PLOT = Rect(64, 14, WIDTH - 64 - 10, HEIGHT - 14 - 62)
_TICKS = 6

Scale = Callable[[float], float]
"""From a value to its place in the figure."""


class Field(StrEnum):
    """A quarter of the matrix, with what it tells."""

    INVEST = "Invest here"
    KEEP = "Keep it up"
    LEAVE = "Leave it for now"
    LESS = "Perhaps more than needed"


@dataclass(frozen=True)
class Point:
    """A touchpoint in the matrix."""

    number: int
    name: str
    importance: float
    satisfaction: float
    linked: bool
    """Whether it is linked to a brand goal."""


@dataclass(frozen=True)
class Matrix:
    """Points, and from where on importance and satisfaction count as high."""

    points: tuple[Point, ...]
    important_from: float
    satisfied_from: float

    def field(self, importance: float, satisfaction: float) -> Field:
        """The quarter in which a point lies."""
        if importance >= self.important_from:
            return Field.INVEST if satisfaction < self.satisfied_from else Field.KEEP
        return Field.LEAVE if satisfaction < self.satisfied_from else Field.LESS


def scale_of(values: Sequence[float]) -> tuple[float, float, float]:
    """From where to where an axis goes, and its step: 1 to 5 where that holds all, else round numbers around all."""
    low, high = min(values), max(values)
    if low >= FIVE[0] and high <= FIVE[1]:
        return (*FIVE, 1.0)
    raw = (high - low or abs(high) or 1.0) / _TICKS
    power = 10.0 ** floor(log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    first = floor(low / step)
    return first * step, max(ceil(high / step), first + 1) * step, step


def draw_matrix(matrix: Matrix) -> tuple[list[Element], list[int]]:
    """The parts of the figure, and the numbers of points that found no room for a label."""
    across = scale_of([*(p.satisfaction for p in matrix.points), matrix.satisfied_from])
    up = scale_of([*(p.importance for p in matrix.points), matrix.important_from])

    def x_of(value: float) -> float:
        return _PLOT.x + (value - across[0]) / (across[1] - across[0]) * _PLOT.width

    def y_of(value: float) -> float:
        return _PLOT.y + _PLOT.height - (value - up[0]) / (up[1] - up[0]) * _PLOT.height

    x, y = x_of(matrix.satisfied_from), y_of(matrix.important_from)
    titles = list(_titles())
    parts = [
        element("rect", x=_PLOT.x, y=_PLOT.y, width=x - _PLOT.x, height=y - _PLOT.y, class_="zone"),
        *_axes(across, up, x_of, y_of),
        element("path", d=f"M{x:.1f} {_PLOT.y}v{_PLOT.height}M{_PLOT.x} {y:.1f}h{_PLOT.width}", class_="axis"),
    ]
    for field, rect in titles:
        look = "strong" if field is Field.INVEST else "head"
        parts.append(lines_of_text([field], rect.x, rect.y, SIZE + 1, class_=look))
    # Where money may go is labelled first, so that its names are the last to give way.
    order = sorted(
        matrix.points, key=lambda p: (matrix.field(p.importance, p.satisfaction) is not Field.INVEST, p.number)
    )
    spots = [Spot(p.number, p.name, x_of(p.satisfaction), y_of(p.importance)) for p in order]
    lines = (Rect(x - 1, _PLOT.y, 2, _PLOT.height), Rect(_PLOT.x, y - 1, _PLOT.width, 2))
    labels = list(place_labels(spots, _PLOT, [*(rect for _, rect in titles), *lines]))
    parts += [_leader(label) for label in labels if label.leader]
    for point, spot in zip(order, spots, strict=True):
        look = "dot" if point.linked else "ring"
        parts.append(element("circle", cx=spot.x, cy=spot.y, r=RADIUS, class_=look))
    parts += [lines_of_text(label.lines, label.rect.x + 1, label.rect.y - 1, SIZE) for label in labels]
    named = {label.spot.number for label in labels}
    return parts, sorted(point.number for point in matrix.points if point.number not in named)


def _titles() -> Iterator[tuple[Field, Rect]]:
    """The names of the quarters stand in the four corners."""
    for field in Field:
        width = width_of(field, SIZE + 1) + 8
        left = field in (Field.INVEST, Field.LEAVE)
        top = field in (Field.INVEST, Field.KEEP)
        x = _PLOT.x + 10 if left else _PLOT.x + _PLOT.width - width - 2
        y = _PLOT.y + 6 if top else _PLOT.y + _PLOT.height - 26
        yield field, Rect(x, y, width, 20)


def _axes(
    across: tuple[float, float, float], up: tuple[float, float, float], x_of: Scale, y_of: Scale
) -> Iterator[Element]:
    bottom = _PLOT.y + _PLOT.height
    yield element("rect", x=_PLOT.x, y=_PLOT.y, width=_PLOT.width, height=_PLOT.height, class_="rule")
    for value in _ticks(across):
        yield element("path", d=f"M{x_of(value):.1f} {bottom}v5", class_="rule")
        yield element(
            "text", f"{value:g}", x=x_of(value), y=bottom + 20, font_size=SMALL, text_anchor="middle", class_="soft"
        )
    for value in _ticks(up):
        yield element("path", d=f"M{_PLOT.x} {y_of(value):.1f}h-5", class_="rule")
        yield element(
            "text", f"{value:g}", x=_PLOT.x - 10, y=y_of(value) + 4, font_size=SMALL, text_anchor="end", class_="soft"
        )
    middle = _PLOT.x + _PLOT.width / 2
    yield element(
        "text",
        "Satisfaction: how content customers are →",
        x=middle,
        y=bottom + 46,
        font_size=SIZE,
        text_anchor="middle",
        class_="head",
    )
    halfway = _PLOT.y + _PLOT.height / 2
    yield element(
        "text",
        "Importance: how much it matters to them →",
        x=18,
        y=halfway,
        font_size=SIZE,
        text_anchor="middle",
        transform=f"rotate(-90 18 {halfway:.0f})",
        class_="head",
    )


def _ticks(scale: tuple[float, float, float]) -> Iterator[float]:
    low, high, step = scale
    for place in range(round((high - low) / step) + 1):
        yield round(low + place * step, 6)


def _leader(label: Label) -> Element:
    x, y = nearest(label)
    return element("path", d=f"M{label.spot.x:.1f} {label.spot.y:.1f}L{x:.1f} {y:.1f}", class_="leader")
