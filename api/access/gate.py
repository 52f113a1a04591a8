"""What every request passes: it finds out who asks, once, and lets nobody else in."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any

import orjson

from api.access.identity import ANONYMOUS, CHANGE_HEADER, LOCAL, LOCAL_READER, Identity
from api.access.oidc import InvalidTokenError, Issuer, ProviderError
from api.access.tokens import TokenBook, TokenFileError
from api.logs import ACCESS, event
from api.pages import is_page

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
RawHeaders = list[tuple[bytes, bytes]]

OPEN = ("/healthz", "/readyz")
OPEN_BELOW = ("/static/",)
"""What strangers may see beside the explorer's pages: whether the server lives, and files that hold no data."""
_CHANGE_HEADER = CHANGE_HEADER.lower().encode()
_FORWARDED = frozenset(
    {
        b"forwarded",
        b"via",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-proto",
        b"x-real-ip",
        b"cf-connecting-ip",
        b"true-client-ip",
    }
)
"""What proxies and tunnels add."""
_KNOWN_BUCKETS = 10_000


def is_open(path: str) -> bool:
    """Whether strangers may see what is at this path."""
    return path in OPEN or is_page(path)


class StrangerError(Exception):
    """Nobody is known to ask; says why."""

    def __init__(self, reason: str, *, invalid: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.invalid = invalid


@dataclass(frozen=True)
class Access:
    """Who may ask. `strangers` is who asks without a credential as long as none is configured; None: nobody."""

    strangers: Identity | None = LOCAL
    tokens: TokenBook | None = None
    issuer: Issuer | None = None

    @property
    def configured(self) -> bool:
        """Whether there is any credential, so that nobody is anonymous."""
        return self.issuer is not None or (self.tokens is not None and self.tokens.configured)

    async def identify(self, headers: Iterable[tuple[bytes, bytes]]) -> Identity:
        """Who sends these headers. Raises StrangerError, or what keeps the server from telling."""
        credentials: list[bytes] = []
        names: set[bytes] = set()
        for name, value in headers:
            names.add(name)
            if name == b"authorization":
                credentials.append(value)
        if not self.configured:
            return self._stranger(names)
        if not credentials:
            raise StrangerError("Send a token: `Authorization: Bearer <token>`.", invalid=False)
        scheme, _, token = credentials[0].decode("latin-1").partition(" ")
        token = token.strip()
        if len(credentials) > 1 or scheme.lower() != "bearer" or not token:
            raise StrangerError("Send one token: `Authorization: Bearer <token>`.", invalid=True)
        known = self.tokens.identity(token) if self.tokens else None
        if known is not None:
            return known
        # Only a JWT has two dots; what else is unknown is not worth a look at the provider.
        if self.issuer is not None and token.count(".") == 2:
            try:
                return await self.issuer.identity(token)
            except InvalidTokenError as error:
                raise StrangerError(f"The token does not hold: {error}.", invalid=True) from error
        raise StrangerError("The token is unknown, expired or revoked.", invalid=True)

    def _stranger(self, headers: set[bytes]) -> Identity:
        if self.strangers is None:
            raise StrangerError("The server has no credential any more, and takes nobody without one.", invalid=False)
        if self.strangers != LOCAL:
            return self.strangers
        if headers & _FORWARDED:
            # Through a proxy on this machine, all the world would be its editor.
            reason = "The request comes through a proxy. Who serves others needs a credential: make a token."
            raise StrangerError(reason, invalid=False)
        return LOCAL if _CHANGE_HEADER in headers else LOCAL_READER


class Rates:
    """How many requests each caller has left: a bucket that fills up evenly."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self._size = a_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> tuple[int, int]:
        """How many are left after this one, -1 where there was none, and in how many seconds there is one more."""
        now = self._clock()
        level, then = self._buckets.pop(key, (float(self._size), now))
        level = min(self._size, level + (now - then) * self._size / 60)
        taken = level >= 1
        if taken:
            level -= 1
        self._buckets[key] = (level, now)
        if len(self._buckets) > _KNOWN_BUCKETS:
            self._buckets.popitem(last=False)
        wait = max(1, ceil((1 - level) * 60 / self._size)) if level < 1 else 0
        return (int(level) if taken else -1), wait


class Gate:
    """Puts the caller into the scope as `identity`, counts the requests of each, and refuses everybody else."""

    def __init__(self, app: App, access: Access, rate: int) -> None:
        self._app = app
        self._access = access
        self._rates = Rates(rate) if rate else None
        self._policy = f'"requests";q={rate};w=60'.encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        scope["identity"] = None
        if path.startswith(OPEN_BELOW):
            await self._app(scope, receive, send)
            return
        try:
            identity = scope["identity"] = await self._access.identify(scope["headers"])
        except StrangerError as error:
            if is_open(path):
                await self._app(scope, receive, send)
                return
            details = ', error="invalid_token"' if error.invalid else ""
            challenge = [(b"www-authenticate", f'Bearer realm="journeygraph"{details}'.encode())]
            await refuse(scope, send, 401, "UNAUTHENTICATED", error.reason, challenge)
            return
        except (TokenFileError, ProviderError) as error:
            if is_open(path):
                await self._app(scope, receive, send)
                return
            await refuse(scope, send, 503, error.code, str(error), [(b"retry-after", b"10")])
            return
        if self._rates is None or identity.via == "loopback" or is_open(path):
            await self._app(scope, receive, send)
        else:
            await self._counted(self._rates, identity, scope, receive, send)

    async def _counted(self, rates: Rates, identity: Identity, scope: Message, receive: Receive, send: Send) -> None:
        key = client(scope) if identity == ANONYMOUS else f"{identity.via}:{identity.name}"
        left, wait = rates.take(key)
        state = f'"requests";r={max(left, 0)};t={wait}'.encode()
        headers = [(b"ratelimit-policy", self._policy), (b"ratelimit", state)]
        if left < 0:
            headers.append((b"retry-after", str(wait).encode()))
            message = f"You asked more often than you may. Try again in {wait} s."
            await refuse(scope, send, 429, "TOO_MANY_REQUESTS", message, headers)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        await self._app(scope, receive, told)


async def refuse(
    scope: Message, send: Send, status: int, code: str, message: str, headers: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    """Answer a request that goes no further, and write down that it was refused."""
    log_refusal(scope, status, code, message)
    body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
    length = str(len(body)).encode()
    known = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": status, "headers": [*known, *headers]})
    await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})


def log_refusal(scope: Message, status: int, code: str, reason: str, operation: str | None = None) -> None:
    """Write down who was refused what, and why."""
    identity: Identity | None = scope.get("identity")
    event(
        ACCESS,
        logging.WARNING if status >= 500 else logging.INFO,
        "refused",
        status=status,
        code=code,
        reason=reason,
        operation=operation,
        method=scope["method"],
        path=scope["path"][:200],
        caller=identity.name if identity else None,
        via=identity.via if identity else None,
        client=client(scope),
    )


def client(scope: Message) -> str:
    """The address that a request comes from."""
    return str((scope.get("client") or ("unknown",))[0])
