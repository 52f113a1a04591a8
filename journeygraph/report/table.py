"""Tables of a report: one heading for each column, one row for each thing, empty cells said in words."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from journeygraph.output import words
from journeygraph.report.markup import Child, element
from queries.rows import Neighbour, Node

NUMBER = "#"
"""A heading that begins with it is over numbers, and is shown without it."""


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[Child]]) -> Element:
    """A table; the first cell of a row says what it is about.

    Roles are written out, because a phone shows cells below one another and browsers then forget what they were.
    """
    shown = [heading.removeprefix(NUMBER) for heading in headings]
    classes = ["number" if heading.startswith(NUMBER) else None for heading in headings]
    head = element(
        "tr",
        *(
            element("th", heading, scope="col", role="columnheader", class_=kind)
            for heading, kind in zip(shown, classes, strict=True)
        ),
        role="row",
    )
    first, *others = zip(shown, classes, strict=True)
    body = (
        element(
            "tr",
            element("th", cell, scope="row", role="rowheader", class_=first[1]),
            *(
                element("td", value, role="cell", class_=kind, data_label=heading)
                for value, (heading, kind) in zip(rest, others, strict=True)
            ),
            role="row",
        )
        for cell, *rest in rows
    )
    return element(
        "table",
        element("caption", caption),
        element("thead", head, role="rowgroup"),
        element("tbody", *body, role="rowgroup"),
        role="table",
    )


def name_of(node: Node) -> str:
    """What people call a node."""
    return node.name or node.key


def distinct(found: Iterable[Node]) -> list[Node]:
    """Each node once, in the order in which they come first."""
    return list({(node.kind, node.key): node for node in found}.values())


def kind_of(node: Node) -> str:
    """What kind of thing a node is, as people write it."""
    return words(node.kind).replace("cx ", "CX ")


def named(node: Node | None, otherwise: str = "not recorded", *, with_kind: bool = False) -> Element:
    """A node by its name, with its key, or that there is none."""
    if node is None:
        return lacking(otherwise)
    about = f"{kind_of(node)}: {node.key}" if with_kind else node.key
    return element("span", name_of(node), element("span", about, class_="kind"))


def lacking(text: str) -> Element:
    """Says that something is missing, in a look of its own."""
    return element("span", text, class_="lacking")


def items(children: Iterable[Child], otherwise: str = "none recorded") -> Element:
    """A list in a cell."""
    made = [element("li", child) for child in children]
    return element("ul", *made, class_="plain") if made else lacking(otherwise)


def names(found: Iterable[Node], otherwise: str = "none recorded") -> Element:
    """Nodes by their names, one after the other, as there may be many."""
    made = [element("li", name_of(node)) for node in found]
    return element("ul", *made, class_="plain row") if made else lacking(otherwise)


def nodes(found: Sequence[Neighbour]) -> list[Node]:
    """The nodes without who says that they belong there."""
    return [one.node for one in found]
