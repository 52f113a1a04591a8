"""From entries to models: every field is read by the schema, and everything that is wrong is kept with its place."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from graph_schema.fields import fields_of
from graph_schema.keys import Ref, check_key, slug
from graph_schema.model import Assertion, Claim, Fact, Kind, Party, Relationship
from graph_schema.problems import Place, Problem
from graph_schema.registry import identifying
from graph_store.staging import Staging
from loaders.entries import Entry, Name, Raw
from loaders.values import SHOWN, read_value, shown, split
from loaders.yaml_reader import YamlMapping

_CLAIM = tuple(fields_of(Claim))
_MAX_PROBLEMS = 10_000
_UNKNOWN = "?"
"""Stands for the key of a container that has none."""


class Normaliser:
    """Turns the entries of one dataset into models and stages them.

    Claims that don't say where in their source they stand get their place in the `file`, if one is named.
    """

    def __init__(self, staging: Staging, dataset: str, file: str = "") -> None:
        self._staging = staging
        self._dataset = dataset
        self._file = file
        self._registry = staging.registry
        self._kinds = {kind.plural: kind for kind in self._registry.written_kinds}
        self.refused: set[Ref] = set()
        """What is described, but wrongly: what refers to it isn't wrong as well."""
        self._unknown: set[tuple[str, str, str]] = set()
        self._rels = {name.lower(): classes for name, classes in self._registry.rel_types.items()}

    def stage(self, entries: Iterable[Entry]) -> None:
        """Stage all entries; problems go to the staging's list."""
        for entry in entries:
            if len(self._staging.problems) >= _MAX_PROBLEMS:
                return
            if entry.collection in self._kinds:
                self._node(entry, self._kinds[entry.collection], "")
            elif entry.collection in self._rels and issubclass(self._rels[entry.collection][0], Assertion):
                self._relationship(entry, self._rels[entry.collection])
            elif self._first(entry, ""):
                self._problem(entry.place, f"There is no collection {shown(entry.collection)}.", self._nearest(entry))
        self._staging.finish_dataset(self._dataset, self.refused)

    def _first(self, entry: Entry, name: str) -> bool:
        """Whether an unknown collection, or an unknown column, is met for the first time: one word, one problem."""
        word = (entry.place.file, entry.collection, name)
        known = word in self._unknown
        self._unknown.add(word)
        return not known

    def _nearest(self, entry: Entry) -> str:
        assertions = [name for name, classes in self._rels.items() if issubclass(classes[0], Assertion)]
        return hint(entry.collection, [*self._kinds, *assertions])

    def _node(self, entry: Entry, kind: type[Kind], container: str) -> None:
        claims = {rel.forward: rel for rel in self._registry.claims(kind)}
        nested = {child.plural: child for child in self._registry.written_kinds if child.parent is kind}
        known = {field.name for field in fields_of(kind)} | claims.keys() | nested.keys()
        known |= {field.name for field in _CLAIM}
        if issubclass(kind, Fact):
            known.discard("key")
        self._unknown_fields(entry, known)
        claim = self._claim(entry, self._own_source(entry, kind), "" if "locator" in identifying(kind) else self._file)
        key = self._key(entry, kind, container, claims)
        self._children(entry, nested, key)
        if key is None:
            return
        ref = Ref(kind.token(), key)
        parties = self._parties(entry, ref, claims) if issubclass(kind, Fact) else []
        own = self._values(entry, kind, skip={"key"})
        if claim is None or own is None or parties is None:
            self.refused.add(ref)
            return
        if issubclass(kind, Fact):
            own |= claim.model_dump(exclude_none=True)
        node = self._build(kind, {"key": key, **own}, entry)
        if node is None:
            self.refused.add(ref)
        else:
            ref = self._staging.add_node(self._dataset, node, claim, entry.place, parties)
        for name, relationship in claims.items():
            if name in entry.fields and issubclass(relationship, Assertion):
                self._links(entry, name, relationship, ref, claim)

    def _children(self, entry: Entry, nested: Mapping[str, type[Kind]], key: str | None) -> None:
        """What stands inside a record is read even where the record is wrong, so that all problems show at once."""
        for name, child in nested.items():
            for item in self._nested(entry, name):
                self._node(item, child, key or _UNKNOWN)

    def _own_source(self, entry: Entry, kind: type[Kind]) -> str | None:
        """A source speaks for itself where nobody else is named."""
        key = entry.fields.get("key")
        return key if kind.token() == "source" and isinstance(key, str) else entry.defaults.source

    def _key(
        self, entry: Entry, kind: type[Kind], container: str, claims: Mapping[str, type[Relationship]]
    ) -> str | None:
        if issubclass(kind, Fact):
            return "unknown"
        given = entry.fields.get("key")
        raw = slug(given.text) if isinstance(given, Name) else given
        if not isinstance(raw, str):
            self._problem(entry.place, f"A {kind.token()} without a key.", "Write `key:` with a short, readable name.")
            return None
        if container.startswith(_UNKNOWN):
            return None
        key = f"{container}/{raw}" if container else raw
        try:
            check_key(key)
        except ValueError as error:
            self._problem(entry.at("key"), f"{error}.", "")
            return None
        depth = _depth(kind)
        if key.count("/") != depth:
            parts = " / ".join(_ancestry(kind))
            self._problem(
                entry.at("key"), f"{key!r} has {key.count('/') + 1} parts.", f"A {kind.token()}'s key has {parts}."
            )
            return None
        self._named(Ref(kind.token(), key), given)
        return key

    def _claim(self, entry: Entry, default_source: str | None, file: str) -> Claim | None:
        given: dict[str, Any] = {"source": default_source, "basis": entry.defaults.basis}
        given["locator"] = (entry.place.within(file) if file else "") or None
        given |= self._values(entry, Claim, skip=set(), partial=True) or {}
        if given["source"] is None:
            self._problem(
                entry.place,
                "Nobody is named as the source.",
                "Write `source:` here, at the top of the file, or in dataset.yaml.",
            )
            return None
        return self._build(Claim, given, entry)

    def _values(
        self, entry: Entry, model: type[BaseModel], *, skip: set[str], partial: bool = False
    ) -> dict[str, Any] | None:
        """The properties as the schema reads them; None where one can't be read."""
        values: dict[str, Any] = {}
        good = True
        for field in fields_of(model):
            raw = entry.fields.get(field.name)
            if field.name in skip or _nothing(raw) or (model is not Claim and field in _CLAIM):
                continue
            try:
                values[field.name] = read_value(field, raw)
            except ValueError as error:
                good = False
                self._problem(entry.at(field.name), f"{error}.", "")
        return values if good or partial else None

    def _parties(self, entry: Entry, ref: Ref, claims: Mapping[str, type[Relationship]]) -> list[Party] | None:
        parties: list[Party] = []
        good = True
        for name, relationship in claims.items():
            if not issubclass(relationship, Party):
                continue
            raw = entry.fields.get(name)
            if raw is None:
                if relationship.required:
                    good = False
                    self._problem(entry.place, f"A {ref.kind} without {name}.", f"Write `{name}:` with a key.")
                continue
            end = self._end(entry.at(name), relationship, raw)
            if end is None:
                good = False
            else:
                parties.append(relationship(from_ref=ref, to_ref=end))
        return parties if good else None

    def _links(self, entry: Entry, name: str, relationship: type[Assertion], start: Ref, claim: Claim) -> None:
        items = split(entry.fields[name]) if not isinstance(entry.fields[name], Mapping) else [entry.fields[name]]
        for item in items:
            if item is None:
                continue
            fields: Mapping[str, Raw] = item if isinstance(item, Mapping) else {"to": item}
            place = Place(entry.place.file, _line(item, entry.lines.get(name, entry.place.line)), entry.at(name).column)
            given = Entry(name, fields, place, entry.defaults, item.lines if isinstance(item, YamlMapping) else {})
            self._link(given, relationship, start, claim)

    def _relationship(self, entry: Entry, classes: Sequence[type[Relationship]]) -> None:
        raw = entry.fields.get("from")
        if not isinstance(raw, str | Name):
            self._problem(entry.place, "A relationship without `from`.", "Write the key of the node where it starts.")
            return
        starts = {kind.token(): rel for rel in classes for kind in self._registry.starts(rel)}
        ref = self._ref(entry.at("from"), raw, tuple(starts))
        claim = self._claim(entry, entry.defaults.source, self._file)
        if ref is not None and claim is not None:
            relationship = starts[ref.kind]
            assert issubclass(relationship, Assertion)  # noqa: S101 - `stage` lets nothing else through
            fields = {name: value for name, value in entry.fields.items() if name != "from"}
            self._link(
                Entry(entry.collection, fields, entry.place, entry.defaults, entry.lines), relationship, ref, claim
            )

    def _link(self, entry: Entry, relationship: type[Assertion], start: Ref, claim: Claim) -> None:
        self._unknown_fields(entry, {field.name for field in fields_of(relationship)} | {"to"})
        if entry.fields.get("to") is None:
            self._problem(entry.place, f"A link {entry.collection!r} without `to`.", "Write the key it points to.")
            return
        end = self._end(entry.at("to") if len(entry.fields) > 1 else entry.place, relationship, entry.fields["to"])
        own = self._values(entry, relationship, skip=set())
        said = self._values(entry, Claim, skip=set(), partial=True) or {}
        if end is None or own is None:
            return
        given = claim.model_dump(exclude_none=True) | said | own | {"from_ref": start, "to_ref": end}
        link = self._build(relationship, given, entry)
        if link is not None:
            self._staging.add_link(self._dataset, link, entry.place)

    def _end(self, place: Place, relationship: type[Relationship], raw: Raw) -> Ref | None:
        if not isinstance(raw, str | Name):
            self._problem(place, "A link that is neither a key nor a mapping with `to`.", "Write the key it points to.")
            return None
        return self._ref(place, raw, tuple(kind.token() for kind in self._registry.ends(relationship)))

    def _ref(self, place: Place, raw: str | Name, tokens: tuple[str, ...]) -> Ref | None:
        text = raw if isinstance(raw, str) else f"{raw.kind}:{slug(raw.text)}".removeprefix(":")
        kind, colon, key = text.partition(":")
        allowed = ", ".join(f"{token}:" for token in tokens[:8]) + (" or another kind" if len(tokens) > 8 else "")
        if not colon:
            if len(tokens) != 1:
                self._problem(
                    place, f"{shown(text)} does not say its kind.", f"Several can stand here; begin with {allowed}"
                )
                return None
            kind, key = tokens[0], text
        if kind not in tokens:
            self._problem(place, f"{shown(text)} can't stand here.", f"It takes {allowed}")
            return None
        try:
            ref = Ref(kind, check_key(key))
        except ValueError as error:
            self._problem(place, f"{error}.", "")
            return None
        self._named(ref, raw)
        return ref

    def _named(self, ref: Ref, raw: Raw) -> None:
        """What is known by a name may be known by another key elsewhere; what stands inside something is not."""
        if isinstance(raw, Name) and self._registry.kind(ref.kind).parent is None:
            self._staging.name(self._dataset, ref, raw.text)

    def _nested(self, entry: Entry, name: str) -> Iterable[Entry]:
        raw = entry.fields.get(name)
        items = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw] if raw is not None else []
        for item in items:
            line = _line(item, entry.lines.get(name, entry.place.line))
            place = Place(entry.place.file, line)
            if isinstance(item, Mapping):
                yield Entry(name, item, place, entry.defaults, item.lines if isinstance(item, YamlMapping) else {})
            else:
                self._problem(
                    place, f"An item of `{name}` is not a mapping.", "Write its fields, beginning with `key:`."
                )

    def _unknown_fields(self, entry: Entry, known: Iterable[str]) -> None:
        known = set(known)
        for name in entry.fields.keys() - known:
            if not entry.from_table or self._first(entry, name):
                place = entry.at(shown(name)[1:-1])
                place = Place(place.file, entry.lines.get(name, place.line), place.column)
                self._problem(place, f"There is no field {shown(name)} here.", hint(name, sorted(known)))

    def _build(self, model: type[Any], values: dict[str, Any], entry: Entry) -> Any:
        try:
            return model(**values)
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_context=False):
                name = str(next(iter(detail["loc"]), ""))
                value = "" if detail["type"] == "missing" else f" {shown(str(detail['input']))}:"
                found = f"{name}:{value} {detail['msg'].removeprefix('Value error, ')}."
                self._problem(entry.at(name) if name in entry.fields else entry.place, found, "")
            return None

    def _problem(self, place: Place, found: str, right: str) -> None:
        self._staging.problems.append(Problem(place, found, right))


def _nothing(raw: Raw) -> bool:
    """An empty text says as little as an empty cell."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def hint(word: str, known: Sequence[str]) -> str:
    """What somebody who wrote `word` may have meant."""
    near = get_close_matches(word[:SHOWN], known, 1)
    return f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."


def _depth(kind: type[Kind]) -> int:
    return len(_ancestry(kind)) - 1


def _ancestry(kind: type[Kind]) -> list[str]:
    return [*(_ancestry(kind.parent) if kind.parent else []), kind.token()]


def _line(item: Raw, otherwise: int) -> int:
    return min(item.lines.values(), default=otherwise) if isinstance(item, YamlMapping) else otherwise
