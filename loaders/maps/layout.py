"""Finds the map in a table: in which row the stages stand and in which column the lanes, or the other way round.

A table is a map by what its labels say: enough of them must be the names of lanes.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from graph_schema.keys import slug
from loaders.maps.lanes import Named, lane_of
from loaders.maps.sheet import Cell, Sheet
from loaders.maps.words import Lane

LEAST, LEAST_WITH_STAGES = 3, 2
"""So many lanes must be known; fewer where a label says that these are stages."""
SHARE = 0.4
"""So much of all labels must be known."""
MAX_STAGES = 200
_LABEL_COLUMNS, _LABEL_ROWS = 4, 40
"""Labels are looked for in so many columns, or rows."""
ABOUT = {Lane.PERSONA, Lane.NEED, Lane.AIM, Lane.DESCRIPTION, Lane.QUOTE, Lane.TITLE, Lane.VERSION}
"""What may stand above the map and be about the whole of it."""
WORDY = {Lane.DESCRIPTION, Lane.PERSONA, Lane.TITLE, Lane.VERSION}
"""Any table may have these."""
CORE = {
    *(Lane.STEP, Lane.ACTION, Lane.TOUCHPOINT, Lane.CHANNEL, Lane.THOUGHT, Lane.FEELING, Lane.MIND, Lane.MOMENT),
    *(Lane.PAIN, Lane.OPPORTUNITY, Lane.ONSTAGE, Lane.BACKSTAGE),
}
"""A map has at least one of these."""
PERSONAL = {
    *(
        "name",
        "persona-name",
        "age",
        "occupation",
        "job",
        "job-title",
        "bio",
        "biography",
        "background",
        "demographics",
    ),
    *("location", "education", "family", "personality", "alter", "beruf", "âge", "profession", "edad", "profesión"),
    *("alder", "yrke", "leeftijd", "beroep"),
}
"""A table with one of these labels describes personas."""


class Column(NamedTuple):
    """A stage: its heading, and the columns that it spans."""

    head: Cell
    first: int
    last: int


class Row(NamedTuple):
    """A lane: its label, what that names, and the cells to the right of it."""

    label: str
    named: Named | None
    cells: list[Cell]


class Layout(NamedTuple):
    """Where the map stands in a sheet, which is turned where its stages run downwards."""

    sheet: Sheet
    turned: bool
    head: int
    """The row of the stages."""
    side: int
    """The column of the lanes' names."""
    known: int

    def stages(self) -> list[Column]:
        """The stages from left to right; one that is named twice in a row is one."""
        heads = [cell for cell in self.sheet.rows.get(self.head, []) if cell.column > self.side]
        found: list[Column] = []
        for cell, following in zip_longest(heads, heads[1:]):
            last = following.column - 1 if following else max(self.sheet.width, cell.last_column)
            if found and found[-1].head.text == cell.text and found[-1].last == cell.column - 1:
                found[-1] = found[-1]._replace(last=last)
            else:
                found.append(Column(cell, cell.column, last))
        return found

    def lanes(self) -> Iterator[Row]:
        """The lanes from top to bottom; a row without a label goes on with the lane above."""
        label: Cell | None = None
        above = self.head
        for number, cells in self.sheet.rows.items():
            if number <= self.head:
                continue
            labels = [cell for cell in cells if cell.column <= self.side]
            inside = [cell for cell in cells if cell.column > self.side]
            own = next((cell for cell in labels if cell.column == self.side), None)
            if own or (label and number > max(above, label.last_row) + 1):
                label = own
            above = number
            text = label.text if label else ""
            # A row between the stages and the first lane names the steps.
            named = lane_of(text) if label else Named(Lane.STEP)
            if named and named.lane is Lane.STAGE:
                named = Named(Lane.STEP)
            yield Row(text or "Steps", named, inside)

    def stray(self) -> list[Cell]:
        """Cells below the stages that no stage stands above."""
        first = min((stage.first for stage in self.stages()), default=0)
        return [cell for cell in self.sheet.cells if cell.row > self.head and self.side < cell.last_column < first]


def find_layout(sheet: Sheet) -> Layout | None:
    """The map in a sheet; None where it holds none."""
    found = [*_layouts(sheet, False), *_layouts(sheet.turned(), True)]
    return max(found, key=lambda layout: layout.known, default=None)


def _layouts(sheet: Sheet, turned: bool) -> Iterator[Layout]:
    columns = _LABEL_ROWS if turned else _LABEL_COLUMNS
    for side in sorted({cell.column for cell in sheet.cells if cell.column <= columns}):
        labels = {cell.row: cell for cell in sheet.cells if cell.column == side}
        named = {row: lane_of(cell.text) for row, cell in labels.items()}
        head = _head(sheet, side, labels, named, turned)
        if head is None:
            continue
        layout = Layout(sheet, turned, head, side, 0)
        lanes = [row for row in layout.lanes() if row.cells]
        known = {row.named.lane for row in lanes if row.named} - WORDY
        labelled = {row.label: row.named for row in lanes}
        share = sum(name is not None for name in labelled.values()) / max(1, len(labelled))
        corner = named.get(head)
        least = LEAST_WITH_STAGES if corner and corner.lane is Lane.STAGE else LEAST
        is_persona = any(slug(label.text) in PERSONAL for label in labels.values())
        is_map = len(known) >= least and bool(known & CORE) and share >= SHARE
        if is_map and not is_persona and 0 < len(layout.stages()) <= MAX_STAGES:
            yield layout._replace(known=len(known))


def _head(sheet: Sheet, side: int, labels: dict[int, Cell], named: dict[int, Named | None], turned: bool) -> int | None:
    """The row of the stages: the first that says so, or else the first wide one above all lanes."""
    says = [row for row, name in named.items() if name and name.lane is Lane.STAGE]
    if says:
        return min(says)
    if turned:  # any table of records has names of columns; only one of stages says that it is
        return None
    lanes = [row for row, name in named.items() if name and name.lane not in ABOUT]
    if not lanes:
        return None
    wide: dict[int, int] = {}
    for row, cells in sheet.rows.items():
        name = named.get(row)
        if row < min(lanes) and (row not in labels or name is None or name.lane is Lane.TITLE):
            wide[row] = sum(cell.column > side for cell in cells)
    most = max(wide.values(), default=0)
    return next((row for row, count in sorted(wide.items()) if count >= max(1, most / 2)), None) if most else None
