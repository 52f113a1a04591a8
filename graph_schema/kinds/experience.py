"""Experience: what the journey is like, and the moments that decide what people think of the brand."""

from datetime import date
from enum import StrEnum

from graph_schema.kinds.journey import Journey, MicroMoment, Stage, Step, Touchpoint
from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.origins import CUSTOMER_SUCCESS, DIFFERENCE, MICRO_MOMENTS, OPPORTUNITIES, VALUE_PROPOSITION
from graph_schema.kinds.who import Among, Persona
from graph_schema.kinds.why import BrandPromise, Contribution, CxGoal
from graph_schema.model import Assertion, Fact, Family, Named, Party, prop


class Severity(StrEnum):
    """How much a pain point hurts."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SignalKind(StrEnum):
    """What a churn signal is: a sign to be seen, what it is a sign of, or what leavers say."""

    SYMPTOM = "symptom"
    RISK = "risk"
    LEAVE_REASON = "leave-reason"


class MomentOfTruth(Named):
    """A moment that decides what a customer thinks of the brand (Normann; here under either definition)."""

    family, plural = Family.EXPERIENCE, "moments_of_truth"
    example, origin = "Dinner is served", f"{MICRO_MOMENTS}; moments of truth (Normann, 1984; Carlzon, 1987)"


class PainPoint(Named):
    """What makes a customer's way harder than it should be."""

    family, plural = Family.EXPERIENCE, "pain_points"
    example, origin = "The confirmation gives no delivery date", f"{DIFFERENCE}; {VALUE_PROPOSITION}"
    severity: Severity | None = prop("How much it hurts; null: not recorded.", default=None, sort=True)


class Gain(Named):
    """What makes a customer's way better than expected."""

    family, plural = Family.EXPERIENCE, "gains"
    example, origin = "A friendly person calls back", VALUE_PROPOSITION


class Opportunity(Named):
    """A chance to make the experience better."""

    family, plural = Family.EXPERIENCE, "opportunities"
    example, origin = "Say when the parcel will come", OPPORTUNITIES


class Emotion(Named):
    """An entry in the vocabulary of emotions, placed by valence and arousal (Russell's circumplex, 1980)."""

    family, plural = Family.EXPERIENCE, "emotions"
    example, origin = "Anxious", "the circumplex of affect (Russell, 1980)"
    valence: float | None = prop("From -1 (unpleasant) to 1 (pleasant).", default=None, ge=-1, le=1)
    arousal: float | None = prop("From -1 (calm) to 1 (excited).", default=None, ge=-1, le=1)


class Feeling(Fact):
    """What a persona feels at a place; the points of an emotion curve."""

    family, plural = Family.EXPERIENCE, "feelings"
    example, origin = "A woman reader is anxious while she waits for the tick, -0.8", f"{MICRO_MOMENTS}: emotion curves"
    identifying = ("locator",)
    score: float | None = prop("From -1 (as bad as can be) to 1 (as good as can be).", default=None, ge=-1, le=1)


class Solution(Named):
    """What was or could be done about a pain point, or to take an opportunity."""

    family, plural = Family.EXPERIENCE, "solutions"
    example, origin = "Name the day of delivery in the confirmation", OPPORTUNITIES


class ChurnSignal(Named):
    """What tells of customers leaving: a symptom beforehand, the risk itself, or a reason given afterwards."""

    family, plural = Family.EXPERIENCE, "churn_signals"
    example = "Stuck in a stage, a symptom; churn, a risk; price, a leave reason"
    origin = f"{CUSTOMER_SUCCESS}: symptoms; {MICRO_MOMENTS}: price, quality or speed"
    signal_kind: SignalKind | None = prop("A symptom, a risk, or a reason to leave; null: not recorded.", default=None)


class Counted(Fact):
    """What was counted or measured in a period."""

    identifying = ("begins", "ends", "locator")
    begins: date | None = prop("The first day of the period that it is about.", default=None)
    ends: date | None = prop("The last day of that period.", default=None)


class Departure(Counted):
    """Customers who left: how many, of whom, why, and where they were last met."""

    family, plural = Family.EXPERIENCE, "departures"
    example, origin = "12 women readers left over the price, last seen at the bill, in 2025", MICRO_MOMENTS
    count: int | None = prop("How many left; null: not counted.", default=None, ge=0)


class Serves(Contribution):
    """(MomentOfTruth)-[:SERVES]->(CxGoal): getting the moment right serves this goal."""

    rel_type = "SERVES"
    start, end = (MomentOfTruth,), (CxGoal,)
    forward, backward = "serves", "served_by"
    example = "'Dinner is served' serves: guests feel welcome"


class Fulfils(Contribution):
    """(MomentOfTruth)-[:FULFILS]->(BrandPromise): here the promise is kept or broken."""

    rel_type = "FULFILS"
    start, end = (MomentOfTruth,), (BrandPromise,)
    forward, backward = "fulfils", "fulfilled_by"
    example = "'The first article opens' fulfils: yours at once"


class OccursAt(Assertion):
    """What everything that happens at a place has in common. A map often tells of a pain only the stage."""

    rel_type = "OCCURS_AT"
    end = (MicroMoment, Step, Touchpoint, Stage)
    forward = "occurs_at"
    origin = f"{MICRO_MOMENTS}; {DIFFERENCE}"


class MomentOccursAt(OccursAt):
    """(MomentOfTruth)-[:OCCURS_AT]->(MicroMoment | Step | Touchpoint): where the moment happens."""

    start, end, backward = (MomentOfTruth,), (MicroMoment, Step, Touchpoint), "moments_of_truth"
    example = "'Dinner is served' occurs at: the table"


class PainOccursAt(OccursAt):
    """(PainPoint)-[:OCCURS_AT]->(MicroMoment | Step | Touchpoint | Stage): where it hurts."""

    start, backward = (PainPoint,), "pain_points"
    example = "'No delivery date' occurs at: 'Read the confirmation'"


class GainOccursAt(OccursAt):
    """(Gain)-[:OCCURS_AT]->(MicroMoment | Step | Touchpoint | Stage): where the gain is had."""

    start, backward = (Gain,), "gains"
    example = "'A friendly person calls back' occurs at: the call"


class OpportunityOccursAt(OccursAt):
    """(Opportunity)-[:OCCURS_AT]->(MicroMoment | Step | Touchpoint | Stage): where it could be better."""

    start, backward = (Opportunity,), "opportunities"
    example = "'Say when the parcel will come' occurs at: the confirmation"


class Hurts(Assertion):
    """(PainPoint)-[:HURTS]->(Persona): who has this pain."""

    rel_type = "HURTS"
    start, end = (PainPoint,), (Persona,)
    forward, backward = "hurts", "pain_points"
    example, origin = "'No delivery date' hurts: the online shopper", VALUE_PROPOSITION


class FeltBy(Party):
    """(Feeling)-[:FELT_BY]->(Persona): who feels it."""

    rel_type = "FELT_BY"
    start, end = (Feeling,), (Persona,)
    forward, backward = "persona", "feelings"
    example, origin = "The anxious one is the woman reader", MICRO_MOMENTS


class FeltAt(Party):
    """(Feeling)-[:FELT_AT]->(MicroMoment | Step | Touchpoint | Stage | Journey | Phase): where it is felt."""

    rel_type = "FELT_AT"
    start, end = (Feeling,), (MicroMoment, Step, Touchpoint, Stage, Journey, Phase)
    forward, backward = "place", "feelings"
    example, origin = "She is anxious at 'Wait for the tick'", MICRO_MOMENTS


class FeltAs(Party):
    """(Feeling)-[:FELT_AS]->(Emotion): the emotion it is, where it is named."""

    rel_type = "FELT_AS"
    start, end = (Feeling,), (Emotion,)
    forward, backward = "emotion", "feelings"
    example, origin = "What she feels is: anxious", "the circumplex of affect (Russell, 1980)"
    required = False


class FeltAfter(Party):
    """(Feeling)-[:FELT_AFTER]->(Phase): the phase just left, where the feeling is about the change from it."""

    rel_type = "FELT_AFTER"
    start, end = (Feeling,), (Phase,)
    forward, backward = "after", "feelings_after"
    required = False
    example, origin = "Disregarded in the post-purchase phase, after the purchase", DIFFERENCE


class Shows(Assertion):
    """(Phase | Step | MomentOfTruth)-[:SHOWS]->(BrandPromise): whether customers see the promise there."""

    rel_type = "SHOWS"
    start, end = (Phase, Step, MomentOfTruth), (BrandPromise,)
    forward, backward = "shows", "shown_in"
    example, origin = "'I become a customer' shows 'No surprises': not visible", MICRO_MOMENTS
    visible: bool | None = prop("Whether it is visible there; null: looked at, but not recorded.", default=None)


class Addresses(Assertion):
    """(Solution)-[:ADDRESSES]->(PainPoint | Opportunity): what it is a solution to."""

    rel_type = "ADDRESSES"
    start, end = (Solution,), (PainPoint, Opportunity)
    forward, backward = "addresses", "addressed_by"
    example, origin = "'Name the day of delivery' addresses: no delivery date", OPPORTUNITIES


class Indicates(Assertion):
    """(ChurnSignal)-[:INDICATES]->(ChurnSignal): the one is a sign of the other."""

    rel_type = "INDICATES"
    start, end = (ChurnSignal,), (ChurnSignal,)
    forward, backward = "indicates", "indicated_by"
    example, origin = "Lack of adoption indicates: churn", CUSTOMER_SUCCESS


class ObservedIn(Assertion):
    """(ChurnSignal)-[:OBSERVED_IN]->(Phase): it was seen in this phase."""

    rel_type = "OBSERVED_IN"
    start, end = (ChurnSignal,), (Phase,)
    forward, backward = "observed_in", "churn_signals"
    example, origin = "Lack of adoption was observed in: Onboarding", CUSTOMER_SUCCESS


class DepartureAmong(Among):
    """(Departure)-[:AMONG]->(Persona | Segment): who left."""

    start, backward = (Departure,), "departures"
    required = True
    example = "Those who left: women readers"


class LeftBecauseOf(Party):
    """(Departure)-[:LEFT_BECAUSE_OF]->(ChurnSignal): why they left, where it is known."""

    rel_type = "LEFT_BECAUSE_OF"
    start, end = (Departure,), (ChurnSignal,)
    forward, backward = "reason", "departures"
    required = False
    example, origin = "They left because of: price", MICRO_MOMENTS


class LastMetAt(Party):
    """(Departure)-[:LAST_MET_AT]->(Touchpoint): the last touchpoint before they left."""

    rel_type = "LAST_MET_AT"
    start, end = (Departure,), (Touchpoint,)
    forward, backward = "last_touchpoint", "departures"
    required = False
    example, origin = "They were last met at: the bill", DIFFERENCE
