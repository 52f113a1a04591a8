"""The JSON Schema of mapping files, for editors: python -m loaders.mapping.json_schema > docs/mapping.schema.json."""

import sys
from typing import Any, cast

import orjson
from pydantic import TypeAdapter

from graph_schema.fields import fields_of
from graph_schema.model import Assertion, Claim, Fact, Kind, Party
from graph_schema.registry import Registry
from loaders.columns import link_columns
from loaders.mapping.base import AnyValue
from loaders.mapping.model import Mapping, Record

Schema = dict[str, Any]
_REFS = "#/$defs/{model}"
_VALUE = {"$ref": "#/$defs/AnyValue"}


def mapping_schema(registry: Registry) -> Schema:
    """The JSON Schema (2020-12) of a mapping file: its settings from the model, its records from the registry."""
    schema = Mapping.model_json_schema(ref_template=_REFS)
    value = TypeAdapter(AnyValue).json_schema(ref_template=_REFS)
    definitions: Schema = schema.pop("$defs") | value.pop("$defs")
    shared = {name: definitions["Record"]["properties"][name] for name in Record.model_fields}
    definitions.pop("Record")
    definitions["AnyValue"] = value
    records: Schema = {}
    for collection, (about, fields, required) in _collections(registry).items():
        definitions[f"record_{collection}"] = {
            "type": "object",
            "description": about,
            "additionalProperties": False,
            "properties": shared | {name: {**_VALUE, "description": text} for name, text in fields.items()},
            "required": required,
        }
        one = {"$ref": f"#/$defs/record_{collection}"}
        records[collection] = {"anyOf": [one, {"type": "array", "items": one}], "description": about}
    schema["properties"]["records"] |= {"properties": records, "additionalProperties": False}
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "$defs": definitions}
    return _as_written(whole) | {"title": "A mapping file of journeygraph"}


def _collections(registry: Registry) -> dict[str, tuple[str, dict[str, str], list[str]]]:
    """Each collection with what it is about, its fields with their descriptions, and those that are required."""
    claim = {field.name: field.description for field in fields_of(Claim)}
    found: dict[str, tuple[str, dict[str, str], list[str]]] = {}
    for kind in registry.written_kinds:
        own = {field.name: field.description for field in fields_of(kind)}
        links = {rel.forward: _first_line(rel) for rel in registry.claims(kind)}
        fields = {name: text for name, text in (own | links | claim).items() if name != "key" or _has_key(kind)}
        parties = [rel.forward for rel in registry.parties(kind) if rel.required]
        required = [field.name for field in fields_of(kind) if field.required and field.name in own]
        needed = [name for name in required if name in fields and name != "source"]
        found[kind.plural] = (_first_line(kind), fields, needed + parties)
    for rel_type, classes in registry.rel_types.items():
        if issubclass(classes[0], Assertion) and not issubclass(classes[0], Party):
            columns = link_columns(classes, registry)
            fields = {column.name: column.description for column in columns}
            required = [column.name for column in columns if column.required and column.name != "source"]
            found[rel_type.lower()] = (" ".join(map(_first_line, classes)), fields, required)
    return found


def _has_key(kind: type[Kind]) -> bool:
    return not issubclass(kind, Fact)


def _first_line(model: type[Any]) -> str:
    return " ".join((model.__doc__ or "").partition("\n\n")[0].split())


def _as_written(schema: Any) -> Any:
    """A text may be written without quotes, so that an editor takes it for a number or a boolean."""
    if isinstance(schema, list):
        return [_as_written(item) for item in schema]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(schema, dict):
        return schema
    given = cast("Schema", schema)
    made = {name: _as_written(inner) for name, inner in given.items() if not _is_noise(name, inner)}
    if made.get("type") == "string" and not {"enum", "const", "pattern"} & made.keys():
        made["type"] = ["string", "number", "boolean"]
    if "oneOf" in made:
        made["anyOf"] = made.pop("oneOf")
    return made


def _is_noise(name: str, inner: Any) -> bool:
    return name == "discriminator" or (name == "title" and isinstance(inner, str)) or (name == "default" and not inner)


if __name__ == "__main__":
    from graph_schema.registry import REGISTRY

    sys.stdout.buffer.write(orjson.dumps(mapping_schema(REGISTRY), option=orjson.OPT_INDENT_2) + b"\n")
