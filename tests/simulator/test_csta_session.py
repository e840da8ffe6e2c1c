"""Application sessions as the switch grants, renews and ends them."""

from dataclasses import replace

import pytest

from simulator.csta import CstaOptions
from simulator.csta.profiles import ECMA_323, PROFILES

from .csta_client import (
    APPLICATION_SESSION,
    START_SESSION,
    Client,
    csta,
    desk,
    error_of,
    name_of,
    names,
    text,
)


def renewal(session: str, seconds: int = 60) -> str:
    """Return a ResetApplicationSessionTimer."""
    duration = f"<requestedSessionDuration>{seconds}</requestedSessionDuration>"
    body = f"<sessionID>{session}</sessionID>{duration}"
    return csta("ResetApplicationSessionTimer", body, APPLICATION_SESSION)


def stop(session: str) -> str:
    """Return a StopApplicationSession."""
    reason = "<sessionEndReason><definedEndReason>normal</definedEndReason></sessionEndReason>"
    body = f"<sessionID>{session}</sessionID>{reason}"
    return csta("StopApplicationSession", body, APPLICATION_SESSION)


async def refusal(client: Client, request: str) -> str:
    """Return the code with which a session request is refused."""
    reply = await client.request(request)
    assert name_of(reply).endswith("NegResponse")
    return text(reply, "errorCode", "definedError")


async def test_a_session_begins_with_id_version_and_duration() -> None:
    async with desk(CstaOptions(session_duration=300)) as place:
        client = await place.connect()
        reply = await client.request(START_SESSION)
        assert names(reply) == [
            "sessionID",
            "actualProtocolVersion",
            "actualSessionDuration",
        ]
        assert text(reply, "actualSessionDuration") == "120"
        assert list(place.front_end.sessions) == [text(reply, "sessionID")]


async def test_a_switch_may_insist_on_a_version() -> None:
    version = f"{ECMA_323}ed4"
    profile = replace(PROFILES["eltex_ecss10"], edition="ed4", actual_version=version)
    async with desk(CstaOptions(profile=profile)) as place:
        client = await place.connect()
        reply = await client.request(START_SESSION)
        assert text(reply, "actualProtocolVersion") == version
        reply = await client.request(csta("RequestSystemStatus", ""))
        assert name_of(reply) == "CSTAErrorCode"


async def test_a_session_lasts_no_longer_than_the_switch_allows() -> None:
    async with desk(CstaOptions(session_duration=30)) as place:
        client = await place.connect()
        reply = await client.request(START_SESSION)
        assert text(reply, "actualSessionDuration") == "30"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (">demo<", ">wrong<"),
        (">demo.local<", ">nobody<"),
        ("http://www.eltex.org/csta", "http://elsewhere.example/csta"),
        ("SessionLoginInfo", "Login"),
    ],
    ids=["password", "user", "namespace", "element"],
)
async def test_a_wrong_login_is_refused(right: str, wrong: str) -> None:
    async with desk() as place:
        client = await place.connect()
        request = START_SESSION.replace(right, wrong)
        assert await refusal(client, request) == "invalidApplicationInfo"


async def test_a_version_that_the_switch_does_not_speak_is_refused() -> None:
    async with desk() as place:
        client = await place.connect()
        code = await refusal(client, START_SESSION.replace("/ed3", "/ed9"))
        assert code == "requestedProtocolVersionNotSupported"


async def test_one_session_too_many_is_refused() -> None:
    async with desk(CstaOptions(maximum_sessions=1)) as place:
        await place.logged_in()
        second = await place.connect()
        assert await refusal(second, START_SESSION) == "maxNumberSessions"


async def test_a_session_ends_with_its_connection() -> None:
    async with desk(CstaOptions(maximum_sessions=1)) as place:
        first = await place.logged_in("725")
        first.writer.write_eof()
        await first.closed()
        await place.logged_in()
        assert len(place.front_end.sessions) == 1
        assert not place.front_end.monitors


async def test_a_session_may_outlive_its_connection_until_its_time_is_over() -> None:
    options = CstaOptions(maximum_sessions=1, sessions_outlive_connections=True)
    async with desk(options) as place:
        first = await place.logged_in()
        first.writer.write_eof()
        await first.closed()
        second = await place.connect()
        assert await refusal(second, START_SESSION) == "maxNumberSessions"
        place.clock.advance(120)
        assert await second.log_in()


@pytest.mark.parametrize("code", ["serverResourcesBusy", "maxNumberSessions"])
async def test_a_switch_may_refuse_every_session(code: str) -> None:
    async with desk(CstaOptions(refuse_start=code)) as place:
        client = await place.connect()
        assert await refusal(client, START_SESSION) == code


async def test_a_switch_may_refuse_in_its_own_words() -> None:
    async with desk(CstaOptions(refuse_start="licence has expired")) as place:
        client = await place.connect()
        reply = await client.request(START_SESSION)
        assert text(reply, "errorCode", "applError") == "licence has expired"


async def test_a_session_that_is_renewed_lives_on() -> None:
    async with desk() as place:
        client = await place.connect()
        session = await client.log_in()
        place.clock.advance(119)
        reply = await client.request(renewal(session, 60))
        assert text(reply, "actualSessionDuration") == "60"
        place.clock.advance(59)
        assert session in place.front_end.sessions
        place.clock.advance(1)
        assert session not in place.front_end.sessions


async def test_a_session_that_is_not_renewed_is_terminated() -> None:
    async with desk() as place:
        client = await place.connect()
        session = await client.log_in()
        await client.monitor("725")
        place.clock.advance(120)
        terminated = await client.event()
        assert name_of(terminated) == "ApplicationSessionTerminated"
        assert text(terminated, "sessionID") == session
        reason = text(terminated, "sessionTermReason", "definedTermReason")
        assert reason == "sessionTimerExpired"
        assert not place.front_end.monitors
        assert await refusal(client, renewal(session)) == "invalidSessionID"


async def test_a_client_may_begin_again_after_its_session_was_terminated() -> None:
    async with desk() as place:
        client = await place.connect()
        first = await client.log_in()
        place.front_end.expire_sessions("resourceLimitation")
        await client.event()
        assert await client.log_in() != first


async def test_a_renewal_may_be_refused() -> None:
    async with desk(CstaOptions(refuse_renewal=True)) as place:
        client = await place.connect()
        session = await client.log_in()
        code = await refusal(client, renewal(session))
        assert code == "serverCannotResetSessionTimer"


async def test_nobody_renews_or_stops_the_session_of_another() -> None:
    async with desk() as place:
        session = await (await place.connect()).log_in()
        other = await place.logged_in()
        assert await refusal(other, renewal(session)) == "invalidSessionID"
        assert await refusal(other, stop(session)) == "invalidSessionID"


async def test_a_session_that_is_stopped_takes_its_monitors_along() -> None:
    async with desk() as place:
        client = await place.connect()
        session = await client.log_in()
        await client.monitor("725")
        reply = await client.request(stop(session))
        assert name_of(reply) == "StopApplicationSessionPosResponse"
        assert not place.front_end.sessions
        assert not place.front_end.monitors


async def test_requests_before_a_session_are_refused() -> None:
    async with desk() as place:
        client = await place.connect()
        body = "<snapshotObject>725</snapshotObject>"
        reply = await client.request(csta("SnapshotDevice", body))
        assert error_of(reply) == ("operation", "securityViolation")


async def test_a_restart_forgets_everything() -> None:
    async with desk() as place:
        client = await place.logged_in("725")
        place.front_end.restart()
        await client.closed()
        assert not place.front_end.sessions
        assert not place.front_end.monitors
        await place.logged_in("725")
