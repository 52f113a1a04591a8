"""Personal data: which columns hold it, and what of it stands inside free text.

Columns are known by their names or by their values; `personal_columns` says which, and why. In texts that are kept,
`Masker` replaces e-mail addresses, phone numbers, IP addresses and card numbers, and counts them. The names of
people inside free text are not found: nothing short of a trained model finds them, and none finds all.
"""

import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

MAX_WORDS = 4
"""A name of more words is a question; what it asks for shows in the answers only."""
MAX_MARK = 5
SHARE = 0.5
"""From this share of its values on, a column is of their sort."""


class Sort(StrEnum):
    """A sort of personal data."""

    NAME = "name of a person"
    EMAIL = "e-mail address"
    PHONE = "phone number"
    ADDRESS = "postal address"
    IP = "IP address"
    COORDINATES = "coordinates"
    BIRTH = "date of birth"
    NUMBER = "card number"

    @property
    def many(self) -> str:
        """Several of them."""
        if self is Sort.NAME:
            return "names of people"
        return str(self) if self is Sort.COORDINATES else f"{self}{'es' if self.endswith('s') else 's'}"


_WITHIN: dict[Sort, tuple[str, ...]] = {
    Sort.EMAIL: ("email", "e mail", "mail address", "mailadresse", "correo", "courriel"),
    Sort.IP: ("ip address", "ip adresse", "ipaddress"),
    Sort.NAME: (
        "first name", "last name", "full name", "surname", "family name", "given name", "middle name", "maiden name",
        "customer name", "contact name", "respondent name", "participant name", "user name", "username", "your name",
        "person name", "firstname", "lastname", "fullname", "vorname", "nachname", "familienname", "prénom",
        "nom de famille", "nombre completo", "apellido", "apellidos", "fornavn", "etternavn", "voornaam", "achternaam",
        "recipient name", "agent name", "employee name",
    ),
    Sort.PHONE: ("phone", "telephone", "mobile number", "telefon", "telefonnummer", "téléphone", "teléfono", "msisdn"),
    Sort.ADDRESS: ("street address", "postal address", "home address", "zip code", "postcode", "postal code",
                   "postleitzahl", "house number", "straße", "strasse"),
    Sort.COORDINATES: ("latitude", "longitude", "geolocation"),
    Sort.BIRTH: ("birth date", "birthdate", "date of birth", "birthday", "geburtsdatum"),
    Sort.NUMBER: ("social security", "credit card", "card number", "passport"),
}  # fmt: skip
"""What a column's name says, whatever stands beside it."""
_WHOLE: dict[Sort, tuple[str, ...]] = {
    Sort.EMAIL: ("mail",),
    Sort.IP: ("ip",),
    Sort.NAME: ("person", "names", "interviewee"),
    Sort.PHONE: ("tel", "mobile", "cell", "fax", "handy", "whatsapp"),
    Sort.ADDRESS: ("address", "adresse", "street", "zip", "plz"),
    Sort.COORDINATES: ("lat", "lng", "lon", "coordinates", "gps", "geo"),
    Sort.BIRTH: ("birth", "dob", "born"),
    Sort.NUMBER: ("ssn", "iban", "tax id"),
}
"""What a column's whole name says."""
_PERSON = "name"
"""Called so, a column holds people's names where the table has their addresses or phone numbers too."""
_OF_PEOPLE = (Sort.EMAIL, Sort.PHONE, Sort.ADDRESS, Sort.BIRTH)
_NO_PERSON = {"page", "step", "stage", "phase", "company", "brand", "web", "url", "site"}
"""Beside one of these words an address or a name is not a person's."""
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|[^\w]+|_+")
_EMAIL = re.compile(r"[\w.+%'\-]{1,64}@(?:[\w\-]{1,63}\.){1,8}[a-zA-Z]{2,24}")
_IP = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{1,4}(?![\w:])"
)
_DIGITS = re.compile(r"(?<![\w.])\+?\(?\d[\d\s()./\-]{5,24}\d(?!\w)")
_CARD = re.compile(r"(?<![\w.\-])\d(?:[ \-]?\d){12,18}(?![\w\-])")
_PLACE = re.compile(r"\(?\s*-?\d{1,3}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}\s*\)?")


def personal_columns(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which columns hold personal data, each with the reason; given are the columns with some of their values."""
    found: dict[str, tuple[Sort, str]] = {}
    for column, values in columns.items():
        if (sort := by_name(column)) and not (sort in (Sort.EMAIL, Sort.PHONE) and _are_marks(values)):
            found[column] = (sort, f"its name says {sort}")
        elif sort := by_values(values):
            found[column] = (sort, f"its values look like {sort.many}")
    if any(sort in _OF_PEOPLE for sort, _ in found.values()):
        for column in columns:
            if _PERSON in _words(column) and len(_words(column)) <= 2 and column not in found:
                found[column] = (Sort.NAME, f"beside {_first(found).many} it is the {Sort.NAME}")
    return {column: reason for column, (_, reason) in found.items()}


def by_name(column: str) -> Sort | None:
    """The sort of personal data that a column's name tells of."""
    words = _words(column)
    if not words or len(words) > MAX_WORDS or _NO_PERSON & set(words):
        return None
    text = " ".join(words)
    return next(
        (s for s in Sort if text in _WHOLE[s] or any(f" {name} " in f" {text} " for name in _WITHIN[s])),
        None,
    )


def by_values(values: Sequence[str]) -> Sort | None:
    """The sort of personal data that the values of a column look like."""
    given = [value for value in values if value]
    for sort, is_one in _TESTS.items():
        if given and sum(map(is_one, given)) >= max(1, SHARE * len(given)):
            return sort
    return None


@dataclass
class Masker:
    """Replaces personal data inside texts, and counts what it replaced."""

    counts: Counter[Sort] = field(default_factory=Counter[Sort])

    def __call__(self, text: str) -> str:
        """The text with what is personal replaced by its sort, as `[e-mail address]`."""
        if "@" in text:
            text = _EMAIL.sub(partial(self._replaced, Sort.EMAIL, None), text)
        if sum(letter.isdigit() for letter in text) < 4:
            return text
        text = _CARD.sub(partial(self._replaced, Sort.NUMBER, _is_card), text)
        text = _IP.sub(partial(self._replaced, Sort.IP, _is_ip), text)
        return _DIGITS.sub(partial(self._replaced, Sort.PHONE, _is_phone), text)

    def note(self) -> str | None:
        """What was replaced, in words; None where nothing was."""
        said = [f"{count} {sort if count == 1 else sort.many}" for sort, count in sorted(self.counts.items())]
        return f"Masked in texts: {', '.join(said)}." if said else None

    def _replaced(self, sort: Sort, test: Callable[[str], bool] | None, found: re.Match[str]) -> str:
        if test is not None and not test(found[0]):
            return found[0]
        self.counts[sort] += 1
        return f"[{sort}]"


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_phone(text: str) -> bool:
    """A number as people write them for others to call; bare digits may be anything."""
    import phonenumbers

    digits = sum(letter.isdigit() for letter in text)
    if digits < 7 or digits > 15:
        return False
    if text.lstrip("(").startswith(("+", "00")):
        try:
            given = text if "+" in text else f"+{text.lstrip('(')[2:]}"
            return phonenumbers.is_possible_number(phonenumbers.parse(given))
        except phonenumbers.NumberParseException:
            return False
    return _AMERICAN.fullmatch(text) is not None or _GROUPED.fullmatch(text) is not None


_AMERICAN = re.compile(r"\(?[2-9]\d{2}\)?[ .\-][2-9]\d{2}[ .\-]\d{4}")
_GROUPED = re.compile(r"\(?0\d{1,5}\)?[ /\-]\s?\d[\d \-]{4,12}\d")
_TESTS: dict[Sort, Callable[[str], bool]] = {
    Sort.EMAIL: lambda text: _EMAIL.fullmatch(text) is not None,
    Sort.IP: lambda text: _IP.fullmatch(text) is not None and _is_ip(text),
    Sort.PHONE: lambda text: _DIGITS.fullmatch(text) is not None and _is_phone(text),
    Sort.COORDINATES: lambda text: _PLACE.fullmatch(text) is not None,
    Sort.NUMBER: lambda text: _CARD.fullmatch(text) is not None and _is_card(text),
}


def _is_card(text: str) -> bool:
    """Whether the check digit is right (Luhn, 1960), and the first is one that cards begin with."""
    digits = [int(letter) for letter in text if letter.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return digits[0] in (3, 4, 5, 6) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _words(column: str) -> list[str]:
    return [word.casefold() for word in _CAMEL.split(column) if word]


def _first(found: Mapping[str, tuple[Sort, str]]) -> Sort:
    return next(sort for sort, _ in found.values() if sort in _OF_PEOPLE)


def _are_marks(values: Sequence[str]) -> bool:
    """Whether the values only say yes or no, as where a column tells through which channel somebody came."""
    return bool(values) and all(len(value) <= MAX_MARK for value in values)
