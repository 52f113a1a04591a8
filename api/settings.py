"""How the API is run, as the environment says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from api.access.oidc import OidcSettings
from api.access.tokens import MIN_LENGTH
from api.guard import host_name
from api.limits import Limits
from graph_schema.errors import UsageError

_PREFIX = "JOURNEYGRAPH_"

VARIABLES = {
    "JOURNEYGRAPH_TOKEN": "a token of an editor, beside those that `token create` makes; at least 32 characters",
    "JOURNEYGRAPH_TOKEN_FILE": "a file that holds this token instead, such as a secret of Docker",
    "JOURNEYGRAPH_OIDC_ISSUER": "the identity provider whose tokens are taken, as its `iss` names it",
    "JOURNEYGRAPH_OIDC_AUDIENCE": "what their `aud` must name; needed with an issuer",
    "JOURNEYGRAPH_OIDC_ROLE_CLAIM": "the claim with the roles, such as `realm_access.roles`; without it, `roles`",
    "JOURNEYGRAPH_OIDC_READERS": "the words in it, with commas, that make a reader; without it, `journeygraph-reader`",
    "JOURNEYGRAPH_OIDC_EDITORS": "the words in it that make an editor; without it, `journeygraph-editor`",
    "JOURNEYGRAPH_ORIGINS": "origins, with commas, whose pages may use the API, such as `https://map.example.org`",
    "JOURNEYGRAPH_HOSTS": "names, with commas, that the server answers to, such as `api.example.org`; without it, any, "
    "or those of this machine as long as there is no credential",
    "JOURNEYGRAPH_DOCUMENTS": "a folder or manifest of documents: no other operations are run",
    "JOURNEYGRAPH_LOG_FORMAT": "`text`, or `json` for one JSON object a line; without it, `text`",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "where traces are sent; without it, none are made",
}
"""What can be set beside the limits, and what it does."""


@dataclass(frozen=True)
class ApiSettings:
    """How the API is run."""

    limits: Limits = field(default_factory=Limits)
    token: str = field(default="", repr=False)
    oidc: OidcSettings | None = None
    origins: frozenset[str] = frozenset()
    hosts: frozenset[str] | None = None
    documents: Path | None = None
    json_logs: bool = False
    traces: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "ApiSettings":
        """Read the JOURNEYGRAPH_ variables; UsageError for one that can't be taken."""
        form = environment.get("JOURNEYGRAPH_LOG_FORMAT", "").strip() or "text"
        if form not in ("text", "json"):
            raise UsageError(f"JOURNEYGRAPH_LOG_FORMAT is {form!r}.", "Set it to text or json.")
        documents = environment.get("JOURNEYGRAPH_DOCUMENTS", "").strip()
        return cls(
            limits=_limits(environment),
            token=_token(environment),
            oidc=_oidc(environment),
            origins=_origins(environment),
            hosts=_hosts(environment),
            documents=Path(documents).expanduser().absolute() if documents else None,
            json_logs=form == "json",
            traces=bool(environment.get("OTEL_EXPORTER_OTLP_ENDPOINT", "").strip()),
        )


def variable(limit: str) -> str:
    """The variable that sets a limit."""
    return f"{_PREFIX}{limit.upper()}"


def _limits(environment: Mapping[str, str]) -> Limits:
    given = {name: environment.get(variable(name), "").strip() for name in Limits.model_fields}
    try:
        limits = Limits.model_validate({name: text for name, text in given.items() if text})
    except ValidationError as error:
        first = error.errors()[0]
        name = variable(str(first["loc"][0]))
        raise UsageError(f"{name} is {first['input']!r}: {first['msg']}.", "Correct it, or unset it.") from error
    if limits.default_page > limits.max_page:
        observed = f"A page has {limits.default_page} edges by default, and at most {limits.max_page}."
        raise UsageError(observed, f"Set {variable('default_page')} as well.")
    return limits


def _token(environment: Mapping[str, str]) -> str:
    token, path = environment.get("JOURNEYGRAPH_TOKEN", "").strip(), environment.get("JOURNEYGRAPH_TOKEN_FILE", "")
    if token and path:
        raise UsageError("JOURNEYGRAPH_TOKEN and JOURNEYGRAPH_TOKEN_FILE are both set.", "Unset one of them.")
    if path:
        try:
            token = Path(path).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            observed = f"JOURNEYGRAPH_TOKEN_FILE is {path!r}, which can't be read."
            raise UsageError(observed, "Correct it, or unset it.") from error
    if (token or path) and len(token) < MIN_LENGTH:
        observed = f"The token in the environment has {len(token)} characters, and {MIN_LENGTH} are the least."
        raise UsageError(observed, "Set a random one, for example the output of: openssl rand -hex 32")
    return token


def _oidc(environment: Mapping[str, str]) -> OidcSettings | None:
    def read(name: str, default: str = "") -> str:
        return environment.get(f"{_PREFIX}OIDC_{name}", "").strip() or default

    issuer, audience = read("ISSUER"), read("AUDIENCE")
    if not issuer:
        return None
    if not audience:
        # Without it, a token that was made for any other service would be good here.
        raise UsageError("JOURNEYGRAPH_OIDC_ISSUER is set and JOURNEYGRAPH_OIDC_AUDIENCE is not.", "Set it as well.")
    return OidcSettings(
        issuer,
        audience,
        read("ROLE_CLAIM", "roles"),
        _words(read("READERS", "journeygraph-reader")),
        _words(read("EDITORS", "journeygraph-editor")),
    )


def _origins(environment: Mapping[str, str]) -> frozenset[str]:
    origins = _words(environment.get("JOURNEYGRAPH_ORIGINS", ""))
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or origin != f"{parts.scheme}://{parts.netloc}":
            observed = f"JOURNEYGRAPH_ORIGINS names {origin!r}, which is no origin."
            raise UsageError(observed, "Write scheme and host, such as https://map.example.org.")
    return origins


def _hosts(environment: Mapping[str, str]) -> frozenset[str] | None:
    hosts = _words(environment.get("JOURNEYGRAPH_HOSTS", "").lower())
    for host in hosts:
        if host_name(host) != host.strip("[]") or not host.isprintable() or " " in host:
            observed = f"JOURNEYGRAPH_HOSTS names {host!r}, which is no name of a server."
            raise UsageError(observed, "Write names without a port, such as api.example.org.")
    return frozenset(host.strip("[]") for host in hosts) or None


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(",") if word.strip())
