"""Writes tables for tests in every packing, and reads them as loaders do."""

import gzip
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from graph_schema.problems import Problem
from loaders.sample import Sample
from loaders.tables.layout import Layout
from loaders.tables.opening import tables
from loaders.text import UnreadableError

Rows = Sequence[Sequence[Any]]
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = (
    f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" '
    f'xmlns:text="{_ODF}:text:1.0"><office:body><office:spreadsheet>%s</office:spreadsheet></office:body>'
    "</office:document-content>"
)


def text_file(folder: Path, content: str | bytes, name: str = "t.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    data = content if isinstance(content, bytes) else content.encode(encoding)
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def xlsx(folder: Path, rows: Rows, name: str = "t.xlsx", merged: Sequence[str] = (), **more: Rows) -> Path:
    book: Any = openpyxl.Workbook()
    book.active.title = "Sheet"
    for sheet, content in {"Sheet": rows, **more}.items():
        page = book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet)
        for row in content:
            page.append(list(row))
    for cells in merged:
        book["Sheet"].merge_cells(cells)
    book.save(folder / name)
    return folder / name


def ods(folder: Path, sheets: str, name: str = "t.ods") -> Path:
    """A spreadsheet of this XML: `table:table` elements, as the OpenDocument specification has them."""
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        file.writestr("content.xml", _ODS % sheets)
    return folder / name


def ods_sheet(rows: Rows, name: str = "Sheet") -> str:
    cells = (
        "".join(f"<table:table-cell><text:p>{escape(str(cell))}</text:p></table:table-cell>" for cell in row)
        for row in rows
    )
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return f'<table:table table:name="{name}">{lines}</table:table>'


def parquet(folder: Path, query: str, name: str = "t.parquet") -> Path:
    """What a DuckDB query gives, as Parquet."""
    import duckdb

    path = folder / name
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def json_file(folder: Path, document: Any, name: str = "t.json") -> Path:
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return path


def read(path: Path, layout: Layout | None = None) -> list[tuple[str, dict[str, str]]]:
    """All rows with their places; there must be no problem."""
    rows, problems = read_all(path, layout)
    assert problems == []
    return rows


def read_all(path: Path, layout: Layout | None = None) -> tuple[list[tuple[str, dict[str, str]]], list[Problem]]:
    """All rows with their places, and the problems."""
    problems: list[Problem] = []
    rows: list[tuple[str, dict[str, str]]] = []
    try:
        for table in tables(Sample(path, path.name), layout):
            rows += [(str(place), row) for place, row in table.rows(problems)]
    except UnreadableError as error:
        problems.append(error.problem)
    return rows, problems


def names(path: Path, layout: Layout | None = None) -> list[list[str]]:
    return [[column.name for column in table.columns] for table in tables(Sample(path, path.name), layout)]
