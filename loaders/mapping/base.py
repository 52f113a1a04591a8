"""The parts of which mapping files are made: conditions, and values that take more than a text with columns."""

from enum import StrEnum
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

SPECIAL = ("row", "order", "file", "sheet", "dataset", "item", "column")
"""What a text can name beside columns, as `{@row}`."""
Text = Annotated[str, Field(min_length=1, max_length=10_000)]


class Setting(BaseModel):
    """A part of a mapping file."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, use_attribute_docstrings=True)


def listed(value: Any) -> Any:
    """One thing is a list of one."""
    several = value is None or isinstance(value, list | tuple)
    return value if several else [value]  # pyright: ignore[reportUnknownVariableType]


Words = Annotated[tuple[Text, ...], BeforeValidator(listed, json_schema_input_type=Text | list[Text])]
Scale = Annotated[tuple[float, float], Field(description="The lowest and the highest value.")]


class Conditions(Setting):
    """What a cell must be like."""

    filled: bool | None = None
    """Whether anything stands in it."""
    not_: Words = Field(default=(), alias="not")
    """What must not stand in it."""
    from_: float | None = Field(default=None, alias="from")
    """The lowest number."""
    to: float | None = None
    """The highest number."""


def _kind_of_condition(value: Any) -> str:
    return "conditions" if isinstance(value, dict | Conditions) else "words"


Condition = Annotated[
    Annotated[Words, Tag("words")] | Annotated[Conditions, Tag("conditions")], Discriminator(_kind_of_condition)
]
Where = Annotated[
    dict[str, Condition],
    Field(description="Only rows whose columns hold this: a word, one of several words, or conditions."),
]


class Take(StrEnum):
    """What is worked out from all rows that a record stands for."""

    COUNT = "count"
    DISTINCT = "distinct"
    SHARE = "share"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    LOWEST = "lowest"
    HIGHEST = "highest"
    FIRST = "first"
    LAST = "last"
    DISTRIBUTION = "distribution"


class Value(Setting):
    """A value that takes more than a text with columns."""

    column: str | None = None
    """The column whose cells it is read from."""
    text: str | None = None
    """A text with columns, in place of one column."""
    split: str | None = Field(default=None, min_length=1, max_length=10)
    """What separates several values in one cell."""
    words: dict[str, str | None] = Field(default_factory=dict)
    """What is written for each word of the table; a word that is missing here is a problem."""
    otherwise: str | None = None
    """What is written for words that `words` doesn't have."""
    default: str | None = None
    """What is written where the cell is empty."""
    decimal: Literal[".", ","] | None = None
    """It is a number, with this as the decimal point."""
    group: str | None = Field(default=None, min_length=1, max_length=1)
    """What stands between thousands."""
    unit: str | None = Field(default=None, min_length=1, max_length=20)
    """What stands before or after every number, such as `%`."""
    scale: Scale | None = None
    """The scale that a number is on; one beyond it is a problem."""
    to: Scale | None = None
    """The scale that it is brought to."""
    date: Words = ()
    """How a date is written, such as `%d.%m.%Y`, or several ways; `iso` as 2026-01-31."""
    time: Words = ()
    """How a time is written; `iso`, or `unix` for seconds since 1970, `unix-ms` for milliseconds."""
    zone: str | None = None
    """The time zone of times that don't say theirs, such as Europe/Berlin."""
    is_key: bool = False
    """The cell holds a key as it is; other texts are made into keys where one is needed."""
    pseudonym: bool = False
    """It stands for a person: a keyed hash is written in its place."""
    take: Take | None = None
    """Work it out from all rows with the same other fields: their count, a mean of the column."""
    where: Where = Field(default_factory=dict)
    """With `take`: only from these rows."""

    @model_validator(mode="after")
    def _fits(self) -> "Value":
        if (self.column is None) == (self.text is None) and self.take not in (Take.COUNT, Take.SHARE):
            raise ValueError("it needs a `column` or a `text`, and not both")
        if self.to and not self.scale and self.take is not Take.SHARE:
            raise ValueError("`to` needs the `scale` that the number is on")
        if self.scale and self.scale[0] >= self.scale[1]:
            raise ValueError("a scale begins with its lowest value")
        if self.otherwise and not self.words:
            raise ValueError("`otherwise` needs `words`")
        if self.zone is not None and self.zone not in available_timezones():
            raise ValueError(f"{self.zone!r} is no time zone; write one such as Europe/Berlin, or UTC")
        if self.date and self.time:
            raise ValueError("it is a date or a time, not both")
        return self

    @property
    def is_number(self) -> bool:
        """Whether it is read as a number."""
        return any((self.decimal, self.group, self.unit, self.scale))


def _kind_of_value(value: Any) -> str:
    if isinstance(value, dict):
        return "link" if "to" in value and not {"column", "text", "take"} & value.keys() else "value"
    if isinstance(value, Value):
        return "value"
    return "several" if isinstance(value, list | tuple) else "link" if isinstance(value, LinkTo) else "words"


One = Annotated[Annotated[Text, Tag("words")] | Annotated[Value, Tag("value")], Discriminator(_kind_of_value)]
"""A text with columns, or a value that takes more."""
Some = Annotated[
    Annotated[Text, Tag("words")] | Annotated[Value, Tag("value")] | Annotated[tuple[One, ...], Tag("several")],
    Discriminator(_kind_of_value),
]
"""One, or several."""


class LinkTo(Setting):
    """A link with what it carries: `to`, and the fields of the link."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Some]  # pyright: ignore[reportIncompatibleVariableOverride]

    to: One
    """The key that it points to."""

    @property
    def fields(self) -> dict[str, Some]:
        """All that it carries, `to` among them."""
        return {"to": self.to, **self.__pydantic_extra__}


_OneLink = Annotated[
    Annotated[Text, Tag("words")] | Annotated[Value, Tag("value")] | Annotated[LinkTo, Tag("link")],
    Discriminator(_kind_of_value),
]
AnyValue = Annotated[
    Annotated[Text, Tag("words")]
    | Annotated[Value, Tag("value")]
    | Annotated[LinkTo, Tag("link")]
    | Annotated[tuple[_OneLink, ...], Tag("several")],
    Discriminator(_kind_of_value),
]
"""What a field of a record can hold."""
