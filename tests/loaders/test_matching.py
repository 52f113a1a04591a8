"""A name in a file is taken for what is known by a key, an alias or a name; what is softer is only proposed."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from graph_schema.errors import UsageError
from graph_schema.problems import ProblemsError
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.likeness import LOOKED_AT, Proposal
from graph_store.loading import Loading
from graph_store.operations import drop, undo
from graph_store.renaming import rename
from loaders import forms
from loaders.decisions import COLUMNS, Decision, read_decisions, write_proposals
from loaders.export import ExportForm, export
from loaders.pipeline import load
from loaders.respondents import HashKey, Respondents
from loaders.wishes import Wishes
from tests.bundles import bundle, study
from tests.loaders.answers import FORM, HEAD
from tests.snapshot import snapshot

RESPONDENTS = Respondents(HashKey("a key that is long enough"))


@pytest.fixture(autouse=True)
def _answers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(forms, "FORMS", (*forms.FORMS, FORM))


def answers(folder: Path, *touchpoints: str, name: str = "nps") -> Path:
    """One response about each touchpoint, by name."""
    path = folder / f"{name}.csv"
    rows = [f"r{i},5,,{touchpoint}" for i, touchpoint in enumerate(touchpoints)]
    path.write_text("\n".join((HEAD, *rows, "")), "utf-8")
    return path


def loaded(database: Database, *paths: Path, accept: Path | None = None, dry_run: bool = False) -> Loading:
    return load(paths, database, REGISTRY, dry_run=dry_run, wishes=Wishes(respondents=RESPONDENTS, accept=accept))


def known(database: Database, folder: Path, names: dict[str, str], key: str = "web") -> None:
    touchpoints = [{"key": key, "name": name} for key, name in names.items()]
    loaded(database, bundle(folder, key, sources=[study()], touchpoints=touchpoints))


def asked_about(database: Database) -> list[str]:
    rows = database.read("MATCH (:Response)-[:ABOUT]->(t:Touchpoint) RETURN DISTINCT t.key AS key ORDER BY key")
    return [row["key"] for row in rows]


def matches(loading: Loading) -> set[tuple[str, str, str]]:
    return {(match["name"], match["means"], match["by"]) for match in loading.matches}


def decide(path: Path, *rows: tuple[str, str, str], kind: str = "touchpoint") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("kind", "key", "like", "decision"))
        writer.writerows((kind, *row) for row in rows)
    return path


def test_a_name_means_what_is_known_by_key_then_by_alias_then_by_name(database: Database, tmp_path: Path):
    known(database, tmp_path, {"home-page": "Start", "till": "The till", "hp": "Newsletter", "x": "Opening hours"})
    rename("touchpoint", "till", "paying", database, REGISTRY)
    path = answers(tmp_path, "Home page", "Till", "NEWSLETTER", "Opening-hours", "Delivery")
    planned = loaded(database, path, dry_run=True)
    found = {
        ("Till", "touchpoint:paying", "alias"),
        ("NEWSLETTER", "touchpoint:hp", "name"),
        ("Opening-hours", "touchpoint:x", "name"),
    }
    assert matches(planned) == found
    applied = loaded(database, path)
    assert matches(applied) == found
    assert asked_about(database) == ["delivery", "home-page", "hp", "paying", "x"]
    assert list(check(database, REGISTRY)) == []
    assert loaded(database, path).run is None


def test_a_name_that_a_dataset_gave_is_a_name_even_where_another_shows(database: Database, tmp_path: Path):
    known(database, tmp_path, {"hp": "Newsletter"})
    path = answers(tmp_path, "newsletter")
    loaded(database, path)
    known(database, tmp_path, {"hp": "Our weekly mail"})
    assert loaded(database, path).counts["removed"] == 0
    assert asked_about(database) == ["hp"]


def test_a_name_in_the_same_load_is_found_in_whatever_order(database: Database, tmp_path: Path):
    path = answers(tmp_path, "Home Page")
    folder = bundle(tmp_path, "web", sources=[study()], touchpoints=[{"key": "hp", "name": "Home page"}])
    assert matches(loaded(database, path, folder)) == {("Home Page", "touchpoint:hp", "name")}
    assert asked_about(database) == ["hp"]


def test_a_name_that_two_have_is_taken_for_neither(database: Database, tmp_path: Path):
    known(database, tmp_path, {"a": "Home page", "b": "HOME page"})
    planned = loaded(database, answers(tmp_path, "Home Page"), dry_run=True)
    assert planned.matches == []
    assert {(p["key"], p["like"]) for p in planned.proposals} == {("home-page", "a"), ("home-page", "b")}
    loaded(database, answers(tmp_path, "Home Page"))
    assert asked_about(database) == ["home-page"]


@pytest.mark.parametrize(
    ("there", "new", "reason"),
    [
        ("Homepage", "homepage page", "'homepage page' and 'Homepage' say the same, one of them with a word more"),
        ("Web", "web/app", "'web/app' names several things, and 'Web' is one of them"),
        ("Newsletter", "Newsleter", "'Newsleter' and 'Newsletter' are 95% alike"),
        ("Home page", "Homepage", "'Homepage' and 'Home page' differ in case, spaces, signs or accents only"),
    ],
)
def test_what_is_softer_is_proposed_with_its_reason(
    database: Database, tmp_path: Path, there: str, new: str, reason: str
):
    known(database, tmp_path, {"known": there})
    planned = loaded(database, answers(tmp_path, new), dry_run=True)
    assert planned.matches == []
    assert [(p["like"], p["reason"]) for p in planned.proposals] == [("known", reason)]
    loaded(database, answers(tmp_path, new))
    assert asked_about(database) != ["known"]


def test_a_list_of_proposals_is_decided_on_and_kept_with_the_dataset(database: Database, tmp_path: Path):
    known(database, tmp_path, {"home-page": "Home page", "app": "App", "mail": "Newsletter"})
    path = answers(tmp_path, "Homepage", "Web/App", "Newsleter")
    listed = tmp_path / "matches.csv"
    planned = loaded(database, path, dry_run=True)
    assert write_proposals(listed, [Proposal(**proposal) for proposal in planned.proposals]) == 3
    rows = list(csv.DictReader(listed.open(encoding="utf-8")))
    assert tuple(rows[0]) == COLUMNS
    decided = {"homepage": "merge", "web-app": "Keep", "newsleter": ""}
    with listed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list[str](COLUMNS), delimiter=";")
        writer.writeheader()
        writer.writerows({**row, "decision": decided[row["key"]]} for row in rows)
    applied = loaded(database, path, accept=listed)
    assert matches(applied) == {("Homepage", "touchpoint:home-page", "decision")}
    assert asked_about(database) == ["home-page", "newsleter", "web-app"]
    kept = database.read("MATCH (d:Dataset {key: 'nps'}) RETURN d.matches AS m")[0]["m"]
    assert kept == ["touchpoint:homepage is touchpoint:home-page", "touchpoint:web-app is not touchpoint:app"]
    assert list(check(database, REGISTRY)) == []
    assert loaded(database, path).run is None
    later = loaded(database, answers(tmp_path, "Homepage", "Web/App", "Newsleter", "Shop"), dry_run=True)
    assert [change["subject"] for change in later.changes if change["subject"].startswith("touchpoint:")] == [
        "touchpoint:shop"
    ]
    before = snapshot(database)
    drop("nps", database, REGISTRY)
    assert {(p["key"], p["like"]) for p in loaded(database, path, dry_run=True).proposals} == {
        ("homepage", "home-page"),
        ("web-app", "app"),
        ("newsleter", "mail"),
    }
    undo(3, database, REGISTRY)
    assert snapshot(database) == before


def test_what_means_the_same_is_counted_together(database: Database, tmp_path: Path):
    known(database, tmp_path, {"start": "Home page"})
    path = tmp_path / "nps.csv"
    path.write_text("Who,Score,Page\na@example.org,10,HOME PAGE\nb@example.org,0,Homepage\nc@example.org,9,Delivery\n")
    survey = {"about": "touchpoint:{Page}", "respondent": "Who", "questions": [{"column": "Score", "answer": "nps"}]}
    records = {"touchpoints": {"key": "{Page}", "name": "{Page}"}}
    mapping = {"mapping": "nps", "survey": survey, "records": records}
    (tmp_path / "nps.mapping.yaml").write_text(json.dumps(mapping))
    loaded(database, path, accept=decide(tmp_path / "d.csv", ("homepage", "start", "merge")))
    about = "MATCH (t:Touchpoint)<-[:ABOUT]-(r:Reading) RETURN t.key AS key, r.n AS n, r.value AS value ORDER BY key"
    assert database.read(about) == [
        {"key": "delivery", "n": 1, "value": 100.0},
        {"key": "start", "n": 2, "value": 0.0},
    ]
    assert loaded(database, path).run is None


def test_a_decision_goes_for_keys_that_people_gave_too(database: Database, tmp_path: Path):
    known(database, tmp_path, {"home-page": "Home page"})
    step: dict[str, Any] = {"key": "go", "name": "Go", "order": 1, "at": "start"}
    journey = {"key": "j", "name": "J", "stages": [{"key": "s", "name": "S", "order": 1, "steps": [step]}]}
    path = bundle(
        tmp_path, "map", touchpoints=[{"key": "start", "name": "Start page"}], journeys=[journey], sources=[study()]
    )
    merged = decide(tmp_path / "d.csv", ("start", "home-page", "merge"))
    loaded(database, path, accept=merged)
    assert database.read("MATCH (:Step)-[:AT]->(t) RETURN t.key AS key") == [{"key": "home-page"}]
    assert loaded(database, path).run is None
    undecided = decide(tmp_path / "e.csv", ("start", "home-page", "keep"))
    loaded(database, path, accept=undecided)
    assert database.read("MATCH (:Step)-[:AT]->(t) RETURN t.key AS key") == [{"key": "start"}]


@pytest.mark.parametrize("form", list(ExportForm))
def test_decisions_are_exported_and_may_be_written_by_hand(database: Database, tmp_path: Path, form: ExportForm):
    said = ["touchpoint:start is touchpoint:home-page", "touchpoint:till is not touchpoint:home-page"]
    path = bundle(tmp_path, "web", sources=[study()], touchpoints=[{"key": "start", "name": "Home"}], channels=[])
    (path / "dataset.yaml").write_text(f"dataset: web\nsource: study\nmatches: {json.dumps(said)}\n")
    loaded(database, path)
    assert database.read("MATCH (t:Touchpoint) RETURN t.key AS key") == [{"key": "home-page"}]
    before = snapshot(database)
    export(tmp_path / "out", database, REGISTRY, form)
    with database.session() as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
    loaded(database, tmp_path / "out")
    assert snapshot(database) == before
    (path / "dataset.yaml").write_text("dataset: web\nsource: study\nmatches: [touchpoint:a is persona:b]\n")
    with pytest.raises(ProblemsError, match="is not about two things of one kind"):
        loaded(database, path)


def test_merges_lead_on_to_the_last(database: Database, tmp_path: Path):
    known(database, tmp_path, {"c": "Home"})
    path = decide(tmp_path / "d.csv", ("a", "b", "merge"), ("b", "c", "merge"), ("x", "c", "keep"))
    assert read_decisions(path, REGISTRY) == [
        Decision("touchpoint:a", "touchpoint:c", True),
        Decision("touchpoint:b", "touchpoint:c", True),
        Decision("touchpoint:x", "touchpoint:c", False),
    ]
    both = [{"key": "a", "name": "A"}, {"key": "b", "name": "B"}]
    loading = loaded(database, bundle(tmp_path, "two", touchpoints=both, sources=[study()]), accept=path)
    assert loading.notes == ["What the list decides about touchpoint:x is about nothing here."]
    assert database.read("MATCH (t:Touchpoint) RETURN t.key AS key") == [{"key": "c"}]


def test_a_wrong_list_is_told_line_by_line(tmp_path: Path):
    wrong = decide(
        tmp_path / "d.csv",
        ("a", "b", "perhaps"),
        ("a", "a", "merge"),
        ("A!", "b", "merge"),
        ("a", "b", "merge"),
        ("a", "c", "merge"),
    )
    with pytest.raises(ProblemsError) as caught:
        read_decisions(wrong, REGISTRY)
    assert [problem.place.line for problem in caught.value.problems] == [2, 3, 4, 6]
    with pytest.raises(ProblemsError, match="There is no kind 'change' that is known by keys"):
        read_decisions(decide(tmp_path / "e.csv", ("a", "b", "merge"), kind="change"), REGISTRY)
    with pytest.raises(UsageError, match="touchpoint:a is merged into itself"):
        read_decisions(decide(tmp_path / "f.csv", ("a", "b", "merge"), ("b", "a", "merge")), REGISTRY)
    with pytest.raises(UsageError, match="can't be read"):
        read_decisions(tmp_path / "nowhere.csv", REGISTRY)
    with pytest.raises(UsageError, match="is there already"):
        write_proposals(wrong, [])


def test_a_name_of_nothing_is_told_by_the_name(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = answers(tmp_path, "Home page")
    form = FORM._replace(read=lambda sample, wishes: _without_touchpoints(FORM.read(sample, wishes)))
    monkeypatch.setattr(forms, "FORMS", (form,))
    with pytest.raises(ProblemsError, match="There is no touchpoint called 'Home page', neither here nor"):
        loaded(database, path)


def _without_touchpoints(reading: Any) -> Any:
    entries = (entry for entry in reading.entries if entry.collection != "touchpoints")
    return type(reading)(reading.dataset, reading.place, entries, reading.problems)


def test_too_many_new_names_are_not_compared_in_silence(database: Database, tmp_path: Path):
    many = [{"key": f"t{i}", "name": f"Place {i}"} for i in range(LOOKED_AT + 1)]
    planned = loaded(database, bundle(tmp_path, "many", sources=[study()], touchpoints=many), dry_run=True)
    assert planned.notes == ["Of 2,001 new touchpoints, the first 2,000 were compared with others by name."]
    assert planned.proposals == []
