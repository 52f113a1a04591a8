"""Finding, awaiting and ending the server's process.

The table of processes is the only record of what runs: a file with an id or a port could be out of date.
"""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph_schema.errors import LocalServerError
from graph_store.local.java import SERVER

TELLING = re.compile(r"ERROR|WARN|Exception|Caused by|Error|rror:|denied|No space|in use")


def find(home: Path) -> psutil.Process | None:
    """The server that runs on a home, if this user runs one."""
    mine = f"--home-dir={home}"
    for process in psutil.process_iter(["name", "uids", "cmdline"]):
        command = process.info["cmdline"] or ()
        if mine in command and SERVER in command and process.info["uids"].real == os.getuid():
            return process
    return None


def ports(process: psutil.Process) -> list[int]:
    """The ports a process listens on: the kernel picks Bolt's as it binds, so nobody can take it before."""
    try:
        connections = process.net_connections("tcp")
    except psutil.Error:
        return []
    return sorted({item.laddr.port for item in connections if item.status == psutil.CONN_LISTEN})


def answering(process: psutil.Process, password: str) -> str | None:
    """The address at which a server answers a query, or nothing if it doesn't yet."""
    addresses = (f"bolt://127.0.0.1:{port}" for port in ports(process))
    return next((address for address in addresses if _answers(address, password)), None)


def _answers(address: str, password: str) -> bool:
    auth = ("neo4j", password)
    try:
        with GraphDatabase.driver(
            address,
            auth=auth,
            connection_timeout=5,
            connection_acquisition_timeout=5,
            max_transaction_retry_time=0,
        ) as driver:
            driver.execute_query("RETURN 1")
    except AuthError as error:
        raise LocalServerError(
            f"The local Neo4j at {address} refuses the password in its home.",
            "Put the right one into the file `password` there, or delete the database's data with a reset.",
        ) from error
    except (DriverError, Neo4jError, OSError):
        return False
    return True


def await_answer(process: psutil.Process, password: str, limit: float, log: Callable[[str], None]) -> str | None:
    """The address at which a server answers at last, or nothing if it ends before."""
    began = time.monotonic()
    noted = False
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        if address := answering(process, password):
            return address
        waited = time.monotonic() - began
        if waited > limit:
            raise LocalServerError(
                f"The local Neo4j (process {process.pid}) does not answer after {waited:.0f} s.",
                "It may still be recovering: wait and try again, or stop it and start again.",
            )
        if waited > 10 and not noted:
            log("Neo4j is still starting; after a crash it first reads its log again.")
            noted = True
        time.sleep(0.1)
    return None


def end(process: psutil.Process, limit: float = 30) -> None:
    """Ask a server to stop, and make it stop if it doesn't."""
    try:
        process.terminate()
        try:
            process.wait(limit)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(limit)
    except psutil.NoSuchProcess:
        return


def telling_lines(log_file: Path, count: int = 8) -> str:
    """The lines of a server's log that say why it ended."""
    if not log_file.is_file():
        return ""
    lines = [line.rstrip() for line in log_file.read_text("utf-8", errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if TELLING.search(line) and not line.startswith("WARNING:")]
    return "\n".join((telling or lines)[-count:])
