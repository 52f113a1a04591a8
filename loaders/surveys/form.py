"""Reads survey exports: what is found out of the questions is written as a mapping, and the table is read by that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

import yaml

from graph_schema.problems import Place, ProblemsError
from loaders.entries import Reading, Use
from loaders.manifest import UNKNOWN
from loaders.mapping.file import MappingFile, read_mapping
from loaders.mapping.form import read_by
from loaders.mapping.model import Mapping as MappingModel
from loaders.mapping.presets import beside, presets, recognises_by
from loaders.mapping.values import read_time
from loaders.personal import personal_columns
from loaders.sample import Sample
from loaders.surveys.profile import Profile, profiles
from loaders.surveys.questions import Question, asked, is_grouping, options_of, question_of
from loaders.surveys.tools import GROUPED, SURVEY, TOOLS, WRITTEN, Role, Tool, first_rows, fold
from loaders.tables.opening import Table, tables
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes
from loaders.yaml_reader import parse_yaml

_ALONE = ("", "response", "open-ended response")
"""What SurveyMonkey writes below a question that has one column."""
_NPS_GROUP = "_nps_group"
_MAIL = ("says e-mail address", "look like e-mail addresses")
_UTC = "UTC"


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
    table = tables(sample, tool.layout)[0]
    search = _Search(tool, sample.name, table, first_rows(sample))
    document = search.document()
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    name = f"the mapping found out for {sample.name}"
    file = MappingFile(MappingModel.model_validate(document), sample.path, name, parse_yaml(text, name))
    return FoundOut(file, text, search.dropped, search.notes)


@dataclass
class _Search:
    """Goes through the columns of an export."""

    tool: Tool
    name: str
    table: Table
    rows: Sequence[Sequence[str]]
    dropped: dict[str, str] = field(default_factory=dict[str, str])
    notes: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.profiles = profiles(self.table.columns, (row for _, row in self.table.rows([])))
        self.heads = dict(zip(self.profiles, self._heads(), strict=True))
        self.personal = self._personal()
        self.roles = {name: self._role(name) for name in self.profiles}

    def document(self) -> dict[str, Any]:
        """The mapping, as YAML has it."""
        tool, layout = self.tool, self.tool.layout
        survey: dict[str, Any] = {
            "respondent": self._respondent(),
            "received": self._received(),
            "status": self._status(),
            "instrument": tool.instrument,
            "questions": list(self._questions()) or [{"column": next(iter(self.profiles), "?"), "answer": "text"}],
        }
        head = {"rows": layout.head, "names": list(layout.names), "labels": layout.labels}
        document: dict[str, Any] = {
            "mapping": tool.name,
            "about": f"{tool.about}, found out from {self.name}",
            "table": {"sheet": self.table.sheet or None, "head": head if layout.head > 1 else None},
            "source": {"method": "survey"},
            "where": self._where(),
            "survey": survey,
        }
        return _said(document)

    def _heads(self) -> Iterator[tuple[str, str]]:
        """The question of each column, and the option of it that the column is for."""
        options = self.tool.options_in_head and len(self.rows) > 1
        question = ""
        for index, column in enumerate(self.table.columns):
            if not options:
                yield column.label or column.name, ""
                continue
            question = self.rows[0][index] if index < len(self.rows[0]) and self.rows[0][index] else question
            option = self.rows[1][index] if index < len(self.rows[1]) else ""
            yield question or column.name, "" if fold(option) in _ALONE else option

    def _personal(self) -> dict[str, str]:
        by_name = personal_columns({name: one.first for name, one in self.profiles.items()})
        titles = {name: option or question for name, (question, option) in self.heads.items()}
        by_title = personal_columns({titles[name]: one.first for name, one in self.profiles.items()})
        return {name: by_title[title] for name, title in titles.items() if title in by_title} | by_name

    def _role(self, name: str) -> Role | str | None:
        if role := self.tool.role(name, self.heads[name][0]):
            return role
        grouping = fold(name).endswith(_NPS_GROUP) and is_grouping(self.profiles[name])
        return GROUPED if grouping else None

    def _with(self, role: Role) -> Iterator[Profile]:
        return (self.profiles[name] for name, held in self.roles.items() if held is role and self.profiles[name].filled)

    def _respondent(self) -> str | None:
        """What tells respondents apart: an e-mail address that all gave, for it is the same in other surveys; an id."""
        whole = max((one.filled for one in self.profiles.values()), default=0)
        for name, reason in self.personal.items():
            if reason.endswith(_MAIL) and self.profiles[name].filled == whole:
                return name
        return next((one.column.name for one in self._with(Role.RESPONDENT)), None)

    def _received(self) -> dict[str, Any] | None:
        for one in self._with(Role.RECEIVED):
            forms = [form for form in dict.fromkeys((*self.tool.dates, *WRITTEN)) if _reads(form, one.first)]
            if not forms:
                self.notes.append(
                    f"{self.name}: times as {shown(one.first[0])} in {one.column.name} are not read; say in a mapping "
                    "how they are written."
                )
                continue
            zone = None if _says_zone(forms[0], one.first) else self.tool.zone or _UTC
            if zone and not self.tool.zone:
                self.notes.append(f"{self.name}: the times say no zone and are read as {_UTC}; `zone` names another.")
            if len({_day(form, one.first) for form in forms}) > 1:
                self.notes.append(f"{self.name}: dates as {shown(one.first[0])} are read as month, day, year.")
            return {"column": one.column.name, "time": forms[0], "zone": zone}
        return None

    def _status(self) -> dict[str, Any] | None:
        for one in self._with(Role.STATUS):
            words = {
                sort: [answer for answer in one.counts if fold(answer) in map(fold, known)]
                for sort, known in self._statuses.items()
            }
            known = [answer for answers in words.values() for answer in answers]
            if one.many or set(known) != one.counts.keys() or not words["complete"]:
                self.dropped[one.column.name] = "its words for complete and partial are not known"
                self.notes.append(
                    f"{self.name}: the words of {one.column.name} for complete and partial responses are not known, so "
                    "all count as complete; say in a mapping what they mean."
                )
                continue
            return {"column": one.column.name, **words}
        return None

    @property
    def _statuses(self) -> dict[str, tuple[str, ...]]:
        sorts = any(True for _ in self._with(Role.SORT))
        ignored = () if sorts else self.tool.ignored
        return {"complete": self.tool.complete, "partial": self.tool.partial, "ignored": ignored}

    def _where(self) -> dict[str, Any]:
        return {one.column.name: {"not": list(self.tool.ignored)} for one in self._with(Role.SORT)}

    def _questions(self) -> Iterator[Question]:
        names = [name for name in self.profiles if self._is_asked(name)]
        for _, group in groupby(names, key=self._group):
            yield from self._of_group(list(group))

    def _is_asked(self, name: str) -> bool:
        role = self.roles[name]
        if name in self.personal:
            self.dropped[name] = f"personal data: {self.personal[name]}"
        elif isinstance(role, str) and not isinstance(role, Role):
            self.dropped[name] = role
        return role is None and name not in self.personal

    def _group(self, name: str) -> str:
        """What columns have in common that may be the options of one question."""
        question, option = self.heads[name]
        if option:
            return f"{question}\0"
        own = set(map(fold, self.profiles[name].counts)) == {fold(question)}
        return "\0" if own else name

    def _of_group(self, names: list[str]) -> Iterator[Question]:
        group = [self.profiles[name] for name in names]
        labels = [self.heads[name][1] or self.heads[name][0] for name in names]
        options = [one for one, label in zip(group, labels, strict=True) if set(map(fold, one.counts)) <= {fold(label)}]
        found = options_of(group, labels) if len(group) > 1 else None
        question = self.heads[names[0]][0] if self.heads[names[0]][1] else f"Which of: {', '.join(labels)}"
        if found is not None:
            yield self._options(found, names, labels, question)
            return
        if len(options) > 1 and self.tool.options_in_head:
            kept = [one.column.name for one in options]
            yield self._options({"answer": "choices"}, kept, kept, question)
            names = [name for name in names if name not in kept]
        for name in names:
            yield from self._alone(name)

    def _options(self, found: Question, names: list[str], labels: list[str], question: str) -> Question:
        said = {"words": dict(zip(names, labels, strict=True))} if "marks" in found and names != labels else {}
        return {"columns": names, **found, "ask": asked(question), **said}

    def _alone(self, name: str) -> Iterator[Question]:
        question, option = self.heads[name]
        words = asked(f"{question}: {option}" if option else question)
        is_nps = any(fold(other) == f"{fold(name)}{_NPS_GROUP}" for other in self.profiles)
        found = question_of(self.profiles[name], words, self.tool.splits, is_nps=is_nps)
        if isinstance(found, str):
            self.dropped[name] = found
            return
        column = self.profiles[name].column
        yield {"column": name, **found, **({} if words == (column.label or column.name) else {"ask": words})}


def _said(value: Any) -> Any:
    """A part of a mapping without what says nothing."""
    if isinstance(value, dict):
        return {name: said for name, inner in value.items() if (said := _said(inner)) not in (None, {}, [])}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value


def _reads(form: str, texts: Sequence[str]) -> bool:
    try:
        return all(read_time(text, (form,), _UTC) for text in texts)
    except ValueError:
        return False


def _says_zone(form: str, texts: Sequence[str]) -> bool:
    try:
        return all(read_time(text, (form,), None) for text in texts)
    except ValueError:
        return False


def _day(form: str, texts: Sequence[str]) -> tuple[object, ...]:
    return tuple(read_time(text, (form,), _UTC).date() for text in texts)
