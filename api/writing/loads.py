"""The fields by which editors load files and undo runs."""

from collections.abc import Iterator
from typing import Any

from strawberry.types import Info
from strawberry.types.field import StrawberryField

from api.modeltypes import ModelTypes
from api.typemaker import TypeMaker
from api.writing.desk import Desk
from api.writing.jobs import Job
from api.writing.mutations import editor
from graph_schema.errors import RefusedError

JOBS = 50
"""So many jobs are listed."""


class LoadRoots:
    """Makes the fields."""

    def __init__(self, make: TypeMaker) -> None:
        self._make = make
        self._job = ModelTypes(make).of(Job, "Job")

    def changes(self) -> Iterator[StrawberryField]:
        """The fields that begin a job."""
        make = self._make
        about = "Ask `job` how far it has come."
        yield make.field(
            "planLoad",
            self._job,
            f"Begin to plan the load of files that were sent to /uploads; nothing is written. {about}",
            (make.argument("uploads", "list[ID]", "The ids of the files."),),
            lambda info, given: _desk(info).plan(given["uploads"], editor(info)[0]),
        )
        yield make.field(
            "applyPlan",
            self._job,
            f"Begin to apply a plan, all of it or nothing; it is refused if anything was written since. {about}",
            (make.argument("plan", "ID", "The id of the job that planned it."),),
            lambda info, given: _desk(info).apply(given["plan"], editor(info)[0]),
        )
        yield make.field(
            "undoRun",
            self._job,
            f"Begin to undo a run; it is refused if later runs touched the same. {about}",
            (make.argument("number", "int", "The number of the run."),),
            lambda info, given: _desk(info).undo(given["number"], editor(info)[0]),
        )

    def queries(self) -> Iterator[StrawberryField]:
        """The fields that tell of jobs."""
        make = self._make
        yield make.field(
            "job",
            self._job,
            "A job by its id; for editors.",
            (make.argument("id", "ID", "The id of the job."),),
            lambda info, given: _desk(info).book.read(given["id"]),
        )
        yield make.field(
            "jobs",
            f"list[{self._job}]",
            f"The latest {JOBS} jobs of the last day, the newest first; for editors.",
            (),
            lambda info, _given: [*_desk(info).book.all()][:JOBS],
        )


def _desk(info: Info[Any, Any]) -> Desk:
    editor(info)
    desk: Desk | None = info.context.get("desk")
    if desk is None:
        raise RefusedError("This server takes no files.", "Load them by the command.")
    return desk
