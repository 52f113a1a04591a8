"""Answers operations that ask for nothing but nodes without walking their answers a second time.

What a compiled query gives is decoded to what the client sees. Anything that this is not sure of is left to ordinary
execution, which uses the same compiled queries and makes the errors.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeAlias, cast

from graphql import (
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    located_error,
)
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values
from strawberry.extensions import SchemaExtension
from strawberry.types.execution import ExecutionContext
from strawberry.types.graphql import OperationType

from api.access.identity import Role, required
from api.run import Call, Reads
from api.selection import Selection
from graph_schema.errors import JourneyGraphError

Ask: TypeAlias = Callable[[Reads, Call, dict[str, Any]], Awaitable[Any]]
"""Answers one root field, as the client sees it."""


class Fast(SchemaExtension):
    """Sets the result of an operation before it is executed, where that can be done."""

    def __init__(self, asks: Mapping[str, Ask]) -> None:
        super().__init__()
        self._asks = asks

    async def on_execute(self) -> AsyncIterator[None]:
        """Answer, or leave it to ordinary execution."""
        about = self.execution_context
        try:
            about.result = await self._answer(about)
        except Exception:
            about.result = None
        yield

    async def _answer(self, about: ExecutionContext) -> ExecutionResult | None:
        operation, fragments = _parts(about)
        if about.operation_type is not OperationType.QUERY or operation is None:
            return None
        schema = about.schema._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        variables = get_variable_values(schema, operation.variable_definitions or (), about.variables or {})
        if not isinstance(variables, VariableValues):
            return None
        context = cast("dict[str, Any]", about.context)
        required(context, Role.READER)
        values = dict(variables.coerced)
        roots = Selection(schema, fragments, values).roots(operation)
        calls = {key: Call(schema, operation, fragments, values, key, nodes) for key, nodes in roots.items()}
        if any(nodes[0].name.value not in self._asks for nodes in roots.values()):
            return None
        found = await asyncio.gather(*(self._ask(context["database"], call, variables) for call in calls.values()))
        return _result(schema, calls, found)

    async def _ask(self, database: Reads, call: Call, variables: VariableValues) -> Any:
        name = call.nodes[0].name.value
        definition = cast("Any", call.schema.query_type).fields[name]
        arguments = get_argument_values(definition, call.nodes[0], variables)
        try:
            return await self._asks[name](database, call, arguments)
        except JourneyGraphError as error:
            return error


def _result(schema: GraphQLSchema, calls: Mapping[str, Call], found: list[Any]) -> ExecutionResult | None:
    failed = [(call, error) for call, error in zip(calls.values(), found, strict=True) if isinstance(error, Exception)]
    if not failed:
        return ExecutionResult(data=dict(zip(calls, found, strict=True)), errors=None)
    if len(calls) > 1:
        return None
    ((call, error),) = failed
    told = located_error(error, call.nodes, [call.key])
    never_null = isinstance(cast("Any", schema.query_type).fields[call.nodes[0].name.value].type, GraphQLNonNull)
    return ExecutionResult(data=None if never_null else {str(call.key): None}, errors=[told])


def _parts(about: ExecutionContext) -> tuple[OperationDefinitionNode | None, dict[str, FragmentDefinitionNode]]:
    """The operation that is asked for, and the document's fragments."""
    definitions = about.graphql_document.definitions if about.graphql_document else ()
    fragments = {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}
    operations = [each for each in definitions if isinstance(each, OperationDefinitionNode)]
    name = about.operation_name
    chosen = [each for each in operations if name is None or (each.name and each.name.value == name)]
    return (chosen[0] if len(chosen) == 1 else None), fragments
