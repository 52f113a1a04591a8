"""DuckDB, as logs are counted with it: within bounds, in a folder of its own, reaching nothing but one file."""

import os
import re
import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, Self

from graph_schema.problems import Place, Problem
from graph_store.loading import Progress, unwatched
from loaders.text import UnreadableError

MEMORY_MB = 600
"""So many megabytes DuckDB takes; what is more lies in files. With Python and the driver it stays below a gigabyte."""
MAX_THREADS = 4
_PATIENCE = 1.0
"""After so many seconds, progress of a query is told."""
_SPECIAL = re.compile(r"[*?\[\ud800-\udfff]")
_SETTINGS = (
    "enable_progress_bar = true",
    "enable_progress_bar_print = false",
    "autoload_known_extensions = false",
    "autoinstall_known_extensions = false",
    "enable_external_access = false",
    "lock_configuration = true",
)


class Engine:
    """A database in memory, and in a private folder where that is not enough. Use as a context manager.

    It reads the `file`, and `spool`, which readers may write. Times that don't say their zone are of the `zone`. What
    goes wrong is an UnreadableError.
    """

    def __init__(self, place: Place, file: Path, progress: Progress = unwatched, zone: str = "UTC") -> None:
        self.place = place
        self._zone = zone
        self._file = file.resolve()
        self._progress = progress

    def __enter__(self) -> Self:
        import duckdb

        self._folder = tempfile.TemporaryDirectory(prefix="journeygraph-")
        self._inside = Path(self._folder.name)
        self.spool = self._inside / "spool.csv"
        threads = min(MAX_THREADS, os.cpu_count() or 1)
        bounds: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{MEMORY_MB}MB",
            "threads": threads,
            "temp_directory": str(self._inside / "spill"),
        }
        self._duckdb = duckdb
        self._connection = duckdb.connect(":memory:", config=bounds)
        # DuckDB takes a path for a pattern, and knows no bytes that aren't UTF-8.
        if _SPECIAL.search(str(self._file)):
            self._file = Path(shutil.copyfile(self._file, self._inside / "file"))
        reachable = f"allowed_paths = [{self.file}]", f"allowed_directories = [{quoted(str(self._inside))}]"
        for setting in (f"TimeZone = {quoted(self._zone)}", *reachable, *_SETTINGS):
            self._connection.execute(f"SET {setting}")
        return self

    def __exit__(self, *exc: object) -> None:
        self._connection.close()
        self._folder.cleanup()

    @property
    def file(self) -> str:
        """The path of the file, as a literal of SQL."""
        return quoted(str(self._file))

    def run(self, query: str, values: Sequence[object] = (), *, what: str = "Counting") -> list[tuple[Any, ...]]:
        """The rows that a query gives; `what` is what is told to be under way."""
        with _Watch(self._connection, self._progress, what):
            try:
                return self._connection.execute(query, values).fetchall()
            except self._duckdb.OutOfMemoryException:
                found, right = f"Counting it takes more than {MEMORY_MB} MB of memory.", "Split it by period."
            except (self._duckdb.Error, ValueError, OverflowError) as error:
                found, right = f"This can't be read: {_said(error)}.", "Export it again."
        raise UnreadableError(Problem(self.place, found, right))

    def one(self, query: str, values: Sequence[object] = (), *, what: str = "Counting") -> tuple[Any, ...]:
        """The first row that a query gives."""
        return self.run(query, values, what=what)[0]

    @contextmanager
    def apart(self) -> Generator[None]:
        """Makes tables that are gone afterwards."""
        self.run("CREATE SCHEMA apart")
        self.run("USE apart")
        try:
            yield
        finally:
            self.run("USE main")
            self.run("DROP SCHEMA apart CASCADE")

    def tell(self, what: str, done: int) -> None:
        """Say that more has been done."""
        self._progress(what, done, None)


class _Watch:
    """Tells how far a query has come, where it takes its time."""

    def __init__(self, connection: Any, progress: Progress, what: str) -> None:
        self._connection, self._progress, self._what = connection, progress, what
        self._over = Event()
        self._thread = Thread(target=self._tell, daemon=True)

    def __enter__(self) -> None:
        if self._progress is not unwatched:
            self._thread.start()

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _tell(self) -> None:
        told = 0
        while not self._over.wait(_PATIENCE):
            done = int(self._connection.query_progress())
            if done > told:
                self._progress(f"{self._what}, in per cent", done - told, 100)
                told = done


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _said(error: Exception) -> str:
    """What DuckDB says, in its first line, without the name that it has for the error."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].partition(" Error: ")[2][:200].rstrip(".") or lines[0][:200].rstrip(".")
