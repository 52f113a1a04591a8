"""Reads a table by a mapping: what a table of any kind becomes, whether the mapping is a user's or a preset."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph_schema.errors import UsageError
from graph_schema.keys import check_key, slug
from graph_schema.kinds.records import Dataset
from graph_schema.problems import Place, Problem
from loaders.entries import Defaults, Entry, Raw, Reading, Use
from loaders.mapping.events import read_events
from loaders.mapping.file import MappingFile
from loaders.mapping.records import Held, RecordMaker
from loaders.mapping.rows import RowCells, let_through
from loaders.mapping.survey import SurveyMaker
from loaders.mapping.uses import Used, as_named, as_peeked, has_columns, used_columns
from loaders.mapping.values import CellError
from loaders.normalise import hint
from loaders.personal import Masker, personal_columns
from loaders.sample import Sample
from loaders.tables.head import MAX_PROBLEMS
from loaders.tables.layout import File
from loaders.tables.opening import Packing, Peek, Table, packing, peek, tables
from loaders.tables.streams import encoding_of
from loaders.text import UnreadableError
from loaders.values import shown
from loaders.wishes import Wishes

SHOWN = 12
"""So many things of one sort are named in a note."""
EXAMPLE = 60
TOLD = 5_000
"""After so many rows, progress is told: what they become may be known only in the end."""


def read_by(file: MappingFile, sample: Sample, wishes: Wishes) -> Reading:
    """Read the tables in a file by a mapping."""
    place = Place(sample.name)
    key = wishes.dataset or file.mapping.dataset or slug(_stem(sample.path)) or "table"
    problems: list[Problem] = []
    try:
        check_key(key)
    except ValueError as error:
        raise UsageError(f"The dataset's key: {error}.", "Name another with --dataset.") from None
    dataset = Dataset(key=key, name=file.mapping.name or _stem(sample.path))
    if file.mapping.events:
        return read_events(file, sample, wishes, dataset)
    found = peek(sample, file.mapping.table.layout())
    run = _Run(file, sample, wishes, dataset, problems)
    return Reading(dataset, place, run.entries(), problems, run.notes, run.uses(found), file.version)


def _stem(path: Path) -> str:
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return name.stem


@dataclass
class _Run:
    """One reading of a file by a mapping."""

    file: MappingFile
    sample: Sample
    wishes: Wishes
    dataset: Dataset
    problems: list[Problem]
    notes: list[str] = field(default_factory=list[str])
    masker: Masker = field(default_factory=Masker)
    left_out: int = 0

    def _current(self, ref: str) -> str:
        return self.wishes.current(ref, self.dataset.key)

    @property
    def source(self) -> str:
        """The key of the source."""
        return self.file.mapping.source.key or self.dataset.key

    def entries(self) -> Iterator[Entry]:
        """All that the tables become."""
        mapping = self.file.mapping
        layout = mapping.table.layout()
        try:
            found = tables(self.sample, layout)
        except UnreadableError as error:
            self.problems.append(error.problem)
            return
        self._tell_of_encoding(layout.encoding)
        defaults = Defaults(self.source, mapping.basis)
        yield from self._source(defaults)
        held = Held(self.problems)
        peeked = {one.table.sheet: as_peeked(one, mapping) for one in peek(self.sample, layout)}
        makers: list[RecordMaker] = []
        if mapping.survey and len(found) > 1:
            named = ", ".join(table.sheet for table in found)
            right = "Name the one with the answers under `table: {sheet: ...}`."
            self.problems.append(Problem(Place(self.sample.name), f"There are several sheets: {named}.", right))
            return
        for table in self._fitting([as_named(table, mapping) for table in found]):
            yield from self._table(table, peeked.get(table.sheet), defaults, held, makers)
        if len(self.problems) >= MAX_PROBLEMS:
            return
        for maker in makers:
            yield from maker.end()
        yield from (kept.entry for kept in held.records.values())
        self._tell(held, makers)

    def _fitting(self, found: list[Table]) -> list[Table]:
        """Of several sheets, those that have the columns; all of them, where none has, so that it can be told why."""
        mapping = self.file.mapping
        fitting = [table for table in found if has_columns(table, mapping)]
        if len(found) < 2 or not fitting:
            return found
        left = [table.sheet for table in found if table not in fitting]
        if left:
            self.notes.append(f"{self.sample.name}: sheets without the columns of {mapping.mapping}: {_some(left)}.")
        return fitting

    def _table(
        self, table: Table, peeked: Peek | None, defaults: Defaults, held: Held, makers: list[RecordMaker]
    ) -> Iterator[Entry]:
        mapping = self.file.mapping
        columns = [column.name for column in table.columns]
        used = used_columns(mapping, columns)
        if not self._fits(table, peeked, used):
            return
        common = (defaults, self.wishes.pseudonym, self._mask, columns, self.problems, held)
        own = [RecordMaker(name, record, *common) for name, records in mapping.records.items() for record in records]
        makers += own
        place = Place(table.name)
        survey = None
        if mapping.survey:
            name = mapping.survey.name or self.dataset.name
            survey = SurveyMaker(
                mapping.survey, self.dataset.key, self.source, name, defaults, self.wishes.pseudonym, self._mask,
                table.columns, place, self.problems, self.notes, self._current,
            )  # fmt: skip
            yield from survey.begin()
        special = {"@file": self.sample.name, "@sheet": table.sheet, "@dataset": self.dataset.key}
        for number, (where, row) in enumerate(table.rows(self.problems), 1):
            if len(self.problems) >= MAX_PROBLEMS:
                return
            if number % TOLD == 0:
                self.wishes.progress(f"Rows of {table.name}", TOLD, None)
            cells = RowCells(row, where, special)
            if not self._wanted(cells):
                continue
            for maker in own:
                yield from maker.rows(cells)
            if survey:
                yield from survey.row(cells)
        if survey:
            yield from survey.end()

    def _wanted(self, cells: RowCells) -> bool:
        try:
            wanted = let_through(self.file.mapping.where, cells)
        except CellError as error:
            self.problems.append(Problem(Place(cells.place.file, cells.place.line, error.column), error.found))
            return False
        self.left_out += not wanted
        return wanted

    def _fits(self, table: Table, peeked: Peek | None, used: Used) -> bool:
        """Whether the table has the columns that the mapping reads, and none of them holds what must stay out."""
        mapping, before = self.file.mapping, len(self.problems)
        columns = [column.name for column in table.columns]
        signed = mapping.recognise is not None
        for column in used.missing:
            if table.open_ended or (signed and mapping.recognise and column not in mapping.recognise.columns):
                self.notes.append(f"{table.name} has no column {shown(column)}, which {mapping.mapping} could use.")
                continue
            found = f"{table.name} has no column {shown(column)}."
            self.problems.append(Problem(self.file.mention(column), found, hint(column, columns)))
        if peeked is None:
            return len(self.problems) == before
        personal = personal_of(peeked)
        for column in used.kept:
            if column in personal and column not in mapping.personal:
                found = f"The column {shown(column)} holds personal data: {personal[column]}."
                right = "Leave it out, or list it under `personal`, if it may be kept."
                self.problems.append(Problem(self.file.mention(column), found, right))
        dropped = [f"{column} ({personal[column]})" for column in columns if column in personal.keys() - used.all]
        if dropped:
            self.notes.append(f"{table.name}: personal data dropped: {_some(dropped)}.")
        unused = [column for column in columns if column not in used.all and column not in personal]
        if unused:
            self.notes.append(f"{table.name}: not used by {mapping.mapping}: {_some(unused)}.")
        return len(self.problems) == before

    def _source(self, defaults: Defaults) -> Iterator[Entry]:
        spec = self.file.mapping.source
        said = spec.model_dump(exclude_none=True, exclude={"key"})
        if spec.key and not said:
            return
        fields: dict[str, Raw] = {"key": self.source, "name": self.dataset.name, **said}
        yield Entry("sources", fields, Place(self.sample.name), defaults)

    def _mask(self, text: str, columns: Sequence[str]) -> str:
        return text if set(columns) & set(self.file.mapping.personal) else self.masker(text)

    def _tell_of_encoding(self, encoding: str | None) -> None:
        if encoding is None and packing(self.sample) in (Packing.TEXT, Packing.JSON_LINES):
            chosen, guessed = encoding_of(File.of(self.sample))
            if guessed:
                self.notes.append(f"{self.sample.name} is read as {chosen}, which it seems to be.")

    def _tell(self, held: Held, makers: Sequence[RecordMaker]) -> None:
        name = self.sample.name
        if self.left_out:
            self.notes.append(f"{name}: {self.left_out:,} rows are left out by `where`.")
        skipped: Counter[tuple[str, str]] = Counter()
        for maker in makers:
            skipped.update({(maker.collection, column): count for column, count in maker.skipped.items()})
        for (collection, column), count in skipped.items():
            rows = "1 row has" if count == 1 else f"{count:,} rows have"
            self.notes.append(f"{name}: {rows} no {collection}: {column} is empty.")
        for (collection, key), spellings in list(held.spellings.items())[:SHOWN]:
            written = ", ".join(shown(text) for text in list(spellings)[:SHOWN])
            self.notes.append(f"{name}: {written} are one of {collection}, {key}.")
        if masked := self.masker.note():
            self.notes.append(f"{name}: {masked}")

    def uses(self, found: Sequence[Peek]) -> list[Use]:
        """How each column is used."""
        uses: list[Use] = []
        for one in (as_peeked(one, self.file.mapping) for one in found):
            columns = [column.name for column in one.table.columns]
            used, personal = used_columns(self.file.mapping, columns), personal_of(one)
            for column in columns:
                example = _short(Masker()(one.example(column)))
                if column in used.becomes:
                    uses.append(Use(column, becomes="; ".join(used.becomes[column]), example=example))
                else:
                    why = f"personal data: {personal[column]}" if column in personal else "the mapping doesn't use it"
                    # What is personal is not shown either.
                    uses.append(Use(column, dropped=why, example="" if column in personal else example))
        return uses


def personal_of(peeked: Peek) -> dict[str, str]:
    """Which columns of a table hold personal data, and why."""
    return personal_columns(
        {
            column.name: [row[column.name] for row in peeked.rows if column.name in row]
            for column in peeked.table.columns
        }
    )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= EXAMPLE else f"{plain[: EXAMPLE - 3]}..."


def _some(items: Sequence[str]) -> str:
    more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    return f"{', '.join(items[:SHOWN])}{more}"
