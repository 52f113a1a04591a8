"""Observed: what was measured and counted, and how. Aggregates, and answers under a pseudonym; no single customers."""

from datetime import date, datetime
from enum import StrEnum

from graph_schema.kinds.contact import About, Action, Content, Survey
from graph_schema.kinds.evidence import Quote
from graph_schema.kinds.experience import ChurnSignal, Counted, MomentOfTruth, PainPoint
from graph_schema.kinds.journey import Channel, Journey, MicroMoment, Stage, Step, Touchpoint
from graph_schema.kinds.lifecycle import Milestone, Phase
from graph_schema.kinds.origins import BUYERS_JOURNEY, CUSTOMER_SUCCESS, DIFFERENCE, MICRO_MOMENTS, PROCESS_MINING
from graph_schema.kinds.who import Among, ForWhom
from graph_schema.kinds.why import Brand, BrandGoal, CxGoal, DesiredOutcome
from graph_schema.model import MAX_WORDS, Assertion, Fact, Family, Named, Party, prop


class Direction(StrEnum):
    """Which way a metric gets better."""

    UP = "up"
    DOWN = "down"


class Metric(Named):
    """What can be measured, and how its values are to be read."""

    family, plural = Family.OBSERVED, "metrics"
    example, origin = "Net Promoter Score", f"{MICRO_MOMENTS}: ROI, NPS, CES, CSAT; NPS (Reichheld, 2003)"
    scale_low: float | None = prop("The low end of its scale; null: it has none.", default=None)
    scale_high: float | None = prop("The high end of its scale; null: it has none.", default=None)
    unit: str | None = prop("What its values are in: points, per cent, seconds, euros.", default=None)
    formula: str | None = prop("How a value is worked out.", default=None)
    direction: Direction | None = prop("Whether higher (up) or lower (down) is better; null: neither.", default=None)


class Reading(Counted):
    """One value of a metric: of what, among whom, when, and from how many. What is unknown is null, never zero."""

    family, plural = Family.OBSERVED, "readings"
    example = "NPS 34 at the delivery, 2025: 90 of 1,000 answered, 51 promoters, 20 detractors, passives not recorded"
    origin = f"{MICRO_MOMENTS}: beware of scores; importance and performance (Martilla and James, 1977)"
    identifying = (*Counted.identifying, "instrument", "page")
    value: float | None = prop("The value, on the metric's scale.", default=None)
    numerator: float | None = prop("Where the value is a ratio, what was divided.", default=None)
    denominator: float | None = prop("Where the value is a ratio, what it was divided by.", default=None)
    n: int | None = prop("How many answers or cases the value rests on.", default=None, ge=0)
    invited: int | None = prop("How many were asked.", default=None, ge=0)
    promoters: int | None = prop("How many answered 9 or 10 of 10.", default=None, ge=0)
    passives: int | None = prop("How many answered 7 or 8 of 10.", default=None, ge=0)
    detractors: int | None = prop("How many answered 0 to 6 of 10.", default=None, ge=0)
    distribution: list[str] = prop(
        "How many gave each answer, as `answer = count`, in the order of the scale; `answer = ?` where it is unknown.",
        default_factory=list[str],
    )
    page: str | None = prop(
        "The address of the page that was measured, where the touchpoint has several.",
        default=None,
        max_length=MAX_WORDS,
    )
    instrument: str | None = prop(
        "With what it was measured: a survey tool, web analytics, the CRM.", default=None, max_length=MAX_WORDS
    )


class Response(Fact):
    """What one respondent answered, under a pseudonym, and whether somebody got back to them."""

    family, plural = Family.OBSERVED, "responses"
    example = "A 3 for the delivery; the agent solved it the next day, and called back"
    origin = f"{MICRO_MOMENTS}: closing the loop (Reichheld and Markey, 2011)"
    identifying = ("respondent", "locator")
    respondent: str | None = prop(
        "A keyed hash that stands for who answered; never a name.", default=None, max_length=MAX_WORDS
    )
    score: float | None = prop("The score given, on the metric's scale.", default=None)
    received_at: datetime | None = prop("When it came in.", default=None, sort=True)
    resolved_at: datetime | None = prop("When what it is about was solved; null: not, or not recorded.", default=None)
    reported_back_at: datetime | None = prop("When the respondent was told; null: not, or not recorded.", default=None)


class Variant(Named):
    """One way that customers really took, as an ordered path, with how many took it."""

    family, plural = Family.OBSERVED, "variants"
    example, origin = "Ad, shop, cart, shop, cart, payment: 212 cases", PROCESS_MINING
    cases: int | None = prop("How many took this way.", default=None, ge=0, sort=True)
    begins: date | None = prop("The first day of the period that the cases are from.", default=None)
    ends: date | None = prop("The last day of that period.", default=None)


class MeasuredBy(Assertion):
    """(BrandGoal | CxGoal | DesiredOutcome | Milestone)-[:MEASURED_BY]->(Metric): what shows that it is reached."""

    rel_type = "MEASURED_BY"
    start, end = (BrandGoal, CxGoal, DesiredOutcome, Milestone), (Metric,)
    forward, backward = "measured_by", "measures"
    example, origin = "'Readers who stay' is measured by: the share that renews", f"{MICRO_MOMENTS}; {CUSTOMER_SUCCESS}"


class Raises(Assertion):
    """(Touchpoint | Step)-[:RAISES]->(Metric): it makes the metric go up."""

    rel_type = "RAISES"
    start, end = (Touchpoint, Step), (Metric,)
    forward, backward = "raises", "raised_by"
    example, origin = "A friendly call raises: loyalty", DIFFERENCE


class Lowers(Assertion):
    """(Touchpoint | Step)-[:LOWERS]->(Metric): it makes the metric go down."""

    rel_type = "LOWERS"
    start, end = (Touchpoint, Step), (Metric,)
    forward, backward = "lowers", "lowered_by"
    example, origin = "A poor web site lowers: loyalty", DIFFERENCE


class OfMetric(Party):
    """The metric of a value."""

    rel_type = "OF_METRIC"
    end = (Metric,)
    forward = "metric"


class CollectedIn(Party):
    """The survey that an answer or a value comes from."""

    rel_type = "COLLECTED_IN"
    end = (Survey,)
    forward = "survey"
    required = False


class ReadingOf(OfMetric):
    """(Reading)-[:OF_METRIC]->(Metric): the metric that the value is of."""

    start, backward = (Reading,), "readings"
    example, origin = "34 is a reading of: Net Promoter Score", MICRO_MOMENTS


class ReadingAbout(About):
    """(Reading)-[:ABOUT]->(Brand | Phase | Journey | Stage | Step | MicroMoment | Touchpoint | MomentOfTruth
    | Content | Action | PainPoint | ChurnSignal): what was measured, as a whole or as closely as can be.
    """

    start, backward = (Reading,), "readings"
    end = (Brand, Phase, Journey, Stage, Step, MicroMoment, Touchpoint, MomentOfTruth,
           Content, Action, PainPoint, ChurnSignal)  # fmt: skip
    example, origin = "The reading is about: the delivery", f"{MICRO_MOMENTS}: on touchpoint or micro-moment level"


class ReadingAmong(Among):
    """(Reading)-[:AMONG]->(Persona | Segment): among whom it was measured; without one, among all."""

    start, backward = (Reading,), "readings"
    example = "The reading was taken among: female readers"


class ReadingThrough(Party):
    """(Reading)-[:THROUGH]->(Channel): the channel whose customers were counted; without one, all channels."""

    rel_type = "THROUGH"
    start, end = (Reading,), (Channel,)
    forward, backward = "channel", "readings"
    required = False
    example, origin = "Contacts that came through: paid ads", BUYERS_JOURNEY


class ReadingIn(CollectedIn):
    """(Reading)-[:COLLECTED_IN]->(Survey): the survey that it was worked out from."""

    start, backward = (Reading,), "readings"
    example, origin = "The reading was collected in: the mail after every purchase", MICRO_MOMENTS


class ResponseAbout(About):
    """(Response)-[:ABOUT]->(Brand | Phase | Journey | Stage | Step | MicroMoment | Touchpoint): what it is about."""

    start, backward = (Response,), "responses"
    end = (Brand, Phase, Journey, Stage, Step, MicroMoment, Touchpoint)
    example, origin = "The response is about: the delivery", MICRO_MOMENTS


class ResponseAmong(Among):
    """(Response)-[:AMONG]->(Persona | Segment): the group that the respondent belongs to, where it is known."""

    start, backward = (Response,), "responses"
    example = "The respondent is one of: female readers"


class ResponseOf(OfMetric):
    """(Response)-[:OF_METRIC]->(Metric): the metric that the score is of."""

    start, backward = (Response,), "responses"
    required = False
    example, origin = "A 3 is a score of: Net Promoter Score", MICRO_MOMENTS


class ResponseIn(CollectedIn):
    """(Response)-[:COLLECTED_IN]->(Survey): the survey that was answered; without one, somebody told the staff."""

    start, backward = (Response,), "responses"
    example, origin = "The response was collected in: the mail after every purchase", MICRO_MOMENTS


class Says(Assertion):
    """(Response)-[:SAYS]->(Quote): the respondent's own words."""

    rel_type = "SAYS"
    start, end = (Response,), (Quote,)
    forward, backward = "says", "said_in"
    example, origin = "The response says: 'Nobody told me when it would come'", MICRO_MOMENTS


class VariantFor(ForWhom):
    """(Variant)-[:FOR]->(Persona | Segment): whose cases were counted; without one, all."""

    start, backward = (Variant,), "variants"
    example, origin = "The path from awareness straight to advocacy was taken by: ambassadors", PROCESS_MINING


class Passes(Assertion):
    """(Variant)-[:PASSES]->(Touchpoint | Phase): a place on the path; where it comes twice, there are two."""

    rel_type = "PASSES"
    start, end = (Variant,), (Touchpoint, Phase)
    forward, backward = "passes", "passed_by"
    identifying = ("order",)
    example, origin = "The path passes the cart, as third and as fifth", PROCESS_MINING
    order: int = prop("The place on the path, from 1.", ge=1)


class LedTo(Assertion):
    """(Touchpoint)-[:LED_TO]->(Touchpoint): customers went from the one straight to the other."""

    rel_type = "LED_TO"
    start, end = (Touchpoint,), (Touchpoint,)
    forward, backward = "led_to", "came_from"
    example, origin = "The cart led to the shop: 340 times, after 20 seconds", PROCESS_MINING
    cases: int | None = prop("How often it was seen.", default=None, ge=0)
    median_seconds: float | None = prop("How long it took, as the median.", default=None, ge=0)
