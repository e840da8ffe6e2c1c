"""MonitorStart and MonitorStop (ECMA-269 clause 15)."""

from simulator.clock import Clock

from .connection import CstaConnection
from .context import Context, Handler
from .errors import CstaError, operation
from .messages import Element, child, text
from .monitors import Monitor, Monitors, read_filter

_HIDDEN = (
    *("bridged", "digitsDialed", "diverted", "failed", "held", "offered", "queued"),
    *("networkCapabilitiesChanged", "networkReached", "retrieved"),
)
_SENT = (
    *("callCleared", "conferenced", "connectionCleared", "delivered", "established"),
    *("originated", "serviceInitiated", "transferred"),
)
DOCUMENTED_FILTER = dict.fromkeys(_HIDDEN, True) | dict.fromkeys(_SENT, False)
"""The filter in the example of ECSS-10's document."""


class MonitorServices:
    """Begins and ends monitors, within the limits of the switch."""

    def __init__(self, context: Context, monitors: Monitors, clock: Clock) -> None:
        """Belong to one switch."""
        self._clock = clock
        self._next_start = clock.time()
        self._context = context
        self._monitors = monitors

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        return {"MonitorStart": self._start, "MonitorStop": self._stop}

    def _start(self, connection: CstaConnection, request: Element) -> Element:
        if (
            child(request, "monitorObject", "deviceObject") is None
            or text(request, "monitorType") == "call"
        ):
            raise operation("invalidMonitorObject")
        line = self._context.line(
            request, "monitorObject", "deviceObject", unknown="invalidMonitorObject"
        )
        self._check_limits(line)
        self._check_pace()
        options = self._context.options
        members, inverted = read_filter(request, options.profile.filter_mode)
        if options.filter_refusal and members != DOCUMENTED_FILTER:
            raise CstaError(*options.filter_refusal)
        monitor = Monitor(
            self._context.references.monitor(), line, connection, members, inverted
        )
        self._monitors.add(monitor)
        return self._context.make(
            "MonitorStartResponse",
            self._context.make("monitorCrossRefID", monitor.reference),
        )

    def _check_limits(self, line: str) -> None:
        if len(self._monitors) >= self._context.options.maximum_monitors:
            raise CstaError("systemResourceAvailibility", "overallMonitorLimitExceeded")
        if (
            len(self._monitors.of_line(line))
            >= self._context.options.maximum_monitors_per_line
        ):
            raise CstaError(
                "subscribedResourceAvailability", "objectMonitorLimitExceeded"
            )

    def _check_pace(self) -> None:
        """Refuse a monitor that comes too soon after another."""
        now = self._clock.time()
        if now < self._next_start:
            raise CstaError("performanceManagement", "performanceLimitExceeded")
        self._next_start = now + self._context.options.monitor_pause

    def _stop(self, connection: CstaConnection, request: Element) -> Element:
        monitor = self._monitors.get(text(request, "monitorCrossRefID") or "")
        if monitor is None or monitor.connection is not connection:
            raise operation("invalidCrossRefID")
        self._monitors.remove(monitor)
        return self._context.make("MonitorStopResponse")
