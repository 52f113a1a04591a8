"""JSON as models: what doesn't fit them is a problem with its place, and what they don't know can be named."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from graph_schema.problems import Place, Problem
from loaders.sample import Sample
from loaders.telling import told_text
from loaders.values import shown

MAX_SHOWN = 1_000


class Shape(BaseModel):
    """A shape that files have. Unknown fields are kept, to be named; types are taken strictly, as JSON has them."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)


Model = TypeVar("Model", bound=BaseModel)


def read_json(sample: Sample) -> Any:
    """What a file holds; a Problem where that is not JSON."""
    text = told_text(sample)
    if isinstance(text, Problem):
        return text
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        where = Place(sample.name, error.lineno, f"column {error.colno}")
        return Problem(where, f"This is not JSON: {error.msg}.", "Export it again.")


def shaped(shape: type[Model], value: Any, place: Place) -> Model | list[Problem]:
    """The value in a shape, or all that doesn't fit."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=True)[:MAX_SHOWN]
        return [_problem(detail["loc"], detail["type"], detail["msg"], detail["input"], place) for detail in details]


def unread(value: object) -> set[str]:
    """The names of the fields in a shape, or in shapes inside of it, that the shape doesn't know."""
    names: set[str] = set()
    if isinstance(value, BaseModel):
        names |= set(value.model_extra or ())
        names |= {name for field in type(value).model_fields for name in unread(getattr(value, field))}
    elif isinstance(value, list):
        names |= {name for item in cast("list[object]", value) for name in unread(item)}
    return names


def path_of(parts: Sequence[int | str]) -> str:
    """Where something stands in JSON: `phases[0].key`."""
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _problem(parts: Sequence[int | str], sort: str, message: str, found: object, place: Place) -> Problem:
    where = Place(place.file, place.line, path_of((*([place.column] if place.column else []), *parts)))
    if sort == "missing":
        return Problem(where, "It is missing.", "Write it, or export the file again.")
    value = f"{shown(found)}: " if isinstance(found, str) else ""
    return Problem(where, f"{value}{message}.", "Correct it, or export the file again.")


def doubled(keys: Sequence[str]) -> Iterator[int]:
    """The positions of keys that stand there before."""
    seen: set[str] = set()
    for position, key in enumerate(keys):
        if key in seen:
            yield position
        seen.add(key)
