"""The ways that cases took through a log: the most frequent by name, the rest counted.

A way is told from others by two sums of 64-bit hashes over its activities with their places, so that cases need not be
held side by side: by chance, two of a million ways fall together once in 10^26 logs.
"""

from dataclasses import dataclass

from loaders.events.engine import Engine
from loaders.events.log import Log

MAX_WAYS = 100
MAX_STEPS = 200
"""A longer way is counted with the rest."""
MIN_CASES = 2
"""What one case alone did is the story of one customer, and isn't kept."""

_FREQUENT = """
CREATE TABLE frequent AS
SELECT way, way_again, segment, sum(weight)::BIGINT AS cases, min(case_id) AS example, min(begins) AS begins,
       max(ends) AS ends, max(steps) AS steps
FROM cases WHERE steps <= ? GROUP BY way, way_again, segment HAVING sum(weight) >= ?
ORDER BY cases DESC, begins, steps, way LIMIT ?
"""
_STEPS = """
SELECT f.cases, f.segment, list(l.activity::VARCHAR ORDER BY l.place), f.begins, f.ends
FROM frequent f JOIN step l ON l.case_id = f.example GROUP BY f.example, f.cases, f.segment, f.begins, f.ends
"""


_ALL = """
SELECT count(*), sum(cases)::BIGINT
FROM (SELECT sum(weight) AS cases FROM cases GROUP BY way, way_again, segment)
"""


@dataclass(frozen=True)
class Way:
    """A way, and how many cases of one segment took it; of all, where the log knows no segments."""

    steps: tuple[str, ...]
    segment: str | None
    cases: int
    begins: int | None
    ends: int | None
    """The first and the last moment of those cases, in microseconds since 1970."""


@dataclass(frozen=True)
class Ways:
    """The ways that are kept, the most frequent first, and how many others there are."""

    kept: tuple[Way, ...]
    others: int
    other_cases: int


def follow(engine: Engine, log: Log, segments: frozenset[str]) -> Ways:
    """Find the most frequent ways, after `count`. Ways of a segment that isn't kept are those of nobody."""
    if log.segments:
        named = ", ".join("?" * len(segments)) or "NULL"
        query = f"UPDATE cases SET segment = NULL WHERE segment::VARCHAR NOT IN ({named})"  # noqa: S608 - placeholders
        engine.run(query if segments else "UPDATE cases SET segment = NULL", sorted(segments))
    engine.run(_FREQUENT, [MAX_STEPS, MIN_CASES, MAX_WAYS], what="Comparing ways")
    kept = tuple(
        Way(tuple(steps), segment, cases, begins, ends) for cases, segment, steps, begins, ends in engine.run(_STEPS)
    )
    ways, cases = engine.one(_ALL)
    ranked = tuple(sorted(kept, key=lambda way: (-way.cases, way.steps, way.segment or "")))
    return Ways(ranked, ways - len(kept), cases - sum(way.cases for way in kept))


def named(steps: tuple[str, ...], most: int) -> str:
    """A way in words, cut in its middle where it is longer than `most` characters."""
    text = " > ".join(steps)
    half = most // 2 - 2
    return text if len(text) <= most else f"{text[:half]} ... {text[-half:]}"
