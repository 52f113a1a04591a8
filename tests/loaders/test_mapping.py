"""A mapping says what the columns of a table become; what is wrong in it has a line and a column."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from graph_schema.registry import REGISTRY
from loaders.mapping.json_schema import mapping_schema
from loaders.mapping.presets import FOLDER
from tests.loaders.mapped import entries, notes, problems, records, wrong

ROOT = Path(__file__).parent.parent.parent
TABLE = """
    Page;Channel;Mood;Tags;Opened;Price
    Check out;Web Shop;5;fast, safe;31.12.2025;1.234,5 €
    check-out;App;1;fast;01.02.2026;
    Home;;3;;;0,5 €
    """


def one(folder: Path, value: str, cell: str, collection: str = "touchpoints", field: str = "description") -> Any:
    """What one value makes of one cell."""
    head = "mapping: m\nrecords:\n"
    key = '    key: "x"\n    name: "x"\n' if collection == "touchpoints" else ""
    text = f"{head}  {collection}:\n{key}    {field}: {value}\n"
    [record] = records(folder, f'A;B\n"{cell}";b\n', text)[collection]
    return record.get(field)


def test_a_record_is_made_once_for_each_key(tmp_path: Path) -> None:
    found = records(
        tmp_path,
        TABLE,
        """
        mapping: m
        records:
          touchpoints: {key: "{Page}", name: "{Page}"}
        """,
    )
    assert found == {
        "touchpoints": [{"key": "Check out!", "name": "Check out"}, {"key": "Home!", "name": "Home"}],
    }


def test_links_of_several_rows_are_added_up_and_fields_come_from_any(tmp_path: Path) -> None:
    table = """
        Pain;Who;About
        No date;Ada;
        no date;Bob;Nobody says when it comes
        No date;Ada;Nobody says when it comes
        """
    text = """
        mapping: m
        records:
          pain_points: {key: "{Pain}", name: "{Pain}", hurts: "{Who}", description: "{About}"}
          personas: {key: "{Who}", name: "{Who}"}
        """
    [pain] = records(tmp_path, table, text)["pain_points"]
    about = "Nobody says when it comes"
    assert pain == {"key": "No date!", "name": "No date", "hurts": ["Ada!", "Bob!"], "description": about}
    assert notes(tmp_path, table, text)[-1] == "t.csv: 'No date', 'no date' are one of pain_points, no-date."


def test_what_two_rows_say_differently_of_one_thing_is_a_problem(tmp_path: Path) -> None:
    text = 'mapping: m\nrecords:\n  touchpoints: {key: "{Page}", name: x, description: "{About}"}\n'
    assert problems(tmp_path, "Page;About\nPay;a\nPay;b\n", text) == [
        (
            "t.csv:3 (About): description is 'b' here, and 'a' in t.csv:2. "
            "Rows with the key 'pay' describe one thing. Leave description out, or give each a key of its own."
        )
    ]
    assert problems(tmp_path, "Page;About\nC++;a\nC#;\n", text) == [
        "t.csv:3: 'C#' and 'C++' in t.csv:2 both give the key 'c'. Say by `words` in the mapping what each of them is."
    ]
    assert problems(tmp_path, "Page;About\n???;a\n", text) == [
        "t.csv:2 (Page): '???' has no letter or digit, so it makes no key."
    ]


VALUES: dict[str, tuple[str, str, object]] = {
    "a text with columns": ('"{A} and {B}, {{x}}"', "a", "a and b, {x}"),
    "something special": ('"{@file} {@row} {@dataset}"', "a", "t.csv 2 t"),
    "something special that isn't there": ('"{@sheet}."', "a", None),
    "words": ("{column: A, words: {P1: high, p2: low}}", "p1", "high"),
    "words in another case": ("{column: A, words: {P1: high, p2: low}}", " P2", "low"),
    "other words": ("{column: A, words: {P1: high}, otherwise: medium}", "P9", "medium"),
    "words for nothing": ("{column: A, words: {P1: high, none: }}", "none", None),
    "a default": ("{column: A, default: unknown}", "", "unknown"),
    "a decimal comma": ('{column: A, decimal: ","}', "3,50", "3.5"),
    "thousands": ('{column: A, decimal: ",", group: "."}', "1.234.567,5", "1234567.5"),
    "a unit behind": ('{column: A, unit: "%"}', "85 %", "85"),
    "a unit before": ('{column: A, unit: "$", group: ","}', "$1,200", "1200"),
    "a scale": ("{column: A, scale: [1, 5], to: [-1, 1]}", "4", "0.5"),
    "a date": ('{column: A, date: ["%m/%d/%Y", "%d.%m.%Y"]}', "31.12.2025", "2025-12-31"),
    "a date of a time": ("{column: A, date: iso}", "2025-12-31 10:00", "2025-12-31"),
    "a time with a zone": ('{column: A, time: "%d.%m.%Y %H:%M", zone: Europe/Berlin}', "31.07.2025 10:00",
                           "2025-07-31T08:00:00+00:00"),
    "a time that says its zone": ("{column: A, time: iso}", "2025-07-31T10:00:00+02:00", "2025-07-31T08:00:00+00:00"),
    "an hour that comes twice": ('{column: A, time: "%Y-%m-%d %H:%M", zone: Europe/Berlin}', "2025-10-26 02:30",
                                 "2025-10-26T00:30:00+00:00"),
    "seconds": ("{column: A, time: unix}", "1753948800", "2025-07-31T08:00:00+00:00"),
    "milliseconds": ("{column: A, time: unix-ms}", "1753948800500", "2025-07-31T08:00:00.500000+00:00"),
    "a text in parts": ('{text: "{A} {B}", words: {a b: both}}', "a", "both"),
}  # fmt: skip


@pytest.mark.parametrize("case", VALUES)
def test_a_value_is_read_as_the_mapping_says(tmp_path: Path, case: str) -> None:
    value, cell, expected = VALUES[case]
    assert one(tmp_path, value, cell) == expected


WRONG_CELLS: dict[str, tuple[str, str, str]] = {
    "a word that is missing": ("{column: A, words: {P1: high}}", "P2", "'P2' is not one of the `words`"),
    "a number without its unit": (
        '{column: A, unit: "%"}',
        "0.85",
        "'0.85' has no %, so nobody can tell",
    ),
    "a point for a comma": ('{column: A, decimal: ","}', "3.5", "'3.5' has a point, where the decimal comma is used."),
    "a comma for a point": ("{column: A, scale: [1, 5]}", "3,5", "'3,5' is not a number; write `decimal: \",\"`"),
    "beyond the scale": ("{column: A, scale: [1, 5]}", "6", "'6' is not on the scale from 1 to 5."),
    "not a number": ("{column: A, scale: [1, 5]}", "nan", "'nan' is not a number."),
    "another date": ('{column: A, date: "%d.%m.%Y"}', "12/31/2025", "'12/31/2025' is not a date written as %d.%m.%Y."),
    "no zone": ("{column: A, time: iso}", "2025-07-31T10:00", "'2025-07-31T10:00' says no time zone; write the `zone`"),
    "beyond all times": ("{column: A, time: unix}", "9e18", "'9e18' is not a time written as unix."),
}


@pytest.mark.parametrize("case", WRONG_CELLS)
def test_a_cell_that_does_not_fit_is_a_problem_at_its_row_and_column(tmp_path: Path, case: str) -> None:
    value, cell, found = WRONG_CELLS[case]
    text = f"mapping: m\nrecords:\n  touchpoints:\n    key: x\n    name: x\n    description: {value}\n"
    [problem] = problems(tmp_path, f'A\n\n"{cell}"\n', text)
    assert problem.startswith(f"t.csv:3 (A): {found}")


def test_what_the_schema_does_not_take_is_a_problem_at_the_column_of_the_table(tmp_path: Path) -> None:
    text = 'mapping: m\nrecords:\n  pain_points: {key: x, name: x, severity: "{Prio}"}\n'
    with pytest.raises(AssertionError, match=r"t\.csv.*Prio.*'urgent' is not one of low, medium, high"):
        entries(tmp_path, "Prio\nurgent\n", text)


def test_keys_are_made_of_what_comes_from_columns_only(tmp_path: Path) -> None:
    text = """
        mapping: m
        records:
          quotes:
            key: "{@dataset}-{@row}"
            text: x
            from: other-study
            supports: ["touchpoint:{Page}", {text: "channel:{Channel}", split: ","}, {to: "journey:a/{Page}"}]
          steps: {key: {column: Key, is_key: true}, name: x, order: 1}
        """
    table = "Page;Channel;Key\nCheck out!;Web Shop, App;a/b/c\n"
    found = records_without_check(tmp_path, table, text)
    assert found["quotes"] == [
        {
            "key": "t-2",
            "text": "x",
            "from": "other-study",
            "supports": ["touchpoint:Check out!!", "channel:Web Shop!", "channel:App!", {"to": "journey:a/check-out"}],
        }
    ]
    assert found["steps"][0]["key"] == "a/b/c"


def records_without_check(folder: Path, table: str, text: str) -> dict[str, list[dict[str, Any]]]:
    from tests.loaders.mapped import plain, reading

    found: dict[str, list[dict[str, Any]]] = {}
    for entry in reading(folder, table, text).entries:
        found.setdefault(entry.collection, []).append(plain(entry.fields))
    return found


def test_conditions_let_rows_through(tmp_path: Path) -> None:
    table = "Id;Status;Score\na;Complete;9\nb;complete ;3\nc;Test;1\nd;;\n"

    def keys(where: str, inner: str = "{}") -> list[str]:
        text = f'mapping: m\nwhere: {where}\nrecords:\n  touchpoints: {{where: {inner}, key: "{{Id}}", name: x}}\n'
        return [record["key"][:-1] for record in records(tmp_path, table, text).get("touchpoints", [])]

    assert keys("{Status: Complete}") == ["a", "b"]
    assert keys("{Status: [test, complete]}") == ["a", "b", "c"]
    assert keys("{Status: {not: [Test]}}") == ["a", "b", "d"]
    assert keys("{Score: {filled: true}}") == ["a", "b", "c"]
    assert keys("{Score: {filled: no}}") == ["d"]
    assert keys("{Score: {from: 2, to: 8}}") == ["b"]
    assert keys("{Score: {from: 2}}", "{Status: {not: complete}}") == []
    assert keys("{}", "{Score: {to: 3}}") == ["b", "c"]
    text = 'mapping: m\nwhere: {Status: {from: 1}}\nrecords:\n  touchpoints: {key: "{Id}", name: x}\n'
    assert problems(tmp_path, table, text)[0] == "t.csv:2 (Status): 'Complete' is not a number."
    text = 'mapping: m\nwhere: {Status: Complete}\nrecords:\n  touchpoints: {key: "{Id}", name: x}\n'
    assert "t.csv: 2 rows are left out by `where`." in notes(tmp_path, table, text)


def test_each_thing_in_a_cell_or_in_columns_gives_a_record(tmp_path: Path) -> None:
    table = "Tags;Tool 1;Tool 2\nfast, safe, fast;Git;R\n;Vim;\n"
    text = """
        mapping: m
        records:
          insights: {each: {column: Tags, split: ","}, key: "{@item}", name: "{@item}"}
          systems: {each: {columns: ["Tool *"]}, key: "{@item}", name: "{@item}", description: "{@column}"}
        """
    found = records(tmp_path, table, text)
    assert [record["name"] for record in found["insights"]] == ["fast", "safe"]
    assert [(r["name"], r["description"]) for r in found["systems"]] == [
        ("Git", "Tool 1"), ("R", "Tool 2"), ("Vim", "Tool 1"),
    ]  # fmt: skip


def test_numbers_are_worked_out_from_all_rows_that_a_record_stands_for(tmp_path: Path) -> None:
    table = "Page;Won;Euro\nA;yes;1,5\nA;no;\nA;yes;3,5\nB;no;\n"
    text = """
        mapping: m
        records:
          touchpoints: {key: "{Page}", name: "{Page}"}
          metrics: {key: deals, name: Deals}
          readings:
            metric: deals
            about: "touchpoint:{Page}"
            value: {take: share, where: {Won: "yes"}, to: [0, 100]}
            numerator: {take: count, where: {Won: "yes"}}
            denominator: {take: count}
            n: {take: count, column: Euro}
            distribution: {take: distribution, column: Won}
            note: {take: mean, column: Euro, decimal: ","}
            instrument: {take: last, column: Euro}
        """
    shared = {"metric": "deals"}
    assert records(tmp_path, table, text)["readings"] == [
        {
            **shared, "about": "touchpoint:A!", "value": "66.66666666666666", "numerator": "2", "denominator": "3",
            "n": "2", "distribution": ["no = 1", "yes = 2"], "note": "2.5", "instrument": "3,5",
        },
        {
            **shared, "about": "touchpoint:B!", "value": "0", "numerator": "0", "denominator": "1", "n": "0",
            "distribution": ["no = 1"],
        },
    ]  # fmt: skip


def test_what_a_row_lacks_is_told(tmp_path: Path) -> None:
    text = 'mapping: m\nrecords:\n  touchpoints: {key: "{Page}", name: "{Page}"}\n'
    assert notes(tmp_path, "Page;Other\nA;1\n;2\n;3\n", text) == [
        "t.csv: not used by m: Other.",
        "t.csv: 2 rows have no touchpoints: Page is empty.",
    ]


def test_a_column_that_is_not_there_is_a_problem_in_the_mapping(tmp_path: Path) -> None:
    text = 'mapping: m\nrecords:\n  touchpoints:\n    key: "{Page}"\n    name: "{Pages}"\n'
    assert problems(tmp_path, "Page\nA\n", text) == [
        "m.yaml:5 (column 5): t.csv has no column 'Pages'. Did you mean 'Page'?"
    ]


def test_personal_data_is_refused_unless_it_is_asked_for(tmp_path: Path) -> None:
    table = "Page;E-mail;First name;Note\nA;a@b.org;Ada;Write to a@b.org\n"
    text = 'mapping: m\nrecords:\n  touchpoints: {key: "{Page}", name: "{Page}", description: "{Note} {E-mail}"}\n'
    assert problems(tmp_path, table, text) == [
        (
            "m.yaml:3 (column 48): The column 'E-mail' holds personal data: its name says e-mail address. "
            "Leave it out, or list it under `personal`, if it may be kept."
        )
    ]
    asked = f"{text}personal: E-mail\n"
    assert records(tmp_path, table, asked)["touchpoints"][0]["description"] == "Write to a@b.org a@b.org"
    plain = text.replace(" {E-mail}", "")
    assert records(tmp_path, table, plain)["touchpoints"][0]["description"] == "Write to [e-mail address]"
    assert notes(tmp_path, table, plain) == [
        (
            "t.csv: personal data dropped: E-mail (its name says e-mail address), First name (its name says name of a "
            "person)."
        ),
        "t.csv: Masked in texts: 1 e-mail address.",
    ]


WRONG: dict[str, tuple[str, str]] = {
    "no YAML": ("a: [", "m.yaml:2: This is not YAML"),
    "nothing": ("mapping: m\n", "m.yaml:1: It needs `records`, a `survey` or `events`: what the rows become."),
    "no name": ("records: {}\n", "m.yaml:1: There is no `mapping` here. Write it."),
    "a setting that isn't": (
        "mapping: m\nrecord: {}\n",
        "m.yaml:2 (column 1): There is no setting 'record' here.",
    ),
    "a collection that isn't": (
        "mapping: m\nrecords:\n  touchpoint: {key: x, name: x}\n",
        "m.yaml:3 (column 3): There is no collection 'touchpoint'. Did you mean 'touchpoints'?",
    ),
    "a field that isn't": (
        "mapping: m\nrecords:\n  touchpoints:\n  - key: x\n    name: x\n    titel: x\n",
        "m.yaml:6 (column 5): There is no field 'titel' here.",
    ),
    "a record without a name": (
        "mapping: m\nrecords:\n  personas: {key: x}\n",
        "m.yaml:3 (column 3): A persona without",
    ),
    "a fact without a party": (
        "mapping: m\nrecords:\n  readings: {metric: x}\n",
        "m.yaml:3 (column 3): A reading without `about`.",
    ),
    "a fact with a key": (
        "mapping: m\nrecords:\n  feelings: {key: x, persona: x, place: x}\n",
        "m.yaml:3 (column 14):",
    ),
    "a value without a column": (
        "mapping: m\nrecords:\n  personas: {key: x, name: {split: x}}\n",
        "m.yaml:3 (column 22): It needs a `column` or a `text`, and not both.",
    ),
    "a value with another setting": (
        "mapping: m\nrecords:\n  personas: {key: x, name: {colum: A}}\n",
        "m.yaml:3 (column 29): There is no setting 'colum' here. Did you mean 'column'?",
    ),
    "a brace alone": (
        "mapping: m\nrecords:\n  personas: {key: x, name: 'a}'}\n",
        "m.yaml:3 (column 22): 'a}': a brace",
    ),
    "nothing in braces": (
        "mapping: m\nrecords:\n  personas: {key: x, name: '{}'}\n",
        "m.yaml:3 (column 22): '{}':",
    ),
    "nothing special": (
        "mapping: m\nrecords:\n  personas: {key: x, name: '{@line}'}\n",
        "m.yaml:3 (column 22):",
    ),
    "a scale upside down": (
        "mapping: m\nrecords:\n  personas:\n    key: x\n    name: {column: A, scale: [5, 1]}\n",
        "m.yaml:5 (column 5): A scale begins with its lowest value.",
    ),
    "a scale in words": (
        "mapping: m\nrecords:\n  personas:\n    key: x\n    name: {column: A, scale: [a, 1]}\n",
        "m.yaml:5 (column 31): 'a': it should be a valid number",
    ),
    "no time zone": (
        "mapping: m\nrecords:\n  personas:\n    key: x\n    name: {column: A, time: iso, zone: CEST}\n",
        "m.yaml:5 (column 5): 'CEST' is no time zone; write one such as Europe/Berlin",
    ),
    "a link that needs more": (
        "mapping: m\nrecords:\n  phases: {key: a/b, name: b, aligns_with: x}\n",
        "m.yaml:3 (column 31): `aligns_with` needs degree.",
    ),
    "a link with another field": (
        "mapping: m\nrecords:\n  personas: {key: x, name: x, represents: {to: x, strenth: 1}}\n",
        "m.yaml:3 (column 51): There is no field 'strenth' here.",
    ),
    "each of nothing": (
        "mapping: m\nrecords:\n  personas: {key: x, name: x, each: {split: x}}\n",
        "m.yaml:3 (column 31): It needs a `column` or `columns`, and not both.",
    ),
    "a row of the head that isn't": (
        "mapping: m\ntable: {head: {rows: 2, names: 3}}\nrecords: {}\n",
        "m.yaml:2 (column 9): The head has",
    ),
    "a rating without a scale": (
        "mapping: m\nsurvey:\n  questions:\n  - {column: A, answer: rating}\n",
        "m.yaml:4 (column 5): A rating needs the `scale` that it is on.",
    ),
    "an answer that isn't": (
        "mapping: m\nsurvey:\n  questions:\n  - {column: A, answer: yes}\n",
        "m.yaml:4 (column 17): 'yes': it should be",
    ),
    "an alias": ("mapping: &m m\n", "m.yaml:1: Anchor or alias 'm'."),
    "a name that is no key": ("mapping: A b\nrecords: {}\n", "m.yaml:1 (column 1): 'A b': 'A b' is not a key"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_in_a_mapping_has_its_line_and_column(tmp_path: Path, case: str) -> None:
    text, expected = WRONG[case]
    assert any(str(problem).startswith(expected) for problem in wrong(tmp_path, text)), wrong(tmp_path, text)


def test_the_json_schema_is_that_of_the_model() -> None:
    """Run `python -m loaders.mapping.json_schema > docs/mapping.schema.json` where this fails."""
    written = json.loads((ROOT / "docs" / "mapping.schema.json").read_text("utf-8"))
    assert written == mapping_schema(REGISTRY)


def test_an_editor_takes_presets_and_the_examples_of_the_page_and_refuses_mistakes() -> None:
    schema = mapping_schema(REGISTRY)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    page = (ROOT / "docs" / "mapping.md").read_text("utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```yaml\n")[1:]]
    whole = [yaml.safe_load(block) for block in blocks if block.startswith("mapping:")]
    shipped = [yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("*.yaml")]
    assert len(whole) >= 2
    for document in (*whole, *shipped):
        assert [error.message for error in validator.iter_errors(document)] == []
    for case, (text, _) in WRONG.items():
        if case in ("a setting that isn't", "a collection that isn't", "a field that isn't"):
            assert not validator.is_valid(yaml.safe_load(text)), case


def test_reading_ends_after_a_thousand_problems(tmp_path: Path) -> None:
    text = "mapping: m\nrecords:\n  touchpoints: {key: x, name: x, description: {column: A, decimal: ','}}\n"
    assert len(problems(tmp_path, "A\n" + "x\n" * 5_000, text)) == 1_000


def test_properties_that_hold_keys_are_texts_and_links_may_name_things(tmp_path: Path) -> None:
    table = "Page;Study;Said\nHome;Interviews 2025;Too slow\n"
    text = """
        mapping: m
        records:
          sources: {key: "{Study}", name: "{Study}"}
          quotes: {key: "{Said}", text: "{Said}", from: "{Study}", source: "{Study}"}
          touchpoints: {key: "{Page}", name: "{Page}", source: "{Study}", quotes: ["{Said}"]}
          insights: {key: x, name: x, concerns: {to: "touchpoint:{Page}", source: "{Study}", quotes: "{Said}"}}
        """
    found = records(tmp_path, table, text)
    assert found["touchpoints"] == [
        {"key": "Home!", "name": "Home", "source": "interviews-2025", "quotes": ["too-slow"]}
    ]
    assert found["insights"][0]["concerns"] == {
        "to": "touchpoint:Home!", "source": "interviews-2025", "quotes": "too-slow",
    }  # fmt: skip
