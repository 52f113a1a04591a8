"""One journey as an OpenJourney map. What a map can't hold is said, not dropped in silence: docs/openjourney.md."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from graph_schema.errors import NotFoundError, UsageError
from graph_schema.keys import parent_key, slug
from graph_store.database import Database, Row
from loaders.export import Exported
from loaders.openjourney import SCALE

VERSION = "1.0"
SHOWN = 5
"""So many things of a sort that found no place are named."""
_ACTIONS, _TOUCHPOINTS, _PAINS, _GAINS, _OPPORTUNITIES, _EMOTIONS = (
    "User Actions",
    "Touchpoints",
    "Pain Points",
    "Gains",
    "Opportunities",
    "Emotions",
)
_LANES = (_ACTIONS, _TOUCHPOINTS, _PAINS, _GAINS, _OPPORTUNITIES, _EMOTIONS)
_PURPOSES = {"PainPoint": "pain-point", "Gain": "gain", "Opportunity": "opportunity"}
_LANE_OF = {"PainPoint": _PAINS, "Gain": _GAINS, "Opportunity": _OPPORTUNITIES}

_JOURNEY = """
MATCH (j:Journey {key: $key})
RETURN j.name AS name, j.description AS description, j.state AS state,
  COLLECT { MATCH (j)-[:FOR]->(p:Persona) RETURN DISTINCT p.name ORDER BY p.name } AS personas,
  COLLECT { MATCH (j)-[:FOR]->(s:Segment) RETURN DISTINCT s.name ORDER BY s.name } AS segments,
  COUNT { MATCH (j)-[:HAS_STAGE|HAS_STEP|HAS_MOMENT*3]->(m:MicroMoment) } AS moments,
  COUNT { MATCH (j)-[:HAS_STAGE|HAS_STEP*1..2]->(:Step)-[:VIA]->(:Channel) } AS channels
"""
_STAGES = """
MATCH (:Journey {key: $key})-[:HAS_STAGE]->(s:Stage) RETURN s.key AS key, s.name AS name ORDER BY s.order, s.key
"""
_STEPS = """
MATCH (:Journey {key: $key})-[:HAS_STAGE]->(g:Stage)-[:HAS_STEP]->(s:Step)
RETURN s.key AS key, s.name AS name, s.description AS description, g.key AS stage,
  coalesce(s.tags, []) AS tags, coalesce(s.artefacts, []) AS artefacts,
  COLLECT { MATCH (s)-[:AT]->(t:Touchpoint) RETURN DISTINCT t.key ORDER BY t.key } AS touchpoints,
  COLLECT { MATCH (a:Stakeholder)-[r:PERFORMS]->(s)
            RETURN DISTINCT {line: coalesce(r.line, ''), actor: a.name, action: r.action} AS done
            ORDER BY done.line, done.actor, done.action } AS performed,
  COLLECT { MATCH (a:System)-[r:ENABLES]->(s)
            RETURN DISTINCT {system: a.name, description: r.action} AS relied
            ORDER BY relied.system, relied.description } AS enabled
ORDER BY g.order, g.key, s.order, s.key
"""
_HAPPENINGS = """
MATCH (:Journey {key: $key})-[:HAS_STAGE|HAS_STEP*1..2]->(place)<-[:OCCURS_AT]-(h)
RETURN DISTINCT labels(h)[0] AS kind, h.key AS key, h.name AS name, h.description AS description,
  h.severity AS severity, place.key AS place ORDER BY place, kind, key
"""
_FEELINGS = """
MATCH (:Journey {key: $key})-[:HAS_STAGE|HAS_STEP*1..2]->(place)<-[:FELT_AT]-(f:Feeling)-[:FELT_BY]->(p:Persona)
OPTIONAL MATCH (f)-[:FELT_AS]->(e:Emotion)
RETURN DISTINCT f.key AS key, f.score AS score, f.description AS description, e.name AS emotion, p.name AS persona,
  place.key AS place ORDER BY place, key
"""

Node = dict[str, Any]


def export_map(path: Path, key: str, database: Database) -> Exported:
    """Write a journey as a map. Raises NotFoundError for a journey that isn't, UsageError where `path` is taken."""
    if path.exists() or path.is_symlink():
        raise UsageError(f"There is something at {path} already.", "Name a path that is free.")
    found = database.read(_JOURNEY, {"key": key})
    if not found:
        raise NotFoundError(f"There is no journey {key!r}.", "`journeygraph ask search` finds it by its words.")
    written = _Map(found[0])
    if not found[0]["personas"]:
        raise UsageError(f"The journey {key!r} is for no persona.", "A map needs one: say whom the journey is for.")
    stages = database.read(_STAGES, {"key": key})
    written.stages = {row["key"]: f"s{number}" for number, row in enumerate(stages, 1)}
    for row in database.read(_STEPS, {"key": key}):
        written.add_step(row)
    for row in database.read(_HAPPENINGS, {"key": key}):
        written.add_happening(row)
    for row in database.read(_FEELINGS, {"key": key}):
        written.add_feeling(row)
    document = {
        "version": VERSION,
        "title": found[0]["name"],
        "persona": written.persona,
        "pointOfView": found[0]["name"],
        "stages": [{"id": written.stages[row["key"]], "name": row["name"]} for row in stages],
        "swimlanes": [{"id": _lane(name), "name": name} for name in _LANES],
        "nodes": [
            {name: value for name, value in node.items() if value not in (None, [], {})} for node in written.nodes
        ],
    }
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return Exported([key], len(written.nodes), 0, written.told())


@dataclass
class _Map:
    """The nodes of a map, and what found no place on it."""

    journey: Row
    stages: dict[str, str] = field(default_factory=dict[str, str])
    nodes: list[Node] = field(default_factory=list[Node])
    steps: dict[str, Node] = field(default_factory=dict[str, Node])
    lost: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    @property
    def persona(self) -> str:
        return self.journey["personas"][0]

    def add_step(self, row: Row) -> None:
        """A step is a node; at a touchpoint of its own name it stands in the lane of touchpoints."""
        own = row["touchpoints"] == [slug(row["name"])]
        if row["touchpoints"] and not own:
            self._lose("touchpoints with other names than their steps", row["touchpoints"])
        milestone = "milestone" in row["tags"]
        node = self._node(row["stage"], _TOUCHPOINTS if own else _ACTIONS, row["name"], row["description"])
        node["purpose"] = "milestone" if milestone else "touchpoint" if own else "action"
        node["tags"] = [tag for tag in row["tags"] if tag != "milestone"]
        node["blueprint"] = self._blueprint(row)
        self.steps[row["key"]] = node

    def add_happening(self, row: Row) -> None:
        """What happens at a step of its own name marks that; else it is a node at the stage."""
        step = self.steps.get(row["place"])
        same = step is not None and slug(step["title"]) == row["key"]
        if row["kind"] == "MomentOfTruth":
            if step is not None:
                step["isMomentOfTruth"] = True
            if not same:
                self._lose("moments of truth, of which only the mark on a step is left", [row["name"]])
            return
        if step is not None and same and step["purpose"] == "action":
            step["purpose"], step["severity"] = _PURPOSES[row["kind"]], row["severity"]
            return
        if step is not None:
            self._lose("steps of what stands at their stage instead", [f"{row['name']} at {step['title']}"])
        stage = parent_key(row["place"]) if step is not None else row["place"]
        node = self._node(stage, _LANE_OF[row["kind"]], row["name"], row["description"])
        node |= {"purpose": _PURPOSES[row["kind"]], "severity": row["severity"]}

    def add_feeling(self, row: Row) -> None:
        """The first feeling at a step stands on its node; others are nodes at the stage."""
        if row["persona"] != self.persona:
            self._lose("feelings of other personas", [f"{row['persona']} at {row['place']}"])
            return
        score = None if row["score"] is None else row["score"] * SCALE
        step = self.steps.get(row["place"])
        if step is not None and "score" not in step and "sentiment" not in step:
            step |= {"score": score, "sentiment": row["emotion"]}
            if row["description"]:
                self._lose("words of feelings", [row["description"]])
            return
        if step is not None:
            self._lose("steps of what stands at their stage instead", [f"a feeling at {step['title']}"])
        stage = parent_key(row["place"]) if step is not None else row["place"]
        title = row["emotion"] or (row["description"] or "a feeling")[:80]
        self._node(stage, _EMOTIONS, title, row["description"]).update(score=score, sentiment=row["emotion"])

    def told(self) -> list[str]:
        """What the map doesn't hold."""
        self._lose("other personas", self.journey["personas"][1:])
        self._lose("segments", self.journey["segments"])
        for name in ("description", "state"):
            self._lose(f"the journey's {name}", [self.journey[name]] if self.journey[name] else [])
        for name, things in (("moments", "micro-moments"), ("channels", "channels of steps")):
            if self.journey[name]:
                self.lost[f"{self.journey[name]} {things}"] = []
        found = [f"Not on the map: {what}{_shown(which)}." for what, which in self.lost.items()]
        return [*found, "Not on the map: sources, bases, quotes, phases and goals; a bundle holds them."]

    def _node(self, stage: str, lane: str, title: str, description: str | None) -> Node:
        node: Node = {
            "id": f"n{len(self.nodes) + 1}",
            "stageId": self.stages[stage],
            "swimlaneId": _lane(lane),
            "title": title,
            "description": description,
        }
        self.nodes.append(node)
        return node

    def _blueprint(self, row: Row) -> dict[str, list[dict[str, str]]]:
        parts: dict[str, list[dict[str, str]]] = {}
        for done in row["performed"]:
            line = done.pop("line") or "backstage"
            parts.setdefault(line, []).append(_given(done))
        if row["enabled"]:
            parts["support"] = [_given(relied) for relied in row["enabled"]]
        if row["artefacts"]:
            parts["evidence"] = [{"item": item} for item in row["artefacts"]]
        return parts

    def _lose(self, what: str, which: Iterable[str]) -> None:
        which = list(which)
        if which:
            self.lost.setdefault(what, []).extend(which)


def _given(values: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


def _lane(name: str) -> str:
    return slug(name)


def _shown(which: list[str]) -> str:
    if not which:
        return ""
    more = f" and {len(which) - SHOWN} more" if len(which) > SHOWN else ""
    return f" ({'; '.join(which[:SHOWN])}{more})"
