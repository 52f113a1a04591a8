"""What an interview becomes: a source, and a quote for each thing that was said; see docs/interviews.md."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import ValidationError

from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Raw, Reading, Use
from loaders.interviews.settings import Settings
from loaders.interviews.turns import Talk, Turn, is_asking, is_plain, says_something
from loaders.personal import Masker
from loaders.sample import Sample
from loaders.telling import Telling, short_slug
from loaders.wishes import Wishes

INTERVIEW = re.compile(
    r"\b(?:interview|transcript|field ?notes|usability (?:test|session)|user (?:test|session)|focus group|debrief)\b",
    re.IGNORECASE,
)
"""Words by which a title says that it is of an interview."""
_GENERAL = re.compile(
    r"(?:the |an? )?(?:user |customer |research |field |raw |meeting |call )*(?:interviews?|transcripts?|notes?|calls?|"
    r"sessions?|conversations?|recordings?|summary)(?: (?:notes|transcript|recording))?[\s#_-]*\d*",
    re.IGNORECASE,
)
"""A title that many interviews have, so that it names none of them."""
_QUOTED = re.compile(r"[\"“„«‘'](?P<words>.+)[\"”“»’'][.,;]?", re.DOTALL)
_KEY = 60
_HASH = 16
"""So many digits of a speaker's hash stand in the keys of quotes, so that all that one person said is found by it."""
_SHOWN = 5
_MIN_NAME = 3
_ASKED = 500


@dataclass(frozen=True)
class Medium:
    """How a file tells what was said."""

    method: str
    """As the source says it, where nobody speaks in the file's own words."""
    place: Callable[[Turn], str]
    """Where a turn stands, in words."""


@dataclass
class Interview:
    """An interview that was read, to be told as entries."""

    sample: Sample
    talk: Talk
    settings: Settings
    medium: Medium
    problems: list[Problem]
    notes: list[str] = field(default_factory=list[str])
    masker: Masker = field(default_factory=Masker)

    def reading(self, wishes: Wishes) -> Reading:
        """The dataset and its entries."""
        place = Place(self.sample.name)
        dataset = self._dataset(wishes, place)
        if not self.talk.turns and not self.problems:
            right = "Write who speaks at the beginning of a line, as in `Ana: I looked for it`, or paragraphs of text."
            self.problems.append(Problem(place, "Nothing in it can be quoted.", right))
        if self.problems:
            return Reading(dataset, place, iter(()), self.problems)
        self._note()
        entries = self._entries(dataset, wishes)
        return Reading(dataset, place, entries, self.problems, self.notes, self._uses())

    def _dataset(self, wishes: Wishes, place: Place) -> Dataset:
        title = self._hide(self.settings.title or self.talk.title)
        own = "" if _GENERAL.fullmatch(title) else short_slug(title)
        stem = self._hide(re.sub(r"[-_ ]+", " ", self.sample.path.name.partition(".")[0]))
        key = wishes.dataset or self.settings.dataset or own or short_slug(stem) or "interview"
        try:
            return Dataset(key=key, name=title or stem or key)
        except ValidationError as error:
            found = f"{error.errors()[0]['msg'].removeprefix('Value error, ')}."
            self.problems.append(Problem(place, found, "Write `dataset:` with a short key between `---` lines."))
            return Dataset(key="interview", name="interview")

    def _entries(self, dataset: Dataset, wishes: Wishes) -> Iterator[Entry]:
        # A label such as `P3` means somebody within its interview only.
        within = {speaker: dataset.key if is_plain(speaker) else "" for speaker in self.voices if speaker}
        hashes = {speaker: wishes.pseudonym(speaker, each)[:_HASH] for speaker, each in within.items()}
        telling = Telling(dataset.key)
        is_interview = self.talk.spoken or INTERVIEW.search(dataset.name)
        method = self.settings.method or ("interview" if is_interview else self.medium.method)
        source: dict[str, Raw] = {"name": dataset.name, "published": self.settings.date, "method": method}
        yield from telling.once("sources", Place(self.sample.name), dataset.key, **source, url=self.settings.url)
        asked = ""
        for turn in self.talk.turns:
            if self._asks(turn.speaker):
                asked = f"{asked} {turn.text}".strip()
            elif says_something(turn.text):
                said_by = hashes.get(turn.speaker)
                yield self._quote(telling, turn, f"{said_by}-" if said_by else "", asked)
                asked = ""
        if masked := self.masker.note():
            self.notes.append(f"{self.sample.name}: {masked}")

    def _quote(self, telling: Telling, turn: Turn, who: str, asked: str) -> Entry:
        words = _QUOTED.fullmatch(turn.text) if not self.talk.spoken else None
        said = self._clean(words["words"] if words else turn.text)
        # In notes only what stands in quotation marks was said so.
        exact = self.talk.spoken or words or turn.quoted or not self._is_notes
        under = f"under '{turn.section}'" if turn.section not in ("", self.talk.title) else ""
        remarks = [f"Asked: {self._clean(asked[:_ASKED])}"] if asked else []
        if turn.broken_off and not self.talk.spoken:
            remarks.append("The text breaks off here.")
        parts = self.medium.place(turn), self.voices.get(turn.speaker, ""), self._hide(under)
        given: dict[str, Raw] = {
            "key": telling.unique("quotes", f"{telling.source}-{who}{short_slug(said, _KEY)}"),
            "text": said,
            "wording": "verbatim" if exact else "paraphrase",
            "locator": ", ".join(part for part in parts if part),
            "from": telling.source,
            "note": " ".join(remarks),
        }
        if turn.speaker:
            given["said_by"] = self.settings.persona_of(turn.speaker)
        return telling.entry("quotes", Place(self.sample.name, turn.line), **given)

    def _clean(self, text: str) -> str:
        """A text without the names of speakers, addresses and numbers."""
        return self.masker(self._hide(text))

    @cached_property
    def voices(self) -> dict[str, str]:
        """What each speaker is called instead of by name, in the order of speaking."""
        found: dict[str, str] = {}
        for speaker in dict.fromkeys(turn.speaker for turn in self.talk.turns if turn.speaker):
            number = sum(not self._asks(other) for other in found) + 1
            own = speaker if is_plain(speaker) else f"speaker {number}"
            found[speaker] = "interviewer" if self._asks(speaker) else own
        return found

    def _asks(self, speaker: str) -> bool:
        return is_asking(speaker) or speaker in self.settings.interviewers

    @cached_property
    def _hide(self) -> "_Hiding":
        return _Hiding(self.voices)

    @cached_property
    def _is_notes(self) -> bool:
        """Whether it is mostly items of lists, as notes are."""
        return sum(turn.item for turn in self.talk.turns) > len(self.talk.turns) / 2

    def _note(self) -> None:
        name = self.sample.name
        if self.talk.noise:
            lines = ", ".join(map(str, self.talk.noise[:_SHOWN]))
            more = f" and {len(self.talk.noise) - _SHOWN} more" if len(self.talk.noise) > _SHOWN else ""
            self.notes.append(f"{name}: menus, cookie texts and forms left out: line {lines}{more}.")
        named = [speaker for speaker, voice in self.voices.items() if voice != speaker]
        if named:
            self.notes.append(f"{name}: names of {len(named)} speakers left out; the quotes say which speaker it was.")

    def _uses(self) -> list[Use]:
        uses: list[Use] = []
        for speaker, voice in self.voices.items():
            turns = [turn for turn in self.talk.turns if turn.speaker == speaker]
            persona = self.settings.persona_of(speaker)
            as_whom = f" said by persona:{persona}" if persona else ""
            becomes = f"{_quotes(len(turns))}{as_whom}"
            if self._asks(speaker):
                becomes = "notes on the quotes that answer"
            uses.append(Use(f"what {voice} says", becomes, example=turns[0].text[:_KEY]))
        if not self.talk.spoken:
            uses.append(Use("paragraphs", _quotes(len(self.talk.turns)), example=self.talk.turns[0].text[:_KEY]))
        if self.talk.noise:
            uses.append(Use(f"{len(self.talk.noise)} lines", dropped="menus, cookie texts and forms of a web site"))
        return uses


def _quotes(count: int) -> str:
    return "a quote" if count == 1 else f"{count} quotes"


class _Hiding:
    """Puts what speakers are called instead of their names into the texts where they are named."""

    def __init__(self, voices: Mapping[str, str]) -> None:
        self._instead: dict[str, str] = {}
        for speaker, voice in voices.items():
            for name in (speaker, *speaker.split()):
                if speaker != voice and not is_asking(speaker) and len(name) >= _MIN_NAME:
                    self._instead.setdefault(name, f"[{voice}]")
        longest_first: Sequence[str] = sorted(self._instead, key=len, reverse=True)
        self._names = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b") if longest_first else None

    def __call__(self, text: str) -> str:
        return self._names.sub(lambda found: self._instead[found[0]], text) if self._names else text
