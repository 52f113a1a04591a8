"""Experience: what the journey is like, and the moments that decide what people think of the brand."""

from enum import StrEnum

from graph_schema.kinds.journey import Journey, MicroMoment, Stage, Step, Touchpoint
from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.who import Persona
from graph_schema.kinds.why import BrandPromise, Contribution, CxGoal
from graph_schema.model import Assertion, Fact, Family, Named, Party, prop


class Severity(StrEnum):
    """How much a pain point hurts."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class MomentOfTruth(Named):
    """A moment that decides what a customer thinks of the brand (Normann; here under either definition)."""

    family, plural = Family.EXPERIENCE, "moments_of_truth"


class PainPoint(Named):
    """What makes a customer's way harder than it should be."""

    family, plural = Family.EXPERIENCE, "pain_points"
    severity: Severity | None = prop("How much it hurts; null: not recorded.", default=None, sort=True)


class Gain(Named):
    """What makes a customer's way better than expected."""

    family, plural = Family.EXPERIENCE, "gains"


class Opportunity(Named):
    """A chance to make the experience better."""

    family, plural = Family.EXPERIENCE, "opportunities"


class Emotion(Named):
    """An entry in the vocabulary of emotions, placed by valence and arousal (Russell's circumplex, 1980)."""

    family, plural = Family.EXPERIENCE, "emotions"
    valence: float | None = prop("From -1 (unpleasant) to 1 (pleasant).", default=None, ge=-1, le=1)
    arousal: float | None = prop("From -1 (calm) to 1 (excited).", default=None, ge=-1, le=1)


class Feeling(Fact):
    """What a persona feels at a place; the points of an emotion curve."""

    family, plural = Family.EXPERIENCE, "feelings"
    display = "description"
    identifying = ("locator",)
    score: float | None = prop("From -1 (as bad as can be) to 1 (as good as can be).", default=None, ge=-1, le=1)
    description: str | None = prop("The feeling in words.", search=True, default=None)


class Serves(Contribution):
    """(MomentOfTruth)-[:SERVES]->(CxGoal): getting the moment right serves this goal."""

    rel_type = "SERVES"
    start, end = (MomentOfTruth,), (CxGoal,)
    forward, backward = "serves", "served_by"


class Fulfils(Contribution):
    """(MomentOfTruth)-[:FULFILS]->(BrandPromise): here the promise is kept or broken."""

    rel_type = "FULFILS"
    start, end = (MomentOfTruth,), (BrandPromise,)
    forward, backward = "fulfils", "fulfilled_by"


class OccursAt(Assertion):
    """What everything that happens at a place has in common. A map often tells of a pain only the stage."""

    rel_type = "OCCURS_AT"
    end = (MicroMoment, Step, Touchpoint, Stage)
    forward = "occurs_at"


class MomentOccursAt(OccursAt):
    """(MomentOfTruth)-[:OCCURS_AT]->(MicroMoment | Step | Touchpoint): where the moment happens."""

    start, end, backward = (MomentOfTruth,), (MicroMoment, Step, Touchpoint), "moments_of_truth"


class PainOccursAt(OccursAt):
    """(PainPoint)-[:OCCURS_AT]->(MicroMoment | Step | Touchpoint | Stage): where it hurts."""

    start, backward = (PainPoint,), "pain_points"


class GainOccursAt(OccursAt):
    """(Gain)-[:OCCURS_AT]->(MicroMoment | Step | Touchpoint | Stage): where the gain is had."""

    start, backward = (Gain,), "gains"


class OpportunityOccursAt(OccursAt):
    """(Opportunity)-[:OCCURS_AT]->(MicroMoment | Step | Touchpoint | Stage): where it could be better."""

    start, backward = (Opportunity,), "opportunities"


class Hurts(Assertion):
    """(PainPoint)-[:HURTS]->(Persona): who has this pain."""

    rel_type = "HURTS"
    start, end = (PainPoint,), (Persona,)
    forward, backward = "hurts", "pain_points"


class FeltBy(Party):
    """(Feeling)-[:FELT_BY]->(Persona): who feels it."""

    rel_type = "FELT_BY"
    start, end = (Feeling,), (Persona,)
    forward, backward = "persona", "feelings"


class FeltAt(Party):
    """(Feeling)-[:FELT_AT]->(MicroMoment | Step | Touchpoint | Stage | Journey | Phase): where it is felt."""

    rel_type = "FELT_AT"
    start, end = (Feeling,), (MicroMoment, Step, Touchpoint, Stage, Journey, Phase)
    forward, backward = "place", "feelings"


class FeltAs(Party):
    """(Feeling)-[:FELT_AS]->(Emotion): the emotion it is, where it is named."""

    rel_type = "FELT_AS"
    start, end = (Feeling,), (Emotion,)
    forward, backward = "emotion", "feelings"
    required = False
