"""What goes wrong is said in a sentence, with an exit code, without a traceback, and changes nothing."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeygraph.command import Command

USAGE, NOT_FOUND, REFUSED, DATABASE = 2, 3, 4, 5


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["ask", "zom"], NOT_FOUND, "There is no question 'zom'. Did you mean zoom?"),
        (["questions", "zom"], NOT_FOUND, "Did you mean zoom?"),
        (["trace", "first-artcle-opens"], NOT_FOUND, "Did you mean first-article-opens"),
        (["ask", "search"], USAGE, "needs the parameter 'text'"),
        (["ask", "zoom", "--level", "deep"], USAGE, "'phases', 'journeys'"),
        (["ask", "zoom", "--nope", "1"], USAGE, "has no parameter 'nope'; it has"),
        (["ask", "zoom", "--limit", "many"], USAGE, "'limit'"),
        (["ask", "zoom", "--limit"], USAGE, "--limit has no value"),
        (["ask", "zoom", "deep"], USAGE, "A parameter is written `--name value`."),
        (["ask", "zoom", "--json", "--csv"], USAGE, "Leave --json or --csv out."),
        (["ask", "moments-of-truth", "--moments", "A B"], USAGE, "'moments'"),
        (["ask"], USAGE, "Missing argument 'ID'"),
        (["load"], USAGE, "Missing argument 'PATH'"),
        (["load", "nowhere"], USAGE, "There is nothing at nowhere."),
        (["load", "/etc/hostname"], USAGE, "Forms are: mapping, bundle, workbook, openjourney, "),
        (["schema"], USAGE, "--cypher, --json-schema, --mapping or --graphql"),
        (["frobnicate"], USAGE, "No such command 'frobnicate'"),
        (["serve", "--port", "99999999"], USAGE, "Invalid value for '--port'"),
    ],
)
def test_a_mistake_is_explained(loaded: Command, words: list[str], code: int, message: str):
    done = loaded(*words)
    assert done.code == code
    assert message in done.err
    assert done.out == ""


def test_a_broken_bundle_is_refused_with_every_problem_at_once(loaded: Command, bundle: Path):
    (bundle / "more.yaml").write_text(
        "personas:\n  - key: Anna B\n    nme: Anna\n"
        "journeys:\n  - key: visit\n    name: I visit\n    within: no/phase\n"
    )
    done = loaded("load", bundle)
    assert done.code == REFUSED
    assert done.out == ""
    assert "so nothing was loaded" in done.err
    for words in ("more.yaml:2", "'Anna B' is not a key", "'nme'", "Did you mean 'name'?", "more.yaml:7", "no/phase"):
        assert words in done.err
    report = loaded("load", bundle, "--json")
    assert (report.code, report.json["state"]) == (REFUSED, "rejected")
    problem = report.json["problems"][0]
    assert set(problem) == {"place", "found", "right"}
    assert {"file", "line", "column"} <= set(problem["place"])
    assert loaded("ask", "search", "--text", "hyperlink", "--json").json["rows"] == []


def test_broken_yaml_is_refused(loaded: Command, bundle: Path):
    (bundle / "more.yaml").write_text("personas: [\n")
    done = loaded("load", bundle)
    assert done.code == REFUSED
    assert "more.yaml" in done.err


def named(uri: str) -> dict[str, str]:
    return {"NEO4J_URI": uri, "NEO4J_PASSWORD": "secret-word"}


def test_a_database_that_does_not_answer_is_named(tmp_path: Path):
    command = Command(tmp_path / "home")
    done = command("check", **named("bolt://127.0.0.1:1"))
    assert done.code == DATABASE
    assert "No Neo4j answers at bolt://127.0.0.1:1." in done.err
    assert "secret-word" not in done.err
    assert not command.home.exists()


@pytest.mark.parametrize("uri", ["http://localhost:7474", "localhost:7687"])
def test_an_address_of_the_wrong_form_is_refused(tmp_path: Path, uri: str):
    done = Command(tmp_path / "home")("check", **named(uri))
    assert done.code == USAGE
    assert "NEO4J_URI is" in done.err
    assert "bolt://" in done.err


def test_an_address_without_a_password_is_refused(tmp_path: Path):
    done = Command(tmp_path / "home")("check", NEO4J_URI="bolt://127.0.0.1:7687")
    assert done.code == USAGE
    assert "NEO4J_PASSWORD" in done.err


def test_another_neo4j_is_used_and_nothing_local(loaded: Command):
    done = loaded("trace", "first-article-opens")
    assert done.code == 0
    assert "Reading within a minute of paying" in done.out
    assert loaded.named
    uri = loaded.named.uri
    assert loaded("db", "status", "--json").json == {"uri": uri, "local": False}
    for words in (["start"], ["stop"], ["reset", "--yes"]):
        refused = loaded("db", *words)
        assert refused.code == USAGE
        assert "NEO4J_URI names" in refused.err
    wrong = loaded("check", **named(uri))
    assert wrong.code == DATABASE
    assert "refused user 'neo4j'" in wrong.err
    assert "secret-word" not in wrong.err
    assert not loaded.home.exists()


def test_java_s_options_are_the_user_s_and_wrong_ones_are_told(make_command: Callable[[], Command]):
    command = make_command()
    refused = command("db", "start", JOURNEYGRAPH_JAVA_OPTIONS="-XX:NoSuchOption")
    assert refused.code == DATABASE
    assert "ended while it was starting" in refused.err
    assert command("db", "start", JOURNEYGRAPH_JAVA_OPTIONS="-Xmx600m -Dsaid=twice").code == 0
    (server,) = command.servers()
    assert {"-Xmx600m", "-Dsaid=twice"} < set(server.cmdline())


@pytest.mark.parametrize("command_name", ["serve", "demo"])
def test_a_taken_port_is_found_before_anything_is_started(tmp_path: Path, command_name: str):
    command = Command(tmp_path / "home")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = command(command_name, "--port", str(port))
    assert done.code == USAGE
    assert f"Port {port} of 127.0.0.1 is taken." in done.err
    assert not command.home.exists()
