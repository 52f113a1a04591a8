"""Opens interviews that are texts: in the encoding that is marked or, where it is sure, detected."""

from graph_schema.problems import Place, Problem
from loaders.sample import Sample
from loaders.tables.layout import File
from loaders.tables.streams import encoding_of, text_lines
from loaders.text import UnreadableError

MAX_BYTES = 16 * 1024 * 1024


def beginning(sample: Sample) -> str:
    """The beginning of a text; empty where it is none."""
    if not sample.is_file or sample.text is not None:
        return sample.text or ""
    try:
        return sample.head.decode(encoding_of(File.of(sample))[0], "ignore")
    except (UnreadableError, OSError):
        return ""


def lines_of(sample: Sample, problems: list[Problem], notes: list[str]) -> list[str]:
    """The lines of a text, as editors count them; what is wrong goes to `problems`."""
    size = sample.path.stat().st_size
    if size > MAX_BYTES:
        found = f"The file has {size:,} bytes."
        problems.append(Problem(Place(sample.name), found, f"Split it: up to {MAX_BYTES:,} are read."))
        return []
    file = File.of(sample)
    try:
        encoding, guessed = encoding_of(file)
        lines = [line.rstrip("\r\n").removeprefix("\ufeff") for line in text_lines(file, encoding)]
    except UnreadableError as error:
        problems.append(error.problem)
        return []
    if guessed:
        notes.append(f"{sample.name} is read as {encoding}, which it seems to be.")
    return lines
