"""A report of Google Analytics 4: its headers and rows, checked, and added up by what readings are about.

Counts are added up over days and over dimensions that aren't kept. Rates and means are weighted by the sessions of
their row. What can be neither, such as users, of whom the same may be in two rows, is kept where one row says it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from math import isfinite
from typing import Any, NamedTuple, cast

import orjson

from graph_schema.problems import Place, Problem
from loaders.sample import Sample
from loaders.text import UnreadableError, read_text
from loaders.values import shown

MAX_BYTES = 64 * 1024 * 1024
SESSIONS = "sessions"
_AGAIN = "Export the report again."
_UNSET = frozenset({"", "(not set)", "(none)"})

Object = dict[str, Any]


class Sum(Enum):
    """How the values of several rows become one."""

    ADDED = auto()
    ALONE = auto()
    SHARE = auto()
    """Fractions of sessions."""
    MEAN = auto()
    """Means over sessions."""


class Measure(NamedTuple):
    """What a metric of the tool is called here, and how it is added up."""

    metric: str
    sum: Sum


MEASURES: Mapping[str, Measure] = {
    "screenPageViews": Measure("page-visits", Sum.ADDED),
    SESSIONS: Measure("sessions", Sum.ADDED),
    "engagedSessions": Measure("engaged-sessions", Sum.ADDED),
    "eventCount": Measure("events", Sum.ADDED),
    "keyEvents": Measure("key-events", Sum.ADDED),
    "conversions": Measure("key-events", Sum.ADDED),
    "ecommercePurchases": Measure("purchases", Sum.ADDED),
    "transactions": Measure("purchases", Sum.ADDED),
    "purchaseRevenue": Measure("revenue", Sum.ADDED),
    "totalRevenue": Measure("revenue", Sum.ADDED),
    "userEngagementDuration": Measure("engagement-time", Sum.ADDED),
    "newUsers": Measure("new-users", Sum.ADDED),
    "totalUsers": Measure("users", Sum.ALONE),
    "activeUsers": Measure("users", Sum.ALONE),
    "bounces": Measure("bounced-sessions", Sum.ADDED),
    "bounceRate": Measure("bounce-rate", Sum.SHARE),
    "engagementRate": Measure("engagement-rate", Sum.SHARE),
    "sessionKeyEventRate": Measure("conversion", Sum.SHARE),
    "sessionConversionRate": Measure("conversion", Sum.SHARE),
    "averageSessionDuration": Measure("mean-session-duration", Sum.MEAN),
}
PAGES = ("pagePath", "pagePathPlusQueryString", "landingPage", "landingPagePlusQueryString")
CHANNELS = (
    "sessionDefaultChannelGroup", "sessionDefaultChannelGrouping", "firstUserDefaultChannelGroup", "sessionSource",
    "firstUserSource",
)  # fmt: skip
SEGMENTS = ("audienceName", "newVsReturning", "deviceCategory", "userAgeBracket", "userGender")
HOST, DATE = "hostName", "date"


class Group(NamedTuple):
    """What readings are about; None: all of it."""

    host: str | None
    page: str | None
    channel: str | None
    segment: str | None


@dataclass
class Tally:
    """What the rows of one group say together."""

    rows: int = 0
    sessions: float = 0
    values: dict[str, float] = field(default_factory=dict[str, float])
    """By metric of the tool; a rate or mean as the sum of its products with sessions."""


@dataclass(frozen=True)
class Report:
    """A report, checked."""

    place: Place
    dimensions: tuple[str, ...]
    metrics: tuple[str, ...]
    groups: Mapping[Group, Tally]
    begins: date | None
    ends: date | None
    currency: str
    missing: int
    """How many rows the report has that this file doesn't."""

    @property
    def lands(self) -> bool:
        """Whether its pages are those where sessions begin."""
        return any(name.startswith("landing") for name in self.dimensions) and not set(self.dimensions) & {*PAGES[:2]}


def reports(sample: Sample) -> list[Report]:
    """All reports of a file. Raises UnreadableError at the first thing that isn't as it must be."""
    text = read_text(sample.path, sample.name, MAX_BYTES)
    if isinstance(text, Problem):
        raise UnreadableError(text)
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        where = Place(sample.name, error.lineno, f"column {error.colno}")
        raise UnreadableError(Problem(where, f"This is not JSON: {error.msg}.", _AGAIN)) from None
    if isinstance(document, dict) and "reports" not in document:
        return [_report(cast("Object", document), Place(sample.name))]
    several = cast("Object", document)["reports"] if isinstance(document, dict) else document
    return [
        _report(_object(raw, place), place)
        for number, raw in enumerate(_list(several, Place(sample.name, 0, "reports")))
        for place in [Place(sample.name, 0, f"reports[{number}]")]
    ]


def _report(raw: Object, place: Place) -> Report:
    dimensions = _names(raw, "dimensionHeaders", place)
    metrics = _names(raw, "metricHeaders", place)
    groups: dict[Group, Tally] = {}
    days: list[date] = []
    rows = _list(raw.get("rows") or [], _inside(place, "rows"))
    for number, row in enumerate(rows):
        where = _inside(place, f"rows[{number}]")
        said = dict(zip(dimensions, _values(row, "dimensionValues", len(dimensions), where), strict=True))
        told = dict(zip(metrics, _values(row, "metricValues", len(metrics), where), strict=True))
        if DATE in said:
            days.append(_day(said[DATE], where))
        numbers = {name: _number(name, text, where) for name, text in told.items() if name in MEASURES}
        _add(groups.setdefault(_group(said), Tally()), numbers)
    count = raw.get("rowCount")
    metadata = raw.get("metadata")
    currency = cast("Object", metadata).get("currencyCode") if isinstance(metadata, dict) else None
    return Report(
        place=place,
        dimensions=dimensions,
        metrics=metrics,
        groups=groups,
        begins=min(days, default=None),
        ends=max(days, default=None),
        currency=currency if isinstance(currency, str) and currency.isalpha() else "",
        missing=max(0, count - len(rows)) if isinstance(count, int) else 0,
    )


def _add(tally: Tally, numbers: Mapping[str, float]) -> None:
    sessions = numbers.get(SESSIONS, 0)
    tally.rows += 1
    tally.sessions += sessions
    for name, value in numbers.items():
        weight = sessions if MEASURES[name].sum in (Sum.SHARE, Sum.MEAN) and SESSIONS in numbers else 1
        tally.values[name] = tally.values.get(name, 0) + value * weight


def _group(said: Mapping[str, str]) -> Group:
    page = next((said[name] for name in PAGES if name in said), None)
    if page is not None:
        # What follows the address may name people.
        page = page.partition("?")[0].partition("#")[0]
    chosen = [next((said[name] for name in names if name in said), None) for names in (CHANNELS, SEGMENTS)]
    parts = [said.get(HOST), page, *chosen]
    return Group(*(None if part is None or part in _UNSET else part for part in parts))


def _names(raw: Object, header: str, place: Place) -> tuple[str, ...]:
    where = _inside(place, header)
    items = [_object(item, where) for item in _list(raw.get(header) or [], where)]
    names = [item.get("name") for item in items]
    if not all(isinstance(name, str) and name for name in names) or len(set(names)) < len(names):
        raise UnreadableError(Problem(where, "A header without a name, or twice the same.", _AGAIN))
    return tuple(cast("list[str]", names))


def _values(row: Any, name: str, count: int, place: Place) -> list[str]:
    where = _inside(place, name)
    values = [_object(item, where).get("value") for item in _list(_object(row, place).get(name) or [], where)]
    if len(values) != count or not all(isinstance(value, str) for value in values):
        found = f"There are {len(values)} values, as texts, for {count} headers."
        raise UnreadableError(Problem(where, found, _AGAIN))
    return cast("list[str]", values)


def _number(name: str, text: str, place: Place) -> float:
    try:
        value = float(text) if text.isascii() and "_" not in text else float("not a number")
    except ValueError:
        raise UnreadableError(Problem(place, f"{name} is {shown(text)}, which is no number.", _AGAIN)) from None
    if not isfinite(value) or value < 0 or abs(value) >= 1e18:
        raise UnreadableError(Problem(place, f"{name} is {shown(text)}, which nothing can be.", _AGAIN))
    if MEASURES[name].sum is Sum.SHARE and value > 1:
        found = f"{name} is {shown(text)}; the tool gives it as a fraction, from 0 to 1."
        raise UnreadableError(Problem(place, found, "Divide per cents by 100."))
    return value


def _day(text: str, place: Place) -> date:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day of the property's own calendar
    except ValueError:
        raise UnreadableError(Problem(place, f"{shown(text)} is not a date such as 20260131.", _AGAIN)) from None


def _list(value: Any, place: Place) -> list[Any]:
    if isinstance(value, list):
        return cast("list[Any]", value)
    raise UnreadableError(Problem(place, "This is not a list.", _AGAIN))


def _object(value: Any, place: Place) -> Object:
    if isinstance(value, dict):
        return cast("Object", value)
    raise UnreadableError(Problem(place, "This is not an object.", _AGAIN))


def _inside(place: Place, name: str) -> Place:
    return Place(place.file, place.line, f"{place.column}.{name}" if place.column else name)
