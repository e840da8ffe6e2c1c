"""A letter may be lost, a call never: what is no good JSON, and addresses of every kind."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from custom_components.telephony.cti.errors import RequestRefused
from custom_components.telephony.cti.model import (
    CallEventType,
    CallState,
    DialedNumber,
    Direction,
    Party,
    Presentation,
)
from simulator.telestra import CallItems

from .conftest import MakeWorld
from .scripted import Bench, bench
from .virtual import OUTSIDE

NAMES = {
    b'"Zo\xeb"': "Zoë",  # Latin-1
    b'"\x93Zo\xeb\x94"': "“Zoë”",  # Windows-1252
    b'"Mo \\ud83d"': "Mo",  # half of a letter outside of the basic plane
    b'"Mo\\ud83d Lee"': "Mo Lee",
    b'"\\ud83d\\ude00 Mo"': "😀 Mo",
    b'"Mo\tLee"': "Mo Lee",
    b'"Mo\x01 \x1bLee"': "Mo Lee",
    b'"Mo\nLee"': "Mo Lee",
    b'"Mo\\u0000Lee"': "MoLee",
    '"\u202eMo\u2066"'.encode(): "Mo",
    '"Mo\u2028Lee"'.encode(): "Mo Lee",
    '"می\u200cخواهم"'.encode(): "می\u200cخواهم",
    b'"\xff\xfe"': "ÿþ",
}


@pytest.fixture
async def home() -> AsyncIterator[Bench]:
    async with bench("hall", "kitchen") as made:
        yield made


async def shown(home: Bench) -> None:
    await home.heard.until(lambda: home.switch.lines["hall"].calls)


@pytest.mark.parametrize(("written", "name"), NAMES.items(), ids=map(str, NAMES))
async def test_a_call_rings_whatever_is_wrong_with_the_callers_name(
    home: Bench, written: bytes, name: str
) -> None:
    await home.server.send_raw(
        b'{"event":"call-incoming","account":"hall","call_id":0,"caller":"205",'
        b'"caller_name":' + written + b"}\0"
    )
    await shown(home)
    (call,) = home.switch.lines["hall"].calls
    assert call.party == Party("205", name, Presentation.ALLOWED)
    assert call.state is CallState.RINGING


@pytest.mark.parametrize(
    ("caller", "name", "party"),
    [
        ('"Mo <1>, a \\"b\\"" <sip:205@h>;tag=7', None, ("205", 'Mo <1>, a "b"')),
        ('"sip:999@evil" <SIP:205@h;user=phone>', None, ("205", "sip:999@evil")),
        ("sips:%2B4930555@[2001:db8::1]:5061", None, ("+4930555", None)),
        ("TEL:+49-(30)-555;ext=1", None, ("+4930555", None)),
        ("205@home.example", "Mo", ("205", "Mo")),
        ("*31#205", None, ("205", None)),
        ("L0#030555", None, ("030555", None)),
        ("**610", None, ("**610", None)),
        ("reception", None, ("reception", None)),
        ("Mo <sip:205@h>", "Lee", ("205", "Lee")),
    ],
)
async def test_the_address_is_the_address(
    home: Bench, caller: str, name: str | None, party: tuple[str, str | None]
) -> None:
    await home.tell("call-incoming", "hall", call_id=0, caller=caller, caller_name=name)
    await shown(home)
    (call,) = home.switch.lines["hall"].calls
    assert call.party == Party(*party, Presentation.ALLOWED)


@pytest.mark.parametrize(
    ("caller", "name", "presentation"),
    [
        ("Anonymous", None, Presentation.RESTRICTED),
        ("sip:anonymous@anonymous.invalid", None, Presentation.RESTRICTED),
        ("sip:4711@anonymous.invalid", "Mo", Presentation.RESTRICTED),
        ("RESTRICTED", "Mo", Presentation.RESTRICTED),
        ("Private", None, Presentation.RESTRICTED),
        ("withheld", None, Presentation.RESTRICTED),
        ("****", None, Presentation.RESTRICTED),
        ("+4930***", "Anonymous", Presentation.RESTRICTED),
        ("", "Anonymous", Presentation.RESTRICTED),
        (None, "Blocked", Presentation.RESTRICTED),
        ("<unknown>", None, Presentation.UNAVAILABLE),
        ("unavailable", None, Presentation.UNAVAILABLE),
        ("sip:x@unknown.invalid", None, Presentation.UNAVAILABLE),
        ("", "", Presentation.UNAVAILABLE),
        ("Unknown", "Unknown", Presentation.UNAVAILABLE),
    ],
)
async def test_withheld_is_withheld(
    home: Bench, caller: str | None, name: str | None, presentation: Presentation
) -> None:
    await home.tell("call-incoming", "hall", call_id=0, caller=caller, caller_name=name)
    await shown(home)
    (call,) = home.switch.lines["hall"].calls
    assert call.party == Party(None, None, presentation)


async def test_a_call_from_the_own_number_comes_in(home: Bench) -> None:
    await home.ring("hall", 0, "hall")
    (call,) = home.switch.lines["hall"].calls
    assert (call.direction, call.state) == (Direction.INCOMING, CallState.RINGING)


@pytest.mark.parametrize(
    "calls",
    [
        [4],
        ["4"],
        ["4: active"],
        [{"call_id": "4", "state": "Active"}],
        [{"id": 4.0}],
        [[4, "active"]],
        [["4", {"state": "active", "caller": "sip:205@h"}]],
        {"4": "active"},
        {"4": {"state": "active", "caller": "205"}},
        {"4": None},
        {"call_id": 4, "state": "active"},
    ],
    ids=repr,
)
async def test_calls_of_a_status_are_read_in_any_plausible_form(
    home: Bench, calls: object, caplog: pytest.LogCaptureFixture
) -> None:
    call_id = await home.ring("hall", 4)
    await home.ring("hall", 5)
    await home.tell("call-answered", "hall", call_id=4)
    await home.tell("status", "hall", calls=calls, account_status=200)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: len(line.calls) == 1)
    assert line.call(call_id).state is CallState.CONNECTED
    assert line.call(call_id).party.number == "205"
    assert "unknown form" not in caplog.text


async def test_a_message_that_stays_unreadable_leads_to_the_statuses_at_once(
    home: Bench,
) -> None:
    home.server.statuses["hall"]["calls"] = [{"id": 0, "state": "ringing"}]
    home.forget_questions()
    await home.server.send_raw(
        b'{"event":"call-incoming" "account":"hall","call_id":0}\0'
    )
    await shown(home)
    assert {await home.server.next_question() for _ in range(2)} == {"hall", "kitchen"}


async def test_unreadable_messages_without_end_ask_only_now_and_then(
    home: Bench,
) -> None:
    home.forget_questions()
    for _ in range(200):
        await home.server.send_raw(b"{]\0")
    await home.ring("kitchen", 1)
    assert home.server.questions.qsize() <= 6


async def test_a_broken_broadcast_while_connecting_proves_nothing() -> None:
    async with bench() as made:
        made.watch("hall")
        status, made.server.statuses = made.server.statuses, {}
        task = asyncio.create_task(made.start())
        assert await made.server.next_question() == "hall"
        await made.server.send_raw(
            b'{"event":"call-answered","account":"attic" "call_id":0}\0', b"%%\0"
        )
        made.server.statuses = status
        await made.tell("status", "hall", **status["hall"])
        await task
        assert made.switch.lines["hall"].available


async def test_a_fail_about_the_registration_ends_no_call_that_is_being_placed(
    home: Bench,
) -> None:
    placed = asyncio.create_task(home.switch.make_call("hall", DialedNumber("205")))
    await home.server.next_command()
    home.server.statuses["hall"]["calls"] = [0]
    await home.tell("fail", "hall", error="Failed to log in to account: hall")
    await home.tell("call-return", "hall", call_id=0)
    call = home.switch.lines["hall"].call(await placed)
    assert (call.party.number, call.called_number) == ("205", "205")


async def test_a_fail_about_the_registration_counts_where_no_call_comes(
    home: Bench,
) -> None:
    placed = asyncio.create_task(home.switch.make_call("hall", DialedNumber("205")))
    await home.server.next_command()
    await home.tell("fail", "hall", error="Account is not registered: hall")
    with pytest.raises(RequestRefused, match="not registered"):
        await placed
    home.server.statuses["hall"]["calls"] = [0]
    await home.tell("call-return", "hall", call_id=0)
    await shown(home)
    (call,) = home.switch.lines["hall"].calls
    assert call.party.number == "205"


# The same against the simulated server


@pytest.mark.parametrize(
    "options",
    [
        {"terminator": "\n"},
        {"terminator": "\n", "pretty": True},
        {"terminator": "\r\n", "pretty": True, "raw_controls": True},
        {"encoding": "latin-1"},
        {"raw_controls": True},
        {"caller_form": '"Any <1>" <SIP:{}@127.0.0.1;user=phone>;tag=1'},
        {"call_items": CallItems.MAP, "terminator": "\n"},
    ],
    ids=repr,
)
def test_a_call_is_followed_whatever_the_server_writes(
    make_world: MakeWorld, options: dict[str, object]
) -> None:
    world = make_world(**options)
    client = world.client()
    world.exchange.dial(OUTSIDE, "41", name="Zoë\t}\n{ \x01Lee")
    world.wait()
    call = client.call("hall")
    assert call.party[:2] == (OUTSIDE, "Zoë } { Lee")
    client.do(client.switch.answer("hall", call.call_id))
    client.do(client.switch.hangup("hall", call.call_id))
    world.wait()
    assert client.types("hall") == [
        CallEventType.INCOMING,
        CallEventType.ANSWERED,
        CallEventType.ENDED,
    ]
