"""What was loaded, what a run did, what changed since, and where datasets differ: on real loads."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.operations import undo
from loaders.pipeline import load
from queries.library import LIBRARY
from tests.bundles import bundle, study


@pytest.fixture
def twice(database: Database, tmp_path: Path) -> Database:
    """Two datasets that name a journey differently; the second run adds a stage, the third is rejected."""
    load([bundle(tmp_path, "a", rank=2, sources=[study()], journeys=[{"key": "j", "name": "J"}])], database, REGISTRY)
    stages = [{"key": "j/s", "name": "S"}]
    load([bundle(tmp_path, "b", journeys=[{"key": "j", "name": "Jay"}], stages=stages)], database, REGISTRY)
    with pytest.raises(Exception, match="no persona:nobody"):
        load([bundle(tmp_path, "c", journeys=[{"key": "k", "name": "K", "for": "persona:nobody"}])], database, REGISTRY)
    return database


def test_datasets_with_what_they_describe(twice: Database):
    rows = LIBRARY.get("datasets").ask(twice).rows
    assert [(r.dataset.key, r.rank, r.nodes, r.last_run) for r in rows] == [("a", 2, 2, 1), ("b", 0, 2, 2)]  # type: ignore[attr-defined]


def test_runs_newest_first(twice: Database):
    rows = LIBRARY.get("runs").ask(twice).rows
    assert [(r.run, r.state, r.added) for r in rows] == [(3, "rejected", 0), (2, "applied", 2), (1, "applied", 2)]  # type: ignore[attr-defined]


def test_what_a_run_did_and_why_one_was_rejected(twice: Database):
    rows = LIBRARY.get("what-a-run-did").ask(twice, runs=["2", "3"]).rows
    found = [(r.run, r.action, r.subject) for r in rows]  # type: ignore[attr-defined]
    assert found == [(2, "added", "dataset:b"), (2, "added", "journey:j"), (2, "added", "stage:j/s"), (3, None, None)]
    assert "persona:nobody" in str(rows[-1].report)  # type: ignore[attr-defined]


def test_what_a_run_did_is_named_and_read_from_anywhere(twice: Database):
    question = LIBRARY.get("what-a-run-did")
    rows = question.ask(twice, runs=["2"], skip=1, limit=1).rows
    assert [(r.subject, r.subject_name, r.object_name) for r in rows] == [("journey:j", "J", None)]  # type: ignore[attr-defined]
    undo(2, twice, REGISTRY)
    (stage,) = question.ask(twice, runs=["2"], skip=2).rows
    assert (stage.subject, stage.subject_name) == ("stage:j/s", None), "it is there no more"  # type: ignore[attr-defined]


def test_what_changed_in_a_journey_since(twice: Database):
    question = LIBRARY.get("changed-since")
    assert [r.subject for r in question.ask(twice, nodes=["journey:j"]).rows] == ["journey:j", "stage:j/s", "journey:j"]  # type: ignore[attr-defined]
    since = question.ask(twice, nodes=["journey:j"], since_run=1).rows
    assert [r.subject for r in since] == ["journey:j", "stage:j/s"]  # type: ignore[attr-defined]
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert question.ask(twice, nodes=["journey:j"], since=tomorrow).rows == ()
    undo(2, twice, REGISTRY)
    assert {r.run for r in question.ask(twice, nodes=["journey:j"]).rows} == {1, 4}  # type: ignore[attr-defined]


def test_values_that_datasets_disagree_on(twice: Database):
    (row,) = LIBRARY.get("disagreements").ask(twice).rows
    assert (row.node.key, row.field, row.shown, row.datasets) == ("j", "name", "J", ["a", "b"])  # type: ignore[attr-defined]
    assert [(g.value, g.dataset) for g in row.given] == [("J", "a"), ("Jay", "b")]  # type: ignore[attr-defined]
    question = LIBRARY.get("disagreements")
    assert question.ask(twice, nodes=["journey:j"]).rows == (row,)
    assert question.ask(twice, nodes=["journey:j", "stage:j/s"], datasets="b").rows == (row,)
    assert question.ask(twice, nodes=["stage:j/s"]).rows == ()
