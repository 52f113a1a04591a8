"""What each lane of a journey map means, in the order in which lanes build on each other. See docs/journey-maps.md."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from graph_schema.problems import Problem
from loaders.entries import Entry, Use
from loaders.maps import happenings, steps
from loaders.maps.chart import Chart, Saying
from loaders.maps.stage import MapTelling, Report, Stage
from loaders.maps.words import Lane
from loaders.personal import Masker
from loaders.telling import Telling


class Meaning(NamedTuple):
    """What the cells of a lane become, in words and in deed."""

    becomes: str
    say: Callable[[Stage, Saying], None]


def _nothing(_stage: Stage, _saying: Saying) -> None:
    """What holds for the whole map was told before its stages."""


def _described(stage: Stage, saying: Saying) -> None:
    stage.keep(saying, "")


MEANINGS: dict[Lane, Meaning] = {
    Lane.STEP: Meaning("a Step", steps.steps),
    Lane.ACTION: Meaning("a Step; inside of a Step that the map names, a MicroMoment", steps.actions),
    Lane.TOUCHPOINT: Meaning("the Touchpoint that a Step is AT", steps.touchpoints),
    Lane.CHANNEL: Meaning("the Channel that a Step goes VIA", steps.channels),
    Lane.ONSTAGE: Meaning("a Stakeholder that PERFORMS the step, onstage", steps.performers),
    Lane.BACKSTAGE: Meaning("a Stakeholder that PERFORMS the step, backstage", steps.performers),
    Lane.SUPPORT: Meaning("a Stakeholder that PERFORMS the step, in support", steps.performers),
    Lane.COMPANY: Meaning("a Stakeholder that PERFORMS the step", steps.performers),
    Lane.SYSTEM: Meaning("a System that ENABLES the step", steps.systems),
    Lane.OWNER: Meaning("a Stakeholder that OWNS the touchpoint, or else INFLUENCES the step", steps.teams),
    Lane.TEAM: Meaning("a Stakeholder that INFLUENCES the step", steps.teams),
    Lane.ARTEFACT: Meaning("an artefact of the step", steps.artefacts),
    Lane.MOMENT: Meaning("a MomentOfTruth at a step", happenings.moments),
    Lane.PERSONA: Meaning("a Persona", _nothing),
    Lane.FEELING: Meaning("a Feeling of the persona", happenings.feelings),
    Lane.MIND: Meaning("a Feeling of the persona; a sentence or question a Quote", happenings.minds),
    Lane.THOUGHT: Meaning("a Quote (paraphrase) of the persona", happenings.thoughts),
    Lane.QUOTE: Meaning("a Quote (verbatim)", happenings.quotes),
    Lane.PAIN: Meaning("a PainPoint that HURTS the persona", happenings.pains),
    Lane.GAIN: Meaning("a Gain", happenings.gains),
    Lane.OPPORTUNITY: Meaning("an Opportunity", happenings.opportunities),
    Lane.SOLUTION: Meaning("a Solution", happenings.solutions),
    Lane.INSIGHT: Meaning("an Insight that CONCERNS the place", happenings.insights),
    Lane.NEED: Meaning("a Need of the persona, and in the description", happenings.needs),
    Lane.AIM: Meaning("a CxGoal, and in the description", happenings.aims),
    Lane.METRIC: Meaning("a Metric, and in the description", happenings.metrics),
    Lane.DESCRIPTION: Meaning("the description", _described),
}
MAX_ITEMS = 5_000
"""A map is read by people: what says more is none."""
UNKNOWN = "a line of the description, for the lane is not known"


def tell(chart: Chart, telling: Telling, report: Report) -> Iterator[Entry]:
    """The entries of one map."""
    count = sum(len(saying.items) for saying in chart.sayings())
    if count > MAX_ITEMS:
        found = f"The map says {count:,} things."
        report.problems.append(Problem(chart.place, found, f"Split it: up to {MAX_ITEMS:,} are read."))
        return
    _mask(chart, report)
    whole = MapTelling(chart, telling, report)
    yield from whole.entries()
    for order, part in enumerate(chart.parts, 1):
        part.sayings = happenings.paired(part.sayings)
        stage = Stage(whole, part, order)
        named = {saying.lane for saying in part.sayings}
        for lane, meaning in MEANINGS.items():
            # Where no steps are named, actions are the steps, and the first of them must not take in the others.
            say = steps.steps if lane is Lane.ACTION and Lane.STEP not in named else meaning.say
            for saying in part.sayings:
                if saying.lane is lane:
                    say(stage, saying)
        for saying in part.sayings:
            if saying.lane not in MEANINGS:
                stage.keep(saying, saying.label)
        yield from stage.entries()


def _mask(chart: Chart, report: Report) -> None:
    """Take addresses and numbers of people out of what the map says."""
    masker = Masker()
    chart.description = [masker(line) for line in chart.description]
    for part in chart.parts:
        part.sayings = [replace(saying, items=tuple(map(masker, saying.items))) for saying in part.sayings]
    if masked := masker.note():
        report.note(f"{chart.place.file}: {masked}")


def uses_of(charts: Iterable[Chart]) -> Iterator[Use]:
    """How each lane is used."""
    seen: set[str] = set()
    for saying in (saying for chart in charts for saying in chart.sayings()):
        if saying.label not in seen:
            seen.add(saying.label)
            meaning = MEANINGS.get(saying.lane) if saying.lane else None
            becomes = meaning.becomes if meaning else UNKNOWN
            yield Use(saying.label, becomes, example=next(iter(saying.items), ""))
