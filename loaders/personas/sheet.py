"""Personas in tables: a row for each below a head that names what is said, or a column for each beside such names."""

from collections.abc import Iterator

from graph_schema.keys import slug
from loaders.maps.items import items
from loaders.maps.sheet import Cell, Sheet
from loaders.personas.meaning import Described
from loaders.personas.words import TELLING, Part, part_of

LEAST = 2
"""So many things must be said that only personas are described by."""
MAX_PERSONAS = 100
"""A table with more rows is one of people, not of personas."""
MAX_WITH_ADDRESSES = 10
"""So is a table with addresses and more rows than these."""
_HEADS = 5
"""The head is looked for in so many rows, or columns."""
_WHOLE = {Part.NAME, Part.KEY, Part.DESCRIPTION, Part.SEGMENT, Part.RELATION, Part.BUDGET}
"""Cells that hold one text, whatever stands in it."""


def personas_in(sheet: Sheet, title: str) -> list[Described]:
    """The personas of a sheet; `title` is what the only one is called where nothing names it."""
    for table in (sheet, sheet.turned()):
        for number, head in list(table.rows.items())[:_HEADS]:
            parts = {cell.column: part_of(cell.text) for cell in head}
            named = Part.NAME in parts.values()
            rows = [cells for row, cells in table.rows.items() if row > number]
            alone = len(rows) == 1 and table is not sheet
            most = MAX_WITH_ADDRESSES if Part.PERSONAL in parts.values() else MAX_PERSONAS
            if len(set(parts.values()) & TELLING) >= LEAST and (named or alone) and len(rows) <= most:
                return list(_personas(head, rows, parts, title))
    return []


def _personas(head: list[Cell], rows: list[list[Cell]], parts: dict[int, Part], title: str) -> Iterator[Described]:
    labels = {cell.column: cell.text for cell in head}
    for cells in rows:
        names = [cell.text for cell in cells if parts.get(cell.column) is Part.NAME]
        name = names[0] if names else title
        if not slug(name):
            continue
        persona = Described(" ".join(name.split()), cells[0].place)
        for cell in cells:
            part = parts.get(cell.column, Part.OTHER)
            if part is Part.KEY:
                persona.key = cell.text
            elif part is not Part.NAME:
                found = [cell.text] if part in _WHOLE else items(cell.text)
                persona.add(labels.get(cell.column, cell.locator), found, cell.place)
        yield persona
