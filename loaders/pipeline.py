"""read, normalise, validate, plan, apply, report: one way for every form of file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_schema.errors import UsageError
from graph_schema.problems import Place, Problem, ProblemsError
from graph_schema.registry import Registry
from graph_store.database import Database
from graph_store.plan import Plan
from graph_store.planning import plan_load
from graph_store.reading import read_aliases
from graph_store.schema import apply_schema
from graph_store.staging import Staging
from graph_store.writing import apply_plan, record_rejection
from loaders.forms import FORMS, Form, form_of
from loaders.normalise import Normaliser
from loaders.text import printable

MAX_KEPT = 1_000
"""So many problems of a refused load are kept with its run."""


@dataclass(frozen=True)
class Loading:
    """What a load did, or would do: the run's number, counts, and what was left out on purpose."""

    run: int | None
    datasets: list[str]
    counts: dict[str, int]
    notes: list[str] = field(default_factory=list[str])
    changes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def load(paths: Sequence[Path], database: Database, registry: Registry, *, dry_run: bool = False) -> Loading:
    """Load files and folders as one run, all of it or nothing.

    Raises ProblemsError with every problem that was found; the refusal is kept as a run of its own, except in a dry
    run, which writes nothing at all.
    """
    found = list(discover(paths))
    command = "load " + " ".join(printable(path.name or str(path)) for path in paths)
    if not dry_run:
        apply_schema(database, registry)
    with Staging(registry, read_aliases(database, registry)) as staging:
        reading = _stage(found, staging)
        if not reading.complete:
            raise _refused(staging.problems, database, command, dry_run)
        plan = plan_load(staging, database)
        datasets = staging.datasets
        if plan.problems:
            raise _refused(plan.problems, database, command, dry_run)
        if dry_run:
            return Loading(None, datasets, plan.counts, reading.notes, _shown(plan))
        applied = apply_plan(plan, database, command)
    return Loading(applied.run, datasets, applied.counts, reading.notes)


def discover(paths: Iterable[Path]) -> Iterator[tuple[Form, Path, str]]:
    """What there is to load, each with its form and the name it has in messages.

    Raises UsageError for a path that isn't there, that no form recognises, or that holds nothing to load.
    """
    names = ", ".join(form.name for form in FORMS)
    for path in paths:
        called = printable(str(path))
        try:
            if not path.exists():
                raise UsageError(f"There is nothing at {called}.", "Check the path.")
            found = list(_within(path, printable(path.name or path.resolve().name)))
        except OSError as error:
            raise UsageError(f"{called} can't be read: {error.strerror}.", "Check the path.") from error
        if not found:
            raise UsageError(f"Nothing at {called} is of a form that can be loaded.", f"Forms are: {names}.")
        yield from found


def _within(path: Path, name: str) -> Iterator[tuple[Form, Path, str]]:
    form = form_of(path)
    if form is not None:
        yield form, path, name
    if path.is_dir():
        for item in sorted(path.iterdir()):
            if not item.name.startswith(".") and not item.is_symlink() and (form is None or item.is_dir()):
                yield from _within(item, f"{name}/{printable(item.name)}")


@dataclass
class _Staged:
    """What came of staging: notes, and whether all could be read, for only then it compares with the graph."""

    notes: list[str] = field(default_factory=list[str])
    complete: bool = True


def _stage(found: Iterable[tuple[Form, Path, str]], staging: Staging) -> _Staged:
    staged = _Staged()
    for form, path, name in found:
        try:
            reading = form.read(path, name)
            staging.problems += reading.problems
            already = len(reading.problems)
            staging.add_dataset(reading.dataset, reading.place)
            Normaliser(staging, reading.dataset.key).stage(reading.entries)
            staging.problems += reading.problems[already:]
            staged.notes += reading.notes
            staged.complete &= not reading.problems
        except OSError as error:
            staged.complete = False
            staging.problems.append(Problem(Place(name), f"The file can't be read: {error.strerror}.", "Check it."))
    return staged


def _refused(problems: Sequence[Problem], database: Database, command: str, dry_run: bool) -> ProblemsError:
    """The refusal; but for a dry run it is kept as a run of its own."""
    error = ProblemsError(problems)
    if not dry_run:
        kept = [str(problem) for problem in error.problems[:MAX_KEPT]]
        record_rejection(database, command, {"problems": kept})
    return error


def _shown(plan: Plan) -> list[dict[str, Any]]:
    return [{name: value for name, value in change._asdict().items() if value is not None} for change in plan.changes()]
