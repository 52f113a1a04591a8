"""Records: what the knowledge base keeps about loading, so that all of it can be explained and undone."""

from datetime import datetime
from enum import StrEnum

from graph_schema.model import MAX_NAME, Claim, Kind, Link, Record, prop


class RunState(StrEnum):
    """How far a load run has come."""

    APPLYING = "applying"
    APPLIED = "applied"
    REJECTED = "rejected"
    UNDONE = "undone"


class ChangeAction(StrEnum):
    """What was done to a node or a relationship."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class Dataset(Record):
    """What is loaded and reloaded as one: a bundle, an export."""

    plural = "datasets"
    example = "The bundle `parcel-goals`"
    name: str = prop("What people call it.", sort=True, min_length=1, max_length=MAX_NAME)
    description: str | None = prop("What it holds.", default=None)
    rank: int = prop("Where datasets differ on a value, the highest rank shows, then the newest.", default=0)
    matches: list[str] = prop(
        "What was decided about names in it, as `touchpoint:homepage is touchpoint:home-page`, or `is not`.",
        default_factory=list[str],
    )
    content: str | None = prop("A digest of all that was loaded; null where it was changed since.", default=None)


class LoadRun(Record):
    """One run of loading, dropping, renaming, merging or undoing; its key is its number."""

    plural, display = "load_runs", "key"
    example = "Run 12: load team.xlsx"
    number: int = prop("Counts the runs, from 1.", ge=1, sort=True)
    state: RunState = prop("How far the run has come.")
    started: datetime = prop("When the run began.")
    command: str = prop("What was asked for.")
    by: str | None = prop("Who asked for it through the API; null: somebody at the command.", default=None)
    datasets: list[str] = prop("The keys of the datasets that it was about.", default_factory=list[str])
    added: int = prop("Claims added: descriptions of nodes, and relationships.", default=0)
    changed: int = prop("Claims changed.", default=0)
    removed: int = prop("Claims removed.", default=0)
    undone_by: int | None = prop("The number of the run that undid this one.", default=None)
    version: str | None = prop("The version of journeygraph that wrote it.", default=None)
    report: str | None = prop(
        "As JSON: the problems for which it was rejected; what was left out, and what names were taken for.",
        default=None,
    )


class LoadedFile(Record):
    """A file that a run read; its key is the run's number, a slash, and its own."""

    plural, display = "loaded_files", "file"
    example = "nps-2025.csv, read by run 12"
    origin = "provenance (W3C PROV, 2013)"
    run: int = prop("The number of the run.", ge=1, sort=True)
    file: str = prop("The file's name, with the folders it was found in.")
    digest: str = prop("Its SHA-256, in hexadecimal.")
    size: int = prop("How many bytes it has.", ge=0)
    form: str = prop("The form of file that it was read as.")
    mapping: str | None = prop("The mapping that it was read by, with its version; null: none.", default=None)
    dataset: str = prop("The key of the dataset that it was loaded as.")


class Change(Record):
    """What one run did to one claim: to what a dataset says of a node, or to a relationship that it gives.

    Changes are written before the run touches anything else, so that a run that is cut off can be taken back.
    """

    plural, display = "changes", "subject"
    example = "Run 12 changed the name of persona:newcomer"
    run: int = prop("The number of the run.", sort=True)
    dataset: str = prop("The key of the dataset that says it; empty for a record of the knowledge base itself.")
    action: ChangeAction = prop("Added, changed or removed.")
    subject: str = prop("The reference of the node, or of the relationship's start.", sort=True)
    rel_type: str | None = prop("The relationship's type; null for a node.", default=None)
    object: str | None = prop("The reference of the relationship's end.", default=None, sort=True)
    identity: str | None = prop("What else identifies the relationship, as JSON.", default=None)
    before: str | None = prop("What was said before, as JSON.", default=None)
    before_run: int | None = prop("The number of the run that had said it.", default=None)
    after: str | None = prop("What is said after, as JSON.", default=None)


class Alias(Record):
    """A reference that a rename or merge made old. Loaders and the API read it as its target."""

    plural, display = "aliases", "key"
    example = "persona:new-user, now persona:newcomer"
    key: str = prop("The old reference, `kind:key`.")
    target: str = prop("The reference that it stands for.")


class Forgotten(Record):
    """A respondent of whom nothing may be kept but this, so that no reload brings them back."""

    plural, display = "forgotten_respondents", "key"
    example = "The hash of somebody who took back their consent"
    origin = "the right to erasure (GDPR, article 17)"
    key: str = prop("The respondent's hash, as responses have it.")
    at: datetime = prop("When they were forgotten.")


class KnowledgeBase(Record):
    """The knowledge base as a whole; there is one, with the key `this`."""

    plural, display = "knowledge_bases", "key"
    example = "The one that you are connected to"
    schema_version: int = prop("The version of the schema that the data follows.")
    data_version: int = prop("Counts what has been written, so that a plan can tell whether it is out of date.")
    last_run: int = prop("The number of the newest run.", default=0)
    writing: int | None = prop("The number of the run that is being written; null: none.", default=None)
    writer: str | None = prop("The process that writes: host, number and start.", default=None)
    heard: datetime | None = prop("When the writer was last heard of.", default=None)
    hash_key: str | None = prop(
        "The fingerprint of the key that respondents are hashed with; null: nobody was.", default=None
    )


class Describes(Claim, Link):
    """(Dataset)-[:DESCRIBES]->(Kind): the dataset describes the node, with the values that it gives."""

    rel_type = "DESCRIBES"
    start, end = (Dataset,), (Kind,)
    forward, backward = "describes", "described_by"
    example, origin = "The bundle `parcel-goals` describes: unpacking the parcel", "provenance (W3C PROV, 2013)"
