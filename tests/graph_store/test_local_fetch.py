"""Fetching the local Neo4j's files over real HTTP, from a server on loopback that misbehaves on demand."""

import hashlib
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph_schema.errors import LocalServerError
from graph_store.local.artifacts import Artifact, Lock, fetch

CONTENT = {f"org/thing/{i}/thing-{i}.jar": bytes([i]) * 200_000 for i in range(12)}
LOCK = Lock("1.0", tuple(Artifact(path, hashlib.sha256(b).hexdigest(), len(b)) for path, b in CONTENT.items()))
VICTIM = "org/thing/7/thing-7.jar"


@dataclass
class Repository:
    """What the server on loopback does: `cut` closes a download halfway, `altered` changes its content."""

    url: str = ""
    fault: str = ""
    asked: list[str] = field(default_factory=list)

    def body(self, path: str) -> bytes:
        return b"x" * len(CONTENT[path]) if (self.fault, path) == ("altered", VICTIM) else CONTENT[path]

    def sent(self, path: str) -> bytes:
        return self.body(path)[: 50_000 if (self.fault, path) == ("cut", VICTIM) else None]


@pytest.fixture
def repository() -> Iterator[Repository]:
    repository = Repository()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/maven/")
            repository.asked.append(path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(repository.body(path))))
            self.end_headers()
            self.wfile.write(repository.sent(path))

        def log_message(self, *args: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    repository.url = f"http://127.0.0.1:{server.server_port}/maven"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield repository
    server.shutdown()
    thread.join()
    server.server_close()


def stored(cache: Path) -> set[str]:
    folder = cache / "neo4j-1.0"
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_all_files_are_fetched_once_and_in_the_lock_s_order(tmp_path: Path, repository: Repository):
    said: list[str] = []
    paths = fetch(LOCK, tmp_path, said.append, repository.url)
    assert [path.read_bytes() for path in paths] == list(CONTENT.values())
    assert "12 files, 2 MB" in said[0]
    repository.asked.clear()
    assert fetch(LOCK, tmp_path, said.append, repository.url) == paths
    assert repository.asked == []
    assert len(said) == 2


@pytest.mark.parametrize(("fault", "says"), [("cut", "could not be downloaded"), ("altered", "SHA-256")])
def test_a_bad_download_leaves_no_broken_file_and_a_retry_fetches_the_rest(
    tmp_path: Path, repository: Repository, fault: str, says: str
):
    repository.fault = fault
    with pytest.raises(LocalServerError, match=says) as failure:
        fetch(LOCK, tmp_path, print, repository.url)
    assert "Run the command again" in failure.value.remedy
    kept = stored(tmp_path)
    assert VICTIM not in kept
    assert kept < set(CONTENT)
    repository.fault = ""
    repository.asked.clear()
    fetch(LOCK, tmp_path, print, repository.url)
    assert set(repository.asked) == set(CONTENT) - kept
    assert stored(tmp_path) == set(CONTENT)


def test_a_file_that_was_cut_short_on_disk_is_fetched_again(tmp_path: Path, repository: Repository):
    paths = fetch(LOCK, tmp_path, print, repository.url)
    paths[3].write_bytes(b"short")
    (paths[3].parent / "tmp123").write_bytes(b"left by a killed download")
    repository.asked.clear()
    assert fetch(LOCK, tmp_path, print, repository.url)[3].read_bytes() == list(CONTENT.values())[3]
    assert len(repository.asked) == 1
    assert stored(tmp_path) == set(CONTENT)


def test_nobody_answering_is_told(tmp_path: Path, repository: Repository):
    with pytest.raises(LocalServerError, match="could not be downloaded"):
        fetch(LOCK, tmp_path, print, "http://127.0.0.1:1/maven")
    assert stored(tmp_path) == set()


FULL = """
import sys
from pathlib import Path
from graph_schema.errors import LocalServerError
from graph_store.local.artifacts import Artifact, Lock, fetch
rows = [row.split() for row in sys.argv[3:]]
lock = Lock("1.0", tuple(Artifact(path, digest, int(size)) for path, digest, size in rows))
try:
    fetch(lock, Path(sys.argv[1]), print, sys.argv[2])
except LocalServerError as error:
    sys.exit(str(error))
"""


def limit_file_size() -> None:
    """A write beyond the limit fails as one to a full disk does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_write_that_fails_is_told_and_leaves_nothing_broken(tmp_path: Path, repository: Repository):
    rows = [f"{item.path} {item.sha256} {item.size}" for item in LOCK.artifacts]
    command = [sys.executable, "-c", FULL, str(tmp_path), repository.url, *rows]
    done = subprocess.run(command, preexec_fn=limit_file_size, capture_output=True, text=True, cwd=Path.cwd())
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert stored(tmp_path) == set()
    fetch(LOCK, tmp_path, print, repository.url)
    assert stored(tmp_path) == set(CONTENT)


def test_too_little_room_is_told_before_anything_is_fetched(tmp_path: Path, repository: Repository):
    huge = Lock("1.0", (Artifact(VICTIM, "0" * 64, 1 << 60),))
    with pytest.raises(LocalServerError, match="No space left"):
        fetch(huge, tmp_path, print, repository.url)
    assert repository.asked == []


def test_the_lock_names_neo4j_and_no_host():
    lock = Lock.read()
    assert lock.version == "2026.08.1"
    assert any(item.path.endswith(f"neo4j-{lock.version}.jar") for item in lock.artifacts)
    assert [item.path for item in lock.artifacts] == sorted(item.path for item in lock.artifacts)
    assert not any("://" in item.path or item.path.startswith("/") for item in lock.artifacts)
    assert all(len(item.sha256) == 64 for item in lock.artifacts)
