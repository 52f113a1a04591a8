"""Pseudonyms: a keyed hash stands for whoever answered, so that one person's answers are found, but not the person.

Without the key nobody can try out who may be behind a hash (ENISA, Pseudonymisation techniques, 2019, 5.3).
"""

import os
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from graph_schema.errors import RefusedError, UsageError
from graph_store.home import make_private

VARIABLE = "JOURNEYGRAPH_HASH_KEY"
MIN_LENGTH = 16
"""Of a key that is given instead of made."""
_DIGEST = 16


@dataclass(frozen=True)
class HashKey:
    """The secret behind the pseudonyms: the one `given`, else one in a file of the home, made when it is first needed.

    Raises UsageError for one that is too short to be a secret.
    """

    given: str = ""
    file: Path | None = None

    def __post_init__(self) -> None:
        if self.given and len(self.given) < MIN_LENGTH:
            observed = f"{VARIABLE} has {len(self.given)} characters."
            raise UsageError(observed, f"Take at least {MIN_LENGTH}, for example the output of: openssl rand -hex 32")

    @property
    def place(self) -> str:
        """Where it stands, as messages say it."""
        return VARIABLE if self.given or self.file is None else str(self.file)

    def read(self, *, make: bool) -> bytes:
        """The secret as 32 bytes; a file that is not there is made, or else a RefusedError is raised."""
        text = self.given or self._in_file(make=make)
        return blake2b(text.encode(), digest_size=32, person=b"journeygraph").digest()

    def _in_file(self, *, make: bool) -> str:
        if self.file is None:
            raise UsageError("There is no key to hash respondents with.", f"Set {VARIABLE}.")
        if not self.file.exists():
            if not make:
                raise _other_key(f"the key is missing from {self.file}")
            _make(self.file)
        text = self.file.read_text("utf-8").strip()
        if len(text) < MIN_LENGTH:
            raise RefusedError(
                f"The key in {self.file} is damaged.", f"Put the file back as it was, or set {VARIABLE}."
            )
        return text


@dataclass(frozen=True)
class Respondents:
    """Gives those who answered their pseudonyms.

    `expected` is the fingerprint of the key that the knowledge base was begun with; None: any key will do. Those who
    are `forgotten` get one as well, for what they answered is left out of a load as a whole; `met` tells who came up.
    """

    key: HashKey
    expected: str | None = None
    forgotten: frozenset[str] = frozenset()
    met: set[str] = field(default_factory=set[str], compare=False)

    def of(self, expected: str | None, forgotten: frozenset[str]) -> "Respondents":
        """The same, for the knowledge base that has this fingerprint and has forgotten these."""
        return Respondents(self.key, expected, forgotten)

    def pseudonym(self, text: str, within: str = "") -> str:
        """The hash that stands for a respondent, 32 hexadecimal digits: equal for the same id in every file.

        Where ids mean somebody only `within` one dataset, such as those that count from 1, its key is named. Raises
        RefusedError where the key is another than the knowledge base's.
        """
        told = f"{within}/{normal(text)}" if within else normal(text)
        made = blake2b(told.encode(), digest_size=_DIGEST, key=self._secret).hexdigest()
        if made in self.forgotten:
            self.met.add(made)
        return made

    @property
    def used(self) -> str | None:
        """The fingerprint of the key, where a pseudonym was made with it; it gives nothing away of either."""
        return fingerprint(self._secret) if "_secret" in self.__dict__ else None

    @cached_property
    def _secret(self) -> bytes:
        secret = self.key.read(make=self.expected is None)
        if self.expected not in (None, fingerprint(secret)):
            raise _other_key(f"the one in {self.key.place} is another")
        return secret


def fingerprint(secret: bytes) -> str:
    """What tells a key from others."""
    return blake2b(b"", digest_size=8, key=secret, person=b"fingerprint").hexdigest()


def normal(text: str) -> str:
    """An id without what doesn't count: spaces around it, and capitals in an e-mail address."""
    text = unicodedata.normalize("NFC", text).strip()
    return text.casefold() if "@" in text else text


def _other_key(what: str) -> RefusedError:
    return RefusedError(
        f"Respondents of this knowledge base are hashed with a key of their own, and {what}.",
        f"Set {VARIABLE} to that key, or copy the file `respondents.key` from the home where it was first loaded.",
    )


def _make(file: Path) -> None:
    """Make a key that only its owner can read; where two processes do, the first one's stands."""
    make_private(file.parent)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(secrets.token_hex(32), "utf-8")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
