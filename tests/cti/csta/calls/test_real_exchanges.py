"""Calls as real exchanges tell them: several phones of one number, rings that nobody answers, trunks.

Each flow is written from ECMA-269 (clauses 12.3 and 17.2), not from what our simulator sends.
"""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    Outcome,
)

from ..dress import ELTEX
from ..scripted_world import ScriptedWorld, scripted_world

LINE = "725"
DESK, MOBILE = "725:::ZGVzaw==#bGVnMQ==#dDE=", "725:::bW9iaWxl#bGVnMg==#dDI="


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    with scripted_world() as world:
        world.start(LINE)
        yield world


def _phone(xml: str, phone: str) -> str:
    """Let an event be about one of the line's phones."""
    plain = ELTEX.leg_form.format(LINE)
    assert plain in xml
    return xml.replace(plain, phone)


def _rings(phone: str, **details: str) -> str:
    return _phone(ELTEX.delivered(LINE, LINE, "722", "799", **details), phone)


def _answers(phone: str) -> str:
    return _phone(ELTEX.established(LINE, LINE, "722", "799"), phone)


def _cleared(phone: str, cause: str = "normalClearing") -> str:
    return _phone(ELTEX.cleared(LINE, LINE, None, cause=cause), phone)


def _diverted(phone: str | None, cause: str, to: str | None = "702") -> str:
    xml = ELTEX.event(
        "Diverted",
        LINE,
        ELTEX.connection("connection", LINE, "c1"),
        ELTEX.device("divertingDevice", LINE),
        ELTEX.device("newDestination", to),
        ELTEX.device("callingDevice", "722"),
        ELTEX.device("calledDevice", LINE),
        cause=cause,
    )
    return _phone(xml, phone) if phone else xml


def _state(world: ScriptedWorld) -> CallState | None:
    calls = world.client.line(LINE).calls
    assert len(calls) < 2
    return calls[0].state if calls else None


# One number, several phones


@pytest.mark.parametrize("cause", ["normalClearing", "multipleAlerting", "redirected"])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("by", [_cleared, _diverted])
def test_the_phone_that_loses_the_call_ends_nothing(
    world: ScriptedWorld, by: object, cause: str, late: bool
) -> None:
    loses = by(MOBILE, cause)  # type: ignore[operator]  # either of two functions
    world.tell(_rings(DESK))
    world.tell(_rings(MOBILE))
    for message in [_answers(DESK), loses] if late else [loses, _answers(DESK)]:
        world.tell(message)
    assert _state(world) is CallState.CONNECTED
    world.tell(_cleared(DESK))
    assert _state(world) is None
    assert world.heard.types() == [Type.INCOMING, Type.ANSWERED, Type.ENDED]
    assert world.heard.events[-1].outcome is Outcome.ANSWERED


def test_all_phones_fall_silent_and_it_is_one_missed_call(world: ScriptedWorld) -> None:
    world.tell(_rings(DESK))
    world.tell(_rings(MOBILE))
    world.tell(_cleared(DESK))
    assert _state(world) is CallState.RINGING
    world.tell(_cleared(MOBILE))
    assert world.heard.types() == [Type.INCOMING, Type.MISSED, Type.ENDED]


def test_the_talk_moves_from_one_phone_to_another(world: ScriptedWorld) -> None:
    world.tell(_rings(DESK))
    world.tell(_answers(DESK))
    world.tell(_rings(MOBILE))
    world.tell(_answers(MOBILE))
    world.tell(_cleared(DESK))
    assert _state(world) is CallState.CONNECTED
    world.tell(_cleared(MOBILE))
    assert world.heard.types() == [Type.INCOMING, Type.ANSWERED, Type.ENDED]


def test_commands_name_the_phone_in_the_fitting_state(world: ScriptedWorld) -> None:
    world.tell(_rings(DESK))
    world.tell(_rings(MOBILE))
    world.tell(_answers(MOBILE))
    call_id = world.client.line(LINE).calls[0].call_id
    world.run(world.client.hangup(LINE, call_id))
    _, request = world.run(world.switch.next("ClearConnection"))
    assert MOBILE in [each.text for each in request.iter()]


def test_a_ring_is_refused_on_every_phone(world: ScriptedWorld) -> None:
    world.tell(_rings(DESK))
    world.tell(_rings(MOBILE))
    call_id = world.client.line(LINE).calls[0].call_id
    world.run(world.client.hangup(LINE, call_id))
    assert world.switch.history.count("ClearConnection") == 2
    world.tell(_cleared(DESK))
    world.tell(_cleared(MOBILE))
    assert world.heard.events[-1].outcome is Outcome.REJECTED


# Missed is missed


@pytest.mark.parametrize(
    "cause", ["callForwardNoAnswer", "callNotAnswered", "alertTimeExpired", "timeout"]
)
@pytest.mark.parametrize("to", ["702", None])
def test_a_ring_that_nobody_answers_is_missed_wherever_the_call_goes(
    world: ScriptedWorld, cause: str, to: str | None
) -> None:
    world.tell(ELTEX.delivered(LINE, LINE, "722", LINE))
    world.tell(_diverted(None, cause, to))
    assert world.heard.types() == [Type.INCOMING, Type.MISSED, Type.ENDED]
    assert world.heard.events[-1].call.diverted_to == to


def test_a_call_that_is_sent_on_at_once_rings_nowhere_here(
    world: ScriptedWorld,
) -> None:
    world.tell(_diverted(None, "callForwardImmediate"))
    assert world.heard.types() == [Type.DIVERTED, Type.ENDED]
    assert world.heard.events[-1].outcome is Outcome.DIVERTED
    assert world.heard.events[-1].call.party.number == "722"


@pytest.mark.parametrize("cause", ["busy", "doNotDisturb"])
def test_a_caller_who_finds_us_busy_is_missed_without_a_ring(
    world: ScriptedWorld, cause: str
) -> None:
    world.tell(
        ELTEX.event(
            "Failed",
            LINE,
            ELTEX.connection("failedConnection", LINE, "c1"),
            ELTEX.device("failingDevice", LINE),
            ELTEX.device("callingDevice", "722"),
            ELTEX.device("calledDevice", LINE),
            cause=cause,
        )
    )
    assert world.heard.types() == [Type.MISSED, Type.ENDED]
    assert world.heard.events[-1].cause == cause


def test_a_shared_appearance_falls_silent(world: ScriptedWorld) -> None:
    """Bridged: another appearance of the line has the call (17.2.1)."""
    world.tell(ELTEX.delivered(LINE, LINE, "722", LINE))
    world.tell(
        ELTEX.event(
            "Bridged",
            LINE,
            ELTEX.connection("bridgedConnection", LINE, "c1"),
            ELTEX.device("bridgedAppearance", LINE),
        )
    )
    assert _state(world) is None
    assert world.heard.events[-1].outcome is Outcome.ANSWERED_ELSEWHERE


def test_a_receiver_that_is_lifted_and_put_down_is_no_call(
    world: ScriptedWorld,
) -> None:
    world.tell(ELTEX.originated(LINE, LINE, None))
    assert _state(world) is CallState.DIALING
    world.tell(ELTEX.cleared(LINE, LINE, None))
    assert _state(world) is None
    assert world.heard.types() == []


def test_a_call_that_is_renamed_at_its_answer_is_one_call(world: ScriptedWorld) -> None:
    world.tell(ELTEX.delivered(LINE, LINE, "722", LINE))
    world.tell(ELTEX.established(LINE, LINE, "722", LINE, "c2"))
    assert _state(world) is CallState.CONNECTED
    world.tell(ELTEX.cleared(LINE, LINE, None, "c1"))
    world.tell(ELTEX.cleared(LINE, LINE, None, "c2"))
    assert world.heard.types() == [Type.INCOMING, Type.ANSWERED, Type.ENDED]


def test_a_held_call_that_rings_back_is_the_same_call(world: ScriptedWorld) -> None:
    """Delivered with cause recall on a held connection: the hold reminder."""
    world.tell(ELTEX.delivered(LINE, LINE, "722", LINE))
    world.tell(ELTEX.established(LINE, LINE, "722", LINE))
    held = ELTEX.connection("heldConnection", LINE, "c1")
    world.tell(ELTEX.event("Held", LINE, held, ELTEX.device("holdingDevice", LINE)))
    world.tell(ELTEX.delivered(LINE, LINE, "722", LINE, cause="recall"))
    assert _state(world) is CallState.RINGING
    world.tell(ELTEX.established(LINE, LINE, "722", LINE))
    assert _state(world) is CallState.CONNECTED
    world.tell(ELTEX.cleared(LINE, LINE, None))
    assert world.heard.types() == [
        Type.INCOMING, Type.ANSWERED, Type.HELD, Type.RETRIEVED, Type.ENDED,
    ]  # fmt: skip
    assert world.heard.events[-1].outcome is Outcome.ANSWERED


def test_whoever_shows_our_own_number_is_a_caller(world: ScriptedWorld) -> None:
    world.tell(
        ELTEX.delivered(LINE, LINE, LINE, LINE).replace(
            ELTEX.device("callingDevice", LINE),
            "<callingDevice><deviceIdentifier>725</deviceIdentifier></callingDevice>",
        )
    )
    assert _state(world) is CallState.RINGING
    world.tell(ELTEX.cleared(LINE, LINE, None))
    assert world.heard.types() == [Type.INCOMING, Type.MISSED, Type.ENDED]
    assert world.heard.events[0].call.party.number == LINE


# Trunks are nobody


def test_the_way_out_is_not_who_answers(world: ScriptedWorld) -> None:
    """The alerting and the answering device may be the trunk (networkInterfaceUsed, 17.2)."""
    number = "+4930654321"
    trunk = ELTEX.device("networkInterfaceUsed", "9001")
    world.tell(ELTEX.originated(LINE, LINE, number))
    world.tell(
        ELTEX.delivered(LINE, "9001", LINE, number).replace(
            "<cause>", f"{trunk}<cause>"
        )
    )
    world.tell(
        ELTEX.established(LINE, "9001", LINE, number).replace(
            "<cause>", f"{trunk}<cause>"
        )
    )
    (call,) = world.client.line(LINE).calls
    assert (call.state, call.party.number) == (CallState.CONNECTED, number)
    assert call.external is True


def test_the_way_out_that_a_snapshot_names_is_not_who_answers() -> None:
    """SnapshotCall tells no trunk from a phone (16.1); the events after it do (17.2)."""
    number = "+4930654321"
    trunk = ELTEX.device("networkInterfaceUsed", "9001")
    with scripted_world() as world:
        answers = world.switch.answers
        answers["SnapshotDevice"] = ELTEX.snapshot(
            (LINE, "c1", ("connected", "alerting"))
        )
        states = {LINE: "connected", "9001": "alerting"}
        answers["SnapshotCall"] = ELTEX.snapshot_call("c1", states)
        world.start(LINE)
        told = ELTEX.established(LINE, "9001", LINE, number)
        world.tell(told.replace("<cause>", f"{trunk}<cause>"))
        (call,) = world.client.line(LINE).calls
        assert (call.state, call.party.number) == (CallState.CONNECTED, number)


def test_the_caller_whom_only_the_network_knows(world: ScriptedWorld) -> None:
    world.tell(
        ELTEX.delivered(LINE, LINE, None, LINE).replace(
            "<cause>", ELTEX.device("networkCallingDevice", "+4930654321") + "<cause>"
        )
    )
    (call,) = world.client.line(LINE).calls
    assert call.party.number == "+4930654321"


def test_somebody_who_answers_for_a_reason_takes_the_place_of_who_was_dialed(
    world: ScriptedWorld,
) -> None:
    world.tell(ELTEX.originated(LINE, LINE, "701"))
    world.tell(ELTEX.delivered(LINE, "702", LINE, "701", cause="callForwardBusy"))
    world.tell(ELTEX.established(LINE, "702", LINE, "701"))
    (call,) = world.client.line(LINE).calls
    assert (call.party.number, call.called_number) == ("702", "701")


def test_who_sent_a_call_here_is_told(world: ScriptedWorld) -> None:
    """RedirectionDeviceID: the number stands in numberDialed."""
    world.tell(
        ELTEX.delivered(LINE, LINE, "722", "701", cause="callForwardBusy", last="701")
        .replace(
            "<lastRedirectionDevice><deviceIdentifier",
            "<lastRedirectionDevice><numberDialed",
        )
        .replace(
            "</deviceIdentifier></lastRedirectionDevice>",
            "</numberDialed></lastRedirectionDevice>",
        )
    )
    (call,) = world.client.line(LINE).calls
    assert call.redirected_by is not None
    assert (call.redirected_by.number, call.redirect_reason) == (
        "701",
        "callForwardBusy",
    )
    assert call.switch_call_id == "c1"


def test_a_colleague_of_a_ring_group_is_not_another_phone_of_ours(
    world: ScriptedWorld,
) -> None:
    """Our own state stands in the colleague's event as well (localConnectionInfo, 17.2)."""
    info = ELTEX.element("localConnectionInfo", "alerting") + "<cause>"
    world.tell(ELTEX.delivered(LINE, LINE, "722", "799"))
    world.tell(ELTEX.delivered(LINE, "703", "722", "799").replace("<cause>", info))
    world.tell(ELTEX.cleared(LINE, LINE, None))
    assert _state(world) is None
    assert world.heard.types() == [Type.INCOMING, Type.MISSED, Type.ENDED]


def test_our_call_that_is_renamed_at_its_answer_is_one_call(
    world: ScriptedWorld,
) -> None:
    world.tell(ELTEX.originated(LINE, LINE, "722"))
    world.tell(ELTEX.delivered(LINE, "722", LINE, "722"))
    world.tell(ELTEX.established(LINE, "722", LINE, "722", "c2"))
    assert _state(world) is CallState.CONNECTED
    world.tell(ELTEX.cleared(LINE, LINE, None, "c2"))
    assert world.heard.types() == [
        Type.OUTGOING, Type.REMOTE_RINGING, Type.ANSWERED, Type.ENDED,
    ]  # fmt: skip
