"""The properties of kinds and relationships as plain facts, for everything that derives from them."""

import types
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel

from graph_schema.keys import Ref


class ValueType(StrEnum):
    """The types that a property can have."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TEXTS = "texts"


@dataclass(frozen=True)
class Property:
    """One property: `choices` is its closed vocabulary, where it has one."""

    name: str
    value_type: ValueType
    choices: type[StrEnum] | None
    required: bool
    description: str
    searched: bool
    sortable: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The values of the closed vocabulary."""
        return tuple(choice.value for choice in self.choices) if self.choices else ()


_TYPES: dict[Any, ValueType] = {
    str: ValueType.TEXT,
    int: ValueType.INTEGER,
    float: ValueType.NUMBER,
    bool: ValueType.BOOLEAN,
    date: ValueType.DATE,
    datetime: ValueType.DATETIME,
}


@cache
def fields_of(model: type[BaseModel]) -> tuple[Property, ...]:
    """The properties of a kind or relationship, in the order of declaration, without the ends of a relationship.

    Raises TypeError for a property of a type that the graph doesn't hold.
    """
    found: list[Property] = []
    for name, info in model.model_fields.items():
        plain = _plain(info.annotation)
        if plain is Ref:
            continue
        extra = cast("dict[str, bool]", info.json_schema_extra or {})
        choices = plain if isinstance(plain, type) and issubclass(plain, StrEnum) else None
        found.append(
            Property(
                name=name,
                value_type=ValueType.TEXT if choices else _value_type(model, name, plain),
                choices=choices,
                required=info.is_required(),
                description=info.description or "",
                searched=extra.get("search", False),
                sortable=extra.get("sort", False),
            )
        )
    return tuple(found)


def _plain(annotation: Any) -> Any:
    """The type without `| None` and without annotations."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return _plain(next(part for part in get_args(annotation) if part is not types.NoneType))
    return annotation


def _value_type(model: type[BaseModel], name: str, plain: Any) -> ValueType:
    if get_origin(plain) is list and get_args(plain) == (str,):
        return ValueType.TEXTS
    if plain not in _TYPES:
        raise TypeError(f"{model.__name__}.{name} is a {plain}, which the graph does not hold")
    return _TYPES[plain]
