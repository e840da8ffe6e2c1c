"""What goes with a call: account code, correlator and charge (ECMA-269, 12.2, 17.2.4 and 18.2)."""

import pytest

from custom_components.telephony.cti.model import Charge
from simulator.habits import Habits
from simulator.options import ExchangeOptions

from .dress import ELTEX, REFERENCE
from .exchange_world import OUTSIDE, exchange_world
from .scripted_world import ScriptedWorld
from .telling import CALLER, LINE, answers, clears, connection, rings, see

MAKERS = ["eltex_ecss10", "avaya_aes", "openscape_voice", "mivoice_office_400"]


def cost(charge: Charge | None) -> tuple[float | None, str | None, int | None]:
    """Return amount, currency and units of a charge."""
    assert charge is not None
    return charge.amount, charge.currency, charge.units


def charged(*number: str, kind: str = "subTotal", device: str | None = LINE) -> str:
    """Return Charging for a device, told with what stands in numberUnits."""
    info = ELTEX.element(
        "chargingInfo",
        ELTEX.element("numberUnits", *number),
        ELTEX.element("typeOfChargingInfo", kind),
    )
    return ELTEX.message(
        "ChargingEvent",
        ELTEX.element("monitorCrossRefID", REFERENCE.format(LINE)),
        connection("connection", LINE, "c1"),
        *([] if device is None else [ELTEX.element("chargedDevice", device)]),
        info,
    )


def money(currency: str, amount: str, multiplier: str | None = None) -> str:
    """Return numberOfCurrencyUnits."""
    element = ELTEX.element
    return element(
        "numberOfCurrencyUnits",
        element("currencyType", currency),
        element("currencyAmount", amount),
        *([] if multiplier is None else [element("currencyMultiplier", multiplier)]),
    )


def attached(name: str, content: str) -> str:
    """Return CallInformation."""
    return ELTEX.message(
        "CallInformationEvent",
        ELTEX.element("monitorCrossRefID", REFERENCE.format(LINE)),
        connection("connection", LINE, "c1"),
        ELTEX.device("device", LINE),
        ELTEX.element(name, content),
    )


@pytest.mark.parametrize("maker", MAKERS)
def test_account_and_correlator_go_with_the_call(maker: str) -> None:
    with exchange_world(profile=maker) as world:
        call = world.dial(OUTSIDE, "700")
        assert world.call("700").account_code is None
        attach = world.exchange.supplementary.attach
        attach("700", call, account="4711", correlator="ticket 7, Käse")
        world.settle()
        known = world.call("700")
        assert (known.account_code, known.correlator_data) == (
            "4711",
            "ticket 7, Käse",
        )
        world.lift("700")
        world.drop("700")
        ended = world.events("700")[-1].call
        assert (ended.account_code, ended.correlator_data) == (
            "4711",
            "ticket 7, Käse",
        )


def test_a_correlator_that_comes_with_the_call_is_known_when_it_rings() -> None:
    with exchange_world() as world:
        call = world.talk("701", "702")
        world.exchange.supplementary.attach("701", call, correlator="order 12")
        world.exchange.single_step_transfer("702", call, "700")
        world.settle()
        assert world.events("700")[0].call.correlator_data == "order 12"


@pytest.mark.parametrize("maker", MAKERS)
def test_a_line_pays_what_the_phone_system_says_at_last(maker: str) -> None:
    """Each word is all that the call costs by then; the end tells the whole once more."""
    with exchange_world(profile=maker) as world:
        for shown in (0.75, 1.5):
            call = world.talk("700", "701")
            for thousandths in (250, 500):
                world.exchange.supplementary.charge("700", call, thousandths)
                world.settle()
            assert cost(world.call("700").charge) == (0.750, "EUR", None)
            assert world.call("701").charge is None
            world.drop("700")
            charge = world.events("700")[-1].call.charge
            assert charge is not None
            assert charge.is_final
            assert cost(world.line("700").charged) == (shown, "EUR", None)
        assert world.line("701").charged is None


def test_a_charge_goes_on_under_a_call_id_that_has_changed_untold() -> None:
    options = ExchangeOptions(habits=Habits(renames_when_held=True))
    with exchange_world(exchange_options=options) as world:
        world.talk("700", "701")
        call_id = world.call("700").call_id

        def pay(thousandths: int) -> None:
            call = world.exchange.calls_of("700")[0].call.id
            world.exchange.supplementary.charge("700", call, thousandths)
            world.settle()

        pay(100)
        for _ in range(2):  # no charge comes under the name between
            world.run(world.client.hold("700", call_id))
            world.settle(2)
            world.run(world.client.retrieve("700", call_id))
        pay(50)
        assert cost(world.call("700").charge) == (0.150, "EUR", None)
        world.drop("700")
        assert cost(world.line("700").charged) == (0.150, "EUR", None)


def test_a_charge_that_comes_with_the_end_only_counts() -> None:
    with exchange_world() as world:
        call = world.talk("700", "701")
        world.exchange.calls[call].costs["700"] = 90
        world.drop("701")
        world.settle()
        assert cost(world.line("700").charged) == (0.090, "EUR", None)


def test_units_are_no_money() -> None:
    with exchange_world(currency=None) as world:
        call = world.talk("700", "701")
        world.exchange.supplementary.charge("700", call, 3)
        world.settle()
        assert cost(world.call("700").charge) == (None, None, 3)
        assert world.line("700").charged is None


def test_a_charge_that_comes_after_the_end_counts_once() -> None:
    late = charged(money("EUR", "3", "oneTenth"), kind="total")
    seen = see(rings(), answers(), charged(money("EUR", "1", "oneTenth")), clears())
    assert cost(seen.events[-1].call.charge) == (0.1, "EUR", None)

    def counts(world: ScriptedWorld) -> None:
        assert cost(world.client.line(LINE).charged) == (0.3, "EUR", None)

    see(
        *(rings(), answers(), charged(money("EUR", "1", "oneTenth")), clears()),
        *(late, late, counts),
    )


def test_a_call_id_that_comes_again_names_another_call_to_pay_for() -> None:
    def counts(world: ScriptedWorld) -> None:
        assert cost(world.client.line(LINE).charged) == (0.2, "EUR", None)

    call = (rings(), answers(), charged(money("EUR", "1", "oneTenth")), clears())
    see(*call, *call, counts)


def test_a_charge_that_comes_before_its_call_is_known_counts_once() -> None:
    def counts(world: ScriptedWorld) -> None:
        assert cost(world.client.line(LINE).charged) == (0.1, "EUR", None)

    cheap = charged(money("EUR", "1", "oneTenth"))
    see(cheap, rings(), answers(), cheap, clears(), counts)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (money("CHF", "12"), (12, "CHF", None)),
        (money("eur", "5", "oneHundredth"), (0.05, "EUR", None)),
        (money("$", "5", "hundred"), (500, None, None)),
        (money("EUR", "5", "dozen"), None),
        (money("EUR", "-5", "one"), None),
        (money("EUR", "9" * 400, "one"), None),
        (money("EUR", "", "one"), None),
        (ELTEX.element("numberOfChargeUnits"), None),
        ("", None),
    ],
)
def test_charges_in_all_spellings(
    told: str, shown: tuple[float | None, str | None, int | None] | None
) -> None:
    charge = see(rings(), answers(), charged(told), clears()).events[-1].call.charge
    assert (charge and cost(charge)) == shown


def test_what_others_pay_is_not_ours() -> None:
    told = charged(money("EUR", "5", "one"), device=CALLER)
    assert see(rings(), answers(), told, clears()).events[-1].call.charge is None


def test_a_charge_without_a_device_is_that_of_its_connection() -> None:
    told = charged(money("EUR", "5", "one"), device=None)
    charge = see(rings(), answers(), told, clears()).events[-1].call.charge
    assert cost(charge) == (5, "EUR", None)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("3437", "47"),
        ("4711", "4711"),  # no text in it: a maker that writes the code itself
        ("K-12", "K-12"),
        ("00FF", "00FF"),
        ("313233" * 100, "123" * 21 + "1"),
        ("", None),
    ],
)
def test_octets_are_text_where_they_are_one(told: str, shown: str | None) -> None:
    seen = see(rings(), attached("accountInfo", told), answers())
    assert seen.events[-1].call.account_code == shown
    boxed = ELTEX.element("string", told)
    seen = see(rings(), attached("correlatorData", boxed), answers())
    assert seen.events[-1].call.correlator_data == shown


def test_an_authorization_code_is_nobodys_business() -> None:
    seen = see(rings(), attached("authCode", "31323334"), answers())
    assert "1234" not in repr(seen.events)
    assert "31323334" not in repr(seen.events)
