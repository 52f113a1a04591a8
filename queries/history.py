"""Questions about the knowledge base itself: what was loaded, what a run did, and where datasets differ."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from graph_schema.keys import Ref
from graph_schema.kinds.records import ChangeAction, Dataset, LoadRun, RunState
from queries.evidence import anchors
from queries.naming import LABELS, named, node_of
from queries.parameters import Keys, KeysOf, Parameters, Refs, RefsOf, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Node, Part, Row, Texts

_ENDS = f"""OPTIONAL CALL (c) {{
  {node_of("c.subject")} RETURN called(n) AS subject_name
}}
OPTIONAL CALL (c) {{
  {node_of("c.object")} RETURN called(n) AS object_name
}}"""
"""Finds what the ends of a change `c` are called."""


class DatasetParameters(Parameters):
    """Which datasets."""

    datasets: Annotated[Keys, KeysOf(Dataset)] = keys_field("Keys of datasets.")


class DatasetRow(Row):
    """A dataset, and what it holds."""

    dataset: Node = Field(description="The dataset.")
    rank: int = Field(description="Where datasets differ on a value, the highest rank shows, then the newest.")
    nodes: int = Field(description="How many nodes it describes.")
    last_run: int | None = Field(description="The number of the last run that was about it. Null: not recorded.")
    loaded: datetime | None = Field(description="When that run began.")


DATASETS = Question(
    id="datasets",
    title="Which datasets are loaded, what do they describe, and when were they last loaded?",
    explanation=(
        "Each row is a dataset: what is loaded, reloaded and dropped as one. Its rank decides which value shows where "
        "datasets differ. No rows: nothing is loaded."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.TRUST,
    numbers=(66,),
    parameters=DatasetParameters,
    row=DatasetRow,
    cypher="""
MATCH (d:Dataset) WHERE size($datasets) = 0 OR d.key IN $datasets
OPTIONAL CALL (d) {
  MATCH (r:LoadRun) WHERE d.key IN r.datasets AND r.state IN ['applied', 'undone']
  RETURN r ORDER BY r.number DESC LIMIT 1
}
RETURN
  d {.key, .name, kind: labels(d)[0]} AS dataset,
  d.rank AS rank,
  COUNT { (d)-[:DESCRIBES]->() } AS nodes,
  r.number AS last_run,
  toString(r.started) AS loaded
ORDER BY d.rank DESC, d.key
LIMIT $limit
""",
    crosses=("DESCRIBES",),
    view=View.TABLE,
)


class RunParameters(Parameters):
    """Which runs."""

    runs: Annotated[Keys, KeysOf(LoadRun)] = keys_field("Numbers of runs.")


class RunRow(Row):
    """A run, and how much it did."""

    run: int = Field(description="Its number.")
    state: RunState = Field(description="How far it has come.")
    started: datetime = Field(description="When it began.")
    command: str = Field(description="What was asked for.")
    added: int = Field(description="How many claims it added: descriptions of nodes, and relationships.")
    changed: int = Field(description="How many claims it changed.")
    removed: int = Field(description="How many claims it removed.")
    undone_by: int | None = Field(description="The run that undid it. Null: none.")


RUNS = Question(
    id="runs",
    title="Which runs have there been, and how much did each change?",
    explanation=(
        "Each row is a run of loading, dropping, renaming, merging or undoing, the newest first. A rejected run "
        "changed nothing; an undone one names the run that undid it. No rows: nothing was ever loaded."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.TRUST,
    numbers=(66,),
    parameters=RunParameters,
    row=RunRow,
    cypher="""
MATCH (r:LoadRun) WHERE r.number > 0 AND (size($runs) = 0 OR r.key IN $runs)
RETURN r.number AS run, r.state AS state, toString(r.started) AS started, r.command AS command,
  coalesce(r.added, 0) AS added, coalesce(r.changed, 0) AS changed, coalesce(r.removed, 0) AS removed,
  r.undone_by AS undone_by
ORDER BY r.number DESC
LIMIT $limit
""",
    crosses=(),
    view=View.TABLE,
)


class RunParts(Parameters):
    """Of which runs it is asked."""

    runs: Annotated[Keys, KeysOf(LoadRun)] = Field(min_length=1, description="Numbers of runs.")


class RunChangesParameters(RunParts):
    """Of which runs the changes are asked for, and from where on."""

    skip: int = Field(0, ge=0, le=1_000_000, description="How many changes to leave out: those that were seen before.")

    def bound(self) -> dict[str, object]:
        """Cypher finds nodes by label and key."""
        return super().bound() | {"labels": LABELS}


class ChangeRow(Row):
    """One claim that a run added, changed or removed."""

    run: int = Field(description="The number of the run.")
    action: ChangeAction | None = Field(description="Added, changed or removed. Null: the run was rejected.")
    subject: str | None = Field(description="The node, or the relationship's start, as `kind:key`.")
    subject_name: str | None = Field(description="What that is called now. Null: it is there no more.")
    relationship: str | None = Field(description="The relationship's type. Null: a node.")
    object: str | None = Field(description="The relationship's end, as `kind:key`. Null: a node.")
    object_name: str | None = Field(description="What that is called now. Null: it is there no more, or a node.")
    dataset: str | None = Field(description="The dataset that says it.")
    before: str | None = Field(description="What was said before, as JSON. Null: nothing.")
    after: str | None = Field(description="What is said after, as JSON. Null: nothing.")
    report: str | None = Field(description="Why the run was rejected, as JSON. Null: it was not.")


WHAT_A_RUN_DID = Question(
    id="what-a-run-did",
    title="Which data did a run add, change, remove or reject?",
    explanation=(
        "Each row is a claim that the run added, changed or removed, with what was said before and after, all about "
        "one thing together. A rejected run has one row: the report that says why, for nothing was changed."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.TRUST,
    numbers=(66,),
    parameters=RunChangesParameters,
    row=ChangeRow,
    cypher=named(f"""
UNWIND $runs AS key
MATCH (r:LoadRun {{key: key}})
OPTIONAL CALL (r) {{
  MATCH (c:Change) WHERE c.run = r.number AND c.key > ''
  RETURN c ORDER BY c.subject, coalesce(c.rel_type, ''), c.object, c.key LIMIT $skip + $limit
}}
WITH r, c WHERE c IS NOT NULL OR r.state = 'rejected'
WITH r, c ORDER BY r.number, c.subject, coalesce(c.rel_type, ''), c.object, c.key SKIP $skip LIMIT $limit
{_ENDS}
RETURN r.number AS run, c.action AS action, c.subject AS subject, subject_name, c.rel_type AS relationship,
  c.object AS object, object_name, CASE WHEN c.dataset <> '' THEN c.dataset END AS dataset, c.before AS before,
  c.after AS after, CASE r.state WHEN 'rejected' THEN r.report END AS report
ORDER BY run, subject, coalesce(relationship, ''), object, c.key
"""),
    crosses=(),
    view=View.TABLE,
)


class ReadRow(Row):
    """A file that a run read."""

    run: int = Field(description="The number of the run.")
    state: RunState = Field(description="How far the run has come.")
    started: datetime = Field(description="When it began.")
    command: str = Field(description="What was asked for.")
    by: str | None = Field(description="Who asked for it through the API. Null: somebody at the command.")
    version: str | None = Field(description="The version of journeygraph that wrote it. Null: not recorded.")
    file: str | None = Field(description="The file's name. Null: the run read none.")
    digest: str | None = Field(description="The file's SHA-256, in hexadecimal.")
    size: int | None = Field(description="How many bytes it has.")
    form: str | None = Field(description="The form of file that it was read as.")
    mapping: str | None = Field(description="The mapping that it was read by, with its version. Null: none.")
    dataset: str | None = Field(description="The dataset that it was loaded as.")
    report: str | None = Field(
        description="What was left out, matched or wrong, as JSON; it stands in the run's first row. Null: nothing."
    )


WHAT_A_RUN_READ = Question(
    id="what-a-run-read",
    title="From which files does what a run did come, and how were they read?",
    explanation=(
        "Each row is a file that the run read, with its digest, so that it can be told from any other version of "
        "itself. A run that reads no file, such as an undo, has one row without a file."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.TRUST,
    numbers=(66,),
    parameters=RunParts,
    row=ReadRow,
    cypher="""
UNWIND $runs AS key
MATCH (r:LoadRun {key: key})
CALL (r) {
  OPTIONAL MATCH (f:LoadedFile) WHERE f.run = r.number AND f.key > ''
  WITH f ORDER BY f.file, f.key LIMIT 1
  RETURN f AS first
}
CALL (r) {
  OPTIONAL MATCH (f:LoadedFile) WHERE f.run = r.number AND f.key > ''
  WITH f ORDER BY f.file, f.key LIMIT $limit
  RETURN f
}
RETURN r.number AS run, r.state AS state, toString(r.started) AS started, r.command AS command, r.by AS by,
  r.version AS version, f.file AS file, f.digest AS digest, f.size AS size, f.form AS form, f.mapping AS mapping,
  f.dataset AS dataset, CASE WHEN f IS NULL OR f = first THEN r.report END AS report
ORDER BY run, file, f.key
LIMIT $limit
""",
    crosses=(),
    view=View.TABLE,
)


class SinceParameters(Parameters):
    """What may have changed, and since when."""

    nodes: Annotated[Refs, RefsOf()] = Field(
        min_length=1, description="References of nodes, as in journey:first-use; what they contain is looked at too."
    )
    since: date = Field(date(1970, 1, 1), description="Changes from this day on.")
    since_run: int = Field(0, ge=0, description="Changes of runs after this one.")

    def bound(self) -> dict[str, object]:
        """A container's parts have its key and a slash, whatever kind they are."""
        anchors = [{"ref": ref, "inside": f"{Ref.parse(ref).key}/"} for ref in self.nodes]
        bound = super().bound() | {"since": self.since, "since_run": self.since_run}
        return bound | {"anchors": anchors, "labels": LABELS}


class SinceRow(ChangeRow):
    """A change of a node, of what it contains, or of what is related to them."""

    anchor: str = Field(description="The node that was asked about, as `kind:key`.")
    at: datetime = Field(description="When the run began.")


CHANGED_SINCE = Question(
    id="changed-since",
    title="What has changed in this journey since a date or a run?",
    explanation=(
        "Each row is a claim that a run added, changed or removed: about the node, about what it contains, or a "
        "relationship of one of them, the newest first. Runs that were undone since are left out. No rows: nothing "
        "has changed."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.TRUST,
    numbers=(50,),
    parameters=SinceParameters,
    row=SinceRow,
    cypher=named(f"""
UNWIND $anchors AS anchor
CALL (anchor) {{
  MATCH (c:Change) WHERE c.subject = anchor.ref AND c.key > '' RETURN c
  UNION
  MATCH (c:Change) WHERE c.object = anchor.ref AND c.key > '' RETURN c
  UNION
  UNWIND ['stage:', 'step:', 'micro_moment:', 'phase:'] AS kind
  MATCH (c:Change) WHERE c.subject STARTS WITH kind + anchor.inside AND c.key > '' RETURN c
  UNION
  UNWIND ['stage:', 'step:', 'micro_moment:', 'phase:'] AS kind
  MATCH (c:Change) WHERE c.object STARTS WITH kind + anchor.inside AND c.key > '' RETURN c
}}
MATCH (r:LoadRun {{key: toString(c.run)}})
WHERE r.state = 'applied' AND r.number > $since_run AND date(r.started) >= $since
WITH anchor, r, c ORDER BY r.number DESC, c.key, anchor.ref LIMIT $limit
{_ENDS}
RETURN anchor.ref AS anchor, toString(r.started) AS at, r.number AS run, c.action AS action, c.subject AS subject,
  subject_name, c.rel_type AS relationship, c.object AS object, object_name,
  CASE WHEN c.dataset <> '' THEN c.dataset END AS dataset, c.before AS before, c.after AS after, null AS report
ORDER BY run DESC, c.key, anchor
"""),
    crosses=(),
    view=View.TABLE,
)


class DisagreementParameters(DatasetParameters):
    """Of which nodes and datasets the values are compared."""

    nodes: Annotated[Refs, RefsOf()] = Field(
        default_factory=list[str], description="References of nodes, as in persona:newcomer. Empty: all."
    )

    def bound(self) -> dict[str, object]:
        """Cypher finds nodes by label and key."""
        return super().bound() | {"nodes": anchors(self.nodes)}


class GivenValue(Part):
    """A value, as one dataset gave it."""

    value: str = Field(description="The value, as text.")
    dataset: str = Field(description="The dataset that gave it.")
    source: str | None = Field(description="The source that says so.")
    run: int | None = Field(description="The run that wrote it.")


class DisagreementRow(Row):
    """A property of a node for which datasets give different values."""

    node: Node = Field(description="The node.")
    field: str = Field(description="The property.")
    shown: str = Field(description="The value that shows, as text.")
    given: list[GivenValue] = Field(description="All values that were given, the one that shows first.")
    datasets: Texts = Field(description="The datasets that give it.")


DISAGREEMENTS = Question(
    id="disagreements",
    title="On which values do datasets disagree?",
    explanation=(
        "Each row is a property for which datasets give different values. The value of the highest-ranked dataset "
        "shows, then of the newest; all are kept, and dropping a dataset brings another's back. No rows: no two "
        "datasets disagree."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.TRUST,
    numbers=(61,),
    parameters=DisagreementParameters,
    row=DisagreementRow,
    cypher=named("""
CALL () {
  WITH $nodes AS refs WHERE size(refs) = 0
  MATCH (one:Dataset) WHERE size($datasets) = 0 OR one.key IN $datasets
  CALL (one) {
    // From the index in the order of references, until there are as many as are shown.
    MATCH ()-[r:DESCRIBES]->(n) USING INDEX r:DESCRIBES(`from`, `to`)
    WHERE r.`from` = 'dataset:' + one.key AND r.`to` > '' AND COUNT { (n)<-[:DESCRIBES]-() } > 1 AND EXISTS {
      MATCH (n)<-[said:DESCRIBES]-()
      UNWIND [name IN keys(said) WHERE name STARTS WITH 'gave_'] AS name
      WITH name, count(DISTINCT said[name]) AS values WHERE values > 1
      RETURN name
    }
    WITH n ORDER BY r.`from`, r.`to` LIMIT $limit
    RETURN n
  }
  RETURN n
  UNION
  UNWIND $nodes AS ref
  MATCH (n:$(ref.label) {key: ref.key})
  WHERE size($datasets) = 0 OR EXISTS { MATCH (n)<-[:DESCRIBES]-(one:Dataset) WHERE one.key IN $datasets }
  RETURN n
}
MATCH (n)<-[r:DESCRIBES]-(d:Dataset)
UNWIND [name IN keys(r) WHERE name STARTS WITH 'gave_'] AS name
WITH n, name, d, r, r.`to` AS ref, CASE WHEN valueType(r[name]) STARTS WITH 'LIST'
  THEN reduce(text = '', item IN r[name] | text + CASE text WHEN '' THEN '' ELSE '; ' END + item)
  ELSE toString(r[name]) END AS value ORDER BY d.rank DESC, r.run DESC, d.key DESC
WITH n, ref, substring(name, 5) AS field,
  collect({value: value, dataset: d.key, source: r.source, run: r.run}) AS given,
  count(DISTINCT r[name]) AS values
WHERE values > 1
RETURN
  n {.key, name: called(n), kind: labels(n)[0]} AS node,
  field,
  given[0].value AS shown,
  given,
  [g IN given | g.dataset] AS datasets
ORDER BY ref, field
LIMIT $limit
"""),
    crosses=("DESCRIBES",),
    view=View.COMPARISON,
)

QUESTIONS = (DATASETS, RUNS, WHAT_A_RUN_DID, WHAT_A_RUN_READ, CHANGED_SINCE, DISAGREEMENTS)
