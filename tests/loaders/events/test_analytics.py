"""Events of tracking tools, and what analytics tools have counted already."""

import json
from pathlib import Path
from typing import Any

import pytest

from loaders.pipeline import DEFAULTS
from tests.conftest import ROOT
from tests.loaders.events.told import told, wrong

DATA = ROOT / "tests" / "data" / "events"


def lines(folder: Path, *records: Any, name: str = "events.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_calls_of_segment_become_the_ways_of_people() -> None:
    ours = told(DATA / "segment.jsonl")
    # Two ids beyond 2^53 that a float can't tell apart, and a device of nobody that is known.
    assert ours.value("cases", "journey:segment") == 3
    assert ours.moves() == {
        ("/", "/shoes"): 2,
        ("/shoes", "Product Viewed"): 1,
        ("Product Viewed", "Product Added"): 2,
        ("Product Added", "Order Completed"): 1,
    }
    assert ours.gaps()["/", "/shoes"] == 12.5
    assert ours.value("channel-switches", "journey:segment", "mobile", "from web") == 1
    assert ours.value("channel-switches", "journey:segment", "web", "from mobile") == 1
    stages = [f"phase:purchase-funnel/{stage}" for stage in ("view", "cart", "purchase")]
    assert [ours.value("contacts", stage) for stage in stages] == [2, 2, 1]
    assert ours.notes[0] == "segment.jsonl: 1 event sent twice, counted once."


def test_no_person_of_a_tracking_tool_reaches_what_is_told() -> None:
    ours = told(DATA / "segment.jsonl")
    text = str(ours.entries)
    assert not [word for word in ("ada", "9007199254740", "a1", "m1", "g1") if f"{word}" in text.replace("page", "")]


def test_a_device_of_several_users_is_nobody_s(tmp_path: Path) -> None:
    def call(event: str, minute: int, **who: str) -> dict[str, Any]:
        return {"type": "track", "event": event, "timestamp": f"2026-01-01T10:{minute:02}:00Z", **who}

    shared = [call("a", 1, anonymousId="d"), call("b", 2, anonymousId="d", userId="x"),
              call("c", 3, anonymousId="d", userId="y")]  # fmt: skip
    assert told(lines(tmp_path, *shared)).value("cases", "journey:events") == 3
    assert told(lines(tmp_path, *shared[:2])).value("cases", "journey:events") == 1


def ga4_event(name: str, minute: int, **more: Any) -> dict[str, Any]:
    time = str(1_767_261_600_000_000 + minute * 60_000_000)
    return {"event_name": name, "event_timestamp": time, "user_pseudo_id": "p.1", "platform": "WEB", **more}


def test_events_of_ga4_s_export_are_read_by_page(tmp_path: Path) -> None:
    location = {"key": "page_location", "value": {"string_value": "https://shop.example/cart?mail=ada@example.org"}}
    ours = told(
        lines(
            tmp_path,
            ga4_event("session_start", 0),
            ga4_event("page_view", 1, event_params=[{"key": "x", "value": {"int_value": "1"}}, location]),
            ga4_event("purchase", 3),
        )
    )
    assert ours.moves() == {("/cart", "purchase"): 1}
    assert ours.gaps() == {("/cart", "purchase"): 120}
    assert ours.value("conversion", "journey:events") == 100
    assert "ada" not in str(ours.entries)


def test_statements_of_xapi_are_read_alone_in_lists_and_in_lines(tmp_path: Path) -> None:
    def statement(verb: str, what: str, minute: int) -> dict[str, Any]:
        return {
            "id": f"{verb} {what}",
            "actor": {"mbox": "mailto:ada@example.org"},
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"de": "x", "en-US": verb}},
            "object": {"id": "http://x.example/1", "definition": {"name": {"en": what}}},
            "timestamp": f"2026-01-01T10:{minute:02}:00Z",
        }

    said = [statement("opened", "the course", 1), statement("passed", "the test", 9)]
    for text in (json.dumps(said), json.dumps({"statements": said, "more": ""}), "\n".join(map(json.dumps, said))):
        path = tmp_path / "statements.json"
        path.write_text(text, encoding="utf-8")
        ours = told(path)
        assert ours.moves() == {("opened the course", "passed the test"): 1}
        assert "ada" not in str(ours.entries)


def test_mistakes_in_tracked_events_are_told(tmp_path: Path) -> None:
    call = {"type": "track", "userId": "u", "event": "a", "timestamp": "2026-01-01T10:00:00Z"}
    path = lines(tmp_path, call, [1])
    assert wrong(path) == ["events.jsonl:2: This is not an object. Write an object for each event."]
    path.write_text(json.dumps(call) + "\n" + json.dumps(call)[:-5] + "\n", encoding="utf-8")
    assert wrong(path)[0].startswith("events.jsonl:2: This is not JSON")
    path.write_text(json.dumps(call) + "\n" + "[" * 100_000 + "\n", encoding="utf-8")
    assert "levels inside each other" in wrong(path)[0]
    path = lines(tmp_path, *[call] * 3, call | {"timestamp": "soon"})
    assert wrong(path) == ["events.jsonl:4: 'soon' is not a time. Write 2026-01-31T09:30:00Z."]
    assert told(lines(tmp_path, call, call | {"event": None}, call | {"properties": 5, "context": []})).problems == []


def test_reports_of_ga4_become_readings_of_pages_and_channels() -> None:
    ours = told(DATA / "ga4.json")
    assert ours.form == "ga4"
    assert ours.values("page-visits") == {"/": 103, "/cart": 17, "/thanks": 3}
    visits = ours.readings["page-visits", "touchpoint:cart"]
    assert (visits["page"], visits["begins"], visits["ends"]) == ("/cart", "2026-01-05", "2026-01-06")
    rate = ours.readings["bounce-rate", "touchpoint:start-page"]
    # A half of 50 and three tenths of 30 sessions: from fractions to per cent, with their denominator.
    assert [float(rate[name]) for name in ("value", "numerator", "denominator")] == [42.5, 34, 80]
    site = "touchpoint:site-of-ga4"
    assert ours.value("sessions", site, "google") == 60
    assert ours.value("revenue-eur", site, "google") == 120.5
    bounced = ours.readings["bounce-rate", site, "google"]
    assert [float(bounced[name]) for name in ("numerator", "denominator")] == [16, 60]
    assert ours.values("users") == {"/thanks": 3}
    assert ours.notes == [
        "ga4.json (reports[0]): totalUsers is left out: it can't be added up over rows.",
        "ga4.json (reports[1]): 1 row of the report not in the file.",
    ]
    assert "ada" not in str(ours.entries)
    uses = {use.field: use.becomes or use.dropped for use in ours.uses}
    assert uses["bounceRate"] == "readings of bounce-rate"
    assert uses["pageReferrer"] == "no question asks for it; its rows are added up"


def report(**change: Any) -> dict[str, Any]:
    return {
        "dimensionHeaders": [{"name": "date"}, {"name": "pagePath"}],
        "metricHeaders": [{"name": "sessions", "type": "TYPE_INTEGER"}, {"name": "bounceRate", "type": "TYPE_FLOAT"}],
        "rows": [{"dimensionValues": [{"value": "20260105"}, {"value": "/"}],
                  "metricValues": [{"value": "4"}, {"value": "0.25"}]}],
        **change,
    }  # fmt: skip


def row(*values: str) -> dict[str, Any]:
    day, page, *numbers = values
    return {"dimensionValues": [{"value": day}, {"value": page}], "metricValues": [{"value": n} for n in numbers]}


WRONG_REPORTS: dict[str, tuple[dict[str, Any], str]] = {
    "per cents for fractions": (
        report(rows=[row("20260105", "/", "4", "25")]),
        "bounceRate is '25'; the tool",
    ),
    "a day that is none": (report(rows=[row("20260230", "/", "4", "0")]), "(rows[0]): '20260230' is not a date"),
    "a number that is none": (
        report(rows=[row("20260105", "/", "many", "0")]),
        "sessions is 'many', which is",
    ),
    "a number that can't be": (
        report(rows=[row("20260105", "/", "-1", "0")]),
        "sessions is '-1', which nothing",
    ),
    "endless": (report(rows=[row("20260105", "/", "1e999", "0")]), "sessions is '1e999', which nothing can be"),
    "a value too few": (report(rows=[row("20260105", "/", "4")]), "(rows[0].metricValues): There are 1 values"),
    "values that are no texts": (
        report(rows=[{"dimensionValues": [{"value": 1}, {}], "metricValues": []}]),
        "as texts",
    ),
    "rows that are no list": (report(rows={"a": 1}), "(rows): This is not a list."),
    "a row that is no object": (report(rows=["x"]), "(rows[0]): This is not an object."),
    "headers without names": (report(metricHeaders=[{}]), "(metricHeaders): A header without a name, or twice"),
}


@pytest.mark.parametrize("case", WRONG_REPORTS)
def test_a_mistake_in_a_report_is_told_with_its_place(tmp_path: Path, case: str) -> None:
    document, expected = WRONG_REPORTS[case]
    path = tmp_path / "report.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    [problem] = wrong(path)
    assert expected in problem


def test_a_single_report_is_read_and_one_that_is_told_twice_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report()), encoding="utf-8")
    assert told(path).values("sessions") == {"/": 4}
    path.write_text(json.dumps([report(), report()]), encoding="utf-8")
    ours = told(path)
    assert ours.values("sessions") == {"/": 4}
    assert "report.json (reports[1]): sessions of / is told twice; the first is kept." in ours.notes


def test_sessions_of_plausible_are_counted_as_they_hold_in_the_end() -> None:
    ours = told(DATA / "plausible.csv")
    assert ours.form == "plausible"
    site = "touchpoint:shop-example"
    # Of session 1 a later row holds; two ids beyond 2^53 are two sessions.
    assert ours.value("sessions", site) == 4
    assert ours.value("users", site) == 3
    assert ours.value("page-visits", site) == 9
    assert ours.value("session-duration", site) == 35
    bounced = ours.readings["bounce-rate", site]
    assert (bounced["numerator"], bounced["denominator"], bounced["value"]) == ("1", "4", "25")
    assert ours.values("starts") == {"/": 3, "/blog": 1}
    assert ours.values("ends") == {"/": 1, "/cart": 2, "/blog": 1}
    assert ours.value("sessions", site, "google") == 2
    assert ours.value("sessions", site, "direct") == 2
    assert (ours.readings["sessions", site]["begins"], ours.readings["sessions", site]["ends"]) == (
        "2026-01-05",
        "2026-01-07",
    )
    assert not [word for word in ("18446744073709551615", "ada", "NL") if word in str(ours.entries) + str(ours.uses)]


def test_mistakes_in_sessions_of_plausible_are_told(tmp_path: Path) -> None:
    text = (DATA / "plausible.csv").read_text(encoding="utf-8")
    path = tmp_path / "plausible.csv"
    for old, new, expected in (
        ("2026-01-06 08:00:00", "soon", "plausible.csv:5 (start): 'soon' is no time."),
        (",50,", ",long,", "plausible.csv:4 (duration): 'long' is no number."),
    ):
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert expected in wrong(path)[0]
    path.write_text(text.partition("\n")[0] + "\n", encoding="utf-8")
    assert wrong(path) == ["plausible.csv: There are no sessions. Export them again."]


def paths(folder: Path, *rows: str, head: str = "path,total_conversions,total_conversion_value,total_null") -> Path:
    path = folder / "paths.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_attribution_paths_are_read_however_they_are_written(tmp_path: Path) -> None:
    for path in (
        paths(tmp_path, "a > b,2,1.5,3", "b >  > a,1,0,0"),
        paths(tmp_path, "a>b,2,3", "b>a,1,0", head="path,conversions,nulls"),
    ):
        ours = told(path)
        assert ours.moves() == {("a", "b"): 5, ("b", "Conversion"): 2, ("b", "a"): 1, ("a", "Conversion"): 1}
        assert ours.ways() == {("a", "b"): 3, ("a", "b", "Conversion"): 2}
        assert ours.values("abandonment") == {"a": 0, "b": 3}
    assert told(paths(tmp_path, "a > b,2,1.5,3")).value("conversion-value", "journey:paths") == 1.5


WRONG_PATHS = {
    "no number": ("a > b,,0,1", "paths.csv:2 (total_conversions): There is no number. Write 0 where it is none."),
    "a word": ("a > b,1,0,few", "paths.csv:2 (total_null): 'few' is no count."),
    "less than nothing": ("a > b,-1,0,1", "paths.csv:2 (total_conversions): '-1' is no count."),
    "a part": ("a > b,1,x,1", "paths.csv:2 (total_conversion_value): 'x' is no count."),
    "too large": (f"a > b,{10**30},0,1", "paths.csv:2 (total_conversions): '1"),
    "nothing on the path": (" > ,1,0,1", "paths.csv: There are no events."),
    "a cell too many": ("a > b,1,0,1,x", "paths.csv:2: The row has more cells than the first row."),
}


@pytest.mark.parametrize("case", WRONG_PATHS)
def test_a_mistake_in_attribution_paths_is_told_with_its_row(tmp_path: Path, case: str) -> None:
    line, expected = WRONG_PATHS[case]
    assert expected in wrong(paths(tmp_path, line))[0]


def test_the_dataset_is_called_as_the_user_wishes() -> None:
    from dataclasses import replace

    ours = told(DATA / "ga4.json", replace(DEFAULTS, dataset="january"))
    assert (ours.dataset, ours.named["sources"]) == ("january", {"january": "Google Analytics 4: ga4"})
