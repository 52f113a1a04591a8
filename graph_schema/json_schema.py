"""The JSON Schema of a bundle's YAML files, for editors that help to write them."""

from typing import Any

from graph_schema.fields import Property, ValueType, fields_of
from graph_schema.model import Assertion, Claim, Fact, Kind, Relationship
from graph_schema.registry import Registry, needs_more

Schema = dict[str, Any]

_TYPES: dict[ValueType, Schema] = {
    ValueType.TEXT: {"type": "string"},
    ValueType.INTEGER: {"type": "integer"},
    ValueType.NUMBER: {"type": "number"},
    ValueType.BOOLEAN: {"type": "boolean"},
    ValueType.DATE: {"type": "string", "format": "date"},
    ValueType.DATETIME: {"type": "string", "format": "date-time"},
    ValueType.TEXTS: {"type": "array", "items": {"type": "string"}},
}


def bundle_schema(registry: Registry) -> Schema:
    """The JSON Schema (2020-12) of a YAML file of a bundle."""
    kinds = {kind.plural: _list_of(f"#/$defs/{kind.token()}", kind) for kind in registry.written_kinds}
    relationships: Schema = {}
    for rel_type, classes in registry.rel_types.items():
        if issubclass(classes[0], Assertion):
            relationships[rel_type.lower()] = {
                "type": "array",
                "description": " ".join(_first_line(rel) for rel in classes),
                "items": _link(classes[0], {"from": {"type": "string", "description": "Where it starts."}}),
            }
    defaults = {field.name: _value(field) for field in fields_of(Claim) if field.name in ("source", "basis")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A YAML file of a journeygraph bundle",
        "type": "object",
        "additionalProperties": False,
        "properties": defaults | kinds | relationships,
        "$defs": {kind.token(): _kind(registry, kind) for kind in registry.written_kinds},
    }


def _kind(registry: Registry, kind: type[Kind]) -> Schema:
    own = {field.name: _value(field) for field in fields_of(kind)}
    claim = {field.name: _value(field) for field in fields_of(Claim)}
    links = {rel.forward: _links(registry, rel) for rel in registry.claims(kind)}
    nested = {
        child.plural: _list_of(f"#/$defs/{child.token()}", child)
        for child in registry.written_kinds
        if child.parent is kind
    }
    required = [field.name for field in fields_of(kind) if field.required and field.name not in claim]
    if issubclass(kind, Fact):
        own.pop("key")
        required.remove("key")
        required += [party.forward for party in registry.parties(kind) if party.required]
    return {
        "type": "object",
        "description": _first_line(kind),
        "additionalProperties": False,
        "properties": claim | own | links | nested,
        "required": required,
    }


def _links(registry: Registry, relationship: type[Relationship]) -> Schema:
    ends = registry.ends(relationship)
    key = "The key" if len(ends) == 1 else "kind:key"
    text = {"type": "string", "description": f"{key} of a {' or '.join(end.token() for end in ends)}."}
    if not issubclass(relationship, Assertion):
        return text | {"description": f"{_first_line(relationship)} {text['description']}"}
    shapes = [_link(relationship, {})] if needs_more(relationship) else [text, _link(relationship, {})]
    several = {"type": "array", "items": {"anyOf": shapes}}
    return {"description": _first_line(relationship), "anyOf": [*shapes, several]}


def _link(relationship: type[Relationship], more: Schema) -> Schema:
    fields = {field.name: _value(field) for field in fields_of(relationship)}
    to = {"to": {"type": "string", "description": "Where it ends."}}
    required = [*more, "to", *needs_more(relationship)]
    return {"type": "object", "additionalProperties": False, "properties": more | to | fields, "required": required}


def _list_of(reference: str, kind: type[Kind]) -> Schema:
    return {"type": "array", "description": _first_line(kind), "items": {"$ref": reference}}


def _value(field: Property) -> Schema:
    schema = _TYPES[field.value_type] | {"description": field.description}
    return schema | {"enum": list(field.words)} if field.choices else schema


def _first_line(model: type[Any]) -> str:
    return " ".join((model.__doc__ or "").partition("\n\n")[0].split())
