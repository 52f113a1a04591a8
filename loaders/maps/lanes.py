"""The lanes of journey maps, by the words that people head them with."""

import re
from functools import cache
from typing import NamedTuple

from graph_schema.keys import slug
from loaders.maps.items import unnumbered
from loaders.maps.words import WORDS, Lane

_WHOSE = {
    *("customer", "customers", "user", "users", "client", "clients", "guest", "patient", "citizen", "visitor", "buyer"),
    *("veteran", "player", "shopper", "traveller", "traveler", "their", "his", "her", "the", "current", "key", "main"),
    *("kunden", "kunde", "nutzer", "gäste", "patienten", "die", "der", "du", "des", "de", "del", "la", "le", "los"),
    *("cliente", "clientes", "usuario", "usuarios", "usuaria", "utilisateur", "utilisateurs", "kundens", "brukerens"),
    *("bruker", "brukers", "klant", "klanten", "gebruiker", "gebruikers", "van", "het", "l", "d"),
}
"""Words that say whose a lane is, before or behind what it is about."""
_COMPOUND = ("kunden", "kunde", "nutzer", "klant", "gebruikers", "bruker")
"""The same, as the beginning of a word: `Kundenaktionen`, `Klantacties`."""
_SEPARATORS = (": ", " - ", " – ", " — ", "(", "[")
_JOINED = re.compile(r"\s*(?:[&/+,|]|\b(?:and|und|et|y|e|og|en|or|oder|ou|o|eller|of)\b)\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]|:\s.*\Z", re.DOTALL)
_KIND = re.compile(r"\A([^\W\d_][\w ]{2,20}?)\s*([0-9]{1,3}[a-z]?|[IVX]{1,5})?\s*[:.–—-]\s+(\S.*)\Z", re.DOTALL)
_MAX_LABEL = 120
_MAX_WORDS = 8
_PAIRS: dict[frozenset[Lane], Lane] = {
    frozenset({Lane.THOUGHT, Lane.FEELING}): Lane.MIND,
    frozenset({Lane.TOUCHPOINT, Lane.CHANNEL}): Lane.TOUCHPOINT,
    frozenset({Lane.STEP, Lane.ACTION}): Lane.ACTION,
    frozenset({Lane.OWNER, Lane.TEAM}): Lane.TEAM,
    frozenset({Lane.OPPORTUNITY, Lane.SOLUTION}): Lane.OPPORTUNITY,
    frozenset({Lane.SYSTEM, Lane.SUPPORT}): Lane.SYSTEM,
}
"""What a lane of two things is; of other pairs nobody can tell which of its items is which."""


class Named(NamedTuple):
    """What a label says: the lane, and what more it names, such as the department in `Backstage: Warehouse`."""

    lane: Lane
    more: str = ""


@cache
def _known() -> dict[tuple[str, ...], Lane]:
    known: dict[tuple[str, ...], Lane] = {}
    for lane, languages in WORDS.items():
        for words in languages.values():
            for word in words.split(","):
                known.setdefault(_bare(tuple(slug(word).split("-"))) or tuple(slug(word).split("-")), lane)
    return known


def lane_of(label: str) -> Named | None:
    """The lane that a label names; None where nobody can tell."""
    label = unnumbered(label[:_MAX_LABEL].replace("_", " ")).rstrip(": ")
    for separator in _SEPARATORS:
        before, found, behind = label.partition(separator)
        if found and (lane := _exact(before)):
            return Named(lane, (behind.strip().rstrip(")]") if found in "([" else behind).strip())
    plain = _BRACKETS.sub(" ", label).strip()
    if lane := _exact(plain):
        return Named(lane)
    parts = [part for part in _JOINED.split(plain) if slug(part)]
    if len(parts) > 1:
        lanes = {_exact(part) or _within(part) for part in parts}
        pair = _PAIRS.get(frozenset(lane for lane in lanes if lane)) if None not in lanes else None
        lane = lanes.pop() if len(lanes) == 1 else pair
    else:
        lane = _within(plain)
    return Named(lane) if lane else None


def heading(title: str) -> tuple[Lane | None, str]:
    """What a heading is of, a stage or a step, and its name: `Phase 2: Compare` is a stage, Compare."""
    found = _KIND.match(title)
    named = lane_of(found[1]) if found else None
    if found and named and named.lane in (Lane.STAGE, Lane.STEP):
        return named.lane, found[3].strip()
    return None, title


def _exact(label: str) -> Lane | None:
    words = tuple(slug(label).split("-"))
    if words == ("",):
        return None
    if found := _known().get(words) or _known().get(_bare(words)):
        return found
    start = next((start for start in _COMPOUND if words[0].startswith(start)), "")
    return _known().get((words[0].removeprefix(start), *words[1:])) if start else None


def _within(label: str) -> Lane | None:
    """The lane of the longest word in a label of a few words, where only one lane has a word of that length."""
    words = tuple(slug(label).split("-"))
    if len(words) > _MAX_WORDS:
        return None
    for length in range(min(len(words), 4), 0, -1):
        spans = {words[start : start + length] for start in range(len(words) - length + 1)}
        lanes = {_known()[span] for span in spans if span in _known() and len("".join(span)) > 3}
        if lanes:
            return lanes.pop() if len(lanes) == 1 else None
    return None


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    first, last = 0, len(words)
    while first < last and words[first] in _WHOSE:
        first += 1
    while first < last and words[last - 1] in _WHOSE:
        last -= 1
    return words[first:last]
