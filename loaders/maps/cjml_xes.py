"""CJML in XES: an event log of few traces, each a journey, with the actors and labels of CJML on its events."""

import re

from graph_schema.problems import Place, Problem
from loaders.elements import MAX_BYTES, Element, read_xml
from loaders.entries import Reading
from loaders.maps.cjml import USES, Journey, Touch, reading_of, remarks
from loaders.maps.stage import Report
from loaders.sample import Sample
from loaders.telling import refused
from loaders.wishes import Wishes

NAME = "cjml-xes"
_LOG = re.compile(r"<(?:[\w.-]+:)?log[\s>]")
_CJML = re.compile(r"""key=["'](?:initiatorsLabel|initiatorLabel|receiversLabel|receiverLabel)["']""")
_READ = {
    *("Id", "initiator", "initiatorID", "initiatorsLabel", "initiatorLabel", "receiver", "receiverID"),
    *("receiversLabel", "receiverLabel", "channel", "Comment", "EventType", "timeCompleted", "phase"),
}


def recognises(sample: Sample) -> str | None:
    """XES whose events have the labels of CJML; what is larger than a map can be is left to readers of logs."""
    if not sample.is_file or sample.path.stat().st_size > MAX_BYTES:
        return None
    text = sample.text or ""
    return "it is an XES log with CJML's labels on its events" if _LOG.search(text) and _CJML.search(text) else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    root = read_xml(sample)
    if isinstance(root, Problem):
        return refused(sample, wishes, root)
    report = Report(uses=list(USES))
    journeys = [_journey(trace, number, sample.name, report) for number, trace in enumerate(root.all("trace"), 1)]
    return reading_of(journeys, sample, wishes, report)


def _journey(trace: Element, number: int, file: str, report: Report) -> Journey:
    said = _attributes(trace)
    planned = said.get("isPlanned", "").lower() == "true"
    journey = Journey(Place(file, trace.line), said.get("journey") or str(number), planned)
    journey.end_user = said.get("enduser", "")
    for event in trace.all("event"):
        told = _attributes(event)
        unread = sorted(told.keys() - _READ)
        if unread:
            report.note(f"{file}: not read: {', '.join(unread)}.")
        journey.touches.append(_touch(told, Place(file, event.line)))
    return journey


def _touch(said: dict[str, str], place: Place) -> Touch:
    labels = [said.get(f"{side}sLabel") or said.get(f"{side}Label") or "" for side in ("initiator", "receiver")]
    event = said.get("EventType", "")
    return Touch(
        place,
        said.get("initiatorID") or said.get("initiator", ""),
        said.get("receiverID") or said.get("receiver", ""),
        labels[0] or ("" if labels[1] else event.replace("_", " ").capitalize()),
        labels[1],
        said.get("channel", ""),
        said.get("phase", ""),
        remarks=tuple(remarks(comment=said.get("Comment", ""), event=event)),
    )


def _attributes(element: Element) -> dict[str, str]:
    return {
        child.attributes["key"]: child.attributes.get("value", "").strip()
        for child in element.children
        if "key" in child.attributes
    }
