"""The records that a mapping makes of each row: one for each key, however many rows name it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from graph_schema.fields import ValueType, fields_of
from graph_schema.keys import parent_key
from graph_schema.model import Assertion, Claim, Fact, Kind, Party
from graph_schema.problems import Place, Problem
from graph_schema.registry import REGISTRY
from loaders.entries import Defaults, Entry, Raw
from loaders.mapping.base import AnyValue, LinkTo, Value
from loaders.mapping.groups import Gathered
from loaders.mapping.model import Record
from loaders.mapping.rows import ORDER, RowCells, items_of, let_through
from loaders.mapping.values import CellError, Pseudonym, as_texts, columns_in, key_text, read_link, read_some
from loaders.values import shown

MAX_KEYS = 300_000
"""So many different records a mapping makes: those with one key are held together until all rows are read."""
_CLAIM = {field.name for field in fields_of(Claim)}
_KEYS = ("quotes", "source")
"""Properties that hold keys, as texts."""
_BETWEEN = re.compile(r"[\s_\-\u2010-\u2015]+")
_AROUND = " .,;:!?'\"()[]"


@dataclass(frozen=True)
class Shape:
    """What the schema says of a collection, as far as records of tables need it."""

    kind: type[Kind] | None
    links: frozenset[str]
    """Fields that are links, which a record can have several of."""
    keys: frozenset[str]
    """Fields that hold keys."""
    needed: tuple[str, ...]
    """Fields without which there is no record."""
    texts: frozenset[str]
    """Fields that hold free text."""

    @classmethod
    def of(cls, collection: str) -> "Shape":
        """The shape of a collection."""
        kind = next((kind for kind in REGISTRY.written_kinds if kind.plural == collection), None)
        if kind is None:
            return cls(None, frozenset(), frozenset(("from", "to", *_KEYS)), ("from", "to"), frozenset(("note",)))
        claims = REGISTRY.claims(kind)
        parties = [rel.forward for rel in claims if issubclass(rel, Party) and rel.required]
        texts = {f.name for f in fields_of(kind) if f.value_type is ValueType.TEXT and not f.choices} - {"key"}
        return cls(
            kind,
            frozenset(rel.forward for rel in claims if issubclass(rel, Assertion)),
            frozenset(("key", *_KEYS, *(rel.forward for rel in claims))),
            tuple(parties) if issubclass(kind, Fact) else ("key",),
            frozenset(texts | {"note"}) - {"source", "respondent"},
        )


@dataclass
class Kept:
    """A record, and the text that its key was made of."""

    entry: Entry
    written: str


@dataclass
class Held:
    """The records of all templates, by collection and key, until all rows are read."""

    problems: list[Problem]
    records: dict[tuple[str, str], Kept] = field(default_factory=dict[tuple[str, str], Kept])
    spellings: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict[tuple[str, str], dict[str, None]])
    """In which ways a key's text is written, where in several."""
    links: set[int] = field(default_factory=set[int])
    orders: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])

    def place_in(self, collection: str, container: str) -> str:
        """The place of the next record among those of one container, from 1."""
        self.orders[collection, container] += 1
        return str(self.orders[collection, container])

    def is_new(self, collection: str, fields: Mapping[str, Raw]) -> bool:
        """Whether a link is given for the first time."""
        before = len(self.links)
        self.links.add(hash((collection, repr(sorted(fields.items())))))
        return len(self.links) > before

    def differently(self, collection: str, key: str, before: Kept, written: str, place: Place) -> None:
        """A key was made of another text before: of one that is read alike, or of another thing."""
        if alike(before.written, written):
            self.spellings.setdefault((collection, key), {before.written: None})[written] = None
            return
        found = f"{shown(written)} and {shown(before.written)} in {before.entry.place} both give the key {key!r}."
        self.problems.append(Problem(place, found, "Say by `words` in the mapping what each of them is."))


@dataclass
class RecordMaker:
    """Makes the records of one template."""

    collection: str
    record: Record
    defaults: Defaults
    pseudonym: Pseudonym
    mask: Callable[[str, Sequence[str]], str]
    """Masks personal data in a text that comes from these columns."""
    columns: Sequence[str]
    problems: list[Problem]
    held: Held
    skipped: Counter[str] = field(default_factory=Counter[str])
    """How many rows have no such record, by the column that was empty."""

    def __post_init__(self) -> None:
        self.shape = Shape.of(self.collection)
        self._read = {name: value for name, value in self.record.fields.items() if not is_taken(value)}
        self._taken = {name: value for name, value in self.record.fields.items() if is_taken(value)}
        self._columns = {
            name: ", ".join(dict.fromkeys(columns_in(value))) or name for name, value in self.record.fields.items()
        }
        self._groups: dict[tuple[tuple[str, str], ...], _Group] = {}

    def rows(self, cells: RowCells) -> Iterator[Entry]:
        """The records of one row; those that count several rows come at the end."""
        try:
            if not let_through(self.record.where, cells):
                return
            for one in items_of(self.record.each, cells, self.columns):
                yield from self._row(one)
        except CellError as error:
            place = cells.place
            self.problems.append(Problem(Place(place.file, place.line, error.column), _upper(error.found), error.right))

    def end(self) -> Iterator[Entry]:
        """The records that count several rows."""
        for group in self._groups.values():
            taken = {name: gathered.result() for name, gathered in group.gathered.items()}
            yield self._entry({**group.fields, **{n: v for n, v in taken.items() if v is not None}}, group.place)
        self._groups.clear()

    def _row(self, cells: RowCells) -> Iterator[Entry]:
        read = ((name, self._value(name, value, cells)) for name, value in self._read.items())
        fields: dict[str, Raw] = {name: found for name, found in read if found}
        for name in self.shape.needed:
            if name not in fields:
                self.skipped[self._columns.get(name, name)] += 1
                return
        if self._taken:
            self._group(fields, cells)
        elif self.shape.needed == ("key",):
            self._hold(fields, cells)
        elif self.shape.kind is not None or self.held.is_new(self.collection, fields):
            yield self._entry(fields, cells.place)

    def _value(self, name: str, value: AnyValue, cells: RowCells) -> Raw:
        as_key = name in self.shape.keys
        if isinstance(value, LinkTo):
            return read_link(value, cells, self.pseudonym, _KEYS)
        if isinstance(value, tuple):
            items = [self._value(name, item, cells) for item in value]
            flat = [one for item in items for one in (item if isinstance(item, list) else [item]) if one is not None]
            return cast("Raw", flat) or None
        found = read_some(value, cells, self.pseudonym, as_key=as_key)
        if name in _KEYS:
            return as_texts(found)
        if name in self.shape.texts and isinstance(found, str):
            return self.mask(found, columns_in(value))
        return found

    def _group(self, fields: dict[str, Raw], cells: RowCells) -> None:
        identity = tuple((name, _identity(value)) for name, value in fields.items())
        group = self._groups.get(identity)
        if group is None:
            if len(self._groups) >= MAX_KEYS:
                raise CellError("", f"more than {MAX_KEYS:,} different {self.collection}.", "Split the table.")
            gathered = {name: Gathered(cast("Value", value)) for name, value in self._taken.items()}
            group = self._groups[identity] = _Group(cells.place, fields, gathered)
        for gathered in group.gathered.values():
            gathered.add(cells)

    def _hold(self, fields: dict[str, Raw], cells: RowCells) -> None:
        """Keep a record until all rows are read, together with what other rows say of the same thing."""
        key = key_text(fields["key"])
        written = str(read_some(cast("Value", self._read["key"]), cells, self.pseudonym, as_key=False))
        before = self.held.records.get((self.collection, key))
        if before is None:
            if len(self.held.records) >= MAX_KEYS:
                raise CellError(self._columns["key"], f"More than {MAX_KEYS:,} different records.", "Split the table.")
            if ORDER in fields.values():
                place = self.held.place_in(self.collection, parent_key(key))
                fields = {name: place if value == ORDER else value for name, value in fields.items()}
            self.held.records[self.collection, key] = Kept(self._entry(fields, cells.place), written)
            return
        if written != before.written:
            self.held.differently(self.collection, key, before, written, cells.place)
        said = cast("dict[str, Raw]", before.entry.fields)
        for name, value in fields.items():
            if name == "key" or value == ORDER:
                continue
            if name not in said:
                said[name] = value
            elif name in self.shape.links:
                links = {_identity(link): link for link in (*_several(said[name]), *_several(value))}
                said[name] = list(links.values())
            elif said[name] != value and name not in _CLAIM and not (name == "name" and alike(said[name], value)):
                found = f"{name} is {shown(str(value))} here, and {shown(str(said[name]))} in {before.entry.place}."
                right = (
                    f"Rows with the key {key!r} describe one thing. Leave {name} out, or give each a key of its own."
                )
                place = Place(cells.place.file, cells.place.line, self._columns[name])
                self.problems.append(Problem(place, found, right))

    def _entry(self, fields: dict[str, Raw], place: Place) -> Entry:
        return Entry(self.collection, fields, place, self.defaults, from_table=True, columns=self._columns)


@dataclass
class _Group:
    place: Place
    fields: dict[str, Raw]
    gathered: dict[str, Gathered]


def alike(one: Raw, other: Raw) -> bool:
    """Whether two texts differ only in case, blanks, hyphens and the marks around them."""
    return _plain(str(one)) == _plain(str(other))


def _plain(text: str) -> str:
    return _BETWEEN.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip(_AROUND)


def is_taken(value: AnyValue) -> bool:
    """Whether a value is worked out from several rows."""
    return isinstance(value, Value) and value.take is not None


def _several(value: Raw) -> Sequence[Raw]:
    return value if isinstance(value, list) else [value]


def _identity(link: Raw) -> str:
    return repr(sorted(link.items())) if isinstance(link, dict) else key_text(link)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
