"""Whatever a file holds, a table of it is rows of text or problems, and so is what a mapping makes of it.

JOURNEYGRAPH_FUZZ says how many examples each property is tried with; an hour's run takes 20,000.
"""

import csv
import io
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import UsageError
from graph_schema.problems import ProblemsError
from graph_schema.registry import REGISTRY
from graph_store.staging import Staging
from loaders.mapping.draft import draft
from loaders.mapping.file import read_mapping
from loaders.mapping.form import read_by
from loaders.normalise import Normaliser
from loaders.personal import Masker, personal_columns
from loaders.sample import Sample
from loaders.tables.layout import Layout
from loaders.tables.opening import packing
from tests.loaders.mapped import WISHES
from tests.loaders.sheets import json_file, ods, ods_sheet, parquet, read_all, text_file, xlsx

fuzzed = settings(
    max_examples=int(os.environ.get("JOURNEYGRAPH_FUZZ", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
SUFFIXES = ("csv", "tsv", "txt", "xlsx", "ods", "parquet", "json", "jsonl", "csv.gz", "json.gz", "dat")
ROWS = [["Page", "Score", "Said"], ["Home", 3, "Good"], ["Check out", 4, "Slow; call +49 30 1234567"]]
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
CELLS = st.text(LETTERS, max_size=20)
MAPPING = """
mapping: fuzz
where: {Page: {not: [Test]}}
records:
  touchpoints: {key: "{Page}", name: "{Page}"}
  feelings: {persona: p, place: "touchpoint:{Page}", score: {column: Score, scale: [0, 10], to: [-1, 1]}}
  insights: {each: {column: Said, split: ";"}, key: "{@item}", name: "{@item}", concerns: "touchpoint:{Page}"}
  readings: {metric: m, about: "touchpoint:{Page}", n: {take: count}, value: {take: mean, column: Score}}
survey:
  respondent: Page
  received: {column: Said, time: [iso, unix, "%d.%m.%Y"], zone: UTC}
  questions: [{column: Score, answer: nps}, {column: Said, answer: text}, {column: Page, answer: choice}]
"""


@cache
def sound() -> dict[str, bytes]:
    """A sound file of each packing."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        text = "Page,Score,Said\nHome,3,Good\n"
        written = {
            "csv": text_file(folder, text),
            "csv.gz": text_file(folder, text, "t.csv.gz"),
            "xlsx": xlsx(folder, ROWS, merged=["A2:A3"]),
            "ods": ods(folder, ods_sheet(ROWS)),
            "parquet": parquet(folder, "SELECT 'Home' AS Page, 3 AS Score, [1, 2] AS Said"),
            "json": json_file(folder, {"a": {"items": [{"Page": "x", "u": {"Score": 1}}, {"Said": ["y", 1.5]}]}}),
            "jsonl": json_file(folder, '{"Page": "x"}\n{"Score": 1}\n', "t.jsonl"),
        }
        return {suffix: path.read_bytes() for suffix, path in written.items()}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A sound file with some bytes cut, doubled, dropped or changed, perhaps under another name."""
    suffix = draw(st.sampled_from(sorted(sound())))
    data = bytearray(sound()[suffix])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        size = draw(st.integers(0, 50))
        match draw(st.sampled_from(["cut", "drop", "double", "change"])):
            case "cut":
                del data[at:]
            case "drop":
                del data[at : at + size]
            case "double":
                data[at:at] = data[at : at + size] * draw(st.integers(1, 20))
            case _:
                data[at : at + 1] = draw(st.binary(max_size=4))
    return draw(st.sampled_from([suffix, suffix, suffix, *SUFFIXES])), bytes(data)


def check(path: Path, layout: Layout | None = None) -> None:
    """Rows are text that the graph can hold; problems have a place in the file."""
    rows, problems = read_all(path, layout)
    for _, row in rows:
        for name, text in row.items():
            assert name
            assert text
            assert text == text.strip()
            assert "\0" not in text
            text.encode("utf-8")
    for problem in problems:
        assert problem.place.file.startswith(path.name)
        assert problem.found.endswith((".", "!"))
        assert len(str(problem)) < 5_000


@fuzzed
@given(st.sampled_from(SUFFIXES), st.binary(max_size=2_000), st.booleans())
def test_noise_is_rows_or_problems(suffix: str, data: bytes, packed: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"t.{suffix}"
        path.write_bytes(b"\x1f\x8b" + data if packed else data)
        packing(Sample(path, path.name))
        check(path)


@fuzzed
@given(damaged())
def test_a_damaged_file_is_rows_or_problems(file: tuple[str, bytes]) -> None:
    suffix, data = file
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"t.{suffix}"
        path.write_bytes(data)
        check(path)


LAYOUTS = st.builds(
    Layout,
    sheet=st.none() | st.sampled_from(["Sheet", "S*", "[", "x"]),
    path=st.none() | st.sampled_from(["", "a", "a.items", "a..b", "a.items.0"]),
    encoding=st.none() | st.sampled_from(["utf-8", "utf-16", "cp1252", "none", "rot13", "shift_jis", "idna", "hex"]),
    delimiter=st.none() | st.sampled_from([",", ";", " ", "x"]),
    skip=st.integers(0, 5),
    head=st.integers(1, 3),
    labels=st.none() | st.just(1),
)


@fuzzed
@given(st.sampled_from(sorted(SUFFIXES[:-1])), LAYOUTS)
def test_a_sound_file_in_a_layout_that_does_not_fit_is_rows_or_problems(suffix: str, layout: Layout) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"t.{suffix}"
        path.write_bytes(sound().get(suffix, sound()["csv"]))
        check(path, layout)


@fuzzed
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=20),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_was_written_as_csv_is_read(rows: list[list[str]], delimiter: str, encoding: str, end: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *rows])
    expected = [{n: t for n, cell in zip("abc", row, strict=True) if (t := cell.strip())} for row in rows]
    with TemporaryDirectory() as folder:
        path = text_file(Path(folder), buffer.getvalue(), encoding=encoding)
        found, problems = read_all(path, Layout(delimiter=delimiter))
    assert problems == []
    assert [row for _, row in found] == [row for row in expected if row]


SCALARS = st.none() | st.booleans() | st.integers() | CELLS
RECORDS = st.dictionaries(
    st.text(LETTERS, min_size=1, max_size=5).filter(lambda name: "." not in name),
    SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.sampled_from("xyz"), SCALARS, max_size=3),
    max_size=5,
)


@fuzzed
@given(st.lists(RECORDS, min_size=1, max_size=10), st.booleans(), st.booleans())
def test_what_was_written_as_json_is_read(objects: list[dict[str, Any]], lines: bool, indented: bool) -> None:
    text = "\n".join(map(json.dumps, objects)) if lines else json.dumps(objects, indent=1 if indented else None)
    with TemporaryDirectory() as folder:
        path = json_file(Path(folder), text, "t.jsonl" if lines else "t.json")
        found, problems = read_all(path)
    assert problems == []
    plain = [{p: t for p, v in paths(record) if (t := str(v).strip())} for record in objects]
    scalars = [{p: t for p, t in row.items() if not isinstance(t, list)} for row in plain]
    assert [
        {name: row[name] for name in expected} for (_, row), expected in zip(found, scalars, strict=True)
    ] == scalars


def paths(record: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from paths(value, f"{prefix}{name}.")
        elif value is not None and not isinstance(value, list):
            yield f"{prefix}{name}", str(value).lower() if isinstance(value, bool) else value


ODD = st.one_of(
    CELLS,
    st.sampled_from(["0", "-1", "1e309", "nan", "٣", "3,5", "9" * 30, "???", "C++", "c", "Test", "2026-01-31T00:00Z",
                     "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "99999999999999", "a@b.org", "x" * 500]),
)  # fmt: skip


@fuzzed
@given(st.lists(st.tuples(ODD, ODD, ODD), max_size=15))
def test_a_mapping_makes_entries_or_problems_of_any_cells(rows: list[tuple[str, str, str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["Page", "Score", "Said"], *rows])
    with TemporaryDirectory() as name:
        folder = Path(name)
        path, written = text_file(folder, buffer.getvalue()), folder / "m.yaml"
        written.write_text(MAPPING, "utf-8")
        stage(path, written)


@fuzzed
@given(st.data())
def test_a_damaged_mapping_is_a_mapping_or_problems(data: st.DataObject) -> None:
    text = MAPPING
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        piece = data.draw(st.sampled_from(["{", "}", "[", "]", ": ", "\n  ", "take: ", "- ", '"', "@", "x"]) | CELLS)
        text = text[:at] + piece + text[at + data.draw(st.integers(0, 12)) :]
    with TemporaryDirectory() as name:
        folder = Path(name)
        path, written = text_file(folder, "Page,Score,Said\nHome,3,Good\nApp,x,\n"), folder / "m.yaml"
        written.write_text(text, "utf-8")
        stage(path, written)


def stage(table: Path, written: Path) -> None:
    """Read a table by a mapping and validate it: only problems may come of it, each with a place."""
    try:
        file = read_mapping(written, "m.yaml")
    except ProblemsError as error:
        assert {problem.place.file for problem in error.problems} == {"m.yaml"}  # noqa: PT017
        return
    reading = read_by(file, Sample(table, table.name), WISHES)
    with Staging(REGISTRY) as staging:
        staging.add_dataset(reading.dataset, reading.place)
        Normaliser(staging, reading.dataset.key).stage(reading.entries)
        for problem in (*reading.problems, *staging.problems):
            assert problem.place.file.startswith(("m.yaml", table.name)), problem
            assert problem.found


@fuzzed
@given(st.lists(st.text(LETTERS, max_size=15), min_size=1, max_size=6), st.lists(st.lists(ODD, max_size=6), max_size=8))
def test_a_draft_of_any_table_is_a_mapping(head: list[str], rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([head, *[row[: len(head)] for row in rows]])
    with TemporaryDirectory() as name:
        folder = Path(name)
        path, written = text_file(folder, buffer.getvalue()), folder / "draft.yaml"
        if not any(cell.strip() for cell in head):
            return
        try:
            written.write_text(draft(Sample(path, path.name)), "utf-8")
        except UsageError:
            return
        read_mapping(written, "draft.yaml")


@fuzzed
@given(st.text(max_size=300), st.lists(CELLS, max_size=10))
def test_masking_ends_and_is_done_once(text: str, values: list[str]) -> None:
    masked = Masker()(text)
    assert Masker()(masked) == masked
    personal_columns({text: values, "Name": values})
