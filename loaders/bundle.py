"""The project's own form: a folder with `dataset.yaml` and YAML and CSV files, written by hand (docs/bundle.md)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from graph_schema.problems import Place, Problem
from loaders.entries import Defaults, Entry, Reading
from loaders.manifest import DEFAULTS, SETTINGS, UNKNOWN, at, check_names, read_dataset, read_defaults
from loaders.sample import Sample
from loaders.tables.text import read_csv
from loaders.text import printable
from loaders.values import shown
from loaders.wishes import Wishes
from loaders.yaml_reader import YamlError, YamlMapping, read_yaml

NAME = "bundle"
MANIFEST = "dataset.yaml"
_SETTINGS = (*SETTINGS[: -len(DEFAULTS)], "files", *DEFAULTS)
_READ = (".csv", ".yaml", ".yml")
_IGNORED = (".md", ".txt", "")
_LEADS_OUT = "The file is a link that leads out of the bundle."


def recognises(sample: Sample) -> str | None:
    """A folder is a bundle when it has a manifest."""
    return f"it holds {MANIFEST}" if _is_bundle(sample.path) else None


def _is_bundle(path: Path) -> bool:
    return path.is_dir() and (path / MANIFEST).is_file()


def read(sample: Sample, _wishes: Wishes) -> Reading:
    """Read a bundle."""
    path, name = sample.path, sample.name
    problems: list[Problem] = []
    place = Place(f"{name}/{MANIFEST}")
    try:
        manifest = _manifest(path, place)
    except YamlError as error:
        problems.append(error.problem)
        return Reading(UNKNOWN, place, iter(()), problems)
    check_names(manifest, _SETTINGS, place, problems)
    defaults = read_defaults(manifest, Defaults(), place, problems)
    dataset = read_dataset(manifest, place, problems) or UNKNOWN
    reading = Reading(dataset, place, iter(()), problems)
    entries = _files(path, name, defaults, _named(manifest, place, problems), reading)
    return Reading(dataset, place, entries, problems, reading.notes)


def _manifest(path: Path, place: Place) -> YamlMapping:
    if not _is_inside(path / MANIFEST, path):
        raise YamlError(Problem(place, _LEADS_OUT, "Copy the file."))
    return read_yaml(path / MANIFEST, place.file)


def _named(manifest: YamlMapping, place: Place, problems: list[Problem]) -> YamlMapping:
    """The defaults of single files, by name."""
    files = manifest.get("files")
    right = "Write a mapping, as in `files: {touchpoints.csv: {source: s1}}`."
    if files is None:
        return YamlMapping()
    if not isinstance(files, YamlMapping):
        problems.append(Problem(at(manifest, "files", place), "`files` is not a mapping.", right))
        return YamlMapping()
    for inner, own in files.items():
        where = Place(place.file, files.lines[inner], shown(inner)[1:-1])
        if isinstance(own, YamlMapping):
            check_names(own, DEFAULTS, where, problems)
        else:
            problems.append(Problem(where, "What the file has by default is not a mapping.", right))
    return files


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
        outer = read_defaults(own, defaults, place, reading.problems) if isinstance(own, YamlMapping) else defaults
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
            if not _is_bundle(item):
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
    defaults = read_defaults(document, defaults, Place(name), problems)
    for word, items in document.items():
        line, collection = document.lines[word], shown(word)[1:-1]
        if word in DEFAULTS:
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
