"""Reads survey exports: what is found out of the questions is written as a mapping, and the table is read by that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import yaml

from graph_schema.problems import Place, ProblemsError
from loaders.entries import Reading, Use
from loaders.manifest import UNKNOWN
from loaders.mapping.file import MappingFile, read_mapping
from loaders.mapping.form import read_by
from loaders.mapping.model import Mapping as MappingModel
from loaders.mapping.presets import beside, presets, recognises_by
from loaders.sample import Sample
from loaders.surveys.search import Search
from loaders.surveys.tools import SURVEY, TOOLS, Tool, first_rows
from loaders.tables.opening import tables
from loaders.text import UnreadableError
from loaders.wishes import Wishes
from loaders.yaml_reader import parse_mapping


def recognises(tool: Tool, sample: Sample) -> str | None:
    """Why a table is an export of a tool."""
    rows = first_rows(sample)
    return tool.fits(rows) if rows else None


def read(tool: Tool, sample: Sample, wishes: Wishes) -> Reading:
    """Read an export by the mapping that is found out for it."""
    try:
        found = found_out(tool, sample)
    except UnreadableError as error:
        return Reading(UNKNOWN, Place(sample.name), iter(()), [error.problem])
    reading = read_by(found.file, sample, wishes)
    reading.notes.extend(found.notes)
    return replace(reading, uses=[_with_reason(use, found.dropped) for use in reading.uses])


def survey_of(sample: Sample) -> MappingFile | None:
    """The mapping by which a table is read as a survey: the one beside it, a preset's, or one that is found out."""
    try:
        if beside(sample.path).is_file():
            file = read_mapping(beside(sample.path), beside(sample.path).name)
            return file if file.mapping.survey else None
        for tool in TOOLS:
            if recognises(tool, sample):
                return found_out(tool, sample).file
        for file in presets():
            if file.mapping.survey and recognises_by(file, sample):
                return file
        return found_out(SURVEY, sample).file if recognises(SURVEY, sample) else None
    except (UnreadableError, ProblemsError):
        return None


def _with_reason(use: Use, dropped: Mapping[str, str]) -> Use:
    """How a column is used, with the reason where it isn't; what is personal is not shown."""
    if use.becomes or use.field not in dropped:
        return use
    reason = dropped[use.field]
    return replace(use, dropped=reason, example="" if reason.startswith("personal data") else use.example)


def mapping_text(tool: Tool, sample: Sample) -> str:
    """The mapping for an export, to be edited. Raises UnreadableError where it is no table."""
    head = f"# Found out from {sample.name}: look at every question; load by it with --mapping."
    return f"{head}\n{found_out(tool, sample).text}"


@dataclass(frozen=True)
class FoundOut:
    """The mapping for an export, as a file would have it."""

    file: MappingFile
    text: str
    dropped: Mapping[str, str]
    """Why columns are left out, by their names."""
    notes: Sequence[str]


@lru_cache(maxsize=16)
def found_out(tool: Tool, sample: Sample) -> FoundOut:
    """Look through an export, and write the mapping for it. Raises UnreadableError where it is no table."""
    table, *others = tables(sample, tool.layout)
    search = Search(tool, sample.name, table, first_rows(sample))
    document = search.document()
    text = yaml.dump(document, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)
    name = f"the mapping found out for {sample.name}"
    file = MappingFile(MappingModel.model_validate(document), sample.path, name, parse_mapping(text, name))
    beside = [f"{sample.name}: only {table.sheet} is read, not {', '.join(each.sheet for each in others)}."]
    return FoundOut(file, text, search.dropped, [*search.notes, *(beside if others else [])])


class _Plain(yaml.SafeDumper):
    """Writes everything out where it stands, for mapping files have no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True
