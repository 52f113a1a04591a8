"""The bundle as a workbook (`.xlsx`): a sheet per kind and per relationship, and a sheet `dataset` (docs/bundle.md)."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from graph_schema.problems import Place, Problem
from loaders.entries import Defaults, Entry, Reading
from loaders.manifest import SETTINGS, UNKNOWN, check_names, read_dataset, read_defaults
from loaders.sample import Sample
from loaders.sheets import Book, Sheet
from loaders.tables.head import read_table
from loaders.text import printable
from loaders.values import shown
from loaders.wishes import Wishes
from loaders.xlsx import Package, XlsxError, is_lock
from loaders.yaml_reader import YamlMapping

NAME = "workbook"
SUFFIX = ".xlsx"
MANIFEST = "dataset"
SETTING, VALUE = "setting", "value"
_NOTES = ("_", "Notes", "notes")
_TOO_LONG = "Name every column in the first row."


def recognises(sample: Sample) -> str | None:
    """A file with the form's ending and its sheet `dataset`, but not what Excel puts beside one that is open."""
    if sample.suffix != SUFFIX or not sample.is_file or is_lock(sample.path):
        return None
    try:
        with Package(sample.path, sample.name) as package:
            sheets = [sheet.name for sheet in Book.read(package, cells=False).sheets]
    except XlsxError:
        return f"it ends in {SUFFIX}"
    return f"it has a sheet `{MANIFEST}`" if MANIFEST in sheets else None


def read(sample: Sample, _wishes: Wishes) -> Reading:
    """Read a workbook."""
    path, name = sample.path, sample.name
    problems: list[Problem] = []
    place = Place(f"{name}/{MANIFEST}")
    try:
        with Package(path, name) as package:
            book = Book.read(package)
            manifest = _manifest(book, place, problems)
    except XlsxError as error:
        return Reading(UNKNOWN, Place(name), iter(()), [*problems, error.problem])
    check_names(manifest, SETTINGS, place, problems)
    defaults = read_defaults(manifest, Defaults(), place, problems)
    dataset = UNKNOWN if problems else read_dataset(manifest, place, problems) or UNKNOWN
    notes = [f"{name}/{shown(sheet)[1:-1]} is not read: it holds no cells." for sheet in book.skipped]
    return Reading(dataset, place, _entries(path, name, defaults, problems), problems, notes)


def _manifest(book: Book, place: Place, problems: list[Problem]) -> YamlMapping:
    """The settings in the sheet `dataset`, with the rows in which they stand."""
    manifest = YamlMapping()
    found = [sheet for sheet in book.sheets if sheet.name == MANIFEST]
    if len(found) != 1:
        count = "no sheet" if not found else f"{len(found)} sheets"
        right = "Have one, with the columns setting and value; `journeygraph template` writes it."
        raise XlsxError(Problem(Place(book.package.name), f"The workbook has {count} `{MANIFEST}`.", right))
    lines = book.lines(found[0], place.file, problems)
    for where, row in read_table(lines, place.file, problems, _TOO_LONG):
        setting = row.get(SETTING)
        if setting is None or row.keys() - {SETTING, VALUE}:
            problems.append(Problem(where, "This is not a setting.", f"Columns are {SETTING} and {VALUE}."))
        elif setting in manifest.lines:
            problems.append(Problem(where, f"{shown(setting)} stands twice.", "Keep one of them."))
        else:
            manifest.lines[setting] = where.line
            manifest[setting] = row.get(VALUE)
    return manifest


def _entries(path: Path, name: str, defaults: Defaults, problems: list[Problem]) -> Iterator[Entry]:
    try:
        with Package(path, name) as package:
            book = Book.read(package)
            for sheet in book.sheets:
                if sheet.name != MANIFEST and not sheet.name.startswith(_NOTES):
                    yield from _rows(book, sheet, name, defaults, problems)
    except XlsxError as error:
        problems.append(error.problem)


def _rows(book: Book, sheet: Sheet, name: str, defaults: Defaults, problems: list[Problem]) -> Iterator[Entry]:
    called = f"{name}/{printable(shown(sheet.name)[1:-1])}"
    lines = book.lines(sheet, called, problems)
    first = next(lines, None)
    if first is None:  # a sheet that nobody has written in
        return
    for place, row in read_table(chain([first], lines), called, problems, _TOO_LONG):
        yield Entry(sheet.name, row, place, defaults, from_table=True)
