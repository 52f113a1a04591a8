"""Who asks, as a root field: so that a client offers only what its user may do."""

from typing import Any

from strawberry.types import Info
from strawberry.types.field import StrawberryField

from api.access.identity import Identity, Role, required
from api.typemaker import TypeMaker


def caller_field(make: TypeMaker) -> StrawberryField:
    """The root field `caller`."""
    make.object(
        "Caller",
        "Who asks.",
        (
            make.attribute("name", "str", "Who or what the credential was made for; `local` for whoever is here."),
            make.attribute("role", make.vocabulary(Role), "What the caller may do; who may change also may read."),
        ),
    )

    async def resolve(info: Info[Any, Any], _arguments: dict[str, Any]) -> Identity:
        return required(info.context, Role.READER)

    return make.field("caller", "Caller", "Who asks, and what they may do.", (), resolve)
