"""Says what a report rests on: the state of the knowledge base, claims by basis, and which sources are invented."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from graph_schema.errors import NotFoundError
from graph_schema.model import Basis
from graph_schema.registry import SCHEMA_VERSION
from graph_store.database import Database
from journeygraph.output import counted
from journeygraph.report.markup import element
from journeygraph.report.table import items
from queries.evidence import EVIDENCE_FOR
from queries.history import DATASETS, RUNS, DatasetRow, RunRow
from queries.parameters import MAX_KEYS
from queries.question import Answer
from queries.rows import Evidence, RestsOn, Row, rests_on

INVENTED = ("invented", "illustrative")
"""Sources that are made up say so in their names, and a reader has to learn it."""
MOST_ROWS = 1000
"""A report is whole where it can be: as many rows as a question gives."""
_UNKNOWN = "an unknown source"
_FIRMEST = (Basis.MEASURED, Basis.STATED, Basis.INFERRED)


@dataclass(frozen=True)
class State:
    """What the knowledge base holds when it is asked: its datasets, and the newest run."""

    datasets: tuple[DatasetRow, ...]
    run: RunRow | None

    @classmethod
    def read(cls, database: Database) -> "State":
        """The state; NotFoundError where nothing is loaded, as a report on nothing helps nobody."""
        datasets = DATASETS.ask(database, limit=MOST_ROWS).rows
        if not datasets:
            raise NotFoundError(
                "The knowledge base is empty: there is nothing to report.",
                "Load something first: `journeygraph load PATH`.",
            )
        runs = RUNS.ask(database, limit=1).rows
        return cls(datasets, runs[0] if runs else None)

    @property
    def version(self) -> str:
        """Which state of the database it is."""
        if self.run is None:
            return f"schema version {SCHEMA_VERSION}; no load run is recorded"
        return f"after run {self.run.run} of {when(self.run.started)}; schema version {SCHEMA_VERSION}"


@dataclass(frozen=True)
class Grounds:
    """What the rows of a report rest on, with the names of the sources."""

    rests_on: RestsOn
    names: Mapping[str, str]
    state: State
    cut: tuple[str, ...] = ()
    """The titles of questions whose answers have more rows than the report."""

    @classmethod
    def read(cls, database: Database, state: State, answers: Iterable[Answer[Row]]) -> "Grounds":
        """The grounds of these answers."""
        asked = tuple(answers)
        found = rests_on([row for answer in asked for row in answer.rows])
        refs = [f"source:{count.key}" for count in found.sources][:MAX_KEYS]
        # The question gives one row or more for each source, and with them its name.
        described = EVIDENCE_FOR.ask(database, nodes=refs, limit=MOST_ROWS).rows if refs else ()
        known = {row.node.key: row.node.name or row.node.key for row in described}
        cut = tuple(dict.fromkeys(answer.question.title for answer in asked if not answer.complete))
        return cls(found, known, state, cut)

    def source(self, key: str | None) -> str:
        """What a source is called."""
        return _UNKNOWN if key is None else self.names.get(key, key)

    @property
    def invented(self) -> int:
        """How many claims come from sources whose names say that they are made up."""
        return sum(count.claims for count in self.rests_on.sources if _made_up(f"{count.key} {self.source(count.key)}"))

    def summary(self) -> str:
        """In one sentence."""
        found = self.rests_on
        if not found.claims:
            return "No claim of any source stands behind it."
        return (
            f"It rests on {counted(found.claims, 'claim')} of {counted(len(found.sources), 'source')}: {_split(found)}."
        )

    def cautions(self) -> Iterator[Element]:
        """What a reader must know before believing a word."""
        found = self.rests_on
        if self.invented:
            yield element(
                "p",
                element("strong", f"Illustrative: {_part(self.invented, found.claims)} invented. "),
                "The source says so in its name. What rests on it shows how such a report reads; it is no finding.",
                class_="caution",
            )
        if found.inferred:
            yield element(
                "p",
                element("strong", f"Inferred: {_part(found.inferred, found.claims)} concluded, not stated. "),
                "Somebody drew it from a source that does not say it itself. Each is marked where it is shown.",
                class_="caution",
            )
        for title in self.cut:
            yield element(
                "p",
                element("strong", "Not everything is shown. "),
                f"More than {MOST_ROWS} rows answer “{title}”: this report has the first {MOST_ROWS}.",
                class_="caution",
            )

    def section(self) -> Iterator[Element]:
        """Sources, datasets and bases, in a section of their own."""
        found = self.rests_on
        yield element("h2", "What this rests on")
        yield element("p", self.summary())
        sources = (f"{self.source(count.key)}: {counted(count.claims, 'claim')}" for count in found.sources)
        used = {count.key: count.claims for count in found.datasets}
        datasets = (
            f"{row.dataset.name or row.dataset.key}: {counted(used[row.dataset.key], 'claim')}{_loaded(row)}"
            for row in self.state.datasets
            if row.dataset.key in used
        )
        unused = [row.dataset.name or row.dataset.key for row in self.state.datasets if row.dataset.key not in used]
        yield element(
            "dl",
            *_term("Sources", items(sources)),
            *_term("Datasets", items(datasets)),
            *(_term("Loaded, but not used here", items(unused)) if unused else ()),
            *_term("Knowledge base", self.state.version),
            class_="terms",
        )
        yield element("h3", "How to read the basis of a claim")
        yield element(
            "dl",
            *_term("Stated", "the source says it."),
            *_term("Inferred", "somebody concluded it from the source, which does not say it itself."),
            *_term("Measured", "it was counted, or asked in a survey."),
            class_="terms",
        )


def firmest(evidence: Iterable[Evidence]) -> Basis | None:
    """The basis by which a link is drawn: measured before stated before inferred; None: nobody claims it."""
    bases = {claim.basis for claim in evidence}
    return next((basis for basis in _FIRMEST if basis in bases), None)


def claims_of(evidence: Iterable[Evidence], grounds: Grounds) -> Element:
    """Who says so: a line for each claim, with where in the source and remarks."""
    lines: dict[str, Element] = {}
    for claim in evidence:
        where = f", {claim.locator}" if claim.locator else ""
        note = f". {claim.note}" if claim.note else ""
        text = f" by {grounds.source(claim.source)}{where}{note}"
        lines.setdefault(f"{claim.basis}{text}", element("li", element("b", str(claim.basis)), text))
    return element("ul", *lines.values(), class_="plain claims") if lines else element("span", "nobody on record")


def when(moment: datetime) -> str:
    """A date and time for readers anywhere."""
    there = moment.astimezone(UTC)
    return f"{there.day} {there:%B %Y, %H:%M} UTC"


def _part(some: int, claims: int) -> str:
    if some == claims:
        return f"all {counted(claims, 'claim')} behind this report are" if claims > 1 else "the claim behind this is"
    return f"{some} of the {claims} claims behind this report {'is' if some == 1 else 'are'}"


def _split(found: RestsOn) -> str:
    bases = ((found.stated, "stated"), (found.inferred, "inferred"), (found.measured, "measured"))
    return ", ".join(f"{count or 'none'} {basis}" for count, basis in bases)


def _made_up(name: str) -> bool:
    return any(word in name.casefold() for word in INVENTED)


def _loaded(row: DatasetRow) -> str:
    return f", last loaded {when(row.loaded)} by run {row.last_run}" if row.loaded else ""


def _term(name: str, meaning: Element | str) -> Sequence[Element]:
    return element("dt", name), element("dd", meaning)
