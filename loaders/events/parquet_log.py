"""Event logs as Parquet: a row an event, with columns that name the case, the activity and the time."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Reading
from loaders.events.csv_log import METHOD, one_way, page_only
from loaders.events.engine import Engine
from loaders.events.log import Columns
from loaders.events.reading import IN_MAPPING, Kind, Slice, log_reading, refused
from loaders.events.roles import Role, assign, is_person, lacking, mapping_text, uses, why
from loaders.events.times import readings
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.wishes import Wishes

NAME = "parquet-log"
MAX_EVENTS = 500_000_000
"""A file can say of itself, in few bytes, that it has any number of rows."""
_MAGIC = b"PAR1"
_PEEKED = 200
_ROLES = (Role.CHANNEL, Role.SEGMENT, Role.PERSON, Role.LIFECYCLE)
_INTEGERS = ("BIGINT", "INTEGER", "UBIGINT", "UINTEGER")


def recognises(sample: Sample) -> str | None:
    """Parquet with columns for case, activity and time."""
    roles = assign(list(columns_of(sample)))
    return None if lacking(roles) else f"it is Parquet, and {why(roles)}"


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a log."""
    types = columns_of(sample)
    roles = assign(list(types))
    if lacking(roles):
        return refused(sample, lacking(roles), IN_MAPPING)
    kind = Kind(METHOD, METHOD, people=is_person(roles[Role.CASE]))
    return read_as(sample, wishes, kind, roles)


def mapping(sample: Sample) -> str:
    """The text of the mapping by which a log is read."""
    return mapping_text(sample.name, assign(list(columns_of(sample))))


def read_as(
    sample: Sample,
    wishes: Wishes,
    kind: Kind,
    roles: Mapping[Role, str],
    written: str | None = None,
    dataset: Dataset | None = None,
) -> Reading:
    """Read a file as a log in which columns have these roles."""
    types = columns_of(sample)

    def slices(engine: Engine) -> Iterator[Slice]:
        yield Slice(_log_columns(engine, types, roles, written))

    return log_reading(sample, wishes, kind, uses(types, roles, {}), slices, dataset=dataset)


@lru_cache(maxsize=64)
def columns_of(sample: Sample) -> dict[str, str]:
    """The columns and their types; none where the file is no Parquet that can be read."""
    if not sample.head.startswith(_MAGIC):
        return {}
    try:
        with Engine(Place(sample.name), sample.path) as engine:
            return {name: kind for name, kind, *_ in engine.run(f"DESCRIBE SELECT * FROM read_parquet({engine.file})")}  # noqa: S608 - our path
    except UnreadableError:
        return {}


def _log_columns(engine: Engine, types: dict[str, str], roles: Mapping[Role, str], written: str | None) -> Columns:
    rows = f"read_parquet({engine.file})"
    [count] = engine.one(f"SELECT coalesce(sum(num_rows), 0) FROM parquet_file_metadata({engine.file})")  # noqa: S608 - our path
    if count > MAX_EVENTS:
        found = f"The file says that it has {count:,} rows."
        raise UnreadableError(Problem(engine.place, found, f"Split it: up to {MAX_EVENTS:,} are read."))
    text = {role: f"CAST({_quoted(name)} AS VARCHAR)" for role, name in roles.items()}
    activities = _peek(engine, rows, text[Role.ACTIVITY])
    return Columns(
        rows,
        case=text[Role.CASE],
        activity=page_only(text[Role.ACTIVITY], activities),
        moment=_moment(engine, rows, roles[Role.TIME], types[roles[Role.TIME]], written),
        time=text[Role.TIME],
        time_column=roles[Role.TIME],
        **{str(role): text[role] for role in _ROLES if role in text},
    )


def _moment(engine: Engine, rows: str, name: str, kind: str, written: str | None) -> str:
    """The time as microseconds since 1970. Raises UnreadableError where it can't be told how it is written."""
    column = _quoted(name)
    if kind.startswith("TIMESTAMP") or kind == "DATE":
        return f"epoch_us(CAST({column} AS TIMESTAMPTZ))"
    text = f"CAST({column} AS VARCHAR)"
    ways = readings(text, _peek(engine, rows, text), written) if kind in (*_INTEGERS, "VARCHAR") else []
    return one_way(engine, rows, ways, Place(engine.place.file, 0, name))


def _peek(engine: Engine, rows: str, column: str) -> list[str]:
    query = f"SELECT v FROM (SELECT {column} AS v FROM {rows} LIMIT ?) WHERE trim(v) <> ''"  # noqa: S608 - ours
    return [value for (value,) in engine.run(query, [_PEEKED])]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
