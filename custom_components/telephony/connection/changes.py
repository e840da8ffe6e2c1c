"""Who hears of what: listeners by topic and key, each safe from the others' faults."""

from collections import defaultdict
from collections.abc import Callable, Container, Hashable
from functools import partial
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, Context, callback

from ..call_log.entries import LineLog
from ..cti.model import CallEvent
from ..cti.routes import RouteRequest
from .bulkheads import Bulkheads
from .line_state import LineState
from .settings import GroupSettings, LineSettings, Options


class Topic[*Ts]:
    """What listeners hear of; its type parameters are what they are called with."""

    def __init__(self, name: str) -> None:
        """Name it for logs and diagnostics."""
        self.name = name


AVAILABILITY: Final = Topic[LineState]("availability")
"""A line became available or unavailable; told before all else. By line."""
STATE: Final = Topic[LineState, Context | None]("state")
"""A line's calls or availability changed. By line, group and EVERY_LINE."""
FEATURES: Final = Topic[LineState, Context | None]("features")
"""What a line offers besides calls changed, what can be asked of it, or its registration. By line."""
EVENT: Final = Topic[CallEvent, Context]("event")
"""Something happened to a call. By (line, group or EVERY_LINE; value of the event's type, or None for all)."""
SERVICE: Final = Topic[str]("service")
"""A phone went out of service or came back; told with the line. By (line, group or EVERY_LINE; whether it is in service)."""
LOG: Final = Topic[LineLog, Context | None]("log")
"""A line's log changed: finished calls, missed calls, counters. By line."""
MISSED: Final = Topic[str, Context | None]("missed")
"""A line has other unread missed calls than before; with the line. By line, group and EVERY_LINE."""
ROUTE: Final = Topic[RouteRequest]("route")
"""A call asks where to go. By EVERY_LINE."""
LINK: Final = Topic[()]("link")
"""The link came, went, or found another reason for being down."""
TOTALS: Final = Topic[()]("totals")
"""The connection's numbers may have changed, and have settled."""
ENTITIES: Final = Topic[LineSettings | GroupSettings | None]("entities")
"""A line or group has more entities than before or, with None, there are other lines or groups."""
NAMES: Final = Topic[()]("names")
"""Numbers may belong to others than before. By EVERY_LINE, and then by line, in slices."""
OPTIONS: Final = Topic[Options]("options")
"""The connection's options changed."""


class Changes:
    """The listeners of one connection; what changes costs only those who listen for it."""

    def __init__(self, bulkheads: Bulkheads) -> None:
        """Start without listeners."""
        self._bulkheads = bulkheads
        self._listeners: defaultdict[Any, dict[Hashable, dict[object, Any]]]
        self._listeners = defaultdict(dict)

    @callback
    def listen[*Ts](
        self, topic: Topic[*Ts], key: Hashable, listener: Callable[[*Ts], None]
    ) -> CALLBACK_TYPE:
        """Add a listener and return what removes it."""
        token = object()
        self._listeners[topic].setdefault(key, {})[token] = listener
        return partial(self._remove, topic, key, token)

    @callback
    def _remove(self, topic: object, key: Hashable, token: object) -> None:
        by_key = self._listeners[topic]
        listeners = by_key[key]
        del listeners[token]
        if not listeners:
            del by_key[key]

    def keys(self, topic: Topic[*tuple[Any, ...]]) -> Container[Hashable]:
        """Return what stands for the keys with listeners, now and later, to ask before notifying."""
        return self._listeners[topic]

    @callback
    def notify[*Ts](self, topic: Topic[*Ts], key: Hashable, *values: *Ts) -> None:
        """Call the listeners in the order in which they came."""
        if (listeners := self._listeners[topic].get(key)) is None:
            return
        for listener in tuple(listeners.values()):
            try:
                listener(*values)
            except Exception as error:  # noqa: BLE001  # the others and the connection go on
                self._bulkheads.failed(topic.name, listener, error)
