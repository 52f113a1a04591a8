"""A mapping with `events`: which columns of any table tell of events."""

from pathlib import Path

import openpyxl
import pytest

from graph_schema.problems import ProblemsError
from loaders.inspecting import mapping_for
from loaders.mapping.file import read_mapping
from loaders.pipeline import DEFAULTS
from tests.loaders.events.told import Told, told, wrong

DESK = """\
Ticket;What;When;Where;Kind;Who
1;Opened;05.01.2026 00:30;Phone;new;Ada
1;Asked back;05.01.2026 10:30;E-mail;new;Bob
1;Asked back;06.01.2026 08:00;E-mail;new;Bob
1;Solved;06.01.2026 09:00;Phone;new;Ada
2;Opened;07.01.2026 09:00;E-mail;new;Ada
2;Solved;07.01.2026 09:20;E-mail;new;Ada
3;Opened;07.01.2026 11:00;Phone;old;Ada
3;Asked back;08.01.2026 11:00;Phone;old;Ada
"""
MAPPING = """\
mapping: desk
source: {name: The desk's own log, method: an export}
events:
  case: Ticket
  activity: What
  time: When
  zone: Europe/Berlin
  channel: Where
  aims: Solved
  funnel:
    key: desk-funnel
    name: From a question to its answer
    stages: {Opened: Opened, "Asked back": Asked back, "It is solved": Solved}
"""


def desk(folder: Path, mapping: str = MAPPING, text: str = DESK, name: str = "desk.csv") -> Path:
    (folder / "desk.mapping.yaml").write_text(mapping, encoding="utf-8")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def is_what_the_desk_did(ours: Told) -> bool:
    stages = {"opened": 3, "asked-back": 2, "it-is-solved": 1}
    return (
        ours.problems == []
        and ours.moves()
        == {
            ("Opened", "Asked back"): 2,
            ("Asked back", "Asked back"): 1,
            ("Asked back", "Solved"): 1,
            ("Opened", "Solved"): 1,
        }
        and ours.gaps()["Opened", "Solved"] == 1_200
        and ours.value("conversions", "journey:desk") == 2
        and ours.values("abandonment") == {"Opened": 0, "Asked back": 1}
        and ours.value("channel-switches", "journey:desk", "e-mail", "from Phone") == 1
        and {key: ours.value("cases", f"phase:desk-funnel/{key}") for key in stages} == stages
        and ours.named["sources"] == {"desk": "The desk's own log"}
    )


def test_a_table_is_read_as_a_log_by_its_mapping(tmp_path: Path) -> None:
    ours = told(desk(tmp_path))
    assert is_what_the_desk_did(ours)
    # Half past midnight in Berlin is the day before in UTC.
    assert ours.readings["cases", "journey:desk"]["begins"] == "2026-01-04"
    assert not [name for name in ("Ada", "Bob") if name in str(ours.entries) + str(ours.uses)]


def test_any_table_is_read_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in DESK.splitlines():
        book.active.append(line.split(";"))
    desk(tmp_path)
    book.save(tmp_path / "desk.xlsx")
    assert is_what_the_desk_did(told(tmp_path / "desk.xlsx"))
    text = "The desk;;;;;\n" + DESK
    assert is_what_the_desk_did(told(desk(tmp_path, MAPPING + "table: {skip: 1}\n", text)))
    path = desk(tmp_path)
    path.write_bytes(DESK.replace("Ada", "Ada Löwe").encode("cp1252"))
    assert is_what_the_desk_did(told(path))


def test_rows_are_chosen_by_where(tmp_path: Path) -> None:
    ours = told(desk(tmp_path, MAPPING + "where: {Kind: old}\n"))
    assert ours.value("cases", "journey:desk") == 1
    path = desk(tmp_path, MAPPING + "where: {Kind: {from: 3}}\n")
    assert "desk.csv:2 (Kind)" in wrong(path)[0]


def test_how_times_are_written_can_be_said(tmp_path: Path) -> None:
    text = DESK.replace("05.01.2026 00:30", "2026 05 01 at 0.30").replace(".01.2026", "/01/2026")
    written = MAPPING.replace("zone: Europe/Berlin", "written: '%d/%m/%Y %H:%M'")
    path = desk(tmp_path, written, text)
    assert wrong(path) == ["desk.csv:2 (When): '2026 05 01 at 0.30' is not a time. Write 2026-01-31T09:30:00Z."]
    ours = told(desk(tmp_path, written, DESK.replace(".01.2026", "/01/2026")))
    assert is_what_the_desk_did(ours)
    assert ours.readings["cases", "journey:desk"]["begins"] == "2026-01-05"


def test_what_a_mapping_lacks_or_must_not_keep_is_told_where_it_says_so(tmp_path: Path) -> None:
    assert wrong(desk(tmp_path, MAPPING.replace("channel: Where", "channel: Were"))) == [
        "desk.mapping.yaml:8 (column 3): desk.csv has no column 'Were'. Did you mean 'Where'?"
    ]
    text = (
        DESK.replace("Where", "E-mail").replace(";Phone;", ";ada@example.org;").replace(";E-mail;new", ";b@c.org;new")
    )
    mapping = MAPPING.replace("channel: Where", "channel: E-mail")
    assert "The column 'E-mail' holds personal data" in wrong(desk(tmp_path, mapping, text))[0]
    assert told(desk(tmp_path, mapping + "personal: [E-mail]\n", text)).problems == []


BAD = {
    "no time": (MAPPING.replace("  time: When\n", ""), "There is no `time` here."),
    "no zone": (MAPPING.replace("Europe/Berlin", "Berlin"), "'Berlin' is no time zone"),
    "a word too many": (MAPPING + "  colour: Red\n", "There is no setting 'colour' here."),
    "a funnel of one stage": (MAPPING.replace(', "Asked back": Asked back, "It is solved": Solved', ""), "at least 2"),
    "records beside": (MAPPING + "records: {channels: {key: '{Where}', name: '{Where}'}}\n", "without `records`"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_mistake_in_a_mapping_is_told(tmp_path: Path, case: str) -> None:
    text, expected = BAD[case]
    path = tmp_path / "desk.mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError, match=expected.replace("`", ".").replace("(", ".")):
        read_mapping(path, path.name)


@pytest.mark.parametrize("log", ["pm4py_receipt.csv", "pm4py_running_example.csv"])
def test_the_mapping_that_is_found_out_reads_the_log_in_the_same_way(testdata: Path, tmp_path: Path, log: str) -> None:
    path = tmp_path / log
    path.write_bytes((testdata / "eventlog" / log).read_bytes())
    known = told(path)
    (tmp_path / f"{path.stem}.mapping.yaml").write_text(mapping_for(path, DEFAULTS), encoding="utf-8")
    mapped = told(path)
    assert (known.form, mapped.form) == ("event-log", "mapping")
    assert [(e.collection, e.fields) for e in mapped.entries] == [(e.collection, e.fields) for e in known.entries]


def test_the_mapping_of_a_log_of_people_says_so(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("user_id,event,time\n1,view,2026-01-31\n", encoding="utf-8")
    assert mapping_for(path, DEFAULTS).splitlines()[1:] == [
        "mapping: visits",
        "events:",
        "  case: user_id",
        "  activity: event",
        "  time: time",
        "  people: true",
    ]
