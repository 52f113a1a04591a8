"""What is wrong in a bundle: every mistake once, with its place, what was found and what would be right."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import UsageError
from graph_schema.problems import ProblemsError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from loaders.pipeline import load
from tests.loaders.writing import MANIFEST, bundle, graph, refusal, staged_problems

MISTAKES: dict[str, tuple[dict[str, str], str]] = {
    "an unknown field": (
        {"x.yaml": "personas:\n  - key: ada\n    name: Ada\n    descripton: x\n"},
        "b/x.yaml:4 (descripton): There is no field 'descripton' here. Did you mean 'description'?",
    ),
    "an unknown column": (
        {"personas.csv": "key,name,descripton\nada,Ada,x\nbea,Bea,y\n"},
        "b/personas.csv:2 (descripton): There is no field 'descripton' here. Did you mean 'description'?",
    ),
    "a field that is missing": ({"x.yaml": "personas:\n  - key: ada\n"}, "b/x.yaml:2: name: Field required."),
    "no key": (
        {"x.yaml": "personas:\n  - name: Ada\n"},
        "b/x.yaml:2: A persona without a key. Write `key:` with a short, readable name.",
    ),
    "an unknown collection": (
        {"persona.csv": "key,name\nada,Ada\nbob,Bob\n"},
        "b/persona.csv:2: There is no collection 'persona'. Did you mean 'personas'?",
    ),
    "a collection that is not a list": (
        {"x.yaml": "\npersonas: {key: ada}\n"},
        "b/x.yaml:2 (personas): `personas` is not a list. Begin each item with `- `.",
    ),
    "an item that is not a mapping": (
        {"x.yaml": "personas:\n  - ada\n"},
        "b/x.yaml:1 (personas): An item of `personas` is not a mapping. Write its fields, beginning with `key:`.",
    ),
    "a word outside its vocabulary": (
        {"x.yaml": "pain_points:\n  - {key: wait, name: Wait,\n     severity: huge}\n"},
        "b/x.yaml:3 (severity): 'huge' is not one of low, medium, high.",
    ),
    "two parents": (
        {"x.yaml": "journeys:\n  - {key: a, name: A, stages: [{key: b/s, name: S}]}\n  - {key: b, name: B}\n"},
        "b/x.yaml:2 (key): 'a/b/s' has 3 parts. A stage's key has journey / stage.",
    ),
    "what contains itself": (
        {"stages.csv": "key,name\ns/s/s,S\n"},
        "b/stages.csv:2 (key): 's/s/s' has 3 parts. A stage's key has journey / stage.",
    ),
    "a date that does not exist": (
        {"sources.csv": "key,name,published\nx,X,2026-02-30\n"},
        "b/sources.csv:2 (published): '2026-02-30' is not a date that exists; write a date such as 2026-01-31.",
    ),
    "a date in local notation": (
        {"sources.csv": "key,name,published\nx,X,31.1.2026\n"},
        "b/sources.csv:2 (published): '31.1.2026' is not a date that exists; write a date such as 2026-01-31.",
    ),
    "a number in local notation": (
        {"emotions.csv": 'key,name,valence\nglad,Glad,"-0,5"\n'},
        "b/emotions.csv:2 (valence): '-0,5' is not a number with a decimal point; write -0.5.",
    ),
    "a number outside its range": (
        {"emotions.csv": "key,name,valence\nglad,Glad,1.5\n"},
        "b/emotions.csv:2 (valence): valence: '1.5': Input should be less than or equal to 1.",
    ),
    "infinity": (
        {"emotions.csv": "key,name,valence\nglad,Glad,inf\n"},
        "b/emotions.csv:2 (valence): valence: 'inf': Input should be a finite number.",
    ),
    "a fraction for a whole number": (
        {"x.yaml": "journeys:\n  - key: a\n    name: A\n    stages: [{key: b, name: B, order: 1.5}]\n"},
        "b/x.yaml:4 (order): '1.5' is not a whole number; write a whole number such as 3.",
    ),
    "a whole number that no database holds": (
        {"x.yaml": f"journeys:\n  - key: a\n    name: A\n    stages: [{{key: b, name: B, order: {10**30}}}]\n"},
        f"b/x.yaml:4 (order): '{10**30}' is too large; whole numbers go up to 9223372036854775807.",
    ),
    "a list for a text": (
        {"x.yaml": "personas:\n  - key: ada\n    name: [Ada]\n"},
        "b/x.yaml:3 (name): name is a list here, it takes a text.",
    ),
    "a key that is not a key": (
        {"personas.csv": "key,name\nAda Lovelace,Ada\n"},
        (
            "b/personas.csv:2 (key): 'Ada Lovelace' is not a key: letters, digits and single hyphens, in lower case; "
            "write 'ada-lovelace'."
        ),
    ),
    "a key of the wrong depth": (
        {"steps.csv": "key,name\nqueue,Queue\n"},
        "b/steps.csv:2 (key): 'queue' has 1 parts. A step's key has journey / stage / step.",
    ),
    "a container that is nowhere": (
        {"stages.csv": "key,name\nlunch/order,Order\n"},
        (
            "b/stages.csv:2: There is no journey:lunch, neither here nor in the knowledge base. "
            "Describe it under `journeys`, or correct the key."
        ),
    ),
    "a reference to nothing": (
        {"x.yaml": "personas:\n  - key: ada\n    name: Ada\n    represents: women\n"},
        (
            "b/x.yaml:4 (represents): There is no segment:women, neither here nor in the knowledge base. "
            "Describe it under `segments`, or correct the key."
        ),
    ),
    "a quote that is nowhere": (
        {"x.yaml": "personas:\n  - {key: ada, name: Ada, quotes: [q1]}\n"},
        (
            "b/x.yaml:2: There is no quote:q1, neither here nor in the knowledge base. "
            "Describe it under `quotes`, or correct the key."
        ),
    ),
    "a source that is nowhere": (
        {"x.yaml": "source: nobody\npersonas:\n  - {key: ada, name: Ada}\n"},
        (
            "b/x.yaml:3: There is no source:nobody, neither here nor in the knowledge base. "
            "Describe it under `sources`, or correct the key."
        ),
    ),
    "a link that does not say its kind": (
        {"x.yaml": "journeys:\n  - key: a\n    name: A\n    for: ada\n"},
        "b/x.yaml:4 (for): 'ada' does not say its kind. Several can stand here; begin with persona:, segment:",
    ),
    "a link to a kind that it does not take": (
        {"x.yaml": "journeys:\n  - key: a\n    name: A\n    for: channel:web\n"},
        "b/x.yaml:4 (for): 'channel:web' can't stand here. It takes persona:, segment:",
    ),
    "a link without its end": (
        {"x.yaml": "personas:\n  - key: ada\n    name: Ada\n    represents: {note: x}\n"},
        "b/x.yaml:4 (represents): A link 'represents' without `to`. Write the key it points to.",
    ),
    "two ends where one source names one": (
        {
            "channels.csv": "key,name\nweb,Web\nshop,Shop\n",
            "x.yaml": "journeys:\n  - key: a\n    name: A\n    stages:\n      - {key: b, name: B, steps: [\n"
            "          {key: c, name: C, via: [web, shop]}]}\n",
        },
        "b/x.yaml:6 (via): step:a/b/c via leads to 2 ends. One source names one; keep it, or name other sources.",
    ),
    "a key twice in a file": (
        {"personas.csv": "key,name\nada,Ada\nada,Ada B\n"},
        (
            "b/personas.csv:3: persona:ada is described a second time; first at b/personas.csv:2. "
            "Give each a key of its own, or leave one out."
        ),
    ),
    "a key twice in two files": (
        {"personas.csv": "key,name\nada,Ada\n", "x.yaml": "personas:\n  - {key: ada, name: Ada}\n"},
        (
            "b/x.yaml:2: persona:ada is described a second time; first at b/personas.csv:2. "
            "Give each a key of its own, or leave one out."
        ),
    ),
    "a feeling without a party": (
        {"x.yaml": "personas: [{key: ada, name: Ada}]\nfeelings:\n  - {persona: ada, score: 1}\n"},
        "b/x.yaml:3: A feeling without place. Write `place:` with a key.",
    ),
    "a name twice in a mapping": (
        {"x.yaml": "personas:\n  - key: ada\n    name: Ada\n    name: Bea\n"},
        "b/x.yaml:4: 'name' stands twice; first in line 3. Keep one of them.",
    ),
    "a column twice": (
        {"personas.csv": "key,name,name\nada,Ada,Bea\n"},
        "b/personas.csv:1: The column 'name' stands twice. Keep one of them.",
    ),
    "a column without a name": (
        {"personas.csv": "key,,name\nada,x,Ada\n"},
        "b/personas.csv:1: Column 2 has no name. Name it, or delete it.",
    ),
    "an empty table": (
        {"personas.csv": "\n"},
        "b/personas.csv:1: The first row is empty. Name the fields in it.",
    ),
    "too many cells": (
        {"personas.csv": 'key,name\nada,"Ada\nB"\nbob,Bob, the builder\n'},
        (
            "b/personas.csv:4: The row has 3 cells, the first row names 2 fields. "
            "Put a cell that holds a comma into double quotes."
        ),
    ),
    "a quote that is not closed": (
        {"personas.csv": 'key,name\nada,"Ada\n'},
        "b/personas.csv:2: This is not CSV: unexpected end of data. Check the quotes.",
    ),
    "a second document": (
        {"x.yaml": "personas: []\n---\nneeds: []\n"},
        "b/x.yaml:2: A second document begins here. Put it into a file of its own.",
    ),
    "a list for a file": (
        {"x.yaml": "- a\n"},
        "b/x.yaml:1: The file is not a mapping. Begin with `source:` or a collection.",
    ),
    "a default source that is no key": (
        {"x.yaml": "basis: stated\nsource: Source One\npersonas: []\n"},
        (
            "b/x.yaml:2 (source): 'Source One' is not a key: letters, digits and single hyphens, in lower case; "
            "write 'source-one'. Write the key of a source."
        ),
    ),
    "a default basis that is none": (
        {"x.yaml": "\nbasis: guessed\npersonas: []\n"},
        "b/x.yaml:2 (basis): basis 'guessed'. Write one of stated, inferred, measured.",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_problem_with_its_place_and_what_would_be_right(
    database: Database, tmp_path: Path, mistake: str
) -> None:
    files, expected = MISTAKES[mistake]
    problems = refusal(database, bundle(tmp_path / "b", files))
    assert [str(problem) for problem in problems] == [expected]
    assert graph(database) == {}


MANIFESTS = {
    "name: A café\n": "b/dataset.yaml: The dataset has no key. Write `dataset: a-short-key`.",
    "dataset: The Café\n": "b/dataset.yaml:1 (dataset): 'The Café' is not a key: letters, digits and single hyphens, "
    "in lower case; write 'the-café'.",
    "dataset: cafe\nrank: high\n": "b/dataset.yaml:2 (rank): 'high' is not a whole number; "
    "write a whole number such as 3.",
    "dataset: cafe\nsuorce: x\n": "b/dataset.yaml:2 (suorce): There is no setting 'suorce'. "
    "There are: dataset, name, description, rank, matches, files, source, basis.",
    "dataset: cafe\nfiles: [a]\n": "b/dataset.yaml:2 (files): `files` is not a mapping. "
    "Write a mapping, as in `files: {touchpoints.csv: {source: s1}}`.",
    "dataset: cafe\nfiles: {sources.yaml: {bsais: x}}\n": "b/dataset.yaml:2 (bsais): There is no setting 'bsais'. "
    "There are: source, basis.",
    "dataset: cafe\nfiles: {gone.csv: {source: x}}\n": "b/dataset.yaml:2 (gone.csv): There is no file 'gone.csv' "
    "in the bundle. Correct its name.",
    "dataset: cafe\nname: [A]\n": "b/dataset.yaml:2 (name): name is a list here, it takes a text.",
    "dataset: cafe\n: {\n": "b/dataset.yaml:2: This is not YAML: did not find expected key. "
    "Check the indentation and the quotes near it.",
}


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_a_mistake_in_the_manifest_is_one_problem(tmp_path: Path, manifest: str) -> None:
    problems = staged_problems(bundle(tmp_path / "b", {}, manifest))
    assert [str(problem) for problem in problems] == [MANIFESTS[manifest]]


def test_eight_mistakes_are_eight_problems_by_line(database: Database, tmp_path: Path) -> None:
    text = """\
personas:
  - key: Ada
    name: Ada
  - key: bea
    name: Bea
    customer_kind: friend
    agee: 30
journeys:
  - key: lunch
    for: [persona:bea, persona:ida]
    stages:
      - key: order
        name: Order
        order: first
        steps:
          - {key: queue}
chanels:
  - {key: web, name: Web}
"""
    problems = refusal(database, bundle(tmp_path / "b", {"x.yaml": text}))
    assert [(problem.place.line, problem.place.column) for problem in problems] == [
        (2, "key"),
        (6, "customer_kind"),
        (7, "agee"),
        (9, ""),
        (10, "for"),
        (14, "order"),
        (16, ""),
        (18, ""),
    ]


def test_what_refers_to_a_record_with_a_mistake_is_not_wrong_as_well(database: Database, tmp_path: Path) -> None:
    good = {"x.yaml": "personas:\n  - {key: ada, name: Ada}\njourneys:\n  - {key: a, name: A, for: persona:ada}\n"}
    path = bundle(tmp_path / "b", good)
    load([path], database, REGISTRY)
    more = {"sources.yaml": "", "pains.yaml": "pain_points: [{key: wait, name: Wait, hurts: ada}]\n"}
    load([bundle(tmp_path / "more", more, "dataset: more\nsource: diary\n")], database, REGISTRY)
    bundle(path, {"x.yaml": good["x.yaml"].replace("name: Ada", "age: 30")})
    problems = refusal(database, path)
    assert [problem.found for problem in problems] == ["name: Field required.", "There is no field 'age' here."]


def test_an_unreadable_file_hides_no_mistake_of_another(tmp_path: Path) -> None:
    files = {"a.yaml": "personas: [", "b.csv": "x\n", "personas.csv": "key,name\nada,Ada\nada,Ada\n"}
    places = [str(problem.place) for problem in staged_problems(bundle(tmp_path / "b", files))]
    assert places == ["b/a.yaml:2", "b/personas.csv:3"]


def test_a_file_that_changes_while_it_is_read_is_a_problem(database: Database, tmp_path: Path) -> None:
    path = bundle(tmp_path / "b", {"channels.csv": "key,name\nweb,Web\n"})

    def write(what: str, done: int, of: int | None) -> None:
        (path / "channels.csv").write_text("key,name\nweb,Web\nshop,Shop\n")

    with pytest.raises(ProblemsError, match=r"b/channels\.csv: The file changed while it was read"):
        load([path], database, REGISTRY, progress=write)
    assert graph(database) == {}


def test_a_huge_value_is_repeated_in_part(tmp_path: Path) -> None:
    files = {"emotions.csv": f"key,name,valence\nglad,Glad,{'x' * 900_000}\n"}
    [problem] = staged_problems(bundle(tmp_path / "b", files))
    assert len(str(problem)) < 300


def test_a_name_too_long_for_the_index_is_a_problem(tmp_path: Path) -> None:
    [problem] = staged_problems(bundle(tmp_path / "b", {"personas.csv": f"key,name\nada,{'x' * 1001}\n"}))
    assert "at most 1000 characters" in str(problem)
    assert len(str(problem)) < 300


def test_a_dataset_twice_in_a_load_is_a_problem(tmp_path: Path) -> None:
    for name in ("a", "b"):
        bundle(tmp_path / "all" / name, {})
    found = [problem.found for problem in staged_problems(tmp_path / "all")]
    assert "The dataset 'cafe' is given twice in this load." in found


@pytest.mark.parametrize("name", ["nowhere", "x" * 5_000, "empty"])
def test_a_path_with_nothing_to_load_is_wrong_use(database: Database, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        load([tmp_path / name], database, REGISTRY)


WORDS = st.sampled_from(
    [
        "personas",
        "journeys",
        "feelings",
        "serves",
        "key",
        "name",
        "to",
        "from",
        "source",
        "basis",
        "stages",
        "for",
        "ada",
    ]
)
RAW = st.recursive(
    st.none() | WORDS | st.text(max_size=6) | st.integers() | st.floats() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(document=st.dictionaries(WORDS, st.lists(st.dictionaries(WORDS, RAW, max_size=6), max_size=3) | RAW, max_size=4))
def test_no_document_is_more_than_problems(tmp_path_factory: pytest.TempPathFactory, document: object) -> None:
    folder = tmp_path_factory.mktemp("any")
    staged_problems(bundle(folder / "b", {"x.yaml": yaml.safe_dump(document, allow_unicode=True)}))


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200), table=st.text(alphabet=st.sampled_from('a,;"\n\r\0 \tkey:é\ufeff'), max_size=80))
def test_no_text_is_more_than_problems(tmp_path_factory: pytest.TempPathFactory, text: str, table: str) -> None:
    folder = bundle(tmp_path_factory.mktemp("any") / "b", {})
    (folder / "x.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    (folder / "personas.csv").write_bytes(f"key,name\n{table}".encode())
    staged_problems(folder)


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=200))
def test_no_bytes_are_more_than_problems(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = bundle(tmp_path_factory.mktemp("any") / "b", {})
    for name in ("x.yaml", "personas.csv", "dataset.yaml"):
        (folder / name).write_bytes(MANIFEST.encode() * (name == "dataset.yaml") + data)
    staged_problems(folder)


def test_a_row_of_several_lines_is_placed_at_its_first(tmp_path: Path) -> None:
    table = 'key,name,customer_kind\nada,"Ada\nB",friend\n\nbea,Bea,friend\n'
    problems = staged_problems(bundle(tmp_path / "b", {"personas.csv": table}))
    assert [problem.place.line for problem in problems] == [2, 5]
