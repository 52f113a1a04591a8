"""The questions of a survey as a table has them, and how one answer is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph_schema.keys import slug
from loaders.mapping.base import Value
from loaders.mapping.rows import matching
from loaders.mapping.survey_model import SCORED, Answer, Period, QuestionSpec, SurveySpec
from loaders.mapping.tally import Measure, measure, scale_of
from loaders.mapping.values import number, number_text, word
from loaders.tables.head import Column

MAX_KEY = 60
"""So many characters of a question are enough for a key."""
PARTIAL = "partial responses"
"""The locator of readings that rest on responses that were begun and not finished."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A question as the table has it."""

    spec: QuestionSpec
    key: str
    columns: tuple[str, ...]
    ask: str
    measure: Measure


def read_answer(spec: QuestionSpec, text: str) -> str | None:
    """An answer as it is counted; None for one in words that stand for none."""
    if spec.words:
        given = word(Value(column="-", words=spec.words), text)
        if given is None or spec.answer not in SCORED:
            return given
        text = given
    if spec.answer not in SCORED:
        return text
    return number_text(number(Value(column="-", scale=scale_of(spec)), text))


def questions_of(questions: Sequence[QuestionSpec], columns: Sequence[Column], survey: str) -> list[Asked]:
    """The questions of a survey that a table has, each with a key of its own."""
    labels = {column.name: column.label or column.name for column in columns}
    found: list[Asked] = []
    taken: set[str] = set()
    for spec in questions:
        named = matching((spec.column,) if spec.column else spec.columns, list(labels))
        together = spec.answer is Answer.CHOICES or spec.column is not None
        for group in ([tuple(named)] if together else [(name,) for name in named]) if named else []:
            first = group[0]
            base = spec.key if spec.key and (together or len(named) == 1) else _short(spec.key, first)
            key, times = base, 1
            while key in taken:
                times += 1
                key = f"{base}-{times}"
            taken.add(key)
            ask = spec.ask or labels[first]
            found.append(Asked(spec, key, group, ask, measure(spec, f"{survey}-{key}", ask)))
    return found


def _short(prefix: str | None, column: str) -> str:
    words = slug(column)[:MAX_KEY].strip("-") or "question"
    return f"{prefix}-{words}" if prefix else words


def statuses_of(spec: SurveySpec) -> dict[str, str]:
    """What each status means: complete, partial responses, or ignored."""
    status = spec.status
    if status is None:
        return {}
    groups = (("complete", status.complete), (PARTIAL, status.partial), ("ignored", status.ignored))
    return {" ".join(text.split()).casefold(): name for name, words in groups for text in words}


def period_of(period: Period, day: date) -> tuple[date, date]:
    """The first and the last day of the month, quarter or year that a day is in."""
    months = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[period]
    first = (day.month - 1) // months * months + 1
    begins = date(day.year, first, 1)
    after = date(day.year + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return begins, date.fromordinal(after.toordinal() - 1)
