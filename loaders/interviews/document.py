"""Interviews as Word documents (`.docx`), streamed within the bounds of a checked package (docs/interviews.md).

A library that builds the whole document in memory has no bounds to set: one cell may claim to span two billion columns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph_schema.problems import Place, Problem
from loaders.entries import Reading
from loaders.interviews.quotes import Interview, Medium
from loaders.interviews.settings import Settings, read_settings, split_settings
from loaders.interviews.turns import Line, Talk, is_time, talk
from loaders.sample import Sample
from loaders.wishes import Wishes
from loaders.xlsx import Package, XlsxError, is_lock

NAME = "document"
SUFFIX = ".docx"
MAX_TEXT = 16 * 1024 * 1024
"""Characters; a year of talking has fewer."""
_MAIN, _STYLES = "officeDocument", "styles"
_LEFT_OUT = {"Fallback", "moveFrom", "del", "footnote", "instrText"}
"""What stands in the document a second time, or was deleted from it."""


class _Docx(Package):
    what = "document"
    save = "Save it anew as a Word document (.docx), without a password."
    older = ".doc"


def recognises(sample: Sample) -> str | None:
    """A file with the form's ending, but not what Word puts beside one that is open."""
    right = sample.suffix == SUFFIX and sample.is_file and not is_lock(sample.path)
    return f"it ends in {SUFFIX}" if right else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    problems: list[Problem] = []
    settings, told = Settings(), Talk([])
    try:
        lines = _lines(sample.path, sample.name)
        own, taken = split_settings([line.text for line in lines])
        settings = read_settings(own, Place(sample.name), problems)
        told = talk(lines[taken:], settings.declared)
    except XlsxError as error:
        problems.append(error.problem)
    return Interview(sample, told, settings, _MEDIUM, problems).reading(wishes)


_MEDIUM = Medium("document", lambda turn: f"paragraph {turn.line}{f', {turn.time}' if turn.time else ''}")


def _lines(path: Path, name: str) -> list[Line]:
    """The lines of the paragraphs and of the rows of tables, each with the number of its paragraph or row."""
    with _Docx(path, name) as package:
        main = next((part for _, kind, part in package.relations("") if kind == _MAIN), None)
        if main is None:
            raise package.error("This is not a document: it names no text.", package.save)
        styles = _Styles()
        for _, kind, part in package.relations(main):
            if kind == _STYLES:
                package.read(part, styles)
        body = _Body(styles.names)
        for _ in package.feed(main, body):
            if body.size > MAX_TEXT:
                raise package.error(f"More than {MAX_TEXT:,} characters.", "Split it into an interview a file.")
    return body.lines


class _Styles:
    """Takes the styles: their ids are of the writer's language, their names are not."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._id = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A style, or its name."""
        if tag == "style":
            self._id = attributes.get("styleId", "")
        elif tag == "name" and self._id:
            self.names.setdefault(self._id, attributes.get("val", "").lower())

    def end(self, tag: str) -> None:
        """A style ends."""
        if tag == "style":
            self._id = ""

    def text(self, data: str) -> None:
        """Nothing to do."""


@dataclass
class _Paragraph:
    text: list[str] = field(default_factory=list[str])
    style: str = ""
    item: bool = False


class _Body:
    """Takes the paragraphs, and the rows of tables, in the order of the document."""

    def __init__(self, styles: dict[str, str]) -> None:
        self.lines: list[Line] = []
        self.size = 0
        self._styles = styles
        self._number = 0
        self._open: list[_Paragraph] = []
        """Paragraphs inside each other, as in the text boxes of one."""
        self._rows: list[list[list[str]]] = []
        """The rows of tables inside each other, as the lines of their cells."""
        self._skipped = 0
        self._taking = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag in _LEFT_OUT or self._skipped:
            self._skipped += 1
        elif tag == "p":
            self._open.append(_Paragraph())
        elif tag == "tr":
            self._rows.append([])
        elif tag == "tc" and self._rows:
            self._rows[-1].append([])
        elif self._open:
            self._inside(tag, attributes)

    def _inside(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "t":
            self._taking = True
        elif tag in ("br", "cr"):
            self._open[-1].text.append("\n")
        elif tag == "tab":
            self._open[-1].text.append(" ")
        elif tag == "numPr":
            self._open[-1].item = True
        elif tag == "pStyle":
            style = attributes.get("val", "")
            self._open[-1].style = self._styles.get(style, style.lower())

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
        elif tag == "t":
            self._taking = False
        elif tag == "p" and self._open:
            self._paragraph(self._open.pop())
        elif tag == "tr" and self._rows:
            self._row([" ".join(cell) for cell in self._rows.pop()])

    def text(self, data: str) -> None:
        """A piece of text."""
        if self._taking and not self._skipped:
            self.size += len(data)
            self._open[-1].text.append(data)

    def _paragraph(self, paragraph: _Paragraph) -> None:
        lines = [" ".join(line.split()) for line in "".join(paragraph.text).split("\n")]
        if self._rows:
            if self._rows[-1]:
                self._rows[-1][-1] += [line for line in lines if line]
            return
        heading = paragraph.style.startswith(("heading", "title"))
        item = paragraph.item or paragraph.style.startswith("list")
        self._add(lines, heading=heading, item=item and not heading, quoted=paragraph.style.endswith("quote"))

    def _row(self, cells: Sequence[str]) -> None:
        """A row of a table; one of a speaker and what is said, with or without the time, reads as a turn."""
        if self._rows:
            if self._rows[-1]:
                self._rows[-1][-1] += [cell for cell in cells if cell]
            return
        self._add(list(_as_turn([cell for cell in cells if cell])))

    def _add(self, lines: Sequence[str], *, heading: bool = False, item: bool = False, quoted: bool = False) -> None:
        self._number += 1
        self.lines += [Line(self._number, line, heading, item, quoted) for line in lines]
        self.lines.append(Line(self._number, ""))


def _as_turn(cells: Sequence[str]) -> Iterator[str]:
    match cells:
        case [time, speaker, said] if is_time(time):
            yield f"[{time}] {speaker}: {said}"
        case [speaker, said]:
            yield f"{speaker}: {said}"
        case others:
            yield from others
