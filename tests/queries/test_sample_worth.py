"""What touchpoints are worth, how far scores can be trusted, and what became of feedback, in the sample."""

from graph_store.database import Database
from queries.investing import WHERE_TO_INVEST
from queries.listening import FEEDBACK_LOOP, SURVEY_FATIGUE
from queries.neighbours import NEIGHBOURS
from queries.rows import Node
from queries.scores import DOUBTFUL_SCORES, MEASURED_FROM_AFAR
from queries.worth import IF_REMOVED, OUTCOME_DELIVERY, WHY_TEST

SCORED = {"importance": ["importance"], "satisfaction": ["satisfaction"]}


def key(node: Node | None) -> str | None:
    return node and node.key


def test_what_fails_the_why_test_and_what_was_decided(sample: Database):
    rows = WHY_TEST.ask(sample, limit=1000).rows
    assert [(r.subject.key, r.test, r.strength, r.ruling, str(r.decided)) for r in rows[:7]] == [
        ("onboarding-review", "weak", 1, "skip", "2026-04-14"),
        ("strategic-meetings", "weak", 1, "improve", "2026-04-28"),
        ("value-based-growth", "weak", 1, "remove", "2026-04-28"),
        ("customer-success/ongoing", "weak", 1, "improve", "2026-04-28"),
        ("renewal-expansion", "weak", 1, None, "None"),
        ("advanced-integrations-and-training", "strong", 2, "improve", "2026-04-14"),
        ("onboarding", "strong", 2, "improve", "2026-04-14"),
    ]
    assert key(rows[0].decided_by) == "customer-success-manager"
    assert [(e.claim, e.dataset) for e in rows[0].evidence] == [("Verdict", "why-test"), ("DESCRIBES", "why-test")]
    assert {r.test for r in rows[7:]} == {"no-reason", "not-judged"}
    assert {r.subject.key for r in rows if r.test == "not-judged"} == {
        "agent-call-back", "article", "bank-confirmation", "delivery-update", "subscription-page", "thank-you-mail"
    }  # fmt: skip
    assert [r.subject.key for r in WHY_TEST.ask(sample, rulings="keep", phases="customer-success/onboarding").rows] == [
        "customer-success/onboarding"
    ]


def test_the_onboarding_review_bears_on_its_stage_and_the_next(sample: Database):
    rows = IF_REMOVED.ask(sample, touchpoints="onboarding-review").rows
    assert [(key(r.phase), r.reach, r.impact, r.delivers) for r in rows] == [
        ("customer-success/onboarding", "this", True, []),
        ("customer-success/ongoing", "next", True, []),
    ]
    assert {e.basis for r in rows for e in r.evidence if e.claim == "IMPACTS"} == {"inferred"}
    integration = IF_REMOVED.ask(sample, touchpoints="integration").rows
    assert [(key(r.phase), r.reach, r.impact) for r in integration] == [
        ("customer-success/onboarding", "this", False),
        ("customer-success/ongoing", "next", False),
    ]
    assert [(d.outcome.key, d.part, d.others) for d in integration[0].delivers] == [("expected-results", "result", 5)]


def test_who_delivers_the_result_and_who_the_experience(sample: Database):
    rows = OUTCOME_DELIVERY.ask(sample).rows
    found = {(r.outcome.key, r.part): [] for r in rows}
    for row in rows:
        found[row.outcome.key, row.part].append(key(row.touchpoint))
    assert found == {
        ("expected-results", "result"): [
            "advanced-integrations-and-training", "integration", "product-training", "strategic-meetings",
            "success-plan", "update-success-plan",
        ],
        ("informed-at-breakfast", "result"): ["article"],
        ("appropriate-experience", "experience"): ["ko-call", "onboarding", "sales-handover", "strategic-meetings"],
    }  # fmt: skip
    assert [n.node.key for n in rows[0].contributes_to] == ["adopted-in-a-quarter"]
    assert {r.part for r in OUTCOME_DELIVERY.ask(sample, parts="experience").rows} == {"experience"}


def test_nps_readings_that_rest_on_few_answers_or_lack_passives(sample: Database):
    rows = DOUBTFUL_SCORES.ask(sample, metrics="nps").rows
    assert [(key(r.about), r.doubts, r.measured.n, r.measured.invited, r.measured.value) for r in rows] == [
        ("satisfaction-survey", ["few-answered"], 50, 600, -20),
        ("morning-paper", ["few-answered"], 240, 2000, 16.7),
        ("checkout", ["passives-not-recorded"], 300, 900, 6.7),
    ]
    assert (rows[2].measured.promoters, rows[2].measured.passives, rows[2].measured.detractors) == (160, None, 140)
    assert rows[1].measured.response_rate == 0.12
    assert [r.measured.cautions for r in rows[1:]] == [["low-response-rate"], ["passives-not-recorded"]]
    assert [key(r.about) for r in DOUBTFUL_SCORES.ask(sample, metrics="nps", below=0.1).rows] == [
        "satisfaction-survey",
        "checkout",
    ]
    assert DOUBTFUL_SCORES.ask(sample, metrics="page-visits").rows == ()


def test_what_is_measured_for_the_company_only(sample: Database):
    asked = ["bank-confirmation", "price-notice", "ko-call", "recommendation"]
    rows = MEASURED_FROM_AFAR.ask(sample, touchpoints=asked).rows
    assert [(r.touchpoint.key, r.nearest, r.readings, [key(p) for p in r.places]) for r in rows] == [
        ("price-notice", "company", 11, ["morning-paper", "till-and-co"]),
        ("ko-call", "phase", 4, ["customer-success/onboarding"]),
        ("recommendation", "phase", 5, ["experience-phases/awareness", "funnel/awareness"]),
    ]
    retention = MEASURED_FROM_AFAR.ask(sample, touchpoints=asked, metrics="retention-rate").rows
    assert {(r.nearest, r.readings) for r in retention} == {("company", 1)}
    assert len(retention) == len(asked)


def test_where_to_invest(sample: Database):
    rows = WHERE_TO_INVEST.ask(sample, **SCORED).rows
    assert [(r.touchpoint.key, r.importance, r.satisfaction, r.gap) for r in rows] == [
        ("bank-confirmation", 4.6, 2.3, 2.3),
        ("confirmation-page", 4.1, 2.2, 1.9),
    ]
    assert [[n.node.key for n in r.brand_goals] for r in rows] == [["trusted-voice"], []]
    assert {e.basis for e in rows[0].brand_goals[0].evidence} == {"inferred"}
    satisfied = WHERE_TO_INVEST.ask(sample, **SCORED, touchpoints="article", satisfied_from=5).rows
    assert [(r.gap, [n.node.key for n in r.brand_goals]) for r in satisfied] == [(0.4, ["readers-who-stay"])]


def test_what_became_of_feedback(sample: Database):
    rows = FEEDBACK_LOOP.ask(sample).rows
    answered = [r for r in rows if r.received]
    found = [(r.touchpoint.key, r.received, r.resolved, r.reported_back, r.hours_to_resolve) for r in answered]
    assert found == [
        ("agent-call-back", 4, 3, 2, 24),
        ("confirmation-mail", 3, 2, 1, 37),
        ("satisfaction-survey", 3, 1, 1, 14 * 24),
    ]
    waits = [(r.share_reported_back, r.hours_to_report_back, r.longest_hours) for r in answered]
    assert waits == [(0.5, 48, 72), (1 / 3, 3, 3), (1 / 3, 24 * 24, 24 * 24)]
    assert [key(s) for s in answered[0].surveys] == ["after-the-call"]
    assert {"parcel", "article"} <= {r.touchpoint.key for r in rows if not r.received}
    (asked,) = FEEDBACK_LOOP.ask(sample, touchpoints="ko-call").rows
    assert (asked.received, asked.share_reported_back) == (0, None)


def test_one_reader_gets_four_surveys_on_one_journey(sample: Database):
    rows = SURVEY_FATIGUE.ask(sample).rows
    assert [(r.journey.key, r.persona.key, r.sendings, r.minutes, r.most_answers) for r in rows if r.sendings] == [
        ("newspaper-first-use", "woman-reader", 4, 13, 2),
        ("newspaper-first-use", "retired-reader", 2, 6, 1),
        ("online-order", "online-shopper", 2, 5, 1),
        ("fitness-app", "app-user", 1, 0.5, 0),
    ]
    assert [s.survey.key for s in rows[0].surveys] == [
        "after-payment", "after-the-call", "first-week", "would-you-recommend"
    ]  # fmt: skip
    assert ("fitness-app", "app-fan", 0) in [(r.journey.key, r.persona.key, r.sendings) for r in rows]


def test_a_fact_without_words_is_called_by_what_it_says(sample: Database):
    rows = NEIGHBOURS.ask(sample, nodes=["metric:abandonment"], kinds=["reading"]).rows
    assert [r.neighbour.name for r in rows[:2]] == [
        "Left here without converting, Subscription page: 2300, n 18200, 2026-03-31",
        "Left here without converting, Log-in: 900, n 22100, 2026-03-31",
    ]
    (felt, *_) = NEIGHBOURS.ask(sample, nodes=["persona:app-fan"], kinds=["feeling"]).rows
    assert felt.neighbour.name == "A devoted user who spreads the word, proud: 0.8"
