"""What every form of file is read into: entries in the words of the bundle, each with its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem


@dataclass(frozen=True)
class Name:
    """What a file calls something, where a key is wanted: matching tells which node is meant, else its slug is the key.

    `kind` is needed where several kinds can stand there.
    """

    text: str
    kind: str = ""


Raw = str | Name | Sequence["Raw"] | Mapping[str, "Raw"] | None
"""A value as it stands in a file: text that the schema will read, a name, a list, a mapping, or nothing."""


@dataclass(frozen=True)
class Defaults:
    """What holds for entries that don't say otherwise."""

    source: str | None = None
    basis: str = "stated"


@dataclass(frozen=True)
class Entry:
    """One record of a collection: a kind's, under its plural, or a relationship's, under its type in lower case.

    `lines` tells in which line a field stands, where that isn't the entry's own, `columns` in which column of a table.
    """

    collection: str
    fields: Mapping[str, Raw]
    place: Place
    defaults: Defaults = Defaults()
    lines: Mapping[str, int] = field(default_factory=dict[str, int])
    from_table: bool = False
    """Whether the names of its fields stand in a head that it shares with others."""
    columns: Mapping[str, str] = field(default_factory=dict[str, str])

    def at(self, name: str) -> Place:
        """The place of one field."""
        column = _join(self.place.column, self.columns.get(name, name))
        return Place(self.place.file, self.lines.get(name, self.place.line), column)


@dataclass(frozen=True)
class Use:
    """What one field of a file is used for: what it becomes, or why it is dropped."""

    field: str
    becomes: str = ""
    dropped: str = ""
    example: str = ""


@dataclass(frozen=True)
class Reading:
    """A dataset as read from a file or folder. Going through `entries` reads on, and adds to the lists."""

    dataset: Dataset
    place: Place
    entries: Iterator[Entry]
    problems: list[Problem]
    notes: list[str] = field(default_factory=list[str])
    """What was left out on purpose, and why."""
    uses: list[Use] = field(default_factory=list[Use])
    """How the fields of the file are used, as `journeygraph inspect` shows it."""
    mapping: str = ""
    """The mapping that it was read by, with its version; empty: none."""


def _join(column: str, name: str) -> str:
    return f"{column}.{name}" if column else name
