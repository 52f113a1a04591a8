"""Mermaid's `journey` diagrams, alone or fenced in Markdown. What becomes what: docs/journey-maps.md.

The grammar is that of Mermaid's own parser: a statement ends at a line's end or a semicolon, a comment begins with
`%%` or `#`, and a task is `name: score: actor, actor`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Reading, Use
from loaders.maps.chart import Chart, Claim, Part, Saying
from loaders.maps.meaning import tell
from loaders.maps.stage import Report
from loaders.maps.words import Lane
from loaders.markdown import MAX_BYTES, fences
from loaders.sample import Sample
from loaders.telling import MAX_TEXT, Telling, dataset_named, refused, short_slug, told_text
from loaders.wishes import Wishes

NAME = "mermaid-journey"
MARKDOWN = (".md", ".markdown", ".mdx")
SCORE = "Score (1-5)"
MAX_TASKS = 10_000

USES = (
    Use("title", "the Journey's name"),
    Use("section", "a Stage"),
    Use("task", "a Step"),
    Use("score", "a Feeling of the task's personas, 1 to 5 as -1 to 1"),
    Use("actor", "a Persona; one of the company's side a Stakeholder that PERFORMS the step"),
    Use("accTitle, accDescr", dropped="They repeat the diagram for screen readers."),
)
COMPANY = {
    *(
        "agent",
        "agents",
        "assistant",
        "bot",
        "chatbot",
        "clerk",
        "company",
        "courier",
        "driver",
        "employee",
        "employees",
    ),
    *("manager", "employees", "rep", "sales", "service", "staff", "support", "team", "technician", "vendor"),
    *("backend", "crm", "department", "server", "system", "warehouse", "mitarbeiter", "mitarbeiterin", "vertrieb"),
    *("technicien", "équipe", "personnel", "empleado", "empleada", "equipo", "ansatt", "medewerker"),
}
"""An actor with one of these words in the name acts for the company."""
_MYSELF = {
    "me",
    "i",
    "myself",
    "we",
    "us",
    "ich",
    "wir",
    "moi",
    "je",
    "nous",
    "yo",
    "nosotros",
    "jeg",
    "vi",
    "ik",
    "wij",
}
_HEAD = re.compile(
    r"\A(?:\s*---\n.*?\n---[ \t]*\n)?(?:[ \t]*(?:%%[^\n]*)?\n)*[ \t]*journey[ \t]*(?:\n|;|\Z)", re.DOTALL
)
_FRONT = re.compile(r"\A\s*---\n(.*?)\n---[ \t]*\n", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_SCORE = re.compile(r"\s*([+-]?[0-9]{1,6}(?:\.[0-9]{1,6})?)\s*\Z")


def recognises(sample: Sample) -> str | None:
    """A text that begins as a journey diagram does, or Markdown with one between fences."""
    text = sample.text
    if text is None:
        return None
    text = text.replace("\r\n", "\n")
    if sample.suffix in MARKDOWN:
        return "it holds a Mermaid journey between fences" if next(_fenced(text), None) else None
    return "its first word is `journey`, as in Mermaid" if _HEAD.match(text) else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    is_markdown = sample.suffix in MARKDOWN
    text = told_text(sample, MAX_BYTES if is_markdown else MAX_TEXT)
    if isinstance(text, Problem):
        return refused(sample, wishes, text)
    diagrams = list(_fenced(text)) if is_markdown else [(0, text)]
    report = Report(uses=list(USES))
    place = Place(sample.name)
    if not diagrams:
        report.problems.append(
            Problem(place, "There is no journey diagram in it.", "Begin one with `journey`, in a ```mermaid block.")
        )
    charts = [_Diagram(sample.name, report).read(body, line) for line, body in diagrams]
    dataset = dataset_named(sample, wishes, *(chart.name for chart in charts if len(charts) == 1))
    return Reading(dataset, place, _entries(charts, dataset.key, report), report.problems, report.notes, report.uses)


def _fenced(text: str) -> Iterator[tuple[int, str]]:
    """The journey diagrams in Markdown, each with the number of the line before it."""
    for fence in fences(text) if "mermaid" in text else ():
        if fence.info.split()[:1] == ["mermaid"] and _HEAD.match(fence.text):
            yield fence.line, fence.text


def _entries(charts: list[Chart], dataset: str, report: Report) -> Iterator[Entry]:
    if report.problems:
        return
    telling = Telling(dataset)
    name = f"Journey map: {charts[0].name if len(charts) == 1 else dataset}"
    yield telling.entry("sources", charts[0].place, key=dataset, name=name, method="Mermaid journey diagram")
    for chart in charts:
        chart.key = telling.unique("journeys", chart.key)
        yield from tell(chart, telling, report)


@dataclass
class _Task:
    name: str
    score: str
    actors: list[str]
    place: Place


@dataclass
class _Diagram:
    """One diagram on the way to a chart."""

    file: str
    report: Report
    title: str = ""
    sections: list[tuple[str, Place, list[_Task]]] = field(default_factory=list[tuple[str, Place, list[_Task]]])

    def read(self, text: str, before: int) -> Chart:
        front = _FRONT.match(text)
        if front and (found := _FRONT_TITLE.search(front[1])):
            self.title = found[1].strip("\"'")
        skipped = text[: front.end()].count("\n") if front else 0
        inside = False
        for number, line in enumerate(text[front.end() if front else 0 :].split("\n"), before + skipped + 1):
            place = Place(self.file, number)
            plain = "" if line.lstrip().startswith("%%") else line.split("#")[0]
            for statement in map(str.strip, plain.split(";")):
                # A description for screen readers may stand in braces, over several lines.
                began, inside = inside, (inside or statement.startswith("accDescr {")) and "}" not in statement
                if statement and not (began or inside or statement.startswith(("accDescr", "accTitle"))):
                    self._statement(statement, place)
        name = self.title or self.file.rpartition("/")[2].rpartition(".")[0] or "Journey"
        return self._chart(name, Place(self.file, before + 1))

    def _statement(self, statement: str, place: Place) -> None:
        word, _, rest = statement.partition(" ")
        if statement == "journey":
            return
        if word == "title":
            self.title = rest.strip()
        elif word == "section":
            self.sections.append((rest.strip(), place, []))
        elif ":" in statement:
            self._task(statement, place)
        else:
            found = f"This is neither a title, a section nor a task: {statement[:80]!r}."
            self._problem(place, found, "Write a task as `name: score: actor, actor`.")

    def _task(self, statement: str, place: Place) -> None:
        name, _, data = statement.partition(":")
        score, _, actors = data.partition(":")
        if not slug(name):
            self._problem(place, "A task without a name.", "Write it as `name: score: actor, actor`.")
        elif not _SCORE.match(score):
            found = f"The score {score.strip()[:80]!r} is not a number."
            self._problem(place, found, "Write a task as `name: score: actor, actor`, with a score from 1 to 5.")
        else:
            if not self.sections:
                self.sections.append(("", place, []))
            named = [actor.strip() for actor in actors.split(",") if slug(actor)]
            self.sections[-1][2].append(_Task(name.strip(), score.strip(), list(dict.fromkeys(named)), place))

    def _problem(self, place: Place, found: str, right: str) -> None:
        if len(self.report.problems) < MAX_TASKS:
            self.report.problems.append(Problem(place, found, right))

    def _chart(self, name: str, place: Place) -> Chart:
        chart = Chart(short_slug(name) or "journey", name, place)
        company = self._company()
        for section, where, tasks in self.sections:
            part = Part(section or name, where)
            for column, task in enumerate(tasks):
                part.sayings += self._sayings(task, column, company, name)
            chart.parts.append(part)
        if not any(tasks for _, _, tasks in self.sections):
            self._problem(place, "The diagram has no tasks.", "Write one as `name: score: actor, actor`.")
        return chart

    def _company(self) -> set[str]:
        """The actors of the company's side; where all would be, the journey is one of theirs, and none is."""
        actors = {actor for _, _, tasks in self.sections for task in tasks for actor in task.actors}
        company = {actor for actor in actors if COMPANY & set(slug(actor).split("-"))}
        return company if company != actors else set()

    def _sayings(self, task: _Task, column: int, company: set[str], title: str) -> Iterator[Saying]:
        def saying(lane: Lane, label: str, *items: str, more: str = "") -> Saying:
            claim: Claim = {"locator": f"line {task.place.line}"}
            return Saying(lane, label, items, task.place, claim, column, column, more)

        yield saying(Lane.STEP, "task", task.name)
        people = [f"{actor} ({title})" if slug(actor) in _MYSELF else actor for actor in task.actors]
        personas = [name for actor, name in zip(task.actors, people, strict=True) if actor not in company]
        yield saying(Lane.PERSONA, "actor", *personas)
        for actor in task.actors:
            if actor in company:
                yield saying(Lane.ONSTAGE, "actor", task.name, more=actor)
        if personas or not task.actors:
            yield saying(Lane.FEELING, SCORE, task.score)
        else:
            left = f"the score of {task.name!r} is left out, for only the company acts there"
            self.report.note(f"{task.place}: {left}.")
