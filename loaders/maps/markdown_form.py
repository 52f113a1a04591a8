"""Journeys in Markdown: stages and steps under headings, lanes as headings, labels or tables. See docs/journey-maps.md.

`v1.md` and `v2.md` in one folder are versions of one journey: the newer one revises the one before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Raw, Reading
from loaders.maps.meaning import tell, uses_of
from loaders.maps.outline import Outline, outline_of
from loaders.maps.revisions import Version, version_of
from loaders.maps.stage import Report
from loaders.markdown import MAX_BYTES, is_of_persona, sections
from loaders.sample import Sample
from loaders.telling import Telling, dataset_named, refused, short_slug, told_text
from loaders.wishes import Wishes

NAME = "journey-markdown"
SUFFIXES = (".md", ".markdown", ".mdx")


def recognises(sample: Sample) -> str | None:
    """Markdown in which stages or steps have lanes of a journey map."""
    if sample.suffix not in SUFFIXES or sample.text is None or is_of_persona(sample.text):
        return None
    outline = outline_of(sections(sample.text.replace("\r\n", "\n")), Place(sample.name), Report())
    return f"its stages have lanes of a journey map: {', '.join(sorted(outline.lanes))}" if outline else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    place = Place(sample.name)
    report = Report()
    told = _Told.read(sample, report)
    if isinstance(told, Problem):
        return refused(sample, wishes, told)
    outline = told.outline
    chart = outline.chart
    dataset = dataset_named(sample, wishes, chart.key, chart.name)
    dataset = dataset.model_copy(update={"name": chart.name or dataset.name})
    if outline.unread:
        report.note(f"{sample.name}: not read, for they are no part of the journey: {', '.join(outline.unread)}.")
    report.uses[:0] = uses_of([chart])
    unknown = sorted({saying.label for saying in chart.sayings() if saying.lane is None and saying.label != "Branch"})
    if unknown:
        report.note(f"{sample.name}: not known, and kept in descriptions: {', '.join(unknown)}.")
    entries = _entries(told, _older(sample, told.version), dataset, report)
    return Reading(dataset, place, entries, report.problems, report.notes, report.uses)


@dataclass
class _Told:
    """What a file tells, and which version it is."""

    outline: Outline
    version: Version

    @classmethod
    def read(cls, sample: Sample, report: Report) -> "_Told | Problem":
        """Read a file; a problem where it tells of no journey."""
        text = told_text(sample, MAX_BYTES)
        if isinstance(text, Problem):
            return text
        place = Place(sample.name)
        outline = outline_of(sections(text), place, report)
        if outline is None:
            return Problem(place, "There is no journey in it.", "Put lanes such as pain points under stages or steps.")
        version = version_of(Path(sample.name).stem)
        chart = outline.chart
        key = chart.key or short_slug(chart.name) or short_slug(Path(sample.name).stem) or "journey"
        chart.name = chart.name or Path(sample.name).stem
        chart.key = f"{key}-v{version.number}" if version.number else key
        chart.name = f"{chart.name} (v{version.number})" if version.number else chart.name
        return cls(outline, version)


def _older(sample: Sample, version: Version) -> Sample | None:
    """The version before, where it lies in the same folder."""
    found: list[tuple[int, Path]] = []
    for path in sample.path.parent.iterdir() if version.number else ():
        other = version_of(path.stem)
        alike = path.suffix.lower() in SUFFIXES and slug(other.base) == slug(version.base)
        if alike and 0 < other.number < version.number and path.is_file() and not path.is_symlink():
            found.append((other.number, path))
    if not found:
        return None
    path = max(found)[1]
    return Sample(path, f"{sample.name.rpartition('/')[0]}/{path.name}".lstrip("/"))


def _entries(told: _Told, older: Sample | None, dataset: Dataset, report: Report) -> Iterator[Entry]:
    telling = Telling(dataset.key)
    chart = told.outline.chart
    source: dict[str, Raw] = {"name": f"Journey map: {dataset.name}", "method": "journey map"}
    yield telling.entry("sources", chart.place, key=dataset.key, published=told.outline.published, **source)
    yield from tell(chart, telling, report)
    before = _Told.read(older, Report()) if older else None
    if isinstance(before, _Told):
        yield from _revising(before, chart.key, chart.place, telling, report)


def _revising(before: _Told, key: str, place: Place, telling: Telling, report: Report) -> Iterator[Entry]:
    """That the journey and its steps revise those of the version before, which is described as far as it is named."""
    old = Report()
    told = list(tell(before.outline.chart, Telling(telling.source), old))
    steps, older = report.steps.get(key, {}), old.steps.get(before.outline.chart.key, {})
    kept = {name: step for name, step in older.items() if name in steps}
    named = {before.outline.chart.key, *kept.values(), *(step.rpartition("/")[0] for step in kept.values())}
    for entry in told:
        if entry.collection in ("journeys", "stages", "steps") and entry.fields["key"] in named:
            yield telling.entry(entry.collection, place, key=entry.fields["key"], name=entry.fields["name"])
    yield from telling.relation("revises", place, f"journey:{key}", f"journey:{before.outline.chart.key}")
    for name, step in kept.items():
        yield from telling.relation("revises", place, f"step:{steps[name]}", f"step:{step}")
