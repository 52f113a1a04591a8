"""The keys of facts: derived, so that the same claim has the same key whenever it is loaded."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from graph_schema.model import Kind
from graph_schema.registry import identifying
from graph_schema.stored import GAVE, PARTY


def fact_key(kind: type[Kind], dataset: str, said: Mapping[str, Any]) -> str:
    """A digest of a fact's parties, source, dataset and identifying properties, given as they are stored."""
    parts = sorted(f"{name.removeprefix(PARTY).upper()}={said[name]}" for name in said if name.startswith(PARTY))
    parts += [f"source={said['source']}", f"dataset={dataset}"]
    parts += [f"{name}={said.get(GAVE + name, '')}" for name in identifying(kind)]
    return blake2b("\0".join(parts).encode(), digest_size=10).hexdigest()
