"""Service blueprints as JSON (lifecycle, phases, scenarios, paths, layers, cells), in one of their languages.

A path of a scenario becomes a journey, a column of it a step. What becomes what: docs/journey-maps.md.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Raw, Reading, Use
from loaders.maps.blueprint_ir import Blueprint, Cell, IrPhase, Layer, Path, Scenario, Texts, faults
from loaders.maps.chart import Chart, Claim, Part, Saying
from loaders.maps.items import items
from loaders.maps.meaning import tell
from loaders.maps.revisions import revising, state_of
from loaders.maps.stage import Report
from loaders.maps.words import Lane
from loaders.objects import read_json, shaped, unread
from loaders.sample import Sample
from loaders.telling import Telling, dataset_named, refused, titled
from loaders.values import shown
from loaders.wishes import Wishes

NAME = "service-blueprint"
ROLES: Mapping[str | None, Lane] = {
    "customer_actions": Lane.ACTION,
    "frontstage_actions": Lane.ONSTAGE,
    "backstage_actions": Lane.BACKSTAGE,
    "frontstage_tech": Lane.SYSTEM,
    "backstage_tech": Lane.SYSTEM,
    "support_systems": Lane.SYSTEM,
}
"""What a layer with this role becomes; one with another role, or with none, is somebody of the company."""
PICTURES = ("visual", "step_visual")

USES = (
    Use("lifecycle, phases", "a LifecycleModel and its Phases"),
    Use("scenarios.paths", "a Journey each, WITHIN the phase; as designed REVISES as done"),
    Use("path_steps", "the Steps of the Journey's one Stage"),
    Use("layers: customer_actions", "the Persona; its cells are MicroMoments of the step"),
    Use("layers: *_tech, support_systems", "Systems that ENABLE the step, one for each line of a cell"),
    Use("layers: all other roles", "a Stakeholder that PERFORMS the step"),
    Use("triggers", "NEXT, from step to step"),
    Use("provenance", "the Source that the cell's claims cite, its section their locator"),
    Use("needs_review", "the basis of the cell's claims: inferred"),
    Use("value_props", "a Gain where it is for the customer, else part of the step's description"),
    Use("form", "an artefact of the step"),
    Use("evidence", "a Quote that SUPPORTS the step"),
    Use("owner", "a Stakeholder that INFLUENCES the step"),
    Use("kpis, tools", "Metrics, and Systems that ENABLE the steps of the layer"),
    Use("description, function, perceived_owner, attribution, links", "part of the step's description"),
    Use("picture, visual layers", dropped="Pictures are not kept."),
    Use("row, view_type, schema_version", dropped="They say how it is drawn."),
)
_VERSION = re.compile(r'"schema_version"\s*:\s*"')
_LIFECYCLE = re.compile(r'"lifecycle"\s*:\s*\{')


def recognises(sample: Sample) -> str | None:
    """A JSON object with a schema version and a lifecycle."""
    text = sample.text or ""
    right = text.lstrip().startswith("{") and _VERSION.search(text) and _LIFECYCLE.search(text)
    return "it is a JSON object with `schema_version` and `lifecycle`" if right else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    place = Place(sample.name)
    value = read_json(sample)
    if isinstance(value, Problem):
        return refused(sample, wishes, value)
    blueprint = shaped(Blueprint, value, place)
    if isinstance(blueprint, list):
        return Reading(dataset_named(sample, wishes), place, iter(()), blueprint)
    report = Report([*faults(blueprint, place)], uses=list(USES))
    language = _Language.chosen(blueprint, wishes.locale, place, report)
    if names := unread(blueprint):
        report.note(f"{sample.name}: not read: {', '.join(sorted(map(shown, names)))}.")
    dataset = dataset_named(sample, wishes, blueprint.lifecycle.key, language(blueprint.lifecycle.name))
    dataset = dataset.model_copy(update={"name": titled(language(blueprint.lifecycle.name) or dataset.name)[0]})
    entries = _Telling(blueprint, language, dataset.key, place, report).entries() if not report.problems else iter(())
    return Reading(dataset, place, entries, report.problems, report.notes, report.uses)


@dataclass
class _Language:
    """Takes texts in one language; where one isn't there in it, in another, which is said."""

    locale: str
    place: Place
    report: Report

    @classmethod
    def chosen(cls, blueprint: Blueprint, wish: str | None, place: Place, report: Report) -> "_Language":
        """The language wished for, or else the first that the file names."""
        locales = blueprint.locales
        wished = (wish or "").lower()
        fitting = [locale for locale in locales if locale.lower() == wished]
        fitting += [locale for locale in locales if wished and locale.lower().startswith(f"{wished}-")]
        others = [locale for locale in locales if locale != (fitting or locales)[0]]
        if wish and not fitting:
            found = f"It has no texts in {shown(wish)}."
            report.problems.append(Problem(place, found, f"Choose one of: {', '.join(locales)}."))
        elif not wish and others:
            report.note(f"{place.file}: read in {shown(locales[0])}; it can be read in {', '.join(others)} too.")
        return cls((fitting or locales)[0], place, report)

    def __call__(self, texts: Texts | None) -> str:
        """The text in the language."""
        if not texts:
            return ""
        if texts.get(self.locale, "").strip():
            return texts[self.locale].strip()
        locale, text = next(((name, text.strip()) for name, text in texts.items() if text.strip()), ("", ""))
        if text:
            self.report.note(f"{self.place.file}: some texts are not there in {self.locale}, and read in {locale}.")
        return text


@dataclass
class _Telling:
    """Goes through the lifecycle and says what each part becomes."""

    blueprint: Blueprint
    language: _Language
    dataset: str
    place: Place
    report: Report

    def entries(self) -> Iterator[Entry]:
        self.telling = telling = Telling(self.dataset)
        lifecycle, text, place = self.blueprint.lifecycle, self.language, self.place
        model = slug(lifecycle.key)
        name = titled(text(lifecycle.name) or lifecycle.key)[0]
        yield telling.entry("sources", place, key=self.dataset, name=f"Service blueprint: {name}", method=NAME)
        described = text(lifecycle.description)
        yield telling.entry("lifecycle_models", place, key=model, name=name, description=described)
        phases = sorted(lifecycle.phases, key=lambda phase: phase.order)
        for order, phase in enumerate(phases, 1):
            nexts = [other.key for other in phases[order : order + 1]] + ([phase.loops_to] if phase.loops_to else [])
            yield telling.entry(
                "phases",
                self._at(lifecycle.phases.index(phase)),
                key=f"{model}/{slug(phase.key)}",
                name=titled(text(phase.name) or phase.key)[0],
                description=text(phase.description),
                order=str(order),
                next=[f"{model}/{slug(key)}" for key in dict.fromkeys(nexts)],
            )
            yield from self._phase(phase, f"{model}/{slug(phase.key)}", lifecycle.phases.index(phase))

    def _at(self, *positions: int) -> Place:
        names = ("lifecycle.phases", "scenarios", "paths", "cells")
        path = ".".join(f"{name}[{position}]" for name, position in zip(names, positions, strict=False))
        return Place(self.place.file, 0, path)

    def _phase(self, phase: IrPhase, key: str, position: int) -> Iterator[Entry]:
        for s, scenario in enumerate(phase.scenarios):
            charts: dict[str, list[str]] = {"as-is": [], "to-be": []}
            for p, path in enumerate(scenario.paths):
                chart = self._chart(scenario, path, position, s, p)
                charts.setdefault(chart.state, []).append(chart.key)
                yield from self._path(chart, path)
                yield from self.telling.relation("within", chart.place, f"journey:{chart.key}", key)
            if len(charts["as-is"]) == len(charts["to-be"]) == 1:
                (old,), (new,) = charts["as-is"], charts["to-be"]
                place = self._at(position, s)
                yield from self.telling.relation("revises", place, f"journey:{new}", f"journey:{old}")
                yield from revising(self.telling, self.report, new, old, place)

    def _chart(self, scenario: Scenario, path: Path, *positions: int) -> Chart:
        text = self.language
        variant = text(path.variant_label) or text(path.name)
        alone = len(scenario.paths) == 1
        key = slug(scenario.key) if alone else f"{slug(scenario.key)}-{slug(path.key)}"
        name = text(scenario.name) or scenario.key
        title = name if alone else f"{name} ({variant or path.key})"
        chart = Chart(self.telling.unique("journeys", key), title, self._at(*positions))
        chart.state = state_of(path.key) or state_of(variant)
        paths = f"Path: {path.path_type}." if path.path_type != "happy" else ""
        told = [text(scenario.description), text(path.description), text(path.note), paths]
        chart.description = [line for line in told if line]
        for layer in path.layers:
            label = text(layer.display_name) or layer.key
            is_customer = layer.role == "customer_actions"
            collection = "personas" if is_customer else "stakeholders"
            if (collection, slug(label)) not in self.telling.keys:
                self.telling.name_key(collection, label, slug(layer.key))
            chart.personas += [label] if is_customer else []
        chart.parts = [self._part(scenario, path, *positions)]
        return chart

    def _part(self, scenario: Scenario, path: Path, *positions: int) -> Part:
        names = {step.key: self.language(step.name) or step.key for step in scenario.steps}
        part = Part(self.language(scenario.name) or scenario.key, self._at(*positions), key=scenario.key)
        columns = {step: column for column, step in enumerate(path.path_steps)}
        for step, column in columns.items():
            named = Saying(Lane.STEP, "path_steps", (names[step],), part.place, {}, column, column, key=step)
            part.sayings.append(named)
        layers = {layer.key: layer for layer in path.layers}
        for c, cell in enumerate(path.cells):
            where = f"{self.language(layers[cell.layer].display_name)}, {names[cell.step]}"
            part.sayings += self._cell(cell, layers[cell.layer], columns[cell.step], where, self._at(*positions, c))
        for layer in path.layers:
            part.sayings += self._layer(layer, [columns[cell.step] for cell in path.cells if cell.layer == layer.key])
        return part

    def _layer(self, layer: Layer, columns: list[int]) -> Iterator[Saying]:
        """What is said of a layer as a whole: it holds in all of its columns."""
        label = self.language(layer.display_name) or layer.key
        if columns:
            claim: Claim = {"locator": label}
            inferred = f"A tool of the layer {label}."
            for column in columns if layer.tools else []:
                yield Saying(
                    Lane.SYSTEM, "tools", tuple(layer.tools), self.place, claim, column, column, inferred=inferred
                )
            if layer.kpis:
                yield Saying(Lane.METRIC, f"{label}, measured by", tuple(layer.kpis), self.place, claim, 0, 10**6)

    def _cell(self, cell: Cell, layer: Layer, column: int, where: str, place: Place) -> Iterator[Saying]:
        text = self.language
        label = text(layer.display_name) or layer.key
        claim = self._claim(cell, where)

        def saying(lane: Lane, label: str, *said: str, more: str = "") -> Iterator[Saying]:
            if any(said):
                yield Saying(lane, label, tuple(filter(None, said)), place, claim, column, column, more)

        if layer.role in PICTURES:
            if cell.picture or cell.content:
                self.report.note(f"{self.place.file}: the pictures of {shown(label)} are not read.")
            return
        lane = ROLES.get(layer.role, Lane.COMPANY)
        yield from saying(
            lane, label, *items(text(cell.content)), more="" if lane in (Lane.ACTION, Lane.SYSTEM) else label
        )
        yield from saying(Lane.DESCRIPTION, label, *self._words(cell, label))
        yield from saying(Lane.ARTEFACT, "form", cell.form or "")
        yield from saying(Lane.TEAM, "owner", cell.owner or "")
        yield from saying(Lane.QUOTE, "evidence", *cell.evidence)
        mine = [worth for worth in cell.value_props if self._is_customer(worth.whom, layer, label)]
        yield from saying(Lane.GAIN, "value_props", *(worth.value for worth in mine))
        for worth in cell.value_props:
            if worth not in mine:
                yield from saying(Lane.DESCRIPTION, "value_props", f"Value for {worth.whom}: {worth.value}")

    def _is_customer(self, whom: str, layer: Layer, label: str) -> bool:
        return layer.role == "customer_actions" and slug(whom) in (slug(layer.key), slug(label), "customer", "user")

    def _words(self, cell: Cell, label: str) -> Iterator[str]:
        text = self.language
        if described := text(cell.description):
            yield f"{label}: {described}"
        if cell.function:
            yield f"{label}, what it is for: {cell.function}"
        if cell.perceived_owner:
            yield f"{label}, taken for the doing of: {cell.perceived_owner}"
        for link in cell.links:
            yield ": ".join(filter(None, [text(link.label), text(link.description), link.url]))

    def _claim(self, cell: Cell, where: str) -> Claim:
        claim: Claim = {"locator": where}
        if cell.provenance and (key := self._source(cell.provenance.source)):
            claim = {"source": key, "locator": cell.provenance.section or where}
        notes = [f"Asserted by {cell.attribution}."] if cell.attribution else []
        if cell.needs_review:
            claim["basis"] = "inferred"
            notes.append("The blueprint marks it for review.")
        return claim | ({"note": " ".join(notes)} if notes else {})

    def _source(self, name: str) -> str:
        return self.telling.key_of("sources", name)

    def _path(self, chart: Chart, path: Path) -> Iterator[Entry]:
        for cell in path.cells:
            if cell.provenance and (key := self._source(cell.provenance.source)):
                url = cell.provenance.source if re.fullmatch(r"https?://\S{1,1900}", cell.provenance.source) else None
                name = titled(cell.provenance.source)[0]
                for entry in self.telling.once("sources", self.place, key, name=name, method="document", url=url):
                    # It is another document than this file, whose name and digest are not its own.
                    yield replace(entry, fields={**entry.fields, "file": None, "digest": None, "form": None})
        yield from tell(chart, self.telling, self.report)
        stage = f"{chart.key}/{slug(chart.parts[0].key)}"
        for n, trigger in enumerate(path.triggers):
            source, target = (f"step:{stage}/{slug(ref.step)}" for ref in (trigger.source, trigger.target))
            if source != target:
                claim: dict[str, Raw] = {"note": f"{trigger.source.layer} triggers {trigger.target.layer}."}
                where = Place(self.place.file, 0, f"{chart.place.column}.triggers[{n}]")
                yield from self.telling.relation("next", where, source, target, claim=claim)
