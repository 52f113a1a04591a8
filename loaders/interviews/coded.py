"""Finds the answers that a coding table speaks of: in which survey of its folder, and to which question of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.problems import Place
from loaders.entries import Entry
from loaders.mapping.file import MappingFile
from loaders.mapping.form import read_by
from loaders.mapping.survey_model import Answer, SurveySpec
from loaders.mapping.text import template
from loaders.sample import Sample
from loaders.surveys.form import survey_of
from loaders.tables.opening import packing, tables
from loaders.text import UnreadableError, printable
from loaders.wishes import Wishes

MAX_FILES = 50
"""So many files of a folder are looked at."""
_FITS, _APART = 0.5, 0.05
"""So much of all answers must be coded, and so much more than of any other question's, to be sure which one it was."""
_FOUND = 0.98
"""So many of the ids must be of somebody who answered the question."""


@dataclass(frozen=True)
class Coded:
    """The answers that were coded."""

    quotes: Mapping[str, str]
    """The keys of their quotes, by the ids of the coding table."""
    question: str
    survey: str
    about: str | None
    """What the survey is about, where it is about one thing."""
    entries: Sequence[Entry]
    """The quotes and what they belong to, so that the coding stands by itself."""
    notes: Sequence[str]


@dataclass(frozen=True)
class _Fit:
    """How well ids fit the answers to a question: the share of those who answered or have an id that has both."""

    share: float
    column: str
    places: Mapping[str, Place]
    """Where the answers stand, by id."""
    by: str


def find_answers(sample: Sample, ids: Sequence[str], wishes: Wishes) -> Coded | None:
    """The answers that have these ids, in the one survey of the folder and to the one question of it that they fit."""
    if not ids:
        return None
    folder = sorted(path for path in sample.path.parent.iterdir() if path.is_file() and path != sample.path)
    for path in folder[:MAX_FILES]:
        other = Sample(path, f"{sample.name.rpartition('/')[0]}/{printable(path.name)}".lstrip("/"))
        file = survey_of(other) if packing(other) else None
        if file is None or file.mapping.survey is None:
            continue
        try:
            fit = _fit(file.mapping.survey, file, other, ids)
        except UnreadableError:
            continue
        if fit is not None:
            return _coded(file, file.mapping.survey, other, fit, ids, replace(wishes, dataset=None))
    return None


def _fit(survey: SurveySpec, file: MappingFile, sample: Sample, ids: Sequence[str]) -> _Fit | None:
    """The question whose answers the ids fit, if there is one alone."""
    asked = {q.column for q in survey.questions if q.column and q.answer is Answer.TEXT}
    respondent = survey.respondent if isinstance(survey.respondent, str) else None
    filled: dict[str, dict[str, dict[str, Place]]] = {by: {name: {} for name in asked} for by in ("row", "row0", "id")}
    table = tables(sample, file.mapping.table.layout())[0]
    for number, (place, row) in enumerate(table.rows([]), 1):
        names = {"row": str(number), "row0": str(number - 1), "id": row.get(respondent or "", "")}
        for column in asked & row.keys():
            for by, own in names.items():
                filled[by][column][own] = place
    wanted = set(ids)
    fits = [
        _Fit(len(wanted & places.keys()) / len(wanted | places.keys()), column, places, by)
        for by, columns in filled.items()
        for column, places in columns.items()
        if len(wanted & places.keys()) >= _FOUND * len(wanted)
    ]
    fits.sort(key=lambda fit: -fit.share)
    sure = fits and fits[0].share >= _FITS and (len(fits) == 1 or fits[0].share - fits[1].share >= _APART)
    return fits[0] if sure else None


def _coded(
    file: MappingFile, survey: SurveySpec, sample: Sample, fit: _Fit, ids: Sequence[str], wishes: Wishes
) -> Coded:
    reading = read_by(file, sample, wishes)
    own_ids = {fit.places[own]: own for own in ids if own in fit.places}
    entries: list[Entry] = []
    quotes: dict[str, str] = {}
    for entry in _needed(reading.entries, fit.column):
        if entry.collection == "quotes":
            own = own_ids.get(entry.place)
            if own is None:
                continue
            quotes[own] = str(entry.fields["key"])
        entries.append(entry)
    key = survey.key or reading.dataset.key
    about = f"touchpoint:{key}"
    if survey.about is not None:
        constant = isinstance(survey.about, str) and template(survey.about).is_constant
        about = str(survey.about) if constant else None
    how = {"row": "by their rows", "row0": "by their rows, from 0", "id": "by their ids"}[fit.by]
    note = f"{sample.name} has the answers that were coded, found {how}: {fit.column}"
    return Coded(quotes, fit.column, key, about, entries, [f"{note} ({len(quotes):,} quotes)."])


def _needed(entries: Iterator[Entry], column: str) -> Iterator[Entry]:
    """The quotes from a column, and the source, survey and touchpoint that they belong to."""
    for entry in entries:
        locator = entry.fields.get("locator")
        is_asked = isinstance(locator, str) and locator.endswith(f", {column}")
        if entry.collection in ("sources", "surveys", "touchpoints") or (entry.collection == "quotes" and is_asked):
            yield entry
