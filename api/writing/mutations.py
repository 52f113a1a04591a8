"""The fields by which editors change single claims, each a run of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from strawberry.types import Info
from strawberry.types.field import StrawberryField

from api.access.identity import Identity, Role, required
from api.errors import ArgumentError
from api.ids import global_id
from api.measure import QUERY
from api.typemaker import TypeMaker
from api.writing.inputs import EditTypes, read_id
from api.writing.writer import Writer
from graph_schema.keys import Ref
from graph_schema.kinds.contact import Verdict
from graph_store.writing import Applied


@dataclass(frozen=True)
class Written:
    """What an edit did."""

    id: str
    run: int | None
    dataset: str
    added: int
    changed: int
    removed: int
    in_conflict: int

    @classmethod
    def of(cls, ref: Ref, dataset: str, applied: Applied) -> "Written":
        """What applying a plan about a node did."""
        counts = {name: applied.counts[name] for name in ("added", "changed", "removed", "in_conflict")}
        return cls(global_id(str(ref)), applied.run, dataset, **counts)


class EditRoots:
    """Makes the fields."""

    def __init__(self, make: TypeMaker, types: EditTypes) -> None:
        self._make = make
        self._types = types
        self._make_written()

    def fields(self) -> Iterator[StrawberryField]:
        """All fields that change single claims."""
        make = self._make
        own = "It is said in a dataset of yours: what others say is kept, and the run can be undone."
        yield make.field(
            "editNode",
            "Written",
            f"Give a node other values. {own}",
            (
                make.argument("id", "ID", "The id of the node."),
                make.argument("set", "NodeEdit", "The values."),
                make.argument("claim", "ClaimInput | None", "Who says so, and where; null: you."),
            ),
            self._edit,
        )
        yield make.field(
            "addLink",
            "Written",
            f"Claim that two nodes are related, or say what you claimed in other words. {own}",
            (make.argument("link", "LinkClaim", "The claim."),),
            self._add,
        )
        yield make.field(
            "removeLink",
            "Written",
            "Take back a claim of yours that two nodes are related. What comes from a file goes with the file.",
            (make.argument("link", "LinkClaim", "The claim: its ends, its source, and what else tells it apart."),),
            self._remove,
        )
        verdict = self._types.make_fact(Verdict)
        yield make.field(
            "recordVerdict",
            "Written",
            f"Record what shall become of a touchpoint or phase, and why. {own}",
            (make.argument("verdict", verdict, "The verdict."),),
            self._record,
        )

    def _make_written(self) -> None:
        make = self._make
        make.object(
            "Written",
            "What an edit did.",
            (
                make.attribute("id", "ID", "The id of the node that it is about; of a link, where it starts."),
                make.attribute("run", "int | None", "The number of the run. Null: it was so already."),
                make.attribute("dataset", "str", "The key of your dataset."),
                make.attribute("added", "int", "How many claims were added."),
                make.attribute("changed", "int", "How many claims were changed."),
                make.attribute("removed", "int", "How many claims were removed."),
                make.attribute("in_conflict", "int", "Of how many properties others say something else."),
                make.field(QUERY, "Query", "Where to ask for what it looks like now.", (), lambda _i, _a: {}),
            ),
        )

    async def _edit(self, info: Info[Any, Any], given: dict[str, Any]) -> Written:
        identity, writer = editor(info)
        ref = read_id(given["id"], "id")
        kind, values = self._types.edit(given["set"])
        if kind.token() != ref.kind:
            raise ArgumentError("set", f"`set` has values for a {kind.token()}, and the node is a {ref.kind}.")
        claim = self._types.claim(given.get("claim"))
        return await writer.edit(
            identity, lambda edits: Written.of(ref, edits.dataset, edits.describe(ref, values, claim))
        )

    async def _add(self, info: Info[Any, Any], given: dict[str, Any]) -> Written:
        identity, writer = editor(info)
        rel, start, end, said = self._types.link(given["link"])
        return await writer.edit(
            identity, lambda edits: Written.of(start, edits.dataset, edits.relate(rel, start, end, *said))
        )

    async def _remove(self, info: Info[Any, Any], given: dict[str, Any]) -> Written:
        identity, writer = editor(info)
        rel, start, end, said = self._types.link(given["link"])
        source = {"source": said.claim.get("source")}
        return await writer.edit(
            identity,
            lambda edits: Written.of(start, edits.dataset, edits.withdraw(rel, start, end, said.values | source)),
        )

    async def _record(self, info: Info[Any, Any], given: dict[str, Any]) -> Written:
        identity, writer = editor(info)
        said, parties = self._types.fact(Verdict, given["verdict"])

        def record(edits: Any) -> Written:
            ref, applied = edits.record(Verdict, said.values, parties, said.claim)
            return Written.of(ref, edits.dataset, applied)

        return await writer.edit(identity, record)


def editor(info: Info[Any, Any]) -> tuple[Identity, Writer]:
    """Who asks for a change, and what makes it. Raises ForbiddenError for who is no editor."""
    identity = required(info.context, Role.EDITOR)
    return identity, cast("Writer", info.context["writer"])
