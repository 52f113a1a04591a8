"""What stands before every request: who may call from where, and the headers that keep browsers safe."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from api.access.gate import App, Message, Receive, Send, refuse
from api.access.policy import LOOPBACK

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_GRAPHIQL = {"worker-src": "'self'", "style-src": "'self' 'unsafe-inline'", "font-src": "'self' data:"}


def _policy(rules: Mapping[str, str]) -> bytes:
    return "; ".join(f"{name} {value}" for name, value in rules.items()).encode()


POLICY = _policy(_POLICY)
"""Pages load nothing from elsewhere, and nothing that stands in the page itself is run or styles it."""
GRAPHIQL_POLICY = _policy(_POLICY | _GRAPHIQL)
"""Monaco, GraphiQL's editor, writes its styles as it goes and has workers."""

UPLOADS = "/uploads"
"""Where files are sent, each as it is."""
BYTES = "application/octet-stream"

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
_PRIVATE = (b"cache-control", b"no-store")


class Guard:
    """Refuses requests for another host and from other web pages, and adds the headers.

    `hosts` are the names that the server answers to; None stands for any. A name that resolves to the loopback
    address only for a moment (DNS rebinding) would otherwise let any web page read the knowledge base. `origins` are
    those whose pages may use the server beside its own.
    """

    def __init__(
        self, app: App, hosts: frozenset[str] | None = LOOPBACK, origins: frozenset[str] = frozenset()
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = origins

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # What is here for everybody may be kept by browsers; answers only where they say so themselves.
        path: str = scope["path"]
        kept = path.startswith("/static/")
        graphiql = path == "/graphql" or path.startswith("/static/graphiql/")
        policy = (b"content-security-policy", GRAPHIQL_POLICY if graphiql else POLICY)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = list(message.get("headers", ()))
                stays = kept or any(name == _PRIVATE[0] for name, _ in told)
                message["headers"] = [*told, policy, *_HEADERS, *(() if stays else (_PRIVATE,))]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, with_headers)
        else:
            await refuse(scope, with_headers, *refusal)

    def _refusal(self, scope: Message) -> tuple[int, str, str] | None:
        """Status, code and message of what is refused."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if len(headers.getlist("host")) > 1:
            # A proxy in front may have looked at the other one.
            return 400, "REFUSED", "The request names two hosts."
        if self._hosts is not None and host_name(host) not in self._hosts:
            return 421, "REFUSED", f"This server does not answer to {host!r}, only to {', '.join(sorted(self._hosts))}."
        origin = headers.get("origin")
        if origin is not None and origin != f"{scope['scheme']}://{host}" and origin not in self._origins:
            return 403, "REFUSED", f"Pages from {origin!r} may not use this server."
        if origin is None and _embedded(headers):
            return 403, "REFUSED", "Pages of other sites may not load from this server."
        # Types that no form of another page can send without being asked first.
        wanted = BYTES if scope["path"] == UPLOADS else "application/json"
        if scope["method"] == "POST" and headers.get("content-type", "").partition(";")[0].strip().lower() != wanted:
            return 415, "REFUSED", f"Send the request as {wanted}."
        return None


def _embedded(headers: Headers) -> bool:
    """Whether a page of another site loads it without saying its origin, as an image; a link that is followed may."""
    followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return headers.get("sec-fetch-site") in ("cross-site", "same-site") and not followed


def host_name(host: str) -> str | None:
    """The name in a `Host` header, without its port; None where there is none."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
