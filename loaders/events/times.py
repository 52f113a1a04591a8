"""Times as logs write them: ISO 8601, seconds since 1970, or the day and month in one order or the other."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from loaders.events.engine import quoted

UNITS = {10: 1_000_000, 13: 1_000, 16: 1}
"""Microseconds for one of a count since 1970, by how many digits it has today: seconds, milliseconds, microseconds."""
_DIGITS = re.compile(r"\d{9,16}")
_ISO = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d?:\d\d.*)?")
_CLOCKS = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M:%S %p", " %I:%M %p")
_DAYS = ("%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y%m%d")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST, LATEST = -62_135_596_800_000_000, 253_402_300_799_000_000
"""The first and the last moment that has a date, in microseconds since 1970."""


def readings(column: str, examples: Sequence[str], written: str | None = None) -> list[str]:
    """Expressions of SQL that read a column of text as microseconds since 1970: those by which most examples are times.

    There are none where less than half of the examples are times, and two where day and month could be either, unless
    somebody says how times are `written`. A time without a zone is of the engine's.
    """
    if written is not None:
        return [_by(column, written)]
    if not examples:
        return ["NULL::BIGINT"]
    for pattern, way in ((_DIGITS, _since_1970(column, examples[0])), (_ISO, _iso(column))):
        if 2 * sum(bool(pattern.fullmatch(text)) for text in examples) >= len(examples):
            return [way]
    fitting = {day + clock: sum(_fits(text, day + clock) for text in examples) for day in _DAYS for clock in _CLOCKS}
    most = max(fitting.values())
    return [_by(column, pattern) for pattern, fits in fitting.items() if fits == most and 2 * fits >= len(examples)]


def _since_1970(column: str, example: str) -> str:
    digits = min(UNITS, key=lambda length: abs(length - len(example)))
    return f"try_cast({column} AS BIGINT) * {UNITS[digits]}"


def _iso(column: str) -> str:
    return f"epoch_us(try_cast({column} AS TIMESTAMPTZ))"


def _by(column: str, pattern: str) -> str:
    return f"epoch_us(CAST(try_strptime({column}, {quoted(pattern)}) AS TIMESTAMPTZ))"


def _fits(text: str, pattern: str) -> bool:
    try:
        datetime.strptime(text, pattern)  # noqa: DTZ007 - only whether it can be read is asked
    except ValueError:
        return False
    return True


def day_of(microseconds: int) -> date:
    """The day, in UTC, of a moment in microseconds since 1970."""
    return (_EPOCH + timedelta(microseconds=microseconds)).date()
