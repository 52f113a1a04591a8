"""What is worked out of the numbers of a reading."""

from typing import Any

import pytest

from queries.facts import Measured

NPS = {"n": 240, "invited": 2000, "promoters": 130, "passives": 20, "detractors": 90}
ANSWERED = {**NPS, "n": 400}


def measured(**given: Any) -> Measured:
    node = {"kind": "Metric", "key": "nps", "name": "NPS"}
    unknown = dict.fromkeys(
        ("unit", "among", "through", "survey", "value", "n", "invited", "promoters", "passives", "detractors", "begins",
         "ends", "instrument")
    )  # fmt: skip
    return Measured.model_validate({**unknown, "reading": "r", "metric": node, "about": node, "evidence": [], **given})


@pytest.mark.parametrize(
    ("given", "rate", "cautions"),
    [
        (NPS, 0.12, ["low-response-rate"]),
        (ANSWERED, 0.2, []),
        ({**ANSWERED, "passives": 0}, 0.2, []),
        ({**ANSWERED, "passives": None}, 0.2, ["passives-not-recorded"]),
        ({**NPS, "invited": None}, None, ["response-rate-unknown"]),
        ({**NPS, "invited": 0}, None, ["response-rate-unknown"]),
        ({**NPS, "n": None}, None, ["response-rate-unknown", "cases-unknown"]),
        ({"n": 18200}, None, []),
        ({}, None, ["cases-unknown"]),
        ({"n": 0, "invited": 50}, 0.0, ["low-response-rate"]),
    ],
)
def test_a_reading_says_what_to_beware_of(given: dict[str, Any], rate: float | None, cautions: list[str]):
    found = measured(**given)
    assert (found.response_rate, found.cautions) == (rate, cautions)
