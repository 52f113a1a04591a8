"""The grid of stages and lanes, as people type it into sheets."""

from pathlib import Path
from typing import Any

import pytest

from loaders.forms import recognise
from loaders.sample import Sample
from tests.loaders.maps.reading import MAPS, Told, told, workbook, written
from tests.loaders.sheets import ods, ods_sheet, text_file

SHOES: list[list[Any]] = [
    ["Customer Journey Map: I buy running shoes online"],
    ["Persona", "Anna, weekend runner"],
    ["Goal", "Shoes that fit by Saturday"],
    [],
    [None, "1. Discover", None, "2. Buy", None, "3. Receive"],
    ["Steps", "See an ad", "Read reviews", "Put into cart", "Pay", "Unpack"],
    ["Customer actions", "Scrolls", "Compares\nAsks a friend", "", "", "Opens the box"],
    ["Touchpoints", "Instagram ad", "Review site", "Shop", "Checkout", "Parcel"],
    ["Channels", "Social media", "Web", "Web", None, "Post"],
    ["Thoughts", '"Nice colour!"', "True to size?", "", "Is it safe?", "Finally"],
    ["Emotion (1-5)", 4, 3, None, 2, 5],
    ["Feelings", "😊 Curious", "😕 unsure", "", "Anxious", "Delighted"],
    ["Pain points", "", "• Too many fakes\n• No size guide", None, "Delivery date unknown", "-"],
    ["Opportunities", "", "Size guide", "", "Show the day of delivery"],
    ["Ideas", "", "Measure with the phone", "", ""],
    ["Moments of truth", None, None, None, None, "x"],
    ["Backstage: Warehouse", "", "", "", "Check stock; Pick and pack"],
    ["Systems", "", "", "Shop system; CRM", None, "Track & trace"],
    ["Owner", "Marketing", None, "E-commerce", None, "Logistics"],
    ["KPIs", "CTR", "", "Conversion rate", "", "NPS"],
    ["Weather", "Sunny"],
    ["This map comes from twelve interviews that we made in the spring of 2026 in three towns."],
]
MERGED = ["B5:C5", "D5:E5", "D9:E9", "D18:E18", "B19:C19", "D19:E19"]
JOURNEY = "i-buy-running-shoes-online"


@pytest.fixture(scope="module")
def shoes(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told(workbook(tmp_path_factory.mktemp("g") / "shoes.xlsx", {"Shoes": SHOES}, {"Shoes": MERGED}))


def test_a_grid_is_known_by_its_lanes(shoes: Told) -> None:
    assert shoes.form == "journey-grid"
    assert shoes.why.startswith("its sheet 'Shoes' has lanes of a journey map: step, action, touchpoint, channel")
    assert shoes.dataset == JOURNEY
    assert shoes.problems == []


def test_stages_and_steps_stand_in_order_without_their_numbers(shoes: Told) -> None:
    assert [(stage["name"], stage["order"]) for stage in shoes.all("stages")] == [
        ("Discover", "1"),
        ("Buy", "2"),
        ("Receive", "3"),
    ]
    assert [(step["key"].removeprefix(JOURNEY), step["order"]) for step in shoes.all("steps")] == [
        ("/discover/see-an-ad", "1"),
        ("/discover/read-reviews", "2"),
        ("/buy/put-into-cart", "1"),
        ("/buy/pay", "2"),
        ("/receive/unpack", "1"),
    ]


def test_what_stands_above_the_grid_is_about_all_of_it(shoes: Told) -> None:
    [journey] = shoes.all("journeys")
    assert (journey["name"], journey["for"]) == ("I buy running shoes online", ["persona:anna-weekend-runner"])
    assert "twelve interviews" in journey["description"]
    assert shoes.links("has_need") == [("anna-weekend-runner", "shoes-that-fit-by-saturday")]


def test_a_cell_is_said_of_the_one_step_in_its_columns(shoes: Told) -> None:
    read = f"step:{JOURNEY}/discover/read-reviews"
    assert ("pain_point:too-many-fakes", read) in shoes.links("occurs_at")
    assert ("pain_point:no-size-guide", read) in shoes.links("occurs_at")
    assert ("quote:true-to-size", read) in shoes.links("supports")
    assert shoes.one("pain_points", "too-many-fakes")["locator"] == "Shoes!C13"
    assert shoes.one("steps", "read-reviews")["at"] == {"to": "review-site", "locator": "Shoes!C8"}


def test_a_merged_cell_is_said_of_all_steps_that_it_spans_as_inferred(shoes: Told) -> None:
    ways = {step["name"]: step["via"] for step in shoes.all("steps")}
    assert ways["Put into cart"] == ways["Pay"]
    assert (ways["Pay"]["to"], ways["Pay"]["basis"]) == ("web", "inferred")
    assert "basis" not in ways["Unpack"]
    assert [(link["from"], link["to"].rpartition("/")[2]) for link in shoes.all("enables")] == [
        ("shop-system", "put-into-cart"),
        ("shop-system", "pay"),
        ("crm", "put-into-cart"),
        ("crm", "pay"),
        ("track-trace", "unpack"),
    ]


def test_actions_inside_of_steps_are_their_moments(shoes: Told) -> None:
    assert [key.removeprefix(f"{JOURNEY}/") for key in shoes.keys("micro_moments")] == [
        "discover/see-an-ad/scrolls",
        "discover/read-reviews/compares",
        "discover/read-reviews/asks-a-friend",
        "receive/unpack/opens-the-box",
    ]


def test_a_number_and_a_word_for_it_make_one_feeling(shoes: Told) -> None:
    felt = {each["place"].rpartition("/")[2]: each for each in shoes.all("feelings")}
    assert {place: (each["score"], each["emotion"]) for place, each in felt.items()} == {
        "see-an-ad": ("0.5", "curious"),
        "read-reviews": ("0.0", "unsure"),
        "pay": ("-0.5", "anxious"),
        "unpack": ("1.0", "delighted"),
    }
    assert all("basis" not in each for each in felt.values())


def test_who_acts_behind_who_owns_and_which_moment_decides(shoes: Told) -> None:
    assert [(each["from"], each["action"], each["line"]) for each in shoes.all("performs")] == [
        ("warehouse", "Check stock", "backstage"),
        ("warehouse", "Pick and pack", "backstage"),
    ]
    assert ("logistics", "touchpoint:parcel") in shoes.links("owns")
    assert ("moment_of_truth:unpack", f"step:{JOURNEY}/receive/unpack") in shoes.links("occurs_at")
    assert shoes.links("addresses") == [("measure-with-the-phone", "opportunity:size-guide")]
    assert shoes.keys("metrics") == ["ctr", "conversion-rate", "nps"]


def test_a_lane_that_is_not_known_is_said_and_kept(shoes: Told) -> None:
    assert "Weather: Sunny" in shoes.one("steps", "see-an-ad")["description"]
    assert shoes.notes == ["shoes.xlsx: not known as lanes, and kept in descriptions: Weather."]
    [weather] = [use for use in shoes.uses if use.field == "Weather"]
    assert weather.becomes == "a line of the description, for the lane is not known"


def test_our_grid_in_csv_becomes_what_it_says() -> None:
    noor = told(MAPS / "grid.csv")
    journey = "i-renew-my-library-card"
    assert noor.keys("journeys") == [journey]
    # Without a row of steps, actions are the steps, and blank headings belong to the stage at their left.
    assert [key.removeprefix(f"{journey}/") for key in noor.keys("steps")] == [
        "notice/read-the-letter",
        "notice/look-up-the-web-site",
        "renew/fill-in-the-form",
        "renew/upload-a-photo",
        "collect/go-to-the-desk",
        "collect/show-the-old-card",
        "collect/the-new-card-in-hand",
    ]
    assert [(each["place"], each["score"]) for each in noor.all("feelings")] == [
        (f"step:{journey}/notice/read-the-letter", "-0.5"),
        (f"step:{journey}/notice/look-up-the-web-site", "0.0"),
        (f"stage:{journey}/renew", "-1.0"),
        (f"stage:{journey}/collect", "1.0"),
    ]
    assert [each["name"] for each in noor.all("pain_points")] == [
        "The link is hidden",
        "It is for staff",
        "The photo is refused",
    ]
    assert noor.all("enables")[0]["action"] == "keeps the cards"
    assert noor.one("stages", "collect")["description"] == "Weather: sunny"
    assert noor.one("steps", "collect/show-the-old-card")["at"]["basis"] == "inferred"


TURNED = """Phase;Schritt;Kontaktpunkt;Kanal;Emotion;Schmerzpunkt
1. Suchen;Googeln;Suchmaschine;Web;neugierig;
;Vergleichen;Vergleichsportal;Web;2;Zu viele Modelle
2. Kaufen;Bestellen;Onlineshop;Web;-2;
"""


def test_a_grid_whose_stages_run_downwards_is_turned(tmp_path: Path) -> None:
    turned = told(written(tmp_path, "Brille.csv", TURNED))
    assert turned.keys("stages") == ["brille/suchen", "brille/kaufen"]
    assert turned.keys("steps") == ["brille/suchen/googeln", "brille/suchen/vergleichen", "brille/kaufen/bestellen"]
    assert turned.links("occurs_at") == [("pain_point:zu-viele-modelle", "step:brille/suchen/vergleichen")]
    assert [(each.get("score"), each.get("basis")) for each in turned.all("feelings")] == [
        (None, None),
        ("1.0", "inferred"),
        ("-1.0", "inferred"),
    ]
    assert [note for note in turned.notes if "scale of -2 to 2" in note]


def test_sheets_are_journeys_and_personas_and_what_should_be_revises_what_is(tmp_path: Path) -> None:
    def sheet(title: str, pay: str) -> list[list[Any]]:
        return [
            [title],
            ["Persona: Anna"],
            [None, "Search", "Pay"],
            ["Actions", "Look", pay],
            ["Emotions", "glad", "sad"],
            ["Pain points", "", "slow"],
        ]

    anna = [["Name", "Anna"], ["Age", 34], ["Goals", "See well"], ["Frustrations", "No time"], ["Needs", "Advice"]]
    sheets = {
        "As-is": sheet("I buy glasses", "Pay cash"),
        "To-be": sheet("I buy glasses (to be)", "Pay cash"),
        "Anna": anna,
        "Minutes": [["We met on Monday."]],
    }
    both = told(workbook(tmp_path / "glasses.xlsx", sheets))
    assert [(each["key"], each["state"]) for each in both.all("journeys")] == [
        ("i-buy-glasses", "as-is"),
        ("i-buy-glasses-to-be", "to-be"),
    ]
    assert both.links("revises") == [
        ("journey:i-buy-glasses-to-be", "journey:i-buy-glasses"),
        ("step:i-buy-glasses-to-be/search/look", "step:i-buy-glasses/search/look"),
        ("step:i-buy-glasses-to-be/pay/pay-cash", "step:i-buy-glasses/pay/pay-cash"),
    ]
    [persona] = both.all("personas")
    assert (persona["key"], persona["goals"], persona["description"]) == ("anna", ["See well"], "Age: 34")
    assert both.notes == ["glasses.xlsx/Minutes: not read: there is neither a journey map nor a persona in it."]


def test_a_map_without_a_persona_has_the_feelings_of_a_customer(tmp_path: Path) -> None:
    text = "Stage,Before,After\nActions,Look,Go\nEmotions,glad,sad\nPain points,slow,\n"
    nobody = told(written(tmp_path, "walk.csv", text))
    [persona] = nobody.all("personas")
    assert (persona["key"], persona["basis"]) == ("customer", "inferred")
    assert "for" not in nobody.all("journeys")[0]
    assert nobody.links("hurts") == []
    assert nobody.notes == ["walk.csv: names no persona; feelings and needs are those of a persona 'Customer'."]


def test_a_number_that_is_not_on_its_scale_is_a_problem_with_its_place(tmp_path: Path) -> None:
    wrong = told(written(tmp_path, "walk.csv", "Stage,Before,After\nActions,Look,Go\nEmotion (1-5),7,3\n"))
    right = "Correct it, or write the scale into the lane's name, as in 'Emotion (1-10)'."
    assert wrong.problems == [f"walk.csv:3 (B): 7 is not on the scale of 1 to 5. {right}"]


OTHERS = {
    "a survey": "Respondent,Channel,Touchpoint,Satisfaction,Comments\n1,Web,Shop,3,fine\n2,App,Cart,4,\n",
    "a list of touchpoints": "Touchpoint,Channel,Owner,KPI\nShop,Web,Marketing,CTR\nCart,Web,IT,rate\n",
    "a table of texts": "a,b,c\n1,2,3\n4,5,6\n",
    "a bundle's table": "key,name,description\nada,Ada,x\n",
    "too few lanes": "Stage,A,B\nActions,x,y\nNotes,x,y\n",
}


@pytest.mark.parametrize("case", OTHERS)
def test_other_tables_are_not_taken_for_maps(tmp_path: Path, case: str) -> None:
    found = recognise(Sample(written(tmp_path, "other.csv", OTHERS[case]), "other.csv"))
    assert found is None or found.form.name not in ("journey-grid", "personas-table")


def test_a_workbook_that_is_a_bundle_stays_one(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Stage", "A"], ["Actions", "x"], ["Emotions", "y"], ["Pain points", "z"]]
    path = workbook(tmp_path / "b.xlsx", {"dataset": [["setting", "value"], ["dataset", "x"]], "grid": rows})
    found = recognise(Sample(path, "b.xlsx"))
    assert found is not None
    assert found.form.name == "workbook"


def test_addresses_of_people_stay_out_of_what_is_kept(tmp_path: Path) -> None:
    text = "Stage,Before,After\nActions,Write to ada@example.org,Go\nOwner,Ada,\nPain points,,slow\n"
    masked = told(written(tmp_path, "walk.csv", text))
    assert "ada@example.org" not in str(masked.entries)
    assert "ada-example-org" not in str(masked.entries)
    assert any("e-mail address" in note for note in masked.notes)


def test_what_stands_above_no_stage_is_said(tmp_path: Path) -> None:
    text = "Team,,Before,After\nActions,odd,Look,Go\nTouchpoints,,Web,Shop\nEmotions,,glad,sad\nPain points,,,slow\n"
    rows = [line.split(",") for line in text.splitlines()]
    rows[0][0] = ""
    walk = told(workbook(tmp_path / "walk.xlsx", {"Walk": rows}))
    assert walk.keys("stages") == ["walk/before", "walk/after"]
    assert walk.notes[0] == "walk.xlsx/Walk:2 (B): not read: no stage stands above 'odd'."


def test_a_grid_in_other_packings_says_the_same(tmp_path: Path) -> None:
    rows = [
        ["", "Suchen", "Käufe"],
        ["Aktionen", "Schauen", "Zahlen"],
        ["Kanäle", "Web", "Laden"],
        ["Gefühle", "froh", "nervös"],
    ]
    text = "\r\n".join(";".join(row) for row in rows)
    maps = [
        told(workbook(tmp_path / "Weg.xlsx", {"Weg": rows})),
        told(ods(tmp_path, ods_sheet(rows, "Weg"), "Weg.ods")),
        told(text_file(tmp_path, text, "Weg.csv", "cp1252")),
        told(text_file(tmp_path, text.replace(";", "\t"), "Weg.tsv", "utf-16")),
    ]
    steps = [[(step["key"], step["via"]["to"]) for step in each.all("steps")] for each in maps]
    assert steps == [[("weg/suchen/schauen", "web"), ("weg/käufe/zahlen", "laden")]] * 4
