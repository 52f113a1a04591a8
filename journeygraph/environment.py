"""Reads the environment, once, and opens what it names: the home and the database."""

import os
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph_schema.errors import UsageError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.home import Home
from graph_store.migrating import require_current
from graph_store.settings import Neo4jSettings
from graph_store.texts import TextSettings
from graph_store.undoing import in_progress, recover
from loaders.respondents import VARIABLE, HashKey, Respondents

if TYPE_CHECKING:
    from graph_store.local import LocalNeo4j

Log = Callable[[str], None]


class Terminated(SystemExit):
    """The operating system asked the command to end."""


@dataclass(frozen=True)
class Environment:
    """Where the home is, the database that NEO4J_URI names, if it names one, how texts are read, the key that
    respondents are hashed with, if JOURNEYGRAPH_HASH_KEY gives it, and options of the Java that runs the local Neo4j.
    """

    home: Home
    named: Neo4jSettings | None
    texts: TextSettings = field(default_factory=TextSettings)
    hash_key: str = field(default="", repr=False)
    java_options: tuple[str, ...] = ()

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Environment":
        """Read JOURNEYGRAPH_HOME, _HASH_KEY and _JAVA_OPTIONS, the NEO4J_ variables and those about texts.

        Raises UsageError where they contradict themselves.
        """
        path = environment.get("JOURNEYGRAPH_HOME", "").strip()
        home = Home.at(Path(path).expanduser().absolute()) if path else Home.default()
        texts = TextSettings.from_environment(environment)
        named = Neo4jSettings.from_environment(environment)
        hash_key = environment.get(VARIABLE, "").strip()
        java = tuple(environment.get("JOURNEYGRAPH_JAVA_OPTIONS", "").split())
        return cls(home, replace(named, analyzer=texts.analyzer) if named else None, texts, hash_key, java)

    def sub(self, name: str) -> "Environment":
        """The same, in a home of its own."""
        return replace(self, home=self.home.sub(name))

    @property
    def respondents(self) -> Respondents:
        """What gives respondents their pseudonyms. Raises UsageError for a key that is no secret."""
        return Respondents(HashKey(self.hash_key, self.home.respondents_key))

    def local(self, log: Log) -> "LocalNeo4j":
        """The local server of this home."""
        from graph_store.local import LocalNeo4j

        return LocalNeo4j(self.home, log, options=self.java_options)

    @contextmanager
    def settings(self, log: Log, *, owner: bool = False) -> Generator[Neo4jSettings]:
        """The database to use: the one named, else the local one, which is started where it doesn't run.

        An `owner` stops what it uses at the end; others leave it running and say how to stop it.
        """
        if self.named is not None:
            yield self.named
            return
        from graph_store.backup import put_back

        if put_back(self.home):
            log("A restore was cut off; the data are as they were before it.")
        server = self.local(log)
        endpoint = server.ensure_running(owner=owner)
        if endpoint.started_here and not owner:
            log("A local Neo4j was started and stays up; `journeygraph db stop` ends it.")
        try:
            yield Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password, analyzer=self.texts.analyzer)
        finally:
            if owner and endpoint.started_here:
                log("Stopping the local Neo4j.")
                server.stop()

    @contextmanager
    def database(self, log: Log) -> Generator[Database]:
        """The database, open and checked."""
        with self.settings(log) as settings, Database(settings) as database:
            open_for_use(database, log)
            yield database

    def refuse_named(self, command: str) -> None:
        """Some commands are for the local database only."""
        if self.named is not None:
            raise UsageError(
                f"`{command}` is for the local database, and NEO4J_URI names {self.named.uri}.",
                "Unset NEO4J_URI, or use that database's own tools.",
            )


def open_for_use(database: Database, log: Log) -> None:
    """Check the database, and take back a run that was cut off, saying so; say when one is being written."""
    database.check()
    # What was cut off is taken back by the version that wrote it, which alone knows what it meant.
    require_current(database)
    recovered = recover(database, REGISTRY)
    if recovered:
        log(recovered)
        return
    writing = in_progress(database, REGISTRY)
    if writing is not None:
        log(f"Run {writing} is being written just now: answers may show a part of it.")
