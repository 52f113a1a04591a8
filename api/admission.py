"""Decides whether an operation may run: who asks, how much, and whether it is known."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any, cast

from graphql import DocumentNode, FieldNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, validate
from strawberry.extensions import SchemaExtension
from strawberry.types.execution import ExecutionContext
from strawberry.types.graphql import OperationType

from api.access.identity import ForbiddenError, Role, required
from api.introspection import SchemaSize
from api.limits import Limits
from api.measure import Exceeded, bounded, exceeded, oversize

CACHED_DOCUMENTS = 200
TOLD_ERRORS = 8
"""Of a document that isn't valid; to look for more would only cost time."""
_TOLD_ROOTS = 20


@dataclass
class _Known:
    """A document that was measured and validated, and what its operations are bounded by."""

    document: DocumentNode
    errors: list[GraphQLError]
    bounds: dict[str | None, Exceeded] = field(default_factory=dict[str | None, Exceeded])
    """By the name of an operation."""


class Documents:
    """Measured and validated documents, the latest of them: a document that comes again costs neither."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._size: SchemaSize | None = None
        # The document is kept beside what is known of it, so that its id can't pass to another one.
        self._known: OrderedDict[int, _Known] = OrderedDict()

    def check(self, document: DocumentNode, schema: GraphQLSchema) -> list[GraphQLError]:
        """What is wrong with a document that isn't too large."""
        errors = validate(schema, document, max_errors=TOLD_ERRORS)
        self._size = self._size or SchemaSize(schema)
        times, most = self._size.times(document) if not errors else 0, self.limits.max_introspection
        return errors or ([exceeded("times the whole schema", ceil(times), most)] if times > most else [])

    def look(self, document: DocumentNode, check: Callable[[], list[GraphQLError]]) -> _Known:
        """What is known of a document; it is validated only if it isn't too large for that."""
        found = self._known.get(id(document))
        if found is not None:
            self._known.move_to_end(id(document))
            return found
        too_much = oversize(document, self.limits)
        found = self._known[id(document)] = _Known(document, [too_much] if too_much else check())
        if len(self._known) > CACHED_DOCUMENTS:
            self._known.popitem(last=False)
        return found


@dataclass(frozen=True)
class Admitted:
    """What is known of the operation that a request is for; the context has it under `operation`."""

    type: str
    name: str | None
    roots: tuple[str, ...]
    node: OperationDefinitionNode


class Admission(SchemaExtension):
    """Refuses an operation before anything of it runs."""

    def __init__(self, documents: Documents) -> None:
        super().__init__()
        self._documents = documents

    def on_validate(self) -> Iterator[None]:
        """Check the caller's role, then the document, then how many nodes it asks for."""
        about = self.execution_context
        about.pre_execution_errors = self._errors()
        yield

    def _errors(self) -> list[GraphQLError]:
        about = self.execution_context
        changes = about.operation_type is not OperationType.QUERY
        if isinstance(about.context, dict):
            about.context["operation"] = _admitted(about)
        try:
            required(cast("dict[str, Any]", about.context or {}), Role.EDITOR if changes else Role.READER)
        except ForbiddenError as error:
            return [GraphQLError(str(error), extensions={"code": error.code})]
        document, schema = about.graphql_document, about.schema._schema  # noqa: SLF001  # pyright: ignore[reportPrivateUsage, reportUnknownVariableType]
        assert document is not None  # noqa: S101 - it was parsed before
        known = self._documents.look(document, lambda: self._documents.check(document, schema))
        return known.errors or self._unnamed(document) or self._too_many(known, schema)

    def _unnamed(self, document: DocumentNode) -> list[GraphQLError]:
        operations = [found for found in document.definitions if isinstance(found, OperationDefinitionNode)]
        if len(operations) < 2 or self.execution_context._provided_operation_name is not None:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            return []
        return [GraphQLError("The document has several operations. Name one in `operationName`.", operations)]

    def _too_many(self, known: _Known, schema: Any) -> list[GraphQLError]:
        about = self.execution_context
        name = about.operation_name
        if name not in known.bounds:
            operation = _operation(known.document, name)
            known.bounds[name] = bounded(known.document, operation, schema, self._documents.limits)
        too_much = known.bounds[name](about.variables or {})
        return [too_much] if too_much else []


def _admitted(about: ExecutionContext) -> Admitted:
    assert about.graphql_document is not None  # noqa: S101 - it was parsed before
    operation = _operation(about.graphql_document, about.operation_name)
    roots = [field.name.value for field in operation.selection_set.selections if isinstance(field, FieldNode)]
    return Admitted(operation.operation.value, about.operation_name, tuple(roots[:_TOLD_ROOTS]), operation)


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    return next(
        found
        for found in document.definitions
        if isinstance(found, OperationDefinitionNode) and (name is None or (found.name and found.name.value == name))
    )
