"""Finds the columns of CRM tables by the names that tools and people give them."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from loaders.entries import Use
from loaders.mapping.values import read_time
from loaders.personal import personal_columns
from loaders.surveys.tools import WRITTEN
from loaders.tables.opening import Table
from loaders.telling import short_slug

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_]+")
_DAYS = ("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y", "unix-ms", "unix")
_UTC = "UTC"
_SHOWN = 20


def plain(name: str) -> str:
    """A column's name in lower case, as words."""
    return " ".join(word.lower() for word in _CAMEL.split(name) if word)


def column_of(names: Sequence[str], known: Sequence[str]) -> str | None:
    """The column that has one of these names, the first ones first."""
    by_name = {plain(name): name for name in reversed(names)}
    return next((by_name[one] for one in known if one in by_name), None)


def columns_like(names: Sequence[str], pattern: re.Pattern[str]) -> Mapping[str, str]:
    """What a pattern finds in the names of columns, by column."""
    found = ((name, pattern.fullmatch(plain(name))) for name in names)
    return {name: match[1].strip() for name, match in found if match}


class Spellings:
    """One spelling, the first, for all words that make one key; words without a letter or digit are empty."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._others: dict[str, dict[str, None]] = {}

    def __call__(self, text: str) -> str:
        """The spelling of a word that stands for all."""
        key = short_slug(text)
        if not key:
            return ""
        first = self._first.setdefault(key, text)
        if text != first:
            self._others.setdefault(first, {})[text] = None
        return first

    def notes(self, name: str) -> list[str]:
        """What was taken for one thing."""
        return [
            f"{name}: {', '.join(map(repr, (first, *others)))} are one, {first!r}."
            for first, others in list(self._others.items())[:_SHOWN]
        ]


def uses_of(table: Table, becomes: Mapping[str, str]) -> list[Use]:
    """How the columns of a table are used, where it is known what some become."""
    names = [column.name for column in table.columns]
    personal = personal_columns({name: [] for name in names})
    uses: list[Use] = []
    for name in names:
        why = f"personal data: {personal[name]}" if name in personal else "it is not counted"
        uses.append(Use(name, becomes[name]) if name in becomes else Use(name, dropped=why))
    return uses


def way_of_writing(texts: Sequence[str]) -> str | None:
    """The way in which all of these times are written; None where there is none."""
    return next((form for form in (*WRITTEN, *_DAYS) if texts and all(when(text, form) for text in texts)), None)


@lru_cache(maxsize=100_000)
def when(text: str, form: str) -> datetime | None:
    """A time that is written in one way, in UTC where it says no zone."""
    try:
        return read_time(text, (form,), _UTC)
    except ValueError:
        return None
