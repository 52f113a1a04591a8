"""Which column of a log says what: known by its name, as the exports of tools have it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import yaml

from graph_schema.keys import slug
from loaders.entries import Use
from loaders.values import SHOWN


class Role(StrEnum):
    """What a column says of an event."""

    CASE = "case"
    ACTIVITY = "activity"
    TIME = "time"
    CHANNEL = "channel"
    SEGMENT = "segment"
    PERSON = "person"
    LIFECYCLE = "lifecycle"


KNOWN: Mapping[Role, tuple[str, ...]] = {
    Role.CASE: (
        "case concept name", "case id", "caseid", "case", "case key", "trace id", "journey id", "user session",
        "session id", "sessionid", "session", "visit id",
    ),
    Role.ACTIVITY: (
        "concept name", "activity", "activity name", "activity id", "touchpoint", "event name", "event type", "event",
        "action", "page path", "page", "step",
    ),
    Role.TIME: (
        "time timestamp", "timestamp", "event time", "event timestamp", "time", "datetime", "date time", "occurred at",
        "complete timestamp", "completed at", "end time", "start timestamp", "started at", "start time", "created at",
    ),
    Role.CHANNEL: ("channel", "case channel", "event channel", "touchpoint channel", "medium"),
    Role.SEGMENT: ("segment", "case segment", "customer segment", "customer type", "persona", "case persona", "plan"),
    Role.PERSON: (
        "user id", "userid", "customer id", "customerid", "contact id", "visitor id", "client id", "anonymous id",
        "user pseudo id", "person id",
    ),
    Role.LIFECYCLE: ("lifecycle transition", "lifecycle", "transition"),
}  # fmt: skip
"""The names of each role's columns, in the order in which they are preferred, in lower case without signs."""

NEEDED = (Role.CASE, Role.ACTIVITY, Role.TIME)
BECOMES = {
    Role.CASE: "tells the cases apart; it is counted, not kept",
    Role.ACTIVITY: "Touchpoint, and from it LED_TO, Variant and Reading",
    Role.TIME: "the order of events, LED_TO.median_seconds, the period",
    Role.CHANNEL: "Channel, and readings through it",
    Role.SEGMENT: "Segment, and readings and variants of it",
    Role.PERSON: "counts people in a funnel; it is not kept",
    Role.LIFECYCLE: "where it says `complete`, only such events count",
}
_PERSONAL = re.compile(r"\b(resource|user|person|name|e?mail|phone|agent|creator|responsible|owner|ip|address|id)\b")


def plain(name: str) -> str:
    """The name of a column in lower case, its signs as single spaces: `case:concept:name` as `case concept name`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", spaced).casefold().split())


def assign(columns: Sequence[str]) -> dict[Role, str]:
    """The column of each role that has one. Where no column names the case, the person is the case."""
    named: dict[str, str] = {}
    for column in columns:
        named.setdefault(plain(column), column)
    found = {role: named[name] for role, names in KNOWN.items() for name in names[::-1] if name in named}
    if Role.CASE not in found and Role.PERSON in found:
        found[Role.CASE] = found.pop(Role.PERSON)
    return found


def is_person(column: str) -> bool:
    """Whether a column that tells cases apart tells people apart."""
    return plain(column) in KNOWN[Role.PERSON]


def uses(columns: Iterable[str], roles: Mapping[Role, str], examples: Mapping[str, str]) -> list[Use]:
    """How each column of a log is used."""
    by_column = {column: role for role, column in roles.items()}
    return [_use(column, by_column.get(column), examples.get(column, "")) for column in dict.fromkeys(columns)]


def _use(column: str, role: Role | None, example: str) -> Use:
    if role is not None:
        shown = "" if role in (Role.CASE, Role.PERSON) else example[:SHOWN]
        return Use(column, becomes=BECOMES[role], example=shown)
    if _PERSONAL.search(plain(column)):
        return Use(column, dropped="it may tell who somebody is")
    return Use(column, dropped="a log has no use for it")


def why(roles: Mapping[Role, str]) -> str:
    """Why a table with these columns is taken for a log."""
    case, activity, time = (roles[role] for role in NEEDED)
    return f"its columns name a case ({case}), an activity ({activity}) and a time ({time})"


def mapping_text(name: str, roles: Mapping[Role, str]) -> str:
    """The mapping by which a table called `name` is read in the same way, to be edited."""
    events: dict[str, object] = {str(role): roles[role] for role in Role if role in roles}
    if is_person(roles[Role.CASE]):
        events["people"] = True
    stem = name.removesuffix(".gz").rpartition(".")[0]
    text = yaml.safe_dump({"mapping": slug(stem) or "log", "events": events}, sort_keys=False, allow_unicode=True)
    return (
        f"# Found out from {name}: see whether each column is what it is taken for; load by it with --mapping.\n{text}"
    )


def lacking(roles: Mapping[Role, str]) -> str:
    """What no column says, of what a log needs; empty where there is all."""
    missing = [role for role in NEEDED if role not in roles]
    return f"No column is known to say the {', the '.join(missing)}." if missing else ""
