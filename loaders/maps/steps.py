"""What happens in a stage: steps, the touchpoints they are at, the channels they go through, who and what is behind."""

import re
from collections.abc import Iterable

from graph_schema.keys import slug
from loaders.entries import Raw
from loaders.maps.chart import Claim, Saying
from loaders.maps.stage import SEVERAL_STEPS, Stage, Step
from loaders.maps.words import Lane
from loaders.telling import short_slug, titled

MAX_ACTION = 300
MAX_ACTOR_WORDS = 4
_ACTOR = re.compile(r"\A([^:;.?!]{2,40}):\s+(\S.*)\Z", re.DOTALL)


def steps(stage: Stage, saying: Saying) -> None:
    """Each item is a step."""
    for item in saying.items:
        if slug(item):
            stage.add_step(item, saying, is_named=True)


def actions(stage: Stage, saying: Saying) -> None:
    """Actions inside of one step are its micro-moments; all others are steps."""
    covered = stage.covered(saying)
    if len(covered) != 1:
        steps(stage, saying)
        return
    for order, item in enumerate(filter(slug, saying.items), 1):
        key = f"{covered[0].key}/{stage.telling.unique(covered[0].key, short_slug(item))}"
        name, whole = titled(item)
        fields: dict[str, Raw] = {"key": key, "name": name, "description": whole, "order": str(order)}
        stage.told.append(stage.telling.entry("micro_moments", saying.place, **fields, **saying.claim))


def touchpoints(stage: Stage, saying: Saying) -> None:
    """One touchpoint is that of all steps in its columns; of several, each has a step of its own."""
    for item in filter(slug, saying.items):
        key = stage.once("touchpoints", item, saying)
        found = _through(stage, saying, item, [step for step in stage.all_covered(saying) if not step.at])
        for step in found:
            step.at, step.touchpoint = _link(key, saying, found), key


def channels(stage: Stage, saying: Saying) -> None:
    """One channel is that of all steps in its columns; of several, each has a step of its own."""
    for item in filter(slug, saying.items):
        key = stage.once("channels", item, saying)
        found = _through(stage, saying, item, [step for step in stage.all_covered(saying) if not step.via])
        for step in found:
            step.via = _link(key, saying, found)


def _through(stage: Stage, saying: Saying, item: str, free: list[Step]) -> list[Step]:
    same = [step for step in free if slug(step.name) == slug(item)]
    alone = len(list(filter(slug, saying.items))) == 1
    return same or (free if alone else []) or [stage.add_step(item, saying)]


def _link(key: str, saying: Saying, found: list[Step]) -> Raw:
    return {"to": key, **_of(saying, found)}


def _of(saying: Saying, found: list[Step]) -> Claim:
    note = saying.inferred or (SEVERAL_STEPS if len(found) > 1 else "")
    return {**saying.claim, **({"basis": "inferred", "note": note} if note else {})}


def performers(stage: Stage, saying: Saying) -> None:
    """`Warehouse: packs` names who acts; where a cell names nobody, the lane's own name stands for them."""
    found = stage.needed(saying)
    for item in saying.items:
        actor, action = _split(item)
        who = actor or saying.more or saying.label
        if key := stage.once("stakeholders", who, saying):
            own: dict[str, Raw] = {"action": action[:MAX_ACTION]}
            own |= {} if saying.lane is Lane.COMPANY else {"line": str(saying.lane)}
            _behind(stage, saying, "performs", key, found, own)


def systems(stage: Stage, saying: Saying) -> None:
    """Each item names a system; behind a colon stands what it does."""
    found = stage.needed(saying)
    for item in saying.items:
        system, action = _split(item)
        if key := stage.once("systems", system or action, saying):
            own: dict[str, Raw] = {"action": action[:MAX_ACTION]} if system else {}
            _behind(stage, saying, "enables", key, found, own)


def _split(item: str) -> tuple[str, str]:
    found = _ACTOR.match(item)
    return (found[1], found[2]) if found and len(found[1].split()) <= MAX_ACTOR_WORDS else ("", item)


def _behind(stage: Stage, saying: Saying, relation: str, key: str, found: Iterable[Step], own: dict[str, Raw]) -> None:
    claim = _of(saying, list(found))
    for step in found:
        stage.told += stage.telling.relation(relation, saying.place, key, step.key, claim=claim, **own)


def teams(stage: Stage, saying: Saying) -> None:
    """Who answers for steps that are all at touchpoints owns these; others influence the steps."""
    found = stage.needed(saying)
    touched = dict.fromkeys(step.touchpoint for step in found)
    owns = saying.lane is Lane.OWNER and "" not in touched
    ends = [f"touchpoint:{key}" for key in touched] if owns else [step.ref for step in found]
    for item in saying.items:
        if key := stage.once("stakeholders", item, saying):
            for end in ends:
                stage.relate("owns" if owns else "influences", saying, key, end, _of(saying, found))


def artefacts(stage: Stage, saying: Saying) -> None:
    """What the customer sees or holds at the one step there is; of several, nobody knows at which."""
    covered = stage.covered(saying)
    if len(covered) == 1:
        covered[0].artefacts += saying.items
    else:
        stage.keep(saying, saying.label)
