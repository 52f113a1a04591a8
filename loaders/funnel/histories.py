"""Lifecycle stage histories of a CRM: a row for each change, or a column of dates for each stage (docs/funnel.md)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Reading, Use
from loaders.funnel.columns import column_of, columns_like, plain, uses_of, way_of_writing, when
from loaders.funnel.contacts import MAX_STAGES, Funnel
from loaders.manifest import UNKNOWN
from loaders.sample import Sample
from loaders.tables.opening import Table, packing, peek, tables
from loaders.telling import Telling, short_slug
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "lifecycle-history"
HUBSPOT = {
    "subscriber": "Subscriber",
    "lead": "Lead",
    "marketingqualifiedlead": "Marketing Qualified Lead",
    "salesqualifiedlead": "Sales Qualified Lead",
    "opportunity": "Opportunity",
    "customer": "Customer",
    "evangelist": "Evangelist",
    "other": "Other",
}
"""HubSpot's stages in order, by the values that it keeps."""
_IDS = (
    "contact id",
    "record id",
    "customer id",
    "lead id",
    "account id",
    "company id",
    "user id",
    "person id",
    "vid",
    "id",
)
_STAGES = ("lifecycle stage", "lifecyclestage", "new stage", "to stage", "stage", "phase")
_TIMES = (
    "timestamp",
    "changed at",
    "entered at",
    "change date",
    "date entered",
    "entered",
    "date",
    "time",
    "created at",
)
_CHANNELS = (
    "original source", "original traffic source", "hs analytics source", "property hs analytics source",
    "acquisition channel", "channel", "origin", "lead source", "source",
)  # fmt: skip
_BECAME = re.compile(r"(?:property )?(?:became an? (.+?) date|hs lifecyclestage (.+?) date)")
_ENTERED = re.compile(r"date entered (.+?)(?: lifecycle stage pipeline)?")
_PROPERTY, _STAGE_PROPERTY, _SOURCE_PROPERTY = "name", "lifecyclestage", "hs_analytics_source"
_CHECKED = 2_000
_KNOWN = {plain(label): value for value, label in HUBSPOT.items()} | {value: value for value in HUBSPOT}
"""HubSpot's values, by themselves and by what they are called."""


@dataclass(frozen=True)
class _Columns:
    """Which columns a history has."""

    id: str
    stage: str = ""
    time: str = ""
    channel: str = ""
    property: str = ""
    """The column that says of which property a row is."""
    dates: tuple[tuple[str, str], ...] = ()
    """Columns with the date of a stage, each with the stage."""


def recognises(sample: Sample) -> str | None:
    """A table with a contact, a stage and a time in each row, or with a date for each of several stages."""
    if packing(sample) is None:
        return None
    for one in peek(sample):
        columns = _columns([column.name for column in one.table.columns], one.rows)
        if columns is not None and columns.dates:
            return f"it has dates of {len(columns.dates)} stages, such as {columns.dates[0][0]}"
        if columns is not None:
            return f"each row says when {columns.id} entered {columns.stage}"
    return None


def _columns(names: Sequence[str], rows: Sequence[dict[str, str]]) -> _Columns | None:
    own_id, channel = column_of(names, _IDS), column_of(names, _CHANNELS) or ""
    if own_id is None:
        return None
    dates = {**_became(names), **columns_like(names, _ENTERED)}
    if len(dates) > 1:
        return _Columns(own_id, stage=column_of(names, _STAGES) or "", channel=channel, dates=tuple(dates.items()))
    time = column_of(names, _TIMES)
    properties = {row.get(_PROPERTY, "") for row in rows}
    if time and {_PROPERTY, "value"} <= set(names) and _STAGE_PROPERTY in properties:
        return _Columns(own_id, "value", time, "", _PROPERTY)
    stage = column_of(names, _STAGES)
    return _Columns(own_id, stage, time, channel) if stage and time and own_id not in (stage, time) else None


def _became(names: Sequence[str]) -> dict[str, str]:
    found = ((name, _BECAME.fullmatch(plain(name))) for name in names)
    return {name: match[1] or match[2] for name, match in found if match}


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a table."""
    place = Place(sample.name)
    try:
        table, columns = next(
            (one.table, columns)
            for one in peek(sample)
            if (columns := _columns([column.name for column in one.table.columns], one.rows))
        )
        table = next(one for one in tables(sample) if one.name == table.name)
    except UnreadableError as error:
        return Reading(UNKNOWN, place, iter(()), [error.problem])
    stem = sample.path.name.partition(".")[0]
    dataset = Dataset(key=wishes.dataset or short_slug(stem) or NAME, name=stem)
    history = _History(sample, table, columns, dataset)
    return Reading(dataset, place, history.entries(), history.problems, history.notes, history.uses())


@dataclass
class _History:
    """A history that is read."""

    sample: Sample
    table: Table
    columns: _Columns
    dataset: Dataset
    problems: list[Problem] = field(default_factory=list[Problem])
    notes: list[str] = field(default_factory=list[str])
    _forms: dict[str, str] = field(default_factory=dict[str, str])

    def entries(self) -> Iterator[Entry]:
        """All that it becomes."""
        place = Place(self.sample.name)
        telling = Telling(self.dataset.key)
        yield telling.entry("sources", place, key=self.dataset.key, name=self.dataset.name, method="export of the CRM")
        funnel = self._funnel()
        stages = funnel.stages()
        if not stages and not self.problems:
            found = "No contact is in any stage."
            self.problems.append(Problem(place, found, "Export the history of the lifecycle stage."))
        if len(stages) > MAX_STAGES:
            found = f"{len(stages):,} different stages; a funnel has up to {MAX_STAGES}."
            right = "Is it another column? Say in a mapping what the columns are."
            self.problems.append(Problem(Place(place.file, 0, self.columns.stage), found, right))
        if not self.problems:
            yield from funnel.entries(telling, place, self.notes)

    def _funnel(self) -> Funnel:
        funnel = Funnel(self.dataset.key, f"Lifecycle stages in {self.dataset.name}", "CRM", labels=HUBSPOT)
        time_columns = [name for name, _ in self.columns.dates] or [self.columns.time]
        self._forms = {name: self._form(name) for name in time_columns}
        if self.problems:
            return funnel
        try:
            for place, row in self.table.rows(self.problems):
                self._row(funnel, place, row)
        except OverflowError as error:
            self.problems.append(Problem(Place(self.sample.name), f"{str(error).capitalize()}.", "Split the table."))
        used = {stage for one in funnel.contacts.values() for _, stage in one.steps}
        if used and used <= HUBSPOT.keys():
            return replace(
                funnel, model="hubspot", name="HubSpot lifecycle stages", instrument="HubSpot", order=tuple(HUBSPOT)
            )
        if used:
            self.notes.append(f"{self.sample.name}: the stages are in the order in which contacts entered them.")
        return funnel

    def _row(self, funnel: Funnel, place: Place, row: dict[str, str]) -> None:
        own_id = row.get(self.columns.id)
        if own_id is None:
            where = Place(place.file, place.line, self.columns.id)
            self.problems.append(Problem(where, "There is no id.", "Every row needs the id of a contact."))
            return
        stage, of = row.get(self.columns.stage, ""), row.get(self.columns.property, "")
        if stage and not slug(stage):
            where = Place(place.file, place.line, self.columns.stage)
            self.problems.append(Problem(where, f"{shown(stage)} has no letter or digit.", "Name the stage in words."))
            return
        if self.columns.property and of == _SOURCE_PROPERTY:
            funnel.comes_through(funnel.contact(own_id), stage)
        if self.columns.property and of != _STAGE_PROPERTY:
            return
        contact = funnel.contact(own_id)
        funnel.comes_through(contact, row.get(self.columns.channel, ""))
        dates = self.columns.dates or (((self.columns.time, stage),) if stage else ())
        for column, entered in dates:
            if column in row or not self.columns.dates:
                time = self._time(place, row, column)
                if time is not None:
                    funnel.enters(contact, time, _KNOWN.get(plain(entered), entered))
        current = funnel.spelled(_KNOWN.get(plain(stage), stage))
        if self.columns.dates and current and current not in {one for _, one in contact.steps}:
            funnel.enters(contact, None, current)

    def _time(self, place: Place, row: dict[str, str], column: str) -> datetime | None:
        text = row.get(column, "")
        time = when(text, self._forms[column]) if text else None
        if time is None:
            found = f"{shown(text)} is no time as the others in {column}." if text else "There is no time."
            where = Place(place.file, place.line, column)
            self.problems.append(Problem(where, found, "Write all times of the column in one way."))
        return time

    def _form(self, column: str) -> str:
        """How the times of a column are written."""
        rows = (row[column] for _, row in self.table.rows([]) if column in row)
        texts = [text for text, _ in zip(rows, range(_CHECKED), strict=False)]
        form = way_of_writing(texts)
        if form is None and texts:
            found = f"The times in {column}, such as {shown(texts[0])}, are not all written in a way that is known."
            right = "Write them as 2026-01-31 09:30:00."
            self.problems.append(Problem(Place(self.sample.name, 0, column), found, right))
        return form or "iso"

    def uses(self) -> list[Use]:
        """How each column is used."""
        own = self.columns
        becomes = {own.id: "counts of contacts", own.stage: "phases, and who reached them", own.time: "times in stages"}
        becomes |= {own.channel: "channels, and counts by channel", own.property: "which rows are read"}
        becomes |= {name: f"who reached {stage}, and when" for name, stage in own.dates}
        return uses_of(self.table, becomes)
