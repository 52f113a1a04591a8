"""What the schema doesn't allow is found, one seeded violation at a time, with its element and what to do."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString, NamedTuple

import pytest

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.settings import Neo4jSettings
from loaders.pipeline import load
from tests.bundles import bundle, study
from tests.conftest import wipe

CONTENT: dict[str, Any] = {
    "sources": [study()],
    "quotes": [{"key": "said", "text": "It works."}],
    "personas": [{"key": "guest", "name": "Guest"}],
    "channels": [
        {"key": "web", "name": "Web", "quotes": ["said"]},
        {"key": "shop", "name": "Shop"},
        {"key": "desk", "name": "Desk"},
    ],
    "journeys": [{"key": "j", "name": "J"}, {"key": "k", "name": "K"}],
    "stages": [{"key": "j/s", "name": "S", "order": 1}, {"key": "k/s", "name": "S", "order": 1}],
    "steps": [{"key": "j/s/t", "name": "T", "via": "web"}, {"key": "k/s/t", "name": "T", "via": "shop"}],
    "emotions": [{"key": "joy", "name": "Joy"}],
    "feelings": [{"persona": "guest", "place": "step:j/s/t", "emotion": "joy", "score": 0.5}],
}


class Seeded(NamedTuple):
    """A violation, and what must be said of it."""

    cypher: LiteralString
    element: str
    found: str
    dropped: LiteralString = ""
    """The constraint or index that stands in its way."""


CASES = {
    "missing constraint": Seeded("DROP CONSTRAINT channel_key", "constraint channel_key", "It is missing."),
    "missing index": Seeded("DROP INDEX channel_name", "index channel_name", "It is missing."),
    "missing search index": Seeded("DROP INDEX search", "index search", "It is missing."),
    "index for constraint": Seeded(
        "CREATE INDEX channel_key FOR (n:Channel) ON (n.key)",
        "constraint channel_key",
        "An index of its name stands in its place.",
        "DROP CONSTRAINT channel_key",
    ),
    "unknown label": Seeded("CREATE (:Gadget {key: 'x'})", "label Gadget", "The schema has no such kind."),
    "unknown type": Seeded(
        "MATCH (a:Persona), (b:Channel {key: 'web'}) CREATE (a)-[:LIKES]->(b)",
        "type LIKES",
        "The schema has no such relationship.",
    ),
    "two labels": Seeded("MATCH (n:Persona) SET n:Channel", "node guest", "It is of 2 kinds:"),
    "no label": Seeded("CREATE ({key: 'bare'})", "node bare", "It is of no kind."),
    "no key": Seeded("CREATE (:Channel {name: 'X'})", "channel ", "It has no key."),
    "two of a key": Seeded(
        "CREATE (:Channel {key: 'web', name: 'Web'})",
        "channel:web",
        "There are 2 of this key.",
        "DROP CONSTRAINT channel_key",
    ),
    "wrong type": Seeded(
        "MATCH (n:Stage {key: 'j/s'}) SET n.order = 'first'",
        "stage:j/s",
        "order: It holds 'first', and it takes a value of type integer.",
    ),
    "type that would be read": Seeded(
        "MATCH (n:Stage {key: 'j/s'}) SET n.order = '1'", "stage:j/s", "it takes a value of type integer."
    ),
    "out of range": Seeded("MATCH (n:Feeling) SET n.score = 7.0", "feeling:", "score: Input should be less than"),
    "required": Seeded("MATCH (n:Channel {key: 'web'}) REMOVE n.name", "channel:web", "name: Field required."),
    "unknown property": Seeded(
        "MATCH (n:Channel {key: 'web'}) SET n.colour = 'red'", "channel:web", "colour: Extra inputs are not permitted."
    ),
    "no word of the vocabulary": Seeded(
        "MATCH (n:Quote) SET n.wording = 'sung'", "quote:said", "wording: Input should be 'verbatim' or 'paraphrase'."
    ),
    "no key by its form": Seeded("MATCH (n:Persona) SET n.key = 'A B'", "persona:A B", "'A B' is not a key"),
    "other values shown": Seeded(
        "MATCH (n:Channel {key: 'web'}) SET n.name = 'Wide'",
        "channel:web",
        "It shows other values than its datasets give.",
    ),
    "orphan": Seeded("CREATE (:Channel {key: 'lost', name: 'Lost'})", "channel:lost", "No dataset describes it."),
    "no container": Seeded(
        "MATCH (:Journey {key: 'j'})-[r:HAS_STAGE]->() DELETE r", "stage:j/s", "It has 0 of HAS_STAGE, it takes one."
    ),
    "two containers": Seeded(
        "MATCH (a:Journey {key: 'k'}), (b:Stage {key: 'j/s'}) "
        "CREATE (a)-[:HAS_STAGE {`from`: 'journey:k', `to`: 'stage:j/s'}]->(b)",
        "stage:j/s",
        "It has 2 of HAS_STAGE, it takes one.",
    ),
    "another's key": Seeded(
        "MATCH (:Journey {key: 'j'})-[r:HAS_STAGE]->(b) DELETE r WITH b MATCH (a:Journey {key: 'k'}) "
        "CREATE (a)-[:HAS_STAGE {`from`: 'journey:k', `to`: 'stage:j/s'}]->(b)",
        "stage:j/s",
        "Its key does not begin with its container's, 'k', and a slash.",
    ),
    "party missing": Seeded(
        "MATCH (:Feeling)-[r:FELT_BY]->() DELETE r", "feeling:", "It has 0 of FELT_BY, it takes one."
    ),
    "another party": Seeded(
        "MATCH (f:Feeling)-[r:FELT_AT]->() DELETE r WITH f MATCH (b:Step {key: 'k/s/t'}) "
        "CREATE (f)-[:FELT_AT {`from`: 'feeling:' + f.key, `to`: 'step:k/s/t'}]->(b)",
        "feeling:",
        "FELT_AT leads to step:k/s/t, and its dataset names step:j/s/t.",
    ),
    "a fact's key": Seeded(
        "MATCH ()-[d:DESCRIBES]->(:Feeling) SET d.party_felt_at = 'step:k/s/t'",
        "dataset:a DESCRIBES feeling:",
        "Its key is not the one that follows from its parties",
    ),
    "a fact's source": Seeded(
        "MATCH (n:Feeling) SET n.source = 'rumour'", "feeling:", 'It names what is not there: source "rumour".'
    ),
    "two ends where one is allowed": Seeded(
        "MATCH (a:Step {key: 'j/s/t'})-[r:VIA]->() MATCH (b:Channel {key: 'shop'}) "
        "CREATE (a)-[s:VIA {`from`: r.`from`, `to`: 'channel:shop', source: r.source, dataset: r.dataset}]->(b)",
        "step:j/s/t",
        "Source 'study' names 2 ends of VIA, and one is allowed.",
    ),
    "from is not the start": Seeded(
        "MATCH (:Step {key: 'j/s/t'})-[r:VIA]->() SET r.`from` = 'step:j/s/u'",
        "Step:j/s/t VIA Channel:web",
        "Its `from` and `to` are not its ends.",
    ),
    "to is missing": Seeded(
        "MATCH (:Step {key: 'j/s/t'})-[r:VIA]->() REMOVE r.`to`",
        "Step:j/s/t VIA Channel:web",
        "Its `from` and `to` are not its ends.",
    ),
    "kinds that are not related so": Seeded(
        "MATCH (a:Persona), (b:Channel {key: 'web'}) CREATE (a)-[:VIA]->(b)",
        "Persona:guest VIA Channel:web",
        "The schema doesn't relate these kinds so.",
    ),
    "unknown source": Seeded(
        "MATCH (:Step {key: 'j/s/t'})-[r:VIA]->() SET r.source = 'rumour'",
        "step:j/s/t VIA channel:web",
        'It names what is not there: source "rumour".',
    ),
    "unknown dataset": Seeded(
        "MATCH (:Step {key: 'j/s/t'})-[r:VIA]->() SET r.dataset = 'gone'",
        "step:j/s/t VIA channel:web",
        'It names what is not there: dataset "gone".',
    ),
    "unknown basis": Seeded(
        "MATCH (:Step {key: 'j/s/t'})-[r:VIA]->() SET r.basis = 'felt'",
        "step:j/s/t VIA channel:web",
        'It names what is not there: basis "felt".',
    ),
    "unknown quote": Seeded(
        "MATCH (:Step {key: 'j/s/t'})-[r:VIA]->() SET r.quotes = ['said', 'sung']",
        "step:j/s/t VIA channel:web",
        'It names what is not there: quote "sung".',
    ),
    "unknown quote of a description": Seeded(
        "MATCH (n:Quote) DETACH DELETE n",
        "dataset:a DESCRIBES channel:web",
        'It names what is not there: quote "said".',
    ),
    "unknown property of a claim": Seeded(
        "MATCH (:Step {key: 'j/s/t'})-[r:VIA]->() SET r.colour = 'red'",
        "step:j/s/t VIA channel:web",
        "colour: Extra inputs are not permitted.",
    ),
    "unknown value given": Seeded(
        "MATCH ()-[d:DESCRIBES]->(:Channel {key: 'web'}) SET d.gave_colour = 'red'",
        "dataset:a DESCRIBES channel:web",
        "colour: Extra inputs are not permitted.",
    ),
    "claim changed by hand": Seeded(
        "MATCH (:Step {key: 'j/s/t'})-[r:VIA]->() SET r.note = 'Really.'",
        "step:j/s/t VIA channel:web",
        "Its digest is not that of what it says: it was changed by hand.",
    ),
    "claim of no run": Seeded(
        "MATCH (:Step {key: 'j/s/t'})-[r:VIA]->() REMOVE r.run",
        "step:j/s/t VIA channel:web",
        "It does not say which run wrote it.",
    ),
    "run cut off": Seeded(
        "MATCH (k:KnowledgeBase) SET k.writing = 9, k.writer = 'elsewhere 1 1', k.heard = datetime('2020-01-01')",
        "knowledge_base:this",
        "Run 9 was cut off while it was being written.",
    ),
    "another version": Seeded(
        "MATCH (k:KnowledgeBase) SET k.schema_version = 0", "knowledge_base:this", "It follows version 0 of the schema"
    ),
    "no record of the whole": Seeded(
        "MATCH (k:KnowledgeBase) DELETE k", "knowledge_base:this", "It is missing, and there is dataset:a."
    ),
    "somebody forgotten": Seeded(
        "CREATE (:Forgotten {key: 'them', at: datetime()}) CREATE (:Response {key: 'r', respondent: 'them'})",
        "response:r",
        "It came from a respondent who is forgotten.",
    ),
    "run missing": Seeded("MATCH (r:LoadRun) DELETE r", "load_run:1", "It is missing, and changes name it."),
}


def of_schema(seeded: Seeded) -> bool:
    return bool(seeded.dropped) or seeded.cypher.startswith("DROP")


class Seen(Database):
    """A database as one transaction sees it, which is taken back in the end."""

    def __init__(self, database: Database, tx: Any) -> None:
        self.settings = database.settings
        self.tx = tx

    @contextmanager
    def session(self, *, read: bool = False) -> Generator[Any]:
        yield self.tx


@pytest.fixture(scope="module")
def loaded(settings: Neo4jSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with Database(settings) as database:
        fill(database, tmp_path_factory.mktemp("checked"))
        yield database


def fill(database: Database, folder: Path) -> None:
    wipe(database)
    with database.session() as session:
        lone = "SHOW INDEXES YIELD name, owningConstraint AS c WHERE name = 'channel_key' AND c IS NULL RETURN name"
        if session.run(lone).single():
            session.run("DROP INDEX channel_key").consume()
    load([bundle(folder, "a", **CONTENT)], database, REGISTRY)


def test_nothing_is_found_where_nothing_is_wrong(loaded: Database):
    assert list(check(loaded, REGISTRY)) == []


@pytest.mark.parametrize("name", [name for name, seeded in CASES.items() if not of_schema(seeded)])
def test_each_violation_is_found_and_explained(loaded: Database, name: str):
    with loaded.session() as session, session.begin_transaction() as tx:
        tx.run(CASES[name].cypher).consume()
        assert_found(Seen(loaded, tx), CASES[name])
        tx.rollback()


@pytest.mark.parametrize("name", [name for name, seeded in CASES.items() if of_schema(seeded)])
def test_each_violation_of_the_schema_is_found_and_explained(loaded: Database, name: str, tmp_path: Path):
    with loaded.session() as session:
        for cypher in (CASES[name].dropped, CASES[name].cypher):
            if cypher:
                session.run(cypher).consume()
    try:
        assert_found(loaded, CASES[name])
    finally:
        fill(loaded, tmp_path)


def assert_found(database: Database, seeded: Seeded) -> None:
    found = list(check(database, REGISTRY))
    said = [v for v in found if v.element.startswith(seeded.element) and seeded.found in v.found]
    assert len(said) == 1, found
    assert said[0].remedy.endswith(".")
