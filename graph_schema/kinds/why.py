"""Why: what the brand wants and promises, what the experience is to achieve for it, and with which practices."""

from enum import StrEnum

from graph_schema.kinds.origins import BUYERS_JOURNEY, CUSTOMER_SUCCESS, MICRO_MOMENTS
from graph_schema.model import Assertion, Family, Named, prop


class OutcomePart(StrEnum):
    """Which half of a desired outcome it is: what is reached, or how it is to get there."""

    RESULT = "result"
    EXPERIENCE = "experience"


class PracticeKind(StrEnum):
    """Whether a practice is a duty of the CX programme, a habit of the organisation, or a method."""

    DUTY = "duty"
    HABIT = "habit"
    METHOD = "method"


class Why(Named):
    """A thing of the family 'why'."""

    family = Family.WHY


class Brand(Why):
    """A company or product as its customers know it."""

    plural = "brands"
    example, origin = "The Morning Paper", MICRO_MOMENTS


class BrandGoal(Why):
    """What the brand wants to reach; the end of every trace."""

    plural = "brand_goals"
    example, origin = "Readers who stay", f"{MICRO_MOMENTS}: the brand strategy"
    owner: str | None = prop("Who answers for the goal: a role or a team.", default=None)
    target: str | None = prop("What is to be reached by when, as the team words it.", default=None)


class BrandPromise(Why):
    """What the brand leads its customers to expect."""

    plural = "brand_promises"
    example, origin = "Yours at once", f"{MICRO_MOMENTS}: the promises that are or are not visible"


class CxGoal(Why):
    """What the customer experience is to achieve, as an aim that a moment can serve."""

    plural = "cx_goals"
    example, origin = "Reading within a minute of paying", f"{MICRO_MOMENTS}: the CX strategy"
    owner: str | None = prop("Who answers for the goal: a role or a team.", default=None)
    target: str | None = prop("What is to be reached by when, as the team words it.", default=None)


class DesiredOutcome(Why):
    """What customers want to have reached in the end, and how it should feel to get there."""

    plural = "desired_outcomes"
    example, origin = "The whole team uses it daily", f"{CUSTOMER_SUCCESS}: results through an appropriate experience"
    part: OutcomePart | None = prop("The expected result, or the appropriate experience.", default=None)


class Practice(Why):
    """Something that the company does on purpose and again and again for its customers' experience."""

    plural = "practices"
    example = "The measurement of the experience, a duty; Listen, a habit; an empathy walk, a method"
    origin = f"{MICRO_MOMENTS}: six duties; {BUYERS_JOURNEY}: five habits (Thompson, 2014)"
    practice_kind: PracticeKind | None = prop(
        "A duty of the CX programme, a habit of the organisation, or a method.", default=None
    )


class Pursues(Assertion):
    """(Brand)-[:PURSUES]->(BrandGoal): the brand has this goal."""

    rel_type = "PURSUES"
    start, end = (Brand,), (BrandGoal,)
    forward, backward = "pursues", "pursued_by"
    example, origin = "The Morning Paper pursues: readers who stay", MICRO_MOMENTS


class Promises(Assertion):
    """(Brand)-[:PROMISES]->(BrandPromise): the brand makes this promise."""

    rel_type = "PROMISES"
    start, end = (Brand,), (BrandPromise,)
    forward, backward = "promises", "promised_by"
    example, origin = "The Morning Paper promises: yours at once", MICRO_MOMENTS


class Contribution(Assertion):
    """What every link on the way to a brand goal carries."""

    origin = f"{MICRO_MOMENTS}: a CX strategy aligned with the brand strategy"
    strength: int | None = prop(
        "How much it contributes, 1 (a little) to 3 (decisive); null: not recorded.", default=None, ge=1, le=3
    )


class Advances(Contribution):
    """(CxGoal)-[:ADVANCES]->(BrandGoal): reaching the one helps to reach the other."""

    rel_type = "ADVANCES"
    start, end = (CxGoal,), (BrandGoal,)
    forward, backward = "advances", "advanced_by"
    example = "Reading within a minute of paying advances: readers who stay"


class Upholds(Contribution):
    """(BrandPromise)-[:UPHOLDS]->(BrandGoal): keeping the promise helps to reach the goal."""

    rel_type = "UPHOLDS"
    start, end = (BrandPromise,), (BrandGoal,)
    forward, backward = "upholds", "upheld_by"
    example = "No surprises upholds: a voice that people trust"


class ContributesTo(Contribution):
    """(DesiredOutcome)-[:CONTRIBUTES_TO]->(CxGoal): what customers want helps to reach what the company wants."""

    rel_type = "CONTRIBUTES_TO"
    start, end = (DesiredOutcome,), (CxGoal,)
    forward, backward = "contributes_to", "contributed_to_by"
    example = "The whole team uses it daily contributes to: adoption in the first quarter"
    origin = CUSTOMER_SUCCESS
