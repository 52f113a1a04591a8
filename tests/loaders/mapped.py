"""Reads tables by mappings, as a load does before it looks at the database."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from graph_schema.problems import Problem, ProblemsError
from graph_schema.registry import REGISTRY
from graph_store.staging import Staging
from loaders.entries import Entry, Name, Reading
from loaders.mapping.file import read_mapping
from loaders.mapping.form import read_by
from loaders.normalise import Normaliser
from loaders.respondents import HashKey, Respondents
from loaders.sample import Sample
from loaders.wishes import Wishes

WISHES = Wishes(respondents=Respondents(HashKey("a key for these tests only")))


def mapping(folder: Path, text: str, name: str = "m.yaml") -> Path:
    path = folder / name
    path.write_text(dedent(text).lstrip("\n"), "utf-8")
    return path


def reading(folder: Path, table: str, text: str, name: str = "t.csv") -> Reading:
    """How a table is read by a mapping."""
    path = folder / name
    path.write_text(dedent(table).lstrip("\n"), "utf-8")
    return read_by(read_mapping(mapping(folder, text), "m.yaml"), Sample(path, name), WISHES)


def entries(folder: Path, table: str, text: str) -> list[Entry]:
    """What a table becomes; it must be right, also for the schema."""
    found = reading(folder, table, text)
    made = list(found.entries)
    assert found.problems == [], found.problems
    with Staging(REGISTRY) as staging:
        staging.add_dataset(found.dataset, found.place)
        Normaliser(staging, found.dataset.key).stage(made)
        assert staging.problems == [], list(map(str, staging.problems))
    return made


def records(folder: Path, table: str, text: str) -> dict[str, list[dict[str, Any]]]:
    """The same, by collection, as plain values and without the source."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in entries(folder, table, text):
        if entry.collection != "sources":
            found.setdefault(entry.collection, []).append(plain(entry.fields))
    return found


def problems(folder: Path, table: str, text: str) -> list[str]:
    """What is wrong with a table."""
    found = reading(folder, table, text)
    list(found.entries)
    return list(map(str, found.problems))


def notes(folder: Path, table: str, text: str) -> list[str]:
    """What is told of a table."""
    found = reading(folder, table, text)
    list(found.entries)
    assert found.problems == [], found.problems
    return found.notes


def wrong(folder: Path, text: str) -> list[Problem]:
    """What is wrong with a mapping."""
    with pytest.raises(ProblemsError) as caught:
        read_mapping(mapping(folder, text), "m.yaml")
    return list(caught.value.problems)


def plain(value: Any) -> Any:
    """A value with names as `kind:text!`, so that it can be compared."""
    if isinstance(value, Name):
        return f"{value.kind}:{value.text}!".removeprefix(":")
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value
