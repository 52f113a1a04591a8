"""What a survey comes to: worked out here by hand, or anew from the rows by other means."""

import csv
from collections import Counter
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any

import pytest

from loaders.mapping.file import read_mapping
from loaders.mapping.form import read_by
from loaders.sample import Sample
from loaders.wishes import Wishes
from tests.loaders.mapped import WISHES, mapping, notes, plain, problems, records

TABLE = """
    Id,At,Status,Plan,Through,Recommend,Satisfied,Effort,Tools,More
    R_1,2026-01-05T10:00Z,done,Free,Web,10,Very,2,Git; R,Great
    R_2,2026-01-20T10:00Z,done,Free,App,6,Not,7,Git,"Slow, mail me at a@b.org"
    R_3,2026-02-01T10:00Z,done,Paid,Web,,Fairly,,,
    R_4,2026-02-02T10:00Z,open,Paid,Web,8,,,,
    R_5,2026-02-03T10:00Z,test,Paid,Web,0,Not,1,R,test
    R_6,2026-02-04T10:00Z,done,,,,,,,
    """
SURVEY = """
    mapping: m
    survey:
      key: after-checkout
      about: touchpoint:checkout
      among: "segment:{Plan}"
      channel: "{Through}"
      respondent: Id
      received: {column: At, time: iso}
      status: {column: Status, complete: done, partial: open, ignored: test}
      invited: 40
      instrument: by hand
      questions:
        - {column: Recommend, answer: nps}
        - {column: Satisfied, answer: csat, words: {Very: 5, Fairly: 4, Not: 1}}
        - {column: Effort, answer: ces, direction: down}
        - {column: Tools, answer: choices, split: ";"}
        - {column: More, answer: text}
    """


def readings(found: dict[str, list[dict[str, Any]]], metric: str, **only: str | None) -> list[dict[str, Any]]:
    shown = {"among": None, "channel": None, "locator": None} | only
    return [r for r in found["readings"] if r["metric"] == metric and all(r.get(n) == v for n, v in shown.items())]


@pytest.fixture
def found(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    return records(tmp_path, TABLE, SURVEY)


def test_a_score_carries_all_that_one_has_to_know_of_it(found: dict[str, list[dict[str, Any]]]) -> None:
    shared = {
        "about": "touchpoint:checkout", "survey": "after-checkout", "begins": "2026-01-05", "ends": "2026-02-01",
        "instrument": "by hand", "basis": "measured", "invited": "40",
    }  # fmt: skip
    assert readings(found, "nps") == [
        {
            "metric": "nps", **shared, "value": "0", "n": "2", "promoters": "1", "passives": "0", "detractors": "1",
            "distribution": [f"{n} = {1 if n in (6, 10) else 0}" for n in range(11)],
        }
    ]  # fmt: skip
    assert readings(found, "csat") == [
        {
            "metric": "csat", **shared, "value": "66.66666666666667", "numerator": "2", "denominator": "3", "n": "3",
            "distribution": ["1 = 1", "2 = 0", "3 = 0", "4 = 1", "5 = 1"],
        }
    ]  # fmt: skip
    [effort] = readings(found, "ces")
    assert (effort["value"], effort["n"]) == ("4.5", "2")
    [tools] = readings(found, "after-checkout-tools")
    assert (tools.get("value"), tools["n"], tools["distribution"]) == (None, "2", ["Git = 2", "R = 1"])


def test_metrics_say_how_they_are_worked_out(found: dict[str, list[dict[str, Any]]]) -> None:
    metrics = {metric["key"]: metric for metric in found["metrics"]}
    assert metrics["csat"]["formula"] == "answers 4 and 5 of 5 / all answers"
    assert metrics["ces"]["formula"] == "mean of the answers, which are ordinal"
    assert metrics["ces"]["direction"] == "down"
    assert metrics["response-rate"]["unit"] == "per cent"
    assert set(metrics) == {"nps", "csat", "ces", "after-checkout-tools", "response-rate", "completion-rate"}


def test_partial_responses_are_kept_apart(found: dict[str, list[dict[str, Any]]]) -> None:
    [partial] = readings(found, "nps", locator="partial responses")
    assert (partial["value"], partial["n"], "invited" in partial) == ("0", "1", False)
    [completion] = readings(found, "completion-rate")
    assert (completion["value"], completion["numerator"], completion["denominator"]) == ("80", "4", "5")
    [response] = readings(found, "response-rate")
    assert (response["value"], response["numerator"], response["denominator"]) == ("10", "4", "40")


def test_groups_and_channels_have_readings_of_their_own(found: dict[str, list[dict[str, Any]]]) -> None:
    [free] = readings(found, "nps", among="segment:Free!")
    [web] = readings(found, "csat", channel="Web!")
    assert (free["value"], free["n"], "invited" in free) == ("0", "2", False)
    assert (web["value"], web["n"]) == ("100", "2")
    assert readings(found, "nps", among="segment:Paid!") == []


def test_responses_are_pseudonymous_and_say_what_was_said(found: dict[str, list[dict[str, Any]]]) -> None:
    first = [response for response in found["responses"] if response["received_at"].startswith("2026-01-05")]
    assert [(r["metric"], r["score"], r["locator"]) for r in first] == [
        ("nps", "10", "recommend"), ("csat", "5", "satisfied"), ("ces", "2", "effort"),
    ]  # fmt: skip
    [respondent] = {response["respondent"] for response in first}
    assert len(respondent) == 32
    assert first[0]["says"] == [f"after-checkout-more-{respondent[:16]}"]
    assert all("says" not in response for response in first[1:])
    texts = [quote["text"] for quote in found["quotes"]]
    assert texts == ["Great", "Slow, mail me at [e-mail address]"]
    assert [r["note"] for r in found["responses"] if "note" in r] == ["A partial response."]
    assert "R_1" not in str(found)


def test_what_was_answered_is_told(tmp_path: Path) -> None:
    told = notes(tmp_path, TABLE, SURVEY)
    assert "t.csv: responses: 4 complete, 1 partial, 1 ignored. 1 of them hold no answer that is read." in told
    plain = SURVEY.replace("about: touchpoint:checkout", "name: A survey")
    assert any(
        note.startswith("Nothing says what the survey after-checkout is about")
        for note in notes(tmp_path, TABLE, plain)
    )


def test_a_short_number_is_somebody_else_in_another_survey(tmp_path: Path) -> None:
    text = "mapping: m\nsurvey:\n  key: %s\n  respondent: Id\n  questions: [{column: Q, answer: nps}]\n"
    first, second = (records(tmp_path, "Id,Q\n1,9\nR_abc,9\n", text % key)["responses"] for key in ("a", "b"))
    assert first[0]["respondent"] != second[0]["respondent"]
    assert first[1]["respondent"] == second[1]["respondent"]


def test_somebody_who_answers_twice_has_two_responses(tmp_path: Path) -> None:
    text = "mapping: m\nsurvey:\n  respondent: Id\n  questions: [{column: Q, answer: nps}, {column: T, answer: text}]\n"
    found = records(tmp_path, "Id,Q,T\nR_1,9,a\nR_1,2,b\n", text)
    assert [response["locator"] for response in found["responses"]] == ["q", "q, time 2"]
    assert len({quote["key"] for quote in found["quotes"]}) == 2


def test_readings_can_be_cut_in_time(tmp_path: Path) -> None:
    found = records(tmp_path, TABLE, SURVEY.replace("invited: 40", "period: quarter").replace("iso}", "iso}"))
    assert [(r["begins"], r["ends"]) for r in readings(found, "nps")] == [("2026-01-01", "2026-03-31")]
    months = records(tmp_path, TABLE, SURVEY.replace("invited: 40", "period: month"))
    assert [(r["begins"], r["ends"], r["n"]) for r in readings(months, "csat")] == [
        ("2026-01-01", "2026-01-31", "2"), ("2026-02-01", "2026-02-28", "1"),
    ]  # fmt: skip


def test_a_row_for_each_who_was_asked_gives_the_rate(tmp_path: Path) -> None:
    text = "mapping: m\nsurvey:\n  invited: rows\n  questions: [{column: Q, answer: nps}]\n"
    found = records(tmp_path, "Id,Q\n1,9\n2,\n3,\n4,10\n", text)
    assert readings(found, "response-rate")[0]["value"] == "50"
    assert readings(found, "nps")[0]["invited"] == "4"


WRONG = {
    "beyond the scale": ("11,done", "t.csv:2 (Q): '11' is not on the scale from 0 to 10."),
    "no number": ("ten,done", "t.csv:2 (Q): 'ten' is not a number."),
    "another status": ("9,half", "t.csv:2 (S): 'half' is no status that the mapping knows."),
    "no status": ("9,", "t.csv:2 (S): There is no status."),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_answer_that_does_not_fit_is_a_problem(tmp_path: Path, case: str) -> None:
    row, expected = WRONG[case]
    text = "mapping: m\nsurvey:\n  status: {column: S, complete: done}\n  questions: [{column: Q, answer: nps}]\n"
    [problem] = problems(tmp_path, f"Q,S\n{row}\n", text)
    assert problem.startswith(expected)


def test_other_scales_are_other_metrics(tmp_path: Path) -> None:
    text = """
        mapping: m
        survey:
          key: s
          questions:
            - {column: A, answer: csat, scale: [1, 7]}
            - {column: B, answer: ces, scale: [1, 5]}
            - {column: C, answer: rating, scale: [1, 5]}
            - {column: D, answer: csat, satisfied: 5, metric: top-box}
        """
    found = records(tmp_path, "A,B,C,D\n6,5,1.5,4\n7,1,2,5\n1,,,\n", text)
    values = {r["metric"]: (r["value"], r["n"]) for r in found["readings"]}
    assert values == {
        "csat-6-of-7": ("66.66666666666667", "3"), "ces-1-to-5": ("3", "2"), "s-c": ("1.75", "2"),
        "top-box": ("50", "2"),
    }  # fmt: skip
    [mean] = [metric for metric in found["metrics"] if metric["key"] == "s-c"]
    assert mean["name"] == "C (mean of an ordinal scale)"


def test_scores_agree_with_an_independent_computation(tmp_path: Path) -> None:
    chance = Random(7)
    rows = [(chance.choice(["", *range(11)]), chance.choice(["", 1, 2, 3, 4, 5])) for _ in range(5_000)]
    table = "Q,R\n" + "".join(f"{q},{r}\n" for q, r in rows)
    text = """
        mapping: m
        survey:
          key: s
          questions:
            - {column: Q, answer: nps}
            - {column: R, answer: csat}
            - {column: R, answer: rating, scale: [1, 5], key: mean}
        """
    found = records(tmp_path, table, text)
    scores = [int(q) for q, _ in rows if q != ""]
    ratings = [int(r) for _, r in rows if r != ""]
    good, bad = sum(score > 8 for score in scores), sum(score < 7 for score in scores)
    [nps], [csat], [mean] = (readings(found, key) for key in ("nps", "csat", "s-mean"))
    assert float(nps["value"]) == pytest.approx(float(Fraction(100 * (good - bad), len(scores))))
    assert float(csat["value"]) == pytest.approx(100 * sum(rating >= 4 for rating in ratings) / len(ratings))
    assert float(mean["value"]) == pytest.approx(fmean(ratings))
    counted = Counter(scores)
    assert nps["distribution"] == [f"{score} = {counted[score]}" for score in range(11)]


def test_a_real_survey_is_counted_as_it_is(tmp_path: Path, testdata: Path) -> None:
    path = testdata / "survey" / "jupyter2015_SurveyExport.csv"
    often, hinders = "How often do you use Jupyter Notebook?", "What, if anything, hinders you from making*"
    file = mapping(
        tmp_path,
        f"""
        mapping: jupyter
        survey:
          about: touchpoint:jupyter-notebook
          status: {{column: Status, complete: Complete, partial: Partial}}
          received: {{column: Date Submitted, time: "%Y-%m-%d %H:%M:%S", zone: UTC}}
          questions:
            - {{column: "{often}", answer: choice, key: often}}
            - {{columns: "{hinders}", answer: text, key: hinders}}
        """,
    )
    found: dict[str, list[dict[str, Any]]] = {}
    reading = read_by(read_mapping(file, "m.yaml"), Sample(path, path.name), Wishes(respondents=WISHES.respondents))
    for entry in reading.entries:
        found.setdefault(entry.collection, []).append(plain(entry.fields))
    assert reading.problems == []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    complete = [row for row in rows if row["Status"] == "Complete"]
    [whole], [partial] = (
        readings(found, "jupyter2015-surveyexport-often", locator=locator) for locator in (None, "partial responses")
    )
    counted = Counter(row[often].strip() for row in complete if row[often].strip())
    assert dict(item.split(" = ") for item in whole["distribution"]) == {k: str(v) for k, v in counted.items()}
    assert int(whole["n"]) + int(partial["n"]) == sum(bool(row[often].strip()) for row in rows)
    question = next(name for name in rows[0] if name.startswith(hinders[:-1]))
    assert len(found["quotes"]) == sum(bool(row[question].strip()) for row in rows)
    days = [datetime.fromisoformat(row["Date Submitted"]).date().isoformat() for row in complete if row[often].strip()]
    assert (whole["begins"], whole["ends"]) == (min(days), max(days))
    [completion] = readings(found, "completion-rate")
    assert (completion["numerator"], completion["denominator"]) == (str(len(complete)), "1706")
