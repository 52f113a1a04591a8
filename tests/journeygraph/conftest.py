from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph_store.database import Database
from tests.journeygraph.command import Command, new_home


@pytest.fixture(scope="session")
def make_command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Command]]:
    """Makes commands with a home of their own each, whose database is empty, and stops their servers at the end."""
    made: list[Command] = []

    def make() -> Command:
        command = Command(new_home(tmp_path_factory.mktemp("cli")))
        made.append(command)
        return command

    yield make
    for command in made:
        command.close()


@pytest.fixture(scope="module")
def loaded(sample: Database, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command on a database that holds the examples; tests leave it as it is."""
    return Command(tmp_path_factory.mktemp("cli") / "home", sample.settings)


@pytest.fixture
def emptied(database: Database, tmp_path: Path) -> Command:
    """The command on an empty database."""
    return Command(tmp_path / "home", database.settings)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of one persona."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "dataset.yaml").write_text("dataset: small\nsource: talk\n", "utf-8")
    (folder / "data.yaml").write_text(
        "sources:\n  - {key: talk, name: A talk}\npersonas:\n  - {key: visitor, name: '=HYPERLINK(\"http://x\")'}\n",
        "utf-8",
    )
    return folder
