"""The GraphQL schema derives from the registry, and says what everything means."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
)

from api.schema import print_sdl
from graph_schema.kinds.who import Persona
from graph_schema.model import Assertion, Family, Named, prop
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from tests.api.world import link, serving, write

SDL = Path(__file__).parent.parent.parent / "docs" / "schema.graphql"


class Wish(Named):
    """What a persona would like, if anybody asked."""

    family, plural = Family.WHO, "wishes"
    urgency: int | None = prop("How soon, in days.", default=None)


class Wishes(Assertion):
    """(Persona)-[:WISHES]->(Wish): the persona wishes it."""

    rel_type = "WISHES"
    start, end = (Persona,), (Wish,)
    forward, backward = "wishes", "wished_by"
    warmth: float | None = prop("How much, from 0 to 1.", default=None)


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema(print_sdl(REGISTRY))


def test_the_committed_sdl_is_what_derives():
    hint = "journeygraph schema --graphql > docs/schema.graphql"
    assert SDL.read_text("utf-8") == print_sdl(REGISTRY) + "\n", hint


def test_everything_has_a_description(schema: GraphQLSchema):
    without: list[str] = []
    for name, made in schema.type_map.items():
        if name.startswith("__") or name in ("String", "Int", "Float", "Boolean", "ID"):
            continue
        if not made.description:
            without.append(name)
        if isinstance(made, GraphQLEnumType):
            without += [f"{name}.{word}" for word, value in made.values.items() if not value.description]
        if isinstance(made, GraphQLInputObjectType):
            without += [f"{name}.{field}" for field, value in made.fields.items() if not value.description]
        if isinstance(made, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in made.fields.items():
                parts = {f"{name}.{field_name}": field.description}
                parts |= {f"{name}.{field_name}({arg})": field.args[arg].description for arg in field.args}
                without += [place for place, text in parts.items() if not text]
    assert not without


def test_every_kind_has_a_type_a_look_up_and_a_connection(schema: GraphQLSchema):
    assert schema.query_type is not None
    fields = {name: str(field.type) for name, field in schema.query_type.fields.items()}
    for kind in REGISTRY.written_kinds:
        assert kind.__name__ in fields.values()
        assert f"{kind.__name__}Connection!" in fields.values()


def test_connections_have_the_form_that_relay_asks_for(schema: GraphQLSchema):
    connections = [made for name, made in schema.type_map.items() if name.endswith("Connection")]
    assert connections
    for connection in connections:
        assert isinstance(connection, GraphQLObjectType)
        assert str(connection.fields["pageInfo"].type) == "PageInfo!"
        assert str(connection.fields["edges"].type).startswith("[")
    assert str(schema.query_type and schema.query_type.fields["node"].type) == "Node"


def test_a_kind_that_is_added_can_be_asked_for(database: Database, settings: Neo4jSettings):
    registry = REGISTRY.extended([Wish], [Wishes])
    apply_schema(database, registry)
    wishes = [(link("WISHES", "persona:pat", "wish:quiet", registry=registry, warmth=1), "d1")]
    write(database, [Persona(key="pat", name="Pat"), Wish(key="quiet", name="Quiet", urgency=3)], wishes)
    assert "type Wish implements Node" in print_sdl(registry)
    with serving(settings, registry) as api:
        found = api.ask(
            """{ wish(key: "quiet") { kind urgency wishedBy { totalCount edges { node { name } } } }
                 wishes { edges { node { name } } }
                 persona(key: "pat") { wishes { edges { node { name } assertions { warmth basis } } } } }"""
        )
    assert found == {
        "wish": {"kind": "WISH", "urgency": 3, "wishedBy": {"totalCount": 1, "edges": [{"node": {"name": "Pat"}}]}},
        "wishes": {"edges": [{"node": {"name": "Quiet"}}]},
        "persona": {
            "wishes": {"edges": [{"node": {"name": "Quiet"}, "assertions": [{"warmth": 1.0, "basis": "STATED"}]}]}
        },
    }
