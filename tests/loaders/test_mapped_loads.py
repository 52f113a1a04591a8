"""Tables in the graph: loaded by mappings, twice, in folders, and without what must stay out."""

from pathlib import Path

from graph_schema.registry import REGISTRY
from graph_store.database import Database
from loaders.pipeline import load
from loaders.wishes import Wishes
from tests.loaders.mapped import WISHES, mapping
from tests.loaders.sheets import xlsx
from tests.loaders.writing import bundle, graph, keys, links

TABLE = """\
Page;Who;Score;Comment;E-mail
Checkout;New customer;2;It took my money twice, mail me at ada@example.org;ada@example.org
check-out;Regular;9;;bob@example.org
Home;Regular;;I found it at once;
"""
MAPPING = """
    mapping: answers
    dataset: answers
    source: {name: Answers, method: a survey}
    records:
      touchpoints: {key: "{Page}", name: "{Page}"}
      personas: {key: "{Who}", name: "{Who}"}
    survey:
      about: "touchpoint:{Page}"
      among: "persona:{Who}"
      respondent: E-mail
      questions:
        - {column: Score, answer: nps}
        - {column: Comment, answer: text}
    """


def research(folder: Path) -> Path:
    """A folder as a team has it: a bundle, a table with its mapping, notes."""
    bundle(folder / "cafe", {})
    (folder / "survey").mkdir()
    (folder / "survey" / "answers.csv").write_text(TABLE.replace("check-out", "Checkout"), "utf-8")
    mapping(folder / "survey", MAPPING, "answers.mapping.yaml")
    (folder / "README.md").write_text("# Notes\n", "utf-8")
    (folder / "unknown.csv").write_text("a,b\n1,2\n", "utf-8")
    return folder


def test_a_folder_is_loaded_as_one_and_what_nobody_knows_is_named(database: Database, tmp_path: Path) -> None:
    folder = research(tmp_path / "research")
    loading = load([folder], database, REGISTRY, wishes=WISHES)
    assert loading.datasets == ["answers", "cafe"]
    assert "Not read, as no form recognises it: research/unknown.csv." in loading.notes
    assert keys(database, "Touchpoint") == ["checkout", "home"]
    assert links(database, "SAYS")[0][1].startswith("quote:answers-comment-")
    again = load([folder], database, REGISTRY, wishes=WISHES)
    assert (again.run, again.counts["added"], again.counts["changed"], again.counts["removed"]) == (None, 0, 0, 0)


def test_a_reload_takes_back_what_a_table_no_longer_says(database: Database, tmp_path: Path) -> None:
    folder = research(tmp_path / "research")
    load([folder], database, REGISTRY, wishes=WISHES)
    table = folder / "survey" / "answers.csv"
    table.write_text("".join(table.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    counts = load([folder], database, REGISTRY, wishes=WISHES).counts
    assert counts["removed"] > 0
    assert keys(database, "Touchpoint") == ["checkout"]


def test_personal_data_is_nowhere_in_the_graph(database: Database, tmp_path: Path) -> None:
    load([research(tmp_path / "research")], database, REGISTRY, wishes=WISHES)
    held = str(graph(database)) + str(database.read("MATCH (n) RETURN properties(n) AS p"))
    assert "It took my money twice, mail me at [e-mail address]" in held
    assert "example.org" not in held


def test_a_workbook_is_loaded_by_the_mapping_that_is_named(database: Database, tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["Page", "Visits"], ["Home", 3], ["Home", 4]], Other=[["x"], ["y"]])
    text = """
        mapping: visits
        table: {sheet: Sheet}
        records:
          touchpoints: {key: "{Page}", name: "{Page}"}
          metrics: {key: visits, name: Visits}
          readings: {metric: visits, about: "touchpoint:{Page}", value: {take: sum, column: Visits}}
        """
    wishes = Wishes(dataset="visits-2026", mapping=mapping(tmp_path, text), respondents=WISHES.respondents)
    assert load([path], database, REGISTRY, wishes=wishes).datasets == ["visits-2026"]
    assert database.read("MATCH (r:Reading) RETURN r.value AS value, r.source AS source") == [
        {"value": 7.0, "source": "visits-2026"}
    ]
