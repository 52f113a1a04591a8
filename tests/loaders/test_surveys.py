"""What the exports of survey tools become, and that the numbers are those that one gets by counting oneself.

The files of jupyter, Qualtrics and the GSA are real; the others are ours, after the tools' documentation.
"""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from loaders.entries import Entry, Reading
from loaders.forms import recognise
from loaders.inspecting import mapping_for
from loaders.pipeline import load
from loaders.sample import Sample
from loaders.surveys.tools import SURVEY, TOOLS
from queries.scores import DOUBTFUL_SCORES
from tests.loaders.writing import KEYED, graph, staged_problems

Rows = list[list[str]]
SURVEYS = {tool.name for tool in (*TOOLS, SURVEY)}


def written(folder: Path, rows: Rows, name: str = "answers.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def read(path: Path) -> tuple[str, Reading, list[Entry]]:
    """The form that a file is taken for, what reading it says, and all that it becomes."""
    found = recognise(Sample(path, path.name))
    assert found is not None
    reading = found.form.read(found.sample, KEYED)
    entries = list(reading.entries)
    assert reading.problems == staged_problems(path) == []
    return found.form.name, reading, entries


def of(entries: list[Entry], collection: str) -> list[dict[str, Any]]:
    return [dict(entry.fields) for entry in entries if entry.collection == collection]


def readings(entries: list[Entry], metric: str) -> list[dict[str, Any]]:
    return [reading for reading in of(entries, "readings") if reading["metric"] == metric]


def test_the_real_jupyter_survey_keeps_its_1706_responses_partial_ones_apart(testdata: Path) -> None:
    path = testdata / "survey" / "jupyter2015_SurveyExport.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    form, reading, entries = read(path)
    assert (form, len(rows), len(rows[0])) == ("survey", 1706, 37)
    [rate] = readings(entries, "completion-rate")
    statuses = Counter(row["Status"] for row in rows)
    assert (rate["numerator"], rate["denominator"]) == (str(statuses["Complete"]), str(len(rows))) == ("779", "1706")
    assert float(rate["value"]) == pytest.approx(100 * 779 / 1706)
    often = "How often do you use Jupyter Notebook?"
    for status, partial in (("Complete", None), ("Partial", "partial responses")):
        counted = Counter(row[often] for row in rows if row["Status"] == status and row[often].strip())
        [found] = [
            r
            for r in readings(entries, "jupyter2015-surveyexport-how-often-do-you-use-jupyter-notebook")
            if r.get("locator") == partial
        ]
        assert found["distribution"] == [f"{answer} = {count}" for answer, count in counted.most_common()]
        assert int(found["n"]) == counted.total()
        assert "value" not in found
    words = [row["Select all the words that best describe Jupyter Notebook."] for row in rows]
    chosen = Counter(word for text in words for word in text.split(";") if word)
    both = Counter[str]()
    for found in readings(entries, "jupyter2015-surveyexport-select-all-the-words-that-best-describe-jupyter-notebook"):
        both.update({part.rpartition(" = ")[0]: int(part.rpartition(" = ")[2]) for part in found["distribution"]})
    assert both == chosen
    hindered = [row for row in rows if row[next(name for name in row if name.startswith("What, if anything"))].strip()]
    assert len([q for q in of(entries, "quotes") if ", What, if anything" in q["locator"]]) == len(hindered) == 764
    assert "Time Started" in {use.field for use in reading.uses if use.dropped}


@pytest.mark.parametrize(
    ("name", "form"), [("qualtrics_sample", "qualtrics"), ("qualtrics_sample_legacy", "qualtrics-legacy")]
)
def test_the_real_qualtrics_samples_give_the_answer_and_no_personal_data(testdata: Path, name: str, form: str) -> None:
    known, reading, entries = read(testdata / "survey" / f"{name}.csv")
    assert known == form
    assert [quote["text"] for quote in of(entries, "quotes")] == ["Hello World!"]
    assert of(entries, "surveys")[0]["question"].startswith("This is a multiple choice question.")
    assert [r["distribution"] for r in of(entries, "readings")] == [["2 = 1"]]
    told = f"{entries}{reading.notes}{[use.example for use in reading.uses]}"
    assert not [secret for secret in ("130.92.34.66", "47.115", "7.2315") if secret in told]
    assert "R_2YPOQ602ER1jkf1" not in str(entries)


def test_the_one_answer_that_is_on_no_scale_is_named(tmp_path: Path) -> None:
    scores = [["2026-10-01", score, "Words"] for score in ("9", "7", "11", "3", "10")]
    _, reading, entries = read(written(tmp_path, [["date", "score", "comment"], *scores]))
    assert [note for note in reading.notes if "its answer '11' is on no scale of a rating score" in note]
    assert (of(entries, "readings"), len(of(entries, "responses"))) == ([], 5)


def test_the_federal_layout_with_placeholders_says_what_is_left_out(testdata: Path) -> None:
    form, reading, entries = read(testdata / "survey" / "gsa_sample_cx_responses_upload.csv")
    assert (form, len(of(entries, "quotes")), len(of(entries, "responses"))) == ("federal-cx", 1000, 1000)
    assert [note for note in reading.notes if "'Data 1-1', are on no scale of a csat score: question_1." in note]
    assert of(entries, "readings") == []


def test_all_real_surveys_load_at_once_and_can_be_asked(database: Database, testdata: Path) -> None:
    done = load([testdata / "survey"], database, REGISTRY, wishes=KEYED)
    assert list(check(database, REGISTRY)) == []
    assert len(done.datasets) == 5
    assert load([testdata / "survey"], database, REGISTRY, wishes=KEYED).run is None
    asked = DOUBTFUL_SCORES.parameters.model_validate({"surveys": ["jupyter2015-surveyexport"], "limit": 1000}).bound()
    rows = database.read(DOUBTFUL_SCORES.cypher, asked)
    assert {doubt for row in rows for doubt in row["doubts"]} == {"response-rate-unknown"}


QUALTRICS: Rows = [
    ["StartDate", "EndDate", "Status", "IPAddress", "Finished", "ResponseId", "RecipientEmail", "Q1", "Q1_NPS_GROUP",
     "Q2", "Q3_1", "Q3_2", "Q4"],
    ["Anfangsdatum", "Enddatum", "Antworttyp", "IP-Adresse", "Beendet", "Antwort-ID", "E-Mail",
     "How likely are you to recommend us?", "NPS group", "How satisfied are you?", "It was easy - Order",
     "It was easy - Pay", "Why?"],
    [json.dumps({"ImportId": f"QID{n}"}) for n in range(13)],
]  # fmt: skip


def qualtrics(folder: Path, answers: Rows) -> Path:
    rows = [
        [
            "2026-01-02 08:00:00",
            f"2026-01-{2 + n % 9:02} 08:05:00",
            "IP Address",
            "10.0.0.1",
            "1",
            f"R_{n}x",
            "",
            *answer,
        ]
        for n, answer in enumerate(answers)
    ]
    return written(folder, [*QUALTRICS, *rows])


def test_scores_agree_with_counting_them_oneself(tmp_path: Path) -> None:
    scores = [10, 9, 9, 8, 7, 6, 6, 3, 0, 10]
    groups = ["Promoter" if s >= 9 else "Passive" if s >= 7 else "Detractor" for s in scores]
    satisfied = ["Very satisfied", "Satisfied", "Satisfied", "Neutral", "Very dissatisfied"] * 2
    easy = ["7", "6", "7", "1", "4", "", "5", "7", "7", "2"]
    answers = [
        [str(score), group, text, ease, "", ""]
        for score, group, text, ease in zip(scores, groups, satisfied, easy, strict=True)
    ]
    answers[4][0], answers[4][1] = "", ""
    form, _, entries = read(qualtrics(tmp_path, answers))
    assert form == "qualtrics"
    given = [score for n, score in enumerate(scores) if n != 4]
    [nps] = readings(entries, "nps")
    promoters, detractors = sum(s >= 9 for s in given), sum(s <= 6 for s in given)
    assert float(nps["value"]) == pytest.approx(100 * (promoters - detractors) / len(given))
    assert (nps["promoters"], nps["passives"], nps["detractors"], nps["n"]) == ("4", "1", "4", "9")
    assert nps["distribution"] == [f"{step} = {given.count(step)}" for step in range(11)]
    assert "invited" not in nps
    assert (nps["begins"], nps["ends"], nps["instrument"]) == ("2026-01-02", "2026-01-10", "Qualtrics")
    [csat] = readings(entries, "csat")
    assert float(csat["value"]) == pytest.approx(100 * sum("atisfied" in t and "dis" not in t for t in satisfied) / 10)
    assert (csat["numerator"], csat["denominator"]) == ("6", "10")
    [ces] = readings(entries, "ces")
    assert float(ces["value"]) == pytest.approx(fmean(float(text) for text in easy if text))
    assert ces["n"] == "9"
    metrics = {metric["key"]: metric for metric in of(entries, "metrics")}
    assert metrics["ces"]["formula"] == "mean of the answers, which are ordinal"
    assert (metrics["ces"]["scale_low"], metrics["ces"]["scale_high"], metrics["ces"]["direction"]) == ("1", "7", "up")
    assert metrics["nps"]["unit"] == "points"
    assert metrics["csat"]["unit"] == "per cent"
    assert "Promoter = " not in str([entry.fields for entry in entries])


def test_codes_of_choices_have_no_mean(tmp_path: Path) -> None:
    answers = [["", "", str(code), "", "", ""] for code in (1, 2, 2, 3, 1, 2)]
    rows = [*QUALTRICS[:1], [*QUALTRICS[1][:9], "Which plan do you have?", *QUALTRICS[1][10:]], QUALTRICS[2]]
    path = qualtrics(tmp_path, answers)
    written(tmp_path, [*rows, *list(csv.reader(path.open(encoding="utf-8")))[3:]])
    _, _, entries = read(path)
    [plans] = of(entries, "readings")
    assert plans["distribution"] == ["2 = 3", "1 = 2", "3 = 1"]
    assert "value" not in plans


def test_partial_responses_tests_and_previews_are_kept_apart_or_left_out(tmp_path: Path) -> None:
    path = qualtrics(tmp_path, [["9", "", "", "", "", "Good"]] * 3 + [["0", "", "", "", "", "Bad"]] * 3)
    rows = list(csv.reader(path.open(encoding="utf-8")))
    rows[4][2], rows[5][2] = "Survey Preview", "Spam"
    rows[7][4] = rows[8][4] = "0"
    _, _, entries = read(written(tmp_path, rows))
    found = {r.get("locator"): (r["value"], r["n"]) for r in readings(entries, "nps")}
    assert found == {None: ("0", "2"), "partial responses": ("-100", "2")}
    assert [r["note"] for r in of(entries, "responses") if "note" in r] == ["A partial response."] * 2
    [rate] = readings(entries, "completion-rate")
    assert (rate["numerator"], rate["denominator"]) == ("2", "4")


MONKEY: Rows = [
    ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
     "Custom Data 1", "What did you buy?", "", "", "How easy was it to order?", "Anything else?", "Please rate", ""],
    ["", "", "", "", "", "", "", "", "A book", "A map", "Other (please specify)", "Response", "Open-Ended Response",
     "Price", "Delivery"],
    ["1001", "7", "01/02/2026 9:00:00 AM", "01/02/2026 9:05:00 AM", "10.0.0.1", "ada@example.com", "Ada", "x",
     "A book", "A map", "", "4", "Call me, Bob: +49 30 1234567", "5", "2"],
    ["1002", "7", "01/13/2026 9:00:00 AM", "01/13/2026 9:05:00 AM", "10.0.0.2", "bob@example.com", "Bob", "",
     "A book", "", "A pen", "2", "", "4", "1"],
    ["1003", "7", "01/14/2026 9:00:00 AM", "01/14/2026 9:05:00 AM", "10.0.0.3", "eve@example.com", "Eve", "",
     "", "", "", "", "", "", ""],
]  # fmt: skip


def test_surveymonkeys_options_are_one_question_and_its_rows_several(tmp_path: Path) -> None:
    form, _, entries = read(written(tmp_path, MONKEY))
    assert form == "surveymonkey"
    found = {r["metric"]: r for r in of(entries, "readings")}
    bought = next(r for metric, r in found.items() if "what-did-you-buy" in metric)
    assert (bought["distribution"], bought["n"]) == (["A book = 2", "A map = 1"], "2")
    names = {metric["key"]: metric["name"] for metric in of(entries, "metrics")}
    assert {name for name in names.values() if name.startswith("Please rate")} == {
        "Please rate: Price (mean of an ordinal scale)",
        "Please rate: Delivery (mean of an ordinal scale)",
    }
    assert [r["value"] for metric, r in found.items() if names[metric].startswith("Please rate: D")] == ["1.5"]
    assert found["ces-1-to-5"]["value"] == "3"
    assert sorted(quote["text"] for quote in of(entries, "quotes")) == ["A pen", "Call me, Bob: [phone number]"]
    assert (found["ces-1-to-5"]["begins"], found["ces-1-to-5"]["ends"]) == ("2026-01-02", "2026-01-13")
    told = str([entry.fields for entry in entries])
    assert not [secret for secret in ("ada@", "Ada", "10.0.0", "1001") if secret in told]
    assert len(of(entries, "responses")) == 2 * 3


def test_a_condensed_export_of_surveymonkey_reads_alike(tmp_path: Path) -> None:
    rows = [[*MONKEY[0][:8], "How likely are you to recommend us?"], [""] * 9]
    rows += [[*row[:8], score] for row, score in zip(MONKEY[2:], ("10", "3", "8"), strict=True)]
    form, _, entries = read(written(tmp_path, rows))
    assert (form, [r["value"] for r in readings(entries, "nps")]) == ("surveymonkey", ["0"])


TYPEFORM: Rows = [
    ["#", "Hi {{answer_123}}, what do you use?", "<strong>How satisfied</strong> are you?", "Tell us why",
     "Start Date (UTC)", "Submit Date (UTC)", "Network ID"],
    *[[f"h{n}", uses, score, why, "2026-01-02 08:00:00", f"2026-01-0{n + 2} 08:05:00", "653e97acae"]
      for n, (uses, score, why) in enumerate(
          [("Web / App", "5", "Quick, and quiet"), ("Web", "4", "x"), ("App", "1", ""), ("Web / Shop", "3", ""),
           ("App / Web", "5", ""), ("Shop", "4", ""), ("Web", "2", "")]
      )],
]  # fmt: skip


def test_typeforms_new_export_splits_what_stands_in_one_cell(tmp_path: Path) -> None:
    form, _, entries = read(written(tmp_path, TYPEFORM))
    assert form == "typeform"
    [used] = [r for r in of(entries, "readings") if "what-do-you-use" in r["metric"]]
    assert (used["distribution"], used["n"]) == (["Web = 5", "App = 3", "Shop = 2"], "7")
    assert {m["name"] for m in of(entries, "metrics")} >= {"Hi …, what do you use?"}
    [csat] = readings(entries, "csat")
    assert float(csat["value"]) == pytest.approx(100 * 4 / 7)
    assert of(entries, "responses")[0]["received_at"] == "2026-01-02T08:05:00+00:00"
    assert "653e97acae" not in str([entry.fields for entry in entries])


def test_typeforms_old_export_has_a_column_for_each_option(tmp_path: Path) -> None:
    head = ["#", "What do you use?", "Web", "App", "Shop", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
    rows = [
        ["a1", "daily", "Web", "", "", "2026-01-02 08:00:00", "2026-01-02 08:05:00", "x1"],
        ["b2", "daily", "Web", "App", "", "2026-01-02 08:00:00", "2026-01-02 08:05:00", "x2"],
        ["c3", "weekly", "", "", "Shop", "2026-01-02 08:00:00", "2026-01-02 08:05:00", "x3"],
    ]
    _, _, entries = read(written(tmp_path, [head, *rows]))
    assert ["Web = 2", "App = 1", "Shop = 1"] in [r["distribution"] for r in of(entries, "readings")]


def test_google_forms_dates_are_american_and_cells_may_have_lines(tmp_path: Path) -> None:
    head = ["Timestamp", "How do you reach us?", "What should be better?", "Email Address"]
    rows = [
        [f"4/{day}/2026 19:57:50", ways, why, f"p{day}@example.com"]
        for day, ways, why in [(1, "Web, Phone", "Shorter\nwaiting"), (2, "Web", ""), (12, "Phone, Shop", "?"),
                               (22, "Web, Shop", ""), (3, "Web", ""), (4, "Phone", ""), (5, "Shop", "")]
    ]  # fmt: skip
    form, _, entries = read(written(tmp_path, [head, *rows]))
    assert form == "google-forms"
    [ways] = of(entries, "readings")
    assert (ways["begins"], ways["ends"]) == ("2026-04-01", "2026-04-22")
    assert ways["distribution"] == ["Web = 4", "Phone = 3", "Shop = 3"]
    assert of(entries, "quotes")[0]["text"] == "Shorter\nwaiting"
    assert "@example.com" not in str([entry.fields for entry in entries])
    assert len({r["respondent"] for r in of(entries, "responses")}) == 7


def test_a_date_that_may_be_of_two_days_is_said_to_be(tmp_path: Path) -> None:
    head = ["Timestamp", "How do you reach us?"]
    _, reading, _ = read(written(tmp_path, [head, *[[f"4/{n}/2026 10:00:00", "Web"] for n in (1, 2, 3)]]))
    assert [note for note in reading.notes if "are read as month, day, year" in note]


def test_a_survey_in_a_workbook_reads_like_one_in_a_text(tmp_path: Path) -> None:
    rows = [["Status", "Date Submitted", "How often do you use it?", "What hinders you in your daily work?"]]
    rows += [["Complete", f"2026-01-0{n} 08:00:00", "Daily" if n % 2 else "Weekly", f"Thing {n}"] for n in range(1, 9)]
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "answers.xlsx")
    as_text = [entry.fields for entry in read(written(tmp_path, rows))[2]]
    as_book = [entry.fields for entry in read(tmp_path / "answers.xlsx")[2]]
    assert [fields.get("distribution") for fields in as_book] == [fields.get("distribution") for fields in as_text]
    assert ["Daily = 4", "Weekly = 4"] in [fields.get("distribution") for fields in as_book]


def test_delighteds_types_of_survey_are_scored_each_by_itself(tmp_path: Path) -> None:
    responses = [("nps", 10), ("nps", 2), ("csat", 5), ("csat", 4), ("csat", 1), ("ces", 3), ("ces", 5)]
    content = [
        {"id": str(n), "person": f"p{n}", "survey_type": kind, "score": score, "comment": f"Word {n}",
         "created_at": 1767225600 + n * 86400, "person_properties": {"Plan": "Pro"}, "tags": []}
        for n, (kind, score) in enumerate(responses)
    ]  # fmt: skip
    path = tmp_path / "responses.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    form, _, entries = read(path)
    assert form == "delighted"
    values = {r["metric"]: (r["value"], r["n"]) for r in of(entries, "readings") if "value" in r}
    assert values["nps"] == ("0", "2")
    assert values["ces-1-to-5"] == ("4", "2")
    assert values["csat"][1] == "3"
    assert float(values["csat"][0]) == pytest.approx(200 / 3)
    assert (of(entries, "readings")[0]["begins"], of(entries, "readings")[0]["ends"]) == ("2026-01-01", "2026-01-07")
    assert len(of(entries, "quotes")) == 7


MEDALLIA = ["request_id", "request_sent_at", "request_delivery_status", "response_received_at", "star_rating",
            "comments", "channel", "brand", "customer_name", "request_sent_to"]  # fmt: skip


def medallia(folder: Path, *, all_requests: bool) -> Path:
    rows = [MEDALLIA]
    for n in range(20):
        answered = n < 5
        sent = "Sent" if n < 18 else "Not sent: suppression period"
        if answered or all_requests:
            rows.append(
                [f"r{n}", "2026-01-01T08:00:00Z", sent, f"2026-01-0{n + 1}T09:00:00Z" if answered else "",
                 str(5 - n) if answered else "", "Thanks" if answered else "", "phone" if n % 2 else "chat", "Acme",
                 "Ada Lovelace", "ada@example.com"]
            )  # fmt: skip
    return written(folder, rows)


def test_medallias_requests_give_a_response_rate_without_those_that_were_not_sent(tmp_path: Path) -> None:
    form, _, entries = read(medallia(tmp_path, all_requests=True))
    assert form == "medallia"
    [everybody] = [r for r in readings(entries, "csat") if "channel" not in r]
    assert (everybody["value"], everybody["n"], everybody["invited"]) == ("40", "5", "18")
    [rate] = [r for r in readings(entries, "response-rate") if "channel" not in r]
    assert (rate["numerator"], rate["denominator"]) == ("5", "18")
    assert {str(r["about"]) for r in of(entries, "readings")} == {str(everybody["about"])}
    assert len([r for r in readings(entries, "csat") if "channel" in r]) == 2
    assert "Ada" not in str([entry.fields for entry in entries])


def test_medallias_responses_alone_give_no_response_rate(tmp_path: Path) -> None:
    _, _, entries = read(medallia(tmp_path, all_requests=False))
    assert readings(entries, "response-rate") == []
    assert not [r for r in of(entries, "readings") if "invited" in r]


def test_scores_with_a_stage_are_about_the_phases_of_a_model(database: Database, tmp_path: Path) -> None:
    rows = [["date", "score", "verbatim", "stage"]]
    rows += [[f"2026-01-0{n}", str(n), f"Word {n}", "Onboarding" if n < 4 else "Renewal"] for n in range(1, 8)]
    load([written(tmp_path, rows, "voc.csv")], database, REGISTRY, wishes=KEYED)
    assert list(check(database, REGISTRY)) == []
    held = graph(database)
    assert sorted(key for key in held if key.startswith("Phase:")) == ["Phase:voc/onboarding", "Phase:voc/renewal"]
    found = database.read(
        """MATCH (r:Reading)-[:OF_METRIC]->(m), (r)-[:ABOUT]->(p:Phase)
        RETURN p.key AS phase, r.value AS value, m.scale_high AS high, m.name AS name ORDER BY phase"""
    )
    assert [(row["phase"], row["value"], row["high"]) for row in found] == [
        ("voc/onboarding", 2, 7),
        ("voc/renewal", 5.5, 7),
    ]
    assert found[0]["name"] == "score (mean of an ordinal scale)"


DRIVERS = ("effectiveness", "ease", "efficiency", "transparency", "humanity", "employee", "other")
SIDES = [f"{side}_{driver}" for side in ("positive", "negative") for driver in DRIVERS]
FEDERAL = ["external_id", "question_1", *SIDES, "question_4"]


def test_the_federal_layout_counts_thumbs_and_drivers(tmp_path: Path) -> None:
    rows = [FEDERAL]
    for n, thumb in enumerate([1, 1, 0, 1]):
        good = ["1" if thumb and driver in (1, n) else "0" for driver in range(7)]
        bad = ["0" if thumb else "1"] + ["0"] * 6
        rows.append([str(n), str(thumb), *good, *bad, "Long line" if not thumb else ""])
    _, _, entries = read(written(tmp_path, rows))
    found = {r["metric"]: r for r in of(entries, "readings")}
    [up] = [r for metric, r in found.items() if metric.startswith("csat")]
    assert (up["value"], up["numerator"], up["denominator"]) == ("75", "3", "4")
    drivers = [r["distribution"] for metric, r in found.items() if "positive" in metric]
    assert drivers == [["Ease = 3", "Effectiveness = 1", "Transparency = 1"]]
    assert [r["distribution"] for metric, r in found.items() if "negative" in metric] == [["Effectiveness = 1"]]


def test_the_mapping_that_is_found_out_can_be_written_and_loaded_by(tmp_path: Path) -> None:
    path = written(tmp_path, TYPEFORM)
    beside = tmp_path / "answers.mapping.yaml"
    text = mapping_for(path, KEYED)
    before = [entry.fields for entry in read(path)[2]]
    beside.write_text(text, encoding="utf-8")
    form, _, entries = read(path)
    assert form == "mapping"
    assert [entry.fields for entry in entries] == before


def test_a_table_without_a_question_that_was_answered_is_a_problem(tmp_path: Path) -> None:
    [problem] = staged_problems(qualtrics(tmp_path, [["", "", "", "", "", ""]]))
    assert problem.found == "None of its columns has answers that can be read."


@pytest.mark.parametrize(
    "head", [["id", "name", "price"], ["case_id", "activity", "timestamp"], ["key", "name", "description"]]
)
def test_other_tables_are_no_surveys(tmp_path: Path, head: list[str]) -> None:
    path = written(tmp_path, [head, ["1", "2", "2026-01-01"]])
    recognised = recognise(Sample(path, path.name))
    assert recognised is None or recognised.form.name not in SURVEYS


CELL = st.sampled_from(
    ["", "1", "5", "10", "-3", "9999999999999999999", "Yes", "Very satisfied", "a;b", "a, b", "2026-01-01 08:00:00",
     "1/2/2026", "Complete", "Partial", "x@example.com", "{{answer_1}}", "{column}", "\n", "é", "N/A", "Response"]
) | st.text(max_size=6)  # fmt: skip
NAMES = st.sampled_from(
    ["Status", "Date Submitted", "Finished", "Respondent ID", "Collector ID", "#", "Network ID", "Timestamp", "score",
     "verbatim", "date", "stage", "star_rating", "request_id", "How satisfied are you?", "Why?", "Q1", "Q1_NPS_GROUP",
     "", "How likely are you to recommend us?", '{"ImportId":"x"}', "V1", "ResponseID", "How easy was it to do this?"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    heads=st.lists(st.lists(NAMES | CELL, min_size=2, max_size=7), min_size=1, max_size=3),
    rows=st.lists(st.lists(CELL, max_size=8), max_size=6),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_no_table_is_more_than_problems(
    tmp_path_factory: pytest.TempPathFactory, heads: Rows, rows: Rows, mark: str
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([*heads, *rows])
    path = tmp_path_factory.mktemp("any") / "answers.csv"
    path.write_bytes((mark + text.getvalue()).encode("utf-8", "replace"))
    if recognise(Sample(path, path.name)):
        staged_problems(path)
