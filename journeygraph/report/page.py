"""A report as one file that needs nothing else: no script, no font, no picture from anywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from importlib.resources import files
from xml.etree.ElementTree import Element

from journeygraph.report.basis import Grounds, when
from journeygraph.report.markup import document, element

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a page says."""

    title: str
    questions: tuple[str, ...]
    """What is answered, in the users' words."""
    lead: str
    """The answer in plain sentences."""
    facts: tuple[tuple[str, str], ...]
    """The numbers to remember, each with what it counts."""
    body: Sequence[Element]
    grounds: Grounds


def page(report: Report, made: datetime, lang: str = "en") -> str:
    """The file. `lang` is the language of most that it says, for those who have it read out."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content=f"journeygraph {version('journeygraph')}"),
        element("title", report.title),
        element("style", (files("journeygraph.report") / "page.css").read_text("utf-8")),
    )
    body = element("body", element("header", *_top(report, made)), element("main", *_middle(report)), _foot(made))
    return document(element("html", head, body, lang=lang))


def _top(report: Report, made: datetime) -> Iterator[Element]:
    state = report.grounds.state
    yield element("p", "Customer journey report", class_="kicker")
    yield element("h1", report.title)
    for question in report.questions:
        yield element("p", question, class_="question")
    yield element("p", f"Made on {when(made)} from the knowledge base {state.version}.", class_="made")


def _middle(report: Report) -> Iterator[Element]:
    yield element("p", report.lead, class_="lead")
    yield element(
        "dl",
        *(element("div", element("dt", label), element("dd", value)) for value, label in report.facts),
        class_="facts",
    )
    yield element("p", report.grounds.summary())
    yield from report.grounds.cautions()
    yield from report.body
    yield from report.grounds.section()


def _foot(made: datetime) -> Element:
    return element(
        "footer",
        f"Made by journeygraph {version('journeygraph')} on {when(made)}. It shows what was recorded then; what nobody "
        "wrote down is shown as missing, which is not the same as not being so.",
    )
