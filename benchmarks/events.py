"""Event logs: what it costs to read and count them, beside pm4py, and whether both come to the same.

    python -m benchmarks.events --pm4py PYTHON [--events 10000000] [--xes 1000000]

PYTHON is that of an environment of its own in which pm4py is installed; the project doesn't depend on it. Without it,
only what journeygraph takes is measured. No database is needed: what is measured ends at the entries that a load would
stage. Each runs in a process of its own, after its imports; memory is the most that the process had.
"""

import argparse
import json
import math
import multiprocessing
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from graph_schema.problems import Place
from loaders.events.counting import put_in_order
from loaders.events.csv_log import columns_of
from loaders.events.delimited import look_into, relation
from loaders.events.engine import Engine
from loaders.events.log import record
from loaders.events.roles import assign
from loaders.forms import recognise
from loaders.pipeline import DEFAULTS
from loaders.sample import Sample

Counts = dict[str, int]
FOLLOWS, STATISTICS = "directly follows", "all statistics"

PM4PY = """
import json, logging, resource, sys, time, warnings
warnings.filterwarnings("ignore")
import pandas, pm4py
path, out = sys.argv[1:]

def taken():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return [time.perf_counter(), used.ru_utime + used.ru_stime, used.ru_maxrss // 1024]

stamps = [taken()]
if path.endswith(".csv"):
    log = pm4py.format_dataframe(pandas.read_csv(path), case_id="case_id", activity_key="activity",
                                 timestamp_key="timestamp")
else:
    log = pm4py.read_xes(path)
stamps.append(taken())
follows, starts, ends = pm4py.discover_dfg(log)
stamps.append(taken())
times, _, _ = pm4py.discover_performance_dfg(log, perf_aggregation_key="all")
ways = pm4py.get_variants(log)
lasted = pm4py.get_all_case_durations(log)
visits = pm4py.get_event_attribute_values(log, "concept:name")
came = pm4py.get_event_attribute_values(log, "concept:name", count_once_per_case=True)
rework = pm4py.get_rework_cases_per_activity(log)
stamps.append(taken())
said = {
    "stamps": stamps,
    "follows": {" > ".join(pair): int(n) for pair, n in follows.items()},
    "gaps": {" > ".join(pair): float(gap["median"]) for pair, gap in times.items()},
    "starts": {name: int(n) for name, n in starts.items()},
    "ends": {name: int(n) for name, n in ends.items()},
    "ways": sorted((int(n) for n in ways.values()), reverse=True)[:100],
}
json.dump(said, open(out, "w"))
"""
"""Reads a log and counts directly what follows; then all else that pm4py has of what journeygraph tells of a log."""


@dataclass(frozen=True)
class Taken:
    """What something took: seconds by the clock, seconds of cores, megabytes at most."""

    seconds: float
    cores: float
    megabytes: int

    def beside(self, ours: "Taken") -> str:
        """The cells of a row, with what the seconds are as multiples of ours."""
        seconds, cores = self.seconds / ours.seconds, self.cores / ours.cores
        return f"{self.seconds:.1f} | {seconds:.1f} | {self.cores:.1f} | {cores:.1f} | {self.megabytes:,}"


@dataclass(frozen=True)
class Said:
    """What was counted of a log."""

    follows: Counts
    gaps: dict[str, float]
    starts: Counts
    ends: Counts
    ways: list[int]
    """The cases of the most frequent ways."""


def main() -> None:
    """Write logs, let both count them, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pm4py", type=Path, help="the Python of an environment with pm4py")
    parser.add_argument("--events", type=int, default=10_000_000, help="how many events the CSV file has")
    parser.add_argument("--xes", type=int, default=1_000_000, help="how many events the XES file has")
    asked = parser.parse_args()
    print("| log | by | s | ratio | s of cores | ratio | MB |\n| --- | --- | --- | --- | --- | --- | --- |")
    for name, events in (("log.csv", asked.events), ("log.xes", asked.xes)):
        if events:
            with tempfile.TemporaryDirectory() as folder:
                side_by_side(Path(folder) / name, events, asked.pm4py)


def side_by_side(path: Path, events: int, pm4py: Path | None) -> None:
    """Write a log and print a row for each who counts it; raises AssertionError where they don't come to the same."""
    _apart(write, path, events)
    name = f"{path.suffix[1:].upper()}, {events:,} events, {path.stat().st_size / 1024**2:,.0f} MB"
    whole, said = _apart(count, path)
    ours = {STATISTICS: whole}
    if path.suffix == ".csv":
        ours[FOLLOWS], followed = _apart(follow, path)
        assert followed == said.follows, "what follows on what, counted alone"
    for what, taken in ours.items():
        print(f"| {name if taken is whole else ''} | journeygraph, {what} | {taken.beside(taken)} |", flush=True)
    if pm4py is None:
        return
    theirs, heard = by_pm4py(path, pm4py)
    for what, taken in theirs.items():
        print(f"| | pm4py, {what} | {taken.beside(ours.get(what, whole))} |", flush=True)
    compare(said, heard)


def _apart(function: Any, *given: Any) -> Any:
    """What a function returns, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, given)


def compare(ours: Said, theirs: Said) -> None:
    """Check that both counted the same, to the last one."""
    assert ours.follows == theirs.follows, "what follows on what"
    assert ours.starts == theirs.starts, "what cases start with"
    assert ours.ends == theirs.ends, "what cases end with"
    assert ours.ways == theirs.ways, "ways"
    far = [pair for pair, gap in theirs.gaps.items() if not math.isclose(gap, ours.gaps[pair], abs_tol=1e-3)]
    assert not far, f"medians of {far[:3]}"


def write(path: Path, events: int) -> None:
    """A log of 24 activities, with cases of 2 to 30 events along 3,000 ways of which some are frequent.

    Some times tie. In CSV cases overlap, and are in the order of their times only by thousands.
    """
    chance = random.Random(1)  # noqa: S311 - nothing secret is drawn
    with duckdb.connect() as base:
        base.execute("SET enable_progress_bar = false")
        base.execute("CREATE TABLE way (way INTEGER, place INTEGER, activity VARCHAR)")
        ways = [_way(chance) for _ in range(3_000)]
        rows = [(number, place, activity) for number, way in enumerate(ways) for place, activity in enumerate(way)]
        base.executemany("INSERT INTO way VALUES (?, ?, ?)", rows)
        cases = 2 * events // 8
        base.execute(f"""
            CREATE TABLE event AS
            SELECT 'case ' || number AS case_id, activity, number, place,
                   TIMESTAMP '2026-01-01' + to_seconds(number * 30 + place * (hash(number) % 7) * 600) AS moment
            FROM (SELECT range AS number, (3000 * pow((hash(range) % 1000000) / 1e6, 4))::INTEGER % 3000 AS way
                  FROM range({cases})) JOIN way USING (way)
            ORDER BY number, place LIMIT {events}""")  # noqa: S608 - numbers
        if path.suffix == ".csv":
            base.execute(f"""
                COPY (SELECT case_id, activity, strftime(moment, '%Y-%m-%dT%H:%M:%S+00:00') AS timestamp
                      FROM event ORDER BY number // 1000, moment, number, place)
                TO '{path}' (HEADER, DELIMITER ',')""")  # noqa: S608 - our path
        else:
            _write_xes(path, base.execute("SELECT case_id, activity, moment FROM event ORDER BY number, place"))


def _way(chance: random.Random) -> list[str]:
    """Activities, each one or a few on from the one before, as processes go, and sometimes back."""
    at, way = 0, list[str]()
    for _ in range(min(30, 2 + int(chance.expovariate(1 / 6)))):
        way.append(f"Activity {at % 24}")
        at = max(0, at + chance.choice((-2, 0, 1, 1, 1, 2)))
    return way


def _write_xes(path: Path, events: Any) -> None:
    case = None
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n')
        for name, activity, moment in _fetched(events):
            if name != case:
                file.write("</trace>\n" if case else "")
                file.write(f'<trace>\n<string key="concept:name" value="{name}"/>\n')
                case = name
            file.write(f'<event>\n<string key="concept:name" value="{activity}"/>\n')
            file.write(f'<date key="time:timestamp" value="{moment.isoformat()}+00:00"/>\n</event>\n')
        file.write("</trace>\n</log>\n")


def _fetched(result: Any) -> Iterator[tuple[Any, ...]]:
    while rows := result.fetchmany(10_000):
        yield from rows


def count(path: Path) -> tuple[Taken, Said]:
    """All that journeygraph tells of a log."""
    before = _now()
    recognised = recognise(Sample(path, path.name))
    assert recognised is not None
    reading = recognised.form.read(recognised.sample, DEFAULTS)
    entries = list(reading.entries)
    after = _now()
    assert not reading.problems, reading.problems[:3]
    told: dict[str, list[Any]] = {}
    for entry in entries:
        told.setdefault(entry.collection, []).append(entry.fields)
    names = {_key(said): said["name"] for said in told["touchpoints"]}
    pairs = [(f"{names[said['from']]} > {names[said['to']]}", said) for said in told["led_to"]]
    readings = {
        metric: {
            names[said["about"].partition(":")[2]]: int(said["value"])
            for said in told["readings"]
            if said["metric"] == metric and said["value"] != "0"
        }
        for metric in ("starts", "ends")
    }
    said = Said(
        follows={pair: int(one["cases"]) for pair, one in pairs},
        gaps={pair: float(one["median_seconds"]) for pair, one in pairs},
        starts=readings["starts"],
        ends=readings["ends"],
        ways=[int(one["cases"]) for one in told["variants"]],
    )
    return _between(before, after), said


def follow(path: Path) -> tuple[Taken, Counts]:
    """What directly follows on what in a table of text, and nothing else."""
    before = _now()
    sample = Sample(path, path.name)
    table = look_into(sample)
    assert table is not None
    with Engine(Place(path.name), path) as engine:
        log = record(engine, columns_of(engine, relation(engine, sample, table), table, assign(table.head)))
        put_in_order(engine, log)
        followed = engine.run("SELECT activity, next, count(*) FROM step WHERE next IS NOT NULL GROUP BY ALL")
    return _between(before, _now()), {f"{one} > {other}": cases for one, other, cases in followed}


def _key(said: Any) -> str:
    return str(getattr(said["key"], "text", said["key"])).lower().replace(" ", "-")


def by_pm4py(path: Path, python: Path) -> tuple[dict[str, Taken], Said]:
    """What pm4py takes to read a log, until it has counted what follows on what, and until it has counted all."""
    out = path.with_suffix(".json")
    subprocess.run([python, "-c", PM4PY, path, out], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    told = json.loads(out.read_text("utf-8"))
    begin, *stamps = told.pop("stamps")
    steps = ("reading alone", FOLLOWS, STATISTICS)
    return {step: _between(begin, stamp) for step, stamp in zip(steps, stamps, strict=True)}, Said(**told)


def _now() -> list[float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return [time.perf_counter(), used.ru_utime + used.ru_stime, used.ru_maxrss // 1024]


def _between(before: list[float], after: list[float]) -> Taken:
    return Taken(after[0] - before[0], after[1] - before[1], int(after[2]))


if __name__ == "__main__":
    main()
