"""A journey map as it is drawn: stages from left to right, and in each what the lanes say, before it is interpreted."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_schema.problems import Place
from loaders.entries import Raw
from loaders.maps.words import Lane

Claim = dict[str, Raw]
"""Who says so, on what basis and where: source, basis, locator, note, quotes."""


@dataclass(frozen=True)
class Saying:
    """What one cell says of the columns that it spans; `lane` is None where its label is not known."""

    lane: Lane | None
    label: str
    items: tuple[str, ...]
    place: Place
    claim: Claim
    first: int = 0
    """The first and the last column of the stage that it spans, from 0."""
    last: int = 0
    more: str = ""
    """What the label names beside the lane, such as a department."""
    key: str = ""
    """The last part of a step's key, where the file gives one."""
    inferred: str = ""
    """Why what it says of steps is inferred, where it is."""


@dataclass
class Part:
    """A stage, as wide as it has columns."""

    name: str
    place: Place
    sayings: list[Saying] = field(default_factory=list[Saying])
    key: str = ""
    """The last part of its key, where the file gives one."""


@dataclass
class Chart:
    """One journey map."""

    key: str
    name: str
    place: Place
    parts: list[Part] = field(default_factory=list[Part])
    personas: list[str] = field(default_factory=list[str])
    description: list[str] = field(default_factory=list[str])
    state: str = ""
    """As-is or to-be, where the map says so."""
    needs: list[str] = field(default_factory=list[str])
    """What the persona wants of the journey as a whole."""

    def sayings(self) -> Iterator[Saying]:
        """All cells."""
        for part in self.parts:
            yield from part.sayings
