"""Keys: chosen by people, readable, unique within a kind.

A key is one slug, or, for a contained thing, its parent's key, a slash and its own slug:
`newspaper-first-use/pay/bank-app`. A slug holds letters of any script, digits and single hyphens.
"""

import re
import unicodedata
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, StringConstraints

MAX_KEY_LENGTH = 400
_PLAIN = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")


def slug(text: str) -> str:
    """Make a slug of a text: NFKC, lower case, everything but letters, marks and digits as single hyphens.

    Returns an empty string where the text has no letter or digit.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return "-".join(kept.split())


def check_key(text: str) -> str:
    """Return `text` if it is a key; raise ValueError with what would be right otherwise."""
    if len(text) <= MAX_KEY_LENGTH and _PLAIN.fullmatch(text):
        return text
    right = "/".join(slug(part) for part in text.split("/"))
    if not text or len(text) > MAX_KEY_LENGTH:
        raise ValueError(f"a key has 1 to {MAX_KEY_LENGTH} characters, this one has {len(text)}")
    if text != right or "" in text.split("/"):
        near = "/".join(part for part in right.split("/") if part)
        hint = f"; write {near!r}" if near else ""
        raise ValueError(f"{text!r} is not a key: letters, digits and single hyphens, in lower case{hint}")
    return text


Key = Annotated[str, StringConstraints(strict=True), AfterValidator(check_key)]


def parent_key(key: str) -> str:
    """The key of the thing that contains the thing with this key; empty for a key without a slash."""
    return key.rpartition("/")[0]


class Ref(NamedTuple):
    """Points to one node: its kind's token and its key, written `kind:key`."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """Read `kind:key`; raise ValueError where there is no kind or no key."""
        kind, colon, key = text.partition(":")
        if not (kind and colon and key):
            raise ValueError(f"{text!r} is not a reference; write kind:key, as in persona:newcomer")
        return cls(kind, key)
