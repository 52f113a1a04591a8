"""Event logs as tables of text: a row an event, with columns that name the case, the activity and the time."""

from collections.abc import Iterator, Mapping

from graph_schema.problems import Place, Problem
from loaders.entries import Reading
from loaders.events.delimited import Delimited, evened, look_into, rejected, relation
from loaders.events.engine import Engine
from loaders.events.log import Columns
from loaders.events.reading import Kind, Slice, log_reading
from loaders.events.roles import NEEDED, Role, assign, is_person, uses, why
from loaders.events.times import readings
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "event-log"
_METHOD = "event log"


def recognises(sample: Sample) -> str | None:
    """A table with columns for case, activity and time, whose times are times."""
    table = look_into(sample)
    if table is None:
        return None
    roles = assign(table.head)
    if not all(role in roles for role in NEEDED) or not _times(table, roles):
        return None
    return why(roles)


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a log."""
    table = look_into(sample)
    assert table is not None  # noqa: S101 - it was recognised
    roles = assign(table.head)
    examples = {name: next(iter(table.examples(name)), "") for name in table.head}
    kind = Kind(_METHOD, _METHOD, people=is_person(roles[Role.CASE]))

    def slices(engine: Engine) -> Iterator[Slice]:
        rows = relation(engine, sample, table)

        def evenly() -> Columns | None:
            copy = evened(engine, sample, table)
            return None if copy is None else log_columns(engine, copy, table, roles)

        yield Slice(log_columns(engine, rows, table, roles), otherwise=evenly)

    def wrong(engine: Engine) -> Iterator[Problem]:
        return rejected(engine, sample.name)

    return log_reading(sample, wishes, kind, uses(table.head, roles, examples), slices, wrong)


def log_columns(engine: Engine, rows: str, table: Delimited, roles: Mapping[Role, str]) -> Columns:
    """What each row says of an event."""
    column = {role: table.column(name) for role, name in roles.items()}
    moment = _moment(engine, rows, _times(table, roles), Place(engine.place.file, 1, roles[Role.TIME]))
    return Columns(
        rows,
        case=column[Role.CASE],
        activity=page_only(column[Role.ACTIVITY], table.examples(roles[Role.ACTIVITY])),
        moment=moment,
        time=column[Role.TIME],
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


def _times(table: Delimited, roles: Mapping[Role, str]) -> list[str]:
    return readings(table.column(roles[Role.TIME]), table.examples(roles[Role.TIME]))


def _moment(engine: Engine, rows: str, ways: list[str], place: Place) -> str:
    """The one way to read the times that reads most of them. Raises UnreadableError where two do, to different ends."""
    if len(ways) == 1:
        return ways[0]
    counts = ", ".join(f"count({way})" for way in ways)
    counted = engine.one(f"SELECT {counts} FROM {rows}", what="Comparing times")  # noqa: S608 - our expressions
    best = [way for way, count in zip(ways, counted, strict=True) if count == max(counted)]
    if len(best) == 1:
        return best[0]
    patterns = " or ".join(shown(way.rpartition(", ")[2].strip("')")) for way in best)
    found = f"Day and month can't be told apart: the times could be {patterns}."
    raise UnreadableError(Problem(place, found, "Write times as 2026-01-31T09:30:00Z."))
