"""Attribution paths: in each row the channels that led to conversions, `a > b > c`, with how many did and didn't.

The conversion becomes the last place of those paths that reach it, so that what led to it is counted like all else.
"""

from collections.abc import Iterator
from itertools import chain

from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Reading, Use
from loaders.events.delimited import Delimited, look_into, rejected, table_of
from loaders.events.engine import Engine
from loaders.events.log import Columns
from loaders.events.reading import Kind, Slice, log_reading, refused
from loaders.events.roles import plain
from loaders.events.telling import Telling
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "attribution"
CONVERSION = "Conversion"
"""The place that a path reaches where it converts."""
_METHOD = "attribution paths"
_PATH, _CONVERSIONS, _NULLS, _VALUE = "path", "total conversions", "total null", "total conversion value"
_BECOMES = {
    _PATH: "Touchpoint and Channel of each step, and from them LED_TO, Variant and Reading",
    _CONVERSIONS: "how many cases took the path and converted",
    _NULLS: "how many cases took the path and didn't",
    _VALUE: "a reading of conversion-value",
}
_SEPARATORS = (" > ", ">", "→")
_UNREAD = """
SELECT row, text FROM (SELECT row_number() OVER () + 1 AS row, {column} AS text FROM {rows})
WHERE coalesce(try_cast(text AS {kind}) < 0, true) ORDER BY row LIMIT 1
"""
_STEPS = """(
SELECT row || kind AS "case", unnest(steps) AS activity, unnest(channels) AS channel,
       unnest(range(len(steps))) AS place, weight, row AS line, kind
FROM (SELECT row, kind, weight, channels, list_concat(channels, aim) AS steps
      FROM (SELECT row, kind, weight, aim, [trim(x) FOR x IN string_split(path, '{separator}') IF trim(x) <> '']
              AS channels
            FROM (SELECT row_number() OVER () + 1 AS row, {path} AS path, try_cast({conversions} AS BIGINT) AS weight,
                         'c' AS kind, ['{conversion}'] AS aim FROM {rows}
                  UNION ALL
                  SELECT row_number() OVER () + 1, {path}, try_cast({nulls} AS BIGINT), 'n', [] FROM {rows})
            WHERE weight > 0))
WHERE len(channels) > 0 ORDER BY line, kind, place)
"""


def recognises(sample: Sample) -> str | None:
    """A table with paths and how many conversions they had."""
    table = look_into(sample)
    names = _names(table) if table else {}
    if _PATH not in names or _CONVERSIONS not in names:
        return None
    return f"its columns are a path ({names[_PATH]}) and its conversions ({names[_CONVERSIONS]})"


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read paths."""
    table = look_into(sample)
    names = _names(table) if table else {}
    if table is None or _PATH not in names or _CONVERSIONS not in names:
        return refused(sample, "It has no columns for a path and its conversions.")
    values: list[float] = []

    def slices(engine: Engine) -> Iterator[Slice]:
        rows = table_of(engine, sample, table)
        column = {name: table.column(column) for name, column in names.items()}
        for name, kind in ((_CONVERSIONS, "BIGINT"), (_NULLS, "BIGINT"), (_VALUE, "DOUBLE")):
            if name in column:
                _check(engine, rows, names[name], column[name], kind)
        if _VALUE in column:
            values.extend(engine.one(f"SELECT sum(try_cast({column[_VALUE]} AS DOUBLE)) FROM {rows}"))  # noqa: S608 - ours
        steps = _STEPS.format(
            rows=rows,
            path=column[_PATH],
            conversions=column[_CONVERSIONS],
            nulls=column.get(_NULLS, "NULL"),
            separator=_separator(table.examples(names[_PATH])),
            conversion=CONVERSION,
        )
        yield Slice(Columns(steps, '"case"', "activity", channel="channel", weight="weight", line="line"))

    def wrong(engine: Engine) -> Iterator[Problem]:
        return rejected(engine, sample.name)

    uses = [_use(name, names) for name in dict.fromkeys(table.head)]
    reading = log_reading(sample, wishes, Kind(_METHOD, _METHOD), uses, slices, wrong)
    telling = Telling(reading.dataset.key, reading.place, _METHOD)
    entries = chain(reading.entries, _worth(telling, values))
    return Reading(reading.dataset, reading.place, entries, reading.problems, reading.notes, uses)


def _worth(telling: Telling, values: list[float]) -> Iterator[Entry]:
    for value in values:
        yield from telling.read("conversion-value", f"journey:{telling.source}", value)


def _names(table: Delimited) -> dict[str, str]:
    """The column of each name that is known, by that name."""
    columns = {plain(column): column for column in table.head[::-1]}
    found = {name: next((columns[n] for n in (name, *_ALSO[name]) if n in columns), "") for name in _ALSO}
    return {name: column for name, column in found.items() if column}


_ALSO = {
    _PATH: ("channel path", "touchpoint path"),
    _CONVERSIONS: ("conversions", "total conversion"),
    _NULLS: ("total nulls", "nulls", "non conversions"),
    _VALUE: ("conversion value", "total value"),
}


def _use(column: str, names: dict[str, str]) -> Use:
    becomes = next((_BECOMES[name] for name, known in names.items() if known == column), "")
    return Use(column, becomes=becomes, dropped="" if becomes else "a path has no use for it")


def _separator(paths: list[str]) -> str:
    return next((mark for mark in _SEPARATORS if any(mark in path for path in paths)), _SEPARATORS[0])


def _check(engine: Engine, rows: str, name: str, column: str, kind: str) -> None:
    """Raise UnreadableError where a number is none; an empty one is not zero."""
    for row, text in engine.run(_UNREAD.format(rows=rows, column=column, kind=kind)):
        found = f"{shown(text)} is no count." if text else "There is no number."
        raise UnreadableError(Problem(Place(engine.place.file, row, name), found, "Write 0 where it is none."))
