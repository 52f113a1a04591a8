"""Rules that hold for every question of the library."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from graph_schema.errors import NotFoundError, UsageError
from graph_schema.keys import slug
from graph_schema.registry import REGISTRY
from graph_store.cypher import in_one_map, trusted
from graph_store.database import Database
from queries.library import LIBRARY, Library
from queries.parameters import KeysOf, OneOf, RefsOf
from queries.question import AskedBy, Decision, Question
from queries.reference import reference
from queries.rows import Row
from queries.typed import TYPED
from tests.queries.asked import asked

EACH = pytest.mark.parametrize("question", list(LIBRARY), ids=lambda question: question.id)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for info in annotation.model_fields.values():
            yield from models_in(info.annotation)
    elif get_origin(annotation) in (list, tuple, Union, UnionType):
        for part in get_args(annotation):
            yield from models_in(part)


@EACH
def test_it_is_well_described(question: Question[Row]):
    assert question.id == slug(question.id)
    assert question.title.endswith("?")
    assert len(question.explanation) > 80
    assert question.explanation.endswith(".")
    assert all(1 <= number <= 66 for number in question.numbers)
    assert question.numbers == tuple(sorted(set(question.numbers)))


@EACH
def test_every_model_and_field_is_described(question: Question[Row]):
    for model in (*models_in(question.row), question.parameters):
        assert model.__doc__, model
        assert model.model_config.get("frozen"), model
        assert model.model_config.get("extra") == "forbid", model
        for name, info in model.model_fields.items():
            assert info.description, f"{model.__name__}.{name}"


@EACH
def test_every_parameter_that_takes_a_list_says_where_its_choices_come_from(question: Question[Row]):
    for name, info in question.parameters.model_fields.items():
        if get_origin(info.annotation) is list:
            assert any(isinstance(mark, KeysOf | RefsOf | OneOf) for mark in info.metadata), name


@EACH
def test_every_relationship_that_it_crosses_exists_and_stands_in_its_cypher(question: Question[Row]):
    for rel_type in question.crosses:
        assert rel_type in REGISTRY.rel_types
        assert rel_type in question.cypher


@EACH
def test_it_gives_no_rows_on_an_empty_graph(question: Question[Row], database: Database):
    parameters = question.bind(asked(question.id)[0])
    assert question.answer(parameters, database.read(question.cypher, parameters.bound())).rows == ()


@EACH
def test_its_columns_fit_its_row_model_and_it_only_reads(question: Question[Row], database: Database):
    parameters = question.bind(asked(question.id)[0])
    with database.session(read=True) as session:
        result = session.run(*in_one_map(question.cypher, parameters.bound()))
        assert set(result.keys()) == set(question.row.model_fields)
        assert result.consume().query_type == "r"


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", []):
        yield from operators(child)


@EACH
def test_its_plan_has_no_cartesian_product_and_no_scan_of_everything(question: Question[Row], database: Database):
    with database.session(read=True) as session:
        cypher, given = in_one_map(question.cypher, question.bind(asked(question.id)[0]).bound())
        result = session.run(trusted(f"EXPLAIN {cypher}"), given)
        plan = result.consume().plan
    assert plan is not None
    found = set(operators(plan))
    assert not {name for name in found if "CartesianProduct" in name or "AllNodes" in name or "AllRelation" in name}


def vocabularies(annotation: Any) -> Iterator[type[StrEnum]]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield annotation
    for part in get_args(annotation):
        yield from vocabularies(part)


def test_no_two_models_or_vocabularies_share_a_name():
    models = {model for question in LIBRARY for model in models_in(question.row)}
    fields = [info for model in (*models, *(q.parameters for q in LIBRARY)) for info in model.model_fields.values()]
    named = [kind.__name__ for kind in {*models, *(v for info in fields for v in vocabularies(info.annotation))}]
    assert sorted(named) == sorted(set(named))


def test_a_question_is_found_by_its_id_or_close_ids_are_named():
    assert LIBRARY.get("trace").id == "trace"
    with pytest.raises(NotFoundError, match="emotion-curve"):
        LIBRARY.get("emotions-curve")
    with pytest.raises(NotFoundError, match="journeygraph questions"):
        LIBRARY.get("xyzzy")


def test_questions_are_found_by_words_in_any_order_and_case():
    assert "moments-of-truth" in [question.id for question in LIBRARY.about("Truth of MOMENTS")]
    assert LIBRARY.about("lowest point")[0].id == "emotion-curve"
    assert LIBRARY.about("no such words at all") == ()
    assert len(LIBRARY.about("  ")) == len(LIBRARY)


def test_grouping_loses_no_question():
    grouped = [question.id for groups in LIBRARY.grouped().values() for group in groups.values() for question in group]
    assert sorted(grouped) == sorted(question.id for question in LIBRARY)
    assert LIBRARY.get("trace") in LIBRARY.grouped()[AskedBy.STRATEGIST][Decision.BACK]


def test_two_questions_with_one_id_are_refused():
    with pytest.raises(ValueError, match="same id"):
        Library([LIBRARY.get("trace"), LIBRARY.get("trace")])


@EACH
def test_an_unknown_parameter_is_named_with_those_that_exist(question: Question[Row]):
    with pytest.raises(UsageError, match=r"'lmit'; it has .*limit"):
        question.bind({**asked(question.id)[0], "lmit": 3})


@pytest.mark.parametrize("limit", [0, -1, 10**9, "many", None, 1.5])
def test_a_wrong_limit_is_named_with_what_was_found(limit: object):
    with pytest.raises(UsageError, match=f"Parameter 'limit' of question 'trace' is {limit!r}"):
        LIBRARY.get("trace").bind({"limit": limit})


def test_a_missing_parameter_is_named_with_its_meaning():
    with pytest.raises(UsageError, match=r"needs the parameter 'nodes': References"):
        LIBRARY.get("evidence-for").bind({})


def test_keys_may_come_as_one_text_and_are_taken_once():
    parameters = LIBRARY.get("trace").bind({"moments": "a, b,a,"})
    assert parameters.bound()["moments"] == ["a", "b"]


def test_a_key_that_is_none_a_kind_that_is_none_and_a_word_that_is_no_choice_are_refused():
    with pytest.raises(UsageError, match="'Dinner Served' is not a key"):
        LIBRARY.get("trace").bind({"moments": ["Dinner Served"]})
    with pytest.raises(UsageError, match="there is no kind 'human'"):
        LIBRARY.get("evidence-for").bind({"nodes": ["human:me"]})
    with pytest.raises(UsageError, match="write kind:key"):
        LIBRARY.get("evidence-for").bind({"nodes": ["me"]})
    with pytest.raises(UsageError, match="'person' is not a kind with texts"):
        LIBRARY.get("search").bind({"text": "x", "kinds": ["person"]})
    with pytest.raises(UsageError, match="Parameter 'level' of question 'zoom' is 'atoms'"):
        LIBRARY.get("zoom").bind({"level": "atoms"})


def test_the_reference_page_is_the_one_that_the_library_writes():
    page = Path(__file__).parent.parent.parent / "docs" / "questions.md"
    assert page.read_text(encoding="utf-8") == reference(), "run: python -m queries.reference > docs/questions.md"


def test_every_question_that_users_brought_is_answered():
    answered = {number for question in LIBRARY for number in question.numbers} | {typed.number for typed in TYPED}
    assert answered == set(range(1, 67))
