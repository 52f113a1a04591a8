"""Whatever a log is made of, it becomes entries or problems, never anything else."""

import gzip
import json
import os
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.forms import forms, recognise
from loaders.pipeline import DEFAULTS
from loaders.sample import Sample
from tests.conftest import ROOT
from tests.loaders.events.test_other_logs import parquet, sqlite

EXAMPLES = int(os.environ.get("JOURNEYGRAPH_FUZZ", "10"))
"""So many of each; a fuzz run sets more."""
DATA = ROOT / "tests" / "data" / "events"
fuzz = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path, form: str | None = None) -> None:
    """Read a file as what it is taken for, or as one form; all that is wrong must be told with a place in the file."""
    sample = Sample(path, path.name)
    recognised = recognise(sample)
    chosen = next((one for one in forms() if one.name == form), None) or (recognised and recognised.form)
    if chosen is None:
        return
    reading = chosen.read(sample, DEFAULTS)
    for entry in reading.entries:
        assert entry.place.file.startswith(path.name)
    for problem in reading.problems:
        assert problem.place.file.startswith(path.name)
        assert problem.found
        assert len(str(problem)) < 2_000


def seeds(testdata: Path, folder: Path) -> dict[str, bytes]:
    """A small file of each form."""
    logs = testdata / "eventlog"
    document = json.loads((logs / "pm4py_ocel20_example.jsonocel").read_text(encoding="utf-8"))
    csv = (logs / "pm4py_running_example.csv").read_bytes()
    return {
        "log.csv": csv,
        "log.xes": (logs / "pm4py_running_example.xes").read_bytes(),
        "log.json": json.dumps(document).encode(),
        "log.sqlite": sqlite(folder, document).read_bytes(),
        "log.parquet": parquet(folder, f"SELECT * FROM read_csv('{logs / 'pm4py_running_example.csv'}')").read_bytes(),
        "log.csv.gz": gzip.compress(csv),
        "paths.csv": b"path,total_conversions,total_conversion_value,total_null\na > b,1,0.5,2\nb > a,0,0,1\n",
        **{name: (DATA / name).read_bytes() for name in ("segment.jsonl", "ga4.json", "plausible.csv")},
    }


@pytest.fixture(scope="module")
def sound(testdata: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return seeds(testdata, tmp_path_factory.mktemp("seeds"))


AS = {
    "log.csv": "event-log",
    "log.xes": "xes",
    "log.json": "ocel",
    "log.sqlite": "ocel",
    "log.parquet": "parquet-log",
    "log.csv.gz": "event-log",
    "paths.csv": "attribution",
    "segment.jsonl": "tracking",
    "ga4.json": "ga4",
    "plausible.csv": "plausible",
}


@pytest.mark.parametrize("name", AS)
@fuzz
@given(data=st.data())
def test_a_file_that_is_damaged_is_read_or_refused(
    tmp_path: Path, sound: dict[str, bytes], name: str, data: st.DataObject
) -> None:
    whole = bytearray(sound[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole)))
        match data.draw(st.sampled_from(["cut", "change", "insert", "drop", "repeat"])):
            case "cut":
                del whole[at:]
            case "change":
                whole[at : at + 1] = data.draw(st.binary(min_size=1, max_size=1))
            case "insert":
                whole[at:at] = data.draw(st.sampled_from(JUNK) | st.binary(max_size=20))
            case "drop":
                del whole[at : at + data.draw(st.integers(1, 200))]
            case _:
                whole[at:at] = whole[at : at + 500]
    path = tmp_path / name
    path.write_bytes(whole)
    read(path)
    read(path, AS[name])


JUNK = [b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\r", b'"', b",", b";", b"&x;", b"<", b"]]>", b"\xed\xa0\x80",
        b"9" * 400, b"[" * 2_000, b"{" * 2_000, b"<a>" * 100, b"18446744073709551616", b"1e999", b"NaN", b"-0",
        "\u202e\U0010ffff".encode()]  # fmt: skip

CELLS = st.text(max_size=12) | st.sampled_from(
    ["1", "", " ", "a", "2026-01-31", "2026-01-31T09:30:00+02:00", "1769848200", "infinity", "now", "epoch", "complete",
     "31/12/2026 10:00", "/cart?x", "NULL", "'; DROP TABLE event; --", "{case_id}", "%d", "a > b", "-1", "1e5"]
)  # fmt: skip
HEADS = st.sampled_from(
    ["case_id", "activity", "timestamp", "channel", "segment", "user_id", "lifecycle:transition", "path",
     "total_conversions", "total_null", "session_id", "start", "entry_page", "exit_page", "is_bounce", "duration",
     "pageviews", "sign", "hostname"]
) | st.text(string.printable, max_size=8)  # fmt: skip


@fuzz
@given(
    head=st.lists(HEADS, min_size=2, max_size=9),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=9), max_size=12),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_a_table_of_anything_is_read_or_refused(
    tmp_path: Path, head: list[str], rows: list[list[str]], delimiter: str, end: str
) -> None:
    def line(cells: list[str]) -> str:
        return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)

    path = tmp_path / "table.csv"
    text = end.join(map(line, [head, *rows])) + end
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    read(path)
    for form in ("event-log", "attribution", "plausible"):
        read(path, form)


@fuzz
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=20))
def test_a_log_of_anything_is_read_or_refused(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    head = ("case_id", "activity", "timestamp", "channel", "segment", "user_id", "lifecycle:transition")
    path = tmp_path / "log.csv"
    first = ("1", "a", "2026-01-31T09:30:00Z", "c", "s", "u", "complete")
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (head, first, *rows))
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    read(path)
    read(path, "event-log")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = {
    "tracking": ["type", "userId", "anonymousId", "event", "name", "properties", "timestamp", "messageId", "context",
                 "event_name", "event_timestamp", "user_pseudo_id", "event_params", "actor", "verb", "object", "path"],
    "ocel": ["id", "type", "time", "relationships", "objectId", "attributes"],
    "ga4": ["dimensionHeaders", "metricHeaders", "rows", "rowCount", "metadata", "name", "value", "dimensionValues",
            "metricValues", "currencyCode"],
}  # fmt: skip


def records(form: str) -> st.SearchStrategy[list[Any]]:
    one = st.dictionaries(st.sampled_from(FIELDS[form]), JSON, max_size=8)
    return st.lists(one | JSON, max_size=5)


@fuzz
@given(said=records("tracking"), first=st.booleans())
def test_records_of_anything_are_read_or_refused(tmp_path: Path, said: list[Any], first: bool) -> None:
    call = {"type": "track", "userId": "u", "event": "a", "timestamp": "2026-01-01T10:00:00Z"}
    path = tmp_path / "events.jsonl"
    for text in ("\n".join(map(json.dumps, [call] * first + said)), json.dumps([call] * first + said)):
        path.write_text(text, encoding="utf-8")
        read(path)
        read(path, "tracking")


@fuzz
@given(objects=records("ocel"), events=records("ocel"))
def test_objects_and_events_of_anything_are_read_or_refused(
    tmp_path: Path, objects: list[Any], events: list[Any]
) -> None:
    thing = {"id": "o", "type": "Order"}
    event = {"id": "e", "type": "a", "time": "2026-01-31T09:30:00Z", "relationships": [{"objectId": "o"}]}
    path = tmp_path / "log.json"
    for more in ([], [None]):
        document = {"objectTypes": [], "eventTypes": [], "objects": [thing, *objects][: 1 + len(objects) * bool(more)],
                    "events": [event, *events]}  # fmt: skip
        path.write_text(json.dumps(document), encoding="utf-8")
        read(path, "ocel")


@fuzz
@given(said=st.dictionaries(st.sampled_from(FIELDS["ga4"]), JSON | records("ga4"), max_size=6), rows=records("ga4"))
def test_a_report_of_anything_is_read_or_refused(tmp_path: Path, said: dict[str, Any], rows: list[Any]) -> None:
    headers = {"dimensionHeaders": [{"name": "date"}], "metricHeaders": [{"name": "sessions"}]}
    path = tmp_path / "report.json"
    for document in (said, headers | {"rows": rows}, headers | said, {"reports": [headers | said, said]}):
        path.write_text(json.dumps(document), encoding="utf-8")
        read(path, "ga4")


TAGS = st.sampled_from(["log", "trace", "event", "string", "date", "list", "classifier", "global", "a"])
KEYS = st.sampled_from(["concept:name", "time:timestamp", "channel", "segment", "lifecycle:transition", "x"])


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    tag = draw(TAGS)
    text = draw(st.text(string.printable, max_size=8)).translate({38: "", 60: "", 34: "", 62: ""})
    inner = "".join(draw(st.lists(elements(depth + 1), max_size=3))) if depth < 4 else ""
    return f'<{tag} key="{draw(KEYS)}" value="{text}">{inner}</{tag}>'


@fuzz
@given(inside=st.lists(elements(), max_size=4), around=st.booleans())
def test_elements_of_anything_are_read_or_refused(tmp_path: Path, inside: list[str], around: bool) -> None:
    path = tmp_path / "log.xes"
    sound = '<trace><event><string key="concept:name" value="a"/></event></trace>'
    text = "".join(inside)
    path.write_text(f"<log>{sound}{text}</log>" if around else text, encoding="utf-8")
    read(path)
    read(path, "xes")
