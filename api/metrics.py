"""Numbers for Prometheus: what was asked, how long it took, what was refused, what is going on."""

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """The numbers of one application; `shared`: it is one of several workers that add up theirs."""

    def __init__(self, *, shared: bool = False) -> None:
        self._shared = shared
        self._registry = CollectorRegistry()
        self._operations = Histogram(
            "journeygraph_operation_seconds",
            "How long operations took, by type and outcome.",
            ("type", "outcome"),
            registry=self._registry,
            buckets=_BUCKETS,
        )
        refused = "Requests that went no further, by reason."
        self._refused = Counter("journeygraph_refused", refused, ("code",), registry=self._registry)
        self.running = self._gauge("journeygraph_operations_running", "Operations that run now.")
        self.waiting = self._gauge("journeygraph_operations_waiting", "Operations that wait for their turn.")
        if not shared:
            ProcessCollector(registry=self._registry)
            PlatformCollector(registry=self._registry)

    def ended(self, kind: str, outcome: str, seconds: float) -> None:
        """An operation ended."""
        self._operations.labels(kind, outcome).observe(seconds)

    def refused(self, code: str) -> None:
        """A request was refused."""
        self._refused.labels(code).inc()

    def page(self) -> bytes:
        """All numbers, of all workers, in Prometheus' text format."""
        registry: Any = self._registry
        if self._shared:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # pyright: ignore[reportUnknownMemberType]
        return generate_latest(registry)

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(name, about, registry=self._registry, multiprocess_mode="livesum")
