"""What a log becomes: touchpoints and what led from one to another, ways, and readings. See docs/events.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from loaders.entries import Entry
from loaders.events.counting import Counted, Group, Move, Visited
from loaders.events.funnels import Funnel, Reached
from loaders.events.telling import Telling, clean, digest, number, several
from loaders.events.times import day_of
from loaders.events.ways import Way, Ways, named

MAX_TOUCHPOINTS, MAX_MOVES = 1_000, 20_000
"""What is rarer is counted, and not kept."""
MIN_OF_SEGMENT = 5
"""A segment of fewer cases tells of single customers, and isn't kept."""
_OPENINGS = 20
"""So many touchpoints at most are said to open the journey."""
_NAME = 300


@dataclass(frozen=True)
class Told:
    """A log as it was counted, and how it is called."""

    journey: str
    name: str
    counted: Counted
    ways: Ways
    funnel: Funnel
    reached: tuple[Reached, ...]
    people: bool
    """Whether those in the funnel are people; else they are cases."""


def kept_segments(counted: Counted) -> frozenset[str]:
    """The segments that have enough cases not to tell of single customers."""
    return frozenset(group.name for group in counted.segments if group.name and group.cases >= MIN_OF_SEGMENT)


class Becoming:
    """Turns what was counted into entries; `notes` says what was left out on purpose."""

    def __init__(self, told: Told, telling: Telling, notes: list[str]) -> None:
        self._told, self._telling, self._notes = told, telling, notes
        counted = told.counted
        self._visited = counted.visited[:MAX_TOUCHPOINTS]
        self._touchpoints = telling.keys("touchpoint", (one.activity for one in self._visited))
        switched = (name for before, after, _ in counted.switches for name in (before, after))
        self._channels = telling.keys("channel", [*(group.name for group in counted.channels if group.name), *switched])
        self._segments = telling.keys("segment", kept_segments(counted))
        self._journey = f"journey:{told.journey}"

    def entries(self) -> Iterator[Entry]:
        """All of it."""
        telling, counted = self._telling, self._told.counted
        yield from telling.describe("journeys", self._told.journey, f"Cases of {self._told.name}")
        yield from telling.things(self._touchpoints, self._channels, self._segments)
        for one in self._visited:
            yield from self._touchpoint(one)
        yield from self._openings()
        yield from self._moves()
        yield from self._group(counted.whole)
        yield from telling.read("returning-cases", self._journey, counted.returning, n=number(counted.whole.cases))
        for group in counted.segments:
            if group.name in self._segments:
                yield from self._group(group, among=f"segment:{self._segments[group.name]}")
        for group in counted.channels:
            if group.name:
                yield from self._group(group, channel=self._channels[group.name])
        yield from self._switches()
        yield from self._ways()
        yield from self._funnel()
        self._say_what_is_left_out()

    def _touchpoint(self, one: Visited) -> Iterator[Entry]:
        read, about = self._telling.read, f"touchpoint:{self._touchpoints[one.activity]}"
        here, all_cases = number(one.cases), number(self._told.counted.whole.cases)
        yield from read("page-visits", about, one.visits, n=here)
        yield from read("cases", about, one.cases, n=all_cases)
        yield from read("starts", about, one.starts, n=all_cases)
        yield from read("ends", about, one.ends, n=all_cases)
        yield from read("returning-cases", about, one.returning, n=here)
        yield from read("dwell-time", about, one.dwell, n=number(one.visits - one.ends))
        if self._told.counted.aims and one.activity not in self._told.counted.aims:
            yield from read("abandonment", about, one.abandoned, n=here)
        if self._told.counted.switches:
            yield from read("channel-switches", about, one.switched, n=number(one.visits - one.starts))

    def _openings(self) -> Iterator[Entry]:
        cases = self._told.counted.whole.cases
        for one in sorted(self._visited, key=lambda one: (-one.starts, one.activity))[:_OPENINGS]:
            if one.starts:
                note = f"{one.starts:,} of {cases:,} cases begin here."
                yield self._telling.relate("opens", self._touchpoints[one.activity], self._told.journey, note=note)

    def _moves(self) -> Iterator[Entry]:
        for move in self._kept_moves():
            seconds = None if move.median_seconds is None else number(move.median_seconds)
            ends = self._touchpoints[move.start], self._touchpoints[move.end]
            yield self._telling.relate("led_to", *ends, cases=number(move.cases), median_seconds=seconds)

    def _group(self, group: Group, **party: str) -> Iterator[Entry]:
        telling, cases, journey = self._telling, number(group.cases), self._journey
        yield from telling.read("cases", journey, group.cases, n=cases, **party)
        yield from telling.read("case-duration", journey, group.median_seconds, n=cases, **party)
        if self._told.counted.aims:
            yield from telling.read("conversions", journey, group.reached, n=cases, **party)
            yield from telling.share("conversion", journey, group.reached, group.cases, n=cases, **party)
        if self._told.counted.channels and "channel" not in party:
            yield from telling.share("switching-cases", journey, group.switching, group.cases, n=cases, **party)

    def _switches(self) -> Iterator[Entry]:
        for before, after, count in self._told.counted.switches:
            fields = {"channel": self._channels[after], "locator": f"from {clean(before)}"}
            yield from self._telling.read("channel-switches", self._journey, count, **fields)

    def _ways(self) -> Iterator[Entry]:
        for way in self._kept_ways():
            steps = [self._touchpoints[step] for step in way.steps]
            key = f"{self._told.journey}-way-{digest(' '.join([*steps, way.segment or '']))}"
            fields = {} if way.segment is None else {"for": f"segment:{self._segments[way.segment]}"}
            if way.begins is not None and way.ends is not None:
                fields |= {"begins": day_of(way.begins).isoformat(), "ends": day_of(way.ends).isoformat()}
            name = named(tuple(map(clean, way.steps)), _NAME)
            yield self._telling.variant(key, name, cases=number(way.cases), **fields)
            for order, step in enumerate(steps, 1):
                yield self._telling.relate("passes", key, f"touchpoint:{step}", order=str(order))
        kept, cases = sum(way.cases for way in self._kept_ways()), self._told.counted.whole.cases
        yield from self._telling.share("kept-ways", self._journey, kept, cases, n=number(cases))

    def _funnel(self) -> Iterator[Entry]:
        telling, metric = self._telling, "contacts" if self._told.people else "cases"
        funnel = self._told.funnel
        if self._told.reached:
            yield from telling.describe("lifecycle_models", funnel.key, funnel.name)
        described: set[str] = set()
        for one in self._told.reached:
            phase = f"{funnel.key}/{one.stage.key}"
            if one.stage.key not in described:
                described.add(one.stage.key)
                yield from telling.describe("phases", phase, one.stage.name, order=str(one.order))
            party: dict[str, str] = {}
            if one.segment is not None:
                if one.segment not in self._segments:
                    continue
                party = {"among": f"segment:{self._segments[one.segment]}"}
            elif one.channel is not None:
                party = {"channel": self._channels[one.channel]}
            yield from telling.read(metric, f"phase:{phase}", one.count, n=number(one.count), **party)
        for earlier, later in self._following():
            phase = f"phase:{funnel.key}/{earlier.stage.key}"
            yield from telling.share("stage-conversion", phase, later.count, earlier.count, n=number(earlier.count))

    def _following(self) -> list[tuple[Reached, Reached]]:
        """What everybody reached, two stages at a time."""
        whole = [one for one in self._told.reached if one.segment is None and one.channel is None]
        return list(pairwise(whole))

    def _kept_moves(self) -> list[Move]:
        known = (m for m in self._told.counted.moves if m.start in self._touchpoints and m.end in self._touchpoints)
        return sorted(known, key=lambda move: (-move.cases, move.start, move.end))[:MAX_MOVES]

    def _kept_ways(self) -> list[Way]:
        return [way for way in self._told.ways.kept if all(step in self._touchpoints for step in way.steps)]

    def _say_what_is_left_out(self) -> None:
        counted, kept = self._told.counted, self._kept_ways()
        if (rest := len(counted.visited) - len(self._visited)) > 0:
            self._note(f"{rest:,} activities are rarer than the {MAX_TOUCHPOINTS:,} that are kept.")
        if (rest := len(counted.moves) - len(self._kept_moves())) > 0:
            self._note(f"transitions that are rare and not kept: {rest:,}.")
        if rest := self._told.ways.others + len(self._told.ways.kept) - len(kept):
            cases = counted.whole.cases - sum(way.cases for way in kept)
            self._note(
                f"{several(len(kept), 'way')} kept; {several(rest, 'other')}, of {several(cases, 'case')}, counted."
            )
        if rest := len(counted.segments) - len(self._segments):
            self._note(f"{several(rest, 'segment')} of fewer than {MIN_OF_SEGMENT} cases not kept.")

    def _note(self, text: str) -> None:
        self._notes.append(f"{self._telling.place}: {text}")
