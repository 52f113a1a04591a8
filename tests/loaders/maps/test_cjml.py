"""The Customer Journey Modelling Language in XML, in XES and in its template."""

import gzip
from pathlib import Path
from typing import Any

from tests.loaders.maps.reading import MAPS, told, workbook, written


def test_the_example_of_cjmls_site_has_an_actor_that_is_found_by_its_name(testdata: Path) -> None:
    account = told(testdata / "cjml" / "cjml_actual_journey_cjml.no.xml")
    assert account.form == "cjml"
    [step] = account.all("steps")
    assert (step["name"], step["at"]["to"], step["via"]["to"]) == (
        "Customer creates account",
        *("customer-creates-account", "web"),
    )
    assert [(each["from"], each["action"], each["line"]) for each in account.all("performs")] == [
        ("bookis", "Account registered", "onstage")
    ]
    # An actual journey is that of one customer, who stays out.
    assert account.keys("personas") == ["end-user"]
    assert "Carl" not in str(account.entries)
    assert [note.partition(": ")[2] for note in account.notes] == [
        "who one customer is, is left out; the journey is told for a persona 'End user'.",
        "no actor has the id 'Bookis'; it is the name of the actor 'Company A', and read as that.",
    ]


def test_a_planned_journey_and_the_actual_one_that_revises_it() -> None:
    book = told(MAPS / "cjml.xml")
    assert [(each["key"], each["state"], each["for"]) for each in book.all("journeys")] == [
        ("borrow-a-book", "to-be", ["persona:reader"]),
        ("borrow-a-book-as-it-went", "as-is", ["persona:end-user"]),
    ]
    assert book.keys("stages") == [
        "borrow-a-book/before",
        "borrow-a-book/there",
        "borrow-a-book-as-it-went/borrow-a-book-as-it-went",
    ]
    # The customer's side names the step, what the company does is said of the company.
    assert [key.rpartition("/")[2] for key in book.keys("steps")] == ["look-for-a-book", *["get-a-reminder"] * 2]
    assert {(each["from"], each["action"]) for each in book.all("performs")} == {("city-library", "Send a reminder")}
    assert [each["via"]["to"] for each in book.all("steps")[1:]] == ["web", "face-to-face"]
    assert book.links("revises") == [
        ("journey:borrow-a-book-as-it-went", "journey:borrow-a-book"),
        (
            "step:borrow-a-book-as-it-went/borrow-a-book-as-it-went/get-a-reminder",
            "step:borrow-a-book/there/get-a-reminder",
        ),
    ]
    [felt] = book.all("feelings")
    assert (felt["score"], felt["emotion"]) == ("-0.5", "surprised")
    assert "Jansen" not in str(book.entries)
    assert "cjml.xml: not read: mood." in book.notes


def test_cjml_on_xes_is_a_journey_for_each_trace(tmp_path: Path) -> None:
    path = MAPS / "cjml.xes"
    signs = told(path)
    assert (signs.form, signs.keys("journeys")) == ("cjml-xes", ["cjml-1"])
    assert [step["name"] for step in signs.all("steps")] == ["Signs up", "Gets a welcome", "Gets a book"]
    assert [(each["from"], each["action"]) for each in signs.all("performs")] == [
        ("city-library", "Says hello"),
        ("city-library", "Gets a book"),
    ]
    assert "0cfbe6dc" not in str(signs.entries)
    assert "77720d80" not in str(signs.entries)
    packed = tmp_path / "cjml.xes.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert told(packed).keys("steps") == signs.keys("steps")


TEMPLATE: list[list[Any]] = [
    ["Journey", None, None, None],
    ["End-user ID", None, None, "Reader"],
    ["Journey type", None, None, "Actual"],
    ["Status", None, None, "Done"],
    ["Summary", None, None, "How a reader borrows a book"],
    ["Creator", None, None, "A. Person"],
    [
        *("Include", "TP ID", "Phase", "Actor who initiated", "Initiator's label", "Actor who received"),
        *("Receiver's label", "Channel", "Comment", "UX description", "UX rating", "Deviation", "Date", "Mood"),
    ],
    ["yes", 1, "Before", "reader", "Looks for a book", None, None, None, "At home", "Curious", "satisfied", "no"],
    ["nei", 2, "Before", "Reader", "Sleeps"],
    [
        None,
        3,
        "There",
        "Library",
        "Sends a letter",
        "Reader",
        "Gets a letter",
        "web/app",
        None,
        None,
        "2",
        "ja",
        "2026-01-01",
    ],
]


def test_the_template_is_a_journey_for_each_of_its_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", {"Borrow a book": TEMPLATE, "User Guide": [["Fill in the sheets."]]})
    book = told(path)
    assert (book.form, book.keys("journeys")) == ("cjml-workbook", ["borrow-a-book"])
    assert book.all("journeys")[0]["description"] == "How a reader borrows a book"
    assert book.keys("steps") == ["borrow-a-book/before/looks-for-a-book", "borrow-a-book/there/gets-a-letter"]
    assert [(each["from"], each["action"]) for each in book.all("performs")] == [("library", "Sends a letter")]
    assert [(each["score"], each.get("emotion")) for each in book.all("feelings")] == [
        ("0.5", "curious"),
        ("-0.5", None),
    ]
    assert book.one("steps", "gets-a-letter")["description"] == "Deviation: yes"
    assert book.one("steps", "gets-a-letter")["via"]["to"] == "web"
    assert "t.xlsx/User Guide: not read: it is no journey." in book.notes
    assert "t.xlsx/Borrow a book: not read: Mood." in book.notes


def test_a_mistake_in_cjml_is_a_problem_with_its_line(tmp_path: Path) -> None:
    text = (MAPS / "cjml.xml").read_text(encoding="utf-8")
    doubled = text.replace('actorID="lib"', 'actorID="reader"')
    assert told(written(tmp_path, "a.xml", doubled)).problems == [
        "a.xml:12: The actor id 'reader' stands twice. Give each its own."
    ]
    nameless = text.replace("<initiatorLabel>Look for a book</initiatorLabel>", "")
    assert told(written(tmp_path, "b.xml", nameless)).problems == [
        "b.xml:15: A touchpoint without a label. Say what its initiator or its receiver does."
    ]
    assert (
        told(written(tmp_path, "c.xml", text[:900].rpartition("\n")[0]))
        .problems[0]
        .startswith("c.xml:21: This is not XML: ")
    )
    assert told(written(tmp_path, "d.xml", "<CJML/>")).problems == ["d.xml: The file holds no journey. Export one."]
