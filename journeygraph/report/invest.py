"""The report on where to invest: touchpoints that matter, dissatisfy and are linked to a goal of the brand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from statistics import median
from xml.etree.ElementTree import Element

from graph_schema.errors import NotFoundError, UsageError
from graph_store.database import Database
from journeygraph.output import counted
from journeygraph.report.basis import MOST_ROWS, Grounds, State, claims_of
from journeygraph.report.figure import figure, legend
from journeygraph.report.markup import Child, element
from journeygraph.report.matrix import FIVE, HEIGHT, Field, Matrix, Point, draw_matrix
from journeygraph.report.page import Report
from journeygraph.report.table import items, lacking, name_of, named, names, nodes, table
from queries.facts import Measured
from queries.finding import SEARCH
from queries.investing import WHERE_TO_INVEST, InvestParameters, InvestRow

_MEANING = {
    Field.INVEST: "matters to customers and does not satisfy them",
    Field.KEEP: "matters and satisfies",
    Field.LEAVE: "neither matters much nor satisfies",
    Field.LESS: "satisfies, but matters little",
}


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line; what was not is found in the data."""

    importance: tuple[str, ...] = ()
    satisfaction: tuple[str, ...] = ()
    touchpoints: tuple[str, ...] = ()
    important_from: float | None = None
    satisfied_from: float | None = None


def invest_report(database: Database, wanted: Wanted) -> Report:
    """Ask, and say what came back."""
    state = State.read(database)
    importance = wanted.importance or _metric(database, "importance")
    satisfaction = wanted.satisfaction or _metric(database, "satisfaction")
    answer = WHERE_TO_INVEST.ask(
        database,
        importance=list(importance),
        satisfaction=list(satisfaction),
        touchpoints=list(wanted.touchpoints),
        # The question gives what is worth an investment alone; the matrix needs what lies around it, too.
        important_from=-inf,
        satisfied_from=inf,
        limit=MOST_ROWS,
    )
    rows = answer.rows
    if not rows:
        raise NotFoundError(
            f"No touchpoint has readings of both {', '.join(importance)} and {', '.join(satisfaction)}.",
            "Name other metrics with --importance and --satisfaction, or load readings of these.",
        )
    matrix, why = _matrix(rows, wanted)
    grounds = Grounds.read(database, state, [answer])
    found = {field: [row for row in rows if matrix.field(row.importance, row.satisfaction) is field] for field in Field}
    first = found[Field.INVEST]
    return Report(
        title="Where to invest",
        questions=(WHERE_TO_INVEST.title,),
        lead=" ".join(lead(first, len(rows))),
        facts=tuple((str(len(found[field])), f"{field}: {_MEANING[field]}") for field in Field),
        body=list(_body(rows, matrix, grounds, why)),
        grounds=grounds,
    )


def lead(first: Sequence[InvestRow], every: int) -> Iterator[str]:
    """The answer in sentences."""
    linked = [row for row in first if row.brand_goals]
    yield (
        f"{len(first)} of {every} measured touchpoints {'matters' if len(first) == 1 else 'matter'} to customers and "
        f"{'does' if len(first) == 1 else 'do'} not satisfy them; {len(linked) or 'none'} of them "
        f"{'is' if len(linked) == 1 else 'are'} linked to a brand goal."
    )
    if linked:
        best = linked[0]
        goals = " and ".join(f"“{name_of(goal.node)}”" for goal in best.brand_goals)
        yield (
            f"Begin with “{name_of(best.touchpoint)}”: importance {best.importance:g}, satisfaction "
            f"{best.satisfaction:g}, and it leads to {goals}."
        )
    doubtful = sum(any(reading.cautions for reading in row.measured) for row in first)
    if doubtful:
        yield f"The readings behind {doubtful} of them call for caution."


def _metric(database: Database, word: str) -> tuple[str, ...]:
    """The metric to read: the only one of that name, among those that touchpoints have readings of."""
    hits = SEARCH.ask(database, text=word, kinds=["metric"], limit=50).rows
    keys = [row.node.key for row in hits if _is_read(database, row.node.key)]
    if word in keys:
        return (word,)
    if len(keys) == 1:
        return (keys[0],)
    if keys:
        raise UsageError(
            f"Several metrics speak of {word}: {', '.join(sorted(keys))}.", f"Choose with --{word}, several by commas."
        )
    raise NotFoundError(
        f"No metric that touchpoints have readings of speaks of {word}.",
        f"Name one with --{word}; `journeygraph ask search --text score --kinds metric` finds keys of metrics.",
    )


def _is_read(database: Database, metric: str) -> bool:
    """Whether a touchpoint has a reading of it: as both of its measures it gives a row then."""
    both = [metric]
    return bool(
        WHERE_TO_INVEST.ask(
            database, importance=both, satisfaction=both, important_from=-inf, satisfied_from=inf, limit=1
        ).rows
    )


def _matrix(rows: Sequence[InvestRow], wanted: Wanted) -> tuple[Matrix, str]:
    """The matrix, and why its lines run where they do."""
    points = tuple(
        Point(number, name_of(row.touchpoint), row.importance, row.satisfaction, bool(row.brand_goals))
        for number, row in enumerate(rows, 1)
    )
    values = [value for point in points for value in (point.importance, point.satisfaction)]
    usual = min(values) >= FIVE[0] and max(values) <= FIVE[1]
    fields = InvestParameters.model_fields
    important, satisfied = wanted.important_from, wanted.satisfied_from
    if important is None:
        important = fields["important_from"].default if usual else median(point.importance for point in points)
    if satisfied is None:
        satisfied = fields["satisfied_from"].default if usual else median(point.satisfaction for point in points)
    found = wanted.important_from is None or wanted.satisfied_from is None
    why = f"An importance of {important:g} or more counts as high, a satisfaction below {satisfied:g} as low."
    if found and not usual:
        why += (
            " As the values are not on a scale of 1 to 5, the lines that were not given run through the middle value."
        )
    return Matrix(points, important, satisfied), why


def _body(rows: Sequence[InvestRow], matrix: Matrix, grounds: Grounds, why: str) -> Iterator[Element]:
    parts, unlabelled = draw_matrix(matrix)
    yield element("h2", "The matrix")
    yield element("p", f"{why} Touchpoints without a reading of both are not shown: nothing is known of them.")
    counts = ", ".join(
        f"{sum(matrix.field(p.importance, p.satisfaction) is field for p in matrix.points)} in “{field}”"
        for field in Field
    )
    yield figure(
        "Figure 1",
        "Importance against satisfaction of each touchpoint",
        f"A scatter of {counted(len(rows), 'touchpoint')} in four fields: {counts}. The table below has the numbers.",
        HEIGHT,
        parts,
        _legend(),
    )
    if unlabelled:
        listed = ", ".join(map(str, unlabelled))
        yield element("p", f"Too close together for a label, but in the table: {listed}.")
    yield element("h2", "Touchpoint by touchpoint")
    yield table(
        "Every touchpoint of the matrix, under its number there",
        ("#No.", "Touchpoint", "#Importance", "#Satisfaction", "#Gap", "Reading", "Brand goals", "Measured"),
        (
            (
                str(number),
                element("b", named(row.touchpoint)),
                f"{row.importance:g}",
                f"{row.satisfaction:g}",
                f"{row.gap:+g}",
                str(matrix.field(row.importance, row.satisfaction)),
                names(nodes(row.brand_goals), "none linked"),
                items(_measured(reading, grounds) for reading in row.measured),
            )
            for number, row in enumerate(rows, 1)
        ),
    )
    yield element("h3", "How to read the four fields")
    meanings = [part for field in Field for part in (element("dt", field), element("dd", f"{_MEANING[field]}."))]
    yield element("dl", *meanings, class_="terms")


def _legend() -> Element:
    dot = [element("circle", cx=22, cy=9, r=6, class_="dot")]
    ring = [element("circle", cx=22, cy=9, r=6, class_="ring")]
    return legend([(dot, "linked to a brand goal"), (ring, "not linked to any: a gap")])


def _measured(reading: Measured, grounds: Grounds) -> Child:
    value = "not recorded" if reading.value is None else f"{reading.value:g}"
    parts = [f"{name_of(reading.metric)}: {value}"]
    parts.append("n not recorded" if reading.n is None else f"n = {reading.n}")
    if reading.response_rate is not None:
        parts.append(f"{reading.response_rate:.0%} of those asked")
    if reading.among:
        parts.append(f"among {name_of(reading.among)}")
    if reading.begins or reading.ends:
        parts.append(f"{_day(reading.begins)} to {_day(reading.ends)}")
    beware = [lacking(f"beware: {caution.replace('-', ' ')}") for caution in reading.cautions]
    return element(
        "div", "; ".join(parts), *(element("div", one) for one in beware), claims_of(reading.evidence, grounds)
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else "…"
