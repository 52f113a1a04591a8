"""What surrounds a node of the bistro, worked out by hand; and what an answer tells of how it was asked."""

from datetime import UTC, date, datetime
from typing import Any, LiteralString, cast

import pytest

from graph_schema.errors import UsageError
from graph_store.database import AsyncDatabase, Database
from queries.library import LIBRARY
from queries.neighbours import LINKS_AMONG, NEIGHBOURHOOD, NEIGHBOURS
from queries.pasting import cypher_text
from queries.question import Question
from queries.rows import Row
from tests.queries.asked import asked

RECEPTION = "touchpoint:reception"


def test_neighbours_are_counted_by_relationship_direction_and_kind(bistro: Database):
    rows = NEIGHBOURHOOD.ask(bistro, nodes=[RECEPTION, "cx_goal:welcome"]).rows
    assert [
        (r.node.key, r.relationship, r.way, r.kind, r.neighbours, r.stated, r.inferred, r.measured) for r in rows
    ] == [
        ("welcome", "ADVANCES", "forward", "brand_goal", 1, 2, 0, 0),
        ("welcome", "SERVES", "backward", "moment_of_truth", 2, 3, 0, 0),
        ("reception", "AT", "backward", "step", 2, 2, 0, 0),
        ("reception", "FELT_AT", "backward", "feeling", 1, 0, 0, 1),
        ("reception", "OCCURS_AT", "backward", "moment_of_truth", 1, 1, 0, 0),
        ("reception", "OCCURS_AT", "backward", "pain_point", 1, 1, 0, 0),
        ("reception", "PLACED_IN", "forward", "phase", 1, 1, 0, 0),
    ]
    within = NEIGHBOURHOOD.ask(bistro, nodes=["stage:dinner/come"]).rows
    assert [(r.relationship, r.stated, r.inferred) for r in within] == [
        ("HAS_STAGE", 0, 0),
        ("HAS_STEP", 0, 0),
        ("WITHIN", 0, 1),
    ]


def test_neighbours_with_their_own_degree_and_who_says_so(bistro: Database):
    rows = NEIGHBOURS.ask(bistro, nodes=["cx_goal:welcome"]).rows
    assert [(r.relationship, r.way, r.neighbour.key, r.degree, r.strength) for r in rows] == [
        ("ADVANCES", "forward", "loyal", 2, 3),
        ("SERVES", "backward", "greeting", 5, 2),
        ("SERVES", "backward", "thanks", 1, None),
    ]
    assert [(e.source, e.dataset, e.strength) for e in rows[0].evidence] == [("study", "study", 3), ("desk", "desk", 1)]
    felt = NEIGHBOURS.ask(bistro, nodes=[RECEPTION], kinds="feeling").rows
    # A party rests on its fact.
    assert [(e.claim, e.start, e.basis, e.dataset) for e in felt[0].evidence] == [
        ("Feeling", "feeling:f2", "measured", "study")
    ]
    (part,) = NEIGHBOURS.ask(bistro, nodes=["stage:dinner/come"], relationships="HAS_STEP").rows
    assert (part.neighbour.key, part.evidence) == ("dinner/come/door", [])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"relationships": ["OCCURS_AT"]}, ["greeting", "queue"]),
        ({"kinds": ["phase", "moment_of_truth"]}, ["greeting", "visit/arrive"]),
        ({"ways": ["forward"]}, ["visit/arrive"]),
        ({"bases": ["measured"]}, ["f2"]),
        ({"limit": 2}, ["dinner/come/door", "takeaway/fetch/counter"]),
    ],
)
def test_neighbours_are_chosen(bistro: Database, given: dict[str, Any], expected: list[str]):
    assert [row.neighbour.key for row in NEIGHBOURS.ask(bistro, nodes=[RECEPTION], **given).rows] == expected


def test_what_ties_several_nodes_together(bistro: Database):
    nodes = [
        "moment_of_truth:greeting",
        "cx_goal:welcome",
        "brand_goal:loyal",
        "stage:dinner/eat",
        "step:dinner/eat/wait",
    ]
    rows = LINKS_AMONG.ask(bistro, nodes=nodes).rows
    assert [(r.link.start.key, r.link.relationship, r.link.end.key, r.link.strength) for r in rows] == [
        ("welcome", "ADVANCES", "loyal", 3),
        ("greeting", "SERVES", "welcome", 2),
        ("dinner/eat", "HAS_STEP", "dinner/eat/wait", None),
    ]
    assert [(e.source, e.strength) for e in rows[1].link.evidence] == [("notes", 2), ("study", 3)]
    assert LINKS_AMONG.ask(bistro, nodes=["emotion:glad"]).rows == ()


def test_a_relationship_that_is_none_is_refused(bistro: Database):
    with pytest.raises(UsageError, match="'LOVES' is not a relationship; write one of"):
        NEIGHBOURS.ask(bistro, nodes=[RECEPTION], relationships="LOVES")


VALUES: dict[str, Any] = {
    "text": "\"it's\" \\ \\u0022 \\' `x` {}\n\t\x07 \u2028 é 😀",
    "numbers": [0, -1, 2.5, 1e300],
    "yes": True,
    "nested": [{"label": "Persona", "key": "a"}, {}],
    "day": date(2026, 2, 28),
    "moment": datetime(2026, 2, 28, 12, 30, tzinfo=UTC),
    "empty": [],
}


def test_values_are_written_so_that_neo4j_reads_the_same(bistro: Database):
    (row,) = bistro.read(
        cast("LiteralString", f"WITH {cypher_text(VALUES)} AS it RETURN it = $it AS same"), {"it": VALUES}
    )
    assert row["same"]
    assert cypher_text(None) == "null"
    with pytest.raises(TypeError):
        cypher_text(object())


@pytest.mark.parametrize("question", list(LIBRARY), ids=lambda question: question.id)
def test_what_was_asked_pastes_and_gives_the_same_rows(bistro: Database, question: Question[Row]):
    answer = question.ask(bistro, **asked(question.id)[0])
    # As Neo4j Browser does it: the map is read first, and its entries are the parameters.
    (row,) = bistro.read(cast("LiteralString", f"RETURN {answer.asked.parameters} AS values"))
    assert row["values"].keys() == answer.parameters.bound().keys()
    pasted = answer.asked.cypher
    assert (
        question.answer(answer.parameters, bistro.read(cast("LiteralString", pasted), row["values"])).rows
        == answer.rows
    )


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("question", list(LIBRARY), ids=lambda question: question.id)
async def test_counting_all_rows_gives_the_same_first_ones(
    bistro: Database, question: Question[Row], anyio_backend: str
):
    given: dict[str, Any] = {**asked(question.id)[0], "limit": 2}
    async with AsyncDatabase(bistro.settings) as database:
        few = await question.ask_async(database, **given)
        counted = await question.ask_async(database, counted=True, **given)
    whole = question.ask(bistro, **{**given, "limit": question.most})
    assert (counted.rows, counted.complete) == (few.rows, few.complete)
    assert counted.total_count == len(whole.rows)
