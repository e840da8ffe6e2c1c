"""The exchange's books: lines, calls, legs, who listens, and how legs end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict, Unpack

from .calls import (
    Cause,
    Clock,
    ErrorCode,
    EventKind,
    ExchangeCall,
    ExchangeError,
    ExchangeEvent,
    ForwardingType,
    Group,
    Leg,
    LegState,
    LineSettings,
    Moved,
    OutsideNumber,
    Party,
)

type Listener = Callable[[ExchangeEvent], None]

ALIVE = frozenset({LegState.CONNECTED, LegState.HELD, LegState.INITIATED})


@dataclass
class ExchangeOptions:
    """How the whole exchange behaves."""

    ring_caller_first: bool = True
    """A call placed by a computer rings the caller's own phone before it is dialled."""
    ring_seconds: float = 30.0
    tone_seconds: float = 5.0
    """How long a caller hears a tone after a failure before the call is cleared."""
    trunks: int = 1000
    service_initiated: bool = True
    digits_dialed: bool = False
    lift_event: EventKind = EventKind.ORIGINATED
    """What is told when the caller's own phone, rung first, is lifted."""
    busy_line_sees_failure: bool = False
    blind_transfer_keeps_call: bool = False
    """A blind transfer goes on under the old call's id, as ECSS-10 shows it."""


class EventDetails(TypedDict, total=False):
    """What only some events carry."""

    releasing: str | None
    destination: str | None
    old_call_ids: tuple[int, ...]
    moved: tuple[Moved, ...]
    dropped: tuple[Leg, ...]
    digits: str
    enabled: bool
    forwarding_type: ForwardingType
    number: str | None


class Switchboard:
    """Keeps the truth about calls and tells every listener of each change."""

    def __init__(
        self,
        loop: Clock,
        lines: Iterable[str] | Mapping[str, LineSettings],
        groups: Mapping[str, Group],
        outside: Mapping[str, OutsideNumber],
        options: ExchangeOptions,
    ) -> None:
        """Open the books for these lines; any other long number is outside."""
        self.loop = loop
        self.options = options
        self.lines: dict[str, LineSettings] = (
            dict(lines)
            if isinstance(lines, Mapping)
            else {number: LineSettings() for number in lines}
        )
        self.groups = groups
        self.outside = dict(outside)
        self.calls: dict[int, ExchangeCall] = {}
        self._legs_of: dict[str, dict[Leg, None]] = {}
        self.trunks_in_use = 0
        self._listeners: list[Listener] = []
        self._last_call_id = 0
        self._last_leg_id = 0

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell a listener of every event until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def calls_of(self, device: str) -> tuple[Leg, ...]:
        """Return a device's legs, in the order in which it came to them."""
        return tuple(leg for leg in self._legs_of.get(device, ()) if not leg.hidden)

    def snapshot(self) -> dict[str, dict[int, LegState]]:
        """Return every line's calls and the line's state in each."""
        return {
            device: {leg.call.id: leg.state for leg in self.calls_of(device)}
            for device in self.lines
        }

    def call(self, call_id: int) -> ExchangeCall:
        """Return a call that exists."""
        if (call := self.calls.get(call_id)) is None:
            raise ExchangeError(ErrorCode.UNKNOWN_CALL)
        return call

    def leg(self, device: str, call_id: int) -> Leg:
        """Return a device's leg in a call."""
        leg = self.call(call_id).legs.get(device)
        if leg is None or leg.hidden:
            raise ExchangeError(ErrorCode.NOT_IN_CALL)
        return leg

    def line(self, device: str) -> LineSettings:
        """Return the settings of a line that exists."""
        if (line := self.lines.get(device)) is None:
            raise ExchangeError(ErrorCode.UNKNOWN_DEVICE)
        return line

    def is_inside(self, device: str) -> bool:
        """Tell whether a number is a line or a group of this exchange."""
        return device in self.lines or device in self.groups

    def name_of(self, device: str) -> str | None:
        """Return the name that the exchange shows for a number."""
        if line := self.lines.get(device):
            return line.name
        outside = self.outside.get(device)
        return outside.name if outside else None

    def new_call(self, caller: str, called: str) -> ExchangeCall:
        """Open a call without legs."""
        self._last_call_id += 1
        call = ExchangeCall(self._last_call_id, caller, called)
        self.calls[call.id] = call
        return call

    def new_leg(self, call: ExchangeCall, device: str, state: LegState) -> Leg:
        """Return a leg that is in no book yet, under an id that was never used."""
        self._last_leg_id += 1
        party = self.party(call, device)
        return Leg(device, call, state, self._last_leg_id, party.name, party.restricted)

    def add_leg(
        self, call: ExchangeCall, device: str, state: LegState, *, hidden: bool = False
    ) -> Leg:
        """Bring a device into a call."""
        leg = self.new_leg(call, device, state)
        leg.hidden = hidden
        self._enter(leg)
        return leg

    def _enter(self, leg: Leg) -> None:
        """Note a leg in its call and at its device."""
        leg.call.legs[leg.device] = leg
        self._legs_of.setdefault(leg.device, {})[leg] = None
        self.trunks_in_use += self._needs_trunk(leg)

    def _remove(self, leg: Leg) -> None:
        """Strike a leg off its call and its device."""
        if leg.call.legs.get(leg.device) is leg:
            self.trunks_in_use -= self._needs_trunk(leg)
            del leg.call.legs[leg.device]
            del self._legs_of[leg.device][leg]

    def _needs_trunk(self, leg: Leg) -> bool:
        """Tell whether a leg lies outside."""
        return not (leg.hidden or self.is_inside(leg.device))

    def move(self, leg: Leg, call: ExchangeCall) -> Moved:
        """Move a leg with its timers into another call, under a new id."""
        moved = Moved(leg, leg.call.id, leg.leg_id)
        self._remove(leg)
        self._last_leg_id += 1
        leg.call, leg.leg_id = call, self._last_leg_id
        self._enter(leg)
        return moved

    def drop(self, leg: Leg) -> None:
        """Take a device out of its call without a word."""
        leg.stop_timers()
        self._remove(leg)

    def after(self, leg: Leg, seconds: float, callback: Callable[[Leg], None]) -> None:
        """Let something happen to a leg later, unless the leg changes first."""
        leg.timers.append(self.loop.call_later(seconds, callback, leg))

    def party(self, call: ExchangeCall, device: str) -> Party:
        """Describe a device of a call to the others."""
        if leg := call.legs.get(device):
            return Party(device, leg.name, leg.restricted)
        if device == call.caller:
            name = call.caller_name or self.name_of(device)
            return Party(device, name, call.caller_restricted)
        return Party(device, self.name_of(device))

    def emit(
        self,
        kind: EventKind,
        leg: Leg,
        cause: Cause,
        *,
        also: Iterable[str] = (),
        **details: Unpack[EventDetails],
    ) -> None:
        """Tell everybody of an event of a call."""
        call = leg.call
        watchers = (each.device for each in call.legs.values() if not each.hidden)
        sender = call.last_redirection
        self.tell(
            ExchangeEvent(
                kind,
                cause,
                tuple(dict.fromkeys((*watchers, *also))),
                call,
                leg,
                {device: member.state for device, member in call.legs.items()},
                self.party(call, call.caller),
                self.party(call, call.called),
                self.party(call, sender) if sender else None,
                **details,
            )
        )

    def tell(self, event: ExchangeEvent) -> None:
        """Hand an event to each listener."""
        for listener in tuple(self._listeners):
            listener(event)

    def divert(self, leg: Leg, cause: Cause, destination: str) -> None:
        """Take a call away from a device from which it goes elsewhere."""
        self.drop(leg)
        self.emit(
            EventKind.DIVERTED, leg, cause, also=(leg.device,), destination=destination
        )
        leg.call.redirections.append(leg.device)

    def clear_leg(self, leg: Leg, cause: Cause, releasing: str | None) -> None:
        """End one device's part in a call."""
        also = () if leg.hidden else (leg.device,)
        self.drop(leg)
        self.emit(
            EventKind.CONNECTION_CLEARED, leg, cause, also=also, releasing=releasing
        )

    def clear(self, leg: Leg, cause: Cause, releasing: str | None = None) -> None:
        """End one device's part in a call, and the call if nobody is left to talk to."""
        self.clear_leg(leg, cause, releasing)
        self.end_if_over(leg.call, cause, releasing)

    def end_if_over(
        self, call: ExchangeCall, cause: Cause, releasing: str | None
    ) -> None:
        """End a call in which nobody is left to talk to."""
        legs = [leg for leg in call.legs.values() if leg.state is not LegState.FAILED]
        if len(legs) < 2 or not any(leg.state in ALIVE for leg in legs):
            self.clear_everybody(call, cause, releasing)

    def clear_everybody(
        self, call: ExchangeCall, cause: Cause, releasing: str | None = None
    ) -> None:
        """End a call for all who are in it."""
        last = None
        for leg in tuple(call.legs.values()):
            self.clear_leg(leg, cause, releasing)
            last = leg
        if self.calls.pop(call.id, None) is not None:
            last = last or self.new_leg(call, call.caller, LegState.FAILED)
            self.emit(EventKind.CALL_CLEARED, last, cause)
