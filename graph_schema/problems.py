"""What is wrong with input, each thing with its place, what was found and what would be right."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph_schema.errors import RefusedError

SHOWN = 50
"""So many problems are written out in a message; the others are counted."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a file, and in it a line or row, a column or field."""

    file: str
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}{f' ({self.column})' if self.column else ''}"

    def within(self, file: str) -> str:
        """Where it is inside a file of this name: the sheet, the line or row, the column or field."""
        sheet = self.file.removeprefix(file).strip("/")
        line = f"{'row' if sheet else 'line'} {self.line}" if self.line else ""
        return ", ".join(filter(None, (sheet, line, self.column)))


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: its place, what was found there, what would be right."""

    place: Place
    found: str
    right: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.found}{f' {self.right}' if self.right else ''}"

    def as_json(self) -> dict[str, Any]:
        """The problem for other programs."""
        return asdict(self)


class ProblemsError(RefusedError):
    """Input has problems; it was refused as a whole. `problems` has all of them, by place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"... and {len(self.problems) - SHOWN} more.")
        count = "One problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__(f"{count}, so nothing was loaded:\n  " + "\n  ".join(lines))
