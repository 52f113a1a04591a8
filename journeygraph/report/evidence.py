"""The report on evidence: what supports something and what contradicts it, who described it, and how old that is."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from graph_store.database import Database
from journeygraph.output import counted
from journeygraph.report.basis import MOST_ROWS, Grounds, State, claims_of, firmest
from journeygraph.report.figure import SIZE, SMALL, WIDTH, basis_entries, figure, hole_entry, legend, stroke
from journeygraph.report.markup import Child, element, height_of, lines_of_text, wrapped
from journeygraph.report.page import Report
from journeygraph.report.table import distinct, items, kind_of, lacking, name_of, named, table
from queries.evidence import EVIDENCE_FOR, EvidenceRow, Says
from queries.rows import Node

MOST_FIGURES = 40
_SIDE = 290
_MIDDLE = 188
_GAP = (WIDTH - 2 * _SIDE - _MIDDLE) / 2
_PAD = 12
_SPACE = 14
_TOP = 40
_MOST_LINES = 8
_MONTH, _YEAR = 30.44, 365.25
_LONGEST_TITLE = 90
_FIRST_YEARS = 2
"""An age below so many years is told in months."""


def evidence_report(database: Database, refs: Sequence[str]) -> Report:
    """Ask, and say what came back."""
    state = State.read(database)
    answer = EVIDENCE_FOR.ask(database, nodes=list(refs), limit=MOST_ROWS)
    grounds = Grounds.read(database, state, [answer])
    groups = [(node, tuple(rows)) for node, rows in groupby(answer.rows, key=lambda row: row.node)]
    rows = answer.rows
    dates = sorted(row.published for row in rows if row.published)
    said = {says: sum(row.says is says for row in rows) for says in Says}
    return Report(
        title=_title([node for node, _ in groups]),
        questions=(EVIDENCE_FOR.title,),
        lead=" ".join(lead(rows)),
        facts=(
            (str(said[Says.SUPPORTS]), "quotes and sources that support"),
            (str(said[Says.CONTRADICTS]), "that contradict"),
            (str(said[Says.DESCRIBES]), "descriptions in datasets"),
            (str(dates[-1].year) if dates else "–", "year of the newest source" if dates else "no source has a date"),
        ),
        body=[part for place, (node, found) in enumerate(groups, 1) for part in _about(place, node, found, grounds)],
        grounds=grounds,
    )


def lead(rows: Sequence[EvidenceRow]) -> Iterator[str]:
    """The answer in sentences."""
    nodes = distinct(row.node for row in rows)
    bare = distinct(row.node for row in rows if row.says is Says.NOTHING)
    if len(nodes) > 1:
        backed = len(nodes) - len(bare)
        yield f"{backed} of {len(nodes)} {'has' if backed == 1 else 'have'} a quote or a source linked as evidence."
    for_, against = (sum(row.says is says for row in rows) for says in (Says.SUPPORTS, Says.CONTRADICTS))
    what = f"“{name_of(nodes[0]).rstrip('.')}”" if len(nodes) == 1 else "them"
    if for_ or against:
        yield (
            f"{counted(for_, 'quote or source').replace('quote or sources', 'quotes or sources')} "
            f"{'supports' if for_ == 1 else 'support'} {what}, {against or 'none'} "
            f"{'contradicts' if against == 1 else 'contradict'} {'it' if len(nodes) == 1 else 'them'}."
        )
    elif len(nodes) == 1 and bare:
        yield f"No quote and no source is linked to {what} as evidence: it is only described."
    elif len(nodes) == 1:
        yield f"Quotes stand behind the description of {what}; nothing else is linked as evidence for or against it."
    undated = distinct(row.source for row in rows if row.source and row.published is None)
    if undated:
        yield f"How old {counted(len(undated), 'source')} {'is' if len(undated) == 1 else 'are'}, nobody recorded."


def _title(nodes: Sequence[Node]) -> str:
    if len(nodes) > 1:
        return "What supports these claims"
    name = name_of(nodes[0]).rstrip(".")
    return f"What supports “{name}”" if len(name) <= _LONGEST_TITLE else f"What supports this {kind_of(nodes[0])}"


def age(days: int | None) -> str:
    """An age as people say it."""
    if days is None:
        return "age not recorded"
    if days < _MONTH:
        return f"{counted(max(days, 0), 'day')} old"
    if days < _FIRST_YEARS * _YEAR:
        return f"{counted(round(days / _MONTH), 'month')} old"
    return f"{counted(round(days / _YEAR), 'year')} old"


def _about(number: int, node: Node, rows: Sequence[EvidenceRow], grounds: Grounds) -> Iterator[Element]:
    yield element("h2", name_of(node))
    if number <= MOST_FIGURES:
        height, parts = draw_scales(node, rows)
        description = (
            f"{sum(row.says is Says.SUPPORTS for row in rows)} boxes on the left support it, "
            f"{sum(row.says is Says.CONTRADICTS for row in rows)} on the right contradict it; below it stand the "
            "datasets that describe it. The table below says the same."
        )
        yield figure(f"Figure {number}", f"For and against this {kind_of(node)}", description, height, parts, _legend())
    yield table(
        "Everything that is recorded for it and against it",
        ("What it does", "In which words", "Source, method and date", "Basis, and where in the source"),
        ((_says(row), _words(row), _source(row), claims_of(row.evidence, grounds)) for row in rows),
    )


def draw_scales(node: Node, rows: Sequence[EvidenceRow]) -> tuple[float, list[Element]]:
    """The thing in the middle, what supports it on the left and what contradicts it on the right."""
    parts: list[Element] = []
    middle = _SIDE + _GAP
    right = middle + _MIDDLE + _GAP
    for heading, x in (("Supports it", 0), ("The claim", middle), ("Contradicts it", right)):
        parts.append(element("text", heading, x=x, y=16, font_size=SMALL + 1, class_="head"))
    parts.append(element("path", d=f"M0 26H{WIDTH}", class_="rule"))
    lines = wrapped(name_of(node), _MIDDLE - 2 * _PAD, SIZE, _MOST_LINES)
    own = height_of(lines, SIZE) + SMALL * 1.5 + 2 * _PAD
    sides = {says: [row for row in rows if row.says is says] for says in Says}
    anchor = _TOP + own / 2
    bottoms: list[float] = []
    for says, x, edge in ((Says.SUPPORTS, 0.0, middle), (Says.CONTRADICTS, right, middle + _MIDDLE)):
        y = float(_TOP)
        near = x + _SIDE if says is Says.SUPPORTS else x
        for row in sides[says]:
            box, drawn = _box(row, x, y, _SIDE)
            bend = (near + edge) / 2
            level = y + box / 2
            path = f"M{near:.0f} {level:.1f}C{bend:.1f} {level:.1f} {bend:.1f} {anchor:.1f} {edge:.0f} {anchor:.1f}"
            parts += [*stroke(path, firmest(row.evidence)), *drawn]
            y += box + _SPACE
        if not sides[says]:
            y += _hole(parts, f"Nobody recorded anything that {says} it.", x, y, _SIDE) + _SPACE
        bottoms.append(y)
    y = _TOP + own + 2 * _SPACE
    for row in sides[Says.DESCRIBES]:
        box, drawn = _box(row, middle, y, _MIDDLE)
        path = f"M{middle + _MIDDLE / 2:.0f} {y - 2 * _SPACE:.1f}V{y:.1f}"
        parts += [*stroke(path, firmest(row.evidence)), *drawn]
        y += box + 2 * _SPACE
    parts.append(element("rect", x=middle, y=_TOP, width=_MIDDLE, height=own, rx=4, class_="focus"))
    kind = kind_of(node)
    caption = [kind[:1].upper() + kind[1:]]
    parts.append(lines_of_text(caption, middle + _PAD, _TOP + _PAD - 2, SMALL, class_="soft"))
    parts.append(lines_of_text(lines, middle + _PAD, _TOP + _PAD + SMALL * 1.5 - 2, SIZE, class_="strong"))
    return max(y, *bottoms), parts


def _box(row: EvidenceRow, x: float, y: float, width: float) -> tuple[float, list[Element]]:
    described = row.says is Says.DESCRIBES
    words = f"Described in “{name_of(row.by)}”" if described and row.by else " ".join(f"“{q.text}”" for q in row.quotes)
    words = words or (name_of(row.by) if row.by else "")
    text = wrapped(words, width - 2 * _PAD, SIZE, _MOST_LINES)
    dated = f", {row.published.year}" if row.published else ", no date"
    source = wrapped(
        f"{name_of(row.source)}{dated}" if row.source else "Source not recorded", width - 2 * _PAD, SMALL, 2
    )
    height = height_of(text, SIZE) + height_of(source, SMALL) + 2 * _PAD + 2
    return height, [
        element("rect", x=x, y=y, width=width, height=height, rx=4, class_="box"),
        lines_of_text(text, x + _PAD, y + _PAD - 3, SIZE),
        lines_of_text(source, x + _PAD, y + _PAD + height_of(text, SIZE), SMALL, class_="soft"),
    ]


def _hole(parts: list[Element], words: str, x: float, y: float, width: float) -> float:
    text = wrapped(words, width - 2 * _PAD, SIZE, 3)
    height = height_of(text, SIZE) + 2 * _PAD
    parts.append(element("rect", x=x, y=y, width=width, height=height, rx=4, class_="hole"))
    parts.append(lines_of_text(text, x + _PAD, y + _PAD - 3, SIZE, class_="missing"))
    return height


def _legend() -> Element:
    return legend([*basis_entries(), hole_entry("missing: nobody recorded it")])


def _says(row: EvidenceRow) -> Child:
    if row.says is Says.NOTHING:
        return lacking("nothing linked as evidence")
    return {Says.SUPPORTS: "supports it", Says.CONTRADICTS: "contradicts it"}.get(row.says, "describes it")


def _words(row: EvidenceRow) -> Child:
    if row.says is Says.NOTHING:
        return lacking("no quote, and no source that supports or contradicts it")
    quotes = [
        element(
            "div",
            element("blockquote", f"“{quote.text}”"),
            element("span", "; ".join(filter(None, (quote.wording, quote.locator))), class_="kind"),
        )
        for quote in row.quotes
    ]
    if quotes:
        return element("div", *quotes)
    return named(row.by, with_kind=True)


def _source(row: EvidenceRow) -> Child:
    if row.says is Says.NOTHING:
        return lacking("none")
    dated = f"{row.published:%Y-%m-%d}, {age(row.age_days)}" if row.published else "date not recorded"
    about = [row.method or "method not recorded", dated]
    if row.says is Says.DESCRIBES and row.by and row.quotes:
        about.append(f"in the dataset {name_of(row.by)}")
    return element("div", named(row.source), items(about))
