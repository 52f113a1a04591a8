"""Writes docs/questions.md: the library as a page that a person reads."""

from collections.abc import Iterator
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from queries.library import LIBRARY, Library
from queries.parameters import KeysOf, OneOf, RefsOf
from queries.question import Question
from queries.rows import Part, RestsOn, Row
from queries.typed import TYPED, Typed

_HEAD = """<!-- Written by `python -m queries.reference`; a test compares the two. -->

# Questions

Each question is one Cypher query with typed rows. `journeygraph ask ID --param value` asks it; `journeygraph questions
ID` explains it; in GraphQL it is a root field. Its Cypher pastes into Neo4j Browser.

An answer never hides its basis: rows carry the claims that they rest on, and the answer counts them by basis, source
and dataset. A gap is a row, not a silence. A key that no node has is an error that names near ones. Where a parameter
takes keys or references it takes a list; on the command line they are separated by commas.
"""


def reference(library: Library = LIBRARY) -> str:
    """The page, as Markdown."""
    lines = [_HEAD]
    for person, decisions in library.grouped().items():
        lines.append(f"\n## What a {person} asks")
        for decision, questions in decisions.items():
            lines.append(f"\nTo decide {decision}:\n")
            lines += [f"- [{question.title}](#{question.id})" for question in questions]
    lines += _by_number(library)
    for question in library:
        lines += _question(question)
    for typed in TYPED:
        lines += _typed(typed)
    lines.append("\n## What rows are made of")
    for part in _parts(library):
        lines += [f"\n### {part.__name__}\n\n{part.__doc__}\n", *_fields(part)]
    return "\n".join(lines) + "\n"


def _by_number(library: Library) -> Iterator[str]:
    yield "\n## By number\n\nThe questions that users brought, and what answers each:\n"
    answers = {typed.number: [f"GraphQL: [{typed.title}](#number-{typed.number})"] for typed in TYPED}
    for question in library:
        for number in question.numbers:
            answers.setdefault(number, []).append(f"[{question.title}](#{question.id})")
    yield from (f"{number}. {'; '.join(answers[number])}" for number in sorted(answers))


def _typed(typed: Typed) -> Iterator[str]:
    yield f"\n## Number {typed.number}\n\n**{typed.title}** {typed.explanation}"
    yield f"\n```graphql\n{typed.graphql.strip()}\n```"


def _question(question: Question[Row]) -> Iterator[str]:
    yield f"\n## {question.id}\n"
    yield f"**{question.title}** {question.explanation}\n"
    yield f"Asked by a {question.asked_by}, to decide {question.decision}. Best shown as a {question.view}."
    if question.numbers:
        yield f"Answers users' questions {', '.join(map(str, question.numbers))}."
    if question.crosses:
        yield f"Crosses {', '.join(question.crosses)}."
    yield "\n| Parameter | Takes | Default | |\n| --- | --- | --- | --- |"
    for name, info in question.parameters.model_fields.items():
        yield f"| `{name}` | {_takes(info)} | {_default(info)} | {info.description} |"
    yield f"\nA row: {question.row.__doc__}\n"
    yield from _fields(question.row)
    yield f"\n<details><summary>Cypher</summary>\n\n```cypher\n{question.cypher.strip()}\n```\n\n</details>"


def _fields(model: type[BaseModel]) -> Iterator[str]:
    yield "| Field | Holds | |\n| --- | --- | --- |"
    for name, info in model.model_fields.items():
        yield f"| `{name}` | {_type_name(info.annotation)} | {info.description} |"


def _parts(library: Library) -> list[type[BaseModel]]:
    """The parts of rows, of parts, and of what an answer rests on, by name."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[Any] = [RestsOn, *(info.annotation for q in library for info in q.row.model_fields.values())]
    while waiting:
        annotation = waiting.pop()
        waiting += get_args(annotation)
        if isinstance(annotation, type) and issubclass(annotation, Part) and annotation.__name__ not in found:
            found[annotation.__name__] = annotation
            waiting += [info.annotation for info in annotation.model_fields.values()]
    return [found[name] for name in sorted(found)]


def _takes(info: FieldInfo) -> str:
    for mark in info.metadata:
        match mark:
            case KeysOf():
                return f"keys of {mark.kind.plural.replace('_', ' ')}"
            case RefsOf():
                return "references"
            case OneOf():
                return f"some of {', '.join(mark.words)}"
            case _:
                continue
    return _type_name(info.annotation)


def _default(info: FieldInfo) -> str:
    value = info.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, list):
        return ", ".join(map(str, cast("list[object]", value))) or "all"
    return "required" if value is PydanticUndefined else str(value)


_NAMES: dict[Any, str] = {str: "text", int: "integer", float: "number", bool: "yes or no"}


def _type_name(annotation: Any) -> str:
    if get_origin(annotation) is list:
        return f"list of {_type_name(get_args(annotation)[0])}"
    if get_origin(annotation) in (Union, UnionType):
        return f"{_type_name(next(part for part in get_args(annotation) if part is not NoneType))}, or null"
    if members := _members(annotation):
        return f"one of {', '.join(members)}"
    return _NAMES.get(annotation) or str(annotation.__name__)


def _members(annotation: Any) -> list[str]:
    if not (isinstance(annotation, type) and issubclass(annotation, StrEnum)):
        return []
    return [member.value for member in annotation]


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
