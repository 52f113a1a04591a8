"""Full-text search over all kinds: a page of hits, the words in each, and how many there are of each kind.

No more than the best hits are counted and put in order, so that a single letter costs little more than a rare word.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from strawberry.types.arguments import StrawberryArgument

from api import decode
from api.columns import Columns
from api.decode import Decode, Form
from api.errors import ArgumentError
from api.highlight import Highlight, highlights
from api.limits import Limits
from api.paging import Arguments, Paging, read_place, read_window
from api.selection import Nodes, Selection
from api.shape import Leaf, Shapes
from api.types import SchemaTypes
from graph_schema.model import Kind
from graph_schema.stored import SEARCH_INDEX
from graph_store.cypher import trusted
from queries.finding import MAX_TEXT, lucene, score, title_of, words_of

FIELD = "search"
TITLE = "Search"
"""Names the types of the connection and its edges."""
BOUND = 2_000
"""How many hits are counted and put in order, the best ones."""
LOOKED = 20_000
"""Among how many of the best hits of all kinds those of some are looked for."""


Known = Mapping[str, Callable[[Nodes], Decode]]
"""The fields of an object, each made of what is selected of it."""


class Hits:
    """Finds the hits of one search, and reads what is told of them beside their nodes."""

    def __init__(self, shapes: Shapes, limits: Limits, form: Form, number: int) -> None:
        self._shapes = shapes
        self._limits = limits
        self._form = form
        self._number = number

    @cached_property
    def kinds(self) -> tuple[type[Kind], ...]:
        """The kinds that have texts to search."""
        shapes = self._shapes.all.values()
        return tuple(shape.kind for shape in shapes if any(leaf.prop.searched for leaf in shape.leaves.values()))

    @property
    def find(self) -> str:
        """Finds `hits`, from which all columns are made; one more than is shown tells whether there are others."""
        number = self._number
        fit = score(trusted(f"$title{number}"))
        return (
            f"CALL () {{ CALL db.index.fulltext.queryNodes('{SEARCH_INDEX}', $query{number}, $options{number}) "
            f"YIELD node, score WITH node, score, $tokens{number}[labels(node)[0]] AS kind "
            f"RETURN collect(CASE WHEN kind IN $kinds{number} THEN "
            f"{{node: node, score: {fit}, kind: kind}} END) AS found, count(*) AS looked }} "
            f"WITH found[..$bound{number}] AS hits, "
            f"size(found) <= $bound{number} AND looked < $options{number}.limit AS complete"
        )

    def page(self, arguments: Arguments) -> Paging:
        """The page of hits that is asked for. Raises ArgumentError for what can't be taken."""
        number, text = self._number, arguments["text"]
        if not text.strip() or len(text) > MAX_TEXT:
            observed = f"`text` of `{FIELD}` has {len(text)} characters{'' if text.strip() else ', none but blanks'}."
            raise ArgumentError("text", observed, f"Write words to look for, of {MAX_TEXT} characters at most.")
        window = read_window(FIELD, arguments, self._limits)
        narrowed = arguments.get("kinds") is not None
        parameters = window.parameters(number) | {
            f"query{number}": lucene(text),
            f"words{number}": words_of(text),
            f"title{number}": title_of(text),
            f"bound{number}": BOUND,
            f"tokens{number}": {kind.label(): kind.token() for kind in self.kinds},
            f"kinds{number}": self._chosen(arguments["kinds"]) if narrowed else [kind.token() for kind in self.kinds],
            f"options{number}": {"limit": LOOKED if narrowed else BOUND + 1},
        }
        fit, ref = f"s{number}", f"k{number}"
        behind = ""
        if place := read_place(window, (float, str), FIELD):
            behind = f" WHERE {fit} < $score{number} OR {fit} = $score{number} AND {ref} > $after{number}"
            parameters |= {f"score{number}": place[0], f"after{number}": place[1]}
        node = f"n{number}"
        return Paging(
            number,
            window,
            f"UNWIND hits AS hit WITH hit.node AS {node}, hit.score AS {fit}, "
            f"hit.kind + ':' + hit.node.`key` AS {ref}{behind}",
            {fit: fit, ref: ref},
            f"{fit} DESC, {ref}",
            (fit, ref),
            "size(hits)",
            parameters=parameters,
        )

    def of_connection(self, selection: Selection, name: str, nodes: Nodes, columns: Columns) -> Decode | None:
        """A field that other connections don't have."""
        if name == "complete":
            return decode.plain(columns.add("complete"))
        if name != "facets":
            return None
        counted = "WITH hit.kind AS kind, count(*) AS n ORDER BY n DESC, kind RETURN [kind, n]"
        kinds = {kind.token(): self._form.kind(kind.token()) for kind in self.kinds}
        index = columns.add(f"COLLECT {{ UNWIND hits AS hit {counted} }}")
        known: Known = {
            "kind": lambda _: decode.applied(kinds.__getitem__, 0),
            "count": lambda _: decode.plain(1),
        }
        return decode.nested(index, _object(selection, nodes, "SearchFacet", known))

    def of_edge(self, selection: Selection, name: str, nodes: Nodes, row: Columns) -> Decode | None:
        """A field that edges of other connections don't have."""
        if name == "score":
            return decode.plain(row.add(f"s{self._number}"))
        if name != "highlights":
            return None
        leaves = self._searched
        index = row.add(f"[{', '.join(f'n{self._number}.`{leaf.prop.name}`' for leaf in leaves)}]")
        match: Known = {"start": lambda _: decode.plain(0), "end": lambda _: decode.plain(1)}
        known: Known = {
            "field": lambda _: decode.plain(0),
            "text": lambda _: decode.plain(1),
            "matches": lambda chosen: decode.nested(2, _object(selection, chosen, "SearchMatch", match)),
        }
        return self._highlights(index, _object(selection, nodes, "SearchHighlight", known))

    @cached_property
    def _searched(self) -> list[Leaf]:
        """What the index reads, each once, though many kinds have it."""
        shapes = (self._shapes.all[kind.token()] for kind in self.kinds)
        found = {leaf.name: leaf for shape in shapes for leaf in shape.leaves.values() if leaf.prop.searched}
        return [found[name] for name in sorted(found)]

    def _highlights(self, index: int, each: Decode) -> Decode:
        names = [leaf.name for leaf in self._searched]

        def found(values: list[Any], words: list[str]) -> Iterator[Highlight]:
            texts = {name: text for name, text in zip(names, values, strict=True) if isinstance(text, str)}
            return highlights(texts, words)

        rows = decode.applied(found, index, f"words{self._number}")
        return lambda source, row: source.each(each, rows(source, row))

    def _chosen(self, kinds: list[Any]) -> list[str]:
        known = [kind.token() for kind in self.kinds]
        tokens = [kind.value for kind in kinds]
        if wrong := [token for token in tokens if token not in known]:
            can = ", ".join(token.upper() for token in known)
            raise ArgumentError("kinds", f"{wrong[0].upper()} has no texts to search.", f"Choose from {can}.")
        return tokens


def make_types(types: SchemaTypes) -> list[StrawberryArgument]:
    """Makes the types of the answer; returns the arguments of the field."""
    make = types.maker
    make.object(
        "SearchMatch",
        "A word that was looked for, in the text of a highlight; places count UTF-16 units, as JavaScript does.",
        (
            make.field("start", "int", "Where it begins, from 0."),
            make.field("end", "int", "Where what follows it begins."),
        ),
    )
    make.object(
        "SearchHighlight",
        "A field of a node that holds some of the words.",
        (
            make.field("field", "str", "The name of the field, as the node's type has it."),
            make.field("text", "str", "The text around the first of them, with `…` where it was cut; plain text."),
            make.field("matches", "list[SearchMatch]", "The words in `text`, in order; none overlaps another."),
        ),
    )
    make.object(
        "SearchFacet",
        "How many hits are of one kind.",
        (
            make.field("kind", "Kind", "The kind."),
            make.field("count", "int", "How many hits are of it."),
        ),
    )
    make.object(
        f"{TITLE}Edge",
        "A node whose texts hold the words.",
        (
            make.field("node", "Node", "The node itself."),
            make.field("cursor", "str", "The edge's place in the list, for `after`."),
            make.field("score", "float", "How well it fits; higher is better, and only comparable within one answer."),
            make.field("highlights", "list[SearchHighlight]", "Which of its fields hold the words, and where."),
        ),
    )
    make.object(
        f"{TITLE}Connection",
        "A page of what was found, the best fit first.",
        (
            make.field("edges", f"list[{TITLE}Edge]", "The nodes of the page, each with what was found in it."),
            make.field("pageInfo", "PageInfo", "Where the page begins and ends."),
            make.field("totalCount", "int", f"How many hits there are on all pages: the best {BOUND:,} at most."),
            make.field("facets", "list[SearchFacet]", "How many of these are of each kind, the most first."),
            make.field("complete", "bool", "Whether these are all hits; false: there are more, which fit less."),
        ),
    )
    first, after, *_ = types.paging_arguments("Node")
    about = f"Words to look for, all of them, of {MAX_TEXT} characters at most; the last may be unfinished."
    kinds = "Only nodes of these kinds, which facets and total then count; null: all."
    return [
        make.argument("text", "str", about),
        make.argument("kinds", "list[Kind] | None", kinds),
        first,
        after,
    ]


def _object(selection: Selection, nodes: Nodes, title: str, known: Known) -> Decode:
    """An object of one type, of what is selected of it."""
    parts: dict[str, Decode] = {}
    for key, chosen in selection.fields(nodes, (title,)).items():
        name = chosen[0].name.value
        parts[key] = decode.constant(title) if name == "__typename" else known[name](chosen)
    return decode.mapping(parts)
