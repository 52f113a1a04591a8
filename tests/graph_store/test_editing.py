"""Small changes by a person: claims of a dataset of theirs, in history and undone like any other."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph_schema.errors import NotFoundError, RefusedError, UsageError
from graph_schema.keys import Ref
from graph_schema.kinds.contact import DecidedBy, Verdict, VerdictAbout
from graph_schema.kinds.experience import Serves
from graph_schema.kinds.journey import At
from graph_schema.model import Party
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.editing import Author, Edits
from graph_store.operations import undo
from graph_store.renaming import rename
from loaders.pipeline import load
from tests.bundles import bundle, study
from tests.snapshot import snapshot

STEP = {"key": "pay", "name": "Pay", "at": "till"}
PAT = Ref("persona", "pat")
PAID, EASE = Ref("moment_of_truth", "paid"), Ref("cx_goal", "ease")


@pytest.fixture
def loaded(database: Database, tmp_path: Path) -> Path:
    path = bundle(
        tmp_path,
        "a",
        sources=[study()],
        personas=[{"key": "pat", "name": "Pat", "description": "Reads."}],
        quotes=[{"key": "q", "text": "Said.", "wording": "verbatim"}],
        moments_of_truth=[{"key": "paid", "name": "Paid", "serves": [{"to": "ease", "strength": "1"}]}],
        cx_goals=[{"key": "ease", "name": "Ease"}],
        touchpoints=[{"key": key, "name": key} for key in ("till", "door", "shelf")],
        stakeholders=[{"key": "desk", "name": "Desk"}],
        journeys=[{"key": "buy", "name": "Buy", "stages": [{"key": "s", "name": "S", "steps": [STEP]}]}],
    )
    load([path], database, REGISTRY)
    return path


@pytest.fixture
def edits(database: Database, loaded: Path) -> Edits:
    return Edits(Author("edits-anna", "Anna"), database, REGISTRY)


def shown(database: Database, ref: Ref) -> dict[str, Any]:
    query = "MATCH (n {key: $key}) WHERE labels(n)[0] = $label RETURN properties(n) AS n"
    found = database.read(query, {"key": ref.key, "label": REGISTRY.kind(ref.kind).label()})
    return found[0]["n"] if found else {}


def served(database: Database) -> list[tuple[str, int | None]]:
    query = "MATCH (:MomentOfTruth)-[r:SERVES]->() RETURN r.source AS source, r.strength AS strength"
    return sorted((row["source"], row["strength"]) for row in database.read(query))


def run_of(database: Database, number: int | None) -> dict[str, Any]:
    return shown(database, Ref("load_run", str(number)))


def test_an_edit_shows_and_what_the_file_said_is_kept(database: Database, edits: Edits):
    applied = edits.describe(PAT, {"description": "Reads at night."}, {"locator": "Interview 3"})
    assert shown(database, PAT) == {"key": "pat", "name": "Pat", "description": "Reads at night."}
    assert applied.counts["added"] == 1
    assert applied.counts["in_conflict"] == 1
    record = run_of(database, applied.run)
    assert (record["by"], record["command"], record["datasets"]) == ("Anna", "edit persona:pat", ["edits-anna"])
    assert list(check(database, REGISTRY)) == []


def test_a_value_taken_back_gives_way_to_what_the_file_says(database: Database, edits: Edits):
    edits.describe(PAT, {"description": "Reads at night.", "name": "Patricia"}, {})
    edits.describe(PAT, {"description": None}, {})
    assert shown(database, PAT) == {"key": "pat", "name": "Patricia", "description": "Reads."}
    before = database.read("MATCH (:Dataset {key: 'edits-anna'})-[r:DESCRIBES]->(n) RETURN count(r) AS n")
    edits.describe(PAT, {"name": None}, {})
    after = database.read("MATCH (:Dataset {key: 'edits-anna'})-[r:DESCRIBES]->(n) RETURN count(r) AS n")
    assert shown(database, PAT)["name"] == "Pat"
    assert (before[0]["n"], after[0]["n"]) == (2, 1), "what says nothing of its own is no claim"


def test_what_an_edit_does_not_mention_it_does_not_decide(database: Database, edits: Edits):
    edits.describe(Ref("quote", "q"), {"locator": "Page 2"}, {})
    assert shown(database, Ref("quote", "q")) == {
        "key": "q",
        "text": "Said.",
        "wording": "verbatim",
        "locator": "Page 2",
    }


def test_an_edit_to_what_is_shown_already_does_nothing(database: Database, edits: Edits):
    assert edits.describe(PAT, {"name": "Pat"}, {}).run is None


def test_the_first_edit_can_be_undone_though_others_followed(database: Database, edits: Edits):
    edits.describe(EASE, {"name": "Ease of use"}, {})
    before = snapshot(database)
    first = edits.describe(PAT, {"name": "Patricia"}, {})
    edits.describe(EASE, {"description": "More."}, {})
    assert first.run is not None
    undo(first.run, database, REGISTRY, by="Bo")
    assert shown(database, PAT)["name"] == "Pat"
    assert snapshot(database) != before
    assert shown(database, EASE)["description"] == "More."


def test_edits_are_undone_one_by_one_without_a_trace_in_the_graph(database: Database, edits: Edits):
    edits.describe(EASE, {"description": "So that the dataset is there."}, {})
    before = snapshot(database)
    runs = [
        edits.describe(PAT, {"name": "Patricia"}, {}),
        edits.describe(PAT, {"name": "Trish"}, {}),
        edits.relate(Serves, PAID, EASE, {"strength": 3}, {}),
        edits.withdraw(Serves, PAID, EASE, {}),
    ]
    with pytest.raises(RefusedError, match="Later runs touched"):
        undo(runs[0].run or 0, database, REGISTRY)
    for applied in reversed(runs):
        undo(applied.run or 0, database, REGISTRY)
    assert snapshot(database) == before


def test_a_link_is_added_changed_and_removed_beside_what_others_claim(database: Database, edits: Edits):
    edits.relate(Serves, PAID, EASE, {"strength": 3}, {"basis": "inferred", "note": "Seen twice."})
    assert served(database) == [("edits-anna", 3), ("study", 1)]
    changed = edits.relate(Serves, PAID, EASE, {"strength": 2}, {})
    assert changed.counts["changed"] == 1
    assert served(database) == [("edits-anna", 2), ("study", 1)]
    edits.relate(Serves, PAID, EASE, {"strength": 2}, {"source": "study"})
    assert served(database) == [("edits-anna", 2), ("study", 1), ("study", 2)]
    edits.withdraw(Serves, PAID, EASE, {})
    edits.withdraw(Serves, PAID, EASE, {"source": "study"})
    assert served(database) == [("study", 1)]
    assert list(check(database, REGISTRY)) == []


def test_what_somebody_else_claims_is_not_removed(database: Database, edits: Edits):
    with pytest.raises(NotFoundError, match="goes with the file"):
        edits.withdraw(Serves, PAID, EASE, {"source": "study"})
    assert served(database) == [("study", 1)]


def test_where_there_can_be_one_end_a_second_is_refused(database: Database, edits: Edits):
    step, door, shelf = Ref("step", "buy/s/pay"), Ref("touchpoint", "door"), Ref("touchpoint", "shelf")
    edits.relate(At, step, door, {}, {})
    edits.relate(At, step, door, {}, {"note": "Again."})
    with pytest.raises(RefusedError, match="touchpoint:door already"):
        edits.relate(At, step, shelf, {}, {})
    edits.withdraw(At, step, door, {})
    assert edits.relate(At, step, shelf, {}, {}).counts["added"] == 1


def test_a_verdict_is_recorded_and_given_anew(database: Database, edits: Edits):
    about: dict[type[Party], Ref] = {VerdictAbout: Ref("touchpoint", "till"), DecidedBy: Ref("stakeholder", "desk")}
    values = {"ruling": "skip", "decided": date(2026, 11, 1)}
    ref, applied = edits.record(Verdict, values, about, {})
    assert applied.counts["added"] == 1
    again, changed = edits.record(Verdict, {**values, "ruling": "keep", "why": "It helps."}, about, {})
    assert again == ref
    assert changed.counts["changed"] == 1
    held = shown(database, ref)
    assert (held["ruling"], held["why"], held["source"]) == ("keep", "It helps.", "edits-anna")
    assert list(check(database, REGISTRY)) == []


def test_an_old_key_leads_to_what_it_stands_for(database: Database, edits: Edits):
    rename("persona", "pat", "patricia", database, REGISTRY)
    edits.describe(PAT, {"name": "Patricia"}, {})
    assert shown(database, Ref("persona", "patricia"))["name"] == "Patricia"


def test_a_reload_and_an_edit_go_on_beside_each_other(database: Database, edits: Edits, loaded: Path):
    edits.describe(PAT, {"name": "Patricia"}, {})
    assert load([loaded], database, REGISTRY).run is None
    assert shown(database, PAT)["name"] == "Patricia"


@pytest.mark.parametrize(
    ("ref", "values", "claim", "error", "words"),
    [
        (Ref("persona", "nobody"), {"name": "N"}, {}, NotFoundError, "no persona 'nobody'"),
        (PAT, {"name": ""}, {}, UsageError, "`name`"),
        (PAT, {"shoe_size": 43}, {}, UsageError, "`shoe_size`"),
        (PAT, {"name": "N"}, {"source": "unheard-of"}, NotFoundError, "source:unheard-of"),
        (PAT, {"name": "N"}, {"quotes": ["unheard-of"]}, NotFoundError, "quote:unheard-of"),
        (Ref("verdict", "v"), {"why": "W"}, {}, UsageError, "claim as a whole"),
    ],
    ids=lambda value: str(value) if isinstance(value, Ref) else None,
)
def test_what_cannot_be_taken_changes_nothing(
    database: Database, edits: Edits, ref: Ref, values: Any, claim: Any, error: type[Exception], words: str
):
    edits.describe(EASE, {"description": "So that the dataset is there."}, {})
    before = snapshot(database)
    with pytest.raises(error, match=words):
        edits.describe(ref, values, claim)
    assert snapshot(database) == before


def test_what_is_related_must_be_there(database: Database, edits: Edits):
    with pytest.raises(NotFoundError, match="cx_goal:gone"):
        edits.relate(Serves, PAID, Ref("cx_goal", "gone"), {}, {})
