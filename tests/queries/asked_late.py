"""What the questions about content, paths, funnels, terms and comparisons are asked about the sample."""

from typing import Any

ASKED: dict[str, list[dict[str, Any]]] = {
    "unsolved-pain-points": [{}, {"personas": ["woman-reader"]}],
    "messages-across-channels": [{}, {"journeys": ["newspaper-first-use"]}],
    "ill-timed-messages": [{}, {"content_kinds": []}],
    "skipped-phases": [{}, {"personas": ["shop-clerk"]}],
    "phase-hand-overs": [{}, {"models": ["funnel"]}],
    "unmapped-phases-and-journeys": [{}, {"models": ["customer-success"]}],
    "phases-lined-up": [{}, {"models": ["milkymap"], "others": ["franz"]}],
    "phase-ends": [{}, {"personas": ["operations-head"]}],
    "touchpoints-by-customer-kind": [{}, {"customer_kinds": ["customer"]}],
    "lost-on-the-way": [{}, {"phases": ["six-steps/use-experience"], "later": ["six-steps/bond"]}],
    "personas-compared": [{}, {"journeys": ["newspaper-first-use"]}],
    "find-touchpoints": [{}, {"phases": ["milkymap/i-become-a-customer"]}, {"sentiments": ["negative"]}],
    "how-connected": [{"nodes": ["need:sure-it-is-paid"], "others": ["metric:ces"]}],
}
