"""Personas in YAML, Markdown, JSON and tables."""

from pathlib import Path
from typing import Any

import pytest

from loaders.forms import recognise
from loaders.sample import Sample
from tests.loaders.maps.reading import PERSONAS, told, workbook, written


def test_the_real_list_has_eight_personas_and_nothing_for_nulls(testdata: Path) -> None:
    finops = told(testdata / "personas" / "finops_personas.yml")
    assert finops.form == "personas-yaml"
    assert finops.keys("personas") == [
        *("finops", "ceo", "cto", "cfo", "product-owner", "engineering-lead", "itfm", "procurement")
    ]
    assert (
        finops.one("personas", "ceo")["goals"][0]
        == "Assurance that cloud investments are aligned with business objectives"
    )
    assert finops.one("personas", "cfo")["goals"][0] == "Cost visibility and granularity, and accuracy"
    assert finops.one("personas", "procurement")["frustrations"] == [
        "Lack of visibility to cloud cost data",
        "Lack of centralized process for cloud commitments",
    ]
    assert "Titles" not in str(finops.entries)
    assert len(finops.keys("metrics")) == len(set(finops.keys("metrics")))
    assert {use.field: bool(use.becomes) for use in finops.uses} == {
        "primary-goal": True,
        "objectives": True,
        "frustrations": True,
        "key-metrics": True,
        "finops-benefits": True,
    }


CIVIC = {
    "designer-darcy": (2, 3, "Do my designs pass the checklist to meet accessibility standards?"),
    "qa-quincy": (1, 1, "How can I further automate my process? Is this accessibility information up-to-date?"),
    "remote-raz": (1, 1, "What am I missing?"),
}


@pytest.mark.parametrize("name", CIVIC)
def test_a_real_persona_in_markdown(testdata: Path, name: str) -> None:
    persona = told(testdata / "personas" / f"civicactions_persona_{name}.md")
    goals, needs, thought = CIVIC[name]
    assert (persona.form, persona.dataset, persona.keys("personas")) == ("personas-markdown", name, [name])
    [fields] = persona.all("personas")
    assert len(fields["goals"]) == goals
    assert len(persona.links("has_need")) == needs
    assert [each["text"] for each in persona.all("quotes")] == [thought]
    assert [each["circumstance_kind"] for each in persona.all("circumstances")] == ["habit"]
    assert len(persona.links("hurts")) == 1
    assert "Feelings: " in fields["description"]
    assert persona.problems == []


def test_our_list_becomes_what_it_says() -> None:
    both = told(PERSONAS / "list.yaml")
    assert both.one("personas", "grandmother") == {
        "key": "grandmother",
        "name": "Noor",
        "goals": ["A present that arrives in time", "Choose within an hour"],
        "frustrations": ["Small print"],
        "description": "Key metrics: Parcels in time\nParcel benefits: Sees where it is",
    }
    assert both.one("personas", "postman")["goals"] == ["Home by five"]
    assert [use.dropped for use in both.uses if use.field == "img"] == ["Pictures are not kept."]


def test_our_persona_in_markdown_becomes_what_it_says() -> None:
    noor = told(PERSONAS / "noor.md")
    [fields] = noor.all("personas")
    assert fields["key"] == "noor-grandmother"
    assert fields["description"].split("\n") == [
        "Noor sends parcels to her grandson.",
        "She lives far away.",
        "Feelings: Proud when he calls",
        "Favourite colour: Blue",
        "Categories: Family",
        "Roles: Sender",
    ]
    assert noor.links("hurts") == [("the-tracking-page-is-in-english", "noor-grandmother")]
    assert noor.all("quotes")[0] == {
        "key": "will-it-get-there",
        "text": "Will it get there?",
        "wording": "paraphrase",
        "from": "noor-grandmother",
        "said_by": "noor-grandmother",
    }


MANY = """# Our personas
## Anna
**Age:** 34
- **Goals:** See well
- **Frustrations:** No time
> I just want to see.
### Needs
- Advice
## Ben
### Goals
- Read
### Pain points
- Small print
"""


def test_several_personas_in_one_text(tmp_path: Path) -> None:
    both = told(written(tmp_path, "many.md", MANY))
    assert both.keys("personas") == ["anna", "ben"]
    assert both.one("personas", "anna")["description"] == "Age: 34"
    assert both.links("has_need") == [("anna", "advice")]
    assert both.all("quotes")[0]["said_by"] == "anna"


def test_components_name_what_is_in_the_file_and_count_what_is_not() -> None:
    buyers = told(PERSONAS / "ardoq.json")
    assert [(each["key"], each.get("description")) for each in buyers.all("personas")] == [
        ("buyer", "Buys\nConsumes: Shop; Search"),
        ("central-buyer", "Part of: Buyer"),
    ]
    assert buyers.notes == ["ardoq.json ([0]): Consumes: 1 of 3 ids are not in the file, and are left out."]


def test_a_mistake_in_components_is_a_problem_with_its_place(tmp_path: Path) -> None:
    text = (PERSONAS / "ardoq.json").read_text(encoding="utf-8")
    twice = text.replace('"_id": "a2"', '"_id": "a1"').replace('"name": "Shop"', '"name": 3')
    assert told(written(tmp_path, "a.json", twice)).problems == [
        "a.json ([1]): The id 'a1' stands twice. Export the file again.",
        "a.json ([2].name): Input should be a valid string. Correct it, or export the file again.",
    ]


def test_a_row_for_each_persona() -> None:
    both = told(PERSONAS / "personas.csv")
    assert both.form == "personas-table"
    noor = both.one("personas", "noor")
    assert noor == {
        "key": "noor",
        "name": "Noor",
        "goals": ["A present in time", "Few words"],
        "frustrations": ["Small print"],
        "description": "Age: 70",
        "customer_kind": "customer",
    }
    assert both.links("represents") == [("noor", "grandparents")]
    assert both.links("hurts") == [("the-lift-is-out", "jan")]
    assert [(each["name"], each["circumstance_kind"]) for each in both.all("circumstances")] == [("Family", "value")]
    assert "example.com" not in str(both.entries)
    assert [use.dropped for use in both.uses if use.field == "Email"] == [
        "A persona stands for many; what leads to one person is not kept."
    ]


def test_a_column_for_each_persona_and_a_sheet_for_one(tmp_path: Path) -> None:
    across: list[list[Any]] = [["Name", "Anna", "Ben"], ["Goals", "See", "Read"], ["Needs", "Advice", None]]
    alone: list[list[Any]] = [["Goals", "Hear"], ["Frustrations", "Noise"]]
    sheets = told(workbook(tmp_path / "p.xlsx", {"Two": across, "Carla": alone, "Notes": [["x"]]}))
    assert sheets.keys("personas") == ["anna", "ben", "carla"]
    assert sheets.one("personas", "carla")["frustrations"] == ["Noise"]
    assert sheets.notes == ["p.xlsx/Notes: not read: there are no personas in it."]


def test_a_list_of_people_is_not_taken_for_personas(tmp_path: Path) -> None:
    rows = "".join(f"Person {n},{n}@example.com,win,lose\n" for n in range(30))
    found = recognise(Sample(written(tmp_path, "leads.csv", f"Name,Email,Goals,Frustrations\n{rows}"), "leads.csv"))
    assert found is None or found.form.name != "personas-table"


MISTAKES = {
    "- name: Ada\n  needs: x\n  goals: [a\n": "p.yaml:4: This is not YAML",
    "- name: Ada\n  goals: x\n  needs: y\n- goals: x\n": "p.yaml:4: A persona without a name.",
    "- name: Ada\n  goals: x\n  needs: y\n- Ben\n": "p.yaml:4: This is not a mapping.",
    "name: Ada\ngoals: &a x\nneeds: *a\n": "p.yaml:2: Anchor or alias 'a'.",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_in_a_list_is_a_problem_with_its_line(tmp_path: Path, text: str) -> None:
    assert any(MISTAKES[text] in problem for problem in told(written(tmp_path, "p.yaml", text)).problems)
