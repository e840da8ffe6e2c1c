"""Sessions start, are kept alive, and end in their own words."""

from collections.abc import Coroutine, Iterator
from typing import Any

import pytest

from custom_components.telephony.cti.csta.requests import Requests
from custom_components.telephony.cti.csta.wire.frame import LAST_INVOKE_ID
from custom_components.telephony.cti.errors import (
    AuthenticationRefused,
    ConnectionTimedOut,
    NotCsta,
    NotSupported,
    OutcomeUnknown,
    SessionEnded,
    SessionRefused,
    SubscribedResourceUnavailable,
)
from custom_components.telephony.cti.link import LinkState
from custom_components.telephony.cti.model import CallState, DialedNumber
from tests.simulation.virtual_loop import VirtualLoop

from .dress import DRESSES, ELTEX, Dress, session_answers, session_message
from .peer import frame, value
from .scripted_world import ScriptedWorld, scripted_world

BY_NAME = {dress.profile: dress for dress in DRESSES}


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    """Return a world in the dress of the supported switch, not connected yet."""
    with scripted_world() as made:
        yield made


def refuse(world: ScriptedWorld, error: str) -> None:
    """Let the switch refuse to start a session."""
    world.switch.answers["StartApplicationSession"] = session_message(
        "StartApplicationSessionNegResponse", f"<errorCode>{error}</errorCode>"
    )


@pytest.mark.parametrize(
    "code",
    [
        "requestedProtocolVersionNotSupported",
        "serverResourcesBusy",
        "maxNumberSessions",
    ],
)
def test_a_refused_session_says_why(world: ScriptedWorld, code: str) -> None:
    refuse(world, f"<definedError>{code}</definedError>")
    with pytest.raises(SessionRefused) as caught:
        world.start()
    assert caught.value.code == code


def test_a_refusal_in_the_switchs_own_words_is_kept(world: ScriptedWorld) -> None:
    refuse(world, "<applError>licence is over</applError>")
    with pytest.raises(SessionRefused, match="licence is over"):
        world.start()


def test_wrong_credentials_are_an_authentication_error(world: ScriptedWorld) -> None:
    refuse(world, "<definedError>invalidApplicationInfo</definedError>")
    with pytest.raises(AuthenticationRefused):
        world.start()
    world.settle(300)
    assert world.switch.history.count("StartApplicationSession") == 1


def test_a_security_error_on_login_is_one_too(world: ScriptedWorld) -> None:
    world.switch.answers["StartApplicationSession"] = ELTEX.error(
        "security", "securityViolation"
    )
    with pytest.raises(AuthenticationRefused):
        world.start()


@pytest.mark.parametrize("given", ["username", "password"])
@pytest.mark.parametrize("odd", ["s3cret\x07", "s3cret\ud800"])
def test_credentials_that_no_message_can_carry_are_wrong_ones(
    given: str, odd: str
) -> None:
    with scripted_world(ELTEX, **{given: odd}) as world:
        with pytest.raises(AuthenticationRefused) as caught:
            world.start()
        assert "s3cret" not in str(caught.value)
        assert caught.value.__suppress_context__
        assert world.switch.history == []


def test_a_switch_that_never_answers_is_timed_out(world: ScriptedWorld) -> None:
    world.switch.answers["StartApplicationSession"] = None
    with pytest.raises(ConnectionTimedOut):
        world.start()
    assert world.loop.time() == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize(
    "greeting",
    [b"SSH-2.0-OpenSSH\r\n", b"\x15\x03\x01\x00\x02\x02\x46", frame(1, "no XML")],
)
def test_something_else_that_listens_is_no_csta(
    world: ScriptedWorld, greeting: bytes
) -> None:
    world.switch.greeting = greeting
    with pytest.raises(NotCsta):
        world.start()
    assert world.loop.time() < 1


def test_a_first_message_that_cannot_be_read_is_no_csta(world: ScriptedWorld) -> None:
    world.switch.greeting = frame(1, "<broken")
    world.switch.answers["StartApplicationSession"] = None
    with pytest.raises(NotCsta):
        world.start()


def test_a_peer_that_leaves_the_header_out_of_lengths_is_understood(
    world: ScriptedWorld,
) -> None:
    answer = session_answers()["StartApplicationSession"]
    world.switch.answers["StartApplicationSession"] = None
    world.switch.greeting = frame(1, answer, length_of_xml=True)
    world.start()
    assert world.client.status.connected
    for _ in range(2):
        request = ELTEX.message("RequestSystemStatus")
        world.switch.send_bytes(frame(3, request, length_of_xml=True))
        world.settle()
    assert world.switch.history.count("RequestSystemStatusResponse") == 2


def test_a_session_is_renewed_at_half_and_again_at_three_quarters(
    world: ScriptedWorld,
) -> None:
    world.switch.answers |= session_answers(200)
    world.start("725")
    keep_talking(world, 101)
    assert world.switch.history.count("ResetApplicationSessionTimer") == 1
    world.switch.answers["ResetApplicationSessionTimer"] = None
    keep_talking(world, 101)
    assert world.switch.history.count("ResetApplicationSessionTimer") == 2
    keep_talking(world, 50)
    assert world.switch.history.count("ResetApplicationSessionTimer") == 3
    assert world.client.status.connected
    keep_talking(world, 52)
    assert len(world.heard.links) > 1
    assert isinstance(world.heard.links[1].reason, SessionEnded)
    assert world.switch.history.count("StartApplicationSession") == 2


def keep_talking(world: ScriptedWorld, seconds: int) -> None:
    """Let time pass with a heartbeat of the switch's, so that ours is not needed."""
    for _ in range(seconds):
        world.switch.send(
            ELTEX.message("SystemStatus", ELTEX.element("systemStatus", "normal")), 1
        )
        world.settle(1)


@pytest.mark.parametrize("told", ["0", "-5", "soon", "9" * 1000])
def test_a_duration_that_makes_no_sense_is_taken_for_the_one_asked_for(
    world: ScriptedWorld, told: str
) -> None:
    world.switch.answers |= session_answers(told)
    world.start("725")
    keep_talking(world, 149)
    assert world.switch.history.count("ResetApplicationSessionTimer") == 0
    keep_talking(world, 2)
    assert world.switch.history.count("ResetApplicationSessionTimer") == 1
    assert len(world.heard.links) == 1


def test_what_comes_while_we_take_leave_is_nobodys(world: ScriptedWorld) -> None:
    world.start("725")
    reference = ELTEX.element("monitorCrossRefID", "DMON:725")

    def chatter(_request: object) -> str:
        world.switch.send(ELTEX.delivered("725", "725", "722", "725"))
        world.switch.send(ELTEX.message("MonitorStop", reference), 1)
        return session_message("StopApplicationSessionPosResponse")

    world.switch.answers["StopApplicationSession"] = chatter
    changes = world.heard.changes
    world.run(world.client.stop())
    assert world.heard.changes == changes
    assert world.switch.history[-1] == "MonitorStopResponse"


@pytest.mark.parametrize("code", ["invalidSessionID", "serverCannotResetSessionTimer"])
def test_a_session_that_is_not_renewed_is_started_anew(
    world: ScriptedWorld, code: str
) -> None:
    world.start("725")
    world.switch.answers["ResetApplicationSessionTimer"] = session_message(
        "ResetApplicationSessionTimerNegResponse",
        f"<errorCode><definedError>{code}</definedError></errorCode>",
    )
    keep_talking(world, 151)
    world.settle(5)
    reason = world.heard.links[1].reason
    assert isinstance(reason, SessionEnded)
    assert reason.reason == code
    assert world.client.status.connected
    assert world.client.line("725").available
    for name in ("StartApplicationSession", "MonitorStart", "SnapshotDevice"):
        assert world.switch.history.count(name) == 2


@pytest.mark.parametrize(
    ("element", "word"),
    [
        ("definedTermReason", "sessionTimerExpired"),
        ("definedTermReason", "resourceLimitation"),
        ("serverTermReason", "closing time"),
    ],
)
def test_a_terminated_session_is_started_anew(
    world: ScriptedWorld, element: str, word: str
) -> None:
    world.start("725")
    world.tell(
        session_message(
            "ApplicationSessionTerminated",
            f"<sessionID>a1b2c3</sessionID><sessionTermReason><{element}>{word}"
            f"</{element}></sessionTermReason>",
        )
    )
    reason = world.heard.links[1].reason
    assert isinstance(reason, SessionEnded)
    assert reason.reason == word
    world.settle(5)
    assert world.client.line("725").available


@pytest.mark.parametrize("name", ["eltex_ecss10", "generic"])
def test_a_half_open_link_is_noticed_within_a_minute(name: str) -> None:
    with scripted_world(BY_NAME[name]) as world:
        world.start("725")
        world.network.open_connections()[0].vanish()
        world.settle(60)
        assert world.heard.links[1].state is LinkState.WAITING
        assert not world.client.line("725").available or len(world.heard.links) > 2


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("eltex_ecss10", "ResetApplicationSessionTimer"),
        ("generic", "RequestSystemStatus"),
    ],
)
def test_a_silent_switch_is_asked_for_a_sign_of_life(name: str, service: str) -> None:
    with scripted_world(BY_NAME[name]) as world:
        world.start()
        before = world.switch.history.count(service)
        world.settle(31)
        assert world.switch.history.count(service) == before + 1
        world.settle(600)
        assert world.client.status.connected


@pytest.mark.parametrize("asked", ["SnapshotDevice", "MonitorStart"])
def test_a_system_that_answers_hardly_anything_is_set_up_and_stays_up(
    asked: str,
) -> None:
    """Nearly every service is optional: whatever did answer before is asked again."""
    dress = BY_NAME["generic"]
    with scripted_world(dress) as world:
        optional = set(dress.usual_answers()) | {"RequestSystemStatus"}
        for service in optional - {"MonitorStart", asked}:
            world.switch.answers[service] = None
        world.start("725")
        world.settle(60)
        assert world.client.line("725").available
        for _ in range(60):
            before = world.switch.history.count(asked)
            world.settle(60)
            assert world.switch.history.count(asked) > before
        assert [link.connected for link in world.heard.links] == [True]
        world.tell(dress.delivered("725", "725", "722", "725"))
        (call,) = world.client.line("725").calls
        assert call.state is CallState.RINGING
        starts = world.switch.history.count("MonitorStart")
        world.switch.answers["MonitorStart"] = None
        world.switch.answers["SnapshotDevice"] = None
        world.settle(60)
        assert world.switch.history.count("MonitorStart") >= starts
        assert world.heard.links[1].state is LinkState.WAITING


def test_silence_about_what_was_never_answered_proves_nothing() -> None:
    with scripted_world(BY_NAME["openscape_voice"]) as world:
        world.switch.answers["RequestSystemStatus"] = None
        world.start()
        world.settle(3600)
        assert [link.connected for link in world.heard.links] == [True]
        assert world.switch.history.count("RequestSystemStatus") > 60


def test_a_monitor_proves_a_system_that_does_not_tell_its_status() -> None:
    dress = BY_NAME["generic"]
    with scripted_world(dress) as world:
        world.switch.answers["RequestSystemStatus"] = None
        world.start("725")
        world.settle(20)
        assert world.client.line("725").available
        world.tell(dress.delivered("725", "725", "722", "725"))
        assert len(world.heard.types("725")) == 1


def test_an_answer_of_another_service_is_not_taken_for_ours(
    world: ScriptedWorld,
) -> None:
    """A stranger's answer has our invoke ID; the right one comes behind it."""
    world.start("725")
    world.switch.answers["MakeCall"] = None
    call = world.loop.create_task(world.client.make_call("725", DialedNumber("722")))
    world.settle()
    invoke_id, _ = world.loop.run(world.switch.next("MakeCall"))
    world.tell(ELTEX.message("HoldCallResponse"), invoke_id)
    world.tell(session_message("StopApplicationSessionNegResponse"), invoke_id)
    assert not call.done()
    placed = ELTEX.connection("callingDevice", "725", "c3")
    world.tell(ELTEX.message("MakeCallResponse", placed), invoke_id)
    assert call.result() == world.client.line("725").calls[0].call_id


def test_a_switch_without_sessions_registers_after_its_status() -> None:
    dress = BY_NAME["openscape_voice"]
    with scripted_world(dress) as world:
        status = dress.element("systemStatus", "normal")
        world.switch.greet(dress.message("SystemStatus", status))
        world.start("725")
        assert world.switch.history[:4] == [
            *("SystemStatusResponse", "SystemRegister"),
            *("GetCSTAFeatures", "MonitorStart"),
        ]


def test_a_registration_is_asked_for_also_when_the_status_does_not_come() -> None:
    with scripted_world(BY_NAME["openscape_voice"]) as world:
        world.start()
        assert world.switch.history[:1] == ["SystemRegister"]


def test_a_switch_without_any_start_is_asked_for_its_status() -> None:
    with scripted_world(BY_NAME["generic"]) as world:
        world.switch.answers["RequestSystemStatus"] = BY_NAME["generic"].error(
            "operation", "serviceNotSupported"
        )
        world.start()
        assert world.client.status.connected


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
def test_requests_of_the_switch_are_answered(dress: Dress) -> None:
    with scripted_world(dress) as world:
        world.start("725")
        reference = dress.element("monitorCrossRefID", "DMON:725")
        status = dress.element("systemStatus", "normal")
        for invoke_id, (name, content, answer) in enumerate(
            (
                ("SystemStatus", status, "SystemStatusResponse"),
                ("RequestSystemStatus", "", "RequestSystemStatusResponse"),
                ("MonitorStop", reference, "MonitorStopResponse"),
                ("Unheard", "", "CSTAErrorCode"),
            ),
            start=1,
        ):
            world.tell(dress.message(name, content), invoke_id)
            given, root = world.loop.run(world.switch.next(answer))
            assert given == invoke_id
            if answer == "CSTAErrorCode":
                assert value(root, "operation") == "serviceNotSupported"
        assert world.client.status.connected


def test_a_request_with_the_invoke_id_of_ours_takes_no_answer_away(
    world: ScriptedWorld,
) -> None:
    world.start("725")
    world.switch.answers["MakeCall"] = None
    call = world.loop.create_task(world.client.make_call("725", DialedNumber("722")))
    world.settle()
    invoke_id, _ = world.loop.run(world.switch.next("MakeCall"))
    world.tell(ELTEX.message("RequestSystemStatus"), invoke_id)
    assert not call.done()
    placed = ELTEX.connection("callingDevice", "725", "c3")
    world.tell(ELTEX.message("MakeCallResponse", placed), invoke_id)
    assert call.result() == world.client.line("725").calls[0].call_id


def test_a_late_answer_is_dropped(world: ScriptedWorld) -> None:
    world.start("725")
    world.switch.answers["MakeCall"] = None
    with pytest.raises(OutcomeUnknown):
        world.run(world.client.make_call("725", DialedNumber("722")))
    invoke_id, _ = world.loop.run(world.switch.next("MakeCall"))
    placed = ELTEX.connection("callingDevice", "725", "c3")
    world.tell(ELTEX.message("MakeCallResponse", placed), invoke_id)
    assert world.client.line("725").calls == ()
    assert world.client.status.connected


def unanswered(world: ScriptedWorld, command: Coroutine[Any, Any, object]) -> object:
    """Return what a command raises while the switch says everything but an answer to it."""
    task = world.loop.create_task(command)
    keep_talking(world, 11)
    assert task.done()
    return task.exception()


@pytest.mark.parametrize("service", ["DeflectCall", "SetDoNotDisturb"])
def test_a_switch_that_never_answers_cannot_and_is_not_asked_for_ever(
    world: ScriptedWorld, service: str
) -> None:
    world.start("725")
    world.switch.answers[service] = None
    kinds = [type(unanswered(world, ask(world, service))) for _ in range(5)]
    assert kinds == [OutcomeUnknown] * 3 + [NotSupported] * 2
    assert world.switch.history.count(service) == 3


def ask(world: ScriptedWorld, service: str) -> Coroutine[Any, Any, None]:
    """Return a command that asks for a service which a switch need not have."""
    if service == "SetDoNotDisturb":
        return world.client.set_do_not_disturb("725", enabled=True)
    world.tell(ELTEX.delivered("725", "725", "722", "725"))
    call = world.client.line("725").calls[0]
    return world.client.deflect("725", call.call_id, DialedNumber("723"))


def test_a_late_answer_shows_that_the_switch_can_after_all(
    world: ScriptedWorld,
) -> None:
    world.start("725")
    world.switch.answers["SetDoNotDisturb"] = None
    for _ in range(3):
        unanswered(world, ask(world, "SetDoNotDisturb"))
    world.tell(ELTEX.message("SetDoNotDisturbResponse"), 9990)
    world.switch.answers["SetDoNotDisturb"] = ELTEX.message("SetDoNotDisturbResponse")
    world.run(ask(world, "SetDoNotDisturb"))
    assert world.client.line("725").do_not_disturb


def test_what_was_answered_once_is_never_taken_for_missing(
    world: ScriptedWorld,
) -> None:
    world.start("725")
    world.run(ask(world, "SetDoNotDisturb"))
    world.switch.answers["SetDoNotDisturb"] = None
    kinds = {type(unanswered(world, ask(world, "SetDoNotDisturb"))) for _ in range(5)}
    assert kinds == {OutcomeUnknown}


def test_a_reply_to_nothing_is_dropped(world: ScriptedWorld) -> None:
    world.start("725")
    world.tell(ELTEX.message("HoldCallResponse"), 4711)
    assert world.client.status.connected


def test_9998_requests_wait_and_not_one_more() -> None:
    loop = VirtualLoop()
    requests = Requests(loop)
    ids = [requests.add("HoldCall")[0] for _ in range(LAST_INVOKE_ID)]
    assert sorted(ids) == list(range(1, 9999))
    with pytest.raises(SubscribedResourceUnavailable):
        requests.add("HoldCall")
    loop.pass_time(11)
    assert len(requests) == 0
    loop.close()


def test_an_invoke_id_that_still_waits_is_skipped() -> None:
    loop = VirtualLoop()
    requests = Requests(loop)
    first, _ = requests.add("MakeCall", 1000)
    for _ in range(LAST_INVOKE_ID - 1):
        requests.add("HoldCall", 1)
    loop.pass_time(2)
    assert requests.add("HoldCall")[0] == first + 1
    requests.fail(ConnectionTimedOut(""))
    loop.close()
