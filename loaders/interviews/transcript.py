"""Interviews as text or Markdown: transcripts with speakers, notes, and texts with paragraphs (docs/interviews.md)."""

import re
from collections.abc import Iterator, Sequence

from graph_schema.problems import Place, Problem
from loaders.entries import Reading
from loaders.interviews.opening import beginning, lines_of
from loaders.interviews.quotes import INTERVIEW, Interview, Medium
from loaders.interviews.settings import read_settings, split_settings
from loaders.interviews.turns import Line, Talk, speakers_of, talk
from loaders.sample import Sample
from loaders.wishes import Wishes

NAME = "transcript"
_PLAIN, _MARKDOWN = (".txt", ".text"), (".md", ".markdown")
_OTHERS = re.compile(
    r"readme|licen[cs]e|notice|changelog|contributing|code.of.conduct|security|authors|requirements|robots|copying",
    re.IGNORECASE,
)
"""Names by which the papers of a project go, which tell of no customer."""
_LINE_END = re.compile(r"\r\n?|\n")
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*")
_ITEM = re.compile(r"(?:[•‣·●○▪◦*+–-]|\d{1,3}[.)]|\[[ xX]\])\s+")
_FENCE = ("```", "~~~")
_LINK = re.compile(r"!?\[(?P<text>[^\]]{0,500})\]\([^)\s]{0,2000}(?:\s\"[^\"]{0,200}\")?\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--.{0,10000}?-->")
_STRESS = re.compile(r"(?P<mark>\*\*\*|\*\*|__|(?<![\w*])\*(?=\S)|(?<!\w)_(?=\S)|~~|`)(?P<text>[^*_~`]+)(?P=mark)")
_PROSE_WORDS, _PROSE_PARAGRAPHS = 12, 3
_LETTERS = 0.7


def recognises(sample: Sample) -> str | None:
    """A text in which speakers take turns, that says it is of an interview, or that consists of paragraphs."""
    if sample.suffix not in (*_PLAIN, *_MARKDOWN) or _OTHERS.match(sample.path.name):
        return None
    markdown = sample.suffix in _MARKDOWN
    whole = split_lines(beginning(sample))
    settings, taken = split_settings(whole)
    lines = list(_lines(whole, taken, markdown=markdown))
    if any(line.startswith(("speakers:", "interviewers:")) for line in settings):
        return "it names speakers between --- lines"
    if speakers := speakers_of(lines):
        return f"{len(speakers)} speakers take turns in it"
    first = next((line.text for line in lines if line.heading), "")
    if not settings and (INTERVIEW.search(first) or INTERVIEW.search(sample.path.stem.replace("_", " "))):
        return "it says that it is of an interview"
    return None if markdown or settings else _prose(talk(lines))


def _prose(told: Talk) -> str | None:
    texts = [turn.text for turn in told.turns if len(turn.text.split()) >= _PROSE_WORDS]
    whole = "".join("".join(texts).split())
    letters = sum(character.isalpha() for character in whole)
    if len(texts) < _PROSE_PARAGRAPHS or letters < _LETTERS * len(whole) or whole[0] in "{[<":
        return None
    return "it is a text of paragraphs"


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    problems: list[Problem] = []
    notes: list[str] = []
    lines = lines_of(sample, problems, notes)
    own, taken = split_settings(lines)
    settings = read_settings(own, Place(sample.name), problems)
    told = talk(list(_lines(lines, taken, markdown=sample.suffix in _MARKDOWN)), settings.declared)
    return Interview(sample, told, settings, _MEDIUM, problems, notes).reading(wishes)


_MEDIUM = Medium("text", lambda turn: f"line {turn.line}{f', {turn.time}' if turn.time else ''}")


def split_lines(text: str) -> list[str]:
    """The lines, as editors count them."""
    return _LINE_END.split(text)


def _lines(lines: Sequence[str], skipped: int, *, markdown: bool) -> Iterator[Line]:
    fenced = False
    for number, raw in enumerate(lines[skipped:], skipped + 1):
        text = " ".join(raw.split())
        if markdown and text.startswith(_FENCE):
            fenced = not fenced
            text = ""
        quoted = text.startswith(">")
        text = text.lstrip("> ") if quoted else text
        heading = _HEADING.fullmatch(text) if markdown else None
        item = _ITEM.match(text) if not heading else None
        text = heading["text"] if heading else text[item.end() :] if item else text
        shown = "" if fenced else _unmarked(text) if markdown else text
        shown = shown if any(character.isalnum() for character in shown) else ""
        yield Line(number, shown, bool(heading), bool(item), quoted)


def _unmarked(text: str) -> str:
    """A line of Markdown without its marks."""
    text = _LINK.sub(lambda found: "" if found[0].startswith("!") else found["text"], text)
    return " ".join(_STRESS.sub(lambda found: found["text"], _TAG.sub("", text)).split())
