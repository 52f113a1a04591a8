"""XES, Parquet and OCEL: what of a log stands where, and the same log in several formats."""

import gzip
import json
import sqlite3
from pathlib import Path

import duckdb
import pytest

from tests.loaders.events.told import Told, told, wrong

EVENT = (
    '<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="2026-01-0{}T00:00:00Z"/>{}</event>'
)


def xes(folder: Path, inside: str, head: str = "", name: str = "log.xes") -> Path:
    path = folder / name
    path.write_text(f'<?xml version="1.0"?>{head}<log>{inside}</log>', encoding="utf-8")
    return path


def trace(*events: str, more: str = "") -> str:
    return f'<trace><string key="concept:name" value="Ada"/>{more}{"".join(events)}</trace>'


def event(name: str, day: int, more: str = "") -> str:
    return EVENT.format(name, day, more)


def test_attributes_of_a_trace_hold_for_its_events(tmp_path: Path) -> None:
    own = '<string key="channel" value="Desk"/>'
    inside = trace(event("a", 1), event("b", 2, own), more='<string key="channel" value="Web"/>')
    ours = told(xes(tmp_path, inside))
    assert ours.value("channel-switches", f"journey:{ours.dataset}", "desk", "from Web") == 1
    assert "Ada" not in str(ours.entries)


def test_what_is_nested_in_an_attribute_is_not_the_event_s(tmp_path: Path) -> None:
    nested = '<string key="x" value="y"><string key="concept:name" value="z"/></string>'
    lists = '<list key="l"><values><string key="concept:name" value="z"/></values></list>'
    ours = told(xes(tmp_path, trace(event("a", 1, nested), event("b", 2, lists))))
    assert ours.moves() == {("a", "b"): 1}


def test_each_trace_is_a_case_whatever_it_is_called(tmp_path: Path) -> None:
    ours = told(xes(tmp_path, trace(event("a", 1), event("b", 2)) * 2))
    assert ours.value("cases", f"journey:{ours.dataset}") == 2


def test_a_log_without_names_of_activities_is_read_by_its_classifier(tmp_path: Path) -> None:
    events = "".join(
        f'<event><string key="What" value="{name}"/><date key="time:timestamp" value="2026-01-0{day}"/></event>'
        for name, day in (("a", 1), ("b", 2))
    )
    ours = told(xes(tmp_path, f'<classifier name="c" keys="What Who"/><trace>{events}</trace>'))
    assert ours.moves() == {("a", "b"): 1}


def test_a_log_is_called_as_it_calls_itself(tmp_path: Path) -> None:
    ours = told(xes(tmp_path, '<string key="concept:name" value="Our Desk"/>' + trace(event("a", 1))))
    assert (ours.dataset, ours.named["journeys"]) == ("our-desk", {"our-desk": "Cases of Our Desk"})


def test_events_in_no_trace_are_left_out_and_counted(tmp_path: Path) -> None:
    ours = told(xes(tmp_path, trace(event("a", 1)) + event("b", 2)))
    assert "log.xes: 1 event left out: in no trace." in ours.notes


WRONG_XES = {
    "a document type": (
        trace(event("a", 1)),
        "<!DOCTYPE log [<!ENTITY a 'b'>]>",
        "log.xes:1: The log has a document type",
    ),
    "entities": (trace(event("&a;", 1)), "", "log.xes:1: This is not XML: undefined entity."),
    "a tag that is not closed": (trace(event("a", 1)) + "\n<trace>", "", "log.xes:2: This is not XML: mismatched tag."),
    "levels too deep": (trace(event("a", 1)) + "<a>" * 40, "", "log.xes:1: More than 30 levels inside each other."),
    "levels too deep in an event": (trace(event("a", 1, "<a>" * 40)), "", "More than 30 levels inside each other."),
    "a tag that is too long": (f'<trace><string key="{"x" * 5_000_000}"/></trace>', "", "A tag or text of more than"),
    "a text that is too long": (trace(event("a", 1, f"<!--{'x' * 5_000_000}-->")), "", "A tag or text of more than"),
    "no traces": ("", "", "log.xes: There are no events."),
    "no times": ('<trace><event><string key="concept:name" value="a"/></event></trace>', "", ""),
    "a time that is none": (
        "\n".join([trace(*[event("a", 1)] * 3), trace(event("a", 0))]),
        "",
        "log.xes:2: '2026-01-00T00:00:00Z' is not a time.",
    ),
}


@pytest.mark.parametrize("case", WRONG_XES)
def test_a_mistake_in_xes_is_told_with_its_line(tmp_path: Path, case: str) -> None:
    inside, head, expected = WRONG_XES[case]
    found = wrong(xes(tmp_path, inside, head))
    assert len(found) == bool(expected)
    assert expected in "\n".join(found)


def test_a_log_that_is_cut_off_is_told(tmp_path: Path, testdata: Path) -> None:
    whole = (testdata / "eventlog" / "pm4py_helpdesk.xes.gz").read_bytes()
    path = tmp_path / "cut.xes.gz"
    path.write_bytes(whole[: len(whole) // 2])
    assert wrong(path) == [
        "cut.xes.gz: The file is packed by gzip, and damaged or cut off. Pack or export it again.",
    ]
    path = tmp_path / "cut.xes"
    path.write_bytes(gzip.decompress(whole)[:1_000_000])
    [problem] = wrong(path)
    assert problem.startswith("cut.xes:22541: This is not XML: ")


def test_a_log_of_endless_repetition_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xes.gz"
    with gzip.open(path, "wb") as file:
        file.write(b"<log><trace>")
        for _ in range(100):
            file.write(b" " * 1_000_000)
    [problem] = wrong(path)
    assert "bomb.xes.gz: It unpacks to more than 67,108,864 bytes, 200 times its size." in problem


def test_a_log_in_utf_16_and_latin_1_is_read_as_its_head_says(tmp_path: Path) -> None:
    text = f"<log>{trace(event('Café', 1), event('b', 2))}</log>"
    for encoding, head in (("utf-16", "utf-16"), ("latin-1", "iso-8859-1")):
        path = tmp_path / f"{head}.xes"
        path.write_bytes(f"<?xml version='1.0' encoding='{head}'?>{text}".encode(encoding))
        if encoding == "utf-16":
            assert told(path).moves() == {("Café", "b"): 1}


def parquet(folder: Path, select: str, name: str = "log.parquet") -> Path:
    path = folder / name
    duckdb.connect().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


def same(one: Told, other: Told) -> bool:
    return (one.moves(), one.gaps(), one.ways(), one.values("cases")) == (
        (other.moves(), other.gaps(), other.ways(), other.values("cases"))
    )


def test_a_log_comes_to_the_same_as_csv_and_as_parquet(tmp_path: Path, testdata: Path) -> None:
    path = testdata / "eventlog" / "pm4py_receipt.csv"
    ours = told(parquet(tmp_path, f"SELECT * FROM read_csv('{path}')"))
    assert (ours.form, same(ours, told(path))) == ("parquet-log", True)
    times = {
        "text": '"time:timestamp"::VARCHAR',
        "milliseconds": 'epoch_ms("time:timestamp")',
        "microseconds": 'epoch_us("time:timestamp")',
        "nanoseconds": 'make_timestamp_ns(1000 * epoch_us("time:timestamp"))',
    }
    for way, time in times.items():
        select = f'SELECT "case:concept:name", "concept:name", {time} AS "time:timestamp" FROM read_csv(\'{path}\')'
        assert same(told(parquet(tmp_path, select)), told(path)), way


def test_mistakes_in_parquet_are_told(tmp_path: Path) -> None:
    select = "SELECT 1 AS case_id, 'a' AS activity, {} AS timestamp FROM range(3)"
    path = parquet(tmp_path, select.format("'soon'"))
    assert wrong(path)[0].startswith("log.parquet (timestamp): These are no times that can be told.")
    path = parquet(tmp_path, select.format("1.5"))
    assert wrong(path)[0].startswith("log.parquet (timestamp): These are no times that can be told.")
    path = parquet(tmp_path, select.format("CASE WHEN range = 2 THEN 'soon' ELSE '2026-01-31' END"))
    assert wrong(path) == ["log.parquet:4 (timestamp): 'soon' is not a time. Write 2026-01-31T09:30:00Z."]
    whole = path.read_bytes()
    for cut in (whole[:-1], whole[: len(whole) // 2], whole[:4] + b"\0" * 100, b"PAR1"):
        path.write_bytes(cut)
        with pytest.raises(AssertionError, match="no form recognises"):
            told(path)


def sqlite(folder: Path, document: dict, name: str = "log.sqlite") -> Path:
    """The same log, as OCEL 2 has it in SQLite."""
    path = folder / name
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE event (ocel_id TEXT, ocel_type TEXT)")
        database.execute("CREATE TABLE object (ocel_id TEXT, ocel_type TEXT)")
        database.execute("CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT)")
        database.execute("CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT)")
        for kind in document["eventTypes"]:
            short = "".join(kind["name"].split())
            database.execute("INSERT INTO event_map_type VALUES (?, ?)", (kind["name"], short))
            database.execute(f'CREATE TABLE "event_{short}" (ocel_id TEXT, ocel_time TEXT)')
        for thing in document["objects"]:
            database.execute("INSERT INTO object VALUES (?, ?)", (thing["id"], thing["type"]))
        for one in document["events"]:
            short = "".join(one["type"].split())
            database.execute("INSERT INTO event VALUES (?, ?)", (one["id"], one["type"]))
            database.execute(f'INSERT INTO "event_{short}" VALUES (?, ?)', (one["id"], one["time"]))
            for link in one["relationships"]:
                links = (one["id"], link["objectId"], link["qualifier"])
                database.execute("INSERT INTO event_object VALUES (?, ?, ?)", links)
    database.close()
    return path


def ocel(testdata: Path) -> dict:
    return json.loads((testdata / "eventlog" / "pm4py_ocel20_example.jsonocel").read_text(encoding="utf-8"))


def test_an_object_centric_log_comes_to_the_same_as_json_and_as_sqlite(tmp_path: Path, testdata: Path) -> None:
    document = ocel(testdata)
    (tmp_path / "log.json").write_text(json.dumps(document), encoding="utf-8")
    one, other = told(tmp_path / "log.json"), told(sqlite(tmp_path, document))
    assert (one.form, other.form) == ("ocel", "ocel")
    assert [entry.fields for entry in one.entries] == [entry.fields for entry in other.entries]
    assert one.notes == [note.replace("log.sqlite", "log.json") for note in other.notes]


def test_objects_that_are_staff_or_missing_are_left_out_and_told(tmp_path: Path, testdata: Path) -> None:
    document = ocel(testdata)
    document["objects"].append({"id": "E1", "type": "Employee"})
    document["events"][0]["relationships"] += [{"objectId": "E1"}, {"objectId": "nobody"}]
    path = tmp_path / "log.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    ours = told(path)
    assert not [name for name in ours.named["journeys"].values() if "Employee" in name]
    assert "log.json: 1 reference to objects that the log doesn't have left out." in ours.notes
    assert "log.json: objects of type 'Employee' are left out: they are no customers." in ours.notes


def test_mistakes_in_an_object_centric_log_are_told(tmp_path: Path, testdata: Path) -> None:
    path = tmp_path / "log.json"
    for change, expected in (
        (lambda d: d["events"][3].pop("type"), "(events[3].type): There is no text."),
        (lambda d: d["events"][3].update(time=[]), "(events[3].time): There is no text."),
        (lambda d: d["events"][3].update(time=5), "log.json:4: '5' is not a time."),
        (lambda d: d["objects"].insert(0, "x"), "(objects[0].id): There is no text."),
        (lambda d: d["events"][0].update(relationships={}), "(events[0].relationships): This is no list."),
        (lambda d: d.update(events={}), "log.json: There are no events with times."),
        (lambda d: [e.update(time="soon") for e in d["events"]], "log.json: 'soon' is not a time."),
        (lambda d: d["events"][5].update(time="soon"), "log.json:6: 'soon' is not a time."),
    ):
        document = ocel(testdata)
        change(document)
        path.write_text(json.dumps(document), encoding="utf-8")
        assert expected in "\n".join(wrong(path))
    path.write_text(json.dumps(ocel(testdata), indent=1)[:-1_000], encoding="utf-8")
    assert "This is not JSON" in wrong(path)[0]


def test_a_database_whose_tables_are_no_tables_is_not_read(tmp_path: Path, testdata: Path) -> None:
    path = sqlite(tmp_path, ocel(testdata))
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE event")
        database.execute(
            "CREATE VIEW event AS WITH RECURSIVE x(n) AS (SELECT 1 UNION SELECT n + 1 FROM x) SELECT n FROM x"
        )
    database.close()
    with pytest.raises(AssertionError, match="no form recognises"):
        told(path)
    path.unlink()
    path = sqlite(tmp_path, ocel(testdata))
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE event_ApprovePurchaseRequisition")
    database.close()
    [problem] = wrong(path)
    expected = "There is no table for the events of type 'Approve Purchase Requisition'."
    assert problem == f"log.sqlite (event_map_type): {expected} Export the log again."


def test_a_database_whose_schema_is_damaged_is_not_read(tmp_path: Path, testdata: Path) -> None:
    path = sqlite(tmp_path, ocel(testdata))
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE", b"CREATE \x80ABLE"))
    with pytest.raises(AssertionError, match="no form recognises"):
        told(path)
