"""Templates load as they are, and with a row filled in."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from graph_schema.errors import UsageError
from graph_schema.fields import fields_of
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from loaders.columns import collections
from loaders.export import ExportForm
from loaders.pipeline import load
from loaders.template import write_template
from tests.loaders.writing import keys, staged_problems

FORMS = list(ExportForm)


def named(folder: Path, form: ExportForm) -> Path:
    return folder / ("team.xlsx" if form is ExportForm.XLSX else "team")


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_template_has_nothing_wrong(tmp_path: Path, form: ExportForm) -> None:
    path = named(tmp_path, form)
    assert write_template(path, REGISTRY, form)
    assert staged_problems(path) == []


def test_a_workbook_has_a_note_on_every_column_and_drop_downs_for_closed_vocabularies(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    write_template(path, REGISTRY, ExportForm.XLSX)
    book: Any = openpyxl.load_workbook(path)
    for name, columns in collections(REGISTRY).items():
        sheet = book[name]
        head = list(sheet[1])
        assert [cell.value for cell in head] == [column.name for column in columns]
        rules = {str(rule.sqref).partition("2")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
        for cell, column in zip(head, columns, strict=True):
            assert cell.comment is not None
            assert column.description in cell.comment.text
            assert cell.comment.text.startswith("Required.") == column.required
            if column.words:
                assert rules[cell.column_letter] == f'"{",".join(column.words)}"'


@pytest.mark.parametrize("form", [ExportForm.CSV, ExportForm.XLSX])
def test_a_template_with_rows_filled_in_is_loaded(database: Database, tmp_path: Path, form: ExportForm) -> None:
    path = named(tmp_path, form)
    write_template(path, REGISTRY, form, kinds=["persona", "sources"])
    rows = {
        "sources": {"key": "study", "name": "A study"},
        "personas": {"key": "ada", "name": "Ada", "source": "study"},
    }
    if form is ExportForm.XLSX:
        book: Any = openpyxl.load_workbook(path)
        assert set(book.sheetnames) == {"dataset", "sources", "personas", "Notes"}
        for name, row in rows.items():
            for cell in list(book[name][1]):
                book[name].cell(2, cell.column, row.get(str(cell.value)))
        book.save(path)
    else:
        for name, row in rows.items():
            head = (path / f"{name}.csv").read_text().strip().split(",")
            (path / f"{name}.csv").write_text(",".join(head) + "\n" + ",".join(row.get(h, "") for h in head) + "\n")
    load([path], database, REGISTRY)
    assert (keys(database, "Persona"), keys(database, "Dataset")) == (["ada"], ["team"])


def test_the_example_in_yaml_shows_every_field_of_every_collection(tmp_path: Path) -> None:
    write_template(tmp_path / "team", REGISTRY, ExportForm.YAML)
    text = (tmp_path / "team" / "example.yaml").read_text()
    shown = yaml.safe_load("\n".join(line.removeprefix("# ") for line in text.splitlines()[1:]))
    assert {name: list(records[0]) for name, records in shown.items()} == {
        name: [column.name for column in columns] for name, columns in collections(REGISTRY).items()
    }


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    path.write_text("mine")
    with pytest.raises(UsageError, match="already"):
        write_template(path, REGISTRY, ExportForm.XLSX)
    assert path.read_text() == "mine"
    write_template(path, REGISTRY, ExportForm.XLSX, force=True)
    assert staged_problems(path) == []
    with pytest.raises(UsageError, match="a file"):
        write_template(path, REGISTRY, ExportForm.CSV, force=True)


def test_a_kind_that_is_not_is_said_with_what_is_near(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean 'personas'"):
        write_template(tmp_path / "team", REGISTRY, ExportForm.CSV, kinds=["personaz"])
    assert not (tmp_path / "team").exists()


def test_every_property_of_every_kind_has_a_column() -> None:
    found = collections(REGISTRY)
    for kind in REGISTRY.written_kinds:
        names = {column.name for column in found[kind.plural]}
        assert {field.name for field in fields_of(kind)} - names <= {"key"}
