"""The files that the local Neo4j consists of: named in a lock, fetched once, checked by SHA-256."""

import errno
import shutil
import time
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from filelock import FileLock
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from graph_schema.errors import LocalServerError
from graph_store.home import make_private

Log = Callable[[str], None]

INSTALL = "Install it with `pip install 'journeygraph[local]'`, or set NEO4J_URI to use a Neo4j that runs elsewhere."


@dataclass(frozen=True)
class Artifact:
    """One file of a Maven repository."""

    path: str
    sha256: str
    size: int

    def is_in(self, folder: Path) -> bool:
        """Files get their name only once their hash is right, so a look at the size is enough here."""
        file = folder / self.path
        return file.is_file() and file.stat().st_size == self.size


@dataclass(frozen=True)
class Lock:
    """A version of Neo4j and all of its files."""

    version: str
    artifacts: tuple[Artifact, ...]

    @classmethod
    def read(cls) -> "Lock":
        """The lock that this version of the package comes with."""
        header, *lines = files("graph_store.local").joinpath("jars.lock").read_text("utf-8").splitlines()
        rows = (line.split() for line in lines)
        version = header.split()[2].rstrip(":")
        return cls(version, tuple(Artifact(path, sha256, int(size)) for path, sha256, size in rows))


def central() -> str:
    """The address of Maven's central repository."""
    try:
        from jgo.constants import MAVEN_CENTRAL_URL
    except ImportError as error:
        raise LocalServerError(f"The local Neo4j can't be fetched: {error}.", INSTALL) from error
    return str(MAVEN_CENTRAL_URL)


def fetch(lock: Lock, cache: Path, log: Log, base_url: str | None = None) -> tuple[Path, ...]:
    """The paths of all files of the lock, in its order; those that the cache lacks are downloaded first."""
    folder = cache / f"neo4j-{lock.version}"
    if any(not artifact.is_in(folder) for artifact in lock.artifacts):
        make_private(cache)
        with FileLock(cache / "fetch.lock"):
            missing = [artifact for artifact in lock.artifacts if not artifact.is_in(folder)]
            if missing:
                _download(missing, lock, folder, log, base_url or central())
    return tuple(folder / artifact.path for artifact in lock.artifacts)


def _download(missing: list[Artifact], lock: Lock, folder: Path, log: Log, base_url: str) -> None:
    size = sum(artifact.size for artifact in missing)
    what = f"Neo4j {lock.version}: {len(missing)} files, {size / 1e6:.0f} MB"
    began = time.monotonic()
    log(f"Fetching {what}, to {folder}.")
    with _failures(folder):
        _sweep(folder, lock)
        _require_space(folder, size)
        _fetch_all(missing, folder, base_url)
    log(f"Fetched {what}, in {time.monotonic() - began:.0f} s.")


def _sweep(folder: Path, lock: Lock) -> None:
    """Remove what a killed download left behind."""
    known = {folder / artifact.path for artifact in lock.artifacts}
    for file in [path for path in folder.rglob("*") if path.is_file() and path not in known]:
        file.unlink()


def _require_space(folder: Path, size: int) -> None:
    make_private(folder)
    if shutil.disk_usage(folder).free < size:
        raise OSError(errno.ENOSPC, "No space left on device")


def _fetch_all(missing: list[Artifact], folder: Path, base_url: str) -> None:
    import pooch  # pyright: ignore[reportMissingTypeStubs]  # imported here as only a first start needs it

    pooch.get_logger().setLevel("ERROR")
    registry = {artifact.path: f"sha256:{artifact.sha256}" for artifact in missing}
    source = pooch.create(folder, base_url.rstrip("/") + "/", registry=registry, retry_if_failed=1)
    download: Any = pooch.HTTPDownloader(timeout=30, chunk_size=1 << 16)
    for artifact in missing:
        make_private((folder / artifact.path).parent)
    with ThreadPoolExecutor(8) as pool:
        tasks = {pool.submit(source.fetch, item.path, downloader=download): item.size for item in missing}
        try:
            _await(tasks)
        finally:
            pool.shutdown(cancel_futures=True)


def _await(tasks: dict[Future[str], int]) -> None:
    """Wait for all downloads; a terminal shows how far they are."""
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("Neo4j", total=sum(tasks.values()))
        for task in as_completed(tasks):
            task.result()
            progress.advance(bar, tasks[task])


@contextmanager
def _failures(folder: Path) -> Generator[None]:
    """What can go wrong while downloading, told so that a user can act on it."""
    from requests import RequestException

    again = "Run the command again: what is already there is kept."
    try:
        yield
    except RequestException as error:
        observed = f"A part of Neo4j could not be downloaded: {_cause(error)}."
        raise LocalServerError(observed, f"Check the network, then: {again}") from error
    except ValueError as error:
        observed = "A downloaded part of Neo4j is not what it should be (its SHA-256 differs) and was dropped."
        remedy = f"{again} If it stays so, a proxy on the way alters downloads. ({error})"
        raise LocalServerError(observed, remedy) from error
    except OSError as error:
        observed = f"A part of Neo4j could not be written to {folder}: {error.strerror or error}."
        raise LocalServerError(observed, f"Make room or check the folder's permissions, then: {again}") from error


def _cause(error: BaseException) -> str:
    return str(error).rstrip(".") or type(error).__name__


def used(paths: Iterable[Path]) -> int:
    """The bytes that folders take on disk."""
    found = (file for path in paths for file in path.rglob("*"))
    return sum(file.lstat().st_blocks * 512 for file in found if file.is_file())
