"""The report on gaps: what serves nothing, what nothing serves, what nobody looked at and what nobody can show."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar
from xml.etree.ElementTree import Element

from graph_store.database import Database
from journeygraph.output import counted, words
from journeygraph.report.basis import MOST_ROWS, Grounds, State
from journeygraph.report.figure import figure, hole_entry, legend
from journeygraph.report.markup import Child, element
from journeygraph.report.page import Report
from journeygraph.report.table import distinct, items, kind_of, name_of, named, names, nodes, table
from journeygraph.report.tiles import Tiles, draw_tiles
from queries.evidence import EVIDENCE_FOR, EvidenceRow, Says
from queries.experience import UNSOLVED_PAIN_POINTS, UnsolvedRow
from queries.goals import GOALS_WITHOUT_MOMENTS, MOMENTS_WITHOUT_GOALS, GoallessRow, GoalRow
from queries.lifecycles import UNMAPPED, UnmappedGap, UnmappedRow
from queries.organisation import DUTIES, DutyRow
from queries.parameters import MAX_KEYS
from queries.phases import PHASES_WITHOUT_EXIT, CriterionRow
from queries.promises import PROMISE_VISIBILITY, PromiseRow
from queries.question import Answer
from queries.rows import Node, Row
from queries.scores import MEASURED_FROM_AFAR, NearnessRow
from queries.why import TRACE, ChainRow

T = TypeVar("T")
Cells = Iterable[Sequence[Child]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One sort of gap."""

    heading: str
    label: str
    """In the figure, in few words."""
    meaning: str
    """Why it matters, or what to do."""
    question: str
    """The title of the question that found it."""
    found: int
    of: int | None
    """How many things were looked at; None: not known, the question gives the gaps alone."""
    columns: tuple[str, ...]
    rows: Callable[[], Cells]


@dataclass(frozen=True)
class Asked:
    """The answers behind the report."""

    chains: Answer[ChainRow]
    goalless: Answer[GoallessRow]
    goals: Answer[GoalRow]
    evidence: Answer[EvidenceRow] | None
    promises: Answer[PromiseRow]
    unmapped: Answer[UnmappedRow]
    exits: Answer[CriterionRow]
    pains: Answer[UnsolvedRow]
    afar: Answer[NearnessRow]
    duties: Answer[DutyRow]
    narrowed: bool = False
    """Whether only some brands' goals were asked for."""

    @classmethod
    def read(cls, database: Database, models: Sequence[str], brands: Sequence[str]) -> "Asked":
        """Ask them all; models and brands narrow down those that know them."""
        chains = TRACE.ask(database, limit=MOST_ROWS)
        goals = GOALS_WITHOUT_MOMENTS.ask(database, brands=list(brands), limit=MOST_ROWS)
        refs = [f"{node.kind}:{node.key}" for node in _spine(chains.rows, goals.rows)][:MAX_KEYS]
        return cls(
            chains=chains,
            goalless=MOMENTS_WITHOUT_GOALS.ask(database, limit=MOST_ROWS),
            goals=goals,
            evidence=EVIDENCE_FOR.ask(database, nodes=refs, limit=MOST_ROWS) if refs else None,
            promises=PROMISE_VISIBILITY.ask(database, models=list(models), limit=MOST_ROWS),
            unmapped=UNMAPPED.ask(database, models=list(models), limit=MOST_ROWS),
            exits=PHASES_WITHOUT_EXIT.ask(database, models=list(models), limit=MOST_ROWS),
            pains=UNSOLVED_PAIN_POINTS.ask(database, limit=MOST_ROWS),
            afar=MEASURED_FROM_AFAR.ask(database, limit=MOST_ROWS),
            duties=DUTIES.ask(database, limit=MOST_ROWS),
            narrowed=bool(brands),
        )

    def all(self) -> list[Answer[Row]]:
        """The answers in the order of the report."""
        return [
            self.chains,
            self.goalless,
            self.goals,
            *([self.evidence] if self.evidence else []),
            self.promises,
            self.unmapped,
            self.exits,
            self.pains,
            self.afar,
            self.duties,
        ]


def gaps_report(database: Database, models: Sequence[str], brands: Sequence[str]) -> Report:
    """Ask, and say what came back."""
    state = State.read(database)
    asked = Asked.read(database, models, brands)
    sections = list(sections_of(asked))
    open_ = [section for section in sections if section.found]
    facts = [(_of(section), section.label) for section in sections[:3] if section.of]
    facts.append((f"{len(open_)} of {len(sections)}", "sorts of gap that were looked for occur"))
    return Report(
        title="What is missing in the knowledge base",
        questions=("Which goals does no moment serve, which moments serve no goal, and what did nobody record?",),
        lead=" ".join(_lead(sections, open_)),
        facts=tuple(facts),
        body=list(_body(sections)),
        grounds=Grounds.read(database, state, asked.all()),
    )


def sections_of(asked: Asked) -> Iterator[Section]:
    """The sorts of gap, goals first."""
    yield from _why(asked)
    yield from _lifecycle(asked)
    yield from _rest(asked)


def _why(asked: Asked) -> Iterator[Section]:
    moments = distinct(row.moment for row in asked.chains.rows)
    goals = [n for n in _spine(asked.chains.rows, asked.goals.rows) if n.kind in ("cx_goal", "brand_goal")]
    yield Section(
        heading="Moments of truth that reach no brand goal",
        label="moments of truth reach no brand goal",
        meaning="They may matter all the same: nobody has written down what for.",
        question=MOMENTS_WITHOUT_GOALS.title,
        found=len(asked.goalless.rows),
        of=len(moments),
        columns=("Moment of truth", "What is missing", "Where its chains end"),
        rows=lambda: (
            (named(row.moment), words(row.gap.value.replace("-", " ")), names(nodes(row.ends_at), "nowhere"))
            for row in asked.goalless.rows
        ),
    )
    yield Section(
        heading="Goals that no moment of truth serves",
        label="goals have no moment of truth behind them",
        meaning="A goal without a moment is a wish: nothing that customers live through is known to bring it about.",
        question=GOALS_WITHOUT_MOMENTS.title,
        found=len(asked.goals.rows),
        # Goals of other brands are in the chains, so that of one brand's goals the number is not known.
        of=None if asked.narrowed else len(goals),
        columns=("Goal", "Owner", "What leads to it", "What it leads to", "Pursued by"),
        rows=lambda: (
            (
                named(row.goal, with_kind=True),
                row.owner or items((), "not recorded"),
                names(nodes(row.reached_through), "nothing"),
                "–" if row.goal.kind == "brand_goal" else names(nodes(row.leads_to), "nothing"),
                "–" if row.goal.kind == "cx_goal" else names(nodes(row.pursued_by), "no brand"),
            )
            for row in asked.goals.rows
        ),
    )
    said = asked.evidence.rows if asked.evidence else ()
    bare = [row.node for row in said if row.says is Says.NOTHING]
    yield Section(
        heading="Moments, goals and promises without evidence",
        label="moments, goals and promises have no evidence",
        meaning="They are described, but no quote and no source is linked that supports or contradicts them.",
        question=EVIDENCE_FOR.title,
        found=len(bare),
        of=len(distinct(row.node for row in said)),
        columns=("Kind", "Without a quote or a source"),
        rows=lambda: ((kind_of(group[0]), names(group)) for group in _by(bare, lambda node: node.kind)),
    )


def _lifecycle(asked: Asked) -> Iterator[Section]:
    phases = asked.promises.rows
    hidden = [row for row in phases if row.not_visible]
    unseen = [row.phase for row in phases if row.gap]
    yield Section(
        heading="Phases in which a promise is not visible",
        label="phases where somebody looked hide a promise",
        meaning="What the brand promises does not show there, says somebody who looked.",
        question=PROMISE_VISIBILITY.title,
        found=len(hidden),
        of=len(phases) - len(unseen),
        columns=("Phase", "#Not visible", "#Visible", "Which promise, and where"),
        rows=lambda: (
            (
                named(row.phase),
                str(row.not_visible),
                str(row.visible),
                items(f"{name_of(r.promise)}, at {name_of(r.place)}" for r in row.records if r.visible is False),
            )
            for row in hidden
        ),
    )
    yield Section(
        heading="Phases in which nobody looked for a promise",
        label="phases were not looked at for a promise",
        meaning="That is not the same as a promise that shows everywhere.",
        question=PROMISE_VISIBILITY.title,
        found=len(unseen),
        of=len(phases),
        columns=("Lifecycle", "Phases"),
        rows=lambda: ((_model(group[0]), names(group)) for group in _by(unseen, _model)),
    )
    mapped = [row for row in asked.unmapped.rows if row.gap is UnmappedGap.PHASE_WITHOUT_JOURNEY]
    astray = [row.node for row in asked.unmapped.rows if row.gap is UnmappedGap.JOURNEY_WITHOUT_PHASE]
    yield Section(
        heading="Phases without a journey map",
        label="phases have no journey map",
        meaning="Lifecycles are told side by side: a phase that another model's answers to may be covered there.",
        question=UNMAPPED.title,
        found=len(mapped),
        of=len(phases),
        columns=("Lifecycle", "Phases without a journey", "Covered by a phase of another model"),
        rows=lambda: (
            (
                named(group[0].model),
                names(row.node for row in group),
                items(
                    f"{name_of(r.node)}: {name_of(c.node)} ({_model(c.node)})" for r in group for c in r.counterparts
                ),
            )
            for group in _by(mapped, lambda row: _model(row.node))
        ),
    )
    yield Section(
        heading="Journeys that belong to no phase",
        label="journeys belong to no phase",
        meaning="They are told, but nobody said where in the lifecycle they happen.",
        question=UNMAPPED.title,
        found=len(astray),
        of=None,
        columns=("Journey",),
        rows=lambda: ((named(node),) for node in astray),
    )
    exits = asked.exits.rows
    yield Section(
        heading="Phases that have no end",
        label="phases have no milestone that ends them",
        meaning="Without one nobody can say whether a customer has left the phase.",
        question=PHASES_WITHOUT_EXIT.title,
        found=len(exits),
        of=len(phases),
        columns=("Lifecycle", "Phases"),
        rows=lambda: (
            (_model(group[0].phase), names(row.phase for row in group))
            for group in _by(exits, lambda r: _model(r.phase))
        ),
    )


def _rest(asked: Asked) -> Iterator[Section]:
    yield Section(
        heading="Pain points without a solution",
        label="pain points have no solution",
        meaning="Nothing that addresses them is linked; perhaps nobody wrote down what was done.",
        question=UNSOLVED_PAIN_POINTS.title,
        found=len(asked.pains.rows),
        of=None,
        columns=("Pain point", "Severity", "Whom it hurts", "Where"),
        rows=lambda: (
            (
                named(row.pain_point),
                str(row.severity) if row.severity else items((), "not recorded"),
                names(nodes(row.personas), "nobody recorded"),
                names(nodes(row.places), "not recorded"),
            )
            for row in asked.pains.rows
        ),
    )
    yield Section(
        heading="Touchpoints that are not measured themselves",
        label="touchpoints are not measured themselves",
        meaning="What is known of them, if anything, is an average over something larger.",
        question=MEASURED_FROM_AFAR.title,
        found=len(asked.afar.rows),
        of=None,
        columns=("Nearest measurement", "Touchpoints"),
        rows=lambda: (
            (group[0].nearest.value, names(row.touchpoint for row in group))
            for group in _by(asked.afar.rows, lambda row: row.nearest.value)
        ),
    )
    duties = distinct(row.duty for row in asked.duties.rows)
    vacant = [row.duty for row in asked.duties.rows if row.accountable is None]
    yield Section(
        heading="Duties that nobody answers for",
        label="duties have nobody accountable",
        meaning="What is everybody's duty is nobody's.",
        question=DUTIES.title,
        found=len(vacant),
        of=len(duties),
        columns=("Duty",),
        rows=lambda: ((named(duty),) for duty in vacant),
    )


def _lead(sections: Sequence[Section], open_: Sequence[Section]) -> Iterator[str]:
    if not open_:
        yield f"No gap was found: {counted(len(sections), 'sort')} of gap were looked for."
        return
    for section in [s for s in sections[:2] if s.found]:
        yield f"{_of(section)} {section.label}."
    rest = [section for section in open_ if section not in sections[:2]]
    if rest:
        yield f"{counted(len(rest), 'further sort')} of gap {'was' if len(rest) == 1 else 'were'} found."
    yield "A gap says what nobody recorded, not that it is not so."


def _body(sections: Sequence[Section]) -> Iterator[Element]:
    yield element("h2", "All gaps at a glance")
    rows = [Tiles(section.label, section.found, section.of) for section in sections]
    height, parts = draw_tiles(rows)
    marks = [element("rect", x=16, y=3, width=12, height=12, rx=2, class_="there")]
    yield figure(
        "Figure 1",
        "How much is missing, and of how much",
        f"{len(sections)} sorts of gap, one below the other; the table below has the numbers.",
        height,
        parts,
        legend([hole_entry("a gap"), (marks, "no gap; not shown where the number is not known")]),
    )
    yield table(
        "The same in numbers",
        ("What", "#Gaps", "#Looked at"),
        (
            (
                element("a", section.heading, href=f"#gap-{number}") if section.found else section.heading,
                str(section.found),
                "not known" if section.of is None else str(section.of),
            )
            for number, section in enumerate(sections, 1)
        ),
    )
    for number, section in enumerate(sections, 1):
        if section.found:
            yield element("h2", section.heading, id=f"gap-{number}")
            yield element("p", f"{_of(section)} {section.label}. {section.meaning}")
            yield table(f"Asked: {section.question}", section.columns, section.rows())


def _spine(chains: Iterable[ChainRow], goals: Iterable[GoalRow]) -> list[Node]:
    found = [
        node for row in chains for node in (row.moment, *(n for link in row.links for n in (link.start, link.end)))
    ]
    found += [node for row in goals for node in (row.goal, *nodes(row.reached_through), *nodes(row.leads_to))]
    return [node for node in distinct(found) if node.kind != "brand"]


def _by(found: Iterable[T], key: Callable[[T], str]) -> list[list[T]]:
    return [list(group) for _, group in groupby(sorted(found, key=key), key=key)]


def _model(phase: Node) -> str:
    return phase.key.partition("/")[0]


def _of(section: Section) -> str:
    return str(section.found) if section.of is None else f"{section.found} of {section.of}"
