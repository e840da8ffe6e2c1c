"""Calls that a line asks for: what may be theirs waits until the switch has answered."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from ...errors import OutcomeUnknown
from ...model import Presentation
from ..wire.events import Event
from ..wire.identifiers import leg_of, own_device, same_number
from .causes import CALLS_BACK, MAKES_RING
from .connections import Connections

RINGING: Final = ("DeliveredEvent", "OfferedEvent")
LIFTED: Final = frozenset({"ServiceInitiatedEvent", "OriginatedEvent"})
UNHEARD: Final = frozenset({"DivertedEvent", "FailedEvent"})
"""How a call may end at a line before any bell."""
_STATES_AFTER: Final = {
    "DeliveredEvent": "alerting",
    "DivertedEvent": "null",
    "EstablishedEvent": "connected",
    "HeldEvent": "hold",
    "OfferedEvent": "alerting",
    "OriginatedEvent": "connected",
    "RetrievedEvent": "connected",
    "ServiceInitiatedEvent": "initiated",
}
"""The state of the connection that an event is about, after it (17.2)."""
_DEFERRED_LIMIT: Final = 100


def is_own(legs: Connections, event: Event) -> bool:
    """Whether an event is about the line's own connection."""
    device = event.connection.device
    if device and legs.is_own(device.number):
        return True
    return legs.is_own(event.device.number) or _is_alias(legs, event)


def _is_alias(legs: Connections, event: Event) -> bool:
    """Tell that the line is told under another name than its number (a SIP name, say).

    It is the device of its own connection in the call, or the one whose state has become what
    the event makes of it: localConnectionInfo is the monitored device's (ECMA-269, 17.2). What is
    told of a call that is not known yet is about the line itself, too: nobody else is in it. But
    of a ring group a colleague may be told first: only a name, never another number, rings here.
    A call in which the line goes by its number has no other name for it: what is told late there
    (the line has taken the call back meanwhile, say) would make the far end one.
    """
    device = event.connection.device
    name = (device.number if device else None) or event.device.number or ""
    own_state, state = event.own_state, _STATES_AFTER.get(event.name)
    if (leg := legs.get(event.call_id)) is not None:
        if leg.is_called(name):
            return True
        named = any(
            each and legs.is_own(each.number) for each, _ in leg.phones.values()
        )
        return not named and state is not None and own_state == state != leg.state
    if legs.ended(event.call_id):
        return False
    if event.name not in UNHEARD and own_state not in (None, state):
        return False
    if event.name in RINGING or event.name in UNHEARD:
        is_name = any(map(str.isalpha, name))
        return is_name and not legs.is_own(event.calling.number)
    return event.name in LIFTED


def is_outgoing(legs: Connections, event: Event) -> bool:
    """Whether an event's call was placed by the line.

    Somebody who shows our number to us is a caller; only the very phone that is said to call,
    or the cause, makes the call ours.
    """
    if event.cause == MAKES_RING:
        return True
    if not legs.is_own(event.calling.number):
        return False
    if event.name not in RINGING or event.cause in CALLS_BACK:
        return True
    calling = own_device(event.fields.get("callingDevice"))
    return bool(leg_of(calling)) and leg_of(calling) == leg_of(event.connection.device)


class Placing:
    """Keeps events back while the switch has not said which call is the one asked for.

    It may ring our phone before it answers, and not say for what call. Where it never answers,
    such a call is more likely ours than a caller's.
    """

    def __init__(
        self,
        legs: Connections,
        apply: Callable[[Event], None],
        doubt: Callable[[], None],
    ) -> None:
        """Keep nothing; `doubt` is called where events had to be given up."""
        self._legs = legs
        self._apply = apply
        self._doubt = doubt
        self._numbers: list[str] = []
        self._deferred: deque[Event] = deque()

    @contextmanager
    def asking(self, number: str) -> Iterator[None]:
        """While a call to this number is asked for, keep back events that may be its own."""
        self._numbers.append(number)
        try:
            yield
        except OutcomeUnknown:
            self._drop_nameless()
            raise
        finally:
            self._numbers.remove(number)
            while self._deferred and not self._numbers:
                self._apply(self._deferred.popleft())

    @property
    def is_asking(self) -> bool:
        """Whether a call is asked for, so that one that is not known may be it."""
        return bool(self._numbers)

    def keeps(self, event: Event) -> bool:
        """Keep an event back, if it may belong to a call that is just being placed."""
        keeps = self.is_asking and self._may_be_placed(event)
        if keeps:
            self._deferred.append(event)
        return keeps

    def _may_be_placed(self, event: Event) -> bool:
        if self._deferred:  # what comes later waits as well, so that the order is kept
            if full := len(self._deferred) >= _DEFERRED_LIMIT:
                self._doubt()
            return not full
        if event.name not in RINGING or self._legs.get(event.call_id):
            return False
        number = event.calling.number
        return (
            is_own(self._legs, event)
            and not is_outgoing(self._legs, event)
            and (number is None or any(same_number(number, n) for n in self._numbers))
        )

    def _drop_nameless(self) -> None:
        """Forget calls kept back of which nothing says who calls; the next event has the switch asked."""
        nameless = {
            event.call_id
            for event in self._deferred
            if event.name in RINGING
            and event.calling.presentation is Presentation.UNAVAILABLE
        }
        if nameless:
            self._doubt()
        kept = [each for each in self._deferred if each.call_id not in nameless]
        self._deferred = deque(kept)
