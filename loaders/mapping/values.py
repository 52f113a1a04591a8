"""Reads cells as a mapping says: words, numbers, scales, dates, lists. What comes out is text that the schema reads."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from graph_schema.keys import slug
from loaders.entries import Name, Raw
from loaders.mapping.base import LinkTo, Value
from loaders.mapping.text import Template, template
from loaders.values import shown

Cell = Callable[[str], str | None]
"""Gives the text in a column of a row, or None where it is empty."""
Pseudonym = Callable[[str], str]
MAX_SECONDS = 253_402_300_799
"""The last second of the year 9999."""
_ISO, _UNIX, _UNIX_MS = "iso", "unix", "unix-ms"


def read_some(value: str | Value | tuple[str | Value, ...], cell: Cell, pseudonym: Pseudonym, *, as_key: bool) -> Raw:
    """What a text, a value or several of them are in one row; None where a column is empty.

    With `as_key` what comes from columns is made into keys. Raises CellError where a cell can't be read.
    """
    if isinstance(value, tuple):
        items = [read_some(item, cell, pseudonym, as_key=as_key) for item in value]
        return [
            one for item in items if item is not None for one in (item if isinstance(item, list) else [item])
        ] or None
    if isinstance(value, str):
        return _filled(value, cell, as_key=as_key)
    return _read(value, cell, pseudonym, as_key=as_key)


def read_link(value: LinkTo, cell: Cell, pseudonym: Pseudonym, keys: Sequence[str]) -> Raw:
    """A link with what it carries; None where it points nowhere. `keys` are the fields that hold keys."""
    fields: dict[str, Raw] = {}
    for name, item in value.fields.items():
        found = read_some(item, cell, pseudonym, as_key=name in ("to", *keys))
        fields[name] = as_texts(found) if name in keys else found
    return {name: item for name, item in fields.items() if item is not None} if fields["to"] is not None else None


class CellError(ValueError):
    """A cell that can't be read: in which column, what was found, and what to do."""

    def __init__(self, column: str, found: str, right: str = "") -> None:
        super().__init__(found)
        self.column, self.found, self.right = column, found, right


def columns_in(value: object) -> list[str]:
    """The columns that a part of a mapping reads."""
    if isinstance(value, str):
        return list(template(value).columns)
    if isinstance(value, Value):
        own = [value.column] if value.column else columns_in(value.text) if value.text else []
        return [*own, *value.where]
    if isinstance(value, LinkTo):
        return [column for item in value.fields.values() for column in columns_in(item)]
    if isinstance(value, tuple):
        return [column for item in cast("tuple[object, ...]", value) for column in columns_in(item)]
    return []


_slug = lru_cache(maxsize=65_536)(slug)
"""Tables name the same things again and again."""


def keyed(text: str) -> str:
    """A text as a key. Raises ValueError where it has no letter or digit."""
    key = _slug(text)
    if not key:
        raise ValueError(f"{shown(text)} has no letter or digit, so it makes no key")
    return key


def named(text: str, kind: str = "") -> Name:
    """What a cell calls something, where a key is wanted. Raises ValueError where it has no letter or digit."""
    keyed(text)
    return Name(text, kind)


def key_text(raw: Raw) -> str:
    """A key, or the key that a name gives, with its kind where it is said."""
    if isinstance(raw, Name):
        return f"{raw.kind}:{_slug(raw.text)}".removeprefix(":")
    return str(raw)


def as_texts(raw: Raw) -> Raw:
    """Keys as texts, where a property holds them and no link points there."""
    if isinstance(raw, list):
        return [key_text(item) for item in raw]
    return key_text(raw) if isinstance(raw, Name) else raw


def _filled(text: str, cell: Cell, *, as_key: bool) -> Raw:
    parts = template(text)
    try:
        if as_key and (one := parts.name_of):
            kind, column = one
            found = cell(column)
            return None if found is None else named(found, kind)
        return parts.fill(cell, keyed if as_key else str)
    except ValueError as error:
        raise CellError(", ".join(parts.columns), f"{error}.") from None


def _read(value: Value, cell: Cell, pseudonym: Pseudonym, *, as_key: bool) -> Raw:
    column = value.column or ", ".join(template(value.text or "").columns)
    one = _reader(value, pseudonym, as_key=as_key)
    try:
        if value.split is None:
            found = cell(value.column) if value.column else template(value.text or "").fill(cell)
            return value.default if found is None else one(found)
        if value.column:
            pieces, around = cell(value.column), None
        else:
            around = template(value.text or "")
            pieces = cell(around.columns[0]) if around.columns else None
        if pieces is None:
            return value.default
        found = [_around(around, one(text)) for piece in pieces.split(value.split) if (text := piece.strip())]
        return [item for item in found if item is not None] or None
    except ValueError as error:
        raise CellError(column, f"{error}.") from None


def _around(around: Template | None, item: Raw) -> Raw:
    """One of several things in a cell, in the text that stands around it."""
    if around is None or item is None:
        return item
    if isinstance(item, Name):
        one = around.name_of
        return Name(item.text, one[0]) if one else around.fill(lambda _: slug(item.text))
    return around.fill(lambda _: str(item))


def _reader(value: Value, pseudonym: Pseudonym, *, as_key: bool) -> Callable[[str], Raw]:
    """How one text of a cell is read."""
    if value.words:
        return lambda text: word(value, text)
    if value.is_number:
        return lambda text: number_text(number(value, text))
    if value.date:
        return lambda text: read_date(text, value.date).isoformat()
    if value.time:
        return lambda text: read_time(text, value.time, value.zone).isoformat()
    if value.pseudonym:
        return pseudonym
    return named if as_key and not value.is_key else str


def word(value: Value, text: str) -> str | None:
    """What is written for a word of a closed vocabulary. Raises ValueError for one that it lacks."""
    known = _folded(tuple(value.words.items()))
    if (key := " ".join(text.split()).casefold()) in known:
        return known[key]
    if value.otherwise is not None:
        return value.otherwise
    raise ValueError(f"{shown(text)} is not one of the `words` of the mapping, {', '.join(list(value.words)[:20])}")


@lru_cache(maxsize=1_000)
def _folded(words: tuple[tuple[str, str | None], ...]) -> dict[str, str | None]:
    return {" ".join(name.split()).casefold(): written for name, written in words}


def number(value: Value, text: str) -> float:
    """A number as the mapping says that they are written, on its scale. Raises ValueError where it isn't one."""
    plain = text
    if value.unit is not None:
        plain = text.removesuffix(value.unit) if text.endswith(value.unit) else text.removeprefix(value.unit)
        if plain == text:
            raise ValueError(f"{shown(text)} has no {value.unit}, so nobody can tell what it counts")
        plain = plain.strip()
    if value.group is not None:
        plain = plain.replace(value.group, "")
    if value.decimal == ",":
        if "." in plain:
            raise ValueError(f"{shown(text)} has a point, where the decimal comma is used")
        plain = plain.replace(",", ".")
    found = plain_number(plain, text)
    if value.scale is None:
        return found
    low, high = value.scale
    if not low <= found <= high:
        raise ValueError(f"{shown(text)} is not on the scale from {number_text(low)} to {number_text(high)}")
    if value.to is None:
        return found
    return value.to[0] + (found - low) * (value.to[1] - value.to[0]) / (high - low)


def plain_number(plain: str, text: str) -> float:
    """A number in the plain form of programs. Raises ValueError, naming `text`, where it isn't one."""
    try:
        found = float(plain) if plain.isascii() and "_" not in plain else float("none")
    except ValueError:
        hint = '; write `decimal: ","` in the mapping' if "," in plain and "." not in plain else ""
        raise ValueError(f"{shown(text)} is not a number{hint}") from None
    if found - found != 0:
        raise ValueError(f"{shown(text)} is not a number")
    return found


def number_text(number: float) -> str:
    """A number as text, whole ones without a point."""
    return str(int(number)) if number == int(number) and abs(number) < 2**53 else repr(number)


def read_date(text: str, forms: Sequence[str]) -> date:
    """A date that is written in one of these ways."""
    for form in forms:
        try:
            if form == _ISO:
                return date.fromisoformat(text[:10])
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise ValueError(f"{shown(text)} is not a date written as {' or '.join(forms)}")


def read_time(text: str, forms: Sequence[str], zone: str | None) -> datetime:
    """A time that is written in one of these ways; `zone` is where the clock stood that doesn't say."""
    found = next((time for form in forms if (time := _time(text, form)) is not None), None)
    if found is None:
        raise ValueError(f"{shown(text)} is not a time written as {' or '.join(forms)}")
    if found.tzinfo is None:
        if zone is None:
            raise ValueError(f"{shown(text)} says no time zone; write the `zone` into the mapping")
        found = found.replace(tzinfo=ZoneInfo(zone))
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{shown(text)} is a time out of range") from None


def _time(text: str, form: str) -> datetime | None:
    try:
        if form == _ISO:
            return datetime.fromisoformat(text)
        if form in (_UNIX, _UNIX_MS):
            seconds = plain_number(text, text) / (1_000 if form == _UNIX_MS else 1)
            return datetime.fromtimestamp(seconds, UTC) if abs(seconds) <= MAX_SECONDS else None
        return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is told apart
    except (ValueError, OverflowError, OSError):
        return None
