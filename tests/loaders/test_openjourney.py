"""What a journey map becomes: every node something, by the rule in docs/openjourney.md."""

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
from queries.why import TRACE
from tests.conftest import EXAMPLES, ROOT, wipe
from tests.loaders.writing import graph, journey_map, keys, links, ojf, staged_problems

OURS = EXAMPLES / "openjourney"
FACTS = {
    "ojf_b2b-software-purchase.ojf": (9, 3),
    "ojf_clinic-visit-blueprint.ojf": (3, 0),
    "ojf_customer-support.ojf": (8, 1),
    "ojf_ecommerce-purchase.ojf": (7, 1),
}
RESULTS = ("Step", "Feeling", "PainPoint", "Gain", "Opportunity", "MomentOfTruth", "Touchpoint")


def loaded(database: Database, path: Path) -> dict[str, Any]:
    wipe(database)
    load([path], database, REGISTRY)
    assert list(check(database, REGISTRY)) == []
    return graph(database)


def test_our_maps_in_both_dialects_load(database: Database) -> None:
    held = loaded(database, OURS)
    assert held["Journey:getting-a-birthday-parcel-there-in-time"][0]["name"]
    assert held["Journey:getting-my-first-library-card"][0]["name"]
    assert held["Source:getting-my-first-library-card"][0]["name"] == "Journey map: First visit to the library"
    assert keys(database, "MomentOfTruth") == ["get-the-card", "parcel-arrives-in-time", "watch-him-unpack-it"]


@pytest.mark.parametrize("name", FACTS)
def test_every_node_of_a_real_map_becomes_something(database: Database, testdata: Path, name: str) -> None:
    path = testdata / "openjourney" / name
    nodes = json.loads(path.read_text(encoding="utf-8"))["nodes"]
    held = loaded(database, path)
    assert (len(nodes), len(keys(database, "MomentOfTruth"))) == FACTS[name]
    results = {label: [key for key in held if key.startswith(f"{label}:")] for label in RESULTS}
    locators = {held[key][0]["locator"] for key in results["Feeling"]}
    for node in nodes:
        named = [key for label in RESULTS for key in results[label] if held[key][0].get("name") == node["title"]]
        assert named or any(locator.endswith(f": {node['title']}") for locator in locators), node["title"]
    scored = [node["score"] / 5 for node in nodes if node.get("score") is not None]
    assert sorted(held[key][0]["score"] for key in results["Feeling"]) == sorted(scored)


def test_the_real_purchase_map_becomes_what_it_says(database: Database, testdata: Path) -> None:
    loaded(database, testdata / "openjourney" / "ojf_ecommerce-purchase.ojf")
    journey = "buying-a-high-end-coffee-maker-for-a-new-kitchen"
    assert keys(database, "Step") == [
        f"{journey}/discovery/search-for-best-coffee-makers",
        f"{journey}/onboarding/unboxing-setup",
        f"{journey}/purchase/select-product-checkout",
        f"{journey}/research/compare-specs-and-reviews",
    ]
    assert links(database, "OCCURS_AT") == [
        ("moment_of_truth:select-product-checkout", f"step:{journey}/purchase/select-product-checkout"),
        ("pain_point:hidden-shipping-fees", f"stage:{journey}/purchase"),
        ("pain_point:information-overload", f"stage:{journey}/research"),
    ]
    assert links(database, "AT") == [
        (f"step:{journey}/purchase/select-product-checkout", "touchpoint:select-product-checkout")
    ]


def test_a_map_without_ids_and_with_a_score_missing_loads(testdata: Path) -> None:
    nodes = [
        node
        for path in (testdata / "openjourney").glob("*.ojf")
        for node in json.loads(path.read_text(encoding="utf-8"))["nodes"]
    ]
    assert any("id" not in node for node in nodes)
    assert staged_problems(testdata / "openjourney") == []


def test_a_dataset_of_goals_explains_the_moment_of_the_real_map(database: Database, testdata: Path) -> None:
    goals = ROOT / "tests" / "data" / "purchase-goals"
    load([testdata / "openjourney" / "ojf_ecommerce-purchase.ojf"], database, REGISTRY)
    load([goals], database, REGISTRY)
    answer = TRACE.ask(database, moments=["select-product-checkout"])
    chains = [
        ([(link.relationship, link.end.key, link.strength) for link in row.links], row.strength, row.gap)
        for row in answer.rows
    ]
    assert chains == [
        (
            [
                ("SERVES", "checkout-without-surprises", 3),
                ("ADVANCES", "full-baskets-bought", 2),
                ("PURSUES", "full-baskets-bought", None),
            ],
            2,
            None,
        ),
        (
            [
                ("FULFILS", "price-you-see", 1),
                ("UPHOLDS", "known-for-fairness", 3),
                ("PURSUES", "known-for-fairness", None),
            ],
            1,
            None,
        ),
    ]
    assert {claim.dataset for row in answer.rows for link in row.links for claim in link.evidence} == {"purchase-goals"}


def test_goals_without_their_map_are_refused(database: Database) -> None:
    problems = staged_problems(EXAMPLES / "parcel-goals")
    assert problems == []
    with pytest.raises(Exception, match="There is no moment_of_truth:parcel-arrives-in-time"):
        load([EXAMPLES / "parcel-goals"], database, REGISTRY)


def test_a_map_loaded_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    once = loaded(database, OURS)
    assert load([OURS], database, REGISTRY).run is None
    assert graph(database) == once


RULES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "an action": ({"title": "Eat"}, {"Step"}),
    "a touchpoint by its lane": ({"title": "Eat", "swimlaneId": "t"}, {"Step", "Touchpoint"}),
    "a touchpoint by its purpose": ({"title": "Eat", "purpose": "Touchpoint"}, {"Step", "Touchpoint"}),
    "a feeling": ({"title": "Glad", "swimlaneId": "e"}, {"Feeling", "Emotion"}),
    "a pain": ({"title": "Cold soup", "swimlaneId": "p"}, {"PainPoint"}),
    "a pain that is felt": ({"title": "Cold soup", "swimlaneId": "p", "score": -2}, {"PainPoint", "Feeling"}),
    "a step that hurts": ({"title": "Eat", "purpose": "bottleneck"}, {"Step", "PainPoint"}),
    "a step with a gain": ({"title": "Eat", "purpose": "gain"}, {"Step", "Gain"}),
    "a step with an opportunity": ({"title": "Eat", "purpose": "opportunity"}, {"Step", "Opportunity"}),
    "a milestone": ({"title": "Eat", "purpose": "milestone"}, {"Step"}),
    "a score": ({"title": "Eat", "score": 3}, {"Step", "Feeling"}),
    "a sentiment": ({"title": "Eat", "sentiment": "glad"}, {"Step", "Feeling", "Emotion"}),
    "a moment": ({"title": "Eat", "isMomentOfTruth": True}, {"Step", "MomentOfTruth"}),
    "a moment among feelings": (
        {"title": "Glad", "swimlaneId": "e", "isMomentOfTruth": True},
        {"Step", "MomentOfTruth"},
    ),
    "a moment among pains": (
        {"title": "Eat", "swimlaneId": "p", "isMomentOfTruth": True},
        {"Step", "MomentOfTruth", "PainPoint"},
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_node_becomes_what_its_lane_and_purpose_say(database: Database, tmp_path: Path, rule: str) -> None:
    node, expected = RULES[rule]
    held = loaded(database, ojf(tmp_path, journey_map([node])))
    assert {key.partition(":")[0] for key in held} - {"Dataset", "Source", "Persona", "Journey", "Stage"} == expected


def test_steps_are_counted_within_their_stage(database: Database, tmp_path: Path) -> None:
    stages = [{"id": "s1", "name": "Lunch"}, {"id": "s2", "name": "Coffee"}]
    nodes = [
        {"title": "Eat"},
        {"title": "Glad", "swimlaneId": "e"},
        {"title": "Pay"},
        {"title": "Sip", "stageId": "s2"},
    ]
    held = loaded(database, ojf(tmp_path, journey_map(nodes, stages=stages)))
    orders = {key.rpartition("/")[2]: value[0]["order"] for key, value in held.items() if key.startswith("Step:")}
    assert orders == {"eat": 1, "pay": 2, "sip": 1}


def test_what_stands_twice_in_a_map_is_kept_twice_or_said_once(database: Database, tmp_path: Path) -> None:
    action = {"actor": "Cook", "action": "Cooks"}
    nodes = [
        {
            "title": "Eat",
            "blueprint": {"onstage": [action, action], "support": [{"system": "Oven"}, {"system": "Oven"}]},
        },
        {"title": "Eat"},
        {"title": "Glad", "swimlaneId": "e", "score": 1},
        {"title": "Glad", "swimlaneId": "e", "score": 2},
        {"title": "Full", "swimlaneId": "e", "sentiment": "glad"},
        {"title": "Cold soup", "swimlaneId": "p"},
        {"title": "Cold soup", "swimlaneId": "p"},
        {"title": "Cold soup", "purpose": "bottleneck"},
        {"title": "Eat", "swimlaneId": "t"},
    ]
    held = loaded(database, ojf(tmp_path, journey_map(nodes)))
    count = {label: sum(key.startswith(f"{label}:") for key in held) for label in ("Feeling", "PainPoint", "Emotion")}
    assert count == {"Feeling": 3, "PainPoint": 1, "Emotion": 1}
    assert [step.rpartition("/")[2] for step in keys(database, "Step")] == ["cold-soup", "eat", "eat-2", "eat-3"]
    assert len(links(database, "PERFORMS")) == len(links(database, "ENABLES")) == 1
    assert links(database, "OCCURS_AT") == [
        ("pain_point:cold-soup", "stage:i-have-lunch/lunch"),
        ("pain_point:cold-soup", "step:i-have-lunch/lunch/cold-soup"),
    ]


def test_a_blueprint_says_who_does_what_on_which_side_with_which_system(database: Database, tmp_path: Path) -> None:
    blueprint = {
        "evidence": [{"item": "Menu", "type": "Physical"}, {"item": "Plate"}],
        "onstage": [{"actor": "Waiter", "action": "Serves"}],
        "backstage": [{"actor": "Cook", "action": "Cooks"}],
        "support": [{"system": "Oven", "description": "Heats"}],
    }
    held = loaded(database, ojf(tmp_path, journey_map([{"title": "Eat", "blueprint": blueprint}])))
    assert held["Step:i-have-lunch/lunch/eat"][0]["artefacts"] == ["Menu (physical)", "Plate"]
    [[_, _, _, waiter]] = held["Stakeholder:waiter"][1]
    [[_, _, _, cook]] = held["Stakeholder:cook"][1]
    [[_, _, _, oven]] = held["System:oven"][1]
    assert (waiter["line"], waiter["action"]) == ("onstage", "Serves")
    assert (cook["line"], cook["action"]) == ("backstage", "Cooks")
    assert oven["action"] == "Heats"


def test_a_sentiment_without_letters_is_kept_as_a_note(database: Database, tmp_path: Path) -> None:
    held = loaded(database, ojf(tmp_path, journey_map([{"title": "Eat", "sentiment": "😀"}])))
    [feeling] = [value[0] for key, value in held.items() if key.startswith("Feeling:")]
    assert feeling["note"] == "😀"


def test_what_is_not_read_is_said(database: Database, tmp_path: Path) -> None:
    path = ojf(tmp_path, journey_map([{"title": "Eat", "icon": "x", "weather": "sunny"}]))
    assert load([path], database, REGISTRY).notes == ["lunch.ojf: not read: icon, weather."]


def without(name: str) -> Callable[[], dict[str, Any]]:
    return lambda: {key: value for key, value in journey_map([]).items() if key != name}


MISTAKES: dict[str, tuple[Callable[[], object], list[str]]] = {
    "nothing in it": (dict, ["The journey has no persona.", "The journey has no pointOfView."]),
    "no persona": (without("persona"), ["The journey has no persona."]),
    "a persona without letters": (lambda: journey_map([], persona="!"), ["The journey has no persona."]),
    "no stages": (without("stages"), ["`stages` is not a list."]),
    "nodes that are no list": (lambda: journey_map([]) | {"nodes": {}}, ["`nodes` is not a list."]),
    "a node that is a text": (lambda: journey_map(["x"]), ["This is not an object."]),
    "a stage without a name": (lambda: journey_map([], stages=[{"id": "s1"}]), ["No id or no name."]),
    "a stage id twice": (
        lambda: journey_map([], stages=[{"id": "s", "name": "A"}, {"id": "s", "name": "B"}]),
        ["The id 's' stands twice."],
    ),
    "a node in no stage": (lambda: journey_map([{"title": "Eat", "stageId": "s9"}]), ["Stageid names no stage."]),
    "a node in no lane": (
        lambda: journey_map([{"title": "Eat", "swimlaneId": "z"}]),
        ["Swimlaneid names no swimlane."],
    ),
    "a node without a title": (lambda: journey_map([{"score": 1}]), ["No title."]),
    "a score out of range": (
        lambda: journey_map([{"title": "Eat", "score": 6}]),
        ["The score 6 is not a number from -5 to 5."],
    ),
    "a score in words": (
        lambda: journey_map([{"title": "Eat", "score": "good"}]),
        ["score is a text here, it takes a number."],
    ),
    "a yes in words": (
        lambda: journey_map([{"title": "Eat", "isMomentOfTruth": "yes"}]),
        ["isMomentOfTruth is a text here, it takes true or false."],
    ),
    "a severity of its own": (
        lambda: journey_map([{"title": "Eat", "swimlaneId": "p", "severity": "5"}]),
        ["'5' is not one of low, medium, high."],
    ),
    "all at once": (
        lambda: journey_map([{"title": "Eat", "score": 9}, {"title": "!"}, {"title": "Sip", "tags": "x"}]),
        ["The score 9 is not a number from -5 to 5.", "No title.", "tags is a text here, it takes a list."],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_map_is_one_problem_with_its_place(tmp_path: Path, mistake: str) -> None:
    make, expected = MISTAKES[mistake]
    problems = staged_problems(ojf(tmp_path, make()))
    assert [problem.found for problem in problems] == expected
    assert all(problem.place.file == "lunch.ojf" for problem in problems)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["s1", "a", "Eat"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        "id",
        "stageId",
        "stage",
        "swimlaneId",
        "title",
        "description",
        "severity",
        "score",
        "sentiment",
        "purpose",
        "isMomentOfTruth",
        "tags",
        "blueprint",
        "name",
        "onstage",
        "support",
    ]
)
THINGS = st.lists(st.dictionaries(FIELDS, JSON, max_size=8) | JSON, max_size=4)
HEAD = st.sampled_from(
    ["persona", "pointOfView", "pov", "title", "metadata", "stages", "swimlanes", "nodes", "version"]
)


@settings(max_examples=300, deadline=None)
@given(head=st.dictionaries(HEAD, JSON, max_size=6), nodes=THINGS, lists=st.tuples(THINGS, THINGS))
def test_no_map_is_more_than_problems(
    tmp_path_factory: pytest.TempPathFactory, head: dict[str, Any], nodes: list[Any], lists: tuple[list[Any], list[Any]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    staged_problems(ojf(folder, head | {"stages": lists[0], "swimlanes": lists[1], "nodes": nodes}))
    staged_problems(ojf(folder, journey_map(nodes)))
    staged_problems(ojf(folder, journey_map(nodes) | head))
