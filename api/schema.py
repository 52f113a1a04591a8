"""Builds the GraphQL schema of a registry and a question library."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from enum import Enum
from functools import partial
from types import MappingProxyType
from typing import Any, cast

import strawberry
from graphql import GraphQLError
from strawberry.extensions import MaxTokensLimiter, ParserCache, SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, Info
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from api.access.identity import Role, required
from api.admission import CACHED_DOCUMENTS, Admission, Documents
from api.caller import caller_field
from api.decode import FINAL, RESOLVED
from api.errors import Explain
from api.fast import Ask, Fast, Given, KnownOperations
from api.kinds import ModelRoots
from api.limits import Limits
from api.names import camel, doc
from api.questions import QuestionRoots
from api.run import Call, Reads, ResolveInfo, Runner
from api.scalars import SCALARS
from api.search import FIELD, TITLE, make_types
from api.shape import Shape, Shapes
from api.types import SchemaTypes
from api.version import version_field
from api.writing.inputs import EditTypes
from api.writing.loads import LoadRoots
from api.writing.mutations import EditRoots
from graph_schema.registry import Registry
from queries.library import LIBRARY
from queries.question import Question
from queries.rows import Row

BY_KEY = "nodeByKey"


class Schema(strawberry.Schema):
    """A schema whose errors are logged once, by what explains them to the client."""

    def __init__(self, known: KnownOperations | None = None, **parts: Any) -> None:
        super().__init__(**parts)
        self.known = known or KnownOperations()

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave the logging to `Explain`, which knows which errors are the server's."""


def build_schema(
    registry: Registry, questions: Iterable[Question[Row]] = (), limits: Limits | None = None, *, fast: bool = True
) -> Schema:
    """The schema; its context is a dict with the open `database`, `writer` and `desk`, and the `identity` of who asks.

    `fast` answers what it can without ordinary execution.
    """
    limits = limits or Limits()
    shapes = Shapes(registry)
    types = SchemaTypes(shapes, limits)
    asks, final = (asks_of(Runner(shapes, limits, form)) for form in (RESOLVED, FINAL))
    roots = _Roots(types, asks)
    fields = [field for shape in shapes.all.values() for field in roots.of_kind(shape)]
    fields += [roots.node(), roots.nodes(limits.max_page), roots.by_key(), roots.search(), version_field(types.maker)]
    fields += [caller_field(types.maker), *ModelRoots(types.maker, shapes, limits).fields()]
    asked = QuestionRoots(types.maker, questions, {field.graphql_name or "" for field in fields})
    loads = LoadRoots(types.maker)
    query = types.maker.object("Query", "Where every request begins.", [*fields, *asked.fields(), *loads.queries()])
    edits = EditRoots(types.maker, EditTypes(types.maker, shapes))
    changes = [*edits.fields(), *loads.changes()]
    mutation = types.maker.object("Mutation", "What changes the knowledge base; for editors.", changes)
    kinds = [types.maker.names[shape.kind.__name__] for shape in shapes.all.values()]
    config = StrawberryConfig(auto_camel_case=False, scalar_map=SCALARS)
    known = KnownOperations()
    passed = stages(limits, final if fast else {}, known)
    return Schema(known, query=query, mutation=mutation, types=kinds, config=config, extensions=passed)


def asks_of(run: Runner) -> dict[str, Ask]:
    """What answers each root field that asks for nodes."""
    asks: dict[str, Ask] = {
        "node": lambda database, call, given: run.node(database, call, given()["id"]),
        "nodes": lambda database, call, given: run.nodes(database, call, given()["ids"]),
        BY_KEY: lambda database, call, given: run.lookup(
            database, call, run.shapes.all[_token(given())], given()["key"]
        ),
        FIELD: lambda database, call, _given: run.search(database, call),
    }
    for shape in run.shapes.all.values():
        asks[camel(shape.kind.token())] = partial(_look_up, run, shape)
        asks[camel(shape.kind.plural)] = partial(_page, run, shape)
    return asks


def _token(given: dict[str, Any]) -> str:
    return cast("Enum", given["kind"]).value


def _look_up(run: Runner, shape: Shape, database: Reads, call: Call, given: Given) -> Awaitable[Any]:
    return run.lookup(database, call, shape, given()["key"])


def _page(run: Runner, shape: Shape, database: Reads, call: Call, _given: Given) -> Awaitable[Any]:
    return run.connection(database, call, shape)


def stages(
    limits: Limits, asks: Mapping[str, Ask] = MappingProxyType({}), known: KnownOperations | None = None
) -> list[Callable[[], SchemaExtension]]:
    """What an operation passes before it runs, and its errors on their way out."""
    documents, known = Documents(limits), known or KnownOperations()
    return [
        Explain,
        lambda: ParserCache(maxsize=CACHED_DOCUMENTS),
        lambda: MaxTokensLimiter(max_token_count=limits.max_tokens),
        lambda: Admission(documents),
        lambda: Fast(asks, limits, known),
    ]


def print_sdl(registry: Registry, questions: Iterable[Question[Row]] = LIBRARY) -> str:
    """The schema as GraphQL writes it, as committed in docs/schema.graphql."""
    return build_schema(registry, questions).as_str()


class _Roots:
    """The root fields of kinds."""

    def __init__(self, types: SchemaTypes, asks: Mapping[str, Ask]) -> None:
        self._types = types
        self._asks = asks

    def of_kind(self, shape: Shape) -> tuple[StrawberryField, StrawberryField]:
        """The look-up by key and the connection of a kind."""
        make, kind = self._types.maker, shape.kind
        key = make.argument("key", "str", "The key of the node.")
        order = make.argument("orderBy", f"{kind.__name__}Order | None", "The order; null: by key.")
        about, many = doc(kind), kind.plural.replace("_", " ")
        return (
            self._field(kind.token(), f"{kind.__name__} | None", f"By key; null if there is none. {about}", [key]),
            self._field(
                kind.plural,
                f"{kind.__name__}Connection",
                f"All {many}, or those that a filter lets through; in the order of their keys, or another.",
                [*self._types.paging_arguments(kind.__name__), order],
            ),
        )

    def node(self) -> StrawberryField:
        """The look-up by global id."""
        ids = [self._types.maker.argument("id", "ID", "The global id of the node.")]
        return self._field("node", "Node | None", "Any node by its global id; null if there is none.", ids)

    def nodes(self, most: int) -> StrawberryField:
        """The look-up by several global ids."""
        ids = [self._types.maker.argument("ids", "list[ID]", f"The global ids of the nodes, at most {most}.")]
        about = "Nodes by their global ids, in the order of these; null where there is none."
        return self._field("nodes", "list[Node | None]", about, ids)

    def by_key(self) -> StrawberryField:
        """The look-up by kind and key."""
        make = self._types.maker
        named = [
            make.argument("kind", "Kind", "The kind of the node."),
            make.argument("key", "str", "The key of the node."),
        ]
        about = "Any node by its kind and key, as rows of questions name it; null if there is none."
        return self._field(BY_KEY, "Node | None", about, named)

    def search(self) -> StrawberryField:
        """The search by words."""
        arguments = make_types(self._types)
        return self._field(
            FIELD, f"{TITLE}Connection", "Nodes of any kind by their words, the best fit first.", arguments
        )

    def _field(self, name: str, annotation: str, about: str, arguments: list[StrawberryArgument]) -> StrawberryField:
        ask = self._asks[camel(name)]

        def resolve(info: Info[Any, Any], given: dict[str, Any]) -> Any:
            return ask(_database(info), _call(info), lambda: given)

        return self._types.maker.field(camel(name), annotation, about, arguments, resolve)


def _database(info: Info[Any, Any]) -> Reads:
    required(info.context, Role.READER)
    return info.context["database"]


def _call(info: Info[Any, Any]) -> Call:
    # Strawberry's public Info holds no fragments, which a compiler needs.
    return Call.of(cast("ResolveInfo", info._raw_info))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]
