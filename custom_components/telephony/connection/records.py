"""What is kept of what happened: the log, its counters and missed calls, and the history.

It comes after the states are written, and nothing that goes wrong in it reaches them.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from homeassistant.core import Context, callback

from ..call_log.log import CallLog
from ..cti.model import CallEvent, CallEventType
from .bulkheads import Bulkheads
from .link_history import ConnectionHistory

MAX_WAITING: Final = 1000
"""Events that wait for a log that fails; beyond them the oldest is lost."""
MAX_TRIES: Final = 3


class Records:
    """Brings the events of calls into the log, and tries again what failed."""

    def __init__(
        self,
        call_log: CallLog,
        history: ConnectionHistory,
        bulkheads: Bulkheads,
        on_change: Callable[[str, Context | None], None],
    ) -> None:
        """Call `on_change` with each line whose log has changed."""
        self._history = history
        self._call_log = call_log
        self._bulkheads = bulkheads
        self._on_change = on_change
        self._waiting = deque[tuple[CallEvent, Context]](maxlen=MAX_WAITING)
        self._tries = 0

    @callback
    def async_add(self, events: tuple[CallEvent, ...], context: Context) -> None:
        """Take note of what happened to the calls of one line."""
        for event in events:
            self._history.call_events[event.type] += 1
            if event.type is CallEventType.ENDED or (
                event.type is CallEventType.OUTGOING and event.call.party.number
            ):
                self._waiting.append((event, context))
        if self._waiting:
            self.async_retry()

    @callback
    def async_retry(self) -> None:
        """Log what waits, in order, until something fails; that is dropped after three tries."""
        while self._waiting:
            event, context = self._waiting[0]
            try:
                changed = self._log(event)
            except Exception as error:  # noqa: BLE001  # calls go on without a log
                self._bulkheads.failed("call log", self._log, error)
                self._tries += 1
                if self._tries < MAX_TRIES:
                    return
                changed = False
            self._tries = 0
            self._waiting.popleft()
            if changed:
                self._on_change(event.call.line, context)

    def _log(self, event: CallEvent) -> bool:
        """Log one event; True where the log of its line changed."""
        call = event.call
        if event.type is CallEventType.ENDED:
            self._call_log.async_add(event)
            return True
        assert call.party.number is not None
        return self._call_log.async_called_back(call.line, call.party.number)
