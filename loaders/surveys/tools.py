"""The exports of survey tools: how each is known, how its head is to be read, and what its own columns hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from loaders.sample import Sample
from loaders.tables.layout import Layout
from loaders.tables.opening import Packing, grids, packing, peek
from loaders.text import UnreadableError

Rows = Sequence[Sequence[str]]


class Role(StrEnum):
    """What a column holds that is no answer."""

    RESPONDENT = "respondent"
    RECEIVED = "received"
    STATUS = "status"
    SORT = "sort"
    """Whether it is a response at all, or a test, a preview or spam."""
    DELIVERY = "delivery"
    """Whether the request reached anybody."""
    CHANNEL = "channel"
    BRAND = "brand"
    STAGE = "stage"
    TYPE = "type"
    """Which score a row has."""


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
    splits: tuple[str, ...] = ()
    """What separates several answers in one cell."""
    asks: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of which sort the answers in its own columns are, by their names in lower case."""
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """What is asked in its own columns, and the option that a column is for."""

    def role(self, *names: str) -> Role | str | None:
        """What a column holds, by its name or what else the head says of it."""
        return next((self.roles[folded] for name in names if (folded := fold(name)) in self.roles), None)


@lru_cache(maxsize=64)
def first_rows(sample: Sample) -> Rows:
    """The first rows of a table, the names of its columns first; none where it is no table."""
    if packing(sample) not in (Packing.TEXT, Packing.XLSX, Packing.ODS):
        return [[column.name for column in one.table.columns] for one in peek(sample)[:1]]
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


def _delighted(rows: Rows) -> str | None:
    head: Sequence[str] = rows[0] if rows else ()
    by_program = _has(head, "survey_type", "score", "person") or _has(head, "survey type", "score", "comment")
    by_hand = _has(head, "score", "comment", "response at") or _has(head, "score", "comment", "responded at")
    return "it has Delighted's columns: a score, a comment, the person and when" if by_program or by_hand else None


def _medallia(rows: Rows) -> str | None:
    fits = bool(rows) and _has(rows[0], "request_id", "request_sent_at", "response_received_at", "star_rating")
    return "it has Medallia's columns request_id, request_sent_at and star_rating" if fits else None


def _federal(rows: Rows) -> str | None:
    fits = bool(rows) and _has(rows[0], "question_1", "positive_ease", "negative_ease", "question_4")
    return (
        "it has the columns of the federal layout: question_1, positive_ease, negative_ease, question_4"
        if fits
        else None
    )


def _scores(rows: Rows) -> str | None:
    head: Sequence[str] = rows[0] if rows else ()
    dated = any(_PLAIN.get(fold(cell)) is Role.RECEIVED for cell in head)
    scored = [cell for cell in head if fold(cell) in _SCORES]
    said = [cell for cell in head if fold(cell) in _VERBATIM]
    return f"it has a date, {scored[0]} and {said[0]}" if dated and scored and said and len(head) <= _FEW else None


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

_FEW = 8
_SCORES = {"score": "rating", "rating": "rating", "stars": "rating", "nps": "nps", "csat": "csat", "ces": "ces",
           "satisfaction": "csat", "effort": "ces"}  # fmt: skip
_VERBATIM = {"verbatim": "text", "comment": "text", "comments": "text", "feedback": "text", "quote": "text"}
_PLAIN: Mapping[str, Role | str] = {
    **dict.fromkeys(("date", "time", "timestamp", "created", "created_at", "received", "received_at"), Role.RECEIVED),
    **dict.fromkeys(("stage", "phase", "lifecycle stage"), Role.STAGE),
    "channel": Role.CHANNEL,
    **dict.fromkeys(("id", "response id", "respondent", "customer id"), Role.RESPONDENT),
    **dict.fromkeys(("language", "locale"), LANGUAGE),
}
_SIDES = {"positive": "What went well?", "negative": "What didn't go well?"}
_DRIVERS = {
    "effectiveness": "Effectiveness", "ease": "Ease", "efficiency": "Efficiency", "transparency": "Transparency",
    "humanity": "Humanity", "employee": "Employee", "other": "Other",
}  # fmt: skip
_FEDERAL = {f"{side}_{driver}": (ask, title) for side, ask in _SIDES.items() for driver, title in _DRIVERS.items()}

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
    Tool(
        "delighted", "NPS, CSAT and CES responses from Delighted", "Delighted", Layout(), _delighted,
        {
            **dict.fromkeys(("created_at", "created at", "response at", "responded at"), Role.RECEIVED),
            **dict.fromkeys(("survey_type", "survey type"), Role.TYPE),
            **dict.fromkeys(("person", "person id", "person_id"), Role.RESPONDENT),
            **dict.fromkeys(("id", "permalink", "updated_at", "updated at", "tags", "notes", "survey id"), VENDOR),
            **dict.fromkeys(("sent at", "survey sent at"), BEGUN),
        },
        dates=("unix",), zone="UTC", splits=(",",), asks={"score": "rating", "comment": "text"},
    ),
    Tool(
        "medallia", "star ratings from Medallia Agent Connect", "Medallia Agent Connect", Layout(), _medallia,
        {
            "request_id": Role.RESPONDENT, "request_sent_at": BEGUN, "request_delivery_status": Role.DELIVERY,
            "response_received_at": Role.RECEIVED, "channel": Role.CHANNEL, "brand": Role.BRAND,
            **dict.fromkeys(("reward_name", "ext_interaction_id", "external_url", "tags", "custom_properties"), VENDOR),
            **dict.fromkeys(("customer_name", "request_sent_to", "employee_first_name", "employee_last_name",
                             "employee_email", "employee_custom_id", "team_leader"), "personal data: who it was"),
            **dict.fromkeys(("employee_status", "employee_employment_status", "employee_start_date"), "of an employee"),
        },
        dates=("iso",), zone="UTC", splits=(",", ";"),
        asks={"star_rating": "csat"}, titles={"star_rating": ("Star rating", "")},
    ),
    Tool(
        "federal-cx", "customer experience data in the US federal layout (OMB A-11, section 280)", None, Layout(),
        _federal, {"external_id": Role.RESPONDENT, "job_id": VENDOR, "created_at": Role.RECEIVED},
        dates=("iso",), asks={"question_1": "csat", **dict.fromkeys(_FEDERAL, "choices"), "question_4": "text"},
        titles=_FEDERAL,
    ),
    Tool(
        "scores", "a table with a date, a score and a verbatim in each row", None, Layout(), _scores, _PLAIN,
        splits=(";",), asks={**_SCORES, **_VERBATIM},
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
