"""The questions as root fields, on the examples."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import parse, validate

from graph_store.database import Database
from graph_store.settings import Neo4jSettings
from queries.library import LIBRARY
from queries.typed import TYPED
from tests.api.world import Api, serving, usual_schema

BASIS = "restsOn { claims stated inferred measured sources { key claims } datasets { key claims } }"
DOCS = Path(__file__).parent.parent.parent / "docs" / "api.md"


@pytest.fixture(scope="module")
def sampled(sample: Database, settings: Neo4jSettings) -> Iterator[Api]:
    with serving(settings) as api:
        yield api


def test_all_questions_are_listed_with_their_fields(sampled: Api):
    listed = sampled.ask(
        "{ questions { id field title explanation askedBy view parameters { name required schema } } }"
    )
    assert [question["id"] for question in listed["questions"]] == [question.id for question in LIBRARY]
    by_id = {question["id"]: question for question in listed["questions"]}
    # A kind has the shorter name.
    assert by_id["moments-of-truth"]["field"] == "askMomentsOfTruth"
    assert by_id["trace"]["field"] == "trace"
    parameters = {parameter["name"]: parameter for parameter in by_id["trace"]["parameters"]}
    assert parameters["moments"]["required"] is False
    assert parameters["moments"]["schema"]["x-kind"] == "moment_of_truth"
    assert parameters["limit"]["schema"]["default"] == 100
    kinds = next(parameter for parameter in by_id["search"]["parameters"] if parameter["name"] == "kinds")
    assert "persona" in kinds["schema"]["items"]["enum"]
    assert "$ref" not in str(listed)


def test_every_question_without_required_parameters_answers_as_the_library_does(sampled: Api, sample: Database):
    listed = sampled.ask("{ questions { id field parameters { required } } }")["questions"]
    asked = [question for question in listed if not any(p["required"] for p in question["parameters"])]
    assert asked
    for question in asked:
        sampled.database.seen.clear()
        found = sampled.ask(f"{{ found: {question['field']} {{ rows {{ __typename }} complete {BASIS} }} }}")["found"]
        expected = LIBRARY.get(question["id"]).ask(sample)
        assert len(found["rows"]) == len(expected.rows)
        assert found["complete"] == expected.complete
        assert found["restsOn"] == expected.rests_on.model_dump(mode="json")
        assert len(sampled.queries) == 1


def test_one_query_draws_a_journey_map(sampled: Api):
    (typed,) = (typed for typed in TYPED if typed.number == 16)
    sampled.database.seen.clear()
    journey = sampled.ask(typed.graphql, key="newspaper-first-use")["journey"]
    assert len(sampled.queries) == 1
    assert [edge["node"]["key"] for edge in journey["for"]["edges"]] == [
        "retired-reader",
        "woman-reader",
        "women",
    ]
    pay = next(
        stage["node"] for stage in journey["stages"]["edges"] if stage["node"]["name"] == "Pay for the first time"
    )
    steps = {step["node"]["order"]: step["node"] for step in pay["steps"]["edges"]}
    channels = [[via["node"]["key"] for via in steps[order]["via"]["edges"]] for order in sorted(steps)]
    assert channels == [["web-site"], ["mobile-app"], ["web-site"]]
    felt = [edge["node"] for edge in steps[2]["feelings"]["edges"]]
    assert {"score": -0.6, "persona": {"key": "woman-reader"}, "emotion": {"key": "anxious"}} in felt


def test_rows_are_typed(sampled: Api, sample: Database):
    row = sampled.ask(
        """{ trace(moments: ["first-article-opens"]) { rows { strength gap moment { kind key name }
             brand_goal: brandGoal { key }
             links { relationship start { key } evidence { source basis quotes } } } } }"""
    )["trace"]["rows"][0]
    expected = LIBRARY.get("trace").ask(sample, moments=["first-article-opens"]).rows[0].model_dump(mode="json")
    assert row["moment"] == expected["moment"]
    assert row["strength"] == expected["strength"]
    assert row["brand_goal"]["key"] == expected["brand_goal"]["key"]
    for link, known in zip(row["links"], expected["links"], strict=True):
        assert link["start"]["key"] == known["start"]["key"]
        assert [said["basis"] for said in link["evidence"]] == [said["basis"].upper() for said in known["evidence"]]


def test_a_parameter_that_cannot_be_taken_is_told(sampled: Api):
    error = sampled.error("{ trace(limit: 0) { __typename } }")
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "limit"}
    assert "'limit'" in error["message"]
    error = sampled.error('{ trace(moments: ["no-such-moment"]) { __typename } }')
    assert error["extensions"] == {"code": "NOT_FOUND", "argument": "moments"}
    error = sampled.error('{ changedSince(nodes: ["journey:newspaper-first-use"], sinceRun: -1) { __typename } }')
    assert error["extensions"]["argument"] == "sinceRun"


@pytest.mark.parametrize("operation", re.findall(r"```graphql\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL))
def test_what_the_docs_ask_is_answered(sampled: Api, operation: str):
    document = parse(operation)
    assert validate(usual_schema()._schema, document) == []  # pyright: ignore[reportPrivateUsage]
    if "!" not in operation.partition("{")[0]:
        # The others are about what their reader has.
        assert all(sampled.ask(operation).values())
