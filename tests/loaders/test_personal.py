"""Which columns hold personal data, and what of it is masked in texts."""

import csv
from pathlib import Path

import pytest

from loaders.personal import Masker, Sort, by_name, by_values, personal_columns

NAMED = {
    Sort.EMAIL: ["E-mail", "Email Address", "RecipientEmail", "customer_email", "Mail", "Correo electrónico"],
    Sort.NAME: ["First Name", "RecipientLastName", "customer_name", "Nachname", "Vorname", "full name", "Person"],
    Sort.PHONE: ["Phone", "Telefon", "Mobile", "contact phone", "Téléphone", "Tel."],
    Sort.ADDRESS: ["Address", "Street address", "ZIP", "zip_code", "PLZ", "Postal Code"],
    Sort.IP: ["IP", "IP Address", "IPAddress", "ip_address"],
    Sort.COORDINATES: ["LocationLatitude", "Location Longitude", "lat", "GPS"],
    Sort.BIRTH: ["Date of birth", "Birthday", "Geburtsdatum"],
    Sort.NUMBER: ["IBAN", "Credit card", "Social security number"],
}  # fmt: skip
NOT_PERSONAL = [
    "Page", "Page name", "Name", "Channel", "Persona", "Web address", "How often do you use e-mail?", "Phase name",
    "Ship date", "Mobile app rating", "Company name", "Step address", "Score", "IPO", "Latest", "", "???",
]  # fmt: skip
VALUES: dict[Sort | None, list[list[str]]] = {
    Sort.EMAIL: [["a@b.org", "ada.lovelace+x@mail.example.co.uk"], ["a@b.org", "none"]],
    Sort.IP: [["130.92.34.66", "10.0.0.1"], ["2001:db8::1"]],
    Sort.PHONE: [["+49 30 1234567", "0041 31 300 00 00"], ["(555) 234-5678"], ["030/123456", "+1 555 234 5678", "no"]],
    Sort.COORDINATES: [["47.115, 7.231", "(46.94; 7.44)"]],
    Sort.NUMBER: [["4111 1111 1111 1111"]],
    None: [
        [], ["2026-01-31", "31.12.2025"], ["12345678", "87654321"], ["1.2.3", "1.10.0"], ["3,5", "4.0"], ["10:30:00"],
        ["a@b.org", "x", "y"], ["9007199254740993"], ["task-42933"], ["http://a.org"], ["4111 1111 1111 1112"],
    ],
}  # fmt: skip
MASKED = {
    "call me at +49 30 1234567 or 030/123456!": "call me at [phone number] or [phone number]!",
    "Write to Ada.L@x.example.org, please": "Write to [e-mail address], please",
    "from 192.168.0.1 or 2001:db8::1": "from [IP address] or [IP address]",
    "paid with 4111-1111-1111-1111 twice": "paid with [card number] twice",
    "(555) 234-5678": "[phone number]",
}
KEPT = [
    "order 1234567890 of 2015-12-04 10:00:00",
    "10.000.000 users since 1998-2004, 12345 of them @home",
    "version 3.14.15, 50 % at 10:30",
    "it took 20 000 000 years",
    "3D 4k 1080p 16:9",
    "my_email@ is broken",
]


@pytest.mark.parametrize("sort", NAMED)
def test_a_column_is_known_by_its_name(sort: Sort) -> None:
    assert {name: by_name(name) for name in NAMED[sort]} == dict.fromkeys(NAMED[sort], sort)


def test_other_names_are_not_personal() -> None:
    assert {name: by_name(name) for name in NOT_PERSONAL} == dict.fromkeys(NOT_PERSONAL)


@pytest.mark.parametrize("sort", VALUES)
def test_a_column_is_known_by_its_values(sort: Sort | None) -> None:
    assert [by_values(values) for values in VALUES[sort]] == [sort] * len(VALUES[sort])


def test_names_are_of_people_beside_their_addresses() -> None:
    table = {"Name": ["Ada"], "Page": ["Home"]}
    assert personal_columns(table) == {}
    assert personal_columns(table | {"Contact": ["a@b.org"]}) == {
        "Contact": "its values look like e-mail addresses",
        "Name": "beside e-mail addresses it is the name of a person",
    }


def test_a_mark_in_a_column_called_phone_is_no_number() -> None:
    assert personal_columns({"Phone": ["yes", "no"], "E-Mail": ["1", "0"]}) == {}


@pytest.mark.parametrize("text", MASKED)
def test_what_is_personal_in_a_text_is_masked(text: str) -> None:
    masker = Masker()
    assert masker(text) == MASKED[text]
    assert masker(MASKED[text]) == MASKED[text]


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_stay(text: str) -> None:
    masker = Masker()
    assert masker(text) == text
    assert masker.note() is None


def test_what_was_masked_is_counted() -> None:
    masker = Masker()
    masker("a@b.org, c@d.org, 10.0.0.1")
    assert masker.note() == "Masked in texts: 1 IP address, 2 e-mail addresses."


def test_a_long_text_takes_little_time() -> None:
    masker = Masker()
    for text in ("1 " * 200_000, "a" * 400_000 + "@", "1." * 200_000, ":" * 400_000, "(" * 400_000 + "0"):
        masker(text)


def test_nothing_in_a_real_survey_is_masked_that_should_stay(testdata: Path) -> None:
    masker, cells = Masker(), 0
    with (testdata / "survey" / "jupyter2015_SurveyExport.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name, text in row.items():
                if name not in ("Time Started", "Date Submitted"):
                    cells += 1
                    assert masker(text) == text
    assert cells == 59_710
