"""Makes Strawberry types from descriptions, as classes can't be written for what a registry holds."""

import types as python_types
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import partial
from keyword import iskeyword
from types import MappingProxyType
from typing import Any, Optional, cast

import strawberry
from graphql import GraphQLResolveInfo
from strawberry.annotation import StrawberryAnnotation
from strawberry.scalars import JSON
from strawberry.types import Info
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from api.names import camel
from graph_schema.fields import Property, ValueType

_SCALARS = {
    ValueType.TEXT: "str",
    ValueType.INTEGER: "int",
    ValueType.NUMBER: "float",
    ValueType.BOOLEAN: "bool",
    ValueType.DATE: "date",
    ValueType.DATETIME: "datetime",
    ValueType.TEXTS: "list[str]",
}
_PYTHON: dict[str, Any] = {"str": str, "int": int, "float": float, "bool": bool}
_OR_NONE, _LIST = " | None", "list["
_LATER = StrawberryAnnotation(object)
"""Stands for any type while a class is made."""
Resolve = Callable[[Info[Any, Any], dict[str, Any]], Any]


class DerivedField(StrawberryField):
    """A field whose value stands in the decoded answer under its response key, or comes from `resolve`."""

    resolve: Resolve | None = None

    @property
    def is_basic_field(self) -> bool:
        """Basic fields aren't told their alias, and so would not find their value."""
        return False

    def get_result(self, source: Any, info: Info[Any, Any] | None, args: list[Any], kwargs: Any) -> Any:
        """The value, or an awaitable of it."""
        assert info is not None  # noqa: S101 - only basic fields go without
        if self.resolve is not None:
            return self.resolve(info, kwargs)
        return source[info.path.key]


def python_name(name: str) -> str:
    """What an attribute is called in Python, whose own words can't be."""
    return f"{name}_" if iskeyword(name) else name


class Annotation(StrawberryAnnotation):
    """A type by its name, also as `list[...]` or `... | None`; read so, it takes a fraction of what Python takes."""

    def __init__(self, text: str, names: dict[str, Any]) -> None:
        super().__init__(text, namespace=names)
        self._made: Any = None

    def evaluate(self) -> Any:
        """The type. Raises NameError where what is named is not made yet."""
        return self._evaluated(cast("str", self.raw_annotation))

    def resolve(self, **_generic: Any) -> Any:
        """What Strawberry makes of it; none of ours is generic, so that it is always the same."""
        if self._made is None:
            self._made = super().resolve()
        return self._made

    def _evaluated(self, text: str) -> Any:
        if text.endswith(_OR_NONE):
            return Optional[self._evaluated(text.removesuffix(_OR_NONE))]  # noqa: UP045 - of a value
        if text.startswith(_LIST):
            return list[self._evaluated(text[len(_LIST) : -1])]
        found = _PYTHON.get(text) or (self.namespace or {}).get(text)
        if found is None:
            raise NameError(text, name=text)
        return found


class TypeMaker:
    """Makes Strawberry types that may name one another before they are made."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"date": date, "datetime": datetime, "ID": strawberry.ID, "JSON": JSON}
        self._vocabularies: dict[str, type[StrEnum]] = {}
        self._annotations: dict[str, Annotation] = {}

    def field(
        self,
        name: str,
        annotation: str,
        description: str,
        arguments: Iterable[StrawberryArgument] = (),
        resolve: Resolve | None = None,
    ) -> StrawberryField:
        """A field; the annotation names types as Python would write them."""
        made = DerivedField(
            python_name=python_name(name),
            graphql_name=name,
            type_annotation=self._annotation(annotation),
            description=description,
        )
        made.arguments = list(arguments)
        made.resolve = resolve
        return made

    def attribute(self, name: str, annotation: str, description: str) -> StrawberryField:
        """A field whose value is the attribute of this name, as models have them."""
        return StrawberryField(name, camel(name), self._annotation(annotation), description=description)

    def argument(self, name: str, annotation: str, description: str, default: object = UNSET) -> StrawberryArgument:
        """An argument; without a default it is required, unless its type can be None."""
        made = self._annotation(annotation)
        return StrawberryArgument(name, camel(name), made, description=description, default=default)

    def given(self, name: str, annotation: str, description: str, default: object = UNSET) -> StrawberryField:
        """A field of an input; without a default it can be left out if its type can be None."""
        made = self._annotation(annotation)
        return StrawberryField(python_name(name), name, made, description=description, default=default)

    def object(
        self,
        name: str,
        description: str,
        fields: Iterable[StrawberryField],
        interface: str = "",
        *,
        is_interface: bool = False,
        is_type_of: Callable[[Any, GraphQLResolveInfo[Any]], bool] | None = None,
    ) -> type:
        """An object type or an interface."""
        body = {} if is_type_of is None else {"is_type_of": staticmethod(is_type_of)}
        bases = (self.names[interface],) if interface else ()
        make = partial(strawberry.type, is_interface=is_interface)
        return self._make(make, name, description, fields, bases, body)

    def input(self, name: str, description: str, fields: Iterable[StrawberryField], *, one_of: bool = False) -> type:
        """An input type; of one that is `one_of`, exactly one field must be given."""
        make = partial(strawberry.input, one_of=True) if one_of else strawberry.input
        return self._make(make, name, description, fields)

    def _annotation(self, text: str) -> Annotation:
        """The annotation; whoever has the same one shares it, so that it is worked out once."""
        return self._annotations.setdefault(text, Annotation(text, self.names))

    def _make(
        self,
        make: Callable[..., type],
        name: str,
        description: str,
        fields: Iterable[StrawberryField],
        bases: tuple[type, ...] = (),
        body: Mapping[str, Any] = MappingProxyType({}),
    ) -> type:
        if name in self.names:
            raise ValueError(f"two GraphQL types would have the name {name}")
        made = {field.python_name: field for field in fields}
        annotations = {key: field.type_annotation for key, field in made.items()}
        for field in made.values():
            # What a field names may be yet to be made, and would be looked for in vain, many times.
            field.type_annotation = _LATER
        members = {"__doc__": description, "__annotations__": dict.fromkeys(made, _LATER), **made, **body}
        cls = python_types.new_class(name, bases, {}, lambda namespace: namespace.update(members))
        derived = make(cls, name=name, description=description)
        for key, field in made.items():
            field.type_annotation = annotations[key]
        self.names[name] = derived
        return derived

    def enum(self, name: str, description: str, values: Iterable[tuple[str, str, str]]) -> None:
        """A closed vocabulary: the constant, the stored word and the description of each value."""
        members = [(const, strawberry.enum_value(word, description=about)) for const, word, about in values]
        vocabulary = cast("type[Enum]", Enum(name, members))  # pyright: ignore[reportInvalidCast]
        self.names[name] = strawberry.enum(vocabulary, name=name, description=description)

    def value_type(self, prop: Property) -> str:
        """What the values of a property are, as Python would write it."""
        return self.vocabulary(prop.choices) if prop.choices else _SCALARS[prop.value_type]

    def vocabulary(self, choices: type[StrEnum]) -> str:
        """The enum of a property's closed vocabulary."""
        known = self._vocabularies.setdefault(choices.__name__, choices)
        if known is not choices:
            raise ValueError(f"two vocabularies have the name {choices.__name__}")
        if choices.__name__ not in self.names:
            about = " ".join((choices.__doc__ or "").split())
            values = [(word.name, word.value, f"{word.value.replace('_', ' ').capitalize()}.") for word in choices]
            self.enum(choices.__name__, about, values)
        return choices.__name__
