"""The server's folder inside a home: its settings, its password, its data."""

import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph_schema.errors import LocalServerError
from graph_store.home import Home, make_private
from graph_store.local.java import Java

USERNAME = DATABASE = "neo4j"
"""What Neo4j calls both from the first; Community has one database."""
LOOPBACK = {
    "server.default_listen_address": "127.0.0.1",
    "server.bolt.listen_address": "127.0.0.1:0",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
}
PRIVATE = {
    "dbms.security.auth_enabled": "true",
    "dbms.usage_report.enabled": "false",
    "server.fleet_discovery.enabled": "false",
}
# Thread pools of Bolt wait for ten seconds otherwise, with the databases already down.
QUICK_STOP = {
    "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
    "internal.server.bolt.connection_shutdown_wait_time": "0s",
}
# Otherwise an empty database takes half a gigabyte of disk.
SMALL = {"db.tx_log.preallocate": "false"}
# Otherwise a text is planned anew for lists and words of each other length, which takes longer than what is asked.
PLANNED_ONCE = {"internal.cypher.use_parameter_size": "false"}


@dataclass(frozen=True)
class Folder:
    """What Neo4j calls its home; the settings in it are written anew at every start."""

    path: Path

    @classmethod
    def of(cls, home: Home) -> "Folder":
        """The folder of a home, by the one name that all commands find it under."""
        return cls((home.path / "neo4j").resolve())

    @property
    def data(self) -> Path:
        """Where the database is."""
        return self.path / "data"

    @property
    def log_file(self) -> Path:
        """What the last server started here printed."""
        return self.path / "server.log"

    @property
    def lifecycle_lock(self) -> Path:
        """Held while a server is started or stopped."""
        return self.path / "lifecycle.lock"

    @property
    def owner_lock(self) -> Path:
        """Held for as long as a command lives that will stop the server."""
        return self.path / "owner.lock"

    def make(self) -> None:
        """Make it, for its owner only."""
        make_private(self.path / "conf")

    def configure(self, pagecache_mb: int, config: Mapping[str, str]) -> None:
        """Write the settings, and clear what a killed server left in its temporary folder."""
        self.make()
        memory = {"server.memory.pagecache.size": f"{pagecache_mb}m"}
        settings = LOOPBACK | PRIVATE | QUICK_STOP | SMALL | PLANNED_ONCE | memory | dict(config)
        text = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self.path / "conf" / "neo4j.conf").write_text(text, "utf-8")
        shutil.rmtree(self.path / "tmp", ignore_errors=True)
        make_private(self.path / "tmp")

    @property
    def password_file(self) -> Path:
        """The only place where the password is kept."""
        return self.path / "password"

    def password(self) -> str:
        """The password of the user `neo4j`."""
        if not self.password_file.is_file():
            raise LocalServerError(
                f"The file with the local Neo4j's password is missing: {self.password_file}.",
                "Put it back, or start over with an empty database with a reset.",
            )
        return self.password_file.read_text("utf-8").strip()

    def set_password(self, java: Java) -> None:
        """Make up a password for a database that never ran; cut off in between, it is simply done again."""
        if (self.data / "databases" / "system").exists():
            return
        draft = self.path / "password.draft"
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        # Hexadecimal, because neo4j-admin takes a word that begins with a hyphen for an option.
        draft.write_text(secrets.token_hex(24), "utf-8")
        draft.rename(self.password_file)
        # A file is named instead of the word itself, which anyone could see in the table of processes.
        run_admin(java, self.path, "dbms", "set-initial-password", f"@{self.password_file}")

    def begin_with(self, data: Path) -> None:
        """Copy the database of these data, if there are any, where there is none yet; users are this home's own."""
        if self.data.exists() or not data.is_dir():
            return
        draft = self.path / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        # A start without it takes longer, and says what is wrong with the disk.
        with suppress(OSError):
            for part in ("databases", "transactions"):
                shutil.copytree(data / part / DATABASE, make_private(draft / part) / DATABASE)
            draft.rename(self.data)

    def drop_data(self) -> None:
        """Delete the database; the renaming makes it all or nothing."""
        dropped = self.path / "dropped"
        shutil.rmtree(dropped, ignore_errors=True)
        if self.data.exists():
            self.data.rename(dropped)
        for folder in (dropped, self.path / "logs", self.path / "tmp"):
            shutil.rmtree(folder, ignore_errors=True)


def run_admin(java: Java, folder: Path, *args: str) -> str:
    """What Neo4j's administration command printed; an error if it failed."""
    done = java.admin(folder, args)
    if done.returncode != 0:
        said = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if line.strip())
        raise LocalServerError(f"`neo4j-admin {' '.join(args[:2])}` failed: {said[-1500:]}")
    return done.stdout
