"""What Prometheus is told; docs/monitoring.md says what to watch."""

from threading import Thread
from typing import Final
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    start_http_server,
)

from custom_components.telephony.cti import CallEventType, Outcome

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0)


class Metrics:
    """All metrics of one gateway, each with the phone system's name where it's about one."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.registry = registry = CollectorRegistry()
        system = ["system"]
        self.lines = Gauge(
            "telephony_lines", "Lines by whether they are available",
            [*system, "available"], registry=registry,
        )  # fmt: skip
        self.calls = Gauge("telephony_calls", "Calls now", system, registry=registry)
        self.events = Counter(
            "telephony_events", "What happened to calls", [*system, "type"],
            registry=registry,
        )  # fmt: skip
        self.ended = Counter(
            "telephony_calls_ended", "Calls that are over, by how they ended",
            [*system, "outcome"], registry=registry,
        )  # fmt: skip
        self.link = Gauge(
            "telephony_link_up", "Whether the phone system is connected (1) or not (0)",
            system, registry=registry,
        )  # fmt: skip
        self.broker = Gauge(
            "telephony_broker_up", "Whether the broker is connected (1) or not (0)",
            system, registry=registry,
        )  # fmt: skip
        self.latency = Histogram(
            "telephony_publish_seconds",
            "Seconds from a change at the phone system until the broker has it",
            system, buckets=_BUCKETS, registry=registry,
        )  # fmt: skip
        self.unsent = Gauge(
            "telephony_unsent_events", "Events that wait for the broker",
            registry=registry,
        )  # fmt: skip
        self.dropped = Counter(
            "telephony_dropped_events", "Events that the broker was away too long for",
            system, registry=registry,
        )  # fmt: skip
        self.commands = Counter(
            "telephony_commands", "Commands by their result: ok, or an error's code",
            [*system, "command", "result"], registry=registry,
        )  # fmt: skip
        self.ignored = Counter(
            "telephony_ignored_messages", "Messages that aren't for this gateway, by why",
            [*system, "reason"], registry=registry,
        )  # fmt: skip

    def begin(self, system: str) -> None:
        """Tell of a phone system from zero: Prometheus sees no growth in what appears with one."""
        for gauge in (self.calls, self.link, self.broker, self.latency, self.dropped):
            gauge.labels(system)
        for event_type in CallEventType:
            self.events.labels(system, event_type)
        for outcome in Outcome:
            self.ended.labels(system, outcome)

    def serve(self, host: str, port: int) -> tuple[WSGIServer, Thread]:
        """Tell them to everybody who asks at an address; OSError where that's taken."""
        server: tuple[WSGIServer, Thread]
        server = start_http_server(port, host, self.registry)
        return server
