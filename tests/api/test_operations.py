"""What those who run it need: readiness, logs, traces."""

import io
import json
import logging
import sys

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.logs import ACCESS, configure, event
from api.reference import settings_page
from api.tracing import Tracing
from graph_schema.registry import SCHEMA_VERSION
from graph_store.database import Database
from graph_store.settings import Neo4jSettings
from tests.api.world import Api, serving
from tests.conftest import ROOT


def test_it_knows_the_version_of_the_schema_and_a_run_in_progress(api: Api, settings: Neo4jSettings):
    ready = {"status": "ready", "schema_version": SCHEMA_VERSION, "run_in_progress": 7}
    with Database(settings) as database, database.session() as session:
        made = "CREATE (:KnowledgeBase {key: 'this', schema_version: $version, writing: 7})"
        session.run(made, version=SCHEMA_VERSION).consume()
        try:
            assert api.request("GET", "/readyz").json() == ready
            session.run("MATCH (k:KnowledgeBase) SET k.schema_version = 99").consume()
            older = api.request("GET", "/readyz")
        finally:
            session.run("MATCH (k:KnowledgeBase) DELETE k").consume()
    assert older.status_code == 503
    assert "follows version 99" in older.json()["reason"]


def test_metrics_count_what_was_asked(api: Api):
    api.ask("{ personas { totalCount } }")
    api.post("{ nope }")
    numbers = api.request("GET", "/metrics")
    assert numbers.headers["content-type"].startswith("text/plain")
    assert 'journeygraph_operation_seconds_count{outcome="ok",type="query"}' in numbers.text
    assert 'journeygraph_refused_total{code="GRAPHQL"}' in numbers.text
    assert "process_resident_memory_bytes" in numbers.text


def test_an_operation_is_one_span_of_the_callers_trace(settings: Neo4jSettings):
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    trace = "0af7651916cd43dd8448eb211c80319c"
    with serving(settings, tracing=Tracing(provider)) as api:
        sent = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
        api.request("POST", "/graphql", json={"query": "query Who { personas { totalCount } }"}, headers=sent)
        api.post("{ nope }")
    first, second = spans.get_finished_spans()
    assert first.context is not None
    assert f"{first.context.trace_id:032x}" == trace
    told = dict(first.attributes or {})
    assert (told["graphql.operation.type"], told["graphql.operation.name"]) == ("query", "Who")
    assert dict(second.attributes or {})["error.type"] == "GRAPHQL"


@pytest.mark.parametrize("as_json", [True, False])
def test_logs_have_one_event_a_line(as_json: bool, monkeypatch: pytest.MonkeyPatch):
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers)
    monkeypatch.setattr(root, "level", root.level)
    configure(json=as_json)
    event(ACCESS, logging.INFO, "refused", status=401, path="/a b\nforged status=200", caller=None)
    logging.getLogger("journeygraph.api").error("error %s", "1", exc_info=ValueError("x"))
    event(logging.getLogger("other"), logging.INFO, "not written", secret="s")
    first, *more = written.getvalue().splitlines()
    if as_json:
        told = json.loads(first)
        assert told["path"] == "/a b\nforged status=200"
        assert (told["event"], told["level"], told["logger"]) == ("refused", "info", "journeygraph.access")
        assert "ValueError: x" in json.loads(more[0])["exception"]
    else:
        assert first == 'journeygraph.access INFO refused status=401 path="/a b\\nforged status=200"'
        assert more[0] == "journeygraph.api ERROR error 1"


def test_the_settings_in_the_docs_are_what_derives():
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    assert all(table in page for table in settings_page().split("\n\n")), "python -m api.reference"
