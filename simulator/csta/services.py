"""The call control services (ECMA-269 clause 17.1)."""

from collections.abc import Callable

from simulator.calls import ErrorCode, ExchangeCall, ExchangeError, Leg
from simulator.exchange import Exchange

from .context import Context, Handler
from .errors import CstaError, operation, state
from .messages import Element, local_name, required, text

_BUSY = "systemResourceAvailibility"
_ERRORS = {
    ErrorCode.UNKNOWN_DEVICE: operation("invalidDeviceID"),
    ErrorCode.INVALID_CALLER: operation("invalidCallingDeviceID"),
    ErrorCode.INVALID_CALLED: operation("invalidCalledDeviceID"),
    ErrorCode.UNKNOWN_CALL: operation("invalidConnectionID"),
    ErrorCode.NOT_IN_CALL: operation("invalidConnectionID"),
    ErrorCode.INVALID_STATE: state("invalidConnectionState"),
    ErrorCode.NO_CALL_TO_ANSWER: state("noCallToAnswer"),
    ErrorCode.NO_ACTIVE_CALL: state("noActiveCall"),
    ErrorCode.NO_HELD_CALL: state("noHeldCall"),
    ErrorCode.RESOURCE_BUSY: CstaError(_BUSY, "resourceBusy"),
    ErrorCode.NO_AGENT: operation("invalidDeviceID"),
    ErrorCode.OUT_OF_SERVICE: CstaError(_BUSY, "deviceOutOfService"),
}
# What a service does to the one connection that it names.
_WITH_ONE: dict[str, tuple[str, Callable[[Exchange, Leg], None]]] = {
    "AnswerCall": (
        "callToBeAnswered",
        lambda exchange, leg: exchange.answer(leg.phone, leg.call.id),
    ),
    "ClearCall": (
        "callToBeCleared",
        lambda exchange, leg: exchange.clear_call(leg.call.id, leg.device),
    ),
    "ClearConnection": (
        "connectionToBeCleared",
        lambda exchange, leg: exchange.clear_connection(
            leg.phone, leg.call.id, by_computer=True
        ),
    ),
    "CamponCall": (
        "camponConnection",
        lambda exchange, leg: exchange.completing.camp_on(leg.phone, leg.call.id),
    ),
    "HoldCall": (
        "callToBeHeld",
        lambda exchange, leg: exchange.hold(leg.phone, leg.call.id),
    ),
    "RetrieveCall": (
        "callToBeRetrieved",
        lambda exchange, leg: exchange.retrieve(leg.phone, leg.call.id),
    ),
}


def csta_error(error: ExchangeError) -> CstaError:
    """The exchange's refusal in CSTA's words."""
    return CstaError(_ERRORS[error.code].category, _ERRORS[error.code].code)


class CallControl:
    """Carries out what clients ask for calls; gives what their responses hold."""

    def __init__(self, context: Context) -> None:
        """Belong to one switch."""
        self._context = context
        self._exchange = context.exchange

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        services: dict[str, Callable[[Element], Element | None]] = {
            **dict.fromkeys(_WITH_ONE, self._with_one),
            "AlternateCall": self._alternate,
            "CallBack": self._call_back,
            "CancelCallBack": self._cancel_call_back,
            "ConferenceCall": self._conference,
            "ConsultationCall": self._consult,
            "DeflectCall": self._deflect,
            "DirectedPickupCall": self._pick_up,
            "GenerateDigits": self._generate_digits,
            "GroupPickupCall": self._group_pickup,
            "MakeCall": self._make_call,
            "ParkCall": self._park,
            "ReconnectCall": self._reconnect,
            "SingleStepConferenceCall": self._single_step_conference,
            "SingleStepTransferCall": self._single_step_transfer,
            "TransferCall": self._transfer,
        }
        return {
            name: self._context.answering(carry) for name, carry in services.items()
        }

    def _with_one(self, request: Element) -> None:
        name, act = _WITH_ONE[local_name(request)]
        act(self._exchange, self._leg(request, name))

    def _make_call(self, request: Element) -> Element:
        caller = self._context.line(
            request, "callingDevice", unknown="invalidCallingDeviceID"
        )
        called = self._context.number(request, "calledDirectoryNumber")
        call = self._exchange.dial(caller, called, by_computer=True)
        return self._connection("callingDevice", call, caller, caller)

    def _alternate(self, request: Element) -> None:
        held, active = self._pair(request)
        self._exchange.alternate(held.phone, held.call.id, active.call.id)

    def _reconnect(self, request: Element) -> None:
        held, active = self._pair(request)
        self._exchange.reconnect(held.phone, active.call.id, held.call.id)

    def _consult(self, request: Element) -> Element:
        leg = self._leg(request, "existingCall")
        number = self._context.number(request, "consultedDevice")
        call = self._exchange.consult(leg.phone, leg.call.id, number)
        return self._connection("initiatedCall", call, leg.device, leg.device)

    def _transfer(self, request: Element) -> Element:
        held, active = self._pair(request)
        legs = active.call.legs.values()
        other = next((each.device for each in legs if each.device != active.device), "")
        call = self._exchange.transfer(held.phone, held.call.id, active.call.id)
        return self._connection("transferredCall", call, other, held.device)

    def _conference(self, request: Element) -> Element:
        held, active = self._pair(request)
        call = self._exchange.conference(held.phone, held.call.id, active.call.id)
        return self._connection("conferenceCall", call, held.device, held.device)

    def _single_step_transfer(self, request: Element) -> Element:
        leg = self._leg(request, "activeCall")
        device, number = leg.device, self._destination(request, "transferredTo")
        call = self._exchange.single_step_transfer(leg.phone, leg.call.id, number)
        return self._connection("transferredCall", call, number, device)

    def _single_step_conference(self, request: Element) -> Element:
        leg = self._leg(request, "activeCall")
        device, number = leg.device, self._destination(request, "deviceToJoin")
        call = self._exchange.single_step_conference(leg.phone, leg.call.id, number)
        return self._connection("conferencedCall", call, device, device)

    def _deflect(self, request: Element) -> None:
        leg = self._leg(request, "callToBeDiverted")
        number = self._destination(request, "newDestination")
        self._exchange.deflect(leg.phone, leg.call.id, number)

    def _pick_up(self, request: Element) -> None:
        leg = self._leg(request, "callToBePickedUp")
        requesting = self._context.line(request, "requestingDevice")
        self._exchange.directed_pickup(requesting, leg.phone, leg.call.id)

    def _group_pickup(self, request: Element) -> Element:
        requesting = self._context.line(request, "newDestination")
        call = self._exchange.group_pickup(requesting)
        return self._connection("pickedCall", call, requesting, requesting)

    def _park(self, request: Element) -> Element:
        leg = self._leg(request, "parking")
        device, slot = leg.device, self._destination(request, "parkTo")
        call = leg.call
        self._exchange.park(leg.phone, call.id, slot)
        return self._connection("parkedTo", call, slot, device)

    def _call_back(self, request: Element) -> Element:
        leg = self._leg(request, "callbackConnection")
        target = self._exchange.completing.call_back(leg.phone, leg.call.id)
        devices = self._context.parties.devices
        return devices.device_id("targetDevice", devices.identifier(target))

    def _cancel_call_back(self, request: Element) -> None:
        originator = self._context.line(request, "originatingDevice")
        target = self._context.number(request, "targetDevice")
        self._exchange.completing.cancel(originator, target)

    def _generate_digits(self, request: Element) -> None:
        leg = self._leg(request, "connectionToSendDigits")
        digits = text(request, "charactersToSend") or ""
        if not digits or set(digits) - set("0123456789*#ABCDabcd,"):
            raise operation("valueOutOfRange")
        self._exchange.send_digits(leg.phone, leg.call.id, digits)

    def _leg(self, request: Element, name: str) -> Leg:
        """The leg that a child of the request names, if its line may be used."""
        leg = self._context.parties.leg(required(request, name))
        self._context.check_privilege(leg.device)
        return leg

    def _pair(self, request: Element) -> tuple[Leg, Leg]:
        """The held and the active leg, both of one device."""
        held, active = self._leg(request, "heldCall"), self._leg(request, "activeCall")
        if held.phone != active.phone:
            raise operation("invalidConnectionID")
        return held, active

    def _destination(self, request: Element, name: str) -> str:
        number = self._context.number(request, name)
        if not number:
            raise operation("invalidDestination")
        return number

    def _connection(
        self, tag: str, call: ExchangeCall, device: str, viewer: str
    ) -> Element:
        """A device's connection in a new call, also where it is not in it yet."""
        parties = self._context.parties
        if leg := call.leg_of(device):
            return parties.connection(tag, leg, viewer)
        devices = parties.devices
        identifier = devices.connection_identifier(device)
        return devices.connection(tag, call.id, identifier)
