"""Journey maps typed into XLSX, ODS or CSV: stages on one side, lanes on the other. See docs/journey-maps.md."""

from collections.abc import Iterator
from pathlib import Path

from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders import workbook
from loaders.entries import Entry, Reading
from loaders.maps.chart import Chart
from loaders.maps.grid import chart_of, is_plain_name
from loaders.maps.layout import find_layout
from loaders.maps.meaning import tell, uses_of
from loaders.maps.revisions import linked
from loaders.maps.sheet import MAX_COLUMNS, MAX_ROWS, read_sheet
from loaders.maps.stage import Report
from loaders.personal import Masker
from loaders.personas.meaning import Described, tell_one
from loaders.personas.meaning import uses_of as persona_uses
from loaders.personas.sheet import personas_in
from loaders.sample import Sample
from loaders.tables.grids import Grid
from loaders.tables.opening import Packing, grids, packing
from loaders.telling import Telling, dataset_named, refused, short_slug
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "journey-grid"
_TABLES = (Packing.TEXT, Packing.XLSX, Packing.ODS)
MAX_SHEETS = 100


def recognises(sample: Sample) -> str | None:
    """A table in which enough labels are names of lanes."""
    if packing(sample) not in _TABLES:
        return None
    try:
        for grid in _grids(sample):
            sheet = read_sheet(grid, [])
            layout = find_layout(sheet) if sheet else None
            if layout:
                lanes = dict.fromkeys(row.named.lane for row in layout.lanes() if row.named and row.cells)
                where = f"its sheet {shown(grid.sheet)} has" if grid.sheet else "it has"
                return f"{where} lanes of a journey map: {', '.join(lanes)}"
    except (UnreadableError, OSError):
        return None
    return None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    place = Place(sample.name)
    report = Report()
    charts: list[Chart] = []
    personas: list[Described] = []
    try:
        for grid in _grids(sample):
            title = Path(sample.name).stem if is_plain_name(grid.sheet) else grid.sheet
            sheet = read_sheet(grid, report.problems)
            layout = find_layout(sheet) if sheet else None
            told = personas_in(sheet, title) if sheet and not layout else []
            personas += told
            if layout:
                charts.append(chart_of(layout, title, report))
            elif not told and (sheet is None or sheet.cells):
                report.note(f"{grid.name}: not read: there is neither a journey map nor a persona in it.")
    except UnreadableError as error:
        return refused(sample, wishes, error.problem)
    if not charts and not report.problems:
        found = f"There is no journey map in it, or one of more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns."
        report.problems.append(Problem(place, found, "Name the stages on one side and the lanes on the other."))
    dataset = dataset_named(sample, wishes, *(chart.name for chart in charts if len(charts) == 1))
    report.uses += [*uses_of(charts), *persona_uses(personas)]
    unknown = dict.fromkeys(saying.label for chart in charts for saying in chart.sayings() if saying.lane is None)
    if unknown:
        report.note(f"{sample.name}: not known as lanes, and kept in descriptions: {', '.join(unknown)}.")
    entries = iter(()) if report.problems else _entries(charts, personas, dataset, report)
    return Reading(dataset, place, entries, report.problems, report.notes, report.uses)


def _grids(sample: Sample) -> list[Grid]:
    """The grids of a file, but for a workbook that is a bundle."""
    found = grids(sample)
    return [] if any(grid.sheet == workbook.MANIFEST for grid in found) else found[:MAX_SHEETS]


def _entries(charts: list[Chart], personas: list[Described], dataset: Dataset, report: Report) -> Iterator[Entry]:
    telling = Telling(dataset.key)
    name = f"Journey map: {dataset.name}"
    yield telling.entry("sources", charts[0].place, key=dataset.key, name=name, method="journey map")
    masker = Masker()
    for persona in personas:
        yield from tell_one(persona, telling, masker)
    if masked := masker.note():
        report.note(f"{personas[0].place.file}: {masked}")
    for chart in charts:
        chart.key = telling.unique("journeys", short_slug(chart.name) or "journey")
        yield from tell(chart, telling, report)
    yield from linked(charts, telling, report)
