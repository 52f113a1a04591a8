"""Records: what the knowledge base keeps about loading, so that all of it can be explained and undone."""

from datetime import datetime
from enum import StrEnum

from graph_schema.model import Claim, Kind, Link, Record, prop


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
    name: str = prop("What people call it.", sort=True, min_length=1)
    description: str | None = prop("What it holds.", default=None)
    rank: int = prop("Where datasets differ on a value, the highest rank shows, then the newest.", default=0)


class LoadRun(Record):
    """One run of loading, undoing or renaming; its key is its number."""

    plural, display = "load_runs", "key"
    number: int = prop("Counts the runs, from 1.", ge=1, sort=True)
    state: RunState = prop("How far the run has come.")
    started: datetime = prop("When the run began.")
    command: str = prop("What was asked for.")
    added: int = prop("Nodes and relationships added.", default=0)
    changed: int = prop("Nodes and relationships changed.", default=0)
    removed: int = prop("Nodes and relationships removed.", default=0)
    report: str | None = prop("What was found, as JSON.", default=None)


class Change(Record):
    """What one run did to what a dataset says of one node, or to one relationship of it."""

    plural, display = "changes", "subject"
    run: int = prop("The number of the run.", sort=True)
    dataset: str = prop("The key of the dataset that says it.")
    action: ChangeAction = prop("Added, changed or removed.")
    subject: str = prop("The reference of the node, or of the relationship's start.", sort=True)
    rel_type: str | None = prop("The relationship's type; null for a node.", default=None)
    object: str | None = prop("The reference of the relationship's end.", default=None, sort=True)
    identity: str | None = prop("What else identifies the relationship, as a JSON list.", default=None)
    before: str | None = prop("What was said before, as JSON.", default=None)
    after: str | None = prop("What is said after, as JSON.", default=None)


class KnowledgeBase(Record):
    """The knowledge base as a whole; there is one, with the key `this`."""

    plural, display = "knowledge_bases", "key"
    schema_version: int = prop("The version of the schema that the data follows.")
    data_version: int = prop("Counts what has been written, so that a plan can tell whether it is out of date.")
    last_run: int = prop("The number of the newest run.", default=0)


class Describes(Claim, Link):
    """(Dataset)-[:DESCRIBES]->(Kind): the dataset describes the node, with the values that it gives."""

    rel_type = "DESCRIBES"
    start, end = (Dataset,), (Kind,)
    forward, backward = "describes", "described_by"


class Loaded(Link):
    """(LoadRun)-[:LOADED]->(Dataset): the run loaded this dataset."""

    rel_type = "LOADED"
    start, end = (LoadRun,), (Dataset,)
    forward, backward = "loaded", "load_runs"
