"""Traces for OpenTelemetry: one span for each operation. Off unless the environment says where they go."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from graph_schema.errors import UsageError


class Span(Protocol):
    """What an operation tells its span."""

    def set_attribute(self, key: str, value: Any) -> None:
        """Note something."""
        ...


class Tracing:
    """Makes spans with a tracer provider of OpenTelemetry; without one, none are made."""

    def __init__(self, provider: Any = None) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("journeygraph") if provider else None

    @contextmanager
    def span(self, headers: Mapping[str, str]) -> Generator[Span | None]:
        """A span as long as the operation; it continues the trace that the request's headers name."""
        if self._tracer is None:
            yield None
            return
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        context = TraceContextTextMapPropagator().extract(headers)
        with self._tracer.start_as_current_span("graphql", context=context, kind=SpanKind.SERVER) as span:
            yield span

    def close(self) -> None:
        """Send what is still to be sent."""
        if self._provider is not None:
            self._provider.shutdown()

    @classmethod
    def exporting(cls) -> "Tracing":
        """Sends spans to where the variables of OpenTelemetry say. Raises UsageError where it is not installed."""
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError as error:
            raise UsageError(
                "OTEL_EXPORTER_OTLP_ENDPOINT is set, and what sends traces is not installed.",
                "Install journeygraph with it, journeygraph[traces], or unset the variable.",
            ) from error
        provider = TracerProvider(resource=Resource.create({"service.name": "journeygraph"}))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        return cls(provider)
