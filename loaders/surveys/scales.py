"""Answers on a scale: in numbers, in words, or both, as tools and people write them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.surveys.tools import fold

SAYS_NOTHING = frozenset(
    ("n/a", "na", "not applicable", "don't know", "don’t know", "i don't know", "i don’t know", "prefer not to say",
     "prefer not to answer", "no answer", "no opinion", "none", "-", "--", "?")
)  # fmt: skip
"""Answers that are none."""
_ENDED = re.compile(r"(-?\d{1,2})\s*(?:[-–—=:.(]|stars?\b)\s*.*", re.DOTALL)
_WHOLE = re.compile(r"-?\d{1,3}(?:\.0+)?")

LADDERS: dict[str, tuple[tuple[tuple[str, ...], ...], ...]] = {
    "satisfied": (
        (
            ("very dissatisfied", "very unsatisfied", "extremely dissatisfied", "completely dissatisfied"),
            ("dissatisfied", "unsatisfied", "somewhat dissatisfied"),
            ("neutral", "neither satisfied nor dissatisfied", "neither satisfied nor unsatisfied", "neither"),
            ("satisfied", "somewhat satisfied"),
            ("very satisfied", "extremely satisfied", "completely satisfied"),
        ),
        (
            ("very dissatisfied", "extremely dissatisfied"),
            ("dissatisfied", "moderately dissatisfied"),
            ("somewhat dissatisfied", "slightly dissatisfied"),
            ("neutral", "neither satisfied nor dissatisfied"),
            ("somewhat satisfied", "slightly satisfied"),
            ("satisfied", "moderately satisfied"),
            ("very satisfied", "extremely satisfied"),
        ),
    ),
    "easy": (
        (
            ("very difficult", "very hard", "extremely difficult"),
            ("difficult", "hard", "somewhat difficult"),
            ("neutral", "neither easy nor difficult", "neither"),
            ("easy", "somewhat easy"),
            ("very easy", "extremely easy"),
        ),
        (
            ("extremely difficult", "very difficult"),
            ("moderately difficult", "difficult"),
            ("slightly difficult", "somewhat difficult"),
            ("neutral", "neither easy nor difficult"),
            ("slightly easy", "somewhat easy"),
            ("moderately easy", "easy"),
            ("extremely easy", "very easy"),
        ),
    ),
    "agree": (
        (
            ("strongly disagree", "completely disagree"),
            ("disagree", "somewhat disagree"),
            ("neutral", "neither agree nor disagree", "undecided"),
            ("agree", "somewhat agree"),
            ("strongly agree", "completely agree"),
        ),
        (
            ("strongly disagree",),
            ("disagree",),
            ("somewhat disagree", "slightly disagree"),
            ("neutral", "neither agree nor disagree"),
            ("somewhat agree", "slightly agree"),
            ("agree",),
            ("strongly agree",),
        ),
    ),
}
"""Words for the steps of scales, the lowest first; the shorter scale comes first."""


@dataclass(frozen=True)
class Scaled:
    """Answers as numbers on a scale."""

    low: int
    high: int
    words: dict[str, str]
    """The number of each answer that is not a plain one."""
    blank: tuple[str, ...]
    """Answers that are none."""
    ladder: str = ""
    """Of what the words speak."""
    assumed: bool = False
    """Whether the ends of the scale were not all given as answers, so that they may be others."""


def scaled(answers: Iterable[str]) -> Scaled | None:
    """The scale that answers are on; None where they aren't all on one."""
    given = list(answers)
    blank = tuple(answer for answer in given if fold(answer) in SAYS_NOTHING)
    said = [answer for answer in given if answer not in blank]
    if not said:
        return None
    return _in_numbers(said, blank) or _in_words(said, blank)


def _in_numbers(said: Sequence[str], blank: tuple[str, ...]) -> Scaled | None:
    numbers: dict[str, int] = {}
    for answer in said:
        if _WHOLE.fullmatch(answer):
            numbers[answer] = int(float(answer))
        elif found := _ENDED.fullmatch(answer):
            numbers[answer] = int(found[1])
        else:
            return None
    lowest, highest = min(numbers.values()), max(numbers.values())
    usual = ((0, 1),) if set(numbers.values()) == {0, 1} else _usual(lowest)
    ends = next(((low, high) for low, high in usual if low <= lowest and highest <= high), None)
    if ends is None:
        return None
    plain = all(_WHOLE.fullmatch(answer) for answer in said)
    words = {} if plain else {answer: str(number) for answer, number in numbers.items()}
    return Scaled(*ends, words, blank, assumed=(lowest, highest) != ends)


def _usual(lowest: int) -> tuple[tuple[int, int], ...]:
    """The scales that people are asked to answer on."""
    return ((0, 10),) if lowest == 0 else ((1, 5), (1, 7), (1, 10))


def _in_words(said: Sequence[str], blank: tuple[str, ...]) -> Scaled | None:
    for name, ladders in LADDERS.items():
        for ladder in ladders:
            steps = {word: number for number, words in enumerate(ladder, 1) for word in words}
            if all(fold(answer) in steps for answer in said):
                words = {answer: str(steps[fold(answer)]) for answer in said}
                return Scaled(1, len(ladder), words, blank, name)
    return None
