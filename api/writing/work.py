"""What a job does, in a process of its own: a file can neither slow down the answers nor end the server."""

import logging
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from time import monotonic
from typing import Any

import orjson

from api.writing.jobs import (
    MOST,
    Job,
    JobAction,
    JobBook,
    JobProblem,
    JobProgress,
    JobState,
    LoadPlan,
    MergeProposal,
    PlannedChange,
    PlannedConflict,
    PlannedMatch,
    RecognisedFile,
)
from graph_schema.errors import JourneyGraphError
from graph_schema.problems import Problem, ProblemsError
from graph_schema.registry import Registry
from graph_schema.stored import GAVE
from graph_store.database import Database
from graph_store.lease import this_process
from graph_store.loading import Loader, Loading
from graph_store.operations import undo
from graph_store.settings import Neo4jSettings
from graph_store.undoing import recover
from queries.naming import LABELS, NAMES

log = logging.getLogger("journeygraph.api")

_NAMING = (f"{GAVE}name", f"{GAVE}text", f"{GAVE}description", "name")
"""The properties by which a description, or a record, names its node; the first that there is counts."""
_TELL = 0.25
"""Seconds between two notes on how far a job has come."""


@dataclass(frozen=True)
class Order:
    """A job and all that it takes to do it; it can be handed to another process."""

    folder: Path
    job: Job
    settings: Neo4jSettings
    registry: Registry
    loader: Loader
    plan: Job | None = None
    """The job whose plan is to be applied."""
    undoes: int = 0


def work(order: Order) -> None:
    """Do a job, and keep what came of it."""
    book = JobBook(order.folder)
    teller = _Teller(book, order.job)
    try:
        with Database(order.settings) as database:
            database.check()
            recover(database, order.registry)
            act = _undo if order.job.action is JobAction.UNDO else _load
            changes = {"state": JobState.DONE, **act(order, database, teller)}
    except ProblemsError as error:
        problems = [_problem(problem) for problem in error.problems[:MOST]]
        changes = {"state": JobState.REFUSED, "message": _counted(error), "problems": problems}
    except JourneyGraphError as error:
        # Where the server keeps the files is nothing to whoever sent them.
        message = str(error).replace(f"{book.files(order.job.id)}{os.sep}", "")
        changes = {"state": JobState.REFUSED, "message": message}
    except Exception as error:
        error_id = secrets.token_hex(6)
        log.exception("error %s in a job", error_id, exc_info=error)
        message = f"Something went wrong on the server; its log says more under the id {error_id}."
        changes = {"state": JobState.FAILED, "message": message}
    applied = order.plan is not None and changes["state"] is JobState.DONE
    if order.plan and applied:
        with suppress(FileNotFoundError):  # A plan that is a day old may be gone by now.
            book.write(order.plan.model_copy(update={"run": changes["run"]}), this_process())
    teller.end(changes)
    if applied:
        # What is in the graph need not lie about as a file as well.
        rmtree(book.files(order.job.id), ignore_errors=True)


def _load(order: Order, database: Database, teller: "_Teller") -> dict[str, Any]:
    expected = order.plan.plan.data_version if order.plan and order.plan.plan else None
    loading = order.loader(
        sorted(JobBook(order.folder).files(order.job.id).iterdir()),
        database,
        order.registry,
        dry_run=order.plan is None,
        expected=expected,
        by=order.job.by,
        progress=teller.tell,
    )
    return {"run": loading.run} if order.plan else {"plan": _plan(loading, database)}


def _undo(order: Order, database: Database, teller: "_Teller") -> dict[str, Any]:
    def written(done: int) -> None:
        teller.tell("Writing", done, None)

    return {"run": undo(order.undoes, database, order.registry, by=order.job.by, progress=written).run}


def _plan(loading: Loading, database: Database) -> LoadPlan:
    shown = loading.changes[:MOST]
    conflicts = [(f"{conflict['kind']}:{conflict['key']}", conflict) for conflict in loading.conflicts[:MOST]]
    refs = {ref for change in shown for ref in (change["subject"], change.get("object")) if ref}
    names = _names(loading, refs | {ref for ref, _ in conflicts}, database)
    changes = (
        {name: change.get(name) for name in PlannedChange.model_fields}
        | {"subject_name": names.get(change["subject"]), "object_name": names.get(change.get("object", ""))}
        for change in shown
    )
    return LoadPlan(
        data_version=loading.data_version,
        recognised=[RecognisedFile.model_validate(taken) for taken in loading.recognised],
        datasets=loading.datasets,
        **loading.counts,
        notes=loading.notes[:MOST],
        changes=[PlannedChange.model_validate(change) for change in changes],
        conflicts=[PlannedConflict.model_validate(each | {"name": names.get(ref)}) for ref, each in conflicts],
        matches=[PlannedMatch.model_validate(match) for match in loading.matches[:MOST]],
        proposals=[MergeProposal.model_validate(proposal) for proposal in loading.proposals[:MOST]],
    )


def _names(loading: Loading, refs: set[str], database: Database) -> dict[str, str]:
    """What nodes are called, or would be: as the files name them, else as the knowledge base does."""
    found = database.read(NAMES, {"refs": sorted(refs), "labels": LABELS})
    names: dict[str, str] = {row["ref"]: row["name"] for row in found if row["name"]}
    for change in loading.changes:
        if change["subject"] in refs and "rel_type" not in change and "after" in change:
            said: dict[str, Any] = orjson.loads(change["after"])
            name = next((said[field] for field in _NAMING if field in said), None)
            if name:
                names[change["subject"]] = name
    return names


def _problem(problem: Problem) -> JobProblem:
    place = problem.place
    line, column = place.line or None, place.column or None
    return JobProblem(file=place.file, line=line, column=column, found=problem.found, right=problem.right)


def _counted(error: ProblemsError) -> str:
    count = len(error.problems)
    return "There is a problem, so nothing was loaded." if count == 1 else f"{count} problems, so nothing was loaded."


class _Teller:
    """Notes how far a job has come, now and then."""

    def __init__(self, book: JobBook, job: Job) -> None:
        self._book = book
        self._job = job.model_copy(update={"state": JobState.RUNNING})
        self._told = monotonic()
        self._done: dict[str, int] = {}
        self._book.write(self._job, this_process())

    def tell(self, what: str, done: int, of: int | None) -> None:
        """As loaders tell it: how much has been done since they last told."""
        self._done[what] = self._done.get(what, 0) + done
        self._job = self._job.model_copy(update={"progress": JobProgress(what=what, done=self._done[what], of=of)})
        if monotonic() - self._told >= _TELL:
            self._told = monotonic()
            self._book.write(self._job, this_process())

    def end(self, changes: dict[str, Any]) -> None:
        """Note what came of it."""
        self._book.write(self._job.model_copy(update=changes), this_process())
