"""OpenJourney (`.ojf`): one journey as stages, swimlanes and nodes. What each node becomes: docs/openjourney.md.

Both dialects are read: persona, pointOfView and version at the root, or title, persona, pov and version in `metadata`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import orjson
from pydantic import ValidationError

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Raw, Reading
from loaders.sample import Sample
from loaders.telling import Telling
from loaders.text import read_text
from loaders.wishes import Wishes

NAME = "openjourney"
SUFFIX = ".ojf"
MAX_BYTES = 32 * 1024 * 1024
SCALE = 5
"""Scores run from -5 to 5; a feeling's from -1 to 1."""

_EMOTION_LANE = re.compile(r"emotion|feel|mood|sentiment", re.IGNORECASE)
_PAIN_LANE = re.compile(r"pain|blocker|friction|barrier|frustration", re.IGNORECASE)
_TOUCHPOINT_LANE = re.compile(r"touch ?point|channel", re.IGNORECASE)
_PURPOSES = {
    "pain-point": "pain_points",
    "bottleneck": "pain_points",
    "gain": "gains",
    "opportunity": "opportunities",
}
_DRAWING = {"icon", "iconColor"}
_NODE_FIELDS: dict[str, tuple[type[Any], ...]] = {
    **dict.fromkeys(("id", "stageId", "stage", "swimlaneId"), (str, int)),
    **dict.fromkeys(("title", "description", "severity", "sentiment", "purpose"), (str,)),
    "score": (int, float),
    "isMomentOfTruth": (bool,),
    "tags": (list,),
    "blueprint": (dict,),
}
_SHAPES = {str: "a text", int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "an object"}

Object = dict[str, Any]


def recognises(sample: Sample) -> str | None:
    """A file with the form's ending."""
    return f"it ends in {SUFFIX}" if sample.is_file and sample.suffix == SUFFIX else None


def read(sample: Sample, _wishes: Wishes) -> Reading:
    """Read a file."""
    path, name = sample.path, sample.name
    problems: list[Problem] = []
    place = Place(name)
    document = _parse(path, name, problems)
    head = _Head("", "", "") if document is None else _Head.of(document, place, problems)
    dataset = _dataset(path, head, place, problems)
    if document is None or problems:
        return Reading(dataset, place, iter(()), problems)
    journey = _Journey(document, head, Telling(dataset.key), place, problems, [])
    return Reading(dataset, place, journey.entries(), problems, journey.notes)


def _parse(path: Path, name: str, problems: list[Problem]) -> Object | None:
    text = read_text(path, name, MAX_BYTES)
    if isinstance(text, Problem):
        problems.append(text)
        return None
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        where = Place(name, error.lineno, f"column {error.colno}")
        problems.append(Problem(where, f"This is not JSON: {error.msg}.", "Export the journey again."))
        return None
    if isinstance(document, dict):
        return cast("Object", document)
    problems.append(
        Problem(place=Place(name), found="This is not a journey: the file holds no object.", right="Export it again.")
    )
    return None


def _dataset(path: Path, head: "_Head", place: Place, problems: list[Problem]) -> Dataset:
    # A file may be renamed; the journey it tells stays.
    key = slug(head.point_of_view) or slug(path.stem) or "journey"
    try:
        return Dataset(key=key, name=head.title or key)
    except ValidationError as error:
        found = error.errors()[0]["msg"].removeprefix("Value error, ")
        problems.append(Problem(place, f"{found}.", "Shorten the title or the file's name."))
        return Dataset(key="journey", name="journey")


@dataclass(frozen=True)
class _Head:
    """What a file says of the journey as a whole, in either dialect."""

    title: str
    persona: str
    point_of_view: str

    @classmethod
    def of(cls, document: Object, place: Place, problems: list[Problem]) -> "_Head":
        inner = document.get("metadata")
        said = document | cast("Object", inner) if isinstance(inner, dict) else document
        persona = _text(said.get("persona")) or ""
        view = _text(said.get("pov")) or _text(said.get("pointOfView")) or ""
        for label, value in (("persona", persona), ("pointOfView", view)):
            if not slug(value):
                found = f"The journey has no {label}."
                problems.append(Problem(place, found, "Name it, as text, at the root or in `metadata`."))
        return cls(_text(said.get("title")) or view, persona, view)


@dataclass
class _Journey:
    """Goes through the nodes and says what each becomes."""

    document: Object
    head: _Head
    telling: Telling
    place: Place
    problems: list[Problem]
    notes: list[str]
    orders: dict[str, int] = field(default_factory=dict[str, int])
    unread: set[str] = field(default_factory=set[str])

    def entries(self) -> Iterator[Entry]:
        stages, lanes = self._named("stages"), self._named("swimlanes")
        journey, persona = slug(self.head.point_of_view), slug(self.head.persona)
        name = f"Journey map: {self.head.title}"
        yield self.telling.entry("sources", self.place, key=self.telling.source, name=name, method="OpenJourney map")
        yield self.telling.entry("personas", self.place, key=persona, name=self.head.persona)
        yield self.telling.entry(
            "journeys", self.place, **{"key": journey, "name": self.head.point_of_view, "for": f"persona:{persona}"}
        )
        keys: dict[str, str] = {}
        for order, (stage, (label, place)) in enumerate(stages.items(), 1):
            keys[stage] = f"{journey}/{self.telling.unique('stages', slug(label) or f'stage-{order}')}"
            yield self.telling.entry("stages", place, key=keys[stage], name=label, order=str(order))
        for node, place in self._objects("nodes"):
            if not self._well_typed(node, place):
                continue
            stage = keys.get(str(node.get("stageId", node.get("stage"))))
            lane = lanes.get(str(node.get("swimlaneId")))
            title = _text(node.get("title")) or ""
            if stage is None or lane is None or not slug(title):
                self._missing(place, stage, lane)
                continue
            self.unread |= node.keys() - _NODE_FIELDS.keys()
            yield from self._node(_Node(node, place, title, stage, lane[0], persona))
        if self.unread:
            drawn = " (how the editor draws a node)" if self.unread <= _DRAWING else ""
            self.notes.append(f"{self.place.file}: not read: {', '.join(sorted(self.unread))}{drawn}.")

    def _well_typed(self, node: Object, place: Place) -> bool:
        """Whether every field is of its type; one that isn't is a problem, for nothing is dropped silently."""
        good = True
        for name, types in _NODE_FIELDS.items():
            value = node.get(name)
            if value is not None and (not isinstance(value, types) or (isinstance(value, bool) and bool not in types)):
                good = False
                where = Place(place.file, place.line, f"{place.column}.{name}")
                found = f"{name} is {_SHAPES[type(value)]} here, it takes {_SHAPES[types[0]]}."
                self.problems.append(Problem(where, found, "Correct it, or leave it out."))
        return good

    def _missing(self, place: Place, stage: str | None, lane: object) -> None:
        missing = (
            "stageId names no stage" if stage is None else "swimlaneId names no swimlane" if not lane else "no title"
        )
        self.problems.append(
            Problem(place, f"{missing}.".capitalize(), "Every node needs a title, a stage and a swimlane.")
        )

    def _node(self, node: "_Node") -> Iterator[Entry]:
        if _EMOTION_LANE.search(node.lane) and not node.is_moment:
            yield from self._feeling(node, f"stage:{node.stage}", named=node.title)
            return
        if _PAIN_LANE.search(node.lane) and not node.is_moment:
            yield from self._happening("pain_points", node, f"stage:{node.stage}")
            if node.has_feeling:
                yield from self._feeling(node, f"stage:{node.stage}")
            return
        self.orders[node.stage] = self.orders.get(node.stage, 0) + 1
        step = f"{node.stage}/{self.telling.unique(node.stage, slug(node.title))}"
        fields: dict[str, Raw] = {"key": step, "name": node.title, "description": node.text("description")}
        fields |= {"order": str(self.orders[node.stage]), "tags": node.tags(), "artefacts": node.artefacts()}
        if node.purpose == "touchpoint" or _TOUCHPOINT_LANE.search(node.lane):
            fields["at"] = slug(node.title)
            yield from self.telling.once("touchpoints", node.place, slug(node.title), name=node.title)
        yield self.telling.entry("steps", node.place, **fields)
        if node.has_feeling:
            yield from self._feeling(node, f"step:{step}")
        collection = _PURPOSES.get(node.purpose) or ("pain_points" if _PAIN_LANE.search(node.lane) else None)
        if collection:
            yield from self._happening(collection, node, f"step:{step}")
        if node.is_moment:
            yield from self._happening("moments_of_truth", node, f"step:{step}")
        yield from self._blueprint(node, step)

    def _happening(self, collection: str, node: "_Node", at: str) -> Iterator[Entry]:
        key = slug(node.title)
        fields: dict[str, Raw] = {"name": node.title, "description": node.text("description")}
        if collection == "pain_points":
            fields |= {"severity": node.text("severity"), "hurts": node.persona}
        if key in self.telling.seen.get(collection, set()):
            yield from self.telling.relation("occurs_at", node.place, f"{_TOKENS[collection]}:{key}", at)
        else:
            self.telling.first("occurs_at", f"{_TOKENS[collection]}:{key}\0{at}")
            yield from self.telling.once(collection, node.place, key, **fields, occurs_at=at)

    def _feeling(self, node: "_Node", at: str, named: str = "") -> Iterator[Entry]:
        score = node.score(self.problems)
        emotion = node.text("sentiment") or named
        fields: dict[str, Raw] = {"persona": node.persona, "place": at, "description": node.text("description")}
        fields["locator"] = self.telling.unique("feelings", f"{node.lane}: {node.title}")
        if not slug(emotion):
            fields["note"] = emotion
        else:
            yield from self.telling.once("emotions", node.place, slug(emotion), name=emotion)
            fields["emotion"] = slug(emotion)
        yield self.telling.entry("feelings", node.place, **fields, score=None if score is None else str(score))

    def _blueprint(self, node: "_Node", step: str) -> Iterator[Entry]:
        for line in ("onstage", "backstage"):
            for item in node.blueprint(line):
                actor = _text(item.get("actor")) or ""
                if slug(actor):
                    yield from self.telling.once("stakeholders", node.place, slug(actor), name=actor)
                    action = _text(item.get("action"))
                    yield from self.telling.relation(
                        "performs", node.place, slug(actor), step, line=line, action=action
                    )
        for item in node.blueprint("support"):
            system = _text(item.get("system")) or ""
            if slug(system):
                yield from self.telling.once("systems", node.place, slug(system), name=system)
                action = _text(item.get("description"))
                yield from self.telling.relation("enables", node.place, slug(system), step, action=action)

    def _named(self, name: str) -> dict[str, tuple[str, Place]]:
        """Stages or swimlanes by id."""
        found: dict[str, tuple[str, Place]] = {}
        for item, place in self._objects(name):
            identifier, label = item.get("id"), item.get("name")
            if not isinstance(identifier, str) or not isinstance(label, str):
                self.problems.append(Problem(place, "No id or no name.", "Write both, as text."))
            elif identifier in found:
                self.problems.append(Problem(place, f"The id {identifier!r} stands twice.", "Give each its own."))
            else:
                found[identifier] = (label, place)
        return found

    def _objects(self, name: str) -> Iterator[tuple[Object, Place]]:
        items = self.document.get(name)
        if not isinstance(items, list):
            self.problems.append(Problem(self.place, f"`{name}` is not a list.", "Export the journey again."))
            return
        for index, item in enumerate(cast("list[Any]", items)):
            place = Place(self.place.file, 0, f"{name}[{index}]")
            if isinstance(item, dict):
                yield cast("Object", item), place
            else:
                self.problems.append(Problem(place, "This is not an object.", "Export the journey again."))


@dataclass(frozen=True)
class _Node:
    """A node, with the stage and swimlane it stands in."""

    raw: Object
    place: Place
    title: str
    stage: str
    lane: str
    persona: str

    @property
    def purpose(self) -> str:
        return (self.text("purpose") or "").lower()

    @property
    def is_moment(self) -> bool:
        return self.raw.get("isMomentOfTruth") is True

    @property
    def has_feeling(self) -> bool:
        return self.raw.get("score") is not None or bool(self.text("sentiment"))

    def text(self, name: str) -> str | None:
        return _text(self.raw.get(name))

    def score(self, problems: list[Problem]) -> float | None:
        score = self.raw.get("score")
        if score is None:
            return None
        if not -SCALE <= score <= SCALE:
            found = f"The score {score!r} is not a number from -{SCALE} to {SCALE}."
            problems.append(Problem(self.place, found, "Correct it, or leave it out."))
            return None
        return score / SCALE

    def tags(self) -> Sequence[Raw]:
        tags = self.raw.get("tags")
        found = [tag for tag in map(_text, cast("list[Any]", tags or [])) if tag]
        return [*found, "milestone"] if self.purpose == "milestone" else found

    def artefacts(self) -> Sequence[Raw]:
        items = ((_text(item.get("item")), _text(item.get("type"))) for item in self.blueprint("evidence"))
        return [f"{item} ({kind.lower()})" if kind else item for item, kind in items if item]

    def blueprint(self, part: str) -> list[Object]:
        blueprint = self.raw.get("blueprint")
        items = cast("Object", blueprint).get(part) if isinstance(blueprint, dict) else None
        return (
            [cast("Object", i) for i in cast("list[Any]", items) if isinstance(i, dict)]
            if isinstance(items, list)
            else []
        )


_TOKENS: Mapping[str, str] = {
    "pain_points": "pain_point",
    "gains": "gain",
    "opportunities": "opportunity",
    "moments_of_truth": "moment_of_truth",
}


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
