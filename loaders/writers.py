"""Writes a dataset as a bundle, record by record: as YAML, as CSV or as a workbook."""

import csv
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, TextIO, cast

import yaml

from graph_schema.errors import RefusedError
from graph_schema.fields import Property
from loaders.bundle import MANIFEST
from loaders.columns import NotTabularError, Record, in_a_cell, plain_text
from loaders.values import joined
from loaders.workbook import MANIFEST as SHEET
from loaders.workbook import SETTING, VALUE
from loaders.yaml_reader import MAX_BYTES

MAX_YAML = MAX_BYTES // 2
MAX_SHEET_CELL = 32_767
"""So many characters a cell of a spreadsheet holds."""
MAX_SHEET_ROWS = 1_048_575
_BATCH = 200
_UNFIT = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x0d\x0e-\x1f\ufffe\uffff]")
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Writer(Protocol):
    """Takes one dataset: its settings, then its collections one after another, each with its records."""

    def settings(self, settings: Mapping[str, Any]) -> None:
        """Write what the dataset says of itself."""

    def begin(self, collection: str, columns: Sequence[Property]) -> None:
        """Begin a collection."""

    def add(self, record: Record) -> None:
        """Write a record of it."""

    def close(self) -> None:
        """End the dataset."""

    def discard(self) -> None:
        """Let go of what is open, where the dataset can't be ended."""


class YamlWriter:
    """A folder with a YAML file for each collection, and more where it gets too long to be read."""

    def __init__(self, path: Path, suffix: str = "") -> None:
        self._path, self._suffix = path, suffix
        self._file: TextIO | None = None
        self._records: list[Record] = []
        self._collection = ""
        self._number = self._size = 0

    def settings(self, settings: Mapping[str, Any]) -> None:
        """Write the manifest."""
        self._path.mkdir(parents=True, exist_ok=True)
        (self._path / MANIFEST).write_text(_yaml(dict(settings)), encoding="utf-8")

    def begin(self, collection: str, columns: Sequence[Property]) -> None:
        """Begin a collection."""
        del columns
        self._end()
        self._collection, self._number = collection, 0

    def add(self, record: Record) -> None:
        """Write a record."""
        self._records.append(record)
        if len(self._records) >= _BATCH:
            self._flush()

    def close(self) -> None:
        """Write what is left."""
        self._end()

    def discard(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def _end(self) -> None:
        self._flush()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _flush(self) -> None:
        text = _yaml(self._records) if self._records else ""
        if len(self._records) > 1 and len(text) > MAX_YAML // 4:
            texts = [_yaml([record]) for record in self._records]
        else:
            texts = [text] if text else []
        self._records = []
        for piece in texts:
            self._write(piece)

    def _write(self, text: str) -> None:
        size = len(text.encode())
        if size > MAX_YAML:
            raise RefusedError(
                f"A record of `{self._collection}` takes {size:,} bytes.", f"Files hold up to {MAX_YAML:,}; shorten it."
            )
        if self._file is not None and self._size + size > MAX_YAML:
            self._file.close()
            self._file = None
        if self._file is None:
            self._number += 1
            number = "" if self._number == 1 else f"-{self._number}"
            path = self._path / f"{self._collection}{self._suffix}{number}.yaml"
            self._file = path.open("w", encoding="utf-8", newline="\n")
            self._file.write(f"{self._collection}:\n")
            self._size = 0
        self._size += size
        self._file.write(text)


class CsvWriter:
    """A folder with a CSV file for each collection, and YAML beside it for records that a table can't hold."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = YamlWriter(path, "-not-tabular")
        self._columns: Sequence[Property] = ()
        self._open = ExitStack()
        self._plain: Any = None
        self._quoted: Any = None

    def settings(self, settings: Mapping[str, Any]) -> None:
        """Write the manifest."""
        self._beside.settings(settings)

    def begin(self, collection: str, columns: Sequence[Property]) -> None:
        """Begin a file with its head."""
        self._open.close()
        self._beside.begin(collection, columns)
        file = (self._path / f"{collection}.csv").open("w", encoding="utf-8", newline="")
        self._open.enter_context(file)
        self._columns = columns
        self._plain = csv.writer(file, lineterminator="\n")
        self._quoted = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        self._plain.writerow([column.name for column in columns])

    def add(self, record: Record) -> None:
        """Write a row."""
        try:
            row = [in_a_cell(c, record[c.name]) if c.name in record else "" for c in self._columns]
        except NotTabularError:
            self._beside.add(record)
        else:
            # Python quotes no lone carriage return, which readers take for the end of a row.
            writer = self._quoted if any("\r" in str(cell) for cell in row) else self._plain
            writer.writerow(row)

    def close(self) -> None:
        """Write what is left."""
        self._open.close()
        self._beside.close()

    def discard(self) -> None:
        """Close the files."""
        self._open.close()
        self._beside.discard()


class WorkbookWriter:
    """A workbook with a sheet for each collection. Rows go to disk as they come."""

    def __init__(self, path: Path) -> None:
        from openpyxl import Workbook

        self._path = path
        self._book: Any = Workbook(write_only=True)
        self._sheet: Any = None
        self._columns: Sequence[Property] = ()
        self._collection = ""
        self._rows = 0

    def settings(self, settings: Mapping[str, Any]) -> None:
        """Write the sheet `dataset`."""
        sheet = self._book.create_sheet(SHEET)
        sheet.column_dimensions["B"].width = 60
        sheet.append([SETTING, VALUE])
        for setting, value in settings.items():
            text = joined(cast("list[str]", value)) if isinstance(value, list) else plain_text(value)
            sheet.append([setting, self._cell(sheet, value, text)])

    def begin(self, collection: str, columns: Sequence[Property]) -> None:
        """Begin a sheet with its head."""
        self._sheet = self._book.create_sheet(collection)
        self._sheet.freeze_panes = "A2"
        self._sheet.append([column.name for column in columns])
        self._columns, self._collection, self._rows = columns, collection, 0

    def add(self, record: Record) -> None:
        """Write a row. Raises RefusedError where a sheet can't hold it."""
        self._rows += 1
        if self._rows > MAX_SHEET_ROWS:
            raise _unfit(self._collection, f"has more than {MAX_SHEET_ROWS:,} records")
        try:
            cells = [
                self._cell(self._sheet, record[c.name], in_a_cell(c, record[c.name])) if c.name in record else None
                for c in self._columns
            ]
        except NotTabularError as error:
            raise _unfit(self._collection, f"has a record that no cell can hold: {error}") from error
        self._sheet.append(cells)

    def close(self) -> None:
        """Write the file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._book.save(self._path)

    def discard(self) -> None:
        """End the sheets, whose rows stand in temporary files."""
        for sheet in self._book.worksheets:
            with suppress(Exception):  # it is given up anyway, and the reason is on its way already
                sheet.close()

    def _cell(self, sheet: Any, value: Any, text: str) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**15):
            return value
        if isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1901:
            return value
        escaped = _UNFIT.sub(lambda found: f"_x{ord(found[0][0]):04X}_{found[0][1:]}", text)
        if len(escaped) > MAX_SHEET_CELL:
            raise _unfit(self._collection, f"has a text of more than {MAX_SHEET_CELL:,} characters")
        cell: Any = WriteOnlyCell(sheet, value="")
        cell.value = escaped
        cell.data_type = "s"  # a text that begins with = is no formula
        return cell


def _unfit(collection: str, what: str) -> RefusedError:
    return RefusedError(f"`{collection}` {what}.", "A workbook can't hold that: export with --form yaml or csv.")


def _yaml(value: Any) -> str:
    return yaml.dump(_spelled(value), Dumper=_NoAliases, allow_unicode=True, sort_keys=False, width=110)


def _spelled(value: Any) -> Any:
    """Times as the schema reads them; YAML would spell them otherwise."""
    if isinstance(value, list):
        return [_spelled(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        return {name: _spelled(item) for name, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return plain_text(value) if isinstance(value, datetime) else value


class _NoAliases(_Dumper):
    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True
