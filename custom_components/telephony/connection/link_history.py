"""What a connection went through, for diagnostics: when and what, never with whom."""

from collections import Counter, deque
from datetime import datetime
from typing import Any, Final, NamedTuple

from homeassistant.util import dt as dt_util

from ..cti.link import LinkStatus
from ..cti.model import CallEventType

LINK_EVENTS_KEPT: Final = 50


class LinkEvent(NamedTuple):
    """A state of the link, and how often it was told without anything between."""

    state: str
    reason: str | None
    first: datetime
    last: datetime
    times: int = 1

    def as_dict(self) -> dict[str, Any]:
        """Return what diagnostics show."""
        return {
            "state": self.state,
            "reason": self.reason,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "times": self.times,
        }


class ConnectionHistory:
    """The last events of the link, and how many events of each kind calls had."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.link_events: deque[LinkEvent] = deque(maxlen=LINK_EVENTS_KEPT)
        self.call_events: Counter[CallEventType] = Counter()

    def link(self, status: LinkStatus) -> None:
        """Remember what the link does; the kind of its reason only, a text may tell secrets."""
        now = dt_util.utcnow()
        reason = type(status.reason).__name__ if status.reason else None
        last = self.link_events[-1] if self.link_events else None
        if last and (last.state, last.reason) == (status.state, reason):
            self.link_events[-1] = last._replace(last=now, times=last.times + 1)
        else:
            self.link_events.append(LinkEvent(status.state, reason, now, now))
