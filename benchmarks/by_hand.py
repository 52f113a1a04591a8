"""The same bundle as somebody would load it by hand: UNWIND and MERGE, in batches of 5,000, provenance included.

Run as `python -m benchmarks.by_hand FOLDER`, with NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD set.
"""

import csv
import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from neo4j import GraphDatabase, Session

BATCH = 5_000
SAID = {"source": "study", "basis": "stated", "run": 1}
FILES = {
    # file: label, container and its relationship, whole numbers, links (column, type, label and token of the end)
    "sources": ("Source", None, (), ()),
    "channels": ("Channel", None, (), ()),
    "personas": ("Persona", None, (), ()),
    "touchpoints": ("Touchpoint", None, (), ()),
    "journeys": ("Journey", None, (), (("for", "FOR", "Persona"),)),
    "stages": ("Stage", ("Journey", "HAS_STAGE"), ("order",), ()),
    "steps": ("Step", ("Stage", "HAS_STEP"), ("order",), (("at", "AT", "Touchpoint"), ("via", "VIA", "Channel"))),
    "pain_points": ("PainPoint", None, (), (("occurs_at", "OCCURS_AT", "Step"), ("hurts", "HURTS", "Persona"))),
}
TOKENS = {"PainPoint": "pain_point"}

DESCRIBE = """
UNWIND $rows AS row
MERGE (n:`{label}` {{key: row.key}}) SET n += row.shows
WITH n, row MATCH (d:Dataset {{key: 'benchmark'}})
MERGE (d)-[r:DESCRIBES {{`from`: 'dataset:benchmark', `to`: row.ref}}]->(n) SET r += row.said
"""
CONTAIN = """
UNWIND $rows AS row
MATCH (a:`{start}` {{key: row.parent}}) MATCH (b:`{label}` {{key: row.key}})
MERGE (a)-[r:`{type}` {{`from`: row.parent_ref, `to`: row.ref}}]->(b)
"""
RELATE = """
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
        for name in FILES:
            load_file(session, Path(sys.argv[1]), name)


def load_file(session: Session, folder: Path, name: str) -> None:
    """Load one table."""
    label, container, numbers, links = FILES[name]
    token = TOKENS.get(label, label.lower())
    for batch in read(folder / f"{name}.csv"):
        rows = []
        for record in batch:
            shows = {k: int(v) if k in numbers else v for k, v in record.items() if k not in {c for c, *_ in links}}
            said = SAID | {f"gave_{k}": v for k, v in shows.items() if k != "key"}
            rows.append({"key": record["key"], "ref": f"{token}:{record['key']}", "shows": shows, "said": said})
        session.run(DESCRIBE.format(label=label), rows=rows).consume()
        if container:
            start, rel_type = container
            contained = [
                {
                    "key": row["key"],
                    "ref": row["ref"],
                    "parent": (parent := row["key"].rpartition("/")[0]),
                    "parent_ref": f"{start.lower()}:{parent}",
                }
                for row in rows
            ]
            session.run(CONTAIN.format(start=start, label=label, type=rel_type), rows=contained).consume()
        for column, rel_type, end in links:
            ends = [record[column].rpartition(":")[2] for record in batch]
            related = [
                {"key": row["key"], "ref": row["ref"], "end": key, "end_ref": f"{end.lower()}:{key}"}
                for row, key in zip(rows, ends, strict=True)
            ]
            session.run(RELATE.format(label=label, end=end, type=rel_type), rows=related, said=SAID).consume()


def read(path: Path) -> Iterator[list[dict[str, str]]]:
    """Read a table in batches."""
    with path.open(newline="") as file:
        rows = csv.DictReader(file)
        while batch := list(islice(rows, BATCH)):
            yield batch


if __name__ == "__main__":
    main()
