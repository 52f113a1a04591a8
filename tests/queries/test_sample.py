"""What the questions answer about the sample knowledge base, worked out by hand from its bundles."""

from graph_store.database import Database
from queries.evidence import EVIDENCE_FOR, EVIDENCE_FOR_LINK
from queries.experience import EMOTION_CURVE, SHARED_PAIN_POINTS
from queries.finding import SEARCH
from queries.finding_touchpoints import TOUCHPOINTS, TouchpointRow
from queries.goals import GOALS_WITHOUT_MOMENTS, MOMENTS_WITHOUT_GOALS
from queries.journeys import CHANNELS_IN_PHASE, ZOOM
from queries.rows import Node
from queries.why import MOMENTS_OF_TRUTH, TRACE

NEWSPAPER = "newspaper-first-use"


def key(node: Node | None) -> str | None:
    return node and node.key


def test_the_newspaper_s_moments_trace_to_its_goals_as_strongly_as_their_weakest_link(sample: Database):
    moments = ["first-article-opens", "payment-goes-through", "agent-calls-back"]
    rows = TRACE.ask(sample, moments=moments).rows
    assert [(r.moment.key, r.route, key(r.brand_goal), key(r.brand), r.strength, r.gap) for r in rows] == [
        ("agent-calls-back", "cx-goal", None, None, None, "cx-goal-advances-nothing"),
        ("first-article-opens", "cx-goal", "readers-who-stay", "morning-paper", 2, None),
        ("first-article-opens", "promise", "readers-who-stay", "morning-paper", 2, None),
        ("payment-goes-through", "promise", "trusted-voice", "morning-paper", 1, None),
        ("payment-goes-through", "cx-goal", "trusted-voice", "morning-paper", None, None),
    ]
    assert {evidence.basis for row in rows for link in row.links for evidence in link.evidence} == {"inferred"}


def test_one_dataset_s_goals_explain_another_s_moment(sample: Database):
    answer = TRACE.ask(sample, moments="parcel-arrives-in-time")
    assert [(r.route, key(r.brand_goal), key(r.brand), r.strength) for r in answer.rows] == [
        ("promise", "senders-come-back", "swift-parcels", 3),
        ("cx-goal", "senders-come-back", "swift-parcels", 2),
    ]
    assert [count.key for count in answer.rests_on.datasets] == ["parcel-goals"]
    occurs = MOMENTS_OF_TRUTH.ask(sample, moments="parcel-arrives-in-time")
    assert [count.key for count in occurs.rests_on.datasets] == ["getting-a-birthday-parcel-there-in-time"]
    assert key(occurs.rows[0].journey) == "getting-a-birthday-parcel-there-in-time"


def test_the_text_s_moments_serve_nothing_and_occur_nowhere_recorded(sample: Database):
    named = ["dinner-served", "airplane-takes-off", "coming-home-from-the-theatre"]
    assert [(r.moment.key, r.gap) for r in TRACE.ask(sample, moments=named).rows] == [
        (moment, "moment-serves-nothing") for moment in sorted(named)
    ]
    assert [r.place for r in MOMENTS_OF_TRUTH.ask(sample, moments=named).rows] == [None, None, None]


def test_goals_and_moments_that_miss_each_other(sample: Database):
    rows = GOALS_WITHOUT_MOMENTS.ask(sample, brands="morning-paper").rows
    assert [(r.goal.key, r.gap) for r in rows] == [
        ("recommended-by-readers", "nothing-leads-here"),
        ("younger-readers", "no-moment-behind"),
        ("easy-to-share", "nothing-leads-here"),
    ]
    gaps = {r.moment.key: r.gap for r in MOMENTS_WITHOUT_GOALS.ask(sample).rows}
    assert gaps["agent-calls-back"] == "reaches-no-brand-goal"
    assert gaps["dinner-served"] == "serves-nothing"
    assert not gaps.keys() & {"first-article-opens", "payment-goes-through", "parcel-arrives-in-time"}


def test_moments_that_no_quote_supports(sample: Database):
    rows = MOMENTS_OF_TRUTH.ask(sample, unsupported=True).rows
    unsupported = {row.moment.key for row in rows}
    assert len(unsupported) == 10
    supported = {row.moment.key for row in MOMENTS_OF_TRUTH.ask(sample).rows} - unsupported
    evidence = EVIDENCE_FOR.ask(sample, nodes=[f"moment_of_truth:{key}" for key in supported], limit=1000).rows
    assert {row.node.key for row in evidence if row.says == "supports"} == supported


def test_the_reader_s_lifecycle_has_one_journey_in_two_phases(sample: Database):
    rows = ZOOM.ask(sample, personas="woman-reader", level="stages").rows
    assert [(r.depth, r.node.key.rpartition("/")[2]) for r in rows] == [
        (0, "milkymap"),
        (1, "i-have-a-need"),
        (1, "i-orientate"),
        (2, NEWSPAPER),
        (3, "choose"),
        (1, "i-become-a-customer"),
        (2, NEWSPAPER),
        (3, "pay"),
        (3, "use"),
        (3, "give-feedback"),
        (1, "i-am-a-customer"),
        (1, "i-stay-as-a-customer"),
        (1, "i-am-loyal"),
        (1, "i-leave"),
        (1, "i-stay-forever"),
    ]


def test_channels_while_orientating(sample: Database):
    rows = CHANNELS_IN_PHASE.ask(sample, phases="milkymap/i-orientate").rows
    assert [(key(r.channel), r.steps, [p.node.key for p in r.personas]) for r in rows] == [
        ("web-site", 1, ["retired-reader", "woman-reader"]),
        ("word-of-mouth", 1, ["retired-reader", "woman-reader"]),
    ]


def test_the_reader_s_lowest_point_is_waiting_for_the_tick(sample: Database):
    answer = EMOTION_CURVE.ask(sample, personas="woman-reader", phases="milkymap/i-become-a-customer")
    assert [(key(r.step), key(r.micro_moment), r.score) for r in answer.rows if r.lowest] == [
        (f"{NEWSPAPER}/pay/bank-app", f"{NEWSPAPER}/pay/bank-app/wait-for-the-tick", -0.8)
    ]
    assert [r.score for r in answer.rows] == [-0.1, -0.6, -0.3, -0.8, -0.5, -0.2, 0.7, 0.4, 0.9, -0.4, 0.6]
    assert answer.rests_on.inferred == answer.rests_on.claims == 11


def test_the_other_reader_s_lowest_point_is_the_log_in_and_two_steps_are_not_recorded(sample: Database):
    rows = EMOTION_CURVE.ask(sample, personas="retired-reader", journeys=NEWSPAPER).rows
    assert [(key(r.step), r.score) for r in rows if r.lowest] == [(f"{NEWSPAPER}/use/log-in", -0.9)]
    gaps = [f"{NEWSPAPER}/choose/compare-offers", f"{NEWSPAPER}/give-feedback/survey"]
    assert [key(r.step) for r in rows if r.score is None] == gaps


def test_two_sources_that_disagree_on_a_feeling_both_show(sample: Database):
    rows = EMOTION_CURVE.ask(sample, personas="woman-reader", journeys=NEWSPAPER, phases="milkymap/i-orientate").rows
    at_offers = [r for r in rows if key(r.step) == f"{NEWSPAPER}/choose/compare-offers"]
    assert {(r.score, r.evidence[0].source) for r in at_offers} == {
        (-0.2, "illustrative"),
        (0.3, "illustrative-service-desk"),
    }


def test_not_knowing_what_comes_next_hurts_in_two_journeys_and_channels(sample: Database):
    rows = {r.pain_point.key: r for r in SHARED_PAIN_POINTS.ask(sample).rows}
    pain = rows["no-word-on-what-comes-next"]
    assert {j.key for j in pain.journeys} == {NEWSPAPER, "online-order"}
    assert {c.key for c in pain.channels} == {"web-site", "e-mail"}
    assert {n.node.key for n in pain.personas} == {"online-shopper", "retired-reader", "woman-reader"}


def test_texts_disagree_on_prices_while_orientating(sample: Database):
    rows = EVIDENCE_FOR.ask(sample, nodes="phase:milkymap/i-orientate").rows
    assert [(r.says, key(r.by), key(r.source)) for r in rows] == [
        ("supports", "price-comes-second", "from-lifecycle-to-micro-moments"),
        ("contradicts", "prices-are-compared", "journey-and-lifecycle-difference"),
        ("describes", "cx-texts", "from-lifecycle-to-micro-moments"),
    ]


def test_only_the_ko_call_is_stated_to_belong_to_onboarding(sample: Database):
    touchpoints = ["touchpoint:ko-call", "touchpoint:integration"]
    rows = EVIDENCE_FOR_LINK.ask(sample, nodes=touchpoints, others="phase:customer-success/onboarding").rows
    assert [(r.node.key, r.relationship, r.evidence[0].basis) for r in rows] == [
        ("integration", "PLACED_IN", "inferred"),
        ("ko-call", "IMPACTS", "inferred"),
        ("ko-call", "PLACED_IN", "stated"),
    ]


def test_the_phase_and_the_touchpoint_named_onboarding_are_told_apart(sample: Database):
    rows = SEARCH.ask(sample, text="onboarding", kinds="phase,touchpoint").rows
    found = {(r.node.kind, r.node.key) for r in rows}
    assert {("phase", "customer-success/onboarding"), ("touchpoint", "onboarding")} <= found


def test_who_types_a_title_finds_what_is_called_so_first(sample: Database):
    def names(text: str) -> list[str | None]:
        return [row.node.name for row in SEARCH.ask(sample, text=text, limit=5).rows]

    assert names("onboarding") == [*["Onboarding"] * 4, "Onboarding Review"]
    assert names("net promoter")[0] == "Net Promoter Score (NPS)"
    assert all((name or "").startswith("A") for name in names("a")), "a letter is looked for in names"


def test_touchpoints_are_found_by_channel_and_feeling_page_by_page(sample: Database):
    def found(**asked: object) -> tuple[TouchpointRow, ...]:
        return TOUCHPOINTS.ask(sample, **asked).rows

    by_mail = found(channels=["e-mail"], sentiments=["negative"])
    assert [(key(row.touchpoint), row.feelings, row.total) for row in by_mail] == [
        ("confirmation-mail", 2, 2),
        ("satisfaction-survey", 1, 2),
    ]
    told = [(pain.node.key, [quote.key for quote in pain.quotes]) for row in by_mail for pain in row.pain_points]
    assert told == [
        ("no-word-on-what-comes-next", ["confirmed-without-a-date"]),
        ("survey-fatigue", ["into-the-black-hole", "surveys-annoy"]),
    ]
    page = found(channels=["e-mail"], sentiments=["negative"], after="confirmation-mail")
    assert [(key(row.touchpoint), row.total) for row in page] == [("satisfaction-survey", 2)]
    in_phase = {key(row.touchpoint) for row in found(channels=["e-mail"], phases=["basic-five/retention"])}
    assert in_phase == {"thank-you-mail"}
