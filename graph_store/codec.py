"""Properties as JSON text and back: the one form in which they are staged, compared, and kept in history."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from hashlib import blake2b
from typing import Any

import orjson
from neo4j.time import Date, DateTime
from pydantic import BaseModel

from graph_schema.fields import ValueType, fields_of
from graph_schema.stored import GAVE

Properties = dict[str, Any]

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z


def encode(properties: Mapping[str, Any]) -> str:
    """Write properties as JSON, always in the same way; dates and times in ISO 8601."""
    return orjson.dumps(properties, default=_native, option=_OPTIONS).decode()


def decode(text: str, model: type[BaseModel]) -> Properties:
    """Read properties of `model`, given ones included, with dates and times as such."""
    properties: Properties = orjson.loads(text)
    for name, read in _dated(model).items():
        for stored in (name, GAVE + name):
            if isinstance(properties.get(stored), str):
                properties[stored] = read(properties[stored])
    return properties


def plain(properties: Mapping[str, Any]) -> Properties:
    """Properties as the driver gives them, with Python's own dates and times."""
    return {k: _native(v) if isinstance(v, Date | DateTime) else v for k, v in properties.items()}


def digest(*texts: str) -> str:
    """A short digest of what a dataset says, equal only for equal texts."""
    return blake2b("\0".join(texts).encode(), digest_size=12).hexdigest()


@cache
def _dated(model: type[BaseModel]) -> dict[str, Any]:
    readers = {ValueType.DATE: date.fromisoformat, ValueType.DATETIME: datetime.fromisoformat}
    return {f.name: readers[f.value_type] for f in fields_of(model) if f.value_type in readers}


def _native(value: Any) -> Any:
    if isinstance(value, Date | DateTime):
        return value.to_native()
    raise TypeError(f"{type(value).__name__} is not a property's type")
