"""Interviews as captions: WebVTT and SubRip files, read by webvtt-py (docs/interviews.md)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from io import StringIO
from itertools import takewhile

from webvtt import Caption, WebVTT
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Timestamp

from graph_schema.problems import Place, Problem
from loaders.entries import Reading
from loaders.interviews.opening import beginning, lines_of
from loaders.interviews.quotes import Interview, Medium
from loaders.interviews.settings import is_setting, read_settings, split_settings
from loaders.interviews.turns import Line, Talk, Turn, begins, speakers_of
from loaders.sample import Sample
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "captions"
_SUFFIXES = (".vtt", ".srt")
_ARROW = "-->"
_BEGINS = re.compile(r"(?:\A|\n)\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,80})?\s+([^<>]{1,80})>")
_TAG = re.compile(r"<[^<>]{0,80}>")
_PAUSE = 2_000
"""Milliseconds of silence after which something new is said."""
_LONG = 600
"""Characters after which a passage ends with its sentence, where nobody else begins to speak."""
_SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")
_SAY_RIGHT = "Export the captions again, as WebVTT or SubRip."


@dataclass(frozen=True)
class _Cue:
    line: int
    start: int
    end: int
    speaker: str
    text: str


def recognises(sample: Sample) -> str | None:
    """A text with times of the form that captions have."""
    if sample.suffix in _SUFFIXES:
        text = beginning(sample)
        if text.startswith("WEBVTT"):
            return "it begins with WEBVTT"
        if _BEGINS.search(text):
            return "it holds captions with their times"
    return None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    problems: list[Problem] = []
    notes: list[str] = []
    lines = lines_of(sample, problems, notes)
    own, above = _settings(lines)
    settings = read_settings(own, Place(sample.name), problems, above=above)
    cues = [] if problems else list(_cues(lines, Place(sample.name), settings.declared, problems))
    turns = list(_turns(cues))
    told = Talk(turns, spoken=any(turn.speaker for turn in turns))
    return Interview(sample, told, settings, _MEDIUM, problems, notes).reading(wishes)


_MEDIUM = Medium("recording", lambda turn: turn.time)


def _settings(lines: Sequence[str]) -> tuple[Sequence[str], int]:
    """The settings' lines, and how many stand above them: a NOTE of WebVTT, or between `---` lines above SubRip."""
    for number, line in enumerate(lines):
        if _ARROW in line:
            break
        if line.startswith("NOTE") and is_setting(next(iter(lines[number + 1 :]), "")):
            note = list(takewhile(str.strip, lines[number + 1 :]))
            return note, number + 1
    return split_settings(lines)[0], 1


def _cues(lines: Sequence[str], place: Place, declared: frozenset[str], problems: list[Problem]) -> Iterator[_Cue]:
    """The captions in order, each with its line; one whose times can't be read is a problem."""
    above = split_settings(lines)[1]
    body = [*[""] * above, *lines[above:]]
    first = next((line for line in body if line.strip()), "")
    try:
        read = WebVTT.from_string if first.startswith("WEBVTT") else _from_srt
        captions = read("\n".join(body).lstrip("\n")).captions
    except (MalformedFileError, MalformedCaptionError):
        problems.append(Problem(place, "These are no captions.", _SAY_RIGHT))
        return
    texts = [line for caption in captions for line in (Line(0, caption.text), Line(0, ""))]
    speakers = speakers_of(texts, declared)
    waiting = iter(captions)
    caption = next(waiting, None)
    for number, line in enumerate(body, 1):
        if _ARROW not in line:
            continue
        if caption is not None and _start(line) == caption.start_time.in_milliseconds():
            yield from _said(caption, number, speakers)
            caption = next(waiting, None)
        elif _start(line) is None or "".join(body[number : number + 1]).strip():
            right = "Write them as 00:01:02.345 --> 00:01:04.000, or export the captions again."
            problems.append(Problem(Place(place.file, number), f"The times {shown(line)} can't be read.", right))
            return


def _start(line: str) -> int | None:
    """When a caption begins, in milliseconds; None where its times are none."""
    try:
        times = [Timestamp.from_string(part.split()[0].replace(",", ".")) for part in line.split(_ARROW)]
        return times[0].in_milliseconds()
    except (MalformedCaptionError, IndexError):
        return None


def _from_srt(text: str) -> WebVTT:
    return WebVTT.from_buffer(StringIO(text), format="srt")


def _said(caption: Caption, number: int, speakers: frozenset[str]) -> Iterator[_Cue]:
    """What a caption holds: one thing said, or one for each voice that it names."""
    start, end = caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds()
    before, *voices = _VOICE.split(caption.raw_text)
    spoken = [("", before), *zip(voices[::2], voices[1::2], strict=True)]
    for voice, raw in spoken:
        lines = [" ".join(unescape(_TAG.sub("", line)).split()) for line in raw.split("\n")]
        text = "\n".join(line for line in lines if line)
        begun = begins(text.replace("\n", " "), speakers) if not voice else None
        if begun:
            yield _Cue(number, start, end, begun.speaker, begun.text)
        elif text:
            yield _Cue(number, start, end, " ".join(voice.split()), text)


def _turns(cues: Sequence[_Cue]) -> Iterator[Turn]:
    """Captions that go on are put together: a new turn begins with a speaker, after a pause, or when it gets long."""
    turn: Turn | None = None
    before: _Cue | None = None
    for cue in cues:
        goes_on = before is not None and cue.start - before.end <= _PAUSE and cue.speaker in ("", before.speaker)
        lines = cue.text.split("\n")
        if before and lines[0] == before.text.split("\n")[-1] and cue.start - before.end <= _PAUSE:
            lines = lines[1:]  # captions that roll up show the last line again
        text = " ".join(lines)
        if turn and goes_on and not _is_full(turn.text):
            turn = replace(turn, text=f"{turn.text} {text}".strip())
        elif text:
            if turn:
                yield turn
            speaker = cue.speaker or (before.speaker if before and goes_on else "")
            turn = Turn(cue.line, text, speaker, _time(cue.start))
        before = replace(cue, speaker=cue.speaker or (before.speaker if before and goes_on else ""))
    if turn:
        yield turn


def _is_full(text: str) -> bool:
    return len(text) >= _LONG and text.endswith(_SENTENCE_ENDS)


def _time(milliseconds: int) -> str:
    """A time as players show it: hours, minutes, seconds."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
