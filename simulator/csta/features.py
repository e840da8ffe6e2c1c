"""Do not disturb, forwarding, message waiting, and the list of lines."""

from itertools import batched

from simulator.calls import ForwardingType

from .connection import CstaConnection
from .context import Context
from .errors import operation
from .events import FORWARDING_TYPES
from .messages import Element, boolean, local_name, text
from .services import Handler

DEVICES_IN_A_SEGMENT = 100


class Features:
    """Reads and changes what the exchange keeps for a line."""

    def __init__(self, context: Context) -> None:
        """Belong to one switch."""
        self._context = context
        self._make = context.make
        self._parties = context.parties

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        return {
            "GetDoNotDisturb": self._get_do_not_disturb,
            "GetForwarding": self._get_forwarding,
            "GetMessageWaitingIndicator": self._get_message_waiting,
            "GetSwitchingFunctionDevices": self._get_devices,
            "SetDoNotDisturb": self._set_do_not_disturb,
            "SetForwarding": self._set_forwarding,
            "SetMessageWaitingIndicator": self._set_message_waiting,
        }

    def _set_do_not_disturb(
        self, _connection: CstaConnection, request: Element
    ) -> Element:
        line = self._context.line(request, "device")
        self._context.exchange.set_do_not_disturb(
            line, enabled=boolean(request, "doNotDisturbOn")
        )
        return self._response(request)

    def _get_do_not_disturb(
        self, _connection: CstaConnection, request: Element
    ) -> Element:
        settings = self._context.exchange.line(self._context.line(request, "device"))
        return self._response(
            request, self._flag("doNotDisturbOn", on=settings.do_not_disturb)
        )

    def _set_message_waiting(
        self, _connection: CstaConnection, request: Element
    ) -> Element:
        line = self._context.line(request, "device")
        self._context.exchange.set_message_waiting(
            line, enabled=boolean(request, "messageWaitingOn")
        )
        return self._response(request)

    def _get_message_waiting(
        self, _connection: CstaConnection, request: Element
    ) -> Element:
        settings = self._context.exchange.line(self._context.line(request, "device"))
        return self._response(
            request, self._flag("messageWaitingOn", on=settings.message_waiting)
        )

    def _set_forwarding(self, _connection: CstaConnection, request: Element) -> Element:
        line = self._context.line(request, "device")
        kind = _forwarding_type(
            text(request, "forwardingType") or FORWARDING_TYPES[ForwardingType.ALL]
        )
        number = self._context.number(request, "forwardDN") or None
        enabled = boolean(request, "activateForward")
        if enabled and number is None:
            raise operation("invalidDestination")
        self._context.exchange.set_forwarding(line, kind, number, enabled=enabled)
        return self._response(request)

    def _get_forwarding(self, _connection: CstaConnection, request: Element) -> Element:
        settings = self._context.exchange.line(self._context.line(request, "device"))
        items = [
            self._forwarding(kind, settings.forwarding.get(kind))
            for kind in ForwardingType
        ]
        return self._response(request, self._make("forwardingList", *items))

    def _forwarding(self, kind: ForwardingType, number: str | None) -> Element:
        make, devices = self._make, self._parties.devices
        parts = [
            make("forwardingType", FORWARDING_TYPES[kind]),
            self._flag("forwardStatus", on=number is not None),
        ]
        if number is not None:
            parts.append(devices.device_id("forwardDN", devices.identifier(number)))
        return make("forwardListItem", *parts)

    def _get_devices(self, connection: CstaConnection, request: Element) -> Element:
        """The lines follow the response in segments."""
        make, reference = self._make, self._context.references.service()
        segments = list(
            batched(self._context.exchange.lines, DEVICES_IN_A_SEGMENT, strict=False)
        ) or [()]
        for number, lines in enumerate(segments, start=1):
            connection.send_event(
                make(
                    "SwitchingFunctionDevices",
                    make("serviceCrossRefID", reference),
                    make("segmentID", str(number)),
                    self._flag("lastSegment", on=number == len(segments)),
                    make("deviceList", *map(self._listed, lines)),
                )
            )
        return self._response(request, make("serviceCrossRefID", reference))

    def _listed(self, line: str) -> Element:
        make, devices = self._make, self._parties.devices
        identifier = devices.device_id("deviceID", devices.identifier(line))
        return make("device", identifier, make("deviceCategory", "station"))

    def _flag(self, tag: str, *, on: bool) -> Element:
        return self._make(tag, "true" if on else "false")

    def _response(self, request: Element, *children: Element) -> Element:
        return self._make(f"{local_name(request)}Response", *children)


def _forwarding_type(word: str) -> ForwardingType:
    found = next(
        (kind for kind, name in FORWARDING_TYPES.items() if name == word), None
    )
    if found is None:
        raise operation("valueOutOfRange")
    return found
