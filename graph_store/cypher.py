"""Cypher made from the registry's names; values never become part of it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, LiteralString, cast

_PARAMETER = re.compile(r"\$(\w+)")


def trusted(text: str) -> LiteralString:
    """Vouch that a text consists of literals and names from the registry only."""
    return cast("LiteralString", text)


def quoted(name: str) -> str:
    """A label, type or property name from the registry, in backticks."""
    return f"`{name.replace('`', '``')}`"


def in_one_map(cypher: LiteralString, parameters: Mapping[str, Any]) -> tuple[LiteralString, dict[str, Any]]:
    """The same query with all its parameters in a single one, a map.

    Neo4j plans a text anew for each combination of its parameters' types, in which an empty list is another type than
    a list of texts; that takes much longer than most queries run. A map is of one type, whatever it holds.
    """
    return (_in_one_map(cypher), {"given": dict(parameters)}) if parameters else (cypher, {})


@lru_cache(maxsize=4096)
def _in_one_map(cypher: str) -> LiteralString:
    return trusted(_PARAMETER.sub(r"$given.\1", cypher))
