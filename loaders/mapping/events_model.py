"""What the section `events` of a mapping says: which columns tell of an event, and what customers are after."""

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field, model_validator

from graph_schema.keys import Key
from graph_schema.model import MAX_NAME
from loaders.mapping.base import Setting, Text, Words


class FunnelSpec(Setting):
    """Stages through which customers go, each reached by certain activities after the stage before."""

    key: Key
    """The key of the lifecycle model that it is."""
    name: str = Field(min_length=1, max_length=MAX_NAME)
    """What people call it."""
    stages: Annotated[dict[Text, Words], Field(min_length=2)]
    """The stages in their order, by name, each with the activities by which it is reached."""


class EventsSpec(Setting):
    """Each row is an event. What happened is counted; no event, and nobody that it tells of, is kept."""

    case: Text
    """The column that tells apart whose events they are: a session, an order, a customer."""
    activity: Text
    """The column that says what happened. Each activity becomes a touchpoint."""
    time: Text
    """The column that says when."""
    written: Text | None = None
    """How times are written, such as `%m/%d/%Y %H:%M`, where that can't be told."""
    zone: str | None = None
    """The time zone of times that don't say theirs, such as Europe/Berlin; without it, UTC."""
    channel: Text | None = None
    """The column that says through which channel it happened."""
    segment: Text | None = None
    """The column that says to which group of customers the case belongs."""
    person: Text | None = None
    """The column that tells people apart, where a person has several cases; a funnel then counts people."""
    lifecycle: Text | None = None
    """The column that says whether an event is a start or an end; only what is `complete` counts."""
    people: bool = False
    """Whether each case is a person."""
    aims: Words = ()
    """The activities that are what customers are after; without it, a purchase."""
    funnel: FunnelSpec | None = None
    """The stages through which customers go; without it, those of a purchase."""
    instrument: str | None = Field(default=None, max_length=MAX_NAME)
    """With what it was recorded."""

    @model_validator(mode="after")
    def _fits(self) -> "EventsSpec":
        if self.zone is not None and self.zone not in available_timezones():
            raise ValueError(f"{self.zone!r} is no time zone; write one such as Europe/Berlin, or UTC")
        return self

    @property
    def columns(self) -> dict[str, str]:
        """The column of each role that has one."""
        named = ("case", "activity", "time", "channel", "segment", "person", "lifecycle")
        return {name: column for name in named if (column := getattr(self, name)) is not None}
