"""Qualified leads and won deals: two tables, with the ids of the leads in both (docs/funnel.md).

Leads are read together with the deals that lie beside them, so that both are counted of the same people.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Name, Reading
from loaders.funnel.columns import Spellings, column_of, uses_of, way_of_writing, when
from loaders.funnel.contacts import METRICS, Funnel
from loaders.manifest import UNKNOWN
from loaders.sample import Sample
from loaders.tables.opening import Table, packing, peek, tables
from loaders.telling import Telling, short_slug
from loaders.text import UnreadableError, printable
from loaders.values import shown
from loaders.wishes import Wishes

LEADS, DEALS = "leads", "deals"
MAX_GROUPS = 100
"""So many segments of one column are counted apart."""
MAX_FILES = 50
"""So many files beside the leads are looked at for deals."""
_LEAD, _WON = "Marketing qualified lead", "Won deal"
_ID = ("mql id", "lead id")
_FIRST = ("first contact date", "qualified date", "lead date")
_WON_AT = ("won date", "closed won date")
_CHANNEL = ("origin", "original source", "lead source", "channel")
_GROUPS = ("business segment", "lead type", "lead behaviour profile", "business type", "segment", "plan")
_CHECKED = 2_000


@dataclass(frozen=True)
class _Dated:
    """A table with a lead and a date in each row."""

    sample: Sample
    table: Table
    id: str
    date: str

    @property
    def names(self) -> list[str]:
        """The names of its columns."""
        return [column.name for column in self.table.columns]

    def rows(self, problems: list[Problem]) -> Iterator[tuple[Place, dict[str, str], str, datetime | None]]:
        """The rows, each with the lead and the date. What is wrong goes to `problems`."""
        texts = (row[self.date] for _, row in self.table.rows([]) if self.date in row)
        first = [text for text, _ in zip(texts, range(_CHECKED), strict=False)]
        form = way_of_writing(first)
        if form is None and first:
            found = f"The dates in {self.date}, such as {shown(first[0])}, are not all written in a way that is known."
            problems.append(Problem(Place(self.sample.name, 0, self.date), found, "Write them as 2026-01-31."))
            return
        for place, row in self.table.rows(problems):
            own_id, text = row.get(self.id, ""), row.get(self.date, "")
            time = when(text, form or "iso") if text else None
            if not own_id:
                problems.append(Problem(Place(place.file, place.line, self.id), "There is no id.", "Write it."))
            elif text and time is None:
                where = Place(place.file, place.line, self.date)
                problems.append(Problem(where, f"{shown(text)} is no date as the others.", "Write all in one way."))
            else:
                yield place, row, own_id, time


def recognises_leads(sample: Sample) -> str | None:
    """A table with a lead and the date of its first contact in each row."""
    found = _dated(sample, _FIRST)
    return f"each row is a lead, {found.id}, with its {found.date}" if found and not _dated(sample, _WON_AT) else None


def recognises_deals(sample: Sample) -> str | None:
    """A table with a lead and the date on which it was won in each row."""
    found = _dated(sample, _WON_AT)
    return f"each row is a lead, {found.id}, with its {found.date}" if found else None


def _dated(sample: Sample, dates: Sequence[str]) -> _Dated | None:
    if packing(sample) is None:
        return None
    for one in peek(sample):
        names = [column.name for column in one.table.columns]
        own_id, date = column_of(names, _ID), column_of(names, dates)
        if own_id and date:
            return _Dated(sample, one.table, own_id, date)
    return None


def read_leads(sample: Sample, wishes: Wishes) -> Reading:
    """Read leads, and the deals beside them: a funnel of two stages, by channel."""
    found = _opened(sample, _FIRST)
    if isinstance(found, Problem):
        return Reading(UNKNOWN, Place(sample.name), iter(()), [found])
    leads = _Leads(found, _dataset(sample, wishes))
    becomes = {found.id: "counts of leads", found.date: "the period"}
    becomes |= {leads.channel: "channels, and counts by channel"}
    return Reading(leads.dataset, Place(sample.name), leads.funnel(), leads.problems, leads.notes,
                   uses_of(found.table, becomes))  # fmt: skip


def read_deals(sample: Sample, wishes: Wishes) -> Reading:
    """Read deals: how many were won of each segment; of how many leads, is told with these."""
    found = _opened(sample, _WON_AT)
    if isinstance(found, Problem):
        return Reading(UNKNOWN, Place(sample.name), iter(()), [found])
    leads = _Leads(found, _dataset(sample, wishes))
    becomes = {found.id: "counts of deals", found.date: "the period"}
    becomes |= dict.fromkeys(leads.groups, "segments, and counts by segment")
    return Reading(leads.dataset, Place(sample.name), leads.won(), leads.problems, leads.notes,
                   uses_of(found.table, becomes))  # fmt: skip


def _dataset(sample: Sample, wishes: Wishes) -> Dataset:
    stem = sample.path.name.partition(".")[0]
    return Dataset(key=wishes.dataset or short_slug(stem) or LEADS, name=stem)


def _opened(sample: Sample, dates: Sequence[str]) -> _Dated | Problem:
    """The table that the form was recognised by, or why it can't be read."""
    try:
        tables(sample)
    except UnreadableError as error:
        return error.problem
    missing = Problem(Place(sample.name), "It has no column of leads and dates.", f"Name them {_ID[0]} and {dates[0]}.")
    return _dated(sample, dates) or missing


@dataclass
class _Leads:
    """Leads or deals that are read."""

    found: _Dated
    dataset: Dataset
    problems: list[Problem] = field(default_factory=list[Problem])
    notes: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.telling = Telling(self.dataset.key)
        self.place = Place(self.found.sample.name)
        self.channel = column_of(self.found.names, _CHANNEL) or ""
        self.groups = [name for one in _GROUPS if (name := column_of(self.found.names, (one,)))]

    def funnel(self) -> Iterator[Entry]:
        """Two stages, the second one counted of the deals beside the leads."""
        yield self._source()
        funnel = Funnel(self.dataset.key, f"From lead to deal in {self.dataset.name}", "CRM", order=(_LEAD, _WON))
        try:
            for _, row, own_id, time in self.found.rows(self.problems):
                contact = funnel.contact(own_id)
                funnel.comes_through(contact, row.get(self.channel, ""))
                funnel.enters(contact, time, _LEAD)
        except OverflowError as error:
            self.problems.append(Problem(self.place, f"{str(error).capitalize()}.", "Split the table."))
        self._add_deals(funnel)
        if not funnel.contacts and not self.problems:
            self.problems.append(Problem(self.place, "There are no leads in it.", "Export them with their ids."))
        if not self.problems:
            yield from funnel.entries(self.telling, self.place, self.notes)

    def _add_deals(self, funnel: Funnel) -> None:
        beside = self._beside()
        if beside is None:
            self.notes.append(f"{self.place.file}: no table of deals lies beside it, so only the leads are counted.")
            return
        unknown = 0
        for _, _, own_id, time in beside.rows(self.problems):
            if own_id in funnel.contacts:
                funnel.enters(funnel.contacts[own_id], time, _WON)
            else:
                unknown += 1
        self.notes.append(f"{self.place.file}: won deals are counted from {beside.sample.name}.")
        if unknown:
            self.notes.append(f"{beside.sample.name}: deals of leads that {self.place.file} doesn't have: {unknown:,}.")

    def _beside(self) -> _Dated | None:
        sample = self.found.sample
        folder = sorted(path for path in sample.path.parent.iterdir() if path.is_file() and path != sample.path)
        others = (
            Sample(path, f"{sample.name.rpartition('/')[0]}/{printable(path.name)}".lstrip("/"))
            for path in folder[:MAX_FILES]
        )
        found = (_dated(other, _WON_AT) for other in others)
        return next((one for one in found if one and one.id == self.found.id), None)

    def won(self) -> Iterator[Entry]:
        """How many deals were won, all together and of each segment."""
        yield self._source()
        counts: dict[str, Counter[str]] = {name: Counter() for name in self.groups}
        times: list[datetime] = []
        seen: set[str] = set()
        spelled = Spellings()
        for _, row, own_id, time in self.found.rows(self.problems):
            if own_id in seen:
                continue
            seen.add(own_id)
            times += [time] if time else []
            for name, counter in counts.items():
                if written := spelled(f"{name}: {row[name]}" if slug(row.get(name, "")) else ""):
                    counter[written] += 1
        if self.problems:
            return
        self.notes += spelled.notes(self.place.file)
        phase = f"{self.dataset.key}/{short_slug(_WON)}"
        name = f"Deals in {self.dataset.name}"
        yield self.telling.entry("lifecycle_models", self.place, key=self.dataset.key, name=name, perspective="company")
        yield self.telling.entry("phases", self.place, key=phase, name=_WON, order="1")
        yield self.telling.entry("metrics", self.place, key="contacts", **METRICS["contacts"])
        period = {"begins": min(times).date().isoformat(), "ends": max(times).date().isoformat()} if times else {}
        shared = {"metric": "contacts", "about": f"phase:{phase}", **period, "instrument": "CRM", "basis": "measured"}
        yield self.telling.entry("readings", self.place, **shared, value=str(len(seen)), n=str(len(seen)))
        for column, counter in counts.items():
            for segment, count in counter.most_common(MAX_GROUPS):
                yield from self.telling.once("segments", self.place, slug(segment), name=segment)
                among = Name(segment, "segment")
                told = {"among": among, "value": str(count), "n": str(counter.total())}
                yield self.telling.entry("readings", self.place, **shared, **told)
            if len(counter) > MAX_GROUPS:
                self.notes.append(f"{self.place.file}: {column} has {len(counter):,} values; {MAX_GROUPS} are told.")

    def _source(self) -> Entry:
        method = "export of the CRM"
        return self.telling.entry("sources", self.place, key=self.dataset.key, name=self.dataset.name, method=method)
