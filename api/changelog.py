"""Names what has changed for clients between two schemas, and keeps docs/schema-changes.md.

`python -m api.changelog` writes what has changed since the schema was last recorded into the page; `--record VERSION`
closes that section and records the schema of today. `python -m api.changelog OLD NEW` compares any two SDL files, such
as the copy that a client was made with and a newer one; its exit code is 1 where something breaks.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graphql import (
    BreakingChange,
    DangerousChange,
    DangerousChangeType,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSyntaxError,
    SafeChange,
    SafeChangeType,
    Visitor,
    build_schema,
    find_schema_changes,
    get_named_type,
    parse,
    print_ast,
    visit,
)

DOCS = Path(__file__).parent.parent / "docs"
SDL = DOCS / "schema.graphql"
RECORDED = DOCS / "schema-recorded.graphql"
PAGE = DOCS / "schema-changes.md"
_SINCE = "## Since "
_NOTHING = "Nothing that a client would notice."
_ONLY_MORE_TO_SEND = {DangerousChangeType.OPTIONAL_ARG_ADDED, DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED}
"""What graphql-core warns of and what no client notices: it only need not be sent."""


@dataclass(frozen=True)
class Changes:
    """What differs between two schemas, in the order of the words that say it."""

    breaking: tuple[str, ...]
    """What makes operations fail, or their answers be others than typed clients expect."""
    noticed: tuple[str, ...]
    """What no operation fails for, but an answer may hold a value or a type that a client has never seen."""
    added: tuple[str, ...]
    """New types, and new fields of the root types."""

    @classmethod
    def between(cls, old: GraphQLSchema, new: GraphQLSchema) -> "Changes":
        """Compare the two."""
        found = find_schema_changes(old, new)
        answered = _enums_in_answers(new)
        breaking = {change.description for change in found if isinstance(change, BreakingChange)}
        noticed = {
            change.description
            for change in found
            if isinstance(change, DangerousChange) and change.type not in _ONLY_MORE_TO_SEND
            # A word that is only ever sent surprises nobody.
            if change.type is not DangerousChangeType.VALUE_ADDED_TO_ENUM or _mentions(change.description, answered)
        }
        added = {change.description for change in found if isinstance(change, SafeChange) and _is_told(change)}
        return cls(*(tuple(sorted(part)) for part in (breaking, noticed, added)))

    def lines(self, *, added: bool) -> Iterator[str]:
        """As Markdown; additions only where they are wanted."""
        parts = [("Breaks clients", self.breaking), ("Clients may notice", self.noticed)]
        parts += [("Added", self.added)] if added else []
        told = [part for part in parts if part[1]]
        yield from [] if told else [_NOTHING, ""]
        for heading, changes in told:
            yield from (f"**{heading}**", "", *(f"- {change}" for change in changes), "")


def updated(page: str, changes: Changes) -> str:
    """The page, with what has changed since the schema was recorded."""
    head, since, rest = _cut(page)
    new = "\n".join(changes.lines(added=False))
    return f"{head}{since}\n\n{new}\n{rest}"


def recorded(page: str, changes: Changes, version: str) -> str:
    """The page once the schema has been recorded under a version, with all that came with it."""
    head, _, rest = _cut(page)
    came = "\n".join(changes.lines(added=True))
    return f"{head}{_SINCE}{version}\n\n{_NOTHING}\n\n## {version}\n\n{came}\n{rest}"


def bare(sdl: str) -> str:
    """A schema without descriptions: what clients depend on."""
    return f"{print_ast(visit(parse(sdl, no_location=True), _Undescribed()))}\n"


class _Undescribed(Visitor):
    def leave(self, node: Any, *_args: Any) -> Any:
        return replace(node, description=None) if getattr(node, "description", None) else None


def _cut(page: str) -> tuple[str, str, str]:
    """What stands before the section of what is new, its heading, and what stands behind it."""
    head, _, body = page.partition(_SINCE)
    version, _, rest = body.partition("\n")
    place = rest.find("\n## ")
    return head, f"{_SINCE}{version}", rest[place + 1 :] if place >= 0 else ""


def _enums_in_answers(schema: GraphQLSchema) -> frozenset[str]:
    answering = [
        made for made in schema.type_map.values() if isinstance(made, GraphQLObjectType | GraphQLInterfaceType)
    ]
    answers: list[Any] = [get_named_type(field.type) for made in answering for field in made.fields.values()]
    return frozenset(made.name for made in answers if isinstance(made, GraphQLEnumType))


def _mentions(description: str, names: frozenset[str]) -> bool:
    return not names.isdisjoint(description.replace(".", " ").split())


def _is_told(change: SafeChange) -> bool:
    roots = ("Query.", "Mutation.")
    return change.type is SafeChangeType.TYPE_ADDED or (
        change.type is SafeChangeType.FIELD_ADDED and any(root in change.description for root in roots)
    )


def main() -> int:
    """Compare, or keep the page."""
    parser = argparse.ArgumentParser(prog="python -m api.changelog", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="OLD NEW", help="two SDL files to compare")
    parser.add_argument("--record", metavar="VERSION", help="record the schema of today")
    given = parser.parse_args()
    if len(given.files) not in (0, 2):
        parser.error("give two files, or none")
    try:
        old, new = (path.read_text("utf-8") for path in given.files or (RECORDED, SDL))
        changes = Changes.between(build_schema(old), build_schema(new))
    except (OSError, UnicodeDecodeError, GraphQLSyntaxError, TypeError) as error:
        parser.error(f"a file can't be compared: {error}")
    if given.files:
        sys.stdout.write("\n".join(changes.lines(added=True)))
        return 1 if changes.breaking else 0
    page = PAGE.read_text("utf-8")
    PAGE.write_text(recorded(page, changes, given.record) if given.record else updated(page, changes), "utf-8")
    if given.record:
        RECORDED.write_text(bare(new), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
