"""Churn tables: who left, why and where they were last met, as counts (docs/funnel.md)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Name, Raw, Reading
from loaders.funnel.columns import Spellings, column_of, uses_of, way_of_writing, when
from loaders.manifest import UNKNOWN
from loaders.mapping.values import number_text
from loaders.sample import Sample
from loaders.tables.opening import Table, packing, peek, tables
from loaders.telling import Telling, short_slug
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "churn"
MAX_REASONS = 300
"""A column with more different reasons holds people's own words."""
MAX_SEGMENTS = 200
_FLAG = ("churn label", "churned", "churn", "exited", "attrition flag", "attrition", "has left", "left",
         "customer status")  # fmt: skip
_LEFT_AT = ("churn date", "churned at", "cancellation date", "cancelled at", "canceled at", "left at", "leave date",
            "exit date", "date left")  # fmt: skip
_REASON = ("churn reason", "reason for leaving", "leave reason", "cancellation reason", "cancel reason", "exit reason",
           "reason")  # fmt: skip
_CATEGORY = ("churn category", "reason category", "category")
_SEGMENT = ("segment", "persona", "plan", "tier", "contract", "subscription type", "subscription")
_TOUCHPOINT = ("last touchpoint", "last touch", "last contact", "last interaction")
_YES = {
    "yes",
    "true",
    "1",
    "1.0",
    "y",
    "churned",
    "churn",
    "exited",
    "left",
    "attrited customer",
    "cancelled",
    "canceled",
}
_NO = {"no", "false", "0", "0.0", "n", "stayed", "retained", "active", "existing customer", "joined", "current"}
_CHECKED = 2_000
_RATE: dict[str, Raw] = {
    "name": "Churn", "unit": "per cent", "scale_low": "0", "scale_high": "100", "direction": "down",
}  # fmt: skip


@dataclass(frozen=True)
class _Columns:
    """Which columns a table of churn has."""

    reason: str
    flag: str = ""
    left_at: str = ""
    category: str = ""
    segment: str = ""
    touchpoint: str = ""


def recognises(sample: Sample) -> str | None:
    """A table that says of customers whether or when they left, and why."""
    found = _found(sample)
    if found is None:
        return None
    _, columns = found
    return f"it says by {columns.flag or columns.left_at} who left, and by {columns.reason} why"


def _found(sample: Sample) -> tuple[Table, _Columns] | None:
    if packing(sample) is None:
        return None
    for one in peek(sample):
        names = [column.name for column in one.table.columns]
        flag, left_at, reason = (column_of(names, known) or "" for known in (_FLAG, _LEFT_AT, _REASON))
        if reason and (flag or left_at):
            rest = (column_of(names, known) or "" for known in (_CATEGORY, _SEGMENT, _TOUCHPOINT))
            return one.table, _Columns(reason, flag, left_at, *rest)
    return None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a table."""
    place = Place(sample.name)
    try:
        tables(sample)
    except UnreadableError as error:
        return Reading(UNKNOWN, place, iter(()), [error.problem])
    found = _found(sample)
    if found is None:
        problem = Problem(place, "It has no columns of who left and why.", "Name them churned and reason.")
        return Reading(UNKNOWN, place, iter(()), [problem])
    stem = sample.path.name.partition(".")[0]
    dataset = Dataset(key=wishes.dataset or short_slug(stem) or NAME, name=stem)
    churn = _Churn(sample, *found, dataset)
    columns = churn.columns
    becomes = {columns.reason: "churn signals, the reasons of departures", columns.flag: "who left, and the churn rate"}
    becomes |= {columns.left_at: "the period of departures", columns.category: "descriptions of reasons"}
    becomes |= {columns.segment: "segments", columns.touchpoint: "touchpoints where they were last met"}
    return Reading(dataset, place, churn.entries(), churn.problems, churn.notes, uses_of(churn.table, becomes))


@dataclass(frozen=True)
class _Leaver:
    """What those have in common who are counted together."""

    segment: str
    reason: str
    touchpoint: str


@dataclass
class _Churn:
    """A table of churn that is read."""

    sample: Sample
    table: Table
    columns: _Columns
    dataset: Dataset
    problems: list[Problem] = field(default_factory=list[Problem])
    notes: list[str] = field(default_factory=list[str])
    left: Counter[_Leaver] = field(default_factory=Counter[_Leaver])
    everybody: Counter[str] = field(default_factory=Counter[str])
    """How many customers there are in each segment, those who left among them."""
    categories: dict[str, str] = field(default_factory=dict[str, str])
    times: list[datetime] = field(default_factory=list[datetime])
    spelled: Spellings = field(default_factory=Spellings)

    def entries(self) -> Iterator[Entry]:
        """All that it becomes."""
        place, telling = Place(self.sample.name), Telling(self.dataset.key)
        source = {"key": self.dataset.key, "name": self.dataset.name, "method": "export of the CRM"}
        yield telling.entry("sources", place, **source)
        self._count()
        reasons = {one.reason for one in self.left if one.reason}
        segments = {one for one in self.everybody if one}
        for what, found, most, column in (
            ("reasons", reasons, MAX_REASONS, self.columns.reason),
            ("segments", segments, MAX_SEGMENTS, self.columns.segment),
        ):
            if len(found) > most:
                right = f"Up to {most} are counted; say in a mapping what the columns are."
                self.problems.append(Problem(Place(place.file, 0, column), f"{len(found):,} different {what}.", right))
        if not self.problems:
            yield from self._told(telling, place)

    def _count(self) -> None:
        texts = [row[self.columns.left_at] for _, row in self.table.rows([]) if self.columns.left_at in row]
        form = way_of_writing(texts[:_CHECKED])
        if form is None and texts:
            found = f"The dates in {self.columns.left_at}, such as {shown(texts[0])}, are not written in one known way."
            where = Place(self.sample.name, 0, self.columns.left_at)
            self.problems.append(Problem(where, found, "Write them as 2026-01-31."))
            return
        for place, row in self.table.rows(self.problems):
            segment = self.spelled(row.get(self.columns.segment, ""))
            self.everybody[segment] += 1
            if self._has_left(place, row):
                self._leaver(place, row, segment, form or "iso")

    def _has_left(self, place: Place, row: dict[str, str]) -> bool:
        if not self.columns.flag:
            return self.columns.left_at in row
        text = row.get(self.columns.flag, "")
        folded = " ".join(text.casefold().split())
        if folded in _YES:
            return True
        if folded not in _NO and text:
            where = Place(place.file, place.line, self.columns.flag)
            found = f"{shown(text)} says neither that somebody left nor that they stayed."
            self.problems.append(Problem(where, found, "Write yes or no."))
        elif not text:
            return self.columns.left_at in row
        return False

    def _leaver(self, place: Place, row: dict[str, str], segment: str, form: str) -> None:
        both = self.columns.reason, self.columns.touchpoint
        reason, touchpoint = (self.spelled(row.get(name, "")) for name in both)
        self.left[_Leaver(segment, reason, touchpoint)] += 1
        if reason and self.columns.category in row:
            self.categories.setdefault(reason, row[self.columns.category])
        if text := row.get(self.columns.left_at):
            time = when(text, form)
            if time is None:
                where = Place(place.file, place.line, self.columns.left_at)
                self.problems.append(
                    Problem(where, f"{shown(text)} is no date as the others.", "Write all in one way.")
                )
            else:
                self.times.append(time)

    def _told(self, telling: Telling, place: Place) -> Iterator[Entry]:
        whole = f"Customers in {self.dataset.name}"
        self.notes += self.spelled.notes(self.sample.name)
        names = {segment: segment or whole for segment in self.everybody}
        if not self.columns.segment:
            self.notes.append(f"{self.sample.name}: nothing says of which segment customers are; they are {whole!r}.")
        for name in sorted(set(names.values())):
            yield from telling.once("segments", place, slug(name), name=name)
        for reason in sorted({one.reason for one in self.left if one.reason}):
            category = self.categories.get(reason)
            described = f"Category: {category}." if category else None
            fields: dict[str, Raw] = {"name": reason, "signal_kind": "leave-reason", "description": described}
            yield from telling.once("churn_signals", place, short_slug(reason), **fields)
        for touchpoint in sorted({one.touchpoint for one in self.left if one.touchpoint}):
            yield from telling.once("touchpoints", place, short_slug(touchpoint), name=touchpoint)
        for one, count in sorted(self.left.items(), key=lambda item: -item[1]):
            parties: dict[str, Raw] = {"among": Name(names[one.segment], "segment")}
            parties["reason"] = short_slug(one.reason) or None
            parties["last_touchpoint"] = short_slug(one.touchpoint) or None
            yield telling.entry("departures", place, **parties, **self._period, count=str(count), basis="measured")
        yield from self._rates(telling, place, names)

    @property
    def _period(self) -> dict[str, Raw]:
        if not self.times:
            return {}
        return {"begins": min(self.times).date().isoformat(), "ends": max(self.times).date().isoformat()}

    def _rates(self, telling: Telling, place: Place, names: dict[str, str]) -> Iterator[Entry]:
        """The share of those who left, where the table has those who stayed as well."""
        if self.left.total() == self.everybody.total():
            self.notes.append(f"{self.sample.name}: it has only customers who left, so no churn rate is worked out.")
            return
        signal: dict[str, Raw] = {"name": "Churn", "signal_kind": "risk"}
        yield from telling.once("churn_signals", place, NAME, **signal)
        yield telling.entry("metrics", place, key="churn-rate", **_RATE)
        gone: Counter[str] = Counter()
        for one, count in self.left.items():
            gone[names[one.segment]] += count
        sizes: Counter[str] = Counter()
        for segment, count in self.everybody.items():
            sizes[names[segment]] += count
        groups: Sequence[tuple[str | None, int, int]] = [(None, gone.total(), sizes.total())]
        if self.columns.segment:
            groups = [*groups, *((name, gone[name], size) for name, size in sorted(sizes.items()))]
        for name, part, size in groups:
            numbers = {"value": 100 * part / size, "numerator": part, "denominator": size, "n": size}
            among = Name(name, "segment") if name else None
            fields: dict[str, Raw] = {"metric": "churn-rate", "about": f"churn_signal:{NAME}", "among": among}
            fields |= {each: number_text(number) for each, number in numbers.items()}
            note = "Of all customers in the table."
            yield telling.entry("readings", place, **fields, **self._period, basis="measured", note=note)
