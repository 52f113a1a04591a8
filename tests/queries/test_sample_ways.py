"""What the sample answers about the ways that customers take, the funnel, and what is connected how; by hand."""

from itertools import pairwise

import pytest

from graph_schema.errors import UsageError
from graph_store.database import Database
from queries.connections import HOW_CONNECTED
from queries.funnel import FUNNEL, QUALIFYING_ACTIONS
from queries.paths import FIRST_ENCOUNTERS, LOOPS, SKIPPED_PHASES
from queries.rows import Node

NEWSPAPER = "newspaper-first-use"


def key(node: Node | None) -> str | None:
    return node and node.key


def keys(nodes: list[Node]) -> list[str]:
    return [node.key for node in nodes]


def test_loops_in_maps_in_counted_paths_and_in_the_event_log(sample: Database):
    rows = LOOPS.ask(sample).rows
    assert [(r.seen_in, r.start.key, r.end.key, r.cases, r.cases_forward) for r in rows] == [
        ("map", f"{NEWSPAPER}/pay/bank-app", f"{NEWSPAPER}/pay/enter-details", 350, 3650),
        ("map", "fitness-app/use/use-for-weeks", "fitness-app/use/use-for-weeks", None, None),
        ("map", f"{NEWSPAPER}/choose/compare-offers", f"{NEWSPAPER}/choose/ask-a-friend", None, 420),
        ("map", "online-order-to-be/wait/update-on-the-way", "online-order-to-be/wait/update-on-the-way", None, None),
        ("map", "skincare-discovery/examine/compare-prices", "skincare-discovery/examine/read-reviews", None, None),
        ("paths", "checkout", "subscription-page", 1150, None),
        ("paths", "bank-confirmation", "checkout", 350, None),
        ("paths", "checkout", "bank-confirmation", 350, None),
        ("log", "checkout", "subscription-page", 1150, 4700),
        ("log", "log-in", "log-in", 610, None),
        ("log", "bank-confirmation", "checkout", 350, 3650),
        ("log", "nurturing-mail", "landing-page", 210, None),
    ]
    assert [keys(r.variants) for r in rows[5:7]] == [["give-up-at-the-checkout"], ["pay-at-the-second-try"]]
    assert [(e.claim, e.basis) for e in rows[0].evidence] == [("NEXT", "inferred"), ("LED_TO", "measured")]
    of_one = LOOPS.ask(sample, journeys="fitness-app").rows
    assert [(r.seen_in, key(r.journey)) for r in of_one] == [("map", "fitness-app")]


def test_first_encounters_open_journeys_and_four_journeys_have_none(sample: Database):
    rows = FIRST_ENCOUNTERS.ask(sample).rows
    assert [(key(r.touchpoint), r.journey.key, [c.node.key for c in r.channels], r.counted) for r in rows] == [
        ("app-advertisement", "fitness-app", ["online-advertising"], None),
        ("feed-image", "skincare-discovery", ["social-media"], None),
        ("paid-advertisement", NEWSPAPER, [], None),
        ("product-advertisement", "smartphone-purchase", ["online-advertising"], None),
        ("recommendation", NEWSPAPER, ["word-of-mouth"], None),
        ("search-result", NEWSPAPER, [], 620),
        ("search-result", "online-order", [], 620),
        (None, "first-week-with-the-till", [], None),
        (None, "getting-a-birthday-parcel-there-in-time", [], None),
        (None, "getting-my-first-library-card", [], None),
        (None, "online-order-to-be", [], None),
    ]
    by_search = FIRST_ENCOUNTERS.ask(sample, touchpoints="search-result").rows
    assert [r.journey.key for r in by_search] == [NEWSPAPER, "online-order"]


def test_advocates_and_small_shops_who_skipped_phases(sample: Database):
    rows = SKIPPED_PHASES.ask(sample).rows
    assert [(r.variant.key, r.cases, [c.node.key for c in r.customers], keys(r.skipped)) for r in rows] == [
        ("sold-and-left-alone", 85, ["small-shops"], ["customer-success/onboarding"]),
        (
            "straight-to-fan", 38, ["app-fan", "app-lovers"],
            ["six-steps/evaluation", "six-steps/purchase", "six-steps/use-experience", "six-steps/bond"],
        ),
        (
            "aware-then-advocate", 12, ["brand-ambassador"],
            ["franz/consideration", "franz/product-experience", "franz/loyalty"],
        ),
    ]  # fmt: skip
    assert [r.variant.key for r in SKIPPED_PHASES.ask(sample, personas="shop-clerk").rows] == ["sold-and-left-alone"]
    assert [r.variant.key for r in SKIPPED_PHASES.ask(sample, phases="franz/advocacy").rows] == ["aware-then-advocate"]
    assert SKIPPED_PHASES.ask(sample, personas="app-user").rows == ()


def test_the_funnel_by_acquisition_channel(sample: Database):
    answer = FUNNEL.ask(sample, models="funnel")
    counts = {
        "paid-advertising": [12000, 1800, 900, 270, 81, 27],
        "search-engine": [8000, 1600, 960, 384, 154, 77],
        "word-of-mouth": [1000, 400, 300, 210, 147, 105],
    }
    for channel, expected in counts.items():
        rows = [r for r in answer.rows if key(r.channel) == channel]
        assert [r.reached for r in rows] == expected
        assert [r.conversion for r in rows] == [None, *(b / a for a, b in pairwise(expected))]
    assert len(answer.rows) == 18
    assert answer.rests_on.measured == answer.rests_on.claims == 18
    assert [r.reached for r in FUNNEL.ask(sample, models="funnel", channels="word-of-mouth").rows] == counts[
        "word-of-mouth"
    ]


def test_a_phase_that_was_not_counted_is_a_gap_in_the_funnel(sample: Database):
    rows = [r for r in FUNNEL.ask(sample, models="experience-phases").rows if key(r.among) == "visit-often-rarely-buy"]
    assert [(r.phase.key.partition("/")[2], r.reached, key(r.came_from)) for r in rows if r.reached is None] == [
        ("retention", None, "experience-phases/purchase"),
        ("advocacy", None, "experience-phases/purchase"),
        ("post-purchase", None, None),
    ]


def test_what_contacts_do_before_they_qualify(sample: Database):
    rows = QUALIFYING_ACTIONS.ask(sample).rows
    assert [(r.phase.key.partition("/")[2], key(r.action), r.points, key(r.touchpoint)) for r in rows] == [
        ("contact", "leaves-an-address", None, "newsletter-subscription"),
        ("contact", "reaches-out", None, "contact-request"),
        ("contact", "sends-the-form", None, "landing-page"),
        ("lead", "compares-the-offers", 5, "subscription-page"),
        ("lead", "downloads-the-e-book", None, "e-book-download"),
        ("lead", "opens-a-mail", None, "nurturing-mail"),
        ("lead", "sends-the-form", None, "landing-page"),
        ("marketing-qualified-lead", "downloads-the-e-book", 10, "e-book-download"),
        ("marketing-qualified-lead", "opens-a-mail", 2, "nurturing-mail"),
        ("marketing-qualified-lead", "sends-the-form", 20, "landing-page"),
        ("sales-qualified-lead", "reaches-out", 30, "contact-request"),
    ]
    at_a_step = rows[3]
    assert (at_a_step.wherever_used, [c.node.key for c in at_a_step.channels]) == (False, ["web-site"])
    gap = QUALIFYING_ACTIONS.ask(sample, phases="funnel/customer").rows
    assert [(r.phase.key, r.action) for r in gap] == [("funnel/customer", None)]


def test_a_need_and_a_metric_are_connected_through_the_reader_and_never_through_a_study(sample: Database):
    rows = HOW_CONNECTED.ask(sample, nodes="need:sure-it-is-paid", others="metric:ces").rows
    assert {(r.length, tuple(n.kind for n in r.through)) for r in rows} == {(3, ("persona", "reading"))}
    assert [(h.start.kind, h.relationship, h.end.kind, [e.claim for e in h.evidence]) for h in rows[0].hops] == [
        ("persona", "HAS_NEED", "need", ["HAS_NEED"]),
        ("reading", "AMONG", "persona", ["Reading"]),
        ("reading", "OF_METRIC", "metric", ["Reading"]),
    ]


def test_a_way_leads_through_evidence_and_hubs_only_if_asked(sample: Database):
    ends = {"nodes": "quote:few-moments-decide", "others": "quote:any-impression-counts"}
    assert [r.length for r in HOW_CONNECTED.ask(sample, **ends).rows] == [1]
    apart = {"nodes": "quote:few-moments-decide", "others": "insight:nps-fatigue"}
    without = HOW_CONNECTED.ask(sample, **apart).rows
    through = HOW_CONNECTED.ask(sample, **apart, through_evidence=True, hub_degree=10_000, limit=200).rows
    evidence = {"source", "quote", "insight", "definition", "term", "dataset", "response"}
    assert not {n.kind for r in without for n in r.through} & evidence
    assert {n.kind for r in through for n in r.through} & evidence
    [gap] = HOW_CONNECTED.ask(sample, nodes="need:sure-it-is-paid", others="metric:ces", hub_degree=2).rows
    assert (gap.length, gap.through, gap.hops) == (None, [], [])
    [gap] = HOW_CONNECTED.ask(sample, nodes="need:sure-it-is-paid", others="metric:ces", longest=2).rows
    assert gap.length is None


def test_a_way_leads_through_the_kinds_that_are_named(sample: Database):
    ends = {"nodes": "need:sure-it-is-paid", "others": "metric:ces"}
    ways = HOW_CONNECTED.ask(sample, **ends).rows
    assert HOW_CONNECTED.ask(sample, **ends, kinds="persona,reading").rows == ways
    [gap] = HOW_CONNECTED.ask(sample, **ends, kinds="persona").rows
    assert gap.length is None
    with pytest.raises(UsageError, match="'nobody' is not a kind"):
        HOW_CONNECTED.ask(sample, **ends, kinds="nobody")


def test_so_many_ends_that_a_search_for_each_pair_would_take_long_are_refused(sample: Database):
    with pytest.raises(UsageError, match="nodes"):
        HOW_CONNECTED.ask(sample, nodes=[f"persona:p{i}" for i in range(21)], others="metric:ces")
