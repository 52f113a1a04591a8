"""Tokens on the command line, and several workers that know them."""

import json
import urllib.error
import urllib.request
from pathlib import Path

from graph_store.settings import Neo4jSettings
from tests.journeygraph.command import Command, free_port

QUERY = json.dumps({"query": "{ __typename }"}).encode()


def ask(port: int, path: str = "/graphql", token: str = "") -> tuple[int, str]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = QUERY if path == "/graphql" else None
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_tokens_are_made_listed_and_revoked(tmp_path: Path):
    command = Command(tmp_path / "home")
    assert "There are none" in command.here("token", "list").out
    made = command.here("token", "create", "dashboard")
    assert made.out.startswith("jg_")
    assert "answers nobody without a token" in made.err
    assert made.out.strip() not in made.err
    assert command.here("token", "create", "loader", "--role", "editor", "--expires", "never").code == 0
    assert command.here("token", "create", "loader").code == 2
    assert command.here("token", "create", "x", "--expires", "soon").code == 2
    assert command.here("token", "revoke", "loader").out == "Revoked 'loader'.\n"
    assert command.here("token", "revoke", "loader").code == 3
    listed = command.here("token", "list", "--json").json
    assert [(one["name"], one["role"], one["state"]) for one in listed] == [
        ("dashboard", "reader", "valid"),
        ("loader", "editor", "revoked"),
    ]
    assert "hash" not in listed[0]
    assert "revoked" in command.here("token", "list").out


def test_a_server_for_others_is_not_started_without_a_credential(tmp_path: Path):
    command = Command(tmp_path / "home")
    refused = command("serve", "--host", "0.0.0.0")
    assert (refused.code, "no credential is configured" in refused.err) == (2, True)
    refused = command("serve", "--allow-anonymous", JOURNEYGRAPH_TOKEN="t" * 32)
    assert (refused.code, "nobody is anonymous" in refused.err) == (2, True)


def test_two_workers_serve_others_and_know_the_same_tokens(settings: Neo4jSettings, tmp_path: Path):
    command, port, given = Command(tmp_path / "home", settings), free_port(), "t" * 32
    environment = {"JOURNEYGRAPH_TOKEN": given, "JOURNEYGRAPH_LOG_FORMAT": "json"}
    running = command.start("serve", "--host", "0.0.0.0", "--workers", "2", "--port", str(port), **environment)
    running.await_words("Serving")
    assert ask(port)[0] == 401
    assert ask(port, "/metrics")[0] == 401
    assert ask(port, "/readyz")[0] == 200
    made = command("token", "create", "dashboard").out.strip()
    assert {ask(port, token=token)[0] for token in (given, made) for _ in range(8)} == {200}
    assert command("token", "revoke", "dashboard").code == 0
    assert {ask(port, token=made)[0] for _ in range(8)} == {401}
    status, numbers = ask(port, "/metrics", given)
    assert status == 200
    assert 'journeygraph_operation_seconds_count{outcome="ok",type="query"} 16.0' in numbers
    assert running.stop() == 0
    said = running.said()
    assert given not in said
    assert made not in said
    refused = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert {line["status"] for line in refused} == {401}
