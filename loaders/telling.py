"""What forms that tell of journeys and personas share: each thing told once, under a readable key of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from graph_schema.errors import UsageError
from graph_schema.keys import check_key, slug
from graph_schema.kinds.records import Dataset
from graph_schema.model import Kind
from graph_schema.problems import Place, Problem
from graph_schema.registry import REGISTRY
from loaders.entries import Defaults, Entry, Name, Raw, Reading
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
    words: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """The words that keys of a kind were made of."""

    def entry(self, collection: str, place: Place, /, **fields: Raw) -> Entry:
        """An entry with the fields that say something. Keys made of a file's own words are told as those words."""
        tokens = _tokens(collection)
        given = {
            name: self._named(value, tokens[name]) if name in tokens else value
            for name, value in fields.items()
            if value not in (None, "", [])
        }
        return Entry(collection, given, place, Defaults(source=self.source))

    def _named(self, value: Raw, token: str) -> Raw:
        """A key, or keys, as the words that they were made of, so that matching can tell what is meant."""
        if isinstance(value, str):
            kind, colon, key = value.rpartition(":")
            text = self.words.get((kind or token, key))
            return Name(text, kind if colon else "") if text else value
        if isinstance(value, Mapping):
            return {name: self._named(inner, token) if name == "to" else inner for name, inner in value.items()}
        return [self._named(item, token) for item in value] if isinstance(value, list) else value

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
            key = self.keys[collection, whole] = self.unique(f"{collection} by name", short_slug(text))
            if key == whole:
                self.words[_tokens(collection)["key"], key] = text
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


@cache
def _tokens(collection: str) -> dict[str, str]:
    """The fields of a collection that hold keys, and of which kind; empty where the keys say it themselves."""
    for kind in REGISTRY.written_kinds:
        if kind.plural == collection:
            claims = {rel.forward: _only(REGISTRY.ends(rel)) for rel in REGISTRY.claims(kind)}
            return claims | ({} if kind.parent else {"key": kind.token()})
    relations = REGISTRY.rel_types.get(collection.upper(), ())
    starts = tuple(kind for relation in relations for kind in REGISTRY.starts(relation))
    ends = tuple(kind for relation in relations for kind in REGISTRY.ends(relation))
    return {"from": _only(starts), "to": _only(ends)}


def _only(kinds: Sequence[type[Kind]]) -> str:
    tokens = {kind.token() for kind in kinds}
    return tokens.pop() if len(tokens) == 1 else ""


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
