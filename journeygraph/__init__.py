"""journeygraph: a graph-based customer journey knowledge base.

In a notebook:

    import journeygraph

    with journeygraph.connect() as kb:
        answer = kb.ask("trace", moments=["first-article-opens"])
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.loading import Loading
from journeygraph.environment import Environment
from journeygraph.output import log
from loaders.pipeline import DEFAULTS, load
from loaders.wishes import Wishes
from queries.library import LIBRARY
from queries.question import Answer
from queries.rows import Row


@dataclass(frozen=True)
class KnowledgeBase:
    """An open knowledge base."""

    database: Database
    wishes: Wishes = DEFAULTS
    """What goes for all loads."""

    def ask(self, question: str, **parameters: object) -> Answer[Row]:
        """Ask a question of the library by its id."""
        return LIBRARY.get(question).ask(self.database, **parameters)

    def load(self, *paths: Path | str, dry_run: bool = False) -> Loading:
        """Load files and folders as one run; ProblemsError where anything is wrong, and then nothing is loaded."""
        return load(_paths(paths), self.database, REGISTRY, dry_run=dry_run, wishes=self.wishes)


@contextmanager
def connect() -> Generator[KnowledgeBase]:
    """Open the knowledge base that the environment names, or else the local one, started where it doesn't run."""
    environment = Environment.read()
    with environment.database(log) as database:
        yield KnowledgeBase(database, Wishes(respondents=environment.respondents))


def _paths(paths: Sequence[Path | str]) -> list[Path]:
    return [Path(path) for path in paths]
