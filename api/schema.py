"""Builds the GraphQL schema of a registry and a question library."""

from collections.abc import Iterable
from typing import Any, cast

import strawberry
from graphql import GraphQLError
from strawberry.extensions import (
    AddValidationRules,
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    QueryDepthLimiter,
    ValidationCache,
)
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext, Info
from strawberry.types.field import StrawberryField

from api.errors import Explain
from api.limits import Limits
from api.names import camel, doc
from api.questions import QuestionRoots
from api.run import Reads, ResolveInfo, Runner
from api.shape import Shape, Shapes
from api.types import SchemaTypes
from graph_schema.registry import Registry
from queries.library import LIBRARY
from queries.question import Question
from queries.rows import Row

CACHED_DOCUMENTS = 500


class Schema(strawberry.Schema):
    """A schema whose errors are logged once, by what explains them to the client."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave the logging to `Explain`, which knows which errors are the server's."""


def build_schema(registry: Registry, questions: Iterable[Question[Row]] = (), limits: Limits | None = None) -> Schema:
    """The schema; its context is a dict with the open database under `database`."""
    limits = limits or Limits()
    shapes = Shapes(registry)
    types = SchemaTypes(shapes, limits)
    roots = _Roots(types, Runner(shapes, limits))
    fields = [field for shape in shapes.all.values() for field in roots.of_kind(shape)]
    fields += [roots.node(), roots.nodes()]
    asked = QuestionRoots(types.maker, questions, {field.graphql_name or "" for field in fields})
    query = types.maker.object("Query", "Where every request begins.", [*fields, *asked.fields()])
    kinds = [types.maker.names[shape.kind.__name__] for shape in shapes.all.values()]
    # Made once: rules that are new with each request would miss the cache of validated documents.
    limiters = MaxAliasesLimiter(limits.max_aliases), QueryDepthLimiter(limits.max_depth)
    rules = [rule for limiter in limiters for rule in limiter.validation_rules]
    return Schema(
        query=query,
        types=kinds,
        config=StrawberryConfig(auto_camel_case=False),
        extensions=[
            Explain,
            lambda: ParserCache(maxsize=CACHED_DOCUMENTS),
            lambda: ValidationCache(maxsize=CACHED_DOCUMENTS),
            lambda: MaxTokensLimiter(max_token_count=limits.max_tokens),
            lambda: AddValidationRules(rules),
        ],
    )


def print_sdl(registry: Registry, questions: Iterable[Question[Row]] = LIBRARY) -> str:
    """The schema as GraphQL writes it, as committed in docs/schema.graphql."""
    return build_schema(registry, questions).as_str()


class _Roots:
    """The root fields of kinds."""

    def __init__(self, types: SchemaTypes, runner: Runner) -> None:
        self._types = types
        self._run = runner

    def of_kind(self, shape: Shape) -> tuple[StrawberryField, StrawberryField]:
        """The look-up by key and the connection of a kind."""
        make, kind = self._types.maker, shape.kind

        def lookup(info: Info[Any, Any], arguments: dict[str, Any]) -> Any:
            return self._run.lookup(_database(info), _raw(info), shape, arguments["key"])

        def connection(info: Info[Any, Any], _arguments: dict[str, Any]) -> Any:
            return self._run.connection(_database(info), _raw(info), shape)

        key = make.argument("key", "str", "The key of the node.")
        order = make.argument("orderBy", f"{kind.__name__}Order | None", "The order; null: by key.")
        about, many = doc(kind), kind.plural.replace("_", " ")
        return (
            make.field(
                camel(kind.token()), f"{kind.__name__} | None", f"By key; null if there is none. {about}", [key], lookup
            ),
            make.field(
                camel(kind.plural),
                f"{kind.__name__}Connection",
                f"All {many}, or those that a filter lets through; in the order of their keys, or another.",
                [*self._types.paging_arguments(kind.__name__), order],
                connection,
            ),
        )

    def node(self) -> StrawberryField:
        """The look-up by global id."""
        make = self._types.maker

        def resolve(info: Info[Any, Any], arguments: dict[str, Any]) -> Any:
            return self._run.node(_database(info), _raw(info), arguments["id"])

        ids = [make.argument("id", "ID", "The global id of the node.")]
        return make.field("node", "Node | None", "Any node by its global id; null if there is none.", ids, resolve)

    def nodes(self) -> StrawberryField:
        """The look-up by several global ids."""
        make = self._types.maker

        def resolve(info: Info[Any, Any], arguments: dict[str, Any]) -> Any:
            return self._run.nodes(_database(info), _raw(info), arguments["ids"])

        most = self._run.limits.max_page
        ids = [make.argument("ids", "list[ID]", f"The global ids of the nodes, at most {most}.")]
        about = "Nodes by their global ids, in the order of these; null where there is none."
        return make.field("nodes", "list[Node | None]", about, ids, resolve)


def _database(info: Info[Any, Any]) -> Reads:
    return info.context["database"]


def _raw(info: Info[Any, Any]) -> ResolveInfo:
    # Strawberry's public Info holds no fragments, which a compiler needs.
    return cast("ResolveInfo", info._raw_info)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]
