"""Renaming and merging: everything moves, the old key stays resolvable, and a reload doesn't bring it back."""

from pathlib import Path

import pytest

from graph_schema.errors import NotFoundError, RefusedError, UsageError
from graph_schema.problems import ProblemsError
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.operations import undo
from graph_store.renaming import merge, rename
from loaders.pipeline import load
from tests.bundles import bundle, study
from tests.snapshot import snapshot


@pytest.fixture
def journey(database: Database, tmp_path: Path) -> Path:
    path = bundle(
        tmp_path,
        "a",
        sources=[study()],
        quotes=[{"key": "q", "text": "Said."}],
        personas=[{"key": "p", "name": "P"}],
        channels=[{"key": "web", "name": "Web"}, {"key": "site", "name": "Site", "description": "Only here."}],
        journeys=[
            {
                "key": "j",
                "name": "J",
                "for": "persona:p",
                "stages": [{"key": "s", "name": "S", "steps": [{"key": "t", "name": "T", "via": "web"}]}],
            }
        ],
        feelings=[{"persona": "p", "place": "step:j/s/t", "score": "0.5", "quotes": ["q"]}],
    )
    load([path], database, REGISTRY)
    return path


def keys(database: Database, label: str) -> list[str]:
    query = "MATCH (n) WHERE labels(n)[0] = $label RETURN n.key AS key ORDER BY key"
    return [row["key"] for row in database.read(query, {"label": label})]


def test_what_a_renamed_thing_contains_and_says_moves_along(database: Database, journey: Path):
    rename("journey", "j", "first-use", database, REGISTRY)
    assert keys(database, "Step") == ["first-use/s/t"]
    linked = database.read("MATCH (t:Step)-[:VIA]->(c), (f:Feeling)-[:FELT_AT]->(t) RETURN t.key AS t, c.key AS c")
    assert linked == [{"t": "first-use/s/t", "c": "web"}]
    assert list(check(database, REGISTRY)) == []


def test_a_file_with_the_old_key_still_means_the_same_thing(database: Database, journey: Path):
    rename("journey", "j", "first-use", database, REGISTRY)
    rename("persona", "p", "newcomer", database, REGISTRY)
    before = snapshot(database)
    assert load([journey], database, REGISTRY).run is None
    assert snapshot(database) == before


def test_sources_and_quotes_are_renamed_wherever_they_are_named(database: Database, journey: Path):
    rename("source", "study", "interviews", database, REGISTRY)
    rename("quote", "q", "said", database, REGISTRY)
    assert list(check(database, REGISTRY)) == []
    assert database.read("MATCH (f:Feeling) RETURN f.source AS s, f.quotes AS q") == [
        {"s": "interviews", "q": ["said"]}
    ]
    assert load([journey], database, REGISTRY).run is None


def test_undoing_a_rename_restores_the_graph(database: Database, journey: Path):
    before = snapshot(database)
    run = rename("journey", "j", "first-use", database, REGISTRY).run
    assert run is not None
    undo(run, database, REGISTRY)
    assert snapshot(database) == before


def test_renaming_there_and_back_leaves_no_alias_of_itself(database: Database, journey: Path):
    before = snapshot(database)
    rename("journey", "j", "k", database, REGISTRY)
    rename("journey", "k", "j", database, REGISTRY)
    assert keys(database, "Journey") == ["j"]
    assert "journey:j" not in keys(database, "Alias")
    assert load([journey], database, REGISTRY).run is None
    assert before[1] == snapshot(database)[1]


def test_a_merge_keeps_the_values_of_the_kept_and_adds_what_only_the_other_has(database: Database, journey: Path):
    merge("channel", "web", "site", database, REGISTRY)
    shown = database.read("MATCH (c:Channel) RETURN properties(c) AS p")
    assert [row["p"] for row in shown] == [{"key": "web", "name": "Web", "description": "Only here."}]
    assert load([journey], database, REGISTRY).run is None
    assert list(check(database, REGISTRY)) == []


def test_what_cannot_be_renamed_or_merged_says_why(database: Database, journey: Path):
    with pytest.raises(NotFoundError, match="no channel 'nope'"):
        rename("channel", "nope", "x", database, REGISTRY)
    with pytest.raises(UsageError, match="There is a channel 'site' already"):
        rename("channel", "web", "site", database, REGISTRY)
    with pytest.raises(UsageError, match="not a key"):
        rename("channel", "web", "The Web", database, REGISTRY)
    with pytest.raises(UsageError, match="as many parts"):
        rename("stage", "j/s", "s", database, REGISTRY)
    with pytest.raises(NotFoundError, match="no journey 'other'"):
        rename("stage", "j/s", "other/s", database, REGISTRY)
    load([bundle(journey.parent, "b", stages=[{"key": "j/u", "name": "U"}])], database, REGISTRY)
    with pytest.raises(RefusedError, match="contains 1 other"):
        merge("stage", "j/u", "j/s", database, REGISTRY)


def test_a_merge_that_would_leave_one_source_with_two_ends_is_refused(database: Database, tmp_path: Path):
    steps = [{"key": f"j/s/{key}", "name": key, "via": channel} for key, channel in (("a", "web"), ("b", "shop"))]
    channels = [{"key": key, "name": key} for key in ("web", "shop")]
    journeys, stages = [{"key": "j", "name": "J"}], [{"key": "j/s", "name": "S"}]
    path = bundle(tmp_path, "a", sources=[study()], channels=channels, journeys=journeys, stages=stages, steps=steps)
    load([path], database, REGISTRY)
    before = snapshot(database, history=True)
    with pytest.raises(ProblemsError, match="step:j/s/a via leads to 2 ends"):
        merge("step", "j/s/a", "j/s/b", database, REGISTRY)
    assert snapshot(database, history=True) == before
