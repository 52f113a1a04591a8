"""A small form for tests, as a real one would be: a table of answers, with who gave each and what they said."""

import csv
from collections.abc import Iterator

from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place
from loaders.entries import Defaults, Entry, Name, Reading
from loaders.form import Form
from loaders.sample import Sample
from loaders.wishes import Wishes

HEAD = "respondent,score,verbatim,touchpoint"


def recognises(sample: Sample) -> str | None:
    return "it has the columns of answers" if (sample.text or "").startswith(HEAD) else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Each row becomes a response, what was said a quote, and all of them one reading."""
    key = wishes.dataset or sample.path.stem
    return Reading(Dataset(key=key, name=key), Place(sample.name), _entries(sample, wishes, key), [])


def _entries(sample: Sample, wishes: Wishes, key: str) -> Iterator[Entry]:
    defaults = Defaults(source=key)
    with sample.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def entry(collection: str, line: int, **fields: object) -> Entry:
        given = {name: value for name, value in fields.items() if value is not None}
        return Entry(collection, given, Place(sample.name, line), defaults)  # pyright: ignore[reportArgumentType]

    yield entry("sources", 1, key=key, name="Answers")
    yield entry("metrics", 1, key="csat", name="CSAT")
    for name in sorted({row["touchpoint"] for row in rows}):
        yield entry("touchpoints", 1, key=Name(name), name=name)
    for number, row in enumerate(rows, 2):
        who = wishes.pseudonym(row["respondent"])
        about = Name(row["touchpoint"], "touchpoint")
        says = f"{key}-{number}" if row["verbatim"] else None
        if says:
            yield entry("quotes", number, key=says, text=row["verbatim"], wording="verbatim", supports=about)
        said = {"score": row["score"] or None, "about": about, "says": says}
        yield entry("responses", number, respondent=who, metric="csat", locator=f"row {number}", **said)
    about = Name(rows[0]["touchpoint"], "touchpoint")
    yield entry("readings", 1, metric="csat", about=about, n=str(len(rows)))


FORM = Form("answers", "a table of answers", recognises, read)
