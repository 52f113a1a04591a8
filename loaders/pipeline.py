"""read, normalise, validate, plan, apply, report: one way for every form of file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_schema.errors import UsageError
from graph_schema.problems import Place, Problem, ProblemsError
from graph_schema.registry import Registry
from graph_store.database import Database
from graph_store.planning import Plan, make_plan
from graph_store.schema import apply_schema
from graph_store.staging import Staging
from graph_store.writing import apply_plan, record_rejection
from loaders.forms import FORMS, Form, form_of
from loaders.normalise import Normaliser


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
    command = "load " + " ".join(path.name or str(path) for path in paths)
    if not dry_run:
        apply_schema(database, registry)
    with Staging(registry) as staging:
        notes = _stage(found, staging)
        plan = make_plan(staging, database)
        datasets = staging.datasets
        if plan.problems:
            if not dry_run:
                record_rejection(database, command, {"problems": [str(problem) for problem in plan.problems[:1000]]})
            raise ProblemsError(plan.problems)
        if dry_run:
            return Loading(None, datasets, plan.counts, notes, _shown(plan))
        applied = apply_plan(plan, database, command)
    return Loading(applied.run, datasets, applied.counts, notes)


def discover(paths: Iterable[Path]) -> Iterator[tuple[Form, Path, str]]:
    """What there is to load, each with its form and the name it has in messages.

    Raises UsageError for a path that isn't there, that no form recognises, or that holds nothing to load.
    """
    names = ", ".join(form.name for form in FORMS)
    for path in paths:
        if not path.exists():
            raise UsageError(f"There is nothing at {path}.", "Check the path.")
        found = list(_within(path, path.name or path.resolve().name))
        if not found:
            raise UsageError(f"Nothing at {path} is of a form that can be loaded.", f"Forms are: {names}.")
        yield from found


def _within(path: Path, name: str) -> Iterator[tuple[Form, Path, str]]:
    form = form_of(path)
    if form is not None:
        yield form, path, name
    if path.is_dir():
        for item in sorted(path.iterdir()):
            if not item.name.startswith(".") and not item.is_symlink() and (form is None or item.is_dir()):
                yield from _within(item, f"{name}/{item.name}")


def _stage(found: Iterable[tuple[Form, Path, str]], staging: Staging) -> list[str]:
    notes: list[str] = []
    for form, path, name in found:
        try:
            reading = form.read(path, name)
            staging.problems += reading.problems
            already = len(reading.problems)
            staging.add_dataset(reading.dataset, reading.place)
            Normaliser(staging, reading.dataset.key).stage(reading.entries)
            staging.problems += reading.problems[already:]
            notes += reading.notes
        except OSError as error:
            staging.problems.append(Problem(Place(name), f"The file can't be read: {error.strerror}.", "Check it."))
    return notes


def _shown(plan: Plan) -> list[dict[str, Any]]:
    return [{name: value for name, value in change._asdict().items() if value is not None} for change in plan.changes()]
