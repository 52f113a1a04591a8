"""What one operation may ask for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on one operation; each keeps a single client from taking the server for itself."""

    default_page: int = 20
    max_page: int = 100
    max_depth: int = 24
    max_tokens: int = 10_000
    max_aliases: int = 200
    max_conditions: int = 200
    """How many conditions the filters of one connection may have."""
    seconds: float = 30.0
    """How long Neo4j may work on one root field."""
