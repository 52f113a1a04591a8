"""Builds HTML and SVG as trees, so that text from the data is never markup."""

import unicodedata
from collections.abc import Sequence
from xml.etree.ElementTree import Element, tostring

Child = Element | str | None

_PITCH = 1.3
"""From line to line, in sizes of the type."""


def element(tag: str, *children: Child, **attributes: str | float | None) -> Element:
    """An element; text goes where it stands among the children, and what is None is left out.

    An attribute whose name Python reserves ends in an underscore, as in `class_`; others have hyphens. Text from the
    data is a child, never an attribute.
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), value if isinstance(value, str) else f"{value:.6g}")
    last: Element | None = None
    for child in children:
        if isinstance(child, Element):
            made.append(child)
            last = child
        elif child and last is None:
            made.text = (made.text or "") + printable(child)
        elif child and last is not None:
            last.tail = (last.tail or "") + printable(child)
    return made


def printable(text: str) -> str:
    """The text without control characters, which no page may hold, and without what turns the direction of others."""
    return "".join(
        " " if character in "\t\r\n" else character
        for character in text
        if character in "\t\r\n" or (unicodedata.category(character) not in ("Cc", "Cs") and character not in _TURNS)
    )


def document(root: Element) -> str:
    """The file of a page."""
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n"


def width_of(text: str, size: float) -> float:
    """About how wide a text is in a font without serifs: rather too wide than too narrow."""
    return size * sum(_width(character) for character in text)


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """The text in lines no wider than this; what doesn't fit into so many lines is cut, and the cut is seen."""
    lines = [""]
    for word in printable(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if lines[-1] and width_of(lines[-1] + character, size) > width:
                lines.append("")
            lines[-1] += character
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(f"{last}…", size) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def height_of(lines: Sequence[str], size: float) -> float:
    """How high lines are."""
    return len(lines) * size * _PITCH


def lines_of_text(lines: Sequence[str], x: float, y: float, size: float, **attributes: str | float | None) -> Element:
    """Lines of text in a figure, below this height."""
    pitch = size * _PITCH
    spans = (
        element("tspan", line, x=x, y=round(y + place * pitch + size * 1.0, 1)) for place, line in enumerate(lines)
    )
    return element("text", *spans, font_size=size, **attributes)


_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if character in "iljftrI.,:;'’|!() ":
        return 0.34
    return 0.74 if character.isupper() or character in "mw@%—…" else 0.56
