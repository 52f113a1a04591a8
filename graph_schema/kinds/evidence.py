"""Evidence: who said what, where, and what it speaks for or against."""

from datetime import date
from enum import StrEnum

from graph_schema.kinds.who import Persona
from graph_schema.model import Assertion, Family, Kind, Named, prop


class Wording(StrEnum):
    """Whether a quote gives the words or the sense."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"


class Source(Named):
    """Who or what says something: a study, a text, a survey, a person."""

    family, plural = Family.EVIDENCE, "sources"
    method: str | None = prop("How it was found out: interviews, desk research, a survey.", default=None)
    published: date | None = prop("The date of publication or of the last day of field work.", default=None, sort=True)
    author: str | None = prop("Who wrote it or led the study.", default=None)
    url: str | None = prop("Where it can be read.", default=None, pattern=r"^https?://\S+$", max_length=2000)


class Quote(Kind):
    """What a source says, in its words or in ours."""

    family, plural, display = Family.EVIDENCE, "quotes", "text"
    text: str = prop("The words.", search=True, min_length=1)
    wording: Wording = prop("The source's own words, or a paraphrase.", default=Wording.PARAPHRASE)
    locator: str | None = prop("Where in the source.", default=None)


class From(Assertion):
    """(Quote)-[:FROM]->(Source): the source that the quote was taken from."""

    rel_type = "FROM"
    start, end = (Quote,), (Source,)
    forward, backward = "from", "quotes"
    single = True


class SaidBy(Assertion):
    """(Quote)-[:SAID_BY]->(Persona): the persona whose voice it is."""

    rel_type = "SAID_BY"
    start, end = (Quote,), (Persona,)
    forward, backward = "said_by", "quotes"


class Supports(Assertion):
    """(Quote | Source)-[:SUPPORTS]->(Kind): it speaks for what the node says."""

    rel_type = "SUPPORTS"
    start, end = (Quote, Source), (Kind,)
    forward, backward = "supports", "supported_by"


class Contradicts(Assertion):
    """(Quote | Source)-[:CONTRADICTS]->(Kind): it speaks against what the node says."""

    rel_type = "CONTRADICTS"
    start, end = (Quote, Source), (Kind,)
    forward, backward = "contradicts", "contradicted_by"
