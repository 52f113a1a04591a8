"""Personas exported as JSON from an architecture tool (Ardoq): components with ids, and their edges in strings.

An edge list is a field such as `Consumes--outgoing` with ids between commas. What isn't in the file can't be named.
"""

import re
from collections.abc import Iterator
from typing import cast

from pydantic import Field

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.entries import Reading, Use
from loaders.objects import Shape, read_json, shaped
from loaders.personas.meaning import Described, tell
from loaders.sample import Sample
from loaders.telling import dataset_named, refused
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "ardoq-personas"
PERSONA = "persona"
USES = (
    Use("name", "the Persona's name"),
    Use("description", "the Persona's description"),
    Use("parent", "a line of the description"),
    Use("edges, such as Consumes--outgoing", "a line of the description, with the names of what is in the file"),
    Use("ids, keys and times", dropped="They are the tool's own."),
    Use("components of other types", dropped="They are no personas; edges name them."),
)
_MARK = re.compile(r'"(?:ardoq|ardoq-entity-type|component-key|rootWorkspace)"\s*:')
_TYPE = re.compile(r'"(?:typeName|entityType)"\s*:\s*"[^"]*persona[^"]*"', re.IGNORECASE)
_EDGE = re.compile(r"(.+?)--(outgoing|incoming)")


class Component(Shape):
    """A component. Other fields are edges, or the tool's own."""

    identifier: str = Field(alias="_id")
    name: str
    type: str = Field(alias="typeName")
    description: str | None = None
    parent: str | None = None


def recognises(sample: Sample) -> str | None:
    """JSON with the tool's fields and components of a type that is called a persona."""
    text = (sample.text or "").lstrip()
    right = text[:1] in ("[", "{") and _MARK.search(text) and _TYPE.search(text)
    return "it is a JSON list of Ardoq components, some of them personas" if right else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    place = Place(sample.name)
    value = read_json(sample)
    if isinstance(value, Problem):
        return refused(sample, wishes, value)
    problems: list[Problem] = []
    notes: list[str] = []
    components = list(_components(value, place, problems))
    personas = list(_personas(components, notes, problems))
    if not personas and not problems:
        problems.append(Problem(place, "The file holds no persona.", "Export components of a type that is called so."))
    dataset = dataset_named(sample, wishes)
    entries = iter(()) if problems else tell(personas, dataset, "architecture tool", notes)
    return Reading(dataset, place, entries, problems, notes, list(USES))


def _components(value: object, place: Place, problems: list[Problem]) -> Iterator[tuple[Component, Place]]:
    if not isinstance(value, list):
        problems.append(Problem(place, "The file is not a list of components.", "Export it again."))
        return
    for index, item in enumerate(cast("list[object]", value)):
        where = Place(place.file, 0, f"[{index}]")
        component = shaped(Component, item, where)
        if isinstance(component, list):
            problems += component
        else:
            yield component, where


def _personas(
    components: list[tuple[Component, Place]], notes: list[str], problems: list[Problem]
) -> Iterator[Described]:
    named: dict[str, str] = {}
    for component, place in components:
        if component.identifier in named:
            found = f"The id {shown(component.identifier)} stands twice."
            problems.append(Problem(place, found, "Export the file again."))
        named[component.identifier] = component.name
    for component, place in components:
        if PERSONA not in slug(component.type).split("-"):
            continue
        if not slug(component.name):
            problems.append(Problem(place, "A persona without a name.", "Name it."))
            continue
        persona = Described(component.name, place)
        persona.add("description", [component.description or ""], place)
        if component.parent:
            persona.add("Part of", [named.get(component.parent, "")], place)
        for label, ids in _edges(component):
            there = [named[key] for key in ids if key in named]
            persona.add(label, there, place)
            if len(there) < len(ids):
                gone = len(ids) - len(there)
                notes.append(f"{place}: {label}: {gone} of {len(ids)} ids are not in the file, and are left out.")
        yield persona


def _edges(component: Component) -> Iterator[tuple[str, list[str]]]:
    for name, value in (component.model_extra or {}).items():
        edge = _EDGE.fullmatch(name)
        if edge and isinstance(value, str):
            label = edge[1] if edge[2] == "outgoing" else f"{edge[1]} (incoming)"
            yield label, [key.strip() for key in value.split(",") if key.strip()]
