"""Tells a key that no node has from a node that has no rows, so that a slip of the pen is no silent answer."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString

from graph_schema.errors import NotFoundError
from graph_schema.keys import Ref
from graph_schema.registry import REGISTRY
from queries.parameters import Parameters
from queries.rows import Node, Row, parts_of


class UnknownNodeError(NotFoundError):
    """A parameter names a node that is not there."""

    def __init__(self, observed: str, remedy: str, parameter: str) -> None:
        super().__init__(observed, remedy)
        self.parameter = parameter


Named = Sequence[tuple[str, Ref]]
"""Nodes, each with the parameter that names it."""

LOOK_UP: LiteralString = """
UNWIND $refs AS ref
OPTIONAL MATCH (n:$(ref.label) {key: ref.key})
CALL (ref, n) {
  MATCH (other:$(ref.label))
  WHERE n IS NULL AND other.key STARTS WITH ref.beginning
  RETURN collect(other.key)[..500] AS beginning_alike
}
CALL (ref, n) {
  WITH ref, n WHERE n IS NULL
  MATCH (any:$(ref.label))
  WITH any.key AS key LIMIT 2000
  RETURN collect(key) AS keys
}
RETURN ref.name AS name, n IS NOT NULL AS known, beginning_alike + keys AS keys
"""


def doubtful(parameters: Parameters, rows: Iterable[Row]) -> Named:
    """The nodes that parameters name and no row shows: they may not exist."""
    named = list(parameters.refs())
    if not named:
        return ()
    seen = {(part.kind, part.key) for part in parts_of(tuple(rows)) if isinstance(part, Node)}
    return [(parameter, ref) for parameter, ref in named if tuple(ref) not in seen]


def look_up(named: Named) -> dict[str, object]:
    """The parameters of LOOK_UP."""
    refs = [(ref, REGISTRY.kind(ref.kind).label()) for _, ref in named]
    return {
        "refs": [{"name": str(ref), "label": label, "key": ref.key, "beginning": ref.key[:3]} for ref, label in refs]
    }


def refuse_unknown(named: Named, records: Iterable[Mapping[str, Any]]) -> None:
    """Raise UnknownNodeError for the first of the nodes that LOOK_UP did not find."""
    found = {record["name"]: record for record in records}
    for parameter, ref in named:
        record = found.get(str(ref))
        if record is not None and record["known"]:
            continue
        near = difflib.get_close_matches(ref.key, sorted(set(record["keys"])) if record else [], n=3, cutoff=0.5)
        remedy = f"Did you mean {' or '.join(near)}?" if near else "`journeygraph ask search --text ...` finds keys."
        raise UnknownNodeError(f"Parameter {parameter!r}: there is no {ref.kind} {ref.key!r}.", remedy, parameter)
