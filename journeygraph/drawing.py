"""Draws answers that are more than a table: the zoom as a tree, the emotion curve as bars."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pydantic import BaseModel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from journeygraph.layout import print_rows
from journeygraph.output import claims, out, say
from journeygraph.tracing import print_traces
from queries.experience import PointRow
from queries.journeys import TreeRow
from queries.question import Answer
from queries.why import ChainRow

_HALF = 8
"""How many characters a bar has on each side of the middle."""
_PHASE, _JOURNEY = 1, 2


def print_answer(answer: Answer[Any]) -> None:
    """Print an answer's rows the way they are best read."""
    if not answer.rows:
        return
    draw = _DRAWN.get(answer.question.row)
    if draw:
        draw(answer.rows)
    else:
        print_rows(answer.rows, tuple(answer.question.row.model_fields))


def print_tree(rows: Sequence[TreeRow]) -> None:
    """Print lifecycles with what is in them; a phase without a journey is said to have none."""
    journeys = any(row.depth >= _JOURNEY for row in rows)
    with_children = {tuple(row.path[:-1]) for row in rows}
    grown: dict[tuple[str, ...], Tree] = {}
    roots: list[Tree] = []
    for row in rows:
        label = Text(row.node.name or row.node.key, style="bold" if row.depth <= _JOURNEY else "")
        label.append(f"  {_own_part(row)}", style="not bold dim")
        if row.depth == _PHASE and journeys and tuple(row.path) not in with_children:
            label.append("  no journey mapped", style="not bold yellow")
        if row.evidence:
            label.append(f"\n{claims(row.evidence)}", style="not bold dim")
        above = grown.get(tuple(row.path[:-1]))
        tree = above.add(label) if above else Tree(label)
        if not above:
            roots.append(tree)
        grown[tuple(row.path)] = tree
    for root in roots:
        out().print(root)
    say("\nDim: keys; one that begins with a slash continues the key above it.")


def _own_part(row: TreeRow) -> str:
    above = f"{row.parent.key}/" if row.parent else None
    return f"/{row.node.key.removeprefix(above)}" if above and row.node.key.startswith(above) else row.node.key


def print_curve(rows: Sequence[PointRow]) -> None:
    """Print a curve for each persona and journey, from the first stage to the last."""
    for place, ((persona, journey), points) in enumerate(groupby(rows, key=lambda row: (row.persona, row.journey))):
        if place:
            say()
        say(Text(f"{persona.name or persona.key}  ", style="bold").append(persona.key, style="not bold dim"))
        say(Text(f"{journey.name or journey.key}  ", style="bold").append(journey.key, style="not bold dim"))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=True)
        table.add_column(ratio=4, overflow="fold")
        table.add_column(f"-1{'0':^{2 * _HALF - 3}}+1", no_wrap=True, min_width=2 * _HALF + 1)
        table.add_column("score", justify="right", no_wrap=True)
        table.add_column("emotion", no_wrap=True)
        table.add_column("who says so", ratio=3, overflow="fold")
        for stage, inside in groupby(points, key=lambda row: row.stage):
            table.add_row(Text(stage.name or stage.key, style="bold"))
            for row in inside:
                table.add_row(*_point(row))
        out().print(table)


def _point(row: PointRow) -> tuple[Text, ...]:
    node = row.micro_moment or row.step
    name = Text(f"{'  ' if row.step else ''}{'  ' if row.micro_moment else ''}")
    name.append((node.name or node.key) if node else "(the stage as a whole)")
    if row.wherever_used:
        name.append(" (wherever this touchpoint is used)", style="dim")
    if row.gap:
        return name, Text("not recorded", style="yellow"), Text(), Text(), Text()
    emotion = Text(row.emotion.name or row.emotion.key if row.emotion else "-")
    bar = Text(_bar(row.score)).append(" lowest" if row.lowest else "", style="bold")
    score = Text("-" if row.score is None else f"{row.score:+.1f}" if row.score else "0.0")
    return name, bar, score, emotion, Text(claims(row.evidence), style="dim")


def _bar(score: float | None) -> str:
    if score is None:
        return ""
    length = round(abs(score) * _HALF)
    if score < 0:
        return f"{'█' * length:>{_HALF}}│"
    return f"{'':{_HALF}}│{'█' * length}"


def _print_chains(rows: Sequence[ChainRow]) -> None:
    print_traces(rows)


_DRAWN: Mapping[type[BaseModel], Callable[[Any], None]] = {
    ChainRow: _print_chains,
    TreeRow: print_tree,
    PointRow: print_curve,
}
