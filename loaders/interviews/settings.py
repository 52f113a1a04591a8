"""What an interview says of itself, between `---` lines at its very top: docs/interviews.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph_schema.problems import Place, Problem
from loaders.entries import Raw
from loaders.manifest import at, check_names
from loaders.yaml_reader import YamlError, YamlMapping, parse_mapping

FENCE = "---"
_KNOWN = ("dataset", "title", "date", "method", "url", "interviewers", "persona", "speakers")
_PERSONA = "persona:"
_MAX_LINES = 200


@dataclass(frozen=True)
class Settings:
    """What is known of an interview beside what was said."""

    dataset: str = ""
    title: str = ""
    date: str = ""
    method: str = ""
    url: str = ""
    interviewers: frozenset[str] = frozenset()
    """Labels of speakers who ask."""
    persona: str = ""
    """The key of the persona whose voice all others are."""
    personas: Mapping[str, str] = field(default_factory=dict[str, str])
    """The keys of the personas whose voices single speakers are."""

    @property
    def declared(self) -> frozenset[str]:
        """The labels of all speakers who are named."""
        return self.interviewers | self.personas.keys()

    def persona_of(self, speaker: str) -> str:
        """The key of the persona that a speaker is declared to be; empty where it is none."""
        return self.personas.get(speaker, self.persona)


def split_settings(lines: Sequence[str]) -> tuple[list[str], int]:
    """The settings' lines, and how many lines they take with their fences; nothing where there are none."""
    if not lines or lines[0].rstrip() != FENCE:
        return [], 0
    for number, line in enumerate(lines[1:_MAX_LINES], 1):
        if line.rstrip() == FENCE:
            return list(lines[1:number]), number + 1
    return [], 0


def is_setting(line: str) -> bool:
    """Whether a line is the first of settings."""
    return line.partition(":")[0] in _KNOWN and ":" in line


def read_settings(lines: Sequence[str], place: Place, problems: list[Problem], *, above: int = 1) -> Settings:
    """The settings, with so many lines `above` them; what is wrong with them goes to `problems`."""
    if not lines:
        return Settings()
    try:
        mapping = parse_mapping("\n" * above + "\n".join(lines), place.file)
    except YamlError as error:
        problems.append(error.problem)
        return Settings()
    check_names(mapping, _KNOWN, place, problems)
    texts = {name: _text(mapping, name, place, problems) for name in ("dataset", "title", "date", "method", "url")}
    interviewers, personas = _interviewers(mapping, place, problems), _speakers(mapping, place, problems)
    persona = _text(mapping, "persona", place, problems).removeprefix(_PERSONA)
    return Settings(**texts, interviewers=interviewers, persona=persona, personas=personas)


def _text(mapping: YamlMapping, name: str, place: Place, problems: list[Problem]) -> str:
    value = mapping.get(name)
    if value is None or isinstance(value, str):
        return value or ""
    problems.append(Problem(at(mapping, name, place), f"`{name}` is not a text.", f"Write `{name}: ...`."))
    return ""


def _interviewers(mapping: YamlMapping, place: Place, problems: list[Problem]) -> frozenset[str]:
    value: Raw = mapping.get("interviewers") or []
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        right = "Write the names as the text has them, as in `interviewers: [Ines]`."
        problems.append(Problem(at(mapping, "interviewers", place), "`interviewers` is not a list of names.", right))
        return frozenset()
    return frozenset(str(name) for name in names)


def _speakers(mapping: YamlMapping, place: Place, problems: list[Problem]) -> dict[str, str]:
    value: Raw = mapping.get("speakers") or {}
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value.values()):
        right = "Write a mapping, as in `speakers: {Ana: commuter}`, with keys of personas."
        problems.append(Problem(at(mapping, "speakers", place), "`speakers` names no personas.", right))
        return {}
    return {name: str(key).removeprefix(_PERSONA) for name, key in value.items()}
