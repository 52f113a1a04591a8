"""Says what a file is taken for and what it would become, without a database."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from graph_schema.errors import UsageError
from graph_schema.problems import Problem
from graph_schema.registry import Registry
from graph_store.staging import Staging
from loaders.discovery import Found, discover
from loaders.entries import Entry, Use
from loaders.form import UNKNOWN, Recognised
from loaders.forms import BY_MAPPING
from loaders.mapping.draft import draft, uses_of
from loaders.mapping.presets import beside, presets
from loaders.normalise import Normaliser
from loaders.sample import Sample
from loaders.tables.opening import packing, peek, tables
from loaders.text import UnreadableError, printable
from loaders.wishes import Wishes

MAX_PROBLEMS = 1_000


@dataclass(frozen=True)
class Inspection:
    """What one file or folder is taken for, and what it would become."""

    name: str
    form: str
    why: str
    dataset: str = ""
    uses: list[Use] = field(default_factory=list[Use])
    becomes: dict[str, int] = field(default_factory=dict[str, int])
    """How many records of each collection."""
    notes: list[str] = field(default_factory=list[str])
    problems: list[Problem] = field(default_factory=list[Problem])

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return asdict(self)


def inspect(path: Path, registry: Registry, wishes: Wishes) -> tuple[list[Inspection], Found]:
    """What is at a path, read and validated as a load would. Raises UsageError where there is nothing to load."""
    sample = Sample(path, printable(path.name or path.resolve().name))
    if wishes.form is None and wishes.mapping is None and path.is_file():
        found = discover_or_table(path, sample, wishes)
        if found is None:
            return [_table(sample)], Found()
    else:
        found = discover([path], wishes)
    return [_inspected(item, registry, wishes) for item in found.items], found


def discover_or_table(path: Path, sample: Sample, wishes: Wishes) -> Found | None:
    """What there is to load, or None for a table that no form recognises."""
    try:
        return discover([path], wishes)
    except UsageError:
        if packing(sample) is None:
            raise
        return None


def _table(sample: Sample) -> Inspection:
    """A table of which nobody has said what its columns mean."""
    why = "no form knows its columns; --mapping OUT.yaml writes a draft of a mapping"
    try:
        tables(sample)
    except UnreadableError as error:
        return Inspection(sample.name, UNKNOWN, why, problems=[error.problem])
    return Inspection(sample.name, UNKNOWN, why, uses=uses_of(peek(sample)))


def _inspected(item: Recognised, registry: Registry, wishes: Wishes) -> Inspection:
    reading = item.form.read(item.sample, wishes)
    counts: Counter[str] = Counter()
    with Staging(registry) as staging:
        staging.add_dataset(reading.dataset, reading.place)
        Normaliser(staging, reading.dataset.key).stage(_counted(reading.entries, counts))
        problems = sorted({*reading.problems, *staging.problems})[:MAX_PROBLEMS]
    return Inspection(
        item.sample.name,
        item.form.name,
        item.why,
        reading.dataset.key,
        list(reading.uses),
        dict(counts.most_common()),
        list(reading.notes),
        problems,
    )


def _counted(entries: Iterable[Entry], counts: Counter[str]) -> Iterator[Entry]:
    for entry in entries:
        counts[entry.collection] += 1
        yield entry


def mapping_for(path: Path, wishes: Wishes) -> str:
    """The text of a mapping to edit: the preset's that knows the file, the one beside it, else a draft.

    Raises UsageError for what is no table.
    """
    sample = Sample(path, printable(path.name))
    if not path.exists():
        raise UsageError(f"There is nothing at {printable(str(path))}.", "Check the path.")
    if packing(sample) is None:
        raise UsageError(f"{sample.name} is no table.", "Only tables are loaded by a mapping.")
    found = discover_or_table(path, sample, wishes)
    if found is not None and found.items:
        form = found.items[0].form
        if form.name == BY_MAPPING.name:
            return (wishes.mapping or beside(path)).read_text("utf-8")
        if form.mapping is not None:
            return form.mapping(sample)
        for preset in presets():
            if preset.mapping.mapping == form.name:
                about = f"# A copy of the preset {form.name}, to be changed; load by it with --mapping."
                return f"{about}\n{preset.path.read_text('utf-8')}"
        raise UsageError(f"{sample.name} is read as {form.name}, which takes no mapping.", "Load it as it is.")
    return draft(sample)
