"""What the server writes down: one event a line, as text or as JSON, with its fields and without secrets."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import orjson

ACCESS = logging.getLogger("journeygraph.access")
"""Requests that were refused, and those that change something."""


def event(logger: logging.Logger, level: int, name: str, **fields: Any) -> None:
    """Write an event; fields that are None are left out."""
    if logger.isEnabledFor(level):
        told = {key: value for key, value in fields.items() if value is not None}
        logger.log(level, name, extra={"fields": told})


def configure(*, json: bool) -> None:
    """Have everything that the server logs written to standard error in one form."""
    handler = _Stderr()
    handler.setFormatter(JsonLines() if json else Lines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    ACCESS.setLevel(logging.INFO)


class _Stderr(logging.StreamHandler[Any]):
    """Writes to what standard error is when there is something to write."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self.stream = sys.stderr
        super().emit(record)


class Lines(logging.Formatter):
    """For people: `journeygraph.access INFO refused status=401 path=/graphql`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, with a traceback behind it where there is one."""
        fields: dict[str, Any] = getattr(record, "fields", {})
        told = "".join(f" {key}={_plain(value)}" for key, value in fields.items())
        text = f"{record.name} {record.levelname} {record.getMessage()}{told}"
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text


class JsonLines(logging.Formatter):
    """For machines: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever is in it."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def _plain(value: Any) -> str:
    text = str(value)
    # Quoted, what a caller sent can't pass for a line of the log.
    return text if text.isascii() and text.isprintable() and " " not in text else orjson.dumps(text).decode()
