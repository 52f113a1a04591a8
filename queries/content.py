"""Questions about what the brand sends: whether it meets a need, comes in time, and says the same on every channel."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.contact import ContentKind, Timing
from graph_schema.kinds.journey import Journey
from graph_schema.kinds.lifecycle import Phase
from queries.parameters import Keys, KeysOf, OneOf, Parameters, Several, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Part, Row

ContentKinds = Annotated[list[ContentKind], Several, OneOf(tuple(kind.value for kind in ContentKind))]
"""Some of the kinds of content."""


class NeedsParameters(Parameters):
    """Which phases, and which content counts."""

    phases: Annotated[Keys, KeysOf(Phase)] = Field(
        default_factory=list[str], description="Keys of lifecycle phases. Empty: those with content or a need."
    )
    content_kinds: ContentKinds = Field(
        default_factory=list[ContentKind], description="Kinds of content that count. Empty: all."
    )


class AlignmentGap(StrEnum):
    """What is missing where content and needs of a phase don't meet."""

    NO_NEED_RECORDED = "no-need-recorded"
    NO_CONTENT = "no-content"
    NEITHER = "neither"
    NEED_UNANSWERED = "need-unanswered"


class AnsweredNeed(Part):
    """A need of a phase, and the phase's content that answers it."""

    need: Node = Field(description="The need.")
    evidence: list[Evidence] = Field(description="Who says that it arises in the phase.")
    answered_by: list[Neighbour] = Field(
        description="The phase's content that answers it, 20 at most. Empty: none does."
    )


class PhaseContentRow(Row):
    """A lifecycle phase, with what is sent in it and what customers need in it."""

    phase: Node = Field(description="The lifecycle phase.")
    gap: AlignmentGap | None = Field(
        description="Content without a need on record, needs without content, neither of them, or a need that none of "
        "the phase's content answers. Null: every need of the phase is answered."
    )
    contents: list[Neighbour] = Field(description="What is meant for the phase, 20 at most.")
    needs: list[AnsweredNeed] = Field(description="What customers need in it, 20 at most.")


CONTENT_AND_NEEDS = Question(
    id="content-and-needs",
    title="Is our content aligned with what customers need in each phase?",
    explanation=(
        "Each row is a lifecycle phase with the content meant for it and the needs that arise in it. `gap` names "
        "campaigns without any recorded need, needs without content, and needs that none of the phase's content "
        "answers. That no need is recorded may only mean that nobody asked customers. No rows: no phase has content or "
        "a need."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(37,),
    parameters=NeedsParameters,
    row=PhaseContentRow,
    cypher="""
CALL () {
  UNWIND $phases AS key
  MATCH (p:Phase {key: key})
  RETURN p
  UNION
  WITH $phases AS keys WHERE size(keys) = 0
  MATCH (c:Content)-[:MEANT_FOR]->(p:Phase)
  WHERE size($content_kinds) = 0 OR c.content_kind IN $content_kinds
  RETURN DISTINCT p
  UNION
  WITH $phases AS keys WHERE size(keys) = 0
  MATCH (:Need)-[:ARISES_IN]->(p:Phase)
  RETURN DISTINCT p
}
WITH p ORDER BY split(p.key, '/')[0], p.order, p.key LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (c:Content)-[r:MEANT_FOR]->(p)
  WHERE size($content_kinds) = 0 OR c.content_kind IN $content_kinds
  WITH c, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY c.key
  RETURN collect(c) AS sent, collect(CASE WHEN c IS NOT NULL
    THEN {node: c {.key, .name, kind: labels(c)[0]}, evidence: evidence} END) AS contents
}
CALL (p, sent) {
  OPTIONAL MATCH (n:Need)-[r:ARISES_IN]->(p)
  WITH sent, n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
  CALL (sent, n) {
    OPTIONAL MATCH (c:Content)-[r:ANSWERS]->(n) WHERE c IN sent
    WITH c, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY c.key
    RETURN collect(CASE WHEN c IS NOT NULL
      THEN {node: c {.key, .name, kind: labels(c)[0]}, evidence: claims} END)[..20] AS answered_by
  }
  WITH n, evidence, answered_by ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL THEN
    {need: n {.key, .name, kind: labels(n)[0]}, evidence: evidence, answered_by: answered_by} END) AS needs
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  CASE
    WHEN size(contents) + size(needs) = 0 THEN 'neither'
    WHEN size(needs) = 0 THEN 'no-need-recorded'
    WHEN size(contents) = 0 THEN 'no-content'
    WHEN any(need IN needs WHERE size(need.answered_by) = 0) THEN 'need-unanswered'
  END AS gap,
  contents[..20] AS contents, needs[..20] AS needs
ORDER BY split(p.key, '/')[0], p.order, p.key
""",
    crosses=("MEANT_FOR", "ARISES_IN", "ANSWERS"),
    view=View.MATRIX,
)


class MessageParameters(Parameters):
    """In which journeys, and on how many channels."""

    journeys: Annotated[Keys, KeysOf(Journey)] = keys_field("Keys of journeys whose steps are looked at.")
    at_least: int = Field(2, ge=1, le=100, description="On how many channels customers must be spoken to there.")


class Agreement(StrEnum):
    """Whether the channels at a place say the same."""

    SAME = "same"
    DIFFERENT = "different"
    CHANNEL_NOT_RECORDED = "channel-not-recorded"


class Message(Part):
    """Content that customers get at a place, with the channels that carry it."""

    content: Node = Field(description="The content.")
    content_kind: ContentKind | None = Field(description="What kind of content it is. Null: not recorded.")
    words: str | None = Field(description="What it says. Null: not recorded.")
    channels: list[Neighbour] = Field(description="The channels that carry it. Empty: a gap, nobody recorded one.")
    needs: list[Neighbour] = Field(description="The needs that it answers.")
    wherever_used: bool = Field(description="True: recorded at the step's touchpoint, so wherever that is used.")
    evidence: list[Evidence] = Field(description="Who says that customers get it there.")


class MessagesRow(Row):
    """A step, or a touchpoint of no step, and what each channel says there."""

    place: Node = Field(description="The step, or the touchpoint where no step is at it.")
    journey: Node | None = Field(description="The journey of the step. Null: a touchpoint that no journey uses.")
    agreement: Agreement = Field(
        description="Every channel says the same in the same words, or they say different things, or the channel of a "
        "message is not recorded, so that it can't be told."
    )
    channels: list[Node] = Field(description="The channels that customers are spoken to on there.")
    messages: list[Message] = Field(description="What is said, so that it can be compared.")


MESSAGES_ACROSS_CHANNELS = Question(
    id="messages-across-channels",
    title="Is the message consistent across channels at the same step?",
    explanation=(
        "Each row is a step where customers get content on at least two channels, or on one that nobody recorded. "
        "Content of the step's touchpoint counts at every step that uses it. `same` means that each channel "
        "carries the same content or the same words; else the words stand side by side, since only a person can say "
        "whether they contradict each other. No rows: nowhere do two channels speak."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(40,),
    parameters=MessageParameters,
    row=MessagesRow,
    cypher="""
CALL () {
  UNWIND $journeys AS key
  MATCH (:Journey {key: key})-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(place:Step)
  RETURN place
  UNION
  WITH $journeys AS keys WHERE size(keys) = 0
  MATCH (:Content)-[:SENT_AT]->(place:Step)
  RETURN DISTINCT place
  UNION
  WITH $journeys AS keys WHERE size(keys) = 0
  MATCH (:Content)-[:SENT_AT]->(:Touchpoint)<-[:AT]-(place:Step)
  RETURN DISTINCT place
  UNION
  WITH $journeys AS keys WHERE size(keys) = 0
  MATCH (:Content)-[:SENT_AT]->(place:Touchpoint) WHERE NOT EXISTS { (place)<-[:AT]-(:Step) }
  RETURN DISTINCT place
}
CALL (place) {
  CALL (place) {
    MATCH (c:Content)-[:SENT_AT]->(place)
    RETURN c
    UNION
    MATCH (c:Content)-[:SENT_AT]->(:Touchpoint)<-[:AT]-(place)
    RETURN c
  }
  OPTIONAL MATCH (c)-[:SENT_VIA]->(ch:Channel)
  RETURN count(DISTINCT ch) AS spoken_on, count(*) > count(ch) AS unrecorded
}
WITH place, unrecorded WHERE unrecorded OR spoken_on >= $at_least
OPTIONAL MATCH (j:Journey)-[:HAS_STAGE]->(s:Stage)-[:HAS_STEP]->(place)
WITH * ORDER BY j.key, s.order, s.key, place.order, place.key LIMIT $limit
CALL (place) {
  MATCH (c:Content)-[r:SENT_AT]->(place)
  RETURN c, r, 0 AS wherever
  UNION ALL
  MATCH (c:Content)-[sent:SENT_AT]->(:Touchpoint)<-[used:AT]-(place)
  UNWIND [sent, used] AS r
  RETURN c, r, 1 AS wherever
}
WITH place, unrecorded, j, s, c, min(wherever) = 1 AS wherever_used, collect(DISTINCT r) AS claims
CALL (c) {
  OPTIONAL MATCH (c)-[r:SENT_VIA]->(ch:Channel)
  WITH ch, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY ch.key
  RETURN collect(ch) AS carriers, collect(CASE WHEN ch IS NOT NULL
    THEN {node: ch {.key, .name, kind: labels(ch)[0]}, evidence: evidence} END) AS channels
}
CALL (c) {
  OPTIONAL MATCH (c)-[r:ANSWERS]->(n:Need)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS needs
}
WITH * ORDER BY place.key, c.key
WITH place, unrecorded, j, s, collect(carriers) AS carriers, collect({content: c {.key, .name, kind: labels(c)[0]},
  content_kind: c.content_kind, words: c.description, channels: channels, needs: needs, wherever_used: wherever_used,
  evidence: [r IN claims | r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}]}) AS messages
CALL (carriers) {
  UNWIND carriers AS several
  UNWIND several AS ch
  WITH DISTINCT ch ORDER BY ch.key
  RETURN collect(ch) AS all_carriers
}
CALL (messages) {
  UNWIND messages AS m
  UNWIND m.channels AS ch
  WITH coalesce(m.words, m.content.key) AS says, count(DISTINCT ch.node.key) AS channels
  RETURN collect(channels) AS heard_on
}
WITH *, place.order AS position
RETURN
  place {.key, .name, kind: labels(place)[0]} AS place,
  j {.key, .name, kind: labels(j)[0]} AS journey,
  CASE
    WHEN unrecorded THEN 'channel-not-recorded'
    WHEN all(channels IN heard_on WHERE channels = size(all_carriers)) THEN 'same'
    ELSE 'different'
  END AS agreement,
  [ch IN all_carriers | ch {.key, .name, kind: labels(ch)[0]}] AS channels,
  messages
ORDER BY j.key, s.order, s.key, position, place.key
""",
    crosses=("SENT_AT", "AT", "SENT_VIA", "ANSWERS", "HAS_STAGE", "HAS_STEP"),
    view=View.COMPARISON,
)


class TimingParameters(Parameters):
    """Which phases, and which content is meant."""

    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of lifecycle phases.")
    content_kinds: ContentKinds = Field(
        default_factory=lambda: [ContentKind.SALES_MESSAGE, ContentKind.OFFER],
        description="Kinds of content that are meant. Empty: all.",
    )


class TimingRow(Row):
    """Content that comes at the wrong time in a phase, or whose time nobody judged."""

    phase: Node = Field(description="The lifecycle phase.")
    content: Node = Field(description="What is sent in it.")
    content_kind: ContentKind | None = Field(description="What kind of content it is. Null: not recorded.")
    timing: Timing | None = Field(
        description="Whether it comes too early or too late, as the highest-ranked dataset has it, then the newest "
        "run. Null: a gap, nobody judged it."
    )
    disputed: bool = Field(description="Whether sources judge its time differently.")
    judged: list[Timing] = Field(description="All that was said of its time.")
    schedule: str | None = Field(description="When it is sent or shown. Null: not recorded.")
    places: list[Neighbour] = Field(description="Where customers get it. A touchpoint stands for wherever it is used.")
    evidence: list[Evidence] = Field(description="Who says that it is meant for the phase, and comes so.")


ILL_TIMED_MESSAGES = Question(
    id="ill-timed-messages",
    title="In which phase do we send sales messages too early or too late?",
    explanation=(
        "Each row is a message in a phase for which it comes too early or too late; where sources disagree on that, "
        "the row says so. A row without a timing is a gap: nobody judged it. What comes in time, and nobody "
        "disputes it, has no row. No rows: all such messages come in time, or none is recorded."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(45,),
    parameters=TimingParameters,
    row=TimingRow,
    cypher="""
CALL () {
  UNWIND $phases AS key
  MATCH (p:Phase {key: key})
  RETURN p
  UNION
  WITH $phases AS keys WHERE size(keys) = 0
  MATCH (:Content)-[:MEANT_FOR]->(p:Phase)
  RETURN DISTINCT p
}
MATCH (c:Content)-[r:MEANT_FOR]->(p)
WHERE size($content_kinds) = 0 OR c.content_kind IN $content_kinds
OPTIONAL MATCH (d:Dataset {key: r.dataset})
WITH p, c, r ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
WITH p, c, head(collect(r.timing)) AS timing, collect(DISTINCT r.timing) AS judged,
  collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
WHERE timing IS NULL OR timing <> 'in-time' OR size(judged) > 1
WITH * ORDER BY split(p.key, '/')[0], p.order, p.key, c.key LIMIT $limit
CALL (c) {
  OPTIONAL MATCH (c)-[r:SENT_AT]->(n:Step|Touchpoint)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY labels(n)[0], n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS places
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  c {.key, .name, kind: labels(c)[0]} AS content,
  c.content_kind AS content_kind,
  timing, size(judged) > 1 AS disputed, judged,
  c.schedule AS schedule,
  places, evidence
ORDER BY split(p.key, '/')[0], p.order, p.key, c.key
""",
    crosses=("MEANT_FOR", "SENT_AT"),
    view=View.TABLE,
)

QUESTIONS = (CONTENT_AND_NEEDS, MESSAGES_ACROSS_CHANNELS, ILL_TIMED_MESSAGES)
