"""Finds what there is to load at a path: files and folders of a form, and files that are of none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from graph_schema.errors import JourneyGraphError, UsageError
from graph_schema.problems import ProblemsError
from loaders.form import Recognised
from loaders.forms import BY_MAPPING, forms, recognise
from loaders.mapping.file import SUFFIX, read_mapping
from loaders.mapping.presets import recognises_by
from loaders.normalise import hint
from loaders.sample import Sample
from loaders.tables.opening import Packing, packing, tables
from loaders.text import UnreadableError, printable
from loaders.wishes import Wishes

SHOWN = 20
_PAPERS = frozenset({"readme", "license", "licence", "copying", "notice"})
"""What such files are is known without a note."""


@dataclass
class Found:
    """What there is to load, and the files that no form recognises."""

    items: list[Recognised] = field(default_factory=list[Recognised])
    unread: list[str] = field(default_factory=list[str])

    @property
    def notes(self) -> list[str]:
        """What is not read, in one sentence."""
        told = [name for name in self.unread if Path(name).stem.lower() not in _PAPERS]
        if not told:
            return []
        more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
        return [f"Not read, as no form recognises it: {', '.join(told[:SHOWN])}{more}."]


def discover(paths: Iterable[Path], wishes: Wishes) -> Found:
    """What there is to load, each with its form and why it is taken for that.

    Raises UsageError for a path that isn't there, that no form recognises, or that holds nothing to load, and
    ProblemsError for a mapping that is wrong.
    """
    found = Found()
    if wishes.mapping is not None:
        read_mapping(wishes.mapping, wishes.mapping.name)
    for path in paths:
        called = printable(str(path))
        before = len(found.items)
        try:
            if not path.exists():
                raise UsageError(f"There is nothing at {called}.", "Check the path.")
            name = printable(path.name or path.resolve().name)
            if wishes.form is not None or (wishes.mapping is not None and path.is_file()):
                found.items.append(_as_wished(path, name, wishes))
            else:
                _within(path, name, wishes, found)
        except OSError as error:
            raise UsageError(f"{called} can't be read: {error.strerror}.", "Check the path.") from error
        if len(found.items) == before:
            raise _nothing(path, called)
    return found


def _as_wished(path: Path, name: str, wishes: Wishes) -> Recognised:
    sample = Sample(path, name)
    if wishes.mapping is not None:
        return Recognised(BY_MAPPING, sample, "--mapping says so")
    named = {form.name: form for form in forms()}
    if wishes.form not in named:
        known = hint(str(wishes.form), sorted(named))
        raise UsageError(f"There is no form {wishes.form!r}.", known)
    return Recognised(named[wishes.form], sample, "--as says so")


def _nothing(path: Path, called: str) -> JourneyGraphError:
    sample = Sample(path, called)
    packed = packing(sample) if path.is_file() else None
    if packed is not None:
        try:
            tables(sample)
        except UnreadableError as error:
            return ProblemsError([error.problem])
        bundle = " To be a bundle it needs a sheet `dataset`." if packed is Packing.XLSX else ""
        return UsageError(
            f"{called} is a table, and nothing says what its columns mean.{bundle}",
            f"`journeygraph inspect {called}` shows them; with --mapping OUT.yaml it writes a mapping to edit, by "
            f"which `journeygraph load {called} --mapping OUT.yaml` loads it.",
        )
    names = ", ".join(form.name for form in forms())
    what = f"{called} is not of a form" if path.is_file() else f"Nothing at {called} is of a form"
    return UsageError(f"{what} that can be loaded.", f"Forms are: {names}.")


def _within(path: Path, name: str, wishes: Wishes, found: Found, *, inside: bool = False, taken: bool = False) -> None:
    """Look at a file, or at a folder and what is in it; what is inside of a folder that is `taken` belongs to it."""
    recognised = _recognised(Sample(path, name), wishes) if path.is_dir() or not taken else None
    if recognised is not None:
        found.items.append(recognised)
        taken = True
    elif path.is_file() and inside and not taken and not path.name.endswith(SUFFIX):
        found.unread.append(name)
    if path.is_dir():
        for item in sorted(path.iterdir()):
            if not item.name.startswith(".") and not item.is_symlink():
                _within(item, f"{name}/{printable(item.name)}", wishes, found, inside=True, taken=taken)


def _recognised(sample: Sample, wishes: Wishes) -> Recognised | None:
    """What a file or folder is taken for; a table that fits the mapping that the user names is read by that."""
    if wishes.mapping is not None and sample.is_file:
        why = recognises_by(read_mapping(wishes.mapping, wishes.mapping.name), sample)
        if why is not None:
            return Recognised(BY_MAPPING, sample, why)
    return recognise(sample)
