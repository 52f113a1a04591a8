"""Journeys in Markdown and Mermaid."""

import shutil
from pathlib import Path

import pytest

from loaders.forms import recognise
from loaders.sample import Sample
from tests.loaders.maps.reading import MAPS, PERSONAS, told, written


def test_fields_in_lists_become_what_their_names_say() -> None:
    first = told(MAPS / "v1.md")
    assert (first.form, first.dataset) == ("journey-markdown", "card-renewal-v1")
    assert first.all("sources")[0]["published"] == "2026-03-01"
    assert first.all("journeys")[0]["name"] == "Renew a library card (v1)"
    assert first.all("journeys")[0]["for"] == ["persona:noor", "persona:jan"]
    assert first.keys("steps") == ["card-renewal-v1/notice/read-the-letter", "card-renewal-v1/renew/fill-in-the-form"]
    assert first.one("steps", "read-the-letter")["description"] == "The letter comes four weeks ahead."
    assert [key.rpartition("/")[2] for key in first.keys("micro_moments")] == [
        "opens-the-letter",
        "puts-it-on-the-table",
    ]
    # An item of a list is one thing, whatever stands in it.
    assert first.keys("pain_points") == ["the-letter-says-nothing-about-the-web-it-is-old", "the-photo-is-refused"]
    felt = {each["persona"]: (each["emotion"], each["description"]) for each in first.all("feelings")}
    assert felt == {"noor": ("annoyed", "it is the third one"), "jan": ("annoyed", "it is the third one")}
    assert first.links("hurts")[-1] == ("the-photo-is-refused", "jan")
    assert "Branch: web" in first.one("steps", "fill-in-the-form")["description"]
    assert first.notes == ["v1.md: not known, and kept in descriptions: data sources."]
    assert first.all("revises") == []


def test_a_newer_version_revises_the_one_before() -> None:
    second = told(MAPS / "v2.md")
    assert second.dataset == "card-renewal-v2"
    assert second.links("revises") == [
        ("journey:card-renewal-v2", "journey:card-renewal-v1"),
        ("step:card-renewal-v2/notice/read-the-letter", "step:card-renewal-v1/notice/read-the-letter"),
        ("step:card-renewal-v2/renew/fill-in-the-form", "step:card-renewal-v1/renew/fill-in-the-form"),
    ]
    # What it revises is described as the version before describes it, so that it can be loaded alone.
    assert second.keys("journeys") == ["card-renewal-v2", "card-renewal-v1"]
    assert second.one("journeys", "card-renewal-v1")["name"] == "Renew a library card (v1)"
    assert [each["score"] for each in second.all("feelings") if "score" in each] == ["0.5", "0.5", "0.5"]
    assert [each["key"] for each in second.all("solutions")] == ["a-qr-code"]


def test_a_version_alone_revises_nothing(tmp_path: Path) -> None:
    alone = told(Path(shutil.copy(MAPS / "v2.md", tmp_path / "renewal-v2.md")))
    assert alone.dataset == "card-renewal-v2"
    assert alone.all("revises") == []


def test_stages_with_labels_and_lists_below_them() -> None:
    moving = told(MAPS / "stages.md")
    assert moving.keys("stages") == ["moving-house/packing", "moving-house/driving"]
    assert moving.keys("steps") == [
        "moving-house/packing/getting-boxes",
        "moving-house/packing/labelling-them",
        "moving-house/driving/loading-the-van",
    ]
    assert ("quote:where-did-i-put-the-keys", "stage:moving-house/packing") in moving.links("supports")
    assert ("pain_point:boxes-are-never-there", "stage:moving-house/packing") in moving.links("occurs_at")
    assert moving.all("journeys")[0]["description"] == "This map comes from six interviews."
    assert moving.notes == ["stages.md: not read, for they are no part of the journey: Why we made it."]


def test_a_table_of_stages_and_lanes() -> None:
    dentist = told(MAPS / "table.md")
    assert dentist.keys("stages") == ["visiting-the-dentist/before", "visiting-the-dentist/there"]
    assert dentist.one("steps", "before/makes-an-appointment")["at"]["to"] == "phone"
    assert dentist.keys("steps")[1:] == [
        "visiting-the-dentist/there/waits",
        "visiting-the-dentist/there/sits-down",
        "visiting-the-dentist/there/waiting-room",
        "visiting-the-dentist/there/chair",
    ]
    assert [each["score"] for each in dentist.all("feelings")] == ["-0.5", "-1.0"]


BY_LANE = """# Player Journey Map — Bet on a match
**Product:** Shop

## Stages
| Stage | Description |
|---|---|
| Look | A player looks around. |
| Bet | — |

## Steps by stage
### Look → Bet
**Step 1: Open the site**
Persona: Ada — Touchpoint: Home page
She opens it.

### Bet
**Step 2: Place the bet**

## Pain Points
| Stage | Step | Pain Points |
|---|---|---|
| Look | Open the | It is slow |
| Bet | Place | - |
| Bet | Nowhere | It is dear |

## Channels
| Stage | Where |
|---|---|
| Look | Web |
"""


def test_tables_by_lane_are_put_together(tmp_path: Path) -> None:
    match = told(written(tmp_path, "match.md", BY_LANE))
    journey = "bet-on-a-match"
    assert match.keys("steps") == [f"{journey}/look/open-the-site", f"{journey}/bet/place-the-bet"]
    step = match.one("steps", "open-the-site")
    assert (step["at"]["to"], step["via"]["to"]) == ("home-page", "web")
    assert step["description"] == "She opens it."
    assert match.links("occurs_at") == [
        ("pain_point:it-is-slow", f"step:{journey}/look/open-the-site"),
        ("pain_point:it-is-dear", f"step:{journey}/bet/place-the-bet"),
    ]
    assert match.one("stages", "look")["description"] == "A player looks around."


OTHERS = {
    "instructions": "# Install\n\n## Step 1: Download\nGet it.\n\n## Step 2: Run\n- Goals: none\n- Tools: a shell\n",
    "a readme": "# A library\n\n## Usage\nText.\n\n## Contributing\nText.\n",
    "nothing": "",
}


@pytest.mark.parametrize("case", OTHERS)
def test_other_markdown_is_not_taken_for_a_journey(tmp_path: Path, case: str) -> None:
    assert recognise(Sample(written(tmp_path, "other.md", OTHERS[case]), "other.md")) is None


def test_a_persona_is_not_taken_for_a_journey() -> None:
    found = recognise(Sample(PERSONAS / "noor.md", "noor.md"))
    assert found is not None
    assert found.form.name == "personas-markdown"


def test_the_journey_of_mermaids_documentation(testdata: Path) -> None:
    day = told(testdata / "mermaid" / "mermaid_journey_docs.mmd")
    assert (day.form, day.dataset) == ("mermaid-journey", "my-working-day")
    assert day.keys("stages") == ["my-working-day/go-to-work", "my-working-day/go-home"]
    # Who is `me` differs from diagram to diagram; a cat is one everywhere.
    assert day.keys("personas") == ["me-my-working-day", "cat"]
    assert [(each["place"].rpartition("/")[2], each["persona"], each["score"]) for each in day.all("feelings")] == [
        ("make-tea", "me-my-working-day", "1.0"),
        ("go-upstairs", "me-my-working-day", "0.0"),
        ("do-work", "me-my-working-day", "-1.0"),
        ("do-work", "cat", "-1.0"),
        ("go-downstairs", "me-my-working-day", "1.0"),
        ("sit-down", "me-my-working-day", "1.0"),
    ]
    assert all("basis" not in each for each in day.all("feelings"))


def test_mermaid_with_all_that_it_allows() -> None:
    dinner = told(MAPS / "dinner.mmd")
    assert dinner.keys("steps") == [
        "dinner-out/dinner-out/find-a-table",
        "dinner-out/eat/order",
        "dinner-out/eat/carry-the-plates",
        "dinner-out/eat/taste",
        "dinner-out/pay/wait-for-the-bill",
    ]
    assert dinner.keys("personas") == ["guest", "waiter", "friend"]
    assert [(each["from"], each["line"]) for each in dinner.all("performs")] == [("service-staff", "onstage")]
    [note] = dinner.notes
    assert "the score of 'Carry the plates' is left out" in note


def test_mermaid_between_fences_is_read_and_other_diagrams_are_not() -> None:
    dinners = told(MAPS / "fenced.md")
    assert dinners.keys("journeys") == ["at-home", "at-a-friend-s"]
    assert dinners.keys("personas") == ["me-at-home", "me-at-a-friend-s", "friend"]
    assert [entry.place.line for entry in dinners.entries if entry.collection == "steps"] == [7, 21]


MISTAKES = {
    "journey\n  a: x: Me\n": "a.mmd:2: The score 'x' is not a number. Write a task as `name: score: actor, actor`, "
    "with a score from 1 to 5.",
    "journey\n  a: 6: Me\n": "a.mmd:2: 6 is not on the scale of 1 to 5. Correct it, or write the scale into the lane's "
    "name, as in 'Emotion (1-10)'.",
    "journey\n  nonsense\n": "a.mmd:2: This is neither a title, a section nor a task: 'nonsense'. Write a task as "
    "`name: score: actor, actor`.",
    "journey\n  title A\n": "a.mmd:1: The diagram has no tasks. Write one as `name: score: actor, actor`.",
    "journey\n  : 3: Me\n": "a.mmd:2: A task without a name. Write it as `name: score: actor, actor`.",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_in_mermaid_is_a_problem_with_its_line(tmp_path: Path, text: str) -> None:
    assert MISTAKES[text] in told(written(tmp_path, "a.mmd", text)).problems
