"""Cypher made from the registry's names; values never become part of it."""

from typing import LiteralString, cast


def trusted(text: str) -> LiteralString:
    """Vouch that a text consists of literals and names from the registry only."""
    return cast("LiteralString", text)


def quoted(name: str) -> str:
    """A label, type or property name from the registry, in backticks."""
    return f"`{name.replace('`', '``')}`"
