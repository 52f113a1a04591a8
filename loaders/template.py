"""Empty bundles to be filled in: heads, notes and drop-downs, all from the schema."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from graph_schema.errors import UsageError
from graph_schema.fields import Property, ValueType
from graph_schema.keys import slug
from graph_schema.registry import Registry
from loaders.bundle import MANIFEST
from loaders.columns import collections
from loaders.export import ExportForm
from loaders.normalise import hint
from loaders.workbook import MANIFEST as SHEET
from loaders.workbook import SETTING, SUFFIX, VALUE

ROWS = 1_000
"""So many rows of a sheet have drop-downs."""
MAX_DROP_DOWN = 250
"""So many characters of words a drop-down holds."""
_SETTINGS = {
    "dataset": "The dataset's key; it stays when the file is renamed.",
    "name": "What people call it.",
    "description": "What it holds.",
    "rank": "Where datasets differ on a value, the highest rank shows, then the newest.",
    "source": "The key of the source that rows cite which name none.",
    "basis": "stated, inferred or measured, for rows that don't say.",
}
_NOTES = (
    "Each sheet holds one kind of thing, or one kind of link; leave empty what you don't need, or delete the sheet.",
    "A row is one record. Notes on the first row say what each column takes; dark ones must be filled.",
    "Several values or links in one cell are separated by semicolons.",
    "A key is short, readable and unique: letters, digits and hyphens. What a journey contains has its key first:",
    "newspaper-first-use/pay/bank-app is a step of the stage newspaper-first-use/pay.",
    "The sheet `dataset` says what all of it is called. Load the workbook with `journeygraph load`.",
    "Sheets whose names begin with Notes or _ are not read.",
)
_EXAMPLES = {
    ValueType.INTEGER: "1",
    ValueType.NUMBER: "0.5",
    ValueType.BOOLEAN: "true",
    ValueType.DATE: "2026-01-31",
    ValueType.DATETIME: "2026-01-31T09:30:00Z",
    ValueType.TEXTS: "[one, another]",
}
_TYPES = {
    ValueType.TEXT: "Text.",
    ValueType.INTEGER: "A whole number.",
    ValueType.NUMBER: "A number with a decimal point.",
    ValueType.BOOLEAN: "true or false.",
    ValueType.DATE: "A date such as 2026-01-31.",
    ValueType.DATETIME: "A time such as 2026-01-31T09:30:00Z.",
    ValueType.TEXTS: "Several are separated by semicolons.",
}


def write_template(
    path: Path, registry: Registry, form: ExportForm, *, kinds: Sequence[str] = (), force: bool = False
) -> list[Path]:
    """Write an empty bundle, with these collections or with all; the files that were written.

    Raises UsageError for a collection that isn't, and where something stands at `path` that isn't to be overwritten.
    """
    chosen = _chosen(registry, kinds)
    if (path.exists() or path.is_symlink()) and not (path.is_dir() and not any(path.iterdir())):
        if not force:
            raise UsageError(f"There is something at {path} already.", "Name a path that is free, or add --force.")
        if (form is ExportForm.XLSX) == path.is_dir():
            raise UsageError(f"{path} is {'a folder' if path.is_dir() else 'a file'}.", "Name another path.")
    if form is ExportForm.XLSX and path.suffix.lower() != SUFFIX:
        raise UsageError(f"The name {path.name!r} does not end in {SUFFIX}, as a workbook's does.", "Name it so.")
    key = slug(path.stem) or "my-dataset"
    if form is ExportForm.XLSX:
        path.parent.mkdir(parents=True, exist_ok=True)
        _workbook(path, key, chosen)
        return [path]
    path.mkdir(parents=True, exist_ok=True)
    files = _csv_files(chosen) if form is ExportForm.CSV else {}
    files = {MANIFEST: _manifest(key), "example.yaml": _example(chosen), **files}
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8", newline="")
    return [path / name for name in files]


def _chosen(registry: Registry, kinds: Sequence[str]) -> dict[str, list[Property]]:
    known = collections(registry)
    names = {kind.token(): kind.plural for kind in registry.written_kinds}
    wanted = [names.get(name, name) for name in (part.strip() for item in kinds for part in item.split(",")) if name]
    for name in wanted:
        if name not in known:
            raise UsageError(f"There is no kind {name!r}.", hint(name, list(known)))
    return {name: columns for name, columns in known.items() if not wanted or name in wanted}


def _note(column: Property) -> str:
    """What a column takes, for who fills it in."""
    must = "Required. " if column.required else ""
    takes = f"One of: {', '.join(column.words)}." if column.words else _TYPES[column.value_type]
    return f"{must}{column.description} {takes}"


def _manifest(key: str) -> str:
    lines = [f"dataset: {key}  # {_SETTINGS['dataset']}"]
    lines += [f"# {name}:  # {about}" for name, about in _SETTINGS.items() if name != "dataset"]
    return "\n".join(lines) + "\n"


def _csv_files(chosen: dict[str, list[Property]]) -> dict[str, str]:
    return {f"{name}.csv": ",".join(column.name for column in columns) + "\n" for name, columns in chosen.items()}


def _example(chosen: dict[str, list[Property]]) -> str:
    lines = ["# One record of each collection. Take off the # in front of what you need, and of its fields.", ""]
    for name, columns in chosen.items():
        lines.append(f"# {name}:")
        for mark, column in zip(_marks(), columns, strict=False):
            lines.append(f"# {mark}{column.name}: {_sample(column)}  # {_note(column)}")
        lines.append("")
    return "\n".join(lines)


def _marks() -> Iterator[str]:
    yield "  - "
    while True:
        yield "    "


def _sample(column: Property) -> str:
    if column.words:
        return column.words[0]
    return "a-short-key" if column.name in ("key", "source") else _EXAMPLES.get(column.value_type, "...")


def _workbook(path: Path, key: str, chosen: dict[str, list[Property]]) -> None:
    from openpyxl import Workbook

    book: Any = Workbook()
    first: Any = book.active
    first.title = SHEET
    first.append([SETTING, VALUE])
    for name, about in _SETTINGS.items():
        first.append([name, key if name == "dataset" else None])
        first.cell(first.max_row, 1).comment = _comment(about)
    first.column_dimensions["B"].width = 60
    _drop_down(first, "B7", ("stated", "inferred", "measured"))
    for name, columns in chosen.items():
        _sheet(book.create_sheet(name), columns)
    notes: Any = book.create_sheet("Notes")
    notes.column_dimensions["A"].width = 120
    for line in _NOTES:
        notes.append([line])
    made = path.with_name(f".{path.name}.part")
    book.save(made)
    shutil.move(made, path)


def _sheet(sheet: Any, columns: Sequence[Property]) -> None:
    from openpyxl.styles import Font, PatternFill

    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(1, number, column.name)
        cell.comment = _comment(_note(column))
        cell.font = Font(bold=True, color="FFFFFF" if column.required else "000000")
        cell.fill = PatternFill("solid", fgColor="1F3A5F" if column.required else "DCE6F1")
        sheet.column_dimensions[cell.column_letter].width = max(14, len(column.name) + 4)
        if column.words:
            _drop_down(sheet, f"{cell.column_letter}2:{cell.column_letter}{ROWS + 1}", column.words)
        elif column.value_type is ValueType.BOOLEAN:
            _drop_down(sheet, f"{cell.column_letter}2:{cell.column_letter}{ROWS + 1}", ("true", "false"))


def _comment(text: str) -> Any:
    from openpyxl.comments import Comment

    return Comment(text, "journeygraph", height=120, width=320)


def _drop_down(sheet: Any, cells: str, words: Iterable[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    words = list(words)
    if sum(len(word) + 1 for word in words) > MAX_DROP_DOWN:
        return
    rule: Any = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
    rule.error = f"Write one of: {', '.join(words)}."[:250]
    rule.add(cells)
    sheet.add_data_validation(rule)
