"""Markdown as sections with their lines: labelled lines, lists, tables, fences. Parsed as CommonMark says.

HTML is text like any other, and nothing is rendered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_NESTING = 40
MAX_BYTES = 512 * 1024
"""So many bytes are parsed: what people write by hand is far smaller."""
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
_LABEL = re.compile(r"\A([^\W\d_][\w '/&()-]{1,40}):\s+(\S.*)\Z", re.DOTALL)
_FIELD = re.compile(r"\A([a-z][a-z0-9]*(?:_[a-z0-9]+)*):\s+(\S.*)\Z", re.DOTALL)
_PERSONA = re.compile(r"^(?:(?:layout|type|category|categories)\s*:|#).*\bpersonas?\b", re.MULTILINE | re.IGNORECASE)
_JOURNEY = re.compile(r"(?i)\bjourney\b")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_COLON = ":："


class Fence(NamedTuple):
    """A fenced block: what stands behind the fence, the text, and the line of the fence, from 1."""

    info: str
    text: str
    line: int


class Text(NamedTuple):
    """A line of a paragraph or an item; `label` is what stands before its colon in bold, or as a field's name."""

    text: str
    line: int
    label: str = ""


@dataclass
class Item:
    """An item of a list, and the items inside of it."""

    lines: list[Text]
    items: list["Item"] = field(default_factory=list["Item"])

    @property
    def text(self) -> str:
        """All of its own lines."""
        return " ".join(line.text for line in self.lines if line.text)


@dataclass
class Bullets:
    """A list."""

    items: list[Item]


@dataclass
class Table:
    """A table: its rows with their lines, the head first."""

    rows: list[tuple[int, list[str]]]


@dataclass
class Paragraph:
    """Lines that belong together; `is_quote` where they stand in a block quote."""

    lines: list[Text]
    is_quote: bool = False


Block = Bullets | Table | Paragraph | Fence


@dataclass
class Section:
    """A heading, what stands below it, and the sections inside of it."""

    title: str
    level: int
    line: int
    blocks: list[Block] = field(default_factory=list[Block])
    sections: list["Section"] = field(default_factory=list["Section"])

    def walk(self) -> Iterator["Section"]:
        """The section and all inside of it."""
        yield self
        for section in self.sections:
            yield from section.walk()


def front_matter(text: str) -> tuple[str, int]:
    """The YAML at the beginning, and after how many lines the rest begins."""
    found = _FRONT.match(text)
    return (found[1], found[0].count("\n")) if found else ("", 0)


def is_of_persona(text: str) -> bool:
    """Whether the front matter or the first heading says that it describes personas."""
    front, _ = front_matter(text)
    head = next((line for line in text.splitlines() if line.startswith("#")), "")
    return bool(_PERSONA.search(f"{front}\n{head}")) and not _JOURNEY.search(head)


def fences(text: str) -> Iterator[Fence]:
    """The fenced blocks of a text."""
    for token in _parsed(text):
        if token.type == "fence" and token.map:
            yield Fence(token.info.strip(), token.content, token.map[0] + 1)


def sections(text: str) -> Section:
    """The text as one section without a title that holds all others. Front matter is left out."""
    _, skipped = front_matter(text)
    body = "\n" * skipped + text.split("\n", skipped)[-1] if skipped else text
    return _Builder(_parsed(body)).build()


@lru_cache(maxsize=4)
def _parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable("table").parse(text)


class _Builder:
    """Goes through the tokens once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def build(self) -> Section:
        root = Section("", 0, 1)
        open_ = [root]
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.type != "heading_open":
                self._block(open_[-1].blocks)
                continue
            level, line = int(token.tag[1:]), _line(token)
            title = " ".join(_plain(self._tokens[self._at + 1]))
            self._at += 3
            last = open_[-1]
            # Some write fields as headings: they belong to the heading of the same level just above.
            if (found := _FIELD.match(title)) and last.level == level and not last.sections:
                last.blocks.append(Paragraph([Text(found[2], line, found[1])]))
                continue
            while open_[-1].level >= level:
                open_.pop()
            section = Section(title, level, line)
            open_[-1].sections.append(section)
            open_.append(section)
        return root

    def _block(self, blocks: list[Block], *, is_quote: bool = False) -> None:
        token = self._tokens[self._at]
        self._at += 1
        match token.type:
            case "paragraph_open":
                blocks.append(Paragraph(_labelled(_lines(self._tokens[self._at])), is_quote))
                self._at += 2
            case "bullet_list_open" | "ordered_list_open":
                blocks.append(Bullets(self._items(token.type.replace("open", "close"))))
            case "blockquote_open":
                self._until("blockquote_close", blocks, is_quote=True)
            case "table_open":
                blocks.append(Table(self._rows()))
            case "fence" | "code_block":
                blocks.append(Fence(token.info.strip(), token.content, _line(token)))
            case _:
                pass

    def _until(self, end: str, blocks: list[Block], *, is_quote: bool = False) -> None:
        while self._at < len(self._tokens) and self._tokens[self._at].type != end:
            self._block(blocks, is_quote=is_quote)
        self._at += 1

    def _items(self, end: str) -> list[Item]:
        items: list[Item] = []
        while self._at < len(self._tokens) and self._tokens[self._at].type != end:
            self._at += 1
            blocks: list[Block] = []
            self._until("list_item_close", blocks)
            item = Item([])
            for block in blocks:
                if isinstance(block, Paragraph):
                    item.lines += block.lines
                elif isinstance(block, Bullets):
                    item.items += block.items
            items.append(item)
        self._at += 1
        return items

    def _rows(self) -> list[tuple[int, list[str]]]:
        rows: list[tuple[int, list[str]]] = []
        while self._at < len(self._tokens) and self._tokens[self._at].type != "table_close":
            token = self._tokens[self._at]
            self._at += 1
            if token.type == "tr_open":
                rows.append((_line(token), []))
            elif token.type == "inline" and rows:
                rows[-1][1].append(_BREAK.sub("\n", "\n".join(_plain(token))))
        self._at += 1
        return rows


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _lines(inline: Token) -> list[Text]:
    """The lines of an inline token as plain text; the label of one is what it begins with in bold, up to a colon."""
    found: list[Text] = []
    text, bold, first = "", "", True
    inside = 0
    for token in [*(inline.children or []), None]:
        if token is None or token.type in ("softbreak", "hardbreak"):
            found.append(_text(text, bold, _line(inline) + len(found)))
            text, bold, first = "", "", True
            continue
        inside += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        if token.type in ("text", "code_inline", "html_inline"):
            bold += token.content if inside and first else ""
            text += token.content
            first = first and (bool(inside) or not token.content.strip())
    return [line for line in found if line.text or line.label]


def _plain(inline: Token) -> Iterator[str]:
    """The lines of an inline token, without labels."""
    for line in _lines(inline):
        yield f"{line.label}: {line.text}" if line.label and line.text else line.label or line.text


def _text(text: str, bold: str, line: int) -> Text:
    text = text.strip()
    rest = text.removeprefix(bold.strip())
    if bold and (bold.rstrip()[-1:] in _COLON or rest[:1] in (*_COLON, "")):
        return Text(rest.lstrip(f"{_COLON} "), line, bold.strip().rstrip(f"{_COLON} "))
    return Text(text, line)


def _labelled(lines: list[Text]) -> list[Text]:
    """Lines such as `persona: Anna` have a label without being bold, where it is a field's name."""
    found = ((line, None if line.label else _FIELD.match(line.text)) for line in lines)
    return [line if field is None else Text(field[2], line.line, field[1]) for line, field in found]


def label_of(text: str) -> tuple[str, str]:
    """What stands before and behind the colon of a text that begins with a few words and one; else no label."""
    found = _LABEL.match(text)
    return (found[1], found[2]) if found else ("", text)
