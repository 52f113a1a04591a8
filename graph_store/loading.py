"""What whoever loads files offers to those who ask for it, such as the API, without knowing each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from graph_schema.registry import Registry
from graph_store.database import Database

Progress = Callable[[str, int, int | None], None]
"""Is told what is being done, how much has been done of it since it was last told, and how much there is in all."""


def unwatched(_what: str, _done: int, _of: int | None) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Loading:
    """What a load did, or would do: the run's number, counts, and what was left out on purpose."""

    run: int | None
    datasets: list[str]
    counts: dict[str, int]
    notes: list[str] = field(default_factory=list[str])
    changes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """What a dry run would do, the first 10,000 claims of it."""
    conflicts: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Properties for which a dry run would leave datasets with different values, the first 10,000."""
    proposals: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """New nodes that may be ones that are known already, as `merge` would make of them."""
    matches: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Names that were taken for nodes with other keys, the first 10,000, each with what it was taken by."""
    data_version: int = 0
    """The version of the knowledge base that this was compared with."""
    recognised: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """What each file or folder was taken for in a dry run, and why."""


class Loader(Protocol):
    """Loads files and folders as one run, all of it or nothing."""

    def __call__(
        self,
        paths: Sequence[Path],
        database: Database,
        registry: Registry,
        *,
        dry_run: bool = False,
        expected: int | None = None,
        by: str | None = None,
        progress: Progress = unwatched,
    ) -> Loading:
        """Load, or with `dry_run` only say what loading would do.

        `expected` is the version that the knowledge base must still have, `by` who asks. Raises ProblemsError with
        every problem that was found, ConflictError where the knowledge base has changed.
        """
        ...
