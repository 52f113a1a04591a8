"""Draws traces for a terminal: a moment of truth, and below it every chain, link by link."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from rich.text import Text
from rich.tree import Tree

from graph_schema.kinds.why import Contribution
from graph_schema.registry import REGISTRY
from journeygraph.output import out, words

_LINE = {"stated": "──", "measured": "══", "inferred": "╌╌"}
_STRENGTH = {None: "strength not recorded", 1: "strength 1 of 3", 2: "strength 2 of 3", 3: "strength 3 of 3"}
GAPS = {
    "moment-serves-nothing": "Gap: no CX goal or brand promise is recorded that this moment serves.",
    "cx-goal-advances-nothing": "Gap: no brand goal is recorded that this CX goal advances.",
    "promise-upholds-nothing": "Gap: no brand goal is recorded that this promise upholds.",
    "no-brand-pursues": "Gap: no brand is recorded that pursues this goal.",
}


def print_traces(rows: Iterable[Any]) -> None:
    """Print chains, as question `trace` gives them, as one tree for each moment."""
    for moment, chains in groupby(rows, key=lambda row: row.moment):
        tree = Tree(Text(f"★ {moment.name or moment.key}", style="bold"))
        shared: dict[tuple[str, ...], Tree] = {}
        for chain in chains:
            branch: Tree = tree
            path: tuple[str, ...] = ()
            here = chain.moment
            for link in chain.links:
                there = link.end if link.start == here else link.start
                path = (*path, f"{link.relationship} {there.kind}:{there.key}")
                if path not in shared:
                    shared[path] = _grow(branch, link, there)
                branch, here = shared[path], there
            if chain.gap:
                branch.add(Text(GAPS.get(chain.gap, str(chain.gap)), style="yellow"))
            elif chain.brand_goal:
                weakest = _STRENGTH[chain.strength].replace("strength", "weakest link:", 1)
                branch.add(Text(f"Chain: {weakest}" if chain.strength else "Chain: strength unknown", style="dim"))
        out().print(tree)


def _grow(branch: Tree, link: Any, there: Any) -> Tree:
    bases = [str(claim.basis) for claim in link.evidence]
    line = next((_LINE[basis] for basis in ("measured", "stated", "inferred") if basis in bases), "··")
    relationship = REGISTRY.rel_types[link.relationship][0]
    verb = relationship.forward if there == link.end else relationship.backward
    label = Text(f"{line} {words(verb)} {line} ")
    label.append(f"{words(there.kind)}: {there.name or there.key}", style="bold")
    if issubclass(relationship, Contribution):
        label.append(f"  ({_STRENGTH[link.strength]})")
    grown = branch.add(label)
    for claim in link.evidence:
        where = f", {claim.locator}" if claim.locator else ""
        note = f": {claim.note}" if claim.note else ""
        grown.add(Text(f"{claim.basis} by {claim.source}{where} [{claim.dataset}]{note}", style="dim"))
    return grown
