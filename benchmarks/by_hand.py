"""The same bundle as somebody would load it by hand: UNWIND and MERGE, in batches of 5,000, provenance included.

Run as `python -m benchmarks.by_hand FOLDER`, with NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD set.
"""

import csv
import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, LiteralString, NamedTuple

from neo4j import GraphDatabase, Session

Row = dict[str, Any]

BATCH = 5_000
SAID = {"source": "study", "basis": "stated", "run": 1}


class Table(NamedTuple):
    """What a file holds: its label, whole numbers, its container, and links: column, type, label of the end."""

    label: LiteralString
    numbers: tuple[str, ...] = ()
    container: tuple[LiteralString, LiteralString] | None = None
    links: tuple[tuple[str, LiteralString, LiteralString], ...] = ()


TABLES = {
    "sources": Table("Source"),
    "channels": Table("Channel"),
    "personas": Table("Persona"),
    "touchpoints": Table("Touchpoint"),
    "journeys": Table("Journey", links=(("for", "FOR", "Persona"),)),
    "stages": Table("Stage", ("order",), ("Journey", "HAS_STAGE")),
    "steps": Table("Step", ("order",), ("Stage", "HAS_STEP"), (("at", "AT", "Touchpoint"), ("via", "VIA", "Channel"))),
    "pain_points": Table("PainPoint", links=(("occurs_at", "OCCURS_AT", "Step"), ("hurts", "HURTS", "Persona"))),
}
TOKENS = {"PainPoint": "pain_point"}

DESCRIBE: LiteralString = """
UNWIND $rows AS row
MERGE (n:`{label}` {{key: row.key}}) SET n += row.shows
WITH n, row MATCH (d:Dataset {{key: 'benchmark'}})
MERGE (d)-[r:DESCRIBES {{`from`: 'dataset:benchmark', `to`: row.ref}}]->(n) SET r += row.said
"""
CONTAIN: LiteralString = """
UNWIND $rows AS row
MATCH (a:`{start}` {{key: row.parent}}) MATCH (b:`{label}` {{key: row.key}})
MERGE (a)-[r:`{type}` {{`from`: row.parent_ref, `to`: row.ref}}]->(b)
"""
RELATE: LiteralString = """
UNWIND $rows AS row
MATCH (a:`{label}` {{key: row.key}}) MATCH (b:`{end}` {{key: row.end}})
MERGE (a)-[r:`{type}` {{`from`: row.ref, `to`: row.end_ref, source: 'study', dataset: 'benchmark'}}]->(b)
SET r += $said
"""


def main() -> None:
    """Load the bundle in the folder that is named."""
    address = os.environ["NEO4J_URI"]
    account = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with GraphDatabase.driver(address, auth=account) as driver, driver.session(database="neo4j") as session:
        session.run("MERGE (d:Dataset {key: 'benchmark'}) SET d.name = 'benchmark', d.rank = 0").consume()
        for name in TABLES:
            load_file(session, Path(sys.argv[1]), name)


def load_file(session: Session, folder: Path, name: str) -> None:
    """Load one table."""
    label, numbers, container, links = TABLES[name]
    token = TOKENS.get(label, label.lower())
    for batch in read(folder / f"{name}.csv"):
        rows: list[Row] = []
        for record in batch:
            shows = {k: int(v) if k in numbers else v for k, v in record.items() if k not in {c for c, *_ in links}}
            said = SAID | {f"gave_{k}": v for k, v in shows.items() if k != "key"}
            rows.append({"key": record["key"], "ref": f"{token}:{record['key']}", "shows": shows, "said": said})
        session.run(DESCRIBE.format(label=label), rows=rows).consume()
        if container:
            start, rel_type = container
            contained = [_contained(row, start) for row in rows]
            session.run(CONTAIN.format(start=start, label=label, type=rel_type), rows=contained).consume()
        for column, rel_type, end in links:
            ends = [record[column].rpartition(":")[2] for record in batch]
            related = [
                {"key": row["key"], "ref": row["ref"], "end": key, "end_ref": f"{end.lower()}:{key}"}
                for row, key in zip(rows, ends, strict=True)
            ]
            session.run(RELATE.format(label=label, end=end, type=rel_type), rows=related, said=SAID).consume()


def _contained(row: Row, start: str) -> Row:
    parent = row["key"].rpartition("/")[0]
    return {"key": row["key"], "ref": row["ref"], "parent": parent, "parent_ref": f"{start.lower()}:{parent}"}


def read(path: Path) -> Iterator[list[dict[str, str]]]:
    """Read a table in batches."""
    with path.open(newline="") as file:
        rows = csv.DictReader(file)
        while batch := list(islice(rows, BATCH)):
            yield batch


if __name__ == "__main__":
    main()
