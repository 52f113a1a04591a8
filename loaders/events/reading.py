"""From a log in a file to its entries: read, counted, told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Reading, Use
from loaders.events.becoming import Becoming, Told, kept_segments
from loaders.events.counting import count
from loaders.events.engine import Engine
from loaders.events.funnels import aims, pass_through
from loaders.events.log import Columns, Log, activities, record
from loaders.events.telling import Telling, dataset_of
from loaders.events.times import day_of
from loaders.events.ways import follow
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.wishes import Wishes


@dataclass(frozen=True)
class Kind:
    """What sort of log it is."""

    method: str
    """How its source found out what it says."""
    instrument: str
    title: str = ""
    """What the log calls itself."""
    people: bool = False
    """Whether each case is a person."""


@dataclass(frozen=True)
class Slice:
    """A log, or the part of one that is counted by itself."""

    key: str
    name: str
    file: Path
    columns: Callable[[Engine], Columns]
    after: Callable[[Engine], Iterator[Problem]] = lambda _: iter(())
    """What only shows when all was read."""


def log_reading(
    sample: Sample, wishes: Wishes, kind: Kind, uses: list[Use], columns: Callable[[Engine], Columns],
    after: Callable[[Engine], Iterator[Problem]] = lambda _: iter(()),
) -> Reading:  # fmt: skip
    """A log as a reading: its events are counted when the entries are asked for."""
    place = Place(sample.name)
    problems: list[Problem] = []
    dataset = dataset_of(sample, wishes, place, problems, kind.title)
    reading = Reading(dataset, place, iter(()), problems, uses=uses)
    one = Slice(dataset.key, dataset.name, sample.path, columns, after)
    entries = sliced([one], reading, kind, wishes)
    return Reading(dataset, place, entries, problems, reading.notes, uses)


def sliced(slices: Iterator[Slice] | list[Slice], reading: Reading, kind: Kind, wishes: Wishes) -> Iterator[Entry]:
    """The entries of each slice; what is wrong goes to the reading's problems."""
    try:
        for one in slices:
            if not reading.problems:
                yield from _entries(one, reading, kind, wishes)
    except UnreadableError as error:
        reading.problems.append(error.problem)


def _entries(one: Slice, reading: Reading, kind: Kind, wishes: Wishes) -> Iterator[Entry]:
    with Engine(reading.place, one.file, wishes.progress) as engine:
        log = _recorded(engine, one, reading)
        if log is None:
            return
        reading.notes.extend(f"{reading.place}: {note}" for note in log.notes)
        known = activities(engine)
        counted = count(engine, log, aims(known))
        segments = kept_segments(counted)
        told = Told(
            journey=one.key,
            name=f"Cases of {one.name}",
            counted=counted,
            ways=follow(engine, log, segments),
            reached=tuple(pass_through(engine, log, known)),
            people=kind.people or log.persons,
        )
    begins, ends = (None if at is None else day_of(at) for at in (counted.begins, counted.ends))
    telling = Telling(one.key, reading.place, kind.instrument, begins, ends)
    about = f"{log.events:,} events of {counted.whole.cases:,} cases, as aggregates; no single event or case is kept."
    published = ends and ends.isoformat()
    name = f"{kind.method[:1].upper()}{kind.method[1:]}: {one.name}"
    yield telling.describe("sources", one.key, name, method=kind.method, published=published, description=about)
    yield from Becoming(told, telling, reading.notes).entries()


def _recorded(engine: Engine, one: Slice, reading: Reading) -> Log | None:
    """The log; None where something is wrong with it."""
    try:
        log = record(engine, one.columns(engine))
    except UnreadableError as error:
        # A row that can't be read explains better than what follows from its lack.
        reading.problems.extend(list(one.after(engine)) or [error.problem])
        return None
    reading.problems.extend(one.after(engine))
    return None if reading.problems else log
