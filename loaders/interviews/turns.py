"""From the lines of a transcript, of notes or of a text to what was said, by whom and where."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from loaders.interviews.noise import without_noise

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_NAME = r"[^\W_][^:\[\]()<>|]{0,39}?"
_SPOKEN = re.compile(
    rf"(?:[\[(]?(?P<before>{_TIME})[\])]?\s{{0,9}}(?:[-–—|]\s{{0,9}})?)?(?P<name>{_NAME})"
    rf"\s{{0,9}}(?:[\[(](?P<after>{_TIME})[\])])?\s{{0,9}}:(?:\s+(?P<text>\S.*))?"
)
_HEADED = re.compile(
    rf"(?P<name>{_NAME})\s{{1,9}}[\[(]?(?P<after>{_TIME})[\])]?|[\[(]?(?P<before>{_TIME})[\])]?\s{{1,9}}(?P<named>{_NAME})"
)
_ASKING = re.compile(r"(?:interviewer|moderator|researcher|host|facilitator|int|mod|q|i)\.?\s?\d{0,2}", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?:speaker|participant|respondent|interviewee|customer|user|guest|person|[psrau])[\s#-]?\d{0,3}", re.IGNORECASE
)
_ABOUT_IT = re.compile(
    r"(?:date|time|location|place|project|study|duration|recorded|recording|title|language|company|role|age|name"
    r"|attendees|participants?|interviewees?|respondents?|interviewers?|moderators?|notes?|subject|transcript)",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…:;。！？]['\"”’»)\]]*$")
_MARKED = re.compile(r"[\[(][^\])]{0,40}[\])]")
_WORDS_OF_A_NAME = 4
_SHARE = 0.25
"""So many of the paragraphs begin with a speaker in a transcript; fewer do in a text that happens to have colons."""
_HEADING = 80
"""A line that ends without a full stop is a heading up to so many characters, beyond that a sentence cut off."""


@dataclass(frozen=True)
class Line:
    """A line of a text, or a paragraph of a document, by its number."""

    number: int
    text: str
    heading: bool = False
    item: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class Turn:
    """What one person says without a break, or a paragraph of a text."""

    line: int
    text: str
    speaker: str = ""
    """As the file names the speaker; empty where nobody is named."""
    time: str = ""
    section: str = ""
    """The heading that it stands under."""
    item: bool = False
    quoted: bool = False

    @property
    def asks(self) -> bool:
        """Whether it is the interviewer's."""
        return is_asking(self.speaker)

    @property
    def broken_off(self) -> bool:
        """Whether the sentence was cut."""
        return not self.item and not _ENDED.search(self.text)


@dataclass(frozen=True)
class Talk:
    """What a file holds: the turns, its title, and the lines from which the noise of a web site was left out."""

    turns: list[Turn]
    title: str = ""
    noise: tuple[int, ...] = ()
    spoken: bool = False
    """Whether speakers are named."""


def is_asking(speaker: str) -> bool:
    """Whether a speaker's label is an interviewer's."""
    return bool(_ASKING.fullmatch(speaker))


def is_plain(speaker: str) -> bool:
    """Whether a speaker's label names nobody, as in `P3` or `Speaker 1`."""
    return bool(_PLAIN.fullmatch(speaker))


def is_time(text: str) -> bool:
    """Whether a text is a time of a recording, as 00:01:02."""
    return bool(re.fullmatch(_TIME, text))


def talk(lines: Sequence[Line], declared: Iterable[str] = ()) -> Talk:
    """What the lines hold: turns where speakers are named or `declared`, paragraphs elsewhere."""
    speakers = speakers_of(lines, declared)
    if speakers:
        return Talk(list(_turns(lines, speakers)), _title(lines), spoken=True)
    kept = [replace(line, text=without_noise(line.text)) for line in lines]
    noise = tuple(line.number for line, clean in zip(lines, kept, strict=True) if line.text != clean.text)
    return Talk(list(_paragraphs(kept)), _title(kept), noise)


def speakers_of(lines: Sequence[Line], declared: Iterable[str] = ()) -> frozenset[str]:
    """The labels of the speakers; empty where it is no transcript.

    One label that comes again tells a transcript from a text with colons, and so does one that is declared; there,
    what looks like a name is one.
    """
    labels = Counter(label for line in lines if (label := _label(line)))
    known = labels.keys() & set(declared)
    again = {label for label, times in labels.items() if times > 1 and _takes_turns(label)}
    paragraphs = sum(1 for before, line in _pairs(lines) if line.text and not (before and before.text))
    total = sum(labels[label] for label in again)
    if not known and (total < 3 or total < _SHARE * paragraphs):
        return frozenset()
    alone = {
        label
        for before, line in _pairs(lines)
        if (label := _label(line)) in labels.keys() - again - known
        and not _ABOUT_IT.fullmatch(label)
        and not (before and before.text and not _label(before))
    }
    return frozenset(again | alone | known)


def _takes_turns(label: str) -> bool:
    """Whether a label can be a speaker's: `Date` can't, wherever it comes again."""
    return is_asking(label) or is_plain(label) or not _ABOUT_IT.fullmatch(label)


class Begun(NamedTuple):
    """The beginning of a turn."""

    speaker: str
    time: str
    text: str


def begins(text: str, speakers: frozenset[str]) -> Begun | None:
    """What a line says of who speaks, where it begins a turn of one of the speakers."""
    found = _SPOKEN.fullmatch(text) or _HEADED.fullmatch(text)
    name = _name(found) if found else ""
    if found is None or name not in speakers:
        return None
    parts = found.groupdict()
    return Begun(name, parts["before"] or parts["after"] or "", parts.get("text") or "")


def _pairs(lines: Sequence[Line]) -> Iterator[tuple[Line | None, Line]]:
    return zip([None, *lines], lines, strict=False)


def _label(line: Line) -> str:
    """The speaker's label at the beginning of a line, where there may be one."""
    found = _SPOKEN.fullmatch(line.text) or _HEADED.fullmatch(line.text)
    return _name(found) if found and not line.heading else ""


def _name(found: re.Match[str]) -> str:
    parts = found.groupdict()
    name = " ".join((parts["name"] or parts.get("named") or "").split())
    words = name.split()
    looks = len(words) <= _WORDS_OF_A_NAME and all(word[0].isupper() or not word[0].isalpha() for word in words)
    return name if looks or is_asking(name) or is_plain(name) else ""


def _turns(lines: Iterable[Line], speakers: frozenset[str]) -> Iterator[Turn]:
    turn: Turn | None = None
    section = ""
    for line in lines:
        begun = None if line.heading else begins(line.text, speakers)
        if begun:
            if turn and turn.text:
                yield turn
            turn = Turn(line.number, begun.text, begun.speaker, begun.time, section)
        elif line.heading:
            section = line.text
        elif turn and line.text:
            first = turn.line if turn.text else line.number
            turn = replace(turn, line=first, text=f"{turn.text} {line.text}".strip())
    if turn and turn.text:
        yield turn


def _paragraphs(lines: Iterable[Line]) -> Iterator[Turn]:
    """The paragraphs between blank lines, items of lists each by itself, and the heading that each stands under."""
    section = ""
    block: list[Line] = []
    for line in (*lines, Line(0, "")):
        if block and (not line.text or line.item or line.heading or line.quoted != block[0].quoted):
            text = " ".join(part.text for part in block)
            first, block = block[0], []
            if not first.item and not first.quoted and _heads(text):
                section = text
            else:
                yield Turn(first.number, text, "", "", section, first.item, first.quoted)
        if line.heading:
            section = line.text
        elif line.text:
            block.append(line)


def _heads(text: str) -> bool:
    """Whether a paragraph is a heading: short, and no sentence but a question."""
    return len(text) <= _HEADING and (text.endswith("?") or not _ENDED.search(text))


def _title(lines: Iterable[Line]) -> str:
    """The first line, where it is a heading."""
    first = next((line for line in lines if line.text), None)
    if first is None or _label(first) or first.item:
        return ""
    return first.text if first.heading or _heads(first.text) else ""


def says_something(text: str) -> bool:
    """Whether there is a word in it beside remarks such as [laughs]."""
    return any(character.isalnum() for character in _MARKED.sub("", text))
