"""Parquet as columns and rows of text, streamed by DuckDB, which may read this one file and nothing else."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from graph_schema.problems import Place, Problem
from loaders.tables.head import MAX_FOREIGN_COLUMNS, Column, Row
from loaders.tables.layout import File
from loaders.tables.objects import flat
from loaders.text import UnreadableError

MAGIC = b"PAR1"
_BATCH = 1_000
_SETTINGS = (
    "memory_limit = '512MB'",
    "threads = 2",
    "temp_directory = ''",
    "autoload_known_extensions = false",
    "autoinstall_known_extensions = false",
    "enable_external_access = false",
    "lock_configuration = true",
)


def parquet_columns(file: File) -> tuple[Column, ...]:
    """The columns. Raises UnreadableError where the file can't be read."""
    with _open(file) as connection:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file.path)]).fetchall()
    if len(described) > MAX_FOREIGN_COLUMNS:
        found = f"{len(described):,} columns."
        raise UnreadableError(Problem(Place(file.name), found, f"Up to {MAX_FOREIGN_COLUMNS:,} are read."))
    return tuple(Column(name) for name, *_ in described)


def parquet_rows(file: File, problems: list[Problem]) -> Iterator[tuple[Place, Row]]:
    """Stream the rows with their numbers, without what is null. A time without a zone stays without one."""
    try:
        with _open(file) as connection:
            described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file.path)]).fetchall()
            chosen = ", ".join(_chosen(name, kind) for name, kind, *_ in described)
            rows = connection.execute(f"SELECT {chosen} FROM read_parquet(?)", [str(file.path)])  # noqa: S608 - quoted
            names = [name for name, *_ in described]
            number = 0
            while batch := rows.fetchmany(_BATCH):
                for values in batch:
                    number += 1
                    place = Place(file.name, number)
                    yield place, flat(dict(zip(names, map(_plain, values), strict=True)), place)
    except UnreadableError as error:
        problems.append(error.problem)


@contextmanager
def _open(file: File) -> Generator[Any]:
    import duckdb

    with duckdb.connect(":memory:") as connection:
        try:
            path = _quoted(str(file.path), "'")
            for setting in (f"allowed_paths = [{path}]", *_SETTINGS):
                connection.execute(f"SET {setting}")
            yield connection
        except (duckdb.Error, ValueError, OverflowError) as error:
            found = f"This can't be read as Parquet: {str(error).splitlines()[0][:200]}."
            raise UnreadableError(Problem(Place(file.name), found, "Export it again.")) from None


def _chosen(name: str, kind: str) -> str:
    # DuckDB hands over a time with a zone only where pytz is installed, and binary as bytes.
    column = _quoted(name, '"')
    if kind in ("TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE"):
        return f"strftime(({column} AT TIME ZONE 'UTC'), '%Y-%m-%dT%H:%M:%S.%fZ') AS {column}"
    return f"{column}::VARCHAR AS {column}" if kind == "BLOB" else column


def _quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, mark * 2) + mark


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value
