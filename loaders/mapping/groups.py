"""What is worked out from all rows that a record stands for: counts, shares, means. A blank is never a zero."""

from array import array
from collections import Counter
from statistics import fmean, median

from loaders.entries import Raw
from loaders.mapping.base import Take, Value
from loaders.mapping.rows import let_through
from loaders.mapping.values import Cell, CellError, number, number_text
from loaders.values import shown

MAX_DISTINCT = 10_000
"""So many different words are counted apart; more are no closed question."""
_NUMBERS = (Take.SUM, Take.MEAN, Take.MEDIAN, Take.LOWEST, Take.HIGHEST)


class Gathered:
    """What one value gathers from the rows of its record."""

    def __init__(self, value: Value) -> None:
        self._value = value
        self._rows = self._fitting = 0
        self._numbers = array("d")
        self._words: Counter[str] = Counter()
        self._first = self._last = ""

    def add(self, cell: Cell) -> None:
        """Take a row into account. Raises CellError where its cell can't be read."""
        value = self._value
        text = cell(value.column) if value.column else None
        if value.column is not None and text is None:
            return
        self._rows += 1
        if not let_through(value.where, cell):
            return
        self._fitting += 1
        if text is None or value.column is None:
            return
        try:
            if value.take in _NUMBERS:
                self._numbers.append(number(value, text))
            elif value.take in (Take.DISTINCT, Take.DISTRIBUTION):
                self._words[text] += 1
                if len(self._words) > MAX_DISTINCT:
                    raise ValueError(f"more than {MAX_DISTINCT:,} different words, the last one {shown(text)}")
            else:
                self._first, self._last = self._first or text, text
        except ValueError as error:
            raise CellError(value.column, f"{error}.") from None

    def result(self) -> Raw:
        """What was worked out; None where there was nothing to work it out from."""
        match self._value.take:
            case Take.COUNT:
                return str(self._fitting)
            case Take.DISTINCT:
                return str(len(self._words))
            case Take.SHARE:
                return self._scaled(self._fitting / self._rows) if self._rows else None
            case Take.DISTRIBUTION:
                return [f"{word} = {count}" for word, count in sorted(self._words.items(), key=_in_order)] or None
            case Take.FIRST:
                return self._first or None
            case Take.LAST:
                return self._last or None
            case _:
                return number_text(self._number()) if self._numbers else None

    def _number(self) -> float:
        match self._value.take:
            case Take.SUM:
                return float(sum(self._numbers))
            case Take.MEDIAN:
                return float(median(self._numbers))
            case Take.LOWEST:
                return min(self._numbers)
            case Take.HIGHEST:
                return max(self._numbers)
            case _:
                return fmean(self._numbers)

    def _scaled(self, share: float) -> str:
        low, high = self._value.to or (0, 1)
        return number_text(low + share * (high - low))


def _in_order(item: tuple[str, int]) -> tuple[bool, float, str]:
    """Numbers by their size, then words."""
    try:
        return False, float(item[0]), item[0]
    except ValueError:
        return True, 0, item[0]
