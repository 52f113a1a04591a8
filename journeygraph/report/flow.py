"""Lays out a flow from left to right: boxes in columns, links between them, and a box for what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.model import Basis
from journeygraph.report.figure import SIZE, SMALL, WIDTH
from journeygraph.report.markup import height_of, wrapped

BOX = 164
PAD = 12
_SPACE = 14
"""Between a box and the one below it."""
_PORT = 18
"""Between two links at one side of a box: what shows their strength must not touch."""
_MOST_LINES = 7
_SWEEPS = 6


@dataclass(frozen=True)
class Item:
    """Something to show in a column."""

    id: str
    column: int
    caption: str
    text: str
    gap: bool = False
    """What is missing: drawn as an empty box over all columns that it leaves empty."""


@dataclass(frozen=True)
class Tie:
    """A link between two items."""

    start: str
    end: str
    basis: Basis | None
    strength: int | None = None
    rated: bool = False
    """Whether a strength belongs to it, even one that is not recorded."""


@dataclass(frozen=True)
class Box:
    """An item with its place."""

    item: Item
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Halfway down."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """A link with its two ends."""

    tie: Tie
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Flow:
    """A flow laid out."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    height: float


def column_x(column: int, columns: int) -> float:
    """Where a column begins."""
    return column * (WIDTH - BOX) / (columns - 1)


def lay_out(items: Iterable[Item], ties: Iterable[Tie], columns: int, top: float) -> Flow:
    """Give every item a place below `top`, so that no two boxes touch and few links cross."""
    known = {item.id: item for item in items}
    links = list(ties)
    ordered = _ordered(known, links, columns)
    leaving, coming = _counted(tie.start for tie in links), _counted(tie.end for tie in links)
    boxes: dict[str, Box] = {}
    # A gap's box reaches over the columns after its own, where no other box may stand then.
    taken: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for column in range(columns):
        cursor = top
        for item in ordered[column]:
            box = _box(item, columns, max(leaving.get(item.id, 0), coming.get(item.id, 0)))
            before = [boxes[tie.start].middle for tie in links if tie.end == item.id and tie.start in boxes]
            wanted = sum(before) / len(before) - box.height / 2 if before else cursor
            y = _free(max(cursor, wanted), box.height, taken[column])
            boxes[item.id] = replace(box, y=y)
            cursor = y + box.height + _SPACE
            if item.gap:
                for later in range(column + 1, columns):
                    taken[later].append((y - _SPACE, y + box.height + _SPACE))
    _straighten(boxes, ordered[0], links, top)
    lines = tuple(_lines(boxes, links))
    height = max((box.y + box.height for box in boxes.values()), default=top)
    return Flow(tuple(boxes.values()), lines, height + 4)


def height_needed(item: Item) -> float:
    """How much of a column an item takes at least."""
    return _box(item, 2, 1).height + _SPACE


def _box(item: Item, columns: int, ports: int) -> Box:
    x = column_x(item.column, columns)
    width = WIDTH - x if item.gap else BOX
    lines = tuple(wrapped(item.text, width - 2 * PAD, SIZE, _MOST_LINES))
    caption = SMALL * 1.5 if item.caption else 0
    return Box(item, lines, x, 0, width, max(height_of(lines, SIZE) + caption + 2 * PAD - 4, ports * _PORT))


def _straighten(boxes: dict[str, Box], items: Sequence[Item], ties: Sequence[Tie], top: float) -> None:
    """Move the first column's boxes down to what they lead to, in their order."""
    cursor = top
    for item in items:
        box = boxes[item.id]
        after = [boxes[tie.end].middle for tie in ties if tie.start == item.id]
        wanted = sum(after) / len(after) - box.height / 2 if after else cursor
        boxes[item.id] = replace(box, y=max(cursor, wanted))
        cursor = boxes[item.id].y + box.height + _SPACE


def _free(y: float, height: float, taken: Sequence[tuple[float, float]]) -> float:
    for low, high in sorted(taken):
        if y < high and y + height > low:
            y = high
    return y


def _ordered(items: Mapping[str, Item], ties: Sequence[Tie], columns: int) -> list[list[Item]]:
    """The items of each column, moved towards what they are linked to until few links cross."""
    order = [[item for item in items.values() if item.column == column] for column in range(columns)]
    near: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        near[tie.start].append(tie.end)
        near[tie.end].append(tie.start)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for column in range(1, columns) if forward else range(columns - 2, -1, -1):
            beside = order[column - 1 if forward else column + 1]
            place = {item.id: index / max(len(beside), 1) for index, item in enumerate(beside)}
            own = {item.id: index / max(len(order[column]), 1) for index, item in enumerate(order[column])}

            def pull(item: Item, place: dict[str, float] = place, own: dict[str, float] = own) -> float:
                found = [place[other] for other in near[item.id] if other in place]
                return sum(found) / len(found) if found else own[item.id]

            order[column].sort(key=pull)
    return order


def _lines(boxes: Mapping[str, Box], ties: Sequence[Tie]) -> Iterable[Line]:
    leaving, coming = defaultdict[str, list[Tie]](list), defaultdict[str, list[Tie]](list)
    for tie in ties:
        leaving[tie.start].append(tie)
        coming[tie.end].append(tie)
    starts = {
        (tie.start, tie.end): height
        for key, own in leaving.items()
        for tie, height in _ports(boxes[key], sorted(own, key=lambda tie: boxes[tie.end].middle))
    }
    ends = {
        (tie.start, tie.end): height
        for key, own in coming.items()
        for tie, height in _ports(boxes[key], sorted(own, key=lambda tie: boxes[tie.start].middle))
    }
    for tie in ties:
        start, end = boxes[tie.start], boxes[tie.end]
        both = (tie.start, tie.end)
        yield Line(tie, start.x + start.width, starts[both], end.x, ends[both])


def _ports(box: Box, ties: Sequence[Tie]) -> Iterable[tuple[Tie, float]]:
    for place, tie in enumerate(ties):
        yield tie, box.y + box.height * (place + 1) / (len(ties) + 1)


def _counted(keys: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts
