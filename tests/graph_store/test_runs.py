"""Loading again, loading less, dropping, undoing, and values that datasets disagree on."""

from pathlib import Path
from typing import Any

import pytest

from graph_schema.errors import NotFoundError, RefusedError
from graph_schema.problems import ProblemsError
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.operations import drop, undo
from loaders.pipeline import load
from tests.bundles import bundle, study
from tests.conftest import EXAMPLES
from tests.snapshot import snapshot


def channel(key: str, **fields: object) -> dict[str, object]:
    return {"key": key, "name": key.title(), **fields}


def shown(database: Database, key: str) -> dict[str, object]:
    return database.read("MATCH (n:Channel {key: $key}) RETURN properties(n) AS p", {"key": key})[0]["p"]


def test_loading_the_sample_twice_changes_nothing(database: Database):
    load([EXAMPLES], database, REGISTRY)
    before = snapshot(database, history=True)
    again = load([EXAMPLES], database, REGISTRY)
    assert again.run is None
    assert snapshot(database, history=True) == before
    assert list(check(database, REGISTRY)) == []


def test_a_dry_run_changes_nothing_and_says_what_would_change(database: Database, tmp_path: Path):
    path = bundle(tmp_path, "a", sources=[study()], channels=[channel("web")])
    before = snapshot(database, history=True)
    planned = load([path], database, REGISTRY, dry_run=True)
    assert {c["subject"] for c in planned.changes} == {"dataset:a", "source:study", "channel:web"}
    assert snapshot(database, history=True) == before


def test_a_plan_shows_where_datasets_will_differ_and_only_what_is_new(database: Database, tmp_path: Path):
    load([bundle(tmp_path, "a", rank=1, sources=[study()], channels=[channel("web", name="Web")])], database, REGISTRY)
    path = bundle(tmp_path, "b", channels=[channel("web", name="The web", description="Of b."), channel("shop")])
    planned = load([path], database, REGISTRY, dry_run=True)
    conflict = {"kind": "channel", "key": "web", "field": "name", "shown": '{"value":"Web"}'}
    assert planned.conflicts == [conflict | {"given": '{"a":"Web","b":"The web"}'}]
    assert planned.counts["in_conflict"] == 1
    assert load([path], database, REGISTRY).counts["in_conflict"] == 1
    path = bundle(tmp_path, "b", channels=[channel("web", name="The web", description="Of b."), channel("branch")])
    assert load([path], database, REGISTRY, dry_run=True).conflicts == []


def test_a_dry_run_proposes_merges_and_applies_none(database: Database, tmp_path: Path):
    names = {"home-page": "Home page", "call-1": "Call 1", "newsletter": "Newsletter"}
    known = [{"key": key, "name": name} for key, name in names.items()]
    load([bundle(tmp_path, "a", sources=[study()], touchpoints=known, channels=[channel("web")])], database, REGISTRY)
    names = {
        "homepage": "Homepage",
        "call-2": "Call 2",
        "news-letters": "Newsletters",
        "shop": "Shop",
        "the-shop": "SHOP",
    }
    new = [{"key": key, "name": name} for key, name in names.items()]
    path = bundle(tmp_path, "b", touchpoints=[*new, {"key": "web", "name": "Web"}])
    found = {(p["key"], p["like"], p["known"]) for p in load([path], database, REGISTRY, dry_run=True).proposals}
    assert found == {("homepage", "home-page", True), ("news-letters", "newsletter", True), ("the-shop", "shop", False)}
    assert load([path], database, REGISTRY).counts["added"] == len(new) + 1
    assert load([path], database, REGISTRY, dry_run=True).proposals == []


def test_a_dry_run_on_a_database_without_schema_makes_none(database: Database, tmp_path: Path):
    with database.session() as session:
        session.run("DROP INDEX search").consume()
    path = bundle(tmp_path, "a", sources=[study()], channels=[channel("web")])
    assert load([path], database, REGISTRY, dry_run=True).counts["added"] == 2
    assert database.read("SHOW INDEXES YIELD name WHERE name = 'search'") == []
    load([path], database, REGISTRY)


def test_a_load_tells_how_far_it_is(database: Database, tmp_path: Path):
    told: dict[str, int] = {}
    path = bundle(tmp_path, "a", sources=[study()], channels=[channel("web"), channel("shop")])

    def progress(what: str, done: int, of: int | None) -> None:
        told[what] = told.get(what, 0) + done

    load([path], database, REGISTRY, progress=progress)
    assert told["Reading"] == 3
    assert told["Writing"] >= 3


def test_a_reload_replaces_what_the_dataset_said_and_nothing_else(database: Database, tmp_path: Path):
    load([bundle(tmp_path, "a", sources=[study()], channels=[channel("web"), channel("shop")])], database, REGISTRY)
    load([bundle(tmp_path, "b", channels=[channel("web", description="Of b.")])], database, REGISTRY)
    result = load([bundle(tmp_path, "a", sources=[study()], channels=[channel("web")])], database, REGISTRY)
    assert result.counts == {"added": 0, "changed": 0, "removed": 1, "unchanged": 2, "in_conflict": 0}
    assert database.read("MATCH (n:Channel) RETURN collect(n.key) AS keys")[0]["keys"] == ["web"]
    assert shown(database, "web")["description"] == "Of b."


def test_a_renamed_folder_is_the_same_dataset(database: Database, tmp_path: Path):
    path = bundle(tmp_path, "a", sources=[study()], channels=[channel("web")])
    load([path], database, REGISTRY)
    again = load([path.rename(tmp_path / "renamed")], database, REGISTRY)
    assert again.run is None


def test_the_highest_rank_shows_then_the_newest_and_dropping_brings_the_other_back(database: Database, tmp_path: Path):
    load(
        [bundle(tmp_path, "high", rank=5, sources=[study()], channels=[channel("web", name="High")])],
        database,
        REGISTRY,
    )
    load([bundle(tmp_path, "old", channels=[channel("web", name="Old", description="Old.")])], database, REGISTRY)
    load([bundle(tmp_path, "new", channels=[channel("web", name="New", description="New.")])], database, REGISTRY)
    assert shown(database, "web") == {"key": "web", "name": "High", "description": "New."}
    drop("new", database, REGISTRY)
    assert shown(database, "web") == {"key": "web", "name": "High", "description": "Old."}
    load(
        [bundle(tmp_path, "old", rank=9, channels=[channel("web", name="Old", description="Old.")])], database, REGISTRY
    )
    assert shown(database, "web") == {"key": "web", "name": "Old", "description": "Old."}
    undo(5, database, REGISTRY)
    assert shown(database, "web") == {"key": "web", "name": "High", "description": "Old."}
    undo(6, database, REGISTRY)
    assert shown(database, "web") == {"key": "web", "name": "Old", "description": "Old."}
    assert list(check(database, REGISTRY)) == []


def test_two_sources_that_say_the_same_are_both_kept(database: Database, tmp_path: Path):
    content = {"channels": [channel("web")], "touchpoints": [channel("home")]}
    steps: dict[str, Any] = {
        "journeys": [channel("j")],
        "stages": [channel("j/s")],
        "steps": [channel("j/s/t", via="web")],
    }
    load([bundle(tmp_path, "a", sources=[study()], **content, **steps)], database, REGISTRY)
    load([bundle(tmp_path, "b", via=[{"from": "j/s/t", "to": "web", "basis": "inferred"}])], database, REGISTRY)
    links = database.read("MATCH (:Step)-[r:VIA]->(:Channel) RETURN r.dataset AS d, r.basis AS b ORDER BY d")
    assert links == [{"d": "a", "b": "stated"}, {"d": "b", "b": "inferred"}]
    drop("b", database, REGISTRY)
    assert database.read("MATCH ()-[r:VIA]->() RETURN count(r) AS n") == [{"n": 1}]


def test_what_others_still_need_is_not_removed(database: Database, tmp_path: Path):
    load([bundle(tmp_path, "a", sources=[study()], channels=[channel("web")])], database, REGISTRY)
    steps: dict[str, Any] = {
        "journeys": [channel("j")],
        "stages": [channel("j/s")],
        "steps": [channel("j/s/t", via="web")],
    }
    load([bundle(tmp_path, "b", sources=[study()], **steps)], database, REGISTRY)
    before = snapshot(database)
    with pytest.raises(ProblemsError, match="channel:web would be removed, and dataset 'b' relates it to step:j/s/t"):
        drop("a", database, REGISTRY)
    assert snapshot(database) == before


def test_a_container_that_others_fill_is_not_removed(database: Database, tmp_path: Path):
    load([bundle(tmp_path, "a", sources=[study()], journeys=[channel("j")])], database, REGISTRY)
    load([bundle(tmp_path, "b", sources=[study()], stages=[channel("j/s")])], database, REGISTRY)
    with pytest.raises(ProblemsError, match="journey:j would be removed, and stage:j/s needs it"):
        drop("a", database, REGISTRY)


def test_undoing_a_run_leaves_the_graph_as_it_was(database: Database, tmp_path: Path):
    load([EXAMPLES], database, REGISTRY)
    before = snapshot(database)
    changed = bundle(tmp_path, "more", channels=[channel("web-site", name="Renamed")], sources=[study()])
    run = load([changed], database, REGISTRY).run
    assert run is not None
    assert snapshot(database) != before
    undo(run, database, REGISTRY)
    assert snapshot(database) == before


def test_undoing_an_undo_brings_the_run_back(database: Database):
    run = load([EXAMPLES], database, REGISTRY).run
    assert run == 1
    after = snapshot(database)
    undone = undo(1, database, REGISTRY)
    assert undone.run == 2
    assert snapshot(database) == ([], [])
    undo(2, database, REGISTRY)
    assert snapshot(database) == after
    states = database.read("MATCH (r:LoadRun) RETURN r.number AS n, r.state AS s ORDER BY n")
    assert [row["s"] for row in states] == ["applied", "undone", "applied"]


def test_a_run_that_later_runs_built_on_is_not_undone(database: Database, tmp_path: Path):
    load([bundle(tmp_path, "a", sources=[study()], channels=[channel("web")])], database, REGISTRY)
    load([bundle(tmp_path, "a", sources=[study()], channels=[channel("web", name="Web!")])], database, REGISTRY)
    with pytest.raises(RefusedError, match=r"Later runs touched what run 1 did \(run 2: channel:web"):
        undo(1, database, REGISTRY)
    undo(2, database, REGISTRY)
    undo(1, database, REGISTRY)
    assert snapshot(database) == ([], [])


def test_a_reload_after_an_undo_is_not_taken_for_unchanged(database: Database, tmp_path: Path):
    load([bundle(tmp_path, "a", sources=[study()], channels=[channel("web")])], database, REGISTRY)
    newer = bundle(tmp_path, "a", sources=[study()], channels=[channel("web", name="Web!")])
    load([newer], database, REGISTRY)
    undo(2, database, REGISTRY)
    assert shown(database, "web")["name"] == "Web"
    load([newer], database, REGISTRY)
    assert shown(database, "web")["name"] == "Web!"


def test_an_unknown_run_and_dataset_are_named(database: Database):
    with pytest.raises(NotFoundError, match="no run 7"):
        undo(7, database, REGISTRY)
    with pytest.raises(NotFoundError, match="no dataset 'nope'"):
        drop("nope", database, REGISTRY)


def test_a_refused_load_is_kept_as_a_rejected_run_and_changes_nothing_else(database: Database, tmp_path: Path):
    before = snapshot(database)
    with pytest.raises(ProblemsError):
        load([bundle(tmp_path, "a", channels=[{"key": "web"}])], database, REGISTRY)
    assert snapshot(database) == before
    runs = database.read("MATCH (r:LoadRun) RETURN r.state AS state, r.report AS report")
    assert [run["state"] for run in runs] == ["rejected"]
    assert "name" in runs[0]["report"]
