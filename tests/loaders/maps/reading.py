"""Reads a file by the form that takes it, without a database, and says what it tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from graph_schema.keys import slug
from loaders.entries import Entry, Name, Use
from loaders.forms import recognise
from loaders.sample import Sample
from loaders.wishes import Wishes
from tests.conftest import ROOT
from tests.loaders.writing import staged_problems

MAPS, PERSONAS = ROOT / "tests" / "data" / "maps", ROOT / "tests" / "data" / "personas"


@dataclass(frozen=True)
class Told:
    """What a file tells."""

    form: str
    why: str
    dataset: str
    entries: list[Entry]
    notes: list[str]
    problems: list[str]
    uses: list[Use]

    def all(self, collection: str) -> list[dict[str, Any]]:
        """The fields of all entries of a collection."""
        return [plain(entry.fields) for entry in self.entries if entry.collection == collection]

    def keys(self, collection: str) -> list[str]:
        """Their keys."""
        return [fields["key"] for fields in self.all(collection)]

    def one(self, collection: str, key: str) -> dict[str, Any]:
        """The entry with a key, or whose key ends so."""
        [found] = [fields for fields in self.all(collection) if str(fields["key"]).endswith(key)]
        return found

    def links(self, collection: str) -> list[tuple[str, str]]:
        """The ends of all relationships of a type."""
        return [(fields["from"], fields["to"]) for fields in self.all(collection)]


def plain(value: Any) -> Any:
    """Fields with names as the keys that they give where nothing matches them."""
    if isinstance(value, Name):
        return f"{value.kind}:{slug(value.text)}".removeprefix(":")
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def told(path: Path, locale: str | None = None) -> Told:
    """What a file tells, by the form that takes it."""
    found = recognise(Sample(path, path.name))
    assert found is not None, f"nothing takes {path.name}"
    reading = found.form.read(found.sample, Wishes(locale=locale))
    entries = list(reading.entries)
    problems = [str(problem) for problem in sorted(set(reading.problems))]
    if not problems:
        assert staged_problems(path) == []
    uses = list(reading.uses)
    return Told(found.form.name, found.why, reading.dataset.key, entries, reading.notes, problems, uses)


def workbook(path: Path, sheets: Mapping[str, list[list[Any]]], merged: Mapping[str, list[str]] | None = None) -> Path:
    """Write a workbook."""
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in (merged or {}).get(name, []):
            sheet.merge_cells(cells)
    book.save(path)
    return path


def written(folder: Path, name: str, text: str) -> Path:
    """Write a text file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
