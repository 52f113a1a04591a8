"""Journeys that take each other's place: as it is and as it should be, version 1 and version 2."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from graph_schema.keys import slug
from graph_schema.problems import Place
from loaders.entries import Entry
from loaders.maps.chart import Chart
from loaders.maps.stage import Report
from loaders.telling import Telling

_STATES: dict[str, str] = {
    "to-be": "to be|future|future state|target|target state|designed|as designed|planned|ideal|soll|zukunft|geplant|"
    "cible|futur|futuro|deseado|fremtidig|ønsket|gewenst|toekomst|toekomstig",
    "as-is": "as is|current|current state|actual|done|as done|actually done|as actually done|today|now|ist|heute|"
    "aktuell|actuel|existant|actual|hoy|nå|dagens|i dag|huidig|nu",
}
_STATE = {word: state for state, words in _STATES.items() for word in words.split("|")}
_STATE_WORDS = {word for words in _STATE for word in words.split()} | {"state", "journey", "map"}
_VERSION = re.compile(
    r"(?:\A|[\s_.(\[-])(?:v|ver|version|rev|revision)\.?[\s_-]?([0-9]{1,4})(?:\.[0-9]+)?[)\]]?\Z", re.IGNORECASE
)


class Version(NamedTuple):
    """A name without its version, and the version; 0 where it has none."""

    base: str
    number: int


def state_of(text: str) -> str:
    """Whether a text names a state: `as-is`, `to-be`, or nothing of the kind."""
    words = slug(text).replace("-", " ")
    if words in _STATE:
        return _STATE[words]
    found = {state for word, state in _STATE.items() if len(word) > 3 and re.search(rf"\b{word}\b", words)}
    return found.pop() if len(found) == 1 else ""


def version_of(text: str) -> Version:
    """`Checkout v2` as Checkout, 2."""
    found = _VERSION.search(text.strip())
    return Version(text[: found.start()].strip(" _-.("), int(found[1])) if found else Version(text.strip(), 0)


def revising(telling: Telling, report: Report, new: str, old: str, place: Place) -> Iterator[Entry]:
    """That the steps of one journey take the place of those of the same name in another."""
    before, after = report.steps.get(old, {}), report.steps.get(new, {})
    for name, step in after.items():
        if name in before:
            yield from telling.relation("revises", place, f"step:{step}", f"step:{before[name]}")


def linked(charts: list[Chart], telling: Telling, report: Report) -> Iterator[Entry]:
    """Which journeys of a file revise which: a newer version the one before, what should be what is."""
    families: dict[str, list[tuple[tuple[int, int], Chart]]] = {}
    for chart in charts:
        version = version_of(chart.name)
        base = " ".join(word for word in slug(version.base).replace("-", " ").split() if word not in _STATE_WORDS)
        rank = (version.number, 1 if chart.state == "to-be" else 0)
        families.setdefault(base, []).append((rank, chart))
    for family in families.values():
        ranked = sorted(family, key=lambda each: each[0])
        for (before, old), (after, new) in pairwise(ranked):
            if before < after:
                yield from telling.relation("revises", new.place, f"journey:{new.key}", f"journey:{old.key}")
                yield from revising(telling, report, new.key, old.key, new.place)
