"""What a user asks of a load beyond naming the files."""

from dataclasses import dataclass

from graph_store.loading import Progress, unwatched


@dataclass(frozen=True)
class Wishes:
    """Each is none of a user's concern until a form needs it."""

    dataset: str | None = None
    """The key of the dataset, where it shall be another than the one that the form derives."""
    locale: str | None = None
    """The language to take, such as `en`, where a file has several."""
    progress: Progress = unwatched
    """Who is told how far reading has come, where that takes its time."""
