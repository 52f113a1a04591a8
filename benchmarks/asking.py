"""With what each question is asked: nodes of the sample, the same at every size, and hubs, which grow with it."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from benchmarks.growing import BUSY, EVERYWHERE, template
from graph_schema.kinds.records import LoadRun
from graph_schema.model import Kind
from graph_store.cypher import quoted, trusted
from graph_store.database import Database
from queries.library import LIBRARY
from queries.parameters import KeysOf
from queries.question import Question
from queries.rows import Row

Given = dict[str, Any]


class Anchor(StrEnum):
    """What a question is asked about."""

    SAMPLE = "sample"
    HUB = "hub"
    WHOLE = "whole graph"


class Case(NamedTuple):
    """A question, what it is asked about, and by which parameter."""

    question: Question[Row]
    anchor: Anchor
    parameter: str
    given: Given

    @property
    def name(self) -> str:
        """Tells it from the others of the question."""
        return f"{self.anchor}, {self.parameter}" if self.parameter else self.anchor


NEEDED: dict[str, Given] = {
    "where-to-invest": {"importance": ["importance"], "satisfaction": ["satisfaction"]},
    "visits-without-purchase": {"visits": ["page-visits"], "purchases": ["purchases"], "reached": ["contacts"]},
}
"""Keys that a question can't do without, of the sample; the same of the hubs are asked for beside the whole graph."""
SAID: dict[str, tuple[Given, Given]] = {
    "evidence-for": (
        {"nodes": ["persona:woman-reader", "touchpoint:checkout", "phase:milkymap/i-become-a-customer"]},
        {"nodes": ["persona:woman-reader-hub", "metric:page-visits-hub", "channel:web-site-hub"]},
    ),
    "evidence-for-link": (
        {"nodes": ["journey:newspaper-first-use"], "others": ["persona:woman-reader"]},
        {"nodes": ["persona:woman-reader-hub"], "others": ["segment:women-hub", "channel:web-site-hub"]},
    ),
    "how-connected": (
        {"nodes": ["need:sure-it-is-paid"], "others": ["metric:ces"]},
        {"nodes": ["persona:woman-reader-hub"], "others": ["channel:web-site-hub"]},
    ),
    "changed-since": ({"nodes": ["journey:newspaper-first-use"]}, {"nodes": ["source:illustrative-figures-hub"]}),
    "what-a-run-did": ({"runs": ["1"]}, {"runs": ["2"]}),
    "what-a-run-read": ({"runs": ["1"]}, {"runs": ["2"]}),
    "neighbourhood": ({"nodes": ["journey:newspaper-first-use"]}, {"nodes": ["persona:woman-reader-hub"]}),
    "neighbours": ({"nodes": ["journey:newspaper-first-use"]}, {"nodes": ["persona:woman-reader-hub"]}),
    "links-among": (
        {"nodes": ["journey:newspaper-first-use", "persona:woman-reader"]},
        {"nodes": ["persona:woman-reader-hub", "segment:women-hub", "channel:web-site-hub"]},
    ),
}
"""What questions about any nodes are asked: of the sample, and of hubs."""
NARROWING: dict[str, tuple[str, ...]] = {
    "zoom": ("models",),
    "channels-in-phase": ("personas",),
    "emotion-curve": ("personas",),
    "unsolved-pain-points": ("personas",),
    "find-touchpoints": ("channels",),
    "influence-on-emotion": ("stakeholders",),
    "promise-visibility": ("promises",),
    "journeys-in-phase": ("segments", "personas"),
    "placements": ("phases", "models"),
    "change-of-phase": ("leaves", "enters", "personas"),
    "outcome-delivery": ("touchpoints",),
    "measured-from-afar": ("metrics",),
    "feedback-loop": ("surveys",),
    "survey-fatigue": ("personas",),
    "leave-reasons": ("reasons", "touchpoints"),
    "churn-symptoms": ("phases",),
    "stuck": ("metrics",),
    "metric-by-phase": ("segments", "personas", "models"),
    "pages": ("metrics",),
    "visits-without-purchase": ("segments", "personas"),
    "raises-and-lowers": ("touchpoints",),
    "first-encounters": ("touchpoints",),
    "skipped-phases": ("models", "phases"),
    "funnel": ("models", "channels"),
    "qualifying-actions": ("actions",),
    "phases-lined-up": ("others",),
    "phase-ends": ("personas",),
    "acquisition-and-retention-cost": ("segments",),
    "uninvested-touchpoints": ("metrics",),
    "personas-compared": ("personas",),
}
"""Parameters that choose among what a question finds elsewhere: alone they leave it one about the whole graph."""
WORDS: dict[str, Given] = {"search": {"text": "delivery"}, "search-kinds": {"text": "delivery"}}


def cases(database: Database) -> Iterator[Case]:
    """All cases of all questions; the database holds the sample and has not grown yet."""
    keys = {kind: _keys(database, kind) for kind in {kind for question in LIBRARY for _, kind in _taken(question)}}
    for question in LIBRARY:
        if question.id in SAID:
            sample, hub = SAID[question.id]
            yield Case(question, Anchor.SAMPLE, "", sample)
            yield Case(question, Anchor.HUB, "", hub)
        else:
            yield from _cases(question, keys)


def _cases(question: Question[Row], keys: dict[type[Kind], list[str]]) -> Iterator[Case]:
    kinds = dict(_taken(question))
    needed = NEEDED.get(question.id, {})
    of_hubs = {name: [_grown(kinds[name], key) for key in found] for name, found in needed.items()}
    optional = {name: kind for name, kind in kinds.items() if name not in needed}
    if optional:
        yield Case(question, Anchor.SAMPLE, "", needed | {name: keys[kind] for name, kind in optional.items()})
    for name, kind in optional.items():
        if kind is not LoadRun:
            anchor = Anchor.WHOLE if name in NARROWING.get(question.id, ()) else Anchor.HUB
            yield Case(question, anchor, name, of_hubs | {name: [_grown(kind, keys[kind][0])]})
    yield Case(question, Anchor.WHOLE, "", of_hubs | WORDS.get(question.id, {}))


def _taken(question: Question[Row]) -> Iterator[tuple[str, type[Kind]]]:
    """The parameters that take keys, each with the kind."""
    for name, info in question.parameters.model_fields.items():
        for mark in info.metadata:
            if isinstance(mark, KeysOf):
                yield name, mark.kind


def _keys(database: Database, kind: type[Kind]) -> list[str]:
    """The keys of the sample, hubs-to-be first, then those that most is tied to."""
    cypher = f"""
    MATCH (n:{quoted(kind.label())})
    RETURN n.key AS key ORDER BY n.key IN $hubs DESC, COUNT {{ (n)--() }} DESC, n.key
    """
    return [row["key"] for row in database.read(trusted(cypher), {"hubs": [*BUSY, EVERYWHERE]})]


def _grown(kind: type[Kind], key: str) -> str:
    """The hub that was copied from a node of the sample, or else the node's first copy."""
    return template(kind.label(), key).key(1)
