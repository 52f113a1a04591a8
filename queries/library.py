"""The library of questions: an explicit list, found by id, by words, by who asks and for which decision."""

import difflib
import unicodedata
from collections.abc import Iterator, Sequence

from graph_schema.errors import NotFoundError
from queries import (
    behind,
    changes_of_phase,
    comparing,
    connections,
    content,
    costs,
    counts,
    effects,
    evidence,
    experience,
    finding,
    finding_touchpoints,
    funnel,
    goals,
    history,
    investing,
    journeys,
    leaving,
    lifecycles,
    listening,
    neighbours,
    organisation,
    paths,
    personas,
    phases,
    placements,
    promises,
    reach,
    scores,
    terms,
    visits,
    why,
    worth,
)
from queries.question import AskedBy, Decision, Question
from queries.rows import Row


class Library:
    """The questions that can be asked; ValueError where two have the same id."""

    def __init__(self, questions: Sequence[Question[Row]]) -> None:
        self._by_id = {question.id: question for question in questions}
        if len(self._by_id) != len(questions):
            raise ValueError("two questions have the same id")

    def __iter__(self) -> Iterator[Question[Row]]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, question_id: str) -> Question[Row]:
        """The question with this id; NotFoundError, with close matches, where there is none."""
        if question_id in self._by_id:
            return self._by_id[question_id]
        near = difflib.get_close_matches(question_id.lower(), self._by_id, n=3, cutoff=0.4)
        near = near or [question.id for question in self.about(question_id)[:3]]
        remedy = f"Did you mean {' or '.join(near)}?" if near else "`journeygraph questions` lists all."
        raise NotFoundError(f"There is no question {question_id!r}.", remedy)

    def about(self, text: str) -> tuple[Question[Row], ...]:
        """The questions whose title, explanation or id hold every word of a text; those whose title does first."""
        words = _folded(text).split()
        found = [question for question in self if all(word in _words_of(question) for word in words)]
        return tuple(sorted(found, key=lambda question: not all(word in _folded(question.title) for word in words)))

    def grouped(self) -> dict[AskedBy, dict[Decision, tuple[Question[Row], ...]]]:
        """The questions by who asks and by decision, in the order of both vocabularies; empty groups are left out."""
        groups = {
            person: {
                decision: tuple(q for q in self if q.asked_by is person and q.decision is decision)
                for decision in Decision
            }
            for person in AskedBy
        }
        filled = {
            person: {decision: questions for decision, questions in by_decision.items() if questions}
            for person, by_decision in groups.items()
        }
        return {person: by_decision for person, by_decision in filled.items() if by_decision}


def _folded(text: str) -> str:
    kept = (c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(kept).split())


def _words_of(question: Question[Row]) -> str:
    return _folded(f"{question.id} {question.title} {question.explanation} {question.decision}")


LIBRARY = Library(
    (
        *why.QUESTIONS,
        *goals.QUESTIONS,
        *journeys.QUESTIONS,
        *experience.QUESTIONS,
        *evidence.QUESTIONS,
        *finding.QUESTIONS,
        *finding_touchpoints.QUESTIONS,
        *history.QUESTIONS,
        *organisation.QUESTIONS,
        *promises.QUESTIONS,
        *phases.QUESTIONS,
        *placements.QUESTIONS,
        *changes_of_phase.QUESTIONS,
        *worth.QUESTIONS,
        *investing.QUESTIONS,
        *scores.QUESTIONS,
        *listening.QUESTIONS,
        *leaving.QUESTIONS,
        *counts.QUESTIONS,
        *visits.QUESTIONS,
        *effects.QUESTIONS,
        *behind.QUESTIONS,
        *content.QUESTIONS,
        *paths.QUESTIONS,
        *funnel.QUESTIONS,
        *lifecycles.QUESTIONS,
        *reach.QUESTIONS,
        *costs.QUESTIONS,
        *terms.QUESTIONS,
        *comparing.QUESTIONS,
        *personas.QUESTIONS,
        *connections.QUESTIONS,
        *neighbours.QUESTIONS,
    )
)
