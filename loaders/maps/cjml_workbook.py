"""CJML's template for spreadsheets: a sheet for each journey, some rows about it, and below them its touchpoints."""

from collections.abc import Iterator

from graph_schema.keys import slug
from graph_schema.problems import Place
from loaders.entries import Reading
from loaders.maps.cjml import USES, Journey, Touch, name_of, reading_of, remarks
from loaders.maps.sheet import Cell, Sheet, read_sheet
from loaders.maps.stage import Report
from loaders.sample import Sample
from loaders.tables.opening import Packing, grids, packing
from loaders.telling import refused
from loaders.text import UnreadableError
from loaders.wishes import Wishes

NAME = "cjml-workbook"
INITIATOR, RECEIVER = "actor-who-initiated", "actor-who-received"
_HEAD_ROWS = 12
_NO = {"no", "nei", "n", "false", "0"}
_READ = {
    *("include", "tp-id", INITIATOR, "initiator-s-label", RECEIVER, "receiver-s-label", "channel", "comment", "phase"),
    *("ux-description", "ux-rating", "deviation", "date", "time"),
}


def recognises(sample: Sample) -> str | None:
    """A workbook with a sheet that has columns for who initiated and who received."""
    if packing(sample) not in (Packing.XLSX, Packing.ODS):
        return None
    try:
        sheets = (read_sheet(grid, []) for grid in grids(sample))
        found = next((sheet.name for sheet in sheets if sheet and _head(sheet)), None)
    except (UnreadableError, OSError):
        return None
    return f"its sheet {found!r} has CJML's columns for who initiated and who received" if found else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    report = Report(uses=list(USES))
    journeys: list[Journey] = []
    try:
        for grid in grids(sample):
            sheet = read_sheet(grid, report.problems)
            if sheet and (head := _head(sheet)):
                journeys.append(_journey(sheet, head, report))
            elif sheet is None or sheet.cells:
                report.note(f"{grid.name}: not read: it is no journey.")
    except UnreadableError as error:
        return refused(sample, wishes, error.problem)
    return reading_of(journeys, sample, wishes, report, name_of(journeys) if len(journeys) == 1 else "")


def _head(sheet: Sheet) -> int:
    """The row that names the columns; 0 where there is none."""
    for row, cells in list(sheet.rows.items())[:_HEAD_ROWS]:
        if {INITIATOR, RECEIVER} <= {slug(cell.text) for cell in cells}:
            return row
    return 0


def _journey(sheet: Sheet, head: int, report: Report) -> Journey:
    place = sheet.rows[head][0].place
    journey = Journey(Place(place.file, head), sheet.name, planned=False, title=sheet.name)
    for row, cells in sheet.rows.items():
        if row < head and len(cells) > 1:
            _about(journey, slug(cells[0].text), " ".join(cells[-1].text.split()))
    columns = {cell.column: slug(cell.text) for cell in sheet.rows[head]}
    unread = [cell.text for cell in sheet.rows[head] if slug(cell.text) not in _READ]
    if unread:
        report.note(f"{place.file}: not read: {', '.join(unread)}.")
    for row, cells in sheet.rows.items():
        said = {columns[cell.column]: cell.text for cell in cells if cell.column in columns}
        if row > head and said.get(INITIATOR) and said.get("include", "").lower() not in _NO:
            journey.touches.append(_touch(said, cells[0]))
    return journey


def _about(journey: Journey, label: str, text: str) -> None:
    if "end-user" in label:
        journey.end_user = text.casefold()
        journey.actors[text.casefold()] = text
    elif "summary" in label or "description" in label:
        journey.summary.append(text)
    elif label in ("title", "journey-title", "journey-name"):
        journey.title = text
    elif "planned" in text.casefold() and ("status" in label or "type" in label):
        journey.planned = True


def _touch(said: dict[str, str], first: Cell) -> Touch:
    # The template's own reader takes actors without regard to case, so that `Customer` and `customer` are one.
    return Touch(
        Place(first.place.file, first.row),
        said.get(INITIATOR, "").casefold(),
        said.get(RECEIVER, "").casefold(),
        said.get("initiator-s-label", ""),
        said.get("receiver-s-label", ""),
        said.get("channel", ""),
        said.get("phase", ""),
        said.get("ux-rating", ""),
        said.get("ux-description", ""),
        tuple(_remarks(said)),
    )


def _remarks(said: dict[str, str]) -> Iterator[str]:
    deviates = said.get("deviation", "").lower()
    yield from remarks(comment=said.get("comment", ""), deviation="" if deviates in ("", *_NO) else "yes")
