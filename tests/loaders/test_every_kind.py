"""One record of every kind, with every field and every link that it can have, is loaded, sound, and comes back."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from graph_schema.fields import Property, ValueType, fields_of
from graph_schema.keys import Ref
from graph_schema.model import Assertion, Claim, Fact, Kind, Party, Relationship
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.renaming import rename
from loaders.export import ExportForm, export
from loaders.pipeline import load
from tests.bundles import bundle
from tests.conftest import wipe
from tests.loaders.writing import graph

VALUES: dict[ValueType, Any] = {
    ValueType.TEXT: "words",
    ValueType.INTEGER: "1",
    ValueType.NUMBER: "0.5",
    ValueType.BOOLEAN: "false",
    ValueType.DATE: "2026-01-31",
    ValueType.DATETIME: "2026-01-31T09:30:00+02:00",
    ValueType.TEXTS: ["one", "another; one"],
}


def key(kind: type[Kind]) -> str:
    return f"{key(kind.parent)}/{kind.token()[0]}" if kind.parent else kind.token()[0]


def ref(kind: type[Kind]) -> str:
    return str(Ref(kind.token(), key(kind)))


def value(field: Property) -> Any:
    if field.name == "url":
        return "https://example.org"
    return field.words[-1] if field.words else deepcopy(VALUES[field.value_type])


def own(model: type[Kind] | type[Relationship]) -> dict[str, Any]:
    claim = {field.name for field in fields_of(Claim)}
    return {field.name: value(field) for field in fields_of(model) if field.name not in {*claim, "key"}}


def record(kind: type[Kind]) -> dict[str, Any]:
    made: dict[str, Any] = own(kind) if issubclass(kind, Fact) else {"key": key(kind), **own(kind)}
    for rel in REGISTRY.claims(kind):
        ends = [end for end in REGISTRY.ends(rel) if not issubclass(end, Fact)]
        one = rel.single or len(ends) == 1
        targets = [ref(end) if len(REGISTRY.ends(rel)) > 1 else key(end) for end in (ends[:1] if one else ends)]
        made[rel.forward] = targets[0] if issubclass(rel, Party) else [{"to": to, **own(rel)} for to in targets]
    return made


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    content: dict[str, Any] = {kind.plural: [record(kind)] for kind in REGISTRY.written_kinds}
    return bundle(tmp_path, "everything", source="s", **content)


def test_everything_is_loaded_and_sound_and_loading_it_again_changes_nothing(
    database: Database, everything: Path
) -> None:
    load([everything], database, REGISTRY)
    assert list(check(database, REGISTRY)) == []
    assert load([everything], database, REGISTRY).run is None
    labels = {row["l"] for row in database.read("MATCH (n) RETURN DISTINCT labels(n)[0] AS l")}
    assert {kind.label() for kind in REGISTRY.written_kinds} <= labels
    types = {row["t"] for row in database.read("MATCH ()-[r]->() RETURN DISTINCT type(r) AS t")}
    assert types == set(REGISTRY.rel_types)
    for rel in REGISTRY.relationships:
        if issubclass(rel, Assertion):
            for start in REGISTRY.starts(rel):
                links = {"from": start.label(), "type": rel.rel_type}
                found = database.read(
                    "MATCH (a)-[r]->() WHERE labels(a)[0] = $from AND type(r) = $type RETURN count(r) AS n", links
                )
                assert found[0]["n"] >= 1, links


@pytest.mark.parametrize("form", list(ExportForm))
def test_everything_comes_back_as_it_was(
    database: Database, everything: Path, tmp_path: Path, form: ExportForm
) -> None:
    load([everything], database, REGISTRY)
    before = graph(database)
    export(tmp_path / "out", database, REGISTRY, form)
    wipe(database)
    load([tmp_path / "out"], database, REGISTRY)
    after = graph(database)
    assert {k: v for k, v in after.items() if not k.startswith("Dataset")} == {
        k: v for k, v in before.items() if not k.startswith("Dataset")
    }


def test_what_starts_at_a_fact_moves_along_when_a_party_is_renamed(database: Database, everything: Path) -> None:
    load([everything], database, REGISTRY)
    query = "MATCH (t:Transition)-[:LEAVES]->(p), (t)-[r:CARRIED_BY]->(c) RETURN t.key AS t, p.key AS p, c.key AS c"
    (before,) = database.read(query)
    rename("phase", "l/p", "l/renamed", database, REGISTRY)
    (after,) = database.read(query)
    assert (after["p"], after["c"]) == ("l/renamed", before["c"])
    assert after["t"] != before["t"]
    assert list(check(database, REGISTRY)) == []
    assert load([everything], database, REGISTRY).run is None


def test_a_path_may_come_to_a_place_twice(database: Database, tmp_path: Path) -> None:
    places = [
        {"to": "touchpoint:cart", "order": 1},
        {"to": "touchpoint:shop", "order": 2},
        {"to": "touchpoint:cart", "order": 3},
    ]
    path = bundle(
        tmp_path,
        "log",
        sources=[{"key": "study", "name": "A log"}],
        touchpoints=[{"key": "cart", "name": "Cart"}, {"key": "shop", "name": "Shop"}],
        variants=[{"key": "back", "name": "Back to the shop", "passes": places}],
    )
    load([path], database, REGISTRY)
    walked = database.read("MATCH (:Variant)-[p:PASSES]->(t) RETURN t.key AS t ORDER BY p.order")
    assert [row["t"] for row in walked] == ["cart", "shop", "cart"]
    assert load([path], database, REGISTRY).run is None
    assert list(check(database, REGISTRY)) == []
