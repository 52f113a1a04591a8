"""Which database to use."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph_schema.errors import UsageError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


@dataclass(frozen=True)
class Neo4jSettings:
    """Where the database is and how to sign in. `database` None means the server's default.

    `analyzer` is what full-text search should read texts with; empty: as it is.
    """

    uri: str
    username: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str | None = None
    analyzer: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Neo4jSettings | None":
        """Read NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE; None where there is no URI.

        Raises UsageError for a URI that no driver opens, or a URI without a password.
        """
        uri = environment.get("NEO4J_URI", "").strip()
        if not uri:
            return None
        scheme, _, host = uri.partition("://")
        if scheme not in SCHEMES or not host:
            raise UsageError(
                f"NEO4J_URI is {uri!r}.",
                f"Write one that begins with {', '.join(f'{s}://' for s in SCHEMES)}.",
            )
        password = environment.get("NEO4J_PASSWORD", "")
        if not password:
            raise UsageError("NEO4J_URI is set and NEO4J_PASSWORD is not.", "Set NEO4J_PASSWORD as well.")
        return cls(
            uri,
            environment.get("NEO4J_USERNAME", "neo4j"),
            password,
            environment.get("NEO4J_DATABASE") or None,
        )
