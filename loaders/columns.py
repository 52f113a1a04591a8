"""What a record is written with, as columns: for tables, templates and exports alike."""

from datetime import UTC, date, datetime
from typing import Any

from graph_schema.fields import Property, ValueType, fields_of
from graph_schema.model import Assertion, Claim, Fact, Kind, Relationship
from graph_schema.registry import Registry, needs_more
from loaders.tables.head import MAX_CELL
from loaders.values import joined, split

Record = dict[str, Any]
"""The values of one record, by column; what it doesn't say is not in it."""


class NotTabularError(ValueError):
    """A cell can't hold the value so that it reads as what it was."""


def columns_of(kind: type[Kind], registry: Registry) -> list[Property]:
    """The columns of a kind: its own, a fact's parties, and who says so."""
    claim = fields_of(Claim)
    own = [f for f in fields_of(kind) if f not in claim and not (issubclass(kind, Fact) and f.name == "key")]
    parties = [_party(party, registry, required=party.required) for party in registry.parties(kind)]
    names = {f.name for f in own}
    return [*parties, *own, *(f for f in claim if f.name not in names)]


def with_links(kind: type[Kind], registry: Registry) -> list[Property]:
    """The columns of a kind, and those of the links that can stand in them by their keys."""
    columns = columns_of(kind, registry)
    own = len(columns) - sum(column in fields_of(Claim) for column in columns)
    links = [rel for rel in registry.claims(kind) if issubclass(rel, Assertion) and not needs_more(rel)]
    return [*columns[:own], *(_party(rel, registry, required=False) for rel in links), *columns[own:]]


def link_columns(classes: tuple[type[Relationship], ...], registry: Registry) -> list[Property]:
    """The columns of a relationship type: its ends, its own, and who says so."""
    claim = fields_of(Claim)
    own = {f.name: f for rel in classes for f in fields_of(rel) if f not in claim}
    starts = [kind for rel in classes for kind in registry.starts(rel)]
    ends = [kind for rel in classes for kind in registry.ends(rel)]
    about = f"What it leads from: {_shape(starts)}.", f"What it leads to: {_shape(ends)}."
    return [
        _reference("from", about[0], required=True),
        _reference("to", about[1], required=True),
        *own.values(),
        *claim,
    ]


def collections(registry: Registry) -> dict[str, list[Property]]:
    """All collections that a bundle can hold, kinds first, with all columns that can stand in them."""
    found = {kind.plural: with_links(kind, registry) for kind in registry.written_kinds}
    for rel_type, classes in registry.rel_types.items():
        if issubclass(classes[0], Assertion):
            found[rel_type.lower()] = link_columns(classes, registry)
    return found


def in_a_cell(column: Property, value: Any) -> str:
    """A value as the text of a cell; NotTabularError where it would be read as something else."""
    if column.value_type is ValueType.TEXTS:
        text = joined(value)
        if list(split(text)) != value:
            raise NotTabularError(f"{column.name} has an item that is empty or begins or ends with blanks")
    else:
        text = plain_text(value)
    if not text or text != text.strip() or len(text) >= MAX_CELL or "\0" in text:
        raise NotTabularError(f"{column.name} is empty, begins or ends with blanks, holds a NUL, or is too long")
    return text


def plain_text(value: Any) -> str:
    """A value as the text that the schema reads."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def _party(rel: type[Relationship], registry: Registry, *, required: bool) -> Property:
    about = " ".join((rel.__doc__ or "").split()).partition(": ")[2].rstrip(".")
    shape = _shape(list(registry.ends(rel)))
    return _reference(rel.forward, f"{about[:1].upper()}{about[1:]}: {shape}.", required=required)


def _shape(kinds: list[type[Kind]]) -> str:
    tokens = list(dict.fromkeys(kind.token() for kind in kinds))
    if len(tokens) == 1:
        return f"the key of a {tokens[0]}"
    return f"a key with its kind, {', '.join(f'{t}:' for t in tokens[:6])}{' or another' if len(tokens) > 6 else ''}"


def _reference(name: str, about: str, *, required: bool) -> Property:
    return Property(name, ValueType.TEXT, None, required, about, searched=False, sortable=False)
