"""The shape of a service blueprint in JSON, and what must hold in it."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.objects import Shape, doubled
from loaders.values import shown

Texts = dict[str, str]
"""A text in each language."""


class Provenance(Shape):
    """The document that a cell was taken from."""

    source: str
    section: str | None = None


class Link(Shape):
    """An address, or the description of a system that a cell names."""

    type: Literal["url", "tech_description"]
    label: Texts
    url: str | None = None
    description: Texts | None = None
    picture: str | None = None
    pictures: list[str] | None = None


class Worth(Shape):
    """What somebody gets out of a cell."""

    whom: str = Field(alias="for")
    value: str


class Cell(Shape):
    """What a layer does in a step."""

    layer: str
    step: str
    content: Texts | None = None
    description: Texts | None = None
    picture: str | None = None
    links: list[Link] = Field(default_factory=list[Link])
    provenance: Provenance | None = None
    needs_review: bool = False
    evidence: list[str] = Field(default_factory=list[str])
    attribution: str | None = None
    function: str | None = None
    form: str | None = None
    owner: str | None = None
    perceived_owner: str | None = None
    value_props: list[Worth] = Field(default_factory=list[Worth])


class CellRef(Shape):
    """Points to a cell of the same path."""

    layer: str
    step: str


class Trigger(Shape):
    """An arrow from cell to cell."""

    source: CellRef
    target: CellRef


class Layer(Shape):
    """A lane."""

    key: str
    display_name: Texts
    role: str | None = None
    row: int = 0
    kpis: list[str] = Field(default_factory=list[str])
    tools: list[str] = Field(default_factory=list[str])


class Path(Shape):
    """One way through a scenario."""

    key: str
    name: Texts
    path_type: Literal["happy", "unhappy", "exception", "alternative"]
    layers: list[Layer]
    path_steps: list[str]
    cells: list[Cell]
    description: Texts | None = None
    note: Texts | None = None
    variant_label: Texts | None = None
    triggers: list[Trigger] = Field(default_factory=list[Trigger])


class Column(Shape):
    """A step of a scenario."""

    key: str
    name: Texts


class Scenario(Shape):
    """What is blueprinted: steps, and the paths through them."""

    key: str
    name: Texts
    steps: list[Column]
    paths: list[Path]
    order: int = 0
    view_type: str = ""
    description: Texts | None = None


class IrPhase(Shape):
    """A phase of the lifecycle."""

    key: str
    name: Texts
    order: int
    scenarios: list[Scenario]
    description: Texts | None = None
    loops_to: str | None = None


class Lifecycle(Shape):
    """The lifecycle that all of it belongs to."""

    key: str
    name: Texts
    phases: list[IrPhase]
    description: Texts | None = None


class Blueprint(Shape):
    """A whole file."""

    schema_version: str
    locales: list[str] = Field(min_length=1)
    lifecycle: Lifecycle


def faults(blueprint: Blueprint, place: Place) -> Iterator[Problem]:
    """Keys that stand twice or that aren't there."""
    lifecycle = blueprint.lifecycle
    phases = [phase.key for phase in lifecycle.phases]
    yield from _keys([lifecycle.key], place, "lifecycle")
    yield from _keys(phases, place, "lifecycle.phases")
    for p, phase in enumerate(lifecycle.phases):
        where = f"lifecycle.phases[{p}]"
        if phase.loops_to is not None and phase.loops_to not in phases:
            yield _missing("phase", phase.loops_to, place, f"{where}.loops_to")
        yield from _keys([scenario.key for scenario in phase.scenarios], place, f"{where}.scenarios")
        for s, scenario in enumerate(phase.scenarios):
            within = f"{where}.scenarios[{s}]"
            yield from _keys([step.key for step in scenario.steps], place, f"{within}.steps")
            yield from _keys([path.key for path in scenario.paths], place, f"{within}.paths")
            for t, path in enumerate(scenario.paths):
                yield from _path_faults(path, {step.key for step in scenario.steps}, place, f"{within}.paths[{t}]")


def _path_faults(path: Path, steps: set[str], place: Place, where: str) -> Iterator[Problem]:
    layers = {layer.key for layer in path.layers}
    yield from _keys([layer.key for layer in path.layers], place, f"{where}.layers")
    yield from _keys(path.path_steps, place, f"{where}.path_steps")
    for n, step in enumerate(path.path_steps):
        if step not in steps:
            yield _missing("step", step, place, f"{where}.path_steps[{n}]")
    places: list[tuple[str, str, str]] = [
        (cell.layer, cell.step, f"{where}.cells[{n}]") for n, cell in enumerate(path.cells)
    ]
    for n, trigger in enumerate(path.triggers):
        for end, ref in (("source", trigger.source), ("target", trigger.target)):
            places.append((ref.layer, ref.step, f"{where}.triggers[{n}].{end}"))
    for layer, step, at in places:
        if layer not in layers:
            yield _missing("layer of this path", layer, place, f"{at}.layer")
        if step not in path.path_steps:
            yield _missing("step of this path", step, place, f"{at}.step")


def _keys(keys: Sequence[str], place: Place, where: str) -> Iterator[Problem]:
    for position in doubled([slug(key) for key in keys]):
        at = Place(place.file, place.line, f"{where}[{position}]")
        yield Problem(at, f"The key {shown(keys[position])} stands twice.", "Give each its own.")
    for position, key in enumerate(keys):
        if not slug(key) or len(key) > 64:
            at = Place(place.file, place.line, f"{where}[{position}]")
            yield Problem(at, f"{shown(key)} is no key.", "Write up to 64 letters, digits and hyphens.")


def _missing(what: str, key: str, place: Place, where: str) -> Problem:
    found = f"There is no {what} {shown(key)}."
    return Problem(Place(place.file, place.line, where), found, "Name one that is there, or add it.")
