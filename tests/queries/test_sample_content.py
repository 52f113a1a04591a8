"""What the sample answers about content, and about what touchpoints do and rest on; worked out by hand."""

from graph_store.database import Database
from queries.behind import HABITS_AT_WORK, SYSTEMS
from queries.content import CONTENT_AND_NEEDS, ILL_TIMED_MESSAGES, MESSAGES_ACROSS_CHANNELS
from queries.effects import FOUND_BY_METHOD, RAISES_AND_LOWERS
from queries.experience import UNSOLVED_PAIN_POINTS
from queries.rows import Node


def key(node: Node | None) -> str | None:
    return node and node.key


def test_pain_that_nobody_addresses_the_one_that_hits_most_first(sample: Database):
    rows = UNSOLVED_PAIN_POINTS.ask(sample).rows
    assert [(r.pain_point.key, r.hurt, [n.node.key for n in r.personas]) for r in rows] == [
        ("new-password-for-the-phone", 2, ["retired-reader", "woman-reader"]),
        ("survey-fatigue", 2, ["retired-reader", "woman-reader"]),
        ("delivery-day-not-shown", 1, ["noor-grandmother-far-away"]),
        ("stuck-in-the-depot", 1, ["noor-grandmother-far-away"]),
        ("poor-web-site", 0, []),
    ]
    assert len(UNSOLVED_PAIN_POINTS.ask(sample, personas="woman-reader").rows) == 2
    assert UNSOLVED_PAIN_POINTS.ask(sample, pain_points="no-word-on-what-comes-next").rows == ()


def test_content_and_needs_that_miss_each_other(sample: Database):
    rows = CONTENT_AND_NEEDS.ask(sample).rows
    assert [(r.phase.key, r.gap, len(r.contents), [n.need.key for n in r.needs]) for r in rows] == [
        ("experience-phases/awareness", None, 3, ["compare-the-options"]),
        ("experience-phases/consideration", None, 2, ["know-whom-to-believe"]),
        ("experience-phases/post-purchase", "no-need-recorded", 3, []),
        ("funnel/awareness", "no-need-recorded", 2, []),
        ("funnel/lead", "no-need-recorded", 1, []),
        ("funnel/sales-qualified-lead", "no-need-recorded", 1, []),
        ("funnel/customer", "no-need-recorded", 1, []),
        ("milkymap/i-have-a-need", "no-content", 0, ["what-others-have"]),
        ("milkymap/i-orientate", None, 1, ["people-i-trust"]),
        ("milkymap/i-become-a-customer", "no-content", 0, ["read-at-once", "special-treatment", "sure-it-is-paid"]),
        ("milkymap/i-stay-as-a-customer", "no-need-recorded", 1, []),
    ]
    assert [n.node.key for n in rows[0].needs[0].answered_by] == ["comparison-guide"]
    [campaigns] = CONTENT_AND_NEEDS.ask(sample, phases="experience-phases/consideration", content_kinds="campaign").rows
    assert (campaigns.gap, campaigns.contents) == ("no-content", [])
    [neither] = CONTENT_AND_NEEDS.ask(sample, phases="milkymap/i-leave").rows
    assert neither.gap == "neither"


def test_the_reader_is_told_two_things_at_once(sample: Database):
    rows = MESSAGES_ACROSS_CHANNELS.ask(sample).rows
    assert [(r.place.key, r.agreement, [c.key for c in r.channels]) for r in rows] == [
        ("newspaper-first-use/pay/return-to-site", "different", ["e-mail", "web-site"]),
        ("newspaper-first-use/give-feedback/survey", "same", ["e-mail", "mobile-app"]),
        ("skincare-discovery/notice/see-the-image", "channel-not-recorded", []),
    ]
    assert [(m.content.key, m.words) for m in rows[0].messages] == [
        ("welcome-mail", "Your access opens within a day."),
        ("welcome-page", "You can read at once."),
    ]
    assert [m.wherever_used for m in rows[2].messages] == [True]


def test_sales_messages_that_come_too_early_or_too_late_or_whose_time_nobody_judged(sample: Database):
    rows = ILL_TIMED_MESSAGES.ask(sample).rows
    assert [(r.phase.key, r.content.key, r.timing) for r in rows] == [
        ("experience-phases/consideration", "attractive-offers", None),
        ("experience-phases/post-purchase", "exclusive-promotion", None),
        ("funnel/awareness", "demo-call", "too-early"),
        ("funnel/customer", "discount-after-purchase", "too-late"),
    ]
    campaign = ILL_TIMED_MESSAGES.ask(sample, phases="milkymap/i-stay-as-a-customer", content_kinds="campaign").rows
    assert [(r.content.key, r.timing) for r in campaign] == [("spring-campaign", "too-late")]


def test_what_only_one_method_found_and_where_methods_disagree(sample: Database):
    rows = [r for r in FOUND_BY_METHOD.ask(sample).rows if r.found != "not-recorded"]
    assert [(r.touchpoint.key, r.found, [n.node.key for n in r.found_by]) for r in rows] == [
        ("bank-confirmation", "one-method", ["empathy-walk"]),
        ("checkout", "one-method", ["web-analytics"]),
        ("confirmation-mail", "one-method", ["customer-surveys"]),
        ("log-in", "one-method", ["web-analytics"]),
        ("parcel", "one-method", ["empathy-walk"]),
        ("price-notice", "one-method", ["customer-surveys"]),
        ("confirmation-page", "some-methods", ["empathy-walk", "web-analytics"]),
        ("subscription-page", "some-methods", ["customer-surveys", "web-analytics"]),
        ("agent-call-back", "all-methods", ["customer-surveys", "empathy-walk", "web-analytics"]),
    ]
    assert [n.key for n in rows[6].not_found_by] == ["customer-surveys"]
    gaps = [r for r in FOUND_BY_METHOD.ask(sample, limit=1000).rows if r.found == "not-recorded"]
    assert {"ko-call", "thank-you-mail"} <= {r.touchpoint.key for r in gaps}


def test_what_raises_loyalty_and_what_lowers_it(sample: Database):
    rows = RAISES_AND_LOWERS.ask(sample, metrics="loyalty").rows
    assert [(r.effect, key(r.place), [q.key for q in r.quotes], r.evidence[0].basis) for r in rows] == [
        ("raises", "agent-call-back", ["they-called-me-back"], "stated"),
        ("raises", "service-conversation", ["friendly-service-strengthens-loyalty"], "stated"),
        ("raises", "tailored-order", ["made-to-taste"], "inferred"),
        ("lowers", "price-notice", ["price-without-a-word"], "stated"),
        ("lowers", "website-visit", ["poor-web-sites-estrange"], "inferred"),
    ]
    assert all(r.wherever_used and not r.disputed for r in rows)
    [mail] = RAISES_AND_LOWERS.ask(sample, touchpoints="confirmation-mail").rows
    assert (key(mail.place), mail.effect, mail.wherever_used) == (
        "online-order/wait/confirmation-mail", "lowers", False
    )  # fmt: skip
    [gap] = RAISES_AND_LOWERS.ask(sample, metrics="roi").rows
    assert (gap.metric.key, gap.effect) == ("roi", None)


def test_habits_that_show_and_two_that_do_not(sample: Database):
    rows = HABITS_AT_WORK.ask(sample).rows
    assert [(r.practice.key, key(r.touchpoint)) for r in rows] == [
        ("create", None),
        ("think", None),
        ("delight", "parcel"),
        ("empower", "agent-call-back"),
        ("listen", "agent-call-back"),
        ("listen", "satisfaction-survey"),
    ]
    assert HABITS_AT_WORK.ask(sample).rests_on.inferred == 4


def test_systems_behind_touchpoints_wherever_used_or_at_one_step(sample: Database):
    rows = SYSTEMS.ask(sample, touchpoints=["bank-confirmation", "sales-handover", "ko-call"]).rows
    assert [(r.touchpoint.key, key(r.system), r.use, key(r.step)) for r in rows] == [
        ("bank-confirmation", "payment-service", "feeds", None),
        ("bank-confirmation", "payment-service", "enables", "newspaper-first-use/pay/bank-app"),
        ("sales-handover", "dynamics-crm", "feeds", None),
        ("ko-call", None, None, None),
    ]
    fed = SYSTEMS.ask(sample, systems="dynamics-crm").rows
    assert [r.touchpoint.key for r in fed] == ["renewal-expansion", "sales-handover", "strategic-meetings"]
