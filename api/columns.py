"""The columns of a row that a compiled query returns."""


class Columns:
    """The columns of a row in the making; an expression that is asked for twice is one column."""

    def __init__(self) -> None:
        self._indexes: dict[str, int] = {}

    def add(self, expression: str) -> int:
        """The index of the expression's column."""
        return self._indexes.setdefault(expression, len(self._indexes))

    def __str__(self) -> str:
        return f"[{', '.join(self._indexes)}]"
