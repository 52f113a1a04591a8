"""Reads XES as a stream. A document type, and with it every entity, is refused; so is what is too deep or too long."""

from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

from graph_schema.problems import Place, Problem
from loaders.entries import Use
from loaders.events.roles import KNOWN, Role, plain, uses
from loaders.events.spool import Event
from loaders.events.telling import several
from loaders.text import UnreadableError
from loaders.values import shown

MAX_DEPTH = 30
MAX_TOKEN = 4 * 1024 * 1024
"""So many bytes a tag or a text takes at most."""
_CHUNK = 64 * 1024
_LOG, _TRACE, _EVENT, _INSIDE = range(1, 5)
"""The levels of the tree."""
_NAME, _TIME = "concept:name", "time:timestamp"
_OF_TRACE = "case:"
"""What tables write before the key of a trace's attribute."""
_OPTIONAL = (Role.CHANNEL, Role.SEGMENT, Role.PERSON, Role.LIFECYCLE)


class XesReader:
    """Goes through a log, and hands over each event at its end."""

    def __init__(self, take: Callable[[Event], None], activity: str = _NAME, place: Place = Place("")) -> None:  # noqa: B008
        self.root = self.title = ""
        self.activity = activity
        """The key of the attribute that says what happened."""
        self._take, self._place = take, place
        self._examples: dict[str, str] = {}
        self._roles: dict[str, Role | None] = {}
        self._classifier = ""
        self._depth = self._traces = self._loose = 0
        self._event: dict[Role, str] | None = None
        self._trace: dict[Role, str] | None = None
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse

    @classmethod
    def looking_at(cls, head: bytes) -> "XesReader":
        """What the beginning of a log tells, as far as it goes."""
        reader = cls(lambda _: None)
        try:
            reader._parser.Parse(head)
        except (expat.ExpatError, UnreadableError, ValueError):
            return reader
        if _NAME not in reader._examples and reader._classifier in reader._examples:
            reader.activity = reader._classifier
        return reader

    def read(self, file: BinaryIO) -> None:
        """Read a whole log. Raises UnreadableError where it can't be read."""
        fed = 0
        try:
            while chunk := file.read(_CHUNK):
                self._parser.Parse(chunk)
                fed += len(chunk)
                if fed - self._parser.CurrentByteIndex > MAX_TOKEN:
                    raise self._wrong(f"A tag or text of more than {MAX_TOKEN:,} bytes.")
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError) as error:
            said = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)
            raise self._wrong(f"This is not XML: {said}.") from None

    def uses(self) -> list[Use]:
        """How each attribute is used."""
        roles = {role: key for key in self._examples if (role := self._role(key))}
        return uses(self._examples, roles, self._examples)

    def notes(self) -> Iterator[str]:
        """What was left out."""
        if self._loose:
            yield f"{several(self._loose, 'event')} left out: in no trace."

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth = depth = self._depth + 1
        if self._event is not None:
            if depth == _INSIDE:
                role = self._role_of(attributes.get("key", ""), attributes)
                if role is not None:
                    self._event[role] = attributes.get("value", "")
        elif depth == _EVENT and self._trace is not None:
            if tag == "event":
                self._event = {}
            elif role := self._role_of(_OF_TRACE + attributes.get("key", ""), attributes):
                self._trace[role] = attributes.get("value", "")
        elif depth <= _TRACE:
            self._outside(tag, attributes)
        if depth > MAX_DEPTH:
            raise self._wrong(f"More than {MAX_DEPTH} levels inside each other.")

    def _end(self, _tag: str) -> None:
        if self._depth == _EVENT and self._event is not None and self._trace is not None:
            told = {role: self._event.get(role) or self._trace.get(role, "") for role in _OPTIONAL}
            self._take(
                Event(
                    str(self._traces),
                    self._event.get(Role.ACTIVITY, ""),
                    self._event.get(Role.TIME, ""),
                    told[Role.CHANNEL],
                    told[Role.SEGMENT],
                    told[Role.PERSON],
                    told[Role.LIFECYCLE],
                    self._parser.CurrentLineNumber,
                )
            )
            self._event = None
        elif self._depth == _TRACE:
            self._trace = None
        self._depth -= 1

    def _outside(self, tag: str, attributes: dict[str, str]) -> None:
        """The log itself, and what stands in it."""
        if self._depth == _LOG:
            self.root = tag
            if tag != "log":
                raise self._wrong(f"The root is {shown(tag)}, not a log.")
        elif tag == "trace":
            self._traces, self._trace = self._traces + 1, {}
        elif tag == "event":
            self._loose += 1
        elif tag == "classifier" and not self._classifier:
            self._classifier = next(iter(attributes.get("keys", "").split()), "")
        elif attributes.get("key") == _NAME:
            self.title = attributes.get("value", "")

    def _role_of(self, key: str, attributes: dict[str, str]) -> Role | None:
        if key not in self._roles:
            self._roles[key] = self._role(key)
            self._examples[key] = attributes.get("value", "")
        return self._roles[key]

    def _role(self, key: str) -> Role | None:
        if key == self.activity:
            return Role.ACTIVITY
        if key == _TIME:
            return Role.TIME
        if key == _OF_TRACE + _NAME:
            return Role.CASE
        name = plain(key.removeprefix(_OF_TRACE))
        return next((role for role in _OPTIONAL if name in KNOWN[role]), None)

    def _refuse(self, root: str, *_: object) -> None:
        self.root = root
        raise self._wrong("The log has a document type.", "Take it out: a log needs none.")

    def _wrong(self, found: str, right: str = "Export the log again.") -> UnreadableError:
        place = Place(self._place.file, self._parser.CurrentLineNumber)
        return UnreadableError(Problem(place, found, right))
