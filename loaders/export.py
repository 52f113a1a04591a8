"""The knowledge base as bundles, one for each dataset: loaded into an empty database they give an equal graph."""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import Any

from graph_schema.errors import NotFoundError, RefusedError, UsageError
from graph_schema.keys import Ref
from graph_schema.model import Assertion, Kind, Party
from graph_schema.registry import Registry
from graph_schema.stored import GAVE, PARTY
from graph_store.codec import Properties
from graph_store.database import Database
from graph_store.reading import GraphReader
from loaders.columns import Record, columns_of, link_columns
from loaders.writers import CsvWriter, WorkbookWriter, Writer, YamlWriter

_DATASETS = """
MATCH (d:Dataset)
RETURN d.key AS dataset, d.name AS name, d.description AS description, d.rank AS rank, d.matches AS matches
ORDER BY d.key
"""
_VERSION = "MATCH (k:KnowledgeBase {key: 'this'}) RETURN k.data_version AS version, k.writing AS writing"
_OVERTAKEN = """
MATCH (a:Dataset) MATCH (b:Dataset) WHERE a.rank = b.rank AND a.key < b.key
MATCH (a)-[x:DESCRIBES]->()<-[y:DESCRIBES]-(b)
WHERE x.run > y.run AND any(name IN keys(x) WHERE name STARTS WITH 'gave_' AND x[name] <> y[name])
RETURN DISTINCT a.key AS newer, b.key AS older ORDER BY newer, older LIMIT 20
"""
_MAX_NAME = 100


class ExportForm(StrEnum):
    """How bundles are written."""

    YAML = "yaml"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Exported:
    """What was written: bundles, records, links, and what a reader must know."""

    datasets: list[str]
    records: int
    links: int
    notes: list[str] = field(default_factory=list[str])


def export(
    path: Path,
    database: Database,
    registry: Registry,
    form: ExportForm,
    *,
    dataset: str | None = None,
    only: Collection[Ref] | None = None,
) -> Exported:
    """Write every dataset, or one, as a bundle below `path`; `only` leaves out what isn't among these nodes.

    Nothing stands at `path` until all is written. Raises UsageError where something stands there already.
    """
    single = form is ExportForm.XLSX and path.suffix.lower() == ".xlsx"
    _check_free(path)
    version = _version(database)
    found = [row for row in database.read(_DATASETS) if dataset in (None, row["dataset"])]
    if dataset is not None and not found:
        raise NotFoundError(f"There is no dataset {dataset!r}.", "`journeygraph datasets` lists them.")
    if single and only is None:
        _require_one(len(found))
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".journeygraph-", dir=path.absolute().parent))
    try:
        written = _write(made, found, database, registry, form, only)
        if _version(database) != version:
            raise RefusedError("The knowledge base was changed while it was read.", "Export again.")
        if single:
            _require_one(len(written.datasets))
            next(made.rglob("*.xlsx")).replace(path)
        else:
            made.chmod(0o777 & ~_umask())
            made.replace(path)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    written.notes.extend(_notes(database) if dataset is None else [])
    return written


def _write(
    folder: Path,
    datasets: list[dict[str, Any]],
    database: Database,
    registry: Registry,
    form: ExportForm,
    only: Collection[Ref] | None,
) -> Exported:
    done = Exported([], 0, 0)
    records = links = 0
    with database.session(read=True) as session:
        reader = GraphReader(session, registry)
        for row in datasets:
            bundle = _Bundle(reader, registry, row["dataset"], only)
            writer = _Lazy(folder, form, {name: value for name, value in row.items() if value not in (None, "")})
            try:
                records += bundle.records(writer)
                links += bundle.links(writer)
                if only is None:
                    writer.start()
                if writer.close():
                    done.datasets.append(row["dataset"])
            except BaseException:
                writer.discard()
                raise
    return Exported(done.datasets, records, links)


@dataclass(frozen=True)
class _Bundle:
    """One dataset as the graph holds it."""

    reader: GraphReader
    registry: Registry
    dataset: str
    only: Collection[Ref] | None

    def records(self, writer: "_Lazy") -> int:
        """Write what it says of nodes."""
        count, token = 0, ""
        parties: dict[str, type[Party]] = {}
        kind: type[Kind] | None = None
        for ref, said, _ in self.reader.descriptions(self.dataset):
            if self.only is not None and ref not in self.only:
                continue
            if kind is None or ref.kind != token:
                kind, token = self.registry.kind(ref.kind), ref.kind
                parties = {f"{PARTY}{rel.rel_type.lower()}": rel for rel in self.registry.parties(kind)}
                writer.begin(kind.plural, lambda k=kind: columns_of(k, self.registry))
            writer.add(self._record(ref, said, parties))
            count += 1
        return count

    def links(self, writer: "_Lazy") -> int:
        """Write how it relates them."""
        count, rel_type = 0, ""
        for model, (start, end), said, _ in self.reader.relationships(self.dataset):
            if self.only is not None and not (start in self.only and end in self.only):
                continue
            if model.rel_type != rel_type:
                rel_type = model.rel_type
                classes = self.registry.rel_types[rel_type]
                writer.begin(rel_type.lower(), lambda c=classes: link_columns(c, self.registry))
            writer.add({"from": self._start(model, start), "to": self._end(model, end), **said})
            count += 1
        return count

    def _record(self, ref: Ref, said: Properties, parties: dict[str, type[Party]]) -> Record:
        record: Record = {} if parties else {"key": ref.key}
        for name, rel in parties.items():
            if name in said:
                record[rel.forward] = self._end(rel, Ref.parse(said[name]))
        own = {name.removeprefix(GAVE): value for name, value in said.items() if name.startswith(GAVE)}
        claim = {name: value for name, value in said.items() if not name.startswith((GAVE, PARTY))}
        if any(own[name] != claim.get(name) for name in own if name in claim):
            names = ", ".join(name for name in own if name in claim and own[name] != claim[name])
            raise RefusedError(f"{ref} says two things as {names}.", "Correct it in its dataset and load that again.")
        return record | own | claim

    def _start(self, model: type[Assertion], ref: Ref) -> str:
        classes = self.registry.rel_types[model.rel_type]
        return ref.key if sum(len(self.registry.starts(rel)) for rel in classes) == 1 else str(ref)

    def _end(self, model: type[Assertion | Party], ref: Ref) -> str:
        return ref.key if len(self.registry.ends(model)) == 1 else str(ref)


class _Lazy:
    """Writes a bundle from its first record on, so that a dataset without any leaves nothing behind."""

    def __init__(self, folder: Path, form: ExportForm, settings: dict[str, Any]) -> None:
        self._folder, self._form, self._settings = folder, form, settings
        self._writer: Writer | None = None

    def start(self) -> Writer:
        """The writer, with its settings written."""
        if self._writer is None:
            self._writer = _writer(self._folder, self._form, self._settings["dataset"])
            self._writer.settings(self._settings)
        return self._writer

    def begin(self, collection: str, columns: Callable[[], list[Any]]) -> None:
        """Begin a collection."""
        self.start().begin(collection, columns())

    def add(self, record: Record) -> None:
        """Write a record."""
        self.start().add(record)

    def close(self) -> bool:
        """End the bundle, if there is one."""
        if self._writer is not None:
            self._writer.close()
        return self._writer is not None

    def discard(self) -> None:
        """Let go of what is open."""
        if self._writer is not None:
            self._writer.discard()


def _writer(folder: Path, form: ExportForm, dataset: str) -> Writer:
    path = folder.joinpath(*(_file_name(part) for part in dataset.split("/")))
    if form is ExportForm.XLSX:
        return WorkbookWriter(path.with_name(f"{path.name}.xlsx"))
    return CsvWriter(path) if form is ExportForm.CSV else YamlWriter(path)


def _file_name(part: str) -> str:
    """A part of a dataset's key as the name of a file, which can't be as long."""
    if len(part.encode()) <= _MAX_NAME:
        return part
    return f"{part[: _MAX_NAME // 4]}-{blake2b(part.encode(), digest_size=6).hexdigest()}"


def _check_free(path: Path) -> None:
    if path.is_dir() and not any(path.iterdir()):
        return
    if path.exists() or path.is_symlink():
        raise UsageError(f"There is something at {path} already.", "Name a path that is free.")


def _require_one(datasets: int) -> None:
    if datasets != 1:
        raise UsageError(
            f"A workbook holds one dataset, and there are {datasets}.", "Name a folder, or one with --dataset."
        )


def _version(database: Database) -> list[dict[str, Any]]:
    found = database.read(_VERSION)
    if any(row["writing"] is not None for row in found):
        raise RefusedError("A run is being written just now.", "Export when it has ended.")
    return found


def _notes(database: Database) -> Iterator[str]:
    for row in database.read(_OVERTAKEN):
        yield (
            f"{row['newer']} and {row['older']} have one rank and differ, and {row['newer']} is newer: load it after "
            f"the other, or give it a higher rank, for its values to show again."
        )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
