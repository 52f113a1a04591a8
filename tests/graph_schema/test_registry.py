"""Walks the registry and asserts the rules that every kind and relationship keeps."""

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest
import yaml

import graph_schema.kinds as kinds_of_the_graph
from graph_schema.fields import ValueType, fields_of
from graph_schema.kinds.origins import TEXTS
from graph_schema.kinds.who import Persona
from graph_schema.model import Assertion, Fact, Family, Kind, Named, Party, Relationship, Structure, prop
from graph_schema.registry import REGISTRY, Registry, identifying
from graph_schema.stored import DATASET, FROM, GAVE, HASH, PARTY, RUN, TO
from tests.conftest import EXAMPLES

ELEMENTS = (*REGISTRY.kinds, *REGISTRY.relationships)
ARROW = re.compile(r"^\(([\w |]+)\)-\[:(\w+)\]->\(([\w |]+)\): \S")
WORD = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
MANY = 2_000


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_element_and_property_is_described(element: type[Kind] | type[Relationship]) -> None:
    assert element.__doc__
    assert element.__doc__.strip().endswith(".")
    for field in fields_of(element):
        assert field.description.endswith("."), field.name
        assert WORD.match(field.name), field.name


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_element_has_an_example_of_its_own_and_an_origin(element: type[Kind] | type[Relationship]) -> None:
    assert vars(element).get("example")
    assert element.origin
    for text in (element.example, element.origin):
        assert not text.endswith(".")


def test_no_two_examples_are_the_same() -> None:
    examples = [element.example for element in ELEMENTS]
    assert sorted(examples) == sorted(set(examples))


def test_the_texts_have_the_names_that_the_sample_gives_them() -> None:
    sources = yaml.safe_load((EXAMPLES / "lifecycle" / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    assert set(TEXTS) <= {source["name"] for source in sources}


@pytest.mark.parametrize("relationship", REGISTRY.relationships)
def test_the_docstring_of_a_relationship_is_its_arrow(relationship: type[Relationship]) -> None:
    drawn = ARROW.match(" ".join((relationship.__doc__ or "").split()))
    assert drawn, relationship.__doc__
    start, rel_type, end = drawn.groups()
    assert start == " | ".join(kind.label() for kind in relationship.start)
    assert rel_type == relationship.rel_type
    assert end == " | ".join(kind.label() for kind in relationship.end)


@pytest.mark.parametrize("relationship", REGISTRY.relationships)
def test_a_relationship_is_named_in_its_form(relationship: type[Relationship]) -> None:
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", relationship.rel_type)
    assert WORD.match(relationship.forward)
    assert WORD.match(relationship.backward)
    registered = {*REGISTRY.kinds, Kind}
    assert registered.issuperset(relationship.start)
    assert registered.issuperset(relationship.end)


@pytest.mark.parametrize("relationship", REGISTRY.relationships)
def test_what_identifies_a_relationship_is_a_text_or_always_there(relationship: type[Relationship]) -> None:
    """An absent one is stored as an empty text."""
    fields = {field.name for field in fields_of(relationship) if field.value_type is ValueType.TEXT or field.required}
    assert fields.issuperset(identifying(relationship))


@pytest.mark.parametrize("kind", REGISTRY.kinds)
def test_what_identifies_a_fact_is_a_property_of_it(kind: type[Kind]) -> None:
    assert {field.name for field in fields_of(kind)}.issuperset(identifying(kind))
    assert kind.display in kind.model_fields


def test_collections_have_one_meaning() -> None:
    plurals = [kind.plural for kind in REGISTRY.kinds]
    tokens = [kind.token() for kind in REGISTRY.kinds]
    types = [name.lower() for name in REGISTRY.rel_types]
    assert all(map(WORD.match, plurals))
    names = [*plurals, *tokens, *types]
    assert sorted(names) == sorted(set(names))
    assert not {"source", "basis"} & {*plurals, *types}


@pytest.mark.parametrize("element", ELEMENTS)
def test_no_property_has_a_name_that_the_store_keeps_for_itself(element: type[Kind] | type[Relationship]) -> None:
    names = set(element.model_fields)
    taken = {FROM, TO, HASH} | ({DATASET, RUN} if issubclass(element, Relationship) else set())
    assert not names & taken
    assert not any(name.startswith((GAVE, PARTY)) for name in names)


@pytest.mark.parametrize("element", ELEMENTS)
def test_an_indexed_text_is_short_enough_for_the_index(element: type[Kind] | type[Relationship]) -> None:
    indexed = {field.name for field in fields_of(element) if field.sortable} | set(identifying(element))
    for field in fields_of(element):
        if field.name in indexed and field.value_type is ValueType.TEXT and not field.choices:
            if field.name in ("subject", "object", "target", "locator"):  # references, and what only enters a digest
                continue
            limits = [getattr(rule, "max_length", None) for rule in element.model_fields[field.name].metadata]
            assert any(limit is not None and limit <= MANY for limit in limits), field.name


@pytest.mark.parametrize("kind", REGISTRY.written_kinds)
def test_what_is_contained_has_one_container_and_facts_have_parties(kind: type[Kind]) -> None:
    containment = REGISTRY.containment(kind)
    assert (containment is None) == (kind.parent is None)
    assert bool(REGISTRY.parties(kind)) == issubclass(kind, Fact)


def test_only_containment_is_structure() -> None:
    structure = {rel for rel in REGISTRY.relationships if issubclass(rel, Structure)}
    assert structure == {REGISTRY.containment(kind) for kind in REGISTRY.written_kinds if kind.parent}


def test_a_registry_refuses_what_does_not_fit() -> None:
    class Twin(Named):
        """A kind."""

        family, plural = Family.WHO, "twins"

    class Likes(Assertion):
        """(Twin)-[:LIKES]->(Persona): it likes it."""

        rel_type, start, end = "LIKES", (Twin,), (Persona,)
        forward, backward = "name", "liked_by"

    class Lonely(Fact):
        """A fact."""

        family, plural, display = Family.WHO, "lonely_ones", "key"

    class Inside(Named):
        """A kind."""

        family, plural, parent = Family.WHO, "insides", Twin

    class Upholds(Assertion):
        """(Twin)-[:PERFORMS]->(Persona): it differs in what identifies it."""

        rel_type, start, end = "PERFORMS", (Twin,), (Persona,)
        forward, backward = "upholds", "upheld_by_twins"

    for kinds, relationships, complaint in (
        ([Twin, Twin], [], "same name"),
        ([Twin], [Likes], "two meanings for name"),
        ([Lonely], [], "fact without parties"),
        ([Inside], [], "not registered"),
        ([Twin], [Upholds], "differ in what identifies"),
    ):
        with pytest.raises(ValueError, match=complaint):
            REGISTRY.extended(kinds, relationships)


def test_the_registry_lists_everything_that_is_declared() -> None:
    names = [module.name for module in iter_modules(kinds_of_the_graph.__path__, f"{kinds_of_the_graph.__name__}.")]
    modules = [import_module(name) for name in names]
    declared = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    kinds = {kind for kind in declared if issubclass(kind, Kind) and "plural" in vars(kind)}
    relationships = {rel for rel in declared if issubclass(rel, Relationship) and hasattr(rel, "start")}
    assert kinds == set(REGISTRY.kinds)
    assert relationships == set(REGISTRY.relationships)


def test_fields_are_plain_facts() -> None:
    class Thing(Named):
        """A kind."""

        family, plural = Family.WHO, "things"
        size: float | None = prop("How large.", default=None, sort=True)

    facts = {
        field.name: (field.value_type, field.required, field.searched, field.sortable) for field in fields_of(Thing)
    }
    assert facts == {
        "key": (ValueType.TEXT, True, False, False),
        "name": (ValueType.TEXT, True, True, True),
        "description": (ValueType.TEXT, False, True, False),
        "size": (ValueType.NUMBER, False, False, True),
    }
    words = {field.name: field.words for field in fields_of(Persona) if field.words}
    assert words == {"customer_kind": ("customer", "user", "prospect", "former", "ambassador")}


def test_a_type_that_the_graph_does_not_hold_is_refused() -> None:
    class Bag(Named):
        """A kind."""

        family, plural = Family.WHO, "bags"
        inside: dict[str, str] | None = prop("Things.", default=None)

    with pytest.raises(TypeError, match=r"Bag\.inside"):
        fields_of(Bag)


def test_an_empty_registry_is_one() -> None:
    assert Registry((), ()).rel_types == {}
    assert all(issubclass(rel, Assertion | Party) for rel in REGISTRY.claims(Persona))
