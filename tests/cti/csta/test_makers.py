"""What is particular to one maker, from the client's side."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.errors import OperationRefused
from custom_components.telephony.cti.model import CallState, DialedNumber

from .conftest import Connect, Pair
from .dress import AVAYA, DRESSES, ECMA_323, ECMA_354, session_message
from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world
from .peer import Element, name_of, value
from .scripted_world import scripted_world

BY_NAME = {dress.profile: dress for dress in DRESSES}
DRESS = BY_NAME["avaya_aes"]
LINE = "725"


async def avaya(connect: Connect, *lines: str) -> Pair:
    """Return a pair whose switch names devices on request."""
    pair = await connect(DRESS, switch_connection="CM1")
    answer = DRESS.connection("callingDevice", LINE, "77")
    pair.switch.answers["MakeCall"] = DRESS.message("MakeCallResponse", answer)
    await pair.watch(*lines)
    return pair


def extensions(pair: Pair) -> list[str | None]:
    """Return the numbers that were asked about so far."""
    asked = [e for _, e in pair.switch.asked if name_of(e) == "GetThirdPartyDeviceId"]
    return [value(each, "extension") for each in asked]


async def test_a_device_is_asked_for_before_it_is_monitored(connect: Connect) -> None:
    pair = await avaya(connect, LINE)
    _, asked = await pair.switch.next("GetThirdPartyDeviceId")
    assert [(e.tag, e.text) for e in asked] == [
        (f"{{{AVAYA}}}switchName", "CM1"),
        (f"{{{AVAYA}}}extension", LINE),
    ]
    _, start = await pair.switch.next("MonitorStart")
    device = next(e for e in start.iter() if name_of(e) == "deviceObject")
    assert device.text == "725:CM1:10.0.0.9:0"
    assert dict(device.attrib) == {
        "typeOfNumber": "other",
        "mediaClass": "voice",
        "bitRate": "constant",
    }


async def test_each_number_is_asked_for_once_in_a_session(connect: Connect) -> None:
    pair = await avaya(connect, LINE, "726")
    for _ in range(2):
        await pair.client.make_call(LINE, DialedNumber("+12025550101"))
        await pair.client.make_call(LINE, DialedNumber("726"))
    assert sorted(map(str, extensions(pair))) == ["+12025550101", LINE, "726"]
    calls = [e for _, e in pair.switch.asked if name_of(e) == "MakeCall"]
    assert [value(each, "calledDirectoryNumber") for each in calls] == [
        "+12025550101:CM1:10.0.0.9:0",
        "726:CM1:10.0.0.9:0",
    ] * 2


def test_a_new_session_asks_again() -> None:
    with scripted_world(DRESS) as world:
        world.start(LINE)
        world.switch.connections[-1].transport.abort()
        world.settle(30)
        assert world.client.line(LINE).available
        assert world.switch.history.count("GetThirdPartyDeviceId") == 2


async def test_a_number_that_has_no_device_is_not_called(connect: Connect) -> None:
    pair = await avaya(connect, LINE)
    refusal = DRESS.error("operation", "invalidDeviceID")
    pair.switch.answers["GetThirdPartyDeviceId"] = refusal
    with pytest.raises(OperationRefused) as caught:
        await pair.client.make_call(LINE, DialedNumber("799"))
    assert caught.value.code == "invalidDeviceID"
    assert "MakeCall" not in pair.switch.history


async def test_a_line_that_has_no_device_is_refused_alone(connect: Connect) -> None:
    pair = await connect(DRESS)
    known = pair.switch.answers["GetThirdPartyDeviceId"]
    assert callable(known)

    def answer(asked: Element) -> str | None:
        if value(asked, "extension") == "799":
            return DRESS.error("operation", "invalidDeviceID")
        return known(asked)

    pair.switch.answers["GetThirdPartyDeviceId"] = answer
    await pair.watch(LINE, "799")
    assert pair.client.line(LINE).available
    assert not pair.client.line("799").available
    _, asked = await pair.switch.next("GetThirdPartyDeviceId")
    assert [name_of(each) for each in asked] == ["extension"]  # none was named


async def test_where_devices_cannot_be_asked_for_the_makers_form_is_used(
    connect: Connect,
) -> None:
    pair = await connect(DRESS)
    unknown = DRESS.error("operation", "serviceNotSupported")
    pair.switch.answers["GetThirdPartyDeviceId"] = unknown
    await pair.watch(LINE, "726")
    _, start = await pair.switch.next("MonitorStart")
    assert value(start, "monitorObject/deviceObject") in ("725:::0", "726:::0")


async def test_avaya_is_left_in_the_namespaces_of_its_samples(connect: Connect) -> None:
    pair = await avaya(connect, LINE)
    pair.client.remove_line(LINE)
    _, stop = await pair.switch.next("MonitorStop")
    assert {each.tag for each in stop.iter()} == {
        f"{{{AVAYA}}}MonitorStop",
        f"{{{AVAYA}}}monitorCrossRefID",
    }
    await pair.client.stop()
    _, end = await pair.switch.next("StopApplicationSession")
    assert end.tag == f"{{{ECMA_323}ed3}}StopApplicationSession"
    assert value(end, "sessionID") == "a1b2c3"
    assert value(end, "sessionEndReason/definedEndReason") == "normal"


async def test_avayas_login_has_its_own_elements(connect: Connect) -> None:
    pair = await avaya(connect)
    _, start = await pair.switch.next("StartApplicationSession")
    box = next(e for e in start.iter() if name_of(e) == "SessionLoginInfo")
    assert [(e.tag, e.text) for e in box] == [
        (f"{{{AVAYA}}}userName", "city"),
        (f"{{{AVAYA}}}password", "s3cret"),
        (f"{{{AVAYA}}}sessionCleanupDelay", "60"),
    ]


async def test_openscape_voice_is_registered_with_what_it_shall_tell(
    connect: Connect,
) -> None:
    pair = await connect(BY_NAME["openscape_voice"])
    await pair.watch(LINE)
    _, register = await pair.switch.next("SystemRegister")
    assert [name_of(each) for each in register] == ["requestTypes"]
    assert value(register, "requestTypes/systemStatus") == "true"
    _, start = await pair.switch.next("MonitorStart")
    assert value(start, "monitorObject/deviceObject") == LINE


async def test_openscape_business_takes_plain_credentials(connect: Connect) -> None:
    pair = await connect(BY_NAME["openscape_business"])
    await pair.watch(LINE)
    _, start = await pair.switch.next("StartApplicationSession")
    box = next(e for e in start.iter() if name_of(e) == "applicationSpecificInfo")
    assert [(e.tag, e.text) for e in box] == [
        (f"{{{ECMA_354}}}user", "city"),
        (f"{{{ECMA_354}}}password", "s3cret"),
    ]


@pytest.mark.parametrize(
    ("told", "expected"), [("20", 5), ("0", 0), ("many", 0), (None, 0)]
)
def test_openscape_business_hears_from_us_as_often_as_it_wants(
    told: str | None, expected: int
) -> None:
    with scripted_world(BY_NAME["openscape_business"]) as world:
        beat = f"<extensions><actualHBT>{told}</actualHBT></extensions>" if told else ""
        world.switch.answers["StartApplicationSession"] = session_message(
            "StartApplicationSessionPosResponse",
            "<sessionID>a1b2c3</sessionID><actualSessionDuration>600"
            f"</actualSessionDuration>{beat}",
        )
        world.start()
        world.settle(101)
        assert world.switch.history.count("SystemStatus") == expected


@pytest.fixture
def beating() -> Iterator[ExchangeWorld]:
    """Return a world whose system gives up who isn't heard every twenty seconds."""
    with exchange_world(profile="openscape_business", told_heartbeat=20) as world:
        yield world


def test_a_heartbeat_keeps_the_connection_for_hours(beating: ExchangeWorld) -> None:
    sessions = set(beating.front_end.sessions)
    beating.settle(4 * 3600)
    assert beating.client.status.connected
    assert set(beating.front_end.sessions) == sessions
    beating.dial("701", "700")
    assert beating.call("700").state is CallState.RINGING


@pytest.mark.parametrize("profile", [*BY_NAME])
def test_calls_go_both_ways_with_every_maker(profile: str) -> None:
    with exchange_world(profile=profile) as world:
        call_id = world.run(world.client.make_call("700", DialedNumber(OUTSIDE)))
        world.lift("700")
        assert world.call("700").party.number == OUTSIDE
        world.run(world.client.hangup("700", call_id))
        assert not world.line("700").calls
        world.dial("701", "700")
        world.run(world.client.answer("700", world.call("700").call_id))
        assert world.call("700").state is CallState.CONNECTED
        to = DialedNumber("702")
        world.run(world.client.transfer("700", world.call("700").call_id, to))
        world.lift("702")
        assert world.call("702").party.number == "701"
