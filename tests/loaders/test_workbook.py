"""A workbook is a bundle like any other; a broken or hostile one is a clear error, and nothing is loaded."""

import datetime
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph_schema.errors import UsageError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from loaders.pipeline import load
from loaders.sample import Sample
from loaders.values import joined, split
from loaders.wishes import Wishes
from loaders.workbook import read
from tests.loaders.test_hostile import journeygraph
from tests.loaders.writing import bundle, graph, staged_problems

SETTINGS: list[list[Any]] = [["setting", "value"], ["dataset", "cafe"], ["name", "A café"], ["source", "diary"]]
SOURCES: list[list[Any]] = [["key", "name"], ["diary", "A diary"]]
ROWS: list[list[Any]] = [
    ["key", "name", "order", "tags", "note"],
    ["visit/arrive/queue", "Queue", 1, "slow; loud\\; crowded", "=not a formula"],
    ["visit/arrive/sit", "Sit", 2.0, None, None],
]
SHEET = "xl/worksheets/sheet1.xml"
NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook with the sheets `dataset` and `sources`, and these."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {"dataset": SETTINGS, "sources": SOURCES, **sheets}.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str) and not value.startswith("=F"):
                    cell.data_type = "s"
    book.save(path)
    return path


def test_a_workbook_csv_and_yaml_give_the_same_graph(database: Database, tmp_path: Path) -> None:
    journey = {"journeys": [["key", "name"], ["visit", "I visit"]], "stages": [["key", "name"], ["visit/arrive", "A"]]}
    found: list[Any] = []
    csv = {
        "journeys.csv": "key,name\nvisit,I visit\n",
        "stages.csv": "key,name\nvisit/arrive,A\n",
        "steps.csv": "key,name,order,tags,note\nvisit/arrive/queue,Queue,1,slow; loud\\; crowded,=not a formula\n"
        "visit/arrive/sit,Sit,2,,\n",
    }
    nested = """
        journeys:
          - {key: visit, name: I visit, stages: [{key: arrive, name: A, steps: [
              {key: queue, name: Queue, order: 1, tags: [slow, loud; crowded], note: =not a formula},
              {key: sit, name: Sit, order: 2}]}]}
    """
    for path in (
        workbook(tmp_path / "cafe.xlsx", **journey, steps=ROWS),
        bundle(tmp_path / "csv", csv),
        bundle(tmp_path / "yaml", {"all.yaml": nested}),
    ):
        load([path], database, REGISTRY)
        found.append(graph(database))
    assert "Step:visit/arrive/sit" in found[0]
    assert found[0] == found[1] == found[2]


def test_cells_become_the_text_that_the_schema_reads(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["key", "name", "published"],
        ["one", 7, datetime.date(2026, 1, 31)],
        ["two", True, datetime.datetime(2026, 2, 1)],  # noqa: DTZ001 - a cell has no zone
        ["three", 2.5, "2026-02-02"],
        ["four", 1e3, datetime.date(2026, 2, 3)],
    ]
    more = {"_scratch": [["=F1"]], "Notes": [["anything"]], "Sheet3": []}
    path = workbook(tmp_path / "x.xlsx", sources=[*SOURCES, ["more", "More"]], **more)
    assert staged_problems(path) == []
    reading = read(Sample(workbook(tmp_path / "y.xlsx", sources=rows), "y.xlsx"), Wishes())
    assert [list(entry.fields.values()) for entry in reading.entries] == [
        ["one", "7", "2026-01-31"],
        ["two", "true", "2026-02-01"],
        ["three", "2.5", "2026-02-02"],
        ["four", "1000", "2026-02-03"],
    ]


def test_a_hidden_sheet_is_read_like_others(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", personas=[["key", "name"], ["Ada", "Ada"]])
    book: Any = openpyxl.load_workbook(path)
    book["personas"].sheet_state = "hidden"
    book.save(path)
    assert "x.xlsx/personas:2 (key): 'Ada' is not a key" in str(staged_problems(path)[0])


def test_what_excel_puts_beside_an_open_workbook_is_left_alone(tmp_path: Path) -> None:
    workbook(tmp_path / "x.xlsx")
    (tmp_path / "~$x.xlsx").write_bytes(b"x")
    assert staged_problems(tmp_path) == []


@pytest.mark.parametrize("seed", range(5))
def test_items_of_a_list_stand_in_one_cell_whatever_they_hold(seed: int) -> None:
    chosen = random.Random(seed)
    for _ in range(300):
        items = ["x" + "".join(chosen.choices("a;\\ x", k=chosen.randint(0, 5))) + "x" for _ in range(3)]
        items = [item + "\\" * chosen.randint(0, 3) for item in items]
        assert list(split(joined(items))) == items


def _rows(*rows: list[Any], sheet: str = "personas") -> Callable[[Path], Path]:
    return lambda path: workbook(path, **{sheet: list(rows)})


def _part(name: str, content: Callable[[bytes], bytes], *, packed: bool = True) -> Callable[[Path], Path]:
    """A sound workbook in which one part is another."""

    def write(path: Path) -> Path:
        workbook(path, personas=[["key", "name"], ["ada", "Ada"]])
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as old, zipfile.ZipFile(path, "w") as new:
            for part in old.namelist():
                data = old.read(part)
                method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
                new.writestr(part, content(data) if part == name else data, method)
            if name not in old.namelist():
                new.writestr(name, content(b""))
        return path

    return write


def _sheet(rows: str) -> Callable[[Path], Path]:
    xml = f'<worksheet xmlns="{NS}"><sheetData>{rows}</sheetData></worksheet>'
    return _part("xl/worksheets/sheet3.xml", lambda _: xml.encode())


def _noise(size: int) -> bytes:
    return random.Random(0).randbytes(size // 2).hex().encode()


def _large_cell(_: bytes) -> bytes:
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + _noise(100_000_000) + b"</t></is></c></row>"
    return f'<worksheet xmlns="{NS}"><sheetData>'.encode() + cell + b"</sheetData></worksheet>"


def _large_tag(_: bytes) -> bytes:
    return f'<worksheet xmlns="{NS}" x="'.encode() + _noise(50_000_000) + b'"/>'


def _entity(data: bytes) -> bytes:
    head = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa">]>'
    return head + data.replace(b"Ada", b"&e;")


def _truncated(path: Path) -> Path:
    data = workbook(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def _damaged(path: Path) -> Path:
    data = bytearray(workbook(path, personas=[["key", "name"], *([f"p{n}", "x" * n] for n in range(300))]).read_bytes())
    with zipfile.ZipFile(path) as book:
        at = book.getinfo("xl/worksheets/sheet3.xml").header_offset + 200
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(data)
    return path


def _many_parts(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        for number in range(70_000):
            book.writestr(f"{number}", b"")
    return path


def _merged(path: Path) -> Path:
    workbook(path, personas=[["key", "name", None], ["ada", "Ada", None]])
    book: Any = openpyxl.load_workbook(path)
    book["personas"].merge_cells("B1:C1")
    book.save(path)
    return path


def _plain(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


CELL = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a formula": (_rows(["key", "name"], ["ada", "=F1+1"]), "bad.xlsx/personas:2 (name): The cell holds a formula."),
    "a formula in the head": (_rows(["key", "=F1"], ["ada", "Ada"]), "bad.xlsx/personas:1 (B): The cell holds a"),
    "an error": (
        _sheet('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'),
        "bad.xlsx/personas:1 (A): The cell holds the error '#REF!'.",
    ),
    "a head that names a field twice": (
        _rows(["key", "key"], ["a", "b"]),
        "personas:1: The column 'key' stands twice.",
    ),
    "a head with a gap": (_rows(["key", None, "name"], ["a", None, "b"]), "personas:1: Column 2 has no name."),
    "a merged head": (_merged, "bad.xlsx/personas:1 (name): The cells B1:C1 are merged"),
    "an unknown sheet": (_rows(["key"], ["a"], sheet="people"), "bad.xlsx/people:2: There is no collection 'people'."),
    "an unknown column": (
        _rows(["key", "nam"], ["a", "b"]),
        "bad.xlsx/personas:2 (nam): There is no field 'nam' here.",
    ),
    "a date that isn't": (
        _rows(["key", "name", "published"], ["s", "S", "2026-02-30"], sheet="sources"),
        "bad.xlsx/sources:2 (published): '2026-02-30' is not a date that exists",
    ),
    "a number in local notation": (
        _rows(["key", "name", "valence"], ["e", "E", "0,5"], sheet="emotions"),
        "bad.xlsx/emotions:2 (valence): '0,5' is not a number with a decimal point; write 0.5",
    ),
    "no workbook inside": (_part("_rels/.rels", lambda _: b"<x/>"), "This is not a workbook: it names no sheets."),
    "a missing part": (
        _part("xl/_rels/workbook.xml.rels", lambda d: d.replace(b"sheet3.xml", b"nowhere.xml")),
        "The workbook lacks a part that it names.",
    ),
    "two sheets in one part": (
        _part("xl/_rels/workbook.xml.rels", lambda d: d.replace(b"sheet3.xml", b"sheet2.xml")),
        "bad.xlsx (personas): Two sheets stand in one part of the file.",
    ),
    "a sheet outside": (
        _part("xl/_rels/workbook.xml.rels", lambda d: d.replace(b"/xl/worksheets/sheet3.xml", b"../../../etc/passwd")),
        "The workbook lacks a part that it names.",
    ),
    "a part that leads out": (_part("../../evil.xml", lambda _: b"x"), "A part's name leads out of the file."),
    "not XML": (_part("xl/worksheets/sheet3.xml", lambda _: b"<a><b></a>"), "A part of it is not XML: mismatched tag"),
    "an external entity": (_part("xl/worksheets/sheet3.xml", _entity), "A document type, which no workbook has."),
    "an entity among settings": (_part("xl/worksheets/sheet1.xml", _entity), "A document type, which no workbook has."),
    "a zip bomb": (_part("xl/worksheets/sheet3.xml", lambda _: b" " * 400_000_000), "unpack to 400,000,000."),
    "a file of 200 MB": (_plain(b"PK" * 100_000_000), "The file has 200,000,000 bytes."),
    "70,000 parts": (_many_parts, "The file holds 70,000 parts."),
    "a cell of 100 MB": (_part("xl/worksheets/sheet3.xml", _large_cell), "A cell of more than 1,000,000 characters."),
    "a tag of 50 MB": (_part("xl/worksheets/sheet3.xml", _large_tag), "A tag of more than 4,194,304 bytes."),
    "10 million columns": (
        _sheet(f'<row r="1">{CELL.format("A1")}{CELL.format("VUXMJ1")}</row>'),
        "A cell 'VUXMJ1', which is outside of a sheet.",
    ),
    "10 million cells in a row": (
        _sheet('<row r="1">' + '<c t="inlineStr"><is><t>x</t></is></c>' * 20_000 + "</row>"),
        "which is outside of a sheet.",
    ),
    "a wide row": (_sheet(f'<row r="1">{CELL.format("A1")}{CELL.format("XFD1")}</row>'), "16,384 columns."),
    "a row beyond": (_sheet(f'<row r="99999999">{CELL.format("A1")}</row>'), "A row beyond 1,048,576."),
    "elements nested deep": (
        _part("xl/worksheets/sheet3.xml", lambda _: b"<a>" * 200_000, packed=False),
        "A part of it is not XML",
    ),
    "a truncated file": (_truncated, "This is not a workbook: it is no whole zip file."),
    "a damaged part": (_damaged, "A part of it"),
    "no zip": (_plain(b"key,name\n"), "This is not a workbook: it is no whole zip file."),
    "nothing": (_plain(b""), "This is not a workbook: it is no whole zip file."),
    "an older workbook": (_plain(b"\xd0\xcf\x11\xe0" + b"\0" * 4096), "Older .xls files and protected ones"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_a_clear_problem(tmp_path: Path, case: str) -> None:
    write, expected = HOSTILE[case]
    found = staged_problems(write(tmp_path / "bad.xlsx"))
    assert any(expected in str(problem) for problem in found), found[:5]


def test_a_workbook_without_its_sheet_is_a_table_that_nobody_knows(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    _part("xl/workbook.xml", lambda d: d.replace(b'"dataset"', b'"data"'))(path)
    with pytest.raises(UsageError, match="To be a bundle it needs a sheet `dataset`"):
        staged_problems(path)


@pytest.mark.parametrize(
    "case", ["a zip bomb", "a cell of 100 MB", "a tag of 50 MB", "an external entity", "70,000 parts"]
)
def test_a_hostile_workbook_loads_nothing_in_bounded_memory(database: Database, tmp_path: Path, case: str) -> None:
    write, expected = HOSTILE[case]
    done = journeygraph(database, "load", str(write(tmp_path / "bad.xlsx")))
    assert (done.returncode, "Traceback" in done.stderr) == (4, False), done.stderr
    assert expected in " ".join(done.stderr.split())
    assert graph(database) == {}
