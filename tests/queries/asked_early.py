"""What the questions about duties, verdicts, surveys and phases are asked about the sample."""

from typing import Any

ASKED: dict[str, list[dict[str, Any]]] = {
    "many-hands": [{}, {"more_than": 0, "below": 1}],
    "promise-visibility": [{"models": ["milkymap"]}],
    "where-to-invest": [{"importance": ["importance"], "satisfaction": ["satisfaction"], "satisfied_from": 5}],
    "visits-without-purchase": [{"visits": ["page-visits"], "purchases": ["purchases"], "reached": ["contacts"]}],
}
