"""What forms that tell of journeys and personas share: each thing told once, under a readable key of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph_schema.errors import UsageError
from graph_schema.keys import check_key, slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Defaults, Entry, Raw, Reading
from loaders.sample import Sample
from loaders.text import read_text
from loaders.wishes import Wishes

MAX_SLUG = 80
"""A key made of words is cut after the last word that fits: what people read aloud ends sooner."""
MAX_TITLE = 200
"""What is longer is named by its beginning, and described by all of it."""


MAX_TEXT = 4 * 1024 * 1024
"""So many bytes of a text that people write are read."""


@dataclass
class Telling:
    """Tells entries of one source; what a file repeats is said once."""

    source: str
    seen: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    keys: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def entry(self, collection: str, place: Place, /, **fields: Raw) -> Entry:
        """An entry with the fields that say something."""
        given = {name: value for name, value in fields.items() if value not in (None, "", [])}
        return Entry(collection, given, place, Defaults(source=self.source))

    def once(self, collection: str, place: Place, key: str, /, **fields: Raw) -> Iterator[Entry]:
        """The entry of a thing that the source has not told of yet."""
        if self.first(collection, key):
            yield self.entry(collection, place, key=key, **fields)

    def relation(
        self, collection: str, place: Place, start: str, end: str, /, claim: Mapping[str, Raw] | None = None, **own: Raw
    ) -> Iterator[Entry]:
        """A relationship that the source has not told of yet; `claim` (its basis, note and so on) tells none apart."""
        if self.first(collection, "\0".join((start, end, *(str(value) for value in own.values())))):
            yield self.entry(collection, place, **{"from": start, "to": end, **own, **(claim or {})})

    def first(self, scope: str, word: str) -> bool:
        """Whether a word comes for the first time in a scope; from now on it does not."""
        seen = self.seen.setdefault(scope, set())
        new = word not in seen
        seen.add(word)
        return new

    def key_of(self, collection: str, text: str) -> str:
        """The key of what a text names: always the same for the same words; empty where it has no letter or digit."""
        whole = slug(text)
        if whole and (collection, whole) not in self.keys:
            self.keys[collection, whole] = self.unique(f"{collection} by name", short_slug(text))
        return self.keys.get((collection, whole), "")

    def name_key(self, collection: str, text: str, key: str) -> str:
        """Give what a text names a key of its own, which is returned; the first that is named so keeps the name."""
        unique = self.unique(f"{collection} by name", key)
        self.keys.setdefault((collection, slug(text)), unique)
        return unique

    def unique(self, scope: str, key: str) -> str:
        """The key, or with `-2` where another thing of this file has it."""
        taken = self.seen.setdefault(scope, set())
        unique, number = key, 1
        while unique in taken:
            number += 1
            unique = f"{key}-{number}"
        taken.add(unique)
        return unique


def dataset_named(sample: Sample, wishes: Wishes, *names: str) -> Dataset:
    """The dataset of a file, by what it names itself, so that a renamed file is the same; else by the file's name."""
    stem = Path(sample.name.removesuffix(".gz")).stem
    name = next((name for name in (*names, stem) if slug(name)), "journey map")
    if wishes.dataset is None:
        return Dataset(key=short_slug(name), name=titled(name)[0])
    try:
        return Dataset(key=check_key(wishes.dataset), name=titled(name)[0])
    except ValueError as error:
        raise UsageError(f"The dataset can't be named so: {error}.", "Choose another key.") from error


def told_text(sample: Sample, limit: int = MAX_TEXT) -> str | Problem:
    """The text of a file that people wrote; a problem where it is too large, or no text."""
    text = read_text(sample.path, sample.name, limit)
    if isinstance(text, Problem):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Problem(Place(sample.name, line), "A NUL character.", "This is not a text file; save it as plain text.")
    return text


def refused(sample: Sample, wishes: Wishes, problem: Problem) -> Reading:
    """What comes of a file that can't be read."""
    return Reading(dataset_named(sample, wishes), Place(sample.name), iter(()), [problem])


def short_slug(text: str, limit: int = MAX_SLUG) -> str:
    """A slug of the first words of a text; empty where it has no letter or digit."""
    whole = slug(text)
    if len(whole) <= limit:
        return whole
    cut = whole[:limit]
    return cut if whole[limit] == "-" else cut.rpartition("-")[0] or cut


def titled(text: str) -> tuple[str, str | None]:
    """A name for a text, and the whole text as the description where the name is only its beginning."""
    text = " ".join(text.split())
    if len(text) <= MAX_TITLE:
        return text, None
    sentence = text[:MAX_TITLE].rpartition(". ")[0]
    return (f"{sentence}." if sentence else text[:MAX_TITLE].rpartition(" ")[0] or text[:MAX_TITLE]), text
