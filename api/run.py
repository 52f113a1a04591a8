"""Runs compiled root fields: each is one query."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, LiteralString, Protocol, TypeAlias, cast

from graphql import GraphQLResolveInfo, OperationDefinitionNode

from api.compile import Plan, compile_connection, compile_lookup
from api.ids import read_global_id
from api.limits import Limits
from api.selection import Selection
from api.shape import Shape, Shapes

KEPT_PLANS = 1000
VARIANTS = 16
"""Plans kept of one field, for different filters and values of the variables in @skip and @include."""
ResolveInfo: TypeAlias = GraphQLResolveInfo[Any]


class Reads(Protocol):
    """What the API needs of a database."""

    async def read(
        self, cypher: LiteralString, parameters: Mapping[str, Any] | None = None, timeout: float = ...
    ) -> list[dict[str, Any]]:
        """The rows of a query that reads."""
        ...


class Runner:
    """Answers root fields; a plan is kept and used again for the same field of the same document."""

    def __init__(self, shapes: Shapes, limits: Limits) -> None:
        self.shapes = shapes
        self.limits = limits
        # The operation is kept beside its plans, so that its id can't pass to another one.
        self._kept: OrderedDict[tuple[int, str | int, str], tuple[OperationDefinitionNode, list[Plan]]] = OrderedDict()

    async def lookup(self, database: Reads, info: ResolveInfo, shape: Shape, key: str) -> Any:
        """One node by its key; null where there is none."""
        plan, parameters = self._plan(info, shape, lookup=True)
        parameters |= {"key": key, "ref": f"{shape.kind.token()}:{key}"}
        return await self._answer(database, plan, parameters)

    async def node(self, database: Reads, info: ResolveInfo, global_id: str) -> Any:
        """One node by its global id; null where there is none."""
        ref = read_global_id(global_id)
        shape = self.shapes.all.get(ref.kind) if ref else None
        return await self.lookup(database, info, shape, ref.key) if ref and shape else None

    async def connection(self, database: Reads, info: ResolveInfo, shape: Shape) -> Any:
        """A page of all nodes of a kind."""
        plan, parameters = self._plan(info, shape, lookup=False)
        return await self._answer(database, plan, parameters)

    async def _answer(self, database: Reads, plan: Plan, parameters: dict[str, Any]) -> Any:
        rows = await database.read(plan.cypher, parameters, self.limits.seconds)
        return plan.decode(rows[0]["data"], parameters) if rows else None

    def _plan(self, info: ResolveInfo, shape: Shape, *, lookup: bool) -> tuple[Plan, dict[str, Any]]:
        place = (id(info.operation), info.path.key, shape.kind.token())
        _, plans = self._kept.setdefault(place, (info.operation, []))
        self._kept.move_to_end(place)
        variables = _variables(info)
        for plan in plans:
            if (parameters := plan.bind(variables)) is not None:
                return plan, parameters
        selection = Selection(info.schema, info.fragments, variables)
        compiled = compile_lookup if lookup else compile_connection
        plan = compiled(self.shapes, self.limits, shape, selection, info.field_nodes)
        del plans[: -VARIANTS + 1]
        plans.append(plan)
        if len(self._kept) > KEPT_PLANS:
            self._kept.popitem(last=False)
        return plan, plan.bind(variables) or {}


def _variables(info: ResolveInfo) -> dict[str, Any]:
    # Strawberry hands resolvers the plain values, where graphql-core keeps their sources beside them.
    return cast("dict[str, Any]", info.variable_values)
