"""What a job does, in a process of its own: a file can neither slow down the answers nor end the server."""

import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from time import monotonic
from typing import Any

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
from graph_store.database import Database
from graph_store.lease import this_process
from graph_store.loading import Loader, Loading
from graph_store.operations import undo
from graph_store.settings import Neo4jSettings
from graph_store.undoing import recover

log = logging.getLogger("journeygraph.api")

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
    expected: int | None = None
    """The version of the knowledge base that a plan was made for."""
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
    teller.end(changes)
    if order.job.action is JobAction.APPLY and changes["state"] is JobState.DONE:
        # What is in the graph need not lie about as a file as well.
        rmtree(book.files(order.job.id), ignore_errors=True)


def _load(order: Order, database: Database, teller: "_Teller") -> dict[str, Any]:
    planning = order.job.action is JobAction.PLAN
    loading = order.loader(
        sorted(JobBook(order.folder).files(order.job.id).iterdir()),
        database,
        order.registry,
        dry_run=planning,
        expected=order.expected,
        by=order.job.by,
        progress=teller.tell,
    )
    return {"plan": _plan(loading)} if planning else {"run": loading.run}


def _undo(order: Order, database: Database, teller: "_Teller") -> dict[str, Any]:
    def written(done: int) -> None:
        teller.tell("Writing", done, None)

    return {"run": undo(order.undoes, database, order.registry, by=order.job.by, progress=written).run}


def _plan(loading: Loading) -> LoadPlan:
    changes = ({name: change.get(name) for name in PlannedChange.model_fields} for change in loading.changes[:MOST])
    return LoadPlan(
        data_version=loading.data_version,
        recognised=[RecognisedFile.model_validate(taken) for taken in loading.recognised],
        datasets=loading.datasets,
        **loading.counts,
        notes=loading.notes[:MOST],
        changes=[PlannedChange.model_validate(change) for change in changes],
        conflicts=[PlannedConflict.model_validate(conflict) for conflict in loading.conflicts[:MOST]],
        matches=[PlannedMatch.model_validate(match) for match in loading.matches[:MOST]],
        proposals=[MergeProposal.model_validate(proposal) for proposal in loading.proposals[:MOST]],
    )


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
