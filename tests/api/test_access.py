"""Who may ask: tokens, roles, loopback, and what strangers are told."""

import json
import logging
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import strawberry

from api.access.gate import Access
from api.access.identity import ANONYMOUS, LOCAL, LOCAL_READER, ForbiddenError, Identity, Role, required
from api.access.policy import is_loopback, strangers
from api.access.tokens import PREFIX, TokenBook, TokenFile, TokenFileError, duration
from api.limits import Limits
from api.schema import Schema, stages
from api.settings import ApiSettings
from graph_schema.errors import NotFoundError, UsageError
from graph_store.settings import Neo4jSettings
from tests.api.world import Api, serving

pytestmark = pytest.mark.usefixtures("sample")
ASK = {"query": "{ __typename }"}
GIVEN = "g" * 32


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "home" / "tokens.json")


@pytest.fixture
def guarded(settings: Neo4jSettings, file: TokenFile) -> Iterator[Api]:
    """A server whose tokens are in a file that is not there yet; it lets in whoever is on this machine."""
    with serving(settings, access=Access(LOCAL, TokenBook(file, ""))) as api:
        yield api


def status(api: Api, token: str | None, **headers: str) -> int:
    sent = {"authorization": f"Bearer {token}"} if token is not None else {}
    return api.request("POST", "/graphql", json=ASK, headers=sent | headers).status_code


def test_a_token_is_made_used_and_revoked_while_the_server_runs(guarded: Api, file: TokenFile):
    assert status(guarded, None) == 200
    reader = file.create("dashboard", Role.READER, None)
    assert status(guarded, None) == 401
    assert status(guarded, reader) == 200
    editor = file.create("loader", Role.EDITOR, timedelta(days=90))
    assert status(guarded, editor) == 200
    file.revoke("dashboard")
    assert status(guarded, reader) == 401
    assert status(guarded, editor) == 200
    file.revoke("loader")
    assert status(guarded, editor) == 401
    assert status(guarded, None) == 401


def test_a_client_is_told_who_asks_and_may_keep_no_answer_to_somebody_else(guarded: Api, file: TokenFile):
    asked = {"query": "{ caller { name role } }"}
    assert guarded.ask(asked["query"]) == {"caller": {"name": "local", "role": "READER"}}
    told: list[tuple[str, dict[str, str]]] = []
    for name, role in (("dashboard", Role.READER), ("loader", Role.EDITOR)):
        headers = {"authorization": f"Bearer {file.create(name, role, None)}"}
        answer = guarded.request("GET", "/graphql", params=asked, headers=headers)
        told.append((answer.headers.get("etag", ""), answer.json()["data"]["caller"]))
    assert [caller for _, caller in told] == [
        {"name": "dashboard", "role": "READER"},
        {"name": "loader", "role": "EDITOR"},
    ]
    assert told[0][0] != told[1][0]


def test_without_the_file_nobody_is_let_in_again(guarded: Api, file: TokenFile):
    token = file.create("once", Role.READER, None)
    assert status(guarded, token) == 200
    file.path.unlink()
    assert status(guarded, token) == 401
    assert status(guarded, None) == 401


def test_a_damaged_file_lets_nobody_in_and_says_so(guarded: Api, file: TokenFile):
    token = file.create("good", Role.READER, None)
    assert status(guarded, token) == 200
    file.path.write_text("{", "utf-8")
    refused = guarded.request("POST", "/graphql", json=ASK, headers={"authorization": f"Bearer {token}"})
    assert refused.status_code == 503
    assert refused.json()["errors"][0]["extensions"]["code"] == "ACCESS_UNAVAILABLE"
    assert guarded.request("GET", "/healthz").status_code == 200


def test_a_token_expires(guarded: Api, file: TokenFile):
    short = file.create("short", Role.READER, timedelta(hours=-1))
    assert status(guarded, short) == 401
    assert file.create("short", Role.READER, None) != short


def test_the_file_holds_no_token_and_is_its_owners_only(file: TokenFile):
    token = file.create("secret", Role.EDITOR, timedelta(days=1))
    assert token.startswith(PREFIX)
    assert len(token) == len(PREFIX) + 43
    assert token not in file.path.read_text("utf-8")
    assert token.removeprefix(PREFIX) not in file.path.read_text("utf-8")
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert [path.name for path in file.path.parent.iterdir() if path.suffix != ".lock"] == ["tokens.json"]
    (kept,) = file.tokens()
    assert kept.expires is not None
    assert kept.expires - kept.created == timedelta(days=1)


def test_what_cannot_be_is_told(file: TokenFile):
    file.create("one", Role.READER, None)
    with pytest.raises(UsageError, match="already"):
        file.create("one", Role.READER, None)
    for name in ("", "Two", "a b", "-x", "x" * 65, "a\n"):
        with pytest.raises(UsageError, match="no name"):
            file.create(name, Role.READER, None)
    with pytest.raises(NotFoundError):
        file.revoke("two")
    file.path.write_text('{"tokens": [{"name": 1}]}', "utf-8")
    with pytest.raises(TokenFileError, match="can't be read"):
        file.tokens()


@pytest.mark.parametrize(
    ("text", "time"), [("12h", timedelta(hours=12)), ("90d", timedelta(90)), ("1y", timedelta(365)), ("never", None)]
)
def test_times_are_read_as_people_write_them(text: str, time: timedelta | None):
    assert duration(text) == time


@pytest.mark.parametrize("text", ["", "0d", "90", "d", "-1d", "1m", "999999d"])
def test_other_times_are_refused(text: str):
    with pytest.raises(UsageError):
        duration(text)


@pytest.mark.parametrize(
    "sent", ["Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer jg_wrong", "Bearer a.b.c", "jg_wrong", "Bearer \xff"]
)
def test_a_credential_that_does_not_hold_is_refused_with_a_challenge(settings: Neo4jSettings, sent: str):
    with serving(settings, access=Access(None, TokenBook(None, GIVEN))) as api:
        refused = api.request("POST", "/graphql", json=ASK, headers={"authorization": sent.encode("latin-1")})
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == 'Bearer realm="journeygraph", error="invalid_token"'
    assert refused.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_strangers_learn_nothing_but_whether_it_lives(settings: Neo4jSettings):
    with serving(settings, access=Access(None, TokenBook(None, GIVEN))) as api:
        for method, path in (("GET", "/graphql"), ("POST", "/graphql"), ("GET", "/metrics"), ("GET", "/nothing")):
            headers = {"accept": "text/html", "content-type": "application/json"}
            refused = api.request(method, path, headers=headers)
            assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="journeygraph"')
            assert "GraphiQL" not in refused.text
        assert api.request("GET", "/healthz").json() == {"status": "ok"}
        assert api.request("GET", "/readyz").json() == {"status": "ready"}
        known = {"authorization": f"Bearer {GIVEN}"}
        assert "schema_version" in api.request("GET", "/readyz", headers=known).json()
        assert "journeygraph_operation_seconds" in api.request("GET", "/metrics", headers=known).text
        two = [("authorization", f"Bearer {GIVEN}"), ("authorization", "Bearer other")]
        assert api.request("POST", "/graphql", json=ASK, headers=two).status_code == 401


def test_on_this_machine_a_change_has_to_be_meant(api: Api):
    assert Access().strangers == LOCAL
    with pytest.raises(ForbiddenError, match="X-Journeygraph: 1"):
        LOCAL_READER.require(Role.EDITOR)
    LOCAL.require(Role.EDITOR)
    assert status(api, None) == 200
    for name in ("x-forwarded-for", "x-forwarded-proto", "forwarded", "via", "cf-connecting-ip"):
        assert status(api, None, **{name: "10.0.0.1"}) == 401


def test_roles(settings: Neo4jSettings):
    ANONYMOUS.require(Role.READER)
    for who in (ANONYMOUS, Identity("pat", None, "oidc")):
        with pytest.raises(ForbiddenError):
            who.require(Role.EDITOR)
    with pytest.raises(ForbiddenError):
        required({}, Role.READER)
    nobody = Access(Identity("pat", None, "oidc"))
    with serving(settings, access=nobody) as api:
        refused = api.request("POST", "/graphql", json={"query": "{ personas { totalCount } }"})
        assert refused.status_code == 403
        assert refused.json()["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
        assert "data" not in refused.json()
        assert not api.queries


def test_refusals_are_written_down_without_secrets(settings: Neo4jSettings, caplog: pytest.LogCaptureFixture):
    with (
        caplog.at_level(logging.INFO, "journeygraph.access"),
        serving(settings, access=Access(None, TokenBook(None, GIVEN))) as api,
    ):
        status(api, "jg_not-this-one")
        status(api, GIVEN)
    (record,) = caplog.records
    fields = vars(record)["fields"]
    assert fields["status"] == 401
    assert fields["code"] == "UNAUTHENTICATED"
    assert fields["client"] == "127.0.0.1"
    assert "jg_not-this-one" not in json.dumps(fields)


def test_a_server_that_others_reach_needs_a_credential_or_a_plain_word():
    for host in ("0.0.0.0", "::", "10.1.2.3", "example.com"):
        assert not is_loopback(host)
        with pytest.raises(UsageError, match="token create"):
            strangers(host, configured=False, allow_anonymous=False)
        assert strangers(host, configured=True, allow_anonymous=False) is None
        assert strangers(host, configured=False, allow_anonymous=True) == ANONYMOUS
    assert strangers("127.0.0.9", configured=False, allow_anonymous=False) == LOCAL
    assert strangers("::1", configured=True, allow_anonymous=False) is None
    with pytest.raises(UsageError, match="nobody is anonymous"):
        strangers("127.0.0.1", configured=True, allow_anonymous=True)


def test_settings_are_read_from_the_environment(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text(f"{GIVEN}\n", "utf-8")
    read = ApiSettings.from_environment(
        {
            "JOURNEYGRAPH_TOKEN_FILE": str(secret),
            "JOURNEYGRAPH_MAX_DEPTH": "7",
            "JOURNEYGRAPH_SECONDS": "1.5",
            "JOURNEYGRAPH_ORIGINS": "https://a.example, http://localhost:5173",
            "JOURNEYGRAPH_HOSTS": "API.example.org, [::1]",
            "JOURNEYGRAPH_LOG_FORMAT": "json",
        }
    )
    assert (read.token, read.limits.max_depth, read.limits.seconds, read.json_logs) == (GIVEN, 7, 1.5, True)
    assert read.origins == {"https://a.example", "http://localhost:5173"}
    assert read.hosts == {"api.example.org", "::1"}
    assert GIVEN not in repr(read)
    assert ApiSettings.from_environment({}) == ApiSettings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("JOURNEYGRAPH_TOKEN", "short", "5 characters"),
        ("JOURNEYGRAPH_TOKEN_FILE", "/nowhere", "can't be read"),
        ("JOURNEYGRAPH_MAX_DEPTH", "deep", "JOURNEYGRAPH_MAX_DEPTH is 'deep'"),
        ("JOURNEYGRAPH_MAX_NODES", "0", "JOURNEYGRAPH_MAX_NODES is '0'"),
        ("JOURNEYGRAPH_MAX_PAGE", "5", "20 edges by default"),
        ("JOURNEYGRAPH_ORIGINS", "*", "no origin"),
        ("JOURNEYGRAPH_ORIGINS", "https://a.example/", "no origin"),
        ("JOURNEYGRAPH_HOSTS", "api.example.org:443", "no name of a server"),
        ("JOURNEYGRAPH_HOSTS", "[", "no name of a server"),
        ("JOURNEYGRAPH_HOSTS", "https://api.example.org", "no name of a server"),
        ("JOURNEYGRAPH_ARRIVAL", "0", "JOURNEYGRAPH_ARRIVAL is '0'"),
        ("JOURNEYGRAPH_LOG_FORMAT", "xml", "text or json"),
        ("JOURNEYGRAPH_OIDC_ISSUER", "https://id.example", "AUDIENCE"),
    ],
)
def test_a_setting_that_cannot_be_taken_is_told(name: str, value: str, said: str):
    with pytest.raises(UsageError, match=said.replace("*", ".")):
        ApiSettings.from_environment({name: value})


def test_an_issuer_is_asked_over_https_only():
    environment = {"JOURNEYGRAPH_OIDC_ISSUER": "http://id.example", "JOURNEYGRAPH_OIDC_AUDIENCE": "jg"}
    with pytest.raises(UsageError, match="https"):
        ApiSettings.from_environment(environment)


@strawberry.type
class Reading:
    @strawberry.field
    def answer(self) -> int:
        return 42


@strawberry.type
class Changing:
    @strawberry.mutation
    def change(self, info: strawberry.Info, fails: bool = False) -> str:
        if fails:
            raise NotFoundError("There is nothing.")
        return required(info.context, Role.EDITOR).name


@pytest.fixture(scope="module")
def changeable() -> Schema:
    return Schema(query=Reading, mutation=Changing, extensions=stages(Limits()))


def change(api: Api, token: str = "", method: str = "POST", **headers: str) -> tuple[int, str]:
    sent = {"authorization": f"Bearer {token}"} if token else {}
    body = {"query": "mutation Change { change }"}
    options: dict[str, object] = {"json": body} if method == "POST" else {"params": body}
    answer = api.request(method, "/graphql", headers=sent | headers, **options)
    return answer.status_code, answer.text


def test_changes_need_an_editor_and_are_written_down(
    settings: Neo4jSettings, file: TokenFile, changeable: Schema, caplog: pytest.LogCaptureFixture
):
    with (
        caplog.at_level(logging.INFO, "journeygraph.access"),
        serving(settings, schema=changeable, access=Access(LOCAL, TokenBook(file))) as api,
    ):
        assert change(api)[0] == 403
        assert change(api, method="GET")[0] == 405
        meant = {"x-journeygraph": "1"}
        assert change(api, **meant) == (200, '{"data":{"change":"local"}}')
        assert change(api, method="GET", **meant)[0] == 405
        reader, editor = file.create("r", Role.READER, None), file.create("e", Role.EDITOR, None)
        assert change(api, **meant)[0] == 401
        assert change(api, reader, **meant)[0] == 403
        assert change(api, editor) == (200, '{"data":{"change":"e"}}')
    told = [(record.getMessage(), vars(record)["fields"]) for record in caplog.records]
    assert [name for name, _ in told] == [*["refused"] * 2, "changing", *["refused"] * 3, "changing"]
    last = {name: told[-1][1][name] for name in ("operation", "fields", "caller", "via", "outcome")}
    assert last == {"operation": "Change", "fields": ("change",), "caller": "e", "via": "token", "outcome": "ok"}


def test_a_change_that_fails_is_written_down_as_such(
    settings: Neo4jSettings, changeable: Schema, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.INFO, "journeygraph.access"), serving(settings, schema=changeable) as api:
        body = {"query": "mutation { change(fails: true) }"}
        answer = api.request("POST", "/graphql", json=body, headers={"x-journeygraph": "1"})
    assert answer.json()["errors"][0]["extensions"] == {"code": "NOT_FOUND"}
    assert vars(caplog.records[-1])["fields"]["outcome"] == "NOT_FOUND"
