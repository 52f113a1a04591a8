"""Editors load files through the API: sent, planned, applied if nothing has changed since, undone."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.access.identity import CHANGE_HEADER
from api.limits import Limits
from api.writing.desk import Place
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.settings import Neo4jSettings
from loaders.pipeline import load
from tests.api.world import Api, serving
from tests.bundles import bundle, study

MANIFEST = b"dataset: goals\nsource: talk\n"
CONTENT = b"sources:\n  - {key: talk, name: A talk}\npersonas:\n  - {key: pat, name: Pat}\n"
JOB = """
fragment All on Job {
  id action state by files message run progress { what done of }
  problems { file line column found right }
  plan {
    recognised { name form mapping dataset why }
    dataVersion datasets added changed removed unchanged inConflict notes
    changes { dataset action subject subjectName relType object objectName before after }
    conflicts { field } proposals { like }
  }
}
"""
PLAN = JOB + "mutation Plan($uploads: [ID!]!) { planLoad(uploads: $uploads) { ...All } }"
APPLY = JOB + "mutation Apply($plan: ID!) { applyPlan(plan: $plan) { ...All } }"
UNDO = JOB + "mutation Undo($number: Int!) { undoRun(number: $number) { ...All } }"
ASK = JOB + "query Ask($id: ID!) { job(id: $id) { ...All } }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "uploads"


@pytest.fixture
def api(settings: Neo4jSettings, database: Database, folder: Path) -> Iterator[Api]:
    with serving(settings, files=Place(folder, load)) as api:
        api.client.headers[CHANGE_HEADER] = "1"
        yield api


def send(api: Api, path: str, content: bytes, **headers: str) -> Any:
    given = {"content-type": "application/octet-stream", **headers}
    return api.request("POST", "/uploads", params={"path": path}, content=content, headers=given)


def sent(api: Api, **files: bytes) -> list[str]:
    answers = [send(api, path.replace("__", "/").replace("_", "."), content) for path, content in files.items()]
    assert {answer.status_code for answer in answers} == {201}, [answer.text for answer in answers]
    return [answer.json()["id"] for answer in answers]


def ended(api: Api, job: dict[str, Any]) -> dict[str, Any]:
    """The job, once nothing more comes of it."""
    while job["state"] in ("WAITING", "RUNNING"):
        time.sleep(0.05)
        job = api.ask(ASK, id=job["id"])["job"]
    return job


def planned(api: Api, **files: bytes) -> dict[str, Any]:
    return ended(api, api.ask(PLAN, uploads=sent(api, **files))["planLoad"])


def personas(api: Api) -> list[str]:
    return [edge["node"]["name"] for edge in api.ask("{ personas { edges { node { name } } } }")["personas"]["edges"]]


def test_files_are_planned_applied_and_undone(api: Api, folder: Path):
    job = planned(api, goals__dataset_yaml=MANIFEST, goals__data_yaml=CONTENT)
    assert (job["state"], job["action"], job["by"]) == ("DONE", "PLAN", "local"), job
    assert job["files"] == ["goals/data.yaml", "goals/dataset.yaml"]
    (taken,) = job["plan"]["recognised"]
    assert (taken["name"], taken["form"], taken["dataset"], taken["mapping"]) == ("goals", "bundle", "goals", None)
    assert "dataset.yaml" in taken["why"]
    assert (job["plan"]["datasets"], job["plan"]["added"], job["run"]) == (["goals"], 2, None)
    added = [change["subject"] for change in job["plan"]["changes"] if change["dataset"] == "goals"]
    assert added == ["persona:pat", "source:talk"]
    assert personas(api) == [], "a plan writes nothing"

    applied = ended(api, api.ask(APPLY, plan=job["id"])["applyPlan"])
    assert (applied["state"], applied["run"], applied["message"]) == ("DONE", 1, None)
    assert personas(api) == ["Pat"]
    assert api.ask(ASK, id=job["id"])["job"]["run"] == 1, "a plan tells which run it became"
    assert "applied already, as run 1" in api.error(APPLY, plan=job["id"])["message"]
    assert not [path for path in folder.glob(f"jobs/{applied['id']}/files/**/*") if path.is_file()]
    run = api.ask('{ loadRun(key: "1") { by command state } }')["loadRun"]
    assert run == {"by": "local", "command": "load goals", "state": "APPLIED"}

    undone = ended(api, api.ask(UNDO, number=1)["undoRun"])
    assert (undone["state"], undone["run"]) == ("DONE", 2)
    assert personas(api) == []
    listed = api.ask("{ jobs { id action state } }")["jobs"]
    assert [each["action"] for each in listed] == ["UNDO", "APPLY", "PLAN"]


def test_a_plan_names_what_is_there_and_what_would_come(api: Api):
    first = planned(api, goals__dataset_yaml=MANIFEST, goals__data_yaml=CONTENT)
    ended(api, api.ask(APPLY, plan=first["id"])["applyPlan"])
    more = CONTENT.replace(b"name: Pat}", b"name: Pat, needs: rest}") + b"needs:\n  - {key: rest, name: Rest}\n"
    changes = planned(api, goals__dataset_yaml=MANIFEST, goals__data_yaml=more)["plan"]["changes"]
    named = [(change["subjectName"], change["objectName"]) for change in changes if change["dataset"]]
    assert named == [("Rest", None), ("Pat", "Rest")]


def test_a_plan_is_refused_once_the_graph_has_changed(api: Api, database: Database, tmp_path: Path):
    job = planned(api, goals__dataset_yaml=MANIFEST, goals__data_yaml=CONTENT)
    load([bundle(tmp_path, "other", sources=[study()])], database, REGISTRY)
    refused = ended(api, api.ask(APPLY, plan=job["id"])["applyPlan"])
    assert refused["state"] == "REFUSED"
    assert "changed after this was planned" in refused["message"]
    assert personas(api) == []


def test_problems_are_told_with_their_place(api: Api):
    wrong = b"personas:\n  - {key: pat, name: Pat, shoe_size: 43}\n  - {key: Kim K, name: Kim}\n"
    job = planned(api, goals__dataset_yaml=MANIFEST, goals__data_yaml=wrong)
    assert (job["state"], job["plan"]) == ("REFUSED", None)
    places = {(problem["file"], problem["line"], problem["column"]) for problem in job["problems"]}
    assert places == {("goals/data.yaml", 2, None), ("goals/data.yaml", 2, "shoe_size"), ("goals/data.yaml", 3, "key")}
    assert "There is no source:talk, neither here nor in the knowledge base." in {p["found"] for p in job["problems"]}
    assert api.error(APPLY, plan=job["id"])["extensions"]["code"] == "REFUSED"


def test_a_file_of_no_known_form_is_refused_in_words(api: Api):
    job = planned(api, holiday_jpeg=b"\xff\xd8\xff")
    assert job["state"] == "REFUSED"
    assert "form" in job["message"]
    assert "uploads" not in job["message"]


def test_a_run_that_cannot_be_undone_is_refused_in_words(api: Api):
    job = ended(api, api.ask(UNDO, number=99)["undoRun"])
    assert (job["state"], job["message"]) == ("REFUSED", "There is no run 99. `journeygraph runs` lists them.")


@pytest.mark.parametrize(
    "path",
    [
        "../x.csv",
        "/etc/passwd",
        "a//b",
        "a/../../b",
        "a\\b",
        ".hidden",
        "a/.ssh/b",
        "a\0b",
        "",
        "x" * 300,
        "a/" * 20 + "b",
    ],
)
def test_a_path_that_leaves_the_folder_is_refused(api: Api, folder: Path, path: str):
    answer = send(api, path, b"x")
    assert answer.status_code == 400, answer.text
    assert not folder.exists() or not [item for item in folder.rglob("*") if item.is_file()]


def test_a_file_that_is_too_large_leaves_nothing(settings: Neo4jSettings, database: Database, folder: Path):
    limits = Limits(max_upload=1_000, max_uploads=1_500)
    with serving(settings, files=Place(folder, load), limits=limits) as api:
        api.client.headers[CHANGE_HEADER] = "1"
        assert send(api, "a.csv", b"x" * 1_001).status_code == 413
        assert send(api, "a.csv", b"x" * 1_000).status_code == 201
        full = send(api, "b.csv", b"x" * 501)
    assert (full.status_code, "room" in full.text) == (413, True)
    assert [item.name for item in folder.rglob("*.csv")] == ["a.csv"]


def test_uploads_are_for_editors_who_mean_it(api: Api, folder: Path):
    assert send(api, "a.csv", b"x", **{"content-type": "text/plain"}).status_code == 415
    assert api.request("GET", "/uploads").status_code == 405
    del api.client.headers[CHANGE_HEADER]
    assert send(api, "a.csv", b"x").status_code == 403
    error = api.error("{ jobs { id } }")
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert not folder.exists()


def test_what_is_not_there_is_said(api: Api):
    assert api.error(PLAN, uploads=["../files"])["extensions"] == {"code": "BAD_USER_INPUT", "argument": "uploads"}
    assert api.error(PLAN, uploads=[])["extensions"]["code"] == "BAD_USER_INPUT"
    assert api.error(ASK, id="../jobs")["extensions"]["code"] == "NOT_FOUND"
    same = sent(api, a_csv=b"1") + sent(api, a_csv=b"2")
    assert "the path 'a.csv'" in api.error(PLAN, uploads=same)["message"]


def test_without_a_folder_no_files_are_taken(settings: Neo4jSettings, database: Database):
    with serving(settings) as api:
        api.client.headers[CHANGE_HEADER] = "1"
        assert send(api, "a.csv", b"x").status_code == 413
        assert api.error(UNDO, number=1)["extensions"]["code"] == "REFUSED"
