"""Who may write: one process at a time, and what is known of one that was cut off."""

import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from graph_store.codec import Properties

SILENCE = timedelta(seconds=60)
"""A writer that was not heard of for this long has given up, even if its process lives on."""


def this_process() -> str:
    """A name for this process that no later one on this machine will have."""
    return f"{socket.gethostname()} {os.getpid()} {_started(os.getpid())}"


def is_alive(base: Properties) -> bool:
    """Whether the writer that a knowledge base names may still be writing.

    On this machine the process table tells that a writer is gone at once; of another machine, only its silence.
    """
    return is_there(base["writer"]) and datetime.now(UTC) - base["heard"] < SILENCE


def is_there(process: str) -> bool:
    """Whether a process that named itself lives on, as far as this machine can tell."""
    host, number, started = process.rsplit(" ", 2)
    return host != socket.gethostname() or _started(int(number)) == started != ""


def _started(number: int) -> str:
    """When a process began, as the system counts; empty where there is no such process."""
    try:
        # Field 22 of the line; the name in field 2 may hold spaces.
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return _without_proc(number)


def _without_proc(number: int) -> str:
    try:
        os.kill(number, 0)
    except OSError:
        return ""
    return "0"
