"""Mappings that are shipped: each is a YAML file in `loaders/presets`, and knows its tables by their heads."""

from fnmatch import fnmatchcase
from functools import cache
from itertools import islice
from pathlib import Path

from graph_schema.problems import Place, ProblemsError
from loaders.entries import Reading
from loaders.manifest import UNKNOWN
from loaders.mapping.file import SUFFIX, MappingFile, read_mapping
from loaders.mapping.form import read_by
from loaders.mapping.model import Signature
from loaders.mapping.uses import has_columns
from loaders.sample import Sample
from loaders.tables.opening import grids, packing, peek
from loaders.text import UnreadableError
from loaders.wishes import Wishes

FOLDER = Path(__file__).resolve().parent.parent / "presets"
NAME = "mapping"


@cache
def presets(folder: Path = FOLDER) -> tuple[MappingFile, ...]:
    """The mappings of a folder, those that ask for more columns first."""
    found = [read_mapping(path, path.name) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda file: -_asks_for(file.mapping.recognise)))


def _asks_for(signature: Signature | None) -> int:
    return len(signature.columns) + len(signature.cells) if signature else 0


def recognises_by(file: MappingFile, sample: Sample) -> str | None:
    """Why a file holds a table that a mapping is for: by its signature, else by all columns that it uses."""
    if packing(sample) is None:
        return None
    signature = file.mapping.recognise
    for one in peek(sample, file.mapping.table.layout()):
        if not has_columns(one.table, file.mapping):
            continue
        if signature is None:
            return f"it has all columns that {file.name} uses"
        if _cells_fit(signature, sample):
            named = ", ".join(signature.columns[:5])
            return f"it has the columns {named}{' and others' if len(signature.columns) > 5 else ''}"
    return None


def _cells_fit(signature: Signature, sample: Sample) -> bool:
    if not signature.cells:
        return True
    try:
        first = [list(islice(grid.lines([]), max(signature.cells))) for grid in grids(sample)]
    except (UnreadableError, OSError):
        return False
    return any(
        all(
            row <= len(lines) and any(fnmatchcase(cell, pattern) for cell in lines[row - 1][1])
            for row, pattern in signature.cells.items()
        )
        for lines in first
    )


def beside(path: Path) -> Path:
    """Where a mapping lies that is for one table: `tickets.mapping.yaml` beside `tickets.csv`."""
    stem = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return stem.with_name(stem.stem + SUFFIX)


def recognises_beside(sample: Sample) -> str | None:
    """A table with a mapping beside it."""
    mapping = beside(sample.path)
    is_table = sample.is_file and mapping.is_file() and packing(sample) is not None
    return f"{mapping.name} lies beside it" if is_table else None


def read_beside(sample: Sample, wishes: Wishes) -> Reading:
    """Read a table by the mapping that the user names, or that lies beside it."""
    path = wishes.mapping or beside(sample.path)
    try:
        return read_by(read_mapping(path, path.name), sample, wishes)
    except ProblemsError as error:
        return Reading(UNKNOWN, Place(sample.name), iter(()), list(error.problems))
