"""CSV and its kin as DuckDB reads them: one line for the head, what is wrong with its place."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from graph_schema.problems import Place, Problem
from loaders.events.engine import Engine, quoted
from loaders.sample import HEAD, Sample
from loaders.tables.head import MAX_COLUMNS, MAX_PROBLEMS
from loaders.tables.layout import File
from loaders.tables.streams import open_bytes
from loaders.text import UnreadableError

_DELIMITERS = (",", ";", "\t", "|")
_PEEKED = 200
"""So many rows are looked at to tell what columns hold."""
_CHUNK = 1024 * 1024
_WRONG = {
    "TOO MANY COLUMNS": ("The row has more cells than the first row.", "Put a cell that holds a comma into quotes."),
    "MISSING COLUMNS": ("The row has fewer cells than the first row.", "It may be cut off; export it again."),
    "UNQUOTED VALUE": ("A quote is not closed, or stands inside of a cell.", "Check the quotes."),
    "INVALID ENCODING": ("The row is not UTF-8.", "Save the file as UTF-8."),
    "LINE SIZE OVER MAXIMUM": ("The row is longer than 2,000,000 bytes.", "This is not a table; save it as CSV."),
}


@dataclass(frozen=True)
class Delimited:
    """A table of text: its separator, the names in its first row, and the first of its rows."""

    delimiter: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> str:
        """A column as an expression of SQL: the first of this name."""
        return f"c{self.head.index(name)}"

    def examples(self, name: str) -> list[str]:
        """What stands in a column of the first rows, without empty cells."""
        index = self.head.index(name)
        return [row[index] for row in self.rows if len(row) > index and row[index].strip()]


@lru_cache(maxsize=64)
def look_into(sample: Sample) -> Delimited | None:
    """How a table is laid out, by the beginning of what the file holds; None where it is no such table."""
    if not sample.is_file or not sample.text:
        return None
    # What is looked at may end within a row.
    text = sample.text if len(sample.head) < HEAD else sample.text.rpartition("\n")[0]
    lines = text.splitlines(keepends=True)
    for delimiter in sorted(_DELIMITERS, key=lines[0].count, reverse=True) if lines else ():
        try:
            head, *rows = islice(csv.reader(lines, delimiter=delimiter), _PEEKED + 1)
        except (csv.Error, ValueError):
            continue
        if 1 < len(head) <= MAX_COLUMNS:
            return Delimited(delimiter, tuple(cell.strip() for cell in head), tuple(map(tuple, rows)))
    return None


def relation(engine: Engine, sample: Sample, table: Delimited) -> str:
    """The table as something that SQL selects from. Raises UnreadableError where the file is damaged."""
    if sample.is_packed:
        _check_packed(sample)
    return _relation(engine.file, table, packed=sample.is_packed)


def table_of(engine: Engine, sample: Sample, table: Delimited) -> str:
    """The table as `relation` has it, or as `evened` where its lines end in several ways."""
    rows = relation(engine, sample, table)
    try:
        engine.run(f"SELECT count(*) FROM {rows}", what="Reading rows")  # noqa: S608 - our rows
    except UnreadableError:
        rows = evened(engine, sample, table) or rows
    return rows


def evened(engine: Engine, sample: Sample, table: Delimited) -> str | None:
    """The table from a copy in which all lines end alike; None where they do so anyway."""
    with open_bytes(File.of(sample)) as file, engine.spool.open("wb") as copy:
        text = io.TextIOWrapper(file, "utf-8", "surrogateescape", newline=None)
        while chunk := text.read(_CHUNK):
            copy.write(chunk.encode("utf-8", "surrogateescape"))
        mixed = isinstance(text.newlines, tuple)
    return _relation(quoted(str(engine.spool)), table, packed=False) if mixed else None


def _check_packed(sample: Sample) -> None:
    """Raise UnreadableError where a file is damaged, or unpacks to more than a file of its size sensibly holds."""
    with open_bytes(File.of(sample)) as file:
        while file.read(_CHUNK):
            pass


def _relation(path: str, table: Delimited, *, packed: bool) -> str:
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(table.head)))
    return (
        f"read_csv({path}, columns = {{{columns}}}, header = true, auto_detect = false, "
        f"delim = '{table.delimiter}', quote = '\"', escape = '\"', strict_mode = true, nullstr = '', "
        f"compression = '{'gzip' if packed else 'none'}', store_rejects = true, rejects_limit = {MAX_PROBLEMS})"
    )


def rejected(engine: Engine, name: str) -> Iterator[Problem]:
    """What DuckDB could not read of a table that it has read, each with its row."""
    if not engine.run("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'"):
        return
    query = "SELECT DISTINCT line, error_type, error_message FROM reject_errors ORDER BY line LIMIT ?"
    for line, kind, message in engine.run(query, [MAX_PROBLEMS]):
        found, right = _WRONG.get(kind, (f"The row can't be read: {message}", "Export it again."))
        yield Problem(Place(name, line), found, right)
