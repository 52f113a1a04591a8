"""What clients have to know of a schema that changed."""

import subprocess
import sys
from pathlib import Path

import pytest
from graphql import build_schema

from api.changelog import PAGE, RECORDED, SDL, Changes, bare, recorded, updated
from tests.conftest import ROOT

OLD = """
type Query { persona(key: String!): Persona  journeys(first: Int = 20): [String!]  gone: Int }
type Persona { name: String!  mood: Mood  since: Int }
enum Mood { GOOD BAD }
enum Order { NAME }
input Which { name: String }
"""
NEW = """
type Query { persona(key: String!, at: Int!): Persona  journeys(first: Int = 10, by: Order): [String!]  fresh: Fresh }
type Persona { name: String  mood: Mood  since: Int! }
type Fresh { it: Int }
enum Mood { GOOD BAD MIXED }
enum Order { NAME KEY }
input Which { name: String  key: String }
"""


def between(old: str, new: str) -> Changes:
    return Changes.between(build_schema(old), build_schema(new))


def test_what_breaks_clients_is_told_from_what_they_may_notice():
    changes = between(OLD, NEW)
    assert changes.breaking == (
        "A required argument Query.persona(at:) was added.",
        "Field Persona.name changed type from String! to String.",
        "Field Query.gone was removed.",
    )
    assert changes.noticed == (
        "Enum value Mood.MIXED was added.",
        "Query.journeys(first:) has changed defaultValue from 20 to 10.",
    )
    assert changes.added == ("Field Query.fresh was added.", "Fresh was added.")


def test_nothing_is_found_where_nothing_changed_and_descriptions_are_none_of_it():
    assert between(OLD, bare(f'"""Whatever."""\n{OLD.strip()}')) == Changes((), (), ())
    assert "Whatever" not in bare(f'"""Whatever."""\n{OLD.strip()}')


def test_a_section_is_written_anew_and_closed_when_the_schema_is_recorded():
    page = "# Page\n\n## Since 1\n\nOld words.\n\n## 1\n\nThe first.\n"
    written = updated(page, between(OLD, NEW))
    assert written.startswith("# Page\n\n## Since 1\n\n**Breaks clients**\n\n- A required argument")
    assert written.endswith("\n\n## 1\n\nThe first.\n")
    assert "Old words" not in written
    assert updated(written, between(OLD, NEW)) == written
    closed = recorded(written, between(OLD, NEW), "2")
    assert closed.startswith(
        "# Page\n\n## Since 2\n\nNothing that a client would notice.\n\n## 2\n\n**Breaks clients**"
    )
    assert "**Added**\n\n- Field Query.fresh was added." in closed
    assert updated(closed, between(NEW, NEW)) == closed


def test_the_page_names_all_that_changed_since_the_schema_was_recorded():
    page = PAGE.read_text("utf-8")
    assert page == updated(page, between(RECORDED.read_text("utf-8"), SDL.read_text("utf-8"))), (
        "python -m api.changelog"
    )


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [((OLD, NEW), 1, "- Field Query.gone"), ((OLD, OLD), 0, "Nothing"), ((OLD, "type {"), 2, "can't be compared")],
)
def test_two_files_are_compared(tmp_path: Path, files: tuple[str, str], code: int, said: str):
    paths = [tmp_path / "old.graphql", tmp_path / "new.graphql"]
    for path, text in zip(paths, files, strict=True):
        path.write_text(text, "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "api.changelog", *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == code
    assert said in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
