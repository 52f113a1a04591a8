"""What a bundle says of itself: its dataset, and what its records have by default, in whatever form it is."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from graph_schema.fields import fields_of
from graph_schema.keys import check_key
from graph_schema.kinds.records import Dataset
from graph_schema.model import Basis
from graph_schema.problems import Place, Problem
from loaders.decisions import Decision
from loaders.entries import Defaults
from loaders.values import read_value, shown
from loaders.yaml_reader import YamlMapping

DEFAULTS = ("source", "basis")
SETTINGS = ("dataset", "name", "description", "rank", "matches", *DEFAULTS)
UNKNOWN = Dataset(key="unknown", name="unknown")
"""Stands for a dataset that isn't described rightly."""


def check_names(mapping: YamlMapping, known: Sequence[str], place: Place, problems: list[Problem]) -> None:
    """Every name that is not known is a problem."""
    for key in mapping.keys() - set(known):
        where = Place(place.file, mapping.lines[key], shown(key)[1:-1])
        problems.append(Problem(where, f"There is no setting {shown(key)}.", f"There are: {', '.join(known)}."))


def read_dataset(manifest: YamlMapping, place: Place, problems: list[Problem]) -> Dataset | None:
    """The dataset, or None where the manifest doesn't describe one."""
    values: dict[str, Any] = {}
    for field in fields_of(Dataset):
        setting = "dataset" if field.name == "key" else field.name
        raw = manifest.get(setting)
        if field.name == "name" and raw is None:
            raw = manifest.get("dataset")
        if raw is None:
            continue
        try:
            values[field.name] = read_value(field, raw)
        except ValueError as error:
            problems.append(Problem(at(manifest, setting, place), f"{error}."))
            return None
    if "key" not in values:
        problems.append(Problem(place, "The dataset has no key.", "Write `dataset: a-short-key`."))
        return None
    try:
        for text in values.get("matches", ()):
            Decision.parse(text)
    except ValueError as error:
        right = "Write `touchpoint:homepage is touchpoint:home-page`, or `is not`."
        problems.append(Problem(at(manifest, "matches", place), f"{error}.", right))
        return None
    try:
        return Dataset.model_validate(values)
    except ValidationError as error:
        for detail in error.errors():
            setting = "dataset" if detail["loc"] == ("key",) else str(detail["loc"][0])
            found = f"{detail['msg'].removeprefix('Value error, ')}."
            problems.append(Problem(at(manifest, setting, place), found))
        return None


def read_defaults(mapping: YamlMapping, outer: Defaults, place: Place, problems: list[Problem]) -> Defaults:
    """What a file or the manifest says for all its records; what it says wrongly is a problem, once."""
    source, basis = (mapping.get(name) for name in DEFAULTS)
    if basis is not None and basis not in list(Basis):
        found = f"basis {shown(basis) if isinstance(basis, str) else 'is not a word'}."
        problems.append(Problem(at(mapping, "basis", place), found, f"Write one of {', '.join(Basis)}."))
        basis = None
    if source is not None:
        try:
            check_key(source if isinstance(source, str) else "")
        except ValueError as error:
            problems.append(Problem(at(mapping, "source", place), f"{error}.", "Write the key of a source."))
    return Defaults(source if isinstance(source, str) else outer.source, str(basis or outer.basis))


def at(mapping: YamlMapping, name: str, place: Place) -> Place:
    """The place of a setting."""
    return Place(place.file, mapping.lines.get(name, 0), name)
