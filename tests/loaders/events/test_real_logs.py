"""Real logs, against what plain Python counts of them."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from tests.loaders.events.by_hand import ByHand, of_csv, of_paths, of_xes
from tests.loaders.events.told import Told, told

HELPDESK, RECEIPT = "pm4py_helpdesk.xes.gz", "pm4py_receipt.csv"
RECEIPT_COLUMNS = ("case:concept:name", "concept:name", "time:timestamp", "case:channel")
LOGS = {
    HELPDESK: of_xes,
    RECEIPT: lambda path: of_csv(path, *RECEIPT_COLUMNS),
    "pm4py_running_example.csv": lambda path: of_csv(path, *RECEIPT_COLUMNS[:3]),
    "pm4py_running_example.xes": of_xes,
}


@pytest.fixture(scope="module", params=LOGS)
def both(request: pytest.FixtureRequest, testdata: Path) -> tuple[Told, ByHand]:
    path = testdata / "eventlog" / request.param
    return told(path), LOGS[request.param](path)


def test_what_led_to_what_is_counted_to_the_last_one(both: tuple[Told, ByHand]) -> None:
    ours, by_hand = both
    assert ours.moves() == by_hand.moves()
    assert ours.gaps() == pytest.approx(by_hand.gaps(), abs=1e-6)


def test_what_is_said_of_touchpoints_is_what_one_counts(both: tuple[Told, ByHand]) -> None:
    ours, by_hand = both
    names = by_hand.visits().keys()
    assert ours.values("page-visits") == by_hand.visits()
    assert ours.values("cases") == by_hand.came()
    for metric, counts in (
        ("starts", by_hand.starts()),
        ("ends", by_hand.ends()),
        ("returning-cases", by_hand.returning()),
    ):
        assert ours.values(metric) == {name: counts[name] for name in names}, metric
    assert ours.values("dwell-time") == pytest.approx(by_hand.dwell(), abs=1e-6)


def test_the_ways_that_several_took_are_kept_and_the_others_counted(both: tuple[Told, ByHand]) -> None:
    ours, by_hand = both
    ways = by_hand.ways()
    several = {way: cases for way, cases in ways.items() if cases > 1}
    assert len(several) <= 100
    assert ours.ways() == several
    share = ours.readings["kept-ways", f"journey:{ours.dataset}"]
    assert (float(share["numerator"]), float(share["denominator"])) == (sum(several.values()), ways.total())
    rest = len(ways) - len(several)
    note = f"{_some(len(several), 'way')} kept; {rest} others, of {rest} cases, counted."
    assert [said for said in ours.notes if " kept; " in said] == [f"{ours.entries[0].place.file}: {note}"]


def test_the_whole_has_its_cases_their_length_and_its_period(both: tuple[Told, ByHand]) -> None:
    ours, by_hand = both
    journey = f"journey:{ours.dataset}"
    assert ours.value("cases", journey) == len(by_hand.cases)
    assert ours.value("case-duration", journey) == pytest.approx(median(by_hand.durations()), abs=1e-6)
    assert ours.value("returning-cases", journey) == sum(len(set(c.way)) < len(c.way) for c in by_hand.cases)
    times = [time for case in by_hand.cases for time, _, _ in case.events]
    reading = ours.readings["cases", journey]
    assert (reading["begins"], reading["ends"]) == (str(_day(min(times))), str(_day(max(times))))


def _some(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _day(time: object) -> object:
    from datetime import UTC, datetime

    assert isinstance(time, datetime)
    return time.astimezone(UTC).date()


def test_the_help_desk_has_what_is_known_of_it(testdata: Path) -> None:
    ours = told(testdata / "eventlog" / HELPDESK)
    assert (ours.form, ours.why) == ("xes", "it is XML with a log at its root, packed by gzip")
    assert ours.value("cases", f"journey:{ours.dataset}") == 4_580
    assert sum(ours.values("page-visits").values()) == 21_348
    assert len(ours.named["touchpoints"]) == 14
    assert (ours.moves()["Wait", "Wait"], ours.moves()["Wait", "Take in charge ticket"]) == (113, 558)


def test_the_permit_log_has_the_channels_that_are_known_of_it(testdata: Path) -> None:
    ours = told(testdata / "eventlog" / RECEIPT)
    journey = f"journey:{ours.dataset}"
    by_hand = of_csv(testdata / "eventlog" / RECEIPT, *RECEIPT_COLUMNS)
    events = Counter(channel for case in by_hand.cases for _, _, channel in case.events)
    assert events == {"Internet": 7_478, "Desk": 657, "Post": 308, "e-mail": 128, "Intern": 6}
    assert sum(ours.values("page-visits").values()) == 8_577
    assert ours.value("cases", journey) == 1_434
    begun = Counter(case.events[0][2] for case in by_hand.cases)
    names = ours.named["channels"]
    assert {names[what[2]]: said["value"] for what, said in ours.readings.items() if what[:2] == ("cases", journey)
            and len(what) == 3} == {name: str(count) for name, count in begun.items()}  # fmt: skip
    # Each case of this log keeps to the channel that it came through.
    switching = ours.readings["switching-cases", journey]
    assert (switching["value"], switching["numerator"], switching["denominator"]) == ("0", "0", "1434")


def test_one_process_in_two_formats_comes_to_the_same(testdata: Path) -> None:
    one, other = (told(testdata / "eventlog" / f"pm4py_running_example.{end}") for end in ("csv", "xes"))
    assert (one.moves(), one.gaps()) == (other.moves(), other.gaps())
    assert sum(one.values("page-visits").values()) == 42
    assert one.value("cases", f"journey:{one.dataset}") == 6
    assert one.dataset != other.dataset


def test_no_resource_reaches_what_is_told(testdata: Path) -> None:
    for name, people in (
        ("pm4py_running_example.csv", ("Pete", "Ellen", "Sara")),
        (RECEIPT, ("Resource21", "case-10011")),
    ):
        ours = told(testdata / "eventlog" / name)
        text = " ".join(str(entry.fields) for entry in ours.entries) + str(ours.uses)
        assert not [person for person in people if person in text]


def test_attribution_paths_come_to_what_one_counts(testdata: Path) -> None:
    path = testdata / "paths" / "mta_data.csv.gz"
    ours, ways = told(path), of_paths(path)
    assert ours.form == "attribution"
    assert len(ours.named["channels"]) == 12
    moves: Counter[tuple[str, str]] = Counter()
    for way, cases in ways.items():
        for pair in pairwise(way):
            moves[pair] += cases
    assert ours.moves() == moves
    journey = f"journey:{ours.dataset}"
    converted = sum(cases for way, cases in ways.items() if way[-1] == "Conversion")
    assert ours.value("cases", journey) == ways.total()
    assert ours.value("conversions", journey) == converted
    assert ours.value("conversion", journey) == pytest.approx(100 * converted / ways.total())
    assert ours.ways() == {way: cases for way, cases in ways.items() if way in ours.ways()}
    assert min(ours.ways().values()) >= sorted(ways.values())[-100]
    lost = Counter[str]()
    for way, cases in ways.items():
        if way[-1] != "Conversion":
            lost[way[-1]] += cases
    assert {name: count for name, count in ours.values("abandonment").items() if count} == lost
    # So many euros or points, of all paths together; the file doesn't say which.
    assert ours.value("conversion-value", journey) == pytest.approx(_value(path))


def _value(path: Path) -> float:
    import csv
    import gzip
    from math import fsum

    with gzip.open(path, "rt", encoding="utf-8") as file:
        return fsum(float(row["total_conversion_value"]) for row in csv.DictReader(file))


def test_objects_of_each_type_are_cases_of_a_log(testdata: Path) -> None:
    path = testdata / "eventlog" / "pm4py_ocel20_example.jsonocel"
    ours = told(path)
    import json

    document = json.loads(path.read_text(encoding="utf-8"))
    assert (len(document["objects"]), len(document["events"])) == (9, 13)
    assert len(ours.named["journeys"]) == len(document["objectTypes"]) == 4
    assert len(ours.named["touchpoints"]) == len(document["eventTypes"]) == 8
    types = {thing["id"]: thing["type"] for thing in document["objects"]}
    for key, name in ours.named["journeys"].items():
        kind = name.rpartition(", ")[2]
        ways: dict[str, list[tuple[str, int, str]]] = {}
        for number, event in enumerate(document["events"]):
            for one in {link["objectId"] for link in event["relationships"] if types[link["objectId"]] == kind}:
                ways.setdefault(one, []).append((event["time"], number, event["type"]))
        assert ours.value("cases", f"journey:{key}") == len(ways)
        moves = Counter(
            (a[2], b[2]) for way in ways.values() for a, b in zip(sorted(way), sorted(way)[1:], strict=False)
        )
        names = ours.named["touchpoints"]
        counted = {
            (names[str(e.fields["from"])], names[str(e.fields["to"])]): int(str(e.fields["cases"]))
            for e in ours.entries
            if e.collection == "led_to" and e.defaults.source == key
        }
        assert counted == moves
