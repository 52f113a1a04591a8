"""Drafts a mapping for a table that no form knows: a guess from its columns and their values, to be edited."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph_schema.errors import UsageError
from graph_schema.keys import slug
from loaders.entries import Use
from loaders.mapping.form import personal_of
from loaders.personal import Masker
from loaders.sample import Sample
from loaders.tables.opening import Peek, peek

LONG = 40
"""Texts that are longer than this on average are somebody's words."""
FEW = 12
_WORDS: dict[str, tuple[str, ...]] = {
    "touchpoint": ("touchpoint", "touch", "page", "screen", "location", "place", "kontaktpunkt", "seite"),
    "channel": ("channel", "medium", "device", "kanal", "canal"),
    "persona": ("persona", "role", "rolle"),
    "segment": ("segment", "plan", "tier", "group", "gruppe"),
    "phase": ("phase", "stage", "lifecycle"),
    "pain": ("pain", "issue", "problem", "frustration", "complaint", "hinders", "hindrance", "blocker", "reason"),
    "theme": ("theme", "themes", "tag", "tags", "topic", "topics", "category", "keywords", "thema", "themen"),
    "quote": ("comment", "comments", "quote", "verbatim", "feedback", "remark", "kommentar", "words"),
    "score": ("score", "nps", "csat", "ces", "rating", "satisfaction", "recommend", "stars", "note", "bewertung"),
    "id": ("id", "respondent", "responseid", "uuid", "guid", "nr"),
}
_TIMES = ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S",
          "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
          "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y-%m-%d")  # fmt: skip
_ODD = re.compile("[^\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|\\ufeff")
_PLACES = ("touchpoint", "phase")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|[^\w]+|_+")


@dataclass(frozen=True)
class _Guess:
    """What a column may be, with its values."""

    name: str
    role: str
    values: tuple[str, ...]
    forms: tuple[str, ...] = ()
    """How its times may be written."""


def uses_of(found: Sequence[Peek]) -> list[Use]:
    """What the columns of a table may be used for, as a draft would."""
    uses: list[Use] = []
    for one in found:
        personal = personal_of(one)
        for guess in _guesses(one):
            example = " ".join(Masker()(one.example(guess.name)).split())
            if guess.name in personal:
                uses.append(Use(guess.name, dropped=f"personal data: {personal[guess.name]}"))
            else:
                becomes = f"perhaps {_SAID[guess.role]}" if guess.role in _SAID else ""
                uses.append(Use(guess.name, becomes=becomes, example=example[:60]))
    return uses


_SAID = {
    "touchpoint": "touchpoints",
    "channel": "channels",
    "persona": "personas",
    "segment": "segments",
    "phase": "phases",
    "pain": "pain points",
    "theme": "insights, by theme",
    "quote": "quotes",
    "score": "a score: responses and readings",
    "id": "what tells rows apart",
    "time": "when it was",
}


def draft(sample: Sample) -> str:
    """The text of a mapping that can be loaded as it is, and that says what to look at.

    Raises UsageError where the table holds nothing but personal data.
    """
    found = peek(sample)
    one = next(iter(found), None)
    name = slug(sample.path.name.partition(".")[0]) or "table"
    guesses = [guess for guess in _guesses(one) if guess.name not in personal_of(one)] if one else []
    if one is None or not guesses:
        observed = f"{sample.name} has no column without personal data." if one else f"{sample.name} has no rows."
        raise UsageError(observed, "There is nothing to map.")
    lines = [_HEAD.format(file=sample.name)]
    for use in uses_of([one]):
        lines.append(f"#   {_short(use.field)}: {use.dropped or use.becomes or 'not used'}{_example(use)}\n")
    lines.append(
        f"mapping: {name}\nsource:\n  method: ''  # how it was found out: a survey, interviews, a CRM export\n"
    )
    if len(found) > 1:
        lines.append(f"table:\n  sheet: {_quoted(one.table.sheet)}  # of {len(found)} sheets\n")
    scored = [guess for guess in guesses if guess.role == "score"]
    lines.append(_survey(guesses, name) if scored else _records(guesses))
    return "".join(lines)


_HEAD = """\
# A draft for {file}, guessed from its columns: look at every line, and delete what isn't meant.
# What can be written here is explained in docs/mapping.md, the kinds that rows can become in docs/schema.md.
#   journeygraph inspect {file} --by THIS_FILE      shows what it makes of the table
#   journeygraph load {file} --mapping THIS_FILE    loads it
# The columns:
"""


def _records(guesses: Sequence[_Guess]) -> str:
    """One record for each thing that a row seems to name; the first one is what the others are about."""
    by_role = {guess.role: guess for guess in reversed(guesses)}
    about = by_role.get("touchpoint") or by_role.get("phase")
    text = "records:\n"
    plain = (("touchpoint", "touchpoints"), ("channel", "channels"), ("persona", "personas"), ("segment", "segments"))
    for role, collection in plain:
        if guess := by_role.get(role):
            text += f"  {collection}: {{key: {_ref(guess)}, name: {_ref(guess)}}}\n"
    place = f"touchpoint:{_braced(about)}" if about and about.role == "touchpoint" else ""
    if guess := by_role.get("pain"):
        at = f", occurs_at: {_quoted(place)}" if place else ""
        text += f"  pain_points: {{key: {_ref(guess)}, name: {_ref(guess)}{at}}}\n"
    if guess := by_role.get("theme"):
        text += f"  insights:\n    each: {{column: {_quoted(guess.name)}, split: {_quoted(_separator(guess))}}}\n"
        text += "    key: '{@item}'\n    name: '{@item}'\n" + (f"    concerns: {_quoted(place)}\n" if place else "")
    if guess := by_role.get("quote"):
        text += (
            f"  quotes:\n    where: {{{_quoted(guess.name)}: {{filled: true}}}}\n    key: '{{@dataset}}-row-{{@row}}'\n"
        )
        text += f"    text: {_ref(guess)}\n    wording: verbatim\n    from: '{{@dataset}}'\n"
        text += f"    supports: {_quoted(place)}\n" if place else ""
    if text == "records:\n" and guesses:
        text += "  # Nothing tells what a row is about; touchpoints are a guess.\n"
        text += f"  touchpoints: {{key: {_ref(guesses[0])}, name: {_ref(guesses[0])}}}\n"
    return text


def _survey(guesses: Sequence[_Guess], name: str) -> str:
    by_role = {guess.role: guess for guess in reversed(guesses)}
    text = "survey:\n"
    touchpoint = by_role.get("touchpoint")
    about = f"touchpoint:{_braced(touchpoint)}" if touchpoint else f"touchpoint:{name}"
    text += f"  # about: {_quoted(about)}  # what was asked about: a touchpoint, step, journey, phase or brand\n"
    if guess := by_role.get("id"):
        text += f"  respondent: {_quoted(guess.name)}  # a keyed hash is kept in its place\n"
    guess = by_role.get("time")
    if guess and guess.forms:
        form, *others = guess.forms
        other = f"  # or {', '.join(others)}: nothing tells" if others else ""
        text += f"  received: {{column: {_quoted(guess.name)}, time: {_quoted(form)}, zone: UTC}}{other}\n"
    text += "  questions:\n"
    for guess in guesses:
        if guess.role == "score":
            text += f"    - {{column: {_quoted(guess.name)}, {_scale(guess)}}}\n"
        elif guess.role == "quote":
            text += f"    - {{column: {_quoted(guess.name)}, answer: text}}\n"
        elif guess.role == "choice":
            text += f"    - {{column: {_quoted(guess.name)}, answer: choice}}\n"
    return text


def _scale(guess: _Guess) -> str:
    numbers = [float(value) for value in guess.values]
    low, high = min(numbers), max(numbers)
    words = _split(guess.name)
    if "nps" in words or "recommend" in words or (low >= 0 and 7 < high <= 10):
        return "answer: nps"
    if "csat" in words or "satisfaction" in words:
        return "answer: csat" if low >= 1 and high <= 5 else f"answer: csat, scale: [{low:g}, {high:g}]"
    return f"answer: rating, scale: [{min(low, 1):g}, {high if high > 5 else 5:g}]"


def _guesses(one: Peek) -> list[_Guess]:
    return [_guess(column.name, one) for column in one.table.columns]


def _guess(name: str, one: Peek) -> _Guess:
    values = tuple(row[name] for row in one.rows if name in row)
    forms = tuple(form for form in _TIMES if values and all(_is_time(value, form) for value in values))
    if forms:
        return _Guess(name, "time", values, forms)
    words = _split(name)
    role = next((role for role, known in _WORDS.items() if set(words) & set(known)), "")
    if role == "score" and not all(map(_is_number, values)):
        role = ""
    if values and all(map(_is_number, values)) and role not in ("score", "id"):
        role = ""
    elif not role and values:
        role = "quote" if sum(map(len, values)) / len(values) > LONG else ""
        role = role or ("choice" if len(set(values)) <= min(FEW, len(values) // 2) else "")
    if role in _PLACES and (set("{}") & set(name) or name.startswith("@")):
        role = ""  # texts with columns can't name it
    return _Guess(name, role if values else "", values)


def _split(name: str) -> list[str]:
    return [word.casefold() for word in _CAMEL.split(name) if word]


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


def _is_time(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True


def _separator(guess: _Guess) -> str:
    counts: Callable[[str], int] = lambda mark: sum(mark in value for value in guess.values)  # noqa: E731
    return max((";", ",", "|"), key=counts)


def _braced(guess: _Guess) -> str:
    return f"{{{guess.name}}}"


def _ref(guess: _Guess) -> str:
    """A column as a value: in braces, or by `column`, where it has braces itself."""
    if set("{}") & set(guess.name) or guess.name.startswith("@"):
        return f"{{column: {_quoted(guess.name)}}}"
    return _quoted(_braced(guess))


def _quoted(text: str) -> str:
    """A text as YAML reads it, with what it doesn't take as it is written by its number."""
    return _ODD.sub(lambda found: f"\\U{ord(found[0]):08x}", json.dumps(text, ensure_ascii=False))


def _example(use: Use) -> str:
    return f", as {_short(use.example)}" if use.example else ""


def _short(text: str) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return plain if len(plain) <= 60 else f"{plain[:57]}..."
