"""Coding tables: which themes a team found in which answers. Each theme becomes an insight with its evidence.

The answers are those of a survey in the same folder, or stand in the table itself (docs/interviews.md).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from graph_schema.keys import slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Entry, Raw, Reading, Use
from loaders.interviews.coded import Coded, find_answers
from loaders.manifest import UNKNOWN
from loaders.mapping.values import number_text
from loaders.personal import Masker
from loaders.sample import Sample
from loaders.tables.head import Row
from loaders.tables.opening import Table, packing, peek, tables
from loaders.telling import Telling, short_slug
from loaders.text import UnreadableError
from loaders.wishes import Wishes

NAME = "coding"
MAX_THEMES = 500
"""A table with more different themes holds something else."""
MAX_COLUMNS = 12
_THEME = re.compile(r"(?:^|[\W_])(?:themes?|codes?|tags?|labels?|topics?|categor(?:y|ies))$", re.IGNORECASE)
_KEYWORD = re.compile(r"(?:^|[\W_])key ?words?$", re.IGNORECASE)
_TEXT = re.compile(r"(?:^|[\W_])(?:quotes?|verbatims?|highlights?|excerpts?|text|answers?|comments?)$", re.IGNORECASE)
_ID = re.compile(
    r"(?:(?:response|respondent|quote|answer|row)[\W_]*)?(?:id|nr|no|number|index|row)|#|column 1", re.IGNORECASE
)
_THEME_LENGTH = 40
_SHOWN = 3
_EXAMPLE = 60


@dataclass(frozen=True)
class _Columns:
    """Which columns a coding table has."""

    themes: str
    id: str = ""
    keywords: str = ""
    text: str = ""

    @property
    def subject(self) -> str:
        """What was coded, as far as the column's name says it."""
        return " ".join(re.split(r"[\W_]+", _THEME.sub("", self.themes))).strip()


def recognises(sample: Sample) -> str | None:
    """A small table with a column of themes beside one of ids, keywords or quotes."""
    if packing(sample) is None:
        return None
    for one in peek(sample):
        columns = _columns([column.name for column in one.table.columns])
        if columns is not None:
            given = [row[columns.themes] for row in one.rows if columns.themes in row]
            mean = sum(map(len, given)) / len(given) if given else 0
            if given and mean <= 3 * _THEME_LENGTH:
                beside = [name for name in (columns.id, columns.keywords, columns.text) if name]
                return f"it has {columns.themes} beside {', '.join(beside)}"
    return None


def _columns(names: Sequence[str]) -> _Columns | None:
    def first(pattern: re.Pattern[str], *, whole: bool = False) -> str:
        return next((n for n in names if (pattern.fullmatch(n) if whole else pattern.search(n))), "")

    themes, own_id, keywords, text = first(_THEME), first(_ID, whole=True), first(_KEYWORD), first(_TEXT)
    if not themes or len(names) > MAX_COLUMNS or not ((own_id and keywords) or text):
        return None
    return _Columns(themes, own_id, keywords, "" if text == themes else text)


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a table."""
    place = Place(sample.name)
    try:
        table = next(one for one in tables(sample) if _columns([column.name for column in one.columns]))
    except UnreadableError as error:
        return Reading(UNKNOWN, place, iter(()), [error.problem])
    columns = _columns([column.name for column in table.columns])
    stem = sample.path.name.partition(".")[0]
    dataset = Dataset(key=wishes.dataset or short_slug(stem) or NAME, name=stem)
    assert columns is not None  # noqa: S101 - the table was chosen by them
    coding = _Coding(sample, table, columns, dataset, wishes)
    return Reading(dataset, place, coding.entries(), coding.problems, coding.notes, coding.uses())


@dataclass
class _Theme:
    """A theme, in the ways in which it is written."""

    key: str
    spellings: Counter[str] = field(default_factory=Counter[str])
    rows: int = 0
    place: Place = field(default_factory=lambda: Place(""))

    @property
    def name(self) -> str:
        """The way in which it is written most often."""
        return self.spellings.most_common(1)[0][0]


@dataclass
class _Coding:
    """A coding table that is read."""

    sample: Sample
    table: Table
    columns: _Columns
    dataset: Dataset
    wishes: Wishes
    problems: list[Problem] = field(default_factory=list[Problem])
    notes: list[str] = field(default_factory=list[str])
    themes: dict[str, _Theme] = field(default_factory=dict[str, _Theme])
    coded: int = 0
    uncoded: int = 0

    def __post_init__(self) -> None:
        self.telling = Telling(self.dataset.key)
        self.masker = Masker()
        subject = slug(self.columns.subject)
        self.prefix = f"{subject or self.dataset.key}-"

    def entries(self) -> Iterator[Entry]:
        """The insights, and the quotes that show them."""
        yield self.telling.entry(
            "sources", Place(self.sample.name), key=self.dataset.key, name=self.dataset.name, method="coding of answers"
        )
        rows = list(self._rows())
        answers = None if self.columns.text else find_answers(self.sample, self._ids(rows), self.wishes)
        if answers is not None:
            self.notes += answers.notes
            yield from answers.entries
        links = [link for row in rows for link in self._row(*row, answers)]
        if len(self.themes) > MAX_THEMES:
            found = f"{len(self.themes):,} different themes; a team that codes has fewer than {MAX_THEMES}."
            right = "Is it another column? Say in a mapping what the columns are."
            self.problems.append(Problem(Place(self.sample.name, 0, self.columns.themes), found, right))
            return
        yield from self._insights(answers)
        yield from links
        yield from self._counts(answers)
        self._tell(answers)

    def _rows(self) -> Iterator[tuple[Place, Row]]:
        seen: dict[str, int] = {}
        for place, row in self.table.rows(self.problems):
            own = row.get(self.columns.id, "")
            if own and own in seen and not self.columns.text:
                found = f"The id {own!r} stands twice, first in row {seen[own]}."
                self.problems.append(
                    Problem(Place(place.file, place.line, self.columns.id), found, "Keep one of them.")
                )
                continue
            seen[own] = place.line
            yield place, row

    def _ids(self, rows: Sequence[tuple[Place, Row]]) -> list[str]:
        return [row[self.columns.id] for _, row in rows if self.columns.id in row]

    def _row(self, place: Place, row: Row, answers: Coded | None) -> Iterator[Entry]:
        """What one row says: which quote speaks for which theme."""
        self.coded += 1
        themes = _several(row.get(self.columns.themes, ""))
        self.uncoded += not themes
        quote = answers.quotes.get(row.get(self.columns.id, "")) if answers else None
        if self.columns.text and (text := row.get(self.columns.text)):
            quote = f"{self.dataset.key}-{slug(row.get(self.columns.id, '')) or f'row-{place.line}'}"
            given: dict[str, Raw] = {"key": quote, "text": self.masker(text), "wording": "verbatim"}
            yield self.telling.entry(
                "quotes", place, **given, locator=f"row {place.line}", **{"from": self.dataset.key}
            )
        keywords = ", ".join(_several(row.get(self.columns.keywords, "")))
        for written in dict.fromkeys(themes):
            if not slug(written):
                continue
            key = f"{self.prefix}{short_slug(written)}"
            theme = self.themes.setdefault(key, _Theme(key, place=place))
            theme.spellings[written] += 1
            theme.rows += 1
            if quote:
                said = {"locator": f"row {place.line}", "note": f"Keywords: {keywords}" if keywords else None}
                claim = {name: value for name, value in said.items() if value}
                yield from self.telling.relation("supports", place, f"quote:{quote}", f"insight:{key}", claim)

    def _insights(self, answers: Coded | None) -> Iterator[Entry]:
        subject = self.columns.subject
        to = f" to '{answers.question}'" if answers else ""
        for theme in self.themes.values():
            name = f"{subject}: {theme.name}" if subject else theme.name
            told = f"Coded in {theme.rows:,} of {self.coded:,} answers{to}."
            about = answers.about if answers else None
            fields: dict[str, Raw] = {"key": theme.key, "name": name, "description": told, "concerns": about}
            yield self.telling.entry("insights", theme.place, **fields)

    def _counts(self, answers: Coded | None) -> Iterator[Entry]:
        """How many answers have each theme, where it is known of what."""
        if answers is None or answers.about is None or not self.themes:
            return
        key = f"{self.dataset.key}-themes"
        name = f"Themes in the answers to: {answers.question}"
        formula = "how many of the coded answers have each theme, several in one answer"
        place = Place(self.sample.name)
        yield self.telling.entry("metrics", place, key=key, name=name[:1_000], formula=formula)
        by_count = sorted(self.themes.values(), key=lambda theme: -theme.rows)
        counts = [f"{theme.name} = {theme.rows}" for theme in by_count]
        counts += [f"(no theme) = {self.uncoded}"] if self.uncoded else []
        fields: dict[str, Raw] = {"metric": key, "about": answers.about, "survey": answers.survey}
        fields |= {"n": number_text(self.coded), "distribution": counts, "instrument": "coding of answers"}
        yield self.telling.entry("readings", place, **fields, basis="measured")

    def _tell(self, answers: Coded | None) -> None:
        name = self.sample.name
        for theme in self.themes.values():
            if len(theme.spellings) > 1:
                written = ", ".join(f"{one!r}" for one in theme.spellings)
                self.notes.append(f"{name}: {written} are one theme, {theme.name!r}.")
        for key, theme in self.themes.items():
            alike = get_close_matches(key, [other for other in self.themes if other > key], _SHOWN, 0.9)
            for other in alike:
                self.notes.append(
                    f"{name}: the themes {theme.name!r} and {self.themes[other].name!r} look alike and stay two; "
                    f"`journeygraph merge insight:{key} insight:{other}` makes them one."
                )
        if self.uncoded:
            self.notes.append(f"{name}: {self.uncoded:,} of {self.coded:,} rows have no theme.")
        if answers is None and not self.columns.text:
            self.notes.append(
                f"{name}: no survey in its folder has answers with these ids, so the insights have no quotes."
            )
        if masked := self.masker.note():
            self.notes.append(f"{name}: {masked}")

    def uses(self) -> list[Use]:
        """How each column is used."""
        becomes = {
            self.columns.themes: "insights",
            self.columns.id: "which quotes support them",
            self.columns.keywords: "notes on that",
            self.columns.text: "quotes, with personal data masked",
        }
        examples = next((one for one in peek(self.sample) if one.table.name == self.table.name), None)
        uses: list[Use] = []
        for column in self.table.columns:
            shown = Masker()(examples.example(column.name))[:_EXAMPLE] if examples else ""
            if column.name in becomes:
                uses.append(Use(column.name, becomes[column.name], example=shown))
            else:
                uses.append(Use(column.name, dropped="it is neither theme nor quote"))
        return uses


def _several(cell: str) -> list[str]:
    """What one cell holds: several things, separated by semicolons, commas or lines."""
    split = next((mark for mark in (";", "\n", ",") if mark in cell), None)
    return [" ".join(part.split()) for part in cell.split(split) if part.strip()] if split else [cell] if cell else []
