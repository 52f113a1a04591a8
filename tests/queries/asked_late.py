"""What the questions about content, paths, funnels, terms and comparisons are asked about the sample."""

from typing import Any

ASKED: dict[str, list[dict[str, Any]]] = {
    "unsolved-pain-points": [{}, {"personas": ["woman-reader"]}],
    "messages-across-channels": [{}, {"journeys": ["newspaper-first-use"]}],
    "skipped-phases": [{}, {"personas": ["app-fan"]}],
    "phase-hand-overs": [{}, {"models": ["funnel"]}],
    "phase-ends": [{}, {"personas": ["shop-owner"]}],
    "lost-on-the-way": [{}, {"phases": ["six-steps/use-experience"], "later": ["six-steps/bond"]}],
    "personas-compared": [{}, {"journeys": ["newspaper-first-use"]}],
    "how-connected": [{"nodes": ["need:sure-it-is-paid"], "others": ["metric:ces"]}],
}
