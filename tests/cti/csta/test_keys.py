"""Keys that are pressed during calls: by whom, told by which event, and never as a dialed number."""

import pytest

from custom_components.telephony.cti.model import (
    CallEventType as Type,
    Digits,
    PressedBy,
)
from simulator.calls import EventKind
from simulator.options import ExchangeOptions

from .dress import ELTEX, REFERENCE
from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world
from .telling import (
    CALLER,
    FAR,
    LINE,
    answers,
    clears,
    connection,
    dials,
    far_answers,
    far_rings,
    presses,
    rings,
    see,
)

MAKERS = ["eltex_ecss10", "avaya_aes", "openscape_voice", "mivoice_office_400"]
LINE_PRESSED, FAR_END_PRESSED = PressedBy.LINE, PressedBy.FAR_END


def pressed(world: ExchangeWorld, line: str) -> list[Digits]:
    """Return the keys that a line was told of."""
    told = [event.digits for event in world.events(line)]
    return [each for each in told if each]


def generated(keys: str, device: str | None = LINE, call: str = "c1") -> str:
    """Return DigitsGenerated."""
    return ELTEX.message(
        "DigitsGeneratedEvent",
        ELTEX.element("monitorCrossRefID", REFERENCE.format(LINE)),
        connection("connection", device, call),
        ELTEX.element("digitGeneratedList", keys),
    )


@pytest.mark.parametrize("maker", MAKERS)
def test_either_side_presses_keys(maker: str) -> None:
    options = ExchangeOptions(keys_told_as=EventKind.DIGITS_GENERATED)
    with exchange_world(profile=maker, exchange_options=options) as world:
        call = world.talk(OUTSIDE, "700")
        before = world.call("700")
        for device, keys in (
            (OUTSIDE, "5"),
            ("700", "*1"),
            (OUTSIDE, "0#"),
        ):
            world.exchange.send_digits(device, call, keys)
            world.settle()
        assert pressed(world, "700") == [
            ("5", FAR_END_PRESSED, "5"),
            ("*1", LINE_PRESSED, "*1"),
            ("0#", FAR_END_PRESSED, "50#"),
        ]
        assert world.call("700") == before


def test_a_colleague_hears_what_is_pressed_at_the_other_end() -> None:
    options = ExchangeOptions(keys_told_as=EventKind.DIGITS_GENERATED)
    with exchange_world(exchange_options=options) as world:
        call = world.talk("700", "701")
        world.exchange.send_digits("701", call, "9")
        world.settle()
        assert pressed(world, "700") == [("9", FAR_END_PRESSED, "9")]
        assert pressed(world, "701") == [("9", LINE_PRESSED, "9")]


@pytest.mark.parametrize("incoming", [True, False])
def test_keys_that_are_told_as_dialed_are_no_number(incoming: bool) -> None:
    options = ExchangeOptions(
        keys_told_as=EventKind.DIGITS_DIALED,
        digits_dialed=True,
        ring_caller_first=False,
    )
    with exchange_world(exchange_options=options) as world:
        call = world.talk("701", "700") if incoming else world.talk("700", "701")
        before = world.call("700")
        world.exchange.send_digits("700", call, "1234")
        world.settle()
        assert pressed(world, "700") == [("1234", LINE_PRESSED, "1234")]
        assert world.call("700") == before
        assert before.called_number == ("700" if incoming else "701")


def test_nothing_is_told_where_the_phone_system_tells_nothing() -> None:
    with exchange_world() as world:
        call = world.talk(OUTSIDE, "700")
        world.exchange.send_digits(OUTSIDE, call, "5")
        world.settle()
        assert Type.DIGITS not in world.types("700")


def test_keys_in_a_waiting_loop_are_no_number_either() -> None:
    """Also before anybody has answered: it rings, and an announcement may listen."""
    seen = see(dials(), far_rings(FAR), presses("5"))
    call = seen.events[-1].call
    assert (call.called_number, call.party.number) == (FAR, FAR)
    assert seen.types == ["outgoing", "remote_ringing", "digits"]
    assert seen.events[-1].digits == ("5", LINE_PRESSED, "5")


def test_what_is_pressed_may_have_letters_and_what_is_no_key_falls() -> None:
    seen = see(rings(), answers(), generated("1, 2p a#+", CALLER))
    assert seen.events[-1].digits == ("12A#", FAR_END_PRESSED, "12A#")


def test_a_connection_without_device_tells_not_who_pressed() -> None:
    seen = see(rings(), answers(), generated("7", None))
    assert seen.events[-1].digits == ("7", None, "7")


@pytest.mark.parametrize(
    "told",
    [
        generated("7", CALLER, "another"),
        generated("", CALLER),
        generated("p,", CALLER),
        ELTEX.message(
            "TelephonyTonesGeneratedEvent",
            ELTEX.element("monitorCrossRefID", REFERENCE.format(LINE)),
            connection("connection", CALLER, "c1"),
            ELTEX.element("toneGenerated", "beep"),
        ),
    ],
)
def test_no_keys_of_this_call_are_none(told: str) -> None:
    seen = see(rings(), answers(), told, clears())
    assert seen.types == ["incoming", "answered", "ended"]


def test_only_the_last_keys_are_kept() -> None:
    seen = see(
        *(dials(), far_rings(FAR), far_answers(FAR)),
        *(generated("123456789", FAR) for _ in range(12)),
    )
    digits = seen.events[-1].digits
    assert digits is not None
    assert len(digits.so_far) == 64
    assert digits.so_far.endswith("6789123456789")


def test_keys_stay_out_of_logs_and_tracebacks() -> None:
    seen = see(rings(), answers(), generated("4711", CALLER))
    assert "4711" not in repr(seen.events)
