"""Cells as people fill them: lines, bullets, numbers, semicolons, and commas between short words."""

import re

_BULLET = re.compile(
    r"^\s*(?:[•·▪▫◦‣●○■□►▶➤→✓✔✗✘]|[-–—*](?=\s|[^\W\d_])|\(?[0-9]{1,3}[.)](?![0-9])|\(?[a-z][.)](?=\s))\s*"
)
_NUMBERING = re.compile(r"^\s*(?:\(?[0-9]{1,3}(?:\.[0-9]{1,3})*[.):]?|[ivxIVX]{1,5}[.)])\s+(?=\S)")
_INNER = re.compile(r"\s*[•▪◦‣●]\s*")
_SEPARATOR = re.compile(r"\s*[;；]\s*")
_COMMA = re.compile(r"\s*[,，、](?![0-9])\s*")
MAX_WORDS_BETWEEN_COMMAS = 4


def items(text: str) -> list[str]:
    """The items of a cell. A line without a bullet below one with a bullet goes on with it."""
    found: list[str] = []
    bulleted = False
    for line in text.splitlines():
        if not line.strip():
            bulleted = False
            continue
        plain = _BULLET.sub("", line, count=1).strip()
        if bulleted and plain == line.strip():
            found[-1] = f"{found[-1]} {plain}"
            continue
        bulleted = plain != line.strip()
        found += [plain] if plain else []
    return [item for line in found for part in _INNER.split(line) for item in _SEPARATOR.split(part) if item]


def short_items(text: str) -> list[str]:
    """The items of a cell that lists words: commas separate them too, where all between them are a few words."""
    found: list[str] = []
    for item in items(text):
        parts = [part for part in _COMMA.split(item) if part]
        short = all(len(part.split()) <= MAX_WORDS_BETWEEN_COMMAS for part in parts)
        found += parts if short else [item]
    return found


def unnumbered(text: str) -> str:
    """A heading without its number: `2. Compare` is `Compare`; a heading that is all number stays."""
    return _NUMBERING.sub("", text, count=1).strip() or text.strip()
