"""Service blueprints as JSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.forms import recognise
from loaders.sample import Sample
from tests.loaders.maps.reading import MAPS, told, written

REAL = "billogic_sample-ir.json"


def test_the_real_blueprint_has_the_facts_of_its_page(testdata: Path) -> None:
    path = testdata / "blueprint" / REAL
    repair = told(path)
    assert repair.form == "service-blueprint"
    assert repair.keys("phases") == ["streetlight-service/operate"]
    assert [(each["key"], each["state"]) for each in repair.all("journeys")] == [
        ("asset-repair-as-designed", "to-be"),
        ("asset-repair-as-done", "as-is"),
    ]
    designed, done = (
        [key for key in repair.keys("steps") if key.startswith(f"asset-repair-{path}/")]
        for path in ("as-designed", "as-done")
    )
    assert (len(designed), len(done)) == (6, 5)
    cells = json.loads(path.read_text(encoding="utf-8"))["lifecycle"]["phases"][0]["scenarios"][0]["paths"]
    assert [len(each["cells"]) for each in cells] == [10, 10]
    # Each cell is told where it stands: of the customer, of somebody of the company, or as systems.
    placed = {
        entry.place.column
        for entry in repair.entries
        if entry.collection in ("micro_moments", "performs", "enables", "systems") and "cells" in entry.place.column
    }
    assert len(placed) == 20
    triggers = [link["to"].rpartition("/")[0].rpartition(":")[2] for link in repair.all("next")]
    assert [triggers.count(f"asset-repair-{path}/asset-repair") for path in ("as-designed", "as-done")] == [3, 1]
    assert ("journey:asset-repair-as-designed", "journey:asset-repair-as-done") in repair.links("revises")
    assert len(repair.links("revises")) == 6
    assert f"{REAL}: read in 'en'; it can be read in zh too." in repair.notes


def test_a_blueprint_is_read_in_the_language_that_is_wished_for(testdata: Path) -> None:
    chinese = told(testdata / "blueprint" / REAL, "zh")
    assert chinese.one("steps", "as-designed/asset-repair/report")["name"] == "提交报修"
    assert chinese.all("personas")[0] == {"key": "citizen", "name": "市民"}
    assert chinese.notes == []
    assert told(testdata / "blueprint" / REAL, "fr").problems == [
        f"{REAL}: It has no texts in 'fr'. Choose one of: en, zh."
    ]


def test_the_schema_beside_it_is_not_taken_for_a_blueprint(testdata: Path) -> None:
    path = testdata / "blueprint" / "billogic_ir-schema.json"
    assert recognise(Sample(path, path.name)) is None


def test_our_blueprint_becomes_what_it_says() -> None:
    library = told(MAPS / "blueprint.json")
    assert [(each["key"], each["order"], each.get("next")) for each in library.all("phases")] == [
        ("library/join", "1", ["library/stay"]),
        ("library/stay", "2", ["library/join"]),
    ]
    assert [(each["key"], each["state"]) for each in library.all("journeys")] == [
        ("renewal-future", "to-be"),
        ("renewal-now", "as-is"),
    ]
    ask = "renewal-future/renewal/ask"
    assert library.one("micro_moments", "vraagt-om-een-pas") == {
        "key": f"{ask}/vraagt-om-een-pas",
        "name": "Vraagt om een pas",
        "order": "1",
        "source": "https-example-com-guide",
        "locator": "Cards",
        "note": "Asserted by the manager.",
    }
    assert library.one("sources", "guide")["url"] == "https://example.com/guide"
    assert library.one("steps", ask)["artefacts"] == ["Paper form"]
    assert "Value for staff: No queue" in library.one("steps", ask)["description"]
    assert library.links("occurs_at") == [("gain:done-in-a-minute", f"step:{ask}")]
    assert ("quote:it-took-me-a-minute", f"step:{ask}") in library.links("supports")
    assert [(each["from"], each["line"], each.get("basis")) for each in library.all("performs")] == [
        ("desk", "onstage", "inferred"),
        ("back", "backstage", None),
    ]
    assert [(each["from"], each["to"].rpartition("/")[2], each.get("basis")) for each in library.all("enables")] == [
        ("passensysteem", "get", None),
        ("mail", "get", None),
        ("card-printer", "ask", "inferred"),
    ]
    assert library.links("influences") == [("front-desk", f"step:{ask}")]
    assert library.links("next") == [(f"step:{ask}", "step:renewal-future/renewal/get")]
    assert library.links("within") == [
        ("journey:renewal-future", "library/stay"),
        ("journey:renewal-now", "library/stay"),
    ]


def test_a_text_that_is_not_there_in_the_language_is_read_in_another_and_said() -> None:
    english = told(MAPS / "blueprint.json", "en")
    assert english.all("performs")[0]["action"] == "Zoekt de pas op"
    assert "blueprint.json: some texts are not there in en, and read in nl." in english.notes


def broken(change: Callable[[dict[str, Any]], object]) -> str:
    """Our blueprint with a mistake in its first path."""
    whole = json.loads((MAPS / "blueprint.json").read_text(encoding="utf-8"))
    change(whole["lifecycle"]["phases"][0]["scenarios"][0]["paths"][0])
    return json.dumps(whole)


PATH = "lifecycle.phases[0].scenarios[0].paths[0]"
MISTAKES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a cell in no layer": (
        lambda path: path["cells"][0].update(layer="roof"),
        f"({PATH}.cells[0].layer): There is no layer of this path 'roof'. Name one that is there, or add it.",
    ),
    "a cell in no step": (
        lambda path: path["cells"][0].update(step="pay"),
        f"({PATH}.cells[0].step): There is no step of this path 'pay'. Name one that is there, or add it.",
    ),
    "a step that is nowhere": (
        lambda path: path["path_steps"].append("fly"),
        f"({PATH}.path_steps[2]): There is no step 'fly'. Name one that is there, or add it.",
    ),
    "a trigger to nowhere": (
        lambda path: path["triggers"][0]["target"].update(layer="roof"),
        f"({PATH}.triggers[0].target.layer): There is no layer of this path 'roof'.",
    ),
    "a layer twice": (
        lambda path: path["layers"].append(path["layers"][0]),
        f"({PATH}.layers[5]): The key 'reader' stands twice. Give each its own.",
    ),
    "a number for a text": (
        lambda path: path["cells"][0].update(form=3),
        f"({PATH}.cells[0].form): Input should be a valid string. Correct it, or export the file again.",
    ),
    "no steps": (
        lambda path: path.pop("path_steps"),
        f"({PATH}.path_steps): It is missing. Write it, or export the file again.",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_a_problem_with_its_place(tmp_path: Path, mistake: str) -> None:
    change, expected = MISTAKES[mistake]
    problems = told(written(tmp_path, "b.json", broken(change))).problems
    assert any(expected in problem for problem in problems), problems


def test_what_is_no_json_is_a_problem_with_its_place(tmp_path: Path) -> None:
    text = '{"schema_version": "1", "lifecycle": {"key": oops}}'
    assert told(written(tmp_path, "b.json", text)).problems[0].startswith("b.json:1 (column 46): This is not JSON")
