"""What the questions about duties, verdicts, surveys and phases are asked about the sample."""

from typing import Any

ASKED: dict[str, list[dict[str, Any]]] = {
    "where-to-invest": [{"importance": ["importance"], "satisfaction": ["satisfaction"]}],
    "visits-without-purchase": [{"visits": ["visits"], "purchases": ["purchases"]}],
}
