"""A question: what is asked, by whom and for which decision, the Cypher that answers it and the rows it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, LiteralString, TypeVar

from pydantic import ValidationError

from graph_schema.errors import DatabaseError
from graph_store.database import AsyncDatabase, Database
from queries.known import LOOK_UP, doubtful, look_up, refuse_unknown
from queries.parameters import Parameters, read_parameters
from queries.pasting import cypher_text
from queries.rows import RestsOn, Row, rests_on

R = TypeVar("R", bound=Row, covariant=True)


class AskedBy(StrEnum):
    """Who asks."""

    RESEARCHER = "researcher"
    STRATEGIST = "strategist"
    DEVELOPER = "developer"


class Decision(StrEnum):
    """What the answer helps to decide."""

    BACK = "which moments and goals to back"
    IMPROVE = "what to improve in the experience"
    DESIGN = "how to design a journey and its channels"
    TRUST = "how far to trust a claim"
    FIND = "where to look"


class View(StrEnum):
    """How the rows are best shown."""

    TABLE = "table"
    CHAIN = "chain"
    CURVE = "curve"
    MATRIX = "matrix"
    FLOW = "flow"
    FUNNEL = "funnel"
    TREE = "tree"
    COMPARISON = "comparison"


@dataclass(frozen=True, kw_only=True)
class Question(Generic[R]):
    """A question that the graph answers with one Cypher query."""

    id: str
    title: str
    explanation: str
    """What the answer means, and what a gap or a null in it means."""
    asked_by: AskedBy
    decision: Decision
    numbers: tuple[int, ...]
    """The numbers of the users' questions that it answers."""
    parameters: type[Parameters]
    row: type[R]
    cypher: LiteralString
    crosses: tuple[str, ...]
    """The types of relationship without which its rows would be others."""
    view: View

    @cached_property
    def most(self) -> int:
        """How many rows can be asked for at once."""
        return int(self.parameters.model_json_schema()["properties"]["limit"]["maximum"])

    def bind(self, given: Mapping[str, object]) -> Parameters:
        """Validate parameters; UsageError where one is not of the form it must have."""
        return read_parameters(self.parameters, self.id, given)

    def answer(self, parameters: Parameters, records: Sequence[Mapping[str, Any]]) -> "Answer[R]":
        """Make the answer from what the Cypher returned for `parameters.bound()`.

        Raises DatabaseError where the database holds what the schema does not allow.
        """
        try:
            rows = tuple(self.row.model_validate(record) for record in records[: parameters.limit])
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise DatabaseError(
                f"What the database holds does not fit {place} of question {self.id!r}: {first['msg']}.",
                "`journeygraph check` says what is wrong in the database.",
            ) from error
        return Answer(self, parameters, rows, min(len(records), self.most), complete=len(records) <= parameters.limit)

    def ask(self, database: Database, **given: object) -> "Answer[R]":
        """Ask; UsageError for a parameter of the wrong form, NotFoundError for a key that no node has."""
        parameters = self.bind(given)
        answer = self.answer(parameters, database.read(self.cypher, parameters.bound()))
        if unseen := doubtful(parameters, answer.rows):
            refuse_unknown(unseen, database.read(LOOK_UP, look_up(unseen)))
        return answer

    async def ask_async(self, database: AsyncDatabase, *, counted: bool = False, **given: object) -> "Answer[R]":
        """Ask without blocking; otherwise as `ask`. `counted` finds out how many rows there are beyond the limit."""
        parameters = self.bind(given)
        wide = parameters.model_copy(update={"limit": self.most}) if counted else parameters
        answer = self.answer(parameters, await database.read(self.cypher, wide.bound()))
        if unseen := doubtful(parameters, answer.rows):
            refuse_unknown(unseen, await database.read(LOOK_UP, look_up(unseen)))
        return answer


@dataclass(frozen=True)
class Asked:
    """What Neo4j was asked, to be pasted into Neo4j Browser."""

    cypher: str
    parameters: str
    """The values, as a map of Cypher; they go after `:params`, before the text is run."""


@dataclass(frozen=True)
class Answer(Generic[R]):
    """The rows that answer a question, and what they rest on."""

    question: Question[R]
    parameters: Parameters
    rows: tuple[R, ...]
    total_count: int
    """How many rows there are, as far as they were looked for: beyond the limit only where that was asked for."""
    complete: bool
    """Whether these are all rows; false: the limit cut the rest."""

    @cached_property
    def rests_on(self) -> RestsOn:
        """The sources, datasets and bases behind the rows."""
        return rests_on(self.rows)

    @property
    def asked(self) -> "Asked":
        """What Neo4j was asked."""
        values = self.parameters.bound() | {"limit": self.parameters.limit}
        return Asked(self.question.cypher.strip(), cypher_text(values))
