"""Errors on their way to a client: what a user can act on is told, anything else is masked."""

import logging
import secrets
from collections.abc import Iterator

from graphql import ExecutionResult, GraphQLError
from strawberry.extensions import SchemaExtension

from api.names import camel
from graph_schema.errors import JourneyGraphError, UsageError
from queries.known import UnknownNodeError
from queries.parameters import ParameterError

log = logging.getLogger("journeygraph.api")


class ArgumentError(UsageError):
    """An argument that can't be taken; clients see which one in `extensions.argument`."""

    def __init__(self, argument: str, observed: str, remedy: str = "") -> None:
        super().__init__(observed, remedy)
        self.argument = argument


class Explain(SchemaExtension):
    """Gives errors of the family their code, and hides the words of all others behind an id that is logged."""

    def on_operation(self) -> Iterator[None]:
        """Look at the errors once the operation is done."""
        yield
        result = self.execution_context.result
        if isinstance(result, ExecutionResult) and result.errors:
            result.errors = [explained(error) for error in result.errors]


def explained(error: GraphQLError) -> GraphQLError:
    """The error as a client may see it; GraphQL's own, about the document, stay as they are."""
    original = error.original_error
    if original is None or isinstance(original, GraphQLError):
        return _about_arguments(error) if error.path and not error.extensions else error
    if isinstance(original, JourneyGraphError):
        extensions = {"code": original.code}
        if isinstance(original, ArgumentError):
            extensions["argument"] = original.argument
        elif isinstance(original, ParameterError | UnknownNodeError):
            extensions["argument"] = camel(original.parameter)
        return _same_place(error, str(original), extensions)
    if isinstance(original, RecursionError):
        return _same_place(error, "The operation nests too deep. Ask for less at once.", {"code": "LIMIT_EXCEEDED"})
    error_id = secrets.token_hex(6)
    log.error("error %s at %s", error_id, error.path, exc_info=original)
    message = f"Something went wrong on the server; its log says more under the id {error_id}."
    return _same_place(error, message, {"code": "INTERNAL", "id": error_id})


def _about_arguments(error: GraphQLError) -> GraphQLError:
    """What GraphQL itself finds wrong as it executes a field is the field's arguments."""
    given = [argument.name.value for node in error.nodes or () for argument in getattr(node, "arguments", ())]
    argument = {"argument": given[0]} if len(given) == 1 else {}
    return _same_place(error, error.message, {"code": "BAD_USER_INPUT", **argument})


def _same_place(error: GraphQLError, message: str, extensions: dict[str, str]) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions=extensions)
