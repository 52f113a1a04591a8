"""TheyDo: insights, opportunities, solutions, metrics, survey and feedback responses as JSON (docs/vendors.md)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import ValidationError

from graph_schema.keys import check_key, slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Defaults, Entry, Reading, Use
from loaders.mapping.base import Value
from loaders.mapping.rows import RowCells
from loaders.mapping.survey import SurveyMaker
from loaders.mapping.survey_model import Answer, QuestionSpec, SurveySpec
from loaders.mapping.values import number_text
from loaders.personal import Masker, personal_columns
from loaders.sample import Sample
from loaders.tables.head import Column
from loaders.telling import Telling, titled
from loaders.text import read_text
from loaders.values import shown
from loaders.vendors.theydo_metrics import metric_entries
from loaders.vendors.theydo_model import (
    FILE,
    FORMATS,
    FieldSpec,
    FieldType,
    InsightsFile,
    Item,
    MetricsFile,
    OpportunitiesFile,
    ResponsesFile,
    TheyDoFile,
    Thing,
)
from loaders.wishes import Wishes

NAME = "theydo"
MAX_BYTES = 64 * 1024 * 1024
MAX_PROBLEMS = 1_000
_FORMAT = re.compile(rf"\"format\"\s*:\s*\"(?:{'|'.join(FORMATS)})\"")
_RIGHT = "Export it again, or correct it after TheyDo's schemas."
_SAMPLE = 200


def recognises(sample: Sample) -> str | None:
    """A JSON file that says which of TheyDo's formats it is of."""
    if sample.text is None or not sample.text.lstrip().startswith("{"):
        return None
    found = _FORMAT.search(sample.text)
    return f"it says {found[0]}" if found else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    place = Place(sample.name)
    problems: list[Problem] = []
    file = _parse(sample, place, problems)
    key = wishes.dataset or (slug(file.metadata.id) if isinstance(file, ResponsesFile) else "")
    stem = sample.path.name.partition(".")[0]
    dataset = _dataset(key or slug(stem) or NAME, file, stem, place, problems)
    if file is None or problems:
        return Reading(dataset, place, iter(()), problems)
    told = _Told(dataset, place, wishes, problems)
    if isinstance(file, ResponsesFile):
        return Reading(dataset, place, told.responses(file), problems, told.notes, _uses_of(file))
    if isinstance(file, MetricsFile):
        return Reading(dataset, place, told.metrics(file), problems, told.notes, _METRIC_USES)
    return Reading(dataset, place, told.things(file), problems, told.notes, _THING_USES)


def _parse(sample: Sample, place: Place, problems: list[Problem]) -> TheyDoFile | None:
    text = read_text(sample.path, sample.name, MAX_BYTES)
    if isinstance(text, Problem):
        problems.append(text)
        return None
    try:
        return FILE.validate_python(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        where = Place(place.file, error.lineno, f"column {error.colno}")
        problems.append(Problem(where, f"This is not JSON: {error.msg}.", _RIGHT))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        problems += [_problem(detail, place) for detail in details[:MAX_PROBLEMS]]
    return None


def _problem(detail: Any, place: Place) -> Problem:
    """What pydantic found, at its place in the file; the names of formats and types are no part of that."""
    steps = [step for step in detail["loc"] if isinstance(step, int) or not step.isupper()]
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    if detail["type"] == "missing":
        return Problem(Place(place.file, 0, where), "This is missing.", _RIGHT)
    message = detail["msg"].removeprefix("Input should be ").rstrip(".")
    given = f"{shown(str(detail['input']))} is not right: " if isinstance(detail["input"], str | int | float) else ""
    return Problem(Place(place.file, 0, where), f"{given}{message}.", _RIGHT)


def _dataset(key: str, file: TheyDoFile | None, stem: str, place: Place, problems: list[Problem]) -> Dataset:
    name = file.metadata.name if isinstance(file, ResponsesFile) else stem
    try:
        return Dataset(key=check_key(key), name=titled(name)[0] or key)
    except ValueError as error:
        problems.append(Problem(place, f"{str(error).partition(chr(10))[0]}.", "Name another with --dataset."))
        return Dataset(key=NAME, name=NAME)


@dataclass
class _Told:
    """Tells what a file becomes."""

    dataset: Dataset
    place: Place
    wishes: Wishes
    problems: list[Problem]
    notes: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.telling = Telling(self.dataset.key)
        self._keys: dict[tuple[str, str], str] = {}

    def things(self, file: TheyDoFile) -> Iterator[Entry]:
        """Insights, opportunities or solutions."""
        yield from self._source("TheyDo")
        if isinstance(file, InsightsFile):
            collection, things = "insights", file.insights
        elif isinstance(file, OpportunitiesFile):
            collection, things = "opportunities", file.opportunities
        else:
            assert not isinstance(file, MetricsFile | ResponsesFile)  # noqa: S101 - `read` sends those elsewhere
            collection, things = "solutions", file.solutions
        for index, thing in enumerate(things):
            place = Place(self.place.file, 0, f"{collection}[{index}]")
            if key := self._key(collection, thing, place):
                name, description = _described(thing)
                yield self.telling.entry(collection, place, key=key, name=name, description=description)

    def metrics(self, file: MetricsFile) -> Iterator[Entry]:
        """Metrics, and a reading for each data point."""
        yield from self._source("TheyDo")
        about = f"brand:{self.dataset.key}"
        company = f"The company of {self.dataset.name}"
        yield from self.telling.once("brands", self.place, self.dataset.key, name=company)
        self.notes.append(
            f"{self.place.file} doesn't say what its metrics are about, so {about} stands for that; "
            "`journeygraph merge` puts them to the brand that they are of."
        )
        for index, metric in enumerate(file.metrics):
            place = Place(self.place.file, 0, f"metrics[{index}]")
            if key := self._key("metrics", metric, place):
                yield from metric_entries(self.telling, metric, key, about, place)

    def responses(self, file: ResponsesFile) -> Iterator[Entry]:
        """A survey with its responses, made as those of tables are."""
        feedback = file.format.startswith("THEYDO_FEEDBACK")
        yield from self._source("feedback, from TheyDo" if feedback else "survey, from TheyDo")
        spec = self._survey(file)
        if spec is None:
            return
        persona = next((each for each in file.metadata.fields if each.field_type is FieldType.PERSONA), None)
        columns = [Column(each.field_id, each.field_name) for each in file.metadata.fields]
        masker = Masker()
        maker = SurveyMaker(
            spec,
            self.dataset.key,
            self.dataset.key,
            file.metadata.name,
            Defaults(self.dataset.key),
            # A response's id means somebody within its survey only.
            lambda text, _: self.wishes.pseudonym(text, self.dataset.key),
            lambda text, _: masker(text),
            columns,
            self.place,
            self.problems,
            self.notes,
            lambda ref: self.wishes.current(ref, self.dataset.key),
        )
        yield from maker.begin()
        for place, row in self._rows(file):
            if persona and (who := row.get(persona.field_id)) and slug(who):
                yield from self.telling.once("personas", place, slug(who), name=who)
            yield from maker.row(RowCells(row, place, {}))
        yield from maker.end()
        if masked := masker.note():
            self.notes.append(f"{self.place.file}: {masked}")

    def _survey(self, file: ResponsesFile) -> SurveySpec | None:
        personal = _personal(file)
        if personal:
            self.notes.append(f"{self.place.file}: personal data dropped: {', '.join(sorted(personal))}.")
        questions: list[QuestionSpec] = []
        among = None
        for each in file.metadata.fields:
            if each.field_type is FieldType.PERSONA:
                among = f"persona:{{{each.field_id}}}"
            elif each.field_type is not FieldType.IGNORE and each.field_name not in personal:
                answer = Answer.CHOICE if each.field_type is FieldType.TAG_GROUP else Answer.TEXT
                questions.append(QuestionSpec(column=each.field_id, answer=answer, ask=each.field_name))
        if not questions:
            self.problems.append(Problem(self.place, "The file declares no field to be read.", _RIGHT))
            return None
        return SurveySpec(
            respondent=_RESPONSE, received=Value(column=_TIME, time=("iso",)), among=among, instrument="TheyDo",
            questions=tuple(questions),
        )  # fmt: skip

    def _rows(self, file: ResponsesFile) -> Iterator[tuple[Place, dict[str, str]]]:
        known = {each.field_id for each in file.metadata.fields}
        seen: set[str] = set()
        for index, response in enumerate(file.responses):
            place = Place(self.place.file, 0, f"responses[{index}]")
            row = {_RESPONSE: response.response_id, _TIME: response.response_date_time.isoformat()}
            if response.response_id in seen:
                found = f"The response {shown(response.response_id)} stands twice."
                self.problems.append(Problem(place, found, "Keep one of them."))
                continue
            seen.add(response.response_id)
            for number, answer in enumerate(response.response_fields):
                if answer.field_id not in known:
                    where = Place(place.file, 0, f"{place.column}.responseFields[{number}]")
                    found = f"{shown(answer.field_id)} is not a field that the file declares."
                    self.problems.append(Problem(where, found, "Declare it among the fields, or leave it out."))
                elif answer.text_value.strip():
                    row[answer.field_id] = answer.text_value.strip()
            yield place, row

    def _source(self, method: str) -> Iterator[Entry]:
        yield from self.telling.once(
            "sources", self.place, self.dataset.key, name=f"TheyDo: {self.dataset.name}", method=method
        )

    def _key(self, collection: str, item: Item, place: Place) -> str:
        """The key that an item keeps from file to file; two that would share one are a problem."""
        key = slug(item.import_key)
        before = self._keys.setdefault((collection, key), item.import_key)
        if not key or before != item.import_key or not self.telling.first(f"{collection} as written", key):
            found = f"The importKey {shown(item.import_key)} gives no key of its own"
            because = f": {shown(before)} gives the same." if key else ", it has no letter or digit."
            self.problems.append(Problem(place, f"{found}{because}", "Give each item an importKey of its own."))
            return ""
        return key


_RESPONSE, _TIME = "responseId", "responseDateTime"


def _described(thing: Thing) -> tuple[str, str | None]:
    """A thing's name, and all else that is known of it in words."""
    name, whole = titled(thing.title)
    groups = [*(thing.groups or []), *(f"{each.tag_group}: {each.tag}" for each in thing.group_tags or [])]
    facts: dict[str, Sequence[str]] = {
        "Type": [thing.type] if thing.type else [],
        "Status": [thing.status] if thing.status else [],
        "Priority": [thing.priority.lower()] if thing.priority else [],
        "Empathy score": [] if thing.empathy_score is None else [number_text(thing.empathy_score)],
        "Weight": [] if thing.weight is None else [number_text(thing.weight)],
        "Tags": thing.tags or [],
        "Groups": groups,
        "See": thing.external_links or [],
    }
    said = [f"{label}: {', '.join(values)}" for label, values in facts.items() if values]
    masker = Masker()
    return masker(name), masker("\n".join(part for part in (whole, thing.description, *said) if part)) or None


def _personal(file: ResponsesFile) -> dict[str, str]:
    """Which fields hold personal data, by name, and why."""
    names = {each.field_id: each.field_name for each in file.metadata.fields}
    values: dict[str, list[str]] = {name: [] for name in names.values()}
    for response in file.responses[:_SAMPLE]:
        for answer in response.response_fields:
            if answer.field_id in names:
                values[names[answer.field_id]].append(answer.text_value)
    return personal_columns(values)


def _uses_of(file: ResponsesFile) -> list[Use]:
    personal = _personal(file)
    return [
        Use("responseId", "responses.respondent, as a keyed hash"),
        Use("responseDateTime", "responses.received_at"),
        *(_use_of(each, personal) for each in file.metadata.fields),
    ]


def _use_of(each: FieldSpec, personal: dict[str, str]) -> Use:
    if each.field_name in personal:
        return Use(each.field_name, dropped=f"personal data: {personal[each.field_name]}")
    if each.field_type is FieldType.IGNORE:
        return Use(each.field_name, dropped="the file says IGNORE")
    becomes = {
        FieldType.TEXT: "quotes, with personal data masked",
        FieldType.TAG_GROUP: "readings, as a distribution",
        FieldType.PERSONA: "personas, whom the responses are among",
    }
    return Use(each.field_name, becomes[each.field_type])


_OWNER = Use("ownerEmail", dropped="personal data: its name says e-mail address")
_THING_USES = [
    Use("importKey", "the key"),
    Use("title", "the name"),
    Use("description, type, status, priority, tags, groups, links", "the description"),
    Use("icon", dropped="how TheyDo draws it"),
    _OWNER,
]
_METRIC_USES = [
    Use("importKey", "the metric's key"),
    Use("title, description, unit", "the metric"),
    Use("target, targetComparisonOperator", "a CX goal that is measured by the metric"),
    Use("dataPoints", "readings"),
    Use("dimensions", "the segments or channels that readings are of"),
    _OWNER,
]
