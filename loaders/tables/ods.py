"""The sheets of an OpenDocument spreadsheet (`.ods`) as rows of text, streamed, within a workbook's bounds."""

from collections.abc import Iterator

from graph_schema.problems import Place, Problem
from loaders.sheets import MAX_COLUMN, MAX_ROW, Range
from loaders.tables.head import MAX_CELL, Line
from loaders.xlsx import Package, XlsxError

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_CELLS = 50_000_000
"""So many cells with a value are read: repeated ones stand in the file only once."""
_CONTENT = "content.xml"
_DATE, _VALUE, _BOOLEAN = "date-value", "value", "boolean-value"


def sheet_names(package: Package) -> list[str]:
    """The names of the sheets, in order."""
    reader = _Reader(package.name, None)
    package.read(_CONTENT, reader)
    return reader.names


def sheet_lines(package: Package, sheet: str, name: str) -> Iterator[Line]:
    """Stream the rows of a sheet that hold anything."""
    reader = _Reader(name, sheet)
    for _ in package.feed(_CONTENT, reader):
        yield from reader.lines()
        if reader.done:
            return


def sheet_merges(package: Package, sheet: str, name: str) -> list[Range]:
    """Which cells are merged."""
    reader = _Reader(name, sheet)
    for _ in package.feed(_CONTENT, reader):
        reader.rows.clear()
        if reader.done:
            break
    return reader.merges


class _Reader:
    """Takes the elements of `content.xml`; a sheet inside another, as in a cell's chart, is left out."""

    def __init__(self, name: str, wanted: str | None) -> None:
        self._name, self._wanted = name, wanted
        self.names: list[str] = []
        self.merges: list[Range] = []
        self.rows: list[tuple[int, int, list[tuple[int, int, str]]]] = []
        """Rows as first number, how often, and cells as first column, how often, text."""
        self.done = False
        self._depth = 0
        self._inside = False
        self._row = self._rows = self._column = self._columns = 0
        self._cells: list[tuple[int, int, str]] = []
        self._value: str | None = None
        self._paragraphs: list[str] = []
        self._taking = 0
        self._beside = 0
        self._size = 0
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.names.append(attributes.get("name", ""))
                self._inside = self._wanted is not None and attributes.get("name") == self._wanted and not self.done
                self._row = 0
        elif not self._inside or self._depth != 1:
            return
        elif tag == "table-row":
            self._row += self._rows
            self._rows = _times(attributes, "number-rows-repeated")
            self._column = self._columns = 0
            self._cells = []
        elif tag in ("table-cell", "covered-table-cell"):
            self._begin(attributes)
        elif tag == "annotation":
            self._beside += 1
        elif self._beside:
            return
        elif tag == "p" and self._column:
            self._taking += 1
            self._paragraphs.append("")
        elif self._taking and tag in ("s", "tab", "line-break"):
            self.text({"s": " " * min(_times(attributes, "c"), MAX_CELL), "tab": "\t", "line-break": "\n"}[tag])

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "table":
            self._depth -= 1
            if not self._depth and self._inside:
                self._inside, self.done = False, True
        elif not self._inside or self._depth != 1:
            return
        elif tag == "annotation":
            self._beside -= 1
        elif tag == "p" and self._taking and not self._beside:
            self._taking -= 1
        elif tag in ("table-cell", "covered-table-cell"):
            self._end()
        elif tag == "table-row" and self._cells:
            self._count += self._rows * sum(times for _, times, _ in self._cells)
            if self._count > MAX_CELLS or self._row + self._rows > MAX_ROW:
                found = f"More than {MAX_CELLS:,} cells, or a row beyond {MAX_ROW:,}."
                raise self._error(found, "Split it, or use CSV.")
            self.rows.append((self._row + 1, self._rows, self._cells))

    def text(self, data: str) -> None:
        """A piece of text."""
        if self._taking and not self._beside:
            self._size += len(data)
            if self._size > MAX_CELL:
                raise self._error(f"A cell of more than {MAX_CELL:,} characters.", "Shorten it, or cite a document.")
            self._paragraphs[-1] += data

    def lines(self) -> Iterator[Line]:
        """The rows that were taken, one by one."""
        for first, times, cells in self.rows:
            row = [""] * max(column + count - 1 for column, count, _ in cells)
            for column, count, text in cells:
                row[column - 1 : column - 1 + count] = [text] * count
            for number in range(first, first + times):
                yield number, row
        self.rows.clear()

    def _begin(self, attributes: dict[str, str]) -> None:
        self._column += self._columns or 1
        self._columns = _times(attributes, "number-columns-repeated")
        self._paragraphs = []
        self._size = 0
        self._value = _typed(attributes)
        across, down = _times(attributes, "number-columns-spanned"), _times(attributes, "number-rows-spanned")
        if across > 1 or down > 1:
            top, left = self._row + 1, self._column
            self.merges.append(Range(top, left, min(top + down - 1, MAX_ROW), min(left + across - 1, MAX_COLUMN)))

    def _end(self) -> None:
        text = (self._value if self._value is not None else "\n".join(self._paragraphs)).strip()
        if not text:
            return
        if self._column + self._columns - 1 > MAX_COLUMN:
            raise self._error(f"A cell beyond column {MAX_COLUMN:,}.", "Split it, or use CSV.")
        self._cells.append((self._column, self._columns, text))

    def _error(self, found: str, right: str) -> XlsxError:
        return XlsxError(Problem(Place(self._name, self._row + 1), found, right))


def _times(attributes: dict[str, str], name: str) -> int:
    given = attributes.get(name, "")
    return int(given) if given.isdecimal() and 0 < len(given) < 9 else 1


def _typed(attributes: dict[str, str]) -> str | None:
    """The value as the file keeps it, apart from how it is shown; None for a text."""
    if _DATE in attributes:
        return attributes[_DATE].removesuffix("T00:00:00")
    if _BOOLEAN in attributes:
        return attributes[_BOOLEAN]
    if _VALUE in attributes:
        return attributes[_VALUE].removesuffix(".0")
    return None
