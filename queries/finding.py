"""Questions that find things by their words."""

import re
from typing import Annotated, Final

from pydantic import Field

from graph_schema.registry import REGISTRY
from queries.parameters import SEARCHED_KINDS, Kinds, OneOf, Parameters
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Node, Row, Token

MAX_WORDS = 20
MAX_TEXT = 400
_NOTHING: Final = '""'
WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """The words to look for, in order."""
    return [word.replace("’", "'") for word in WORD.findall(text)[:MAX_WORDS]]


def lucene(text: str) -> str:
    """Lucene's query for nodes that hold every word of a text, the last one perhaps unfinished.

    Nothing of what a user types is an operator: a word holds letters and digits only, and stands in quotes.
    """
    if not (words := words_of(text)):
        return _NOTHING
    *whole, last = words
    unfinished = re.split(r"['.]", last)[-1].lower()
    ending = f'("{last}" OR {unfinished}*)'
    return " AND ".join([*(f'"{word}"' for word in whole), ending])


class SearchParameters(Parameters):
    """What to look for."""

    text: str = Field(
        min_length=1, max_length=MAX_TEXT, description="Words to look for, all of them; the last may be unfinished."
    )
    kinds: Annotated[Kinds, OneOf(SEARCHED_KINDS)] = Field(
        default_factory=list[str], description="Kinds to find, as references name them. Empty: all."
    )
    limit: int = Field(20, ge=1, le=1000, description="How many rows to give at most.")

    def bound(self) -> dict[str, object]:
        """The index takes Lucene's syntax, and nodes have labels."""
        labels = [REGISTRY.kind(kind).label() for kind in self.kinds]
        return {"query": lucene(self.text), "labels": labels, "limit": self.limit + 1}


class HitRow(Row):
    """A node whose texts hold the words."""

    node: Node = Field(description="The node.")
    text: str | None = Field(description="What is said of it beside its name. Null: nothing.")
    score: float = Field(description="How well it fits; higher is better, and only comparable within one answer.")


SEARCH = Question(
    id="search",
    title="Where do these words occur?",
    explanation=(
        "Each row is a node whose name, description or quoted words hold all the words, the best fit first. The "
        "last word may be the beginning of one. No rows: the words occur nowhere together; try fewer."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.FIND,
    numbers=(28, 65),
    parameters=SearchParameters,
    row=HitRow,
    cypher="""
CALL db.index.fulltext.queryNodes('search', $query) YIELD node, score
WHERE size($labels) = 0 OR labels(node)[0] IN $labels
WITH node, score ORDER BY score DESC, labels(node)[0], node.key LIMIT $limit
RETURN
  node {.key, name: coalesce(node.name, node.text, node.description), kind: labels(node)[0]} AS node,
  CASE WHEN node.name IS NULL THEN null ELSE coalesce(node.description, node.value) END AS text,
  score
ORDER BY score DESC, node.kind, node.key
""",
    crosses=(),
    view=View.TABLE,
)


class KindRow(Row):
    """A kind whose nodes hold the words."""

    kind: Token = Field(description="The kind, as references name it.")
    hits: int = Field(description="How many of its nodes hold the words.")


SEARCH_KINDS = Question(
    id="search-kinds",
    title="In how many nodes of which kind do these words occur?",
    explanation=(
        "Each row is a kind and the number of its nodes that hold all the words: the choices by which to narrow a "
        "search. Kinds without a hit have no row."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.FIND,
    numbers=(65,),
    parameters=SearchParameters,
    row=KindRow,
    cypher="""
CALL db.index.fulltext.queryNodes('search', $query) YIELD node
WHERE size($labels) = 0 OR labels(node)[0] IN $labels
WITH labels(node)[0] AS kind, count(*) AS hits
RETURN kind, hits ORDER BY hits DESC, kind LIMIT $limit
""",
    crosses=(),
    view=View.TABLE,
)

QUESTIONS = (SEARCH, SEARCH_KINDS)
