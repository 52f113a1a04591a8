"""With what each question is asked, about the bistro or the sample, so that each relationship that it crosses shows."""

from typing import Any

from neo4j import Transaction

from graph_store.cypher import in_one_map
from queries.parameters import Parameters
from queries.question import Question, R
from tests.queries import asked_early, asked_late

Asked = dict[str, list[dict[str, Any]]]
"""By a question's id, the parameters that it is asked with, one set after another; without an entry, none."""

BISTRO: Asked = {
    "channels-in-phase": [{}, {"personas": ["neighbour"]}],
    "emotion-curve": [{}, {"phases": ["visit/dine"]}],
    "evidence-for": [{"nodes": ["moment_of_truth:greeting", "cx_goal:rest"]}],
    "evidence-for-link": [{"nodes": ["cx_goal:welcome"], "others": ["brand_goal:loyal"]}],
    "changed-since": [{"nodes": ["journey:dinner"]}],
    "what-a-run-did": [{"runs": ["1"]}],
    "what-a-run-read": [{"runs": ["1"]}],
    "how-connected": [{"nodes": ["persona:guest"], "others": ["moment_of_truth:bill"]}],
    "neighbourhood": [{"nodes": ["touchpoint:reception"]}],
    "neighbours": [{"nodes": ["touchpoint:reception"]}],
    "links-among": [{"nodes": ["moment_of_truth:greeting", "cx_goal:welcome"]}],
    "search": [{"text": "greeting"}],
    "search-kinds": [{"text": "greeting"}],
    "zoom": [{}, {"personas": ["neighbour"]}],
    "where-to-invest": [{"importance": ["importance"], "satisfaction": ["satisfaction"]}],
    "visits-without-purchase": [{"visits": ["visits"], "purchases": ["purchases"], "reached": ["guests"]}],
}
SAMPLE: Asked = {**asked_early.ASKED, **asked_late.ASKED}

DRAWN_IN_THE_BISTRO = (
    "moments-of-truth", "trace", "goals-without-moments", "moments-without-goals", "zoom", "channels-in-phase",
    "emotion-curve", "shared-pain-points", "evidence-for", "evidence-for-link", "search", "search-kinds", "datasets",
    "runs", "what-a-run-did", "what-a-run-read", "changed-since", "disagreements", "neighbourhood", "neighbours",
    "links-among",
)  # fmt: skip
"""The questions whose relationships all occur in the bistro; those of all others occur in the sample."""


def asked(question_id: str) -> list[dict[str, Any]]:
    """What it is asked about the bistro; without parameters unless it needs some."""
    return BISTRO.get(question_id, [{}])


def asked_of_the_sample(question_id: str) -> list[dict[str, Any]]:
    """What it is asked about the sample."""
    return SAMPLE.get(question_id, [{}])


def rows_within(transaction: Transaction, question: Question[R], parameters: Parameters) -> tuple[R, ...]:
    """The rows of a question in a transaction that is never committed, by the text that is really sent."""
    return question.answer(parameters, transaction.run(*in_one_map(question.cypher, parameters.bound())).data()).rows
