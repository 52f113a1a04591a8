"""Feelings as maps write them: words, faces, marks and numbers, on whatever scale.

A number has a scale: its own (`4/5`, `80 %`), that of the lane's name (`Emotion (1-5)`), or else one that is inferred
from all numbers of the lane. A face or a mark stands for a level of five, as in scales of faces (Kunin, 1955). A word
for an emotion gets no number, unless it is itself the name of a level: `neutral`, `very satisfied`.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from graph_schema.keys import slug

MAX_EMOTION_WORDS = 4
"""What is longer tells of a feeling, but is no word for one."""
_MAX_ITEM = 2_000

_MARKS: dict[float, str] = {
    1.0: "😀 😃 😄 😁 😆 🤩 😍 🥰 🥳 😻 😺 😎 ❤ 💚 ⬆ ++ :D :-D",
    0.5: "🙂 😊 ☺ 😌 😉 👍 ↗ + :) :-)",
    0.0: "😐 😑 😶 🤔 ⚪ ➡ +/- :| :-|",
    -0.5: "🙁 ☹ 😕 😟 😒 😬 🙄 😰 😥 👎 ↘ - − – :( :-( :/ :-/",
    -1.0: "😢 😭 😠 😡 🤬 😤 😱 😖 😣 😩 😫 😞 😔 😿 💔 ⬇ -- −−",
}
_LEVELS: dict[float, str] = {
    1.0: "very positive, very good, very satisfied, very happy, excellent, sehr positiv, sehr gut, sehr zufrieden, "
    "très positif, très satisfait, muy positivo, muy satisfecho, svært positiv, svært fornøyd, zeer positief, "
    "zeer tevreden",
    0.5: "positive, good, satisfied, positiv, gut, zufrieden, positif, satisfait, positivo, satisfecho, fornøyd, "
    "positief, tevreden",
    0.0: "neutral, ok, okay, average, neutre, nøytral, neutraal",
    -0.5: "negative, bad, poor, dissatisfied, unsatisfied, negativ, schlecht, unzufrieden, négatif, insatisfait, "
    "negativo, insatisfecho, misfornøyd, negatief, ontevreden",
    -1.0: "very negative, very bad, very poor, very dissatisfied, very unhappy, terrible, sehr negativ, sehr schlecht, "
    "sehr unzufrieden, très négatif, très insatisfait, muy negativo, muy insatisfecho, svært negativ, "
    "svært misfornøyd, zeer negatief, zeer ontevreden",
}
_MARK_LEVELS = {mark: level for level, marks in _MARKS.items() for mark in marks.split()}
_WORD_LEVELS = {slug(word): level for level, words in _LEVELS.items() for word in words.split(",")}
_FACES = "".join(mark for mark in _MARK_LEVELS if len(mark) == 1 and mark not in "+-–−")
_FACE = re.compile(f"[{_FACES}]")
_MODIFIERS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_NUMBER = r"([+−–-]?[0-9]{1,4}(?:[.,][0-9]{1,4})?)\s*(?:/\s*([0-9]{1,3})|(%))?"
_FIRST = re.compile(rf"\A\(?{_NUMBER}\)?(?=\Z|\s*[:,–—-]\s)")
_LAST = re.compile(rf"(?:\A|[\s:=])\(?{_NUMBER}\)?\Z")
_RANGE = re.compile(r"([+−–-]?[0-9]{1,3})\s*(?:\.\.+|–|-|/|to|bis|à|a|til|tot|through)\s*([+]?[0-9]{1,3})(?![0-9])")
_APART = re.compile(r"\s+[–—-]\s+|:\s+|\s+\(|,\s+(?=\w+\s+\w+\s+\w+)")
_EDGES = " \t,:;()[]–—-"
_BOUNDS = (1, 2, 3, 5, 10, 100)


class Scale(NamedTuple):
    """The worst and the best number that can be given; inferred, where nobody says so."""

    low: float
    high: float
    inferred: bool = False

    def score(self, number: float) -> float:
        """The number from -1 to 1; ValueError where it is not on the scale."""
        if not self.low <= number <= self.high:
            raise ValueError(f"{number:g} is not on the scale of {self}")
        return round(2 * (number - self.low) / (self.high - self.low) - 1, 4)

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"


class Mood(NamedTuple):
    """A feeling as it is written: a word for it, what more is said, and how good it is."""

    emotion: str = ""
    description: str = ""
    number: float | None = None
    scale: Scale | None = None
    """The scale that the number itself names."""
    level: float | None = None
    """From -1 to 1, where a face, a mark or the name of a level stands there."""
    mark: str = ""
    """The face or mark."""


def read_mood(text: str) -> Mood:
    """What one item of a lane of feelings says."""
    text = _MODIFIERS.sub("", text[:_MAX_ITEM]).strip()
    faces = _FACE.findall(text)
    rest = _FACE.sub(" ", text)
    marks = [word for word in rest.split() if word in _MARK_LEVELS] if not faces else []
    if marks and (len(marks) == len(rest.split()) or marks[0] in (rest.split()[0], rest.split()[-1])):
        kept = [word for word in rest.split() if word not in _MARK_LEVELS]
        faces, rest = marks, " ".join(kept)
    number, scale, rest = _number(rest)
    rest = " ".join(rest.split()).strip(_EDGES)
    levels = {_MARK_LEVELS[face] for face in faces}
    level = levels.pop() if len(levels) == 1 else _WORD_LEVELS.get(slug(rest))
    emotion, description = _words(rest)
    return Mood(emotion, description, number, scale, level, "".join(dict.fromkeys(faces)))


def named_scale(label: str) -> Scale | None:
    """The scale that a lane's name gives, such as `Emotion (1-5)` or `Stimmung -2 bis 2`."""
    found = _RANGE.search(label)
    if not found:
        return None
    low, high = _value(found[1]), _value(found[2])
    return Scale(low, high) if low < high else None


def inferred_scale(numbers: Iterable[float]) -> Scale | None:
    """The usual scale that holds all numbers; None where none does."""
    given = sorted(numbers)
    if not given:
        return None
    low, high = given[0], given[-1]
    if low < 0:
        bound = next((bound for bound in _BOUNDS if max(-low, high) <= bound), None)
        return Scale(-bound, bound, True) if bound else None
    if high <= 1 and any(number != int(number) for number in given):
        return Scale(0, 1, True)
    bound = next((bound for bound in (5, 10, 100) if high <= bound), None)
    return Scale(1 if low >= 1 and bound != 100 else 0, bound, True) if bound else None


def _number(text: str) -> tuple[float | None, Scale | None, str]:
    text = text.strip()
    for pattern in (_FIRST, _LAST):
        found = pattern.search(text)
        rest = text[: found.start()] + " " + text[found.end() :] if found else ""
        if found and len(rest.split()) <= (MAX_EMOTION_WORDS if pattern is _LAST else _MAX_ITEM):
            scale = Scale(0, 100) if found[3] else _out_of(int(found[2])) if found[2] else None
            return _value(found[1]), scale, rest
    return None, None, text


def _out_of(high: int) -> Scale | None:
    """The scale of `4/5`; it does not say whether it begins at 0 or at 1, but short ones begin at 1."""
    return Scale(1 if high < 10 else 0, high, True) if high > 1 else None


def _value(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-").replace("–", "-"))


def _words(text: str) -> tuple[str, str]:
    if len(text.split()) <= MAX_EMOTION_WORDS:
        return text, ""
    parts = _APART.split(text, maxsplit=1)
    if len(parts) == 2 and slug(parts[0]) and len(parts[0].split()) <= MAX_EMOTION_WORDS:
        return parts[0].strip(_EDGES), parts[1].strip(_EDGES)
    return "", text
