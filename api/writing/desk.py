"""Takes files from editors, and lets jobs plan, apply and undo what is in them."""

import asyncio
import logging
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from api.access.identity import Identity
from api.errors import ArgumentError
from api.limits import Limits
from api.writing.jobs import KEPT, Job, JobAction, JobBook, JobState
from api.writing.work import Order, work
from graph_schema.errors import RefusedError, UsageError
from graph_schema.registry import Registry
from graph_store.home import make_private
from graph_store.lease import this_process
from graph_store.loading import Loader
from graph_store.settings import Neo4jSettings

log = logging.getLogger("journeygraph.api")

FILES, JOBS = "files", "jobs"
"""The folders for uploads and for jobs."""
MAX_FILES = 1_000
"""So many files one plan can be about."""
_MAX_PARTS = 10
_MAX_NAME = 200
_LOOK = 0.05
"""Seconds between two looks whether a job has ended."""


@dataclass(frozen=True)
class Place:
    """Where files are taken, and who reads them."""

    folder: Path
    loader: Loader


class Upload(NamedTuple):
    """A file that was taken: what names it, its path as the editor sees it, and its size in bytes."""

    id: str
    path: str
    size: int


class Desk:
    """The uploads and jobs of one server; its workers share the folder."""

    def __init__(self, place: Place, settings: Neo4jSettings, registry: Registry, limits: Limits) -> None:
        self._uploads = place.folder / FILES
        self._jobs = place.folder / JOBS
        self._place = place
        self._settings = settings
        self._registry = registry
        self._limits = limits
        self._closed = False
        self._free = asyncio.Semaphore(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._processes: set[BaseProcess] = set()
        self.book = JobBook(self._jobs)

    async def take(self, path: str, content: AsyncIterator[bytes]) -> Upload:
        """Keep a file. Raises UsageError for a path that can't be one, RefusedError where it is too much."""
        parts = _parts(path)
        make_private(self._uploads)
        room = self._limits.max_uploads - await asyncio.to_thread(_tidied, self._uploads)
        upload_id = secrets.token_urlsafe(12)
        folder = self._uploads / upload_id
        target = folder.joinpath(*parts)
        make_private(target.parent)
        size = 0
        try:
            with open(target, "wb", opener=_private) as file:
                async for chunk in content:
                    size += len(chunk)
                    if size > min(self._limits.max_upload, room):
                        raise _too_much(self._limits, room)
                    file.write(chunk)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return Upload(upload_id, "/".join(parts), size)

    def plan(self, upload_ids: list[str], identity: Identity) -> Job:
        """Begin to plan the load of what was uploaded. Raises ArgumentError where some of it is not there."""
        if not 0 < len(upload_ids) <= MAX_FILES:
            raise ArgumentError("uploads", f"`uploads` names {len(upload_ids)} files.", f"Name 1 to {MAX_FILES}.")
        known = {path.name: path for path in self._uploads.iterdir()} if self._uploads.is_dir() else {}
        missing = [upload_id for upload_id in upload_ids if upload_id not in known]
        if missing:
            remedy = "They are kept for a day; upload the file again."
            raise ArgumentError("uploads", f"There is no upload {missing[0]!r}.", remedy)
        job_id = self.book.new()
        files = self.book.files(job_id)
        for upload_id in dict.fromkeys(upload_ids):
            _gather(known[upload_id], files)
        return self._begin(self._job(job_id, JobAction.PLAN, identity, _listed(files)))

    def apply(self, plan_id: str, identity: Identity) -> Job:
        """Begin to apply a plan. Raises RefusedError where there is none to apply."""
        planned = self.book.read(plan_id)
        if planned.plan is None:
            raise RefusedError(f"Job {plan_id!r} has no plan that could be applied.", "Plan the load first.")
        if planned.run is not None:
            raise RefusedError(f"The plan was applied already, as run {planned.run}.", "Send the files again.")
        job_id = self.book.new()
        files = self.book.files(job_id)
        _gather(self.book.files(plan_id), files)
        job = self._job(job_id, JobAction.APPLY, identity, planned.files)
        return self._begin(job, plan=planned)

    def undo(self, run: int, identity: Identity) -> Job:
        """Begin to undo a run."""
        return self._begin(self._job(self.book.new(), JobAction.UNDO, identity, []), undoes=run)

    async def close(self) -> None:
        """End the jobs that run: a run that is cut off so is taken back by whoever opens the database next."""
        self._closed = True
        for process in self._processes:
            process.kill()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _job(self, job_id: str, action: JobAction, identity: Identity, files: list[str]) -> Job:
        now = datetime.now(UTC)
        return Job(id=job_id, action=action, state=JobState.WAITING, by=identity.name, started=now, files=files)

    def _begin(self, job: Job, *, plan: Job | None = None, undoes: int = 0) -> Job:
        self.book.write(job, this_process())
        order = Order(self._jobs, job, self._settings, self._registry, self._place.loader, plan, undoes)
        task = asyncio.get_running_loop().create_task(self._run(order))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    async def _run(self, order: Order) -> None:
        async with self._free:
            if self._closed:
                return
            process = get_context("spawn").Process(target=work, args=(order,), daemon=True)
            await asyncio.to_thread(process.start)
            self._processes.add(process)
            try:
                while process.is_alive():
                    await asyncio.sleep(_LOOK)
            finally:
                self._processes.discard(process)
        if process.exitcode and not self._closed:
            log.error("job %s ended with exit code %s", order.job.id, process.exitcode)
            message = "The process that did it ended; there may not have been enough memory."
            failed = {"state": JobState.FAILED, "message": message}
            self.book.write(order.job.model_copy(update=failed), this_process())


def clear(folder: Path) -> None:
    """Throw away what was uploaded and planned, but for the jobs that somebody works on."""
    shutil.rmtree(folder / FILES, ignore_errors=True)
    book = JobBook(folder / JOBS)
    for job in book.all():
        if job.ended:
            shutil.rmtree(folder / JOBS / job.id, ignore_errors=True)


def _parts(path: str) -> tuple[str, ...]:
    """The names in a path, each a plain one, so that nothing is written but below our folder."""
    parts = tuple(path.split("/"))
    for part in parts:
        if not part or part.startswith(".") or len(part.encode()) > _MAX_NAME or "\\" in part or not part.isprintable():
            raise UsageError(f"{path[:_MAX_NAME]!r} can't be the path of a file.", "Send `path=team/personas.csv`.")
    if len(parts) > _MAX_PARTS:
        raise UsageError(f"The path has {len(parts)} parts.", f"Send at most {_MAX_PARTS}.")
    return parts


def _too_much(limits: Limits, room: int) -> RefusedError:
    if room < limits.max_upload:
        return RefusedError("The files that were uploaded today fill the room for them.", "Try again tomorrow.")
    return RefusedError(f"A file may have {limits.max_upload} bytes.", "Send less, or load it by the command.")


def _tidied(folder: Path) -> int:
    """How many bytes there are below a folder, once what is too old is gone."""
    oldest = (datetime.now(UTC) - KEPT).timestamp()
    size = 0
    for path in folder.iterdir():
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                shutil.rmtree(path, ignore_errors=True)
            else:
                size += sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return size


def _gather(source: Path, target: Path) -> None:
    """Link the files of one folder into another. Raises RefusedError where two have the same path."""
    for file in source.rglob("*"):
        if file.is_file():
            place = target / file.relative_to(source)
            make_private(place.parent)
            try:
                os.link(file, place)
            except FileExistsError as error:
                raise RefusedError(
                    f"Two files have the path {_shown(place, target)!r}.", "Give each its own."
                ) from error


def _listed(folder: Path) -> list[str]:
    return sorted(_shown(file, folder) for file in folder.rglob("*") if file.is_file())


def _shown(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
