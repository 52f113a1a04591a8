"""The explorer's page and its files: where they are served, to whom, and how long they may be kept."""

import gzip
from collections.abc import Iterator

import httpx
import pytest

from api.access.gate import Access
from api.access.tokens import TokenBook
from api.pages import PAGES, is_page
from graph_store.settings import Neo4jSettings
from tests.api.world import Api, serving

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = "console.log('a script that is long enough to be worth it')"


@pytest.fixture(scope="module")
def built(settings: Neo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server with a small explorer, that takes nobody without a token."""
    static = tmp_path_factory.mktemp("static")
    assets = static / "explorer" / "assets"
    assets.mkdir(parents=True)
    (static / "explorer" / "index.html").write_text("<!doctype html>The explorer", "utf-8")
    (static / "explorer" / "theme.js").write_text("theme", "utf-8")
    (assets / "index-AbCd1234.js").write_text(SCRIPT, "utf-8")
    (assets / "index-AbCd1234.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (assets / "inter-AbCd1234.woff2").write_bytes(b"letters")
    with serving(settings, static=static, access=Access(None, TokenBook(None, "g" * 32))) as api:
        yield api


def get(api: Api, path: str, **headers: str) -> httpx.Response:
    return api.request("GET", path, headers=headers)


@pytest.mark.parametrize(
    "path", ["/", *sorted(f"/{page}" for page in PAGES), "/node/step/a/b", "/journeys/naïve?zoom=micro"]
)
def test_strangers_get_the_page_at_each_of_its_addresses(built: Api, path: str):
    served = get(built, path, **BROWSER)
    assert (served.status_code, served.text) == (200, "<!doctype html>The explorer")
    assert served.headers["cache-control"] == "no-cache"


def test_the_page_runs_and_styles_nothing_that_stands_in_it(built: Api):
    rules = dict(
        rule.split(" ", 1) for rule in get(built, "/", **BROWSER).headers["content-security-policy"].split("; ")
    )
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert not any("unsafe" in rule for rule in rules.values())


def test_a_wrong_address_is_the_page_with_404_and_nothing_for_programs(api: Api, built: Api):
    known = {"authorization": f"Bearer {'g' * 32}"}
    assert get(built, "/nowhere", **BROWSER, **known).status_code == 404
    assert "The explorer" in get(built, "/nowhere", **BROWSER, **known).text
    assert get(built, "/nowhere", **BROWSER).status_code == 401
    for path in ("/nowhere", "/journeys/a"):
        program = get(built, path, accept="application/json", **known)
        assert (program.status_code, program.headers["content-type"]) == (404, "application/json")
    assert api.request("POST", "/journeys/a", json={}).status_code == 405


def test_files_with_a_hash_are_kept_for_good_and_others_asked_about(built: Api):
    def kept(path: str) -> str:
        return get(built, f"/static/explorer/{path}").headers["cache-control"]

    assert (
        kept("assets/index-AbCd1234.js") == kept("assets/inter-AbCd1234.woff2") == "public, max-age=31536000, immutable"
    )
    assert kept("theme.js") == kept("index.html") == "no-cache"


def test_a_file_is_sent_compressed_to_whoever_takes_it(built: Api):
    path = "/static/explorer/assets/index-AbCd1234.js"
    for accepted, encoding in (("br, gzip", "gzip"), ("identity", None), ("gzip;q=0", None)):
        served = get(built, path, **{"accept-encoding": accepted})
        assert (served.headers.get("content-encoding"), served.text) == (encoding, SCRIPT)
        assert served.headers["content-type"].startswith("text/javascript")
        assert served.headers["vary"] == "Accept-Encoding"
    whole = get(built, "/static/explorer/theme.js", **{"accept-encoding": "gzip"})
    assert (whole.headers.get("content-encoding"), whole.text) == (None, "theme")


def test_a_path_that_is_none_is_no_page():
    assert [is_page(path) for path in ("*", "", "/", "/load/1", "/loads", "//journeys")] == [
        False,
        False,
        True,
        True,
        False,
        False,
    ]
