"""The table that every log is read into: one row an event, in the order of the file.

A case is told by a 64-bit hash of its name, which sorts faster and takes less memory: by chance, two of a million cases
become one in one log of 37 million.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from graph_schema.problems import Place, Problem
from loaders.events.engine import Engine
from loaders.events.telling import several
from loaders.events.times import EARLIEST, LATEST
from loaders.text import UnreadableError
from loaders.values import shown

MAX_NAMES = 100_000
"""More different activities tell that the column names things, not places of contact."""
MAX_CHANNELS, MAX_SEGMENTS = 200, 50
_UNITS = (1_000_000, 1_000)
"""Microseconds: times are often told in seconds or milliseconds."""
_OUT_OF_ORDER = "SELECT 1 FROM (SELECT moment < lag(moment) OVER () AS back FROM event) WHERE back LIMIT 1"


@dataclass(frozen=True)
class Columns:
    """Expressions of SQL over a relation that say what an event is; None where the log doesn't tell."""

    relation: str
    case: str
    activity: str
    moment: str | None = None
    """Microseconds since 1970; null where it can't be read."""
    time: str | None = None
    """The time as it is written."""
    time_column: str = ""
    """What the file calls it."""
    channel: str | None = None
    segment: str | None = None
    person: str | None = None
    lifecycle: str | None = None
    weight: str | None = None
    """How many cases the one stands for."""
    line: str = "row_number() OVER () + 1"
    """The line or row of an event, in the order of the file."""


@dataclass(frozen=True)
class Log:
    """What the view `log` has: `case_id, activity, moment, channel, segment, person, weight, row`."""

    timed: bool
    channels: bool
    segments: bool
    persons: bool
    weighted: bool
    turn: str
    """What puts the events of a case in order: their times, and where these tie, their place in the file."""
    events: int
    notes: tuple[str, ...]

    @property
    def cases(self) -> str:
        """The expression that counts how often something was seen."""
        return "sum(weight)::BIGINT" if self.weighted else "count(*)"

    @property
    def way(self) -> str:
        """The window over the events of a case, in order."""
        return f"(PARTITION BY case_id ORDER BY {self.turn})"


def record(engine: Engine, columns: Columns) -> Log:
    """Read the events. Raises UnreadableError where times can't be read, or nothing is left to count."""
    given = {
        name: expression
        for name in ("moment", "channel", "segment", "person", "lifecycle", "weight")
        if (expression := getattr(columns, name)) is not None
    }
    more = "".join(f", {expression} AS {name}" for name, expression in given.items())
    case = f"CASE WHEN {columns.case} <> '' THEN hash({columns.case}) END"
    engine.run(
        f"CREATE OR REPLACE TABLE event AS SELECT {case} AS case_id, {columns.activity} AS activity{more} "  # noqa: S608 - ours
        f"FROM {columns.relation}",
        what="Reading events",
    )
    notes = list(_clean(engine, columns, given))
    for name, most in (("channel", MAX_CHANNELS), ("segment", MAX_SEGMENTS)):
        if name in given and (note := _too_many(engine, name, most)):
            del given[name]
            notes.append(note)
    _check_names(engine)
    _view(engine, given)
    [events] = engine.one("SELECT count(*) FROM event")
    timed, channels, segments, persons, weighted = (
        name in given for name in ("moment", "channel", "segment", "person", "weight")
    )
    turn = _turn(engine) if timed and engine.run(_OUT_OF_ORDER) else "row"
    return Log(timed, channels, segments, persons, weighted, turn, events, tuple(notes))


def _turn(engine: Engine) -> str:
    """The order of events, in one number where time and row fit in its 64 bits: it sorts a quarter quicker than two."""
    whole = ", ".join(f"bool_and(moment % {unit} = 0)" for unit in _UNITS)
    first, last, rows, *fit = engine.one(f"SELECT min(moment), max(moment), max(rowid) + 1, {whole} FROM event")  # noqa: S608 - our numbers
    unit = next((unit for unit, fits in zip(_UNITS, fit, strict=True) if fits), 1)
    if ((last - first) // unit + 1) * rows < 2**63:
        return f"(moment - {first}) // {unit} * {rows} + row"
    return "moment, row"


def _clean(engine: Engine, columns: Columns, given: dict[str, str]) -> Iterator[str]:
    """Take out what is no whole event; yields what was taken out."""
    if "moment" in given:
        _check_times(engine, columns)
    unnamed = "case_id IS NULL OR coalesce(activity, '') = ''"
    lacking = f"{unnamed} OR moment IS NULL" if "moment" in given else unnamed
    if left_out := _delete(engine, lacking):
        yield f"{several(left_out, 'row')} left out: no case, no activity or no time."
    if "lifecycle" in given:
        completed = engine.run("SELECT 1 FROM event WHERE lower(lifecycle) = 'complete' LIMIT 1")
        if completed and (left_out := _delete(engine, "lower(lifecycle) <> 'complete'")):
            yield f"{several(left_out, 'event')} left out: not `complete`, but a start, say."
        del given["lifecycle"]
    if not engine.run("SELECT 1 FROM event LIMIT 1"):
        raise UnreadableError(Problem(engine.place, "There are no events.", "Export the log again."))


def _check_times(engine: Engine, columns: Columns) -> None:
    """Raise UnreadableError where a time is written that is none."""
    wrong = f"moment IS NULL OR moment NOT BETWEEN {EARLIEST} AND {LATEST}"
    if columns.time is None or not engine.run(f"SELECT 1 FROM event WHERE {wrong} LIMIT 1"):  # noqa: S608 - our numbers
        return
    query = f"""
        SELECT line, time, count(*) OVER ()
        FROM (SELECT {columns.line} AS line, {columns.time} AS time, {columns.moment} AS moment FROM {columns.relation})
        WHERE coalesce(trim(time), '') <> '' AND ({wrong}) ORDER BY line LIMIT 1"""  # noqa: S608 - our expressions
    for line, time, count in engine.run(query):
        place = Place(engine.place.file, line, columns.time_column)
        others = f", nor {several(count - 1, 'other')}" if count > 1 else ""
        raise UnreadableError(Problem(place, f"{shown(time)} is not a time{others}.", "Write 2026-01-31T09:30:00Z."))


def _delete(engine: Engine, condition: str) -> int:
    [count] = engine.one(f"SELECT count(*) FROM event WHERE {condition}")  # noqa: S608 - our conditions
    if count:
        engine.run(f"DELETE FROM event WHERE {condition}")  # noqa: S608 - our conditions
    return count


def _too_many(engine: Engine, name: str, most: int) -> str | None:
    [count] = engine.one(f"SELECT count(DISTINCT {name}) FROM event")  # noqa: S608 - our names
    if count <= most:
        return None
    return f"The {name} is left out: it has {count:,} different values, up to {most} are read."


def _check_names(engine: Engine) -> None:
    engine.run("CREATE OR REPLACE TABLE name AS SELECT DISTINCT activity FROM event")
    [count] = engine.one("SELECT count(*) FROM name")
    if count > MAX_NAMES:
        found = f"The activity has {count:,} different values."
        right = f"Up to {MAX_NAMES:,} are read: name a column that says what sort of thing happened."
        raise UnreadableError(Problem(engine.place, found, right))


def _view(engine: Engine, given: dict[str, str]) -> None:
    """What is counted: names as small numbers, which sort faster, and null for what the log doesn't tell."""
    engine.run("CREATE TYPE activity_name AS ENUM (FROM name)")
    for name in (name for name in ("channel", "segment") if name in given):
        engine.run(f"CREATE TYPE {name}_name AS ENUM (SELECT DISTINCT {name} FROM event WHERE {name} <> '')")  # noqa: S608 - our names
    absent = {"moment": "NULL::BIGINT", "person": "NULL::VARCHAR", "weight": "1"}
    absent |= {"channel": "NULL::VARCHAR", "segment": "NULL::VARCHAR"}
    present = {name: name for name in absent if name in given}
    present |= {name: f"nullif({name}, '')::{name}_name" for name in ("channel", "segment") if name in given}
    chosen = [f"{expression} AS {name}" for name, expression in (absent | present).items()]
    engine.run(
        f"CREATE VIEW log AS SELECT case_id, activity::activity_name AS activity, rowid AS row, {', '.join(chosen)} "  # noqa: S608 - ours
        "FROM event"
    )


def activities(engine: Engine) -> list[str]:
    """The names of all activities."""
    return sorted(name for (name,) in engine.run("SELECT unnest(enum_range(NULL::activity_name))::VARCHAR"))
