"""Who is meant where several places of an event name the far end, and what becomes of names later."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.model import Call, CallState, Party, Presentation

from .dress import ELTEX
from .scripted_world import ScriptedWorld, scripted_world

OWN, ANN, BOB = "740", "4930111", "4930222"


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    with scripted_world() as made:
        made.start(OWN)
        yield made


def named(number: str, name: str) -> str:
    """Return a device as `Dress.device` writes it, with a name."""
    return f"N&lt;{number}&gt;{name}"


def device(tag: str, written: str | None) -> str:
    """Return a party as it is written; None for one that is not known."""
    if written is None:
        return f"<{tag}><notKnown/></{tag}>"
    return f"<{tag}><deviceIdentifier>{written}</deviceIdentifier></{tag}>"


def ring(world: ScriptedWorld, **devices: str | None) -> Call:
    """Let the line ring, with these devices in the event."""
    devices = {"callingDevice": None, "calledDevice": OWN} | devices
    world.tell(
        ELTEX.event(
            "Delivered",
            OWN,
            ELTEX.connection("connection", OWN, "e1"),
            ELTEX.device("alertingDevice", OWN),
            *(device(tag, written) for tag, written in devices.items()),
        )
    )
    return world.client.line(OWN).calls[-1]


def party(number: str | None, name: str | None) -> Party:
    shown = Presentation.ALLOWED if number else Presentation.UNAVAILABLE
    return Party(number, name, shown)


@pytest.mark.parametrize(
    ("devices", "expected"),
    [
        ({"callingDevice": ANN}, party(ANN, None)),
        ({"networkCallingDevice": named(ANN, "Ann")}, party(ANN, "Ann")),
        ({"associatedCallingDevice": named(ANN, "Ann")}, party(ANN, "Ann")),
        (
            {"callingDevice": ANN, "networkCallingDevice": named(ANN, "Ann")},
            party(ANN, "Ann"),
        ),
        (
            {"callingDevice": ANN, "associatedCallingDevice": named(f"+{ANN}", "Ann")},
            party(ANN, "Ann"),
        ),
        (
            {"callingDevice": named(ANN, "Ann"), "networkCallingDevice": ANN},
            party(ANN, "Ann"),
        ),
        (
            {
                "callingDevice": "T9",
                "networkInterfaceUsed": "T9",
                "networkCallingDevice": named(ANN, "Ann"),
            },
            party(ANN, "Ann"),
        ),
        (
            {
                "callingDevice": "T9",
                "associatedCallingDevice": "T9",
                "networkCallingDevice": ANN,
            },
            party(ANN, None),
        ),
        (
            {"networkCallingDevice": ANN, "associatedCallingDevice": named(ANN, "Ann")},
            party(ANN, "Ann"),
        ),
        ({"callingDevice": "", "networkCallingDevice": ANN}, party(ANN, None)),
        ({"networkCallingDevice": named("", "Ann")}, party(None, "Ann")),
        ({"networkCallingDevice": None}, party(None, None)),
    ],
)
def test_the_caller_is_whom_the_event_names_anywhere(
    world: ScriptedWorld, devices: dict[str, str | None], expected: Party
) -> None:
    call = ring(world, **devices)
    assert (call.state, call.party) == (CallState.RINGING, expected)


def test_a_caller_whom_the_network_withholds_is_withheld(world: ScriptedWorld) -> None:
    trunk = {"callingDevice": "T9", "networkInterfaceUsed": "T9"}
    call = ring(world, **trunk, networkCallingDevice="anonymous")
    assert call.party == Party(None, None, Presentation.RESTRICTED)


def test_the_called_number_is_the_networks_where_the_line_is_behind_a_trunk(
    world: ScriptedWorld,
) -> None:
    call = ring(
        world,
        callingDevice=ANN,
        calledDevice="T9",
        networkInterfaceUsed="T9",
        networkCalledDevice="4930740",
    )
    assert call.called_number == "4930740"


def talk_to_two(world: ScriptedWorld) -> None:
    """Talk to Bob, with Ann on hold; only their rings told names."""
    ring(world, callingDevice=named(ANN, "Ann"))
    world.tell(ELTEX.established(OWN, OWN, ANN, None, "e1"))
    world.tell(
        ELTEX.event(
            "Held",
            OWN,
            ELTEX.connection("heldConnection", OWN, "e1"),
            ELTEX.device("holdingDevice", OWN),
        )
    )
    world.tell(ELTEX.originated(OWN, OWN, BOB, "e2"))
    answered = ELTEX.established(OWN, BOB, OWN, BOB, "e2")
    identifier = ELTEX.leg_form.format(BOB)
    world.tell(answered.replace(identifier, named(BOB, "Bob")))


def join(world: ScriptedWorld, name: str, acting: str, *numbers: str) -> None:
    """Let calls become one, by connections that have no names."""
    olds = ("e1", "e2") if acting == OWN else ("e1",)
    members = dict.fromkeys((OWN, *numbers), "e1")
    world.tell(ELTEX.joined(name, OWN, acting, None, olds, "e3", members))


def test_a_conference_keeps_the_names_of_those_in_it(world: ScriptedWorld) -> None:
    talk_to_two(world)
    join(world, "Conferenced", OWN, ANN, BOB)
    (call,) = world.client.line(OWN).calls
    assert call.party == party(ANN, "Ann")
    world.tell(ELTEX.cleared(OWN, ANN, ANN, "e3"))
    (call,) = world.client.line(OWN).calls
    assert (call.state, call.party) == (CallState.CONNECTED, party(BOB, "Bob"))


@pytest.mark.parametrize("place", ["endpoint", "transferredToDevice"])
def test_whom_we_are_put_through_to_has_the_name_that_any_place_tells(
    world: ScriptedWorld, place: str
) -> None:
    ring(world, callingDevice=named(ANN, "Ann"))
    world.tell(ELTEX.established(OWN, OWN, ANN, None, "e1"))
    event = ELTEX.joined(
        "Transfered", OWN, ANN, BOB, ("e1",), "e3", {OWN: "e1", BOB: "e1"}
    )
    written = device("transferredToDevice", named(BOB, "Bob"))
    plain = ELTEX.device("transferredToDevice", BOB)
    if place == "transferredToDevice":
        event = event.replace(plain, written)
    else:
        event = event.replace(
            "</connectionListItem></transferredConnections>",
            device("endpoint", named(BOB, "Bob"))
            + "</connectionListItem></transferredConnections>",
        )
    world.tell(event)
    (call,) = world.client.line(OWN).calls
    assert call.party == party(BOB, "Bob")


def test_whoever_talks_on_after_a_transfer_keeps_the_name_from_before(
    world: ScriptedWorld,
) -> None:
    """Ann, on hold, puts us through to Bob, whom we talk to in another call already."""
    talk_to_two(world)
    join(world, "Transfered", ANN, BOB)
    calls = {call.party for call in world.client.line(OWN).calls}
    assert calls == {party(BOB, "Bob")}
