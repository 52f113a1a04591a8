"""Opens text files strictly: UTF-8 or a problem with its place, never a guess."""

from pathlib import Path

from graph_schema.problems import Place, Problem


class UnreadableError(Exception):
    """Reading a file ends here, with this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def printable(name: str) -> str:
    """A file's name as text: its bytes need not be UTF-8, what is stored and printed must be."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def read_text(path: Path, name: str, limit: int) -> str | Problem:
    """The text of a file, without a byte order mark; a problem where it is too large or not UTF-8."""
    size = path.stat().st_size
    if size > limit:
        return Problem(Place(name), f"The file has {size:,} bytes.", f"Split it: up to {limit:,} are read.")
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(
            Place(name, line),
            f"Byte 0x{data[error.start]:02x} is not UTF-8.",
            "Save the file as UTF-8 and load it again.",
        )
