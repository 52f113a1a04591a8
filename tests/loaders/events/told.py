"""What a file tells, by the entries that it becomes, without a database."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_schema.problems import Problem
from graph_schema.registry import REGISTRY
from graph_store.staging import Staging
from loaders.entries import Entry, Name, Use
from loaders.forms import recognise
from loaders.normalise import Normaliser
from loaders.pipeline import DEFAULTS
from loaders.sample import Sample
from loaders.wishes import Wishes

Party = tuple[str, str]


@dataclass
class Told:
    """All that a file becomes, by what it is about."""

    form: str
    why: str
    dataset: str
    entries: list[Entry]
    problems: list[Problem]
    notes: list[str]
    uses: list[Use]
    led_to: dict[tuple[str, str], tuple[int, float | None]] = field(default_factory=dict)
    readings: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)
    named: dict[str, dict[str, str]] = field(default_factory=dict)
    """The names of things by their keys, for each collection."""

    def __post_init__(self) -> None:
        for entry in self.entries:
            said: Any = entry.fields
            if entry.collection == "led_to":
                seconds = said.get("median_seconds")
                self.led_to[said["from"], said["to"]] = int(said["cases"]), None if seconds is None else float(seconds)
            elif entry.collection == "readings":
                parties = (said[name] for name in ("among", "channel", "locator") if name in said)
                self.readings[(said["metric"], said["about"], *parties)] = said
            elif "key" in said and "name" in said:
                self.named.setdefault(entry.collection, {})[key_of(said["key"])] = said["name"]

    def value(self, *what: str) -> float | None:
        """The value of a reading: of its metric, what it is about, and its parties."""
        reading = self.readings.get(what)
        return None if reading is None else float(reading["value"])

    def values(self, metric: str) -> dict[str, float]:
        """The values of a metric by touchpoint, by its name."""
        names = self.named["touchpoints"]
        found = {what: said for what, said in self.readings.items() if what[0] == metric and len(what) == 2}
        return {
            names[what[1].partition(":")[2]]: float(said["value"])
            for what, said in found.items()
            if what[1].startswith("touchpoint:")
        }

    def moves(self) -> dict[tuple[str, str], int]:
        """How often one touchpoint led to another, by their names."""
        names = self.named["touchpoints"]
        return {(names[start], names[end]): cases for (start, end), (cases, _) in self.led_to.items()}

    def gaps(self) -> dict[tuple[str, str], float | None]:
        """The median seconds from one touchpoint to another, by their names."""
        names = self.named["touchpoints"]
        return {(names[start], names[end]): seconds for (start, end), (_, seconds) in self.led_to.items()}

    def ways(self) -> dict[tuple[str, ...], int]:
        """How many cases took each way that is kept, by the names of its touchpoints."""
        names, steps, cases = self.named["touchpoints"], {}, {}
        for entry in self.entries:
            said: Any = entry.fields
            if entry.collection == "variants":
                cases[said["key"]] = int(said["cases"])
            if entry.collection == "passes":
                steps.setdefault(said["from"], []).append((int(said["order"]), said["to"].partition(":")[2]))
        return {tuple(names[step] for _, step in sorted(steps[key])): count for key, count in cases.items()}


def key_of(value: Any) -> str:
    from graph_schema.keys import slug

    return slug(value.text) if isinstance(value, Name) else value


def told(path: Path, wishes: Wishes = DEFAULTS) -> Told:
    """What a file tells; every entry must be one that the schema takes."""
    recognised = recognise(Sample(path, path.name))
    assert recognised is not None, f"no form recognises {path.name}"
    reading = recognised.form.read(recognised.sample, wishes)
    entries = list(reading.entries)
    with Staging(REGISTRY) as staging:
        staging.add_dataset(reading.dataset, reading.place)
        Normaliser(staging, reading.dataset.key).stage(iter(entries))
        assert staging.problems == [] or reading.problems, staging.problems
    form, why = recognised.form.name, recognised.why
    return Told(form, why, reading.dataset.key, entries, reading.problems, reading.notes, reading.uses)


def wrong(path: Path) -> list[str]:
    """The problems of a file, as they are told."""
    return [str(problem) for problem in told(path).problems]
