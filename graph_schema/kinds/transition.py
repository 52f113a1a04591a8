"""Transition: how the change from one phase to another goes, as somebody found it."""

from enum import StrEnum

from graph_schema.kinds.journey import Touchpoint
from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.origins import BUYERS_JOURNEY, DIFFERENCE
from graph_schema.kinds.who import Among, Stakeholder
from graph_schema.model import Assertion, Fact, Family, Party, prop


class Quality(StrEnum):
    """How a transition is felt."""

    SEAMLESS = "seamless"
    ABRUPT = "abrupt"
    MISSING = "missing"


class Transition(Fact):
    """How the change from one phase to another goes, and what is done about it."""

    family, plural = Family.LIFECYCLE, "transitions"
    example, origin = "From purchase to post-purchase: abrupt; a thank-you mail was added", DIFFERENCE
    identifying = ("locator",)
    quality: Quality | None = prop("Seamless, abrupt or missing; null: not recorded.", default=None)
    response: str | None = prop("What was done about it: a thank-you mail, information, a promotion.", default=None)


class Leaves(Party):
    """(Transition)-[:LEAVES]->(Phase): the phase that customers come from."""

    rel_type = "LEAVES"
    start, end = (Transition,), (Phase,)
    forward, backward = "leaves", "ways_out"
    example, origin = "The transition leaves: Marketing Qualified Lead", BUYERS_JOURNEY


class Enters(Party):
    """(Transition)-[:ENTERS]->(Phase): the phase that customers come into."""

    rel_type = "ENTERS"
    start, end = (Transition,), (Phase,)
    forward, backward = "enters", "ways_in"
    example, origin = "The transition enters: Sales Qualified Lead", BUYERS_JOURNEY


class TransitionAmong(Among):
    """(Transition)-[:AMONG]->(Persona | Segment): for whom it goes so; without one, for everybody."""

    start, backward = (Transition,), "transitions"
    example = "The transition is abrupt for: online shoppers"


class HandedOverBy(Party):
    """(Transition)-[:HANDED_OVER_BY]->(Stakeholder): who owns the hand-over, where somebody does."""

    rel_type = "HANDED_OVER_BY"
    start, end = (Transition,), (Stakeholder,)
    forward, backward = "owner", "hand_overs"
    required = False
    example, origin = "From marketing to sales qualified lead, handed over by: marketing operations", BUYERS_JOURNEY


class CarriedBy(Assertion):
    """(Transition)-[:CARRIED_BY]->(Touchpoint): a touchpoint that takes customers across."""

    rel_type = "CARRIED_BY"
    start, end = (Transition,), (Touchpoint,)
    forward, backward = "carried_by", "carries"
    example, origin = "From purchase to post-purchase, carried by: thank-you mail", DIFFERENCE
