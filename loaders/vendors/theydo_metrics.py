"""What TheyDo's metrics become: a metric, a goal where there is a target, and a reading for each data point."""

from collections.abc import Iterator, Mapping

from graph_schema.keys import slug
from graph_schema.problems import Place
from loaders.entries import Entry, Name, Raw
from loaders.mapping.survey_model import Answer, QuestionSpec
from loaders.mapping.tally import measure
from loaders.mapping.values import number_text
from loaders.telling import Telling
from loaders.vendors.theydo_model import (
    Ces,
    CesPoint,
    Comparison,
    Csat,
    CsatPoint,
    Dimension,
    Metric,
    Nps,
    NpsPoint,
    OtherPoint,
    Point,
    Ratio,
    RatioPoint,
)

_CHANNEL, _SEGMENT, _PERSONA = "channel", "segment", "persona"
_PER_CENT: Mapping[str, Raw] = {"unit": "per cent", "scale_low": "0", "scale_high": "100"}


def metric_entries(telling: Telling, metric: Metric, key: str, about: str, place: Place) -> Iterator[Entry]:
    """All that a metric becomes."""
    yield telling.entry("metrics", place, key=key, name=metric.title, **_metric(metric))
    if metric.target is not None:
        words = {Comparison.AT_MOST: "at most ", Comparison.AT_LEAST: "at least ", None: ""}
        target = f"{words[metric.target_comparison_operator]}{number_text(metric.target)}"
        name = f"{metric.title}: {target}"
        yield telling.entry("cx_goals", place, key=f"{key}-target", name=name, target=target, measured_by=key)
    for index, point in enumerate(metric.data_points):
        where = Place(place.file, 0, f"{place.column}.dataPoints[{index}]")
        ends: dict[str, Raw] = {"about": about}
        yield from _ends(telling, point.dimensions, ends, where)
        day = point.date_of_measurement.isoformat()
        fixed: dict[str, Raw] = {"metric": key, **ends, "begins": day, "ends": day, "instrument": "TheyDo"}
        yield telling.entry("readings", where, **fixed, basis="measured", locator=_identity(point), **_reading(point))


def _metric(metric: Metric) -> dict[str, Raw]:
    """How the values are to be read. TheyDo's unit of shares says what was counted, not what the value is in."""
    counted = metric.unit or None
    groups = [*(metric.groups or []), *(f"{each.tag_group}: {each.tag}" for each in metric.group_tags or [])]
    fields: dict[str, Raw] = {}
    if isinstance(metric, Nps):
        fields = measure(QuestionSpec(column="-", answer=Answer.NPS), "", "").fields
    elif isinstance(metric, Csat):
        fields = measure(QuestionSpec(column="-", answer=Answer.CSAT), "", "").fields
    elif isinstance(metric, Ces):
        fields = {"unit": counted, "formula": "as TheyDo was given it; effort is asked for on an ordinal scale"}
        counted = None
    elif isinstance(metric, Ratio):
        fields = {**_PER_CENT, "formula": "100 x numerator / denominator"}
    else:
        how = metric.aggregation_method.lower() if metric.aggregation_method else None
        fields = {"unit": counted, "formula": f"to be put together as {how}" if how else None}
        counted = None
    own = {name: value for name, value in fields.items() if name != "name"}
    said = [metric.description, f"Counted: {counted}." if counted else None, f"Groups: {', '.join(groups)}."]
    own["description"] = "\n".join(part for part in said[: 3 if groups else 2] if part)
    return own


def _ends(telling: Telling, dimensions: list[Dimension], ends: dict[str, Raw], place: Place) -> Iterator[Entry]:
    """Among whom and through what a data point was measured; several dimensions are one segment, where all hold."""
    rest: list[str] = []
    for each in dimensions:
        kind = each.key.strip().lower()
        if kind == _CHANNEL and slug(each.value) and "channel" not in ends:
            yield from telling.once("channels", place, slug(each.value), name=each.value)
            ends["channel"] = Name(each.value)
        else:
            rest.append(each.value if kind == _SEGMENT else f"{each.key}: {each.value}")
    if len(dimensions) == 1 and dimensions[0].key.strip().lower() == _PERSONA and slug(dimensions[0].value):
        yield from telling.once("personas", place, slug(dimensions[0].value), name=dimensions[0].value)
        ends["among"] = Name(dimensions[0].value, _PERSONA)
    elif rest and slug(name := ", ".join(sorted(rest))):
        yield from telling.once("segments", place, slug(name), name=name)
        ends["among"] = Name(name, _SEGMENT)


def _identity(point: Point) -> str | None:
    """What tells apart data points of one day."""
    return ", ".join(sorted(f"{each.key}: {each.value}" for each in point.dimensions)) or None


def _reading(point: Point) -> dict[str, Raw]:
    """The value with its makings; without a value where nobody was asked."""
    match point:
        case NpsPoint():
            n = point.promoters + point.passives + point.detractors
            counts = {"promoters": point.promoters, "passives": point.passives, "detractors": point.detractors}
            value = 100 * (point.promoters - point.detractors) / n if n else None
            return _said(value, n, **counts)
        case CsatPoint():
            steps = {
                "very unsatisfied": point.very_unsatisfied,
                "unsatisfied": point.unsatisfied,
                "neutral": point.neutral,
                "satisfied": point.satisfied,
                "very satisfied": point.very_satisfied,
            }
            n, good = sum(steps.values()), point.satisfied + point.very_satisfied
            share = _said(100 * good / n if n else None, n, numerator=good, denominator=n)
            return {**share, "distribution": [f"{step} = {count}" for step, count in steps.items()]}
        case CesPoint():
            return _said(point.score if point.respondents else None, point.respondents)
        case RatioPoint():
            value = 100 * point.numerator / point.denominator if point.denominator else None
            return _said(value, None, numerator=point.numerator, denominator=point.denominator)
        case OtherPoint():
            return _said(point.value, None)
        case _:
            return {}


def _said(value: float | None, n: int | None, **counts: int) -> dict[str, Raw]:
    known = {"value": value, "n": n, **counts}
    return {name: number_text(number) for name, number in known.items() if number is not None}
