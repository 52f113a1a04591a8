"""OpenID Connect: tokens that an identity provider signed, checked with its published keys."""

import asyncio
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import orjson

from api.access.identity import Identity, Role
from graph_schema.errors import JourneyGraphError, UsageError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Asymmetric only: with a shared secret, who can check a token can make one."""
LEEWAY = 30
"""Seconds by which clocks may differ."""
KEYS_LAST = 3600.0
"""Seconds after which the keys are fetched again."""
RETRY_AFTER = 10.0
"""Seconds between two fetches, however many unknown keys are named meanwhile."""
_FETCH_SECONDS = 5.0
_MAX_BYTES = 1_000_000
_MISSING = object()


class ProviderError(JourneyGraphError):
    """The identity provider doesn't answer as it should, so that its tokens can't be checked."""

    code = "ACCESS_UNAVAILABLE"


class InvalidTokenError(Exception):
    """A token that doesn't hold; says why, without a part of it."""


@dataclass(frozen=True)
class OidcSettings:
    """Whose tokens are taken, and which claim tells the role."""

    issuer: str
    audience: str
    role_claim: str = "roles"
    """The claim with one or several words; a dot leads into an object."""
    readers: frozenset[str] = frozenset({"journeygraph-reader"})
    editors: frozenset[str] = frozenset({"journeygraph-editor"})

    def __post_init__(self) -> None:
        parts = urlsplit(self.issuer)
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise UsageError(f"The issuer {self.issuer!r} is no https address.", "Name it as the provider does.")

    def role(self, claims: Mapping[str, Any]) -> Role | None:
        """The role that the claims tell; None where they name none that counts here."""
        found: Any = claims.get(self.role_claim, _MISSING)
        if found is _MISSING:
            found = claims
            for part in self.role_claim.split("."):
                found = cast("dict[str, Any]", found).get(part) if isinstance(found, dict) else None
        words = {found} if isinstance(found, str) else {w for w in _listed(found) if isinstance(w, str)}
        if words & self.editors:
            return Role.EDITOR
        return Role.READER if words & self.readers else None


class Issuer:
    """Checks tokens with the issuer's keys; these are kept, and fetched again when a token names an unknown one."""

    def __init__(self, settings: OidcSettings, clock: Callable[[], float] = time.monotonic) -> None:
        try:
            import jwt
        except ImportError as error:
            raise UsageError(
                "OpenID Connect is configured, and what checks its tokens is not installed.",
                "Install journeygraph with it: journeygraph[oidc].",
            ) from error
        self._jwt = jwt
        self._settings = settings
        self._clock = clock
        self._keys: dict[str, Any] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching = asyncio.Lock()

    async def identity(self, token: str) -> Identity:
        """Whose token it is. Raises InvalidTokenError for one that doesn't hold, ProviderError without keys."""
        jwt = self._jwt
        try:
            header = jwt.get_unverified_header(token)
            algorithm, kid = header.get("alg"), header.get("kid")
            if algorithm not in ALGORITHMS:
                raise InvalidTokenError("the token is not signed by a key pair")
            key = await self._key(kid)
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._settings.audience,
                issuer=self._settings.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise InvalidTokenError("the token is expired") from error
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise InvalidTokenError("the token is not valid here") from error
        subject = str(claims["sub"])[:200]
        return Identity(subject, self._settings.role(claims), "oidc")

    async def _key(self, kid: object) -> Any:
        now = self._clock()
        if now - self._fetched > KEYS_LAST or kid not in self._keys:
            async with self._fetching:
                # Whoever waited finds what the first one fetched.
                stale = self._clock() - self._fetched > KEYS_LAST
                if (stale or kid not in self._keys) and self._clock() - self._tried > RETRY_AFTER:
                    await self._fetch()
        if isinstance(kid, str) and kid in self._keys:
            return self._keys[kid]
        if kid is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        if not self._keys:
            raise ProviderError("The keys of the identity provider could not be fetched.", "Try again in a while.")
        raise InvalidTokenError("the token is signed by an unknown key")

    async def _fetch(self) -> None:
        self._tried = self._clock()
        try:
            self._keys = await asyncio.to_thread(self._read_keys)
        except (OSError, ValueError, KeyError, TypeError) as error:
            if not self._keys:
                issuer = self._settings.issuer
                raise ProviderError(f"{issuer} could not be asked for its keys.", "Try again in a while.") from error
            # Keys that were good stay good until others can be had.
            return
        self._fetched = self._clock()

    def _read_keys(self) -> dict[str, Any]:
        about = _get_json(f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        if about["issuer"] != self._settings.issuer:
            raise ValueError("the provider calls itself by another name")
        published = _get_json(about["jwks_uri"])
        keys: dict[str, Any] = {}
        for number, published_key in enumerate(published["keys"]):
            if published_key.get("kty") == "oct" or published_key.get("use", "sig") != "sig":
                continue
            try:
                key = self._jwt.PyJWK.from_dict(published_key)
            except self._jwt.PyJWTError:
                # A key of a kind that is not known here is nobody's concern but its users'.
                continue
            keys[published_key.get("kid", str(number))] = key
        if not keys:
            raise ValueError("the provider publishes no key that can be used")
        return keys


def _get_json(url: str) -> Any:
    if urlsplit(url).scheme not in ("https", "http"):
        raise ValueError("not an address")
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 - checked above
    with urllib.request.urlopen(request, timeout=_FETCH_SECONDS) as answer:  # noqa: S310 - checked above
        return orjson.loads(answer.read(_MAX_BYTES))


def _listed(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
