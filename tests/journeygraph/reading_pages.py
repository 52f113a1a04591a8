"""Reads a page as a strict reader would, and refuses what a page must not hold."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
VOID = {"meta", "br", "hr", "img", "input", "link"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass
class Read:
    """What stands in a page."""

    text: str
    """All of it, in the order of the page."""
    texts: set[str]
    """Each piece of text between two tags."""
    figures: list[ElementTree.Element]
    tables: list[list[dict[str, str]]] = field(default_factory=list)

    def column(self, heading: str) -> list[str]:
        """The cells under a heading, of all tables."""
        return [row[heading] for table in self.tables for row in table if heading in row]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[str] = []
        self.tables: list[list[dict[str, str]]] = []
        self.cell: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append({})
        elif tag == "td":
            self.cell = given.get("data-label")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"{tag} ends where it is not open"
        if tag == "td":
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["style"] or not data.strip():
            return
        self.pieces.append(data.strip())
        if self.cell:
            row = self.tables[-1][-1]
            row[self.cell] = f"{row.get(self.cell, '')} {data.strip()}".strip()


def read_page(text: str) -> Read:
    """The page; an assertion fails where it is not well-formed, not accessible or reaches outside."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    tags = [tag for tag, _ in reader.tags]
    assert not {"script", "img", "link", "iframe", "object", "base"} & set(tags)
    assert tags.count("style") == tags.count("h1") == tags.count("main") == 1
    assert [given["lang"] for tag, given in reader.tags if tag == "html"] == ["en"]
    assert any(
        given.get("http-equiv") == "Content-Security-Policy" and given["content"] == POLICY for _, given in reader.tags
    )
    for _, given in reader.tags:
        assert not any(name.startswith("on") for name in given)
        assert not any("//" in (value or "") for name, value in given.items() if name != "xmlns")
    ids = [given["id"] for _, given in reader.tags if "id" in given]
    assert len(ids) == len(set(ids))
    assert {given["href"] for tag, given in reader.tags if tag == "a"} <= {f"#{name}" for name in ids}
    drawings = [ElementTree.fromstring(drawing) for drawing in re.findall(r"<svg\b.*?</svg>", text, re.DOTALL)]
    figures = [drawing for drawing in drawings if drawing.get("role") == "img"]
    for figure in figures:
        names = [child.tag.rpartition("}")[2] for child in figure][:2]
        assert names == ["title", "desc"]
        for part in figure.iter():
            part.tag = part.tag.rpartition("}")[2]
    assert all(drawing.get("aria-hidden") == "true" for drawing in drawings if drawing not in figures)
    assert figures
    assert tags.count("caption") == tags.count("table") >= 1
    return Read(" ".join(" ".join(reader.pieces).split()), set(reader.pieces), figures, reader.tables)
