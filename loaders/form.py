"""What a form of file is."""

from collections.abc import Callable
from typing import NamedTuple

from loaders.entries import Reading
from loaders.sample import Sample
from loaders.wishes import Wishes

UNKNOWN = "table"
"""What a table is called that no form recognises."""


class Form(NamedTuple):
    """A form of file or folder. `recognises` says why a sample is of it, or None where it isn't."""

    name: str
    about: str
    """What it is, in a few words, as messages and the docs list it."""
    recognises: Callable[[Sample], str | None]
    read: Callable[[Sample, Wishes], Reading]
    declared: bool = False
    """Whether people wrote it for journeygraph, and say themselves who its sources are and where something stands."""
    mapping: Callable[[Sample], str] | None = None
    """The text of the mapping by which it reads a table, for users to edit; None where it reads by none."""


class Recognised(NamedTuple):
    """What a file or folder is taken for, and why."""

    form: Form
    sample: Sample
    why: str
