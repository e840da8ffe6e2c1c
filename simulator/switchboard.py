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
        *,
        groups: Mapping[str, Group] | None = None,
        outside: Mapping[str, OutsideNumber] | None = None,
        options: ExchangeOptions | None = None,
    ) -> None:
        """Open an exchange with these lines; any other long number is outside."""
        self.loop = loop
        self.options = options or ExchangeOptions()
        self.lines: dict[str, LineSettings] = (
            dict(lines)
            if isinstance(lines, Mapping)
            else {number: LineSettings() for number in lines}
        )
        self.groups = dict(groups or {})
        self.outside = dict(outside or {})
        self.calls: dict[int, ExchangeCall] = {}
        self._legs_of: dict[str, dict[Leg, None]] = {}
        self._trunks_in_use = 0
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

    def _new_call(self, caller: str, called: str) -> ExchangeCall:
        """Open a call without legs."""
        self._last_call_id += 1
        call = ExchangeCall(self._last_call_id, caller, called)
        self.calls[call.id] = call
        return call

    def _next_leg_id(self) -> int:
        """Return a leg id that was never used."""
        self._last_leg_id += 1
        return self._last_leg_id

    def _add_leg(
        self,
        call: ExchangeCall,
        device: str,
        state: LegState,
        *,
        hidden: bool = False,
    ) -> Leg:
        """Bring a device into a call."""
        is_caller = device == call.caller
        leg = Leg(
            device,
            call,
            state,
            self._next_leg_id(),
            name=(is_caller and call.caller_name) or self.name_of(device),
            restricted=is_caller and call.caller_restricted,
            hidden=hidden,
        )
        self._enter(leg)
        return leg

    def _enter(self, leg: Leg) -> None:
        """Note a leg in its call and at its device."""
        leg.call.legs[leg.device] = leg
        self._legs_of.setdefault(leg.device, {})[leg] = None
        self._trunks_in_use += self._needs_trunk(leg)

    def _remove(self, leg: Leg) -> None:
        """Strike a leg off its call and its device."""
        if leg.call.legs.get(leg.device) is not leg:
            return
        self._trunks_in_use -= self._needs_trunk(leg)
        del leg.call.legs[leg.device]
        legs = self._legs_of[leg.device]
        del legs[leg]
        if not legs:
            del self._legs_of[leg.device]

    def _needs_trunk(self, leg: Leg) -> bool:
        """Tell whether a leg lies outside."""
        return not (leg.hidden or self.is_inside(leg.device))

    def _drop_leg(self, leg: Leg) -> None:
        """Take a device out of its call without a word."""
        leg.stop_timers()
        self._remove(leg)

    def _after(self, leg: Leg, seconds: float, callback: Callable[[Leg], None]) -> None:
        """Let something happen to a leg later, unless the leg changes first."""
        leg.timers.append(self.loop.call_later(seconds, callback, leg))

    def _party(self, call: ExchangeCall, device: str | None) -> Party | None:
        """Describe a device of a call to the others."""
        if device is None:
            return None
        if leg := call.legs.get(device):
            return Party(device, leg.name, leg.restricted)
        if device == call.caller:
            name = call.caller_name or self.name_of(device)
            return Party(device, name, call.caller_restricted)
        return Party(device, self.name_of(device))

    def _watchers(self, call: ExchangeCall) -> tuple[str, ...]:
        """Return the devices that learn of what happens in a call."""
        return tuple(leg.device for leg in call.legs.values() if not leg.hidden)

    def _emit(
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
        devices = dict.fromkeys((*self._watchers(call), *also))
        self._tell(
            ExchangeEvent(
                kind,
                cause,
                tuple(devices),
                call,
                leg,
                {device: member.state for device, member in call.legs.items()},
                self._party(call, call.caller),
                self._party(call, call.called),
                self._party(call, call.last_redirection),
                **details,
            )
        )

    def _emit_feature(
        self, kind: EventKind, device: str, **details: Unpack[EventDetails]
    ) -> None:
        """Tell everybody of a change of a line's settings."""
        self._tell(ExchangeEvent(kind, Cause.NORMAL, (device,), **details))

    def _tell(self, event: ExchangeEvent) -> None:
        """Hand an event to each listener."""
        for listener in tuple(self._listeners):
            listener(event)

    def _clear_leg(self, leg: Leg, cause: Cause, releasing: str | None) -> None:
        """End one device's part in a call."""
        also = () if leg.hidden else (leg.device,)
        self._drop_leg(leg)
        self._emit(
            EventKind.CONNECTION_CLEARED, leg, cause, also=also, releasing=releasing
        )

    def _end_if_over(
        self, call: ExchangeCall, cause: Cause, releasing: str | None
    ) -> None:
        """End a call in which nobody is left to talk to."""
        legs = [leg for leg in call.legs.values() if leg.state is not LegState.FAILED]
        if len(legs) > 1 and any(leg.state in ALIVE for leg in legs):
            return
        self._clear_everybody(call, cause, releasing)

    def _clear_everybody(
        self, call: ExchangeCall, cause: Cause, releasing: str | None
    ) -> None:
        """End a call for all who are in it."""
        last = None
        for leg in tuple(call.legs.values()):
            self._clear_leg(leg, cause, releasing)
            last = leg
        self._close_call(call, last, cause)

    def _close_call(self, call: ExchangeCall, last: Leg | None, cause: Cause) -> None:
        """Forget a call that has no legs any more."""
        if self.calls.pop(call.id, None) is None:
            return
        leg = last or Leg(call.caller, call, LegState.FAILED, self._next_leg_id())
        self._emit(EventKind.CALL_CLEARED, leg, cause)
