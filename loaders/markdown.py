"""Markdown as blocks with their lines: headings, labelled lines, lists, tables, fences. Parsed as CommonMark says."""

from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token


class Fence(NamedTuple):
    """A fenced block: what stands behind the fence, the text, and the line of the fence, from 1."""

    info: str
    text: str
    line: int


def parsed(text: str) -> list[Token]:
    """The tokens of a text. HTML is text like any other, and nothing is rendered."""
    return MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable("table").parse(text)


def fences(text: str) -> Iterator[Fence]:
    """The fenced blocks of a text."""
    for token in parsed(text):
        if token.type == "fence" and token.map:
            yield Fence(token.info.strip(), token.content, token.map[0] + 1)
