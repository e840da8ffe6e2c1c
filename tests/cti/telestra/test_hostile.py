"""A server that sends nonsense loses no call, fills no memory and reads no secret back."""

import asyncio
from collections.abc import AsyncIterator
import logging
from time import thread_time

import pytest

from custom_components.telephony.cti.errors import CallNotFound, RequestRefused
from custom_components.telephony.cti.model import (
    CallEventType,
    CallState,
    Credentials,
    DialedNumber,
    Outcome,
)
from custom_components.telephony.cti.telestra.commands import Login

from ...pace import slowness
from .scripted import Bench, bench

LOGGER = "custom_components.telephony"


@pytest.fixture
async def home() -> AsyncIterator[Bench]:
    async with bench("hall", "kitchen") as made:
        yield made


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(LOGGER) and record.levelno >= logging.WARNING
    ]


@pytest.mark.parametrize(
    "nonsense",
    [
        b"{",
        b"{'event': 'call-ended'}",
        b"[]",
        b"7",
        b'"call-ended"',
        b"\xff\xfe\xfd",
        b'{"event":"call-ended","account":"hall"}',
        b'{"event":"call-ended","account":"hall","call_id":null}',
        b'{"event":"call-ended","account":"hall","call_id":"zero"}',
        b'{"event":"call-ended","account":"hall","call_id":true}',
        b'{"event":"call-ended","account":null,"call_id":0}',
        b'{"event":"call-ended","account":["hall"],"call_id":0}',
        b'{"event":["call-ended"],"account":"hall","call_id":0}',
        b'{"event":"call-parked","account":"hall","call_id":0}',
        b'{"cmd":"hangup-call","account":"hall","call_id":0}',
        b"[" * 5000,
        b'{"a":' * 5000,
        b"x" * ((1 << 20) + 1),
    ],
    ids=lambda value: value[:24].decode(errors="replace"),
)
async def test_a_bad_message_is_skipped_with_one_log_line_and_no_call_is_lost(
    home: Bench, nonsense: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    call_id = await home.ring("hall", 0)
    home.server.statuses["hall"]["calls"] = [0]
    for _ in range(3):
        await home.server.send_raw(nonsense + b"\0")
    await home.tell("call-answered", "hall", call_id=0)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.call(call_id).state is CallState.CONNECTED)
    assert home.switch.status.connected
    assert len(warnings(caplog)) == 1


@pytest.mark.parametrize(
    "calls",
    [
        [0, None, "x", [1], {"colour": "red"}, 1.5, True],
        [{"id": 0}, {}],
        [{"call_id": 0, "state": "sideways", "caller": None, "num": []}, "?"],
        [{"call_id": 0, "extra": {"deep": [1, 2]}}, False],
    ],
)
async def test_unknown_items_of_calls_are_logged_once_and_break_nothing(
    home: Bench, calls: list[object], caplog: pytest.LogCaptureFixture
) -> None:
    call_id = await home.ring("hall", 0)
    for code in (200, 200, 401):
        await home.tell("status", "hall", calls=calls, account_status=code)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.sip_code == 401)
    assert line.call(call_id).state is CallState.RINGING
    assert len(line.calls) == 1
    assert len(warnings(caplog)) == 1


async def test_a_status_without_calls_ends_none(home: Bench) -> None:
    call_id = await home.ring("hall", 0)
    await home.tell("status", "hall", calls=None, account_status=None)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.sip_code is None)
    assert line.call(call_id).state is CallState.RINGING


async def test_after_an_outage_a_status_without_calls_leaves_none_for_ever(
    home: Bench,
) -> None:
    await home.ring("hall", 0)
    home.server.statuses["hall"] = {"account_status": 200}
    home.server.cut()
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.available and not line.calls)
    assert home.heard.events[-1].outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "caller", [None, "", " ", 205, ["205"], {"a": 1}, "x" * 10_000]
)
async def test_a_caller_of_any_kind_rings(home: Bench, caller: object) -> None:
    await home.tell(
        "call-incoming", "hall", call_id=0, caller=caller, caller_name=caller
    )
    await home.heard.until(lambda: home.switch.lines["hall"].calls)
    (call,) = home.switch.lines["hall"].calls
    assert call.state is CallState.RINGING
    assert len(call.party.number or "") <= 256


async def test_a_flood_of_calls_is_bounded_and_leaves_the_other_line_alone(
    home: Bench,
) -> None:
    call_id = await home.ring("kitchen", 7)
    for number in range(500):
        await home.tell("call-incoming", "hall", call_id=number, caller="1")
    await home.tell("call-answered", "kitchen", call_id=7)
    kitchen = home.switch.lines["kitchen"]
    await home.heard.until(lambda: kitchen.call(call_id).state is CallState.CONNECTED)
    assert len(home.switch.lines["hall"].calls) <= 64


async def test_a_flood_that_no_status_follows_is_told_and_not_kept(
    home: Bench,
) -> None:
    del home.server.statuses["kitchen"]
    home.server.cut()
    hall, kitchen = (home.switch.lines[name] for name in ("hall", "kitchen"))
    await home.heard.until(lambda: not hall.available)
    await home.heard.until(lambda: hall.available)
    for number in range(300):
        await home.tell("call-incoming", "kitchen", call_id=number % 7, caller="1")
        await home.tell("call-ended", "kitchen", call_id=number % 7)
    await home.ring("hall", 7)
    assert not kitchen.available
    assert kitchen.pending_events <= 33
    assert len(home.heard.events) > 800


async def test_past_the_limit_the_oldest_call_ends_as_unknown_and_the_server_is_asked(
    home: Bench,
) -> None:
    del home.server.statuses["hall"]
    oldest = await home.ring("hall", 0)
    for number in range(1, 64):
        await home.ring("hall", number)
    home.forget_questions()
    await home.tell("call-incoming", "hall", call_id=64, caller="newest")
    await home.heard.until(lambda: len(home.heard.events) == 66)
    ended, began = home.heard.events[-2:]
    assert (ended.call.call_id, ended.outcome) == (oldest, Outcome.UNKNOWN)
    assert began.call.party.number == "newest"
    assert len(home.switch.lines["hall"].calls) == 64
    assert await home.server.next_question() == "hall"


async def test_names_of_other_accounts_are_remembered_up_to_a_bound(
    home: Bench,
) -> None:
    for number in range(1500):
        await home.tell("call-ended", f"other-{number}", call_id=0)
    await home.ring("hall", 0)
    assert len(await home.switch.named_lines()) == 1000


async def test_the_loop_is_never_held_up_by_a_flood(home: Bench) -> None:
    flood = b'{"event":"call-answered","account":"hall","call_id":99}\0' * 50_000
    worst, last = 0.0, thread_time()
    sending = asyncio.create_task(home.server.send_raw(flood))
    ringing = asyncio.create_task(home.ring("kitchen", 5))
    while not (sending.done() and ringing.done()):
        await asyncio.sleep(0)
        worst, last = max(worst, thread_time() - last), thread_time()
    assert await ringing
    assert worst < 0.25 * slowness()  # 0.05 without coverage and a test beside it


async def test_a_password_never_shows(
    home: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canary = "canary-7f3a"
    credentials = Credentials("41", canary, "sip.home.example")
    login = asyncio.create_task(home.switch.login("hall", credentials))
    await home.server.next_command()
    await home.tell("fail", "hall", error=f"Failed to log in 41:{canary}")
    with pytest.raises(RequestRefused) as refusal:
        await login
    assert canary not in repr(refusal.value) + str(refusal.value) + refusal.value.code
    assert canary not in repr(Login("hall", "41", canary, "sip.home.example"))
    ours = [each for each in caplog.records if each.name.startswith(LOGGER)]
    assert not any(canary in record.getMessage() for record in ours)


# Events that name another account


async def test_an_answer_that_names_the_other_account_ends_our_command(
    home: Bench,
) -> None:
    call_id = await home.ring("hall", 0)
    answered = asyncio.create_task(home.switch.answer("hall", call_id))
    await home.server.next_command()
    home.server.statuses["hall"]["calls"] = [0]
    await home.tell("call-answered", "kitchen", call_id=0)
    await answered
    assert home.switch.lines["hall"].call(call_id).state is CallState.CONNECTED
    assert home.switch.lines["kitchen"].calls == ()


async def test_an_answer_that_names_the_other_account_is_that_of_the_only_such_call(
    home: Bench,
) -> None:
    call_id = await home.ring("hall", 4)
    home.server.statuses["hall"]["calls"] = [4]
    home.forget_questions()
    await home.tell("call-answered", "kitchen", call_id=4)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.call(call_id).state is CallState.CONNECTED)
    asked = {await home.server.next_question() for _ in range(2)}
    assert asked == {"hall", "kitchen"}


async def test_an_end_that_names_the_other_account_is_decided_by_a_status(
    home: Bench,
) -> None:
    gone = await home.ring("hall", 4)
    await home.tell("call-ended", "kitchen", call_id=4)
    await home.heard.until(lambda: CallEventType.ENDED in home.heard.types())
    assert home.heard.events[-1].call.call_id == gone


async def test_an_end_that_names_an_unwatched_account_ends_no_call_that_is_still_there(
    home: Bench,
) -> None:
    call_id = await home.ring("hall", 4)
    home.server.statuses["hall"]["calls"] = [4]
    home.forget_questions()
    await home.tell("call-ended", "neighbour", call_id=4)
    assert await home.server.next_question() == "hall"
    await home.ring("kitchen", 5)
    assert home.switch.lines["hall"].call(call_id).state is CallState.RINGING
    assert list(await home.switch.named_lines()) == ["neighbour"]


async def test_a_hangup_is_not_ended_by_the_end_of_another_accounts_call(
    home: Bench,
) -> None:
    ours = await home.ring("hall", 0)
    theirs = await home.ring("kitchen", 0)
    home.server.statuses["hall"]["calls"] = [0]
    home.server.statuses["kitchen"]["calls"] = [0]
    hung_up = asyncio.create_task(home.switch.hangup("hall", ours))
    await home.server.next_command()
    home.server.statuses["hall"]["calls"] = []
    await home.tell("call-ended", "kitchen", call_id=0)
    await hung_up
    assert home.switch.lines["hall"].calls == ()
    assert home.switch.lines["kitchen"].call(theirs).state is CallState.RINGING


async def test_an_id_that_is_used_again_is_another_call(home: Bench) -> None:
    first = await home.ring("hall", 0, "205")
    await home.tell("call-incoming", "hall", call_id=0, caller="206")
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.calls[0].party.number == "206")
    assert line.calls[0].call_id != first
    assert home.heard.types().count(CallEventType.ENDED) == 1


async def test_the_same_call_told_twice_is_one(home: Bench) -> None:
    call_id = await home.ring("hall", 0, "205")
    await home.tell("call-incoming", "hall", call_id=0, caller="205")
    await home.ring("kitchen", 1)
    (call,) = home.switch.lines["hall"].calls
    assert call.call_id == call_id
    assert home.heard.types() == [CallEventType.INCOMING, CallEventType.INCOMING]


async def test_a_fail_without_an_open_command_is_about_the_account(home: Bench) -> None:
    home.server.statuses["hall"]["account_status"] = 503
    await home.tell("fail", "hall", error="Registration lost")
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.sip_code == 503)
    assert line.available


async def test_a_return_that_comes_twice_takes_no_number_away(home: Bench) -> None:
    dialled = asyncio.create_task(home.switch.make_call("hall", DialedNumber("205")))
    await home.server.next_command()
    home.server.statuses["hall"]["calls"] = [0]
    await home.tell("call-return", "hall", call_id=0)
    call_id = await dialled
    await home.tell("call-return", "hall", call_id=0)
    await home.ring("kitchen", 1)
    (call,) = home.switch.lines["hall"].calls
    assert (call.call_id, call.party.number) == (call_id, "205")


async def test_a_call_that_is_placed_puts_the_active_one_on_hold(home: Bench) -> None:
    first = await home.ring("hall", 0)
    await home.tell("call-answered", "hall", call_id=0)
    await home.tell("call-return", "hall", call_id=1)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.call(first).state is CallState.HELD)


async def test_a_status_that_lags_behind_makes_no_answered_call_ring(
    home: Bench,
) -> None:
    call_id = await home.ring("hall", 0)
    await home.tell("call-answered", "hall", call_id=0)
    late = [{"call_id": 0, "state": "ringing"}]
    await home.tell("status", "hall", calls=late, account_status=401)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.sip_code == 401)
    assert line.call(call_id).state is CallState.CONNECTED


async def test_a_call_that_is_over_is_not_asked_about_any_more(home: Bench) -> None:
    await home.ring("hall", 4)
    await home.tell("call-ended", "hall", call_id=4)
    await home.heard.until(lambda: not home.switch.lines["hall"].calls)
    home.forget_questions()
    await home.ring("kitchen", 5)
    await home.tell("call-ended", "neighbour", call_id=4)
    await home.tell("call-ended", "neighbour", call_id=5)
    assert await home.server.next_question() == "kitchen"


async def test_our_answer_is_not_taken_for_that_of_an_unrelated_call_of_the_same_id(
    home: Bench,
) -> None:
    ours = await home.ring("hall", 0)
    theirs = await home.ring("kitchen", 0, "206")
    home.server.statuses["hall"]["calls"] = [0]
    home.server.statuses["kitchen"]["calls"] = [0]
    answered = asyncio.create_task(home.switch.answer("hall", ours))
    await home.server.next_command()
    await home.tell("call-answered", "kitchen", call_id=0)
    await answered
    assert home.switch.lines["hall"].call(ours).state is CallState.CONNECTED
    assert home.switch.lines["kitchen"].call(theirs).state is CallState.RINGING


async def test_a_refusal_from_before_does_not_fail_a_new_login(home: Bench) -> None:
    home.server.statuses["hall"]["account_status"] = 401
    await home.tell("status", "hall", calls=[], account_status=401)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.sip_code == 401)
    credentials = Credentials("41", "right", "sip.home.example")
    login = asyncio.create_task(home.switch.login("hall", credentials))
    await home.server.next_command()
    home.forget_questions()
    for _ in range(2):
        assert await home.server.next_question() == "hall"
    assert not login.done()
    home.server.statuses["hall"]["account_status"] = 200
    await login


async def test_what_is_asked_while_a_question_is_open_is_asked_again_after_it(
    home: Bench,
) -> None:
    await home.ring("hall", 4)
    del home.server.statuses["hall"]
    home.forget_questions()
    for _ in range(3):
        await home.tell("call-ended", "neighbour", call_id=4)
    assert await home.server.next_question() == "hall"
    await home.ring("kitchen", 5)
    assert home.server.questions.empty()
    await home.tell("status", "hall", calls=[4], account_status=200)
    assert await home.server.next_question() == "hall"


async def test_a_fail_while_a_later_question_is_open_is_the_commands(
    home: Bench,
) -> None:
    home.forget_questions()
    del home.server.statuses["hall"]
    credentials = Credentials("41", "wrong", "sip.home.example")
    login = asyncio.create_task(home.switch.login("hall", credentials))
    assert await home.server.next_question() == "hall"
    await home.tell("fail", "hall", error="Failed to log in")
    with pytest.raises(RequestRefused, match="Failed to log in"):
        await login


async def test_one_refused_status_does_not_make_a_line_unavailable(
    home: Bench,
) -> None:
    await home.ring("hall", 4)
    home.forget_questions()
    del home.server.statuses["hall"]
    await home.tell("call-ended", "neighbour", call_id=4)
    assert await home.server.next_question() == "hall"
    await home.tell("fail", "hall", error="Registration lost")
    assert await home.server.next_question() == "hall"
    line = home.switch.lines["hall"]
    assert line.available
    await home.tell("fail", "hall", error="Unknown account")
    await home.heard.until(lambda: not line.available)
    assert isinstance(line.problem, RequestRefused)


async def test_an_outgoing_call_that_rings_there_is_dialled_here(home: Bench) -> None:
    calls = [{"id": 0, "state": "ringing", "direction": "outgoing", "num": "205"}]
    await home.tell("status", "hall", calls=calls, account_status=200)
    await home.heard.until(lambda: home.switch.lines["hall"].calls)
    (call,) = home.switch.lines["hall"].calls
    assert call.state is CallState.DIALING
    assert home.heard.types() == [CallEventType.OUTGOING]


@pytest.mark.parametrize(
    "caller",
    ["205", "sip:205@home.example", "SIPS:205@home.example;user=phone", "tel:205"],
)
async def test_a_caller_is_a_number_however_it_is_written(
    home: Bench, caller: str
) -> None:
    await home.ring("hall", 0, caller)
    (call,) = home.switch.lines["hall"].calls
    assert call.party.number == "205"


async def test_a_suppressed_number_is_not_learnt_from_a_status(home: Bench) -> None:
    call_id = await home.ring("hall", 0, "anonymous")
    calls = [{"id": 0, "state": "ringing", "caller": "205"}]
    await home.tell("status", "hall", calls=calls, account_status=401)
    line = home.switch.lines["hall"]
    await home.heard.until(lambda: line.sip_code == 401)
    assert line.call(call_id).party.number is None


async def test_a_call_that_ends_while_its_hangup_waits_needs_no_hangup(
    home: Bench,
) -> None:
    call_id = await home.ring("hall", 0)
    answered = asyncio.create_task(home.switch.answer("hall", call_id))
    await home.server.next_command()
    hung_up = asyncio.create_task(home.switch.hangup("hall", call_id))
    await home.tell("call-ended", "hall", call_id=0)
    with pytest.raises(CallNotFound):
        await answered
    await hung_up
    assert home.server.commands.empty()


async def test_a_listener_that_fails_costs_no_other_message(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench("hall") as made:

        def fail(*_: object) -> None:
            monkeypatch.undo()
            raise ArithmeticError

        monkeypatch.setattr(made.heard, "line_changed", fail)
        await made.tell("call-incoming", "hall", call_id=0, caller="205")
        await made.ring("hall", 1, "206")
        assert len(made.switch.lines["hall"].calls) == 2
        assert made.switch.status.connected
        assert "Could not handle a message" in caplog.text
