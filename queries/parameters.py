"""What a question can be asked with: the base of parameter models, and what tells that a parameter takes keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from graph_schema.errors import UsageError
from graph_schema.fields import fields_of
from graph_schema.keys import Key, Ref, check_key
from graph_schema.model import Kind, Link
from graph_schema.registry import REGISTRY


class ParameterError(UsageError):
    """A parameter that a question can't be asked with."""

    def __init__(self, observed: str, remedy: str, parameter: str) -> None:
        super().__init__(observed, remedy)
        self.parameter = parameter


MAX_KEYS = 1000
MAX_PROBLEMS = 5


@dataclass(frozen=True)
class KeysOf:
    """Marks a parameter that takes keys of nodes of this kind, so that choices can be offered for it."""

    kind: type[Kind]

    def __get_pydantic_json_schema__(self, core: CoreSchema, make: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say so in JSON Schema, for the forms made of it."""
        return {**make(core), "x-kind": self.kind.token()}


@dataclass(frozen=True)
class RefsOf:
    """Marks a parameter that takes references, `kind:key`, to nodes of any kind."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, make: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say so in JSON Schema, for the forms made of it."""
        return {**make(core), "x-kind": "*"}


@dataclass(frozen=True)
class OneOf:
    """Marks a parameter whose values are some of these words, known from the registry."""

    words: tuple[str, ...]

    def __get_pydantic_json_schema__(self, core: CoreSchema, make: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The words as the choices that they are."""
        schema = make(core)
        return {**schema, "items": {**schema.get("items", {}), "enum": list(self.words)}}


def _several(value: object) -> object:
    """A list, without what is named twice; a command line and a web address give one text, parted by commas."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list):
        return value
    values = cast("list[object]", value)
    return [item for place, item in enumerate(values) if item not in values[:place]]


Several = BeforeValidator(_several)
"""Makes a list of one text, and drops what is named twice."""

Keys = Annotated[list[Key], Field(max_length=MAX_KEYS), Several]
"""Keys of nodes; use it as `Annotated[Keys, KeysOf(Persona)]`."""


def _reference(text: str) -> str:
    ref = Ref.parse(text)
    if not REGISTRY.has_kind(ref.kind):
        raise ValueError(f"there is no kind {ref.kind!r}; kinds are {', '.join(k.token() for k in REGISTRY.kinds)}")
    check_key(ref.key)
    return text


def _searched_kind(name: str) -> str:
    if name not in SEARCHED_KINDS:
        raise ValueError(f"{name!r} is not a kind with texts; write one of {', '.join(SEARCHED_KINDS)}")
    return name


def _written_kind(name: str) -> str:
    if name not in WRITTEN_KINDS:
        raise ValueError(f"{name!r} is not a kind; write one of {', '.join(WRITTEN_KINDS)}")
    return name


def _rel_type(name: str) -> str:
    if name not in REL_TYPES:
        raise ValueError(f"{name!r} is not a relationship; write one of {', '.join(REL_TYPES)}")
    return name


Refs = Annotated[list[Annotated[str, AfterValidator(_reference)]], Field(max_length=MAX_KEYS), Several]
"""References to nodes, `kind:key`; use it as `Annotated[Refs, RefsOf()]`."""

WRITTEN_KINDS = tuple(kind.token() for kind in REGISTRY.written_kinds)
"""The kinds that people write."""

REL_TYPES = tuple(name for name, types in REGISTRY.rel_types.items() if not issubclass(types[0], Link))
"""The types of the relationships between them."""

SEARCHED_KINDS = tuple(kind.token() for kind in REGISTRY.written_kinds if any(f.searched for f in fields_of(kind)))
"""The kinds that full-text search reads."""

Kinds = Annotated[list[Annotated[str, AfterValidator(_searched_kind)]], Several]
"""Kinds by the names that references have for them; use it as `Annotated[Kinds, OneOf(SEARCHED_KINDS)]`."""

WrittenKinds = Annotated[list[Annotated[str, AfterValidator(_written_kind)]], Several]
"""Kinds of any sort; use it as `Annotated[WrittenKinds, OneOf(WRITTEN_KINDS)]`."""


RelTypes = Annotated[list[Annotated[str, AfterValidator(_rel_type)]], Several]
"""Types of relationships; use it as `Annotated[RelTypes, OneOf(REL_TYPES)]`."""


def keys_field(description: str) -> Any:
    """A parameter that takes keys; empty, as by default, means all."""
    return Field(default_factory=list[str], description=f"{description} Empty: all.")


class Parameters(BaseModel):
    """What every question can be asked with."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    limit: int = Field(100, ge=1, le=1000, description="How many rows to give at most.")

    def bound(self) -> dict[str, object]:
        """The values that the Cypher sees as $parameters."""
        values = {name: _plain(getattr(self, name)) for name in type(self).model_fields}
        # One row more than was asked for tells whether the answer is complete.
        values["limit"] = self.limit + 1
        return values

    def refs(self) -> Iterator[tuple[str, Ref]]:
        """The nodes that the values name, each with the parameter that names it."""
        for name, info in type(self).model_fields.items():
            values = cast("list[str]", getattr(self, name))
            for mark in info.metadata:
                if isinstance(mark, KeysOf):
                    yield from ((name, Ref(mark.kind.token(), key)) for key in values)
                elif isinstance(mark, RefsOf):
                    yield from ((name, Ref.parse(text)) for text in values)


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[object]", value)]
    return value.value if isinstance(value, StrEnum) else value


P = TypeVar("P", bound=Parameters)


def read_parameters(model: type[P], question: str, given: Mapping[str, object]) -> P:
    """The validated parameters; ParameterError names each that is wrong, what was found and what would be right."""
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        found = error.errors()[:MAX_PROBLEMS]
        problems = " ".join(_problem(model, question, dict(problem)) for problem in found)
        remedy = f"`journeygraph questions {question}` explains its parameters."
        raise ParameterError(problems, remedy, str(found[0]["loc"][0])) from error


def _problem(model: type[Parameters], question: str, problem: dict[str, Any]) -> str:
    name = str(problem["loc"][0])
    if problem["type"] == "extra_forbidden":
        known = ", ".join(model.model_fields)
        return f"Question {question!r} has no parameter {name!r}; it has {known}."
    if problem["type"] == "missing":
        return f"Question {question!r} needs the parameter {name!r}: {model.model_fields[name].description}"
    message = _cut(str(problem["msg"]).removeprefix("Value error, "), 600)
    found = _cut(repr(problem["input"]), 80)
    return f"Parameter {name!r} of question {question!r} is {found}: {message[:1].lower()}{message[1:]}."


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 3]}..."
