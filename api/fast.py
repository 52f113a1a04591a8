"""Answers operations that ask for nothing but nodes without walking their answers a second time.

What a compiled query gives is decoded to what the client sees. Anything that this is not sure of is left to ordinary
execution, which uses the same compiled queries and makes the errors. An operation that was answered so is kept: it
was admitted and is known to be valid, so that it passes none of that when it comes again.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import cached_property
from typing import Any, TypeAlias, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLNonNull,
    GraphQLSchema,
    located_error,
)
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from api.access.identity import Role, required
from api.admission import Admitted
from api.limits import Limits
from api.measure import Exceeded, bounded
from api.run import Call, Reads
from api.selection import Fields, Selection
from graph_schema.errors import JourneyGraphError

Given: TypeAlias = Callable[[], dict[str, Any]]
"""The arguments of a root field; what pages reads them with its plan."""
Ask: TypeAlias = Callable[[Reads, Call, Given], Awaitable[Any]]
"""Answers one root field, as the client sees it."""
KEPT = 500
LONGEST = 20_000
"""A text of more characters is not kept, so that all of them take little memory."""


class Operation:
    """An operation of a valid document, which may ask for nothing but nodes."""

    def __init__(
        self, admitted: Admitted, document: DocumentNode, schema: GraphQLSchema, asks: Mapping[str, Ask], limits: Limits
    ) -> None:
        self.admitted = admitted
        self._node = admitted.node
        self._fragments = {
            found.name.value: found for found in document.definitions if isinstance(found, FragmentDefinitionNode)
        }
        self._schema = schema
        self._asks = asks
        self._limits = limits
        self._document = document
        self._same_roots: Fields | None = None

    async def again(self, context: Mapping[str, Any], given: Mapping[str, Any] | None) -> ExecutionResult | None:
        """As `answer`, for what was admitted before: other variables may ask for more."""
        if self._too_much(given or {}):
            return None
        try:
            return await self.answer(context, given)
        except Exception:
            return None

    async def answer(self, context: Mapping[str, Any], given: Mapping[str, Any] | None) -> ExecutionResult | None:
        """The answer for these variables; None where it is left to ordinary execution, also to say what is wrong.

        Raises whatever keeps it from answering.
        """
        required(context, Role.READER)
        variables = get_variable_values(self._schema, self._node.variable_definitions or (), {**(given or {})})
        if not isinstance(variables, VariableValues):
            return None
        roots = self._roots(variables.coerced)
        if any(nodes[0].name.value not in self._asks for nodes in roots.values()):
            return None
        calls = [
            Call(self._schema, self._node, self._fragments, variables.coerced, key, nodes)
            for key, nodes in roots.items()
        ]
        asked = [self._ask(context["database"], call, variables) for call in calls]
        # A single one needs no task of its own.
        found = await asyncio.gather(*asked) if len(asked) != 1 else [await asked[0]]
        return _result(self._schema, calls, found)

    @cached_property
    def _too_much(self) -> Exceeded:
        return bounded(self._document, self._node, self._schema, self._limits)

    def _roots(self, variables: Mapping[str, Any]) -> Fields:
        """The root fields that are asked for; they are always the same unless @skip or @include are among them."""
        if self._same_roots is not None:
            return self._same_roots
        selection = Selection(self._schema, self._fragments, variables)
        roots = selection.roots(self._node)
        if not selection.conditions:
            self._same_roots = roots
        return roots

    async def _ask(self, database: Reads, call: Call, variables: VariableValues) -> Any:
        name = call.nodes[0].name.value
        definition = cast("Any", call.schema.query_type).fields[name]
        try:
            return await self._asks[name](
                database, call, lambda: get_argument_values(definition, call.nodes[0], variables)
            )
        except JourneyGraphError as error:
            return error


class KnownOperations:
    """Operations that were answered, by the text and the name under which they were sent; the latest of them."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str | None], Operation] = OrderedDict()

    def find(self, text: str, name: str | None) -> Operation | None:
        """The operation; None where it is not known."""
        found = self._known.get((text, name))
        if found is not None:
            self._known.move_to_end((text, name))
        return found

    def keep(self, text: str, name: str | None, operation: Operation) -> None:
        """Know it from now on."""
        if len(text) <= LONGEST:
            self._known[text, name] = operation
            if len(self._known) > KEPT:
                self._known.popitem(last=False)


class Fast(SchemaExtension):
    """Sets the result of an operation before it is executed, where that can be done, and then keeps the operation."""

    def __init__(self, asks: Mapping[str, Ask], limits: Limits, known: KnownOperations) -> None:
        super().__init__()
        self._asks = asks
        self._limits = limits
        self._known = known

    async def on_execute(self) -> AsyncIterator[None]:
        """Answer, or leave it to ordinary execution."""
        about = self.execution_context
        try:
            about.result = await self._answer()
        except Exception:
            about.result = None
        yield

    async def _answer(self) -> ExecutionResult | None:
        about = self.execution_context
        if about.operation_type is not OperationType.QUERY or not self._asks:
            return None
        context, document = cast("dict[str, Any]", about.context), about.graphql_document
        assert document is not None  # noqa: S101 - it was parsed before
        schema: GraphQLSchema = about.schema._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        operation = Operation(context["operation"], document, schema, self._asks, self._limits)
        result = await operation.answer(context, about.variables)
        if result is not None and about.query is not None:
            self._known.keep(about.query, about._provided_operation_name, operation)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        return result


def _result(schema: GraphQLSchema, calls: list[Call], found: list[Any]) -> ExecutionResult | None:
    failed = [(call, error) for call, error in zip(calls, found, strict=True) if isinstance(error, Exception)]
    if not failed:
        return ExecutionResult(data={call.key: value for call, value in zip(calls, found, strict=True)}, errors=None)
    if len(calls) > 1:
        return None
    ((call, error),) = failed
    told = located_error(error, call.nodes, [call.key])
    never_null = isinstance(cast("Any", schema.query_type).fields[call.nodes[0].name.value].type, GraphQLNonNull)
    return ExecutionResult(data=None if never_null else {str(call.key): None}, errors=[told])
