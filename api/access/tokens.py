"""Bearer tokens: made once, kept as hashes in a file that running servers notice."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import orjson
from filelock import FileLock
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from api.access.identity import Identity, Role
from graph_schema.errors import JourneyGraphError, NotFoundError, UsageError

PREFIX = "jg_"
"""Begins every token, so that scanners and people know one where they see it."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_DURATION = re.compile(r"(\d{1,5})([hdwy])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1), "y": timedelta(days=365)}
MIN_LENGTH = 32
"""Of a token that is given instead of made."""


class TokenFileError(JourneyGraphError):
    """The file with the tokens can't be used, so that nobody can be told from anybody."""

    code = "ACCESS_UNAVAILABLE"
    exit_code = 2


class Token(BaseModel):
    """What is kept of a token: never the token itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="Who or what uses it.")
    role: Role = Field(description="What it allows.")
    hash: str = Field(description="The SHA-256 of the token, in hexadecimal.", pattern="^[0-9a-f]{64}$")
    created: AwareDatetime = Field(description="When it was made.")
    expires: AwareDatetime | None = Field(default=None, description="When it ends; null: never.")
    revoked: AwareDatetime | None = Field(default=None, description="When it was taken back, if it was.")

    def state(self, now: datetime) -> str:
        """`valid`, `expired` or `revoked`."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and self.expires <= now else "valid"


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True)
class TokenFile:
    """The file; it is replaced as a whole, under a lock, and only its owner may read it."""

    path: Path

    def tokens(self) -> tuple[Token, ...]:
        """All tokens that ever were, in the order in which they were made."""
        try:
            return _Kept.model_validate_json(self.path.read_bytes()).tokens
        except FileNotFoundError:
            return ()
        except (OSError, ValidationError) as error:
            observed = f"The tokens in {self.path} can't be read."
            raise TokenFileError(observed, "Put the file back as it was, or delete it and make tokens anew.") from error

    def create(self, name: str, role: Role, lifetime: timedelta | None) -> str:
        """Make a token and return it: this is the only time that it can be seen."""
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name of a token.", "Use small letters, digits and . _ @ - in between.")
        now = datetime.now(UTC).replace(microsecond=0)
        token = f"{PREFIX}{secrets.token_urlsafe(32)}"
        with self._locked():
            known = self.tokens()
            if any(there.name == name and there.state(now) == "valid" for there in known):
                raise UsageError(f"There is a token {name!r} already.", "Revoke it first, or choose another name.")
            expires = now + lifetime if lifetime else None
            made = Token(name=name, role=role, hash=hashed(token), created=now, expires=expires)
            self._write((*known, made))
        return token

    def revoke(self, name: str) -> None:
        """Take back what has this name; it is kept in the list, and servers refuse it at once."""
        now = datetime.now(UTC).replace(microsecond=0)
        with self._locked():
            known = self.tokens()
            if not any(there.name == name and there.revoked is None for there in known):
                raise NotFoundError(f"There is no token {name!r} to revoke.", "`journeygraph token list` lists them.")
            self._write(
                there.model_copy(update={"revoked": now}) if there.name == name and not there.revoked else there
                for there in known
            )

    def _locked(self) -> FileLock:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileLock(self.path.with_name(f"{self.path.name}.lock"), mode=0o600)

    def _write(self, tokens: Iterable[Token]) -> None:
        content = {"tokens": [token.model_dump(mode="json") for token in tokens]}
        descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


class TokenBook:
    """What a running server knows of the tokens; it looks at the file again whenever that has changed."""

    def __init__(self, file: TokenFile | None, given: str = "") -> None:
        self._file = file
        # A token from the environment stays as long as the process; whoever runs the server holds it.
        self._given = {hashed(given): Identity("environment", Role.EDITOR, "token")} if given else {}
        self._known: dict[str, Token] = {}
        self._seen: tuple[int, int, int] | None = None
        self._configured = bool(given)

    @property
    def configured(self) -> bool:
        """Whether there is or was a token: who has seen one never lets strangers in again."""
        self._refresh()
        return self._configured

    def identity(self, token: str) -> Identity | None:
        """Whose token it is; None for one that is unknown, expired or revoked."""
        self._refresh()
        digest = hashed(token)
        if digest in self._given:
            return self._given[digest]
        known = self._known.get(digest)
        if known is None or known.state(datetime.now(UTC)) != "valid":
            return None
        return Identity(known.name, known.role, "token")

    def _refresh(self) -> None:
        if self._file is None:
            return
        try:
            status = self._file.path.stat()
        except FileNotFoundError:
            self._known, self._seen = {}, None
            return
        except OSError as error:
            observed = f"The tokens in {self._file.path} can't be read."
            raise TokenFileError(observed, "Let the server's user read them.") from error
        now = (status.st_mtime_ns, status.st_ino, status.st_size)
        if now != self._seen:
            self._configured = True
            self._known = {token.hash: token for token in self._file.tokens()}
            self._seen = now


def hashed(token: str) -> str:
    """What is kept of a token. It is random, so a slow hash would protect nothing more."""
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def duration(text: str) -> timedelta | None:
    """A time as people write it: `12h`, `90d`, `8w`, `1y`; `never` is None. UsageError for anything else."""
    if text == "never":
        return None
    found = _DURATION.fullmatch(text)
    if found is None or int(found[1]) == 0:
        raise UsageError(f"{text!r} is no duration.", "Write it like 12h, 90d, 8w or 1y, or `never`.")
    return int(found[1]) * _UNITS[found[2]]
