"""Personas as CSV or in sheets: a row or a column for each. See docs/personas.md."""

from pathlib import Path

from graph_schema.problems import Place, Problem
from loaders import workbook
from loaders.entries import Reading
from loaders.maps.sheet import read_sheet
from loaders.personas.meaning import Described, tell, uses_of
from loaders.personas.sheet import personas_in
from loaders.sample import Sample
from loaders.tables.opening import Packing, grids, packing
from loaders.telling import dataset_named, refused
from loaders.text import UnreadableError
from loaders.wishes import Wishes

NAME = "personas-table"
_TABLES = (Packing.TEXT, Packing.XLSX, Packing.ODS)


def recognises(sample: Sample) -> str | None:
    """A table whose labels are those of personas."""
    if packing(sample) not in _TABLES:
        return None
    try:
        found = _personas(sample, [], [])
    except (UnreadableError, OSError):
        return None
    return f"its labels are those of personas: {', '.join(use.field for use in uses_of(found))}" if found else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    place = Place(sample.name)
    problems: list[Problem] = []
    notes: list[str] = []
    try:
        personas = _personas(sample, problems, notes)
    except UnreadableError as error:
        return refused(sample, wishes, error.problem)
    if not personas and not problems:
        problems.append(Problem(place, "There are no personas in it.", "Name what is said of them, such as goals."))
    dataset = dataset_named(sample, wishes)
    entries = iter(()) if problems else tell(personas, dataset, "personas", notes)
    return Reading(dataset, place, entries, problems, notes, list(uses_of(personas)))


def _personas(sample: Sample, problems: list[Problem], notes: list[str]) -> list[Described]:
    found: list[Described] = []
    sheets = grids(sample)
    for grid in sheets if not any(grid.sheet == workbook.MANIFEST for grid in sheets) else ():
        sheet = read_sheet(grid, problems)
        told = personas_in(sheet, grid.sheet or Path(sample.name).stem) if sheet else []
        if not told and (sheet is None or sheet.cells):
            notes.append(f"{grid.name}: not read: there are no personas in it.")
        found += told
    return found
