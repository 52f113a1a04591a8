"""Surveys: each row is what a respondent answered. It becomes responses and quotes; all of them together, readings."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.entries import Defaults, Entry, Name, Raw
from loaders.mapping.base import AnyValue, LinkTo, Value
from loaders.mapping.questions import PARTIAL, Asked, period_of, questions_of, read_answer, statuses_of
from loaders.mapping.rows import RowCells, let_through
from loaders.mapping.survey_model import SCORED, Answer, SurveySpec
from loaders.mapping.tally import Tally
from loaders.mapping.values import CellError, Pseudonym, key_text, number_text, read_some
from loaders.tables.head import Column
from loaders.values import shown

MAX_GROUPS = 50_000
_RATE: dict[str, dict[str, Raw]] = {
    "response-rate": {"name": "Response rate", "formula": "responses / people asked"},
    "completion-rate": {"name": "Completion rate", "formula": "complete responses / responses that were begun"},
}
_PER_CENT: dict[str, Raw] = {"unit": "per cent", "scale_low": "0", "scale_high": "100", "direction": "up"}


@dataclass(frozen=True)
class Group:
    """Of whom, and of when, a reading is."""

    about: str
    among: str | None = None
    channel: str | None = None
    period: tuple[date, date] | None = None
    partial: bool = False


@dataclass
class Gathered:
    """What was answered in one group."""

    tallies: dict[str, Tally] = field(default_factory=dict[str, Tally])
    rows: int = 0
    answered: int = 0
    complete: int = 0
    partial: int = 0
    first: date | None = None
    last: date | None = None
    place: Place = field(default_factory=lambda: Place(""))


@dataclass
class SurveyMaker:
    """Makes what a survey becomes."""

    spec: SurveySpec
    dataset: str
    source: str
    name: str
    defaults: Defaults
    pseudonym: Callable[[str, str], str]
    mask: Callable[[str, Sequence[str]], str]
    columns: Sequence[Column]
    place: Place
    problems: list[Problem]
    notes: list[str]
    current: Callable[[str], str]
    """What a reference means, where names were matched."""
    groups: dict[Group, Gathered] = field(default_factory=dict[Group, Gathered])
    times: dict[str, int] = field(default_factory=dict[str, int])
    """How often each respondent answered."""
    ends: dict[str, Raw] = field(default_factory=dict[str, Raw])
    counts: Counter[str] = field(default_factory=Counter[str])
    """How many responses are complete, partial, or ignored."""
    empty: int = 0

    def __post_init__(self) -> None:
        self.key = self.spec.key or self.dataset
        self.asked = questions_of(self.spec.questions, self.columns, self.key)
        self._by: Pseudonym = lambda text: self.pseudonym(text, "")
        self._statuses = statuses_of(self.spec)
        self._about = self.spec.about if self.spec.about is not None else f"touchpoint:{self.key}"

    def begin(self) -> Iterator[Entry]:
        """The survey, its metrics, and what it is about where nobody says."""
        spec, constant = self.spec, RowCells({}, self.place, {"@dataset": self.dataset})
        asks = [asked.ask for asked in self.asked]
        fields: dict[str, Raw] = {"key": self.key, "name": spec.name or self.name, "question": " / ".join(asks)[:5000]}
        fields["minutes"] = None if spec.minutes is None else number_text(spec.minutes)
        links = {"sent_at": spec.sent_at, "sent_via": spec.sent_via, "sent_to": spec.sent_to}
        for name, link in links.items():
            fields[name] = None if link is None else self._some(link, constant)
        yield self._entry("surveys", self.place, fields)
        if spec.about is None:
            yield self._entry("touchpoints", self.place, {"key": self.key, "name": spec.name or self.name})
            self.notes.append(
                f"Nothing says what the survey {self.key} is about, so a touchpoint of its name stands for it; "
                "`about` in a mapping names another."
            )
        metrics = {a.measure.key: a.measure.fields for a in self.asked if a.spec.answer is not Answer.TEXT}
        if spec.invited is not None:
            metrics["response-rate"] = _RATE["response-rate"] | _PER_CENT
        if spec.status and spec.status.partial:
            metrics["completion-rate"] = _RATE["completion-rate"] | _PER_CENT
        for key, made in metrics.items():
            yield self._entry("metrics", self.place, {"key": key, **made})

    def row(self, cells: RowCells) -> Iterator[Entry]:
        """What one respondent answered."""
        try:
            status = self._status(cells)
            self.counts[status.removesuffix(" responses")] += 1
            if status == "ignored":
                return
            answers = {asked: found for asked in self.asked if (found := self._answers(asked, cells))}
            self.empty += not answers
            received = self._time(self.spec.received, cells)
            about = {asked: self._one(asked.spec.about or self._about, cells) for asked in answers}
            among, channel = self._one(self.spec.among, cells), self._one(self.spec.channel, cells, "channel")
            base = self._one(self._about, cells)
            for group in self._groups(base, among, channel, received, partial=status == PARTIAL):
                self._count(group, received, cells, answered=bool(answers))
            for asked, found in answers.items():
                for group in self._groups(about[asked], among, channel, received, partial=status == PARTIAL):
                    self._tally(group, asked, found, cells)
            yield from self._response(cells, answers, about, among, received, partial=status == PARTIAL)
        except CellError as error:
            found = error.found[:1].upper() + error.found[1:]
            place = Place(cells.place.file, cells.place.line, error.column)
            self.problems.append(Problem(place, found, error.right))

    def end(self) -> Iterator[Entry]:
        """The readings."""
        for group, gathered in self.groups.items():
            shared = self._shared(group, gathered)
            for asked in self.asked:
                tally = gathered.tallies.get(asked.key)
                if tally is None:
                    continue
                invited = {"invited": str(asked_for)} if (asked_for := self._invited(group, gathered)) else {}
                reading = {"metric": asked.measure.key, **shared, **invited, **tally.reading()}
                yield self._entry("readings", gathered.place, reading)
            yield from self._rates(group, gathered, shared)
        if self.spec.status:
            counts = ", ".join(f"{count:,} {status}" for status, count in self.counts.items())
            empty = f" {self.empty:,} of them hold no answer that is read." if self.empty else ""
            self.notes.append(f"{self.place.file}: responses: {counts}.{empty}")

    def _rates(self, group: Group, gathered: Gathered, shared: dict[str, Raw]) -> Iterator[Entry]:
        if group.partial:
            return
        invited = self._invited(group, gathered)
        if invited:
            yield self._rate("response-rate", gathered, gathered.answered, invited, shared | {"invited": str(invited)})
        begun = gathered.complete + gathered.partial
        if self.spec.status and self.spec.status.partial and begun:
            yield self._rate("completion-rate", gathered, gathered.complete, begun, shared)

    def _rate(self, metric: str, gathered: Gathered, part: int, whole: int, shared: dict[str, Raw]) -> Entry:
        made = {"value": number_text(100 * part / whole), "numerator": str(part), "denominator": str(whole)}
        return self._entry("readings", gathered.place, {"metric": metric, **shared, **made, "n": str(whole)})

    def _shared(self, group: Group, gathered: Gathered) -> dict[str, Raw]:
        begins, ends = group.period or (gathered.first, gathered.last)
        return {
            "about": self._end(group.about),
            "among": self._end(group.among),
            "channel": self._end(group.channel),
            "survey": self.key,
            "begins": begins.isoformat() if begins else None,
            "ends": ends.isoformat() if ends else None,
            "instrument": self.spec.instrument,
            "basis": "measured",
            "locator": PARTIAL if group.partial else None,
        }

    def _invited(self, group: Group, gathered: Gathered) -> int | None:
        if group.partial or self.spec.invited is None:
            return None
        if self.spec.invited == "rows":
            return gathered.rows
        whole = group.among is None and group.channel is None and group.period is None
        return self.spec.invited if whole else None

    def _groups(
        self, about: str | None, among: str | None, channel: str | None, received: datetime | None, *, partial: bool
    ) -> Iterator[Group]:
        if about is None:
            return
        period = period_of(self.spec.period, received.date()) if self.spec.period and received else None
        if self.spec.period and period is None:
            return
        yield Group(about, None, None, period, partial)
        if among is not None:
            yield Group(about, among, None, period, partial)
        if channel is not None:
            yield Group(about, None, channel, period, partial)

    def _gathered(self, group: Group, cells: RowCells) -> Gathered:
        found = self.groups.get(group)
        if found is None:
            if len(self.groups) >= MAX_GROUPS:
                raise CellError("", f"More than {MAX_GROUPS:,} groups of respondents.", "Group them by fewer things.")
            found = self.groups[group] = Gathered(place=cells.place)
        return found

    def _count(self, group: Group, received: datetime | None, cells: RowCells, *, answered: bool) -> None:
        whole = Group(group.about, group.among, group.channel, group.period)
        everyone = self._gathered(whole, cells)
        everyone.rows += 1
        everyone.answered += answered
        everyone.complete += not group.partial
        everyone.partial += group.partial
        if received is not None and answered:
            gathered = self._gathered(group, cells)
            gathered.first = min(gathered.first or received.date(), received.date())
            gathered.last = max(gathered.last or received.date(), received.date())

    def _tally(self, group: Group, asked: Asked, answers: list[str], cells: RowCells) -> None:
        if asked.spec.answer is Answer.TEXT:
            return
        tallies = self._gathered(group, cells).tallies
        tally = tallies.setdefault(asked.key, Tally(asked.spec))
        try:
            tally.add(answers)
        except ValueError as error:
            raise CellError(asked.columns[0], str(error), "Is it `answer: text`?") from None

    def _response(
        self,
        cells: RowCells,
        answers: dict[Asked, list[str]],
        about: dict[Asked, str | None],
        among: str | None,
        received: datetime | None,
        *,
        partial: bool,
    ) -> Iterator[Entry]:
        if not answers:
            return
        respondent = self._respondent(cells)
        who, again = self._who(respondent, cells)
        says: list[Raw] = []
        for asked, found in answers.items():
            if asked.spec.answer is Answer.TEXT:
                key = f"{self.key}-{asked.key}-{who}"
                says.append(key)
                yield self._quote(key, self.mask("\n".join(found), asked.columns), among, asked, cells)
        shared: dict[str, Raw] = {
            "survey": self.key,
            "among": self._end(among),
            "respondent": respondent,
            "basis": "measured",
        }
        shared["received_at"] = received.isoformat() if received else None
        for name in ("resolved", "reported_back"):
            time = self._time(getattr(self.spec, name), cells)
            shared[f"{name}_at"] = time.isoformat() if time else None
        shared["note"] = "A partial response." if partial else None
        scored = [asked for asked in answers if asked.spec.answer in SCORED]
        for asked in scored or list(answers)[:1]:
            locator = (
                f"{asked.key}{again}" if respondent else f"row {cells.place.column or cells.place.line}: {asked.key}"
            )
            own: dict[str, Raw] = {"about": self._end(about[asked]), "says": says, "locator": locator}
            if scored:
                own |= {"metric": asked.measure.key, "score": answers[asked][0]}
            says = []
            if about[asked] is not None:
                yield self._entry("responses", cells.place, shared | own)

    def _quote(self, key: str, text: str, among: str | None, asked: Asked, cells: RowCells) -> Entry:
        fields: dict[str, Raw] = {"key": key, "text": text, "wording": "verbatim", "from": self.source}
        fields["locator"] = f"row {cells.place.column or cells.place.line}, {asked.columns[0]}"
        fields["said_by"] = among.removeprefix("persona:") if among and among.startswith("persona:") else None
        return self._entry("quotes", cells.place, fields, basis="stated")

    def _who(self, respondent: str | None, cells: RowCells) -> tuple[str, str]:
        """What tells responses apart in keys, and in words where somebody answered before."""
        if respondent is None:
            return slug(f"row {cells.place.column or cells.place.line}"), ""
        times = self.times[respondent] = self.times.get(respondent, 0) + 1
        short = respondent[:16]
        return (short, "") if times == 1 else (f"{short}-{times}", f", time {times}")

    def _respondent(self, cells: RowCells) -> str | None:
        given = self.spec.respondent
        text = self._raw(Value(column=given) if isinstance(given, str) else given, cells) if given else None
        if text is None:
            return None
        # A short number counts the rows of one file, and means somebody else in the next.
        return self.pseudonym(text, self.key if text.isdecimal() and len(text) < 9 else "")

    def _raw(self, value: Value, cells: RowCells) -> str | None:
        found = read_some(value, cells, self._by, as_key=False)
        return found if isinstance(found, str) else None

    def _time(self, value: Value | None, cells: RowCells) -> datetime | None:
        text = self._raw(value, cells) if value else None
        if text is None or value is None:
            return None
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            read = None
        if read is None or read.tzinfo is None:
            found = f"{shown(text)} is not a time that says its zone."
            raise CellError(
                value.column or "", found, "Write in the mapping how it is written: `time`, and its `zone`."
            )
        return read

    def _status(self, cells: RowCells) -> str:
        if self.spec.status is None:
            return "complete"
        text = cells(self.spec.status.column) or ""
        folded = " ".join(text.split()).casefold()
        if folded not in self._statuses:
            found = f"{shown(text)} is no status that the mapping knows." if text else "There is no status."
            raise CellError(self.spec.status.column, found, "Say under `status` what it means.")
        return self._statuses[folded]

    def _answers(self, asked: Asked, cells: RowCells) -> list[str]:
        spec = asked.spec
        if not let_through(spec.where, cells):
            return []
        blank, marks = ({text.casefold() for text in texts} for texts in (spec.blank, spec.marks))
        found: list[str] = []
        for column in asked.columns:
            text = cells(column)
            if text is None or text.casefold() in blank:
                continue
            if marks:
                if text.casefold() not in marks:
                    raise CellError(column, f"{shown(text)} is no mark.", "List it under `marks` or `blank`.")
                text = column
            pieces = [piece.strip() for piece in text.split(spec.split)] if spec.split else [text]
            try:
                found += [answer for piece in pieces if piece and (answer := read_answer(spec, piece)) is not None]
            except ValueError as error:
                raise CellError(column, f"{error}.") from None
        return list(dict.fromkeys(found)) if spec.answer is Answer.CHOICES else found

    def _one(self, value: AnyValue | None, cells: RowCells, kind: str = "") -> str | None:
        """The reference of one node; `ends` keeps how the file calls it."""
        found = None if value is None else self._some(value, cells)
        if not isinstance(found, str | Name):
            return None
        # What means the same is counted together.
        key = key_text(found)
        key = self.current(key if ":" in key or not kind else f"{kind}:{key}")
        self.ends.setdefault(key, found)
        return key

    def _end(self, key: str | None) -> Raw:
        return None if key is None else self.ends[key]

    def _some(self, value: AnyValue, cells: RowCells) -> Raw:
        if isinstance(value, LinkTo):
            return self._some(value.to, cells)
        if isinstance(value, tuple):
            return [one for item in value if (one := self._some(item, cells)) is not None]
        return read_some(value, cells, self._by, as_key=True)

    def _entry(self, collection: str, place: Place, fields: dict[str, Raw], basis: str | None = None) -> Entry:
        given = {name: value for name, value in fields.items() if value is not None and value != []}
        return Entry(collection, given | ({"basis": basis} if basis else {}), place, self.defaults, from_table=True)
