"""Personas in Markdown: front matter, and a heading or a label for each thing that is said. See docs/personas.md."""

from collections.abc import Iterator
from pathlib import Path

from graph_schema.keys import slug
from graph_schema.problems import Place, Problem
from loaders.entries import Reading
from loaders.markdown import (
    MAX_BYTES,
    Bullets,
    Item,
    Paragraph,
    Section,
    Text,
    front_matter,
    is_of_persona,
    label_of,
    sections,
)
from loaders.personas.meaning import Described, tell, uses_of
from loaders.personas.words import TELLING, Part, part_of
from loaders.personas.yaml_form import fields_of
from loaders.sample import Sample
from loaders.telling import dataset_named, refused, told_text
from loaders.wishes import Wishes
from loaders.yaml_reader import YamlError, YamlMapping, parse_yaml

NAME = "personas-markdown"
SUFFIXES = (".md", ".markdown", ".mdx")
LEAST, LEAST_WHERE_SAID = 3, 2
"""So many things must be said that only personas are described by; fewer where it says that it is about personas."""


def recognises(sample: Sample) -> str | None:
    """Markdown whose headings are those of a persona."""
    if sample.suffix not in SUFFIXES or sample.text is None:
        return None
    text = sample.text.replace("\r\n", "\n")
    least = LEAST_WHERE_SAID if is_of_persona(text) else LEAST
    found = [part for section in _described(sections(text), least) for part in sorted(_parts(section))]
    return f"its headings are those of a persona: {', '.join(dict.fromkeys(found))}" if found else None


def read(sample: Sample, wishes: Wishes) -> Reading:
    """Read a file."""
    place = Place(sample.name)
    text = told_text(sample, MAX_BYTES)
    if isinstance(text, Problem):
        return refused(sample, wishes, text)
    problems: list[Problem] = []
    notes: list[str] = []
    front = _front(text, sample.name, problems)
    least = LEAST_WHERE_SAID if is_of_persona(text) else LEAST
    found = list(_described(sections(text), least))
    title = front.get("title") or front.get("name") if len(found) == 1 else None
    personas = [_persona(section, place, title if isinstance(title, str) else "") for section in found]
    if not personas:
        problems.append(Problem(place, "There is no persona in it.", "Write headings such as Goals and Needs."))
    if len(personas) == 1:
        fields_of(front, personas[0], place, problems)
    dataset = dataset_named(sample, wishes, *(persona.name for persona in personas if len(personas) == 1))
    entries = iter(()) if problems else tell(personas, dataset, "personas", notes)
    return Reading(dataset, place, entries, problems, notes, list(uses_of(personas)))


def _front(text: str, name: str, problems: list[Problem]) -> YamlMapping:
    front, lines = front_matter(text)
    if not lines:
        return YamlMapping()
    try:
        # The line of the fence stands for itself, so that lines are those of the file.
        value = parse_yaml(f"\n{front}", name)
    except YamlError as error:
        problems.append(error.problem)
        return YamlMapping()
    return value if isinstance(value, YamlMapping) else YamlMapping()


def _described(section: Section, least: int) -> Iterator[Section]:
    """The sections that describe a persona each: those in which enough is said, from the outside inwards."""
    if len(_parts(section) & TELLING) >= least:
        yield section
        return
    for child in section.sections:
        yield from _described(child, least)


def _parts(section: Section) -> set[Part]:
    """What is said in a section, by its headings and labels."""
    labels = [child.title for child in section.sections]
    labels += [line.label for line in _labelled(section) if line.label]
    return {part_of(label) for label in labels} - {Part.OTHER}


def _labelled(section: Section) -> Iterator[Text]:
    """Lines with a label, in paragraphs and in items."""
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from block.lines
        elif isinstance(block, Bullets):
            yield from (_first(item) for item in block.items)


def _first(item: Item) -> Text:
    first = item.lines[0] if item.lines else Text("", 0)
    label, text = (first.label, first.text) if first.label else label_of(first.text)
    known = bool(first.label) or part_of(label) is not Part.OTHER
    return Text(text, first.line, label) if known else Text(item.text, first.line)


def _persona(section: Section, place: Place, title: str) -> Described:
    heads = [child for child in section.sections if part_of(child.title) is Part.OTHER and not section.title]
    name = title or section.title or (heads[0].title if len(heads) == 1 else "") or Path(place.file).stem
    name = label_of(name)[1] if part_of(label_of(name)[0]) is Part.NAME else name
    persona = Described(name if slug(name) else "Persona", Place(place.file, section.line))
    for inner in (section, *(head for head in heads if head.title == name)):
        _fill(inner, persona, place.file)
    return persona


def _fill(section: Section, persona: Described, file: str) -> None:
    pending: Text | None = None
    for block in section.blocks:
        if isinstance(block, Bullets):
            if pending:
                persona.add(pending.label, (_whole(item) for item in block.items), Place(file, pending.line))
                pending = None
                continue
            for item in block.items:
                line = _first(item)
                texts = [line.text, *(_whole(inner) for inner in item.items)]
                persona.add(line.label or "description", filter(None, texts), Place(file, line.line))
        elif isinstance(block, Paragraph):
            for line in block.lines:
                pending = line if line.label and not line.text else None
                label = line.label or ("quote" if block.is_quote else "description")
                persona.add(label, [line.text], Place(file, line.line))
    for child in section.sections:
        if child.title != persona.name:
            persona.add(child.title, _texts(child), Place(file, child.line))


def _texts(section: Section) -> Iterator[str]:
    for block in (block for child in section.walk() for block in child.blocks):
        if isinstance(block, Paragraph):
            yield " ".join(f"{line.label}: {line.text}" if line.label else line.text for line in block.lines)
        elif isinstance(block, Bullets):
            yield from (_whole(item) for item in block.items)


def _whole(item: Item) -> str:
    lines = " ".join(f"{line.label}: {line.text}" if line.label else line.text for line in item.lines)
    return "; ".join([lines, *(_whole(inner) for inner in item.items)])
