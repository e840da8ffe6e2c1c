"""What the exchange knows, said in the words in which a line shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import permutations
from weakref import WeakKeyDictionary, WeakSet

from custom_components.telephony.cti.model import (
    Call,
    CallState,
    Direction,
    Presentation,
)
from simulator.calls import EventKind, ExchangeEvent, Leg, LegState
from simulator.exchange import Exchange

TALKS = (LegState.CONNECTED, LegState.HELD)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a line must show of one of its calls; None means that any will do."""

    state: CallState
    answered: bool
    direction: Direction | None
    parties: frozenset[str | None] | None
    """The numbers of those at the far end, None for one who suppresses it."""
    calling: bool
    """Whether the switch has named the line as the caller, as it does one that is put through."""
    back_since: float | None
    """Since when the line is in this call, where it was in it before."""

    def allows(self, call: Call, seen: Sight) -> bool:
        """Tell whether a shown call is this one, as far as the client could see."""
        return (
            self._allows_state(call, seen)
            and self._allows_direction(call, seen)
            and self._allows_party(call)
        )

    def _allows_state(self, call: Call, seen: Sight) -> bool:
        """Whether somebody had answered before a far end rang anew, no snapshot tells."""
        if seen.beginning and self.answered is not bool(call.answered_at):
            return False
        either = {CallState.CONNECTED, CallState.DIALING}
        return call.state is self.state or (
            not seen.beginning and {call.state, self.state} == either
        )

    def _allows_direction(self, call: Call, seen: Sight) -> bool:
        """Who began a call whose beginning was not seen may be unknown, or as the switch says.

        A line that left a call and came back unseen shows as if it had stayed.
        """
        if self.direction in (None, call.direction):
            return True
        if self.back_since is not None and seen.since < self.back_since:
            return True
        told = call.direction is None or (
            self.calling and call.direction is Direction.OUTGOING
        )
        return told and not seen.beginning

    def _allows_party(self, call: Call) -> bool:
        if self.parties is None:
            return True
        known = call.party.presentation is not Presentation.UNAVAILABLE
        return known and call.party.number in self.parties


@dataclass(frozen=True, slots=True)
class Sight:
    """What a client could see of a call that it shows."""

    since: float
    """When it first showed it."""
    beginning: bool
    """Whether it saw how the call began."""


class Truth:
    """Follows the exchange's events to know what a snapshot of it cannot tell."""

    def __init__(self, exchange: Exchange) -> None:
        """Listen from the beginning."""
        self.exchange = exchange
        self.last_event = 0.0
        self._answered: WeakSet[Leg] = WeakSet()
        self._with_suppressed: WeakSet[Leg] = WeakSet()
        self._directions: WeakKeyDictionary[Leg, Direction | None] = WeakKeyDictionary()
        self._calling: WeakSet[Leg] = WeakSet()
        self._back: WeakKeyDictionary[Leg, float] = WeakKeyDictionary()
        self._were_in: set[tuple[str, int]] = set()
        exchange.subscribe(self._on_event)

    def expected(self, line: str, *, telestra: bool = False) -> list[Expected]:
        """Return what a line must show, of a `telestra` server or of a switch.

        Telestra has no word for a call on hold that nobody has answered: it is still dialled. And
        a number that it tells where it told none before is not believed: somebody suppresses it.
        """
        return [
            self._expect(leg, telestra)
            for leg in self.exchange.calls_of(line)
            if leg is leg.call.leg_of(line) and not self._only_fails(leg)
        ]

    def _only_fails(self, leg: Leg) -> bool:
        """Tell whether a caller's call failed at this line, which is told and shown nothing."""
        is_caller = self._directions[leg] is Direction.OUTGOING
        return leg.state is LegState.FAILED and not (is_caller or leg in self._answered)

    def _on_event(self, event: ExchangeEvent) -> None:
        self.last_event = self.exchange.loop.time()
        if event.call is None:
            return
        for leg in event.call.legs.values():
            self._meet(leg)
            if leg.device == event.call.caller:
                self._calling.add(leg)  # also once others join that call to theirs
        if any(leg.restricted for leg in event.call.legs.values()):
            self._with_suppressed.update(event.call.legs.values())
        if event.kind is EventKind.CONFERENCED and event.leg:
            # Two calls of this device became one: which of them lives on is the client's choice.
            self._directions[event.call.legs[event.leg.phone]] = None
        if event.kind is EventKind.ESTABLISHED:
            self._answered.update(
                leg for leg in event.call.legs.values() if leg.state in TALKS
            )

    def _meet(self, leg: Leg) -> None:
        """Note who began a call, of a leg that is new in it."""
        place = (leg.device, leg.call.id)
        if leg not in self._directions:
            outgoing = leg.device == leg.call.caller
            direction = Direction.OUTGOING if outgoing else Direction.INCOMING
            others = [
                each
                for each in leg.call.legs.values()
                if each is not leg and each.device == leg.device
            ]
            known = (self._directions.get(each, direction) for each in others)
            self._directions[leg] = next(known, direction)
            if place in self._were_in and not others:
                self._back[leg] = self.last_event
        self._were_in.add(place)

    def _expect(self, leg: Leg, telestra: bool) -> Expected:
        legs = leg.call.legs.values()
        others = [other for other in legs if other.device != leg.device]
        parties = {None if other.restricted else other.device for other in others}
        if telestra and leg in self._with_suppressed:
            parties.add(None)
        tried = {other.state for other in others} == {LegState.FAILED}
        direction = self._directions[leg]
        state = self._state(leg, direction)
        if telestra and state is CallState.HELD and leg not in self._answered:
            state = CallState.DIALING
        return Expected(
            state,
            leg in self._answered,
            direction,
            frozenset(parties) if others and not tried else None,
            leg in self._calling,
            self._back.get(leg),
        )

    def _state(self, leg: Leg, direction: Direction | None) -> CallState:
        if leg.state is LegState.HELD:
            return CallState.HELD
        if leg.state is LegState.ALERTING and direction is Direction.INCOMING:
            return CallState.RINGING
        if leg.state is LegState.CONNECTED and leg in self._answered:
            return CallState.CONNECTED
        return CallState.DIALING


def agree(
    shown: Iterable[Call],
    expected: Iterable[Expected],
    sight: Callable[[str], Sight],
) -> bool:
    """Tell whether calls can be paired one to one with what is expected."""
    calls, truths = list(shown), list(expected)
    return len(calls) == len(truths) and any(
        all(
            truth.allows(call, sight(call.call_id))
            for call, truth in zip(order, truths, strict=True)
        )
        for order in permutations(calls)
    )
