"""OCEL 2: an event log in which an event may concern many objects, as JSON or as a SQLite database.

It is flattened to one log for each type of object: what happened to each such object is a case. An event that concerns
several objects of a type is then counted for each of them (van der Aalst, Object-Centric Process Mining, 2019, which
calls that convergence).
"""

import csv
from collections.abc import Iterator

from graph_schema.problems import Problem
from loaders.entries import Reading, Use
from loaders.events.engine import Engine, quoted
from loaders.events.log import Columns
from loaders.events.ocel_records import Record, is_json, is_sqlite, json_records, sqlite_records
from loaders.events.reading import Kind, Slice, log_reading
from loaders.events.roles import plain
from loaders.events.telling import several
from loaders.events.times import readings
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "ocel"
_STAFF = frozenset({"employee", "employees", "resource", "resources", "staff", "agent", "agents", "system", "systems"})
"""Types of object whose way is not the way of a customer."""
_LOOKED_AT = 200
_TOLD = 10_000
_PRIVATE = "a log has no use for them, and they may tell who somebody is"
_USES = (
    Use("objects.type", becomes="for each type a Source and a Journey, whose log is counted by itself"),
    Use("objects.id", becomes="tells the cases apart; it is counted, not kept"),
    Use("objects.attributes", dropped=_PRIVATE),
    Use("events.type", becomes="Touchpoint, and from it LED_TO, Variant and Reading"),
    Use("events.time", becomes="the order of events, LED_TO.median_seconds, the period"),
    Use("events.relationships", becomes="which cases an event belongs to"),
    Use("events.attributes", dropped=_PRIVATE),
)
_DANGLING = """
SELECT count(*) FROM main.record l WHERE what = 'link'
  AND NOT EXISTS (SELECT 1 FROM main.record o WHERE o.what = 'object' AND o.first = l.first)
"""
_FLAT = """(
SELECT DISTINCT o.first AS object, e.first AS activity, e.second AS time, e.event
FROM main.record l JOIN main.record o ON o.what = 'object' AND o.first = l.first AND o.second = {kind}
JOIN main.record e ON e.what = 'event' AND e.event = l.event
WHERE l.what = 'link' ORDER BY e.event, object)
"""


def recognises(sample: Sample) -> str | None:
    """JSON with types of objects and of events, or a SQLite database with tables for both."""
    if is_sqlite(sample):
        return "it is a SQLite database with the tables of OCEL 2"
    return "it is JSON with objectTypes and eventTypes, as OCEL 2 has them" if is_json(sample) else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a log."""

    def slices(engine: Engine) -> Iterator[Slice]:
        return _slices(engine, sample, reading.notes)

    stem = sample.path.name.removesuffix(".gz").rpartition(".")[0]
    kind = Kind("object-centric event log", "event log", f"{stem} ocel")
    reading = log_reading(sample, wishes, kind, list(_USES), slices)
    return reading


def _slices(engine: Engine, sample: Sample, notes: list[str]) -> Iterator[Slice]:
    times = _set_down(engine, sqlite_records(sample) if is_sqlite(sample) else json_records(sample))
    ways = readings("time", times)
    if not times or len(ways) != 1:
        found = f"{shown(times[0])} is not a time." if times else "There are no events with times."
        raise UnreadableError(Problem(engine.place, found, "Export the log again."))
    if dangling := engine.one(_DANGLING)[0]:
        notes.append(f"{sample.name}: {several(dangling, 'reference')} to objects that the log doesn't have left out.")
    for (kind,) in engine.run("SELECT DISTINCT second FROM record WHERE what = 'object' ORDER BY 1"):
        flat = _FLAT.format(kind=quoted(kind))
        if plain(kind) in _STAFF:
            notes.append(f"{sample.name}: objects of type {shown(kind)} are left out: they are no customers.")
        elif engine.run(f"SELECT 1 FROM {flat} LIMIT 1"):  # noqa: S608 - quoted
            yield Slice(Columns(flat, "object", "activity", ways[0], "time", line="event"), kind)


def _set_down(engine: Engine, records: Iterator[Record]) -> list[str]:
    """Make a table of all records; returns some of the times."""
    times: list[str] = []
    with engine.spool.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        for number, record in enumerate(records, 1):
            write(record)
            if record.what == "event" and record.second and len(times) < _LOOKED_AT:
                times.append(record.second)
            if number % _TOLD == 0:
                engine.tell("Reading objects and events", _TOLD)
    engine.run(
        f"CREATE TABLE record AS SELECT * FROM read_csv({quoted(str(engine.spool))}, columns = {{'what': 'VARCHAR', "  # noqa: S608 - our path
        "'event': 'BIGINT', 'first': 'VARCHAR', 'second': 'VARCHAR'}, header = false, auto_detect = false, "
        "delim = ',', quote = '\"', escape = '\"', new_line = '\\n', nullstr = '')"
    )
    return times
