"""Funnels that tools agree on: the stages of a purchase, by the names that shops, GA4 and Segment give their events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.events.engine import Engine
from loaders.events.log import Log
from loaders.events.roles import plain


@dataclass(frozen=True)
class Stage:
    """A stage of a funnel, and the activities by which it is reached, in lower case and without signs."""

    key: str
    name: str
    activities: frozenset[str]


@dataclass(frozen=True)
class Funnel:
    """The stages through which customers go, in their order; its key and those of its stages are of lifecycles."""

    key: str
    name: str
    stages: tuple[Stage, ...]


PURCHASE = Funnel(
    "purchase-funnel",
    "From the product to the purchase",
    (
        Stage("view", "Looks at a product", frozenset({"view", "view item", "product viewed", "view product"})),
        Stage("cart", "Puts it into the cart", frozenset({"cart", "add to cart", "product added", "addtocart"})),
        Stage("checkout", "Begins to pay", frozenset({"begin checkout", "checkout started", "checkout"})),
        Stage("purchase", "Has bought", frozenset({"purchase", "order completed", "order placed", "conversion"})),
    ),
)
"""After the events of the e-commerce specifications of GA4 and Segment, and of the REES46 shops on Kaggle."""


_PASSING = """
CREATE VIEW passing AS
SELECT {who} AS who, coalesce(moment, 0)::HUGEINT * 1099511627776 + row AS place, activity, segment, channel FROM log
"""
_ENTERED = """
CREATE TABLE entered AS
SELECT who, arg_min(segment, place) AS segment, arg_min(channel, place) AS channel FROM passing GROUP BY who
"""
_REACHED = """
SELECT segment, channel, n FROM (
  SELECT segment, channel, GROUPING(segment) AS any_segment, GROUPING(channel) AS any_channel, count(*) AS n
  FROM stage_{stage} JOIN entered USING (who) GROUP BY GROUPING SETS ((), (segment), (channel)))
WHERE (any_segment = 1 OR segment IS NOT NULL) AND (any_channel = 1 OR channel IS NOT NULL)
ORDER BY segment NULLS FIRST, channel NULLS FIRST
"""


@dataclass(frozen=True)
class Reached:
    """Who reached a stage of a funnel after all the stages before it that the log knows."""

    stage: Stage
    order: int
    segment: str | None
    channel: str | None
    """Of the first event; None for both: everybody."""
    count: int


def aims(funnel: Funnel, activities: Iterable[str]) -> tuple[str, ...]:
    """Those activities by which the last stage is reached."""
    return tuple(name for name in activities if plain(name) in funnel.stages[-1].activities)


def stages(funnel: Funnel, activities: Sequence[str]) -> list[tuple[int, Stage, tuple[str, ...]]]:
    """The stages that a log has activities of, each with its place and those; none where it lacks the last."""
    found = [
        (order, stage, tuple(name for name in activities if plain(name) in stage.activities))
        for order, stage in enumerate(funnel.stages, 1)
    ]
    known = [(order, stage, names) for order, stage, names in found if names]
    return known if len(known) > 1 and known[-1][1] is funnel.stages[-1] else []


def pass_through(engine: Engine, log: Log, funnel: Funnel, activities: Sequence[str]) -> list[Reached]:
    """Count who reached each stage: people where the log tells them, else cases.

    A stage is reached by an event that comes after the one by which the stage before was reached first.
    """
    known = stages(funnel, activities)
    if not known:
        return []
    who = "coalesce('person ' || nullif(person, ''), 'case ' || case_id)" if log.persons else "case_id"
    engine.run(_PASSING.format(who=who))
    engine.run(_ENTERED, what="Finding first events")
    reached: list[Reached] = []
    groups: dict[tuple[str | None, str | None], None] = {}
    for number, (order, stage, names) in enumerate(known):
        earlier = f"JOIN stage_{number - 1} b ON b.who = p.who AND p.place > b.place" if number else ""
        named = ", ".join("?" * len(names))
        engine.run(
            f"CREATE TABLE stage_{number} AS SELECT p.who, min(p.place) AS place FROM passing p {earlier} "  # noqa: S608 - ours
            f"WHERE p.activity IN ({named}) GROUP BY p.who",
            names,
            what=f"Counting who {stage.name[:1].lower()}{stage.name[1:]}",
        )
        counts = {(segment, channel): count for segment, channel, count in engine.run(_REACHED.format(stage=number))}
        groups |= dict.fromkeys(counts)
        reached += [Reached(stage, order, *group, counts.get(group, 0)) for group in groups]
    return reached
