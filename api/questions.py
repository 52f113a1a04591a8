"""The question library as root fields: arguments from the parameters of each, types from its row model."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Any, cast

from pydantic.fields import FieldInfo
from strawberry.types import Info
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from api.access.identity import Role, required
from api.modeltypes import ModelTypes
from api.names import camel, pascal
from api.selection import selects
from api.typemaker import TypeMaker
from graph_store.database import AsyncDatabase
from queries.question import AskedBy, Decision, Question, View
from queries.rows import RestsOn, Row

SCHEMA = (
    "What it takes, as JSON Schema, with default and choices. `x-kind` is there where it takes keys of nodes of a "
    "kind, or references `kind:key` where it is `*`."
)


class QuestionRoots:
    """Makes a root field of each question, and one that lists them all."""

    def __init__(self, make: TypeMaker, questions: Iterable[Question[Row]], taken: Iterable[str]) -> None:
        self._make = make
        self._models = ModelTypes(make, "Answer")
        self._questions = tuple(questions)
        self._taken = frozenset(taken)

    def fields(self) -> Iterator[StrawberryField]:
        """All root fields; a question without rows of its own type can't be."""
        yield from self._lists()
        for question in self._questions:
            yield self._root(question)

    def field_name(self, question: Question[Row]) -> str:
        """The id as GraphQL writes it; with `ask` before it where a kind has the name already."""
        name = camel(question.id)
        return f"ask{pascal(question.id)}" if name in self._taken else name

    def _root(self, question: Question[Row]) -> StrawberryField:
        async def resolve(info: Info[Any, Any], arguments: dict[str, Any]) -> Any:
            required(info.context, Role.READER)
            database = cast("AsyncDatabase", info.context["database"])
            return await question.ask_async(database, counted=selects(info, "totalCount"), **_given(arguments))

        answer = self._answer(question)
        arguments = [self._argument(name, info) for name, info in question.parameters.model_fields.items()]
        about = f"{question.title} {question.explanation}"
        return self._make.field(self.field_name(question), answer, about, arguments, resolve)

    def _answer(self, question: Question[Row]) -> str:
        make, name = self._make, f"{pascal(question.id)}Answer"
        row = self._models.of(question.row, question.row.__name__)
        fields = (
            make.attribute("rows", f"list[{row}]", "The rows, in an order of their own."),
            make.attribute(
                "rests_on", self._models.annotation(RestsOn), "The sources, datasets and bases behind the rows."
            ),
            make.attribute("complete", "bool", "Whether these are all rows; false: `limit` cut the rest."),
            make.attribute(
                "total_count",
                "int",
                f"How many rows there are, whatever `limit` gives: {question.most:,} at most; only when selected.",
            ),
            make.attribute("asked", "AskedCypher", "What Neo4j was asked, to be pasted into Neo4j Browser."),
        )
        make.object(name, f"What answers: {question.title}", fields)
        return name

    def _argument(self, name: str, info: FieldInfo) -> StrawberryArgument:
        annotation = self._models.annotation(info.annotation)
        about = info.description or ""
        if info.is_required():
            return self._make.argument(name, annotation, about)
        default = info.get_default(call_default_factory=True)
        default = (
            [self._choice(item) for item in cast("list[Any]", default)]
            if isinstance(default, list)
            else self._choice(default)
        )
        optional = annotation if annotation.endswith("| None") else f"{annotation} | None"
        return self._make.argument(name, optional, about, UNSET if default is None else default)

    def _choice(self, value: Any) -> Any:
        return self._make.names[type(value).__name__](value.value) if isinstance(value, StrEnum) else value

    def _lists(self) -> Iterator[StrawberryField]:
        make = self._make
        make.object(
            "AskedCypher",
            "What Neo4j was asked, to be pasted into Neo4j Browser.",
            (
                make.attribute("cypher", "str", "The query, with its values as parameters."),
                make.attribute("parameters", "str", "The values, to be set before: paste them after `:params`."),
            ),
        )
        make.object(
            "QuestionParameter",
            "What a question can be asked with.",
            (
                make.attribute("name", "str", "The argument's name."),
                make.attribute("description", "str", "What it means."),
                make.attribute("required", "bool", "Whether the question can't be asked without it."),
                make.attribute("schema", "JSON", SCHEMA),
            ),
        )
        make.object(
            "Question",
            "A question that the graph answers; each is a root field too.",
            (
                make.attribute("id", "ID", "Its name on the command line and in links."),
                make.attribute("field", "str", "The root field that asks it."),
                make.attribute("title", "str", "The question in the words of those who ask it."),
                make.attribute("explanation", "str", "What the answer means, and what a gap or a null in it means."),
                make.attribute("asked_by", make.vocabulary(AskedBy), "Who asks it."),
                make.attribute("decision", make.vocabulary(Decision), "What the answer helps to decide."),
                make.attribute("view", make.vocabulary(View), "How the rows are best shown."),
                make.attribute("parameters", "list[QuestionParameter]", "What it can be asked with."),
                make.attribute("cypher", "str", "Its Cypher; `asked` of an answer has the values to paste with it."),
                make.attribute("crosses", "list[str]", "The relationships without which its answer would be another."),
            ),
        )
        # Most servers are up for a while before anybody asks, and to describe all takes a moment.
        listed = cache(lambda: {question.id: self._listed(question) for question in self._questions})
        yield make.field(
            "questions", "list[Question]", "All questions of the library.", (), lambda _i, _a: [*listed().values()]
        )
        yield make.field(
            "question",
            "Question | None",
            "A question of the library by its id; null if there is none.",
            (make.argument("id", "ID", "The id of the question, such as `trace`."),),
            lambda _info, given: listed().get(given["id"]),
        )

    def _listed(self, question: Question[Row]) -> "Listed":
        schema = question.parameters.model_json_schema(ref_template="{model}")
        known = schema.get("$defs", {})
        parameters = [
            ListedParameter(
                camel(name), info.description or "", info.is_required(), _whole(schema["properties"][name], known)
            )
            for name, info in question.parameters.model_fields.items()
        ]
        return Listed(
            id=question.id,
            field=self.field_name(question),
            title=question.title,
            explanation=question.explanation,
            asked_by=question.asked_by,
            decision=question.decision,
            view=question.view,
            parameters=parameters,
            cypher=question.cypher.strip(),
            crosses=question.crosses,
        )


@dataclass(frozen=True)
class ListedParameter:
    """A parameter as `questions` lists it."""

    name: str
    description: str
    required: bool
    schema: dict[str, Any]


@dataclass(frozen=True)
class Listed:
    """A question as `questions` lists it."""

    id: str
    field: str
    title: str
    explanation: str
    asked_by: AskedBy
    decision: Decision
    view: View
    parameters: list[ListedParameter]
    cypher: str
    crosses: tuple[str, ...]


def _given(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as the question takes them: without nulls, vocabularies as their words."""
    return {name: _plain(value) for name, value in arguments.items() if value is not None}


def _whole(schema: Any, known: Mapping[str, Any]) -> Any:
    """A JSON Schema that refers to nothing outside it."""
    if isinstance(schema, list):
        return [_whole(item, known) for item in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    whole = {key: _whole(value, known) for key, value in cast("dict[str, Any]", schema).items() if key != "$ref"}
    return {**_whole(known[schema["$ref"]], known), **whole} if "$ref" in schema else whole


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    return value.value if isinstance(value, Enum) else value
