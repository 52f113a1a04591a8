"""Event logs as tables: which columns are which, in what order events are, and what is left out."""

import gzip
from itertools import cycle
from pathlib import Path

import pytest

from loaders.forms import forms, recognise
from loaders.sample import Sample
from loaders.wishes import Wishes
from tests.loaders.events.by_hand import of_rows
from tests.loaders.events.told import told, wrong

HEAD = "case_id,activity,timestamp"
DAY = "2026-01-31T09:"


def log(folder: Path, text: str, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(*events: str, head: str = HEAD) -> str:
    return "\n".join([head, *events]) + "\n"


def test_ties_in_time_are_broken_by_the_order_of_the_file(tmp_path: Path) -> None:
    # So many that several threads read them, with many events of a case at one time.
    names = cycle("abcdefg")
    events = [
        (f"c{n % 1000}", next(names), f"2026-01-{1 + n % 9000 // 3000:02}T00:00:00+00:00", "") for n in range(300_000)
    ]
    path = log(tmp_path, rows(*(",".join(event[:3]) for event in events)))
    assert told(path).moves() == of_rows(events).moves()


def test_events_out_of_order_are_put_in_that_of_their_times(tmp_path: Path) -> None:
    ours = told(log(tmp_path, rows(f"1,b,{DAY}30:00Z", f"1,a,{DAY}10:00Z", f"1,c,{DAY}30:00Z", f"1,d,{DAY}20:00Z")))
    assert ours.moves() == {("a", "d"): 1, ("d", "b"): 1, ("b", "c"): 1}
    assert ours.gaps() == {("a", "d"): 600, ("d", "b"): 600, ("b", "c"): 0}


def test_times_of_different_zones_are_compared_as_moments(tmp_path: Path) -> None:
    ours = told(
        log(tmp_path, rows("1,a,2026-01-31T10:00:00+02:00", "1,b,2026-01-31T08:30:00Z", "1,c,2026-01-31 08:45:00"))
    )
    assert ours.gaps() == {("a", "b"): 1_800, ("b", "c"): 900}


LAYOUTS = {
    "commas": (rows("1,a,2026-01-31", "1,b,2026-02-01"), {}),
    "semicolons": (rows("1;a;2026-01-31", "1;b;2026-02-01", head=HEAD.replace(",", ";")), {}),
    "tabs": (rows("1\ta\t2026-01-31", "1\tb\t2026-02-01", head=HEAD.replace(",", "\t")), {}),
    "bars": (rows("1|a|2026-01-31", "1|b|2026-02-01", head=HEAD.replace(",", "|")), {}),
    "a mark in front": ("\ufeff" + rows("1,a,2026-01-31", "1,b,2026-02-01"), {}),
    "Windows' line ends": (rows("1,a,2026-01-31", "1,b,2026-02-01").replace("\n", "\r\n"), {}),
    "old line ends": (rows("1,a,2026-01-31", "1,b,2026-02-01").replace("\n", "\r"), {}),
    "mixed line ends": (f"{HEAD}\r\n1,a,2026-01-31\n1,b,2026-02-01\r\n", {}),
    "mixed line ends that come late": (
        rows(*["2,a,2026-01-31"] * 20_000) + "1,a,2026-01-31\r\n1,b,2026-02-01\r\n",
        None,
    ),
    "no line end at the end": (rows("1,a,2026-01-31", "1,b,2026-02-01").rstrip(), {}),
    "quotes and line ends in cells": (rows('"1","a","2026-01-31"', '1,"b\n",2026-02-01'), {}),
    "blank and doubled heads": (rows("0,1,a,2026-01-31,x", "1,1,b,2026-02-01,y", head=f",{HEAD},activity"), {}),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_log_is_read_however_it_is_laid_out(tmp_path: Path, layout: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(LAYOUTS[layout][0].encode("utf-8"))
    ours = told(path)
    assert ours.problems == []
    assert ours.moves()["a", "b"] == 1


def test_a_packed_log_is_read(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(rows("1,a,2026-01-31", "1,b,2026-02-01").encode()))
    assert told(path).moves() == {("a", "b"): 1}


TIMES = {
    "ISO with a zone": "2026-01-31T09:30:00+01:00",
    "ISO without one": "2026-01-31 08:30:00",
    "fractions": "2026-01-31T08:30:00.000Z",
    "a day": "2026-01-31",
    "UTC in words": "2026-01-31 08:30:00 UTC",
    "seconds": "1769848200",
    "milliseconds": "1769848200000",
    "microseconds": "1769848200000000",
    "a German date": "31.01.2026 08:30",
    "a British date": "31/01/2026 08:30:00",
    "an American date": "01/31/2026 08:30 AM",
    "slashes": "2026/01/31 08:30:00",
}


@pytest.mark.parametrize("way", TIMES)
def test_a_time_is_known_in_many_ways(tmp_path: Path, way: str) -> None:
    ours = told(log(tmp_path, rows(f"1,a,{TIMES[way]}")))
    assert ours.readings["cases", f"journey:{ours.dataset}"]["begins"] == "2026-01-31"


def test_day_and_month_are_told_apart_by_the_whole_file(tmp_path: Path) -> None:
    early = [f"1,a,0{day}/02/2026 10:00" for day in range(1, 10)] * 60
    ours = told(log(tmp_path, rows(*early, "1,b,28/02/2026 10:00")))
    assert ours.readings["cases", f"journey:{ours.dataset}"]["ends"] == "2026-02-28"
    [problem] = wrong(log(tmp_path, rows(*early)))
    assert problem.startswith("log.csv:1 (timestamp): Day and month can't be told apart: '%d/%m/%Y %H:%M' or '%m/%d/%Y")


ROLES = {
    "4TU": ("case:concept:name,concept:name,time:timestamp", True),
    "Kaggle's shops": ("event_time,event_type,product_id,price,user_id,user_session", True),
    "camel case": ("caseId,activityName,startTime", True),
    "people as cases": ("userId,event,timestamp", True),
    "no activity": ("case_id,timestamp,score", False),
    "no time": ("case_id,activity,score", False),
    "a survey": ("ResponseId,StartDate,Q1,Q2", False),
}


@pytest.mark.parametrize("which", ROLES)
def test_a_log_is_known_by_its_columns(tmp_path: Path, which: str) -> None:
    head, is_log = ROLES[which]
    cells = ["2026-01-31T09:30:00Z" if "ime" in name else "x" for name in head.split(",")]
    recognised = recognise(Sample(log(tmp_path, rows(",".join(cells), head=head)), "log.csv"))
    assert (recognised is not None and recognised.form.name == "event-log") == is_log


def test_a_column_called_time_that_holds_none_makes_no_log(tmp_path: Path) -> None:
    path = log(tmp_path, rows("1,a,soon", "1,b,later"))
    recognised = recognise(Sample(path, "log.csv"))
    assert recognised is None or recognised.form.name != "event-log"


def test_what_columns_are_used_for_and_what_is_dropped_is_said(tmp_path: Path) -> None:
    head = f"{HEAD},channel,org:resource,customer_name,price"
    ours = told(log(tmp_path, rows("1,a,2026-01-31,Web,Pete,Ada,5", head=head)))
    uses = {use.field: use for use in ours.uses}
    assert uses["activity"].becomes == "Touchpoint, and from it LED_TO, Variant and Reading"
    assert (uses["activity"].example, uses["channel"].example, uses["case_id"].example) == ("a", "Web", "")
    assert uses["org:resource"].dropped == uses["customer_name"].dropped == "it may tell who somebody is"
    assert uses["price"].dropped == "a log has no use for it"
    assert "Pete" not in str(ours.uses) + str(ours.entries)


def test_rows_that_are_no_whole_event_are_left_out_and_counted(tmp_path: Path) -> None:
    ours = told(log(tmp_path, rows("1,a,2026-01-31", ",a,2026-01-31", "1,,2026-01-31", "1,b,", "1,c,2026-02-01")))
    assert ours.moves() == {("a", "c"): 1}
    assert "log.csv: 3 rows left out: no case, no activity or no time." in ours.notes


def test_of_starts_and_ends_only_what_is_complete_counts(tmp_path: Path) -> None:
    head = f"{HEAD},lifecycle:transition"
    events = ("1,a,2026-01-01,start", "1,a,2026-01-02,complete", "1,b,2026-01-03,COMPLETE", "1,c,2026-01-04,schedule")
    ours = told(log(tmp_path, rows(*events, head=head)))
    assert ours.moves() == {("a", "b"): 1}
    assert "log.csv: 2 events left out: not `complete`, but a start, say." in ours.notes
    ours = told(log(tmp_path, rows("1,a,2026-01-01,start", "1,b,2026-01-02,start", head=head)))
    assert ours.moves() == {("a", "b"): 1}


def test_names_that_give_one_key_are_kept_apart(tmp_path: Path) -> None:
    ours = told(log(tmp_path, rows("1,Pay!,2026-01-01", "1,pay,2026-01-02", "1,😀,2026-01-03", "1,/,2026-01-04")))
    assert ours.named["touchpoints"] == {"pay": "Pay!", "pay-2": "pay", "touchpoint": "😀", "start-page": "/"}
    assert ours.moves() == {("Pay!", "pay"): 1, ("pay", "😀"): 1, ("😀", "/"): 1}


def test_of_addresses_only_the_page_is_kept(tmp_path: Path) -> None:
    ours = told(
        log(tmp_path, rows("1,/cart?mail=ada@example.org,2026-01-01", "1,/cart#ada,2026-01-02", "1,/pay,2026-01-03"))
    )
    assert ours.named["touchpoints"] == {"cart": "/cart", "pay": "/pay"}
    pages = {e.fields["name"]: e.fields["pages"] for e in ours.entries if e.collection == "touchpoints"}
    assert pages == {"/cart": ["/cart"], "/pay": ["/pay"]}
    assert "ada" not in str(ours.entries)


def shop(folder: Path) -> Path:
    """Six new customers and five old ones; of each, some buy. One segment is of a single customer."""
    lines = []
    for n in range(12):
        kind = "new" if n < 6 else "old" if n < 11 else "only me"
        way = ["view", "cart", "purchase"] if n % 3 == 0 else ["view", "cart", "view"] if n % 3 == 1 else ["view"]
        for step, name in enumerate(way):
            channel = "App" if step and kind == "old" else "Web"
            lines.append(f"2026-03-{n + 1:02}T10:0{step}:00Z,{name},s{n},u{n // 2},{kind},{channel}")
    return log(folder, rows(*lines, head="event_time,event_type,user_session,user_id,segment,channel"), "shop.csv")


def test_segments_have_readings_and_ways_of_their_own_unless_they_tell_of_one(tmp_path: Path) -> None:
    ours = told(shop(tmp_path))
    assert ours.named["segments"] == {"new": "new", "old": "old"}
    journey = "journey:shop"
    assert [ours.value("cases", journey, f"segment:{key}") for key in ("new", "old")] == [6, 5]
    assert [ours.value("conversions", journey, f"segment:{key}") for key in ("new", "old")] == [2, 2]
    assert ours.value("conversion", journey, "segment:old") == pytest.approx(40)
    whose = {
        e.fields["key"]: (e.fields.get("for"), e.fields["cases"]) for e in ours.entries if e.collection == "variants"
    }
    assert sorted(whose.values()) == [("segment:new", "2"), ("segment:new", "2"), ("segment:new", "2"),
                                      ("segment:old", "2"), ("segment:old", "2")]  # fmt: skip
    assert "shop.csv: 1 segment of fewer than 5 cases not kept." in ours.notes


def test_a_purchase_makes_a_funnel_of_people_with_its_denominators(tmp_path: Path) -> None:
    ours = told(shop(tmp_path))
    # Sessions are of six people; of each, whether they got so far in this order.
    assert [ours.value("contacts", f"phase:purchase-funnel/{stage}") for stage in ("view", "cart", "purchase")] == [
        6,
        6,
        4,
    ]
    share = ours.readings["stage-conversion", "phase:purchase-funnel/cart"]
    assert (share["numerator"], share["denominator"], share["n"]) == ("4", "6", "6")
    assert ours.value("contacts", "phase:purchase-funnel/purchase", "web") == 4
    assert ours.value("contacts", "phase:purchase-funnel/view", "segment:old") == 3


def test_changes_of_channel_are_counted_from_where_to_where_and_at_what(tmp_path: Path) -> None:
    ours = told(shop(tmp_path))
    assert ours.value("channel-switches", "journey:shop", "app", "from Web") == 4
    assert ours.values("channel-switches") == {"cart": 4, "view": 0, "purchase": 0}
    share = ours.readings["switching-cases", "journey:shop"]
    assert (share["numerator"], share["denominator"]) == ("4", "12")


def test_abandonment_is_counted_where_an_aim_is_known(tmp_path: Path) -> None:
    ours = told(shop(tmp_path))
    assert ours.values("abandonment") == {"view": 8, "cart": 0}
    assert ours.values("ends") == {"view": 8, "cart": 0, "purchase": 4}
    assert "abandonment" not in {what[0] for what in told(log(tmp_path, rows("1,a,2026-01-01"))).readings}


WRONG = {
    "a time that is none": (rows("1,a,2026-01-31", "1,b,soon"), "log.csv:3 (timestamp): 'soon' is not a time. Write"),
    "a time out of range": (
        rows("1,a,2026-01-31", "1,b,290000-01-01 00:00:00"),
        "log.csv:3 (timestamp): '290000-01-01 00:00:00' is not a time.",
    ),
    "several times": (rows(*["1,a,2026-01-31"] * 3, "1,b,soon", "1,b,later"), "'soon' is not a time, nor 1 other."),
    "a row that is cut off": (rows("1,a,2026-01-31", "1,b"), "log.csv:3: The row has fewer cells than the first row."),
    "a row that is too long": (rows("1,a,2026-01-31", "1,b,2026-01-31,x"), "log.csv:3: The row has more cells than"),
    "a quote that is not closed": (rows("1,a,2026-01-31", '1,"b,2026-01-31'), "log.csv:3: A quote is not closed"),
    "no rows": (rows(), "log.csv: There are no events."),
    "rows that are empty": (rows(",,", ",,"), "log.csv: There are no events."),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_in_a_log_is_told_with_its_row(tmp_path: Path, case: str) -> None:
    text, expected = WRONG[case]
    path = log(tmp_path, text)
    form = next(form for form in forms() if form.name == "event-log")
    reading = form.read(Sample(path, "log.csv"), Wishes())
    assert list(reading.entries) == [] or reading.problems
    assert expected in "\n".join(map(str, reading.problems))


def test_a_byte_that_is_no_text_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(rows(*["1,a,2026-01-31"] * 10_000).encode() + b"1,caf\xe9,2026-01-31\n")
    assert wrong(path) == ["log.csv:10002: The row is not UTF-8. Save the file as UTF-8."]


def test_what_is_no_log_and_read_as_one_is_refused(tmp_path: Path) -> None:
    path = log(tmp_path, rows("1,2", head="a,b"))
    for form in forms():
        if form.name in ("event-log", "parquet-log", "xes", "ocel", "tracking", "ga4", "plausible", "attribution"):
            reading = form.read(Sample(path, "log.csv"), Wishes())
            list(reading.entries)
            assert reading.problems, form.name


def test_an_activity_that_names_things_is_refused(tmp_path: Path) -> None:
    path = log(tmp_path, rows(*(f"1,order {n},2026-01-31" for n in range(100_001))))
    [problem] = wrong(path)
    assert problem.startswith("log.csv: The activity has 100,001 different values. Up to 100,000 are read")


def test_rare_activities_are_counted_and_not_kept(tmp_path: Path) -> None:
    lines = [f"c{n // 2},{'common' if n % 2 else f'rare {n}'},2026-01-{1 + n % 28:02}" for n in range(2_400)]
    ours = told(log(tmp_path, rows(*lines)))
    assert len(ours.named["touchpoints"]) == 1_000
    assert ours.values("page-visits")["common"] == 1_200
    assert "log.csv: 201 activities are rarer than the 1,000 that are kept." in ours.notes


def test_a_channel_with_too_many_names_is_no_channel(tmp_path: Path) -> None:
    ours = told(log(tmp_path, rows(*(f"1,a,2026-01-31,c{n}" for n in range(300)), head=f"{HEAD},channel")))
    assert "channels" not in ours.named
    assert "log.csv: The channel is left out: it has 300 different values, up to 200 are read." in ours.notes


def test_a_name_with_control_characters_is_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(rows(*["1,a,2026-01-31"] * 9_000).encode() + b"1,b\0\x1b[31m c,2026-02-01\n")
    assert "b [31m c" in told(path).named["touchpoints"].values()


def test_a_file_whose_path_looks_like_a_pattern_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "a[b]*'c"
    folder.mkdir()
    assert told(log(folder, rows("1,a,2026-01-31", "1,b,2026-02-01"))).moves() == {("a", "b"): 1}
