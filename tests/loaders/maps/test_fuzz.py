"""Whatever stands in a file: problems or a documented reading, never a traceback, in bounded time."""

import json
import os
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.registry import REGISTRY
from graph_store.staging import Staging
from loaders.form import Form
from loaders.forms import forms
from loaders.normalise import Normaliser
from loaders.sample import Sample
from loaders.wishes import Wishes
from tests.loaders.maps.reading import MAPS, PERSONAS, workbook

SEEDS: dict[str, Path] = {
    "journey-grid": MAPS / "grid.csv",
    "journey-markdown": MAPS / "v2.md",
    "mermaid-journey": MAPS / "dinner.mmd",
    "service-blueprint": MAPS / "blueprint.json",
    "cjml": MAPS / "cjml.xml",
    "cjml-xes": MAPS / "cjml.xes",
    "personas-yaml": PERSONAS / "list.yaml",
    "personas-markdown": PERSONAS / "noor.md",
    "ardoq-personas": PERSONAS / "ardoq.json",
    "personas-table": PERSONAS / "personas.csv",
}
NAMED: dict[str, Form] = {form.name: form for form in forms()}
ANY = settings(
    max_examples=int(os.environ.get("JOURNEYGRAPH_FUZZ", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""More examples are for longer runs: `JOURNEYGRAPH_FUZZ=5000`."""
PIECES = [
    *(
        b"\0",
        b"\x1b",
        b"\xff\xfe",
        b"\xe9",
        b"\r",
        b"\n\n",
        b"|",
        b";",
        b",",
        b"---\n",
        b"- ",
        b"# ",
        b"```",
        b"${}",
        b"5",
    ),
    *(b"[", b"]", b"{", b"}", b'"', b"<", b">", b"&x;", b":", b"::", b"1e999", b"\xc2\x85"),
    *("😀".encode(), "\u202e".encode()),
]


def survives(form: Form, path: Path) -> bool:
    """Read a file by a form, and stage what it tells; whether problems came of it, the only thing that may."""
    sample = Sample(path, path.name)
    form.recognises(sample)
    with Staging(REGISTRY) as staging:
        reading = form.read(sample, Wishes())
        staging.add_dataset(reading.dataset, reading.place)
        Normaliser(staging, reading.dataset.key).stage(reading.entries)
        problems = [*staging.problems, *reading.problems]
    assert all(problem.found and problem.place.file.startswith(path.name) for problem in problems)
    return bool(problems)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes of a file, cut, doubled and with other bytes in between."""
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["cut", "take", "put", "double", "swap"])):
            case "cut":
                data = data[:at]
            case "take":
                data = data[:at] + data[at + draw(st.integers(1, 40)) :]
            case "put":
                data = data[:at] + draw(st.sampled_from(PIECES) | st.binary(max_size=4)) + data[at:]
            case "double":
                data = data[:at] + data[max(0, at - draw(st.integers(1, 200))) :]
            case _:
                lines = data.split(b"\n")
                draw(st.randoms()).shuffle(lines)
                data = b"\n".join(lines)
    return data


@pytest.mark.parametrize("name", SEEDS)
def test_a_damaged_file_is_problems_or_a_reading(tmp_path: Path, name: str) -> None:
    seed = SEEDS[name]
    path = tmp_path / seed.name

    @ANY
    @given(data=damaged(seed.read_bytes()))
    def survive(data: bytes) -> None:
        path.write_bytes(data)
        survives(NAMED[name], path)

    survive()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *chain.from_iterable(_spots(item, (*path, key)) for key, item in inner)]


@pytest.mark.parametrize("name", ["service-blueprint", "ardoq-personas"])
def test_json_with_anything_in_any_place_is_problems_or_a_reading(tmp_path: Path, name: str) -> None:
    seed = SEEDS[name]
    path = tmp_path / seed.name
    spots = _spots(json.loads(seed.read_text(encoding="utf-8")))[1:]

    @ANY
    @given(changes=st.lists(st.tuples(st.sampled_from(spots), JSON), min_size=1, max_size=3), lost=st.booleans())
    def survive(changes: list[tuple[tuple[Any, ...], Any]], lost: bool) -> None:
        value = json.loads(seed.read_text(encoding="utf-8"))
        for spot, put in changes:
            inner = value
            try:
                for key in spot[:-1]:
                    inner = inner[key]
                if lost:
                    del inner[spot[-1]]
                else:
                    inner[spot[-1]] = put
            except (KeyError, IndexError, TypeError):
                continue
        path.write_text(json.dumps(value), encoding="utf-8")
        survives(NAMED[name], path)

    survive()


WORDS = st.sampled_from(
    [
        *("", "Stage", "Actions", "Touchpoints", "Emotion (1-5)", "Pain points", "Moments of truth", "x", "3", "-1"),
        *("Persona: A; B", "Systems", "Backstage: B", "a\n- b\nc", "a, b", "a; b", "😀", "n/a", "1. 2.", "(", "9/5"),
        *("Name", "Goals", "Frustrations", "Actor who initiated", "Actor who received", "Channel", "\u0301", "→", "!"),
        *("Thoughts & feelings", "Steps"),
    ]
)
CELLS = st.lists(st.lists(WORDS | st.text(max_size=5), max_size=6), min_size=1, max_size=8)


@pytest.mark.parametrize("name", ["journey-grid", "personas-table", "cjml-workbook"])
def test_any_sheet_is_problems_or_a_reading(tmp_path: Path, name: str) -> None:
    spans = st.sampled_from(["A1:B1", "B1:C2", "A2:A4", "B3:D3", "C1:C5", "A1:F8"])

    @ANY
    @given(rows=CELLS, merged=st.lists(spans, max_size=2, unique=True))
    def survive(rows: list[list[str]], merged: list[str]) -> None:
        plain = [["".join(c for c in cell if c.isprintable() or c == "\n") for cell in row] for row in rows]
        path = workbook(tmp_path / "any.xlsx", {"One": plain, "Two": plain[::-1]}, {"One": merged})
        survives(NAMED[name], path)

    survive()


LINES = st.sampled_from(
    [
        *(
            "# Journey: A",
            "## Phase: B",
            "### Step 1: C",
            "#### Pain Points",
            "- x",
            "  - y",
            "**Emotion:** sad",
            "text",
        ),
        *(
            "| Stage | A |",
            "|---|---|",
            "| Actions | x |",
            "> quote",
            "```mermaid",
            "journey",
            "```",
            "---",
            "",
            "1. one",
        ),
        *("**Step 2: D**", "Persona: A — Touchpoint: B", "## Goals", "## Needs", "title: x", "section y", "a: 3: b"),
        *("## id: x", "<b>", "* * *", "# Personas", "## Frustrations", "**Key moments:**", "a: x: b", "- persona: A"),
        *("1. one", "text"),
    ]
)


@pytest.mark.parametrize("name", ["journey-markdown", "personas-markdown", "mermaid-journey"])
def test_any_lines_are_problems_or_a_reading(tmp_path: Path, name: str) -> None:
    path = tmp_path / "any.md"

    @ANY
    @given(lines=st.lists(LINES | st.text(max_size=8), max_size=25))
    def survive(lines: list[str]) -> None:
        path.write_text("\n".join(lines), encoding="utf-8", errors="ignore")
        survives(NAMED[name], path)

    survive()


DEEP = 20_000
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "lists in Markdown": ("journey-markdown", lambda: b"- " * DEEP + b"x"),
    "quotes in Markdown": ("journey-markdown", lambda: b">" * DEEP + b"x"),
    "brackets in Markdown": ("personas-markdown", lambda: b"[" * DEEP),
    "stars in Markdown": ("journey-markdown", lambda: b"# Journey\n" + b"*a " * DEEP),
    "headings": ("journey-markdown", lambda: b"# Journey: x\n" + b"## Phase: a\n### Step 1: b\n- persona: c\n" * 3_000),
    "tables": ("journey-markdown", lambda: b"|" * DEEP + b"\n" + b"|-" * DEEP + b"|\n"),
    "front matter": ("personas-markdown", lambda: b"---\na: " + b"[" * DEEP + b"\n---\n"),
    "YAML": ("personas-yaml", lambda: b"- name: a\n  goals: " + b"[" * DEEP),
    "YAML anchors": ("personas-yaml", lambda: b"- &a {name: a}\n- *a\n"),
    "JSON": ("service-blueprint", lambda: b'{"lifecycle": {' + b'"a": {' * DEEP),
    "JSON lists": ("ardoq-personas", lambda: b"[" * DEEP),
    "XML": ("cjml", lambda: b"<CJML>" + b"<a>" * DEEP),
    "XML elements": ("cjml", lambda: b"<CJML>" + b"<a/>" * 300_000 + b"</CJML>"),
    "XML attributes": ("cjml-xes", lambda: b"<log " + b" ".join(b'a%d="x"' % n for n in range(DEEP)) + b"/>"),
    "blank lines": ("mermaid-journey", lambda: b"\n \t" * 100_000 + b"x"),
    "fences": ("mermaid-journey", lambda: b"```mermaid\njourney\n```\n" * 3_000),
    "semicolons": ("mermaid-journey", lambda: b"journey\n" + b"a: 1: b;" * DEEP),
    "one cell": ("journey-grid", lambda: b"Stage,A\nActions," + b"x;" * 200_000 + b"\n"),
    "many columns": ("journey-grid", lambda: b"Stage" + b",A" * 20_000 + b"\nActions\n"),
    "many rows": ("journey-grid", lambda: b"Stage,Actions,Emotions\n" + b"A,b,c\n" * 100_000),
    "open brackets in a cell": ("journey-grid", lambda: b"Stage,A\nActions," + b"(;" * 50_000 + b"\n"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_deep_or_long_is_read_or_refused_in_seconds(tmp_path: Path, case: str) -> None:
    name, make = HOSTILE[case]
    path = tmp_path / SEEDS[name].name
    path.write_bytes(make())
    survives(NAMED[name], path)


@pytest.mark.parametrize("name", SEEDS)
def test_nothing_is_a_problem_whoever_says_that_it_is_something(tmp_path: Path, name: str) -> None:
    path = tmp_path / SEEDS[name].name
    for nothing in (b"", b"\n", b"{}", b"[]", b"text\n"):
        path.write_bytes(nothing)
        assert survives(NAMED[name], path)


ENTITIES = {
    "a bomb": '<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><CJML>&b;</CJML>',
    "another file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CJML>&a;</CJML>',
    "another address": '<!DOCTYPE CJML SYSTEM "http://127.0.0.1:9/x.dtd"><CJML/>',
}


@pytest.mark.parametrize("case", ENTITIES)
def test_a_document_type_is_refused(tmp_path: Path, case: str) -> None:
    path = tmp_path / "bad.xml"
    path.write_text(ENTITIES[case], encoding="utf-8")
    [problem] = NAMED["cjml"].read(Sample(path, "bad.xml"), Wishes()).problems
    assert problem.found == "It declares a document type, which could hold anything."
