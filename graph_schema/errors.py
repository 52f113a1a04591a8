"""The family of expected failures: each says what was observed and what to do about it."""

from typing import ClassVar


class JourneyGraphError(Exception):
    """A failure that a user can act on.

    `observed` states what was found, `remedy` what to do; both are sentences. The command prints them and
    ends with `exit_code`; the API sends them with `code` in the error's extensions.
    """

    code: ClassVar[str] = "FAILED"
    exit_code: ClassVar[int] = 1

    def __init__(self, observed: str, remedy: str = "") -> None:
        super().__init__(f"{observed} {remedy}".strip())
        self.observed = observed
        self.remedy = remedy


class UsageError(JourneyGraphError):
    """A command, a parameter or a setting is not of the form it must have."""

    code = "BAD_USER_INPUT"
    exit_code = 2


class NotFoundError(JourneyGraphError):
    """Something that was asked for by name or key is not there."""

    code = "NOT_FOUND"
    exit_code = 3


class RefusedError(JourneyGraphError):
    """Input was read and refused as a whole; nothing was changed."""

    code = "REFUSED"
    exit_code = 4


class ConflictError(RefusedError):
    """The knowledge base changed between planning and writing, or is being written; planning again may do."""

    code = "CONFLICT"


class DatabaseError(JourneyGraphError):
    """The database can't be reached, or answered in a way that needs the user's attention."""

    code = "DATABASE_UNAVAILABLE"
    exit_code = 5


class LocalServerError(DatabaseError):
    """The local Neo4j can't be fetched, started or stopped."""
