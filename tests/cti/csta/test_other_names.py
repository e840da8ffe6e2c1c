"""A line whose connections are told under another name than its number, and what IDs tell."""

from base64 import b64encode
from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    DialedNumber,
    Direction,
    Outcome,
)

from .dress import ELTEX
from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world
from .scripted_world import ScriptedWorld, scripted_world

NAMES = {"700": "alice", "702": "carol", "703": "dave@sip.example"}


@pytest.fixture(params=[True, False], ids=["odd forms", "standard forms"])
def world(request: pytest.FixtureRequest) -> Iterator[ExchangeWorld]:
    """Return a world in which some phones have SIP names; ECSS-10 tells hardly any own state."""
    with exchange_world(odd_forms=request.param) as made:
        for number, name in NAMES.items():
            made.exchange.lines[number].alias = name
        yield made


def test_a_call_to_a_line_by_another_name(world: ExchangeWorld) -> None:
    call = world.dial("701", "700")
    assert world.call("700").state is CallState.RINGING
    assert world.call("700").party.number == "701"
    world.lift("700")
    assert world.call("700").state is CallState.CONNECTED
    world.exchange.hold("700", call)
    world.settle()
    assert world.call("700").state is CallState.HELD
    world.exchange.retrieve("700", call)
    world.settle()
    assert world.call("700").state is CallState.CONNECTED
    world.drop("700")
    assert world.types("700") == [
        Type.INCOMING, Type.ANSWERED, Type.HELD, Type.RETRIEVED, Type.ENDED,
    ]  # fmt: skip
    assert world.events("700")[-1].outcome is Outcome.ANSWERED


def test_a_call_from_a_line_by_another_name(world: ExchangeWorld) -> None:
    world.dial("700", "701")
    assert world.call("700").state is CallState.DIALING
    assert world.call("700").direction is Direction.OUTGOING
    world.lift("701")
    assert world.call("700").state is CallState.CONNECTED
    assert world.call("700").party.number == "701"
    world.drop("701")
    world.settle(3)
    assert world.line("700").calls == ()
    assert world.types("700") == [
        Type.OUTGOING, Type.REMOTE_RINGING, Type.ANSWERED, Type.ENDED,
    ]  # fmt: skip


def test_a_call_that_is_placed_for_a_line_by_another_name(world: ExchangeWorld) -> None:
    call_id = world.run(world.client.make_call("700", DialedNumber("701")))
    world.lift("700")
    world.lift("701")
    assert world.call("700").call_id == call_id
    assert world.call("700").state is CallState.CONNECTED
    world.run(world.client.hangup("700", call_id))
    assert world.line("700").calls == ()
    assert world.types("700")[0] is Type.OUTGOING
    assert Type.INCOMING not in world.types("700")


def test_commands_name_the_connection_as_it_was_told(world: ExchangeWorld) -> None:
    world.dial(OUTSIDE, "700")
    call_id = world.call("700").call_id
    world.run(world.client.answer("700", call_id))
    world.run(world.client.hold("700", call_id))
    assert world.call("700").state is CallState.HELD
    world.run(world.client.hangup("700", call_id))
    assert world.line("700").calls == ()
    assert not world.front_end.faults


def test_each_line_of_a_group_rings_for_itself(world: ExchangeWorld) -> None:
    world.dial(OUTSIDE, "791")
    for line in ("702", "703"):
        assert world.call(line).state is CallState.RINGING
        assert world.call(line).party.number == OUTSIDE
    world.lift("703")
    world.settle(5)
    assert world.types("703") == [Type.INCOMING, Type.ANSWERED]
    assert world.types("702") == [Type.INCOMING, Type.ENDED]
    assert world.events("702")[-1].outcome is Outcome.ANSWERED_ELSEWHERE


def test_a_call_between_two_lines_by_other_names(world: ExchangeWorld) -> None:
    world.talk("700", "702")
    for line in ("700", "702"):
        assert world.call(line).state is CallState.CONNECTED
    assert world.call("700").direction is Direction.OUTGOING
    assert world.call("702").direction is Direction.INCOMING
    world.drop("702")
    world.settle(3)
    for line in ("700", "702"):
        assert world.line(line).calls == ()
        assert world.types(line).count(Type.ENDED) == 1


def test_calls_of_a_line_by_another_name_are_found_again(world: ExchangeWorld) -> None:
    world.talk(OUTSIDE, "700")
    world.front_end.drop_connections()
    world.settle(10)
    call = world.call("700")
    assert (call.state, call.members) == (CallState.CONNECTED, None)
    assert call.party.number == OUTSIDE
    world.drop("700")
    assert world.line("700").calls == ()


# What else names a line


LINE = "725"


@pytest.fixture
def script() -> Iterator[ScriptedWorld]:
    with scripted_world() as made:
        yield made


@pytest.mark.parametrize("name", ["725@p.city", "sip:725@p.city;user=phone"])
def test_an_address_in_the_domain_of_the_login(
    script: ScriptedWorld, name: str
) -> None:
    script.start(LINE)
    for message in (
        ELTEX.delivered(LINE, LINE, OUTSIDE, LINE),
        ELTEX.established(LINE, LINE, OUTSIDE, LINE),
    ):
        script.tell(message.replace(ELTEX.leg_form.format(LINE), name))
    (call,) = script.client.line(LINE).calls
    assert (call.state, call.party.number) == (CallState.CONNECTED, OUTSIDE)


def test_a_colleagues_answer_is_not_ours(script: ScriptedWorld) -> None:
    """Our own state stays alerting, so that the name in the event is somebody else's."""
    script.start(LINE)
    script.tell(ELTEX.delivered(LINE, LINE, OUTSIDE, "799"))
    answer = ELTEX.established(LINE, "bob", OUTSIDE, "799")
    script.tell(
        answer.replace(
            "<cause>", "<localConnectionInfo>alerting</localConnectionInfo><cause>"
        )
    )
    (call,) = script.client.line(LINE).calls
    assert call.state is CallState.RINGING


@pytest.mark.parametrize(
    ("dialog", "state", "direction"),
    [
        ("ecssI0151079879210082903", CallState.DIALING, Direction.OUTGOING),
        ("ecssO0151079879210082903", CallState.RINGING, Direction.INCOMING),
        ("other0151079879210082903", CallState.DIALING, None),
    ],
)
def test_an_id_of_ecss10_tells_who_rings(
    script: ScriptedWorld, dialog: str, state: CallState, direction: Direction | None
) -> None:
    """Its example has alerting for both sides of a call that rings."""
    parts = ("1_146%388282@10.100.101.26", dialog, "4038575099")
    leg = "#".join(b64encode(part.encode()).decode() for part in parts)
    snapshot = ELTEX.snapshot((LINE, "c1", ("alerting", "alerting")))
    plain = ELTEX.leg_form.format(LINE)
    script.switch.answers["SnapshotDevice"] = snapshot.replace(plain, f"{LINE}:::{leg}")
    script.start(LINE)
    (call,) = script.client.line(LINE).calls
    assert (call.state, call.direction) == (state, direction)
