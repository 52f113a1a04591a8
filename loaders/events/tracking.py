"""Events as tracking tools send them, an object in each line or in a list: Segment, RudderStack, GA4's export, xAPI.

What one person did is a case. Events of a device belong to its user, where all that the log says of the device is of
one user. An event that was sent twice counts once.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from graph_schema.problems import Place, Problem
from loaders.entries import Reading
from loaders.events.dialects import DIALECTS, Dialect
from loaders.events.engine import Engine
from loaders.events.json_stream import lines, records
from loaders.events.reading import Kind, Slice, log_reading, refused
from loaders.events.spool import Spool
from loaders.events.telling import several
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.wishes import Wishes

NAME = "tracking"
_ROWS = """(
SELECT coalesce(l.person, o.person, l."case") AS "case", l.activity, l.time, l.channel, l.line::BIGINT AS line
FROM {rows} l
LEFT JOIN (SELECT "case", min(person) AS person FROM {rows} WHERE person IS NOT NULL GROUP BY 1
           HAVING count(DISTINCT person) = 1) o ON o."case" = l."case"
LEFT JOIN (SELECT id, min(line::BIGINT) AS line FROM {rows} WHERE id IS NOT NULL GROUP BY 1) f ON f.id = l.id
WHERE (l.id IS NULL OR l.line::BIGINT = f.line) AND l.activity IS NOT NULL ORDER BY 5)
"""
_TWICE = "SELECT count(id) - count(DISTINCT id) FROM {rows}"


def recognises(sample: Sample) -> str | None:
    """JSON whose first record is one of a tracking tool."""
    found = _dialect(sample)
    return f"its records are {found.about}" if found else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read events."""
    dialect = _dialect(sample)
    if dialect is None:
        return refused(sample, "Its records are of no tracking tool that is known.")

    def slices(engine: Engine) -> Iterator[Slice]:
        with Spool(engine) as spool:
            for place, record in _records(sample):
                event = dialect.event(record) if isinstance(record, dict) else None  # pyright: ignore[reportUnknownArgumentType]
                if event is None:
                    raise UnreadableError(Problem(place, "This is not an object.", "Write an object for each event."))
                spool.add(event._replace(line=place.line or spool.events + 1))
        columns = spool.columns()
        [twice] = engine.one(_TWICE.format(rows=columns.relation))
        if twice:
            reading.notes.append(f"{sample.name}: {several(twice, 'event')} sent twice, counted once.")
        rows = _ROWS.format(rows=columns.relation)
        yield Slice(replace(columns, relation=rows, person=None, channel=columns.channel and "channel", line="line"))

    kind = Kind("tracking of events", dialect.name, people=True)
    reading = log_reading(sample, wishes, kind, list(dialect.uses), slices)
    return reading


@lru_cache(maxsize=64)
def _dialect(sample: Sample) -> Dialect | None:
    """The tool whose events the first record is of."""
    beginning = (sample.text or "").lstrip()
    if not beginning.startswith(("{", "[")):
        return None
    try:
        first = next((record for _, record in _records(sample)), None)
    except UnreadableError:
        return None
    if not isinstance(first, dict):
        return None
    return next((dialect for dialect in DIALECTS if dialect.recognises(first)), None)  # pyright: ignore[reportUnknownArgumentType]


def _records(sample: Sample) -> Iterator[tuple[Place, object]]:
    beginning = (sample.text or "").lstrip()
    if beginning.startswith("["):
        return records(sample)
    return records(sample, "statements") if '"statements"' in beginning[:200] else lines(sample)
