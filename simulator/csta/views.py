"""An event of the exchange as the monitor of one line is told of it: the words that its message is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.calls import ExchangeCall, ExchangeEvent, Leg, Party

from .context import Context
from .messages import Element, Make
from .options import CstaOptions
from .parties import Parties


@dataclass(slots=True)
class View:
    """One event as the monitor of one line is told of it."""

    event: ExchangeEvent
    call: ExchangeCall
    leg: Leg
    viewer: str
    context: Context

    @property
    def parties(self) -> Parties:
        """What devices and connections are called."""
        return self.context.parties

    @property
    def make(self) -> Make:
        """What makes elements."""
        return self.context.make

    @property
    def options(self) -> CstaOptions:
        """How the phone system tells it."""
        return self.context.options

    def trunk_of(self, leg: Leg) -> str | None:
        """Return the trunk that stands for somebody outside, if one does."""
        is_outside = not self.context.exchange.is_inside(leg.device)
        stands_for_them = is_outside and self.options.trunks_answer
        return f"9{leg.leg_id:03}" if stands_for_them else None

    @property
    def trunk(self) -> str | None:
        """The trunk that stands for the event's own device, if one does."""
        return self.trunk_of(self.leg)

    def connection(self, tag: str) -> Element:
        """The event's own connection."""
        return self.parties.connection(tag, self.leg, self.viewer)

    def device(self, tag: str) -> Element:
        """The device of the event's own connection, or the trunk in its place."""
        if self.trunk is not None:
            return self.number(tag, self.trunk)
        return self.parties.of_leg(tag, self.leg, self.viewer)

    def way_out(self) -> list[Element]:
        """The trunk, where it stands for somebody outside."""
        trunk = self.trunk
        return [] if trunk is None else [self.number("networkInterfaceUsed", trunk)]

    def party(self, tag: str, party: Party | None) -> Element:
        """Another party, with its leg where it has one in this call."""
        leg = None
        if party is not None:
            same = party.device == self.leg.device
            caller = self.call.leg_of(party.device) if tag == "callingDevice" else None
            leg = caller or (self.leg if same else self.call.leg_of(party.device))
        return self.parties.party(tag, party, leg, self.viewer)

    def number(self, tag: str, number: str | None) -> Element:
        """Return a party of which no more than the number is known here."""
        calling = self.event.calling
        if calling is not None and calling.device == number:
            return self.party(tag, calling)
        return self.party(tag, Party(number) if number else None)

    def unknown(self, tag: str) -> Element:
        """A party that is not told."""
        return self.parties.devices.device(tag, None)

    def usual(self) -> list[Element]:
        """callingDevice, calledDevice and lastRedirectionDevice."""
        return [
            self.party("callingDevice", self.event.calling),
            self.party("calledDevice", self.event.called),
            self.party("lastRedirectionDevice", self.event.last_redirection),
        ]

    def subject(self, connection: str, device: str) -> list[Element]:
        """The event's own connection and its device."""
        return [self.connection(connection), self.device(device)]


type Body = Callable[[View], list[Element]]
