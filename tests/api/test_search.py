"""Search across all kinds, with what the words were found in."""

from typing import Any

import pytest

from api import search
from api.highlight import EXCERPT, highlights
from tests.api.world import Api

HIT = "edges { score node { kind key name } highlights { field text matches { start end } } }"


def found(api: Api, text: str, arguments: str = "", wanted: str = HIT) -> Any:
    """What a search for the text gives."""
    return api.ask(f"query ($text: String!) {{ search(text: $text{arguments}) {{ {wanted} }} }}", text=text)["search"]


def marked(highlight: dict[str, Any]) -> list[str]:
    """The words that a highlight marks, as JavaScript would cut them out."""
    units = highlight["text"].encode("utf-16-le")
    return [units[2 * match["start"] : 2 * match["end"]].decode("utf-16-le") for match in highlight["matches"]]


def test_nodes_are_found_by_words_in_one_query(api: Api):
    answer = found(api, "it hur", wanted=f"totalCount complete facets {{ kind count }} {HIT}")
    assert len(api.queries) == 1
    assert answer["totalCount"] == 1
    assert answer["complete"] is True
    assert answer["facets"] == [{"kind": "QUOTE", "count": 1}]
    (edge,) = answer["edges"]
    assert edge["node"] == {"kind": "QUOTE", "key": "q1", "name": "It hurts."}
    assert edge["score"] > 0
    (highlight,) = edge["highlights"]
    assert highlight["field"] == "text"
    assert highlight["text"] == "It hurts."
    assert marked(highlight) == ["It", "hurts"]


def test_a_hit_is_a_node_with_all_that_its_kind_has(api: Api):
    query = """{ search(text: "pat") { edges { node { id ... on Persona { goals painPoints(first: 2) { totalCount
        edges { node { severity } assertions { source } } } } } } } }"""
    (edge,) = api.ask(query)["search"]["edges"]
    assert edge["node"]["goals"] == ["read"]
    assert edge["node"]["painPoints"]["totalCount"] == 45
    assert len(api.queries) == 1


def test_pages_follow_one_another(api: Api):
    whole = found(api, "pain", ", first: 100", "totalCount edges { node { key } cursor score }")
    assert whole["totalCount"] == 45
    keys = [edge["node"]["key"] for edge in whole["edges"]]
    assert len(set(keys)) == 45
    assert [edge["score"] for edge in whole["edges"]] == sorted(
        (edge["score"] for edge in whole["edges"]), reverse=True
    )
    paged: list[str] = []
    after = ""
    while True:
        wanted = "pageInfo { hasNextPage hasPreviousPage endCursor } edges { node { key } }"
        page = found(api, "pain", f", first: 10{after}", wanted)
        assert page["pageInfo"]["hasPreviousPage"] is bool(after)
        paged += [edge["node"]["key"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = f', after: "{page["pageInfo"]["endCursor"]}"'
    assert paged == keys


def test_kinds_narrow_hits_total_and_facets(api: Api):
    wanted = "totalCount complete facets { kind count } edges { node { kind } }"
    everywhere = found(api, "s", ", first: 100", wanted)
    counts = {facet["kind"]: facet["count"] for facet in everywhere["facets"]}
    assert counts["STEP"] == 9
    assert [*counts.values()] == sorted(counts.values(), reverse=True)
    assert sum(counts.values()) == everywhere["totalCount"] == len(everywhere["edges"])
    narrowed = found(api, "s", ", kinds: [CHANNEL, STEP]", wanted)
    assert narrowed["facets"] == [{"kind": "STEP", "count": 9}, {"kind": "CHANNEL", "count": counts["CHANNEL"]}]
    assert narrowed["totalCount"] == 9 + counts["CHANNEL"]
    assert found(api, "s", ", kinds: []", wanted)["edges"] == []


def test_no_more_than_the_best_hits_are_looked_at(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search, "BOUND", 7)
    for arguments in ("", ", kinds: [PAIN_POINT]"):
        some = found(api, "pain", arguments, "totalCount complete facets { kind count } edges { node { key } }")
        assert some["totalCount"] == len(some["edges"]) == 7
        assert some["complete"] is False
        assert some["facets"] == [{"kind": "PAIN_POINT", "count": 7}]
    monkeypatch.setattr(search, "BOUND", 45)
    assert found(api, "pain", "", "totalCount complete") == {"totalCount": 45, "complete": True}


@pytest.mark.parametrize(
    ("text", "arguments", "argument"),
    [
        ("", "", "text"),
        (" \n", "", "text"),
        ("x" * 401, "", "text"),
        ("x", ", first: 101", "first"),
        ("x", ", first: -1", "first"),
        ("x", ', after: "WyJwYXQiXQ"', "after"),
        ("x", ", kinds: [DATASET]", "kinds"),
    ],
)
def test_what_cannot_be_taken_is_told(api: Api, text: str, arguments: str, argument: str):
    error = api.error(f"query ($text: String!) {{ search(text: $text{arguments}) {{ totalCount }} }}", text=text)
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": argument}
    assert api.queries == []


@pytest.mark.parametrize(
    "text", ["*", "~ ^ !", "name:*", '" OR *:*', "\\", "a AND", "(pat", "[* TO *]", "NOT pat", "/.*/", "\x00"]
)
def test_nothing_of_a_text_is_an_operator(api: Api, text: str):
    words = [word for word in ("pat", "name", "a") if word in text.lower()]
    answer = found(api, text)
    assert not answer["edges"] or words


def test_words_are_marked_where_they_are():
    def shown(text: str, *words: str) -> list[str]:
        (one,) = highlights({"name": text}, list(words))
        assert one.text == text
        return marked({"text": text, "matches": [match._asdict() for match in one.matches]})

    assert shown("Pay, and pay again: paying", "pay") == ["Pay", "pay", "paying"]
    # Only the last word can be unfinished.
    assert shown("Pay, and pay again: paying", "pay", "ag") == ["Pay", "pay", "again"]
    assert shown("Ein Café am Fluß", "cafe", "fluss") == ["Café", "Fluß"]
    assert shown("👋 hello, don’t", "don't") == ["don’t"]
    # An analyser that knows a language finds other endings than were asked for.
    assert shown("She reads the paper", "reading", "paper") == ["reads", "paper"]
    assert shown("これは漢字です", "漢字") == ["漢字"]


def test_long_texts_are_cut_between_words():
    text = "Before it. " * 50 + "Here is the needle, 👋, and a needle. " + "After it. " * 50
    (one,) = highlights({"text": text, "name": "Something else"}, ["needle"])
    assert one.field == "text"
    assert len(one.text) <= EXCERPT + 2
    assert one.text.startswith("…")
    assert one.text.endswith("…")
    assert one.text[1:-1] in text
    assert marked({"text": one.text, "matches": [match._asdict() for match in one.matches]}) == ["needle", "needle"]
    (one,) = highlights({"text": "x" * 1000}, ["x"])
    assert len(one.text) <= EXCERPT + 2
    assert [*highlights({"text": "nothing"}, ["else"])] == []


def test_the_question_finds_the_same(api: Api):
    for text, kinds in (("pain", "[]"), ("s", '["step", "stage"]'), ("it hurts", "[]")):
        of_field = kinds.upper().replace('"', "") if kinds != "[]" else "null"
        rows = api.ask(
            f'{{ askSearch(text: "{text}", kinds: {kinds}, limit: 100) {{ rows {{ score node {{ key }} }} }} }}'
        )
        edges = found(api, text, f", kinds: {of_field}, first: 100", "edges { score node { key } }")["edges"]
        assert sorted(rows["askSearch"]["rows"], key=str) == sorted(edges, key=str)
