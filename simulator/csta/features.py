"""Do not disturb, forwarding, message waiting, and the list of lines."""

from collections.abc import Callable
from itertools import batched

from simulator.calls import ForwardingType

from .connection import CstaConnection
from .context import Context, Handler
from .errors import operation
from .feature_events import FORWARDING_TYPES
from .messages import Element, boolean, text

DEVICES_IN_A_SEGMENT = 100
_TYPES = {word: kind for kind, word in FORWARDING_TYPES.items()}


class Features:
    """Reads and changes what the exchange keeps for a line; gives what the responses hold."""

    def __init__(self, context: Context) -> None:
        """Belong to one switch."""
        self._context = context
        self._exchange = context.exchange

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        context, exchange = self._context, self._exchange
        features = exchange.features
        services: dict[str, Callable[[str, Element], Element | None]] = {
            "GetDoNotDisturb": lambda line, _: context.flag(
                "doNotDisturbOn", on=exchange.line(line).do_not_disturb
            ),
            "GetForwarding": self._get_forwarding,
            "GetMessageWaitingIndicator": lambda line, _: context.flag(
                "messageWaitingOn", on=exchange.line(line).message_waiting
            ),
            "SetDoNotDisturb": lambda line, request: features.set_do_not_disturb(
                line, enabled=boolean(request, "doNotDisturbOn")
            ),
            "SetForwarding": self._set_forwarding,
            "SetMessageWaitingIndicator": lambda line, request: (
                features.set_message_waiting(
                    line, enabled=boolean(request, "messageWaitingOn")
                )
            ),
        }
        handlers = {name: context.of_line(carry) for name, carry in services.items()}
        return {**handlers, "GetSwitchingFunctionDevices": self._get_devices}

    def _set_forwarding(self, line: str, request: Element) -> None:
        word = text(request, "forwardingType") or "forwardImmediate"
        number = self._context.number(request, "forwardDN") or None
        enabled = boolean(request, "activateForward")
        if word not in _TYPES:
            raise operation("valueOutOfRange")
        if enabled and number is None:
            raise operation("invalidDestination")
        self._exchange.features.set_forwarding(
            line, _TYPES[word], number, enabled=enabled
        )

    def _get_forwarding(self, line: str, _request: Element) -> Element:
        forwarding = self._exchange.line(line).forwarding
        items = [
            self._forwarding(kind, forwarding.get(kind)) for kind in ForwardingType
        ]
        return self._context.make("forwardingList", *items)

    def _forwarding(self, kind: ForwardingType, number: str | None) -> Element:
        make, devices = self._context.make, self._context.parties.devices
        parts = [
            make("forwardingType", FORWARDING_TYPES[kind]),
            self._context.flag("forwardStatus", on=number is not None),
        ]
        if number is not None:
            parts.append(devices.device_id("forwardDN", devices.identifier(number)))
        return make("forwardListItem", *parts)

    def _get_devices(self, connection: CstaConnection, _request: Element) -> Element:
        """The lines follow the response in segments, with names where devices have them (ECMA-269, 10.1)."""
        make, devices = self._context.make, self._context.parties.devices
        lines = [
            make(
                "device",
                devices.device_id("deviceID", devices.identifier(line, each.name)),
                make("deviceCategory", "station"),
            )
            for line, each in self._exchange.lines.items()
        ]
        reference = self._context.send_segments(
            connection,
            "SwitchingFunctionDevices",
            "deviceList",
            batched(lines, DEVICES_IN_A_SEGMENT, strict=False),
        )
        return make("GetSwitchingFunctionDevicesResponse", reference)
