"""Lifecycle: the phases of a whole relationship with a brand. Many models stand side by side; none is the enum."""

from enum import StrEnum

from graph_schema.kinds.origins import BUYERS_JOURNEY, CUSTOMER_SUCCESS, LIFECYCLES, MICRO_MOMENTS
from graph_schema.model import Assertion, Family, Named, Structure, prop


class Perspective(StrEnum):
    """From whose side a lifecycle is told."""

    CUSTOMER = "customer"
    COMPANY = "company"


class Completeness(StrEnum):
    """How much of a lifecycle its source tells: all, all up to where it breaks off, or single phases only."""

    COMPLETE = "complete"
    TRUNCATED = "truncated"
    FRAGMENT = "fragment"


class Side(StrEnum):
    """Which end of a phase a milestone marks."""

    ENTRY = "entry"
    EXIT = "exit"


class Degree(StrEnum):
    """How closely one phase matches another of a different model; broad: the other is the broader one."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"


class LifecycleModel(Named):
    """One way of dividing the relationship between a customer and a brand into phases."""

    family, plural = Family.LIFECYCLE, "lifecycle_models"
    example, origin = "Reach, Acquisition, Conversion, Retention, Loyalty/Advocacy", LIFECYCLES
    perspective: Perspective | None = prop("From whose side the phases are told.", default=None)
    completeness: Completeness | None = prop(
        "Whether the source gives all phases, breaks off, or gives single ones only; null: not recorded.", default=None
    )


class Valued(Named):
    """What has to be worth it to the customer."""

    value: str | None = prop("Why it is valuable to the customer (the WHY test).", search=True, default=None)
    value_strength: int | None = prop(
        "How strong that reason is, 1 (weak) to 3 (strong); null: not judged.", default=None, ge=1, le=3
    )


class Phase(Valued):
    """A phase of a lifecycle model, in the model's own words."""

    family, plural = Family.LIFECYCLE, "phases"
    example, origin = "I become a customer", MICRO_MOMENTS
    parent = LifecycleModel
    order: int | None = prop(
        "The place in the model, from 1; phases of a fork share it.", default=None, ge=0, sort=True
    )


class Milestone(Named):
    """Something to be reached that marks where a phase begins or ends: its entry or exit criterion."""

    family, plural = Family.LIFECYCLE, "milestones"
    example, origin = "First value", f"{LIFECYCLES}: the end of onboarding; {CUSTOMER_SUCCESS}"


class InModel(Structure):
    """(Phase)-[:IN_MODEL]->(LifecycleModel): the model that the phase is part of."""

    rel_type = "IN_MODEL"
    start, end = (Phase,), (LifecycleModel,)
    forward, backward = "model", "phases"
    single = True
    example, origin = "I become a customer, in the Milkymap lifecycle", MICRO_MOMENTS


class Next(Assertion):
    """(Phase)-[:NEXT]->(Phase): the one follows the other; two from one phase are a fork."""

    rel_type = "NEXT"
    start, end = (Phase,), (Phase,)
    forward, backward = "next", "previous"
    example, origin = "After 'I am loyal' comes 'I stay forever', or 'I leave'", MICRO_MOMENTS


class AlignsWith(Assertion):
    """(Phase)-[:ALIGNS_WITH]->(Phase): a phase of one model answers to a phase of another."""

    rel_type = "ALIGNS_WITH"
    start, end = (Phase,), (Phase,)
    forward, backward = "aligns_with", "counterpart_of"
    example, origin = "Reach aligns with Awareness, closely", "mapping of concept schemes (W3C SKOS, 2009)"
    degree: Degree = prop("How closely, in the degrees of SKOS.")


class Delimits(Assertion):
    """(Milestone)-[:DELIMITS]->(Phase): reaching the milestone begins or ends the phase."""

    rel_type = "DELIMITS"
    start, end = (Milestone,), (Phase,)
    forward, backward = "delimits", "milestones"
    example, origin = "First value delimits Onboarding: it ends there", f"{LIFECYCLES}; {BUYERS_JOURNEY}"
    side: Side = prop("Whether the phase begins or ends there; one milestone can end a phase and begin the next.")
