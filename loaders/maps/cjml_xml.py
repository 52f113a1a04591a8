"""CJML 2.0 as XML: planned and actual journeys with their actors and touchpoints."""

import re
from collections.abc import Iterator

from graph_schema.problems import Place, Problem
from loaders.elements import Element, read_xml
from loaders.entries import Reading
from loaders.maps.cjml import USES, Journey, Touch, name_of, reading_of, remarks
from loaders.maps.stage import Report
from loaders.sample import Sample
from loaders.telling import refused
from loaders.wishes import Wishes

NAME = "cjml"
_ROOT = re.compile(r"<(?:[\w.-]+:)?CJML[\s/>]")
_TOUCHPOINTS = ("actualCommunicationPoint", "actualAction", "plannedCommunicationPoint", "plannedAction")
_READ = {
    *("journeyID", "journeyTitle", "journeyShortSummary", "journeyLongSummary", "plannedReference", "journeyPhases"),
    *("actors", "touchpoints", "comment", "journeyStatus"),
    *("touchpointID", "belongsTo", "initiator", "receiver", "channel", "message", "compliance", "timestamps"),
    *("touchpointExperience", "touchpointDuration", "deltaTime", "timeStarted", "timeCompleted", "uncertainty"),
}


def recognises(sample: Sample) -> str | None:
    """XML with the root element `CJML`."""
    return "its root element is CJML" if _ROOT.search((sample.text or "")[:4_000]) else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    root = read_xml(sample)
    if isinstance(root, Problem):
        return refused(sample, wishes, root)
    report = Report(uses=list(USES))
    journeys = [_journey(element, sample.name, report) for element in root.all("plannedJourney", "actualJourney")]
    return reading_of(journeys, sample, wishes, report, name_of(journeys))


def _journey(element: Element, file: str, report: Report) -> Journey:
    journey = Journey(
        Place(file, element.line),
        element.said("journeyID"),
        element.tag == "plannedJourney",
        element.said("journeyTitle"),
        [element.said(name) for name in ("journeyShortSummary", "journeyLongSummary", "comment")],
        element.said("plannedReference"),
    )
    for phase in (element.first("journeyPhases") or element).all("journeyPhase"):
        key = phase.attributes.get("phaseID", "").strip()
        journey.phases[key] = phase.said("phaseName") or key
    _actors(element.first("actors"), journey, report)
    touchpoints = element.first("touchpoints")
    for item in touchpoints.children if touchpoints else []:
        if item.tag in _TOUCHPOINTS:
            journey.touches.append(_touch(item, file))
        else:
            report.note(f"{file}:{item.line}: not read: {item.tag}.")
    for child in (
        child for part in (element, *(touchpoints.children if touchpoints else [])) for child in part.children
    ):
        if child.tag not in _READ:
            report.note(f"{file}: not read: {child.tag}.")
    return journey


def _actors(actors: Element | None, journey: Journey, report: Report) -> None:
    for actor in actors.children if actors else []:
        key = actor.attributes.get("actorID", "").strip()
        name = actor.said("actorName") or actor.said("companyName") or key
        if key in journey.actors:
            found, where = f"The actor id {key!r} stands twice.", Place(journey.place.file, actor.line)
            report.problems.append(Problem(where, found, "Give each its own."))
        journey.actors[key] = name
        if actor.tag == "endUser" and not journey.end_user:
            journey.end_user = key


def _touch(item: Element, file: str) -> Touch:
    def reference(side: str) -> str:
        found = item.first(side, "refersTo")
        return found.attributes.get("actorIDref", "").strip() if found else ""

    phase = item.first("belongsTo")
    return Touch(
        Place(file, item.line),
        reference("initiator"),
        reference("receiver"),
        item.said("initiator", "initiatorLabel"),
        item.said("receiver", "receiverLabel"),
        item.said("channel", "channelName"),
        phase.attributes.get("phaseIDref", "").strip() if phase else "",
        item.said("touchpointExperience", "experienceRating"),
        item.said("touchpointExperience", "experienceDescription"),
        tuple(_remarks(item)),
    )


def _remarks(item: Element) -> Iterator[str]:
    yield from remarks(
        comment=item.said("comment"),
        message=item.said("message"),
        compliance=item.said("compliance"),
        uncertainty=item.said("uncertainty"),
    )
