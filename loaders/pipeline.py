"""read, normalise, validate, plan, apply, report: one way for every form of file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from graph_schema.errors import ConflictError
from graph_schema.problems import Place, Problem, ProblemsError
from graph_schema.registry import Registry
from graph_store.database import Database
from graph_store.likeness import proposals
from graph_store.loading import Loading, Progress, unwatched
from graph_store.planning import plan_load
from graph_store.reading import batches, read_aliases, read_hash_key
from graph_store.schema import apply_schema
from graph_store.staging import Staging
from graph_store.writing import apply_plan, record_rejection
from loaders.discovery import discover
from loaders.entries import Entry
from loaders.forms import Recognised
from loaders.normalise import Normaliser
from loaders.text import printable
from loaders.wishes import Wishes

MAX_KEPT = 1_000
"""So many problems of a refused load are kept with its run."""
MAX_SHOWN = 10_000
"""So many changes a dry run shows at most."""
DEFAULTS = Wishes()
_TOLD = 500
"""After so many records, progress is told."""


def load(
    paths: Sequence[Path],
    database: Database,
    registry: Registry,
    *,
    dry_run: bool = False,
    expected: int | None = None,
    by: str | None = None,
    wishes: Wishes = DEFAULTS,
    progress: Progress = unwatched,
) -> Loading:
    """Load files and folders as one run, all of it or nothing; `by` is who asked for it.

    Raises ProblemsError with every problem that was found; the refusal is kept as a run of its own, except in a dry
    run, which writes nothing at all. Raises ConflictError where the version of the knowledge base is not the
    `expected` one.
    """
    found = discover(paths, wishes)
    command = "load " + " ".join(printable(path.name or str(path)) for path in paths)
    notes = found.notes
    if not dry_run:
        apply_schema(database, registry, notes.append)
    refused = _Refusal(database, command, by, kept=not dry_run)
    respondents = wishes.respondents.of(read_hash_key(database, registry))
    with Staging(registry, read_aliases(database, registry)) as staging:
        reading = _stage(found.items, staging, replace(wishes, respondents=respondents, progress=progress), progress)
        if not reading.complete:
            raise refused(staging.problems)
        plan = plan_load(staging, database)
        if expected not in (None, plan.data_version):
            raise ConflictError("The knowledge base was changed after this was planned.", "Plan it again.")
        datasets = staging.datasets
        if plan.problems:
            raise refused(plan.problems)
        if dry_run:
            alike = [proposal._asdict() for proposal in proposals(plan, database)]
            shown = (_shown(plan.changes()), _shown(plan.conflicts()))
            return Loading(None, datasets, plan.counts, [*notes, *reading.notes], *shown, alike, plan.data_version)
        size = plan.size
        applied = apply_plan(
            plan,
            database,
            command,
            by=by,
            hash_key=respondents.used,
            progress=lambda done: progress("Writing", done, size),
        )
    return Loading(applied.run, datasets, applied.counts, [*notes, *reading.notes])


@dataclass
class _Staged:
    """What came of staging: notes, and whether all could be read, for only then it compares with the graph."""

    notes: list[str] = field(default_factory=list[str])
    complete: bool = True


def _stage(
    found: Iterable[Recognised], staging: Staging, wishes: Wishes = DEFAULTS, progress: Progress = unwatched
) -> _Staged:
    staged = _Staged()
    for form, sample, _ in found:
        path, name = sample.path, sample.name
        try:
            before = _files(path)
            reading = form.read(sample, wishes)
            staging.problems += reading.problems
            already = len(reading.problems)
            staging.add_dataset(reading.dataset, reading.place)
            Normaliser(staging, reading.dataset.key).stage(_watched(reading.entries, progress))
            reading.problems.extend(_changed(before, _files(path), name))
            staging.problems += reading.problems[already:]
            staged.notes += reading.notes
            staged.complete &= not reading.problems
        except OSError as error:
            staged.complete = False
            staging.problems.append(Problem(Place(name), f"The file can't be read: {error.strerror}.", "Check it."))
    return staged


def _files(path: Path) -> dict[str, tuple[int, ...]]:
    """The files at a path, each with what tells whether it was written since."""
    files = [path] if path.is_file() else sorted(item for item in path.rglob("*") if item.is_file())
    stats = {str(file.relative_to(path)): file.stat() for file in files}
    return {file: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for file, stat in stats.items()}


def _changed(before: dict[str, tuple[int, ...]], after: dict[str, tuple[int, ...]], name: str) -> Iterator[Problem]:
    for file in sorted(before.keys() | after.keys()):
        if before.get(file) != after.get(file):
            place = Place(name if file == "." else f"{name}/{printable(file)}")
            yield Problem(place, "The file changed while it was read.", "Load again when nobody writes to it.")


@dataclass(frozen=True)
class _Refusal:
    """Refuses a load; but for a dry run, that is kept as a run of its own."""

    database: Database
    command: str
    by: str | None
    kept: bool

    def __call__(self, problems: Sequence[Problem]) -> ProblemsError:
        """The error to raise."""
        error = ProblemsError(problems)
        if self.kept:
            report = {"problems": [str(problem) for problem in error.problems[:MAX_KEPT]]}
            record_rejection(self.database, self.command, report, self.by)
        return error


def _watched(entries: Iterable[Entry], progress: Progress) -> Iterator[Entry]:
    for batch in batches(entries, _TOLD):
        yield from batch
        progress("Reading", len(batch), None)


def _shown(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [{n: value for n, value in row._asdict().items() if value is not None} for row in islice(rows, MAX_SHOWN)]
