"""Texts with columns, as `{Page} on {Channel}`: what stands in braces is a column, doubled braces are braces."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from loaders.mapping.base import SPECIAL

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
SPECIAL_MARK = "@"
_NO_NAMES = ("@row", "@dataset", "@file", "@sheet")
"""What nobody calls a thing in the table."""


@dataclass(frozen=True)
class Template:
    """A text, in parts: plain ones, and columns. A column that begins with `@` is no column, but one of SPECIAL."""

    parts: tuple[tuple[str, bool], ...]
    """Each with whether it is a column."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table in it."""
        return tuple(text for text, is_column in self.parts if is_column and not text.startswith(SPECIAL_MARK))

    @property
    def name_of(self) -> tuple[str, str] | None:
        """The kind and the column, where the text is one column alone, or one after its kind, as `persona:{Who}`."""
        match self.parts:
            case ((column, True),) if column not in _NO_NAMES:
                return "", column
            case ((kind, False), (column, True)) if kind.endswith(":") and column not in _NO_NAMES:
                return kind[:-1].strip(), column
            case _:
                return None

    @property
    def is_constant(self) -> bool:
        """Whether nothing in it changes from row to row."""
        return not any(is_column for _, is_column in self.parts)

    def fill(self, cell: Callable[[str], str | None], form: Callable[[str], str] = str) -> str | None:
        """The text with the cells in it, each after `form`; None where one of them is empty."""
        filled: list[str] = []
        for text, is_column in self.parts:
            if not is_column:
                filled.append(text)
                continue
            found = cell(text)
            if found is None:
                return None
            filled.append(form(found))
        return "".join(filled)


@lru_cache(maxsize=10_000)
def template(text: str) -> Template:
    """Read a text with columns. Raises ValueError where its braces don't fit."""
    parts: list[tuple[str, bool]] = []
    for found in _PART.finditer(text):
        piece, name = found[0], found[1]
        if name is not None:
            name = name.strip()
            if not name:
                raise ValueError("there is no column between the braces; write {{ and }} for braces")
            if name.startswith(SPECIAL_MARK) and name[1:] not in SPECIAL:
                known = ", ".join(f"@{each}" for each in SPECIAL)
                raise ValueError(f"there is no {name}; there are {known}")
            parts.append((name, True))
        elif piece in "{}":
            raise ValueError(f"a brace {piece!r} stands alone; write it twice where no column is meant")
        else:
            parts.append((piece.replace("{{", "{").replace("}}", "}"), False))
    return Template(tuple(parts))
