"""The rows of every question on the bistro, worked out by hand."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import DatabaseError, JourneyGraphError, NotFoundError
from graph_schema.model import Basis
from graph_store.database import AsyncDatabase, Database
from queries.evidence import EVIDENCE_FOR, EVIDENCE_FOR_LINK
from queries.experience import EMOTION_CURVE, SHARED_PAIN_POINTS
from queries.finding import SEARCH, SEARCH_KINDS, lucene, title_of
from queries.goals import GOALS_WITHOUT_MOMENTS, MOMENTS_WITHOUT_GOALS
from queries.journeys import CHANNELS_IN_PHASE, ZOOM
from queries.library import LIBRARY
from queries.question import Answer, Question
from queries.rows import Node, Row
from queries.why import MOMENTS_OF_TRUTH, TRACE
from tests.queries.asked import DRAWN_IN_THE_BISTRO, asked, rows_within


def key(node: Node | None) -> str | None:
    return node and node.key


def test_moments_with_where_they_occur(bistro: Database):
    rows = MOMENTS_OF_TRUTH.ask(bistro).rows
    assert [
        (r.moment.key, key(r.place), r.wherever_used, key(r.touchpoint), key(r.step), [p.node.key for p in r.phases])
        for r in rows
    ] == [
        ("bill", "dinner/eat/order/look", False, None, "dinner/eat/order", ["visit/dine"]),
        ("farewell", None, False, None, None, []),
        ("greeting", "reception", True, "reception", "dinner/come/door", ["visit/arrive"]),
        ("greeting", "reception", True, "reception", "takeaway/fetch/counter", ["visit/arrive"]),
        ("taste", None, False, None, None, []),
        ("thanks", None, False, None, None, []),
    ]
    assert [(key(r.stage), key(r.journey)) for r in rows if r.moment.key == "bill"] == [("dinner/eat", "dinner")]
    assert rows[0].place is not None
    assert rows[0].place.kind == "micro_moment"


def test_every_chain_with_its_weakest_link_and_its_gaps(bistro: Database):
    rows = TRACE.ask(bistro).rows
    assert [(r.moment.key, r.route, [k.end.key for k in r.links], key(r.brand), r.strength, r.gap) for r in rows] == [
        ("bill", "cx-goal", ["swift"], None, None, "cx-goal-advances-nothing"),
        ("bill", "promise", ["quiet"], None, None, "promise-upholds-nothing"),
        ("farewell", None, [], None, None, "moment-serves-nothing"),
        ("greeting", "cx-goal", ["welcome", "loyal", "loyal"], "bistro", 2, None),
        ("greeting", "promise", ["fresh", "fame"], None, None, "no-brand-pursues"),
        ("taste", "promise", ["fresh", "fame"], None, 1, "no-brand-pursues"),
        ("thanks", "cx-goal", ["welcome", "loyal", "loyal"], "bistro", None, None),
    ]


def test_of_several_strengths_the_highest_rank_counts_then_the_newest_run(bistro: Database):
    chain = TRACE.ask(bistro, moments=["greeting"]).rows[0]
    serves, advances, pursues = chain.links
    assert [(e.dataset, e.strength) for e in serves.evidence] == [("notes", 2), ("study", 3)]
    assert serves.strength == 2
    assert [(e.dataset, e.strength) for e in advances.evidence] == [("study", 3), ("desk", 1)]
    assert advances.strength == 3
    assert (pursues.start.key, pursues.relationship, pursues.strength) == ("bistro", "PURSUES", None)


def test_an_answer_says_what_it_rests_on_and_counts_a_claim_once(bistro: Database):
    rests = TRACE.ask(bistro, moments=["greeting"]).rests_on
    # Two SERVES, two ADVANCES, PURSUES, FULFILS and UPHOLDS.
    assert (rests.claims, rests.stated, rests.inferred, rests.measured) == (7, 7, 0, 0)
    assert [(c.key, c.claims) for c in rests.sources] == [("study", 5), ("desk", 1), ("notes", 1)]
    assert [(c.key, c.claims) for c in rests.datasets] == [("study", 5), ("desk", 1), ("notes", 1)]


def test_goals_without_moments(bistro: Database):
    rows = GOALS_WITHOUT_MOMENTS.ask(bistro).rows
    assert [
        (r.goal.kind, r.goal.key, r.gap, [n.node.key for n in r.reached_through], [n.node.key for n in r.leads_to])
        for r in rows
    ] == [
        ("brand_goal", "calm", "no-moment-behind", ["rest"], []),
        ("brand_goal", "known", "nothing-leads-here", [], []),
        ("cx_goal", "rest", "nothing-leads-here", [], ["calm"]),
    ]
    assert [n.node.key for n in rows[0].pursued_by] == ["bistro"]
    assert rows[0].reached_through[0].evidence[0].basis is Basis.INFERRED
    assert len(GOALS_WITHOUT_MOMENTS.ask(bistro, brands=["bistro"]).rows) == 3


def test_moments_without_goals(bistro: Database):
    rows = MOMENTS_WITHOUT_GOALS.ask(bistro).rows
    assert [(r.moment.key, r.gap, [n.node.key for n in r.ends_at]) for r in rows] == [
        ("bill", "reaches-no-brand-goal", ["quiet", "swift"]),
        ("farewell", "serves-nothing", []),
    ]
    assert MOMENTS_WITHOUT_GOALS.ask(bistro, moments=["greeting"]).rows == ()


def test_zoom_from_the_lifecycle_to_micro_moments(bistro: Database):
    rows = ZOOM.ask(bistro, personas=["guest"]).rows
    assert [(r.depth, r.node.key, key(r.parent)) for r in rows] == [
        (0, "visit", None),
        (1, "visit/arrive", "visit"),
        (2, "dinner", "visit/arrive"),
        (3, "dinner/come", "dinner"),
        (4, "dinner/come/door", "dinner/come"),
        (1, "visit/dine", "visit"),
        (2, "dinner", "visit/dine"),
        (3, "dinner/eat", "dinner"),
        (4, "dinner/eat/order", "dinner/eat"),
        (5, "dinner/eat/order/look", "dinner/eat/order"),
        (4, "dinner/eat/wait", "dinner/eat"),
        (1, "visit/leave", "visit"),
    ]
    assert rows[9].path == [
        "visit", "visit/dine", "dinner", "dinner/eat", "dinner/eat/order", "dinner/eat/order/look"
    ]  # fmt: skip
    assert {e.claim for e in rows[2].evidence} == {"FOR", "WITHIN"}


def test_zoom_stops_at_a_level_and_shows_journeys_that_nobody_placed(bistro: Database):
    rows = ZOOM.ask(bistro, personas=["neighbour"], level="journeys").rows
    assert [(r.depth, r.node.key, key(r.parent)) for r in rows] == [
        (0, "visit", None),
        (1, "visit/arrive", "visit"),
        (1, "visit/dine", "visit"),
        (1, "visit/leave", "visit"),
        (2, "snack", "visit/leave"),
        (2, "takeaway", None),
    ]
    assert [r.node.key for r in ZOOM.ask(bistro, level="phases").rows] == [
        "visit", "visit/arrive", "visit/dine", "visit/leave"
    ]  # fmt: skip


def test_zoom_begins_at_journeys_and_at_models(bistro: Database):
    def shown(**asked: Any) -> list[tuple[int, str, str | None]]:
        return [(r.depth, r.node.key, key(r.parent)) for r in ZOOM.ask(bistro, level="journeys", **asked).rows]

    phases = [(1, f"visit/{name}", "visit") for name in ("arrive", "dine", "leave")]
    assert shown(journeys=["takeaway"]) == [(2, "takeaway", None)]
    assert shown(journeys=["snack"]) == [(0, "visit", None), *phases, (2, "snack", "visit/leave")]
    assert shown(journeys=["snack", "takeaway"], personas=["guest"]) == []
    assert shown(journeys=["snack", "dinner"], personas=["neighbour"]) == shown(journeys=["snack"])
    # A model shows its gaps, also where no journey lies in it.
    assert shown(journeys=["takeaway"], models=["visit"]) == [(0, "visit", None), *phases]
    assert shown(personas=["neighbour"], models=["visit"]) == shown(journeys=["snack"])
    assert (
        ZOOM.ask(bistro, level="micro-moments", models=["visit"], personas=["guest"]).rows
        == ZOOM.ask(bistro, personas=["guest"]).rows
    )


def test_channels_in_a_phase_with_the_personas_that_use_them(bistro: Database):
    rows = CHANNELS_IN_PHASE.ask(bistro).rows
    assert [(r.phase.key, key(r.channel), r.steps, [p.node.key for p in r.personas]) for r in rows] == [
        ("visit/arrive", "in-person", 1, ["guest"]),
        ("visit/dine", "in-person", 1, ["guest"]),
        ("visit/dine", None, 1, ["guest"]),
        ("visit/leave", None, 1, ["neighbour"]),
    ]
    assert [(r.phase.key, r.steps) for r in CHANNELS_IN_PHASE.ask(bistro, personas="neighbour").rows] == [
        ("visit/arrive", 0),
        ("visit/dine", 0),
        ("visit/leave", 1),
    ]
    assert [(e.claim, e.start) for e in rows[1].evidence] == [("VIA", "step:dinner/eat/order")]


def test_the_emotion_curve_with_its_lowest_point_and_its_gaps(bistro: Database):
    rows = EMOTION_CURVE.ask(bistro, journeys=["dinner"]).rows
    assert [
        (r.stage.key, key(r.step), key(r.micro_moment), r.gap, r.wherever_used, r.score, key(r.emotion), r.lowest)
        for r in rows
    ] == [
        ("dinner/come", "dinner/come/door", None, False, False, 0.5, "glad", False),
        ("dinner/come", "dinner/come/door", None, False, True, -0.5, None, False),
        ("dinner/eat", None, None, False, False, None, "glad", False),
        ("dinner/eat", "dinner/eat/order", "dinner/eat/order/look", False, False, -0.9, None, True),
        ("dinner/eat", "dinner/eat/wait", None, True, False, None, None, False),
    ]
    assert [(e.claim, e.basis, e.source, e.dataset, e.run) for e in rows[0].evidence] == [
        ("Feeling", "measured", "study", "study", 1)
    ]
    assert EMOTION_CURVE.ask(bistro, journeys=["dinner"]).rests_on.measured == 4


def test_the_curve_in_a_phase_runs_through_its_stages_only(bistro: Database):
    rows = EMOTION_CURVE.ask(bistro, personas=["guest"], phases=["visit/arrive"]).rows
    assert [(r.score, r.lowest) for r in rows] == [(0.5, False), (-0.5, True)]
    assert {r.stage.key for r in EMOTION_CURVE.ask(bistro, phases=["visit/dine"]).rows} == {"dinner/eat"}


def test_a_curve_is_drawn_for_a_segment_s_personas_and_for_those_asked_for(bistro: Database):
    assert [(r.persona.key, r.gap) for r in EMOTION_CURVE.ask(bistro, journeys="takeaway").rows] == [
        ("neighbour", True)
    ]
    rows = EMOTION_CURVE.ask(bistro, journeys="takeaway", personas="guest").rows
    assert [(r.persona.key, r.score, r.wherever_used) for r in rows] == [("guest", -0.5, True)]


def test_pain_points_shared_by_journeys_or_channels(bistro: Database):
    rows = SHARED_PAIN_POINTS.ask(bistro).rows
    assert [(r.pain_point.key, [j.key for j in r.journeys], [c.key for c in r.channels]) for r in rows] == [
        ("noise", ["dinner", "takeaway"], ["in-person", "phone"]),
        ("queue", ["dinner", "takeaway"], ["in-person", "phone"]),
    ]
    assert [n.node.kind for n in rows[1].places] == ["touchpoint"]
    assert [n.node.key for n in rows[1].personas] == ["guest"]
    assert len(SHARED_PAIN_POINTS.ask(bistro, at_least=1).rows) == 3


def test_what_supports_and_contradicts_a_node_and_what_nothing_speaks_for(bistro: Database):
    rows = EVIDENCE_FOR.ask(bistro, nodes=["moment_of_truth:greeting", "cx_goal:rest"]).rows
    assert [(r.node.key, r.says, key(r.by), key(r.source)) for r in rows] == [
        ("rest", "describes", "study", "study"),
        ("rest", "nothing", None, None),
        ("greeting", "supports", "warm", "study"),
        ("greeting", "contradicts", "report", "report"),
        ("greeting", "describes", "study", "study"),
    ]
    supports, contradicts = rows[2], rows[3]
    assert [quote.text for quote in supports.quotes] == ["They knew my name (and smiled)."]
    assert (str(supports.published), supports.method) == ("2024-03-01", "interviews")
    assert supports.age_days is not None
    assert supports.age_days > 365
    assert supports.evidence[0].locator == "p. 2"
    assert (contradicts.age_days, contradicts.evidence[0].basis) == (None, "inferred")


def test_who_says_that_two_things_are_related(bistro: Database):
    nodes, others = ["brand_goal:loyal"], ["cx_goal:welcome", "cx_goal:rest"]
    rows = EVIDENCE_FOR_LINK.ask(bistro, nodes=nodes, others=others).rows
    assert [(r.other.key, r.relationship, r.rank, key(r.source), [e.strength for e in r.evidence]) for r in rows] == [
        ("rest", None, None, None, []),
        ("welcome", "ADVANCES", 10, "study", [3]),
        ("welcome", "ADVANCES", 5, None, [1]),
    ]


@pytest.mark.parametrize(
    "text", ["greet", "GREETING", "They knew", "knew my nam", '"smiled"', "smiled!!", "name -their"]
)
def test_words_are_found(bistro: Database, text: str):
    found = [row.node.key for row in SEARCH.ask(bistro, text=text).rows]
    assert found == (["greeting"] if text.lower().startswith("greet") else [] if "their" in text else ["warm"])


def test_hits_are_narrowed_and_counted_by_kind(bistro: Database):
    assert [r.node.kind for r in SEARCH.ask(bistro, text="d", kinds=["journey", "phase"]).rows] == ["journey", "phase"]
    assert [(r.kind, r.hits) for r in SEARCH_KINDS.ask(bistro, text="d").rows] == [
        ("journey", 1), ("pain_point", 1), ("phase", 1), ("step", 1)
    ]  # fmt: skip


def test_the_limit_cuts_and_the_answer_says_so(bistro: Database):
    cut = TRACE.ask(bistro, limit=2)
    assert (len(cut.rows), cut.complete) == (2, False)
    assert TRACE.ask(bistro, limit=7).complete


async def ask_async(database: Database, question: Question[Row], **given: Any) -> Answer[Row]:
    async with AsyncDatabase(database.settings) as opened:
        return await question.ask_async(opened, **given)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_asking_without_blocking_gives_the_same(bistro: Database, anyio_backend: str):
    for question in LIBRARY:
        given = asked(question.id)[0]
        assert (await ask_async(bistro, question, **given)).rows == question.ask(bistro, **given).rows
    with pytest.raises(NotFoundError, match="greeting"):
        await ask_async(bistro, LIBRARY.get("trace"), moments=["greetings"])


@pytest.mark.parametrize(
    ("question", "given", "near"),
    [
        ("trace", {"moments": ["bill", "greting"]}, "no moment_of_truth 'greting'. Did you mean greeting"),
        ("emotion-curve", {"personas": ["gast"]}, "no persona 'gast'"),
        ("zoom", {"personas": ["neigbour"]}, "Did you mean neighbour"),
        ("channels-in-phase", {"phases": ["visit/dining"]}, "Did you mean visit/dine"),
        ("evidence-for", {"nodes": ["persona:gest"]}, "Did you mean guest"),
    ],
)
def test_a_key_that_no_node_has_is_an_error_with_near_ones(
    bistro: Database, question: str, given: dict[str, list[str]], near: str
):
    with pytest.raises(NotFoundError) as caught:
        LIBRARY.get(question).ask(bistro, **given)
    assert near in str(caught.value)


def test_a_key_without_rows_is_no_error(bistro: Database):
    assert CHANNELS_IN_PHASE.ask(bistro, personas=["neighbour"], phases=["visit/dine"]).rows[0].steps == 0
    assert GOALS_WITHOUT_MOMENTS.ask(bistro, brands=["bistro"]).complete


CROSSED = [(LIBRARY.get(drawn), rel_type) for drawn in DRAWN_IN_THE_BISTRO for rel_type in LIBRARY.get(drawn).crosses]


@pytest.mark.parametrize(("question", "rel_type"), CROSSED, ids=lambda value: getattr(value, "id", value))
def test_without_a_relationship_that_a_question_crosses_its_rows_differ(
    bistro: Database, question: Question[Row], rel_type: str
):
    bound = [question.bind(given) for given in asked(question.id)]
    before = [question.answer(p, bistro.read(question.cypher, p.bound())).rows for p in bound]
    with bistro.session() as session, session.begin_transaction() as transaction:
        transaction.run("MATCH ()-[r]->() WHERE type(r) = $type DELETE r", type=rel_type).consume()
        after = [rows_within(transaction, question, p) for p in bound]
        transaction.rollback()
    assert before != after


HOSTILE = [
    "'; MATCH (n) DETACH DELETE n //",
    '" OR 1=1 --',
    "}) MATCH (n) SET n.hacked = true //",
    "*:*",
    "name:* OR (",
    "AND",
    "a AND OR NOT",
    "~^?*\\",
    "[a TO z]",
    "/.*/",
    "!!!",
    "\x00",
    "\ud800",
    "é" * 400,
    "a" * 100_000,
    "$limit",
    "persona:\n",
    "'''",
    "👩‍👩‍👧",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_data_or_refused(bistro: Database, text: str):
    before = bistro.read("MATCH (n) RETURN count(n) AS nodes, count(n.hacked) AS hacked")
    longest = 0
    for question in LIBRARY:
        for name, info in question.parameters.model_fields.items():
            value = [text] if "list" in str(info.annotation) else text
            try:
                question.ask(bistro, **{**asked(question.id)[0], name: value})
            except DatabaseError:
                raise
            except JourneyGraphError as error:
                longest = max(longest, len(str(error)))
    assert longest < 4000
    assert bistro.read("MATCH (n) RETURN count(n) AS nodes, count(n.hacked) AS hacked") == before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=40) | st.text('"\\\\+-&|!(){}[]^~*?:/ ANDORT', min_size=1, max_size=20))
def test_no_text_is_an_error_to_search(bistro: Database, text: str):
    bistro.read(SEARCH.cypher, {"query": lucene(text), "title": title_of(text), "labels": [], "limit": 5})


def test_what_the_schema_does_not_allow_is_said_and_not_shown():
    record = {"kind": "Journey", "hits": "many"}
    with pytest.raises(DatabaseError, match=r"does not fit hits of question 'search-kinds'.*journeygraph check"):
        SEARCH_KINDS.answer(SEARCH_KINDS.bind({"text": "x"}), [record])
