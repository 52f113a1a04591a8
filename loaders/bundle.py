"""The project's own form: a folder with `dataset.yaml` and YAML and CSV files, written by hand (docs/bundle.md)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from graph_schema.fields import fields_of
from graph_schema.keys import check_key
from graph_schema.kinds.records import Dataset
from graph_schema.model import Basis
from graph_schema.problems import Place, Problem
from loaders.csv_reader import read_csv
from loaders.entries import Defaults, Entry, Reading
from loaders.text import printable
from loaders.values import read_value, shown
from loaders.yaml_reader import YamlError, YamlMapping, read_yaml

NAME = "bundle"
MANIFEST = "dataset.yaml"
_DEFAULTS = ("source", "basis")
_SETTINGS = ("dataset", "name", "description", "rank", "files", *_DEFAULTS)
_READ = (".csv", ".yaml", ".yml")
_IGNORED = (".md", ".txt", "")
_LEADS_OUT = "The file is a link that leads out of the bundle."


def recognises(path: Path) -> bool:
    """A folder is a bundle when it has a manifest."""
    return path.is_dir() and (path / MANIFEST).is_file()


def read(path: Path, name: str) -> Reading:
    """Read a bundle; `name` is how its files are called in messages."""
    problems: list[Problem] = []
    place = Place(f"{name}/{MANIFEST}")
    unknown = Dataset(key="unknown", name="unknown")
    try:
        manifest = _manifest(path, place)
    except YamlError as error:
        problems.append(error.problem)
        return Reading(unknown, place, iter(()), problems)
    _check_names(manifest, _SETTINGS, place, problems)
    defaults = _defaults(manifest, Defaults(), place, problems)
    dataset = _dataset(manifest, place, problems) or unknown
    reading = Reading(dataset, place, iter(()), problems)
    entries = _files(path, name, defaults, _named(manifest, place, problems), reading)
    return Reading(dataset, place, entries, problems, reading.notes)


def _manifest(path: Path, place: Place) -> YamlMapping:
    if not _is_inside(path / MANIFEST, path):
        raise YamlError(Problem(place, _LEADS_OUT, "Copy the file."))
    return read_yaml(path / MANIFEST, place.file)


def _check_names(mapping: YamlMapping, known: Sequence[str], place: Place, problems: list[Problem]) -> None:
    for key in mapping.keys() - set(known):
        where = Place(place.file, mapping.lines[key], shown(key)[1:-1])
        problems.append(Problem(where, f"There is no setting {shown(key)}.", f"There are: {', '.join(known)}."))


def _dataset(manifest: YamlMapping, place: Place, problems: list[Problem]) -> Dataset | None:
    """The dataset, or None where the manifest doesn't describe one."""
    values: dict[str, object] = {}
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
            problems.append(Problem(_at(manifest, setting, place), f"{error}."))
            return None
    if "key" not in values:
        problems.append(Problem(place, "The dataset has no key.", "Write `dataset: a-short-key`."))
        return None
    try:
        return Dataset.model_validate(values)
    except ValidationError as error:
        for detail in error.errors():
            setting = "dataset" if detail["loc"] == ("key",) else str(detail["loc"][0])
            found = f"{detail['msg'].removeprefix('Value error, ')}."
            problems.append(Problem(_at(manifest, setting, place), found))
        return None


def _defaults(mapping: YamlMapping, outer: Defaults, place: Place, problems: list[Problem]) -> Defaults:
    """What a file or the manifest says for all its records; what it says wrongly is a problem, once."""
    source, basis = (mapping.get(name) for name in _DEFAULTS)
    if basis is not None and basis not in list(Basis):
        found = f"basis {shown(basis) if isinstance(basis, str) else 'is not a word'}."
        problems.append(Problem(_at(mapping, "basis", place), found, f"Write one of {', '.join(Basis)}."))
        basis = None
    if source is not None:
        try:
            check_key(source if isinstance(source, str) else "")
        except ValueError as error:
            problems.append(Problem(_at(mapping, "source", place), f"{error}.", "Write the key of a source."))
    return Defaults(source if isinstance(source, str) else outer.source, str(basis or outer.basis))


def _named(manifest: YamlMapping, place: Place, problems: list[Problem]) -> YamlMapping:
    """The defaults of single files, by name."""
    files = manifest.get("files")
    right = "Write a mapping, as in `files: {touchpoints.csv: {source: s1}}`."
    if files is None:
        return YamlMapping()
    if not isinstance(files, YamlMapping):
        problems.append(Problem(_at(manifest, "files", place), "`files` is not a mapping.", right))
        return YamlMapping()
    for inner, own in files.items():
        where = Place(place.file, files.lines[inner], shown(inner)[1:-1])
        if isinstance(own, YamlMapping):
            _check_names(own, _DEFAULTS, where, problems)
        else:
            problems.append(Problem(where, "What the file has by default is not a mapping.", right))
    return files


def _at(mapping: YamlMapping, name: str, place: Place) -> Place:
    return Place(place.file, mapping.lines.get(name, 0), name)


def _is_inside(file: Path, folder: Path) -> bool:
    try:
        return file.resolve().is_relative_to(folder.resolve())
    except RuntimeError:  # a link that leads to itself
        return False


def _files(path: Path, name: str, defaults: Defaults, named: YamlMapping, reading: Reading) -> Iterator[Entry]:
    seen: set[str] = set()
    for file in _walk(path):
        inner = printable(file.relative_to(path).as_posix())
        called = f"{name}/{inner}"
        if not _is_inside(file, path):
            reading.problems.append(Problem(Place(called), _LEADS_OUT, "Copy the file."))
            continue
        if file.suffix in _READ and not file.is_file():
            reading.problems.append(Problem(Place(called), "This is not a file.", "Write a file here, or delete it."))
            continue
        seen.add(inner)
        own = named.get(inner)
        place = Place(f"{name}/{MANIFEST}", named.lines.get(inner, 0), inner)
        outer = _defaults(own, defaults, place, reading.problems) if isinstance(own, YamlMapping) else defaults
        if file.suffix == ".csv":
            yield from _csv(file, called, outer, reading.problems)
        elif file.suffix in _READ:
            yield from _yaml(file, called, outer, reading.problems)
        elif file.suffix not in _IGNORED:
            reading.notes.append(f"{called} is not read: a bundle holds YAML and CSV files.")
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
        yield Entry(printable(path.stem), row, place, defaults, from_table=True)


def _yaml(path: Path, name: str, defaults: Defaults, problems: list[Problem]) -> Iterator[Entry]:
    try:
        document = read_yaml(path, name)
    except YamlError as error:
        problems.append(error.problem)
        return
    defaults = _defaults(document, defaults, Place(name), problems)
    for word, items in document.items():
        line, collection = document.lines[word], shown(word)[1:-1]
        if word in _DEFAULTS:
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
