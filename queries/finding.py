"""Questions that find things by their words."""

import re
import unicodedata
from typing import Annotated, Final, LiteralString

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


def title_of(text: str) -> str:
    """A text as a title that it may be, or be the beginning of."""
    return " ".join(text.lower().split())


def lucene(text: str) -> str:
    """Lucene's query for nodes that hold every word of a text, the last one perhaps unfinished; titles count more.

    Nothing of what a user types is an operator: a word holds letters and digits only, and stands in quotes. Nearly all
    texts have a word that begins with a given letter, so that a single one is looked for in titles only.
    """
    if not (words := words_of(text)):
        return _NOTHING
    *whole, last = words
    unfinished = re.split(r"['.]", last)[-1].lower()
    ending = f'("{last}" OR {unfinished}*)'
    all_of_them = " AND ".join([*(f'"{word}"' for word in whole), ending])
    titled = f"name:({all_of_them})"
    return titled if len(words) == 1 and _is_letter(last) else f"+({all_of_them}) {titled}^8"


def _is_letter(word: str) -> bool:
    """Whether it is a single letter of an alphabet; a character of Chinese or Japanese can be a word."""
    return len(word) == 1 and unicodedata.east_asian_width(word) not in "WF"


def score(title: LiteralString) -> LiteralString:
    """Cypher of how well a `node` that was found with a `score` fits: who types a title finds its node first.

    `title` is the parameter that holds what was typed. Lucene's score, which has no bound, tells apart what fits alike.
    """
    return f"""score / (1 + score) + CASE
    WHEN node.name IS NULL THEN 0
    WHEN toLower(node.name) = {title} THEN 3
    WHEN toLower(node.name) STARTS WITH {title} THEN 2
    WHEN all(word IN split({title}, ' ') WHERE toLower(node.name) CONTAINS word) THEN 1
    ELSE 0 END"""


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
        bound = super().bound() | {"query": lucene(self.text), "title": title_of(self.text)}
        return bound | {"labels": labels, "limit": self.limit + 1}


class HitRow(Row):
    """A node whose texts hold the words."""

    node: Node = Field(description="The node.")
    text: str | None = Field(description="What is said of it beside its name. Null: nothing.")
    score: float = Field(description="How well it fits; higher is better, and only comparable within one answer.")


SEARCH = Question(
    id="search",
    title="Where do these words occur?",
    explanation=(
        "Each row is a node whose name, description or quoted words hold all the words: first what has them as its "
        "name, then whose name begins with them, then whose name holds them. The last word may be the beginning of "
        "one; a single letter is looked for in names only. No rows: the words occur nowhere together; try fewer."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.FIND,
    numbers=(28, 65),
    parameters=SearchParameters,
    row=HitRow,
    cypher=f"""
CALL db.index.fulltext.queryNodes('search', $query) YIELD node, score
WHERE size($labels) = 0 OR labels(node)[0] IN $labels
WITH node, {score("$title")} AS score ORDER BY score DESC, labels(node)[0], node.key LIMIT $limit
RETURN
  node {{.key, name: coalesce(node.name, node.text, node.description), kind: labels(node)[0]}} AS node,
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
