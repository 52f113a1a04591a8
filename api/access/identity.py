"""Who asks, and what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph_schema.errors import RefusedError


class Role(StrEnum):
    """What a caller may do; who may change also may read."""

    READER = "reader"
    EDITOR = "editor"

    def includes(self, other: "Role") -> bool:
        """Whether who has this role may do what the other one allows."""
        return self is Role.EDITOR or other is Role.READER


class ForbiddenError(RefusedError):
    """The caller is known, and may not do this."""

    code = "FORBIDDEN"


@dataclass(frozen=True)
class Identity:
    """A caller. A role of None allows nothing at all."""

    name: str
    role: Role | None
    via: str
    """How the caller is known: `loopback`, `token`, `oidc` or `anonymous`."""
    remedy: str = "Ask whoever runs the server for a role that allows it."
    """What to do for a role that is missing."""

    def require(self, role: Role) -> None:
        """Raise ForbiddenError where the caller lacks the role."""
        if self.role is None or not self.role.includes(role):
            has = f"is a {self.role}" if self.role else "has no role"
            raise ForbiddenError(f"This needs the role {role}, and {self.name!r} {has} here.", self.remedy)


CHANGE_HEADER = "X-Journeygraph"
"""No page elsewhere can send it without being asked first, so it proves that a change is meant."""

LOCAL = Identity("local", Role.EDITOR, "loopback")
LOCAL_READER = Identity("local", Role.READER, "loopback", f"Send the header `{CHANGE_HEADER}: 1` as well.")
ANONYMOUS = Identity("anonymous", Role.READER, "anonymous", "Send a token of an editor.")


def required(context: Mapping[str, Any], role: Role) -> Identity:
    """The caller of an operation. Raises ForbiddenError where the role is missing, or where nobody is known."""
    identity: Identity | None = context.get("identity")
    if identity is None:
        raise ForbiddenError(f"This needs the role {role}, and nobody is known to ask.")
    identity.require(role)
    return identity
