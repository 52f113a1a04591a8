"""Event logs as tables of text: a row an event, with columns that name the case, the activity and the time."""

from collections.abc import Iterator, Mapping

from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Reading
from loaders.events.delimited import Delimited, evened, look_into, rejected, relation
from loaders.events.engine import Engine
from loaders.events.log import Columns
from loaders.events.reading import IN_MAPPING, Kind, Slice, log_reading, refused
from loaders.events.roles import Role, assign, is_person, lacking, mapping_text, uses, why
from loaders.events.times import readings
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "event-log"
METHOD = "event log"


def recognises(sample: Sample) -> str | None:
    """A table with columns for case, activity and time, whose times are times."""
    table = look_into(sample)
    if table is None:
        return None
    roles = assign(table.head)
    if lacking(roles) or not table.examples(roles[Role.TIME]) or not _times(table, roles, None):
        return None
    return why(roles)


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a log."""
    table = look_into(sample)
    roles = assign(table.head) if table else {}
    if table is None or lacking(roles):
        return refused(sample, lacking(roles), IN_MAPPING)
    kind = Kind(METHOD, METHOD, people=is_person(roles[Role.CASE]))
    return read_as(sample, wishes, kind, table, roles)


def mapping(sample: Sample) -> str:
    """The text of the mapping by which a log is read."""
    table = look_into(sample)
    return mapping_text(sample.name, assign(table.head) if table else {})


def read_as(
    sample: Sample,
    wishes: Wishes,
    kind: Kind,
    table: Delimited,
    roles: Mapping[Role, str],
    written: str | None = None,
    dataset: Dataset | None = None,
) -> Reading:
    """Read a table as a log in which columns have these roles."""
    examples = {name: next(iter(table.examples(name)), "") for name in table.head}

    def slices(engine: Engine) -> Iterator[Slice]:
        def columns(rows: str) -> Columns:
            return columns_of(engine, rows, table, roles, written)

        def evenly() -> Columns | None:
            copy = evened(engine, sample, table)
            return None if copy is None else columns(copy)

        yield Slice(columns(relation(engine, sample, table)), otherwise=evenly)

    def wrong(engine: Engine) -> Iterator[Problem]:
        return rejected(engine, sample.name)

    return log_reading(sample, wishes, kind, uses(table.head, roles, examples), slices, wrong, dataset)


def columns_of(
    engine: Engine, rows: str, table: Delimited, roles: Mapping[Role, str], written: str | None = None
) -> Columns:
    """What each row says of an event."""
    column = {role: table.column(name) for role, name in roles.items()}
    ways = _times(table, roles, written)
    return Columns(
        rows,
        case=column[Role.CASE],
        activity=page_only(column[Role.ACTIVITY], table.examples(roles[Role.ACTIVITY])),
        moment=one_way(engine, rows, ways, Place(engine.place.file, 1, roles[Role.TIME])),
        time=column[Role.TIME],
        time_column=roles[Role.TIME],
        channel=column.get(Role.CHANNEL),
        segment=column.get(Role.SEGMENT),
        person=column.get(Role.PERSON),
        lifecycle=column.get(Role.LIFECYCLE),
    )


def page_only(column: str, examples: list[str]) -> str:
    """An activity as an expression of SQL; of an address only what names the page, for the rest may name people."""
    if examples and all(text.startswith(("/", "http://", "https://")) for text in examples):
        return f"regexp_replace({column}, '[?#].*$', '')"
    return column


def _times(table: Delimited, roles: Mapping[Role, str], written: str | None) -> list[str]:
    return readings(table.column(roles[Role.TIME]), table.examples(roles[Role.TIME]), written)


def one_way(engine: Engine, rows: str, ways: list[str], place: Place) -> str:
    """The one way to read times that reads most of them. Raises UnreadableError where there is none, or are two."""
    right = "Write times as 2026-01-31T09:30:00Z, or say in a mapping how they are `written`."
    if len(ways) == 1:
        return ways[0]
    if not ways:
        raise UnreadableError(Problem(place, "These are no times that can be told.", right))
    counts = ", ".join(f"count({way})" for way in ways)
    counted = engine.one(f"SELECT {counts} FROM {rows}", what="Comparing times")  # noqa: S608 - our expressions
    best = [way for way, count in zip(ways, counted, strict=True) if count == max(counted)]
    if len(best) == 1:
        return best[0]
    patterns = " or ".join(shown(way.partition(", '")[2].partition("')")[0]) for way in best)
    raise UnreadableError(Problem(place, f"Day and month can't be told apart: {patterns}.", right))
