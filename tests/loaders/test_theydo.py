"""What TheyDo's files become, by the rules in docs/vendors.md. The files are ours, after TheyDo's published schemas."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from loaders.pipeline import load
from tests.loaders.writing import KEYED, graph, keys, links, staged_problems

NPS = {"type": "NPS", "importKey": "NPS", "title": "Net Promoter Score", "unit": "responses"}
CES = {"type": "CES", "importKey": "CES", "title": "Customer Effort Score", "unit": "score"}
CSAT = {"type": "CSAT", "importKey": "CSAT", "title": "Satisfaction", "unit": "responses"}
RATIO = {"type": "RATIO", "importKey": "FCR", "title": "Solved on first contact", "unit": "cases"}
OTHER = {
    "type": "OTHER",
    "importKey": "AHT",
    "title": "Handling time",
    "unit": "seconds",
    "aggregationMethod": "AVERAGE",
}
DAY = {"dateOfMeasurement": "2026-01-31"}
INSIGHT = {"importKey": "Id-1234", "title": "People forgive a late parcel, not silence about it"}


def written(folder: Path, content: object, name: str = "export.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def metrics(*items: dict[str, Any]) -> dict[str, Any]:
    return {"format": "THEYDO_METRICS_V1", "metrics": list(items)}


def survey(*responses: dict[str, Any], fields: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    declared = fields or [{"fieldId": "why", "fieldName": "What can we improve?", "required": True}]
    return {
        "format": "THEYDO_SURVEY_RESPONSES_V1",
        "surveyMetadata": {"surveyName": "Q2", "surveyId": "q2-2026", "surveyFields": declared},
        "responses": list(responses),
    }


def response(key: str, **answers: str) -> dict[str, Any]:
    said = [{"fieldId": name, "textValue": text} for name, text in answers.items()]
    return {"responseId": key, "responseDateTime": "2026-01-01T09:15:30Z", "responseFields": said}


def readings(database: Database) -> list[dict[str, Any]]:
    return [value[0] for key, value in sorted(graph(database).items()) if key.startswith("Reading:")]


def loaded(database: Database, path: Path) -> dict[str, Any]:
    load([path], database, REGISTRY, wishes=KEYED)
    assert list(check(database, REGISTRY)) == []
    return graph(database)


def test_an_nps_agrees_with_the_answers_it_was_counted_from(database: Database, tmp_path: Path) -> None:
    answers = [10] * 20 + [9] * 15 + [8] * 12 + [7] * 9 + [6] * 7 + [3] * 4 + [0] * 3
    counts = {
        "promoters": sum(answer in (9, 10) for answer in answers),
        "passives": sum(answer in (7, 8) for answer in answers),
        "detractors": sum(answer in range(7) for answer in answers),
    }
    by_hand = sum((answer >= 9) - (answer <= 6) for answer in answers) * 100 / len(answers)
    loaded(database, written(tmp_path, metrics({**NPS, "dataPoints": [{**DAY, **counts}]})))
    [reading] = readings(database)
    assert reading["value"] == pytest.approx(by_hand)
    assert {name: reading[name] for name in (*counts, "n")} == {**counts, "n": len(answers)}
    assert (str(reading["begins"]), reading["instrument"], reading["basis"]) == ("2026-01-31", "TheyDo", "measured")
    assert "invited" not in reading


def test_csat_is_the_share_of_the_two_best_answers_in_per_cent(database: Database, tmp_path: Path) -> None:
    steps = {"veryUnsatisfied": 1, "unsatisfied": 2, "neutral": 3, "satisfied": 10, "verySatisfied": 4}
    held = loaded(database, written(tmp_path, metrics({**CSAT, "dataPoints": [{**DAY, **steps}]})))
    [reading] = readings(database)
    assert (reading["value"], reading["numerator"], reading["denominator"], reading["n"]) == (70, 14, 20, 20)
    assert reading["distribution"] == [
        "very unsatisfied = 1",
        "unsatisfied = 2",
        "neutral = 3",
        "satisfied = 10",
        "very satisfied = 4",
    ]
    metric = held["Metric:csat"][0]
    assert (metric["unit"], metric["scale_high"], metric["formula"]) == (
        "per cent",
        100,
        "answers 4 and 5 of 5 / all answers",
    )


def test_a_ratio_is_in_per_cent_and_what_was_counted_is_said_apart(database: Database, tmp_path: Path) -> None:
    held = loaded(
        database, written(tmp_path, metrics({**RATIO, "dataPoints": [{**DAY, "numerator": 3, "denominator": 4}]}))
    )
    [reading] = readings(database)
    assert (reading["value"], reading["numerator"], reading["denominator"]) == (75, 3, 4)
    assert "n" not in reading
    assert (held["Metric:fcr"][0]["unit"], held["Metric:fcr"][0]["description"]) == ("per cent", "Counted: cases.")


def test_where_nobody_was_asked_there_is_no_value(database: Database, tmp_path: Path) -> None:
    none = dict.fromkeys(("promoters", "passives", "detractors"), 0)
    points = metrics(
        {**NPS, "dataPoints": [{**DAY, **none}]},
        {**RATIO, "dataPoints": [{**DAY, "numerator": 0, "denominator": 0}]},
        {**CES, "dataPoints": [{**DAY, "score": 0, "respondents": 0}]},
    )
    loaded(database, written(tmp_path, points))
    assert [reading.get("value", "none") for reading in readings(database)] == ["none"] * 3


def test_a_dimension_is_a_segment_or_a_channel_and_a_target_a_goal(database: Database, tmp_path: Path) -> None:
    point = {**DAY, "score": 4.8, "respondents": 320}
    dimensions = [{"key": "region", "value": "APAC"}, {"key": "channel", "value": "Phone"}]
    goal = {"target": 5.5, "targetComparisonOperator": "LESS_THAN_OR_EQUAL_TO", "ownerEmail": "ada@example.com"}
    content = metrics({**CES, **goal, "dataPoints": [{**point, "dimensions": dimensions}, point]})
    held = loaded(database, written(tmp_path, content))
    assert [end for _, end in links(database, "AMONG")] == ["segment:region-apac"]
    assert [end for _, end in links(database, "THROUGH")] == ["channel:phone"]
    assert held["CxGoal:ces-target"][0]["name"] == "Customer Effort Score: at most 5.5"
    assert links(database, "MEASURED_BY") == [("cx_goal:ces-target", "metric:ces")]
    assert len(readings(database)) == 2
    assert "ada@example.com" not in str(held)


def test_an_import_key_is_the_key_so_that_a_later_file_says_more_of_the_same(
    database: Database, tmp_path: Path
) -> None:
    tags = {"tags": ["delivery"], "status": "draft", "ownerEmail": "ada@example.com", "weight": 2}
    first = {"format": "THEYDO_INSIGHTS_V1", "insights": [{**INSIGHT, **tags, "description": "Twelve interviews."}]}
    held = loaded(database, written(tmp_path, first, "january.json"))
    assert held["Insight:id-1234"][0]["description"] == "Twelve interviews.\nStatus: draft\nWeight: 2\nTags: delivery"
    second = {"format": "THEYDO_INSIGHTS_V1", "insights": [{**INSIGHT, "title": "Silence hurts"}]}
    held = loaded(database, written(tmp_path, second, "february.json"))
    assert keys(database, "Insight") == ["id-1234"]
    assert held["Insight:id-1234"][0]["name"] == "Silence hurts"
    assert held["Insight:id-1234"][0]["description"].startswith("Twelve interviews.")


@pytest.mark.parametrize(
    ("collection", "label"), [("opportunities", "Opportunity"), ("solutions", "Solution"), ("insights", "Insight")]
)
def test_each_sort_of_thing_becomes_its_kind(database: Database, tmp_path: Path, collection: str, label: str) -> None:
    content = {"format": f"THEYDO_{collection.upper()}_V1", collection: [{**INSIGHT, "priority": "HIGH"}]}
    held = loaded(database, written(tmp_path, content))
    assert held[f"{label}:id-1234"][0]["name"] == INSIGHT["title"]


def test_responses_become_quotes_readings_and_pseudonyms(database: Database, tmp_path: Path) -> None:
    fields = [
        {"fieldId": "why", "fieldName": "What can we improve?", "required": True},
        {"fieldId": "plan", "fieldName": "Plan", "fieldType": "TAG_GROUP", "tagGroupTitle": "Plan", "required": False},
        {"fieldId": "who", "fieldName": "Persona", "fieldType": "PERSONA", "required": False},
        {"fieldId": "mail", "fieldName": "E-mail", "required": False},
        {"fieldId": "x", "fieldName": "Internal", "fieldType": "IGNORE", "required": False},
    ]
    answers = [
        response("resp-1", why="Say when it comes. Mail me: ada@example.com", plan="Pro", who="Power user"),
        response("resp-2", why="Faster, please.", plan="Free", mail="bob@example.com", x="secret"),
        response("resp-3", plan="Pro"),
        response("resp-4"),
    ]
    held = loaded(database, written(tmp_path, survey(*answers, fields=fields)))
    texts = sorted(value[0]["text"] for key, value in held.items() if key.startswith("Quote:"))
    assert texts == ["Faster, please.", "Say when it comes. Mail me: [e-mail address]"]
    everything = [reading for reading in readings(database) if reading["n"] == 3]
    assert [reading["distribution"] for reading in everything] == [["Pro = 2", "Free = 1"]]
    assert [end for _, end in links(database, "SAYS")] == [f"quote:{key}" for key in keys(database, "Quote")]
    assert len(keys(database, "Response")) == 3
    assert keys(database, "Persona") == ["power-user"]
    assert not [word for word in ("bob@", "ada@", "resp-1", "secret") if word in str(held)]
    assert keys(database, "Dataset") == ["q2-2026"]


def test_two_surveys_with_the_same_response_ids_have_different_respondents(database: Database, tmp_path: Path) -> None:
    first = survey(response("resp-1", why="One."))
    second = {**first, "surveyMetadata": {**first["surveyMetadata"], "surveyId": "q3-2026"}}
    load([written(tmp_path, first, "a.json"), written(tmp_path, second, "b.json")], database, REGISTRY, wishes=KEYED)
    found = database.read("MATCH (r:Response) RETURN count(DISTINCT r.respondent) AS n")
    assert found == [{"n": 2}]


MISTAKES: dict[str, tuple[Callable[[], object], list[str]]] = {
    "a metric without a type": (
        lambda: metrics({"importKey": "x", "title": "X", "dataPoints": []}),
        ["export.json (metrics[0]): Unable to extract tag using discriminator 'type'."],
    ),
    "a negative count": (
        lambda: metrics({**NPS, "dataPoints": [{**DAY, "promoters": -1, "passives": 0, "detractors": 0}]}),
        ["export.json (metrics[0].dataPoints[0].promoters): '-1' is not right: greater than or equal to 0."],
    ),
    "a date that isn't": (
        lambda: metrics({**RATIO, "dataPoints": [{"dateOfMeasurement": "31.1.", "numerator": 1, "denominator": 2}]}),
        ["export.json (metrics[0].dataPoints[0].dateOfMeasurement): '31.1.' is not right: "],
    ),
    "no title": (
        lambda: {"format": "THEYDO_INSIGHTS_V1", "insights": [{"importKey": "x"}]},
        ["export.json (insights[0].title): This is missing."],
    ),
    "two import keys that give one key": (
        lambda: {"format": "THEYDO_INSIGHTS_V1", "insights": [INSIGHT, {**INSIGHT, "importKey": "id 1234"}]},
        ["export.json (insights[1]): The importKey 'id 1234' gives no key of its own: 'Id-1234' gives the same."],
    ),
    "an import key twice": (
        lambda: {"format": "THEYDO_INSIGHTS_V1", "insights": [INSIGHT, INSIGHT]},
        ["export.json (insights[1]): The importKey 'Id-1234' gives no key of its own: 'Id-1234' gives the same."],
    ),
    "an answer to what nobody asked": (
        lambda: survey(response("r1", why="Because.", how="So.")),
        ["export.json (responses[0].responseFields[1]): 'how' is not a field that the file declares."],
    ),
    "a response twice": (
        lambda: survey(response("r1", why="Because."), response("r1", why="So.")),
        ["export.json (responses[1]): The response 'r1' stands twice."],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_a_problem_with_its_place(tmp_path: Path, mistake: str) -> None:
    make, expected = MISTAKES[mistake]
    problems = [str(problem) for problem in staged_problems(written(tmp_path, make()))]
    assert len(problems) == len(expected)
    assert all(problem.startswith(start) for problem, start in zip(problems, expected, strict=True)), problems


def test_what_is_cut_off_is_a_problem(tmp_path: Path) -> None:
    path = written(tmp_path, survey(response("r1", why="Because.")))
    path.write_bytes(path.read_bytes()[:-9])
    [problem] = staged_problems(path)
    assert "This is not JSON" in problem.found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["NPS", "why"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["importKey", "title", "type", "unit", "dataPoints", "dateOfMeasurement", "promoters", "score", "dimensions", "key",
     "value", "fieldId", "fieldName", "fieldType", "responseId", "responseFields", "textValue", "groupTags", "target"]
)  # fmt: skip
THINGS = st.lists(st.dictionaries(NAMES, JSON, max_size=6) | JSON, max_size=4)
FORMATS = ("INSIGHTS", "OPPORTUNITIES", "SOLUTIONS", "METRICS", "SURVEY_RESPONSES", "FEEDBACK_RESPONSES")


@settings(max_examples=300, deadline=None)
@given(form=st.sampled_from(FORMATS), things=THINGS, points=THINGS, answers=THINGS)
def test_no_file_is_more_than_problems(
    tmp_path_factory: pytest.TempPathFactory, form: str, things: list[Any], points: list[Any], answers: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    content = {"format": f"THEYDO_{form}_V1", form.partition("_")[0].lower(): things, "responses": answers}
    metadata = {"surveyName": "x", "surveyId": "y", "surveyFields": things, "feedbackFields": things}
    staged_problems(written(folder, content | {"surveyMetadata": metadata}))
    staged_problems(written(folder, metrics(*({**NPS, **thing} for thing in things if isinstance(thing, dict)))))
    staged_problems(written(folder, metrics({**NPS, "dataPoints": points})))
    staged_problems(written(folder, survey(*({**response("r"), "responseFields": answers},))))
