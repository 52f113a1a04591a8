"""What a pass over the answers tells of each column, within bounds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from loaders.tables.head import Column, Row

MAX_DISTINCT = 400
"""So many different answers are told apart; a column with more has no choices."""
MAX_LENGTH = 200
"""Answers that are longer are words of the respondent's own, and not kept."""
MAX_FIRST = 2_000


@dataclass
class Profile:
    """What is known of the answers in a column."""

    column: Column
    filled: int = 0
    counts: Counter[str] = field(default_factory=Counter[str])
    many: bool = False
    """Whether there are more different answers than are told apart."""
    length: int = 0
    """Of all answers together."""
    first: list[str] = field(default_factory=list[str])

    def add(self, text: str) -> None:
        """Look at an answer."""
        self.filled += 1
        self.length += len(text)
        if len(self.first) < MAX_FIRST:
            self.first.append(text[: 5 * MAX_LENGTH])
        if len(text) > MAX_LENGTH:
            self.many = True
        elif not self.many:
            self.counts[text] += 1
            self.many = len(self.counts) > MAX_DISTINCT

    @property
    def distinct(self) -> list[str]:
        """The different answers, where there are few enough."""
        return [] if self.many else list(self.counts)

    @property
    def mean_length(self) -> float:
        """How long an answer is."""
        return self.length / self.filled if self.filled else 0


def profiles(columns: Iterable[Column], rows: Iterable[Row]) -> dict[str, Profile]:
    """The profiles of all columns, by name."""
    found = {column.name: Profile(column) for column in columns}
    for row in rows:
        for name, text in row.items():
            if name in found:
                found[name].add(text)
    return found
