"""Shows where texts hold the words that were looked for: an excerpt of each, and the places of the words in it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from queries.finding import WORD

EXCERPT = 200
"""How many characters of a text are shown at most."""
_BEFORE = 60
"""How many of them stand before the first word that is marked."""
_CUT = "…"
_ALIKE = 3


class Span(NamedTuple):
    """A part of a text: where it begins, and where what follows it begins."""

    start: int
    end: int


class Highlight(NamedTuple):
    """What of a field is shown, and where in it the words are, counted in units of UTF-16."""

    field: str
    text: str
    matches: list[Span]


class _Token(NamedTuple):
    field: str
    span: Span
    folded: str


def highlights(texts: Mapping[str, str], words: Sequence[str]) -> Iterator[Highlight]:
    """The fields that hold some of the words, of which the last may be the beginning of one."""
    tokens = [
        _Token(field, Span(*found.span()), _folded(found.group()))
        for field, text in texts.items()
        for found in WORD.finditer(text)
    ]
    marked: dict[str, set[Span]] = {field: set() for field in texts}
    for place, word in enumerate(words):
        for field, span in _found(texts, tokens, _folded(word), unfinished=place == len(words) - 1):
            marked[field].add(span)
    for field, spans in marked.items():
        if spans:
            yield _excerpt(field, texts[field], _apart(spans))


def _found(
    texts: Mapping[str, str], tokens: Iterable[_Token], word: str, *, unfinished: bool
) -> list[tuple[str, Span]]:
    """Where a word is: as it was written, else inside a longer run of letters, else what is most like it.

    That the texts hold the word is known from the index, which does not tell how it changed endings to find that.
    """
    same = [
        (token.field, token.span)
        for token in tokens
        if token.folded == word or (unfinished and token.folded.startswith(word))
    ]
    if same:
        return same
    inside = re.compile(re.escape(word), re.IGNORECASE)
    if within := [(field, Span(*found.span())) for field, text in texts.items() for found in inside.finditer(text)]:
        return within
    alike = [(_shared(token.folded, word), token) for token in tokens]
    most = max((length for length, _ in alike), default=0)
    return [(token.field, token.span) for length, token in alike if length == most >= _ALIKE]


def _shared(one: str, other: str) -> int:
    """How many characters two words have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _folded(word: str) -> str:
    """Without capitals and accents, and with one sort of apostrophe."""
    parts = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(char for char in parts if not unicodedata.combining(char))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, without those that begin inside another."""
    apart: list[Span] = []
    for span in sorted(spans):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def _excerpt(field: str, text: str, spans: list[Span]) -> Highlight:
    """The text around the first span, cut between words where it can be, with the spans that it holds."""
    start, end = 0, len(text)
    if end > EXCERPT:
        start = _word_begin(text, max(0, spans[0].start - _BEFORE), spans[0].start)
        end = min(len(text), start + EXCERPT)
        end = text.rfind(" ", spans[0].end, end) if end < len(text) and " " in text[spans[0].end : end] else end
    head, tail = _CUT if start else "", _CUT if end < len(text) else ""
    shown = f"{head}{text[start:end]}{tail}"
    by = len(head) - start
    inside = [Span(span.start + by, min(span.end, end) + by) for span in spans if span.start < end]
    return Highlight(field, shown, [Span(_units(shown[: span.start]), _units(shown[: span.end])) for span in inside])


def _word_begin(text: str, start: int, before: int) -> int:
    """The first beginning of a word from `start` on; `start` itself where there is none before `before`."""
    blank = text.find(" ", start, before) if start else -1
    return blank + 1 if blank >= 0 else start


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
