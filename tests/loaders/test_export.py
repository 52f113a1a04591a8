"""What is exported and loaded into an empty database gives an equal graph, in every form."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import NotFoundError, RefusedError, UsageError
from graph_schema.keys import Ref
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from loaders.export import ExportForm, export
from loaders.pipeline import load
from tests.bundles import bundle, study
from tests.conftest import EXAMPLES, wipe
from tests.snapshot import snapshot

FORMS = list(ExportForm)
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


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


def test_one_dataset_can_be_one_workbook(sample: Database, tmp_path: Path) -> None:
    done = export(tmp_path / "goals.xlsx", sample, REGISTRY, ExportForm.XLSX, dataset="parcel-goals")
    assert (done.datasets, (tmp_path / "goals.xlsx").is_file()) == (["parcel-goals"], True)
    assert [path.name for path in tmp_path.iterdir()] == ["goals.xlsx"]


def test_what_is_wrong_is_said_and_nothing_is_written(sample: Database, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    wrong: list[tuple[str, dict[str, Any], type[Exception]]] = [
        ("taken", {}, UsageError),
        ("new", {"dataset": "nowhere"}, NotFoundError),
        ("all.xlsx", {}, UsageError),
    ]
    for name, more, error in wrong:
        with pytest.raises(error):
            export(tmp_path / name, sample, REGISTRY, ExportForm.XLSX, **more)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_only_some_nodes_can_be_exported(sample: Database, tmp_path: Path) -> None:
    only = {Ref("journey", "newspaper-first-use"), Ref("persona", "woman-reader")}
    done = export(tmp_path / "some", sample, REGISTRY, ExportForm.YAML, only=only)
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
