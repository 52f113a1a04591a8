"""How a table stands in its file: found out where nobody says."""

from dataclasses import dataclass
from pathlib import Path

from loaders.sample import Sample


@dataclass(frozen=True)
class Layout:
    """What is None is found out."""

    sheet: str | None = None
    """The sheet to read, or a pattern such as `Q*` for several; None: all that hold cells."""
    path: str | None = None
    """Where in a JSON document the list of records is, as `data.items`."""
    encoding: str | None = None
    delimiter: str | None = None
    skip: int = 0
    """How many rows stand above the head; empty ones before it need not be counted."""
    head: int = 1
    """How many rows the head has."""
    names: tuple[int, ...] = (1,)
    """Which of them name the columns, together where there are several."""
    labels: int | None = None
    """Which of them says more of a column, such as the question that was asked."""
    blank: frozenset[str] = frozenset()
    """Words that say nothing, such as `N/A`."""


@dataclass(frozen=True)
class File:
    """A file to read tables from; `name` is how it is called in messages."""

    path: Path
    name: str
    packed: bool = False
    """Whether gzip packed it."""

    @classmethod
    def of(cls, sample: Sample) -> "File":
        """The file of a sample."""
        return cls(sample.path, sample.name, sample.is_packed)
