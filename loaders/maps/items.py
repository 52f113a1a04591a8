"""Cells as people fill them: lines, bullets, numbers, semicolons, and commas between short words."""

import re

_BULLET = re.compile(
    r"^\s*(?:[•·▪▫◦‣●○■□►▶➤→✓✔✗✘]|[-–—*](?=\s|[^\W\d_])|\(?[0-9]{1,3}[.)](?![0-9])|\(?[a-z][.)](?=\s))\s*"
)
_NUMBERING = re.compile(r"^\s*(?:\(?[0-9]{1,3}(?:\.[0-9]{1,3})*(?:[.):]|\s+[-–—])|[ivxIVX]{1,5}[.)])\s+(?=\S)")
_INNER = re.compile(r"\s*[•▪◦‣●]\s*")
_SEPARATOR = re.compile(r"\s*[;；](?![^()]*\))\s*")
_COMMA = re.compile(r"\s*[,，、](?![0-9]|[^()]*\))\s*")
MAX_WORDS_IN_TWO, MAX_WORDS_IN_MORE = 4, 7
"""Between commas stand so many words at most where they separate two words or more; else it is a sentence."""


def items(text: str) -> list[str]:
    """The items of a cell: what has a bullet, with the lines below that have none; else lines, split at semicolons."""
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
        bulleted = bool(plain) and plain != line.strip()
        found += [plain] if bulleted else _SEPARATOR.split(plain)
    return [item for line in found for item in _INNER.split(line) if item]


def short_items(text: str) -> list[str]:
    """The items of a cell that lists words: commas separate them too, where all between them are a few words."""
    found: list[str] = []
    for item in items(text):
        parts = [part for part in _COMMA.split(item) if part]
        most = MAX_WORDS_IN_TWO if len(parts) <= 2 else MAX_WORDS_IN_MORE
        short = all(len(part.split()) <= most for part in parts)
        found += parts if short else [item]
    return found


def people(text: str) -> list[str]:
    """The personas that a cell names: commas separate names, not what is said of one, as in `Anna, a runner`."""
    found: list[str] = []
    for item in items(text):
        parts = [part for part in _COMMA.split(item) if part]
        found += parts if all(part[0].isupper() for part in parts) else [item]
    return found


def unnumbered(text: str) -> str:
    """A heading without its number: `2. Compare` is `Compare`; a heading that is all number stays."""
    return _NUMBERING.sub("", text, count=1).strip() or text.strip()
