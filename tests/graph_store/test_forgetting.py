"""What came from one respondent goes, of history too, and neither undo nor a reload brings it back."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph_schema.errors import NotFoundError, RefusedError
from graph_schema.problems import ProblemsError
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.forgetting import forget
from graph_store.operations import drop, undo
from graph_store.renaming import merge, rename
from graph_store.undoing import recover
from loaders import forms
from loaders.pipeline import load
from loaders.respondents import HashKey, Respondents
from loaders.wishes import Wishes
from tests.bundles import bundle, study
from tests.loaders.answers import FORM, HEAD
from tests.snapshot import snapshot

RESPONDENTS = Respondents(HashKey("a key that is long enough"))
WISHES = Wishes(respondents=RESPONDENTS)
ANNA, BEN = "anna@example.org", "R_2B"
HASH = RESPONDENTS.pseudonym(ANNA)
OWN = "I cried when the parcel came broken"
SHARED = "Where is my parcel, please?"


@pytest.fixture(autouse=True)
def _answers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(forms, "FORMS", (*forms.FORMS, FORM))


def answers(folder: Path, *rows: str, name: str = "nps") -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join((HEAD, *rows, "")), "utf-8")
    return path


def loaded(database: Database, *paths: Path) -> int | None:
    return load(paths, database, REGISTRY, wishes=WISHES).run


def held(database: Database) -> str:
    """Every text in the database, but for the record of who is forgotten."""
    nodes = "MATCH (n) WHERE NOT n:Forgotten RETURN properties(n) AS p"
    return json.dumps(
        [*database.read(nodes), *database.read("MATCH ()-[r]->() RETURN properties(r) AS p")], default=str
    )


def assert_nothing_of(database: Database, *texts: str) -> None:
    everything = held(database)
    assert [text for text in texts if text in everything or json.dumps(text)[1:-1] in everything] == []
    assert list(check(database, REGISTRY)) == []


def test_all_that_came_from_one_person_goes_and_the_others_stay(database: Database, tmp_path: Path):
    others = f"{BEN},5,Quick and friendly delivery,Delivery"
    loaded(database, answers(tmp_path, f"{ANNA},1,{OWN},Delivery", others))
    first = "The words that she wrote later"
    loaded(database, answers(tmp_path, f"{ANNA},2,{first},Delivery", f"{ANNA},,{OWN},Delivery", others))
    wrong = bundle(tmp_path, "wrong", channels=[{"key": key, "name": "Bad"} for key in (OWN, ANNA, HASH + "?", "Bad")])
    with pytest.raises(ProblemsError, match="is not a key"):
        loaded(database, wrong)
    before = database.read("MATCH (r:LoadRun {state: 'rejected'}) RETURN r.report AS report")[0]["report"]
    done = forget(HASH, database, REGISTRY, told=ANNA)
    assert (done.responses, done.quotes, done.reports, done.readings, done.datasets) == (2, 2, 1, 1, ["nps"])
    assert_nothing_of(database, HASH, ANNA, OWN, first)
    assert [row["t"] for row in database.read("MATCH (q:Quote) RETURN q.text AS t")] == ["Quick and friendly delivery"]
    assert database.read("MATCH (r:Response) RETURN r.respondent AS who") == [{"who": RESPONDENTS.pseudonym(BEN)}]
    assert [row["who"] for row in database.read("MATCH (f:Forgotten) RETURN f.key AS who")] == [HASH]
    after = database.read("MATCH (r:LoadRun {state: 'rejected'}) RETURN r.report AS report")[0]["report"]
    assert [p for p in json.loads(before)["problems"] if "'Bad'" in p] == json.loads(after)["problems"]
    (run,) = database.read("MATCH (r:LoadRun {number: $n}) RETURN r.command AS c, r.state AS s", {"n": done.run})
    assert run == {"c": "forget a respondent", "s": "applied"}


def test_a_dry_run_counts_the_same_and_changes_nothing(database: Database, tmp_path: Path):
    loaded(database, answers(tmp_path, f"{ANNA},1,{OWN},Delivery", f"{BEN},5,Quick and friendly,Delivery"))
    before = snapshot(database, history=True)
    planned = forget(HASH, database, REGISTRY, told=ANNA, dry_run=True)
    assert snapshot(database, history=True) == before
    assert forget(HASH, database, REGISTRY, told=ANNA) == planned._replace(run=2)
    assert forget(HASH, database, REGISTRY, told=ANNA)[:3] == (None, 0, 0)
    with pytest.raises(NotFoundError, match="Nothing here came from this respondent"):
        forget("0" * 32, database, REGISTRY)


def test_words_that_somebody_else_said_too_stay(database: Database, tmp_path: Path):
    quotes = [{"key": "where", "text": SHARED, "from": "study"}, {"key": "hers", "text": OWN, "from": "study"}]
    about: dict[str, Any] = {"metric": "csat", "about": "touchpoint:delivery"}
    said = [
        {"respondent": HASH, "says": ["where", "hers"], "quotes": ["hers"], **about},
        {"respondent": "r-17", "says": "where", **about},
    ]
    insights = [{"key": "care", "name": "Care counts", "quotes": ["hers", "where"], "concerns": "touchpoint:delivery"}]
    shared: dict[str, Any] = {"metrics": [{"key": "csat", "name": "CSAT"}], "insights": insights}
    shared |= {"touchpoints": [{"key": "delivery", "name": "Delivery"}]}
    loaded(database, bundle(tmp_path, "talks", sources=[study()], quotes=quotes, responses=said, **shared))
    forget(HASH, database, REGISTRY)
    assert_nothing_of(database, HASH, OWN, "hers")
    assert database.read("MATCH (q:Quote) RETURN q.key AS key") == [{"key": "where"}]
    claims = database.read("MATCH ()-[r]->() WHERE r.quotes IS NOT NULL RETURN DISTINCT r.quotes AS quotes")
    assert claims == [{"quotes": ["where"]}]
    forget("r-17", database, REGISTRY)
    assert_nothing_of(database, "r-17", SHARED, "where")


def test_words_go_of_a_key_that_was_given_to_somebody_else_since(database: Database, tmp_path: Path):
    """The form numbers its quotes by row: without her row, what he says gets the key that her words had."""
    his = f"{BEN},5,Quick and friendly,Delivery"
    loaded(database, answers(tmp_path, f"{ANNA},1,{OWN},Delivery", his))
    loaded(database, answers(tmp_path, his))
    assert OWN in held(database)
    forget(HASH, database, REGISTRY, told=ANNA)
    assert_nothing_of(database, HASH, OWN)
    assert database.read("MATCH (q:Quote) RETURN q.key AS k, q.text AS t") == [
        {"k": "nps-2", "t": "Quick and friendly"}
    ]
    undo(2, database, REGISTRY)
    assert_nothing_of(database, HASH, OWN)
    loaded(database, answers(tmp_path, f"{ANNA},1,{OWN},Delivery", his))
    assert_nothing_of(database, HASH, OWN)
    assert [row["t"] for row in database.read("MATCH (q:Quote) RETURN q.text AS t")] == ["Quick and friendly"]


def test_what_else_names_somebody_goes_or_loses_the_name(database: Database, tmp_path: Path):
    people: dict[str, Any] = {
        "personas": [{"key": "reader", "name": "Reader", "locator": f"told by {HASH}"}],
        "emotions": [{"key": "sad", "name": "Sad"}],
        "journeys": [{"key": "j", "name": "J", "for": {"to": "persona:reader", "note": f"as {HASH} says"}}],
        "feelings": [{"persona": "reader", "place": "journey:j", "emotion": "sad", "locator": HASH}],
        "quotes": [{"key": f"talk-{HASH}", "text": OWN, "from": f"talk-{HASH}"}],
        "sources": [study(), {"key": f"talk-{HASH}", "name": "A talk"}],
        "pain_points": [{"key": "broken", "name": "Broken", "hurts": {"to": "reader", "source": f"talk-{HASH}"}}],
    }
    loaded(database, bundle(tmp_path, "talks", **people))
    forget(HASH, database, REGISTRY)
    assert_nothing_of(database, HASH, OWN)
    left = database.read("MATCH (n) WHERE (n)<-[:DESCRIBES]-() RETURN n.key AS key ORDER BY key")
    assert [row["key"] for row in left] == ["broken", "j", "reader", "sad", "study"]
    undo(1, database, REGISTRY)
    assert snapshot(database)[1] == []


def test_undo_brings_nobody_back(database: Database, tmp_path: Path):
    others = f"{BEN},5,Quick and friendly,Delivery"
    loaded(database, answers(tmp_path, f"{ANNA},1,{OWN},Delivery", others))
    before = snapshot(database)
    drop("nps", database, REGISTRY)
    done = forget(HASH, database, REGISTRY, told=ANNA)
    assert (done.responses, done.quotes) == (1, 1)
    assert_nothing_of(database, HASH, OWN)
    with pytest.raises(RefusedError, match=r"Run 3, forget a respondent, kept nothing that could be undone"):
        undo(3, database, REGISTRY)
    undo(2, database, REGISTRY)
    assert_nothing_of(database, HASH, OWN)
    assert [row["r.respondent"] for row in database.read("MATCH (r:Response) RETURN r.respondent")] == [
        RESPONDENTS.pseudonym(BEN)
    ]
    gone = [text for text in before[0] if text not in snapshot(database)[0]]
    assert len(gone) == 2
    undo(1, database, REGISTRY)
    assert_nothing_of(database, HASH, OWN)


def test_a_reload_brings_nobody_back_and_says_how_much_it_left_out(database: Database, tmp_path: Path):
    path = answers(tmp_path, f"{ANNA},1,{OWN},Delivery", f"{BEN},5,Quick and friendly,Delivery")
    loaded(database, path)
    forget(HASH, database, REGISTRY)
    before = snapshot(database)
    again = load([path], database, REGISTRY, wishes=WISHES)
    assert again.counts["added"] == again.counts["removed"] == 0
    assert again.notes == ["4 claims of respondents who are forgotten are left out."]
    assert snapshot(database) == before
    assert load([path], database, REGISTRY, wishes=WISHES).run is None
    exported = bundle(
        tmp_path,
        "exported",
        quotes=[{"key": "hers", "text": OWN, "from": "study"}],
        responses=[{"respondent": HASH, "about": "touchpoint:delivery", "metric": "csat", "says": "hers"}],
        sources=[study()],
    )
    loaded(database, exported)
    assert_nothing_of(database, HASH, OWN)


def test_a_load_that_is_refused_keeps_nothing_of_who_is_forgotten(database: Database, tmp_path: Path):
    loaded(database, answers(tmp_path, f"{ANNA},1,{OWN},Delivery"))
    forget(HASH, database, REGISTRY)
    with pytest.raises(ProblemsError, match="'she said one' is not a number"):
        loaded(database, answers(tmp_path, f"{ANNA},she said one,{OWN},Delivery"))
    report = database.read("MATCH (r:LoadRun {state: 'rejected'}) RETURN r.report AS report")[0]["report"]
    assert json.loads(report) == {"problems": [], "of": 1}


def test_a_quote_with_another_key_by_now_goes_with_its_old_one(database: Database, tmp_path: Path):
    loaded(database, answers(tmp_path, f"{ANNA},1,{OWN},Delivery", f"{ANNA},1,More words of hers,Delivery"))
    rename("quote", "nps-2", "i-cried", database, REGISTRY)
    merge("quote", "i-cried", "nps-3", database, REGISTRY)
    forget(HASH, database, REGISTRY)
    assert_nothing_of(database, HASH, OWN, "i-cried", "nps-2", "nps-3")


def test_the_same_words_elsewhere_are_named(database: Database, tmp_path: Path):
    loaded(database, answers(tmp_path, f"{ANNA},1,{OWN},Delivery"))
    told = {"key": "tears", "name": "Tears", "description": f"One of them said: {OWN}."}
    loaded(database, bundle(tmp_path, "deck", sources=[study()], insights=[told]))
    assert forget(HASH, database, REGISTRY).also_in == ["insight:tears"]


WORK = """
import os, signal, sys
from graph_schema.registry import REGISTRY
from graph_store import forgetting, writing
from graph_store.database import Database
from graph_store.settings import Neo4jSettings
uri, user, password, who, parts = sys.argv[1:]
writing.ONE_TRANSACTION, left, write = 0, [int(parts)], writing.write
def counting(tx, part):
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    write(tx, part)
writing.write = counting
with Database(Neo4jSettings(uri, user, password)) as database:
    forgetting.forget(who, database, REGISTRY)
"""


def test_a_run_that_is_killed_anywhere_is_finished(database: Database, tmp_path: Path):
    """The process dies in each of its transactions, one after the other, until it comes through."""
    settings = database.settings
    path = answers(tmp_path, f"{ANNA},1,{OWN},Delivery", f"{BEN},5,Quick and friendly,Delivery")
    parts = 0
    while True:
        with database.session() as session:
            session.run("MATCH (n) DETACH DELETE n").consume()
        loaded(database, path)
        arguments = [settings.uri, settings.username, settings.password, HASH, str(parts)]
        died = subprocess.run([sys.executable, "-c", WORK, *arguments], capture_output=True, check=False, text=True)
        if died.returncode == 0:
            break
        assert died.returncode == -signal.SIGKILL, died.stderr
        assert recover(database, REGISTRY) == "Run 2, which forgets a respondent, was cut off; it was finished."
        assert_nothing_of(database, HASH, OWN)
        assert database.read("MATCH (k:KnowledgeBase) RETURN k.writing AS w") == [{"w": None}]
        loaded(database, path)
        assert_nothing_of(database, HASH, OWN)
        parts += 1
    assert parts > 5
