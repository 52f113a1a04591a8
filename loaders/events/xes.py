"""XES (IEEE 1849): an event log as XML, traces of events, alone or packed by gzip."""

from collections.abc import Iterator

from loaders.entries import Reading
from loaders.events.engine import Engine
from loaders.events.reading import Kind, Slice, log_reading
from loaders.events.spool import Spool
from loaders.events.xes_stream import XesReader
from loaders.sample import Sample
from loaders.tables.layout import File
from loaders.tables.streams import open_bytes
from loaders.wishes import Wishes

NAME = "xes"
_METHOD = "event log"


def recognises(sample: Sample) -> str | None:
    """XML whose root is a log."""
    if not (sample.text or "").lstrip().startswith("<") or XesReader.looking_at(sample.head).root != "log":
        return None
    return "it is XML with a log at its root" + (", packed by gzip" if sample.is_packed else "")


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a log."""
    seen = XesReader.looking_at(sample.head)

    def slices(engine: Engine) -> Iterator[Slice]:
        with Spool(engine) as spool, open_bytes(File.of(sample)) as file:
            reader = XesReader(spool.add, seen.activity, engine.place)
            reader.read(file)
        reading.notes.extend(f"{sample.name}: {note}" for note in reader.notes())
        yield Slice(spool.columns())

    # The same log is often there as CSV too; that is another dataset.
    title = seen.title or f"{sample.path.name.removesuffix('.gz').rpartition('.')[0]} xes"
    reading = log_reading(sample, wishes, Kind(_METHOD, _METHOD, title), seen.uses(), slices)
    return reading
