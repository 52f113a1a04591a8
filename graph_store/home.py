"""Where a knowledge base lives on this machine."""

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True)
class Home:
    """A knowledge base's own folder, and the cache of downloads that several of them share."""

    path: Path
    cache: Path

    @classmethod
    def at(cls, path: Path) -> "Home":
        """The home in a folder, with its cache inside it."""
        path = path.expanduser().absolute()
        # What is made ready for one class path is of no use to another, so links to one cache are followed.
        return cls(path, (path / "cache").resolve())

    @classmethod
    def default(cls) -> "Home":
        """The home in the place that the operating system keeps for a user's data."""
        return cls.at(user_data_path("journeygraph", appauthor=False))

    @property
    def tokens(self) -> Path:
        """The file with the hashes of the API's tokens."""
        return self.path / "tokens.json"

    @property
    def respondents_key(self) -> Path:
        """The file with the key that respondents are hashed with, where no setting gives it."""
        return self.path / "respondents.key"

    @property
    def uploads(self) -> Path:
        """The folder with what was uploaded of late, and what was planned with it."""
        return self.path / "uploads"

    def sub(self, name: str) -> "Home":
        """A home of its own inside this one, which shares the cache."""
        return Home(self.path / name, self.cache)

    def make(self) -> None:
        """Make both folders; only their owner may look inside."""
        make_private(self.path)
        make_private(self.cache)


def make_private(folder: Path) -> Path:
    """Make a folder and those above it; each new one is for its owner only."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    return folder
