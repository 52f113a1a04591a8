"""Reads a table by a mapping as a log of events: plain text and Parquet as they are, others by their rows."""

from collections.abc import Iterator, Sequence

from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Reading
from loaders.events import csv_log, parquet_log
from loaders.events.delimited import look_into
from loaders.events.engine import Engine
from loaders.events.funnels import PURCHASE, Funnel, Stage
from loaders.events.reading import Kind, Slice, log_reading
from loaders.events.roles import Role, plain, uses
from loaders.events.spool import Event, Spool
from loaders.events.telling import keys_of
from loaders.mapping.events_model import EventsSpec, FunnelSpec
from loaders.mapping.file import MappingFile
from loaders.mapping.model import TableSpec
from loaders.mapping.rows import RowCells, let_through
from loaders.mapping.values import CellError
from loaders.normalise import hint
from loaders.personal import personal_columns
from loaders.sample import Sample
from loaders.tables.opening import Packing, Peek, Table, packing, peek, tables
from loaders.values import shown
from loaders.wishes import Wishes

_KEPT = (Role.ACTIVITY, Role.CHANNEL, Role.SEGMENT)
"""What ends up in the graph by its words; all else is counted."""


def read_events(file: MappingFile, sample: Sample, wishes: Wishes, dataset: Dataset) -> Reading:
    """Read a table as a log, by a mapping with `events`."""
    spec = file.mapping.events
    assert spec is not None  # noqa: S101 - the caller has looked
    found = peek(sample, file.mapping.table.layout())
    problems = [problem for one in found for problem in _check(file, one)]
    if problems:
        return Reading(dataset, Place(sample.name), iter(()), problems)
    kind, roles = _kind(file, spec), {Role(role): column for role, column in spec.columns.items()}
    if file.mapping.table == TableSpec() and not file.mapping.where:
        if packing(sample) is Packing.PARQUET:
            return parquet_log.read_as(sample, wishes, kind, roles, spec.written, dataset)
        table = look_into(sample) if packing(sample) is Packing.TEXT else None
        if table is not None and all(table.head.count(column) == 1 for column in roles.values()):
            return csv_log.read_as(sample, wishes, kind, table, roles, spec.written, dataset)
    return _by_rows(file, sample, wishes, kind, roles, found, dataset)


def _by_rows(
    file: MappingFile,
    sample: Sample,
    wishes: Wishes,
    kind: Kind,
    roles: dict[Role, str],
    found: Sequence[Peek],
    dataset: Dataset,
) -> Reading:
    """Any table, row by row."""
    spec = file.mapping.events

    def slices(engine: Engine) -> Iterator[Slice]:
        with Spool(engine, spec.written if spec else None) as spool:
            for table in tables(sample, file.mapping.table.layout()):
                for event in _events(file, table, roles, reading.problems):
                    spool.add(event)
        yield Slice(spool.columns())

    columns = list(dict.fromkeys(column.name for one in found for column in one.table.columns))
    examples = {column: next((one.example(column) for one in found if one.example(column)), "") for column in columns}
    reading = log_reading(sample, wishes, kind, uses(columns, roles, examples), slices, dataset=dataset)
    return reading


def _events(file: MappingFile, table: Table, roles: dict[Role, str], problems: list[Problem]) -> Iterator[Event]:
    for place, row in table.rows(problems):
        try:
            wanted = let_through(file.mapping.where, RowCells(row, place, {}))
        except CellError as error:
            problems.append(Problem(Place(place.file, place.line, error.column), error.found))
            return
        if wanted:
            told = {role: row.get(column, "") for role, column in roles.items()}
            more = {str(role): told.get(role, "") for role in (*_KEPT[1:], Role.PERSON, Role.LIFECYCLE)}
            yield Event(told[Role.CASE], told[Role.ACTIVITY], told[Role.TIME], line=place.line, **more)


def _check(file: MappingFile, found: Peek) -> Iterator[Problem]:
    """Whether a table has the columns, and none of those that are kept holds what must stay out."""
    columns = [column.name for column in found.table.columns]
    values = {column: [row[column] for row in found.rows if column in row] for column in columns}
    personal = personal_columns(values)
    spec = file.mapping.events
    for role, column in (spec.columns if spec else {}).items():
        if column not in columns and not found.table.open_ended:
            text = f"{found.table.name} has no column {shown(column)}."
            yield Problem(file.at("events", role), text, hint(column, columns))
        elif Role(role) in _KEPT and column in personal and column not in file.mapping.personal:
            text = f"The column {shown(column)} holds personal data: {personal[column]}."
            right = "Leave it out, or list it under `personal`, if it may be kept."
            yield Problem(file.at("events", role), text, right)


def _kind(file: MappingFile, spec: EventsSpec) -> Kind:
    source = file.mapping.source
    return Kind(
        method=source.method or csv_log.METHOD,
        instrument=spec.instrument or csv_log.METHOD,
        people=spec.people,
        source=source.name or "",
        zone=spec.zone or "UTC",
        aims=spec.aims,
        funnel=_funnel(spec.funnel) if spec.funnel else PURCHASE,
    )


def _funnel(spec: FunnelSpec) -> Funnel:
    keys = keys_of(spec.stages, "stage")
    stages = (Stage(keys[name], name, frozenset(map(plain, words))) for name, words in spec.stages.items())
    return Funnel(spec.key, spec.name, tuple(stages))
