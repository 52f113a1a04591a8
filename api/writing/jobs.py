"""Jobs: planning a load, applying the plan, undoing a run.

What is known of a job lies in a file, which all workers of a server read.
"""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from shutil import rmtree

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph_schema.errors import NotFoundError
from graph_schema.kinds.records import ChangeAction
from graph_store.home import make_private
from graph_store.lease import is_there

KEPT = timedelta(days=1)
"""After so long, what was uploaded and planned is thrown away."""
MOST = 1_000
"""So many changes, conflicts, proposals and problems a job tells at most."""
_STATE = "job.json"


class JobAction(StrEnum):
    """What a job does."""

    PLAN = "plan"
    APPLY = "apply"
    UNDO = "undo"


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class JobProgress(_Told):
    """How far a running job has come."""

    what: str = Field(description="What it is doing.")
    done: int = Field(description="How much of it has been done.")
    of: int | None = Field(description="How much there is in all. Null: nobody knows yet.")


class JobProblem(_Told):
    """One thing that is wrong with what was uploaded."""

    file: str = Field(description="The file in which it stands.")
    line: int | None = Field(description="The line or row. Null: it is about the file.")
    column: str | None = Field(description="The column or field. Null: it is about the line.")
    found: str = Field(description="What was found.")
    right: str = Field(description="What would be right.")


class PlannedChange(_Told):
    """A claim that would be added, changed or removed."""

    dataset: str = Field(description="The dataset that says it; empty for a record of the knowledge base itself.")
    action: ChangeAction = Field(description="What would be done.")
    subject: str = Field(description="The reference of the node, or of where the relationship starts.")
    subject_name: str | None = Field(description="What that is or would be called. Null: nobody says.", default=None)
    rel_type: str | None = Field(description="The relationship's type. Null: it is about a node.", default=None)
    object: str | None = Field(description="The reference of where the relationship ends.", default=None)
    object_name: str | None = Field(description="What that is or would be called. Null: nobody says.", default=None)
    before: str | None = Field(description="What is said now, as JSON.", default=None)
    after: str | None = Field(description="What would be said, as JSON.", default=None)


class PlannedConflict(_Told):
    """A property of which datasets would say different things."""

    kind: str = Field(description="The kind of the node, as in references.")
    key: str = Field(description="The key of the node.")
    name: str | None = Field(description="What it is or would be called. Null: nobody says.", default=None)
    field: str = Field(description="The property.")
    shown: str = Field(description="The value that would show, as JSON.")
    given: str = Field(description="The value of each dataset, as JSON.")


class PlannedMatch(_Told):
    """A name in a file that is taken for a node with another key than the one that is made of it."""

    dataset: str = Field(description="The dataset that calls it so.")
    name: str = Field(description="The name.")
    ref: str = Field(description="The reference that is made of it.")
    means: str = Field(description="The reference of the node that it is taken for.")
    by: str = Field(description="By what: an alias, a name that the node has, or a decision.")


class MergeProposal(_Told):
    """A new node that may be one that is known already; nothing merges them by itself."""

    kind: str = Field(description="Their kind, as in references.")
    key: str = Field(description="The key of the new one.")
    name: str = Field(description="What the new one is called.")
    like: str = Field(description="The key of the other one.")
    like_name: str = Field(description="What the other one is called.")
    known: bool = Field(description="Whether the other one is in the knowledge base already.")
    reason: str = Field(description="Why they may be one.")


class RecognisedFile(_Told):
    """What an uploaded file or folder was taken for."""

    name: str = Field(description="The file or folder.")
    form: str = Field(description="The form of file that it is read as.")
    mapping: str | None = Field(description="The mapping that it is read by, with its version. Null: none.")
    dataset: str = Field(description="The key of the dataset that it is loaded as.")
    why: str = Field(description="What it was recognised by.")


class LoadPlan(_Told):
    """What applying would do. Of changes, conflicts and proposals the first thousand are listed."""

    data_version: int = Field(description="The version of the knowledge base that it was made for.")
    recognised: list[RecognisedFile] = Field(description="What each file or folder was taken for, and why.")
    datasets: list[str] = Field(description="The keys of the datasets that would say something else.")
    added: int = Field(description="How many claims would be added.")
    changed: int = Field(description="How many claims would be changed.")
    removed: int = Field(description="How many claims would be removed.")
    unchanged: int = Field(description="How many claims stay as they are.")
    in_conflict: int = Field(description="Of how many properties datasets would say different things.")
    notes: list[str] = Field(description="What would be left out on purpose, and why.")
    changes: list[PlannedChange] = Field(description="The claims that would change.")
    conflicts: list[PlannedConflict] = Field(description="The properties on which datasets would differ.")
    matches: list[PlannedMatch] = Field(description="Names that are taken for nodes with other keys.")
    proposals: list[MergeProposal] = Field(description="New nodes that may be known ones.")


class Job(_Told):
    """Something that takes a while: planning a load, applying a plan, undoing a run."""

    id: str = Field(description="Names the job; `applyPlan` takes that of a plan.")
    action: JobAction = Field(description="What it does.")
    state: JobState = Field(description="How far it has come.")
    by: str = Field(description="Who asked for it.")
    started: datetime = Field(description="When it was asked for.")
    files: list[str] = Field(description="The uploaded files that it is about.", default_factory=list[str])
    progress: JobProgress | None = Field(description="Where it is. Null: it has not begun.", default=None)
    plan: LoadPlan | None = Field(description="What applying would do. Null: there is no such plan.", default=None)
    problems: list[JobProblem] = Field(
        description="What is wrong with the files, the first thousand of it.", default_factory=list[JobProblem]
    )
    message: str | None = Field(description="Why it was refused or failed. Null: it was not.", default=None)
    run: int | None = Field(
        description="The number of the run that it wrote, or that its plan became. Null: none.", default=None
    )

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in (JobState.WAITING, JobState.RUNNING)


class _Kept(_Told):
    """A job with what is nobody else's business."""

    job: Job
    process: str
    """Who works on it."""


class JobBook:
    """The jobs of a day, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self) -> str:
        """A name that no other job has; what is too old to be kept goes."""
        make_private(self._folder)
        for path in self._folder.iterdir():
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < datetime.now(UTC) - KEPT:
                rmtree(path, ignore_errors=True)
        job_id = secrets.token_urlsafe(12)
        (self._folder / job_id).mkdir(mode=0o700)
        return job_id

    def files(self, job_id: str) -> Path:
        """The folder with the files of a job."""
        return self._folder / job_id / "files"

    def write(self, job: Job, process: str) -> None:
        """Keep what is known of a job; who reads meanwhile sees the old state or the new one."""
        path = self._folder / job.id / _STATE
        beside = path.with_suffix(f".{secrets.token_hex(4)}")
        beside.write_text(_Kept(job=job, process=process).model_dump_json(), "utf-8")
        beside.replace(path)

    def read(self, job_id: str) -> Job:
        """A job. Raises NotFoundError where there is none, or none any more."""
        # The id comes from outside, so that it is compared and never made a path.
        if not self._folder.is_dir() or job_id not in {path.name for path in self._folder.iterdir()}:
            raise NotFoundError(f"There is no job {job_id!r}.", "They are kept for a day; begin another one.")
        try:
            kept = _Kept.model_validate_json((self._folder / job_id / _STATE).read_bytes())
        except (OSError, ValidationError) as error:
            raise NotFoundError(f"There is no job {job_id!r}.", "Begin another one.") from error
        if not kept.job.ended and not is_there(kept.process):
            message = "It was cut off. Nothing of it is left, or all: `runs` tells which."
            return kept.job.model_copy(update={"state": JobState.FAILED, "message": message})
        return kept.job

    def all(self) -> Iterator[Job]:
        """All jobs, the newest first."""
        names = [path.name for path in self._folder.iterdir()] if self._folder.is_dir() else []
        found: list[Job] = []
        for name in names:
            try:
                found.append(self.read(name))
            except NotFoundError:
                continue
        yield from sorted(found, key=lambda job: job.started, reverse=True)
