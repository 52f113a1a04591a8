"""Who leaves, gets stuck and stops where, in the sample."""

from graph_store.database import Database
from queries.counts import METRIC_BY_PHASE, STUCK
from queries.leaving import CHURN_SYMPTOMS, LEAVE_REASONS, SUCCESS_PLANS
from queries.rows import Node
from queries.visits import PAGES, VISITS_WITHOUT_PURCHASE


def key(node: Node | None) -> str | None:
    return node and node.key


def test_why_customers_left_and_where_they_were_last_met(sample: Database):
    rows = LEAVE_REASONS.ask(sample).rows
    assert [(key(r.who), key(r.reason), key(r.last_met_at), r.count) for r in rows] == [
        ("online-shopper", "speed", "confirmation-mail", 31),
        ("online-shopper", "speed", "parcel", 12),
        ("operations-head", None, "strategic-meetings", 2),
        ("retired-reader", "price", "price-notice", 9),
        ("retired-reader", "quality", "log-in", 23),
        ("shop-owner", "quality", "renewal-expansion", 4),
        ("woman-reader", "price", "price-notice", 42),
        ("woman-reader", "quality", "article", 17),
        ("woman-reader", "speed", "agent-call-back", 5),
        (None, "bad-experience", None, None),
    ]
    assert str(rows[0].begins) == "2023-01-01"
    price = LEAVE_REASONS.ask(sample, reasons="price").rows
    assert [(key(r.who), r.count) for r in price] == [("retired-reader", 9), ("woman-reader", 42)]


def test_symptoms_of_churn_with_what_speaks_for_them(sample: Database):
    rows = CHURN_SYMPTOMS.ask(sample).rows
    found = [(key(r.phase), r.signal.key, [n.node.key for n in r.supported_by]) for r in rows]
    assert found == [
        ("customer-success/onboarding", "lack-of-adoption", ["nobody-logs-in"]),
        ("customer-success/onboarding", "stuck-in-a-stage", ["waiting-for-the-integration"]),
        ("customer-success/ongoing", "weak-success-plan", []),
        ("customer-success/renewal-growth", "limited-value", []),
        ("customer-success/renewal-growth", "nice-to-have", ["we-could-do-without"]),
        (None, "limited-view", []),
        (None, "no-idea-what-to-do", []),
    ]
    assert rows[3].evidence[0].basis == "inferred"
    assert {n.node.key for r in rows for n in r.indicates} == {"churn"}
    assert [(m.metric.key, m.value, m.n) for m in rows[0].measured] == [("churn-rate", 31, 64)]
    reasons = CHURN_SYMPTOMS.ask(sample, kinds="leave-reason", phases="milkymap/i-leave").rows
    assert {"price", "quality", "speed"} <= {r.signal.key for r in reasons}


def test_who_has_no_success_plan_or_one_from_before_the_renewal(sample: Database):
    rows = {r.who.key: r for r in SUCCESS_PLANS.ask(sample).rows}
    assert {who for who, r in rows.items() if r.gap == "not-updated-since-renewal"} == {"small-shops", "shop-owner"}
    assert (str(rows["small-shops"].updated), str(rows["small-shops"].renewed)) == ("2025-02-10", "2025-09-01")
    assert {e.claim for e in rows["shop-owner"].evidence} == {"FOR", "REPRESENTS"}
    assert {"freelancers", "women"} <= {who for who, r in rows.items() if r.gap == "no-plan"}
    assert not rows.keys() & {"large-accounts", "operations-head", "shop-clerk", "former-customer"}


def test_where_customers_stay_long_without_a_way_out(sample: Database):
    rows = STUCK.ask(sample, models="customer-success").rows
    assert [(key(r.phase), r.way_out, r.longest, r.unit) for r in rows] == [
        ("customer-success/renewal-growth", "none", 128, "days"),
        ("customer-success/onboarding", "not-recorded", 74, "days"),
        ("customer-success/ongoing", "there", 240, "days"),
        ("customer-success/sales-process", "there", 21, "days"),
    ]
    assert [n.node.key for n in rows[1].ways_out] == ["customer-success/ongoing"]
    long = STUCK.ask(sample, models="customer-success", at_least=100).rows
    assert [r.longest for r in long] == [128, 240]
    (ended,) = [r for r in STUCK.ask(sample, models="six-steps").rows if key(r.phase) == "six-steps/use-experience"]
    assert [(e.variant.key, e.cases) for e in ended.ends] == [("never-a-fan", 690)]


def test_adoption_rises_among_small_shops_and_falls_among_large_accounts(sample: Database):
    rows = METRIC_BY_PHASE.ask(sample, metrics="feature-adoption", models="customer-success").rows
    found = [(key(r.among), r.phase.key.rpartition("/")[2], r.value, r.change, r.rises) for r in rows]
    assert found == [
        ("freelancers", "sales-process", None, None, None),
        ("freelancers", "onboarding", 18, None, None),
        ("freelancers", "ongoing", None, None, None),
        ("freelancers", "renewal-growth", None, None, None),
        ("large-accounts", "sales-process", None, None, None),
        ("large-accounts", "onboarding", 35, None, None),
        ("large-accounts", "ongoing", 61, 26, True),
        ("large-accounts", "renewal-growth", 54, -7, False),
        ("small-shops", "sales-process", None, None, None),
        ("small-shops", "onboarding", 22, None, None),
        ("small-shops", "ongoing", 47, 25, True),
        ("small-shops", "renewal-growth", 58, 11, True),
    ]
    assert len(METRIC_BY_PHASE.ask(sample, metrics="feature-adoption", segments="small-shops").rows) == 4


def test_pages_by_visits_dwell_and_where_people_leave(sample: Database):
    rows = PAGES.ask(sample, metrics="page-visits,dwell-time,abandonment").rows
    found = [(key(r.metric), r.place, r.page, r.value, r.left_from_here) for r in rows]
    assert found == [
        ("abandonment", 1, "/subscriptions", 10100, 1150),
        ("abandonment", 2, "/subscriptions/compare", 2300, 1150),
        ("abandonment", 3, "/login", 900, 0),
        ("abandonment", 4, "/checkout", 600, 0),
        ("dwell-time", 1, "/news", 160, 0),
        ("dwell-time", 2, "/subscriptions/compare", 145, 1150),
        ("dwell-time", 3, "/checkout", 140, 0),
        ("dwell-time", 4, "/subscriptions", 80, 1150),
        ("dwell-time", 5, "/login", 18, 0),
        ("dwell-time", 6, "/welcome", 12, 3300),
        ("page-visits", 1, "/news", 61000, 0),
        ("page-visits", 2, "/login", 22100, 0),
        ("page-visits", 3, "/subscriptions", 14000, 1150),
        ("page-visits", 4, "/checkout", 5400, 0),
        ("page-visits", 5, "/subscriptions/compare", 4200, 1150),
        ("page-visits", 6, "/welcome", 3300, 3300),
    ]
    assert {r.page: r.touchpoint.key for r in rows if key(r.metric) == "page-visits"} == {
        "/news": "article", "/login": "log-in", "/checkout": "checkout", "/welcome": "confirmation-page",
        "/subscriptions": "subscription-page", "/subscriptions/compare": "subscription-page",
    }  # fmt: skip
    assert [(e.variant.key, e.cases) for e in rows[0].ends] == [("give-up-at-the-checkout", 1150)]
    nps = PAGES.ask(sample, metrics="nps").rows
    assert [(key(r.metric), r.page) for r in nps if r.metric] == [("nps", "/checkout")]
    assert {r.page for r in nps if r.metric is None} == {
        "/news", "/login", "/welcome", "/subscriptions", "/subscriptions/compare"
    }  # fmt: skip
    together = [r for r in PAGES.ask(sample, metrics="importance").rows if r.page is None]
    assert [(r.touchpoint.key, r.value, r.place) for r in together] == [("subscription-page", 3.8, None)]


def test_who_visits_often_and_rarely_buys_stops_at_considering(sample: Database):
    asked = {"visits": ["page-visits"], "purchases": ["purchases"], "reached": ["contacts"]}
    rows = VISITS_WITHOUT_PURCHASE.ask(sample, **asked).rows
    assert [(r.who.key, r.visits, r.purchases, r.purchases_per_visit, key(r.stops_in)) for r in rows] == [
        ("visit-often-rarely-buy", 9600, 36, 0.00375, "experience-phases/consideration"),
        ("women", 6000, 420, 0.07, "experience-phases/consideration"),
    ]
    assert [round(r.lost or 0, 3) for r in rows] == [0.968, 0.72]
    assert [(e.variant.key, e.place.key) for e in rows[0].ends] == [("give-up-at-the-checkout", "subscription-page")]
    assert rows[1].ends == []
    often = VISITS_WITHOUT_PURCHASE.ask(sample, **asked, at_most=0.01).rows
    assert [r.who.key for r in often] == ["visit-often-rarely-buy"]
