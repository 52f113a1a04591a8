"""Tables by mappings: what reading a table costs, what records cost that are made of it, and what a survey costs.

    python -m benchmarks.tables [--rows 1000000]

No database is needed: what is measured ends at the entries that a load would stage. Each case runs in a process of its
own, so that its memory is its own; times are those of the processor, as other work on the machine doesn't change them.
"""

import argparse
import csv
import multiprocessing
import random
import resource
import tempfile
import time
from pathlib import Path

from loaders.mapping.file import read_mapping
from loaders.mapping.form import read_by
from loaders.respondents import HashKey, Respondents
from loaders.sample import Sample
from loaders.tables.opening import tables
from loaders.wishes import Wishes

RECORDS = """
mapping: records
records:
  touchpoints: {key: "{Page}", name: "{Page}"}
  channels: {key: "{Channel}", name: "{Channel}"}
  readings: {metric: m, about: "touchpoint:{Page}", channel: "{Channel}", value: {take: mean, column: Score}}
"""
SURVEY = """
mapping: survey
survey:
  about: "touchpoint:{Page}"
  among: "segment:{Plan}"
  respondent: Id
  received: {column: When, time: iso}
  questions: [{column: Score, answer: nps}, {column: Comment, answer: text}]
"""
CASES = {"rows": "", "records": RECORDS, "survey": SURVEY}


def main() -> None:
    """Write a table, read it in each way, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many rows the table has")
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        write(table, rows)
        print(f"{rows:,} rows, {table.stat().st_size / 1024**2:,.0f} MB\n")
        print("| case | entries | s of a core | MB |\n| --- | --- | --- | --- |")
        for case in CASES:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                entries, seconds, megabytes = pool.apply(measure, (table, case))
            print(f"| {case} | {entries:,} | {seconds:.1f} | {megabytes:,} |")


def write(path: Path, rows: int) -> None:
    """A table with 300 pages, a score in eleven rows of twelve, and a comment in one of twenty."""
    chance = random.Random(1)  # noqa: S311 - nothing secret is drawn
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Id", "Page", "Channel", "Score", "When", "Comment", "Plan"])
        for number in range(rows):
            said = "It was slow, and I waited for five minutes" if chance.random() < 0.05 else ""
            when = f"2026-0{chance.randrange(1, 10)}-1{chance.randrange(10)}T10:00:00Z"
            score, channel = chance.choice(["", *range(11)]), chance.choice(["Web", "App", "Shop"])
            page, plan = f"Page {chance.randrange(300)}", chance.choice(["Free", "Paid"])
            writer.writerow([f"R_{number:x}abcdef", page, channel, score, when, said, plan])


def measure(path: Path, case: str) -> tuple[int, float, int]:
    """How many entries there were, the seconds of a core and the megabytes that they took."""
    sample, began = Sample(path, path.name), time.process_time()
    if case == "rows":
        entries = sum(1 for _ in tables(sample)[0].rows([]))
    else:
        mapping = path.with_suffix(".yaml")
        mapping.write_text(CASES[case], "utf-8")
        wishes = Wishes(respondents=Respondents(HashKey("a key for measuring")))
        reading = read_by(read_mapping(mapping, mapping.name), sample, wishes)
        entries = sum(1 for _ in reading.entries)
        assert not reading.problems, reading.problems[:3]
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return entries, time.process_time() - began, taken


if __name__ == "__main__":
    main()
