"""The Customer Journey Modelling Language (cjml.no): what its journeys are, in whatever file, and what they become.

A planned journey is as it should be, an actual one as it was. An actual journey is that of one customer, who stays out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Reading, Use
from loaders.maps.chart import Chart, Part, Saying
from loaders.maps.meaning import tell
from loaders.maps.revisions import revising
from loaders.maps.stage import Report
from loaders.maps.words import Lane
from loaders.sample import Sample
from loaders.telling import Telling, dataset_named, short_slug
from loaders.wishes import Wishes

END_USER = "End user"
RATING = "experienceRating (1-5)"
MAX_JOURNEYS = 200
"""More journeys than these are no maps but a log."""

USES = (
    Use("plannedJourney, actualJourney", "a Journey, as it should be or as it was"),
    Use("plannedReference", "the Journey that this one REVISES, and so its steps"),
    Use("phases", "its Stages; without any, one of the journey's name"),
    Use("touchpoints", "a Step each, AT a Touchpoint of the same name: the end user's label, or else the other one"),
    Use("channel", "the Channel that the step goes VIA"),
    Use("endUser", "the Persona", dropped="In an actual journey, its name and id: they are those of one customer."),
    Use("other actors", "Stakeholders that PERFORM the step onstage, with their own label as what is done"),
    Use("experience", "a Feeling at the step: its rating, 1 to 5 as -1 to 1, and its words"),
    Use("comment, message, compliance, deviation", "part of the step's description"),
    Use("times, durations", dropped="They are those of one customer."),
)
CHANNELS: dict[str, str] = {
    **dict.fromkeys(("sms",), "SMS"),
    **dict.fromkeys(("facetoface", "face2face", "face-to-face"), "Face to face"),
    **dict.fromkeys(("web", "web-app", "internetviapc"), "Web"),
    **dict.fromkeys(("email", "e-mail"), "E-mail"),
    **dict.fromkeys(("phone", "phone-call", "telephone"), "Phone"),
    **dict.fromkeys(("letter", "letter-paper"), "Letter"),
    **dict.fromkeys(("selfservicemachine", "self-service-machine"), "Self-service machine"),
    **dict.fromkeys(("socialmediamessage", "social-media-message"), "Social media"),
    **dict.fromkeys(("internetviasmartphone", "internet-via-smartphone", "web-smartphone"), "Web on a smartphone"),
    **dict.fromkeys(("internetviatablet", "internet-via-tablet", "web-tablet"), "Web on a tablet"),
    **dict.fromkeys(("apponpc", "app-pc"), "App on a PC"),
    **dict.fromkeys(("apponsmartphone", "app-smartphone"), "App on a smartphone"),
    **dict.fromkeys(("appontablet", "app-tablet"), "App on a tablet"),
    **dict.fromkeys(("parcel", "package-delivery"), "Parcel"),
    **dict.fromkeys(("shopcounter", "shop-counter"), "Shop counter"),
    **dict.fromkeys(("servicedesk", "service-desk"), "Service desk"),
    **dict.fromkeys(("unknown",), ""),
}
"""The channels of CJML by their names in XML and in the workbook, as people say them."""
RATINGS = {
    "very satisfied": "5",
    "satisfied": "4",
    "neutral": "3",
    "dissatisfied": "2",
    "very dissatisfied": "1",
}
_ID = re.compile(r"(?i)[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{16,64}|[0-9]{4,}|\S+@\S+")
"""What stands for one person: a UUID, a hash, a number, an e-mail address."""


@dataclass(frozen=True)
class Touch:
    """One touchpoint: a message from an actor to another, or what an actor does alone."""

    place: Place
    initiator: str
    receiver: str = ""
    initiator_label: str = ""
    receiver_label: str = ""
    channel: str = ""
    phase: str = ""
    rating: str = ""
    experience: str = ""
    remarks: tuple[str, ...] = ()


@dataclass
class Journey:
    """One journey, with its actors by id."""

    place: Place
    identifier: str
    planned: bool
    title: str = ""
    summary: list[str] = field(default_factory=list[str])
    reference: str = ""
    end_user: str = ""
    actors: dict[str, str] = field(default_factory=dict[str, str])
    phases: dict[str, str] = field(default_factory=dict[str, str])
    touches: list[Touch] = field(default_factory=list[Touch])

    def actor(self, reference: str) -> tuple[str, bool]:
        """The id of the actor that a reference means, and whether it had to be looked for among the names."""
        if not reference or reference in self.actors:
            return reference, False
        found = [key for key, name in self.actors.items() if slug(name) == slug(reference)]
        return (found or [reference])[0], True


def reading_of(journeys: list[Journey], sample: Sample, wishes: Wishes, report: Report, *names: str) -> Reading:
    """What a file comes to that holds these journeys, and names itself so."""
    place = Place(sample.name)
    _check(journeys, place, report)
    dataset = dataset_named(sample, wishes, *names)
    told = _entries(journeys, dataset, report) if not report.problems else iter(())
    return Reading(dataset, place, told, report.problems, report.notes, report.uses)


def _entries(journeys: list[Journey], dataset: Dataset, report: Report) -> Iterator[Entry]:
    """The entries of all journeys of a file."""
    telling = Telling(dataset.key)
    place = Place(journeys[0].place.file)
    yield telling.entry("sources", place, key=dataset.key, name=f"Journey map: {dataset.name}", method="CJML")
    charts = [(journey, _chart(journey, telling, report)) for journey in journeys]
    for _, chart in charts:
        yield from tell(chart, telling, report)
    for journey, chart in charts:
        planned = [other.key for told, other in charts if told.planned and told.identifier == journey.reference]
        if journey.reference and planned:
            yield from telling.relation("revises", chart.place, f"journey:{chart.key}", f"journey:{planned[0]}")
            yield from revising(telling, report, chart.key, planned[0], chart.place)
        elif journey.reference:
            report.note(f"{chart.place.file}: the planned journey {journey.reference!r} is not in the file.")


def name_of(journeys: list[Journey]) -> str:
    """What the journeys of a file are called."""
    named = [journey.title for journey in journeys if slug(journey.title)]
    return named[0] if named else ""


def _check(journeys: list[Journey], place: Place, report: Report) -> None:
    """Note what must hold for all journeys of a file."""
    if not journeys:
        report.problems.append(Problem(place, "The file holds no journey.", "Export one."))
    if len(journeys) > MAX_JOURNEYS:
        found = f"{len(journeys):,} journeys are a log, not maps."
        report.problems.append(Problem(place, found, f"Load it as a log, or up to {MAX_JOURNEYS} of them."))
    for journey in journeys:
        if not journey.touches:
            report.problems.append(Problem(journey.place, "A journey without touchpoints.", "Add them, or remove it."))


def _chart(journey: Journey, telling: Telling, report: Report) -> Chart:
    # Ids such as AJ1 come back in every file, so that without a title the dataset tells journeys apart.
    key = telling.unique("journeys", short_slug(journey.title) or short_slug(f"{telling.source} {journey.identifier}"))
    called = journey.title or f"{'Planned' if journey.planned else 'Actual'} journey {journey.identifier}".strip()
    chart = Chart(key, called, journey.place, state="to-be" if journey.planned else "as-is")
    chart.description = [text for text in journey.summary if text]
    chart.personas = [_persona(journey, report)]
    parts: dict[str, Part] = {}
    for touch in journey.touches:
        name = journey.phases.get(touch.phase, touch.phase) or called
        part = parts.setdefault(name, Part(name, touch.place))
        column = sum(saying.lane is Lane.STEP for saying in part.sayings)
        part.sayings += _sayings(journey, touch, column, report)
    chart.parts = list(parts.values())
    return chart


def _persona(journey: Journey, report: Report) -> str:
    name = journey.actors.get(journey.end_user, journey.end_user)
    if journey.planned and slug(name) and not _ID.fullmatch(name):
        return name
    if name:
        left = "who one customer is, is left out" if not journey.planned else "the end user's id is left out"
        report.note(f"{journey.place.file}: {left}; the journey is told for a persona {END_USER!r}.")
    return END_USER


def _sayings(journey: Journey, touch: Touch, column: int, report: Report) -> Iterator[Saying]:
    initiator, receiver = (_resolved(journey, actor, touch, report) for actor in (touch.initiator, touch.receiver))
    mine, theirs = touch.initiator_label, touch.receiver_label
    if receiver == journey.end_user and initiator != journey.end_user:
        mine, theirs = theirs, mine
    name = next((label for label in (mine, theirs) if slug(label)), "")
    if not name:
        found = "A touchpoint without a label."
        report.problems.append(Problem(touch.place, found, "Say what its initiator or its receiver does."))
        return

    def saying(lane: Lane, label: str, *said: str, more: str = "") -> Iterator[Saying]:
        if any(said):
            yield Saying(lane, label, tuple(filter(None, said)), touch.place, {}, column, column, more)

    yield from saying(Lane.STEP, "touchpoint", name)
    yield from saying(Lane.TOUCHPOINT, "touchpoint", name)
    yield from saying(Lane.CHANNEL, "channel", CHANNELS.get(slug(touch.channel), touch.channel))
    for actor, label in ((initiator, touch.initiator_label), (receiver, touch.receiver_label)):
        who = journey.actors.get(actor, actor)
        if actor and actor != journey.end_user and slug(who):
            if _ID.fullmatch(who):
                report.note(f"{touch.place.file}: actors that are only ids are left out.")
            else:
                yield from saying(Lane.ONSTAGE, "actor", label or name, more=who)
    rating = RATINGS.get(touch.rating.lower(), touch.rating)
    felt = f"{rating}: {touch.experience}" if rating and touch.experience else rating or touch.experience
    yield from saying(Lane.FEELING, RATING, felt)
    yield from saying(Lane.DESCRIPTION, "comment", *touch.remarks)


def _resolved(journey: Journey, reference: str, touch: Touch, report: Report) -> str:
    key, searched = journey.actor(reference)
    if searched and key != reference:
        report.note(
            f"{touch.place}: no actor has the id {reference!r}; it is the name of the actor {key!r}, and read as that."
        )
    elif searched and not _ID.fullmatch(reference) and journey.actors:
        report.note(f"{touch.place}: no actor has the id {reference!r}; it is read as an actor of that name.")
    return key


def remarks(**said: str) -> Iterable[str]:
    """What else is said of a touchpoint, as lines."""
    return (f"{name.capitalize()}: {text}" if name != "comment" else text for name, text in said.items() if text)
