"""Tokens that an identity provider signed, against one that runs on this machine."""

import asyncio
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.access.gate import Access
from api.access.identity import Identity, Role
from api.access.oidc import RETRY_AFTER, InvalidTokenError, Issuer, OidcSettings, ProviderError
from graph_store.settings import Neo4jSettings
from tests.api.issuer import AUDIENCE, Provider, provider
from tests.api.world import serving

EDITOR: dict[str, Any] = {"roles": ["journeygraph-editor", "other"]}


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def there() -> Iterator[Provider]:
    with provider() as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def issuer(there: Provider, clock: Clock) -> Issuer:
    return Issuer(OidcSettings(there.url, AUDIENCE), clock)


def identify(issuer: Issuer, *tokens: str) -> list[Identity]:
    async def all_of() -> list[Identity]:
        return list(await asyncio.gather(*(issuer.identity(token) for token in tokens)))

    return asyncio.run(all_of())


@pytest.mark.parametrize("curve", [False, True])
def test_a_token_tells_who_and_what_role(there: Provider, issuer: Issuer, curve: bool):
    there.rotate("one", curve=curve)
    roles: list[dict[str, Any]] = [EDITOR, {"roles": "journeygraph-reader"}, {"roles": ["none"]}, {"roles": 7}, {}]
    found = identify(issuer, *(there.token(**claims) for claims in roles))
    assert [who.role for who in found] == [Role.EDITOR, Role.READER, None, None, None]
    assert {(who.name, who.via) for who in found} == {("pat", "oidc")}
    assert there.asked == ["/.well-known/openid-configuration", "/keys"]


def test_the_role_claim_may_lie_deeper(there: Provider):
    settings = OidcSettings(there.url, AUDIENCE, "realm_access.roles", editors=frozenset({"staff"}))
    token = there.token(realm_access={"roles": ["staff"]})
    assert identify(Issuer(settings), token)[0].role is Role.EDITOR
    named = OidcSettings(there.url, AUDIENCE, "https://jg.example/role", readers=frozenset({"r"}))
    assert identify(Issuer(named), there.token(kid="one", **{"https://jg.example/role": "r"}))[0].role is Role.READER


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "another-service"},
        {"aud": None},
        {"sub": None},
        {"exp": None},
        {"iss": None},
    ],
    ids=str,
)
def test_a_claim_that_does_not_fit_is_refused(there: Provider, issuer: Issuer, claims: dict[str, Any]):
    with pytest.raises(InvalidTokenError):
        identify(issuer, there.token(**EDITOR | claims))


@pytest.mark.parametrize(("claim", "seconds"), [("exp", -60), ("nbf", 600)])
def test_a_token_holds_for_its_time_only(there: Provider, issuer: Issuer, claim: str, seconds: int):
    claims: dict[str, Any] = EDITOR | {claim: int(time.time()) + seconds}
    with pytest.raises(InvalidTokenError):
        identify(issuer, there.token(**claims))


def test_clocks_may_differ_a_little(there: Provider, issuer: Issuer):
    assert identify(issuer, there.token(exp=int(time.time()) - 10, nbf=int(time.time()) + 10))[0].name == "pat"


def test_forged_tokens_are_refused(there: Provider, issuer: Issuer):
    good = there.token(**EDITOR)
    head, claims, signature = good.split(".")

    def part(content: dict[str, Any]) -> str:
        return urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    public = there.keys["one"].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    shared = part({"alg": "HS256", "kid": "one"})
    mac = urlsafe_b64encode(hmac.digest(public, f"{shared}.{claims}".encode(), sha256)).rstrip(b"=").decode()
    forged = [
        f"{part({'alg': 'none', 'kid': 'one'})}.{claims}.",
        f"{shared}.{claims}.{mac}",
        f"{head}.{part({'iss': there.url, 'aud': AUDIENCE, 'sub': 'eve', 'exp': 9999999999})}.{signature}",
        f"{part({'alg': 'RS256', 'kid': ['one']})}.{claims}.{signature}",
        f"{part({'alg': 'RS256', 'kid': 'one', 'crit': ['b64'], 'b64': False})}.{claims}.{signature}",
        there.token("one", rsa.generate_private_key(65537, 2048), **EDITOR),
        "a.b.c",
        "..",
    ]
    for token in forged:
        with pytest.raises(InvalidTokenError):
            identify(issuer, token)


def test_keys_rotate_and_unknown_ones_are_not_asked_for_too_often(there: Provider, issuer: Issuer, clock: Clock):
    old = there.token()
    identify(issuer, old)
    there.rotate("two")
    clock.now += RETRY_AFTER + 1
    identify(issuer, *[there.token() for _ in range(20)])
    assert len(there.asked) == 4
    with pytest.raises(InvalidTokenError, match="unknown key"):
        identify(issuer, old)
    strange = [there.token(kid, there.keys["two"]) for kid in ("x", "y", "z")]
    for token in strange:
        with pytest.raises(InvalidTokenError, match="unknown key"):
            identify(issuer, token)
    assert len(there.asked) == 4


def test_a_provider_that_is_away_stops_nobody_whose_key_is_known(there: Provider, issuer: Issuer, clock: Clock):
    token = there.token()
    there.down = True
    with pytest.raises(ProviderError):
        identify(issuer, token)
    there.down = False
    clock.now += RETRY_AFTER + 1
    assert identify(issuer, token)[0].name == "pat"
    there.down = True
    clock.now += 4000
    assert identify(issuer, token)[0].name == "pat"


def test_a_provider_that_calls_itself_by_another_name_is_not_believed(there: Provider):
    with pytest.raises(ProviderError):
        identify(Issuer(OidcSettings(f"{there.url}/", AUDIENCE)), there.token())


def test_the_api_takes_its_tokens(settings: Neo4jSettings, there: Provider):
    def post(token: str) -> tuple[int, str]:
        sent = {"authorization": f"Bearer {token}"}
        answer = api.request("POST", "/graphql", json={"query": "{ __typename }"}, headers=sent)
        return answer.status_code, answer.text

    issuer = Issuer(OidcSettings(there.url, AUDIENCE))
    with serving(settings, access=Access(None, None, issuer)) as api:
        assert post(there.token(**EDITOR))[0] == 200
        assert post(there.token())[0] == 403
        status, said = post(there.token(exp=1))
        assert (status, "expired" in said) == (401, True)
        assert api.request("GET", "/graphql?query={__typename}").status_code == 401
