"""What the section `survey` of a mapping says: who was asked what, and which columns hold the answers."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from graph_schema.keys import Key
from graph_schema.kinds.observed import Direction
from graph_schema.model import MAX_NAME, MAX_WORDS
from loaders.mapping.base import AnyValue, Scale, Setting, Text, Value, Where, Words


class Answer(StrEnum):
    """What sort of answer a question takes, and so what is worked out from all of them."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    RATING = "rating"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"


SCORED = (Answer.NPS, Answer.CSAT, Answer.CES, Answer.RATING)
"""Those whose answers are numbers on a scale."""
SCALES: dict[Answer, tuple[float, float]] = {Answer.NPS: (0.0, 10.0), Answer.CSAT: (1.0, 5.0), Answer.CES: (1.0, 7.0)}
"""The scales that are usual."""


class QuestionSpec(Setting):
    """A question of a survey."""

    column: Text | None = None
    """The column with its answers."""
    columns: Words = ()
    """Several columns, by names or patterns: a question each; with `choices` the options of one question."""
    answer: Answer
    """nps, csat, ces or rating: a number on a scale. choice: one word. choices: several. text: their own words."""
    key: Key | None = None
    """What keys of quotes and metrics are made with; without it, the column."""
    ask: str | None = None
    """What is asked, in its words; without it, what the head says of the column, or its name."""
    scale: Scale | None = None
    """The lowest and the highest answer: 0 to 10 for nps, 1 to 5 for csat, 1 to 7 for ces, if not said."""
    words: dict[str, str | None] = Field(default_factory=dict)
    """The number that stands for each answer in words; nothing, where it is no answer."""
    blank: Words = ()
    """Answers that say nothing, such as `I don't know`."""
    split: str | None = Field(default=None, min_length=1, max_length=10)
    """With `choices` in one column: what separates them."""
    marks: Words = ()
    """With `choices` in several columns: what says that a column's option was chosen, if the cell doesn't name it."""
    satisfied: float | None = None
    """csat: the lowest answer that counts as satisfied; without it, the highest but one."""
    metric: Key | None = None
    """The metric that its readings are of; nps, csat or ces, if not said, else one of its own."""
    direction: Direction | None = None
    """Whether a higher answer is better (up) or worse (down)."""
    about: AnyValue | None = None
    """What it is about, where that differs from what the survey is about."""
    where: Where = Field(default_factory=dict)
    """It was asked only in these rows."""

    @model_validator(mode="after")
    def _fits(self) -> "QuestionSpec":
        if bool(self.column) == bool(self.columns):
            raise ValueError("it needs a `column` or `columns`, and not both")
        if self.answer is Answer.RATING and self.scale is None:
            raise ValueError("a rating needs the `scale` that it is on")
        return self


class StatusSpec(Setting):
    """Which responses are complete. Partial ones are kept apart, others left out."""

    column: Text
    """The column that says so."""
    complete: Words
    """What it says of a complete response."""
    partial: Words = ()
    """What it says of one that was begun and not finished."""
    ignored: Words = ()
    """What it says of tests, previews and spam, which are left out."""


class Period(StrEnum):
    """How readings are cut in time."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class SurveySpec(Setting):
    """Each row is what one respondent answered."""

    key: Key | None = None
    """The key of the survey; the dataset's, where it isn't given."""
    name: str | None = Field(default=None, max_length=MAX_NAME)
    """What people call it."""
    minutes: float | None = Field(default=None, ge=0)
    """How long it takes to answer."""
    sent_at: AnyValue | None = None
    """Where customers get to see it: a step or touchpoint."""
    sent_via: AnyValue | None = None
    """The channel that it comes through."""
    sent_to: AnyValue | None = None
    """Who gets it: personas or segments."""
    about: AnyValue | None = None
    """What it is about, as `touchpoint:checkout`; without it, a touchpoint named as the survey."""
    among: AnyValue | None = None
    """The group that a respondent belongs to, as `segment:{Plan}`; each group gets readings of its own."""
    channel: AnyValue | None = None
    """The channel that a respondent came through; each gets readings of its own."""
    respondent: Text | Value | None = None
    """The column that tells respondents apart. A keyed hash is kept in its place."""
    received: Value | None = None
    """When a response came in."""
    resolved: Value | None = None
    """When what it is about was solved."""
    reported_back: Value | None = None
    """When the respondent was told so."""
    status: StatusSpec | None = None
    """Which responses are complete; without it, all are."""
    invited: Annotated[int, Field(ge=0)] | Literal["rows"] | None = None
    """How many were asked; `rows`, where there is a row for each of them, answered or not."""
    period: Period | None = None
    """Readings for each month, quarter or year, by when responses came in; without it, one for all."""
    instrument: str | None = Field(default=None, max_length=MAX_WORDS)
    """With what it was asked, such as Qualtrics."""
    questions: Annotated[tuple[QuestionSpec, ...], Field(min_length=1)]
    """What was asked."""
