"""Which value a node shows where several datasets describe it."""

from collections.abc import Iterable
from typing import NamedTuple

from graph_schema.stored import GAVE
from graph_store.codec import Properties


class Description(NamedTuple):
    """What one dataset says of a node: the dataset's rank, the run that wrote it, and the values it gave."""

    rank: int
    run: int
    dataset: str
    said: Properties


def resolve(key: str, descriptions: Iterable[Description]) -> Properties:
    """The node's properties: of each, the value of the dataset ranked highest, then of the newest run."""
    shown: Properties = {"key": key}
    for description in sorted(descriptions, key=lambda d: d[:3]):
        for name, value in description.said.items():
            if name.startswith(GAVE):
                shown[name.removeprefix(GAVE)] = value
    return shown
