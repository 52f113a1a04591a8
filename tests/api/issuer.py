"""An identity provider on this machine: real keys, real tokens, discovery and keys over real HTTP."""

import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

AUDIENCE = "journeygraph"


@dataclass
class Provider:
    """What it publishes, and what it was asked for."""

    url: str
    keys: dict[str, Any] = field(default_factory=dict[str, Any])
    asked: list[str] = field(default_factory=list[str])
    down: bool = False

    def rotate(self, kid: str, *, curve: bool = False) -> None:
        """Sign with a new key from now on, and publish no other."""
        key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
        self.keys = {kid: key}

    def token(self, kid: str = "", key: Any = None, algorithm: str = "", **claims: Any) -> str:
        """A signed token; None leaves a claim out."""
        kid = kid or next(iter(self.keys))
        key = key or self.keys[kid]
        now = int(time.time())
        known = {"iss": self.url, "aud": AUDIENCE, "sub": "pat", "iat": now, "exp": now + 300}
        known = {name: value for name, value in (known | claims).items() if value is not None}
        algorithm = algorithm or ("ES256" if isinstance(key, ec.EllipticCurvePrivateKey) else "RS256")
        return jwt.encode(known, key, algorithm, headers={"kid": kid})

    def published(self, path: str) -> Any:
        if path == "/.well-known/openid-configuration":
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        return {"keys": [self._jwk(kid, key) for kid, key in self.keys.items()]}

    def _jwk(self, kid: str, key: Any) -> dict[str, Any]:
        of: Any = ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else RSAAlgorithm
        return {**of.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}


@contextmanager
def provider() -> Generator[Provider]:
    """A provider that runs, with one key."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            self.send_response(503 if made.down else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(made.published(self.path)).encode())

        def log_message(self, *_args: Any, **_more: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Provider(f"http://127.0.0.1:{server.server_port}")
    made.rotate("one")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()
