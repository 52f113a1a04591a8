"""Who: the people a journey is for, what they need, and the people and systems that serve them."""

from datetime import date
from enum import StrEnum

from graph_schema.kinds.lifecycle import Milestone, Phase
from graph_schema.kinds.origins import BLUEPRINT, CUSTOMER_SUCCESS, LIFECYCLES, MICRO_MOMENTS, PERSONAS
from graph_schema.model import Assertion, Family, Named, Party, prop


class CustomerKind(StrEnum):
    """How a persona stands to the brand."""

    CUSTOMER = "customer"
    USER = "user"
    PROSPECT = "prospect"
    FORMER = "former"
    AMBASSADOR = "ambassador"


class CircumstanceKind(StrEnum):
    """What sort of thing in a customer's life it is."""

    LIFE_EVENT = "life-event"
    HABIT = "habit"
    PREFERENCE = "preference"
    VALUE = "value"
    BUDGET = "budget"
    NETWORK = "network"


class StakeholderKind(StrEnum):
    """Whether a stakeholder is a team or a role."""

    TEAM = "team"
    ROLE = "role"


class Who(Named):
    """A thing of the family 'who'."""

    family = Family.WHO


class Segment(Who):
    """A group of customers told apart by what they have in common."""

    plural = "segments"
    example, origin = "Female readers", MICRO_MOMENTS


class Persona(Who):
    """A typical person, drawn from research, in whose name a journey is told."""

    plural = "personas"
    example, origin = "A woman who reads the news on her way to work", f"{MICRO_MOMENTS}; {PERSONAS}"
    customer_kind: CustomerKind | None = prop(
        "Customer, user who is not the customer, prospect, former customer or ambassador.", default=None
    )
    goals: list[str] = prop("What the persona wants to get done.", default_factory=list[str])
    frustrations: list[str] = prop("What stands in the persona's way.", default_factory=list[str])


class Need(Who):
    """What a persona lacks or wants, which a journey answers."""

    plural = "needs"
    example, origin = "To hear what people I know think of it", f"{MICRO_MOMENTS}: 'I have a need'"


class Circumstance(Who):
    """Something in a customer's life, outside of the brand, that bears on what the customer does."""

    plural = "circumstances"
    example, origin = "A first child is born", f"{MICRO_MOMENTS}: life events, habits, budget, the network's opinion"
    circumstance_kind: CircumstanceKind | None = prop(
        "A life event, a habit, a preference, a value held, the budget, or what family and friends say and do.",
        default=None,
    )


class SuccessPlan(Who):
    """What was agreed with customers that they are to reach, and how."""

    plural = "success_plans"
    example, origin = "Mid-term plan for small shops", CUSTOMER_SUCCESS
    updated: date | None = prop("When it was last updated.", default=None, sort=True)
    renewed: date | None = prop("When the contract that it goes with was last renewed.", default=None)


class Stakeholder(Who):
    """A team or role on the company's side that acts at a step, or answers for something."""

    plural = "stakeholders"
    example, origin = "Service desk", MICRO_MOMENTS
    stakeholder_kind: StakeholderKind | None = prop("A team or a role; null: not recorded.", default=None)


class System(Who):
    """A piece of technology that a step or touchpoint relies on."""

    plural = "systems"
    example, origin = "The CRM", f"{LIFECYCLES}; {BLUEPRINT}"


class Represents(Assertion):
    """(Persona)-[:REPRESENTS]->(Segment): the persona stands for this group."""

    rel_type = "REPRESENTS"
    start, end = (Persona,), (Segment,)
    forward, backward = "represents", "represented_by"
    example, origin = "The woman on her way to work represents: female readers", PERSONAS


class HasNeed(Assertion):
    """(Persona)-[:HAS_NEED]->(Need): the persona has this need."""

    rel_type = "HAS_NEED"
    start, end = (Persona,), (Need,)
    forward, backward = "needs", "needed_by"
    example, origin = "A newcomer needs: to hear what people I know think of it", MICRO_MOMENTS


class HasCircumstance(Assertion):
    """(Persona)-[:HAS_CIRCUMSTANCE]->(Circumstance): this is so in the persona's life."""

    rel_type = "HAS_CIRCUMSTANCE"
    start, end = (Persona,), (Circumstance,)
    forward, backward = "circumstances", "personas"
    example, origin = "A newcomer's circumstance: friends recommend the paper", MICRO_MOMENTS


class ArisesIn(Assertion):
    """(Need)-[:ARISES_IN]->(Phase): the need comes up in this phase."""

    rel_type = "ARISES_IN"
    start, end = (Need,), (Phase,)
    forward, backward = "arises_in", "needs"
    example, origin = "To hear what people I know think of it arises in 'I orientate'", MICRO_MOMENTS


class PartOf(Assertion):
    """(Stakeholder)-[:PART_OF]->(Stakeholder): the role or team belongs to this team."""

    rel_type = "PART_OF"
    start, end = (Stakeholder,), (Stakeholder,)
    forward, backward = "part_of", "parts"
    example, origin = "The agent on the phone is part of the service desk", f"{MICRO_MOMENTS}: departments, employees"


class ForWhom(Assertion):
    """For whom something is: a persona, or all of a segment."""

    rel_type = "FOR"
    end = (Persona, Segment)
    forward = "for"


class MilestoneFor(ForWhom):
    """(Milestone)-[:FOR]->(Persona | Segment): for whom this is the milestone."""

    start, backward = (Milestone,), "milestones"
    example, origin = "First value, for a shop owner: the first order comes in", LIFECYCLES


class PlanFor(ForWhom):
    """(SuccessPlan)-[:FOR]->(Persona | Segment): with whom the plan was made."""

    start, backward = (SuccessPlan,), "success_plans"
    example, origin = "The mid-term plan is for: small shops", CUSTOMER_SUCCESS


class Among(Party):
    """Whom a fact is about: a persona, or all of a segment."""

    rel_type = "AMONG"
    end = (Persona, Segment)
    forward = "among"
    required = False
    origin = "segments and cross tabulation in survey research"
