"""Events that Python reads, set down in a file of their own for DuckDB to count."""

import csv
from collections.abc import Sequence, Set
from pathlib import Path
from typing import NamedTuple, Self

from graph_schema.problems import Place, Problem
from loaders.events.engine import Engine, quoted
from loaders.events.log import Columns
from loaders.events.times import readings
from loaders.text import UnreadableError
from loaders.values import shown

_OPTIONAL = ("channel", "segment", "person", "lifecycle")
_LOOKED_AT = 200
"""So many times are looked at to tell how they are written."""
_TOLD = 50_000
"""After so many events, progress is told."""
_MAX_LINE = 32 * 1024 * 1024


class Event(NamedTuple):
    """An event as a file has it; what it doesn't say is empty."""

    case: str
    activity: str
    time: str
    channel: str = ""
    segment: str = ""
    person: str = ""
    lifecycle: str = ""
    line: int = 0
    id: str = ""
    """What tells an event that was sent twice."""


class Spool:
    """Takes events, and remembers what was told of any of them. Use as a context manager; then ask for `columns`."""

    def __init__(self, engine: Engine, written: str | None = None) -> None:
        """`written` is how times are written, where somebody says so."""
        self.path = engine.spool
        self._written = written
        self.events = 0
        self._engine = engine
        self._told: set[str] = set()
        self._times: list[str] = []

    def __enter__(self) -> Self:
        self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        self._write = csv.writer(self._file, lineterminator="\n").writerow
        return self

    def __exit__(self, *exc: object) -> None:
        self._file.close()

    def add(self, event: Event) -> None:
        """Take an event."""
        self._write(event)
        self.events += 1
        if len(self._times) < _LOOKED_AT and event.time:
            self._times.append(event.time)
        if len(self._told) < len(_OPTIONAL):
            self._told |= {name for name in _OPTIONAL if getattr(event, name)}
        if self.events % _TOLD == 0:
            self._engine.tell("Reading events", _TOLD)

    def columns(self) -> Columns:
        """The events as DuckDB finds them. Raises UnreadableError where their times are no times."""
        return _columns(self.path, self._times, self._told, self._written, self._engine.place)


def _columns(path: Path, times: Sequence[str], told: Set[str], written: str | None, place: Place) -> Columns:
    """The columns of a spool, by what is told in it and the first of its times."""
    ways = readings("time", times, written) if times else []
    if times and len(ways) != 1:
        raise UnreadableError(Problem(place, f"{shown(times[0])} is not a time.", "Write 2026-01-31T09:30:00Z."))
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in Event._fields)
    rows = (
        f"read_csv({quoted(str(path))}, columns = {{{columns}}}, header = false, auto_detect = false, delim = ',', "
        f"quote = '\"', escape = '\"', nullstr = '', new_line = '\\n', max_line_size = {_MAX_LINE})"
    )
    given = {name: name for name in told}
    if ways:
        given |= {"moment": ways[0], "time": "time"}
    return Columns(rows, '"case"', "activity", line="line::BIGINT", **given)
