"""Facts as rows show them: what was felt and what was measured, with what to beware of."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, cast

from pydantic import Field, model_validator

from queries.rows import Evidence, Node, Part

LOW_RESPONSE: Final = 0.2
"""Where fewer of those asked than this share answer, those who did may well differ from those who didn't."""


class Felt(Part):
    """A feeling."""

    persona: Node = Field(description="Who feels it.")
    place: Node = Field(description="Where it was recorded. At a touchpoint it holds wherever that is used.")
    score: float | None = Field(description="From -1 (as bad as can be) to 1. Null: not recorded.")
    emotion: Node | None = Field(description="The emotion that it is. Null: not named.")
    evidence: list[Evidence] = Field(description="Who says so.")


class Caution(StrEnum):
    """What to beware of in a number."""

    LOW_RESPONSE_RATE = "low-response-rate"
    RESPONSE_RATE_UNKNOWN = "response-rate-unknown"
    PASSIVES_NOT_RECORDED = "passives-not-recorded"
    CASES_UNKNOWN = "cases-unknown"


class Measured(Part):
    """A reading: one value of a metric, with what one has to know to trust it."""

    reading: str = Field(description="The key of the reading.")
    metric: Node = Field(description="The metric that the value is of.")
    unit: str | None = Field(description="What the value is in. Null: not recorded.")
    about: Node = Field(description="What was measured.")
    among: Node | None = Field(description="The persona or segment among whom it was measured. Null: all.")
    through: Node | None = Field(description="The channel whose customers were counted. Null: all channels.")
    survey: Node | None = Field(description="The survey that it was worked out from. Null: none.")
    value: float | None = Field(description="The value. Null: not recorded.")
    n: int | None = Field(description="How many answers or cases it rests on. Null: not recorded.")
    invited: int | None = Field(description="How many were asked. Null: not recorded, or nobody was asked.")
    response_rate: float | None = Field(description="The share of those asked who answered. Null: unknown.")
    promoters: int | None = Field(description="How many answered 9 or 10 of 10. Null: not recorded.")
    passives: int | None = Field(description="How many answered 7 or 8 of 10. Null: not recorded.")
    detractors: int | None = Field(description="How many answered 0 to 6 of 10. Null: not recorded.")
    begins: date | None = Field(description="The first day of the period. Null: not recorded.")
    ends: date | None = Field(description="The last day of the period. Null: not recorded.")
    instrument: str | None = Field(description="With what it was measured. Null: not recorded.")
    cautions: list[Caution] = Field(
        description="What to beware of: fewer than a fifth of those asked answered, or nobody recorded how many were "
        "asked, how many gave the middle scores, or how many cases there were."
    )
    evidence: list[Evidence] = Field(description="Who says so, and on what basis.")

    @model_validator(mode="before")
    @classmethod
    def _work_out(cls, value: object) -> object:
        """What follows from the stored numbers is worked out here once, not in the Cypher of every question."""
        if not isinstance(value, Mapping):
            return value
        stored = dict(cast("Mapping[str, Any]", value))
        n, invited = stored["n"], stored["invited"]
        rate = n / invited if n is not None and invited else None
        spread = stored["promoters"] is not None or stored["detractors"] is not None
        asked = spread or invited is not None or stored["survey"] is not None
        found = {
            Caution.LOW_RESPONSE_RATE: rate is not None and rate < LOW_RESPONSE,
            Caution.RESPONSE_RATE_UNKNOWN: asked and rate is None,
            Caution.PASSIVES_NOT_RECORDED: spread and stored["passives"] is None,
            Caution.CASES_UNKNOWN: n is None,
        }
        return stored | {"response_rate": rate, "cautions": [caution for caution, so in found.items() if so]}
