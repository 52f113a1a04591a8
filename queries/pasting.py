"""Writes values as Cypher does, so that what a question was asked with can be pasted beside its text."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import cast


def cypher_text(value: object) -> str:
    """A value as a literal of Cypher: what Neo4j Browser takes after `:params`.

    Raises TypeError for what no parameter holds.
    """
    match value:
        case Mapping():
            parts = (f"{name}: {cypher_text(item)}" for name, item in cast("Mapping[str, object]", value).items())
            return f"{{{', '.join(parts)}}}"
        case list():
            return f"[{', '.join(cypher_text(item) for item in cast('list[object]', value))}]"
        case datetime():
            return f"datetime('{value.isoformat()}')"
        case date():
            return f"date('{value.isoformat()}')"
        case str() | bool() | int() | float() | None:
            # JSON escapes a text as Cypher does, and has the same words for the others.
            return json.dumps(value, ensure_ascii=False)
        case _:
            raise TypeError(f"{type(value).__name__} is no value of a parameter")
