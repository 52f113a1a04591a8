"""One stage in the telling: its steps, and where what its cells say belongs.

What a cell says, it says of the steps in its columns: of the one step where there is only one, else of the stage. A
link that only a step can have is given to each of several steps as inferred.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Raw, Use
from loaders.maps.chart import Chart, Claim, Part, Saying
from loaders.maps.moods import Scale, inferred_scale, named_scale, read_mood
from loaders.maps.words import Lane
from loaders.telling import Telling, short_slug, titled

NOBODY = "Customer"
"""Who feels what a map without a persona tells of."""
SEVERAL_STEPS = "Said of several steps at once."


@dataclass
class Report:
    """What a form says beside its entries."""

    problems: list[Problem] = field(default_factory=list[Problem])
    notes: list[str] = field(default_factory=list[str])
    uses: list[Use] = field(default_factory=list[Use])
    steps: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """The keys of each journey's steps, by their names as slugs."""

    def note(self, text: str) -> None:
        """Say something, once."""
        if text not in self.notes:
            self.notes.append(text)

    def use(self, use: Use) -> None:
        """Say what a field is used for, once."""
        if use not in self.uses:
            self.uses.append(use)


class MapTelling:
    """What holds for a whole map: for whom it is told, and on which scale its feelings are numbered."""

    def __init__(self, chart: Chart, telling: Telling, report: Report) -> None:
        self.chart, self.telling, self.report = chart, telling, report
        named = [name for saying in chart.sayings() if saying.lane is Lane.PERSONA for name in saying.items]
        self.personas = [name for name in dict.fromkeys([*chart.personas, *named]) if slug(name)]
        self.is_for_nobody = not self.personas
        inner = (Lane.FEELING, Lane.MIND, Lane.NEED)
        if self.is_for_nobody and (chart.needs or any(saying.lane in inner for saying in chart.sayings())):
            self.personas = [NOBODY]
            report.note(f"{chart.place.file}: names no persona; feelings and needs are those of a persona {NOBODY!r}.")
        self.scales = dict(self._scales())

    def persona(self, name: str) -> str:
        """The key of a persona."""
        return self.telling.key_of("personas", name)

    def entries(self) -> Iterator[Entry]:
        """The personas, and the journey itself."""
        chart, telling = self.chart, self.telling
        unnamed: Claim = {"basis": "inferred", "note": "The map names no persona."} if self.is_for_nobody else {}
        for name in self.personas:
            yield from telling.once("personas", chart.place, self.persona(name), name=titled(name)[0], **unnamed)
        told_for: list[Raw] = [f"persona:{self.persona(name)}" for name in self.personas if not self.is_for_nobody]
        name, whole = titled(chart.name)
        fields: dict[str, Raw] = {"key": chart.key, "name": name, "for": told_for, "state": chart.state}
        fields["description"] = "\n".join(filter(None, [whole, *chart.description]))
        yield telling.entry("journeys", chart.place, **fields)
        for text in chart.needs:
            yield from self.need(text, chart.place, {}, self.personas)

    def need(self, text: str, place: Place, claim: Claim, personas: Iterable[str]) -> Iterator[Entry]:
        """A need, and that the personas have it."""
        if key := self.telling.key_of("needs", text):
            name, whole = titled(text)
            yield from self.telling.once("needs", place, key, name=name, description=whole, **claim)
            for persona in personas:
                yield from self.telling.relation("has_need", place, self.persona(persona), key, claim=claim)

    def _scales(self) -> Iterator[tuple[str, Scale]]:
        """The scale of each lane of feelings that has numbers without one of their own."""
        numbers: dict[str, list[float]] = {}
        for saying in self.chart.sayings():
            if saying.lane in (Lane.FEELING, Lane.MIND):
                moods = map(read_mood, saying.items)
                found = [mood.number for mood in moods if mood.number is not None and mood.scale is None]
                numbers.setdefault(saying.label, []).extend(found)
        for label, given in numbers.items():
            scale = named_scale(label) or inferred_scale(given)
            if scale and given:
                yield label, scale
                if scale.inferred:
                    self.report.note(
                        f"{self.chart.place.file}: the numbers in {label!r} are read on a scale of {scale}; to say "
                        f"another, write it into the lane's name, as in 'Emotion (1-10)'."
                    )


@dataclass
class Step:
    """A step in the making: what cells say of it is gathered before it is told."""

    key: str
    name: str
    saying: Saying
    is_named: bool = True
    """Whether the map names it as a step, or it stands for a touchpoint, a channel or a moment."""
    note: str = ""
    """Why it is inferred, where it is."""
    at: Raw = None
    via: Raw = None
    touchpoint: str = ""
    description: list[str] = field(default_factory=list[str])
    artefacts: list[Raw] = field(default_factory=list[Raw])

    @property
    def ref(self) -> str:
        """The reference that points to it."""
        return f"step:{self.key}"


class Stage:
    """Gathers what the cells of one stage become."""

    def __init__(self, whole: MapTelling, part: Part, order: int) -> None:
        self.whole, self.telling, self.part, self.order = whole, whole.telling, part, order
        journey = whole.chart.key
        own = slug(part.key) or short_slug(part.name) or f"stage-{order}"
        self.key = f"{journey}/{self.telling.unique(journey, own)}"
        self.ref = f"stage:{self.key}"
        self.steps: list[Step] = []
        self.description: list[str] = []
        self.told: list[Entry] = []

    def entries(self) -> Iterator[Entry]:
        """The stage, its steps, and all that was told of them."""
        name, whole = titled(self.part.name)
        fields: dict[str, Raw] = {"key": self.key, "name": name, "order": str(self.order)}
        description = "\n".join(filter(None, [whole, *self.description]))
        yield self.telling.entry("stages", self.part.place, **fields, description=description)
        for order, step in enumerate(self.steps, 1):
            name, whole = titled(step.name)
            fields = {"key": step.key, "name": name, "order": str(order), "at": step.at, "via": step.via}
            fields["description"] = "\n".join(filter(None, [whole, *step.description]))
            fields |= {"artefacts": step.artefacts, **step.saying.claim}
            fields |= {"basis": "inferred", "note": step.note} if step.note else {}
            yield self.telling.entry("steps", step.saying.place, **fields)
        yield from self.told

    def add_step(self, name: str, saying: Saying, note: str = "", *, is_named: bool = False) -> Step:
        """One more step, in the columns of a cell."""
        key = f"{self.key}/{self.telling.unique(self.key, slug(saying.key) or short_slug(name))}"
        step = Step(key, name, saying, is_named, note)
        behind = [index for index, other in enumerate(self.steps, 1) if other.saying.first <= saying.last]
        self.steps.insert(max(behind, default=0), step)
        self.whole.report.steps.setdefault(self.whole.chart.key, {}).setdefault(slug(name), key)
        return step

    def covered(self, saying: Saying) -> list[Step]:
        """The steps in the columns of a cell: those that the map names, or else what stands for steps."""
        found = self.all_covered(saying)
        return [step for step in found if step.is_named] or found

    def all_covered(self, saying: Saying) -> list[Step]:
        """All steps in the columns of a cell."""
        return [step for step in self.steps if _overlap(step.saying, saying)]

    def needed(self, saying: Saying) -> list[Step]:
        """The steps in the columns of a cell; where there are none, the stage stands for one."""
        name = self.part.name if slug(self.part.name) else f"Stage {self.order}"
        note = "The map names no step here; the stage stands for one."
        return self.covered(saying) or [self.add_step(name, saying, note)]

    def spot(self, saying: Saying) -> str:
        """Where it is: at the step, if there is only one in the columns of the cell, else at the stage."""
        covered = self.covered(saying)
        return covered[0].ref if len(covered) == 1 else self.ref

    def people(self, saying: Saying) -> list[str]:
        """Whom a cell is about: the personas that its columns name, or else those of the map."""
        named = [name for other in self.others(Lane.PERSONA, saying) for name in other.items if slug(name)]
        return list(dict.fromkeys(named)) or self.whole.personas

    def others(self, lane: Lane, saying: Saying) -> list[Saying]:
        """What a lane says in the columns of a cell."""
        return [other for other in self.part.sayings if other.lane is lane and _overlap(other, saying)]

    def named(self, collection: str, saying: Saying) -> Iterator[str]:
        """The keys of what the items of a cell name; each is told once."""
        for item in saying.items:
            if key := self.once(collection, item, saying):
                yield key

    def once(self, collection: str, text: str, saying: Saying) -> str:
        """The key of what a text names, which is told once; empty where it has no letter."""
        if key := self.telling.key_of(collection, text):
            name, whole = titled(text)
            fields: dict[str, Raw] = {"name": name, "description": whole, **saying.claim}
            self.told += self.telling.once(collection, saying.place, key, **fields)
        return key

    def relate(self, collection: str, saying: Saying, start: str, end: str, claim: Claim | None = None) -> None:
        """A relationship that a cell tells of, once."""
        self.told += self.telling.relation(
            collection, saying.place, start, end, claim={**saying.claim, **(claim or {})}
        )

    def keep(self, saying: Saying, label: str) -> None:
        """Keep the words of a cell in the description of the step that has just its columns, or else of the stage."""
        text = ("; " if label else "\n").join(saying.items)
        columns = (saying.first, saying.last)
        alike = [step for step in self.steps if (step.saying.first, step.saying.last) == columns]
        is_step = len(alike) == 1 and alike[0].saying.lane is Lane.STEP
        lines = alike[0].description if is_step else self.description
        line = f"{label}: {text}" if label else text
        if text and line not in lines:
            lines.append(line)


def _overlap(one: Saying, other: Saying) -> bool:
    return one.first <= other.last and other.first <= one.last
