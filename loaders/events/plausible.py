"""Sessions as Plausible Analytics exports them: a row a session, or several of which some take others back."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Raw, Reading, Use
from loaders.events.csv_log import page_only
from loaders.events.delimited import Delimited, look_into, rejected, table_of
from loaders.events.engine import Engine
from loaders.events.reading import refused
from loaders.events.telling import Telling, dataset_of, number
from loaders.events.times import EARLIEST, LATEST, day_of, readings
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "plausible"
MAX_PAGES, MAX_CHANNELS = 1_000, 200
_TOOL = "Plausible Analytics"
_DIRECT = "Direct"
"""The way of those who come from nowhere that is known."""
_NEEDED = ("session_id", "start", "entry_page", "exit_page", "is_bounce", "duration", "pageviews")
_BECOMES = {
    "session_id": "tells the sessions apart; it is counted, not kept",
    "user_id": "counts users; it is not kept",
    "sign": "says whether a row holds, or takes another back",
    "hostname": "Touchpoint: the site",
    "start": "the period",
    "entry_page": "Touchpoint, and readings of the sessions that begin there",
    "exit_page": "Touchpoint, and readings of the sessions that end there",
    "is_bounce": "readings of bounce-rate",
    "duration": "a reading of session-duration",
    "pageviews": "a reading of page-visits",
    "referrer_source": "Channel, and readings through it",
}
_SESSION = """
CREATE TABLE session AS
SELECT id, visitor, host, moment, entry_page, exit_page, source, bounce, duration, views
FROM (SELECT {session_id} AS id, {user_id} AS visitor, {hostname} AS host, {moment} AS moment,
             {entry} AS entry_page, {exit} AS exit_page, {referrer_source} AS source,
             try_cast({is_bounce} AS TINYINT) AS bounce, try_cast({duration} AS DOUBLE) AS duration,
             try_cast({pageviews} AS BIGINT) AS views, try_cast({sign} AS TINYINT) AS sign
      FROM {rows})
WHERE id IS NOT NULL GROUP BY ALL HAVING sum(sign) > 0
"""
_NOT_READ = """
SELECT row, text FROM (SELECT row_number() OVER () + 1 AS row, {column} AS text, {read} AS value FROM {rows})
WHERE text IS NOT NULL AND value IS NULL ORDER BY row LIMIT 1
"""
_WHOLE = """
SELECT count(*), count(DISTINCT visitor), sum(views)::BIGINT, median(duration), coalesce(sum(bounce), 0)::BIGINT,
       count(bounce), min(moment), max(moment), min(host), count(DISTINCT host)
FROM session
"""
_BY = """
SELECT {column}, count(*), coalesce(sum(bounce), 0)::BIGINT, count(bounce) FROM session
WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {most}
"""


def recognises(sample: Sample) -> str | None:
    """A table with the columns of a session."""
    table = look_into(sample)
    if table is None or not all(name in table.head for name in _NEEDED):
        return None
    return f"its columns are those of sessions in {_TOOL}: {', '.join(_NEEDED)}"


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read sessions."""
    table = look_into(sample)
    if table is None or not all(name in table.head for name in _NEEDED):
        return refused(sample, f"It lacks columns of sessions: {', '.join(_NEEDED)}.")
    place, problems, notes = Place(sample.name), list[Problem](), list[str]()
    dataset = dataset_of(sample, wishes, place, problems)
    telling = Telling(dataset.key, place, _TOOL)

    def entries() -> Iterator[Entry]:
        with Engine(place, sample.path, wishes.progress) as engine:
            try:
                _set_down(engine, sample, table)
                problems.extend(rejected(engine, sample.name))
                yield from _Sessions(engine, telling, dataset.name).entries()
            except UnreadableError as error:
                problems.extend(list(rejected(engine, sample.name)) or [error.problem])

    uses = [_use(name) for name in dict.fromkeys(table.head)]
    return Reading(dataset, place, entries(), problems, notes, uses)


def _use(column: str) -> Use:
    becomes = _BECOMES.get(column, "")
    return Use(column, becomes=becomes, dropped="" if becomes else "no question asks for it, or it may tell who it is")


def _set_down(engine: Engine, sample: Sample, table: Delimited) -> None:
    """Make a table of the sessions that hold. Raises UnreadableError where a value is not as it must be."""
    rows = table_of(engine, sample, table)
    column = {name: table.column(name) if name in table.head else "NULL" for name in _BECOMES}
    ways = readings(column["start"], table.examples("start"))
    if len(ways) != 1:
        found = "The times can't be read."
        raise UnreadableError(Problem(Place(sample.name, 1, "start"), found, "Export the sessions again."))
    numbers = {name: f"try_cast({column[name]} AS BIGINT)" for name in ("is_bounce", "duration", "pageviews", "sign")}
    in_range = f"CASE WHEN {ways[0]} BETWEEN {EARLIEST} AND {LATEST} THEN {ways[0]} END"
    for name, way in {"start": in_range, **numbers}.items():
        for row, text in engine.run(_NOT_READ.format(column=column[name], read=way, rows=rows)):
            found = f"{shown(text)} is no {'time' if name == 'start' else 'number'}."
            raise UnreadableError(Problem(Place(sample.name, row, name), found, "Export the sessions again."))
    entry, leave = (page_only(column[name], table.examples(name)) for name in ("entry_page", "exit_page"))
    if "sign" not in table.head:
        column["sign"] = "'1'"
    engine.run(_SESSION.format(rows=rows, moment=ways[0], entry=entry, exit=leave, **column), what="Reading sessions")


@dataclass(frozen=True)
class _Sessions:
    """Counts sessions, and says what was counted."""

    engine: Engine
    telling: Telling
    name: str

    def entries(self) -> Iterator[Entry]:
        """All of it. Raises UnreadableError where there are no sessions."""
        sessions, users, views, median, bounced, known, begins, ends, host, hosts = self.engine.one(_WHOLE)
        if not sessions:
            raise UnreadableError(Problem(self.telling.place, "There are no sessions.", "Export them again."))
        source = self.telling.source
        telling = self.telling.by(source, *(None if at is None else day_of(at) for at in (begins, ends)))
        said: dict[str, Raw] = {"method": "web analytics", "published": telling.ends and telling.ends.isoformat()}
        said["description"] = f"{sessions:,} sessions. No single session or user is kept."
        yield from telling.describe("sources", source, f"{_TOOL}: {self.name}", **said)
        site = host if hosts == 1 else f"Sites of {self.name}"
        [key] = telling.keys("touchpoint", [site]).values()
        yield from telling.touchpoint(key, site)
        about, n = f"touchpoint:{key}", number(sessions)
        yield from telling.read("sessions", about, sessions, n=n)
        yield from telling.read("users", about, users or None, n=n)
        yield from telling.read("page-visits", about, views, n=n)
        yield from telling.read("session-duration", about, median, n=n)
        yield from telling.share("bounce-rate", about, bounced, known, n=number(known))
        yield from self._pages(telling, sessions)
        yield from self._channels(telling, about)

    def _pages(self, telling: Telling, sessions: int) -> Iterator[Entry]:
        begun = self.engine.run(_BY.format(column="entry_page", most=MAX_PAGES))
        ended = self.engine.run(_BY.format(column="exit_page", most=MAX_PAGES))
        keys = telling.keys("touchpoint", (row[0] for row in (*begun, *ended)))
        for name, key in keys.items():
            yield from telling.touchpoint(key, name)
        for page, count, bounced, known in begun:
            about = f"touchpoint:{keys[page]}"
            yield from telling.read("starts", about, count, n=number(sessions))
            yield from telling.share("bounce-rate", about, bounced, known, n=number(known))
        for page, count, *_ in ended:
            yield from telling.read("ends", f"touchpoint:{keys[page]}", count, n=number(sessions))

    def _channels(self, telling: Telling, about: str) -> Iterator[Entry]:
        column = f"coalesce(source, '{_DIRECT}')"
        found = self.engine.run(_BY.format(column=column, most=MAX_CHANNELS))
        keys = telling.keys("channel", (row[0] for row in found))
        for name, key in keys.items():
            yield from telling.describe("channels", key, name)
        for name, count, bounced, known in found:
            yield from telling.read("sessions", about, count, n=number(count), channel=keys[name])
            yield from telling.share("bounce-rate", about, bounced, known, n=number(known), channel=keys[name])
