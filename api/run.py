"""Runs compiled root fields: each is one query."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, LiteralString, Protocol, TypeAlias, cast

from graphql import FieldNode, FragmentDefinitionNode, GraphQLResolveInfo, GraphQLSchema, OperationDefinitionNode

from api.compile import Compiler, Plan
from api.decode import Form
from api.errors import ArgumentError
from api.ids import read_global_id
from api.limits import Limits
from api.selection import Nodes, Selection
from api.shape import Shape, Shapes

KEPT_PLANS = 1000
VARIANTS = 16
"""Plans kept of one field, for different filters and values of the variables in @skip and @include."""
ResolveInfo: TypeAlias = GraphQLResolveInfo[Any]
Compiled: TypeAlias = Callable[[Selection, Nodes], Plan]


class Reads(Protocol):
    """What the API needs of a database."""

    async def read(
        self, cypher: LiteralString, parameters: Mapping[str, Any] | None = None, timeout: float = ...
    ) -> list[dict[str, Any]]:
        """The rows of a query that reads."""
        ...


@dataclass(frozen=True)
class Call:
    """One root field of an operation that is run."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: dict[str, Any]
    key: str
    """The response keys that lead to it: more than one where a change gives the root of queries."""
    nodes: list[FieldNode]

    @classmethod
    def of(cls, info: ResolveInfo) -> "Call":
        """The field that a resolver is asked for."""
        # Strawberry hands resolvers the plain values, where graphql-core keeps their sources beside them.
        variables = cast("dict[str, Any]", info.variable_values)
        key = ".".join(map(str, info.path.as_list()))
        return cls(info.schema, info.operation, info.fragments, variables, key, info.field_nodes)


class Runner:
    """Answers root fields; a plan is kept and used again for the same field of the same document."""

    def __init__(self, shapes: Shapes, limits: Limits, form: Form) -> None:
        self.shapes = shapes
        self.limits = limits
        self._compiler = Compiler(shapes, limits, form)
        # The operation is kept beside its plans, so that its id can't pass to another one.
        self._kept: OrderedDict[tuple[int, str, str], tuple[OperationDefinitionNode, list[Plan]]] = OrderedDict()

    async def lookup(self, database: Reads, call: Call, shape: Shape, key: str) -> Any:
        """One node by its key, or one that it had; null where there is none."""
        token = shape.kind.token()
        plan, bound = self._plan(call, token, partial(self._compiler.lookup, shape))
        ref = f"{token}:{key}"
        found = await self._answer(database, plan, bound | {"key": key, "ref": ref})
        if found is None and (target := (await self._targets(database, [ref])).get(ref)):
            found = await self._answer(database, plan, bound | {"key": target.partition(":")[2], "ref": target})
        return found

    async def node(self, database: Reads, call: Call, global_id: str) -> Any:
        """One node by its global id; null where there is none."""
        ref = read_global_id(global_id)
        shape = self.shapes.all.get(ref.kind) if ref else None
        return await self.lookup(database, call, shape, ref.key) if ref and shape else None

    async def nodes(self, database: Reads, call: Call, global_ids: list[str]) -> list[Any]:
        """Nodes by their global ids, in the order of these; null where there is none."""
        if len(global_ids) > self.limits.max_page:
            observed = f"`ids` of `nodes` has {len(global_ids)} ids."
            raise ArgumentError("ids", observed, f"Ask for at most {self.limits.max_page} at once.")
        refs = [str(ref) if ref and ref.kind in self.shapes.all else "" for ref in map(read_global_id, global_ids)]
        found = await self._by_refs(database, call, [ref for ref in refs if ref])
        if missing := [ref for ref in refs if ref and ref not in found]:
            targets = await self._targets(database, missing)
            old = await self._by_refs(database, call, [*targets.values()])
            found |= {ref: old[target] for ref, target in targets.items() if target in old}
        return [found.get(ref) for ref in refs]

    async def connection(self, database: Reads, call: Call, shape: Shape) -> Any:
        """A page of the nodes of a kind."""
        plan = self._plan(call, shape.kind.token(), partial(self._compiler.connection, shape))
        return await self._answer(database, *plan)

    async def search(self, database: Reads, call: Call) -> Any:
        """A page of the nodes that hold some words."""
        return await self._answer(database, *self._plan(call, "", self._compiler.search))

    async def _by_refs(self, database: Reads, call: Call, refs: list[str]) -> dict[str, Any]:
        if not refs:
            return {}
        keys: dict[str, list[str]] = {}
        for ref in sorted({*refs}):
            token, _, key = ref.partition(":")
            keys.setdefault(token, []).append(key)
        plan, bound = self._plan(call, " ".join(keys), partial(self._compiler.lookups, tuple(keys)))
        return await self._answer(database, plan, bound | {"keys": [*keys.values()]})

    async def _targets(self, database: Reads, refs: list[str]) -> dict[str, str]:
        """What old references stand for; renaming and merging leave them behind."""
        cypher = "UNWIND $refs AS ref MATCH (a:Alias {key: ref}) RETURN a.key AS ref, a.target AS target"
        rows = await database.read(cypher, {"refs": refs}, self.limits.seconds)
        return {row["ref"]: row["target"] for row in rows}

    async def _answer(self, database: Reads, plan: Plan, parameters: dict[str, Any]) -> Any:
        rows = await database.read(plan.cypher, parameters, self.limits.seconds)
        return plan.read(rows[0]["data"], parameters) if rows else None

    def _plan(self, call: Call, of: str, compiled: Compiled) -> tuple[Plan, dict[str, Any]]:
        """The plan for a field that asks `of` these kinds, kept or newly compiled, and its parameters."""
        place = (id(call.operation), call.key, of)
        _, plans = self._kept.setdefault(place, (call.operation, []))
        self._kept.move_to_end(place)
        for plan in plans:
            if (parameters := plan.bind(call.variables)) is not None:
                return plan, parameters
        plan = compiled(Selection(call.schema, call.fragments, call.variables), call.nodes)
        del plans[: -VARIANTS + 1]
        plans.append(plan)
        if len(self._kept) > KEPT_PLANS:
            self._kept.popitem(last=False)
        return plan, plan.bind(call.variables) or {}
