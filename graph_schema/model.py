"""The base classes of the schema: kinds of node, relationships, and what both say about themselves."""

import re
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from graph_schema.keys import Key, Ref

Value = str | int | float | bool | date | datetime | list[str]
"""What a property of a node or a relationship can hold."""


MAX_NAME, MAX_WORDS = 1_000, 300
"""The longest name, and the longest text that tells two relationships apart: a longer one fits no index."""


class Family(StrEnum):
    """The part of the domain that a kind belongs to."""

    WHY = "why"
    WHO = "who"
    LIFECYCLE = "lifecycle"
    JOURNEY = "journey"
    INSIDE = "inside"
    EXPERIENCE = "experience"
    EVIDENCE = "evidence"
    OBSERVED = "observed"
    RECORDS = "records"


class Basis(StrEnum):
    """How a claim is known."""

    STATED = "stated"
    INFERRED = "inferred"
    MEASURED = "measured"


def prop(description: str, *, search: bool = False, sort: bool = False, **rules: Any) -> Any:
    """A property: its description, whether full-text search reads it, whether pages can be ordered by it.

    `rules` are pydantic's (`ge`, `le`, `default_factory`); without a default the property is required.
    """
    return Field(description=description, json_schema_extra={"search": search, "sort": sort}, **rules)


@cache
def snake(name: str) -> str:
    """`MomentOfTruth` as `moment_of_truth`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class _Element(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False, defer_build=True
    )

    example: ClassVar[str] = ""
    """One of its kind, in words, as it could stand in somebody's notes."""
    origin: ClassVar[str] = ""
    """Where the notion comes from: a text of the sample, or the literature."""


class Kind(_Element):
    """A kind of node. The class's name is its label; its token, as in `token:key`, the same in snake case."""

    family: ClassVar[Family]
    plural: ClassVar[str]
    """The name of many of them in snake case: a collection in a bundle, a root field of the API."""
    parent: ClassVar["type[Kind] | None"] = None
    """The kind that contains this one: its key begins with the container's key and a slash."""
    display: ClassVar[str] = "name"
    """The property that a person reads as the thing's name."""

    key: Key = prop("Chosen by people, readable, unique within the kind.")

    @classmethod
    def label(cls) -> str:
        """The label of its nodes."""
        return cls.__name__

    @classmethod
    def token(cls) -> str:
        """How a reference names the kind."""
        return snake(cls.__name__)

    @property
    def ref(self) -> Ref:
        """The reference that points to this node."""
        return Ref(self.token(), self.key)


class Named(Kind):
    """A kind that people name and describe."""

    name: str = prop("What people call it.", search=True, sort=True, min_length=1, max_length=MAX_NAME)
    description: str | None = prop("More about it, in plain sentences.", search=True, default=None)


class Claim(_Element):
    """What anything that is claimed carries: who said so, on what basis, and where."""

    source: Key = prop("The key of the source that says so.")
    basis: Basis = prop("Stated by the source, inferred from it, or measured.", default=Basis.STATED)
    locator: str | None = prop("Where in the source: a page, a paragraph, a row.", default=None)
    quotes: list[str] = prop("The keys of the quotes that show it.", default_factory=list[str])
    note: str | None = prop("A remark on the claim.", default=None)


class Fact(Claim, Kind):
    """A claim with three or more parties. Its key is derived from them, its source and its dataset."""

    display = "description"
    identifying: ClassVar[tuple[str, ...]] = ()
    """The properties that tell two facts with the same parties, source and dataset apart."""

    description: str | None = prop("The claim in words.", search=True, default=None)


class Record(Kind):
    """What the knowledge base itself keeps about loading; it is never written in a bundle."""

    family = Family.RECORDS
    origin = "journeygraph's own books"


class Relationship(_Element):
    """A type of relationship. The docstring begins with its arrow, `(Step)-[:VIA]->(Channel)`."""

    rel_type: ClassVar[str]
    start: ClassVar[tuple[type[Kind], ...]]
    end: ClassVar[tuple[type[Kind], ...]]
    forward: ClassVar[str]
    """What the start calls the end: a field of a bundle and of the API."""
    backward: ClassVar[str]
    """What the end calls the start."""
    single: ClassVar[bool] = False
    """Whether one source names at most one end; where sources differ, all ends are kept."""

    from_ref: Ref
    to_ref: Ref


class Structure(Relationship):
    """Containment: it follows from the contained thing's key and lives as long as a dataset describes that."""


class Party(Relationship):
    """A party of a fact: it follows from the fact and lives as long as it does."""

    single = True
    required: ClassVar[bool] = True


class Assertion(Claim, Relationship):
    """A claim that two things are related. Two sources that say the same give two relationships."""

    identifying: ClassVar[tuple[str, ...]] = ()
    """Properties that, beside both ends, source and dataset, tell two assertions apart."""


class Link(Relationship):
    """A relationship of the records, which asserts nothing about customers."""


def properties(element: _Element) -> dict[str, Value]:
    """What is stored of a node or relationship: the given properties, without nulls and empty lists."""
    stored: dict[str, Value] = {}
    for name in type(element).model_fields:
        value = getattr(element, name)
        if value is None or value == [] or isinstance(value, Ref):
            continue
        stored[name] = value.value if isinstance(value, StrEnum) else value
    return stored
