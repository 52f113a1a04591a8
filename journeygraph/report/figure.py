"""What figures have in common: the frame with its title and description, lines by basis, and legends."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from graph_schema.model import Basis
from journeygraph.report.markup import Child, element

WIDTH = 880
"""How wide figures are, in their own units: on paper their type is then about as large as a table's."""
SIZE = 14
"""The size of type in figures."""
SMALL = 12
PIPS = 3
_SWATCH = 44


def figure(
    number: str, heading: str, description: str, height: float, parts: Iterable[Element], legend: Element | None = None
) -> Element:
    """A figure with its caption; those who can't see it hear its title and description."""
    drawing = element(
        "svg",
        element("title", f"{number}. {heading}", id=f"{_slug(number)}-title"),
        element("desc", description, id=f"{_slug(number)}-description"),
        *parts,
        viewBox=f"-1 0 {WIDTH + 2} {height:.0f}",
        role="img",
        aria_labelledby=f"{_slug(number)}-title",
        aria_describedby=f"{_slug(number)}-description",
        xmlns="http://www.w3.org/2000/svg",
    )
    # A phone scrolls a figure rather than shrink its type; the keyboard has to reach it for that.
    scrolled = element(
        "div", drawing, class_="wide", tabindex="0", role="group", aria_labelledby=f"{_slug(number)}-title"
    )
    caption = element("figcaption", element("span", f"{number}. "), heading)
    return element("figure", caption, scrolled, legend)


def stroke(path: str, basis: Basis | None) -> list[Element]:
    """A line whose look tells its basis: solid is stated, dashed is inferred, double is measured."""
    if basis is None:
        return [element("path", d=path, class_="nothing")]
    line = element("path", d=path, class_=f"line {basis}")
    return [line, element("path", d=path, class_="core")] if basis is Basis.MEASURED else [line]


def pips(x: float, y: float, strength: int | None) -> Element:
    """How strong a link is: so many of three dots filled, or a question mark where it is not recorded."""
    width = PIPS * 9.0 + 3
    back = element("rect", x=x, y=y - 8, width=width, height=16, class_="chip")
    if strength is None:
        mark = element("text", "?", x=x + width / 2, y=y + 4.5, font_size=13, text_anchor="middle", class_="strong")
        return element("g", back, mark)
    dots = (
        element("circle", cx=x + 6 + place * 9, cy=y, r=3, class_="pip" if place < strength else "pip off")
        for place in range(PIPS)
    )
    return element("g", back, *dots)


def legend(entries: Sequence[tuple[Sequence[Element], str]]) -> Element:
    """What the marks of a figure mean."""
    shown = (
        element(
            "li",
            element("svg", *marks, width=_SWATCH, height=18, viewBox=f"0 0 {_SWATCH} 18", aria_hidden="true"),
            element("span", meaning),
        )
        for marks, meaning in entries
    )
    return element("ul", *shown, class_="legend")


def basis_entries() -> list[tuple[Sequence[Element], str]]:
    """The lines' part of a legend."""
    path = f"M1 9H{_SWATCH - 1}"
    return [
        (stroke(path, Basis.STATED), "stated by a source"),
        (stroke(path, Basis.INFERRED), "inferred from one"),
        (stroke(path, Basis.MEASURED), "measured"),
    ]


def hole_entry(meaning: str) -> tuple[Sequence[Element], str]:
    """The gaps' part of a legend."""
    return [element("rect", x=1, y=2, width=_SWATCH - 2, height=14, rx=3, class_="hole")], meaning


def paragraph(text: Child) -> Element:
    """A paragraph."""
    return element("p", text)


def _slug(number: str) -> str:
    return number.lower().replace(" ", "-")
