"""The project's own form: a folder with `dataset.yaml` and YAML and CSV files, written by hand (docs/bundle.md)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from graph_schema.fields import fields_of
from graph_schema.kinds.records import Dataset
from graph_schema.model import Basis
from graph_schema.problems import Place, Problem
from loaders.csv_reader import read_csv
from loaders.entries import Defaults, Entry, Reading
from loaders.values import read_value
from loaders.yaml_reader import YamlError, YamlMapping, read_yaml

NAME = "bundle"
MANIFEST = "dataset.yaml"
_DEFAULTS = ("source", "basis")
_SETTINGS = ("dataset", "name", "description", "rank", "files", *_DEFAULTS)
_IGNORED = {".md", ".txt", ""}


def recognises(path: Path) -> bool:
    """A folder is a bundle when it has a manifest."""
    return path.is_dir() and (path / MANIFEST).is_file()


def read(path: Path, name: str) -> Reading:
    """Read a bundle; `name` is how its files are called in messages."""
    problems: list[Problem] = []
    place = Place(f"{name}/{MANIFEST}")
    manifest = YamlMapping()
    try:
        manifest = read_yaml(path / MANIFEST, place.file)
    except YamlError as error:
        problems.append(error.problem)
    _check_names(manifest, place, problems)
    defaults = _defaults(manifest, Defaults(), place, problems)
    files = manifest.get("files")
    dataset = _dataset(manifest, path, place, problems)
    reading = Reading(dataset, place, iter(()), problems)
    named = files if isinstance(files, YamlMapping) else YamlMapping()
    entries = _files(path, name, defaults, named, reading)
    return Reading(dataset, place, entries, problems, reading.notes)


def _check_names(manifest: YamlMapping, place: Place, problems: list[Problem]) -> None:
    for key in manifest.keys() - set(_SETTINGS):
        where = Place(place.file, manifest.lines[key], key)
        problems.append(Problem(where, f"There is no setting {key!r}.", f"There are: {', '.join(_SETTINGS)}."))


def _dataset(manifest: YamlMapping, path: Path, place: Place, problems: list[Problem]) -> Dataset:
    key = manifest.get("dataset")
    values: dict[str, object] = {"key": key, "name": manifest.get("name") or key}
    try:
        for field in fields_of(Dataset):
            if field.name in ("description", "rank") and manifest.get(field.name) is not None:
                values[field.name] = read_value(field, manifest[field.name])
        return Dataset.model_validate(values)
    except ValueError as error:
        found = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        if key is None:
            found = "The dataset has no key"
        problems.append(Problem(place, f"{found.removeprefix('Value error, ')}.", "Write `dataset: a-short-key`."))
        return Dataset(key="unknown", name=path.name)


def _defaults(mapping: Mapping[str, object], outer: Defaults, place: Place, problems: list[Problem]) -> Defaults:
    source, basis = (mapping.get(name) for name in _DEFAULTS)
    if basis is not None and basis not in set(Basis):
        problems.append(Problem(place, f"basis {basis!r}.", f"Write one of {', '.join(Basis)}."))
        basis = None
    return Defaults(source if isinstance(source, str) else outer.source, str(basis or outer.basis))


def _files(path: Path, name: str, defaults: Defaults, named: YamlMapping, reading: Reading) -> Iterator[Entry]:
    seen: set[str] = set()
    for file in _walk(path):
        inner = file.relative_to(path).as_posix()
        shown = f"{name}/{inner}"
        if not file.resolve().is_relative_to(path.resolve()):
            reading.problems.append(
                Problem(Place(shown), "The file is a link that leads out of the bundle.", "Copy the file.")
            )
            continue
        seen.add(inner)
        own = named.get(inner)
        place = Place(f"{name}/{MANIFEST}", named.lines.get(inner, 0), inner)
        outer = _defaults(own, defaults, place, reading.problems) if isinstance(own, Mapping) else defaults
        if file.suffix == ".csv":
            yield from _csv(file, shown, outer, reading.problems)
        elif file.suffix in (".yaml", ".yml"):
            yield from _yaml(file, shown, outer, reading.problems)
        elif file.suffix not in _IGNORED:
            reading.notes.append(f"{shown} is not read: a bundle holds YAML and CSV files.")
    for inner in named.keys() - seen:
        place = Place(f"{name}/{MANIFEST}", named.lines[inner], inner)
        reading.problems.append(Problem(place, f"There is no file {inner!r} in the bundle.", "Correct its name."))


def _walk(folder: Path) -> Iterator[Path]:
    """The files of a bundle, without hidden ones and without bundles inside it."""
    for item in sorted(folder.iterdir()):
        if item.name.startswith("."):
            continue
        if item.is_dir() and not item.is_symlink():
            if not recognises(item):
                yield from _walk(item)
        elif item.name != MANIFEST:
            yield item


def _csv(path: Path, name: str, defaults: Defaults, problems: list[Problem]) -> Iterator[Entry]:
    for place, row in read_csv(path, name, problems):
        yield Entry(path.stem, row, place, defaults)


def _yaml(path: Path, name: str, defaults: Defaults, problems: list[Problem]) -> Iterator[Entry]:
    try:
        document = read_yaml(path, name)
    except YamlError as error:
        problems.append(error.problem)
        return
    defaults = _defaults(document, defaults, Place(name), problems)
    for collection, items in document.items():
        line = document.lines[collection]
        if collection in _DEFAULTS:
            continue
        if not isinstance(items, Sequence) or isinstance(items, str):
            problems.append(
                Problem(Place(name, line, collection), f"`{collection}` is not a list.", "Begin each item with `- `.")
            )
            continue
        for item in items:
            if isinstance(item, YamlMapping):
                first = min(item.lines.values(), default=line)
                yield Entry(collection, item, Place(name, first), defaults, item.lines)
            else:
                found = f"An item of `{collection}` is not a mapping."
                problems.append(
                    Problem(Place(name, line, collection), found, "Write its fields, beginning with `key:`.")
                )
