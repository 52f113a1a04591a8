"""What is exported and loaded into an empty database gives an equal graph, in every form."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph_schema.errors import NotFoundError, RefusedError, UsageError
from graph_schema.keys import Ref
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.reading import GraphReader
from loaders.export import ExportForm, export
from loaders.journey_part import journey_part
from loaders.openjourney_out import export_map
from loaders.pipeline import load
from tests.bundles import bundle, study
from tests.conftest import EXAMPLES, wipe
from tests.loaders.test_hostile import journeygraph
from tests.loaders.writing import keys, staged_problems
from tests.snapshot import snapshot

FORMS = list(ExportForm)
MAPPED = ("Persona", "Stage", "Step", "Touchpoint", "PainPoint", "MomentOfTruth", "Emotion", "Stakeholder", "System")
AWKWARD = [
    "=1+1",
    "a; b",
    "back\\slash; and\\",
    'a "quoted", word',
    "two\nlines\r\nand\rmore",
    "_x000D_ as it stands",
    "\x01 and \x1b",
    "null",
    "'",
    "- a: [b]",
    "😀 ½ \u2028 \ufeff \x85 ن",
    "2026-02-30",
    "007",
]


@pytest.fixture
def examples(database: Database) -> Database:
    load([EXAMPLES], database, REGISTRY)
    return database


def round_trip(database: Database, folder: Path, form: ExportForm) -> None:
    """Export, load into an empty database, and compare all but the numbers of runs."""
    before = _without_runs(database)
    export(folder / form.value, database, REGISTRY, form)
    wipe(database)
    load([folder / form.value], database, REGISTRY)
    assert _without_runs(database) == before


def _without_runs(database: Database) -> tuple[list[str], list[str]]:
    nodes, links = snapshot(database)
    return nodes, [link.replace(f'"run":{number}', "") for link in links for number in [_run(link)]]


def _run(link: str) -> str:
    return link.partition('"run":')[2].partition(",")[0].rstrip("}]")


@pytest.mark.parametrize("form", FORMS)
def test_the_examples_come_back_as_they_were(database: Database, tmp_path: Path, form: ExportForm) -> None:
    load([EXAMPLES], database, REGISTRY)
    round_trip(database, tmp_path, form)


@pytest.mark.parametrize("form", FORMS)
def test_awkward_words_come_back_as_they_were(database: Database, tmp_path: Path, form: ExportForm) -> None:
    steps = [{"key": f"s{n}", "name": text, "tags": [text, "x"]} for n, text in enumerate(AWKWARD)]
    journey = {"key": "j", "name": "J", "stages": [{"key": "a", "name": "A", "steps": steps}]}
    quotes = [{"key": "q", "text": "Words.", "locator": "p. 1", "from": "study", "note": "=SUM(A1)"}]
    claims = {"basis": "inferred", "locator": "page 3", "quotes": ["q"], "note": "Ours; not theirs."}
    moments = [{"key": "m", "name": "M", "occurs_at": {"to": "step:j/a/s1", **claims}, "basis": "measured"}]
    path = bundle(
        tmp_path / "in", "awkward", sources=[study()], journeys=[journey], quotes=quotes, moments_of_truth=moments
    )
    load([path], database, REGISTRY)
    round_trip(database, tmp_path, form)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip())
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example(texts=["Wait\rfor it"], form=ExportForm.CSV)
@given(texts=st.lists(TEXTS, min_size=1, max_size=8), form=st.sampled_from([ExportForm.YAML, ExportForm.CSV]))
def test_any_words_come_back_as_they_were(
    database: Database, tmp_path_factory: pytest.TempPathFactory, texts: list[str], form: ExportForm
) -> None:
    folder = tmp_path_factory.mktemp("any")
    wipe(database)
    steps: list[Any] = [{"key": f"s{n}", "name": text, "tags": texts[:n]} for n, text in enumerate(texts)]
    journey = {"key": "j", "name": "J", "stages": [{"key": "a", "name": "A", "steps": steps}]}
    load([bundle(folder, "any", sources=[study()], journeys=[journey])], database, REGISTRY)
    round_trip(database, folder, form)


@pytest.mark.parametrize("form", FORMS)
def test_a_journey_loads_by_itself_with_all_that_it_hangs_on(
    database: Database, tmp_path: Path, form: ExportForm
) -> None:
    load([EXAMPLES], database, REGISTRY)
    journey = "getting-a-birthday-parcel-there-in-time"
    part = journey_part(journey, database, REGISTRY)
    wanted = {ref.kind for ref in part}
    assert wanted >= {"journey", "stage", "step", "touchpoint", "persona", "feeling", "emotion", "source", "pain_point"}
    assert wanted >= {"moment_of_truth", "cx_goal", "brand_goal", "brand"}
    assert {ref.key for ref in part if ref.kind == "journey"} == {journey}
    done = export(tmp_path / "part", database, REGISTRY, form, only=part)
    before = {ref: _shown(database, ref) for ref in part}
    wipe(database)
    loaded = load([tmp_path / "part"], database, REGISTRY)
    assert loaded.datasets == done.datasets
    assert {ref: _shown(database, ref) for ref in part} == before


def test_a_journey_that_is_not_is_not_found(examples: Database) -> None:
    with pytest.raises(NotFoundError):
        journey_part("nowhere", examples, REGISTRY)


def _shown(database: Database, ref: Ref) -> Any:
    with database.session(read=True) as session:
        return GraphReader(session, REGISTRY).node(*ref)


def test_a_journey_map_comes_back_as_it_was_but_for_what_is_said(database: Database, tmp_path: Path) -> None:
    load([EXAMPLES / "openjourney" / "birthday-parcel.ojf"], database, REGISTRY)
    [journey] = keys(database, "Journey")
    before = [keys(database, label) for label in MAPPED]
    done = export_map(tmp_path / "birthday-parcel.ojf", journey, database)
    assert done.notes
    wipe(database)
    load([tmp_path / "birthday-parcel.ojf"], database, REGISTRY)
    assert [keys(database, label) for label in MAPPED] == before


def test_what_a_map_cannot_hold_is_said(examples: Database, tmp_path: Path) -> None:
    done = export_map(tmp_path / "order.ojf", "newspaper-first-use", examples)
    notes = "\n".join(done.notes)
    assert "channels of steps" in notes
    assert "sources, bases, quotes, phases and goals" in notes
    assert staged_problems(tmp_path / "order.ojf") == []
    with pytest.raises(UsageError):
        export_map(tmp_path / "order.ojf", "newspaper-first-use", examples)


@pytest.mark.parametrize("form", [ExportForm.YAML, ExportForm.CSV])
def test_a_very_long_text_comes_back_and_a_workbook_says_that_it_cannot_hold_it(
    database: Database, tmp_path: Path, form: ExportForm
) -> None:
    persona = {"key": "ada", "name": "Ada", "description": "long " * 300_000 + "end"}
    load([bundle(tmp_path / "in", "long", sources=[study()], personas=[persona])], database, REGISTRY)
    with pytest.raises(RefusedError, match="`personas`"):
        export(tmp_path / "book", database, REGISTRY, ExportForm.XLSX)
    assert not (tmp_path / "book").exists()
    round_trip(database, tmp_path, form)


def test_one_dataset_can_be_one_workbook(examples: Database, tmp_path: Path) -> None:
    done = export(tmp_path / "goals.xlsx", examples, REGISTRY, ExportForm.XLSX, dataset="parcel-goals")
    assert (done.datasets, (tmp_path / "goals.xlsx").is_file()) == (["parcel-goals"], True)
    assert [path.name for path in tmp_path.iterdir()] == ["goals.xlsx"]


def test_what_is_wrong_is_said_and_nothing_is_written(examples: Database, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    wrong: list[tuple[str, dict[str, Any], type[Exception]]] = [
        ("taken", {}, UsageError),
        ("new", {"dataset": "nowhere"}, NotFoundError),
        ("all.xlsx", {}, UsageError),
    ]
    for name, more, error in wrong:
        with pytest.raises(error):
            export(tmp_path / name, examples, REGISTRY, ExportForm.XLSX, **more)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_only_some_nodes_can_be_exported(examples: Database, tmp_path: Path) -> None:
    only = {Ref("journey", "newspaper-first-use"), Ref("persona", "woman-reader")}
    done = export(tmp_path / "some", examples, REGISTRY, ExportForm.YAML, only=only)
    assert done.records == 2
    assert done.links >= 1


def test_no_anchor_and_no_alias_is_written(database: Database, tmp_path: Path) -> None:
    steps = [{"key": f"s{n}", "name": "S", "tags": ["same", "same"]} for n in range(3)]
    journey = {"key": "j", "name": "J", "stages": [{"key": "a", "name": "A", "steps": steps}]}
    load([bundle(tmp_path / "in", "tags", sources=[study()], journeys=[journey])], database, REGISTRY)
    export(tmp_path / "out", database, REGISTRY, ExportForm.YAML)
    text = (tmp_path / "out" / "tags" / "steps.yaml").read_text()
    assert "&" not in text
    assert len(yaml.safe_load(text)["steps"]) == 3


def test_the_command_exports_and_writes_templates(examples: Database, tmp_path: Path) -> None:
    for arguments, code, said in (
        (["export", str(tmp_path / "all"), "--form", "csv"], 0, "records and"),
        (["export", str(tmp_path / "all")], 2, "already"),
        (["export", str(tmp_path / "one.xlsx"), "--dataset", "parcel-goals"], 0, "parcel-goals"),
        (["export", str(tmp_path / "part"), "--journey", "online-order"], 0, "cx-texts"),
        (["export", str(tmp_path / "map.ojf")], 2, "--journey"),
        (["export", str(tmp_path / "map.ojf"), "--journey", "online-order"], 0, "Not on the map"),
        (["export", str(tmp_path / "x.xlsx"), "--form", "csv"], 2, "ends as a workbook"),
        (["template", str(tmp_path / "team.xlsx"), "--kinds", "personas,serves"], 0, "1 file"),
        (["template", str(tmp_path / "team")], 0, "files"),
        (["template", str(tmp_path / "team")], 2, "--force"),
    ):
        done = journeygraph(examples, *arguments)
        assert done.returncode == code, done.stderr
        assert said in " ".join((done.stdout + done.stderr).split())
        assert "Traceback" not in done.stderr
    load([tmp_path / "all"], examples, REGISTRY)
