"""Derives GraphQL types from pydantic models, whose instances then are the answers."""

import types
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from api.typemaker import TypeMaker

_SCALARS: dict[Any, str] = {str: "str", int: "int", float: "float", bool: "bool", date: "date", datetime: "datetime"}


class ModelTypes:
    """Makes the types of models; those that a model holds begin with `prefix`."""

    def __init__(self, make: TypeMaker, prefix: str = "") -> None:
        self._make = make
        self._prefix = prefix

    def of(self, model: type[BaseModel], name: str) -> str:
        """The type of a model, made under this name unless it was before."""
        if name not in self._make.names:
            about = " ".join((model.__doc__ or "").split())
            fields = [
                self._make.attribute(
                    key, "ID" if key == "id" else self.annotation(info.annotation), info.description or ""
                )
                for key, info in model.model_fields.items()
            ]
            self._make.object(name, about, fields)
        return name

    def annotation(self, annotation: Any) -> str:
        """What a field with this annotation is in GraphQL, as Python would write it."""
        origin, parts = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.annotation(parts[0])
        if origin in (Union, types.UnionType):
            inner = [part for part in parts if part is not types.NoneType]
            made = self.annotation(inner[0])
            return f"{made} | None" if len(inner) < len(parts) else made
        if origin in (list, tuple):
            return f"list[{self.annotation(parts[0])}]"
        if annotation in _SCALARS:
            return _SCALARS[annotation]
        if issubclass(annotation, StrEnum):
            return self._make.vocabulary(annotation)
        return self.of(annotation, f"{self._prefix}{annotation.__name__}")
