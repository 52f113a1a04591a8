"""Questions about what words mean: terms that sources dispute, moments of truth and phases by their definitions."""

from enum import StrEnum
from typing import Annotated, LiteralString

from pydantic import Field

from graph_schema.kinds.evidence import Definition, Term
from graph_schema.kinds.experience import MomentOfTruth
from graph_schema.kinds.lifecycle import LifecycleModel, Phase
from graph_schema.kinds.transition import Quality
from queries.fragments import arriving
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Part, Row


class TermParameters(Parameters):
    """Which terms."""

    terms: Annotated[Keys, KeysOf(Term)] = keys_field("Keys of terms.")


class Conflict(StrEnum):
    """How far sources are apart on a term."""

    CONTRADICTED = "contradicted"
    DEFINED_DIFFERENTLY = "defined-differently"


class Meaning(Part):
    """What a term means in the words of a source, with what speaks for and against that."""

    definition: Node = Field(description="The definition; its name is its text.")
    sources: list[Node] = Field(description="The sources that it is from.")
    evidence: list[Evidence] = Field(description="Who says that it is a definition of the term.")
    supported_by: list[Neighbour] = Field(description="Quotes and sources that speak for it, 20 at most.")
    contradicted_by: list[Neighbour] = Field(description="Quotes and sources that speak against it, 20 at most.")
    covers: list[Node] = Field(
        description="The moments of truth and phases that are such by this definition, 20 at most."
    )


class TermRow(Row):
    """A term that sources use in different meanings."""

    term: Node = Field(description="The term.")
    conflict: Conflict = Field(
        description="Somebody speaks against one of its definitions, or sources define it in different words and "
        "nobody says that one contradicts another."
    )
    meanings: list[Meaning] = Field(description="Its definitions, one for each meaning.")


def _speaking(rel_type: LiteralString, name: LiteralString) -> LiteralString:
    """Collects the first quotes and sources that speak so about a definition `d`, under a name."""
    return f"""CALL (d) {{
  OPTIONAL CALL (d) {{
    {arriving("by:Quote|Source", rel_type, "'definition:' + d.key")}
    WITH r.`to` AS place, r.`from` AS next, by, collect(r {{.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}}) AS claims ORDER BY place, next LIMIT 20
    RETURN by, claims
  }}
  RETURN collect(CASE WHEN by IS NOT NULL THEN
    {{node: by {{.key, name: coalesce(by.name, by.text), kind: labels(by)[0]}}, evidence: claims}} END) AS {name}
}}
"""


CONTRADICTED_TERMS = Question(
    id="contradicted-terms",
    title="Where do two sources contradict each other on the same term?",
    explanation=(
        "Each row is a term with definitions from two sources or more, or with a definition that a quote or source "
        "speaks against; those come first. Different words need not contradict each other: then they stand side by "
        "side as `defined-differently`, for a person to judge. None of the definitions is ours. No rows: no two "
        "sources define the same term."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.TRUST,
    numbers=(61,),
    parameters=TermParameters,
    row=TermRow,
    cypher="""
CALL () {
  UNWIND $terms AS key
  MATCH (t:Term {key: key})
  RETURN t
  UNION ALL
  WITH $terms AS keys WHERE size(keys) = 0
  MATCH (t:Term)
  RETURN t
}
MATCH (d:Definition)-[r:DEFINES]->(t)
WITH t, d, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
  claim: type(r), start: r.from, end: r.to}) AS evidence
CALL (d) {
  OPTIONAL MATCH (d)-[:FROM]->(s:Source)
  WITH DISTINCT s ORDER BY s.key
  RETURN collect(s {.key, .name, kind: labels(s)[0]}) AS sources
}
// The index of claims has what speaks for a definition in the order of keys; only what is shown is read.
"""
    + _speaking("SUPPORTS", "supported_by")
    + _speaking("CONTRADICTS", "contradicted_by")
    + """CALL (d) {
  OPTIONAL CALL (d) {
    """
    + arriving("n:MomentOfTruth|Phase", "DEFINED_BY", "'definition:' + d.key")
    + """
    WITH DISTINCT r.`to` AS place, r.`from` AS next, n ORDER BY place, next LIMIT 20
    RETURN n
  }
  RETURN collect(n {.key, .name, kind: labels(n)[0]}) AS covers
}
WITH t, d, sources, {definition: d {.key, name: d.text, kind: labels(d)[0]}, sources: sources, evidence: evidence,
  supported_by: supported_by, contradicted_by: contradicted_by, covers: covers} AS meaning ORDER BY t.key, d.key
WITH t, collect(meaning) AS meanings, collect(sources) AS several
CALL (several) {
  UNWIND several AS sources
  UNWIND sources AS source
  RETURN count(DISTINCT source.key) AS voices
}
WITH t, meanings, voices, any(m IN meanings WHERE size(m.contradicted_by) > 0) AS contradicted
WHERE contradicted OR voices > 1 AND size(meanings) > 1
RETURN
  t {.key, .name, kind: labels(t)[0]} AS term,
  CASE WHEN contradicted THEN 'contradicted' ELSE 'defined-differently' END AS conflict,
  meanings
ORDER BY contradicted DESC, t.key
LIMIT $limit
""",
    crosses=("DEFINES", "FROM", "SUPPORTS", "CONTRADICTS", "DEFINED_BY"),
    view=View.COMPARISON,
)


class DefinedMomentParameters(Parameters):
    """Which moments, and which definitions to compare."""

    moments: Annotated[Keys, KeysOf(MomentOfTruth)] = keys_field("Keys of moments of truth.")
    definitions: Annotated[Keys, KeysOf(Definition)] = Field(
        default_factory=list[str],
        description="Keys of the definitions to compare. Empty: all by which something is a moment of truth.",
    )


class DefinedMomentRow(Row):
    """A moment of truth, and the definitions by which it is one."""

    moment: Node = Field(description="The moment of truth.")
    places: list[Neighbour] = Field(
        description="The interactions where it occurs. A touchpoint stands for wherever it is used."
    )
    counts_under: list[Neighbour] = Field(
        description="The definitions by which it is one, with who says so. Empty: a gap, nobody said by which."
    )
    not_under: list[Node] = Field(
        description="The compared definitions of which nobody says that it meets them; that it fails them is not said."
    )


MOMENTS_BY_DEFINITION = Question(
    id="moments-by-definition",
    title="Which interactions count as moments of truth under which definition?",
    explanation=(
        "Each row is a moment of truth with the definitions that it is said to meet and those that it is not said to "
        "meet, such as the few that count most against any that leaves an impression. Moments under one definition "
        "only come first: they are what the choice of a definition decides. A row without any is a gap: nobody said "
        "by which definition it is one."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.BACK,
    numbers=(57,),
    parameters=DefinedMomentParameters,
    row=DefinedMomentRow,
    cypher="""
CALL () {
  UNWIND $definitions AS key
  MATCH (d:Definition {key: key})
  RETURN d
  UNION
  WITH $definitions AS keys WHERE size(keys) = 0
  MATCH (d:Definition) WHERE EXISTS { (d)<-[:DEFINED_BY]-(:MomentOfTruth) }
  RETURN d
}
WITH d ORDER BY d.key
WITH collect(d) AS compared
CALL (compared) {
  UNWIND $moments AS key
  MATCH (m:MomentOfTruth {key: key})
  RETURN m
  UNION ALL
  WITH compared WHERE size($moments) = 0
  CALL (compared) {
    UNWIND compared AS d
    CALL (d) {
      // Those under a single definition are in the order of keys, as in the index: no more are read than are shown.
      """
    + arriving("m:MomentOfTruth", "DEFINED_BY", "'definition:' + d.key")
    + """
      WITH DISTINCT r.`to` AS place, r.`from` AS next, m ORDER BY place, next
      LIMIT CASE size($definitions) WHEN 1 THEN $limit ELSE 9223372036854775807 END
      RETURN m
    }
    RETURN collect(DISTINCT m) AS meeting
  }
  CALL (compared, meeting) {
    UNWIND meeting AS m
    RETURN m
    UNION ALL
    WITH compared, size(meeting) AS found WHERE found < $limit
    MATCH (m:MomentOfTruth) WHERE m.key > '' AND NOT EXISTS { (m)-[:DEFINED_BY]->(d:Definition) WHERE d IN compared }
    WITH m ORDER BY m.key LIMIT $limit
    RETURN m
  }
  RETURN m
}
CALL (m, compared) {
  OPTIONAL MATCH (m)-[r:DEFINED_BY]->(d:Definition) WHERE d IN compared
  WITH d, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY d.key
  RETURN collect(d) AS met, collect(CASE WHEN d IS NOT NULL
    THEN {node: d {.key, name: d.text, kind: labels(d)[0]}, evidence: claims} END) AS counts_under
}
WITH m, met, counts_under, [d IN compared WHERE NOT d IN met] AS unmet
ORDER BY size(met) = 0, size(met), m.key LIMIT $limit
CALL (m) {
  OPTIONAL MATCH (m)-[r:OCCURS_AT]->(n:MicroMoment|Step|Touchpoint)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY labels(n)[0], n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS places
}
RETURN
  m {.key, .name, kind: labels(m)[0]} AS moment,
  places, counts_under,
  [d IN unmet | d {.key, name: d.text, kind: labels(d)[0]}] AS not_under
ORDER BY size(met) = 0, size(met), m.key
""",
    crosses=("DEFINED_BY", "OCCURS_AT"),
    view=View.MATRIX,
)


class HandOverParameters(Parameters):
    """Which phases."""

    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of lifecycle phases.")
    models: Annotated[Keys, KeysOf(LifecycleModel)] = keys_field("Keys of lifecycle models whose phases are meant.")


class PhaseMeaning(Part):
    """What a phase means by one definition."""

    definition: Node = Field(description="The definition; its name is its text.")
    terms: list[Node] = Field(description="The terms that it says the meaning of.")
    sources: list[Node] = Field(description="The sources that it is from.")
    evidence: list[Evidence] = Field(description="Who says that it holds for the phase.")


class HandOverRow(Row):
    """A phase, what it means, and one way on from it with who owns the hand-over."""

    phase: Node = Field(description="The lifecycle phase.")
    meanings: list[PhaseMeaning] = Field(description="Its definitions. Empty: a gap, nobody defined it.")
    answered_for_by: list[Neighbour] = Field(description="Who owns the phase itself. Empty: nobody on record.")
    next: Node | None = Field(description="The phase that customers are handed over to. Null: none on record.")
    quality: Quality | None = Field(description="How the hand-over goes. Null: not recorded.")
    owner: Node | None = Field(description="Who owns the hand-over. Null: a gap, or no phase follows.")
    undefined: bool = Field(description="Whether the phase has no definition.")
    unowned: bool = Field(description="Whether a phase follows and nobody owns the hand-over.")
    evidence: list[Evidence] = Field(description="Who says that the one follows the other, and how that goes.")


PHASE_HAND_OVERS = Question(
    id="phase-hand-overs",
    title="How is a phase such as MQL defined, and who owns the hand-over to the next?",
    explanation=(
        "Each row is a phase and a phase that follows it, with the definitions of the first, who answers for it, and "
        "who owns the hand-over. A definition names its source, since none is ours. A phase without a definition and "
        "a hand-over without an owner are gaps, and say so. No rows: there are no phases."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(43,),
    parameters=HandOverParameters,
    row=HandOverRow,
    cypher="""
CALL () {
  UNWIND $phases AS key
  MATCH (p:Phase {key: key})
  RETURN p
  UNION
  UNWIND $models AS key
  MATCH (p:Phase)-[:IN_MODEL]->(:LifecycleModel {key: key})
  RETURN p
  UNION
  WITH $phases + $models AS keys WHERE size(keys) = 0
  MATCH (p:Phase)
  RETURN p
}
WITH p ORDER BY split(p.key, '/')[0], p.order, p.key LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)-[r:DEFINED_BY]->(d:Definition)
  WITH d, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims
  CALL (d) {
    OPTIONAL MATCH (d)-[:DEFINES]->(t:Term)
    WITH DISTINCT t ORDER BY t.key
    RETURN collect(t {.key, .name, kind: labels(t)[0]}) AS terms
  }
  CALL (d) {
    OPTIONAL MATCH (d)-[:FROM]->(s:Source)
    WITH DISTINCT s ORDER BY s.key
    RETURN collect(s {.key, .name, kind: labels(s)[0]}) AS sources
  }
  WITH d, claims, terms, sources ORDER BY d.key
  RETURN collect(CASE WHEN d IS NOT NULL THEN {definition: d {.key, name: d.text, kind: labels(d)[0]}, terms: terms,
    sources: sources, evidence: claims} END) AS meanings
}
CALL (p) {
  OPTIONAL MATCH (p)<-[r:OWNS]-(o:Stakeholder)
  WITH o, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY o.key
  RETURN collect(CASE WHEN o IS NOT NULL
    THEN {node: o {.key, .name, kind: labels(o)[0]}, evidence: claims} END) AS answered_for_by
}
OPTIONAL CALL (p) {
  MATCH (p)<-[:LEAVES]-(t:Transition)-[:ENTERS]->(n:Phase)
  OPTIONAL MATCH (t)-[:HANDED_OVER_BY]->(o:Stakeholder)
  OPTIONAL MATCH (t)<-[given:DESCRIBES]-(s:Dataset)
  RETURN n, t, o, collect(t {.source, .basis, .locator, .quotes, .note, dataset: s.key, run: given.run,
    claim: labels(t)[0], start: 'transition:' + t.key, end: null}) AS evidence
  UNION ALL
  MATCH (p)-[r:NEXT]->(n:Phase)
  WHERE NOT EXISTS { (p)<-[:LEAVES]-(:Transition)-[:ENTERS]->(n) }
  RETURN n, null AS t, null AS o, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  meanings, answered_for_by,
  n {.key, .name, kind: labels(n)[0]} AS next,
  t.quality AS quality,
  o {.key, .name, kind: labels(o)[0]} AS owner,
  size(meanings) = 0 AS undefined,
  n IS NOT NULL AND o IS NULL AS unowned,
  coalesce(evidence, []) AS evidence
ORDER BY split(p.key, '/')[0], p.order, p.key, n.order, n.key, t.key
LIMIT $limit
""",
    crosses=(
        "IN_MODEL", "DEFINED_BY", "DEFINES", "FROM", "OWNS", "LEAVES", "ENTERS", "HANDED_OVER_BY", "DESCRIBES", "NEXT",
    ),
    view=View.TABLE,
)  # fmt: skip

QUESTIONS = (CONTRADICTED_TERMS, MOMENTS_BY_DEFINITION, PHASE_HAND_OVERS)
