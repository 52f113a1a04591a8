"""What each tracking tool calls the person, the event and the time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from loaders.entries import Use
from loaders.events.spool import Event

Record = Mapping[str, Any]
_PRIVATE = "it may tell who somebody is"
_COUNTED = "tells people apart; it is counted, not kept"
_ACTIVITY = "Touchpoint, and from it LED_TO, Variant and Reading"
_TIME = "the order of events, LED_TO.median_seconds, the period"
_CHANNEL = "Channel, and readings through it"


@dataclass(frozen=True)
class Dialect:
    """A tool's way to write events. `event` gives what a record says; one without an activity tells of people only."""

    name: str
    about: str
    recognises: Callable[[Record], bool]
    event: Callable[[Record], Event]
    uses: tuple[Use, ...]


def _segment(record: Record) -> Event:
    kind, properties = _text(record, "type"), _part(record, "properties")
    device, user = _text(record, "anonymousId"), _text(record, "userId")
    return Event(
        case=f"device {device}" if device else f"user {user}" if user else "",
        activity=_segment_activity(kind, record, properties),
        time=next((time for name in _SEGMENT_TIMES if (time := _text(record, name))), ""),
        channel=_text(record, "channel") or _text(_part(record, "context"), "channel"),
        person=f"user {user}" if user else "",
        id=_text(record, "messageId"),
    )


_SEGMENT_TIMES = ("timestamp", "originalTimestamp", "sentAt", "receivedAt")
_SEGMENT_TYPES = ("track", "page", "screen", "identify", "group", "alias")


def _segment_activity(kind: str, record: Record, properties: Record) -> str:
    if kind == "track":
        return _text(record, "event")
    if kind == "page":
        return page(_text(properties, "path") or _text(properties, "url")) or _text(record, "name")
    return _text(record, "name") or _text(record, "event") if kind == "screen" else ""


def _is_segment(record: Record) -> bool:
    known = any(_text(record, name) for name in ("anonymousId", "userId"))
    return known and _text(record, "type") in _SEGMENT_TYPES and any(name in record for name in _SEGMENT_TIMES)


def _ga4(record: Record) -> Event:
    user, name = _text(record, "user_id"), _text(record, "event_name")
    location = _parameter(record, "page_location") if name == "page_view" else ""
    return Event(
        case=f"device {_text(record, 'user_pseudo_id')}",
        activity="" if name in _TECHNICAL else page(location) or name,
        time=_text(record, "event_timestamp"),
        channel=_text(record, "platform"),
        person=f"user {user}" if user else "",
    )


_TECHNICAL = frozenset({"session_start", "first_visit", "first_open", "user_engagement"})
"""What GA4 adds by itself; nobody does it."""


def _parameter(record: Record, name: str) -> str:
    parameters: Any = record.get("event_params")
    for item in cast("Sequence[Any]", parameters) if isinstance(parameters, list) else ():
        if isinstance(item, dict) and item.get("key") == name:  # pyright: ignore[reportUnknownMemberType]
            return _text(_part(cast("Record", item), "value"), "string_value")
    return ""


def _xapi(record: Record) -> Event:
    verb, target = _part(record, "verb"), _part(record, "object")
    did = _word(_part(verb, "display")) or _text(verb, "id").rpartition("/")[2]
    what = _word(_part(_part(target, "definition"), "name"))
    actor = _part(record, "actor")
    account = _part(actor, "account")
    names = [_text(actor, name) for name in ("mbox", "mbox_sha1sum", "openid")]
    who = next(filter(None, names), "") or " ".join(_text(account, name) for name in ("homePage", "name")).strip()
    return Event(
        case=who,
        activity=f"{did} {what}".strip(),
        time=_text(record, "timestamp") or _text(record, "stored"),
        channel=_text(_part(record, "context"), "platform"),
        id=_text(record, "id"),
    )


def _word(texts: Record) -> str:
    """The first text of a map of languages, in English where it has that."""
    english = [name for name in texts if name.lower().startswith("en")]
    return next((_text(texts, name) for name in (*english, *texts)), "")


def page(address: str) -> str:
    """What names a page of an address: its path, for what follows may name people."""
    try:
        return urlsplit(address).path or ("/" if address else "")
    except ValueError:
        return ""


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _part(record: Record, name: str) -> Record:
    value = record.get(name)
    return cast("Record", value) if isinstance(value, dict) else {}


DIALECTS: tuple[Dialect, ...] = (
    Dialect(
        "Segment",
        "calls of Segment or RudderStack (type, anonymousId or userId, timestamp)",
        _is_segment,
        _segment,
        (
            Use("type", becomes="track, page and screen are events; identify and alias tell whose device it is"),
            Use("userId", becomes=_COUNTED),
            Use("anonymousId", becomes=_COUNTED),
            Use("event", becomes=_ACTIVITY),
            Use("name", becomes=_ACTIVITY),
            Use("properties.path", becomes=f"{_ACTIVITY}, without what follows the address of the page"),
            Use("timestamp", becomes=_TIME),
            Use("channel", becomes=_CHANNEL),
            Use("messageId", becomes="tells what was sent twice; it is not kept"),
            Use("properties", dropped=_PRIVATE),
            Use("traits", dropped=_PRIVATE),
            Use("context", dropped=f"{_PRIVATE}; only its channel is read"),
        ),
    ),
    Dialect(
        "Google Analytics 4",
        "events of GA4's BigQuery export (event_name, event_timestamp, user_pseudo_id)",
        lambda record: all(name in record for name in ("event_name", "event_timestamp", "user_pseudo_id")),
        _ga4,
        (
            Use("user_pseudo_id", becomes=_COUNTED),
            Use("user_id", becomes=_COUNTED),
            Use("event_name", becomes=_ACTIVITY),
            Use("event_params.page_location", becomes=f"{_ACTIVITY}, without what follows the address of the page"),
            Use("event_timestamp", becomes=_TIME),
            Use("platform", becomes=_CHANNEL),
            Use("event_params", dropped=_PRIVATE),
            Use("user_properties", dropped=_PRIVATE),
            Use("device", dropped=_PRIVATE),
            Use("geo", dropped=_PRIVATE),
        ),
    ),
    Dialect(
        "xAPI",
        "statements of xAPI (actor, verb, object, timestamp)",
        lambda record: all(isinstance(record.get(name), dict) for name in ("actor", "verb", "object")),
        _xapi,
        (
            Use("actor", becomes=_COUNTED),
            Use("verb", becomes=_ACTIVITY),
            Use("object.definition.name", becomes=_ACTIVITY),
            Use("timestamp", becomes=_TIME),
            Use("context.platform", becomes=_CHANNEL),
            Use("id", becomes="tells what was sent twice; it is not kept"),
            Use("result", dropped=_PRIVATE),
        ),
    ),
)
