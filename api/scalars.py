"""Dates and times as clients send and read them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from strawberry.schema.types.base_scalars import DateDefinition, DateTimeDefinition, wrap_parser
from strawberry.types.scalar import ScalarDefinition


def _moment(text: str) -> datetime:
    """A moment in UTC. Raises ValueError for a time without a zone: nobody knows when that is."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("It has no zone; write it as 2026-01-31T12:00:00Z.")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("No year holds it.") from error


SCALARS: Mapping[object, ScalarDefinition] = {
    date: replace(
        DateDefinition,
        description="A day, as in `2026-01-31`.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date",
    ),
    datetime: replace(
        DateTimeDefinition,
        description="A moment with its zone, as in `2026-01-31T12:00:00Z`; answers are in UTC.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
        parse_value=wrap_parser(_moment, "DateTime"),
    ),
}
