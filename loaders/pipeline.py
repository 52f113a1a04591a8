"""read, normalise, validate, plan, apply, report: one way for every form of file."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from graph_schema.errors import ConflictError
from graph_schema.problems import Place, Problem, ProblemsError
from graph_schema.registry import Registry
from graph_store.codec import Properties
from graph_store.database import Database
from graph_store.likeness import not_compared, proposals
from graph_store.loading import Loading, Progress, unwatched
from graph_store.plan import Plan
from graph_store.planning import plan_load
from graph_store.reading import batches, read_hash_key
from graph_store.schema import apply_schema
from graph_store.staging import Staging
from graph_store.suppressing import leave_out, read_forgotten
from graph_store.writing import Read, apply_plan, record_rejection
from loaders.entries import Entry, Reading
from loaders.form import Form, Recognised
from loaders.matching import Match, Matching, find
from loaders.normalise import Normaliser
from loaders.provenance import FileRead, files_read, signed
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
    # Here, because all forms come with it, and most commands load nothing.
    from loaders.discovery import discover

    found = discover(paths, wishes)
    command = "load " + " ".join(printable(path.name or str(path)) for path in paths)
    notes = found.notes
    if not dry_run:
        apply_schema(database, registry, notes.append)
    matching = Matching.of(wishes.accept, database, registry)
    respondents = wishes.respondents.of(read_hash_key(database, registry), read_forgotten(database))
    wishes = replace(wishes, respondents=respondents, current=matching.current, progress=progress)
    refused = _Refusal(database, command, by, respondents.met, kept=not dry_run)
    with ExitStack() as opened:
        staging, reading = _read(found.items, opened, matching, database, registry, wishes, progress)
        if not reading.complete:
            raise refused(staging.problems, reading)
        if left := leave_out(staging, respondents.forgotten, database):
            reading.notes.append(f"{left} claims of respondents who are forgotten are left out.")
        if unused := matching.keep(staging):
            reading.notes.append(
                f"What the list decides about {', '.join(d.ref for d in unused)} is about nothing here."
            )
        plan = plan_load(staging, database)
        if expected not in (None, plan.data_version):
            raise ConflictError("The knowledge base was changed after this was planned.", "Plan it again.")
        if plan.problems:
            raise refused(plan.problems, reading)
        if dry_run:
            return _planned(plan, database, matching, [*notes, *reading.notes], reading)
        size = plan.size
        read = Read(reading.files, reading.report(), respondents.used)
        applied = apply_plan(
            plan, database, command, by=by, read=read, progress=lambda done: progress("Writing", done, size)
        )
    matches = _shown(reading.matches)
    return Loading(applied.run, plan.datasets, applied.counts, [*notes, *reading.notes], matches=matches)


def _read(
    found: Sequence[Recognised],
    opened: ExitStack,
    matching: Matching,
    database: Database,
    registry: Registry,
    wishes: Wishes,
    progress: Progress,
) -> "tuple[Staging, _Staged]":
    """Stage what there is; once more where names turn out to mean what is known, for what is counted by them."""
    staging = opened.enter_context(Staging(registry, matching.aliases))
    reading = _stage(found, staging, wishes, progress, matching)
    matches = find(staging, matching, database) if reading.complete else []
    if matching.learn(matches):
        opened.close()
        staging = opened.enter_context(Staging(registry, matching.aliases))
        reading = _stage(found, staging, wishes, progress, matching)
    reading.matches = matches
    return staging, reading


def _planned(plan: Plan, database: Database, matching: Matching, notes: list[str], reading: "_Staged") -> Loading:
    """What a load would do."""
    alike = (proposal for proposal in proposals(plan, database) if not matching.apart(proposal))
    return Loading(
        None,
        plan.datasets,
        plan.counts,
        [*notes, *not_compared(plan)],
        _shown(plan.changes()),
        _shown(plan.conflicts()),
        [proposal._asdict() for proposal in alike],
        _shown(reading.matches),
        plan.data_version,
        reading.recognised,
    )


@dataclass
class _Staged:
    """What came of staging: notes, files, and whether all could be read, for only then it compares with the graph."""

    notes: list[str] = field(default_factory=list[str])
    files: list[Properties] = field(default_factory=list[Properties])
    recognised: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    matches: list[Match] = field(default_factory=list[Match])
    complete: bool = True

    def report(self) -> Properties:
        """What is kept with the run: what was left out, and what names were taken for."""
        matches = [match._asdict() for match in self.matches[:MAX_KEPT]]
        return {name: said for name, said in (("notes", self.notes), ("matches", matches)) if said}


def _stage(
    found: Iterable[Recognised],
    staging: Staging,
    wishes: Wishes = DEFAULTS,
    progress: Progress = unwatched,
    matching: Matching | None = None,
) -> _Staged:
    staged = _Staged()
    matching = matching or Matching()
    for form, sample, why in found:
        path, name = sample.path, sample.name
        try:
            before = _files(path)
            files = files_read(path, name, before)
            reading = form.read(sample, wishes)
            entries = reading.entries
            if sample.is_file and not form.declared:
                used = f"{form.name}, {reading.mapping}" if reading.mapping else form.name
                entries = signed(entries, files[0], used)
            staged.files += [_kept(file, form, reading) for file in files]
            taken = {"form": form.name, "mapping": reading.mapping or None, "dataset": reading.dataset.key, "why": why}
            staged.recognised.append({"name": name, **taken})
            staging.problems += reading.problems
            already = len(reading.problems)
            staging.add_dataset(reading.dataset, reading.place)
            staging.matches[reading.dataset.key] = matching.begin(reading.dataset)
            normaliser = Normaliser(staging, reading.dataset.key, "" if form.declared else name)
            normaliser.stage(_watched(entries, progress))
            reading.problems.extend(_changed(before, _files(path), name))
            staging.problems += reading.problems[already:]
            staged.notes += reading.notes
            staged.complete &= not reading.problems
        except OSError as error:
            staged.complete = False
            staging.problems.append(Problem(Place(name), f"The file can't be read: {error.strerror}.", "Check it."))
    return staged


def _kept(file: FileRead, form: Form, reading: Reading) -> Properties:
    """What a LoadedFile says."""
    said = {"file": file.name, "digest": file.digest, "size": file.size, "form": form.name}
    return said | {"mapping": reading.mapping or None, "dataset": reading.dataset.key}


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
    forgotten: Collection[str]
    """The forgotten respondents who are in the files: what is wrong there may be theirs, and is not kept."""
    kept: bool

    def __call__(self, problems: Sequence[Problem], staged: _Staged) -> ProblemsError:
        """The error to raise."""
        error = ProblemsError(problems)
        if self.kept:
            problems = () if self.forgotten else error.problems[:MAX_KEPT]
            report = {"problems": [str(problem) for problem in problems], "of": len(error.problems)}
            record_rejection(self.database, self.command, Read(staged.files, report), self.by)
        return error


def _watched(entries: Iterable[Entry], progress: Progress) -> Iterator[Entry]:
    for batch in batches(entries, _TOLD):
        yield from batch
        progress("Reading", len(batch), None)


def _shown(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [{n: value for n, value in row._asdict().items() if value is not None} for row in islice(rows, MAX_SHOWN)]
