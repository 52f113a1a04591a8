"""Editors change single claims through the API: in a dataset of theirs, with history and undo."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest

from api.access.identity import CHANGE_HEADER, Identity, Role
from api.ids import global_id
from api.writing.writer import author_of
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import AsyncDatabase, Database
from graph_store.settings import Neo4jSettings
from loaders.pipeline import load
from tests.api.world import Api, serving
from tests.bundles import bundle, study

PAT, PAID, EASE, TILL = (
    global_id(ref) for ref in ("persona:pat", "moment_of_truth:paid", "cx_goal:ease", "touchpoint:till")
)
EDIT = """
mutation Edit($id: ID!, $set: NodeEdit!, $claim: ClaimInput) {
  editNode(id: $id, set: $set, claim: $claim) {
    id run dataset added changed removed inConflict
    query { node(id: $id) { name ... on Persona { description goals } } }
  }
}
"""
ADD = "mutation Add($link: LinkClaim!) { addLink(link: $link) { run added changed } }"
REMOVE = "mutation Remove($link: LinkClaim!) { removeLink(link: $link) { run removed } }"
SERVED = '{ momentOfTruth(key: "paid") { serves { edges { assertions { dataset source basis strength } } } } }'


@pytest.fixture
def api(settings: Neo4jSettings, database: Database, tmp_path: Path) -> Iterator[Api]:
    content: dict[str, Any] = {
        "sources": [study()],
        "personas": [{"key": "pat", "name": "Pat", "description": "Reads.", "goals": ["read"]}],
        "moments_of_truth": [{"key": "paid", "name": "Paid", "serves": [{"to": "ease", "strength": "1"}]}],
        "cx_goals": [{"key": "ease", "name": "Ease"}],
        "touchpoints": [{"key": "till", "name": "Till"}],
    }
    load([bundle(tmp_path, "a", **content)], database, REGISTRY)
    with serving(settings) as api:
        api.client.headers[CHANGE_HEADER] = "1"
        yield api


def served(api: Api) -> list[tuple[str, str, str, int | None]]:
    (edge,) = api.ask(SERVED)["momentOfTruth"]["serves"]["edges"]
    return sorted((a["dataset"], a["source"], a["basis"], a["strength"]) for a in edge["assertions"])


def test_an_edit_answers_with_what_the_node_shows_now(api: Api, database: Database):
    edited = api.ask(EDIT, id=PAT, set={"persona": {"description": "Reads at night.", "goals": None}})["editNode"]
    assert edited == {
        "id": PAT,
        "run": 3,
        "dataset": "edits-local",
        "added": 1,
        "changed": 0,
        "removed": 0,
        "inConflict": 1,
        "query": {"node": {"name": "Pat", "description": "Reads at night.", "goals": ["read"]}},
    }
    back = api.ask(EDIT, id=PAT, set={"persona": {"description": None}})["editNode"]
    assert back["query"]["node"]["description"] == "Reads."
    runs = api.ask("{ loadRuns { edges { node { number by command } } } }")["loadRuns"]["edges"]
    assert [(run["node"]["by"], run["node"]["command"]) for run in runs][1:] == [
        ("local", "begin edits-local"),
        ("local", "edit persona:pat"),
        ("local", "edit persona:pat"),
    ]
    assert list(check(database, REGISTRY)) == []


HOSTILE = "x` }) DETACH DELETE n //'\"\\u0027 \u202e\U0001f600 $description"


def test_hostile_words_are_written_as_they_are(api: Api, database: Database):
    claim = {"source": "study", "locator": HOSTILE, "note": HOSTILE}
    edited = api.ask(EDIT, id=PAT, set={"persona": {"description": HOSTILE, "goals": [HOSTILE]}}, claim=claim)
    assert edited["editNode"]["query"]["node"] == {"name": "Pat", "description": HOSTILE, "goals": [HOSTILE]}
    api.ask(ADD, link={"serves": {"from": PAID, "to": EASE, "note": HOSTILE, "locator": HOSTILE}})
    found = api.ask('{ momentOfTruth(key: "paid") { serves { edges { assertions { note locator } } } } }')
    (edge,) = found["momentOfTruth"]["serves"]["edges"]
    assert {"note": HOSTILE, "locator": HOSTILE} in edge["assertions"]
    assert list(check(database, REGISTRY)) == []


def test_two_edits_in_one_request_see_each_other_and_select_for_themselves(api: Api):
    query = """
    mutation Two($id: ID!) {
      first: editNode(id: $id, set: {persona: {name: "One"}}) { query { node(id: $id) { name } } }
      second: editNode(id: $id, set: {persona: {name: "Two"}}) { query { node(id: $id) { key name } } }
    }
    """
    assert api.ask(query, id=PAT) == {
        "first": {"query": {"node": {"name": "One"}}},
        "second": {"query": {"node": {"key": "pat", "name": "Two"}}},
    }


def test_a_link_is_added_and_removed_beside_what_others_claim(api: Api):
    link = {"serves": {"from": PAID, "to": EASE, "strength": 3, "basis": "INFERRED", "note": "Seen twice."}}
    assert api.ask(ADD, link=link)["addLink"] == {"run": 3, "added": 1, "changed": 0}
    assert served(api) == [("a", "study", "STATED", 1), ("edits-local", "edits-local", "INFERRED", 3)]
    assert api.ask(ADD, link=link)["addLink"]["run"] is None
    assert api.ask(REMOVE, link={"serves": {"from": PAID, "to": EASE}})["removeLink"]["removed"] == 1
    assert served(api) == [("a", "study", "STATED", 1)]


def test_a_verdict_is_recorded(api: Api):
    query = """
    mutation Record($about: ID!) {
      recordVerdict(verdict: {about: $about, ruling: SKIP, why: "Nobody needs it.", decided: "2026-11-01"}) {
        added
        query { touchpoint(key: "till") { verdicts { edges { node { ruling why decided source } } } } }
      }
    }
    """
    recorded = api.ask(query, about=TILL)["recordVerdict"]
    assert recorded["added"] == 1
    (edge,) = recorded["query"]["touchpoint"]["verdicts"]["edges"]
    assert edge["node"] == {
        "ruling": "SKIP",
        "why": "Nobody needs it.",
        "decided": "2026-11-01",
        "source": "edits-local",
    }


@pytest.mark.parametrize(
    ("query", "variables", "code", "words"),
    [
        (EDIT, {"id": "nonsense", "set": {"persona": {"name": "N"}}}, "BAD_USER_INPUT", "not the id of a node"),
        (EDIT, {"id": PAT, "set": {"brand": {"name": "N"}}}, "BAD_USER_INPUT", "the node is a persona"),
        (EDIT, {"id": PAT, "set": {"persona": {"name": " "}}}, "BAD_USER_INPUT", "`name`"),
        (EDIT, {"id": global_id("persona:gone"), "set": {"persona": {"name": "N"}}}, "NOT_FOUND", "no persona 'gone'"),
        (EDIT, {"id": PAT, "set": {"persona": {"name": "N"}}, "claim": {"source": "x"}}, "NOT_FOUND", "source:x"),
        (EDIT, {"id": PAT, "set": {"persona": {"name": "N"}}, "claim": {"source": "No key"}}, "BAD_USER_INPUT", "key"),
        (ADD, {"link": {"serves": {"from": PAT, "to": EASE}}}, "BAD_USER_INPUT", "`from` is a persona"),
        (ADD, {"link": {"serves": {"from": PAID, "to": EASE, "strength": 9}}}, "BAD_USER_INPUT", "`strength`"),
        (
            REMOVE,
            {"link": {"serves": {"from": PAID, "to": EASE, "source": "study"}}},
            "NOT_FOUND",
            "goes with the file",
        ),
    ],
    ids=["id", "kind", "blank", "gone", "source", "key", "end", "range", "others"],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(
    api: Api, query: str, variables: dict[str, Any], code: str, words: str
):
    before = api.ask("{ personas { edges { node { name } } } }"), served(api)
    error = api.error(query, **variables)
    assert error["extensions"]["code"] == code
    assert words in error["message"]
    assert (api.ask("{ personas { edges { node { name } } } }"), served(api)) == before


@pytest.mark.parametrize(
    "given",
    [{}, {"persona": {"name": "N"}, "brand": {"name": "N"}}, {"persona": None}],
    ids=["nothing", "two", "null"],
)
def test_exactly_one_kind_is_given(api: Api, given: dict[str, Any]):
    answer = api.post(EDIT, id=PAT, set=given)
    assert "errors" in answer
    assert api.ask('{ persona(key: "pat") { name } }') == {"persona": {"name": "Pat"}}


@pytest.mark.parametrize("given", ["{}", "{pursues: null}"])
def test_what_graphql_finds_wrong_with_an_argument_has_a_code_too(api: Api, given: str):
    error = api.error(f"mutation {{ addLink(link: {given}) {{ run }} }}")
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "link"}


def test_readers_change_nothing(api: Api):
    del api.client.headers[CHANGE_HEADER]
    error = api.error(EDIT, id=PAT, set={"persona": {"name": "N"}})
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert api.ask('{ persona(key: "pat") { name } }') == {"persona": {"name": "Pat"}}


def test_roots_within_a_change_count_as_roots(api: Api):
    nested = " ".join(f'a{i}: persona(key: "pat") {{ key }}' for i in range(30))
    query = (
        f'mutation Many($id: ID!) {{ editNode(id: $id, set: {{persona: {{name: "N"}}}}) {{ query {{ {nested} }} }} }}'
    )
    assert api.error(query, id=PAT)["extensions"]["code"] == "LIMIT_EXCEEDED"


def test_where_reads_are_routed_an_edit_is_seen_at_once(api: Api, settings: Neo4jSettings):
    with serving(replace(settings, uri=settings.uri.replace("bolt://", "neo4j://"))) as routed:
        routed.client.headers[CHANGE_HEADER] = "1"
        edited = routed.ask(EDIT, id=PAT, set={"persona": {"name": "Patricia"}})["editNode"]
        assert edited["query"]["node"]["name"] == "Patricia"


def test_each_caller_has_a_dataset_of_their_own():
    callers = [
        Identity("local", Role.EDITOR, "loopback"),
        Identity("local", Role.EDITOR, "token"),
        Identity("Anna", Role.EDITOR, "oidc"),
        Identity("anna", Role.EDITOR, "oidc"),
        Identity("anna ", Role.EDITOR, "oidc"),
        Identity("…", Role.EDITOR, "oidc"),
    ]
    keys = [author_of(caller).key for caller in callers]
    assert len({*keys}) == len(keys)
    assert keys[:2] == ["edits-local", "edits-token-local"]


def test_reads_follow_what_a_writer_has_written(settings: Neo4jSettings, database: Database):
    async def known() -> tuple[set[str], set[str]]:
        async with AsyncDatabase(settings) as reads:
            manager = reads._driver.execute_query_bookmark_manager  # pyright: ignore[reportPrivateUsage]
            before = await manager.get_bookmarks()
            await reads.follow(database)
            return {*before}, {*await manager.get_bookmarks()}

    assert anyio.run(known) == (set(), {*database.bookmarks()})
    assert database.bookmarks()
