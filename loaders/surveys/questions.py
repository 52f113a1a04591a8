"""Of which sort a question is, by its words and by its answers. What is not sure is left at what is safe: a count.

A mean is made only where the answers are on a scale and the question asks for a rating: codes of choices are no scale.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from loaders.surveys.profile import Profile
from loaders.surveys.scales import SAYS_NOTHING, Scaled, scaled
from loaders.surveys.tools import fold

Question = dict[str, Any]
"""A question as a mapping has it."""
MAX_CHOICES = 25
MAX_OPTIONS = 40
_LONG = 80
"""Answers that are longer on average are words of the respondents' own."""
_OPTION = 60
_AGAIN = 2
"""Choices come again so often on average; what hardly does is said in people's own words."""
_SHARE_OF_SEVERAL = 0.1
_SEVERAL = 6
_NPS = re.compile(r"\bnps\b|net promoter|likely\b.{0,120}\brecommend|recommend\b.{0,120}\blikely", re.I | re.DOTALL)
_CSAT = re.compile(r"\bcsat\b|satisf(?:ied|action)", re.I)
_CES = re.compile(r"\bces\b|\beffort\b|\b(?:easy|ease|difficult)\b", re.I)
_EASE = re.compile(r"\b(?:easy|ease)\b", re.I)
_RATING = re.compile(
    r"\b(?:rat(?:e|ing)|scale|stars?|score|how (?:important|useful|helpful|clear|likely|well|much))\b", re.I
)
_MARKS = frozenset(("1", "x", "yes", "true", "checked", "selected", "✓"))
_UNMARKED = frozenset(("0", "no", "false", "unchecked", "not selected", "not checked", ""))
_PIPED = re.compile(r"\{\{[^{}]{0,200}\}\}|\$\{[^{}]{0,200}\}|</?[a-zA-Z][^<>]{0,100}>")
_GROUPS = ("promoter", "passive", "detractor")


def asked(text: str) -> str:
    """A question's words, without markup and without what the tool puts in from other answers."""
    plain = _PIPED.sub(lambda found: "" if found[0].startswith("<") else "…", text)
    return " ".join(plain.split()).strip(" :")


def question_of(profile: Profile, ask: str, splits: Sequence[str], *, is_nps: bool = False) -> Question | str:
    """The question that a column has the answers to; or why it is left out."""
    if not profile.filled:
        return "nobody answered"
    on = scaled(profile.distinct)
    if on is not None and (score := _score(on, ask, is_nps=is_nps)):
        return score
    if _are_dates(profile):
        return "dates; say in a mapping what they are"
    if several := _several(profile, splits):
        return several
    if _are_choices(profile):
        return {"answer": "choice", **_blank(profile.distinct)}
    if _are_numbers(profile):
        return "numbers of no scale that is known; say in a mapping what they are"
    return {"answer": "text"}


def question_as(answer: str, profile: Profile) -> Question | str:
    """The question whose answers a tool's own column has; or why it is left out."""
    if not profile.filled:
        return "nobody answered"
    if answer == "text":
        yes_or_no = {fold(text) for text in profile.counts} <= _MARKS | _UNMARKED and not profile.many
        return {"answer": "choice"} if yes_or_no else {"answer": "text"}
    if answer == "choices":
        return "its cells are no marks"
    answers = profile.distinct
    on = _scale_of(answer, answers)
    if on is None:
        odd = next((one for one in answers if _scale_of(answer, [other for other in answers if other != one])), None)
        if odd is not None:
            found = f"its answer {odd[:_OPTION]!r} is on no scale of a {answer} score, and all others are"
            return f"{found}: mend it, or empty it"
        return f"its answers, such as {profile.first[0][:_OPTION]!r}, are on no scale of a {answer} score"
    return {"answer": answer, **({} if answer == "nps" else _on(on)), **_said(on)}


def _scale_of(answer: str, answers: Sequence[str]) -> Scaled | None:
    """The scale that answers to a score are on."""
    on = scaled(answers)
    return None if on is None or (answer == "nps" and (on.ladder or on.high > 10)) else on


def options_of(group: Sequence[Profile], labels: Sequence[str]) -> Question | None:
    """The question of several columns, where each is an option; None where they are questions of their own."""
    if all(set(map(fold, one.counts)) <= {fold(label)} for one, label in zip(group, labels, strict=True)):
        return {"answer": "choices"}
    given = {fold(answer) for one in group for answer in one.counts}
    if given & _MARKS and given <= _MARKS | _UNMARKED:
        answers = {answer for one in group for answer in one.counts}
        marks = sorted(answer for answer in answers if fold(answer) in _MARKS)
        blank = sorted(answer for answer in answers if fold(answer) in _UNMARKED)
        return {"answer": "choices", "marks": marks, **({"blank": blank} if blank else {})}
    return None


def is_grouping(profile: Profile) -> bool:
    """Whether a column tells promoters, passives and detractors apart."""
    return bool(profile.counts) and all(fold(answer).startswith(_GROUPS) for answer in profile.counts)


def _score(on: Scaled, ask: str, *, is_nps: bool) -> Question | None:
    """A score, where the question asks for one and the answers are on its scale."""
    in_numbers = not on.ladder
    if is_nps or (in_numbers and _NPS.search(ask)):
        # Who is likely to recommend answers from 0 to 10; a scale without a 0 may only lack that answer.
        return {"answer": "nps", **_said(on)} if in_numbers else None
    if on.ladder == "satisfied" or (in_numbers and _CSAT.search(ask)):
        return {"answer": "csat", **_on(on), **_said(on)}
    if on.ladder == "easy" or (_CES.search(ask) and (in_numbers or on.ladder == "agree")):
        better = on.ladder == "easy" or _EASE.search(ask)
        return {"answer": "ces", **_on(on), "direction": "up" if better else "down", **_said(on)}
    if on.ladder == "agree" or (in_numbers and _RATING.search(ask)):
        return {"answer": "rating", **_on(on), **_said(on)}
    return None


ASSUMED = "assumed"
"""Marks a question whose scale may be another; it is no part of a mapping."""


def _on(on: Scaled) -> Question:
    """The scale; of two steps the upper one is the good one."""
    two = {"satisfied": on.high} if on.high - on.low == 1 else {}
    return {"scale": [on.low, on.high], **two, **({ASSUMED: True} if on.assumed else {})}


def _said(on: Scaled) -> Question:
    return {**({"words": on.words} if on.words else {}), **({"blank": list(on.blank)} if on.blank else {})}


def _are_choices(profile: Profile) -> bool:
    if profile.many or len(profile.counts) > MAX_CHOICES or profile.mean_length > _LONG:
        return False
    yes_or_no = {fold(answer) for answer in profile.counts} <= _MARKS | _UNMARKED
    return yes_or_no or profile.filled >= _AGAIN * len(profile.counts) or _are_numbers(profile)


def _several(profile: Profile, splits: Sequence[str]) -> Question | None:
    """Several choices in one cell: few different ones, each of which comes again and again."""
    for split in splits:
        pieces: Counter[str] = Counter()
        several = 0
        for text in profile.first:
            parts = {part.strip() for part in text.split(split) if part.strip()}
            several += len(parts) > 1
            pieces.update(parts)
            if len(pieces) > MAX_OPTIONS:
                break
        few = 1 < len(pieces) <= MAX_OPTIONS and max(map(len, pieces)) <= _OPTION
        again = pieces.total() >= max(_AGAIN * len(pieces), _SEVERAL)
        if few and again and several >= _SHARE_OF_SEVERAL * len(profile.first):
            return {"answer": "choices", "split": split, **_blank(list(pieces))}
    return None


def _blank(answers: Sequence[str]) -> Question:
    """What is no answer, such as `I don't know`; `None` is one, where it can be chosen."""
    blank = [answer for answer in answers if fold(answer) in SAYS_NOTHING - {"none"}]
    return {"blank": blank} if blank else {}


def _are_numbers(profile: Profile) -> bool:
    return all(re.fullmatch(r"-?\d{1,15}(?:[.,]\d{1,6})?", text) for text in profile.first)


def _are_dates(profile: Profile) -> bool:
    return all(re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T]\d.*)?", text) for text in profile.first)
