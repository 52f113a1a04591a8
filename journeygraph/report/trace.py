"""The report that traces moments of truth to brand goals, with what is missing on the way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from graph_schema.errors import NotFoundError
from graph_schema.kinds.why import Contribution
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from journeygraph.output import counted
from journeygraph.report.basis import MOST_ROWS, Grounds, State, claims_of, firmest
from journeygraph.report.figure import SIZE, SMALL, basis_entries, figure, hole_entry, legend, paragraph, pips, stroke
from journeygraph.report.flow import BOX, PAD, Box, Flow, Item, Line, Tie, column_x, height_needed, lay_out
from journeygraph.report.markup import element, lines_of_text
from journeygraph.report.page import Report
from journeygraph.report.table import items, kind_of, lacking, name_of, named, table
from journeygraph.tracing import GAPS
from queries.rows import Link, Node
from queries.why import TRACE, ChainRow, Gap

COLUMNS = ("Moment of truth", "serves or fulfils", "which helps the brand goal", "pursued by")
MOST_HEIGHT = 760
"""How high the first column of a figure may grow, so that a printed page holds the figure whole."""
_TOP = 40
_STUB = 34
"""A link leaves its box straight for this long, so that its strength stands on it."""


@dataclass(frozen=True)
class Panel:
    """Chains that are drawn in one figure."""

    rows: tuple[ChainRow, ...]
    connected: bool
    """Whether anything leads anywhere; false: all of these moments serve nothing."""


def trace_report(database: Database, moments: Sequence[str]) -> Report:
    """Ask, and say what came back."""
    state = State.read(database)
    answer = TRACE.ask(database, moments=list(moments), limit=MOST_ROWS)
    if not answer.rows:
        raise NotFoundError(
            "There is no moment of truth in the knowledge base.",
            "Load some: `journeygraph template FOLDER --kinds moment_of_truth` writes a table to fill in.",
        )
    grounds = Grounds.read(database, state, [answer])
    rows = answer.rows
    reached = _moments(row for row in rows if row.brand_goal)
    goals = {row.brand_goal.key for row in rows if row.brand_goal}
    every = _moments(rows)
    unrated = sum(row.brand_goal is not None and row.strength is None for row in rows)
    only = name_of(rows[0].moment) if len(every) == 1 else None
    return Report(
        title=f"What “{only}” is worth to the brand" if only else "From moments of truth to brand goals",
        questions=(TRACE.title,),
        lead=" ".join(lead(rows)),
        facts=(
            (f"{len(reached)} of {len(every)}", "moments of truth reach a brand goal"),
            (str(len(goals)), _s(len(goals), "brand goal is reached", "brand goals are reached")),
            (str(_gaps(rows)), f"{_s(_gaps(rows), 'place', 'places')} where a chain breaks off"),
            (str(unrated), f"{_s(unrated, 'chain', 'chains')} to a goal with a link of unknown strength"),
        ),
        body=[*_figures(rows), *_tables(rows, grounds)],
        grounds=grounds,
    )


def lead(rows: Sequence[ChainRow]) -> Iterator[str]:
    """The answer in sentences."""
    every, reached = _moments(rows), _moments(row for row in rows if row.brand_goal)
    if len(every) == 1:
        goals = list(dict.fromkeys(name_of(row.brand_goal) for row in rows if row.brand_goal))
        name = f"“{name_of(rows[0].moment)}”"
        yield f"{name} serves {_listed(goals)}." if goals else f"{name} reaches no brand goal on record."
    else:
        yield f"{len(reached)} of {len(every)} moments of truth {_s(len(reached), 'reaches', 'reach')} a brand goal."
        idle = len(_moments(row for row in rows if row.gap is Gap.MOMENT_SERVES_NOTHING))
        stuck = len(every) - len(reached) - idle
        others = [f"{idle} {_s(idle, 'serves', 'serve')} nothing on record"] if idle else []
        if stuck:
            others.append(f"{stuck} {_s(stuck, 'serves', 'serve')} what leads to no brand goal")
        if others:
            yield f"{', and '.join(others)}."
    rated = [row for row in rows if row.strength is not None]
    if rated:
        best = max(rated, key=lambda row: row.strength or 0)
        yield (
            f"The strongest chain leads from “{name_of(best.moment)}” to {_listed([_goal(best)])}: its weakest link is "
            f"rated {best.strength} of 3."
        )
    unrated = sum(row.brand_goal is not None and row.strength is None for row in rows)
    if unrated:
        yield f"How strong {counted(unrated, 'chain')} {_s(unrated, 'is', 'are')}, nobody recorded."


def panels(rows: Sequence[ChainRow]) -> Iterator[Panel]:
    """Parts of the flow that fit a page each: what hangs together stays together as long as it fits."""
    by_moment = [tuple(chains) for _, chains in groupby(rows, key=lambda row: row.moment)]
    linked = [chains for chains in by_moment if any(chain.links for chain in chains)]
    idle = [chains for chains in by_moment if not any(chain.links for chain in chains)]
    for group, connected in ((_together(linked), True), (idle, False)):
        part: list[ChainRow] = []
        height = 0.0
        for chains in group:
            needed = max(height_needed(_item(chains[0].moment, 0)), len({_first(chain) for chain in chains}) * 60)
            if part and height + needed > MOST_HEIGHT:
                yield Panel(tuple(part), connected)
                part, height = [], 0.0
            part.extend(chains)
            height += needed
        if part:
            yield Panel(tuple(part), connected)


def flow_of(rows: Iterable[ChainRow]) -> Flow:
    """Chains laid out."""
    found: dict[str, Item] = {}
    ties: dict[tuple[str, str], Tie] = {}
    for row in rows:
        here = row.moment
        found.setdefault(_id(here), _item(here, 0))
        for column, link in enumerate(row.links, 1):
            there = link.end if link.start == here else link.start
            found.setdefault(_id(there), _item(there, column))
            ties.setdefault((_id(here), _id(there)), _tie(_id(here), _id(there), link))
            here = there
        if row.gap:
            missing = f"gap {_id(here)}"
            found.setdefault(missing, Item(missing, len(row.links) + 1, "", gap_text(row.gap), gap=True))
            ties.setdefault((_id(here), missing), Tie(_id(here), missing, None))
    return lay_out(found.values(), ties.values(), len(COLUMNS), _TOP)


def gap_text(gap: Gap) -> str:
    """What is missing, in a sentence."""
    text = GAPS.get(gap, gap.value).removeprefix("Gap: ")
    return f"{text[:1].upper()}{text[1:]}"


def draw_flow(flow: Flow) -> Iterator[Element]:
    """The flow's lines, and boxes over them."""
    for column, heading in enumerate(COLUMNS):
        x = column_x(column, len(COLUMNS))
        yield element("text", heading, x=x, y=16, font_size=SMALL + 1, class_="head")
    yield element("path", d=f"M0 26H{column_x(3, 4) + BOX:.0f}", class_="rule")
    for line in flow.lines:
        yield from stroke(_path(line), line.tie.basis)
    for line in flow.lines:
        if line.tie.rated:
            yield pips(line.x1 + 5, line.y1, line.tie.strength)
    for box in flow.boxes:
        yield from _draw_box(box)


def _draw_box(box: Box) -> Iterator[Element]:
    look = "hole" if box.item.gap else "focus" if box.item.column == 0 else "box"
    yield element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=4, class_=look)
    caption = SMALL * 1.5 if box.item.caption else 0
    text = len(box.lines) * SIZE * 1.3 + caption
    y = box.middle - text / 2
    if box.item.caption:
        yield lines_of_text([box.item.caption], box.x + PAD, y - 1, SMALL, class_="soft")
    look = "missing" if box.item.gap else "strong" if box.item.column == 0 else None
    yield lines_of_text(box.lines, box.x + PAD, y + caption, SIZE, class_=look)


def _path(line: Line) -> str:
    start = line.x1 + (_STUB if line.tie.rated else 8)
    bend = (start + line.x2) / 2
    return (
        f"M{line.x1:.1f} {line.y1:.1f}H{start:.1f}"
        f"C{bend:.1f} {line.y1:.1f} {bend:.1f} {line.y2:.1f} {line.x2:.1f} {line.y2:.1f}"
    )


def _figures(rows: Sequence[ChainRow]) -> Iterator[Element]:
    yield element("h2", "The chains")
    yield paragraph(
        "Read from left to right: a moment of truth serves a goal for the experience or fulfils a promise, which in "
        "turn helps a goal of the brand. A chain is as strong as its weakest link."
    )
    parts = list(panels(rows))
    for number, panel in enumerate(parts, 1):
        flow = flow_of(panel.rows)
        goals = list(dict.fromkeys(_goal(row) for row in panel.rows if row.brand_goal))
        moments = counted(len(_moments(panel.rows)), "moment")
        if goals:
            heading = f"{moments}, and the way to {_listed(goals)}"
        elif panel.connected:
            heading = f"{moments} whose chains break off before a brand goal"
        else:
            heading = f"{moments} that {_s(len(_moments(panel.rows)), 'serves', 'serve')} nothing on record"
        description = (
            f"{moments} of truth; between them and {counted(len(goals), 'brand goal')}: "
            f"{_middles(panel.rows)} CX goals and promises; chains that break off: {_gaps(panel.rows)}. "
            "The table below says the same."
        )
        yield figure(f"Figure {number}", heading, description, flow.height, draw_flow(flow), _legend())


def _legend() -> Element:
    return legend(
        [
            *basis_entries(),
            ([pips(6, 9, 2)], "strength, here 2 of 3"),
            ([pips(6, 9, None)], "strength not recorded"),
            hole_entry("missing: nobody recorded it"),
        ]
    )


def _tables(rows: Sequence[ChainRow], grounds: Grounds) -> Iterator[Element]:
    yield element("h2", "The chains in words")
    linked = [row for row in rows if row.links]
    idle = [row for row in rows if not row.links]
    if linked:
        yield table(
            "Every chain, link by link, with who says so",
            ("Moment of truth", "Serves or fulfils", "Brand goal", "Pursued by", "Weakest link", "Who says so"),
            (
                (
                    named(row.moment),
                    _middle(row),
                    named(row.brand_goal, "none"),
                    named(row.brand, "none"),
                    _strength(row),
                    items(_claim(link, grounds) for link in row.links),
                )
                for row in linked
            ),
        )
    if idle:
        yield table(
            "Moments from which no chain begins",
            ("Moment of truth", "What is missing"),
            ((named(row.moment), lacking(gap_text(Gap.MOMENT_SERVES_NOTHING))) for row in idle),
        )


def _middle(row: ChainRow) -> Element:
    shown = named(row.links[0].end, with_kind=True)
    return element("div", shown, element("div", lacking(gap_text(row.gap)))) if row.gap else shown


def _strength(row: ChainRow) -> Element | str:
    if row.brand_goal is None:
        return lacking("the chain breaks off")
    return f"{row.strength} of 3" if row.strength else lacking("not recorded")


def _claim(link: Link, grounds: Grounds) -> Element:
    relationship = REGISTRY.rel_types[link.relationship][0]
    verb = f"{name_of(link.start)} {relationship.forward.replace('_', ' ')} {name_of(link.end)}"
    rated = f" ({link.strength} of 3)" if link.strength else ""
    return element("div", f"{verb}{rated}", claims_of(link.evidence, grounds))


def _tie(start: str, end: str, link: Link) -> Tie:
    rated = issubclass(REGISTRY.rel_types[link.relationship][0], Contribution)
    return Tie(start, end, firmest(link.evidence), link.strength, rated)


def _item(node: Node, column: int) -> Item:
    kind = kind_of(node)
    return Item(_id(node), column, kind[:1].upper() + kind[1:] if column == 1 else "", name_of(node))


def _together(found: list[tuple[ChainRow, ...]]) -> Iterator[tuple[ChainRow, ...]]:
    """Moments side by side that share a goal or a promise, the group with the strongest chain first."""
    groups: list[tuple[set[str], list[tuple[ChainRow, ...]]]] = []
    for chains in found:
        nodes = {
            _id(end)
            for row in chains
            for link in row.links
            if row.brand != link.start
            for end in (link.start, link.end)
        }
        joined = [group for group in groups if group[0] & nodes]
        groups = [group for group in groups if not group[0] & nodes]
        groups.append((nodes.union(*(group[0] for group in joined)), [*(c for g in joined for c in g[1]), chains]))

    def rank(group: tuple[set[str], list[tuple[ChainRow, ...]]]) -> tuple[bool, int]:
        rows = [row for chains in group[1] for row in chains]
        return all(row.brand_goal is None for row in rows), -max(row.strength or 0 for row in rows)

    for _, chains in sorted(groups, key=rank):
        yield from sorted(chains, key=lambda rows: (not _goal(rows[0]), _goal(rows[0]), rows[0].moment.key))


def _moments(rows: Iterable[ChainRow]) -> set[str]:
    return {row.moment.key for row in rows}


def _gaps(rows: Iterable[ChainRow]) -> int:
    return len({(_id(row.links[-1].end if row.links else row.moment), row.gap) for row in rows if row.gap})


def _middles(rows: Iterable[ChainRow]) -> int:
    return len({_id(row.links[0].end) for row in rows if row.links})


def _first(row: ChainRow) -> str:
    return _id(row.links[0].end) if row.links else ""


def _goal(row: ChainRow) -> str:
    return name_of(row.brand_goal) if row.brand_goal else ""


def _listed(texts: Sequence[str]) -> str:
    quoted = [f"“{text}”" for text in texts]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _s(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def _id(node: Node) -> str:
    return f"{node.kind}:{node.key}"
