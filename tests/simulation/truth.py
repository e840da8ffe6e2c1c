"""What the exchange knows, said in the words in which a line shows it."""

from collections.abc import Iterable
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
    direction: Direction | None
    number: str | None
    restricted: bool

    def allows(self, call: Call, *, seen: bool) -> bool:
        """Tell whether a shown call is this one.

        Of a call whose beginning was not `seen` no snapshot tells who began it, nor always the
        far end.
        """
        if call.state is not self.state and not (
            not seen
            and {call.state, self.state} == {CallState.CONNECTED, CallState.DIALING}
        ):
            return False
        if seen and self.direction not in (None, call.direction):
            return False
        party = call.party
        if self.restricted:
            return party.number is None
        if self.number is None or (not seen and party.number is None):
            return True
        return (
            party.number == self.number and party.presentation is Presentation.ALLOWED
        )


class Truth:
    """Follows the exchange's events to know what a snapshot of it cannot tell."""

    def __init__(self, exchange: Exchange) -> None:
        """Listen from the beginning."""
        self.exchange = exchange
        self.last_event = 0.0
        self._answered: WeakSet[Leg] = WeakSet()
        self._directions: WeakKeyDictionary[Leg, Direction | None] = WeakKeyDictionary()
        exchange.subscribe(self._on_event)

    def expected(self, line: str) -> list[Expected]:
        """Return what a line must show."""
        return [self._expect(leg) for leg in self.exchange.calls_of(line)]

    def _on_event(self, event: ExchangeEvent) -> None:
        self.last_event = self.exchange.loop.time()
        if event.call is None:
            return
        for leg in event.call.legs.values():
            outgoing = leg.device == event.call.caller
            self._directions.setdefault(
                leg, Direction.OUTGOING if outgoing else Direction.INCOMING
            )
        if event.kind is EventKind.CONFERENCED and event.leg:
            # Two calls of this device became one: which of them lives on is the client's choice.
            self._directions[event.call.legs[event.leg.device]] = None
        if event.kind is EventKind.ESTABLISHED:
            self._answered.update(
                leg for leg in event.call.legs.values() if leg.state in TALKS
            )

    def _expect(self, leg: Leg) -> Expected:
        others = [other for other in leg.call.legs.values() if other is not leg]
        number, restricted = None, False
        if len(others) == 1 and others[0].state is not LegState.FAILED:
            number, restricted = others[0].device, others[0].restricted
        direction = self._directions[leg]
        return Expected(self._state(leg, direction), direction, number, restricted)

    def _state(self, leg: Leg, direction: Direction | None) -> CallState:
        if leg.state is LegState.HELD:
            return CallState.HELD
        if leg.state is LegState.ALERTING and direction is Direction.INCOMING:
            return CallState.RINGING
        if leg.state is LegState.CONNECTED and leg in self._answered:
            return CallState.CONNECTED
        return CallState.DIALING


def agree(
    shown: Iterable[Call], expected: Iterable[Expected], unseen: set[str]
) -> bool:
    """Tell whether calls can be paired one to one with what is expected."""
    calls, truths = list(shown), list(expected)
    return len(calls) == len(truths) and any(
        all(
            truth.allows(call, seen=call.call_id not in unseen)
            for call, truth in zip(order, truths, strict=True)
        )
        for order in permutations(calls)
    )
