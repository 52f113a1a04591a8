"""Tables of any kind are read as rows with their places; what can't be read is a problem with its place."""

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.sample import Sample
from loaders.sheets import Range
from loaders.tables.layout import Layout
from loaders.tables.opening import Packing, grids, packing, peek
from tests.loaders.sheets import json_file, names, ods, ods_sheet, parquet, read, read_all, text_file, xlsx

ROWS = [["Page", "Visits"], ["Home", 3], ["Café", 9007199254740993]]
EXPECTED = [{"Page": "Home", "Visits": "3"}, {"Page": "Café", "Visits": "9007199254740993"}]
OBJECTS = [{"Page": "Home", "Visits": 3}, {"Page": "Café", "Visits": 9007199254740993}]
CSV = "Page,Visits\nHome,3\nCafé,9007199254740993\n"
PACKINGS: dict[str, Callable[[Path], Path]] = {
    "CSV": lambda folder: text_file(folder, CSV),
    "CSV with a mark": lambda folder: text_file(folder, CSV, encoding="utf-8-sig"),
    "CSV in UTF-16": lambda folder: text_file(folder, CSV, encoding="utf-16"),
    "CSV in UTF-16 without a mark": lambda folder: text_file(folder, CSV, encoding="utf-16-le"),
    "CSV in UTF-32": lambda folder: text_file(folder, CSV, encoding="utf-32"),
    "CSV in Windows' letters": lambda folder: text_file(folder, CSV, encoding="cp1252"),
    "CSV with semicolons": lambda folder: text_file(folder, CSV.replace(",", ";")),
    "CSV with bars": lambda folder: text_file(folder, CSV.replace(",", "|")),
    "TSV": lambda folder: text_file(folder, CSV.replace(",", "\t"), "t.tsv"),
    "TSV called a text": lambda folder: text_file(folder, CSV.replace(",", "\t"), "t.txt"),
    "CSV with Excel's first line": lambda folder: text_file(folder, "sep=;\n" + CSV.replace(",", ";")),
    "CSV with Windows' lines": lambda folder: text_file(folder, CSV.replace("\n", "\r\n")),
    "CSV with an old Mac's lines": lambda folder: text_file(folder, CSV.replace("\n", "\r")),
    "CSV with mixed lines": lambda folder: text_file(folder, CSV.replace("\n", "\r\n", 1)),
    "CSV packed": lambda folder: text_file(folder, CSV, "t.csv.gz"),
    "JSON": lambda folder: json_file(folder, OBJECTS),
    "JSON below a path": lambda folder: json_file(folder, {"meta": {"n": 2}, "data": {"items": OBJECTS}}),
    "JSON in UTF-16": lambda folder: text_file(folder, json.dumps(OBJECTS), "t.json", "utf-16"),
    "JSON lines": lambda folder: json_file(folder, "\n".join(map(json.dumps, OBJECTS)), "t.jsonl"),
    "JSON lines called JSON": lambda folder: json_file(folder, "\n".join(map(json.dumps, OBJECTS))),
    "JSON lines packed": lambda folder: text_file(folder, "\n".join(map(json.dumps, OBJECTS)), "t.jsonl.gz"),
    "ODS": lambda folder: ods(folder, ods_sheet(ROWS)),
    "Parquet": lambda folder: parquet(
        folder, "SELECT 'Home' AS \"Page\", 3::BIGINT AS \"Visits\" UNION ALL SELECT 'Café', 9007199254740993"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PACKINGS)
def test_every_packing_gives_the_same_rows(tmp_path: Path, case: str) -> None:
    assert [row for _, row in read(PACKINGS[case](tmp_path))] == EXPECTED


def test_a_workbook_gives_them_too(tmp_path: Path) -> None:
    rows = [["Page", "Visits"], ["Home", 3], ["Café", "9007199254740993"]]
    found = read(xlsx(tmp_path, rows, Empty=[]))
    assert found == [("t.xlsx/Sheet:2", EXPECTED[0]), ("t.xlsx/Sheet:3", EXPECTED[1])]


def test_what_a_file_holds_counts_and_not_its_name(tmp_path: Path) -> None:
    held = {
        text_file(tmp_path, CSV, "a.dat"): Packing.TEXT,
        text_file(tmp_path, CSV, "notes.md"): None,
        text_file(tmp_path, "Dear all,\nthank you.\nBest, Ada\n", "letter.txt"): None,
        json_file(tmp_path, OBJECTS, "b.txt"): Packing.JSON,
        xlsx(tmp_path, ROWS).rename(tmp_path / "c.bin"): Packing.XLSX,
        ods(tmp_path, ods_sheet(ROWS)).rename(tmp_path / "d"): Packing.ODS,
        parquet(tmp_path, "SELECT 1 AS a").rename(tmp_path / "e.csv"): Packing.PARQUET,
        text_file(tmp_path, b"", "empty.dat"): None,
    }
    assert {path.name: packing(Sample(path, path.name)) for path in held} == {p.name: held[p] for p in held}


def test_a_row_in_several_lines_is_placed_where_it_begins(tmp_path: Path) -> None:
    path = text_file(tmp_path, 'a,b\n"x\ny",1\n\n , \nz,2\n')
    assert read(path) == [("t.csv:2", {"a": "x\ny", "b": "1"}), ("t.csv:6", {"a": "z", "b": "2"})]


def test_the_delimiter_is_the_one_that_fits_the_first_row(tmp_path: Path) -> None:
    assert names(text_file(tmp_path, "name;score\nMüller, A;3,5\nBo, C;2,5\n")) == [["name", "score"]]
    assert names(text_file(tmp_path, "only\none\ncolumn\n")) == [["only"]]
    assert names(text_file(tmp_path, "a,b;c\n1,2;3\n"), Layout(delimiter=";")) == [["a,b", "c"]]


def test_blank_and_doubled_names_get_names(tmp_path: Path) -> None:
    path = text_file(tmp_path, "a,,a,a (2), a ,\n1,2,3,4,5,6\n")
    assert names(path) == [["a", "column 2", "a (2)", "a (2) (2)", "a (3)", "column 6"]]
    assert [row for _, row in read(path)] == [dict(zip(names(path)[0], "123456", strict=True))]


def test_a_head_of_several_rows(tmp_path: Path) -> None:
    text = "A title\n\nQ1,Which do you use?,,How?\n,Excel,Word,\nid,x,y,z\n1,Yes,,No\n"
    layout = Layout(skip=1, head=3, names=(1, 2), labels=3)
    [table] = [one.table for one in peek(Sample(text_file(tmp_path, text), "t.csv"), layout)]
    assert [column.name for column in table.columns] == [
        "Q1", "Which do you use? / Excel", "Which do you use? / Word", "How?",
    ]  # fmt: skip
    assert [column.label for column in table.columns] == ["id", "x", "y", "z"]
    assert [row for _, row in read(tmp_path / "t.csv", layout)] == [
        {"Q1": "1", "Which do you use? / Excel": "Yes", "How?": "No"}
    ]


def test_words_that_say_nothing_are_empty(tmp_path: Path) -> None:
    path = text_file(tmp_path, "a,b\nN/A,1\nN/A,-\n")
    assert [row for _, row in read(path, Layout(blank=frozenset({"N/A", "-"})))] == [{"b": "1"}]


def test_merged_cells_have_the_value_of_the_first(tmp_path: Path) -> None:
    rows = [["Stage", "Step", "Note"], ["Pay", "Card", "x"], [None, "App", None], ["Use", "Open", None]]
    path = xlsx(tmp_path, rows, merged=["A2:A3", "C2:C4"])
    assert [row for _, row in read(path)] == [
        {"Stage": "Pay", "Step": "Card", "Note": "x"},
        {"Stage": "Pay", "Step": "App", "Note": "x"},
        {"Stage": "Use", "Step": "Open", "Note": "x"},
    ]
    [grid] = grids(Sample(path, "t.xlsx"))
    assert grid.merges() == [Range(2, 1, 3, 1), Range(2, 3, 4, 3)]
    assert [list(cells) for _, cells in grid.lines([])][2] == ["", "App"]


def test_a_formula_counts_as_the_value_that_was_saved_with_it(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["a", "b", "c"], ["x", "=1+1", "=NA()"]])
    _, problems = read_all(path)
    assert [str(problem.place) for problem in problems] == ["t.xlsx/Sheet:2 (b)", "t.xlsx/Sheet:2 (c)"]
    assert {problem.found for problem in problems} == {"The cell holds a formula without a value."}
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    sheet = sheet.replace(b'<c r="C2"><f>NA()</f><v />', b'<c r="C2" t="e"><f>NA()</f><v>#N/A</v>')
    with zipfile.ZipFile(path, "w") as file:
        for name, data in (parts | {"xl/worksheets/sheet1.xml": sheet}).items():
            file.writestr(name, data)
    assert read(path) == [("t.xlsx/Sheet:2", {"a": "x", "b": "2", "c": "#N/A"})]


def test_sheets_are_named_or_patterned(tmp_path: Path) -> None:
    path = xlsx(tmp_path, ROWS, Q1=[["a"], [1]], Q2=[["a"], [2]])
    assert [place for place, _ in read(path, Layout(sheet="Q*"))] == ["t.xlsx/Q1:2", "t.xlsx/Q2:2"]
    _, [problem] = read_all(path, Layout(sheet="Q3"))
    assert (problem.found, problem.right) == ("There is no sheet 'Q3'.", "There are: Sheet, Q1, Q2.")


def test_a_spreadsheet_as_offices_write_it(tmp_path: Path) -> None:
    sheet = (
        '<table:table table:name="S"><table:table-column table:number-columns-repeated="4"/>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>b<text:s text:c="2"/>c</text:p><text:p>d</text:p>'
        "<office:annotation><text:p>a remark</text:p></office:annotation></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="float" office:value="1.0"><text:p>1,00</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2026-01-31T00:00:00">'
        "<text:p>31.01.26</text:p></table:table-cell>"
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>'
    )
    row = {"a": "1", "a (2)": "2026-01-31", "b c d": "true"}
    assert read(ods(tmp_path, sheet)) == [("t.ods/S:2", row), ("t.ods/S:3", row)]


def test_parquet_keeps_what_its_types_say(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        "SELECT TIMESTAMPTZ '2026-01-31 10:00:00+02' AS zoned, TIMESTAMP '2026-01-31 10:00:00' AS naive, "
        "[1, 2] AS list, {'city': 'Bern', 'tags': ['x', 'y;z']} AS place, 1.10::DECIMAL(5, 2) AS price, "
        "NULL AS nothing, true AS yes, DATE '2026-01-31' AS day",
    )
    assert read(path) == [
        (
            "t.parquet:1",
            {
                "zoned": "2026-01-31T08:00:00.000000Z",
                "naive": "2026-01-31T10:00:00",
                "list": "1; 2",
                "place.city": "Bern",
                "place.tags": "x; y\\;z",
                "price": "1.10",
                "yes": "true",
                "day": "2026-01-31",
            },
        )
    ]


def test_json_is_flat_and_keeps_its_digits(tmp_path: Path) -> None:
    record = '{"id": 12345678901234567890, "x": 1.10, "u": {"n": null, "ok": true}, "t": [{"k": "a"}, {"k": "b"}]}'
    flat = {"id": "12345678901234567890", "x": "1.10", "u.ok": "true", "t.k": "a; b"}
    assert read(json_file(tmp_path, f"[{record}]")) == [("t.json:1 ([0])", flat)]
    assert read(json_file(tmp_path, record, "t.jsonl")) == [("t.jsonl:1", flat)]
    assert read(json_file(tmp_path, '[{"x": 1, "": {"": 2}}]')) == [
        ("t.json:1 ([0])", {"x": "1", "field 2.field 1": "2"})
    ]
    several = json_file(tmp_path, {"a": [{"x": 1}], "b": [{"y": 2}]})
    assert read_all(several)[1][0].found == "The document has several lists: a, b."
    assert read(several, Layout(path="b")) == [("t.json:1 (b[0])", {"y": "2"})]


BROKEN: dict[str, tuple[Callable[[Path], Path], str, str]] = {
    "a NUL": (lambda f: text_file(f, b"a,b\n1,2\nx\0,y\n"), "t.csv:3", "A NUL character."),
    "a byte that is no letter": (
        lambda f: text_file(f, b"a,b\n" + "é,1\n".encode() * 20_000 + b"\xff,2\n"),
        "t.csv:20002", "Byte 0xff is not UTF-8.",
    ),
    "open quotes": (lambda f: text_file(f, 'a,b\n1,"2\n'), "t.csv:2", "This is not CSV: unexpected end of data."),
    "a long row": (lambda f: text_file(f, "a,b\n1,2,3\n"), "t.csv:2", "The row has 3 cells, the first row names 2"),
    "no head": (lambda f: text_file(f, "\n \n"), "t.csv:2", "The table has no head."),
    "nothing": (lambda f: text_file(f, ""), "t.csv:1", "The table has no head."),
    "gzip cut off": (
        lambda f: text_file(f, gzip.compress(CSV.encode() * 9_999)[:-300], "t.csv").rename(f / "t.csv.gz"),
        "t.csv.gz", "The file is packed by gzip, and damaged or cut off.",
    ),
    "a bomb in gzip": (
        lambda f: text_file(f, "a,b\n" * 20_000_000, "t.csv.gz"), "t.csv.gz", "It unpacks to more than",
    ),
    "an endless line": (lambda f: text_file(f, b"a,b\n" + b"x" * 11_000_000), "t.csv:2", "A line of 10,000,000"),
    "a large cell": (lambda f: text_file(f, b"a,b\n" + b"x" * 2_000_000 + b",1\n"), "t.csv:2", "This is not CSV:"),
    "an endless row": (lambda f: text_file(f, b"a,b\n1," + b'"\n",' * 20_000_000), "t.csv:", "A row of more than"),
    "ten million columns": (lambda f: text_file(f, b"," * 9_999_999), "t.csv:1", "The table has no head."),
    "many named columns": (lambda f: text_file(f, b"a," * 20_000 + b"b"), "t.csv:1", "20,001 columns."),
    "JSON cut off": (lambda f: json_file(f, '[{"a": 1}, {"a": '), "t.json:1", "This is not JSON:"),
    "JSON that is text": (lambda f: json_file(f, '["a", "b"]'), "t.json:1 ([0])", "This is not an object."),
    "JSON of one object": (lambda f: json_file(f, '{"a": 1}'), "t.json", "The document has no list of objects."),
    "JSON nested deep": (
        lambda f: json_file(f, '[{"a":' + "[" * 200_000 + "]" * 200_000 + "}]"),
        "t.json:1", "This is not JSON: more than 30",
    ),
    "JSON nested a little": (
        lambda f: json_file(f, '[{"a":' + "[" * 90 + "1" + "]" * 90 + "}]"), "t.json:1 ([0])", "More than 30 levels",
    ),
    "a name twice in JSON": (lambda f: json_file(f, '[{"a": 1, "a": 2}]'), "t.json:1", "This is not JSON: 'a' stands"),
    "a large record": (
        lambda f: json_file(f, '[{"a": ["' + '","'.join(["x" * 500_000] * 80) + '"]}]'), "t.json:1", "A record of more",
    ),
    "a large value": (lambda f: json_file(f, [{"a": "x" * 2_000_000}]), "t.json:1 ([0])", "A value of more than"),
    "half a character": (lambda f: json_file(f, '{"a": "\\ud800"}', "t.jsonl"), "t.jsonl:1 (a)", "Half a character."),
    "a NUL in JSON": (lambda f: json_file(f, '{"a": "\\u0000"}', "t.jsonl"), "t.jsonl:1 (a)", "A NUL character."),
    "JSON lines nested deep": (lambda f: json_file(f, "[" * 200_000, "t.jsonl"), "t.jsonl:1", "This is not JSON: more"),
    "JSON lines that are none": (lambda f: json_file(f, '{"a": 1}\nb\n[1]', "t.jsonl"), "t.jsonl:2", "This is not"),
    "infinity in JSON lines": (lambda f: json_file(f, '{"a": Infinity}', "t.jsonl"), "t.jsonl:1", "This is not JSON:"),
    "Parquet cut off": (
        lambda f: text_file(f, parquet(f, "SELECT 1 AS a").read_bytes()[:-9], "t.parquet"),
        "t.parquet", "This can't be read as Parquet:",
    ),
    "Parquet of noise": (lambda f: text_file(f, b"PAR1" + b"\1" * 999, "t.parquet"), "t.parquet", "This can't be read"),
    "a spreadsheet that isn't one": (lambda f: text_file(f, b"PK\3\4", "t.ods"), "t.ods", "This is not a workbook"),
    "a spreadsheet without its part": (
        lambda f: _zip(f, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "t.ods (content.xml)", "The workbook lacks a part that it names.",
    ),
    "a spreadsheet with entities": (
        lambda f: _zip(f, {"content.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "t.ods (content.xml)", "A document type",
    ),
    "a cell repeated without end": (
        lambda f: ods(
            f,
            '<table:table table:name="S"><table:table-row table:number-rows-repeated="900000"><table:table-cell '
            'table:number-columns-repeated="9000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>',
        ),
        "t.ods/S", "More than 50,000,000 cells",
    ),
    "merges over merges": (
        lambda f: ods(
            f, ods_sheet(ROWS).replace("<table:table-cell>", '<table:table-cell table:number-columns-spanned="16384">')
        ),
        "t.ods/Sheet:1", "Too many cells are merged.",
    ),
}  # fmt: skip


def _zip(folder: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(folder / "t.ods", "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return folder / "t.ods"


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_table_is_a_problem_with_its_place(tmp_path: Path, case: str) -> None:
    write, place, found = BROKEN[case]
    _, problems = read_all(write(tmp_path))
    assert problems, "nothing was found to be wrong"
    assert str(problems[0].place).startswith(place)
    assert problems[0].found.startswith(found)


def test_a_million_wrong_rows_are_a_thousand_problems(tmp_path: Path) -> None:
    _, problems = read_all(text_file(tmp_path, "a\n" + "1,2\n" * 100_000))
    assert len(problems) == 1_000


def test_real_files_have_the_columns_and_rows_that_they_have(testdata: Path) -> None:
    def counted(name: str, **layout: Any) -> tuple[int, int]:
        path = testdata / name
        return len(names(path, Layout(**layout))[0]), len(read(path, Layout(**layout)))

    assert counted("survey/jupyter2015_SurveyExport.csv") == (37, 1_706)
    assert counted("survey/jupyter_hinderances_themes.csv") == (3, 763)
    assert counted("survey/qualtrics_sample.csv", head=3) == (20, 1)
    assert counted("survey/qualtrics_sample_legacy.csv", head=2) == (16, 1)
    assert counted("paths/mta_data.csv.gz") == (4, 10_000)
    assert counted("eventlog/pm4py_receipt.csv") == (15, 8_577)
