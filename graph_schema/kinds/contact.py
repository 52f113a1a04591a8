"""Contact: what happens at touchpoints beyond single journeys, who answers for them, and what comes of them."""

from datetime import date
from enum import StrEnum

from graph_schema.kinds.journey import Channel, Journey, Step, Touchpoint
from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.origins import (
    BLUEPRINT,
    BUYERS_JOURNEY,
    CUSTOMER_SUCCESS,
    DIFFERENCE,
    LIFECYCLES,
    MICRO_MOMENTS,
)
from graph_schema.kinds.who import Need, Persona, Segment, Stakeholder, System
from graph_schema.kinds.why import DesiredOutcome, Practice
from graph_schema.model import Assertion, Fact, Family, Named, Party, prop


class ContentKind(StrEnum):
    """What sort of thing is sent or shown to customers."""

    CAMPAIGN = "campaign"
    SERVICE_MESSAGE = "service-message"
    SALES_MESSAGE = "sales-message"
    OFFER = "offer"
    EDUCATION = "education"
    STORY = "story"


class Timing(StrEnum):
    """Whether content comes when customers of a phase are ready for it."""

    TOO_EARLY = "too-early"
    IN_TIME = "in-time"
    TOO_LATE = "too-late"


class Ruling(StrEnum):
    """What is to become of a touchpoint or phase."""

    KEEP = "keep"
    IMPROVE = "improve"
    SKIP = "skip"
    REMOVE = "remove"


class Content(Named):
    """What the brand sends or shows to customers, in its description; one for each channel where the words differ."""

    family, plural = Family.INSIDE, "contents"
    example, origin = "Thank-you mail", f"{BUYERS_JOURNEY}; {DIFFERENCE}"
    content_kind: ContentKind | None = prop(
        "A campaign, a service or sales message, an offer, or what teaches or tells a story.", default=None
    )
    schedule: str | None = prop("When it is sent or shown: the day after the purchase.", default=None)


class Survey(Named):
    """Questions that are put to customers."""

    family, plural = Family.OBSERVED, "surveys"
    example, origin = "The mail after every purchase that asks for a score", MICRO_MOMENTS
    question: str | None = prop("What it asks, in its words.", search=True, default=None)
    minutes: float | None = prop("How long it takes to answer.", default=None, ge=0)


class Action(Named):
    """Something that a customer does which shows how far along the customer is."""

    family, plural = Family.INSIDE, "actions"
    example, origin = "Downloads the e-book", BUYERS_JOURNEY


class Verdict(Fact):
    """What was decided to become of a touchpoint or phase, and why."""

    family, plural = Family.INSIDE, "verdicts"
    example, origin = "Onboarding review: skip, since nobody could say what customers get from it", CUSTOMER_SUCCESS
    identifying = ("decided", "locator")
    ruling: Ruling = prop("Keep, improve, skip or remove.")
    why: str | None = prop("The reason for the decision.", search=True, default=None)
    decided: date | None = prop("When it was decided.", default=None, sort=True)


class About(Party):
    """What a fact is about."""

    rel_type = "ABOUT"
    forward = "about"


class VerdictAbout(About):
    """(Verdict)-[:ABOUT]->(Touchpoint | Phase): what the decision is about."""

    start, end, backward = (Verdict,), (Touchpoint, Phase), "verdicts"
    example, origin = "The verdict is about: Onboarding review", CUSTOMER_SUCCESS


class DecidedBy(Party):
    """(Verdict)-[:DECIDED_BY]->(Stakeholder): who decided."""

    rel_type = "DECIDED_BY"
    start, end = (Verdict,), (Stakeholder,)
    forward, backward = "decided_by", "verdicts"
    required = False
    example, origin = "The verdict was decided by: the customer success manager", CUSTOMER_SUCCESS


class SentAt(Assertion):
    """(Content | Survey)-[:SENT_AT]->(Step | Touchpoint): where customers get to see it."""

    rel_type = "SENT_AT"
    start, end = (Content, Survey), (Step, Touchpoint)
    forward, backward = "sent_at", "sends"
    example, origin = "The survey is sent at: every purchase", f"{MICRO_MOMENTS}; {DIFFERENCE}"


class SentVia(Assertion):
    """(Content | Survey)-[:SENT_VIA]->(Channel): the channel that it comes through."""

    rel_type = "SENT_VIA"
    start, end = (Content, Survey), (Channel,)
    forward, backward = "sent_via", "sends"
    example, origin = "The thank-you is sent via: e-mail", DIFFERENCE


class SentTo(Assertion):
    """(Content | Survey)-[:SENT_TO]->(Persona | Segment): who gets it."""

    rel_type = "SENT_TO"
    start, end = (Content, Survey), (Persona, Segment)
    forward, backward = "sent_to", "receives"
    example, origin = "The exclusive promotion is sent to: people who visit often and rarely buy", DIFFERENCE


class MeantFor(Assertion):
    """(Content)-[:MEANT_FOR]->(Phase): the phase in which it is sent or shown."""

    rel_type = "MEANT_FOR"
    start, end = (Content,), (Phase,)
    forward, backward = "meant_for", "contents"
    example, origin = "The sales call is meant for: Awareness, too early", BUYERS_JOURNEY
    timing: Timing | None = prop("Too early, in time or too late there; null: not judged.", default=None)


class Answers(Assertion):
    """(Content | Touchpoint | Journey)-[:ANSWERS]->(Need): it gives what is needed."""

    rel_type = "ANSWERS"
    start, end = (Content, Touchpoint, Journey), (Need,)
    forward, backward = "answers", "answered_by"
    example, origin = "Testimonials answer: to hear what others think of it", DIFFERENCE


class TakenAt(Assertion):
    """(Action)-[:TAKEN_AT]->(Step | Touchpoint): where customers do it."""

    rel_type = "TAKEN_AT"
    start, end = (Action,), (Step, Touchpoint)
    forward, backward = "taken_at", "actions"
    example, origin = "'Submits the form' is taken at: the landing page", BUYERS_JOURNEY


class QualifiesFor(Assertion):
    """(Action)-[:QUALIFIES_FOR]->(Phase): who does it counts as being in this phase, or on the way there."""

    rel_type = "QUALIFIES_FOR"
    start, end = (Action,), (Phase,)
    forward, backward = "qualifies_for", "qualifying_actions"
    example, origin = "'Downloads the e-book' qualifies for: Marketing Qualified Lead, 10 points", BUYERS_JOURNEY
    points: float | None = prop("What it adds to a lead's score, where leads are scored.", default=None)


class Delivers(Assertion):
    """(Touchpoint)-[:DELIVERS]->(DesiredOutcome): here customers get what they want, or how they want it."""

    rel_type = "DELIVERS"
    start, end = (Touchpoint,), (DesiredOutcome,)
    forward, backward = "delivers", "delivered_by"
    example, origin = "Product training delivers: the whole team uses it daily", CUSTOMER_SUCCESS


class Impacts(Assertion):
    """(Touchpoint)-[:IMPACTS]->(Phase): how this or the next phase turns out depends on the touchpoint."""

    rel_type = "IMPACTS"
    start, end = (Touchpoint,), (Phase,)
    forward, backward = "impacts", "impacted_by"
    example, origin = "The onboarding review impacts: Onboarding, and Ongoing after it", CUSTOMER_SUCCESS
    effect: str | None = prop("What becomes of the phase's outcome through it.", default=None)


class Shapes(Assertion):
    """(Practice)-[:SHAPES]->(Touchpoint): the touchpoint shows this practice at work."""

    rel_type = "SHAPES"
    start, end = (Practice,), (Touchpoint,)
    forward, backward = "shapes", "shaped_by"
    example, origin = "Listen shapes: the call after a complaint", BUYERS_JOURNEY


class FoundBy(Assertion):
    """(Touchpoint)-[:FOUND_BY]->(Practice): the method through which the team came to know of the touchpoint."""

    rel_type = "FOUND_BY"
    start, end = (Touchpoint,), (Practice,)
    forward, backward = "found_by", "found"
    example, origin = "The returns page was found by: web analytics", DIFFERENCE


class Owns(Assertion):
    """(Stakeholder)-[:OWNS]->(Touchpoint | Phase | Journey | Content | Practice): the one who answers for it."""

    rel_type = "OWNS"
    start, end = (Stakeholder,), (Touchpoint, Phase, Journey, Content, Practice)
    forward, backward = "owns", "owned_by"
    example, origin = "The head of service owns: the measurement of the experience", MICRO_MOMENTS


class Influences(Assertion):
    """(Stakeholder)-[:INFLUENCES]->(Touchpoint | Step | Phase): what customers feel there depends on them, too."""

    rel_type = "INFLUENCES"
    start, end = (Stakeholder,), (Touchpoint, Step, Phase)
    forward, backward = "influences", "influenced_by"
    example, origin = "Accounting influences: the bill, indirectly", MICRO_MOMENTS
    directly: bool | None = prop("Whether directly; null: not recorded.", default=None)


class Feeds(Assertion):
    """(System)-[:FEEDS]->(Touchpoint): the touchpoint relies on the system, wherever it is used."""

    rel_type = "FEEDS"
    start, end = (System,), (Touchpoint,)
    forward, backward = "feeds", "fed_by"
    example, origin = "The CRM feeds: the renewal talk", f"{LIFECYCLES}; {BLUEPRINT}"
    supplies: str | None = prop("What the system brings: data, content, work to do.", default=None)
