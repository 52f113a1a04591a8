"""The sheets of a workbook as rows of text, as the schema reads it: dates in ISO 8601, whole numbers without `.0`.

A formula is never worked out. In a bundle its cell is a problem, for what it shows may be of another day; so are
merged cells and errors. Workbooks that others made are read `as_shown`: a formula as the value that was saved with it,
an error as its text; `merges` says which cells are merged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import NamedTuple

from graph_schema.problems import Place, Problem
from loaders.tables.head import MAX_CELL, MAX_PROBLEMS, Line
from loaders.values import shown
from loaders.xlsx import MAX_PARTS, Package, XlsxError

MAX_STRINGS = 5_000_000
MAX_COLUMN = 16_384
MAX_ROW = 1_048_576
MAX_MERGES = 100_000
# A spreadsheet's dates know no time zone.
EPOCH_1900, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"([A-Z]{1,7})([0-9]{1,9})")
_WHOLE = re.compile(r"-?[0-9]+")
_RIGHT = "Save it anew from a spreadsheet."


class Range(NamedTuple):
    """Cells that are merged, by the numbers of rows and columns, from 1; only the first has a value."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name and its part of the file."""

    name: str
    part: str


@dataclass
class Book:
    """A workbook's sheets, and what their cells refer to."""

    package: Package
    sheets: list[Sheet] = field(default_factory=list[Sheet])
    skipped: list[str] = field(default_factory=list[str])
    """Sheets that hold no cells, such as charts."""
    strings: list[str] = field(default_factory=list[str])
    dated: set[int] = field(default_factory=set[int])
    """The styles that show a number as a date."""
    epoch: datetime = EPOCH_1900

    @classmethod
    def read(cls, package: Package, *, cells: bool = True) -> "Book":
        """Read what comes before the cells; without `cells` the names of the sheets only."""
        book = cls(package)
        main = next((part for _, kind, part in package.relations("") if kind == "officeDocument"), None)
        if main is None:
            raise package.error("This is not a workbook: it names no sheets.", _RIGHT)
        inside = _Workbook()
        package.read(main, inside)
        if inside.from_1904:
            book.epoch = EPOCH_1904
        relations = {key: (kind, part) for key, kind, part in package.relations(main)}
        if len(inside.sheets) > MAX_PARTS:
            raise package.error(f"The workbook has {len(inside.sheets):,} sheets.", f"Up to {MAX_PARTS:,} are read.")
        for name, key in inside.sheets:
            kind, part = relations.get(key, ("", ""))
            if kind == "worksheet" and part in {sheet.part for sheet in book.sheets}:
                raise package.error("Two sheets stand in one part of the file.", _RIGHT, name)
            if kind == "worksheet":
                book.sheets.append(Sheet(name, part))
            else:
                book.skipped.append(name)
        for kind, part in relations.values() if cells else ():
            if kind == "sharedStrings":
                package.read(part, _Strings(package, book.strings))
            elif kind == "styles":
                package.read(part, _Styles(book.dated))
        return book

    def merges(self, sheet: Sheet) -> list[Range]:
        """Which cells are merged; a workbook says so below all cells."""
        handler = _Merges(self.package)
        self.package.read(sheet.part, handler)
        return sorted(handler.found)

    def lines(self, sheet: Sheet, name: str, problems: list[Problem], *, as_shown: bool = False) -> Iterator[Line]:
        """Stream the rows that hold anything. A row with a formula or an error is a problem, unless read `as_shown`."""
        handler = _Cells(self, name, as_shown=as_shown)
        for _ in self.package.feed(sheet.part, handler):
            yield from handler.rows
            handler.rows.clear()
            if handler.problems:
                problems += handler.problems
                handler.problems.clear()
            if handler.wrong >= MAX_PROBLEMS:
                return


class _Part:
    """Takes a part of which little is wanted."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """A piece of text."""


class _Workbook(_Part):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")


class _Styles(_Part):
    def __init__(self, dated: set[int]) -> None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        self._is_date = is_date_format
        self._formats: dict[str, str] = {str(number): text for number, text in BUILTIN_FORMATS.items()}
        self._dated = dated
        self._inside = False
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:1000]
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            if self._is_date(self._formats.get(attributes.get("numFmtId", ""), "General")):
                self._dated.add(self._count)
            self._count += 1

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._inside = False


class _Text(_Part):
    """Collects the text of `t` elements, without the pronunciation that stands beside it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.size = 0
        self.taking = False
        self.beside = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "rPh":
            self.beside += 1
        elif tag == "t":
            self.taking = not self.beside

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self.beside -= 1
        elif tag == "t":
            self.taking = False

    def text(self, data: str) -> None:
        if self.taking:
            self.size += len(data)
            if self.size > MAX_CELL:
                raise self.too_large()
            self.pieces.append(data)

    def too_large(self) -> XlsxError:
        raise NotImplementedError

    def taken(self) -> str:
        found = "".join(self.pieces)
        self.pieces.clear()
        self.size = 0
        return found


class _Strings(_Text):
    """The texts that cells name by number."""

    def __init__(self, package: Package, strings: list[str]) -> None:
        super().__init__()
        self._package, self._strings = package, strings

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "si":
            self._strings.append(_unescaped(self.taken()))
            if len(self._strings) > MAX_STRINGS:
                raise self._package.error(f"More than {MAX_STRINGS:,} texts.", "Split it, or use CSV.")

    def too_large(self) -> XlsxError:
        found = f"A cell of more than {MAX_CELL:,} characters."
        return self._package.error(found, "Shorten it, or cite a document.")


class _Merges(_Part):
    def __init__(self, package: Package) -> None:
        self._package = package
        self.found: list[Range] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "mergeCell":
            return
        first, _, last = attributes.get("ref", "").partition(":")
        corners = [_CELL.fullmatch(corner) for corner in (first, last or first)]
        if len(self.found) == MAX_MERGES or None in corners:
            raise self._package.error(f"It has damaged merged cells, or more than {MAX_MERGES:,}.", _RIGHT)
        (top, left), (bottom, right) = ((int(c[2]), _number_of(c[1])) for c in corners if c)
        self.found.append(Range(top, left, min(bottom, MAX_ROW), min(right, MAX_COLUMN)))


class _Cells(_Text):
    """The rows of one sheet."""

    def __init__(self, book: Book, name: str, *, as_shown: bool) -> None:
        super().__init__()
        self._book, self._name, self._as_shown = book, name, as_shown
        self.rows: list[Line] = []
        self.problems: list[Problem] = []
        self.wrong = 0
        self._head: dict[int, str] = {}
        self._row = self._column = 0
        self._cells: dict[int, str] = {}
        self._type = ""
        self._style = 0
        self._is_formula = False
        self._found = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if tag == "row":
            given = attributes.get("r", "")
            self._row = int(given) if given.isdecimal() and len(given) < 9 else self._row + 1
            self._column = 0
            self._cells = {}
            self._found = ""
            if self._row > MAX_ROW:
                raise XlsxError(Problem(Place(self._name), f"A row beyond {MAX_ROW:,}.", _RIGHT))
        elif tag == "c":
            self._begin(attributes)
        elif tag == "v":
            self.taking = True
        elif tag == "f" and self._as_shown:
            self._is_formula = True
        elif tag == "f":
            self._wrong("The cell holds a formula.", "Paste its value instead; formulas are not worked out.")
        elif tag == "mergeCell" and not self._as_shown:
            self._merged(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "v":
            self.taking = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()

    def too_large(self) -> XlsxError:
        found = f"A cell of more than {MAX_CELL:,} characters."
        return XlsxError(Problem(self._place(), found, "Shorten it, or cite a document."))

    def _begin(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        match = _CELL.fullmatch(given)
        self._column = _number_of(match[1]) if match else self._column + 1
        if (given and not match) or self._column > MAX_COLUMN:
            found = f"A cell {shown(given)}, which is outside of a sheet."
            raise XlsxError(Problem(Place(self._name, self._row), found, _RIGHT))
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "")
        self._style = int(style) if style.isdecimal() and len(style) < 9 else 0
        self._is_formula = False

    def _end_cell(self) -> None:
        taken = self.taken()
        text = self._value(taken).strip()
        if text:
            self._cells[self._column] = text
        elif self._is_formula and not taken and self._type != "str":
            self._wrong("The cell holds a formula without a value.", "Save it from a spreadsheet, which works it out.")

    def _end_row(self) -> None:
        if self._cells and not self._found:
            row = [""] * max(self._cells)
            for column, text in self._cells.items():
                row[column - 1] = text
            self.rows.append((self._row, row))
        if not self._head:
            self._head = self._cells

    def _value(self, text: str) -> str:
        match self._type:
            case "s":
                strings = self._book.strings
                if text.isdecimal() and len(text) < 9 and int(text) < len(strings):
                    return strings[int(text)]
                if text:
                    self._wrong("The cell names a text that the file doesn't hold.", _RIGHT)
                return ""
            case "inlineStr" | "str":
                return _unescaped(text)
            case "b":
                return {"1": "true", "0": "false"}.get(text, text)
            case "e" if not self._as_shown:
                self._wrong(f"The cell holds the error {shown(text)}.", "Write what is meant, or empty it.")
                return ""
            case "e":
                return text
            case "d":
                return text.removesuffix("T00:00:00")
            case _:
                return self._number(text)

    def _number(self, text: str) -> str:
        if self._style in self._book.dated and text:
            return self._date(text)
        if not text or _WHOLE.fullmatch(text):
            return text
        try:
            number = float(text)
            return str(int(number)) if number.is_integer() else repr(number)
        except (ValueError, OverflowError):
            return text

    def _date(self, text: str) -> str:
        try:
            days = float(text)
            if days < 1:
                return (EPOCH_1904 + timedelta(seconds=round(days * 86_400))).time().isoformat()
            # The calendar of 1900 counts a 29 February that never was.
            days += self._book.epoch == EPOCH_1900 and days < 60
            found = self._book.epoch + timedelta(seconds=round(days * 86_400))
        except (ValueError, OverflowError):
            self._wrong(f"The number {shown(text)} is no date.", "Write a date such as 2026-01-31.")
            return ""
        return found.date().isoformat() if found.time() == time() else found.isoformat()

    def _merged(self, ref: str) -> None:
        match = _CELL.match(ref)
        self._row, self._column = (int(match[2]), _number_of(match[1])) if match else (0, 0)
        self._wrong(
            f"The cells {shown(ref)[1:-1]} are merged, so only the first has a value.", "Unmerge them and fill each."
        )

    def _wrong(self, found: str, right: str) -> None:
        self._found = found
        self.wrong += 1
        if self.wrong <= MAX_PROBLEMS:
            self.problems.append(Problem(self._place(), found, right))

    def _place(self) -> Place:
        return Place(self._name, self._row, self._head.get(self._column) or letters(self._column))


def _unescaped(text: str) -> str:
    """Characters that XML can't hold stand as `_x000D_`."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
