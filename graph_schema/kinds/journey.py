"""Journey: what a persona goes through, from journey to stage, step and micro-moment, and where it happens."""

from enum import StrEnum

from graph_schema.kinds.lifecycle import Phase, Valued
from graph_schema.kinds.origins import (
    BLUEPRINT,
    BUYERS_JOURNEY,
    CUSTOMER_SUCCESS,
    DIFFERENCE,
    JOURNEY_MAPPING,
    LIFECYCLES,
    MICRO_MOMENTS,
)
from graph_schema.kinds.who import Circumstance, ForWhom, Stakeholder, System
from graph_schema.model import MAX_WORDS, Assertion, Family, Named, Structure, prop


class JourneyState(StrEnum):
    """Whether a journey is told as it is or as it should be."""

    AS_IS = "as-is"
    TO_BE = "to-be"


class Line(StrEnum):
    """In which lane of a service blueprint something is done: in sight of the customer, behind, or further behind."""

    ONSTAGE = "onstage"
    BACKSTAGE = "backstage"
    SUPPORT = "support"


class Journey(Named):
    """What a persona goes through to get something done, named in the first person."""

    family, plural = Family.JOURNEY, "journeys"
    example, origin = "I, as a woman, use the online newspaper for the first time", MICRO_MOMENTS
    state: JourneyState | None = prop("As it is or as it should be; null: not recorded.", default=None)


class Stage(Named):
    """A part of one journey; its steps belong together."""

    family, plural = Family.JOURNEY, "stages"
    example, origin = "Pay", JOURNEY_MAPPING
    parent = Journey
    order: int | None = prop("The place in the journey, from 1.", default=None, ge=0, sort=True)


class Step(Named):
    """The occurrence of a touchpoint in one journey, at one stage; what was felt or done belongs here."""

    family, plural = Family.JOURNEY, "steps"
    example, origin = "Confirm the payment in the bank's app", BLUEPRINT
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
    example, origin = "Wait for the green tick", f"{MICRO_MOMENTS}, after Google (2016)"
    parent = Step
    order: int | None = prop("The place in the step, from 1.", default=None, ge=0, sort=True)


class Touchpoint(Valued):
    """A catalogue entry that many journeys share; a step is its occurrence in one of them."""

    family, plural = Family.INSIDE, "touchpoints"
    example, origin = "Kick-off call", CUSTOMER_SUCCESS
    recurrence: str | None = prop("How often it comes back, where it does: monthly, at renewal.", default=None)
    pages: list[str] = prop("The addresses of its pages, as web analytics names them.", default_factory=list[str])


class Channel(Named):
    """The medium through which a step happens: a web site, e-mail, a shop."""

    family, plural = Family.INSIDE, "channels"
    example, origin = "Mobile app", MICRO_MOMENTS


class HasStage(Structure):
    """(Journey)-[:HAS_STAGE]->(Stage): a stage of the journey."""

    rel_type = "HAS_STAGE"
    start, end = (Journey,), (Stage,)
    forward, backward = "stages", "journey"
    example, origin = "The newspaper's first use has the stages choose, pay and use", JOURNEY_MAPPING


class HasStep(Structure):
    """(Stage)-[:HAS_STEP]->(Step): a step of the stage."""

    rel_type = "HAS_STEP"
    start, end = (Stage,), (Step,)
    forward, backward = "steps", "stage"
    example, origin = "To pay has the steps enter details, confirm, return", BLUEPRINT


class HasMoment(Structure):
    """(Step)-[:HAS_MOMENT]->(MicroMoment): a micro-moment inside the step."""

    rel_type = "HAS_MOMENT"
    start, end = (Step,), (MicroMoment,)
    forward, backward = "micro_moments", "step"
    example, origin = "Confirming has the moments switch app, wait for the tick", MICRO_MOMENTS


class JourneyWithin(Assertion):
    """(Journey)-[:WITHIN]->(Phase): the journey happens in this phase of a lifecycle."""

    rel_type = "WITHIN"
    start, end = (Journey,), (Phase,)
    forward, backward = "within", "journeys"
    example, origin = "The newspaper's first use happens within 'I become a customer'", MICRO_MOMENTS


class StageWithin(Assertion):
    """(Stage)-[:WITHIN]->(Phase): this stage of a journey happens in this phase of a lifecycle."""

    rel_type = "WITHIN"
    start, end = (Stage,), (Phase,)
    forward, backward = "within", "stages"
    example, origin = "To choose happens within 'I orientate', to pay within 'I become a customer'", MICRO_MOMENTS


class For(ForWhom):
    """(Journey)-[:FOR]->(Persona | Segment): in whose name the journey is told."""

    start, backward = (Journey,), "journeys"
    example, origin = "The newspaper's first use is told for: female readers", MICRO_MOMENTS


class TouchpointFor(ForWhom):
    """(Touchpoint)-[:FOR]->(Persona | Segment): who meets the touchpoint, in whatever journey."""

    start, backward = (Touchpoint,), "touchpoints"
    example, origin = "The exit interview is for: former customers", LIFECYCLES


class Triggers(Assertion):
    """(Circumstance)-[:TRIGGERS]->(Phase | Journey): what sets people off on it."""

    rel_type = "TRIGGERS"
    start, end = (Circumstance,), (Phase, Journey)
    forward, backward = "triggers", "triggered_by"
    example, origin = "'A first child is born' triggers: 'I have a need'", MICRO_MOMENTS


class Opens(Assertion):
    """(Touchpoint)-[:OPENS]->(Journey): a first encounter with the brand, from which people enter the journey."""

    rel_type = "OPENS"
    start, end = (Touchpoint,), (Journey,)
    forward, backward = "opens", "opened_by"
    example, origin = "The paid ad opens: the newspaper's first use", BUYERS_JOURNEY


class StepNext(Assertion):
    """(Step)-[:NEXT]->(Step): where the customer goes on; back to an earlier step it is a loop, two are a branch."""

    rel_type = "NEXT"
    start, end = (Step,), (Step,)
    forward, backward = "next", "previous"
    example, origin = "After 'Confirm' comes 'Enter the details', where the card is refused", DIFFERENCE
    condition: str | None = prop("When it goes this way, where there is more than one.", default=None)


class JourneyRevises(Assertion):
    """(Journey)-[:REVISES]->(Journey): the journey as it should be, or as it became, and the one it comes from."""

    rel_type = "REVISES"
    start, end = (Journey,), (Journey,)
    forward, backward = "revises", "revised_by"
    example, origin = "The newspaper's first use, to be, revises it as it is", "as-is and to-be journey maps"


class StepRevises(Assertion):
    """(Step)-[:REVISES]->(Step): the step that this one takes the place of, in the journey that is revised."""

    rel_type = "REVISES"
    start, end = (Step,), (Step,)
    forward, backward = "revises", "revised_by"
    example, origin = "'Pay with one tap' revises 'Enter the details'", "as-is and to-be journey maps"


class At(Assertion):
    """(Step)-[:AT]->(Touchpoint): the catalogue entry that the step is an occurrence of."""

    rel_type = "AT"
    start, end = (Step,), (Touchpoint,)
    forward, backward = "at", "steps"
    example, origin = "'We get to know our manager' is at: kick-off call", CUSTOMER_SUCCESS
    single = True


class Via(Assertion):
    """(Step)-[:VIA]->(Channel): the channel through which the step happens."""

    rel_type = "VIA"
    start, end = (Step,), (Channel,)
    forward, backward = "via", "steps"
    example, origin = "'I confirm the payment' is via: mobile app", DIFFERENCE
    single = True


class PlacedIn(Assertion):
    """(Touchpoint)-[:PLACED_IN]->(Phase): a source puts the touchpoint in this phase, without any journey."""

    rel_type = "PLACED_IN"
    start, end = (Touchpoint,), (Phase,)
    forward, backward = "placed_in", "touchpoints"
    example, origin = "The kick-off call is placed in: Onboarding", CUSTOMER_SUCCESS
    order: int | None = prop("The place among the phase's touchpoints, from 1.", default=None, ge=0)


class Performs(Assertion):
    """(Stakeholder)-[:PERFORMS]->(Step): what somebody on the company's side does there."""

    rel_type = "PERFORMS"
    start, end = (Stakeholder,), (Step,)
    forward, backward = "performs", "performed_by"
    example, origin = "The courier performs 'Unpack the parcel': hands it over, onstage", BLUEPRINT
    identifying = ("line", "action")
    line: Line | None = prop("Onstage, where the customer sees it, backstage, or in support behind that.", default=None)
    action: str | None = prop("What is done.", default=None, max_length=MAX_WORDS)


class Enables(Assertion):
    """(System)-[:ENABLES]->(Step): the step relies on this system."""

    rel_type = "ENABLES"
    start, end = (System,), (Step,)
    forward, backward = "enables", "enabled_by"
    example, origin = "The payment system enables 'Confirm the payment'", BLUEPRINT
    identifying = ("action",)
    action: str | None = prop("What the system does there.", default=None, max_length=MAX_WORDS)
