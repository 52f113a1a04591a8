"""Global ids and cursors: opaque to clients, readable to us."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from types import UnionType
from typing import Any, cast

import orjson

from api.errors import ArgumentError
from graph_schema.keys import Ref


def global_id(ref: str) -> str:
    """The id of a node for Relay clients; it stays as long as its kind and key do."""
    return urlsafe_b64encode(ref.encode()).rstrip(b"=").decode()


def read_global_id(text: str) -> Ref | None:
    """The reference in a global id; None where it is not one of ours, which then names no node."""
    try:
        return Ref.parse(_decoded(text).decode())
    except ValueError:
        return None


def cursor(place: list[Any]) -> str:
    """A place in an ordered list, as a client hands it back in `after`."""
    return urlsafe_b64encode(orjson.dumps(place)).rstrip(b"=").decode()


def read_cursor(
    text: str,
    types: tuple[type | UnionType, ...],
    argument: str,
    field: str,
    read: Callable[[list[Any]], list[Any]] = list,
) -> list[Any]:
    """The place in a cursor, as `read` makes it of what was written. Raises ArgumentError for one of another list."""
    try:
        place: Any = orjson.loads(_decoded(text))
        parts = cast("list[Any]", place) if isinstance(place, list) else []
        if len(parts) == len(types) and all(map(isinstance, parts, types)) and not any(map(_is_odd, parts)):
            return read(parts)
    except ValueError:
        # It is not ours, whatever it is.
        pass
    remedy = "Send an `endCursor` or `startCursor` of it."
    raise ArgumentError(argument, f"`{argument}` of `{field}` is not a cursor of this list.", remedy)


def _is_odd(part: Any) -> bool:
    """What Python takes for a number, and no list of ours is ordered by."""
    return isinstance(part, bool) or (isinstance(part, int) and not -(2**63) <= part < 2**63)


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
