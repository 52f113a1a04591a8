"""What logs and analytics tools measure. Metrics that a knowledge base has anyway are called here as they are there."""

from collections.abc import Mapping

from loaders.entries import Raw
from loaders.funnel.contacts import METRICS as FUNNEL

METRICS: Mapping[str, Mapping[str, Raw]] = {
    "page-visits": {"name": "Visits to a page or touchpoint", "unit": "visits", "formula": "count"},
    "dwell-time": {"name": "Time on a page or at a touchpoint", "unit": "seconds", "formula": "median"},
    "abandonment": {
        "name": "Left here without converting",
        "unit": "visits",
        "direction": "down",
        "formula": "count of visits that end here before a conversion",
    },
    "purchases": {"name": "Purchases", "unit": "purchases", "direction": "up", "formula": "count"},
    "contacts": FUNNEL["contacts"],
    "stage-conversion": FUNNEL["stage-conversion"],
    "cases": {"name": "Cases", "unit": "cases", "formula": "count of different cases"},
    "case-duration": {
        "name": "Time from the first to the last event of a case",
        "unit": "seconds",
        "formula": "median",
    },
    "starts": {"name": "Cases that begin here", "unit": "cases", "formula": "count of cases whose first event is here"},
    "ends": {"name": "Cases that end here", "unit": "cases", "formula": "count of cases whose last event is here"},
    "returning-cases": {
        "name": "Cases that come back to a touchpoint",
        "unit": "cases",
        "formula": "count of cases that come to a touchpoint more than once",
    },
    "channel-switches": {
        "name": "Changes of channel",
        "unit": "changes",
        "formula": "count of events that come through another channel than the event of the case before",
    },
    "switching-cases": {
        "name": "Cases that change their channel",
        "unit": "per cent",
        "scale_low": "0",
        "scale_high": "100",
        "formula": "cases with a change of channel / all cases",
    },
    "conversion": {
        "name": "Cases that convert",
        "unit": "per cent",
        "scale_low": "0",
        "scale_high": "100",
        "direction": "up",
        "formula": "cases that reach a purchase or another conversion / all cases",
    },
    "kept-ways": {
        "name": "Cases whose way is kept as a variant",
        "unit": "per cent",
        "scale_low": "0",
        "scale_high": "100",
        "formula": "cases on variants / all cases",
    },
    "conversion-value": {"name": "Value of conversions", "formula": "sum", "direction": "up"},
    "sessions": {"name": "Sessions", "unit": "sessions", "formula": "count"},
    "bounced-sessions": {
        "name": "Sessions that bounced",
        "unit": "sessions",
        "direction": "down",
        "formula": "count",
    },
    "engaged-sessions": {"name": "Engaged sessions", "unit": "sessions", "direction": "up", "formula": "count"},
    "users": {"name": "Users", "unit": "users", "formula": "count of different users, as the tool tells them apart"},
    "new-users": {"name": "New users", "unit": "users", "formula": "count, as the tool tells them apart"},
    "events": {"name": "Events", "unit": "events", "formula": "count"},
    "conversions": {
        "name": "Conversions",
        "unit": "cases",
        "direction": "up",
        "formula": "count of cases that reach a purchase or another conversion",
    },
    "key-events": {"name": "Key events", "unit": "events", "direction": "up", "formula": "count"},
    "bounce-rate": {
        "name": "Sessions that bounce",
        "unit": "per cent",
        "scale_low": "0",
        "scale_high": "100",
        "direction": "down",
        "formula": "sessions that bounced / all sessions",
    },
    "engagement-rate": {
        "name": "Sessions that are engaged",
        "unit": "per cent",
        "scale_low": "0",
        "scale_high": "100",
        "direction": "up",
        "formula": "engaged sessions / all sessions",
    },
    "mean-session-duration": {"name": "Length of a session", "unit": "seconds", "formula": "mean"},
    "session-duration": {"name": "Length of a session, as the median", "unit": "seconds", "formula": "median"},
    "engagement-time": {
        "name": "Time that users look at the site or app",
        "unit": "seconds",
        "direction": "up",
        "formula": "sum over all users",
    },
}
"""By key, as a bundle would describe them."""
