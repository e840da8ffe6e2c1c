"""The call control services (ECMA-269 clause 17.1)."""

from collections.abc import Callable

from simulator.calls import ErrorCode, ExchangeCall, ExchangeError, Leg

from .connection import CstaConnection
from .context import Context
from .errors import CstaError, operation, state
from .messages import Element, local_name, required, text

type Handler = Callable[[CstaConnection, Element], Element]

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
    ErrorCode.OUT_OF_SERVICE: CstaError(_BUSY, "deviceOutOfService"),
}


def csta_error(error: ExchangeError) -> CstaError:
    """The exchange's refusal in CSTA's words."""
    return CstaError(_ERRORS[error.code].category, _ERRORS[error.code].code)


class CallControl:
    """Carries out what clients ask for calls."""

    def __init__(self, context: Context) -> None:
        """Belong to one switch."""
        self._context = context
        self._exchange = context.exchange
        self._parties = context.parties

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        return {
            "AlternateCall": self._alternate,
            "AnswerCall": self._answer,
            "ClearCall": self._clear_call,
            "ClearConnection": self._clear_connection,
            "ConferenceCall": self._conference,
            "ConsultationCall": self._consult,
            "DeflectCall": self._deflect,
            "DirectedPickupCall": self._pick_up,
            "GenerateDigits": self._generate_digits,
            "HoldCall": self._hold,
            "MakeCall": self._make_call,
            "ReconnectCall": self._reconnect,
            "RetrieveCall": self._retrieve,
            "SingleStepConferenceCall": self._single_step_conference,
            "SingleStepTransferCall": self._single_step_transfer,
            "TransferCall": self._transfer,
        }

    def _make_call(self, _connection: CstaConnection, request: Element) -> Element:
        caller = self._context.line(
            request, "callingDevice", unknown="invalidCallingDeviceID"
        )
        called = self._context.number(request, "calledDirectoryNumber")
        call = self._exchange.dial(caller, called, by_computer=True)
        return self._response(
            request, self._connection_of("callingDevice", call, caller, caller)
        )

    def _answer(self, _connection: CstaConnection, request: Element) -> Element:
        leg = self._leg(request, "callToBeAnswered")
        self._exchange.answer(leg.device, leg.call.id)
        return self._response(request)

    def _clear_connection(
        self, _connection: CstaConnection, request: Element
    ) -> Element:
        leg = self._leg(request, "connectionToBeCleared")
        self._exchange.clear_connection(leg.device, leg.call.id)
        return self._response(request)

    def _clear_call(self, _connection: CstaConnection, request: Element) -> Element:
        leg = self._leg(request, "callToBeCleared")
        self._exchange.clear_call(leg.call.id, leg.device)
        return self._response(request)

    def _hold(self, _connection: CstaConnection, request: Element) -> Element:
        leg = self._leg(request, "callToBeHeld")
        self._exchange.hold(leg.device, leg.call.id)
        return self._response(request)

    def _retrieve(self, _connection: CstaConnection, request: Element) -> Element:
        leg = self._leg(request, "callToBeRetrieved")
        self._exchange.retrieve(leg.device, leg.call.id)
        return self._response(request)

    def _alternate(self, _connection: CstaConnection, request: Element) -> Element:
        held, active = self._pair(request)
        self._exchange.alternate(held.device, held.call.id, active.call.id)
        return self._response(request)

    def _reconnect(self, _connection: CstaConnection, request: Element) -> Element:
        held, active = self._pair(request)
        self._exchange.reconnect(held.device, active.call.id, held.call.id)
        return self._response(request)

    def _consult(self, _connection: CstaConnection, request: Element) -> Element:
        leg = self._leg(request, "existingCall")
        number = self._context.number(request, "consultedDevice")
        call = self._exchange.consult(leg.device, leg.call.id, number)
        return self._response(
            request, self._connection_of("initiatedCall", call, leg.device, leg.device)
        )

    def _transfer(self, _connection: CstaConnection, request: Element) -> Element:
        held, active = self._pair(request)
        other = next((each for each in active.call.legs if each != active.device), "")
        call = self._exchange.transfer(held.device, held.call.id, active.call.id)
        return self._response(
            request, self._connection_of("transferredCall", call, other, held.device)
        )

    def _conference(self, _connection: CstaConnection, request: Element) -> Element:
        held, active = self._pair(request)
        call = self._exchange.conference(held.device, held.call.id, active.call.id)
        return self._response(
            request,
            self._connection_of("conferenceCall", call, held.device, held.device),
        )

    def _single_step_transfer(
        self, _connection: CstaConnection, request: Element
    ) -> Element:
        leg = self._leg(request, "activeCall")
        device, number = leg.device, self._destination(request, "transferredTo")
        call = self._exchange.single_step_transfer(device, leg.call.id, number)
        return self._response(
            request, self._connection_of("transferredCall", call, number, device)
        )

    def _single_step_conference(
        self, _connection: CstaConnection, request: Element
    ) -> Element:
        leg = self._leg(request, "activeCall")
        device, number = leg.device, self._destination(request, "deviceToJoin")
        call = self._exchange.single_step_conference(device, leg.call.id, number)
        return self._response(
            request, self._connection_of("conferencedCall", call, device, device)
        )

    def _deflect(self, _connection: CstaConnection, request: Element) -> Element:
        leg = self._leg(request, "callToBeDiverted")
        self._exchange.deflect(
            leg.device, leg.call.id, self._destination(request, "newDestination")
        )
        return self._response(request)

    def _pick_up(self, _connection: CstaConnection, request: Element) -> Element:
        leg = self._leg(request, "callToBePickedUp")
        requesting = self._context.line(request, "requestingDevice")
        self._exchange.directed_pickup(requesting, leg.device, leg.call.id)
        return self._response(request)

    def _generate_digits(
        self, _connection: CstaConnection, request: Element
    ) -> Element:
        leg = self._leg(request, "connectionToSendDigits")
        digits = text(request, "charactersToSend") or ""
        if not digits or set(digits) - set("0123456789*#ABCDabcd,"):
            raise operation("valueOutOfRange")
        self._exchange.send_digits(leg.device, leg.call.id, digits)
        return self._response(request)

    def _leg(self, request: Element, name: str) -> Leg:
        """The leg that a child of the request names, if its line may be used."""
        leg = self._parties.leg(required(request, name))
        self._context.check_privilege(leg.device)
        return leg

    def _pair(self, request: Element) -> tuple[Leg, Leg]:
        """The held and the active leg, both of one device."""
        held, active = self._leg(request, "heldCall"), self._leg(request, "activeCall")
        if held.device != active.device:
            raise operation("invalidConnectionID")
        return held, active

    def _destination(self, request: Element, name: str) -> str:
        number = self._context.number(request, name)
        if not number:
            raise operation("invalidDestination")
        return number

    def _connection_of(
        self, tag: str, call: ExchangeCall, device: str, viewer: str
    ) -> Element:
        """A device's connection in a new call, also where it is not in it yet."""
        leg = call.legs.get(device)
        if leg is not None:
            return self._parties.connection(tag, leg, viewer)
        devices = self._parties.devices
        return devices.connection(tag, call.id, devices.identifier(device))

    def _response(self, request: Element, *children: Element) -> Element:
        return self._context.make(f"{local_name(request)}Response", *children)
