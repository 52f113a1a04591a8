"""Reports of Google Analytics 4, as its Data API gives them, become readings of pages, channels and segments."""

from collections.abc import Iterator

from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Raw, Reading, Use
from loaders.events.ga4_report import (
    CHANNELS,
    DATE,
    HOST,
    MEASURES,
    PAGES,
    SEGMENTS,
    SESSIONS,
    Group,
    Report,
    Sum,
    Tally,
    reports,
)
from loaders.events.telling import Telling, dataset_of, number, several
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.wishes import Wishes

NAME = "ga4"
_TOOL = "Google Analytics 4"
_BECOMES = {
    **dict.fromkeys(PAGES, "Touchpoint with its page, and readings about it"),
    **dict.fromkeys(CHANNELS, "Channel, and readings through it"),
    **dict.fromkeys(SEGMENTS, "Segment, and readings among it"),
    HOST: "Touchpoint: the site",
    DATE: "the period",
}


def recognises(sample: Sample) -> str | None:
    """JSON with the headers of a report."""
    beginning = (sample.text or "").lstrip()
    if beginning.startswith(("{", "[")) and '"dimensionHeaders"' in beginning and '"metricHeaders"' in beginning:
        return f"it is JSON with dimensionHeaders and metricHeaders, as reports of {_TOOL} have them"
    return None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file of reports."""
    place, problems, notes = Place(sample.name), list[Problem](), list[str]()
    dataset = dataset_of(sample, wishes, place, problems)
    try:
        found = reports(sample)
    except UnreadableError as error:
        return Reading(dataset, place, iter(()), [*problems, error.problem])
    names = dict.fromkeys(name for report in found for name in (*report.dimensions, *report.metrics))
    entries = _entries(found, dataset, Telling(dataset.key, place, _TOOL), notes)
    return Reading(dataset, place, entries, problems, notes, [_use(name) for name in names])


def _use(name: str) -> Use:
    if name in MEASURES:
        return Use(name, becomes=f"readings of {MEASURES[name].metric}")
    becomes = _BECOMES.get(name, "")
    return Use(name, becomes=becomes, dropped="" if becomes else "no question asks for it; its rows are added up")


def _entries(found: list[Report], dataset: Dataset, telling: Telling, notes: list[str]) -> Iterator[Entry]:
    last = max((report.ends for report in found if report.ends), default=None)
    about_it: dict[str, Raw] = {"method": "web analytics", "published": last and last.isoformat()}
    yield from telling.describe("sources", dataset.key, f"{_TOOL}: {dataset.name}", **about_it)
    said: set[tuple[object, ...]] = set()
    for report in found:
        if report.missing:
            notes.append(f"{report.place}: {several(report.missing, 'row')} of the report not in the file.")
        for name in report.metrics:
            if name not in MEASURES:
                notes.append(f"{report.place}: {name} is not read.")
        about = telling.by(dataset.key, report.begins, report.ends)
        yield from _Told(report, dataset, about, notes, said).entries()


class _Told:
    """Says what one report says."""

    def __init__(
        self, report: Report, dataset: Dataset, telling: Telling, notes: list[str], said: set[tuple[object, ...]]
    ) -> None:
        self._report, self._dataset, self._telling, self._notes, self._said = report, dataset, telling, notes, said
        groups = list(report.groups)
        self._hosts = {group.host for group in groups if group.host}
        self._channels = telling.keys("channel", (group.channel for group in groups if group.channel))
        self._segments = telling.keys("segment", (group.segment for group in groups if group.segment))
        self._touchpoints = telling.keys("touchpoint", map(self._place, groups))

    def entries(self) -> Iterator[Entry]:
        """All of it."""
        telling = self._telling
        yield from telling.things(self._touchpoints, self._channels, self._segments)
        left_out: set[str] = set()
        for group, tally in self._report.groups.items():
            yield from self._group(group, tally, left_out)
        for name in sorted(left_out):
            self._notes.append(f"{self._report.place}: {name} is left out: it can't be added up over rows.")

    def _place(self, group: Group) -> str:
        """What readings of a group are about, by its name: a page, with its host where there are several, or a site."""
        if group.page is None:
            return group.host or (next(iter(self._hosts)) if len(self._hosts) == 1 else f"Site of {self._dataset.name}")
        return f"https://{group.host}{group.page}" if group.host and len(self._hosts) > 1 else group.page

    def _group(self, group: Group, tally: Tally, left_out: set[str]) -> Iterator[Entry]:
        place = self._place(group)
        about = f"touchpoint:{self._touchpoints[place]}"
        party: dict[str, Raw] = {}
        if group.channel:
            party["channel"] = self._channels[group.channel]
        if group.segment:
            party["among"] = f"segment:{self._segments[group.segment]}"
        if group.page is not None:
            party["page"] = place
        values = dict(tally.values)
        if "bounceRate" not in values and "bounces" in values and SESSIONS in values:
            values["bounceRate"] = values.pop("bounces")
        for name, value in values.items():
            measure = MEASURES[name]
            identity = (measure.metric, about, str(sorted(party.items())), self._telling.begins, self._telling.ends)
            if identity in self._said:
                self._notes.append(f"{self._report.place}: {name} of {place} is told twice; the first is kept.")
                continue
            self._said.add(identity)
            if measure.sum in (Sum.SHARE, Sum.MEAN) and SESSIONS in tally.values:
                yield from self._weighted(name, about, value, tally.sessions, party)
            elif measure.sum is Sum.ADDED or tally.rows == 1:
                yield from self._read(name, about, value, party)
            else:
                left_out.add(name)

    def _weighted(self, name: str, about: str, value: float, sessions: float, party: dict[str, Raw]) -> Iterator[Entry]:
        metric, n = MEASURES[name].metric, number(sessions)
        if MEASURES[name].sum is Sum.SHARE:
            yield from self._telling.share(metric, about, value, sessions, n=n, **party)
        elif sessions:
            yield from self._telling.read(metric, about, value / sessions, n=n, **party)

    def _read(self, name: str, about: str, value: float, party: dict[str, Raw]) -> Iterator[Entry]:
        metric = MEASURES[name].metric
        if metric == "revenue":
            # Money of two currencies is not of one metric.
            currency = self._report.currency
            metric = f"revenue-{currency.lower()}" if currency else metric
            unit: dict[str, Raw] = {"name": "Revenue", "unit": currency or None, "direction": "up", "formula": "sum"}
            yield from self._telling.metric(metric, {n: v for n, v in unit.items() if v} | {"name": "Revenue"})
        if metric == "sessions" and self._report.lands and "page" in party:
            metric = "starts"
        if MEASURES[name].sum is Sum.SHARE:
            value *= 100
        yield from self._telling.read(metric, about, value, **party)
