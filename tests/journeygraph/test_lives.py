"""Databases and servers that are started, shared and stopped; each test has a home of its own."""

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.journeygraph.command import COMMAND, Command, free_port, get

QUERY = "{ personas(first: 2) { edges { node { key } } } }"


def test_two_commands_at_once_on_an_empty_home_share_one_database(make_command: Callable[[], Command]):
    command = make_command()
    started = [
        subprocess.Popen(
            [COMMAND, "ask", "moments-of-truth", "--json"],
            env=command.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    ended = [process.communicate(timeout=200) for process in started]
    assert [process.returncode for process in started] == [0, 0], ended
    assert [json.loads(out)["rows"] for out, _ in ended] == [[], []]
    assert len(command.servers()) == 1
    assert sum("A local Neo4j was started and stays up" in err for _, err in ended) == 1


def test_a_local_database_is_started_looked_at_emptied_and_stopped(make_command: Callable[[], Command], bundle: Path):
    command = make_command()
    before = command("db", "status", "--json").json
    assert (before["local"], before["running"], before["pid"], before["uri"]) == (True, False, None, None)
    assert command("db", "stop").out == "It does not run.\n"
    started = command("db", "start")
    assert started.code == 0
    assert "Neo4j runs at bolt://127.0.0.1:" in started.out
    during = command("db", "status", "--json").json
    assert during["running"]
    assert during["home"] == str(command.home)
    assert during["pid"] == command.servers()[0].pid
    assert f"runs at {during['uri']}" in command("db", "status").out
    assert command("db", "start").out == started.out

    loaded = command("load", bundle, "--json")
    assert (loaded.code, loaded.err) == (0, "")
    assert loaded.json["run"] == 1
    cells = command("ask", "search", "--text", "hyperlink", "--csv").out
    assert "\"'=HYPERLINK(" in cells

    declined = command("db", "reset", given="n\n")
    assert declined.code == 1
    assert command("ask", "search", "--text", "hyperlink", "--json").json["rows"]
    assert command("db", "reset", "--yes").out == "Deleted.\n"
    assert command.servers() == []
    assert command("ask", "moments-of-truth", "--json").json["rows"] == []
    assert command("db", "stop").out == "Stopped.\n"
    assert command.servers() == []


def test_the_demo_serves_and_takes_its_database_along_when_it_ends(make_command: Callable[[], Command]):
    command = make_command()
    port = free_port()
    running = command.start("demo", "--port", str(port))
    said = running.await_words(f"Serving http://127.0.0.1:{port}/, the API at /graphql")
    assert "★ The first article opens in full" in said
    status, body = get(f"http://127.0.0.1:{port}/graphql", QUERY)
    assert status == 200
    assert len(json.loads(body)["data"]["personas"]["edges"]) == 2
    assert len(command.servers()) == 1
    assert running.stop(signal.SIGINT) == 0
    assert command.servers() == []
    assert not (command.home / "neo4j").exists()
    assert "Traceback" not in running.said()


def test_serve_answers_and_stops(make_command: Callable[[], Command], bundle: Path):
    command, port = make_command(), free_port()
    running = command.start("serve", "--port", str(port))
    running.await_words("Serving")
    base = f"http://127.0.0.1:{port}"
    assert get(f"{base}/healthz")[0] == 200
    assert get(f"{base}/readyz")[0] == 200
    assert "graphiql" in get(f"{base}/graphql")[1].lower()
    assert command("load", bundle).code == 0
    assert get(f"{base}/graphql", QUERY) == (200, '{"data":{"personas":{"edges":[{"node":{"key":"visitor"}}]}}}')
    assert command("db", "status", "--json").json["owned"]
    assert running.stop(signal.SIGTERM) == 0
    assert command.servers() == []
    assert "Traceback" not in running.said()


def test_a_start_that_is_cut_off_leaves_nothing_running(make_command: Callable[[], Command]):
    command = make_command()
    running = command.start("demo", "--port", str(free_port()))
    running.await_words("Loading the sample.")
    assert running.stop() == 128 + signal.SIGTERM
    assert command.servers() == []
