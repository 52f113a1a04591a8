"""The forms of file that can be loaded. Adding one is one module and one line here."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from loaders import bundle, openjourney, workbook
from loaders.entries import Reading


class Form(NamedTuple):
    """A form: its name, whether a file or folder is of it, and how it is read."""

    name: str
    recognises: Callable[[Path], bool]
    read: Callable[[Path, str], Reading]


FORMS: tuple[Form, ...] = (
    Form(bundle.NAME, bundle.recognises, bundle.read),
    Form(workbook.NAME, workbook.recognises, workbook.read),
    Form(openjourney.NAME, openjourney.recognises, openjourney.read),
)


def form_of(path: Path) -> Form | None:
    """The form that a file or folder has, if any."""
    return next((form for form in FORMS if form.recognises(path)), None)
