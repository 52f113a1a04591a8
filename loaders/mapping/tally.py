"""What is worked out from the answers to one question: a score with its makings. A blank is no answer, never a zero.

NPS after Reichheld (2003), CES as the mean of its answers (Dixon and others, 2010), CSAT as the share of those who are
satisfied. Their answers are ordinal, so a mean of them is named as such.
"""

from collections import Counter
from dataclasses import dataclass, field

from graph_schema.kinds.observed import Direction
from loaders.entries import Raw
from loaders.mapping.survey_model import SCALES, SCORED, Answer, QuestionSpec
from loaders.mapping.values import number_text
from loaders.values import shown

MAX_DISTINCT = 1_000
"""So many different answers are counted apart; a question with more is none that has choices."""
_ORDINAL = "mean of the answers, which are ordinal"


@dataclass(frozen=True)
class Measure:
    """The metric that the readings of a question are of."""

    key: str
    fields: dict[str, Raw]


def scale_of(question: QuestionSpec) -> tuple[float, float]:
    """The scale of a question's answers."""
    low, high = question.scale or SCALES[question.answer]
    return float(low), float(high)


def satisfied_from(question: QuestionSpec) -> float:
    """The lowest answer that counts as satisfied."""
    return question.satisfied if question.satisfied is not None else scale_of(question)[1] - 1


def measure(question: QuestionSpec, own_key: str, ask: str) -> Measure:
    """The metric of a question, with how it is worked out; `own_key` is for one that is of this survey only."""
    key, fields = _measure(question, own_key, ask)
    if question.direction:
        fields["direction"] = question.direction
    return Measure(question.metric or key, fields)


def _measure(question: QuestionSpec, own_key: str, ask: str) -> tuple[str, dict[str, Raw]]:
    if question.answer not in SCORED:
        several = ", several by one person" if question.answer is Answer.CHOICES else ""
        return own_key, {"name": ask, "formula": f"how many gave each answer{several}"}
    low, high = (number_text(end) for end in scale_of(question))
    if question.answer is Answer.NPS:
        formula = "per cent promoters (9 and 10) minus per cent detractors (0 to 6)"
        ends: dict[str, Raw] = {"scale_low": "-100", "scale_high": "100", "direction": Direction.UP}
        return "nps", {"name": "Net Promoter Score (NPS)", "unit": "points", "formula": formula, **ends}
    if question.answer is Answer.CSAT:
        first = number_text(satisfied_from(question))
        usual = (low, high, first) == ("1", "5", "4")
        counted = f"{first} and {high}" if float(first) == float(high) - 1 else f"{first} to {high}"
        fields: dict[str, Raw] = {"name": "Customer satisfaction (CSAT)", "unit": "per cent"}
        fields |= {"scale_low": "0", "scale_high": "100", "direction": Direction.UP}
        fields["formula"] = f"answers {counted} of {high} / all answers"
        return "csat" if usual else f"csat-{_part(first)}-of-{_part(high)}", fields
    ends = {"scale_low": low, "scale_high": high, "unit": "points", "formula": _ORDINAL}
    if question.answer is Answer.CES:
        usual = (low, high) == ("1", "7")
        name = "Customer Effort Score (CES), a mean of an ordinal scale"
        return "ces" if usual else f"ces-{_part(low)}-to-{_part(high)}", {"name": name, **ends}
    return own_key, {"name": f"{ask} (mean of an ordinal scale)", **ends}


@dataclass
class Tally:
    """The answers to one question in one group of respondents."""

    question: QuestionSpec
    answers: Counter[str] = field(default_factory=Counter[str])
    n: int = 0

    def add(self, answers: list[str]) -> None:
        """Count what one respondent answered. Raises ValueError where the answers are no choices."""
        self.n += 1
        self.answers.update(answers)
        if len(self.answers) > MAX_DISTINCT:
            raise ValueError(f"More than {MAX_DISTINCT:,} different answers, the last one {shown(answers[-1])}.")

    def reading(self) -> dict[str, Raw]:
        """The score with its makings; without a value where the answers are no numbers."""
        made: dict[str, Raw] = {"n": str(self.n), "distribution": self._distribution()}
        if self.question.answer not in SCORED or not self.n:
            return made
        scores = {float(answer): count for answer, count in self.answers.items()}
        if self.question.answer is Answer.NPS:
            promoters = sum(count for score, count in scores.items() if score >= 9)
            detractors = sum(count for score, count in scores.items() if score < 7)
            made |= {"promoters": str(promoters), "detractors": str(detractors)}
            made["passives"] = str(self.n - promoters - detractors)
            return {"value": number_text(100 * (promoters - detractors) / self.n), **made}
        if self.question.answer is Answer.CSAT:
            first = satisfied_from(self.question)
            satisfied = sum(count for score, count in scores.items() if score >= first)
            made |= {"numerator": str(satisfied), "denominator": str(self.n)}
            return {"value": number_text(100 * satisfied / self.n), **made}
        return {"value": number_text(sum(score * count for score, count in scores.items()) / self.n), **made}

    def _distribution(self) -> list[str]:
        if self.question.answer not in SCORED:
            return [f"{answer} = {count}" for answer, count in self.answers.most_common()]
        low, high = scale_of(self.question)
        steps: dict[float, int] = {}
        if low.is_integer() and high.is_integer() and high - low <= 100:
            steps = dict.fromkeys((float(step) for step in range(int(low), int(high) + 1)), 0)
        for answer, count in self.answers.items():
            steps[float(answer)] = count
        return [f"{number_text(step)} = {count}" for step, count in sorted(steps.items())]


def _part(number: str) -> str:
    return number.replace(".", "-").replace("--", "-").strip("-")
