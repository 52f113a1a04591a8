"""A journey written in Markdown, as a chart: stages and steps by headings, lanes by headings, labels or tables."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from graph_schema.keys import slug
from graph_schema.problems import Place
from loaders.entries import Use
from loaders.maps.chart import Chart, Claim, Part, Saying
from loaders.maps.grid import items_of
from loaders.maps.items import items, unnumbered
from loaders.maps.lanes import heading, lane_of
from loaders.maps.stage import Report
from loaders.maps.words import Lane
from loaders.markdown import Block, Bullets, Fence, Item, Paragraph, Section, Table, Text, label_of

EVERYWHERE = 10**6
"""The last column of what is said of a whole stage, however many steps it has."""
LEAST = 2
"""So many lanes make a heading a stage."""
FELT = {Lane.FEELING, Lane.THOUGHT, Lane.MIND, Lane.TOUCHPOINT, Lane.CHANNEL, Lane.QUOTE, Lane.MOMENT}
"""A journey tells of at least one of these, or says that it has stages; instructions in steps do neither."""
PICTURES = {"screenshot", "screenshots", "image", "images", "picture", "pictures"}
_BRANCH = re.compile(r"\s*(?:\[branch:\s*([^\]]{1,40})\]|\(([a-z][\w-]{1,20})\))\s*\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ASIDE = re.compile(r"\s+[—–|]\s+")


@dataclass
class Outline:
    """What a text tells of one journey."""

    chart: Chart
    published: str = ""
    unread: list[str] = field(default_factory=list[str])
    """The headings of what is no part of the journey."""

    @property
    def lanes(self) -> set[Lane]:
        """The lanes that are known in it."""
        return {saying.lane for saying in self.chart.sayings() if saying.lane}


def outline_of(root: Section, place: Place, report: Report) -> Outline | None:
    """The journey that a text tells; None where it tells none."""
    reader = _Reader(root, place, report)
    reader.read()
    outline = reader.outline
    lanes = outline.lanes
    is_told = lanes & FELT or any(heading(section.title)[0] is Lane.STAGE for section in root.walk())
    return outline if is_told and len(lanes - {Lane.DESCRIPTION, Lane.PERSONA}) >= LEAST else None


class _Reader:
    """Goes through the sections and finds the stages."""

    def __init__(self, root: Section, place: Place, report: Report) -> None:
        self.root, self.place, self.report = root, place, report
        self.chart = Chart("", "", place)
        self.outline = Outline(self.chart)
        self.parts: dict[str, Part] = {}

    def read(self) -> None:
        top = self.root.sections[0] if self.root.sections else self.root
        named = lane_of(top.title)
        is_title = named is not None and named.lane is Lane.TITLE
        self.chart.name = (named.more if named and is_title and named.more else top.title).strip()
        self._section(self.root, above=True)
        self.chart.parts = [part for part in self.parts.values() if part.sayings]

    def _section(self, section: Section, *, above: bool) -> None:
        """A section that is no stage: the stages and tables in it; `above` them stands what is general."""
        told = False
        for child in section.sections:
            if self._is_stage(child):
                told = True
                self._stage(child)
        steps = [child for child in section.sections if heading(child.title)[0] is Lane.STEP]
        if steps and not told:
            told = True
            self._steps_alone(steps)
        for block in section.blocks:
            if isinstance(block, Table):
                told = self._table(block, section) or told
            elif above or told:
                self._general(block)
        for child in section.sections:
            if not self._is_stage(child) and heading(child.title)[0] is not Lane.STEP:
                before = sum(len(part.sayings) for part in self.parts.values())
                self._section(child, above=child.level == 1 or _holds_stages(child))
                if before == sum(len(part.sayings) for part in self.parts.values()):
                    self.outline.unread.append(child.title)

    def _is_stage(self, section: Section) -> bool:
        return slug(section.title) in self.parts or _is_stage(section)

    def _general(self, block: Block) -> None:
        """What is said of the journey as a whole."""
        if isinstance(block, Fence):
            return
        lines = block.lines if isinstance(block, Paragraph) else _lines_of(block)
        for line in lines:
            name, text = slug(line.label), line.text
            lane = named.lane if line.label and (named := lane_of(line.label)) else None
            if name == "id":
                self.chart.key = slug(text)
            elif _DATE.fullmatch(text) and line.label:
                self.outline.published = text
            elif lane is Lane.PERSONA:
                self.chart.personas += items_of(Lane.PERSONA, text)
            elif lane is Lane.NEED:
                self.chart.needs += items(text)
            elif lane is Lane.TITLE and not self.chart.description:
                self.chart.description.append(text)
            elif line.label and lane is not Lane.DESCRIPTION and name != "description":
                self.chart.description.append(f"{line.label}: {text}")
            elif text:
                self.chart.description.append(text)

    def _part(self, name: str, line: int) -> Part:
        """The stage of a name; `A → B` is told at A."""
        name = unnumbered(name)
        for candidate in (name, *name.split("→")):
            if slug(candidate) in self.parts:
                return self.parts[slug(candidate)]
        return self.parts.setdefault(slug(name) or name, Part(name, Place(self.place.file, line)))

    def _stage(self, section: Section) -> None:
        part = self._part(heading(section.title)[1], section.line)
        _Content(part, self.place, self.report).section(section)

    def _steps_alone(self, steps: list[Section]) -> None:
        """Steps without a stage are those of one that is named like the journey."""
        part = self._part(self.chart.name or "Journey", steps[0].line)
        content = _Content(part, self.place, self.report)
        for step in steps:
            content.step(step)

    def _table(self, table: Table, section: Section) -> bool:
        """A table that begins with the names of stages, or whose head names them."""
        rows = [(line, cells) for line, cells in table.rows if any(cells)]
        if len(rows) < 2:
            return False
        head = rows[0][1]
        first = lane_of(head[0]) if head[0] else None
        down = [lane_of(cells[0]) for _, cells in rows[1:]]
        if first and first.lane is Lane.STAGE and sum(named is not None for named in down) >= LEAST:
            return self._across(rows)
        if first and first.lane is Lane.STAGE:
            return self._down(rows, section)
        return False

    def _across(self, rows: list[tuple[int, list[str]]]) -> bool:
        for column, name in enumerate(rows[0][1][1:], 1):
            part = self._part(name, rows[0][0])
            for line, cells in rows[1:]:
                text = cells[column] if column < len(cells) else ""
                self._said(part, cells[0], text, line, 0, EVERYWHERE)
        return True

    def _down(self, rows: list[tuple[int, list[str]]], section: Section) -> bool:
        head = rows[0][1]
        labels = [section.title if len(head) == 2 and not lane_of(label) else label for label in head]
        kinds = [named.lane if (named := lane_of(label)) else None for label in labels]
        stepped = kinds.index(Lane.STEP) if Lane.STEP in kinds and len(kinds) > 2 else 0
        for line, cells in rows[1:]:
            part = self._part(cells[0], line)
            first, last = self._columns(part, cells[stepped]) if stepped else (0, EVERYWHERE)
            for column, text in enumerate(cells):
                if column not in (0, stepped):
                    self._said(part, labels[column], text, line, first, last)
        return True

    def _columns(self, part: Part, name: str) -> tuple[int, int]:
        """The column of the step that a table names, by its beginning; else all."""
        wanted = slug(name)
        for saying in part.sayings:
            if saying.lane is Lane.STEP and wanted and slug(saying.items[0]).startswith(wanted):
                return saying.first, saying.last
        return 0, EVERYWHERE

    def _said(self, part: Part, label: str, text: str, line: int, first: int, last: int) -> None:
        lane = named.lane if (named := lane_of(label)) else None
        if found := items_of(lane, text):
            claim: Claim = {"locator": f"line {line}"}
            part.sayings.append(Saying(lane, label, found, Place(self.place.file, line), claim, first, last))


def _lines_of(block: Block) -> list[Text]:
    return [line for item in block.items for line in item.lines] if isinstance(block, Bullets) else []


def _is_stage(section: Section) -> bool:
    """Whether a heading is that of a stage: it says so, or lanes or steps stand below it."""
    kind, _ = heading(section.title)
    if kind is Lane.STAGE:
        return True
    if kind is Lane.STEP or any(heading(child.title)[0] is Lane.STAGE for child in section.walk()):
        return False
    labels = [line.label for block in section.blocks for line in _all_lines(block) if line.label]
    if any(heading(label)[0] is Lane.STEP for label in labels):
        return True
    inner = [named for label in [*labels, *(child.title for child in section.sections)] if (named := lane_of(label))]
    lanes = {named.lane for named in inner} - {Lane.DESCRIPTION, Lane.PERSONA, Lane.TITLE, Lane.VERSION, Lane.STAGE}
    has_tables = any(isinstance(block, Table) for child in section.walk() for block in child.blocks)
    return len(lanes) >= LEAST and section.level > 1 and not has_tables


def _holds_stages(section: Section) -> bool:
    return any(_is_stage(child) for child in section.walk())


def _all_lines(block: Block) -> Iterator[Text]:
    if isinstance(block, Paragraph):
        yield from block.lines
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from item.lines


class _Content:
    """What stands below the heading of a stage, by columns."""

    def __init__(self, part: Part, place: Place, report: Report) -> None:
        self.part, self.file, self.report = part, place.file, report
        self.column: int | None = None
        self.pending: Text | None = None

    def section(self, section: Section) -> None:
        """The content of a stage or a step."""
        for block in section.blocks:
            self._block(block)
        self.pending = None
        within = self.column
        for child in section.sections:
            if heading(child.title)[0] is Lane.STEP:
                self.step(child)
            else:
                self.column = within
                self._lane(child)

    def step(self, section: Section) -> None:
        """A step is one more column."""
        self._open(heading(section.title)[1], section.line)
        self.section(section)
        self.column = None

    def _open(self, name: str, line: int) -> None:
        self.column = sum(saying.lane is Lane.STEP for saying in self.part.sayings)
        branch = _BRANCH.search(name)
        self._say(Lane.STEP, "step", (_BRANCH.sub("", name),), line)
        if branch:
            self._say(None, "Branch", (branch[1] or branch[2],), line)

    def _lane(self, section: Section) -> None:
        """A heading that names a lane, or something that is kept in words."""
        blocks = [block for child in section.walk() for block in child.blocks]
        texts = [text for block in blocks for text in _texts(block)]
        self._label(section.title, texts, section.line, are_items=any(isinstance(block, Bullets) for block in blocks))

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Bullets):
            self._bullets(block)
        elif isinstance(block, Table):
            for line, cells in block.rows:
                if len(cells) >= 2:
                    self._label(cells[0], [cell for cell in cells[1:] if cell], line)
        elif block.info.startswith("mermaid"):
            self.report.note(f"{self.file}:{block.line}: not read: a diagram.")

    def _paragraph(self, block: Paragraph) -> None:
        plain: list[str] = []
        for line in block.lines:
            kind, name = heading(line.label)
            if line.label and kind is Lane.STEP:
                self._open(name, line.line)
            elif line.label:
                self.pending = None if line.text else line
                if line.text:
                    self._label(line.label, [line.text], line.line)
            elif not self._asides(line):
                plain.append(line.text)
        text = " ".join(plain).strip()
        if not text:
            return
        first = block.lines[0].line
        if self.pending and self.pending not in block.lines:
            self._label(self.pending.label, [text], first)
            self.pending = None
        elif block.is_quote:
            self._say(Lane.QUOTE, "quote", (text,), first)
        else:
            self._say(Lane.DESCRIPTION, "text", (text,), first)

    def _asides(self, line: Text) -> bool:
        """Several labels in one line: `Persona: Anna — Touchpoint: Shop`."""
        parts = [label_of(part) for part in _ASIDE.split(line.text)]
        if not all(label and lane_of(label) for label, _ in parts):
            return False
        for label, text in parts:
            self._label(label, [text], line.line)
        return True

    def _bullets(self, block: Bullets) -> None:
        if self.pending:
            texts = [text for item in block.items for text in _item_texts(item)]
            self._label(self.pending.label, texts, self.pending.line, are_items=True)
            self.pending = None
            return
        for item in block.items:
            first = item.lines[0] if item.lines else Text("", 0)
            label, text = (first.label, first.text) if first.label else label_of(first.text)
            inner = [inner for child in item.items for inner in _item_texts(child)]
            if label and (first.label or lane_of(label)):
                rest = [line.text for line in item.lines[1:] if line.text]
                texts = [" ".join([text, *rest]).strip(), *inner]
                self._label(label, filter(None, texts), first.line, are_items=bool(inner))
            elif not first.text.endswith(":"):
                self._say(Lane.DESCRIPTION, "text", ("; ".join([item.text, *inner]),), first.line)
            else:
                self._label(first.text.rstrip(": "), inner, first.line, are_items=True)

    def _label(self, label: str, texts: Iterable[str], line: int, *, are_items: bool = False) -> None:
        if slug(label) in PICTURES:
            self.report.use(Use(label, dropped="Pictures are not kept."))
            return
        lane = named.lane if (named := lane_of(label)) else None
        lane = Lane.STEP if lane is Lane.STAGE else lane
        if lane is Lane.STEP and self.column is not None:
            lane = Lane.ACTION
        found = tuple(item for text in texts for item in items_of(lane, text, is_item=are_items))
        if lane is Lane.STEP:
            for item in found:
                self._open(item, line)
            self.column = None
        elif found:
            self._say(lane, label.replace("_", " "), found, line)

    def _say(self, lane: Lane | None, label: str, said: tuple[str, ...], line: int) -> None:
        first, last = (0, EVERYWHERE) if self.column is None else (self.column, self.column)
        claim: Claim = {"locator": f"line {line}"}
        saying = Saying(lane, label, said, Place(self.file, line), claim, first, last)
        self.part.sayings.append(replace(saying, claim={}) if lane is Lane.DESCRIPTION else saying)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield " ".join(f"{line.label}: {line.text}" if line.label else line.text for line in block.lines)
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from _item_texts(item)
    elif isinstance(block, Table):
        for _, cells in block.rows:
            yield "; ".join(filter(None, cells))


def _item_texts(item: Item) -> Iterator[str]:
    text = " ".join(f"{line.label}: {line.text}" if line.label else line.text for line in item.lines)
    inner = [text for child in item.items for text in _item_texts(child)]
    yield "; ".join([text, *inner]) if inner else text
