"""What derives from the registry: statements, JSON Schema, the reference page; a kind added on the fly is in all."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.schema import print_sdl
from graph_schema.ddl import schema_items
from graph_schema.json_schema import bundle_schema
from graph_schema.kinds.who import Persona
from graph_schema.model import Assertion, Family, Named, prop
from graph_schema.problems import ProblemsError
from graph_schema.reference import reference
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.schema import apply_schema
from loaders.columns import collections
from loaders.pipeline import load
from tests.conftest import EXAMPLES, ROOT
from tests.loaders.writing import bundle, refusal


class Ritual(Named):
    """What a persona does again and again around a product."""

    family, plural = Family.WHO, "rituals"
    weekly: int | None = prop("How often in a week.", default=None, ge=1, sort=True)


class Keeps(Assertion):
    """(Persona)-[:KEEPS]->(Ritual): the persona has this ritual."""

    rel_type = "KEEPS"
    start, end = (Persona,), (Ritual,)
    forward, backward = "keeps", "kept_by"
    since: str | None = prop("Since when.", default=None)


MORE = REGISTRY.extended([Ritual], [Keeps])
RITUALS = "rituals:\n  - {key: tea, name: Tea at five, weekly: 7}\npersonas:\n  - {key: ada, name: Ada, keeps: tea}\n"


def test_there_is_a_constraint_for_every_kind_and_every_type_and_each_name_is_used_once() -> None:
    items = schema_items(REGISTRY)
    names = [item.name for item in items]
    assert len(set(names)) == len(names)
    assert all(" IF NOT EXISTS " in item.cypher for item in items)
    assert {f"{kind.token()}_key" for kind in REGISTRY.kinds} <= set(names)
    assert {f"{rel_type.lower()}_identity" for rel_type in REGISTRY.rel_types} <= set(names)


def test_statements_say_what_they_should() -> None:
    cypher = {item.name: item.cypher for item in schema_items(REGISTRY)}
    assert cypher["moment_of_truth_key"] == (
        "CREATE CONSTRAINT moment_of_truth_key IF NOT EXISTS FOR (n:MomentOfTruth) REQUIRE n.key IS UNIQUE"
    )
    assert cypher["performs_identity"] == (
        "CREATE CONSTRAINT performs_identity IF NOT EXISTS FOR ()-[r:PERFORMS]-() REQUIRE "
        "(r.`to`, r.`from`, r.`source`, r.`dataset`, r.`line`, r.`action`) IS UNIQUE"
    )
    assert cypher["has_step_identity"].endswith("REQUIRE (r.`to`, r.`from`) IS UNIQUE")
    assert cypher["step_order"] == "CREATE INDEX step_order IF NOT EXISTS FOR (n:Step) ON (n.`order`, n.`key`)"


def test_applying_the_schema_twice_makes_nothing(database: Database) -> None:
    assert apply_schema(database, REGISTRY) == 0
    there = {row["name"] for row in database.read("SHOW INDEXES YIELD name RETURN name")}
    assert {item.name for item in schema_items(REGISTRY)} <= there


def test_a_kind_added_on_the_fly_is_in_every_derivation(database: Database, tmp_path: Path) -> None:
    path = bundle(tmp_path / "b", {"all.yaml": RITUALS})
    assert "There is no collection 'rituals'." in [problem.found for problem in refusal(database, path)]
    try:
        load([path], database, MORE)
        made = {row["name"] for row in database.read("SHOW CONSTRAINTS YIELD name RETURN name")}
        assert {"ritual_key", "keeps_identity"} <= made
        rows = database.read("MATCH (:Persona)-[k:KEEPS]->(r:Ritual) RETURN r.weekly AS weekly, k.source AS source")
        assert rows == [{"weekly": 7, "source": "diary"}]
        assert list(check(database, MORE)) == []
        assert "label Ritual" in [violation.element for violation in check(database, REGISTRY)]
        (path / "all.yaml").write_text(
            RITUALS.replace("7", "0").replace("keeps: tea", "keeps: coffee"), encoding="utf-8"
        )
        with pytest.raises(ProblemsError) as caught:
            load([path], database, MORE)
        found = [problem.found for problem in caught.value.problems]
        assert found[0] == "weekly: '0': Input should be greater than or equal to 1."
        assert found[1].startswith("There is no ritual:coffee")
    finally:
        with database.session() as session:
            for statement in ("CONSTRAINT ritual_key", "CONSTRAINT keeps_identity", "INDEX ritual_name",
                              "INDEX ritual_weekly", "INDEX keeps_dataset"):  # fmt: skip
                session.run(f"DROP {statement} IF EXISTS").consume()  # pyright: ignore[reportArgumentType]
    schema = bundle_schema(MORE)
    assert schema["properties"]["rituals"]["items"] == {"$ref": "#/$defs/ritual"}
    assert schema["$defs"]["ritual"]["properties"]["weekly"]["type"] == "integer"
    assert "keeps" in schema["$defs"]["persona"]["properties"]
    assert "keeps" in schema["properties"]
    assert "### Ritual" in reference(MORE)
    sdl = print_sdl(MORE, ())
    assert re.search(r"^type Ritual\b", sdl, re.MULTILINE)
    assert re.search(r"^  keeps\(", sdl, re.MULTILINE)
    assert re.search(r"^  keptBy\(", sdl, re.MULTILINE)


def test_every_field_of_the_examples_is_in_the_json_schema() -> None:
    schema = bundle_schema(REGISTRY)
    seen = 0
    for path in EXAMPLES.rglob("*.yaml"):
        if path.name != "dataset.yaml":
            document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
            _fits(schema, schema, document, path.name)
            seen += 1
    assert seen >= 5


def test_the_json_schema_refuses_what_a_bundle_does_not_know() -> None:
    schema = bundle_schema(REGISTRY)
    with pytest.raises(AssertionError):
        _fits(schema, schema, {"personas": [{"key": "a", "name": "A", "age": "3"}]}, "x")
    with pytest.raises(AssertionError):
        _fits(schema, schema, {"personas": [{"key": "a"}]}, "x")
    with pytest.raises(AssertionError):
        _fits(schema, schema, {"pain_points": [{"key": "a", "name": "A", "severity": "huge"}]}, "x")


def test_every_reference_of_the_json_schema_leads_somewhere() -> None:
    schema = bundle_schema(REGISTRY)
    references = set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(schema)))
    assert references == set(schema["$defs"]) == {kind.token() for kind in REGISTRY.written_kinds}


def test_a_link_that_needs_more_than_a_key_is_no_plain_text() -> None:
    schema = bundle_schema(REGISTRY)
    phase = {"key": "m/a", "name": "A", "aligns_with": {"to": "n/a", "degree": "close"}}
    _fits(schema, schema, {"phases": [phase]}, "x")
    with pytest.raises(AssertionError):
        _fits(schema, schema, {"phases": [{**phase, "aligns_with": "n/a"}]}, "x")
    with pytest.raises(AssertionError):
        _fits(schema, schema, {"phases": [{**phase, "aligns_with": [{"to": "n/a"}]}]}, "x")
    columns = collections(REGISTRY)
    assert "aligns_with" not in {column.name for column in columns["phases"]}
    assert {column.name for column in columns["aligns_with"] if column.required} >= {"from", "to", "degree"}


def _fits(root: dict[str, Any], schema: dict[str, Any], value: Any, where: str) -> None:
    """Hold a document of texts to the parts of JSON Schema that bundles use."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        shapes = {"string": str, "array": list, "object": dict}
        chosen = [one for one in schema["anyOf"] if isinstance(value, shapes[one["type"]])]
        assert chosen, where
        _fits(root, chosen[0], value, where)
        return
    if schema["type"] == "object":
        assert isinstance(value, dict), where
        assert set(schema.get("required", ())) <= set(value), where
        for name, inner in value.items():
            assert name in schema["properties"], f"{where}: {name}"
            _fits(root, schema["properties"][name], inner, f"{where}: {name}")
    elif schema["type"] == "array" and not isinstance(value, str):
        for inner in value:
            _fits(root, schema["items"], inner, where)
    else:
        assert isinstance(value, str), where
        assert value in schema.get("enum", [value]), where


def test_the_reference_page_is_that_of_the_schema() -> None:
    """Run `python -m graph_schema.reference > docs/schema.md` where this fails."""
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == reference(REGISTRY)


def test_the_reference_page_names_everything_that_is_written() -> None:
    page = reference(REGISTRY)
    for kind in REGISTRY.written_kinds:
        assert f"\n### {kind.label()}\n" in page
        assert f"`{kind.plural}`" in page
    for rel in REGISTRY.relationships:
        assert f"[:{rel.rel_type}]->" in page or rel.rel_type == "DESCRIBES"
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\(#([\w-]+)\)", page)) <= anchors
