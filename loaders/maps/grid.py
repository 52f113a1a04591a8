"""The grid of stages and lanes as people type it into sheets, as a chart."""

from collections.abc import Iterator

from graph_schema.keys import slug
from loaders.maps.chart import Chart, Part, Saying
from loaders.maps.items import items, people, short_items, unnumbered
from loaders.maps.lanes import heading, lane_of
from loaders.maps.layout import Column, Layout, Row
from loaders.maps.revisions import state_of
from loaders.maps.sheet import Cell
from loaders.maps.stage import Report
from loaders.maps.words import Lane

LISTS = {
    *(Lane.TOUCHPOINT, Lane.CHANNEL, Lane.SYSTEM, Lane.OWNER, Lane.TEAM, Lane.FEELING, Lane.METRIC),
    Lane.MIND,
}
"""In these lanes commas separate short items."""
NOTHING = {"-", "–", "—", "/", "n/a", "na", "n.a.", "none", "keine", "aucun", "ninguno", "ingen", "geen", "nvt", "k.a."}
_LONG = 60
"""A text of so many characters beside the map is no heading."""
_SHEETS = {"sheet", "tabelle", "feuil", "hoja", "ark", "blad", "sheet1", "table", "map", "journey", "journey-map"}


def items_of(lane: Lane | None, text: str, *, is_item: bool = False) -> tuple[str, ...]:
    """The items of a cell in a lane, or of an item of a list, which is one already unless it lists words."""
    if lane is Lane.DESCRIPTION or (is_item and lane not in (Lane.PERSONA, *LISTS)):
        return (text,)
    found = people(text) if lane is Lane.PERSONA else short_items(text) if lane in LISTS else items(text)
    feels = lane in (Lane.FEELING, Lane.MIND)
    return tuple(item for item in found if item.lower() not in NOTHING or (feels and item in ("-", "–")))


def chart_of(layout: Layout, title: str, report: Report) -> Chart:
    """The map of a sheet; `title` is what it is called where it doesn't say."""
    place = layout.sheet.cells[0].place
    chart = Chart("", "", place)
    _about(layout, chart)
    chart.name = chart.name or title
    chart.state = chart.state or state_of(chart.name) or state_of(layout.sheet.name)
    stages = layout.stages()
    for stage in stages:
        _, name = heading(" ".join(stage.head.text.split()))
        chart.parts.append(Part(unnumbered(name), stage.head.place))
    for row in layout.lanes():
        if not row.cells and len(row.label) > _LONG:
            chart.description.append(row.label)
        for stage, part in zip(stages, chart.parts, strict=True):
            part.sayings += _sayings(layout, row, stage)
    for cell in layout.stray():
        report.note(f"{cell.place}: not read: no stage stands above {cell.text[:40]!r}.")
    return chart


def _sayings(layout: Layout, row: Row, stage: Column) -> Iterator[Saying]:
    within = [cell for cell in row.cells if cell.column <= stage.last and stage.first <= cell.last_column]
    for cell in within:
        first, last = max(cell.column, stage.first), min(cell.last_column, stage.last)
        # Without spans, a merged cell looks like one that is filled only at its left: it may hold for the whole stage.
        if not layout.sheet.spans and len(within) == 1 and first == stage.first:
            last = stage.last
        lane = row.named.lane if row.named else None
        if found := items_of(lane, cell.text):
            label = " ".join(row.label.split())
            claim = {"locator": cell.locator}
            more = row.named.more if row.named else ""
            yield Saying(lane, label, found, cell.place, dict(claim), first - stage.first, last - stage.first, more)


def _about(layout: Layout, chart: Chart) -> None:
    """What stands above and beside the map and is about the whole of it."""
    sheet = layout.sheet.turned() if layout.turned else layout.sheet
    top = layout.side if layout.turned else layout.head
    for number, cells in sheet.rows.items():
        if number < top:
            _line(cells, chart)
    corner = next((cell for cell in layout.sheet.rows.get(layout.head, []) if cell.column <= layout.side), None)
    if corner and (not (named := lane_of(corner.text)) or named.lane is Lane.TITLE):
        _line([corner], chart)


def _line(cells: list[Cell], chart: Chart) -> None:
    label, values = cells[0].text, [cell.text for cell in cells[1:]]
    named = lane_of(label)
    if named and named.more:
        values.insert(0, named.more)
    elif not named:
        before, colon, behind = label.partition(":")
        if colon and behind.strip() and len(before) < _LONG:
            label, values = before, [behind.strip(), *values]
        else:
            values.insert(0, label)
            label = ""
    text = "; ".join(" ".join(value.split()) for value in values)
    lane = named.lane if named else None
    if not text:
        return
    if lane is Lane.PERSONA:
        chart.personas += items(text)
    elif lane is Lane.NEED:
        chart.needs += items(text)
    elif lane is Lane.VERSION:
        chart.state = state_of(text)
        chart.description.append(f"{label}: {text}")
    elif lane is Lane.TITLE or (not label and not chart.name):
        chart.name = chart.name or text
    else:
        chart.description.append(f"{label}: {text}" if label and lane is not Lane.DESCRIPTION else text)


def is_plain_name(name: str) -> bool:
    """Whether a sheet's name is only what the program gave it."""
    return slug(name).rstrip("0123456789-") in _SHEETS or not slug(name)
