"""Evidence: who said what, where, and what it speaks for or against."""

from datetime import date
from enum import StrEnum

from graph_schema.kinds.experience import MomentOfTruth
from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.origins import BUYERS_JOURNEY, LIFECYCLES, MICRO_MOMENTS, PROVENANCE
from graph_schema.kinds.who import Persona
from graph_schema.model import Assertion, Family, Kind, Named, prop


class Wording(StrEnum):
    """Whether a quote gives the words or the sense."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"


class Source(Named):
    """Who or what says something: a study, a text, a survey, a person."""

    family, plural = Family.EVIDENCE, "sources"
    example, origin = "Customer Lifecycle Journey, an article", PROVENANCE
    method: str | None = prop("How it was found out: interviews, desk research, a survey.", default=None)
    published: date | None = prop("The date of publication or of the last day of field work.", default=None, sort=True)
    author: str | None = prop("Who wrote it or led the study.", default=None)
    url: str | None = prop("Where it can be read.", default=None, pattern=r"^https?://\S+$", max_length=2000)
    file: str | None = prop("The name of the file that it was read from, where it is a file.", default=None)
    digest: str | None = prop("The SHA-256 of that file, in hexadecimal.", default=None)
    form: str | None = prop("The form of file that it was read as, with the mapping, if one was used.", default=None)


class Quote(Kind):
    """What a source says, in its words or in ours."""

    family, plural, display = Family.EVIDENCE, "quotes", "text"
    example, origin = "'Price is not that important at this stage'", "qualitative research"
    text: str = prop("The words.", search=True, min_length=1)
    wording: Wording = prop("The source's own words, or a paraphrase.", default=Wording.PARAPHRASE)
    locator: str | None = prop("Where in the source.", default=None)


class Insight(Named):
    """What a team has learned from its research, in a sentence."""

    family, plural = Family.EVIDENCE, "insights"
    example, origin = "People forgive a late parcel, not silence about it", "atomic research (Pidcock, 2018)"


class Term(Named):
    """A word that sources use, not always for the same."""

    family, plural = Family.EVIDENCE, "terms"
    example, origin = "Moment of truth", f"{MICRO_MOMENTS} and {LIFECYCLES}, which differ"


class Definition(Kind):
    """What a term means, in the words of one source."""

    family, plural, display = Family.EVIDENCE, "definitions", "text"
    example, origin = "'Any interaction during which a customer may form an impression of your brand'", LIFECYCLES
    text: str = prop("The words.", search=True, min_length=1)


class From(Assertion):
    """(Quote)-[:FROM]->(Source): the source that the quote was taken from."""

    rel_type = "FROM"
    start, end = (Quote,), (Source,)
    forward, backward = "from", "quotes"
    single = True
    example, origin = "'Price is not that important' is from: From Lifecycle to Micro-Moments", PROVENANCE


class DefinitionFrom(Assertion):
    """(Definition)-[:FROM]->(Source): the source that defines the term so."""

    rel_type = "FROM"
    start, end = (Definition,), (Source,)
    forward, backward = "from", "definitions"
    single = True
    example, origin = "'Any interaction that leaves an impression' is from: Customer lifecycle", PROVENANCE


class SaidBy(Assertion):
    """(Quote)-[:SAID_BY]->(Persona): the persona whose voice it is."""

    rel_type = "SAID_BY"
    start, end = (Quote,), (Persona,)
    forward, backward = "said_by", "quotes"
    example, origin = "'I pay and nothing happens' is said by: the woman reader", "qualitative research"


class Supports(Assertion):
    """(Quote | Source)-[:SUPPORTS]->(Kind): it speaks for what the node says."""

    rel_type = "SUPPORTS"
    start, end = (Quote, Source), (Kind,)
    forward, backward = "supports", "supported_by"
    example, origin = "'Where is my parcel?' supports: no delivery date, a pain point", PROVENANCE


class Contradicts(Assertion):
    """(Quote | Source)-[:CONTRADICTS]->(Kind): it speaks against what the node says."""

    rel_type = "CONTRADICTS"
    start, end = (Quote, Source), (Kind,)
    forward, backward = "contradicts", "contradicted_by"
    example, origin = "'People compare prices' contradicts: 'Price is not that important'", PROVENANCE


class Concerns(Assertion):
    """(Insight)-[:CONCERNS]->(Kind): what was learned bears on this."""

    rel_type = "CONCERNS"
    start, end = (Insight,), (Kind,)
    forward, backward = "concerns", "insights"
    example, origin = "'People forgive a late parcel' concerns: the delivery", "atomic research (Pidcock, 2018)"


class Defines(Assertion):
    """(Definition)-[:DEFINES]->(Term): the term that it says the meaning of."""

    rel_type = "DEFINES"
    start, end = (Definition,), (Term,)
    forward, backward = "defines", "definitions"
    single = True
    example, origin = "'Any interaction that leaves an impression' defines: moment of truth", LIFECYCLES


class DefinedBy(Assertion):
    """(MomentOfTruth | Phase)-[:DEFINED_BY]->(Definition): by this definition, it is one."""

    rel_type = "DEFINED_BY"
    start, end = (MomentOfTruth, Phase), (Definition,)
    forward, backward = "defined_by", "covers"
    example = "'Dinner is served' is a moment of truth by: 'the most important micro-moments'"
    origin = f"{MICRO_MOMENTS} and {LIFECYCLES}; {BUYERS_JOURNEY}: a clear definition for each stage"
