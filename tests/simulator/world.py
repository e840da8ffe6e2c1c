"""An exchange on a clock of the test's own, with everything it says written down."""

from collections.abc import Iterable

from simulator.calls import (
    EventKind,
    ExchangeEvent,
    Group,
    GroupMode,
    Leg,
    LineSettings,
    OutsideNumber,
)
from simulator.exchange import Exchange
from simulator.options import ExchangeOptions

from .clock import FakeClock

MARTHA = "+12025550101"
PAUL = "+12025550134"


class World:
    """Lines 700 to 705, a queue 790, a ring-all group 791, and what was told."""

    def __init__(self, options: ExchangeOptions | None = None, phones: int = 1) -> None:
        """Open the exchange and listen."""
        self.clock = FakeClock()
        self.exchange = Exchange(
            self.clock,
            {
                f"70{digit}": LineSettings(name=f"Desk {digit}", phones=phones)
                for digit in range(6)
            },
            groups={
                "790": Group(("701", "702")),
                "791": Group(("703", "704"), mode=GroupMode.RING_ALL),
            },
            outside={
                PAUL: OutsideNumber(answer_after=4, name="Paul"),
                "+12025550199": OutsideNumber(busy=True),
                "+12025550111": OutsideNumber(answer_after=None),
            },
            options=options,
        )
        self.events: list[ExchangeEvent] = []
        self.exchange.subscribe(self.events.append)

    def told(self, since: int = 0) -> list[str]:
        """Return what was told, as words: kind, device and cause."""
        return [describe(event) for event in self.events[since:]]

    def told_to(self, device: str) -> list[str]:
        """Return what the monitors of one device saw."""
        return [describe(event) for event in self.events if device in event.devices]

    def state(self, device: str) -> list[str]:
        """Return the states of a device, oldest call first."""
        return [str(leg.state) for leg in self.exchange.calls_of(device)]

    def check_books(self) -> None:
        """Check that every leg that was ever told of has ended or is in its call."""
        for leg in open_legs(self.events):
            assert self.exchange.calls[leg.call.id].legs[leg.phone] is leg
        for call in self.exchange.calls.values():
            assert call.legs, f"call {call.id} has nobody in it"
            for phone, leg in call.legs.items():
                assert (leg.call, leg.phone) == (call, phone)
                assert leg.hidden or leg in self.exchange.calls_of(leg.device)
        for device in (*self.exchange.lines, "790", "791", MARTHA, PAUL):
            for leg in self.exchange.calls_of(device):
                assert self.exchange.leg(leg.phone, leg.call.id) is leg


def open_legs(events: Iterable[ExchangeEvent]) -> list[Leg]:
    """Return the legs that began and, by what was told, have not ended."""
    legs: dict[Leg, None] = {}
    for event in events:
        ends = event.kind in (EventKind.CONNECTION_CLEARED, EventKind.DIVERTED)
        if event.kind in (EventKind.TRANSFERRED, EventKind.CONFERENCED):
            for dropped in event.dropped:
                legs.pop(dropped, None)
        elif event.leg is None or event.kind is EventKind.CALL_CLEARED:
            continue
        elif ends:
            legs.pop(event.leg, None)
        else:
            legs[event.leg] = None
    return list(legs)


def describe(event: ExchangeEvent) -> str:
    """Return an event as words."""
    device = event.leg.device if event.leg else event.devices[0]
    return f"{event.kind} {device} {event.cause}"
