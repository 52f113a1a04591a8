"""What the questions about duties, verdicts, surveys and phases are asked about the sample."""

from typing import Any

ASKED: dict[str, list[dict[str, Any]]] = {
    "broken-transitions": [{}, {"models": ["customer-success"]}],
    "journeys-in-phase": [{}, {"models": ["milkymap"]}],
    "many-hands": [{}, {"more_than": 0, "below": 1}],
    "phase-triggers": [{}, {"models": ["milkymap"]}],
    "phases-without-exit": [{}, {"models": ["milkymap"]}],
    "placements": [{}, {"models": ["customer-success"]}],
    "promise-visibility": [{"models": ["milkymap"]}],
    "stuck": [{}, {"models": ["customer-success"]}],
    "where-to-invest": [{"importance": ["importance"], "satisfaction": ["satisfaction"], "satisfied_from": 5}],
    "visits-without-purchase": [{"visits": ["page-visits"], "purchases": ["purchases"], "reached": ["contacts"]}],
}
