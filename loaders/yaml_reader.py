"""YAML as text with lines: scalars stay text, for the schema says what they are (so `no` is not false).

Anchors and aliases are refused: bundles have no use for them, and a few lines of them can stand for gigabytes.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from graph_schema.problems import Place, Problem
from loaders.entries import Raw
from loaders.text import UnreadableError, read_text
from loaders.values import shown

MAX_DEPTH = 30
MAX_BYTES = 16 * 1024 * 1024
"""What a person writes is far smaller; what a program writes fits CSV, which is streamed."""
_NULLS = {"", "~", "null", "Null", "NULL"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlMapping(dict[str, Raw]):
    """A mapping that knows the line and the column of each of its names."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.columns: dict[str, int] = {}


class YamlList(list[Raw]):
    """A list that knows the line and the column of each of its items."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []
        self.columns: list[int] = []


class YamlError(UnreadableError):
    """Reading a file ends here, with this problem."""


def read_yaml(path: Path, name: str) -> YamlMapping:
    """Read a file that holds one mapping. Raises YamlError where it can't be read."""
    text = read_text(path, name, MAX_BYTES)
    if isinstance(text, Problem):
        raise YamlError(text)
    return parse_mapping(text, name)


def parse_mapping(text: str, name: str) -> YamlMapping:
    """The mapping that a text holds. Raises YamlError where it can't be read, or holds something else."""
    value = parse_yaml(text, name)
    if value is None:
        return YamlMapping()
    if not isinstance(value, YamlMapping):
        raise YamlError(Problem(Place(name, 1), "The file is not a mapping.", "Begin with `source:` or a collection."))
    return value


def parse_yaml(text: str, name: str) -> Raw:
    """What a text holds. Raises YamlError where it can't be read."""
    try:
        value = _Builder(name, yaml.parse(text, Loader=_Loader)).document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        found = f"This is not YAML: {error.problem or error.context or 'it cannot be read'}."
        raise YamlError(Problem(Place(name, line), found, "Check the indentation and the quotes near it.")) from None
    except yaml.YAMLError as error:
        found = f"This is not YAML: {' '.join(str(error).split())}."
        raise YamlError(Problem(Place(name, _control(text)), found, "Save it as plain text.")) from None
    return value


def _control(text: str) -> int:
    """The line of the first character that YAML does not take."""
    found = _CONTROL.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


class _Builder:
    """Builds values from the parser's events."""

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self._name = name
        self._events = events

    def document(self) -> Raw:
        value: Raw = None
        count = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                count += 1
                if count > 1:
                    raise self._problem(event, "A second document begins here.", "Put it into a file of its own.")
            elif isinstance(event, yaml.NodeEvent):
                value = self._value(event, 0)
        return value

    def _value(self, event: Any, depth: int) -> Raw:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self._problem(
                event, f"Anchor or alias {shown(event.anchor or '')}.", "Write the value out; they are not read."
            )
        if event.tag is not None and not event.tag.startswith("tag:yaml.org,2002:"):
            raise self._problem(event, f"Tag {shown(event.tag)}.", "Leave it out; tags are not read.")
        if isinstance(event, yaml.ScalarEvent):
            return None if event.style is None and event.value in _NULLS else event.value
        if depth >= MAX_DEPTH:
            raise self._problem(event, f"More than {MAX_DEPTH} levels inside each other.", "Flatten it.")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(depth)
        return self._mapping(depth)

    def _list(self, depth: int) -> YamlList:
        items = YamlList()
        for event in self._until(yaml.SequenceEndEvent):
            items.lines.append(event.start_mark.line + 1)
            items.columns.append(event.start_mark.column + 1)
            items.append(self._value(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> YamlMapping:
        mapping = YamlMapping()
        for event in self._until(yaml.MappingEndEvent):
            name = self._value(event, depth + 1)
            if not isinstance(name, str):
                raise self._problem(event, "A name in a mapping is not text.", "Write `name: value`.")
            if name in mapping:
                first = mapping.lines[name]
                raise self._problem(event, f"{shown(name)} stands twice; first in line {first}.", "Keep one of them.")
            mapping.lines[name] = event.start_mark.line + 1
            mapping.columns[name] = event.start_mark.column + 1
            mapping[name] = self._value(next(self._events), depth + 1)
        return mapping

    def _until(self, end: type[Any]) -> Iterator[Any]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _problem(self, event: Any, found: str, right: str) -> YamlError:
        return YamlError(Problem(Place(self._name, event.start_mark.line + 1), found, right))
