"""Lifecycle: the phases of a whole relationship with a brand. Many models stand side by side; none is the enum."""

from enum import StrEnum

from graph_schema.model import Assertion, Family, Named, Structure, prop


class Perspective(StrEnum):
    """From whose side a lifecycle is told."""

    CUSTOMER = "customer"
    COMPANY = "company"


class LifecycleModel(Named):
    """One way of dividing the relationship between a customer and a brand into phases."""

    family, plural = Family.LIFECYCLE, "lifecycle_models"
    perspective: Perspective | None = prop("From whose side the phases are told.", default=None)


class Phase(Named):
    """A phase of a lifecycle model, in the model's own words."""

    family, plural = Family.LIFECYCLE, "phases"
    parent = LifecycleModel
    order: int | None = prop(
        "The place in the model, from 1; phases of a fork share it.", default=None, ge=0, sort=True
    )


class InModel(Structure):
    """(Phase)-[:IN_MODEL]->(LifecycleModel): the model that the phase is part of."""

    rel_type = "IN_MODEL"
    start, end = (Phase,), (LifecycleModel,)
    forward, backward = "model", "phases"
    single = True


class Next(Assertion):
    """(Phase)-[:NEXT]->(Phase): the one follows the other; two from one phase are a fork."""

    rel_type = "NEXT"
    start, end = (Phase,), (Phase,)
    forward, backward = "next", "previous"
