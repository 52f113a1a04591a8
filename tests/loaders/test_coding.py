"""What a coding table becomes: insights, with the quotes of the survey beside it, as docs/interviews.md says."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from loaders.entries import Entry
from loaders.forms import recognise
from loaders.pipeline import load
from loaders.sample import Sample
from queries.evidence import EVIDENCE_FOR
from tests.loaders.test_surveys import Rows, of, read, written
from tests.loaders.writing import KEYED, keys, staged_problems

THEMES = "jupyter_hinderances_themes.csv"
HINDERS = "What, if anything, hinders you"
SURVEY: Rows = [
    ["Respondent ID", "Status", "What hinders you in your daily work?", "What would make it better for you?"],
    ["a7", "Complete", "No git", "git"],
    ["b8", "Complete", "", "Colours"],
    ["c9", "Complete", "Slow, and no git", ""],
    ["d1", "Partial", "Nothing", ""],
]


def folder(path: Path, codes: Rows, survey: Rows = SURVEY) -> Path:
    written(path, survey, "survey.csv")
    return written(path, codes, "codes.csv")


def supported(entries: list[Entry]) -> list[tuple[str, str]]:
    texts = {quote["key"]: quote["text"] for quote in of(entries, "quotes")}
    links = of(entries, "supports")
    return [(texts[link["from"].removeprefix("quote:")], link["to"].removeprefix("insight:")) for link in links]


def test_the_real_hindrances_are_insights_with_the_answers_that_were_coded(testdata: Path) -> None:
    with (testdata / "survey" / THEMES).open(encoding="utf-8-sig", newline="") as file:
        codes = list(csv.reader(file, delimiter=";"))[1:]
    with (testdata / "survey" / "jupyter2015_SurveyExport.csv").open(encoding="utf-8-sig", newline="") as file:
        answers = list(csv.DictReader(file))
    asked = next(name for name in answers[0] if name.startswith(HINDERS))
    form, reading, entries = read(testdata / "survey" / THEMES)
    assert (form, len(codes)) == ("coding", 763)
    counted = Counter(theme for _, themes, _ in codes for theme in themes.split(",") if theme)
    said = {one["name"]: one["description"] for one in of(entries, "insights")}
    assert said.keys() == {f"hinderances: {theme}" for theme in counted}
    for theme, count in counted.items():
        assert said[f"hinderances: {theme}"].startswith(f"Coded in {count} of 763 answers to '{HINDERS}")
    expected = sorted(
        (answers[int(row)][asked].strip(), f"hinderances-{theme}")
        for row, themes, _ in codes
        for theme in themes.split(",")
        if theme
    )
    assert sorted(supported(entries)) == expected
    [reading_of_themes] = of(entries, "readings")
    assert reading_of_themes["distribution"][0] == "development = 425"
    assert reading_of_themes["distribution"][-1] == "(no theme) = 94"
    assert [note for note in reading.notes if "found by their rows, from 0" in note]


def test_the_hindrances_can_be_asked_for_by_theme(database: Database, testdata: Path, tmp_path: Path) -> None:
    for name in (THEMES, "jupyter2015_SurveyExport.csv"):
        (tmp_path / name).write_bytes((testdata / "survey" / name).read_bytes())
    load([tmp_path], database, REGISTRY, wishes=KEYED)
    assert list(check(database, REGISTRY)) == []
    asked = EVIDENCE_FOR.parameters.model_validate({"nodes": ["insight:hinderances-version"], "limit": 1000}).bound()
    rows = [row for row in database.read(EVIDENCE_FOR.cypher, asked) if row["says"] == "supports"]
    assert len(rows) == 116
    assert {row["source"]["key"] for row in rows} == {"jupyter2015-surveyexport"}
    assert sum("git" in row["by"]["name"].lower() for row in rows) > 40
    assert {row["evidence"][0]["source"] for row in rows} == {"jupyter-hinderances-themes"}


def test_a_coding_table_stands_by_itself(database: Database, tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        [["id", "themes", "keywords"], ["1", "tools", "git"], ["3", "tools, speed", "git, slow"], ["4", "", ""]],
    )
    load([path], database, REGISTRY, wishes=KEYED)
    assert list(check(database, REGISTRY)) == []
    assert keys(database, "Insight") == ["codes-speed", "codes-tools"]
    assert len(keys(database, "Quote")) == 3
    before = set(keys(database, "Quote"))
    load([tmp_path], database, REGISTRY, wishes=KEYED)
    assert set(keys(database, "Quote")) > before


IDS = {"rows from 1": ["1", "3", "4"], "rows from 0": ["0", "2", "3"], "ids of respondents": ["a7", "c9", "d1"]}


@pytest.mark.parametrize("way", IDS)
def test_answers_are_found_by_rows_or_by_ids(tmp_path: Path, way: str) -> None:
    one, two, three = IDS[way]
    codes = [["response id", "themes", "keywords"], [one, "tools", ""], [two, "tools,speed", ""], [three, "", ""]]
    _, _, entries = read(folder(tmp_path, codes))
    assert supported(entries) == [
        ("No git", "codes-tools"),
        ("Slow, and no git", "codes-tools"),
        ("Slow, and no git", "codes-speed"),
    ]


def test_where_it_is_not_sure_which_answers_were_coded_there_are_no_quotes(tmp_path: Path) -> None:
    twice = [[*row[:3], row[2] if n else "What else hinders you in your work?"] for n, row in enumerate(SURVEY)]
    codes = [["id", "themes", "keywords"], ["1", "tools", ""], ["3", "speed", ""], ["4", "", ""]]
    _, reading, entries = read(folder(tmp_path, codes, twice))
    assert of(entries, "supports") == []
    assert len(of(entries, "insights")) == 2
    assert [note for note in reading.notes if "no survey in its folder has answers with these ids" in note]


def test_spellings_of_a_theme_are_one_and_what_looks_alike_stays_two(tmp_path: Path) -> None:
    codes = [
        ["id", "themes", "keywords"],
        ["1", "Home page", ""],
        ["3", "homepage;home-page", ""],
        ["4", "homepages", ""],
    ]
    _, reading, entries = read(folder(tmp_path, codes))
    assert sorted(one["key"] for one in of(entries, "insights")) == [
        "codes-home-page",
        "codes-homepage",
        "codes-homepages",
    ]
    notes = "\n".join(reading.notes)
    assert "'Home page', 'home-page' are one theme, 'Home page'." in notes
    assert "`journeygraph merge insight:codes-homepage insight:codes-homepages` makes them one." in notes


def test_quotes_that_stand_in_the_table_are_taken_from_it(tmp_path: Path) -> None:
    rows = [
        ["Quote", "Tags"],
        ["I never know when it comes, mail ada@example.com", "delivery; trust"],
        ["Fine", "trust"],
    ]
    form, _, entries = read(written(tmp_path, rows, "highlights.csv"))
    assert form == "coding"
    assert supported(entries) == [
        ("I never know when it comes, mail [e-mail address]", "highlights-delivery"),
        ("I never know when it comes, mail [e-mail address]", "highlights-trust"),
        ("Fine", "highlights-trust"),
    ]


def test_an_id_twice_is_a_problem_at_its_row(tmp_path: Path) -> None:
    path = folder(tmp_path, [["id", "themes", "keywords"], ["1", "tools", "x"], ["1", "speed", "y"]])
    [problem] = staged_problems(path)
    assert str(problem).startswith("codes.csv:3 (id): The id '1' stands twice, first in row 2.")


def test_a_table_with_tags_of_another_sort_is_no_coding(tmp_path: Path) -> None:
    rows = [["name", "tags", "price"], ["Pen", "blue", "2"]]
    path = written(tmp_path, rows, "goods.csv")
    assert recognise(Sample(path, path.name)) is None


CELL = st.sampled_from(
    ["", "1", "2", "a7", "tools", "Tools", "a;b", "a,b", "a|b", "\n", "é", "!", "x" * 300]
) | st.text(max_size=6)
HEAD = st.sampled_from(["id", "themes", "keywords", "Quote", "", "codes", "#", "text"])


@settings(max_examples=150, deadline=None)
@given(head=st.lists(HEAD, min_size=2, max_size=5), rows=st.lists(st.lists(CELL, max_size=6), max_size=6))
def test_no_coding_table_is_more_than_problems(
    tmp_path_factory: pytest.TempPathFactory, head: list[str], rows: Rows
) -> None:
    path = folder(tmp_path_factory.mktemp("any"), [head, *rows])
    if recognise(Sample(path, path.name)):
        staged_problems(path)
