"""Personas as a YAML list: `name` and fields below it, with texts, lists, or lists of `item`."""

import re
from collections.abc import Iterator, Sequence

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.entries import Raw, Reading
from loaders.personas.meaning import Described, tell, uses_of
from loaders.personas.words import TELLING, Part, part_of
from loaders.sample import Sample
from loaders.telling import dataset_named, refused, told_text
from loaders.values import shown
from loaders.wishes import Wishes
from loaders.yaml_reader import YamlError, YamlList, YamlMapping, parse_yaml

NAME = "personas in yaml"
SUFFIXES = (".yaml", ".yml")
LEAST = 2
_FIELD = re.compile(r"^[\s-]*([A-Za-z][\w -]{0,40}):", re.MULTILINE)
_RIGHT = "Write a list of personas, each with a `name`."


def recognises(sample: Sample) -> str | None:
    """YAML whose fields are those of personas."""
    if sample.suffix not in SUFFIXES:
        return None
    parts = {part_of(label) for label in _FIELD.findall(sample.text or "")}
    known = sorted(part for part in parts if part in TELLING)
    right = Part.NAME in parts and len(known) >= LEAST
    return f"it has names and {', '.join(known)} of personas" if right else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    place = Place(sample.name)
    text = told_text(sample)
    if isinstance(text, Problem):
        return refused(sample, wishes, text)
    try:
        value = parse_yaml(text, sample.name)
    except YamlError as error:
        return refused(sample, wishes, error.problem)
    problems: list[Problem] = []
    notes: list[str] = []
    personas = list(_personas(value, place, problems))
    if not personas and not problems:
        problems.append(Problem(place, "The file holds no persona.", _RIGHT))
    dataset = dataset_named(sample, wishes)
    entries = iter(()) if problems else tell(personas, dataset, "personas", notes)
    return Reading(dataset, place, entries, problems, notes, list(uses_of(personas)))


def _personas(value: Raw, place: Place, problems: list[Problem]) -> Iterator[Described]:
    if isinstance(value, YamlMapping):
        lists = [inner for inner in value.values() if isinstance(inner, YamlList)]
        named = any(part_of(name) is Part.NAME for name in value)
        value = [value] if named or len(lists) != 1 else lists[0]
    if not isinstance(value, Sequence) or isinstance(value, str):
        problems.append(Problem(place, "The file is not a list.", _RIGHT))
        return
    lines = value.lines if isinstance(value, YamlList) else [1] * len(value)
    for item, line in zip(value, lines, strict=True):
        where = Place(place.file, line)
        if isinstance(item, YamlMapping):
            yield from _persona(item, where, problems)
        else:
            problems.append(Problem(where, "This is not a mapping.", _RIGHT))


def _persona(mapping: YamlMapping, place: Place, problems: list[Problem]) -> Iterator[Described]:
    name = next((value for label, value in mapping.items() if part_of(label) is Part.NAME), None)
    if not isinstance(name, str) or not slug(name):
        problems.append(Problem(place, "A persona without a name.", "Write `name:` with a text."))
        return
    persona = Described(name, place)
    fields_of(mapping, persona, place, problems)
    yield persona


def fields_of(mapping: YamlMapping, persona: Described, place: Place, problems: list[Problem]) -> None:
    """Add what a mapping says of a persona, but for its name."""
    for label, value in mapping.items():
        where = Place(place.file, mapping.lines.get(label, place.line), label)
        part = part_of(label)
        if part is Part.KEY and isinstance(value, str):
            persona.key = value
        elif part is not Part.NAME:
            persona.add(label, _texts(value, where, problems), where)


def _texts(value: Raw, place: Place, problems: list[Problem]) -> list[str]:
    """The texts of a field: one, a list, or a list of mappings with one text each."""
    if value is None:
        return []
    if isinstance(value, str):
        return [" ".join(value.split())]
    if isinstance(value, YamlMapping):
        pairs = ((name, _texts(inner, place, problems)) for name, inner in value.items())
        return [f"{name.replace('-', ' ')}: {'; '.join(texts)}" for name, texts in pairs if texts]
    found: list[str] = []
    for item in value if isinstance(value, Sequence) else ():
        if isinstance(item, YamlMapping) and len(item) == 1:
            found += _texts(next(iter(item.values())), place, problems)
        else:
            found += _texts(item, place, problems)
    if not found and value:
        problems.append(Problem(place, f"{shown(str(value))} holds no text.", "Write texts."))
    return found
