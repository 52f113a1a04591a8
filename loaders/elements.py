"""XML as a small tree with lines. Document types, entities and what lies outside of the file are refused."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax import SAXParseException, handler

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from graph_schema.problems import Place, Problem
from loaders.sample import Sample

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 50
MAX_ELEMENTS = 200_000
_SAVE = "Export it again."


@dataclass
class Element:
    """An element, without its namespace; `text` is all text that stands directly in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Element"] = field(default_factory=list["Element"])
    text: str = ""

    def all(self, *tags: str) -> Iterator["Element"]:
        """The children with one of these names."""
        return (child for child in self.children if child.tag in tags)

    def first(self, *path: str) -> "Element | None":
        """The first descendant along a path of names."""
        found: Element | None = self
        for tag in path:
            found = next(found.all(tag), None) if found else None
        return found

    def said(self, *path: str) -> str:
        """The text of the first descendant along a path; empty where there is none."""
        found = self.first(*path)
        return " ".join(found.text.split()) if found else ""

    def walk(self) -> Iterator["Element"]:
        """The element and all in it."""
        yield self
        for child in self.children:
            yield from child.walk()


class _RefusedError(Exception):
    pass


class _Builder(handler.ContentHandler):
    """Builds the tree within bounds."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0
        self.locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - SAX names it so
        self.locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - SAX names it so
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise _RefusedError(f"More than {MAX_ELEMENTS:,} elements.")
        if len(self.open) >= MAX_DEPTH:
            raise _RefusedError(f"More than {MAX_DEPTH} elements inside each other.")
        attributes = {_local(key): str(value) for key, value in attrs.items()}
        element = Element(_local(name), attributes, self.locator.getLineNumber())
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it so
        self.open.pop()

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].text += content


def read_xml(sample: Sample) -> Element | Problem:
    """The root of a file, which gzip may have packed; a problem where it can't be read."""
    place = Place(sample.name)
    try:
        data = _bytes(sample)
    except (OSError, EOFError, zlib.error):
        return Problem(place, "The file is damaged: it can't be unpacked.", "Get it again.")
    if len(data) > MAX_BYTES:
        return Problem(place, f"The file has more than {MAX_BYTES:,} bytes of XML.", "Split it.")
    builder = _Builder()
    try:
        sax.parse(BytesIO(data), builder, forbid_dtd=True)
    except SAXParseException as error:
        where = Place(sample.name, error.getLineNumber() or 0)
        return Problem(where, f"This is not XML: {error.getMessage()}.", _SAVE)
    except DefusedXmlException:
        return Problem(place, "It declares a document type, which could hold anything.", "Remove it: `<!DOCTYPE ...>`.")
    except _RefusedError as error:
        return Problem(Place(sample.name, builder.locator.getLineNumber()), str(error), "Split the file.")
    except (LookupError, ValueError) as error:
        return Problem(place, f"This is not XML: {error}.", "Save it as UTF-8.")
    return builder.root or Problem(place, "The file holds no element.", _SAVE)


def _bytes(sample: Sample) -> bytes:
    if sample.is_packed:
        with gzip.open(sample.path) as file:
            return file.read(MAX_BYTES + 1)
    with sample.path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
