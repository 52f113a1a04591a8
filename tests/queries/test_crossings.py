"""Every relationship that a question says it crosses bears on its rows about the sample."""

from collections.abc import Sequence

import pytest

from graph_store.database import Database
from queries.library import LIBRARY
from queries.parameters import Parameters
from queries.question import Question
from queries.rows import Row
from tests.queries.asked import DRAWN_IN_THE_BISTRO, asked_of_the_sample, rows_within

ASKED_HERE = [question for question in LIBRARY if question.id not in DRAWN_IN_THE_BISTRO]
CROSSED = [(question, rel_type) for question in ASKED_HERE for rel_type in question.crosses]

Rows = list[tuple[Row, ...]]


def bound(question: Question[Row]) -> Sequence[Parameters]:
    return [question.bind(given) for given in asked_of_the_sample(question.id)]


def rows(database: Database, question: Question[Row]) -> Rows:
    return [question.answer(p, database.read(question.cypher, p.bound())).rows for p in bound(question)]


@pytest.fixture(scope="module")
def whole(sample: Database) -> dict[str, Rows]:
    """The rows about the whole sample, by question."""
    return {question.id: rows(sample, question) for question in ASKED_HERE}


@pytest.mark.parametrize("question", ASKED_HERE, ids=lambda question: question.id)
def test_the_sample_answers_it_whatever_it_is_asked_with(whole: dict[str, Rows], question: Question[Row]):
    assert all(whole[question.id])


@pytest.mark.parametrize(("question", "rel_type"), CROSSED, ids=lambda value: getattr(value, "id", value))
def test_without_a_relationship_that_a_question_crosses_its_rows_differ(
    sample: Database, whole: dict[str, Rows], question: Question[Row], rel_type: str
):
    with sample.session() as session, session.begin_transaction() as transaction:
        deleted = transaction.run("MATCH ()-[r:$($type)]->() DELETE r", type=rel_type).consume()
        assert deleted.counters.relationships_deleted, f"the sample has no {rel_type}"
        after = [rows_within(transaction, question, p) for p in bound(question)]
        transaction.rollback()
    assert after != whole[question.id]
