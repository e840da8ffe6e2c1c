"""Each of the seven commands and six events through a socket, in every spelling of replies."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from custom_components.telephony.cti.errors import RequestRefused
from custom_components.telephony.cti.model import (
    CallEventType,
    CallState,
    Credentials,
    DialedNumber,
    Direction,
    Outcome,
    Presentation,
    Registration,
)

from .scripted import SPELLINGS, Bench, Fields, bench

CREDENTIALS = Credentials("41", "s3cret-ключ", "sip.home.example")


@pytest.fixture(params=SPELLINGS, ids=lambda spelling: spelling.__name__)
async def home(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """Return a client that watches two accounts of a server with some spelling."""
    spelling: Callable[[Fields], list[bytes]] = request.param
    async with bench() as made:
        made.server.spell = spelling
        made.watch("hall", "kitchen")
        await made.start()
        yield made


def only_call_id(home: Bench, account: str = "hall") -> str:
    (call,) = home.switch.lines[account].calls
    return call.call_id


async def test_login(home: Bench) -> None:
    home.server.statuses["hall"] = {"calls": [], "account_status": 0}
    login = asyncio.create_task(home.switch.login("hall", CREDENTIALS))
    assert await home.server.next_command() == {
        "cmd": "login",
        "account": "hall",
        "user": "41",
        "pass": "s3cret-ключ",
        "server": "sip.home.example",
    }
    home.server.statuses["hall"] = {"calls": [], "account_status": 200}
    await login
    assert home.switch.lines["hall"].registration is Registration.REGISTERED


async def test_make_call(home: Bench) -> None:
    dialled = asyncio.create_task(home.switch.make_call("hall", DialedNumber("205")))
    command = await home.server.next_command()
    assert command == {"cmd": "make-call", "account": "hall", "num": "205"}
    await home.tell("call-return", "hall", call_id=0)
    assert await dialled == only_call_id(home)


async def test_call_return(home: Bench) -> None:
    dialled = asyncio.create_task(home.switch.make_call("hall", DialedNumber("205")))
    await home.server.next_command()
    await home.tell("call-return", "hall", call_id=0)
    call = home.switch.lines["hall"].call(await dialled)
    assert call.state is CallState.DIALING
    assert call.direction is Direction.OUTGOING
    assert call.party.number == call.called_number == "205"
    assert home.heard.types() == [CallEventType.OUTGOING]


async def test_call_incoming(home: Bench) -> None:
    await home.tell(
        "call-incoming", "hall", call_id=1, caller="205", caller_name="Zoë Åberg"
    )
    await home.heard.until(lambda: home.switch.lines["hall"].calls)
    (call,) = home.switch.lines["hall"].calls
    assert call.state is CallState.RINGING
    assert call.direction is Direction.INCOMING
    assert (call.party.number, call.party.name) == ("205", "Zoë Åberg")
    assert call.party.presentation is Presentation.ALLOWED
    assert home.heard.types() == [CallEventType.INCOMING]


async def test_answer_call(home: Bench) -> None:
    call_id = await home.ring("hall", 0)
    answered = asyncio.create_task(home.switch.answer("hall", call_id))
    command = await home.server.next_command()
    assert command == {"cmd": "answer-call", "account": "hall", "call_id": 0}
    await home.tell("call-answered", "hall", call_id=0)
    await answered
    assert home.switch.lines["hall"].call(call_id).state is CallState.CONNECTED


async def test_call_answered(home: Bench) -> None:
    call_id = await home.ring("hall", 3)
    await home.tell("call-answered", "hall", call_id=3)
    await home.heard.until(lambda: CallEventType.ANSWERED in home.heard.types())
    assert home.switch.lines["hall"].call(call_id).state is CallState.CONNECTED


async def test_switch_call(home: Bench) -> None:
    first = await home.ring("hall", 0)
    second = await home.ring("hall", 1, "206")
    await home.tell("call-answered", "hall", call_id=0)
    await home.tell("call-answered", "hall", call_id=1)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.call(second).state is CallState.CONNECTED)
    assert line.call(first).state is CallState.HELD
    home.server.statuses["hall"]["calls"] = [0, 1]
    switched = asyncio.create_task(home.switch.switch_call("hall", first))
    command = await home.server.next_command()
    assert command == {"cmd": "switch-call", "account": "hall", "call_id": 0}
    await switched
    assert line.call(first).state is CallState.CONNECTED
    assert line.call(second).state is CallState.HELD


async def test_get_status(home: Bench) -> None:
    assert b'{"cmd":"get-status","account":"hall"}\0' in home.server.raw
    assert b'{"cmd":"get-status","account":"kitchen"}\0' in home.server.raw


async def test_hangup_call(home: Bench) -> None:
    call_id = await home.ring("hall", 0)
    hung_up = asyncio.create_task(home.switch.hangup("hall", call_id))
    command = await home.server.next_command()
    assert command == {"cmd": "hangup-call", "account": "hall", "call_id": 0}
    await home.tell("call-ended", "hall", call_id=0)
    await hung_up
    assert home.heard.events[-1].outcome is Outcome.REJECTED


async def test_call_ended(home: Bench) -> None:
    await home.ring("hall", 0)
    await home.tell("call-ended", "hall", call_id=0)
    await home.heard.until(lambda: CallEventType.ENDED in home.heard.types())
    assert home.switch.lines["hall"].calls == ()
    assert home.heard.types() == [
        CallEventType.INCOMING,
        CallEventType.MISSED,
        CallEventType.ENDED,
    ]


async def test_logout(home: Bench) -> None:
    logout = asyncio.create_task(home.switch.logout("hall"))
    command = await home.server.next_command()
    assert command == {"cmd": "logout", "account": "hall"}
    home.server.statuses["hall"] = {"calls": [], "account_status": 0}
    await logout
    assert home.switch.lines["hall"].registration is Registration.LOGGED_OUT


async def test_fail(home: Bench) -> None:
    dialled = asyncio.create_task(home.switch.make_call("hall", DialedNumber("205")))
    await home.server.next_command()
    await home.tell("fail", "hall", error="Number not reachable")
    with pytest.raises(RequestRefused, match="Number not reachable") as refusal:
        await dialled
    assert refusal.value.service == "make-call"
    assert home.switch.lines["hall"].available


async def test_status(home: Bench) -> None:
    home.server.statuses["hall"] = {
        "calls": [{"call_id": 0, "state": "active", "caller": "205"}],
        "account_status": 200,
    }
    await home.tell("status", "hall", **home.server.statuses["hall"])
    await home.heard.until(lambda: home.switch.lines["hall"].calls)
    (call,) = home.switch.lines["hall"].calls
    assert call.state is CallState.CONNECTED
    assert call.direction is Direction.INCOMING
    assert call.party.number == "205"
    assert home.switch.lines["hall"].sip_code == 200
