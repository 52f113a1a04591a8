"""What can be written in a mapping file. Every description stands in the JSON Schema that editors use."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from graph_schema.keys import Key
from graph_schema.model import MAX_NAME, Basis
from loaders.mapping.base import AnyValue, Setting, Text, Where, Words, listed
from loaders.mapping.events_model import EventsSpec
from loaders.mapping.survey_model import SurveySpec
from loaders.tables.layout import Layout


class Heading(Setting):
    """The head of a table, where it has several rows."""

    rows: int = Field(default=1, ge=1, le=20)
    """How many rows it has."""
    names: Annotated[tuple[int, ...], BeforeValidator(listed, json_schema_input_type=int | list[int])] = (1,)
    """The row that names the columns, or the rows that do so together, from 1."""
    labels: int | None = Field(default=None, ge=1)
    """The row that says more of each column, such as the question that was asked."""

    @model_validator(mode="after")
    def _inside(self) -> "Heading":
        if not self.names or not all(1 <= row <= self.rows for row in (*self.names, self.labels or 1)):
            raise ValueError(f"the head has the rows 1 to {self.rows}")
        return self


class TableSpec(Setting):
    """How the table stands in its file. All of it is found out where it isn't said."""

    sheet: str | None = None
    """The sheet, or a pattern such as `Q*` for several; without it, all that hold cells."""
    path: str | None = None
    """JSON: where the list of records is, such as `data.items`."""
    encoding: str | None = None
    """The encoding of a text that is not UTF-8, such as cp1252."""
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    """What separates the cells of a text."""
    skip: int = Field(default=0, ge=0, le=1_000)
    """How many rows stand above the head."""
    head: Heading = Field(default_factory=Heading)
    """The rows of the head, where there are several."""
    blank: Words = ()
    """Words in cells that say nothing, such as `N/A`."""

    def layout(self) -> Layout:
        """The same, as tables are opened with it."""
        head = self.head
        return Layout(
            self.sheet, self.path, self.encoding, self.delimiter, self.skip, head.rows, head.names, head.labels,
            frozenset(self.blank),
        )  # fmt: skip


class Signature(Setting):
    """By what a table is known to be one that the mapping is for."""

    columns: Annotated[Words, Field(min_length=1)]
    """Columns that it must have, by name or pattern: `Q*_NPS_GROUP`."""
    cells: dict[int, Text] = Field(default_factory=dict[int, str])
    """Patterns that a cell of the first rows below the first must fit, by row: `{3: '{\\"ImportId\\"*'}`."""


class Each(Setting):
    """Makes a record for each of several things in one row; `{@item}` is the thing, `{@column}` its column."""

    column: str | None = None
    """A column whose cells hold several."""
    columns: Words = ()
    """Several columns, by names or patterns."""
    split: str | None = Field(default=None, min_length=1, max_length=10)
    """What separates the things in one cell."""

    @model_validator(mode="after")
    def _fits(self) -> "Each":
        if bool(self.column) == bool(self.columns):
            raise ValueError("it needs a `column` or `columns`, and not both")
        return self


class Record(Setting):
    """A record as the bundle has it, with columns where the table's values go."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, AnyValue]  # pyright: ignore[reportIncompatibleVariableOverride]

    where: Where = Field(default_factory=dict)
    """Make it only from these rows."""
    each: Each | None = None
    """Make one for each thing in a cell, or in several columns."""

    @property
    def fields(self) -> dict[str, AnyValue]:
        """The fields of the record."""
        return self.__pydantic_extra__


class SourceSpec(Setting):
    """The source that the table is."""

    key: str | None = None
    """Its key; the dataset's, where it isn't given."""
    name: str | None = Field(default=None, max_length=MAX_NAME)
    """What people call it."""
    method: str | None = None
    """How it was found out: a survey, interviews, an export of the CRM."""
    author: str | None = None
    """Who led the study."""
    url: str | None = None
    """Where it can be read."""
    published: str | None = None
    """The date of publication or of the last day of field work."""


def _named(value: Any) -> Any:
    return {"key": value} if isinstance(value, str) else value


Records = Annotated[tuple[Record, ...], BeforeValidator(listed, json_schema_input_type=Record | list[Record])]


class Mapping(Setting):
    """What the columns of a table become, in the words of the bundle."""

    mapping: Key
    """The name of this mapping."""
    version: int = Field(default=1, ge=1)
    """Counts its versions; kept with what is loaded."""
    about: str = ""
    """What tables it is for, in a sentence."""
    recognise: Signature | None = None
    """By what such a table is known; without it, it is read by this mapping only where a user says so."""
    table: TableSpec = Field(default_factory=TableSpec)
    """How the table stands in its file."""
    dataset: Key | None = None
    """The key of the dataset; without it, the name of the file."""
    name: str | None = Field(default=None, max_length=MAX_NAME)
    """What people call the dataset."""
    source: Annotated[SourceSpec, BeforeValidator(_named, json_schema_input_type=str | SourceSpec)] = Field(
        default_factory=SourceSpec
    )
    """The source that the table is, or the key of one that is described elsewhere."""
    basis: Basis = Basis.STATED
    """Whether the table states, infers or measures what it says."""
    where: Where = Field(default_factory=dict)
    """Only rows whose columns hold this."""
    personal: Words = ()
    """Columns that are used although they hold personal data; others of that sort are refused."""
    records: dict[str, Records] = Field(default_factory=dict[str, Records])
    """What each row becomes: collections of the bundle, with one or several records in each."""
    survey: SurveySpec | None = None
    """Where each row is what a respondent answered: the questions, and what is worked out from the answers."""

    events: EventsSpec | None = None
    """Where each row is an event of a log: which columns tell of it."""

    @model_validator(mode="after")
    def _becomes_something(self) -> "Mapping":
        if not self.records and self.survey is None and self.events is None:
            raise ValueError("it needs `records`, a `survey` or `events`: what the rows become")
        if self.events is not None and (self.records or self.survey is not None):
            raise ValueError("events are counted by themselves, without `records` and `survey`")
        return self
