"""The exports of survey tools: how each is known, how its head is to be read, and what its own columns hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from loaders.sample import Sample
from loaders.tables.layout import Layout
from loaders.tables.opening import Packing, grids, packing
from loaders.text import UnreadableError

Rows = Sequence[Sequence[str]]


class Role(StrEnum):
    """What a column holds that is no answer."""

    RESPONDENT = "respondent"
    RECEIVED = "received"
    STATUS = "status"
    SORT = "sort"
    """Whether it is a response at all, or a test, a preview or spam."""


BEGUN = "when it was begun"
TIMING = "how long answering took"
VENDOR = "the tool's own books"
COLLECTED = "how the survey reached the respondent"
LANGUAGE = "the language of the form"
GROUPED = "worked out anew from the score"


@dataclass(frozen=True, eq=False)
class Tool:
    """A survey tool's export."""

    name: str
    about: str
    instrument: str | None
    layout: Layout
    fits: Callable[[Rows], str | None]
    """Why the first rows are of this tool; None where they aren't."""
    roles: Mapping[str, Role | str]
    """What its own columns hold, by their names in lower case: a role, or why they are dropped."""
    complete: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    """Words in the column of the sort that say that it is no response."""
    dates: tuple[str, ...] = ()
    """How the tool writes times, where that can't be told from the times themselves."""
    zone: str | None = None
    """The zone of its times, where it is known."""
    options_in_head: bool = False
    """Whether the second row of the head has the options of the questions in the first."""
    splits: tuple[str, ...] = field(default=())
    """What separates several answers in one cell."""

    def role(self, *names: str) -> Role | str | None:
        """What a column holds, by its name or what else the head says of it."""
        return next((self.roles[folded] for name in names if (folded := fold(name)) in self.roles), None)


@lru_cache(maxsize=64)
def first_rows(sample: Sample) -> Rows:
    """The first rows of a table of cells; none where it is no such table."""
    if packing(sample) not in (Packing.TEXT, Packing.XLSX, Packing.ODS):
        return ()
    try:
        return [
            [cell.strip() for cell in cells] for grid in grids(sample)[:1] for _, cells in islice(grid.lines([]), 4)
        ]
    except (UnreadableError, OSError):
        return ()


def fold(name: str) -> str:
    """A column's name without what doesn't tell names apart."""
    return " ".join(name.casefold().split())


def _has(row: Sequence[str], *names: str) -> bool:
    return {fold(cell) for cell in row} >= {*names}


def _qualtrics(rows: Rows) -> str | None:
    third: Sequence[str] = rows[2] if len(rows) > 2 else ()
    named = sum(cell.startswith('{"ImportId"') for cell in third)
    return "its third row holds Qualtrics' import ids" if named and named >= len([c for c in third if c]) / 2 else None


def _qualtrics_legacy(rows: Rows) -> str | None:
    fits = len(rows) > 1 and re.fullmatch(r"V\d+", rows[0][0] if rows[0] else "") and _has(rows[1], "responseid")
    return "its head has Qualtrics' V1 above ResponseID" if fits else None


def _surveymonkey(rows: Rows) -> str | None:
    fits = len(rows) > 1 and _has(rows[0], "respondent id", "collector id") and not (rows[1] and rows[1][0])
    return "its first row has a respondent id and a collector id, its second the options" if fits else None


def _typeform(rows: Rows) -> str | None:
    head: Sequence[str] = rows[0] if rows else ()
    fits = _has(head, "#", "submit date (utc)") or _has(head, "#", "network id")
    return "its columns are Typeform's: #, dates in UTC, a network id" if fits else None


def _google_forms(rows: Rows) -> str | None:
    fits = len(rows) > 1 and fold(rows[0][0] if rows[0] else "") == "timestamp" and _asks(rows[0][1:])
    dated = len(rows) > 1 and rows[1] and _US_TIME.match(rows[1][0])
    return "it begins with a timestamp as Google Forms writes it" if fits and dated else None


def _survey(rows: Rows) -> str | None:
    head: Sequence[str] = rows[0] if rows else ()
    times = [cell for cell in head if _GENERIC.get(fold(cell)) in (Role.RECEIVED, Role.STATUS)]
    questions = [cell for cell in head if _is_question(cell)]
    return f"{len(questions)} of its columns are questions" if times and len(questions) > 1 else None


def _asks(cells: Sequence[str]) -> bool:
    return any(_is_question(cell) for cell in cells) or any(len(cell.split()) > 2 for cell in cells)


def _is_question(cell: str) -> bool:
    return "?" in cell or len(cell.split()) >= _WORDS


_WORDS = 6
_US_TIME = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[ T]\d{1,2}:\d{2}")
_YES, _NO = ("1", "true", "yes"), ("0", "false", "no")
_QUALTRICS: Mapping[str, Role | str] = {
    "startdate": BEGUN,
    "enddate": Role.RECEIVED,
    "status": Role.SORT,
    "progress": TIMING,
    "duration (in seconds)": TIMING,
    "finished": Role.STATUS,
    "recordeddate": VENDOR,
    "responseid": Role.RESPONDENT,
    "responseset": VENDOR,
    "externalreference": "an id of the company's own",
    "externaldatareference": "an id of the company's own",
    "distributionchannel": COLLECTED,
    "userlanguage": LANGUAGE,
    "name": "personal data: the name of a person",
    "locationaccuracy": "personal data: coordinates",
}
_NO_RESPONSE = ("1", "2", "8", "9", "12", "17", "40", "Survey Preview", "Survey Test", "Spam")
"""Qualtrics' codes and words for previews, tests and spam."""
_GENERIC: Mapping[str, Role | str] = {
    **dict.fromkeys(("date submitted", "submitted", "submitted at", "submit date", "completed at", "end date",
                     "response date", "end time", "completion time", "time submitted"), Role.RECEIVED),
    "timestamp": Role.RECEIVED,
    **dict.fromkeys(("time started", "start date", "started", "started at", "start time", "begin date"), BEGUN),
    **dict.fromkeys(("status", "response status", "completion status", "response type"), Role.STATUS),
    **dict.fromkeys(("response id", "respondent id", "responseid", "respondent", "participant id"), Role.RESPONDENT),
    **dict.fromkeys(("language", "user language"), LANGUAGE),
    **dict.fromkeys(("duration", "time taken", "total time"), TIMING),
}  # fmt: skip

TOOLS: tuple[Tool, ...] = (
    Tool(
        "qualtrics", "an export of Qualtrics, with three rows of head", "Qualtrics",
        Layout(head=3, names=(1,), labels=2), _qualtrics, _QUALTRICS,
        complete=_YES, partial=_NO, ignored=_NO_RESPONSE,
        splits=(",",),
    ),
    Tool(
        "qualtrics-legacy", "an older export of Qualtrics, with two rows of head", "Qualtrics",
        Layout(head=2, names=(1,), labels=2), _qualtrics_legacy, _QUALTRICS,
        complete=_YES, partial=_NO, ignored=_NO_RESPONSE,
        splits=(",",),
    ),
    Tool(
        "surveymonkey", "an export of SurveyMonkey, with two rows of head", "SurveyMonkey",
        Layout(head=2, names=(1, 2)), _surveymonkey,
        {
            "respondent id": Role.RESPONDENT, "collector id": COLLECTED, "start date": BEGUN, "end date": Role.RECEIVED,
            "date created": BEGUN, "date modified": Role.RECEIVED,
            **{f"custom data {number}": "a field of the company's own" for number in range(1, 7)},
        },
        dates=("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S"), options_in_head=True,
    ),
    Tool(
        "typeform", "an export of Typeform", "Typeform", Layout(), _typeform,
        {
            "#": Role.RESPONDENT, "start date (utc)": BEGUN, "submit date (utc)": Role.RECEIVED,
            "stage date (utc)": VENDOR, "network id": "personal data: made from the IP address",
            "response type": Role.STATUS, "tags": VENDOR, "ending": VENDOR, "score": VENDOR,
        },
        complete=("completed",), partial=("partial", "started"), zone="UTC", splits=(" / ", ","),
    ),
    Tool(
        "google-forms", "an export of Google Forms", "Google Forms", Layout(), _google_forms,
        {"timestamp": Role.RECEIVED, "score": VENDOR},
        dates=("%m/%d/%Y %H:%M:%S",), splits=(", ", ";"),
    ),
)  # fmt: skip
"""Tools whose exports are known for sure."""

SURVEY = Tool(
    "survey", "a table of answers to the questions in its head", None, Layout(), _survey, _GENERIC,
    complete=("complete", "completed", "finished", *_YES),
    partial=("partial", "incomplete", "in progress", "started", "abandoned", *_NO),
    ignored=("test", "preview", "spam", "deleted", "disqualified", "screened out"),
    dates=("%m/%d/%Y %H:%M:%S",), splits=(";", ", ", "|"),
)  # fmt: skip
"""Any other survey tool's."""

WRITTEN = (
    "iso", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
    "%Y/%m/%d %I:%M:%S %p", "%Y/%m/%d %H:%M:%S", "%d-%m-%Y %H:%M:%S",
)  # fmt: skip
"""The ways in which tools write times."""
