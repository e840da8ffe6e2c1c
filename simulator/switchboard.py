"""The exchange's books: lines, calls, legs, who listens, and how legs end."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Unpack

from .calls import (
    Cause,
    ErrorCode,
    EventKind,
    ExchangeCall,
    ExchangeError,
    ExchangeEvent,
    Group,
    Leg,
    LegState,
    LineSettings,
    Moved,
    OutsideNumber,
    Party,
)
from .clock import Clock
from .event_details import EventDetails
from .options import ExchangeOptions
from .stories import Fate, Story

type Listener = Callable[[ExchangeEvent], None]

STORIES = 10_000
TALKS = (LegState.CONNECTED, LegState.HELD)
ALIVE = frozenset({LegState.CONNECTED, LegState.HELD, LegState.INITIATED})


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
        self.stories: deque[Story] = deque(maxlen=STORIES)
        """What truly became of the lines' calls, the oldest first."""
        self._legs_of: dict[str, dict[Leg, None]] = {}
        self._listeners: list[Listener] = []
        self.trunks_in_use = self._last_call_id = self._last_leg_id = 0

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell a listener of every event until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def calls_of(self, device: str) -> tuple[Leg, ...]:
        """Return a device's legs, in the order in which it came to them."""
        return tuple(leg for leg in self._legs_of.get(device, ()) if not leg.hidden)

    def load_of(self, device: str) -> int:
        """Return how many calls a device is in, over all its phones."""
        return len({leg.call.id for leg in self.calls_of(device)})

    def snapshot(self) -> dict[str, dict[int, LegState]]:
        """Return every line's calls and the line's state in each."""
        return {
            device: {
                leg.call.id: leg.state
                for leg in self.calls_of(device)
                if leg is leg.call.leg_of(device)
            }
            for device in self.lines
        }

    def call(self, call_id: int) -> ExchangeCall:
        """Return a call that exists."""
        if (call := self.calls.get(call_id)) is None:
            raise ExchangeError(ErrorCode.UNKNOWN_CALL)
        return call

    def leg(self, device: str, call_id: int) -> Leg:
        """Return the leg of a phone, or of a device with one, in a call."""
        call = self.call(call_id)
        leg = call.legs.get(device) or call.leg_of(device)
        if leg is None or leg.hidden:
            raise ExchangeError(ErrorCode.NOT_IN_CALL)
        return leg

    def line(self, device: str) -> LineSettings:
        """Return the settings of a line that exists."""
        if (line := self.lines.get(device)) is None:
            raise ExchangeError(ErrorCode.UNKNOWN_DEVICE)
        return line

    def is_inside(self, device: str) -> bool:
        """Tell whether a number is a line, a group or a parking slot of this exchange."""
        slots = self.options.park_slots
        return device in self.lines or device in self.groups or device in slots

    def name_of(self, device: str) -> str | None:
        """Return the name that the exchange shows for a number."""
        known = self.lines.get(device) or self.outside.get(device)
        return known.name if known else None

    def new_call(self, caller: str, called: str) -> ExchangeCall:
        """Open a call without legs."""
        self._last_call_id += 1
        call = ExchangeCall(self._last_call_id, caller, called)
        self.calls[call.id] = call
        return call

    def new_leg(
        self, call: ExchangeCall, device: str, state: LegState, phone: str = ""
    ) -> Leg:
        """Return a leg that is in no book yet, under an id that was never used."""
        self._last_leg_id += 1
        known = call.leg_of(device)
        again = any(each.line == device for each in call.over)
        story = known.story if known else None
        story = story or Story(device, device == call.caller, self.loop.time(), again)
        party = self.party(call, device)
        return Leg(
            *(device, call, state, self._last_leg_id, story),
            *(party.name, party.restricted, phone),
        )

    def add_leg(
        self,
        call: ExchangeCall,
        device: str,
        state: LegState,
        *,
        phone: str = "",
        hidden: bool = False,
    ) -> Leg:
        """Bring a device, or one of its phones, into a call."""
        leg = self.new_leg(call, device, state, phone)
        leg.hidden = hidden
        if call.leg_of(device) is None:
            leg.story.seen = not hidden
            self.write_down(leg.story)
        self._enter(leg)
        return leg

    def write_down(self, story: Story) -> None:
        """Keep what becomes of a line's part in a call."""
        if story.line in self.lines:
            self.stories.append(story)

    def _enter(self, leg: Leg) -> None:
        """Note a leg in its call and at its device."""
        leg.call.legs[leg.phone] = leg
        self._legs_of.setdefault(leg.device, {})[leg] = None
        self.trunks_in_use += self._needs_trunk(leg)

    def _remove(self, leg: Leg) -> None:
        """Strike a leg off its call and its device."""
        if leg.call.legs.get(leg.phone) is leg:
            self.trunks_in_use -= self._needs_trunk(leg)
            del leg.call.legs[leg.phone]
            del self._legs_of[leg.device][leg]

    def _needs_trunk(self, leg: Leg) -> bool:
        """Tell whether a leg lies outside."""
        return not (leg.hidden or self.is_inside(leg.device))

    def move(self, leg: Leg, call: ExchangeCall, *, keeps_id: bool = False) -> Moved:
        """Move a leg with its timers into another call, under a new id unless it keeps its own."""
        moved = Moved(leg, leg.call.id, leg.leg_id)
        self._remove(leg)
        leg.call = call
        if not keeps_id:
            self._last_leg_id += 1
            leg.leg_id = self._last_leg_id
        self._enter(leg)
        return moved

    def drop(self, leg: Leg, fate: Fate) -> None:
        """Take a device out of its call without a word."""
        leg.stop_timers()
        self._remove(leg)
        if not any(
            each.story is leg.story for each in self._legs_of.get(leg.device, ())
        ):
            fate = leg.call.own_fate if leg.story.outgoing else fate
            leg.story.end(fate, self.loop.time())
            leg.call.over.append(leg.story)

    def rename(self, call: ExchangeCall, left_behind: Iterable[Leg]) -> None:
        """Let a call go on under a new id, without some of its legs."""
        self._last_call_id += 1
        new = replace(call, id=self._last_call_id, legs={})
        self.calls[new.id] = new
        for leg in tuple(call.legs.values()):
            if leg not in left_behind:
                self.move(leg, new, keeps_id=True)
        for story in (*call.over, *(leg.story for leg in call.legs.values())):
            story.renamed = story.renamed or self.loop.time()
        call.group = None
        self.forget_if_empty(call)

    def forget_if_empty(self, call: ExchangeCall) -> None:
        """Strike off a call that has gone on under another id."""
        if not call.legs:
            self.calls.pop(call.id, None)

    def after(self, leg: Leg, seconds: float, callback: Callable[[Leg], None]) -> None:
        """Let something happen to a leg later, unless the leg changes first."""
        leg.timers.append(self.loop.call_later(seconds, callback, leg))

    def party(self, call: ExchangeCall, device: str) -> Party:
        """Describe a device of a call to the others."""
        if leg := call.leg_of(device):
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
        devices = dict.fromkeys(each.device for each in call.legs.values())
        states = {each: own.state for each in devices if (own := call.leg_of(each))}
        self._write_story(kind, leg)
        if kind is EventKind.QUEUED:
            waiting = (each.call.id for each in self.calls_of(leg.device))
            details["waiting"] = tuple(waiting)
        untold = self.options.silent_network and self._needs_trunk(leg)
        if untold and kind is EventKind.ESTABLISHED:
            return
        self.tell(
            ExchangeEvent(
                kind,
                cause,
                tuple(dict.fromkeys((*watchers, *also))),
                call,
                leg,
                states,
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

    def _write_story(self, kind: EventKind, leg: Leg) -> None:
        """Write down what an event truly means for the lines in its call."""
        legs = [each for each in leg.call.legs.values() if not each.hidden]
        for each in legs:
            each.story.others |= {
                None if other.restricted else other.device
                for other in legs
                if other.device != each.device
            }
            if kind is EventKind.ESTABLISHED and each.state in TALKS:
                each.story.answered = True
        for story in leg.call.over if kind is EventKind.ESTABLISHED else ():
            story.taken = story.taken or self.loop.time()
        if kind is EventKind.DELIVERED and not leg.story.outgoing:
            leg.story.rang = True

    def divert(
        self, leg: Leg, cause: Cause, destination: str, fate: Fate = Fate.SENT_ON
    ) -> None:
        """Take a call away from a device from which it goes elsewhere."""
        leg.story.diverted_to = destination
        self.drop(leg, fate)
        self.emit(
            EventKind.DIVERTED, leg, cause, also=(leg.device,), destination=destination
        )

    def clear_leg(
        self,
        leg: Leg,
        cause: Cause,
        releasing: str | None,
        fate: Fate = Fate.GAVE_UP,
    ) -> None:
        """End one device's part in a call."""
        also = () if leg.hidden else (leg.device,)
        self.drop(leg, fate)
        self.emit(
            EventKind.CONNECTION_CLEARED, leg, cause, also=also, releasing=releasing
        )

    def clear(
        self, leg: Leg, cause: Cause, fate: Fate, releasing: str | None = None
    ) -> None:
        """End one device's part in a call, and the call if nobody is left to talk to."""
        self.clear_leg(leg, cause, releasing, fate)
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
            refuses = leg.device == releasing and leg.state is LegState.ALERTING
            fate = Fate.REFUSED if refuses else Fate.GAVE_UP
            self.clear_leg(leg, cause, releasing, fate)
            last = leg
        if self.calls.pop(call.id, None) is not None:
            last = last or self.new_leg(call, call.caller, LegState.FAILED)
            self.emit(EventKind.CALL_CLEARED, last, cause)
