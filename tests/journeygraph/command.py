"""Runs the installed `journeygraph` command as a user does: a process of its own, in a home of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import psutil
import pytest

from graph_store.settings import Neo4jSettings
from journeygraph.cli import main
from tests.conftest import QUICK_JAVA

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
COMMAND = BIN / "journeygraph"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out, self.err
        return json.loads(self.out)


@dataclass(frozen=True)
class Command:
    """The command, in one home, with a local Neo4j or the one that is named."""

    home: Path
    named: Neo4jSettings | None = None
    started: "list[Running]" = field(default_factory=list)

    def environment(self, **more: str) -> dict[str, str]:
        """What the command sees of the environment."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "JOURNEYGRAPH_"))}
        java = " ".join(QUICK_JAVA)
        ours = {"JOURNEYGRAPH_HOME": str(self.home), "JOURNEYGRAPH_JAVA_OPTIONS": java, "COLUMNS": "100"}
        return {**kept, **ours, **(naming(self.named) if self.named else {}), **more}

    def __call__(self, *args: str | Path, given: str | None = None, **environment: str) -> Done:
        """Within this process where a database is named, for then no command starts one that outlives it."""
        run = self.apart if self.named is None else self.here
        return run(*args, given=given, **environment)

    def here(self, *args: str | Path, given: str | None = None, **environment: str) -> Done:
        """Within this process: to start one takes longer than what most commands do."""
        out, err = (TextIOWrapper(BytesIO(), "utf-8", write_through=True) for _ in range(2))
        handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
        seen = self.environment(**environment)
        with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
            patched.setattr(sys, "argv", [str(COMMAND), *map(str, args)])
            patched.setattr(sys, "stdin", StringIO(given or ""))
            for name in os.environ.keys() - seen.keys():
                patched.delenv(name)
            for name, value in seen.items():
                patched.setenv(name, value)
            try:
                main()
                code = 0
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
            finally:
                for number, handler in handlers.items():
                    signal.signal(number, handler)
        return Done(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]

    def apart(self, *args: str | Path, given: str | None = None, **environment: str) -> Done:
        """In a process of its own, as users run it."""
        done = subprocess.run(
            [COMMAND, *args],
            env=self.environment(**environment),
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=280,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def start(self, *args: str, **environment: str) -> "Running":
        """Start a command that runs until it is told to stop."""
        log = self.home.parent / f"{args[0]}-{time.monotonic_ns()}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [COMMAND, *args], env=self.environment(**environment), stdout=output, stderr=output
            )
        running = Running(process, log)
        self.started.append(running)
        return running

    def close(self) -> None:
        """End all that it started and that still runs."""
        for running in self.started:
            if running.process.poll() is None:
                running.process.kill()
                running.process.wait(30)
        for server in self.servers():
            server.terminate()
            server.wait(30)

    def servers(self) -> list[psutil.Process]:
        """The Neo4j processes that run below this home."""
        mine = f"--home-dir={self.home}"
        return [
            process
            for process in psutil.process_iter(["cmdline"])
            if any(word.startswith(mine) for word in process.info["cmdline"] or ())
        ]


@dataclass(frozen=True)
class Running:
    """A command that serves, and what it has said so far."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def await_words(self, words: str, limit: float = 240) -> str:
        """Wait until it says something."""
        end = time.monotonic() + limit
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)
        return self.said()

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(with_signal)
        return self.process.wait(120)


def naming(settings: Neo4jSettings) -> dict[str, str]:
    """What names a Neo4j in the environment."""
    return {"NEO4J_URI": settings.uri, "NEO4J_USERNAME": settings.username, "NEO4J_PASSWORD": settings.password}


def new_home(folder: Path) -> Path:
    """A home that was never used, and shares the downloads."""
    shared = Path(os.environ.get("JOURNEYGRAPH_HOME", ROOT / ".journeygraph")).absolute() / "cache"
    shared.mkdir(mode=0o700, parents=True, exist_ok=True)
    home = folder / "home"
    home.mkdir(mode=0o700)
    (home / "cache").symlink_to(shared)
    return home


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def get(url: str, query: str | None = None) -> tuple[int, str]:
    """Status and body of a request: a GET, or a GraphQL query as POST."""
    data = json.dumps({"query": query}).encode() if query else None
    request = urllib.request.Request(
        url, data, {"Content-Type": "application/json"} if data else {"Accept": "text/html"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
