"""What forms that tell of journeys and personas share: each thing told once, under a readable key of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph_schema.keys import slug
from graph_schema.problems import Place
from loaders.entries import Defaults, Entry, Raw

MAX_SLUG = 80
"""A key made of words is cut after the last word that fits: what people read aloud ends sooner."""
MAX_TITLE = 200
"""What is longer is named by its beginning, and described by all of it."""


@dataclass
class Telling:
    """Tells entries of one source; what a file repeats is said once."""

    source: str
    seen: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

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

    def unique(self, scope: str, key: str) -> str:
        """The key, or with `-2` where another thing of this file has it."""
        taken = self.seen.setdefault(scope, set())
        unique, number = key, 1
        while unique in taken:
            number += 1
            unique = f"{key}-{number}"
        taken.add(unique)
        return unique


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
