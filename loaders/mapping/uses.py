"""What a mapping uses of a table: which columns, for what, and which of them end up in the graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from graph_schema.problems import Place, Problem
from loaders.events.roles import BECOMES, Role
from loaders.mapping.base import AnyValue, Value
from loaders.mapping.model import Mapping, Record
from loaders.mapping.rows import matching
from loaders.mapping.survey_model import SCORED, Answer, QuestionSpec, SurveySpec
from loaders.mapping.values import columns_in
from loaders.tables.head import Column, Row
from loaders.tables.opening import Peek, Table

_BECOMES = {
    **dict.fromkeys(SCORED, "responses.score; readings"),
    Answer.CHOICE: "readings, as a distribution",
    Answer.CHOICES: "readings, as a distribution",
    Answer.TEXT: "quotes, with personal data masked",
}


@dataclass
class Used:
    """The columns that a mapping uses of a table with these columns."""

    columns: Sequence[str]
    becomes: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """What each becomes, in words."""
    kept: set[str] = field(default_factory=set[str])
    """Those whose texts end up in the graph; others are only counted, hashed, or say which rows are read."""
    missing: list[str] = field(default_factory=list[str])
    """Those that the table doesn't have."""

    @property
    def all(self) -> set[str]:
        """All that the table has."""
        return set(self.becomes)

    def use(self, column: str, becomes: str, *, kept: bool) -> None:
        """A column becomes something."""
        if column not in self.columns:
            if not column.startswith("@") and column not in self.missing:
                self.missing.append(column)
            return
        said = self.becomes.setdefault(column, [])
        if becomes not in said:
            said.append(becomes)
        if kept:
            self.kept.add(column)

    def use_value(self, value: AnyValue | None, becomes: str) -> None:
        """The columns of a value become something."""
        for one in value if isinstance(value, tuple) else (value,):
            hidden = isinstance(one, Value) and (one.pseudonym or one.take is not None)
            for column in columns_in(one):
                self.use(column, becomes, kept=not hidden)

    def use_record(self, collection: str, record: Record) -> None:
        """The columns of a record."""
        for column in record.where:
            self.use(column, f"says which {collection} there are", kept=False)
        if record.each is not None:
            named = [record.each.column] if record.each.column else matching(record.each.columns, self.columns)
            for column in named or record.each.columns:
                self.use(column, collection, kept=True)
        for name, value in record.fields.items():
            self.use_value(value, f"{collection}.{name}")

    def use_survey(self, survey: SurveySpec) -> None:
        """The columns of a survey."""
        if survey.status:
            self.use(survey.status.column, "says which responses are complete", kept=False)
        if survey.respondent is not None:
            given = survey.respondent
            for column in [given] if isinstance(given, str) else columns_in(given):
                self.use(column, "responses.respondent, as a keyed hash", kept=False)
        self.use_value(survey.about, "responses.about")
        self.use_value(survey.among, "responses.among")
        self.use_value(survey.channel, "readings.channel")
        self.use_value(survey.received, "responses.received_at")
        self.use_value(survey.resolved, "responses.resolved_at")
        self.use_value(survey.reported_back, "responses.reported_back_at")
        for question in survey.questions:
            self._use_question(question)

    def _use_question(self, question: QuestionSpec) -> None:
        named = [question.column] if question.column else matching(question.columns, self.columns)
        for column in named or question.columns:
            self.use(column, _BECOMES[question.answer], kept=question.answer not in SCORED)
        for column in question.where:
            self.use(column, "says in which rows it was asked", kept=False)
        self.use_value(question.about, "responses.about")


def as_named(table: Table, mapping: Mapping) -> Table:
    """A table with its columns called as the mapping does, where that differs in case only."""
    other = _renamed(table, mapping)
    if not other:
        return table
    columns = tuple(Column(other.get(column.name, column.name), column.label) for column in table.columns)
    return replace(table, columns=columns, rows=partial(_rows, table, other))


def as_peeked(one: Peek, mapping: Mapping) -> Peek:
    """The same for the beginning of a table."""
    other = _renamed(one.table, mapping)
    rows = tuple({other.get(name, name): text for name, text in row.items()} for row in one.rows)
    return Peek(as_named(one.table, mapping), rows) if other else one


def has_columns(table: Table, mapping: Mapping) -> bool:
    """Whether a table has the columns that a mapping knows its tables by, else all that it uses."""
    columns = [column.name for column in as_named(table, mapping).columns]
    if mapping.recognise is None:
        return not used_columns(mapping, columns).missing
    folded = [column.casefold() for column in columns]
    return all(matching((pattern.casefold(),), folded) for pattern in mapping.recognise.columns)


def _renamed(table: Table, mapping: Mapping) -> dict[str, str]:
    columns = [column.name for column in table.columns]
    folded = {column.casefold(): column for column in reversed(columns)}
    missing = used_columns(mapping, columns).missing
    return {folded[name.casefold()]: name for name in missing if name.casefold() in folded}


def _rows(table: Table, other: dict[str, str], problems: list[Problem]) -> Iterator[tuple[Place, Row]]:
    for place, row in table.rows(problems):
        yield place, {other.get(name, name): text for name, text in row.items()}


def used_columns(mapping: Mapping, columns: Sequence[str]) -> Used:
    """What a mapping uses of a table with these columns."""
    used = Used(columns)
    for column in mapping.where:
        used.use(column, "says which rows are read", kept=False)
    for collection, records in mapping.records.items():
        for record in records:
            used.use_record(collection, record)
    if mapping.survey:
        used.use_survey(mapping.survey)
    if mapping.events:
        for role, column in mapping.events.columns.items():
            used.use(column, BECOMES[Role(role)], kept=role in ("activity", "channel", "segment"))
    return used
