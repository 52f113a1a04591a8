"""Backups, migrations and the doctor, as an operator runs them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_schema.errors import DatabaseError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.doctor import Finding, State, examine_database, looked_at
from graph_store.settings import Neo4jSettings
from tests.journeygraph.command import Command, naming

USAGE, DATABASE = 2, 5


def states(command: Command, **environment: str) -> dict[str, dict[str, str]]:
    return {finding["subject"]: finding for finding in command("doctor", "--json", **environment).json}


def test_a_backup_brings_back_what_was_dropped(make_command: Callable[[], Command], bundle: Path, tmp_path: Path):
    command = make_command()
    command("load", bundle)
    asked = ("ask", "search", "--text", "hyperlink", "--json")
    before = command(*asked).json
    dump = tmp_path / "kept.dump"
    written = command("backup", dump, "--json")
    assert written.json == {"path": str(dump), "size": dump.stat().st_size}
    assert len(command.servers()) == 1
    again = command("backup", dump)
    assert (again.code, "is there already" in again.err) == (USAGE, True)
    command("drop", "small")
    assert command(*asked).json["rows"] == []
    assert command("restore", dump, given="n\n").code == 1
    assert command(*asked).json["rows"] == []
    restored = command("restore", dump, "--yes")
    assert restored.out == f"The knowledge base holds what {dump} held.\n"
    assert command(*asked).json == before
    broken = command("restore", bundle / "data.yaml", "--yes")
    assert broken.code == DATABASE
    assert "Not a valid Neo4j archive. Nothing was changed." in broken.err
    assert command(*asked).json == before


@pytest.mark.parametrize("words", [["backup", "x.dump"], ["restore", "x.dump", "--yes"]])
def test_another_neo4j_is_backed_up_by_its_own_tools(tmp_path: Path, words: list[str]):
    command = Command(tmp_path / "home")
    done = command(*words, NEO4J_URI="bolt://127.0.0.1:1", NEO4J_PASSWORD="secret-word")
    assert done.code == USAGE
    assert "Use `neo4j-admin database" in done.err
    assert not command.home.exists()


def test_a_current_database_needs_no_migration(loaded: Command):
    assert loaded("migrate", "--json").json == {"version": 1, "migrations": []}
    assert loaded("migrate").out == "The database follows version 1 of the schema; nothing was to be done.\n"


def test_the_doctor_finds_nothing_wrong_and_starts_nothing(
    tmp_path: Path, make_command: Callable[[], Command], bundle: Path
):
    command = make_command()
    command("load", bundle)
    found = states(command)
    assert {finding["state"] for finding in found.values()} <= {"ok", "warning"}
    assert {"python", "home", "disk", "java", "neo4j files", "local neo4j", "server", "features", "port"} <= set(found)
    assert found["runs"]["found"] == "No run is being written or was cut off."
    assert command("doctor").code == 0
    fresh = Command(tmp_path / "home")
    assert "It does not run" in states(fresh)["local neo4j"]["found"]
    assert states(fresh)["neo4j files"]["state"] == "warning"
    assert not fresh.home.exists()


def test_the_doctor_says_what_to_do_about_another_neo4j(loaded: Command):
    command = Command(loaded.home)
    assert loaded.named
    right = naming(loaded.named)
    wrong = states(command, **right | {"NEO4J_PASSWORD": "secret-word"})["database"]
    assert (wrong["state"], wrong["remedy"]) == ("wrong", "Check NEO4J_USERNAME and NEO4J_PASSWORD.")
    assert states(command, **right)["state"]["state"] == "ok"
    absent = states(command, **right, NEO4J_DATABASE="other")["database"]
    assert (absent["state"], absent["remedy"]) == ("wrong", "Correct NEO4J_DATABASE.")
    nobody = command("doctor", NEO4J_URI="bolt://127.0.0.1:1", NEO4J_PASSWORD="secret-word")
    assert nobody.code == 1
    assert "wrong    database: No Neo4j answers at bolt://127.0.0.1:1." in nobody.out
    assert "secret-word" not in nobody.out + nobody.err
    unreadable = command("doctor", NEO4J_URI="http://127.0.0.1:7474")
    assert unreadable.code == 1
    assert "wrong    settings: NEO4J_URI is 'http://127.0.0.1:7474'." in unreadable.out


def test_the_doctor_names_a_home_that_can_not_be(tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("")
    assert states(Command(file))["home"]["state"] == "wrong"


def test_the_doctor_sees_an_older_schema_missing_constraints_and_a_run_cut_off(database: Database):
    with database.session() as session:
        session.run("DROP INDEX search").consume()
        session.run(
            "MERGE (k:KnowledgeBase {key: 'this'}) SET k.schema_version = 0, k.data_version = 1, k.last_run = 3, "
            "k.writing = 3, k.writer = 'elsewhere 1 1', k.heard = datetime('2020-01-01')"
        ).consume()
    found = {finding.subject: finding for finding in examine_database(database.settings, REGISTRY)}
    assert found["schema version"].state is State.WRONG
    assert "`journeygraph migrate`" in found["schema version"].remedy
    assert found["constraints"].found.endswith("such as search.")
    assert found["runs"].found == "Run 3 was cut off."


def test_an_address_without_encryption_is_a_warning():
    from graph_store.doctor import _address

    assert [f.state for f in _address(Neo4jSettings("bolt://db.example.org:7687"))] == [State.WARNING]
    assert [f.state for f in _address(Neo4jSettings("neo4j+s://db.example.org"))] == [State.OK]
    assert [f.state for f in _address(Neo4jSettings("bolt://localhost:7687"))] == [State.OK]


@pytest.mark.parametrize("error", [RuntimeError("boom"), DatabaseError("It is gone.", "Start it.")])
def test_a_probe_that_fails_is_a_finding(error: Exception):
    def probe() -> list[Finding]:
        raise error

    (found,) = looked_at("thing", probe)
    assert found.state is State.WRONG
    assert found.remedy
