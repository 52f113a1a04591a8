"""Random loads, reloads, drops, renames, merges and undos against a plain model of what the graph must hold.

JOURNEYGRAPH_EXAMPLES says how many sequences are tried.
"""

import copy
import os
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph_schema.errors import JourneyGraphError
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.operations import drop, undo
from graph_store.renaming import merge, rename
from loaders.pipeline import load
from tests.bundles import bundle
from tests.conftest import wipe

EXAMPLES = int(os.environ.get("JOURNEYGRAPH_EXAMPLES", "12"))
TOUCHPOINTS = ("x", "y", "z")
PAINS = ("p", "q")
Claim = tuple[str, str, str]
"""A dataset, and either a node or the two ends of a link."""


@dataclass
class Model:
    """What each dataset says: of nodes by values and run, and of links by run; and how datasets rank."""

    ranks: dict[str, int] = field(default_factory=dict[str, int])
    said: dict[Claim, tuple[dict[str, str], int]] = field(default_factory=dict[Claim, tuple[dict[str, str], int]])
    aliases: dict[str, str] = field(default_factory=dict[str, str])

    def current(self, ref: str) -> str:
        return self.aliases.get(ref, ref)

    def nodes(self) -> dict[str, dict[str, str]]:
        """What nodes show: of each property the value of the highest rank, then the newest run."""
        shown: dict[str, dict[str, str]] = {}
        order = sorted(self.said.items(), key=lambda item: (self.ranks[item[0][0]], item[1][1], item[0][0]))
        for (_, ref, end), (values, _) in order:
            if not end:
                shown.setdefault(ref, {}).update(values)
        return shown

    def links(self) -> set[Claim]:
        return {claim for claim in self.said if claim[2]}

    def is_whole(self) -> bool:
        """Whether every link has its ends."""
        nodes = self.nodes()
        return all(start in nodes and end in nodes for _, start, end in self.links())

    def load(self, run: int, dataset: str, rank: int, content: dict[Claim, dict[str, str]]) -> "Model":
        after = copy.deepcopy(self)
        after.ranks[dataset] = rank
        wanted: dict[Claim, tuple[bool, dict[str, str]]] = {}
        for (_, ref, end), values in content.items():
            claim = (dataset, self.current(ref), self.current(end) if end else "")
            moved = claim[1] != ref
            there = wanted.get(claim)
            if there is None:
                wanted[claim] = (moved, values)
            else:
                wanted[claim] = (moved and there[0], values | there[1] if moved else there[1] | values)
        for claim in [claim for claim in after.said if claim[0] == dataset and claim not in wanted]:
            del after.said[claim]
        for claim, (_, values) in wanted.items():
            if after.said.get(claim, (None,))[0] != values:
                after.said[claim] = (values, run)
        return after

    def drop(self, dataset: str) -> "Model":
        after = copy.deepcopy(self)
        after.said = {claim: said for claim, said in after.said.items() if claim[0] != dataset}
        del after.ranks[dataset]
        return after

    def move(self, run: int, old: str, new: str) -> "Model":
        """Rename or merge: what is said of the old is said of the new; what was said of the new stays."""
        after = copy.deepcopy(self)
        after.aliases = {key: new if target == old else target for key, target in self.aliases.items()} | {old: new}
        after.aliases = {key: target for key, target in after.aliases.items() if key != target and key != new}
        for claim, (values, since) in list(self.said.items()):
            start, end = (new if ref == old else ref for ref in claim[1:])
            moved = (claim[0], start, end)
            if moved == claim:
                continue
            del after.said[claim]
            if moved not in after.said:
                after.said[moved] = (values, since)
            else:
                kept, kept_since = after.said[moved]
                filled = values | kept
                after.said[moved] = (filled, kept_since if filled == kept else run)
        return after


values = st.fixed_dictionaries({"name": st.sampled_from(["N1", "N2"])}, optional={"description": st.sampled_from("de")})
content = st.builds(
    lambda touchpoints, pains, links: {
        **{("", f"touchpoint:{key}", ""): v for key, v in touchpoints.items()},
        **{("", f"pain_point:{key}", ""): v for key, v in pains.items()},
        **{("", f"pain_point:{pain}", f"touchpoint:{at}"): {} for pain, at in links},
    },
    st.dictionaries(st.sampled_from(TOUCHPOINTS), values),
    st.dictionaries(st.sampled_from(PAINS), values),
    st.sets(st.tuples(st.sampled_from(PAINS), st.sampled_from(TOUCHPOINTS)), max_size=3),
)
operations = st.one_of(
    st.tuples(st.just("load"), st.sampled_from("ab"), st.integers(0, 1), content),
    st.tuples(st.just("load"), st.sampled_from("ab"), st.integers(0, 1), content),
    st.tuples(st.just("drop"), st.sampled_from("ab")),
    st.tuples(st.just("move"), st.sampled_from(TOUCHPOINTS), st.sampled_from((*TOUCHPOINTS, "new"))),
    st.tuples(st.just("undo"), st.integers(0, 2)),
)


_A, _B = ({("", "touchpoint:x", ""): {"name": name}} for name in ("N1", "N2"))
_PAIN = {("", "pain_point:p", ""): {"name": "N1"}}
_LINKED = _A | {("", "pain_point:p", "touchpoint:x"): {}}


@pytest.mark.timeout(75 * EXAMPLES)
@given(work=st.lists(operations, min_size=3, max_size=9))
@example(work=[("load", "a", 1, _A), ("load", "b", 0, _B), ("drop", "a"), ("undo", 0), ("undo", 0)])
@example(work=[("load", "a", 0, _A), ("load", "b", 0, _B), ("load", "a", 1, _A), ("undo", 0), ("undo", 0)])
@example(work=[("load", "b", 0, _PAIN), ("load", "a", 0, _LINKED), ("drop", "a"), ("drop", "b"), ("undo", 1)])
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_graph_holds_what_the_model_says(database: Database, work: list[tuple[Any, ...]]):
    wipe(database)
    with TemporaryDirectory() as folder:
        load([bundle(Path(folder), "sources", sources=[{"key": "study", "name": "Study"}])], database, REGISTRY)
        history: dict[int, tuple[Model, Model]] = {}
        model = Model()
        for step in work:
            model = perform(database, Path(folder), model, step, history)
            assert held(database) == (model.nodes(), model.links()), step
    assert list(check(database, REGISTRY)) == []


def perform(
    database: Database, folder: Path, model: Model, step: tuple[Any, ...], history: dict[int, tuple[Model, Model]]
) -> Model:
    """Do it to the graph and to the model; what the graph refuses leaves the model as it was."""
    run = next_run(database)
    after, must = foreseen(model, step, run, history)
    try:
        done = carry_out(database, folder, model, step, history)
    except JourneyGraphError:
        if must:
            raise
        return model
    assert after is not None, f"{step} was not refused"
    if done is not None:
        assert done == run
        history[run] = (model, after)
    return after


def foreseen(
    model: Model, step: tuple[Any, ...], run: int, history: dict[int, tuple[Model, Model]]
) -> tuple[Model | None, bool]:
    """What the model becomes, None where it can't be; and whether the graph must do it."""
    match step:
        case ("load", dataset, rank, said):
            after = model.load(run, dataset, rank, said)
            return (after, True) if after.is_whole() else (None, False)
        case ("drop", dataset):
            after = model.drop(dataset) if dataset in model.ranks else None
            return (after, True) if after and after.is_whole() else (None, False)
        case ("move", old, new):
            there = model.nodes()
            possible = f"touchpoint:{old}" in there and old != new
            return (model.move(run, f"touchpoint:{old}", f"touchpoint:{new}"), True) if possible else (None, False)
        case _:
            numbers = sorted(history)
            if not numbers:
                return None, False
            before, after = history[numbers[-1 - step[1] % len(numbers)]]
            return reversed_in(model, before, after), step[1] % len(numbers) == 0


def reversed_in(model: Model, before: Model, after: Model) -> Model:
    """The model with what led from `before` to `after` taken back."""
    back = copy.deepcopy(model)
    parts: list[tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any]]] = [
        (back.said, before.said, after.said),
        (back.ranks, before.ranks, after.ranks),
        (back.aliases, before.aliases, after.aliases),
    ]
    for mine, was, became in parts:
        for key in was.keys() | became.keys():
            if was.get(key) != became.get(key):
                mine.pop(key, None)
                if key in was:
                    mine[key] = copy.deepcopy(was[key])
    return back


def carry_out(
    database: Database, folder: Path, model: Model, step: tuple[Any, ...], history: dict[int, tuple[Model, Model]]
) -> int | None:
    match step:
        case ("load", dataset, rank, said):
            return load([write(folder, dataset, rank, said)], database, REGISTRY).run
        case ("drop", dataset):
            return drop(dataset, database, REGISTRY).run
        case ("move", old, new):
            if f"touchpoint:{new}" in model.nodes():
                return merge("touchpoint", new, old, database, REGISTRY).run
            return rename("touchpoint", old, new, database, REGISTRY).run
        case _:
            numbers = sorted(history)
            return undo(numbers[-1 - step[1] % len(numbers)] if numbers else 999, database, REGISTRY).run


def write(folder: Path, dataset: str, rank: int, said: dict[Claim, dict[str, str]]) -> Path:
    nodes = {ref.partition(":")[2]: (ref.partition(":")[0], v) for (_, ref, end), v in said.items() if not end}
    collections: dict[str, Any] = {"touchpoints": [], "pain_points": [], "occurs_at": []}
    for key, (kind, given_values) in nodes.items():
        collections[f"{kind}s"].append({"key": key, **given_values})
    for _, start, end in said:
        if end:
            collections["occurs_at"].append({"from": start, "to": end})
    return bundle(folder, dataset, rank=str(rank), **collections)


def next_run(database: Database) -> int:
    return database.read("MATCH (k:KnowledgeBase) RETURN k.last_run + 1 AS run")[0]["run"]


def held(database: Database) -> tuple[dict[str, dict[str, str]], set[Claim]]:
    """What the graph holds, in the model's form."""
    query = """MATCH (n:Touchpoint|PainPoint) WITH n, properties(n) AS p
               RETURN CASE WHEN n:Touchpoint THEN 'touchpoint:' ELSE 'pain_point:' END + n.key AS ref, p"""
    nodes = {row["ref"]: {k: v for k, v in row["p"].items() if k != "key"} for row in database.read(query)}
    links = database.read("MATCH ()-[r:OCCURS_AT]->() RETURN r.dataset AS d, r.from AS a, r.to AS b")
    return nodes, {(row["d"], row["a"], row["b"]) for row in links}
