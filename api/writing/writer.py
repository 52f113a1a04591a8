"""Writes for the API: blocking calls run beside the event loop, in the name of who asks."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from api.access.identity import Identity
from graph_schema.keys import slug
from graph_schema.registry import Registry
from graph_store.database import AsyncDatabase, Database
from graph_store.editing import Author, Edits

T = TypeVar("T")


@dataclass(frozen=True)
class Writer:
    """What changes the knowledge base; `reads` is what the answers come from."""

    database: Database
    reads: AsyncDatabase
    registry: Registry

    async def edit(self, identity: Identity, work: Callable[[Edits], T]) -> T:
        """Let an editor change single claims."""
        edits = Edits(author_of(identity), self.database, self.registry)
        done = await asyncio.to_thread(work, edits)
        await self.reads.follow(self.database)
        return done


def author_of(identity: Identity) -> Author:
    """The author that a caller is: equal for the same caller always, and for no other."""
    via = "" if identity.via == "loopback" else f"{identity.via}-"
    plain = slug(identity.name)[:100]
    # What a key can't hold, such as capitals, must not make two callers one.
    mark = "" if plain == identity.name else f"-{blake2b(identity.name.encode(), digest_size=4).hexdigest()}"
    return Author(f"edits-{via}{plain}{mark}", identity.name)
