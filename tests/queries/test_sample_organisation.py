"""Who bears on what is felt, and who answers for what, in the sample."""

from graph_store.database import Database
from queries.organisation import DUTIES, INFLUENCE_ON_EMOTION, MANY_HANDS
from queries.rows import Node


def key(node: Node | None) -> str | None:
    return node and node.key


def test_on_whom_it_depends_what_is_felt_at_the_confirmation_mail(sample: Database):
    rows = INFLUENCE_ON_EMOTION.ask(sample, touchpoints="confirmation-mail,agent-call-back,win-back-letter").rows
    assert [(r.touchpoint.key, key(r.stakeholder), r.directly, r.place and r.place.kind) for r in rows] == [
        ("agent-call-back", "service-agent", True, "step"),
        ("agent-call-back", "service-desk", True, "touchpoint"),
        ("agent-call-back", "subscriptions-team", False, "touchpoint"),
        ("confirmation-mail", "service-desk", True, "touchpoint"),
        ("confirmation-mail", "it-operations", False, "touchpoint"),
        ("confirmation-mail", "logistics", False, "touchpoint"),
        ("win-back-letter", "service-desk", True, "phase"),
    ]
    assert [n.node.key for n in rows[0].departments] == ["service-desk"]
    assert [(f.persona.key, f.score, f.evidence[0].basis) for f in rows[3].feelings][:2] == [
        ("online-shopper", -0.7, "inferred"),
        ("online-shopper", 0.5, "inferred"),
    ]
    assert {f.emotion.key for f in rows[3].feelings if f.score is None and f.emotion} == {"anxious", "frustrated"}


def test_nobody_recorded_on_whom_the_log_in_depends(sample: Database):
    gaps = [r for r in INFLUENCE_ON_EMOTION.ask(sample).rows if r.stakeholder is None]
    (log_in,) = [r for r in gaps if r.touchpoint.key == "log-in"]
    assert [(f.persona.key, f.score) for f in log_in.feelings] == [("retired-reader", -0.9), ("woman-reader", -0.2)]
    assert INFLUENCE_ON_EMOTION.ask(sample, touchpoints="log-in", stakeholders="sales").rows == ()


def test_two_touchpoints_are_in_many_hands_and_feel_bad(sample: Database):
    rows = MANY_HANDS.ask(sample).rows
    assert [(r.touchpoint.key, [n.node.key for n in r.departments], r.lowest, r.others) for r in rows] == [
        ("bank-confirmation", ["accounting", "it-operations", "service-desk", "subscriptions-team"], -0.8, 0),
        ("confirmation-mail", ["it-operations", "logistics", "service-desk"], -0.7, 3),
    ]
    assert [f.score for f in rows[0].bad] == [-0.8, -0.7, -0.6, -0.3]


def test_a_role_counts_as_the_department_that_it_is_part_of(sample: Database):
    (row,) = MANY_HANDS.ask(sample, touchpoints="agent-call-back", more_than=1, below=1).rows
    departments = {n.node.key: n.evidence for n in row.departments}
    assert list(departments) == ["service-desk", "subscriptions-team"]
    assert {(e.claim, e.start) for e in departments["service-desk"]} >= {
        ("PART_OF", "stakeholder:service-agent"),
        ("INFLUENCES", "stakeholder:service-agent"),
        ("OWNS", "stakeholder:service-desk"),
    }


def test_two_of_six_duties_have_nobody(sample: Database):
    rows = DUTIES.ask(sample).rows
    assert [(r.duty.key, key(r.accountable), [n.node.key for n in r.departments]) for r in rows] == [
        ("cx-accountability", None, []),
        ("cx-culture", None, []),
        ("cx-design", "design-team", []),
        ("cx-improvement", "service-desk", []),
        ("cx-measurement", "head-of-experience", ["management"]),
        ("cx-strategy", "head-of-experience", ["management"]),
    ]
