"""Says what was counted, in entries: each thing once, each number with what it rests on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b

from pydantic import ValidationError

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.model import MAX_NAME
from graph_schema.problems import Place, Problem
from loaders.entries import Defaults, Entry, Name, Raw
from loaders.events.metrics import METRICS
from loaders.sample import Sample
from loaders.wishes import Wishes

MAX_SLUG = 100
"""A longer name gives a key that is cut, and told from others by a digest."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_PAGE = re.compile(r"/|https?://", re.IGNORECASE)
_START_PAGE = "start-page"


def dataset_of(sample: Sample, wishes: Wishes, place: Place, problems: list[Problem], title: str = "") -> Dataset:
    """The dataset of a file: by what the user asks for, what the file calls itself, or else how it is called."""
    named = sample.name.rpartition("/")[2]
    stem = named.removesuffix(".gz").rpartition(".")[0] or named
    key = wishes.dataset or slug(title) or slug(stem) or "log"
    try:
        return Dataset(key=key, name=clean(title or stem) or key)
    except ValidationError as error:
        found = error.errors()[0]["msg"].removeprefix("Value error, ")
        problems.append(Problem(place, f"{found}.", "Name the dataset otherwise."))
        return Dataset(key="log", name="log")


def clean(name: str) -> str:
    """A name in one line, without what can't be printed, cut where it is too long for a name."""
    text = " ".join(_CONTROL.sub(" ", name).split())
    return text if len(text) <= MAX_NAME else f"{text[: MAX_NAME - 4]} ..."


def keys_of(names: Iterable[str], otherwise: str, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """A key for each name: its slug, with `-2` where another name has that; `otherwise` where a name has no letter.

    Names whose keys are `known` have those.
    """
    keys = dict(known or {})
    taken = set(keys.values())
    for name in sorted(set(names) - keys.keys()):
        key = _START_PAGE if name == "/" else slug(name) or otherwise
        if len(key) > MAX_SLUG:
            key = f"{key[:MAX_SLUG].rstrip('-')}-{digest(name)}"
        unique, number = key, 1
        while unique in taken:
            number += 1
            unique = f"{key}-{number}"
        taken.add(unique)
        keys[name] = unique
    return keys


def digest(text: str) -> str:
    """Ten letters that stand for a text."""
    return blake2b(text.encode("utf-8", "backslashreplace"), digest_size=5).hexdigest()


@dataclass
class Telling:
    """Makes entries for one source of a dataset; remembers what was described and named in the dataset."""

    source: str
    place: Place
    instrument: str
    begins: date | None = None
    ends: date | None = None
    told: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    named: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def by(self, source: str, begins: date | None, ends: date | None) -> "Telling":
        """The same dataset, by another source about another period."""
        return replace(self, source=source, begins=begins, ends=ends)

    def keys(self, kind: str, names: Iterable[str]) -> dict[str, str]:
        """The keys of things of a kind by their names; one that was named before keeps its key."""
        names = set(names)
        self.named[kind] = keys_of(names, kind, self.named.get(kind))
        return {name: key for name, key in self.named[kind].items() if name in names}

    def describe(self, collection: str, key: str, name: str, /, **fields: Raw) -> Iterator[Entry]:
        """A thing that the file names, once."""
        if (collection, key) not in self.told:
            self.told.add((collection, key))
            shown = clean(name)
            # What is keyed by its name may be known by another key elsewhere.
            named: Raw = Name(shown) if slug(shown) == key else key
            yield self._entry(collection, "stated", key=named, name=shown or key, **fields)

    def touchpoint(self, key: str, name: str) -> Iterator[Entry]:
        """A touchpoint, once; where its name is an address, that is its page."""
        return self.describe("touchpoints", key, name, pages=[clean(name)] if _PAGE.match(name) else None)

    def things(
        self, touchpoints: Mapping[str, str], channels: Mapping[str, str], segments: Mapping[str, str]
    ) -> Iterator[Entry]:
        """What is counted about, by names with their keys."""
        for name, key in touchpoints.items():
            yield from self.touchpoint(key, name)
        for collection, named in (("channels", channels), ("segments", segments)):
            for name, key in named.items():
                yield from self.describe(collection, key, name)

    def relate(self, collection: str, start: str, end: str, /, **fields: Raw) -> Entry:
        """A relationship that was seen."""
        return self._entry(collection, "measured", **{"from": start, "to": end, **fields})

    def variant(self, key: str, name: str, /, **fields: Raw) -> Entry:
        """A way that was seen."""
        return self._entry("variants", "measured", key=key, name=name, **fields, **self._period(fields))

    def read(self, metric: str, about: str, value: float | None, /, **fields: Raw) -> Iterator[Entry]:
        """A reading, after its metric; nothing where there is no value, for unknown is no number."""
        if value is None:
            return
        yield from self.metric(metric)
        given = {"instrument": self.instrument, **self._period(fields), **fields}
        yield self._entry("readings", "measured", metric=metric, about=about, value=number(value), **given)

    def share(self, metric: str, about: str, numerator: float, denominator: float, /, **fields: Raw) -> Iterator[Entry]:
        """A reading in per cent, with what was divided; nothing where there is nothing to divide by."""
        if denominator:
            parts = {"numerator": number(numerator), "denominator": number(denominator)}
            yield from self.read(metric, about, 100 * numerator / denominator, **parts, **fields)

    def metric(self, key: str, fields: Mapping[str, Raw] | None = None) -> Iterator[Entry]:
        """A metric, once."""
        if ("metrics", key) not in self.told:
            self.told.add(("metrics", key))
            yield self._entry("metrics", "stated", key=key, **(fields or METRICS[key]))

    def _period(self, fields: Mapping[str, Raw]) -> dict[str, Raw]:
        if "begins" in fields:
            return {}
        return {"begins": self.begins and self.begins.isoformat(), "ends": self.ends and self.ends.isoformat()}

    def _entry(self, collection: str, basis: str, /, **fields: Raw) -> Entry:
        given = {name: value for name, value in fields.items() if value not in (None, "", [])}
        return Entry(collection, given, self.place, Defaults(self.source, basis))


def number(value: float) -> str:
    """A number as the schema reads it, a whole one without a point."""
    return str(int(value)) if value == int(value) else repr(value)


def several(count: int, thing: str) -> str:
    """A number of things, in words."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
