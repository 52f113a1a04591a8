"""Tokens on the command line, and several workers that know them."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from graph_schema.errors import JourneyGraphError
from graph_store.settings import Neo4jSettings
from journeygraph.cli import app
from tests.journeygraph.command import Command, Done, free_port, new_home

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


def token(home: Path, *args: str) -> Done:
    """The command in this process, as there are many of them."""
    done = CliRunner().invoke(app, ["token", *args], env={"JOURNEYGRAPH_HOME": str(home)})
    code = done.exception.exit_code if isinstance(done.exception, JourneyGraphError) else done.exit_code
    return Done(code, done.stdout, done.stderr)


def test_tokens_are_made_listed_and_revoked(tmp_path: Path):
    home = tmp_path / "home"
    assert "There are none" in token(home, "list").out
    made = token(home, "create", "dashboard")
    assert made.out.startswith("jg_")
    assert "answers nobody without a token" in made.err
    assert made.out.strip() not in made.err
    assert token(home, "create", "loader", "--role", "editor", "--expires", "never").code == 0
    assert token(home, "create", "loader").code == 2
    assert token(home, "create", "x", "--expires", "soon").code == 2
    assert token(home, "revoke", "loader").out == "Revoked 'loader'.\n"
    assert token(home, "revoke", "loader").code == 3
    listed = token(home, "list", "--json").json
    assert [(one["name"], one["role"], one["state"]) for one in listed] == [
        ("dashboard", "reader", "valid"),
        ("loader", "editor", "revoked"),
    ]
    assert "hash" not in listed[0]
    assert "revoked" in token(home, "list").out


def test_a_server_for_others_is_not_started_without_a_credential(tmp_path: Path):
    command = Command(tmp_path / "home")
    refused = command("serve", "--host", "0.0.0.0")
    assert (refused.code, "no credential is configured" in refused.err) == (2, True)
    refused = command("serve", "--allow-anonymous", JOURNEYGRAPH_TOKEN="t" * 32)
    assert (refused.code, "nobody is anonymous" in refused.err) == (2, True)


def test_two_workers_serve_others_and_know_the_same_tokens(
    make_command: Callable[..., Command], settings: Neo4jSettings
):
    command, port, given = make_command(new_home), free_port(), "t" * 32
    environment = {
        "NEO4J_URI": settings.uri,
        "NEO4J_PASSWORD": settings.password,
        "JOURNEYGRAPH_TOKEN": given,
        "JOURNEYGRAPH_LOG_FORMAT": "json",
    }
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
