"""The objects and events of OCEL 2, out of JSON, or of a SQLite database in which nothing runs or is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from typing import Any, NamedTuple

from graph_schema.problems import Place, Problem
from loaders.events.json_stream import records
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.values import shown

_MAGIC = b"SQLite format 3\0"
_MAX_VALUE = 1_000_000
_TABLES = frozenset({"event", "object", "event_object", "event_map_type"})
_AGAIN = "Export the log again."
_CHECKED = 10_000_000
"""After so many steps of SQLite's machine, whether it has taken too many is looked at."""
_MAX_CHECKS = 100_000
_NUMBERS = "(SELECT ocel_id, row_number() OVER (ORDER BY rowid) AS number FROM event)"
_TIMES = f"SELECT number, ocel_time FROM {{table}} JOIN {_NUMBERS} USING (ocel_id)"  # noqa: S608 - ours
_LINKS = f"SELECT number, ocel_object_id FROM event_object JOIN {_NUMBERS} ON ocel_id = ocel_event_id"  # noqa: S608 - ours


class Record(NamedTuple):
    """An object (id, type), an event (type, time), or a link: that an event concerns an object (id)."""

    what: str
    event: int
    first: str
    second: str = ""


def is_sqlite(sample: Sample) -> bool:
    """Whether a file is a SQLite database with the tables of OCEL 2."""
    return sample.head.startswith(_MAGIC) and _has_tables(sample)


def is_json(sample: Sample) -> bool:
    """Whether a file is JSON with types of objects and of events, as OCEL 2 has them."""
    beginning = (sample.text or "").lstrip()
    return beginning.startswith("{") and '"objectTypes"' in beginning and '"eventTypes"' in beginning


def json_records(sample: Sample) -> Iterator[Record]:
    """All records. Raises UnreadableError at the first that isn't as it must be."""
    for place, item in records(sample, "objects"):
        yield Record("object", 0, _text(item, "id", place), _text(item, "type", place))
    for number, (place, item) in enumerate(records(sample, "events"), 1):
        yield Record("event", number, _text(item, "type", place), _text(item, "time", place))
        for related in _list(item, "relationships", place):
            yield Record("link", number, _text(related, "objectId", place))


def _text(item: Any, name: str, place: Place) -> str:
    value = item.get(name) if isinstance(item, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    if isinstance(value, str) and value:
        return value
    raise UnreadableError(Problem(Place(place.file, 0, f"{place.column}.{name}"), "There is no text.", _AGAIN))


def _list(item: dict[str, Any], name: str, place: Place) -> list[Any]:
    value = item.get(name)
    if value is None or isinstance(value, list):
        return value or []  # pyright: ignore[reportUnknownVariableType]
    raise UnreadableError(Problem(Place(place.file, 0, f"{place.column}.{name}"), "This is no list.", _AGAIN))


def sqlite_records(sample: Sample) -> Iterator[Record]:
    """All records. Raises UnreadableError where the database is damaged."""
    try:
        with closing(_open(sample)) as database:
            for key, kind in database.execute("SELECT ocel_id, ocel_type FROM object"):
                yield Record("object", 0, str(key), str(kind))
            for table, kind in _event_tables(database, sample):
                for number, time in database.execute(_TIMES.format(table=table)):
                    yield Record("event", int(number), kind, str(time or ""))
            for number, key in database.execute(_LINKS):
                yield Record("link", int(number), str(key))
    except (sqlite3.Error, OverflowError, ValueError) as error:
        raise UnreadableError(Problem(Place(sample.name), f"The database can't be read: {error}.", _AGAIN)) from None


def _event_tables(database: sqlite3.Connection, sample: Sample) -> list[tuple[str, str]]:
    """The tables that hold the times of events, each with the type of its events."""
    there = _tables(database)
    named = database.execute("SELECT ocel_type_map, ocel_type FROM event_map_type ORDER BY 1").fetchall()
    for name, kind in named:
        if f"event_{name}" not in there:
            found = f"There is no table for the events of type {shown(str(kind))}."
            raise UnreadableError(Problem(Place(sample.name, 0, "event_map_type"), found, _AGAIN))
    return [('"event_' + str(name).replace('"', '""') + '"', str(kind)) for name, kind in named]


@lru_cache(maxsize=64)
def _has_tables(sample: Sample) -> bool:
    try:
        with closing(_open(sample)) as database:
            return _tables(database) >= _TABLES
    # A message of SQLite's that quotes what is damaged is a ValueError, where that is not UTF-8.
    except (sqlite3.Error, ValueError):
        return False


def _tables(database: sqlite3.Connection) -> set[str]:
    """The tables; a view may hide any work."""
    return {str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _open(sample: Sample) -> sqlite3.Connection:
    database = sqlite3.connect(f"{sample.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    for setting in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        database.execute(f"PRAGMA {setting}")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)
    database.text_factory = _decoded
    checks = iter(range(_MAX_CHECKS))
    database.set_progress_handler(lambda: next(checks, None) is None, _CHECKED)
    return database


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")
