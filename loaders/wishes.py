"""What a user asks of a load beyond naming the files, and what a form needs for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from graph_store.loading import Progress, unwatched
from loaders.respondents import HashKey, Respondents


def as_written(ref: str, _dataset: str) -> str:
    """What a reference means where nothing is known."""
    return ref


@dataclass(frozen=True)
class Wishes:
    """Each is none of a user's concern until a form needs it."""

    dataset: str | None = None
    """The key of the dataset, where it shall be another than the one that the form derives."""
    locale: str | None = None
    """The language to take, such as `en`, where a file has several."""
    mapping: Path | None = None
    """The mapping file that says what the columns of tables become."""
    form: str | None = None
    """The form that the files are of, where it shall not be found out."""
    respondents: Respondents = field(default_factory=lambda: Respondents(HashKey()))
    """What gives respondents their pseudonyms."""
    accept: Path | None = None
    """The list that says which alike things are one."""
    progress: Progress = unwatched
    """Is told how far long reading has come."""
    current: Callable[[str, str], str] = as_written
    """What a reference means in the dataset with this key, where names were matched: ask before counting by names."""

    def pseudonym(self, text: str, within: str = "") -> str:
        """The keyed hash that stands for the respondent with this id; keys may hold it, or its first 16 digits.

        Where ids mean somebody only `within` one dataset, such as those that count from 1, its key is named.
        """
        return self.respondents.pseudonym(text, within)
