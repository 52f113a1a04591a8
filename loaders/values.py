"""Reads text as what the schema says a property is; the same for YAML, CSV and every other form."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from graph_schema.fields import Property, ValueType
from loaders.entries import Raw

SEPARATOR = ";"
SHOWN = 80
"""So many characters of a value are repeated in a message."""
MAX_INTEGER = 2**63 - 1
"""The largest that the graph holds."""
_BACKSLASHES = re.compile(r"(\\*);")
_LAST_BACKSLASHES = re.compile(r"(\\+)\Z")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]{1,20},[0-9]{1,20}")
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


def read_value(field: Property, raw: Raw) -> Any:
    """The value of a property; ValueError, with what would be right, where the text isn't one."""
    if field.value_type is ValueType.TEXTS:
        return [_text(field, item) for item in split(raw)]
    text = _text(field, raw)
    if field.choices is not None and text not in field.words:
        raise ValueError(f"{shown(text)} is not one of {', '.join(field.words)}")
    return _READERS[field.value_type](text)


def split(raw: Raw) -> Sequence[Raw]:
    """The items of a list, or of a text that separates them by semicolons; one after a backslash is part of an item."""
    if isinstance(raw, str):
        parts = raw.split(SEPARATOR) if "\\" not in raw else _unescaped(raw)
        return [part.strip() for part in parts if part.strip()]
    return raw if isinstance(raw, Sequence) else [raw]


def joined(items: Sequence[str]) -> str:
    """The items as one text, from which `split` reads them again."""
    escaped = [_BACKSLASHES.sub(r"\1\1\\;", item) for item in items]
    inner = [_LAST_BACKSLASHES.sub(r"\1\1", item) for item in escaped[:-1]]
    return f"{SEPARATOR} ".join([*inner, *escaped[-1:]])


def _unescaped(text: str) -> Iterator[str]:
    # As on command lines, backslashes are plain but before the separator: there two are one, and an odd one escapes.
    item = ""
    start = 0
    for found in _BACKSLASHES.finditer(text):
        slashes = len(found[1])
        item += text[start : found.start()] + "\\" * (slashes // 2)
        start = found.end()
        if slashes % 2:
            item += SEPARATOR
        else:
            yield item
            item = ""
    yield item + text[start:]


def shown(text: str) -> str:
    """A value as messages repeat it: quoted, and cut where it is long."""
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 3] + "...")


def _text(field: Property, raw: Raw) -> str:
    if isinstance(raw, str):
        return raw
    shape = "nothing" if raw is None else "a list" if isinstance(raw, Sequence) else "a mapping"
    raise ValueError(f"{field.name} is {shape} here, it takes {_EXAMPLES[field.value_type]}")


def _integer(text: str) -> int:
    try:
        number = int(text) if text.isascii() and "_" not in text else int("not a number")
    except ValueError:
        raise ValueError(f"{shown(text)} is not a whole number; write {_EXAMPLES[ValueType.INTEGER]}") from None
    if abs(number) > MAX_INTEGER:
        raise ValueError(f"{shown(text)} is too large; whole numbers go up to {MAX_INTEGER}")
    return number


def _number(text: str) -> float:
    try:
        return float(text) if text.isascii() and "_" not in text else float("not a number")
    except ValueError:
        hint = f"write {text.replace(',', '.')}" if _DECIMAL_COMMA.fullmatch(text) else "write 0.5"
        raise ValueError(f"{shown(text)} is not a number with a decimal point; {hint}") from None


def _boolean(text: str) -> bool:
    if text.lower() not in _BOOLEANS:
        raise ValueError(f"{shown(text)} is not {' or '.join(('true', 'false'))}")
    return _BOOLEANS[text.lower()]


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-01-31") else date.fromisoformat("?")
    except ValueError:
        raise ValueError(f"{shown(text)} is not a date that exists; write {_EXAMPLES[ValueType.DATE]}") from None


def _datetime(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{shown(text)} is not a time; write {_EXAMPLES[ValueType.DATETIME]}") from None
    if read.tzinfo is None:
        raise ValueError(f"{shown(text)} says no time zone; write {_EXAMPLES[ValueType.DATETIME]}")
    try:
        return read.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{shown(text)} is a time out of range; write {_EXAMPLES[ValueType.DATETIME]}") from None


_READERS = {
    ValueType.TEXT: str,
    ValueType.INTEGER: _integer,
    ValueType.NUMBER: _number,
    ValueType.BOOLEAN: _boolean,
    ValueType.DATE: _date,
    ValueType.DATETIME: _datetime,
}

_EXAMPLES = {
    ValueType.TEXT: "a text",
    ValueType.INTEGER: "a whole number such as 3",
    ValueType.NUMBER: "a number such as 0.5",
    ValueType.BOOLEAN: "true or false",
    ValueType.DATE: "a date such as 2026-01-31",
    ValueType.DATETIME: "a time such as 2026-01-31T09:30:00Z",
    ValueType.TEXTS: "texts",
}
