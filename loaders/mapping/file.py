"""Reads mapping files: everything that is wrong in one is a problem with its line and column."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph_schema.errors import UsageError
from graph_schema.fields import fields_of
from graph_schema.model import Assertion, Claim, Fact, Kind, Party, Relationship
from graph_schema.problems import Place, Problem, ProblemsError
from graph_schema.registry import REGISTRY, needs_more
from loaders.mapping.base import Conditions, LinkTo, Setting, Value
from loaders.mapping.events_model import EventsSpec, FunnelSpec
from loaders.mapping.model import Each, Heading, Mapping, Record, Signature, SourceSpec, TableSpec
from loaders.mapping.survey_model import QuestionSpec, StatusSpec, SurveySpec
from loaders.mapping.text import template
from loaders.normalise import hint
from loaders.text import UnreadableError, printable
from loaders.values import shown
from loaders.yaml_reader import YamlList, YamlMapping, read_yaml

SUFFIX = ".mapping.yaml"
"""How a mapping is called that lies beside its table, as `tickets.mapping.yaml` beside `tickets.csv`."""
Path_ = tuple[str | int, ...]
_PARTS: dict[str | int, type[Setting]] = {
    "table": TableSpec,
    "head": Heading,
    "recognise": Signature,
    "source": SourceSpec,
    "each": Each,
    "value": Value,
    "conditions": Conditions,
    "survey": SurveySpec,
    "events": EventsSpec,
    "funnel": FunnelSpec,
    "questions": QuestionSpec,
    "status": StatusSpec,
}
"""What can stand in each part of a mapping file."""


@dataclass(frozen=True)
class MappingFile:
    """A mapping, and where everything in it stands."""

    mapping: Mapping
    path: Path
    name: str
    document: YamlMapping

    @property
    def version(self) -> str:
        """Its name and version, with the beginning of its SHA-256, for not everybody counts versions."""
        mapping = self.mapping
        return f"{mapping.mapping} version {mapping.version} ({sha256(self.path.read_bytes()).hexdigest()[:12]})"

    def at(self, *where: str | int) -> Place:
        """The place of a setting."""
        return place_in(self.document, where, self.name)

    def mention(self, column: str) -> Place:
        """The place where a column is first named."""
        return next(_mentions(self.document, column, self.name), Place(self.name, 1))


def read_mapping(path: Path, name: str) -> MappingFile:
    """Read a mapping file. Raises ProblemsError with all that is wrong with it, UsageError where it isn't there."""
    try:
        document = read_yaml(path, name)
    except UnreadableError as error:
        raise ProblemsError([error.problem]) from None
    except OSError as error:
        raise UsageError(f"{printable(str(path))} can't be read: {error.strerror}.", "Check the path.") from None
    try:
        mapping = Mapping.model_validate(document)
    except ValidationError as error:
        raise ProblemsError([_problem(detail, document, name) for detail in error.errors()]) from None
    file = MappingFile(mapping, path, name, document)
    problems = list(_check(file))
    if problems:
        raise ProblemsError(problems)
    return file


def place_in(document: Any, where: Iterable[str | int], name: str) -> Place:
    """The place of what stands at a path, or of the last part of it that stands there at all."""
    place, here = Place(name, 1), document
    for step in where:
        if isinstance(here, YamlMapping) and str(step) in here:
            place = Place(name, here.lines[str(step)], f"column {here.columns[str(step)]}")
            here = here[str(step)]
        elif isinstance(here, YamlList) and isinstance(step, int) and step < len(here):
            place = Place(name, here.lines[step], f"column {here.columns[step]}")
            here = here[step]
    return place


def _mentions(value: Any, column: str, name: str) -> Iterator[Place]:
    inside: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, YamlMapping):
        inside = value.items()
    elif isinstance(value, YamlList):
        inside = enumerate(value)
    for step, inner in inside:
        if step == column or (isinstance(inner, str) and (inner == column or f"{{{column}}}" in inner)):
            yield place_in(value, (step,), name)
        yield from _mentions(inner, column, name)


def _problem(detail: Any, document: YamlMapping, name: str) -> Problem:
    """What pydantic found, in the words of a mapping file."""
    where, kind = detail["loc"], detail["type"]
    place = place_in(document, where, name)
    last = str(where[-1]) if where else ""
    if kind == "extra_forbidden":
        return Problem(place, f"There is no setting {shown(last)} here.", _near(last, where))
    if kind == "missing":
        return Problem(place, f"There is no `{last}` here.", "Write it.")
    message = detail["msg"].removeprefix("Value error, ").replace("Input should be", "it should be")
    given = f"{shown(detail['input'])}: " if isinstance(detail["input"], str) else ""
    return Problem(place, f"{given}{message[:1].lower() if given else message[:1].upper()}{message[1:]}.")


def _near(word: str, where: Path_) -> str:
    part = next((_PARTS[step] for step in reversed(where[:-1]) if step in _PARTS), Mapping)
    return hint(word, [info.alias or name for name, info in part.model_fields.items()])


def _check(file: MappingFile) -> Iterator[Problem]:
    """What the schema says of the records, and the braces of all texts."""
    yield from _texts(file.document, (), file)
    collections = {kind.plural: kind for kind in REGISTRY.written_kinds}
    links = {name.lower(): classes for name, classes in REGISTRY.rel_types.items() if issubclass(classes[0], Assertion)}
    for collection, records in file.mapping.records.items():
        for index, record in enumerate(records):
            where = ("records", collection, index)
            if collection in collections:
                yield from _check_kind(record, collections[collection], where, file)
            elif collection in links:
                yield from _check_link(record.fields, links[collection], {"from", "to"}, where, file)
            else:
                known = [*collections, *links]
                yield Problem(file.at(*where), f"There is no collection {shown(collection)}.", hint(collection, known))
                break


def _check_kind(record: Record, kind: type[Kind], where: Path_, file: MappingFile) -> Iterator[Problem]:
    claims = {rel.forward: rel for rel in REGISTRY.claims(kind)}
    required = {rel.forward for rel in claims.values() if issubclass(rel, Party) and rel.required}
    known = {field.name for field in (*fields_of(kind), *fields_of(Claim))} | claims.keys()
    needed = {field.name for field in fields_of(kind) if field.required} - {"source"} | required
    if issubclass(kind, Fact):
        known.discard("key")
        needed.discard("key")
    for name, value in record.fields.items():
        here = (*where, name)
        if name not in known:
            yield Problem(file.at(*here), f"There is no field {shown(name)} here.", hint(name, sorted(known)))
        elif name in claims and issubclass(claims[name], Assertion):
            for link in value if isinstance(value, tuple) else (value,):
                if isinstance(link, LinkTo):
                    yield from _check_link(link.fields, (claims[name],), {"to"}, here, file)
                elif needs_more(claims[name]):
                    more = ", ".join(needs_more(claims[name]))
                    yield Problem(file.at(*here), f"`{name}` needs {more}.", "Write a mapping with `to`.")
        elif isinstance(value, LinkTo) or (isinstance(value, tuple) and any(isinstance(v, LinkTo) for v in value)):
            yield Problem(file.at(*here), f"`{name}` is no link that carries anything.", "Write a text or a value.")
    for name in sorted(needed - record.fields.keys()):
        yield Problem(file.at(*where), f"A {kind.token()} without `{name}`.", "Write it.")


def _check_link(
    fields: AnyMapping[str, Any], classes: Sequence[type[Relationship]], ends: set[str], where: Path_, file: MappingFile
) -> Iterator[Problem]:
    known = {field.name for rel in classes for field in fields_of(rel)} | ends
    needed = {name for rel in classes for name in needs_more(rel)} | ends
    for name in fields.keys() - known:
        yield Problem(file.at(*where, name), f"There is no field {shown(name)} here.", hint(name, sorted(known)))
    for name in sorted(needed - fields.keys()):
        yield Problem(file.at(*where), f"A link without `{name}`.", "Write it.")


_PLAIN = ("column", "columns", "respondent", "where", "split", "unit", "group", "words", "otherwise", "default", "ask")
"""Settings whose texts are no texts with columns."""


def _texts(value: Any, where: Path_, file: MappingFile) -> Iterator[Problem]:
    """Texts with columns must be readable as such."""
    inside_records = where[:1] in (("records",), ("survey",))
    if isinstance(value, str) and inside_records:
        try:
            template(value)
        except ValueError as error:
            yield Problem(file.at(*where), f"{shown(value)}: {error}.")
    elif isinstance(value, YamlMapping):
        for name, inner in value.items():
            if name not in _PLAIN:
                yield from _texts(inner, (*where, name), file)
    elif isinstance(value, YamlList):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*where, index), file)
