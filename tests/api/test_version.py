"""The version of the data, and answers that may be kept as long as it stays."""

from collections.abc import Iterator
from typing import Any

import pytest

from graph_store.database import Database
from graph_store.settings import Neo4jSettings
from tests.api.world import Api

QUERY = "{ personas { totalCount } }"


@pytest.fixture
def base(settings: Neo4jSettings) -> Iterator[Database]:
    """The database, with the node that counts what was written."""
    with Database(settings) as database:
        write(database, "CREATE (:KnowledgeBase {key: 'this', data_version: 4})")
        yield database
        write(database, "MATCH (k:KnowledgeBase) DELETE k")


def write(database: Database, cypher: Any) -> None:
    with database.session() as session:
        session.run(cypher).consume()


def get(api: Api, query: str = QUERY, **headers: str) -> tuple[int, str | None, str]:
    answer = api.request("GET", "/graphql", params={"query": query}, headers=headers)
    return answer.status_code, answer.headers.get("etag"), answer.text


def test_what_did_not_change_is_not_sent_again(api: Api, base: Database):
    status, tag, text = get(api)
    assert (status, text) == (200, '{"data":{"personas":{"totalCount":2}}}')
    assert tag is not None
    api.database.seen.clear()
    known = {"if-none-match": f'"other", W/{tag}'}
    assert get(api, **known) == (304, tag, "")
    assert len(api.queries) == 1
    assert get(api, **{"if-none-match": '"other"'})[0] == 200
    assert get(api, "{ journeys { totalCount } }", **known)[0] == 200
    write(base, "MATCH (k:KnowledgeBase) SET k.data_version = 5")
    status, newer, _ = get(api, **known)
    assert status == 200
    assert newer not in (None, tag)


def test_nothing_is_kept_of_a_run_in_progress_an_error_or_a_post(api: Api, base: Database):
    assert get(api, "{ nope }")[1] is None
    assert get(api, "{ personas(first: -1) { totalCount } }")[1] is None
    posted = api.request("POST", "/graphql", json={"query": QUERY})
    assert posted.headers.get("etag") is None
    assert posted.headers["cache-control"] == "no-store"
    tagged = api.request("GET", "/graphql", params={"query": QUERY})
    assert tagged.headers["cache-control"] == "private, no-cache"
    write(base, "MATCH (k:KnowledgeBase) SET k.writing = 7")
    assert get(api, **{"if-none-match": "*"})[:2] == (200, None)


def test_the_version_can_be_asked_for(api: Api, base: Database):
    assert api.ask("{ dataVersion }") == {"dataVersion": 4}
    write(base, "MATCH (k:KnowledgeBase) DELETE k")
    assert api.ask("{ dataVersion }") == {"dataVersion": 0}
