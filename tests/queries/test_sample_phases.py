"""What phases start with, promise, hold and end with, and how they change, in the sample."""

from graph_store.database import Database
from queries.changes_of_phase import BROKEN_TRANSITIONS, CHANGE_OF_PHASE
from queries.phases import JOURNEYS_IN_PHASE, PHASE_TRIGGERS, PHASES_WITHOUT_EXIT
from queries.placements import PLACEMENTS, TOUCHPOINTS_IN_ORDER
from queries.promises import PROMISE_VISIBILITY
from queries.rows import Node


def key(node: Node | None) -> str | None:
    return node and node.key


def short(node: Node | None) -> str | None:
    return node and node.key.rpartition("/")[2]


def test_no_promise_shows_once_one_is_a_customer(sample: Database):
    rows = PROMISE_VISIBILITY.ask(sample, models="milkymap").rows
    assert [(short(r.phase), r.not_visible, r.visible, r.unclear, r.gap) for r in rows] == [
        ("i-am-a-customer", 2, 0, 0, False),
        ("i-become-a-customer", 2, 4, 0, False),
        ("i-orientate", 1, 1, 0, False),
        ("i-stay-as-a-customer", 0, 0, 1, False),
        ("i-have-a-need", 0, 0, 0, True),
        ("i-am-loyal", 0, 0, 0, True),
        ("i-leave", 0, 0, 0, True),
        ("i-stay-forever", 0, 0, 0, True),
    ]
    become = [(r.place.kind, short(r.place), short(r.promise), r.visible) for r in rows[1].records]
    assert sorted(become, key=str) == [
        ("moment_of_truth", "first-article-opens", "yours-at-once", True),
        ("moment_of_truth", "right-after-the-purchase", "no-surprises", True),
        ("phase", "i-become-a-customer", "no-surprises", False),
        ("phase", "i-become-a-customer", "yours-at-once", True),
        ("step", "first-article", "yours-at-once", True),
        ("step", "return-to-site", "no-surprises", False),
    ]


def test_four_life_events_start_a_need_and_the_network_does(sample: Database):
    need = "milkymap/i-have-a-need"
    rows = PHASE_TRIGGERS.ask(sample, phases=need).rows
    assert [(key(r.circumstance), r.circumstance_kind, [n.node.key for n in r.personas]) for r in rows] == [
        ("new-city", "life-event", ["woman-reader"]),
        ("retired", "life-event", ["retired-reader"]),
        ("seen-with-friends", "network", ["lifecycle-teller"]),
        ("shop-opened", "life-event", ["shop-owner"]),
        ("something-happens", "life-event", ["lifecycle-teller"]),
    ]
    assert [len(r.evidence) for r in rows] == [1] * 5
    assert len(PHASE_TRIGGERS.ask(sample, phases=need, kinds="life-event").rows) == 4
    become = PHASE_TRIGGERS.ask(sample, phases="milkymap/i-become-a-customer").rows
    assert [(key(r.circumstance), [n.node.key for n in r.journeys], r.evidence) for r in become] == [
        ("paper-at-breakfast", ["newspaper-first-use"], []),
        ("retired", ["newspaper-first-use"], []),
    ]
    assert [key(r.circumstance) for r in PHASE_TRIGGERS.ask(sample, phases="franz/loyalty").rows] == [None]


def test_one_journey_is_told_for_women_where_they_become_customers(sample: Database):
    (row,) = JOURNEYS_IN_PHASE.ask(sample, phases="milkymap/i-become-a-customer", segments="women").rows
    assert (key(row.journey), row.state, row.evidence[0].basis) == ("newspaper-first-use", "as-is", "stated")
    assert [n.node.key for n in row.told_for] == ["retired-reader", "woman-reader", "women"]
    (orientate,) = JOURNEYS_IN_PHASE.ask(sample, phases="milkymap/i-orientate", segments="women").rows
    assert [(short(n.node), n.evidence[0].basis) for n in orientate.stages] == [("choose", "inferred")]
    assert [key(r.journey) for r in JOURNEYS_IN_PHASE.ask(sample, phases="milkymap/i-leave").rows] == [None]
    everybody = JOURNEYS_IN_PHASE.ask(sample, phases="milkymap/i-become-a-customer").rows
    assert [key(r.journey) for r in everybody] == ["newspaper-first-use", "online-order", "online-order-to-be"]


def test_most_phases_do_not_say_when_they_end(sample: Database):
    rows = {r.phase.key: r for r in PHASES_WITHOUT_EXIT.ask(sample, limit=1000).rows}
    delimited = {"customer-success/onboarding", "onboarding-stage/onboarding", "journey-as-path/purchase"}
    assert not rows.keys() & delimited
    assert {phase for phase, row in rows.items() if row.gap == "no-exit"} == {
        "milkymap/i-have-a-need", "milkymap/i-become-a-customer", "milkymap/i-am-a-customer", "milkymap/i-leave",
        "funnel/contact", "experience-phases/post-purchase", "franz/product-experience",
    }  # fmt: skip
    (renewal,) = rows["milkymap/i-am-a-customer"].criteria
    assert (renewal.milestone.key, renewal.side, [key(m) for m in renewal.measured_by]) == (
        "contract-renewal", "entry", ["retention-rate"]
    )  # fmt: skip
    only = PHASES_WITHOUT_EXIT.ask(sample, models="customer-success").rows
    assert [short(r.phase) for r in only] == ["sales-process", "ongoing", "renewal-growth"]


def test_the_touchpoints_of_customer_success_in_order(sample: Database):
    rows = TOUCHPOINTS_IN_ORDER.ask(sample, models="customer-success").rows
    found = [(short(r.phase), key(r.touchpoint), r.position, [n.node.key for n in r.owners]) for r in rows]
    csm = ["customer-success-manager"]
    assert found == [
        ("sales-process", "sales-handover", 1, ["sales"]),
        ("onboarding", "onboarding", 1, csm),
        ("onboarding", "integration", 2, ["integration-team"]),
        ("onboarding", "ko-call", 3, csm),
        ("onboarding", "product-training", 4, ["training-team"]),
        ("onboarding", "onboarding-review", 5, []),
        ("onboarding", "sales-handover", None, ["sales"]),
        ("ongoing", "advanced-integrations-and-training", 1, ["training-team"]),
        ("ongoing", "success-plan", 2, csm),
        ("ongoing", "strategic-meetings", 3, csm),
        ("renewal-growth", "renewal-expansion", 1, csm),
        ("renewal-growth", "update-success-plan", 2, csm),
        ("renewal-growth", "value-based-growth", 3, []),
    ]
    assert {key(r.touchpoint): r.recurrence for r in rows if r.recurrence} == {
        "strategic-meetings": "monthly or quarterly",
        "renewal-expansion": "at renewal",
    }
    assert [key(r.touchpoint) for r in TOUCHPOINTS_IN_ORDER.ask(sample, phases="franz/loyalty").rows] == [None]


def test_only_the_ko_call_s_place_is_stated(sample: Database):
    rows = PLACEMENTS.ask(sample, models="customer-success").rows
    assert [(r.touchpoint.key, r.basis) for r in rows if r.basis != "inferred"] == [("ko-call", "stated")]
    assert len(rows) == 13
    handover = [(short(r.phase), r.inferred[0].source) for r in rows if r.touchpoint.key == "sales-handover"]
    assert handover == [("sales-process", "customer-lifecycle-journey"), ("onboarding", "customer-lifecycle")]
    nowhere = [r.touchpoint.key for r in PLACEMENTS.ask(sample, limit=1000).rows if r.phase is None]
    assert {"bank-confirmation", "parcel"} <= set(nowhere)


def test_transitions_that_are_missing_abrupt_or_carried_by_nothing(sample: Database):
    rows = BROKEN_TRANSITIONS.ask(sample, limit=1000).rows
    recorded = [r for r in rows if r.problem != "not-recorded"]
    found = [(r.problem, r.leaves.key, short(r.enters), key(r.among)) for r in recorded]
    assert found == [
        ("missing", "milkymap/i-become-a-customer", "i-am-a-customer", "women"),
        ("missing", "milkymap/i-am-loyal", "i-stay-forever", None),
        ("abrupt", "customer-success/sales-process", "onboarding", "small-shops"),
        ("abrupt", "experience-phases/purchase", "post-purchase", None),
        ("abrupt", "funnel/marketing-qualified-lead", "sales-qualified-lead", None),
        ("no-touchpoint", "experience-phases/awareness", "consideration", None),
        ("no-touchpoint", "franz/loyalty", "advocacy", None),
        ("no-touchpoint", "funnel/marketing-qualified-lead", "sales-qualified-lead", None),
        ("no-touchpoint", "milkymap/i-am-loyal", "i-leave", None),
    ]
    assert [n.node.key for n in recorded[3].touchpoints] == ["thank-you-mail"]
    success = BROKEN_TRANSITIONS.ask(sample, models="customer-success").rows
    assert [(r.problem, short(r.leaves)) for r in success] == [
        ("abrupt", "sales-process"),
        ("not-recorded", "onboarding"),
    ]


def test_what_a_buyer_feels_after_the_purchase_and_what_was_done(sample: Database):
    rows = CHANGE_OF_PHASE.ask(sample, leaves="experience-phases/purchase").rows
    assert [(short(r.enters), key(r.persona)) for r in rows] == [("post-purchase", "new-buyer")] * 3
    assert {key(r.emotion) for r in rows[:2]} == {"disregarded", "insignificant"}
    assert key(rows[2].emotion) == "valued"
    (done,) = rows[0].done
    assert done.quality == "abrupt"
    assert done.response is not None
    assert done.response.startswith("A thank-you mail")
    assert [n.node.key for n in (*done.touchpoints, *done.contents)] == ["thank-you-mail", "thank-you"]
    (loyal,) = CHANGE_OF_PHASE.ask(sample, leaves="milkymap/i-am-loyal", enters="milkymap/i-stay-forever").rows
    assert (loyal.persona, loyal.done[0].quality, loyal.done[0].response) == (None, "missing", None)
