"""Looks through an export for what a mapping has to say of it: questions, times, statuses, and what it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.mapping.values import read_time
from loaders.personal import personal_columns
from loaders.surveys.profile import Profile, profiles
from loaders.surveys.questions import ASSUMED, Question, asked, is_grouping, options_of, question_as, question_of
from loaders.surveys.tools import GROUPED, WRITTEN, Role, Tool, fold
from loaders.tables.opening import Table
from loaders.text import UnreadableError
from loaders.values import shown

_ALONE = ("", "response", "open-ended response")
"""What SurveyMonkey writes below a question that has one column."""
_NPS_GROUP = "_nps_group"
_UNSENT = ("not sent", "bounce", "failed", "undeliver", "blocked", "suppress", "unsubscribed")
_TYPES = ("nps", "csat", "ces")
_MAIL = ("says e-mail address", "look like e-mail addresses")
_UTC = "UTC"


@dataclass
class Search:
    """Goes through the columns of an export."""

    tool: Tool
    name: str
    table: Table
    rows: Sequence[Sequence[str]]
    dropped: dict[str, str] = field(default_factory=dict[str, str])
    notes: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self._unfit: dict[str, list[str]] = {}
        self.profiles = profiles(self.table.columns, (row for _, row in self.table.rows([])))
        self.heads = dict(zip(self.profiles, self._heads(), strict=True))
        self.personal = self._personal()
        self.roles = {name: self._role(name) for name in self.profiles}

    def document(self) -> dict[str, Any]:
        """The mapping, as YAML has it."""
        tool, layout = self.tool, self.tool.layout
        questions = [question for found in self._questions() for question in self._by_type(found)]
        if not questions:
            found = "None of its columns has answers that can be read."
            raise UnreadableError(Problem(Place(self.name), found, "Say in a mapping what its columns are."))
        self.notes += [f"{self.name}: left out, as {why}: {', '.join(names)}." for why, names in self._unfit.items()]
        about, channel, records = self._places()
        received = self._received()
        survey: dict[str, Any] = {
            "about": about,
            "channel": channel,
            "respondent": self._respondent(),
            "received": received,
            "status": self._status(),
            "invited": self._invited(),
            "instrument": tool.instrument,
            "questions": questions,
        }
        head = {"rows": layout.head, "names": list(layout.names), "labels": layout.labels}
        document: dict[str, Any] = {
            "mapping": tool.name,
            "about": f"{tool.about}, found out from {self.name}",
            "table": {"sheet": self.table.sheet or None, "head": head if layout.head > 1 else None},
            "source": {"method": "survey", "published": self._last(received)},
            "where": self._where(),
            "records": records,
            "survey": survey,
        }
        return _said(document)

    def _heads(self) -> Iterator[tuple[str, str]]:
        """The question of each column, and the option of it that the column is for."""
        options = self.tool.options_in_head and len(self.rows) > 1
        question = ""
        for index, column in enumerate(self.table.columns):
            if not options:
                yield self.tool.titles.get(fold(column.name), (column.label or column.name, ""))
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
        where = {one.column.name: {"not": list(self.tool.ignored)} for one in self._with(Role.SORT)}
        for one in self._with(Role.DELIVERY):
            unsent = [answer for answer in one.counts if fold(answer).startswith(_UNSENT)]
            where |= {one.column.name: {"not": unsent}} if unsent else {}
        return where

    def _invited(self) -> str | None:
        """Everybody who was asked has a row, where some rows have no answer."""
        asked_all = [one for one in self._with(Role.DELIVERY) if one.filled > self._most(Role.RECEIVED)]
        return "rows" if asked_all else None

    def _most(self, role: Role) -> int:
        return max((one.filled for one in self._with(role)), default=0)

    def _places(self) -> tuple[str | None, str | None, dict[str, Any]]:
        """What answers are about and through which channel they came, with the records of both."""
        records: dict[str, Any] = {}
        about = channel = None
        whole = max((one.filled for one in self.profiles.values()), default=0)
        for role, model in ((Role.STAGE, True), (Role.BRAND, False), (Role.CHANNEL, False)):
            one = next(self._with(role), None)
            if one is None or set("{}") & set(one.column.name):
                continue
            column = f"{{{one.column.name}}}"
            if role is Role.CHANNEL:
                channel, records["channels"] = column, {"key": column, "name": column}
            elif one.filled < whole or not all(map(slug, one.distinct)):
                self.dropped[one.column.name] = "it is not given in every row, so that it can't say what a row is about"
            elif model:
                about = f"phase:{{@dataset}}/{column}"
                records["lifecycle_models"] = {"key": "{@dataset}", "name": "Stages in {@file}"}
                records["phases"] = {"key": f"{{@dataset}}/{column}", "name": column}
            elif about is None:
                about, records["brands"] = f"brand:{column}", {"key": column, "name": column}
        return about, channel, records

    def _last(self, received: dict[str, Any] | None) -> str | None:
        """The last day of field work."""
        if received is None:
            return None
        times = (row.get(received["column"]) for _, row in self.table.rows([]))
        days = [_date(received["time"], text) for text in times if text]
        known = [day for day in days if day]
        return max(known).isoformat() if known else None

    def _by_type(self, question: Question) -> Iterator[Question]:
        """A score once for each type of survey that rows are of, where they say so."""
        one = next(self._with(Role.TYPE), None)
        if one is None or question["answer"] != "rating" or one.many:
            yield question
            return
        rows = (row for _, row in self.table.rows([]))
        of = {kind: Profile(self.profiles[question["column"]].column) for kind in one.counts}
        for row in rows:
            if (kind := row.get(one.column.name)) and (text := row.get(question["column"])):
                of[kind].add(text)
        for kind, profile in of.items():
            found = question_as(fold(kind) if fold(kind) in _TYPES else "rating", profile)
            if isinstance(found, str):
                self._unfit.setdefault(found, []).append(f"{question['column']} of {kind}")
                continue
            found.pop(ASSUMED, False)
            key = {"key": slug(kind)} if slug(kind) else {}
            yield {"column": question["column"], **found, **key, "where": {one.column.name: kind}}

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
        answer = self.tool.asks.get(fold(name))
        profile = self.profiles[name]
        found = question_as(answer, profile) if answer else question_of(profile, words, self.tool.splits, is_nps=is_nps)
        if isinstance(found, str):
            self.dropped[name] = found
            if answer and profile.filled:
                self._unfit.setdefault(found, []).append(name)
            return
        if found.pop(ASSUMED, False):
            low, high = found["scale"]
            self.notes.append(
                f"{self.name}: the answers to {shown(words)} are taken to be on a scale from {low} to {high}, of which "
                "not all was used; `scale` in a mapping names another."
            )
        column = profile.column
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


def _date(form: str, text: str) -> date | None:
    try:
        return read_time(text, (form,), _UTC).date()
    except ValueError:
        return None


def _day(form: str, texts: Sequence[str]) -> tuple[object, ...]:
    return tuple(read_time(text, (form,), _UTC).date() for text in texts)
