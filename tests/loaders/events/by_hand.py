"""What logs come to, worked out in plain Python: the numbers that the loaders must give."""

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from xml.etree import ElementTree


@dataclass
class Case:
    """The events of a case, each with its time, activity and channel, in their order."""

    events: list[tuple[datetime, str, str]] = field(default_factory=list)
    segment: str = ""

    @property
    def way(self) -> tuple[str, ...]:
        return tuple(activity for _, activity, _ in self.events)


@dataclass
class ByHand:
    """Cases, and what can be counted of them."""

    cases: Sequence[Case]

    def moves(self) -> Counter[tuple[str, str]]:
        return Counter(pair for case in self.cases for pair in zip(case.way, case.way[1:], strict=False))

    def gaps(self) -> dict[tuple[str, str], float]:
        found = defaultdict(list)
        for case in self.cases:
            for (earlier, a, _), (later, b, _) in zip(case.events, case.events[1:], strict=False):
                found[a, b].append((later - earlier).total_seconds())
        return {pair: median(gaps) for pair, gaps in found.items()}

    def dwell(self) -> dict[str, float]:
        found = defaultdict(list)
        for case in self.cases:
            for (earlier, a, _), (later, _, _) in zip(case.events, case.events[1:], strict=False):
                found[a].append((later - earlier).total_seconds())
        return {activity: median(gaps) for activity, gaps in found.items()}

    def visits(self) -> Counter[str]:
        return Counter(activity for case in self.cases for activity in case.way)

    def came(self) -> Counter[str]:
        return Counter(activity for case in self.cases for activity in set(case.way))

    def returning(self) -> Counter[str]:
        return Counter(a for case in self.cases for a, n in Counter(case.way).items() if n > 1)

    def starts(self) -> Counter[str]:
        return Counter(case.way[0] for case in self.cases)

    def ends(self) -> Counter[str]:
        return Counter(case.way[-1] for case in self.cases)

    def ways(self) -> Counter[tuple[str, ...]]:
        return Counter(case.way for case in self.cases)

    def durations(self) -> list[float]:
        return [(case.events[-1][0] - case.events[0][0]).total_seconds() for case in self.cases]

    def switches(self) -> Counter[tuple[str, str]]:
        return Counter(
            (before, after)
            for case in self.cases
            for (_, _, before), (_, _, after) in zip(case.events, case.events[1:], strict=False)
            if before != after
        )


def of_rows(rows: Iterable[tuple[str, str, str, str]]) -> ByHand:
    """Rows of case, activity, time and channel; where times tie, the order of the rows counts."""
    cases: dict[str, Case] = defaultdict(Case)
    for case, activity, time, channel in rows:
        cases[case].events.append((datetime.fromisoformat(time), activity, channel))
    for case in cases.values():
        case.events.sort(key=lambda event: event[0])
    return ByHand(list(cases.values()))


def of_csv(path: Path, case: str, activity: str, time: str, channel: str = "") -> ByHand:
    with path.open(encoding="utf-8", newline="") as file:
        return of_rows((row[case], row[activity], row[time], row.get(channel, "")) for row in csv.DictReader(file))


def of_xes(path: Path) -> ByHand:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        root = ElementTree.parse(file).getroot()
    rows = []
    for number, trace in enumerate(tag for tag in root if tag.tag.endswith("trace")):
        for event in (tag for tag in trace if tag.tag.endswith("event")):
            said = {attribute.get("key"): attribute.get("value") for attribute in event}
            rows.append((str(number), said["concept:name"], said["time:timestamp"], ""))
    return of_rows(rows)


def of_paths(path: Path) -> Counter[tuple[str, ...]]:
    """How many cases took each path; those that converted end in `Conversion`."""
    ways: Counter[tuple[str, ...]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            steps = tuple(row["path"].split(" > "))
            ways[(*steps, "Conversion")] += int(row["total_conversions"])
            ways[steps] += int(row["total_null"])
    return +ways
