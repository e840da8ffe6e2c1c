"""What goes with a call and changes no state: the event messages of ECMA-269 clause 18.2."""

from simulator.calls import EventKind

from .messages import Element
from .views import Body, View


def _digits_generated(view: View) -> list[Element]:
    keys = view.make("digitGeneratedList", view.event.digits)
    return [view.connection("connection"), keys]


def _octets(text: str) -> str:
    return text.encode().hex().upper()


def correlator_data(view: View) -> list[Element]:
    """Return what a program has attached to the call."""
    if (told := view.call.correlator) is None:
        return []
    return [view.make("correlatorData", view.make("string", _octets(told)))]


def charging_info(view: View) -> list[Element]:
    """Return what the device of the event's own connection pays for the call."""
    make, cost = view.make, view.call.costs.get(view.leg.device)
    if cost is None:
        return []
    over = view.event.is_final or view.event.kind is EventKind.CONNECTION_CLEARED
    kind = make("typeOfChargingInfo", "total" if over else "subTotal")
    if (currency := view.options.currency) is None:
        units = make("chargingUnits", str(cost))
        record = make("chargingUnitsRecord", units)
        number = make("numberOfChargeUnits", record)
    else:
        number = make(
            "numberOfCurrencyUnits",
            make("currencyType", currency),
            make("currencyAmount", str(cost)),
            make("currencyMultiplier", "oneThousandth"),
        )
    return [make("chargingInfo", make("numberUnits", number), kind)]


def _charging(view: View) -> list[Element]:
    leg, parties = view.leg, view.parties
    name = parties.identifier(leg, leg.leg_id, view.viewer)
    charged = parties.devices.device_id("chargedDevice", name)
    return [view.connection("connection"), charged, *charging_info(view)]


def _call_information(view: View) -> list[Element]:
    account = view.call.account
    return [
        *view.subject("connection", "device"),
        view.party("callingDevice", view.event.calling),
        *([] if account is None else [view.make("accountInfo", _octets(account))]),
        *correlator_data(view),
    ]


ASSOCIATED_EVENTS: dict[EventKind, tuple[str, Body]] = {
    EventKind.CALL_INFORMATION: ("CallInformationEvent", _call_information),
    EventKind.CHARGING: ("ChargingEvent", _charging),
    EventKind.DIGITS_GENERATED: ("DigitsGeneratedEvent", _digits_generated),
}
