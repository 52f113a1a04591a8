"""Runs what pages show: each `console` block as typed in a terminal, each named file as given.

`python -m tests.journeygraph.tour` writes today's output into the pages.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import TESTDATA
from tests.journeygraph.command import BIN, ROOT, Command, Running, free_port, new_home

README = ROOT / "README.md"
PAGES = (
    ROOT / "docs" / "changes.md",
    ROOT / "docs" / "answers.md",
    ROOT / "docs" / "mapping.md",
    ROOT / "docs" / "trust.md",
)
REAL = ROOT / "docs" / "real-data.md"
"""A page that needs the third-party files."""
_BLOCK = re.compile(r"(?:`(?P<file>[^`\n]+)`:\n\n)?```(?P<form>console|yaml|csv)\n(?P<text>.*?)```", re.DOTALL)
_TYPED = re.compile(r"^(?:\$ .*|\^C)$", re.MULTILINE)
_VOLATILE = (
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:8000"),
    (re.compile(r"process \d+"), "process 4711"),
    (re.compile(r"age days +\d+"), "age days   3968"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"), "2026-01-31 09:30 UTC"),
    (re.compile(r'"content":"\w+"'), '"content":"0123456789abcdef"'),
    (re.compile(r"Home: \S+:"), "Home: /home/you/.local/share/journeygraph:"),
    (re.compile(r"\d+(\.\d+)? [kMG]B"), "8 MB"),
)
_SOMETIMES = (
    "Neo4j is still starting", "Later starts are being made", "Another command is", "Fetching", "Fetched",
    "A local Neo4j was started", "Stopping the local Neo4j",
)  # fmt: skip


@dataclass
class Tour:
    """A terminal in an empty folder, with a home of its own."""

    folder: Path
    command: Command
    port: int = field(default_factory=free_port)
    serving: Running | None = None

    def __post_init__(self) -> None:
        (self.folder / "examples").symlink_to(ROOT / "examples")
        (self.folder / "data").symlink_to(TESTDATA)

    def follow(self, text: str) -> Iterator[tuple[str, str, str]]:
        """Each thing typed, with what the text shows and what came out."""
        for block in _BLOCK.finditer(text):
            if block["form"] == "console":
                shown = _TYPED.split(block["text"])[1:]
                for typed, expected in zip(_TYPED.findall(block["text"]), shown, strict=True):
                    yield typed, expected.strip("\n"), usual(self.type(typed.removeprefix("$ ")))
            elif block["file"]:
                path = self.folder / block["file"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block["text"], "utf-8")

    def type(self, typed: str) -> str:
        if typed == "^C":
            assert self.serving
            before = len(self.serving.said())
            self.serving.stop(signal.SIGINT)
            return self.serving.said()[before:]
        if typed == "journeygraph serve":
            self.serving = self.command.start(*shlex.split(typed)[1:], "--port", str(self.port))
            return self.serving.await_words("Ctrl-C stops.")
        typed = typed.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}")
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", typed],
            cwd=self.folder,
            env=self.command.environment(PATH=path),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=280,
        )
        return done.stdout


def usual(output: str) -> str:
    """Output without what differs between machines and days."""
    for pattern, instead in _VOLATILE:
        output = pattern.sub(instead, output)
    lines = [line.rstrip() for line in output.splitlines() if not line.startswith(_SOMETIMES)]
    return "\n".join(lines).strip("\n")


def fits(shown: str, came: str) -> bool:
    """Whether output is as shown; a line `...` stands for any lines."""
    parts = re.split(r"^ *\.\.\.$", shown, flags=re.MULTILINE)
    return re.fullmatch(".*".join(re.escape(part) for part in parts), came, re.DOTALL) is not None


def rewrite(page: Path) -> None:
    """Write what comes out today into a page, where it differs."""
    text = page.read_text("utf-8")
    done = ""
    folder = Path(tempfile.mkdtemp())
    tour = Tour(folder, Command(new_home(folder)))
    try:
        for typed, shown, came in tour.follow(text):
            assert "Traceback" not in came, came
            before, typed_line, text = text.partition(f"{typed}\n")
            done += before + typed_line
            if not fits(usual(shown), came):
                text = f"{came}\n" * bool(came) + text.removeprefix(f"{shown}\n" if shown else "")
    finally:
        tour.command.close()
    page.write_text(done + text, "utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:] or (README, *PAGES, *([REAL] if TESTDATA.is_dir() else ())):
        rewrite(Path(name))
