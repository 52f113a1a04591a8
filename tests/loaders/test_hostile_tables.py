"""Hostile tables, by the command a user types, in bounded time and memory: no traceback, and a clear problem."""

import gzip
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.loaders.mapped import mapping
from tests.loaders.sheets import json_file, ods, text_file

SECONDS = 200
BYTES = 1_500 * 1024**2
DEEP = 1_000_000
MAPPING = """
    mapping: m
    records:
      touchpoints: {key: "{Page}", name: "{Page}"}
    """
CELLS = (
    '<table:table table:name="S"><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    'table:number-columns-repeated="16384"><text:p>Page</text:p></table:table-cell></table:table-row></table:table>'
)
HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a bomb in gzip": (
        lambda f: _packed(f, b"Page\n" + b"a\n" * 50_000_000),
        "It unpacks to more than 67,108,864 bytes",
    ),
    "ten million columns": (lambda f: text_file(f, b"Page," * 1_900_000), "1,900,001 columns. Up to 16,384 are read."),
    "a cell of 100 MB": (lambda f: text_file(f, b"Page\n" + b"x" * 100_000_000), "t.csv:2: A line of 10,000,000"),
    "a cell of 100 MB in quotes": (
        lambda f: text_file(f, b'Page\n"' + b"x\n" * 50_000_000),
        "This is not CSV: field larger than field limit",
    ),
    "JSON nested deep": (lambda f: json_file(f, '{"a": ' * DEEP, "t.json"), "More than 30 levels inside each other."),
    "JSON of brackets": (lambda f: json_file(f, "[" * 100 * DEEP, "t.json"), "This is not JSON: more than 30 levels"),
    "JSON of one text": (lambda f: json_file(f, '[{"Page": "' + "x" * 100 * DEEP, "t.json"), "A record of more than"),
    "a sheet of repeated cells": (lambda f: ods(f, CELLS), "More than 50,000,000 cells"),
    "noise called Parquet": (lambda f: text_file(f, b"PAR1" + os.urandom(1_000_000), "t.parquet"), "can't be read as"),
    "a million different keys": (
        lambda f: text_file(f, "Page\n" + "".join(f"{n}\n" for n in range(310_000))),
        "More than 300,000 different records.",
    ),
}


def _packed(folder: Path, data: bytes) -> Path:
    path = folder / "t.csv.gz"
    path.write_bytes(gzip.compress(data, 9))
    return path


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_table_is_a_clear_problem_in_bounded_memory(tmp_path: Path, case: str) -> None:
    write, expected = HOSTILE[case]
    done = subprocess.run(
        [sys.executable, "-c", "from journeygraph.cli import main; main()", "inspect", str(write(tmp_path)), "--by",
         str(mapping(tmp_path, MAPPING))],
        env=os.environ | {"COLUMNS": "300"}, capture_output=True, text=True, timeout=SECONDS, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES)),
    )  # fmt: skip
    assert done.returncode in (1, 2, 4), done.stderr[-2_000:]
    assert "Traceback" not in done.stderr
    assert expected in " ".join((done.stdout + done.stderr).split())
    assert len(done.stdout + done.stderr) < 20_000
