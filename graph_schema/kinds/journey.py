"""Journey: what a persona goes through, from journey to stage, step and micro-moment, and where it happens."""

from enum import StrEnum

from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.who import Persona, Segment, Stakeholder, System
from graph_schema.model import MAX_WORDS, Assertion, Family, Named, Structure, prop


class JourneyState(StrEnum):
    """Whether a journey is told as it is or as it should be."""

    AS_IS = "as-is"
    TO_BE = "to-be"


class Line(StrEnum):
    """On which side of the line of visibility something is done."""

    ONSTAGE = "onstage"
    BACKSTAGE = "backstage"


class Journey(Named):
    """What a persona goes through to get something done, named in the first person."""

    family, plural = Family.JOURNEY, "journeys"
    state: JourneyState | None = prop("As it is or as it should be; null: not recorded.", default=None)


class Stage(Named):
    """A part of one journey; its steps belong together."""

    family, plural = Family.JOURNEY, "stages"
    parent = Journey
    order: int | None = prop("The place in the journey, from 1.", default=None, ge=0, sort=True)


class Step(Named):
    """The occurrence of a touchpoint in one journey, at one stage; what was felt or done belongs here."""

    family, plural = Family.JOURNEY, "steps"
    parent = Stage
    order: int | None = prop("The place in the stage, from 1.", default=None, ge=0, sort=True)
    artefacts: list[str] = prop(
        "What the customer sees or holds there: a receipt, a waiting room, a screen.",
        default_factory=list[str],
    )
    tags: list[str] = prop("Words that the team files the step under.", default_factory=list[str])


class MicroMoment(Named):
    """A moment inside a step, the closest zoom: Google's micro-moments, managed one by one."""

    family, plural = Family.INSIDE, "micro_moments"
    parent = Step
    order: int | None = prop("The place in the step, from 1.", default=None, ge=0, sort=True)


class Touchpoint(Named):
    """A catalogue entry that many journeys share; a step is its occurrence in one of them."""

    family, plural = Family.INSIDE, "touchpoints"
    value: str | None = prop("Why it is valuable to the customer (the WHY test).", search=True, default=None)
    recurrence: str | None = prop("How often it comes back, where it does: monthly, at renewal.", default=None)


class Channel(Named):
    """The medium through which a step happens: a web site, e-mail, a shop."""

    family, plural = Family.INSIDE, "channels"


class HasStage(Structure):
    """(Journey)-[:HAS_STAGE]->(Stage): a stage of the journey."""

    rel_type = "HAS_STAGE"
    start, end = (Journey,), (Stage,)
    forward, backward = "stages", "journey"


class HasStep(Structure):
    """(Stage)-[:HAS_STEP]->(Step): a step of the stage."""

    rel_type = "HAS_STEP"
    start, end = (Stage,), (Step,)
    forward, backward = "steps", "stage"


class HasMoment(Structure):
    """(Step)-[:HAS_MOMENT]->(MicroMoment): a micro-moment inside the step."""

    rel_type = "HAS_MOMENT"
    start, end = (Step,), (MicroMoment,)
    forward, backward = "micro_moments", "step"


class JourneyWithin(Assertion):
    """(Journey)-[:WITHIN]->(Phase): the journey happens in this phase of a lifecycle."""

    rel_type = "WITHIN"
    start, end = (Journey,), (Phase,)
    forward, backward = "within", "journeys"


class StageWithin(Assertion):
    """(Stage)-[:WITHIN]->(Phase): this stage of a journey happens in this phase of a lifecycle."""

    rel_type = "WITHIN"
    start, end = (Stage,), (Phase,)
    forward, backward = "within", "stages"


class For(Assertion):
    """(Journey)-[:FOR]->(Persona | Segment): in whose name the journey is told."""

    rel_type = "FOR"
    start, end = (Journey,), (Persona, Segment)
    forward, backward = "for", "journeys"


class At(Assertion):
    """(Step)-[:AT]->(Touchpoint): the catalogue entry that the step is an occurrence of."""

    rel_type = "AT"
    start, end = (Step,), (Touchpoint,)
    forward, backward = "at", "steps"
    single = True


class Via(Assertion):
    """(Step)-[:VIA]->(Channel): the channel through which the step happens."""

    rel_type = "VIA"
    start, end = (Step,), (Channel,)
    forward, backward = "via", "steps"
    single = True


class PlacedIn(Assertion):
    """(Touchpoint)-[:PLACED_IN]->(Phase): a source puts the touchpoint in this phase, without any journey."""

    rel_type = "PLACED_IN"
    start, end = (Touchpoint,), (Phase,)
    forward, backward = "placed_in", "touchpoints"
    order: int | None = prop("The place among the phase's touchpoints, from 1.", default=None, ge=0)


class Performs(Assertion):
    """(Stakeholder)-[:PERFORMS]->(Step): what somebody on the company's side does there."""

    rel_type = "PERFORMS"
    start, end = (Stakeholder,), (Step,)
    forward, backward = "performs", "performed_by"
    identifying = ("line", "action")
    line: Line | None = prop("Onstage, where the customer sees it, or backstage.", default=None)
    action: str | None = prop("What is done.", default=None, max_length=MAX_WORDS)


class Enables(Assertion):
    """(System)-[:ENABLES]->(Step): the step relies on this system."""

    rel_type = "ENABLES"
    start, end = (System,), (Step,)
    forward, backward = "enables", "enabled_by"
    identifying = ("action",)
    action: str | None = prop("What the system does there.", default=None, max_length=MAX_WORDS)
