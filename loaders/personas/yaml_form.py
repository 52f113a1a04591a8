"""Personas as a YAML list: `name` and fields below it, with texts, lists, or lists of `item`."""

import re
from collections.abc import Iterator, Sequence

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.entries import Raw, Reading
from loaders.personas.meaning import Described, tell, uses_of
from loaders.personas.words import TELLING, Part, part_of
from loaders.sample import HEAD, Sample
from loaders.telling import dataset_named, refused, told_text
from loaders.values import shown
from loaders.wishes import Wishes
from loaders.yaml_reader import YamlError, YamlList, YamlMapping, parse_yaml

NAME = "personas-yaml"
SUFFIXES = (".yaml", ".yml")
LEAST = 2
_BEGIN = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*(?:- )?name:", re.IGNORECASE)
_RIGHT = "Write a list of personas, each with a `name`."


def recognises(sample: Sample) -> str | None:
    """YAML with a list of things that have a name and other fields of personas."""
    if sample.suffix not in SUFFIXES or sample.text is None:
        return None
    text = sample.text if len(sample.head) < HEAD else sample.text.rpartition("\n- ")[0]
    try:
        items = _items(parse_yaml(text, sample.name))
    except YamlError:
        return "it begins as a list of names, which is no sound YAML" if _BEGIN.match(text) else None
    found = {part_of(label) for item in items if isinstance(item, YamlMapping) for label in item}
    known = sorted(found & TELLING)
    right = Part.NAME in found and len(known) >= LEAST
    return f"it lists names with {', '.join(known)}" if right else None


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


def _items(value: Raw) -> Sequence[Raw]:
    """The list that a file holds, alone or as the only thing in a mapping; a mapping with a name is one of itself."""
    if isinstance(value, YamlMapping):
        inner = next(iter(value.values()), None)
        return inner if len(value) == 1 and isinstance(inner, YamlList) else [value]
    return value if isinstance(value, YamlList) else []


def _personas(value: Raw, place: Place, problems: list[Problem]) -> Iterator[Described]:
    items = _items(value)
    lines = items.lines if isinstance(items, YamlList) else [1] * len(items)
    for item, line in zip(items, lines, strict=True):
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
