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
    """What one run did to one node or relationship."""

    plural, display = "changes", "element"
    run: int = prop("The number of the run.", sort=True)
    action: ChangeAction = prop("Added, changed or removed.")
    element: str = prop("The reference of the node, or the full identity of the relationship.", sort=True)
    before: str | None = prop("The properties before, as JSON.", default=None)
    after: str | None = prop("The properties after, as JSON.", default=None)


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
