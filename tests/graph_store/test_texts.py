"""How full-text search reads texts is a setting."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from graph_schema.errors import UsageError
from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.doctor import State, examine_database
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from graph_store.texts import ANALYZERS, TextSettings

USUAL = "standard-no-stop-words"


@pytest.fixture
def usual(database: Database) -> Iterator[Database]:
    """A database whose index reads texts as usual, before and after."""
    usual = replace(database.settings, analyzer=USUAL)
    with Database(usual) as opened:
        apply_schema(opened, REGISTRY)
        yield database
        apply_schema(opened, REGISTRY)


def finds(database: Database, word: str) -> bool:
    query = "CALL db.index.fulltext.queryNodes('search', $word) YIELD node RETURN node.key"
    return bool(database.read(query, {"word": word}))


def with_analyzer(settings: Neo4jSettings, analyzer: str) -> Database:
    return Database(replace(settings, analyzer=analyzer))


def test_the_index_is_made_anew_where_the_setting_is_another(usual: Database):
    with usual.session() as session:
        session.run("CREATE (:Persona {key: 'reader', name: 'She reads the paper'})").consume()
    assert not finds(usual, "reading")
    told: list[str] = []
    with with_analyzer(usual.settings, "english") as other:
        (violation,) = [found for found in check(other, REGISTRY) if found.element == "index search"]
        assert "'standard-no-stop-words', and the settings say 'english'" in violation.found
        found = {finding.subject: finding for finding in examine_database(other.settings, REGISTRY)}
        assert found["search"].state is State.WARNING
        assert apply_schema(other, REGISTRY, told.append) == 1
        assert finds(other, "reading")
        assert apply_schema(other, REGISTRY, told.append) == 0
        assert "index search" not in [found.element for found in check(other, REGISTRY)]
    assert told == [
        "Search reads texts with the analyzer 'english' from now on, and no longer with 'standard-no-stop-words'."
    ]
    # Who says nothing leaves it to the others.
    assert apply_schema(usual, REGISTRY, told.append) == 0
    assert finds(usual, "reading")
    found = {finding.subject: finding for finding in examine_database(usual.settings, REGISTRY)}
    assert found["search"].found == "Texts are read with the analyzer 'english'."


def test_an_analyzer_that_is_not_there_changes_nothing(usual: Database):
    with with_analyzer(usual.settings, "germann") as other, pytest.raises(UsageError, match="'germann'") as refused:
        apply_schema(other, REGISTRY)
    assert "german" in refused.value.remedy
    assert finds(usual, "nothing") is False


def test_every_language_has_an_analyzer_that_there_is(database: Database):
    known = database.read("CALL db.index.fulltext.listAvailableAnalyzers() YIELD analyzer RETURN analyzer")
    assert {*ANALYZERS.values()} <= {row["analyzer"] for row in known}


@pytest.mark.parametrize(
    ("lang", "analyzer", "read"),
    [
        ("", "", ("", "")),
        ("de", "", ("de", "german")),
        ("de-AT", "", ("de-AT", "german")),
        ("pt-BR", "", ("pt-BR", "brazilian")),
        ("pt-PT", "", ("pt-PT", "portuguese")),
        ("tlh", "", ("tlh", "")),
        ("de", "standard-folding", ("de", "standard-folding")),
        ("", "english", ("", "english")),
    ],
)
def test_a_language_brings_its_analyzer(lang: str, analyzer: str, read: tuple[str, str]):
    environment = {"JOURNEYGRAPH_LANG": lang, "JOURNEYGRAPH_ANALYZER": analyzer}
    assert TextSettings.from_environment(environment) == TextSettings(*read)


@pytest.mark.parametrize("lang", ["german!", "d", "de_AT", '"><script>'])
def test_what_is_no_language_is_refused(lang: str):
    with pytest.raises(UsageError, match="JOURNEYGRAPH_LANG"):
        TextSettings.from_environment({"JOURNEYGRAPH_LANG": lang})
