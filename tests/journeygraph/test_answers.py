"""The commands that answer, on one database with the examples."""

import csv
import io
import subprocess
from pathlib import Path

import pytest

from queries.library import LIBRARY
from tests.journeygraph.command import COMMAND, ROOT, Command

NEEDED = {
    "changed-since": ["--nodes", "journey:newspaper-first-use"],
    "what-a-run-did": ["--runs", "1"],
    "what-a-run-read": ["--runs", "1"],
    "evidence-for": ["--nodes", "moment_of_truth:first-article-opens"],
    "evidence-for-link": [
        "--nodes", "moment_of_truth:first-article-opens", "--others", "cx_goal:reading-within-a-minute",
    ],
    "how-connected": ["--nodes", "need:sure-it-is-paid", "--others", "metric:ces"],
    "links-among": ["--nodes", "persona:woman-reader,moment_of_truth:first-article-opens"],
    "neighbourhood": ["--nodes", "persona:woman-reader"],
    "neighbours": ["--nodes", "persona:woman-reader"],
    "search": ["--text", "bank"],
    "search-kinds": ["--text", "bank"],
    "visits-without-purchase": ["--visits", "page-visits", "--purchases", "purchases", "--reached", "contacts"],
    "where-to-invest": ["--importance", "importance", "--satisfaction", "satisfaction"],
}  # fmt: skip


def test_loading_again_changes_nothing(loaded: Command):
    done = loaded("load", ROOT / "examples", "--json")
    report = done.json
    assert (done.code, report["state"], report["run"]) == (0, "applied", None)
    assert (report["counts"]["added"], report["counts"]["changed"], report["counts"]["removed"]) == (0, 0, 0)
    bundles = {"cx-texts", "illustrative", "why-test", "parcel-goals"}
    maps = {"getting-a-birthday-parcel-there-in-time", "getting-my-first-library-card"}
    assert set(report["datasets"]) == bundles | maps
    assert loaded("load", ROOT / "examples").out.startswith("Nothing to do: ")


def test_a_dry_run_shows_what_would_change_and_changes_nothing(loaded: Command, bundle: Path):
    done = loaded("load", bundle, "--dry-run")
    assert done.code == 0
    assert "added    persona:visitor" in done.out
    assert done.out.rstrip().endswith("Nothing was changed.")
    report = loaded("load", "--dry-run", "--json", bundle).json
    assert report["state"] == "planned"
    assert ("added", "persona:visitor") in {(change["action"], change["subject"]) for change in report["changes"]}
    assert loaded("ask", "search", "--text", "hyperlink", "--json").json["rows"] == []


def test_a_moment_is_traced_to_brand_goals(loaded: Command):
    shown = loaded("trace", "first-article-opens")
    assert shown.code == 0
    assert "★ The first article opens in full" in shown.out
    assert "serves ╌╌ cx goal: Reading within a minute of paying  (strength 3 of 3)" in shown.out
    assert "inferred by illustrative [cx-texts]" in shown.out
    assert "Chain: weakest link: 2 of 3" in shown.out
    assert "2 rows, resting on 5 claims (5 inferred) of 1 source: illustrative." in shown.out
    answer = loaded("trace", "first-article-opens,agent-calls-back", "--json").json
    assert set(answer) == {"rows", "rests_on", "complete"}
    assert {row["moment"]["key"] for row in answer["rows"]} == {"first-article-opens", "agent-calls-back"}
    link = answer["rows"][0]["links"][0]
    assert {"basis", "source", "dataset"} <= set(link["evidence"][0])
    assert "Gap: " in loaded("trace", "agent-calls-back").out


def test_the_questions_are_listed_and_explained(loaded: Command):
    listed = loaded("questions").out
    assert all(question.id in listed for question in LIBRARY)
    described = loaded("questions", "--json").json
    assert [item["id"] for item in described] == [question.id for question in LIBRARY]
    one = loaded("questions", "zoom", "--json").json
    assert {"id", "title", "explanation", "parameters", "row", "cypher", "view"} <= set(one)
    explained = loaded("questions", "search").out
    assert "--text" in explained
    assert "Required." in explained
    assert "Ask it: journeygraph ask search --text ..." in explained
    assert "emotion-curve" in loaded("questions", "--about", "emotion").out
    assert "No question speaks of" in loaded("questions", "--about", "zeppelins").out


def test_questions_about_something_are_grouped_by_who_asks_and_what_it_decides(loaded: Command):
    out = loaded("questions", "--about", "moment of truth").out
    headings = [line for line in out.splitlines() if line.startswith("For the ")]
    assert "For the strategist, to decide which moments and goals to back" in headings
    assert "For the researcher, to decide which moments and goals to back" in headings
    strategist = out[out.index("For the strategist") :]
    assert "moments-without-goals" in strategist
    assert "moments-by-definition" in out[: out.index("For the strategist")]
    assert "funnel" not in out


def test_a_question_s_default_words_are_named(loaded: Command):
    assert "Default: user, former." in loaded("questions", "touchpoints-by-customer-kind").out


@pytest.mark.parametrize("question", [question.id for question in LIBRARY])
def test_every_question_answers_readably(loaded: Command, question: str):
    parameters = NEEDED.get(question, [])
    done = loaded("ask", question, *parameters)
    assert done.code == 0
    assert done.err == ""
    assert "row" in done.out
    *tables, _ = done.out.rstrip().split("\n")
    assert max([0, *(len(line) for line in tables if not line.startswith(("Dim:", "Empty in")))]) <= 100
    assert not any(raw in done.out for raw in ("Node(", "Evidence(", "None", "<", "datetime"))


def test_json_has_rows_and_what_they_rest_on_and_nothing_else_is_printed(loaded: Command):
    done = loaded("ask", "shared-pain-points", "--at-least", "1", "--json")
    assert done.err == ""
    assert done.json["complete"] is True
    assert {"claims", "stated", "inferred", "measured", "sources", "datasets"} == set(done.json["rests_on"])
    cut = loaded("ask", "shared-pain-points", "--at-least=1", "--limit=1", "--json").json
    assert (len(cut["rows"]), cut["complete"]) == (1, False)
    assert "raise --limit" in loaded("ask", "shared-pain-points", "--at-least=1", "--limit=1").out


def test_several_values_are_given_at_once_or_one_by_one(loaded: Command):
    at_once = loaded("ask", "moments-of-truth", "--moments", "first-article-opens,agent-calls-back", "--json").json
    singly = ["--moments", "first-article-opens", "--moments=agent-calls-back"]
    assert loaded("ask", "moments-of-truth", *singly, "--json").json == at_once
    assert len(at_once["rows"]) == 2


def test_csv_has_keys_beside_names(loaded: Command):
    rows = list(csv.DictReader(io.StringIO(loaded("ask", "moments-of-truth", "--csv").out)))
    row = next(row for row in rows if row["moment_key"] == "first-article-opens")
    assert row["moment"] == "The first article opens in full"
    assert row["journey_key"] == "newspaper-first-use"


def test_no_rows_are_explained(loaded: Command):
    done = loaded("ask", "search", "--text", "zeppelin")
    assert done.out.startswith("No rows. ")
    assert "try fewer" in done.out


def test_a_curve_shows_its_lowest_point_and_a_zoom_its_gaps(loaded: Command):
    curve = loaded("ask", "emotion-curve", "--journeys", "newspaper-first-use").out
    lowest = [line.strip().partition("  ")[0] for line in curve.splitlines() if "lowest" in line]
    assert lowest == ["Log in on my phone", "Wait for the tick"]
    zoom = loaded("ask", "zoom", "--personas", "woman-reader").out
    assert "I am loyal  /i-am-loyal  no journey mapped" in zoom
    assert "└── Wait for the tick  /wait-for-the-tick" in zoom


def test_the_schema_comes_in_three_forms(loaded: Command):
    assert "CREATE CONSTRAINT" in loaded("schema", "--cypher").out
    assert loaded("schema", "--json-schema").json["$schema"].startswith("https://json-schema.org/")
    assert "type Query" in loaded("schema", "--graphql").out


def test_the_database_fits_the_schema(loaded: Command):
    done = loaded("check")
    assert (done.code, done.out) == (0, "Nothing is wrong.\n")
    assert loaded("check", "--json").json == []


def test_a_reader_that_leaves_a_pipe_meets_no_traceback(loaded: Command):
    for words in ("ask zoom", "ask zoom --json", "schema --cypher", "questions", "questions --json"):
        done = subprocess.run(
            ["bash", "-c", f"'{COMMAND}' {words} | head -1"],
            env=loaded.environment(),
            capture_output=True,
            text=True,
            timeout=100,
        )
        assert done.stderr == "", words
        assert len(done.stdout.splitlines()) == 1


def test_a_terminal_without_the_characters_shows_others(loaded: Command):
    done = loaded.apart("trace", "first-article-opens", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert "? The first article opens in full" in done.out


def test_help_and_version_need_no_database(loaded: Command, tmp_path: Path):
    nowhere = Command(tmp_path / "nowhere")
    for words in ((), ("load",), ("ask",), ("trace",), ("questions",), ("serve",), ("demo",), ("db",), ("check",)):
        done = nowhere(*words, "--help")
        assert done.code == 0
        assert "Usage: journeygraph" in done.out
    # The list of commands fits a terminal of 80 columns without being cut.
    assert "...\n" not in nowhere("--help").out.split("Commands:")[1]
    assert nowhere("--version").out.startswith("journeygraph ")
    assert not nowhere.home.exists()
