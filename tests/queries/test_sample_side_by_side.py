"""What the sample answers about lifecycles, terms, journeys and people laid side by side; worked out by hand."""

from graph_store.database import Database
from queries.comparing import AS_IS_AND_TO_BE
from queries.costs import ACQUISITION_AND_RETENTION, UNINVESTED_TOUCHPOINTS
from queries.lifecycles import LINE_UP, PHASE_ENDS, UNMAPPED
from queries.personas import PERSONAS_COMPARED, PersonaAtStep
from queries.reach import LOST_ON_THE_WAY, TOUCHPOINTS_BY_CUSTOMER_KIND
from queries.rows import Node
from queries.terms import CONTRADICTED_TERMS, MOMENTS_BY_DEFINITION, PHASE_HAND_OVERS
from tests.queries.asked import rows_within

MQL, SQL = "funnel/marketing-qualified-lead", "funnel/sales-qualified-lead"
FEW, ANY, PIVOTAL = "moment-of-truth-the-few", "moment-of-truth-any-impression", "moment-of-truth-pivotal"


def key(node: Node | None) -> str | None:
    return node and node.key


def keys(nodes: list[Node]) -> list[str]:
    return [node.key for node in nodes]


def test_five_terms_are_contradicted_and_three_only_defined_differently(sample: Database):
    rows = CONTRADICTED_TERMS.ask(sample).rows
    against = {
        r.term.key: [
            (m.definition.key, [n.node.key for n in m.contradicted_by]) for m in r.meanings if m.contradicted_by
        ]
        for r in rows
        if r.conflict == "contradicted"
    }
    assert against == {
        "customer-journey": [
            ("journey-to-the-purchase", ["journey-is-the-complete-experience", "journey-is-touchpoints-in-stages"])
        ],
        "customer-lifecycle": [("lifecycle-lived-by-the-customer", ["lifecycle-is-driven"])],
        "engagement": [("engagement-before-retention", ["engaged-are-advocates"])],
        "moment-of-truth": [(ANY, ["few-contradict-any"])],
        "onboarding": [("onboarding-after-a-hand-over", ["onboarding-starts-after-the-transaction"])],
    }
    assert [r.term.key for r in rows if r.conflict == "defined-differently"] == [
        "awareness", "consideration", "lifecycle-map"
    ]  # fmt: skip
    [engagement] = CONTRADICTED_TERMS.ask(sample, terms="engagement").rows
    assert [(keys(m.sources), [n.node.key for n in m.supported_by], keys(m.covers)) for m in engagement.meanings] == [
        (["customer-lifecycle"], ["engaged-are-advocates"], ["franz/engagement"]),
        (["journey-and-lifecycle-difference"], [], []),
    ]
    assert CONTRADICTED_TERMS.ask(sample, terms="desired-outcome").rows == ()


def test_which_moments_the_choice_of_a_definition_decides(sample: Database):
    rows = MOMENTS_BY_DEFINITION.ask(sample, definitions=[FEW, ANY]).rows
    found = {r.moment.key: ([n.node.key for n in r.counts_under], keys(r.not_under)) for r in rows}
    only_any = {"agent-calls-back", "friendly-voice", "order-is-confirmed", "survey-arrives"}
    only_few = {"airplane-takes-off", "coming-home-from-the-theatre"}
    both = {"dinner-served", "first-article-opens", "payment-goes-through", "unpacking-the-parcel"}
    assert {moment for moment, by in found.items() if by == ([ANY], [FEW])} == only_any
    assert {moment for moment, by in found.items() if by == ([FEW], [ANY])} == only_few
    assert {moment for moment, by in found.items() if by == ([ANY, FEW], [])} == both
    assert {r.moment.key for r in rows[: len(only_any | only_few)]} == only_any | only_few
    [pivotal] = MOMENTS_BY_DEFINITION.ask(sample, moments="weighing-the-options").rows
    assert ([n.node.key for n in pivotal.counts_under], [n.node.key for n in pivotal.places]) == (
        [PIVOTAL], ["skincare-discovery/examine/compare-prices"]
    )  # fmt: skip


def test_what_mql_means_and_who_hands_leads_over_by_one_source_and_by_the_other(sample: Database):
    rows = PHASE_HAND_OVERS.ask(sample, phases=MQL).rows
    assert {(key(r.next), key(r.owner), r.unowned, r.quality, r.evidence[0].source) for r in rows} == {
        (SQL, "marketing-operations", False, "abrupt", "illustrative-figures"),
        (SQL, None, True, None, "customer-lifecycle-management"),
    }
    assert [(m.definition.key, keys(m.terms), keys(m.sources)) for m in rows[0].meanings] == [
        ("mql-thirty-points", ["marketing-qualified-lead"], ["illustrative-figures"])
    ]
    assert [n.node.key for n in rows[0].answered_for_by] == ["marketing-operations"]
    funnel = PHASE_HAND_OVERS.ask(sample, models="funnel").rows
    assert {r.phase.key for r in funnel if r.undefined} == {
        f"funnel/{phase}" for phase in ("awareness", "contact", "lead", "sales-qualified-lead", "customer")
    }


def test_our_phases_beside_franz_s(sample: Database):
    rows = LINE_UP.ask(sample, models="milkymap", others="franz").rows
    assert [(r.phase.key.partition("/")[2], key(r.counterpart), r.degree) for r in rows] == [
        ("i-have-a-need", "franz/awareness", "related"),
        ("i-orientate", "franz/consideration", "close"),
        ("i-become-a-customer", "franz/product-experience", "close"),
        ("i-am-a-customer", "franz/product-experience", "broad"),
        ("i-stay-as-a-customer", None, None),
        ("i-am-loyal", "franz/loyalty", "close"),
        ("i-leave", None, None),
        ("i-stay-forever", "franz/advocacy", "close"),
    ]
    assert LINE_UP.ask(sample, models="milkymap", others="franz").rests_on.inferred == 6
    theirs = LINE_UP.ask(sample, models="franz", others="milkymap").rows
    assert [r.phase.key for r in theirs if r.counterpart is None] == ["franz/engagement"]
    assert [r.degree for r in theirs if key(r.counterpart) == "milkymap/i-am-a-customer"] == ["narrow"]


def test_phases_without_a_journey_and_journeys_without_a_phase(sample: Database):
    rows = UNMAPPED.ask(sample).rows
    assert [r.node.key for r in rows if r.gap == "journey-without-phase"] == [
        "getting-a-birthday-parcel-there-in-time", "getting-my-first-library-card"
    ]  # fmt: skip
    ours = {r.node.key for r in rows if key(r.model) in ("customer-success", "milkymap")}
    assert ours == {
        f"customer-success/{phase}" for phase in ("sales-process", "ongoing", "renewal-growth")
    } | {
        f"milkymap/{phase}"
        for phase in (
            "i-have-a-need", "i-am-a-customer", "i-stay-as-a-customer", "i-am-loyal", "i-leave", "i-stay-forever"
        )
    }  # fmt: skip
    reach = next(r for r in rows if r.node.key == "basic-five/reach")
    assert [n.node.key for n in reach.counterparts] == ["experience-phases/awareness"]


def test_onboarding_ends_where_its_persona_gets_first_value(sample: Database):
    def ends(**given: object) -> list[tuple[str | None, list[str], list[str]]]:
        rows = PHASE_ENDS.ask(sample, phases="onboarding-stage/onboarding", **given).rows
        return [
            (key(r.milestone), [n.node.key for n in r.customers], [n.node.key for n in r.measured_by]) for r in rows
        ]

    for_all = ("first-value", [], ["time-to-first-value"])
    owner = ("first-sale-in-the-shop", ["shop-owner"], ["time-to-first-value"])
    team = ("whole-team-logs-in", ["large-accounts"], ["feature-adoption"])
    assert ends() == [("first-article-read", ["woman-reader"], ["usage"]), owner, for_all, team]
    assert ends(personas="shop-owner") == [owner, for_all]
    assert ends(personas="operations-head") == [for_all, team]
    assert [m for m, _, _ in ends(side="entry")] == ["transaction"]
    [gap] = PHASE_ENDS.ask(sample, phases="franz/loyalty").rows
    assert (gap.milestone, gap.evidence) == (None, [])


def test_touchpoints_of_users_who_are_no_customers_and_of_former_customers(sample: Database):
    rows = TOUCHPOINTS_BY_CUSTOMER_KIND.ask(sample, customer_kinds="user").rows
    assert {("product-user", "app-use"), ("product-user", "product-training"), ("shop-clerk", "product-training")} <= {
        (key(r.persona), key(r.touchpoint)) for r in rows
    }
    clerk = {key(r.touchpoint): keys(r.journeys) for r in rows if key(r.persona) == "shop-clerk"}
    assert clerk == {"ko-call": ["first-week-with-the-till"], "product-training": ["first-week-with-the-till"]}
    former = TOUCHPOINTS_BY_CUSTOMER_KIND.ask(sample, customer_kinds="former").rows
    assert [key(r.touchpoint) for r in former] == ["exit-interview", "win-back-letter"]


def test_whom_the_bond_fails(sample: Database):
    later = ["six-steps/bond", "six-steps/advocacy"]
    rows = LOST_ON_THE_WAY.ask(sample, phases="six-steps/use-experience", later=later).rows
    assert [(r.customers.key, keys(r.reached[0].some), keys(r.missing)) for r in rows] == [
        ("app-user", ["app-use"], later),
        ("product-user", ["app-use", "product-training"], later),
        ("shop-clerk", ["product-training"], later),
        ("shop-owner", ["product-training"], later),
    ]


def test_winning_small_shops_costs_six_times_as_much_as_keeping_them(sample: Database):
    rows = ACQUISITION_AND_RETENTION.ask(sample).rows
    assert [
        (r.about.key, key(r.among), [a.value for a in r.acquisition], [a.value for a in r.retention]) for r in rows
    ] == [
        ("morning-paper", "women", [39], [6]),
        ("till-and-co", "freelancers", [120], []),
        ("till-and-co", "large-accounts", [5200], [1900]),
        ("till-and-co", "small-shops", [310], [48]),
    ]
    assert [r.times and round(r.times, 2) for r in rows] == [6.5, None, 2.74, 6.46]
    assert ACQUISITION_AND_RETENTION.ask(sample, segments="women").rests_on.measured == 2


def test_retention_touchpoints_on_which_nothing_is_spent_or_nobody_knows(sample: Database):
    rows = UNINVESTED_TOUCHPOINTS.ask(sample, phases="basic-five/retention").rows
    assert [(r.touchpoint.key, r.gap, [a.value for a in r.spent]) for r in rows] == [
        ("strategic-meetings", "not-recorded", []),
        ("thank-you-mail", "nothing-spent", [0]),
    ]
    assert UNINVESTED_TOUCHPOINTS.ask(sample, phases="basic-five/acquisition").rows == ()


def test_the_order_as_it_is_and_as_it_should_be(sample: Database):
    rows = AS_IS_AND_TO_BE.ask(sample, journeys="online-order").rows
    was, will = "online-order", "online-order-to-be"
    assert [(r.change, r.before and r.before.step.key, r.after and r.after.step.key, r.differences) for r in rows] == [
        ("unchanged", f"{was}/order/complete-the-purchase", f"{will}/order/complete-the-purchase", []),
        (
            "changed", f"{was}/wait/confirmation-mail", f"{will}/wait/confirmation-with-date",
            ["name", "pain-points", "feeling"],
        ),
        ("added", None, f"{will}/wait/update-on-the-way", []),
        ("changed", f"{was}/wait/thank-you-mail", f"{will}/wait/thank-you-with-offer", ["name"]),
        ("changed", f"{was}/receive/unpack", f"{will}/receive/unpack", ["feeling"]),
    ]  # fmt: skip
    assert [r.aligned_by for r in rows] == ["revises", "revises", None, "revises", "revises"]
    assert [(r.before and r.before.lowest, r.after and r.after.lowest) for r in rows] == [
        (0.5, 0.5), (-0.7, 0.5), (None, 0.4), (0.4, None), (0.8, 0.9)
    ]  # fmt: skip
    assert AS_IS_AND_TO_BE.ask(sample, journeys=will).rows == rows


def test_without_a_word_of_who_revises_what_steps_at_one_touchpoint_belong_together(sample: Database):
    parameters = AS_IS_AND_TO_BE.bind({})
    with sample.session() as session, session.begin_transaction() as transaction:
        transaction.run("MATCH (:Step)-[r:REVISES]->(:Step) DELETE r").consume()
        transaction.run("MATCH (:Step {key: 'online-order-to-be/receive/unpack'})-[r:AT]->() DELETE r").consume()
        rows = rows_within(transaction, AS_IS_AND_TO_BE, parameters)
        transaction.rollback()
    assert [(r.change, r.aligned_by) for r in rows] == [
        ("unchanged", "touchpoint"),
        ("changed", "touchpoint"),
        ("added", None),
        ("changed", "touchpoint"),
        ("added", None),
        ("removed", None),
    ]


def test_two_readers_over_the_same_journey(sample: Database):
    rows = PERSONAS_COMPARED.ask(sample, journeys="newspaper-first-use").rows
    scores = [
        (r.step.key.rpartition("/")[2], *(p.score and round(p.score, 2) for p in r.personas), keys_of_pains(r.personas))
        for r in rows
    ]
    assert scores == [
        ("ask-a-friend", 0.5, 0.3, [[], []]),
        ("compare-offers", None, 0.05, [[], []]),
        ("enter-details", -0.5, -0.1, [[], []]),
        ("bank-app", -0.7, -0.57, [[], []]),
        ("return-to-site", -0.3, -0.5, [["no-word-on-what-comes-next"]] * 2),
        ("log-in", -0.9, -0.2, [["new-password-for-the-phone"]] * 2),
        ("first-article", 0.8, 0.67, [[], []]),
        ("survey", None, -0.4, [["survey-fatigue"]] * 2),
        ("call-back", 0.9, 0.6, [[], []]),
    ]
    assert [p.persona.key for p in rows[0].personas] == ["retired-reader", "woman-reader"]
    furthest = max(rows, key=lambda r: r.apart or 0)
    assert (furthest.step.key, [c.node.key for c in furthest.channels]) == (
        "newspaper-first-use/use/log-in", ["mobile-app"]
    )  # fmt: skip
    assert not any(r.pains_differ for r in rows)


def keys_of_pains(personas: list[PersonaAtStep]) -> list[list[str]]:
    return [[n.node.key for n in p.pain_points] for p in personas]


def test_what_was_felt_at_a_touchpoint_counts_for_a_segment_s_personas_wherever_it_is_used(sample: Database):
    rows = PERSONAS_COMPARED.ask(sample, journeys="first-week-with-the-till").rows
    assert [[(p.persona.key, p.score, [f.wherever_used for f in p.feelings]) for p in r.personas] for r in rows] == [
        [("shop-clerk", None, []), ("shop-owner", 0.6, [True])],
        [("shop-clerk", 0.4, [True]), ("shop-owner", None, [])],
    ]
