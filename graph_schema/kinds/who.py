"""Who: the people a journey is for, what they need, and the people and systems that serve them."""

from enum import StrEnum

from graph_schema.kinds.lifecycle import Phase
from graph_schema.model import Assertion, Family, Named, prop


class CustomerKind(StrEnum):
    """How a persona stands to the brand."""

    CUSTOMER = "customer"
    USER = "user"
    PROSPECT = "prospect"
    FORMER = "former"
    AMBASSADOR = "ambassador"


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


class Persona(Who):
    """A typical person, drawn from research, in whose name a journey is told."""

    plural = "personas"
    customer_kind: CustomerKind | None = prop(
        "Customer, user who is not the customer, prospect, former customer or ambassador.", default=None
    )
    goals: list[str] = prop("What the persona wants to get done.", default_factory=list[str])
    frustrations: list[str] = prop("What stands in the persona's way.", default_factory=list[str])


class Need(Who):
    """What a persona lacks or wants, which a journey answers."""

    plural = "needs"


class Stakeholder(Who):
    """A team or role on the company's side that acts at a step."""

    plural = "stakeholders"
    stakeholder_kind: StakeholderKind | None = prop("A team or a role; null: not recorded.", default=None)


class System(Who):
    """A piece of technology that a step relies on."""

    plural = "systems"


class Represents(Assertion):
    """(Persona)-[:REPRESENTS]->(Segment): the persona stands for this group."""

    rel_type = "REPRESENTS"
    start, end = (Persona,), (Segment,)
    forward, backward = "represents", "represented_by"


class HasNeed(Assertion):
    """(Persona)-[:HAS_NEED]->(Need): the persona has this need."""

    rel_type = "HAS_NEED"
    start, end = (Persona,), (Need,)
    forward, backward = "needs", "needed_by"


class ArisesIn(Assertion):
    """(Need)-[:ARISES_IN]->(Phase): the need comes up in this phase."""

    rel_type = "ARISES_IN"
    start, end = (Need,), (Phase,)
    forward, backward = "arises_in", "needs"
