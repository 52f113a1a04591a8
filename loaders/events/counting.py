"""What is counted of a log. Events of a case are in the order of their times, and where these tie, in that of the file.

Counts are of what happened, never of whom: a transition is counted each time it was made, a case once. The counts of
what follows directly on what are those of process mining (van der Aalst, Process Mining, 2016, chapter 6).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.events.engine import Engine
from loaders.events.log import Log

_STEPS = """
CREATE TABLE stepped AS
SELECT case_id, activity, moment{more}, row_number() OVER way AS place, lead(activity) OVER way AS next,
       lead(moment) OVER way - moment AS gap
FROM log WINDOW way AS {way}
"""
_MOVES = """
SELECT activity, next, {cases}, quantile_cont(gap, 0.5) / 1e6
FROM step WHERE next IS NOT NULL GROUP BY GROUPING SETS ((activity, next), (activity))
"""
_CASES = """
CREATE TABLE cases AS
SELECT case_id, sum(hash(place, activity)) AS way, sum(hash(activity, place, 'again')) AS way_again,
       count(*) AS steps, max(weight) AS weight, max(activity) FILTER (place = 1) AS first,
       max(activity) FILTER (next IS NULL) AS last, arg_min(segment, place) AS segment,
       arg_min(channel, place) AS channel, count(*) FILTER (channel <> before) AS switches,
       max(moment) - min(moment) AS lasted, min(moment) AS begins, max(moment) AS ends, {aim} AS reached
FROM step GROUP BY case_id
"""
_CAME = """
CREATE TABLE came AS
SELECT case_id, activity, sum(weight)::BIGINT AS n, max(weight) AS weight FROM step GROUP BY case_id, activity
"""
_VISITS = """
SELECT activity, sum(n)::BIGINT, sum(weight)::BIGINT, coalesce(sum(weight) FILTER (n > weight), 0)::BIGINT
FROM came GROUP BY activity
"""
_RETURNING = """
SELECT coalesce(sum(weight), 0)::BIGINT
FROM (SELECT max(weight) AS weight FROM came WHERE n > weight GROUP BY case_id)
"""
_ENDS = """
SELECT {side}, sum(weight)::BIGINT, coalesce(sum(weight) FILTER (NOT reached), 0)::BIGINT FROM cases GROUP BY {side}
"""
_GROUPS = """
SELECT {group}, sum(weight)::BIGINT, quantile_cont(lasted, 0.5) / 1e6,
       coalesce(sum(weight) FILTER (reached), 0)::BIGINT, coalesce(sum(weight) FILTER (switches > 0), 0)::BIGINT
FROM cases {grouping} ORDER BY 2 DESC, 1
"""
_SWITCHES = """
SELECT before, channel, activity, {cases}
FROM step WHERE channel <> before GROUP BY GROUPING SETS ((before, channel), (activity))
"""


@dataclass(frozen=True)
class Move:
    """That one activity directly followed on another: how often, and after how many seconds, as the median."""

    start: str
    end: str
    cases: int
    median_seconds: float | None


@dataclass(frozen=True)
class Visited:
    """What is counted of one activity."""

    activity: str
    visits: int
    cases: int
    """How many cases came to it."""
    returning: int
    """How many of them came to it more than once."""
    starts: int
    ends: int
    abandoned: int
    """How many cases ended here without having reached the aim."""
    dwell: float | None
    """Seconds until the next event of the case, as the median."""
    switched: int
    """How often it was come to through another channel than the event before."""


@dataclass(frozen=True)
class Group:
    """Cases that have something in common; those of all of them where `name` is None."""

    name: str | None
    cases: int
    median_seconds: float | None
    reached: int
    switching: int


@dataclass(frozen=True)
class Counted:
    """All that was counted."""

    whole: Group
    returning: int
    """How many cases came back to an activity."""
    begins: int | None
    ends: int | None
    """The first and the last moment, in microseconds since 1970."""
    moves: tuple[Move, ...]
    visited: tuple[Visited, ...]
    """The most visited first."""
    segments: tuple[Group, ...]
    channels: tuple[Group, ...]
    """By the channel through which a case began."""
    switches: tuple[tuple[str, str, int], ...]
    """From one channel to another, how often."""
    aims: tuple[str, ...] = field(default=())
    """The activities that are what a case is after, as far as is known."""


def put_in_order(engine: Engine, log: Log) -> None:
    """Make `step`: events with their place in the case and what follows; in order once, which costs the most."""
    told = {"weight": log.weighted, "segment": log.segments, "channel": log.channels}
    more = [f", {name}" for name, known in told.items() if known]
    if log.channels:
        more.append(", lag(channel) OVER way AS before")
    engine.run(_STEPS.format(more="".join(more), way=log.way), what="Putting events in order")
    absent = {"weight": "1", "segment": "NULL::VARCHAR", "channel": "NULL::VARCHAR"}
    constants = [f", {absent[name]} AS {name}" for name, known in told.items() if not known]
    if not log.channels:
        constants.append(", NULL::VARCHAR AS before")
    engine.run(f"CREATE VIEW step AS SELECT *{''.join(constants)} FROM stepped")  # noqa: S608 - our names


def directly_follows(engine: Engine, log: Log) -> list[tuple[str, str | None, int, float | None]]:
    """How often one activity directly followed on another, with the median of the seconds between them.

    A row without a second activity is about all that directly followed on the first.
    """
    query = _MOVES.format(cases=log.cases)
    return [(start, end, cases, gap) for start, end, cases, gap in engine.run(query, what="Counting transitions")]


def count(engine: Engine, log: Log, aims: tuple[str, ...] = ()) -> Counted:
    """Count; leaves the tables `step`, in which events are in order, and `cases`, with one row a case."""
    put_in_order(engine, log)
    followed = directly_follows(engine, log)
    aim = " OR ".join("activity = ?" for _ in aims)
    engine.run(_CASES.format(aim=f"bool_or({aim})" if aims else "false"), aims, what="Following cases")
    engine.run(_CAME, what="Counting visits")
    [whole] = _groups(engine, None)
    begins, ends = engine.one("SELECT min(begins), max(ends) FROM cases")
    switches = engine.run(_SWITCHES.format(cases=log.cases), what="Counting switches") if whole.switching else []
    dwell = {start: gap for start, end, _, gap in followed if end is None}
    arrived = {activity: n for _, _, activity, n in switches if activity is not None}
    visited = tuple(_visited(engine, dwell, arrived))
    return Counted(
        whole=whole,
        returning=engine.one(_RETURNING, what="Counting returns")[0],
        begins=begins,
        ends=ends,
        moves=tuple(Move(start, end, n, gap) for start, end, n, gap in followed if end is not None),
        visited=visited,
        segments=tuple(group for group in _groups(engine, "segment") if group.name) if log.segments else (),
        channels=tuple(group for group in _groups(engine, "channel") if group.name) if log.channels else (),
        switches=tuple(sorted((a, b, n) for a, b, activity, n in switches if activity is None)),
        aims=aims,
    )


def _visited(engine: Engine, dwell: dict[str, float | None], arrived: dict[str, int]) -> Iterator[Visited]:
    starts = {name: n for name, n, _ in engine.run(_ENDS.format(side="first"))}
    ends = {name: (n, lost) for name, n, lost in engine.run(_ENDS.format(side="last"))}
    rows = engine.run(_VISITS, what="Counting visits")
    for name, visits, cases, returning in sorted(rows, key=lambda row: (-row[1], row[0])):
        end, lost = ends.get(name, (0, 0))
        yield Visited(
            name, visits, cases, returning, starts.get(name, 0), end, lost, dwell.get(name), arrived.get(name, 0)
        )


def _groups(engine: Engine, by: str | None) -> list[Group]:
    query = _GROUPS.format(group=by or "NULL", grouping=f"GROUP BY {by}" if by else "")
    return [Group(*row) for row in engine.run(query)]
