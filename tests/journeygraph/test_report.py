"""The pages that anybody can read, made from the examples on a real database."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_schema.errors import NotFoundError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from journeygraph.report.evidence import evidence_report
from journeygraph.report.gaps import gaps_report
from journeygraph.report.invest import Wanted, invest_report
from journeygraph.report.page import Report, page
from journeygraph.report.trace import gap_text, trace_report
from loaders.pipeline import load
from queries.facts import Measured
from queries.why import Gap
from tests.journeygraph.command import Command
from tests.journeygraph.reading_pages import NOW, Read, read_page

HOSTILE = "</style></title><script>alert('1 & 2')</script><img src=x onerror=alert(1)>\"]]>--><!--\u202e\x07"
VISIBLE = "</style></title><script>alert('1 & 2')</script><img src=x onerror=alert(1)>\"]]>--><!--"


def named(value: Any) -> Iterator[dict[str, Any]]:
    """The nodes in an answer as JSON."""
    if isinstance(value, dict):
        if {"kind", "key", "name"} == set(value):
            yield value
        for inner in value.values():
            yield from named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from named(inner)


def made(loaded: Command, *words: str) -> Read:
    done = loaded("report", *words, "--output", "-")
    assert done.code == 0, done.err
    return read_page(done.out)


def rows(loaded: Command, *words: str) -> list[dict[str, Any]]:
    return loaded("ask", *words, "--json", "--limit", "1000").json["rows"]


def test_the_trace_shows_every_link_and_every_gap(loaded: Command):
    shown = made(loaded, "trace")
    asked = rows(loaded, "trace")
    assert {node["name"] for node in named(asked)} <= shown.texts
    for row in asked:
        assert not row["gap"] or gap_text(Gap(row["gap"])) in shown.texts
    moments = {row["moment"]["key"] for row in asked}
    reached = {row["moment"]["key"] for row in asked if row["brand_goal"]}
    assert f"{len(reached)} of {len(moments)} moments of truth reach a brand goal." in shown.text
    drawn = [box for svg in shown.figures for box in svg.iter() if box.get("class") == "hole"]
    ends = {(row["gap"], str(row["links"][-1:]), row["moment"]["key"]) for row in asked if row["gap"]}
    assert len(drawn) == len(ends)
    assert {"line inferred", "line stated"} <= {line.get("class") for svg in shown.figures for line in svg.iter()}


def test_a_page_says_what_it_is_and_what_it_rests_on(loaded: Command):
    shown = made(loaded, "trace", "first-article-opens")
    # Loads that other tests see rejected are runs too.
    newest = loaded("runs", "--json").json["rows"][0]["run"]
    for words in (
        "What “The first article opens in full” is worth to the brand",
        "Which brand goals does a moment of truth serve, through which chain, and where does the chain break?",
        f"from the knowledge base after run {newest} of ",
        "It rests on 5 claims of 1 source: none stated, 5 inferred, none measured.",
        "Illustrative: all 5 claims behind this report are invented.",
        "Inferred: all 5 claims behind this report are concluded, not stated.",
        "Lifecycles and journeys, drawn from five texts",
        "Illustrative, invented for this sample",
    ):
        assert words in shown.text, words
    assert "payment" not in shown.text


def test_evidence_shows_quotes_with_source_and_method(loaded: Command):
    shown = made(loaded, "evidence", "definition", "moment-of-truth-the-few")
    asked = rows(loaded, "evidence-for", "--nodes", "definition:moment-of-truth-the-few")
    for row in asked:
        assert {quote["text"] for quote in row["quotes"]} <= {text.strip("“”") for text in shown.texts}
        assert row["method"] in shown.texts
    assert "1 quote or source supports" in shown.text
    assert "Nobody recorded anything that contradicts it." in shown.text
    assert "it is only described" in made(loaded, "evidence", "cx_goal:easy-to-share").text


def test_gaps_are_all_there_and_counted(loaded: Command):
    shown = made(loaded, "gaps", "--models", "milkymap")
    asked = [
        rows(loaded, "goals-without-moments"),
        rows(loaded, "moments-without-goals"),
        rows(loaded, "unmapped-phases-and-journeys", "--models", "milkymap"),
        rows(loaded, "unsolved-pain-points"),
    ]
    subjects = {next(named(row))["name"] for answer in asked for row in answer}
    assert subjects <= shown.texts
    assert f"{len(asked[1])} of 15 moments of truth reach no brand goal." in shown.text
    assert "Basic five" not in shown.text
    holes = [tile for tile in shown.figures[0].iter() if tile.get("class") == "tile hole"]
    assert len(holes) == sum(int(gaps) for gaps in shown.column("Gaps"))


def test_the_matrix_finds_its_metrics_and_shows_every_touchpoint(loaded: Command):
    shown = made(loaded, "invest")
    asked = rows(loaded, "where-to-invest", "--importance", "importance", "--satisfaction", "satisfaction")
    assert {node["name"] for row in asked for node in named(row)} <= shown.texts | {"Women"} | metrics(asked)
    dots = [dot for dot in shown.figures[0].iter() if dot.get("class") in ("dot", "ring")]
    assert len(dots) == len(shown.column("Reading")) == 7
    assert shown.column("Reading").count("Invest here") == len(asked) == 2
    assert "Begin with “Confirmation in the bank's app”" in shown.text
    lower = made(loaded, "invest", "--important-from", "4.3", "--touchpoints", "article,confirmation-page,log-in")
    assert lower.column("Reading").count("Invest here") == 0


def metrics(asked: list[dict[str, Any]]) -> set[str]:
    """Names that stand in a sentence with their value."""
    facts = (Measured.model_validate(reading) for row in asked for reading in row["measured"])
    return {node.name or "" for fact in facts for node in (fact.metric, fact.about, fact.survey) if node}


def test_a_file_is_not_overwritten_unasked(loaded: Command, tmp_path: Path):
    path = tmp_path / "goals.html"
    done = loaded("report", "trace", "agent-calls-back", "--output", path)
    assert done.out.startswith(f"Wrote {path}. Open it in a browser")
    read_page(path.read_text("utf-8"))
    path.write_text("mine", "utf-8")
    again = loaded("report", "trace", "--output", path)
    assert again.code == 2
    assert "is there already" in again.err
    assert path.read_text("utf-8") == "mine"
    assert loaded("report", "trace", "--output", path, "--force").code == 0
    assert path.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "There is no folder" in loaded("report", "gaps", "--output", tmp_path / "no" / "x.html").err
    assert "is a folder" in loaded("report", "gaps", "--output", tmp_path, "--force").err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("trace", "first-article-open"), 3, "Did you mean first-article-opens"),
        (("evidence", "moment-of-truth", "first-article"), 3, "Did you mean first-article-opens"),
        (("evidence", "zeppelin:one"), 2, "there is no kind 'zeppelin'"),
        (("gaps", "--models", "milkmap"), 3, "Did you mean milkymap"),
        (("invest", "--importance", "importanse"), 3, "Did you mean importance"),
        (("invest", "--importance", "nps", "--satisfaction", "csat", "--touchpoints", "log-in"), 3, "has readings"),
    ],
)
def test_a_slip_of_the_pen_makes_no_page(loaded: Command, tmp_path: Path, words: tuple[str, ...], code: int, said: str):
    path = tmp_path / "none.html"
    done = loaded("report", *words, "--output", path)
    assert done.code == code, done.err
    assert said in done.err
    assert not path.exists()


def test_an_empty_knowledge_base_makes_no_page(database: Database):
    for make in (
        lambda: trace_report(database, []),
        lambda: gaps_report(database, [], []),
        lambda: invest_report(database, Wanted()),
        lambda: evidence_report(database, ["persona:nobody"]),
    ):
        with pytest.raises(NotFoundError, match="empty"):
            make()


def test_texts_are_never_markup(database: Database, tmp_path: Path):
    hostile_bundle(tmp_path)
    load([tmp_path], database, REGISTRY)
    pages: list[Report] = [
        trace_report(database, []),
        gaps_report(database, [], []),
        invest_report(database, Wanted()),
        evidence_report(database, ["moment_of_truth:first"]),
    ]
    for report in pages:
        text = page(report, NOW)
        shown = read_page(text)
        assert VISIBLE in shown.text
        assert not re.search(r"[\x00-\x08\u202e]", text)


def hostile_bundle(folder: Path) -> None:
    """A few nodes whose texts try to be markup, each with what the four pages show."""
    import yaml

    about = {"metric": "importance", "about": "touchpoint:desk", "n": 9}
    content = {
        "sources": [{"key": "talk", "name": f"Talk {HOSTILE}", "method": HOSTILE}],
        "brands": [{"key": "brand", "name": f"Brand {HOSTILE}", "pursues": "goal"}],
        "brand_goals": [{"key": "goal", "name": f"Goal {HOSTILE}"}, {"key": "bare", "name": f"Bare {HOSTILE}"}],
        "cx_goals": [{"key": "ease", "name": f"Ease {HOSTILE}", "advances": {"to": "goal", "note": HOSTILE}}],
        "touchpoints": [{"key": "desk", "name": f"Desk {HOSTILE}"}],
        "moments_of_truth": [
            {"key": "first", "name": f"First {HOSTILE}", "serves": {"to": "ease", "locator": HOSTILE}},
            {"key": "second", "name": f"Second {HOSTILE}"},
        ],
        "quotes": [{"key": "said", "text": HOSTILE, "from": "talk", "supports": "moment_of_truth:first"}],
        "metrics": [{"key": "importance", "name": "Importance"}, {"key": "satisfaction", "name": "Satisfaction"}],
        "readings": [{**about, "value": 80}, {**about, "metric": "satisfaction", "value": 20}],
    }
    (folder / "dataset.yaml").write_text(yaml.safe_dump({"dataset": "bad", "name": HOSTILE, "source": "talk"}), "utf-8")
    (folder / "data.yaml").write_text(yaml.safe_dump(content), "utf-8")
