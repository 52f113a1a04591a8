"""Counts how far contacts get in a funnel, all together and by channel; the contacts themselves are not kept."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from statistics import fmean, median

from graph_schema.problems import Place
from loaders.entries import Entry, Name, Raw
from loaders.funnel.columns import Spellings
from loaders.mapping.values import number_text
from loaders.telling import Telling, short_slug

MAX_CONTACTS = 2_000_000
MAX_STAGES = 50
MAX_CHANNELS = 500
MAX_PATHS = 20
"""So many ways through the funnel are told; the others are counted together in a note."""
_DAY = 86_400
METRICS: dict[str, dict[str, Raw]] = {
    "contacts": {
        "name": "Contacts that reached a stage",
        "unit": "contacts",
        "direction": "up",
        "formula": "count",
    },
    "stage-conversion": {
        "name": "Conversion to the next stage",
        "unit": "per cent",
        "scale_low": "0",
        "scale_high": "100",
        "direction": "up",
        "formula": "contacts of the next stage / contacts of this stage",
    },
    "stage-dwell": {
        "name": "Time spent in a stage",
        "unit": "days",
        "direction": "down",
        "formula": "median of days",
    },
}


Step = tuple[datetime | None, str]


@dataclass
class Contact:
    """How far one contact got."""

    channel: str = ""
    steps: list[Step] = field(default_factory=list[Step])
    """The stages that were entered, each with when."""

    @cached_property
    def path(self) -> list[Step]:
        """The stages in the order in which they were entered; one that comes twice in a row was entered once."""
        ordered = sorted(self.steps, key=lambda step: (step[0] is None, step[0].timestamp() if step[0] else 0))
        return [
            step for step, before in zip(ordered, [None, *ordered], strict=False) if not before or step[1] != before[1]
        ]


@dataclass
class Funnel:
    """The contacts of a table, and the stages that they went through."""

    model: str
    """The key of the lifecycle model."""
    name: str
    instrument: str
    order: tuple[str, ...] = ()
    """The stages in order, where that is known."""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    """What stages are called, where the table has other words for them."""
    contacts: dict[str, Contact] = field(default_factory=dict[str, Contact])
    spelled: Spellings = field(default_factory=Spellings)

    def enters(self, contact: Contact, time: datetime | None, stage: str) -> None:
        """A contact enters a stage."""
        contact.steps.append((time, self.spelled(stage)))

    def comes_through(self, contact: Contact, channel: str) -> None:
        """A contact came through a channel; what has no letter is none."""
        contact.channel = self.spelled(channel) or contact.channel

    def contact(self, own_id: str) -> Contact:
        """A contact by the id in the table. Raises OverflowError where there are too many."""
        found = self.contacts.get(own_id)
        if found is None:
            if len(self.contacts) >= MAX_CONTACTS:
                raise OverflowError(f"more than {MAX_CONTACTS:,} contacts")
            found = self.contacts[own_id] = Contact()
        return found

    def stages(self) -> list[str]:
        """The stages in order: as it is known, else as contacts went through them on average."""
        places: dict[str, list[int]] = {}
        for contact in self.contacts.values():
            for place, stage in enumerate(dict.fromkeys(stage for _, stage in contact.path)):
                places.setdefault(stage, []).append(place)
        known = [stage for stage in self.order if stage in places]
        return [*known, *sorted(places.keys() - set(known), key=lambda stage: (fmean(places[stage]), stage))]

    def entries(self, telling: Telling, place: Place, notes: list[str]) -> Iterator[Entry]:
        """The model, its phases, and all that is counted; nothing, where nobody is in any stage."""
        stages = self.stages()
        if not stages:
            return
        notes += self.spelled.notes(place.file)
        keys = {stage: f"{self.model}/{short_slug(self._label(stage))}" for stage in stages}
        yield from telling.once("lifecycle_models", place, self.model, name=self.name, perspective="company")
        known = {stage: number for number, stage in enumerate(self.order, 1)}
        for number, stage in enumerate(stages, 1):
            order = str(known.get(stage, number))
            yield from telling.once("phases", place, keys[stage], name=self._label(stage), order=order)
        for key, fields in METRICS.items():
            yield from telling.once("metrics", place, key, **fields)
        groups: dict[str, list[Contact]] = {}
        for contact in self.contacts.values():
            if contact.channel:
                groups.setdefault(contact.channel, []).append(contact)
        told = sorted(groups, key=lambda channel: (-len(groups[channel]), channel))[:MAX_CHANNELS]
        for channel in told:
            yield from telling.once("channels", place, short_slug(channel), name=channel)
        if len(groups) > MAX_CHANNELS:
            notes.append(f"{place.file}: {len(groups):,} channels; the {MAX_CHANNELS} largest are counted apart.")
        yield from self._counts(telling, list(self.contacts.values()), None, stages, keys, place)
        for channel in told:
            yield from self._counts(telling, groups[channel], channel, stages, keys, place)
        yield from self._paths(telling, keys, place, notes)

    def _label(self, stage: str) -> str:
        return self.labels.get(stage, stage)

    def _counts(
        self,
        telling: Telling,
        group: Sequence[Contact],
        channel: str | None,
        stages: Sequence[str],
        keys: dict[str, str],
        place: Place,
    ) -> Iterator[Entry]:
        """Who reached which stage, who went on to the next, and after how long."""
        shared = self._shared(channel)
        reached: dict[str, int] = Counter(stage for one in group for stage in {stage for _, stage in one.steps})
        both: Counter[tuple[str, str]] = Counter()
        stays: dict[str, list[float]] = {}
        for one in group:
            entered = {stage for _, stage in one.steps}
            both.update(pair for pair in pairwise(stages) if entered.issuperset(pair))
            for (since, stage), (until, _) in pairwise(one.path):
                if since and until:
                    stays.setdefault(stage, []).append((until - since).total_seconds() / _DAY)
        for stage, after in zip(stages, [*stages[1:], None], strict=True):
            about = f"phase:{keys[stage]}"
            known: dict[str, Raw] = {"value": str(reached[stage]), "n": str(len(group))}
            yield telling.entry("readings", place, metric="contacts", about=about, **shared, **known)
            if after is not None and reached[stage]:
                part, whole = both[stage, after], reached[stage]
                share = {"value": 100 * part / whole, "numerator": part, "denominator": whole, "n": whole}
                yield self._reading(telling, "stage-conversion", about, shared, share, place)
            if stay := stays.get(stage):
                made = {"value": median(stay), "n": len(stay)}
                yield self._reading(telling, "stage-dwell", about, shared, made, place)

    def _reading(
        self, telling: Telling, metric: str, about: str, shared: dict[str, Raw], numbers: dict[str, float], place: Place
    ) -> Entry:
        said = {name: number_text(number) for name, number in numbers.items()}
        return telling.entry("readings", place, metric=metric, about=about, **shared, **said)

    def _shared(self, channel: str | None) -> dict[str, Raw]:
        begins, ends = self._period
        named = Name(channel) if channel else None
        period: dict[str, Raw] = {"begins": begins, "ends": ends}
        return {"channel": named, **period, "instrument": self.instrument, "basis": "measured"}

    @cached_property
    def _period(self) -> tuple[str | None, str | None]:
        times = [time for one in self.contacts.values() for time, _ in one.steps if time]
        return (min(times).date().isoformat(), max(times).date().isoformat()) if times else (None, None)

    def _paths(self, telling: Telling, keys: dict[str, str], place: Place, notes: list[str]) -> Iterator[Entry]:
        """The ways that contacts really took, and what followed on what."""
        paths = Counter(tuple(stage for _, stage in one.path) for one in self.contacts.values() if one.steps)
        order = {stage: number for number, stage in enumerate(self.stages())}
        onward: Counter[tuple[str, str]] = Counter()
        for path, cases in paths.items():
            for one, other in pairwise(path):
                if order[one] < order[other]:
                    onward[one, other] += cases
        for (one, other), cases in onward.items():
            claim: dict[str, Raw] = {"basis": "measured", "note": f"{cases:,} contacts went on."}
            yield from telling.relation("next", place, f"phase:{keys[one]}", f"phase:{keys[other]}", claim)
        begins, ends = self._period
        for number, (path, cases) in enumerate(paths.most_common(MAX_PATHS), 1):
            name = ", ".join(self._label(stage) for stage in path)
            passes: list[Raw] = [{"to": f"phase:{keys[stage]}", "order": str(n)} for n, stage in enumerate(path, 1)]
            fields: dict[str, Raw] = {"key": f"{telling.source}-path-{number}", "name": f"{name}"[:1_000]}
            fields |= {"cases": str(cases), "begins": begins, "ends": ends, "passes": passes}
            yield telling.entry("variants", place, **fields, basis="measured")
        rest = paths.total() - sum(cases for _, cases in paths.most_common(MAX_PATHS))
        if rest:
            notes.append(f"{place.file}: the {MAX_PATHS} most frequent paths are told; {rest:,} contacts took others.")
