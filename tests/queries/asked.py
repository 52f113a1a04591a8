"""With what each question is asked about the bistro, so that each relationship that it crosses shows."""

from typing import Any

ASKED: dict[str, list[dict[str, Any]]] = {
    "channels-in-phase": [{}, {"personas": ["neighbour"]}],
    "emotion-curve": [{}, {"phases": ["visit/dine"]}],
    "evidence-for": [{"nodes": ["moment_of_truth:greeting", "cx_goal:rest"]}],
    "evidence-for-link": [{"nodes": ["cx_goal:welcome"], "others": ["brand_goal:loyal"]}],
    "changed-since": [{"nodes": ["journey:dinner"]}],
    "what-a-run-did": [{"runs": ["1"]}],
    "search": [{"text": "greeting"}],
    "search-kinds": [{"text": "greeting"}],
    "zoom": [{}, {"personas": ["neighbour"]}],
}


def asked(question_id: str) -> list[dict[str, Any]]:
    return ASKED.get(question_id, [{}])
