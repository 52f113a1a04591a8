"""`inspect` says what files are taken for, without a database, and writes mappings that load."""

import json
from pathlib import Path

import pytest

from graph_store.settings import Neo4jSettings
from tests.journeygraph.command import Command
from tests.journeygraph.tour import ROOT

TABLE = """\
Page;Score;Comment;E-mail
Checkout;9;Nothing happened for minutes, then it worked after all;a@b.org
Home;3;;c@d.org
"""


@pytest.fixture
def command(settings: Neo4jSettings, tmp_path: Path) -> Command:
    return Command(tmp_path / "home", settings)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_a_table_that_nobody_knows_is_shown_and_a_draft_of_it_loads(command: Command, table: Path):
    shown = command("inspect", table)
    assert (shown.code, "answers.csv is a table: no form knows its columns" in shown.out) == (0, True)
    assert "perhaps touchpoints" in shown.out
    assert "dropped: personal data: its name says e-mail" in shown.out
    assert "a@b.org" not in shown.out
    draft = table.with_name("draft.yaml")
    assert command("inspect", table, "--mapping", draft).code == 0
    again = command("inspect", table, "--mapping", draft)
    assert (again.code, "Name another file, or add --force." in again.err) == (2, True)
    by = command("inspect", table, "--by", draft, "--json").json
    [item] = by["items"]
    assert item["problems"] == []
    assert item["becomes"]["readings"] >= 1
    uses = {use["field"]: use for use in item["uses"]}
    assert uses["E-mail"]["dropped"].startswith("personal data")
    assert uses["Score"]["becomes"] == "responses.score; readings"


def test_a_mapping_beside_a_table_is_found_and_copied(command: Command, table: Path):
    mapping = table.with_name("answers.mapping.yaml")
    mapping.write_text("mapping: m\nrecords:\n  touchpoints: {key: '{Page}', name: '{Pages}'}\n", "utf-8")
    shown = command("inspect", table)
    assert shown.code == 1
    assert "answers.csv is read as mapping, as answers.mapping.yaml lies beside it." in shown.out
    assert "Problem: answers.mapping.yaml:3 (column 32): answers.csv has no column 'Pages'." in shown.out
    copy = table.with_name("copy.yaml")
    command("inspect", table, "--mapping", copy)
    assert copy.read_text("utf-8") == mapping.read_text("utf-8")


def test_a_mapping_that_is_wrong_is_refused_with_its_place(command: Command, table: Path):
    mapping = table.with_name("m.yaml")
    mapping.write_text("mapping: m\nrecord: {}\n", "utf-8")
    for arguments in (("inspect", table, "--by", mapping), ("load", table, "--mapping", mapping)):
        done = command(*arguments)
        assert done.code == 4
        assert "m.yaml:2 (column 1): There is no setting 'record' here. Did you mean 'records'?" in done.err


def test_a_bundle_and_a_map_are_inspected_too(command: Command):
    found = command("inspect", ROOT / "examples", "--json").json
    forms = {item["form"] for item in found["items"]}
    assert {"bundle", "workbook", "openjourney"} <= forms
    assert all(item["problems"] == [] for item in found["items"])
    assert found["not_read"] == ["examples/README.md"]


def test_what_is_no_form_says_what_to_do(command: Command, tmp_path: Path, table: Path):
    (tmp_path / "notes.md").write_text("# Notes\n", "utf-8")
    nothing = command("inspect", tmp_path / "notes.md")
    assert (nothing.code, "is not of a form that can be loaded. Forms are:" in nothing.err) == (2, True)
    unknown = command("inspect", table, "--as", "bundel")
    assert (unknown.code, "There is no form 'bundel'. Did you mean 'bundle'?" in unknown.err) == (2, True)
    assert command("inspect", tmp_path / "nowhere").code == 2
    assert json.loads(command("inspect", table, "--json").out)["items"][0]["form"] == "table"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("binary.csv", b"\x00\x01\xff", "A NUL character. This is not a text file"),
        ("empty.csv", b"", "The table has no head."),
        ("cut.json", b'{"a": [1, 2', "This is not JSON: it ends inside of a list or an object."),
    ],
)
def test_a_table_that_is_broken_is_refused_for_that(
    command: Command, tmp_path: Path, name: str, content: bytes, said: str
):
    (tmp_path / name).write_bytes(content)
    done = command("load", tmp_path / name)
    assert (done.code, said in done.err.replace("\n", " ")) == (4, True), done.err


def test_loading_a_table_that_nobody_knows_says_how(command: Command, table: Path):
    done = command("load", table)
    assert done.code == 2
    assert "is a table, and nothing says what its columns mean." in done.err
    assert f"journeygraph inspect {table}" in done.err.replace("\n", " ")
