"""The version of the data: a root field, and the ETag of what was asked by GET."""

import hashlib
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, cast

import orjson
from strawberry.types import Info
from strawberry.types.field import StrawberryField

from api.access.identity import Identity, Role, required
from api.request import Asked
from api.run import Reads
from api.typemaker import TypeMaker

_VERSION = "MATCH (k:KnowledgeBase {key: 'this'}) RETURN k.data_version AS version, k.writing AS run"
_PROGRAM = version("journeygraph")


def version_field(make: TypeMaker) -> StrawberryField:
    """The root field `dataVersion`."""

    async def resolve(info: Info[Any, Any], _arguments: dict[str, Any]) -> int:
        required(info.context, Role.READER)
        rows = await cast("Reads", info.context["database"]).read(_VERSION)
        return rows[0]["version"] if rows else 0

    about = "Counts what has been written: as long as it stays, every answer does. A run counts when it begins."
    return make.field("dataVersion", "int", about, (), resolve)


async def entity_tag(database: Reads, asked: Asked, media: str, identity: Identity) -> str | None:
    """What names the answer as long as nothing is written; None where something is being written just now.

    It is read before the answer is, so that a write in between makes it out of date at worst.
    """
    rows = await database.read(_VERSION)
    if rows and rows[0]["run"] is not None:
        return None
    number = rows[0]["version"] if rows else 0
    # Some questions tell how old something is, so an answer is for one day; one tells who asks.
    who = [identity.name, identity.role]
    parts = [_PROGRAM, str(datetime.now(UTC).date()), who, media, asked.text, asked.operation_name, asked.variables]
    return f'"{number}-{hashlib.sha256(orjson.dumps(parts)).hexdigest()[:32]}"'


def is_known(header: str, tag: str) -> bool:
    """Whether `If-None-Match` names the tag."""
    return header.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in header.split(","))
