"""Parties and connections as one line may see them, and back to the exchange's legs."""

from simulator.calls import ExchangeCall, Leg, Party
from simulator.exchange import Exchange

from .errors import operation
from .identifiers import CallIds, DeviceWriter
from .messages import Element, child, text

HIDDEN = "anonymous"


class Parties:
    """Writes who is in a call, without telling whom the caller hid from."""

    def __init__(
        self,
        exchange: Exchange,
        devices: DeviceWriter,
        calls: CallIds,
        *,
        exact: bool = False,
    ) -> None:
        """Shared by events, services and snapshots; `exact` wants connections as they were told."""
        self._exchange = exchange
        self._exact = exact
        self._calls = calls
        self.devices = devices

    def connection(self, tag: str, leg: Leg, viewer: str) -> Element:
        """The ConnectionID of a leg."""
        return self.old_connection(tag, leg, (leg.call.id, leg.leg_id), viewer)

    def old_connection(
        self, tag: str, leg: Leg, old: tuple[int, int], viewer: str
    ) -> Element:
        """The ConnectionID that a leg had in a call, by the call's and the leg's numbers."""
        call_id, leg_id = old
        identifier = self.identifier(leg, leg_id, viewer)
        return self.devices.connection(tag, call_id, identifier)

    def identifier(self, leg: Leg, leg_id: int, viewer: str) -> str:
        """The deviceID of a leg in one call."""
        called = not leg.story.outgoing
        write = self.devices.connection_identifier
        if leg.restricted and leg.device != viewer:
            return write(HIDDEN, None, leg_id, called=called)
        number = self._called_by(leg.device)
        phone = leg.phone if number == leg.device else None
        return write(number, leg.name, leg_id, called=called, phone=phone)

    def party(
        self, tag: str, party: Party | None, leg: Leg | None, viewer: str
    ) -> Element:
        """A party of a call; its leg is named where it has one."""
        write = self.devices.device
        if tag == "lastRedirectionDevice":
            write = self.devices.redirection
        if party is None or not party.device:
            return write(tag, None)
        number, leg_id, called = party.device, None, False
        if leg is not None:
            number = self._called_by(party.device)
            leg_id, called = leg.leg_id, not leg.story.outgoing
        identifier = self.devices.identifier(number, party.name, leg_id, called=called)
        restricted = party.restricted or (leg is not None and leg.restricted)
        return write(tag, identifier, restricted=restricted and party.device != viewer)

    def _called_by(self, device: str) -> str:
        """What a device is called in its calls."""
        line = self._exchange.lines.get(device)
        return (line and line.alias) or device

    def of_leg(self, tag: str, leg: Leg, viewer: str) -> Element:
        """The device of a leg as a party."""
        return self.party(tag, Party(leg.device, leg.name, leg.restricted), leg, viewer)

    def call(self, connection: Element) -> ExchangeCall:
        """The call that a request's connection names; invalidConnectionID if there is none."""
        number = self._calls.read(text(connection, "callID") or "")
        call = self._exchange.calls.get(number) if number is not None else None
        if call is None:
            raise operation("invalidConnectionID")
        return call

    def leg(self, connection: Element) -> Leg:
        """The leg that a request's connection names: as it was told, or by the number alone.

        Where one part is missing the other must tell which is meant (ECMA-269, 12.3): a device
        that is in one call, or a call in which only one of the lines is.
        """
        device = child(connection, "deviceID")
        if device is None:
            lines = self._exchange.lines
            legs = self.call(connection).legs.values()
            meant = [leg for leg in legs if leg.device in lines and not leg.hidden]
        elif child(connection, "callID") is None:
            number = self.devices.number((device.text or "").strip())
            meant = [leg for leg in self._exchange.calls_of(number) if not leg.hidden]
        else:
            return self._named(self.call(connection), device)
        if len(meant) != 1:
            raise operation("invalidConnectionID")
        return meant[0]

    def _named(self, call: ExchangeCall, device: Element) -> Leg:
        """The leg of a call that a deviceID names."""
        for leg in call.legs.values():
            told = {
                self.identifier(leg, leg.leg_id, viewer) for viewer in (leg.device, "")
            }
            if not leg.hidden and any(
                self.devices.is_echoed(device, each) for each in told
            ):
                return leg
        number = (device.text or "").strip()
        plain = None if self._exact else call.leg_of(number)
        if plain is None or plain.hidden:
            raise operation("invalidConnectionID")
        return plain
