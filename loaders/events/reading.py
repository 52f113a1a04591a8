"""From a log in a file to its entries: read, counted, told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Raw, Reading, Use
from loaders.events.becoming import Becoming, Told, kept_segments
from loaders.events.counting import count
from loaders.events.engine import Engine
from loaders.events.funnels import PURCHASE, Funnel, aims, pass_through
from loaders.events.log import Columns, Log, activities, record
from loaders.events.telling import Telling, dataset_of
from loaders.events.times import day_of
from loaders.events.ways import follow
from loaders.manifest import UNKNOWN
from loaders.sample import Sample
from loaders.text import UnreadableError
from loaders.wishes import Wishes

IN_MAPPING = "Name the columns in a mapping, under `events`."


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
    source: str = ""
    """What its source is called, where somebody says so."""
    zone: str = "UTC"
    """Of times that don't say theirs."""
    aims: tuple[str, ...] = ()
    """The activities that customers are after, where somebody says so."""
    funnel: Funnel = PURCHASE


@dataclass(frozen=True)
class Slice:
    """A log, or the part of one that is counted by itself, which then is that `of` something."""

    columns: Columns
    of: str = ""
    otherwise: Callable[[], Columns | None] = lambda: None
    """Another way to read it, where this one fails."""


Slices = Callable[[Engine], Iterable[Slice]]
Rejected = Callable[[Engine], Iterable[Problem]]


def log_reading(
    sample: Sample,
    wishes: Wishes,
    kind: Kind,
    uses: list[Use],
    slices: Slices,
    rejected: Rejected = lambda _: (),
    dataset: Dataset | None = None,
) -> Reading:
    """A log as a reading: its events are counted when the entries are asked for.

    `rejected` are the rows that could not be read, as only shows when all was.
    """
    place, problems, notes = Place(sample.name), list[Problem](), list[str]()
    telling = Telling("", place, kind.instrument)
    dataset = dataset or dataset_of(sample, wishes, place, problems, kind.title)

    def entries() -> Iterator[Entry]:
        with Engine(place, sample.path, wishes.progress, kind.zone) as engine:
            try:
                for one in slices(engine):
                    yield from _sliced(engine, one)
                    problems.extend(rejected(engine))
            except UnreadableError as error:
                # A row that can't be read explains better than what follows from its lack.
                problems.extend(list(rejected(engine)) or [error.problem])

    def _sliced(engine: Engine, one: Slice) -> Iterator[Entry]:
        key = f"{dataset.key}-{slug(one.of)}" if one.of else dataset.key
        name = f"{dataset.name}, {one.of}" if one.of else dataset.name
        with engine.apart():
            log = _recorded(engine, one)
            told = _counted(engine, log, key, name, kind)
        notes.extend(f"{place}: {note}" for note in log.notes)
        yield from _told(told, log, kind, telling, notes)

    return Reading(dataset, place, entries(), problems, notes, uses)


def _recorded(engine: Engine, one: Slice) -> Log:
    try:
        return record(engine, one.columns)
    except UnreadableError:
        columns = one.otherwise()
        if columns is None:
            raise
    return record(engine, columns)


def _counted(engine: Engine, log: Log, key: str, name: str, kind: Kind) -> Told:
    known = activities(engine)
    after = tuple(name for name in known if name in kind.aims) if kind.aims else aims(kind.funnel, known)
    counted = count(engine, log, after)
    return Told(
        journey=key,
        name=name,
        counted=counted,
        ways=follow(engine, log, kept_segments(counted)),
        funnel=kind.funnel,
        reached=tuple(pass_through(engine, log, kind.funnel, known)),
        people=kind.people or log.persons,
    )


def _told(told: Told, log: Log, kind: Kind, telling: Telling, notes: list[str]) -> Iterator[Entry]:
    begins, ends = (None if at is None else day_of(at) for at in (told.counted.begins, told.counted.ends))
    telling = telling.by(told.journey, begins, ends)
    name = kind.source or f"{kind.method[:1].upper()}{kind.method[1:]}: {told.name}"
    about = f"{log.events:,} events of {told.counted.whole.cases:,} cases. No single event or case is kept."
    published = ends and ends.isoformat()
    said: dict[str, Raw] = {"method": kind.method, "published": published, "description": about}
    yield from telling.describe("sources", told.journey, name, **said)
    yield from Becoming(told, telling, notes).entries()


def refused(sample: Sample, found: str, right: str = "Load it without --as.") -> Reading:
    """A file that is none of the form that it is read as."""
    return Reading(UNKNOWN, Place(sample.name), iter(()), [Problem(Place(sample.name), found, right)])
