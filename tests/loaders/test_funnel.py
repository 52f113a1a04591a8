"""What funnel and CRM tables become, and that the counts are right. The files are ours, after what tools document."""

from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from loaders.forms import recognise
from loaders.pipeline import load
from loaders.sample import Sample
from queries.counts import STUCK
from queries.funnel import FUNNEL
from queries.leaving import LEAVE_REASONS
from queries.question import Question
from tests.loaders.test_surveys import Rows, of, read, written
from tests.loaders.writing import KEYED, keys, staged_problems

STAGES = ["subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer"]


def ask(database: Database, question: Question, **parameters: Any) -> list[dict[str, Any]]:
    return database.read(question.cypher, question.parameters.model_validate(parameters).bound())


def history(folder: Path) -> Path:
    """Of 60 contacts, each sixth gets as far as a customer; the odd ones came through paid search."""
    rows = [["contact_id", "name", "timestamp", "source", "value"]]
    for n in range(60):
        channel = "PAID_SEARCH" if n % 2 else "DIRECT"
        rows.append([str(n), "hs_analytics_source", "2026-01-01 00:00:00", "X", channel])
        rows += [
            [str(n), "lifecyclestage", f"2026-01-{1 + 3 * step:02} 00:00:00", "X", STAGES[step]]
            for step in range(1 + n % 6)
        ]
    return written(folder, rows, "contact_property_history.csv")


def test_a_history_of_stages_answers_how_many_reach_each_and_go_on(database: Database, tmp_path: Path) -> None:
    load([history(tmp_path)], database, REGISTRY, wishes=KEYED)
    assert list(check(database, REGISTRY)) == []
    got_to = {stage: [n for n in range(60) if n % 6 >= step] for step, stage in enumerate(STAGES)}
    rows = ask(database, FUNNEL, models=["hubspot"])
    for channel, mine in ((None, range(60)), ("paid-search", range(1, 60, 2)), ("direct", range(0, 60, 2))):
        told = [row for row in rows if (row["channel"] and row["channel"]["key"]) == channel]
        reached = [len({*got_to[stage]} & {*mine}) for stage in STAGES]
        assert [row["reached"] for row in told] == reached
        shares = [after / before for before, after in pairwise(reached)]
        assert [row["conversion"] for row in told] == [None, *(pytest.approx(share) for share in shares)]
    assert [row["phase"]["name"] for row in rows[:3]] == ["Subscriber", "Lead", "Marketing Qualified Lead"]
    stuck = ask(database, STUCK, models=["hubspot"])
    assert {(row["longest"], row["unit"]) for row in stuck if row["longest"]} == {(3, "days")}
    assert not [label for label in ("Response", "Persona", "Quote") if keys(database, label)]


def test_conversion_rests_on_the_contacts_of_the_stage_before(tmp_path: Path) -> None:
    rows = [["id", "stage", "date"], ["a", "Trial", "2026-01-01"], ["a", "Paid", "2026-01-11"],
            ["b", "Trial", "2026-01-01"], ["c", "Paid", "2026-01-02"], ["d", "Trial", "2026-01-03"],
            ["d", "Paid", "2026-01-05"], ["d", "Trial", "2026-01-06"]]  # fmt: skip
    form, reading, entries = read(written(tmp_path, rows, "stages.csv"))
    assert form == "lifecycle-history"
    [conversion] = [r for r in of(entries, "readings") if r["metric"] == "stage-conversion"]
    assert (conversion["numerator"], conversion["denominator"]) == ("2", "3")
    assert float(conversion["value"]) == pytest.approx(200 / 3)
    stays = {r["about"]: float(r["value"]) for r in of(entries, "readings") if r["metric"] == "stage-dwell"}
    assert stays["phase:stages/trial"] == median([10, 2])
    variants = {one["name"]: one["cases"] for one in of(entries, "variants")}
    assert variants == {"Trial, Paid": "1", "Trial": "1", "Paid": "1", "Trial, Paid, Trial": "1"}
    assert [note for note in reading.notes if "the stages are in the order in which contacts entered them" in note]
    assert [link["note"] for link in of(entries, "next")] == ["2 contacts went on."]


def test_hubspots_export_with_a_date_for_each_stage_reads_alike(tmp_path: Path) -> None:
    rows = [["Record ID", "First Name", "Email", "Lifecycle Stage", "Original Source", "Became a Lead Date",
             "Became a Marketing Qualified Lead Date", "Became a Customer Date"]]  # fmt: skip
    days = ["2026-01-01 10:00", "2026-01-05 10:00", "2026-02-05 10:00"]
    rows += [["1", "Ada", "a@x.org", "Customer", "Paid Social", *days],
             ["2", "Bob", "b@x.org", "Lead", "Paid Social", "2026-01-02 10:00", "", ""],
             ["3", "Eve", "e@x.org", "Opportunity", "", "2026-01-03 10:00", "", ""]]  # fmt: skip
    _, reading, entries = read(written(tmp_path, rows, "contacts.csv"))
    reached = {
        r["about"]: r["value"] for r in of(entries, "readings") if r["metric"] == "contacts" and "channel" not in r
    }
    assert reached == {
        "phase:hubspot/lead": "3",
        "phase:hubspot/marketing-qualified-lead": "1",
        "phase:hubspot/opportunity": "1",
        "phase:hubspot/customer": "1",
    }
    assert {phase["key"]: phase["order"] for phase in of(entries, "phases")}["hubspot/customer"] == "6"
    told = f"{[entry.fields for entry in entries]}{reading.notes}{[use.example for use in reading.uses]}"
    assert not [name for name in ("Ada", "a@x.org") if name in told]


LEADS: Rows = [["mql_id", "first_contact_date", "landing_page_id", "origin"]]
DEALS: Rows = [["mql_id", "seller_id", "sdr_id", "won_date", "business_segment", "lead_type"]]


def olist(folder: Path) -> Path:
    origins = ("organic_search", "paid_search", "")
    leads = [[f"m{n}", f"2018-01-{1 + n % 28:02}", "x", origins[n % 3]] for n in range(90)]
    deals = [[f"m{n}", "s", "d", "2018-03-01 10:00:00", "pet" if n % 2 else "car", "online"] for n in range(0, 90, 9)]
    written(folder, [*DEALS, *deals, ["m999", "s", "d", "2018-03-01 10:00:00", "pet", ""]], "closed_deals.csv")
    return written(folder, [*LEADS, *leads], "qualified_leads.csv")


def test_leads_and_the_deals_beside_them_are_one_funnel_by_channel(database: Database, tmp_path: Path) -> None:
    olist(tmp_path)
    done = load([tmp_path], database, REGISTRY, wishes=KEYED)
    assert list(check(database, REGISTRY)) == []
    rows = ask(database, FUNNEL, models=["qualified-leads"])
    counted = {((row["channel"] or {}).get("key"), row["phase"]["name"]): row["reached"] for row in rows}
    won = range(0, 90, 9)
    assert counted == {
        (None, "Marketing qualified lead"): 90,
        (None, "Won deal"): len(won),
        ("organic-search", "Marketing qualified lead"): 30,
        ("organic-search", "Won deal"): len([n for n in won if n % 3 == 0]),
        ("paid-search", "Marketing qualified lead"): 30,
        ("paid-search", "Won deal"): len([n for n in won if n % 3 == 1]),
    }
    assert any("closed_deals.csv: deals of leads that" in note and note.endswith(": 1.") for note in done.notes)
    segments = [row for row in ask(database, FUNNEL, models=["closed-deals"]) if row["among"]]
    assert {row["among"]["name"]: row["reached"] for row in segments} == {
        "business_segment: pet": 1 + len([n for n in won if n % 2]),
        "business_segment: car": len([n for n in won if not n % 2]),
        "lead_type: online": len(won),
    }


CHURN: Rows = [
    ["customerID", "Contract", "Churn Label", "Churn Reason", "Churn Category", "last_touchpoint", "Churn Date"]
]


def churned(folder: Path) -> Path:
    rows = [
        [str(n), "Monthly" if n % 2 else "Two years", "Yes" if n % 5 == 0 else "No",
         ("Price too high" if n % 10 else "Rude agent") if n % 5 == 0 else "", "Price" if n % 5 == 0 and n % 10 else "",
         "Bill" if n % 5 == 0 and n % 10 else "", f"2026-01-{1 + n % 28:02}" if n % 5 == 0 else ""]
        for n in range(100)
    ]  # fmt: skip
    return written(folder, [*CHURN, *rows], "churn.csv")


def test_departures_say_who_left_why_and_where_they_were_last_met(database: Database, tmp_path: Path) -> None:
    load([churned(tmp_path)], database, REGISTRY, wishes=KEYED)
    assert list(check(database, REGISTRY)) == []
    rows = ask(database, LEAVE_REASONS)
    told = {(r["who"]["name"], r["reason"]["name"], (r["last_met_at"] or {}).get("name")): r["count"] for r in rows}
    assert told == {("Monthly", "Price too high", "Bill"): 10, ("Two years", "Rude agent", None): 10}
    found = database.read(
        """MATCH (x:Reading)-[:ABOUT]->(:ChurnSignal {key: 'churn'}) OPTIONAL MATCH (x)-[:AMONG]->(s)
        RETURN s.name AS name, x.value AS value, x.numerator AS part, x.denominator AS whole ORDER BY name"""
    )
    assert [tuple(row.values()) for row in found] == [
        ("Monthly", 20, 10, 50),
        ("Two years", 20, 10, 50),
        (None, 20, 20, 100),
    ]
    assert keys(database, "ChurnSignal") == ["churn", "price-too-high", "rude-agent"]


def test_a_table_of_leavers_alone_gives_no_rate(tmp_path: Path) -> None:
    rows = [["id", "cancelled_at", "reason"], ["1", "2026-01-02", "Price"], ["2", "2026-02-02", ""]]
    _, reading, entries = read(written(tmp_path, rows, "left.csv"))
    assert of(entries, "readings") == []
    assert [(d.get("reason"), d["count"], d["begins"], d["ends"]) for d in of(entries, "departures")] == [
        ("price", "1", "2026-01-02", "2026-02-02"),
        (None, "1", "2026-01-02", "2026-02-02"),
    ]
    assert [note for note in reading.notes if "only customers who left" in note]


MISTAKES: dict[str, tuple[Rows, str]] = {
    "a time as no other": (
        [["id", "stage", "date"], *[[str(n), "Trial", "2026-01-01"] for n in range(2100)], ["x", "Paid", "soon"]],
        "table.csv:2102 (date): 'soon' is no time as the others in date. Write all times of the column in one way.",
    ),
    "times in no known way": (
        [["id", "stage", "date"], ["1", "Trial", "soon"]],
        "table.csv (date): The times in date, such as 'soon', are not all written in a way that is known.",
    ),
    "no time": (
        [["id", "stage", "date"], ["1", "Trial", "2026-01-01"], ["2", "Paid", ""]],
        "table.csv:3 (date): There is no time.",
    ),
    "no id": (
        [["id", "stage", "date"], ["1", "Trial", "2026-01-01"], ["", "Paid", "2026-01-01"]],
        "table.csv:3 (id): There is no id.",
    ),
    "a stage for everybody": (
        [["id", "stage", "date"], *[[str(n), f"Stage {n}", "2026-01-01"] for n in range(60)]],
        "table.csv (stage): 60 different stages; a funnel has up to 50.",
    ),
    "neither yes nor no": (
        [["id", "churn", "reason"], ["1", "Yes", "Price"], ["2", "Perhaps", ""]],
        "table.csv:3 (churn): 'Perhaps' says neither that somebody left nor that they stayed.",
    ),
    "reasons in own words": (
        [["id", "churn", "reason"], *[[str(n), "Yes", f"Because of {n}"] for n in range(400)]],
        "table.csv (reason): 400 different reasons. Up to 300 are counted",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_a_problem_with_its_place(tmp_path: Path, mistake: str) -> None:
    rows, expected = MISTAKES[mistake]
    problems = [str(problem) for problem in staged_problems(written(tmp_path, rows, "table.csv"))]
    assert len(problems) == 1
    assert problems[0].startswith(expected)


@pytest.mark.parametrize(
    "head", [["case_id", "activity", "timestamp"], ["id", "name", "date"], ["session_id", "page", "time"]]
)
def test_an_event_log_is_no_history_of_stages(tmp_path: Path, head: list[str]) -> None:
    path = written(tmp_path, [head, ["1", "2", "2026-01-01"]])
    found = recognise(Sample(path, path.name))
    assert found is None or found.form.name not in ("lifecycle-history", "leads", "churn")


CELL = st.sampled_from(
    ["", "1", "2", "Lead", "lead", "customer", "2026-01-01", "2026-01-01 10:00:00", "1/2/2026", "Yes", "No", "Price",
     "price", "!", "lifecyclestage", "é", "9" * 30]
) | st.text(max_size=6)  # fmt: skip
HEAD = st.sampled_from(
    ["id", "contact_id", "stage", "date", "name", "value", "timestamp", "Became a Lead Date", "Became a Customer Date",
     "mql_id", "first_contact_date", "won_date", "origin", "churn", "reason", "churn_date", "segment", "lead_type",
     "last_touchpoint", ""]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(head=st.lists(HEAD, min_size=2, max_size=6, unique=True), rows=st.lists(st.lists(CELL, max_size=6), max_size=6))
def test_no_table_is_more_than_problems(tmp_path_factory: pytest.TempPathFactory, head: list[str], rows: Rows) -> None:
    folder = tmp_path_factory.mktemp("any")
    written(folder, [["mql_id", "won_date"], ["1", "2026-01-01"]], "deals.csv")
    path = written(folder, [head, *rows], "table.csv")
    if recognise(Sample(path, path.name)):
        staged_problems(path)
