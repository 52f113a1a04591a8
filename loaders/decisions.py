"""What somebody decided about things that are alike: kept with datasets, and written and read as lists."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from graph_schema.errors import UsageError
from graph_schema.keys import Ref, check_key
from graph_schema.model import Fact, Record
from graph_schema.problems import Place, Problem, ProblemsError
from graph_schema.registry import Registry
from graph_store.likeness import Proposal
from loaders.tables.head import read_table
from loaders.tables.layout import File
from loaders.tables.text import csv_lines
from loaders.text import printable
from loaders.values import shown

COLUMNS = ("kind", "key", "name", "like", "like_name", "reason", "decision")
MERGE, KEEP = "merge", "keep"
_IS, _IS_NOT = " is ", " is not "


class Decision(NamedTuple):
    """What somebody decided: whether a reference means the same thing as another one."""

    ref: str
    other: str
    same: bool

    def __str__(self) -> str:
        return f"{self.ref}{_IS if self.same else _IS_NOT}{self.other}"

    @classmethod
    def parse(cls, text: str) -> "Decision":
        """Read one as it is kept with a dataset; ValueError where it isn't one."""
        between = _IS_NOT if _IS_NOT in text else _IS
        ref, _, other = text.partition(between)
        one, two = Ref.parse(ref), Ref.parse(other)
        if one.kind != two.kind or one == two:
            raise ValueError(f"{text!r} is not about two things of one kind")
        return cls(f"{one.kind}:{check_key(one.key)}", f"{two.kind}:{check_key(two.key)}", between == _IS)


def write_proposals(path: Path, proposals: Iterable[Proposal]) -> int:
    """Write proposals as CSV, one in a line, for somebody to decide on; returns how many there are.

    Raises UsageError where something stands there already: it may hold decisions.
    """
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            rows = [[p.kind, p.key, _safe(p.name), p.like, _safe(p.like_name), _safe(p.reason), ""] for p in proposals]
            writer.writerows(rows)
    except FileExistsError:
        raise UsageError(f"{printable(str(path))} is there already.", "Name another file, or move it away.") from None
    except OSError as error:
        raise UsageError(f"{printable(str(path))} can't be written: {error.strerror}.", "Name another file.") from error
    return len(rows)


def _safe(text: str) -> str:
    """A spreadsheet would run it as a formula otherwise."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def read_decisions(path: Path, registry: Registry) -> list[Decision]:
    """Read the list with its decisions; a proposal without one is left as it is.

    Raises UsageError where there is no such file, ProblemsError with all that is wrong in it.
    """
    name = printable(path.name)
    problems: list[Problem] = []
    decided: dict[str, Decision] = {}
    try:
        lines = csv_lines(File(path, name), problems)
        for place, row in read_table(lines, name, problems, "Write the decision in its column."):
            decision = _decision(place, row, registry, problems)
            if decision is None:
                continue
            before = decided.setdefault(f"{decision.ref} {'' if decision.same else decision.other}", decision)
            if before != decision:
                found = f"{decision.ref} is merged into {before.other} already."
                problems.append(Problem(place, found, "Merge it into one."))
    except OSError as error:
        raise UsageError(f"{printable(str(path))} can't be read: {error.strerror}.", "Check the path.") from error
    if problems:
        raise ProblemsError(problems)
    return [_through(decision, decided) for decision in decided.values()]


def _decision(place: Place, row: Mapping[str, str], registry: Registry, problems: list[Problem]) -> Decision | None:
    word = row.get("decision", "").casefold()
    if not word:
        return None
    if word not in (MERGE, KEEP):
        problems.append(Problem(place, f"{shown(row['decision'])} is no decision.", f"Write {MERGE} or {KEEP}."))
        return None
    kind = row.get("kind", "")
    if not registry.has_kind(kind) or issubclass(registry.kind(kind), Record | Fact):
        problems.append(
            Problem(place, f"There is no kind {shown(kind)} that is known by keys.", "Keep it as proposed.")
        )
        return None
    try:
        one, other = (str(Ref(kind, check_key(row.get(column, "")))) for column in ("key", "like"))
    except ValueError as error:
        problems.append(Problem(place, f"{error}.", "Keep it as proposed."))
        return None
    if one == other:
        problems.append(Problem(place, f"{one} is named twice.", "Keep it as proposed."))
        return None
    return Decision(one, other, word == MERGE)


def _through(decision: Decision, decided: Mapping[str, Decision]) -> Decision:
    """A decision to merge into what is merged itself leads to where that leads."""
    seen = {decision.ref}
    while decision.same and (further := decided.get(f"{decision.other} ")):
        if decision.other in seen:
            raise UsageError(f"{decision.ref} is merged into itself.", "Leave one of the merges out.")
        seen.add(decision.other)
        decision = decision._replace(other=further.other)
    return decision
