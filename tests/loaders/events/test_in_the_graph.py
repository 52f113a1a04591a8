"""Logs in the graph: what questions of the library answer from them, and that loading again changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.settings import Neo4jSettings
from loaders.pipeline import load
from queries.funnel import FUNNEL
from queries.paths import FIRST_ENCOUNTERS, LOOPS, SeenIn
from queries.visits import PAGES, VISITS_WITHOUT_PURCHASE
from tests.conftest import ROOT, wipe
from tests.loaders.events.by_hand import of_xes
from tests.loaders.events.test_csv_log import shop
from tests.loaders.writing import graph

DATA = ROOT / "tests" / "data" / "events"


@pytest.fixture(scope="module")
def logs(settings: Neo4jSettings, testdata: Path) -> Iterator[Database]:
    with Database(settings) as opened:
        wipe(opened)
        load([testdata / "eventlog" / "pm4py_helpdesk.xes.gz", DATA / "ga4.json"], opened, REGISTRY)
        yield opened


def test_real_logs_leave_a_graph_in_which_nothing_is_wrong(logs: Database) -> None:
    assert list(check(logs, REGISTRY)) == []


def test_the_loops_of_the_help_desk_are_those_one_counts(logs: Database, testdata: Path) -> None:
    by_hand = of_xes(testdata / "eventlog" / "pm4py_helpdesk.xes.gz")
    moves = by_hand.moves()
    rows = [
        row
        for row in LOOPS.ask(logs, limit=1000).rows
        if row.seen_in is SeenIn.LOG and {e.dataset for e in row.evidence} == {"pm4py-helpdesk-xes"}
    ]
    found = {(row.start.name, row.end.name): row.cases for row in rows}
    assert (
        found["Take in charge ticket", "Take in charge ticket"]
        == moves["Take in charge ticket", "Take in charge ticket"]
    )
    assert found["Wait", "Wait"] == moves["Wait", "Wait"] == 113
    assert all(moves[str(start), str(end)] == cases for (start, end), cases in found.items())
    back = next(row for row in rows if row.start.name != row.end.name and row.cases_forward)
    assert moves[str(back.end.name), str(back.start.name)] == back.cases_forward
    assert {(e.basis, e.source) for row in rows for e in row.evidence} == {("measured", "pm4py-helpdesk-xes")}


def test_what_cases_begin_with_is_a_first_encounter(logs: Database, testdata: Path) -> None:
    by_hand = of_xes(testdata / "eventlog" / "pm4py_helpdesk.xes.gz")
    kept = {way: cases for way, cases in by_hand.ways().items() if cases > 1}
    rows = [row for row in FIRST_ENCOUNTERS.ask(logs).rows if row.journey.key == "pm4py-helpdesk-xes"]
    counted = {row.touchpoint.name: row.counted for row in rows if row.touchpoint}
    assert counted["Assign seriousness"] == sum(n for way, n in kept.items() if way[0] == "Assign seriousness")
    assert counted.keys() == by_hand.starts().keys()


def test_pages_are_ranked_by_what_analytics_counted(logs: Database) -> None:
    rows = [row for row in PAGES.ask(logs, metrics=["page-visits"]).rows if row.measured]
    ga4 = [(r.page, r.value) for r in rows if r.measured[0].instrument == "Google Analytics 4"]
    assert ga4 == [("/", 103.0), ("/cart", 17.0), ("/thanks", 3.0)]


def test_a_shop_s_log_answers_funnels_and_visits_without_purchase(database: Database, tmp_path: Path) -> None:
    load([shop(tmp_path)], database, REGISTRY)
    rows = [row for row in FUNNEL.ask(database).rows if row.channel is None and row.among is None]
    assert [(row.phase.key, row.reached, row.conversion) for row in rows] == [
        ("purchase-funnel/view", 6.0, None),
        ("purchase-funnel/cart", 6.0, 1.0),
        ("purchase-funnel/purchase", 4.0, pytest.approx(4 / 6)),
    ]
    [row] = [row for row in FUNNEL.ask(database, channels=["web"]).rows if row.phase.key.endswith("purchase")]
    assert row.reached == 4
    seldom = VISITS_WITHOUT_PURCHASE.ask(
        database, visits=["cases"], purchases=["conversions"], reached=["contacts"], at_most=0.35
    ).rows
    assert [(row.who.key, row.visits, row.purchases) for row in seldom] == [("new", 6.0, 2.0)]
    assert [(end.cases, end.place.key) for end in seldom[0].ends] == [(2, "purchase"), (2, "view"), (2, "view")]


def test_logs_loaded_twice_change_nothing_and_a_smaller_one_takes_back(
    database: Database, tmp_path: Path, testdata: Path
) -> None:
    whole = (testdata / "eventlog" / "pm4py_running_example.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "claims.csv"
    path.write_text("".join(whole[:15]), encoding="utf-8")
    load([path], database, REGISTRY)
    part = graph(database)
    path.write_text("".join(whole), encoding="utf-8")
    load([path], database, REGISTRY)
    more = graph(database)
    assert more != part
    assert load([path], database, REGISTRY).run is None
    assert graph(database) == more
    path.write_text("".join(whole[:15]), encoding="utf-8")
    load([path], database, REGISTRY)
    assert graph(database).keys() == part.keys()


def test_a_log_that_is_wrong_leaves_nothing(database: Database, tmp_path: Path, testdata: Path) -> None:
    from graph_schema.problems import ProblemsError

    path = tmp_path / "permits.csv"
    path.write_bytes((testdata / "eventlog" / "pm4py_receipt.csv").read_bytes()[:-40])
    with pytest.raises(ProblemsError, match=r"permits\.csv:8578: The row has fewer cells than the first row\."):
        load([path], database, REGISTRY)
    assert graph(database) == {}
