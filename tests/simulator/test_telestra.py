"""The Telestra server as its document tells it, over real TCP."""

from typing import Any

import pytest

from simulator.telestra import CallItems

from .telestra_client import TelestraClient, TelestraWorld, telestra

MARTHA = "+12025550101"


async def ring(world: TelestraWorld, client: TelestraClient) -> None:
    """Let Martha call account-1; the call is told as number 0."""
    world.exchange.dial(MARTHA, "3001", name="Martha")
    assert await client.receive() == {
        "event": "call-incoming",
        "account": "account-1",
        "call_id": 0,
        "caller": MARTHA,
        "caller_name": "Martha",
    }


async def talk(world: TelestraWorld, client: TelestraClient) -> None:
    """Let Martha talk to account-1."""
    await ring(world, client)
    await client.ask("answer-call", "account-1", call_id=0)


async def test_make_call_is_answered_by_call_return_and_rings_the_other() -> None:
    async with telestra() as world:
        client = await world.client()
        assert await client.ask("make-call", "account-1", num="3002") == {
            "event": "call-return",
            "account": "account-1",
            "call_id": 0,
        }
        assert await client.receive() == {
            "event": "call-incoming",
            "account": "account-2",
            "call_id": 1,
            "caller": "3001",
            "caller_name": "account-1",
        }


async def test_ids_may_be_counted_per_account() -> None:
    async with telestra(ids_per_account=True) as world:
        client = await world.client()
        assert (await client.ask("make-call", "account-1", num="3002"))["call_id"] == 0
        assert (await client.receive())["call_id"] == 0


async def test_answer_call_is_told_of_both_accounts() -> None:
    async with telestra() as world:
        client = await world.client()
        await client.ask("make-call", "account-1", num="3002")
        await client.receive()
        client.send("answer-call", "account-2", call_id=1)
        answered = [await client.receive(), await client.receive()]
        assert answered == [
            {"event": "call-answered", "account": "account-1", "call_id": 0},
            {"event": "call-answered", "account": "account-2", "call_id": 1},
        ]


async def test_answered_and_ended_may_name_the_other_account() -> None:
    async with telestra(answered_names_other=True) as world:
        client = await world.client()
        await client.ask("make-call", "account-1", num="3002")
        await client.receive()
        client.send("answer-call", "account-2", call_id=1)
        told = [await client.receive(), await client.receive()]
        client.send("hangup-call", "account-1", call_id=0)
        told += [await client.receive(), await client.receive()]
        assert [(each["event"], each["account"], each["call_id"]) for each in told] == [
            ("call-answered", "account-2", 0),
            ("call-answered", "account-1", 1),
            ("call-ended", "account-2", 0),
            ("call-ended", "account-1", 1),
        ]


async def test_a_call_from_outside_names_its_own_account_in_either_reading() -> None:
    async with telestra(answered_names_other=True) as world:
        client = await world.client()
        await ring(world, client)
        answer = await client.ask("answer-call", "account-1", call_id=0)
        assert answer == {
            "event": "call-answered",
            "account": "account-1",
            "call_id": 0,
        }


async def test_hangup_call_ends_the_call_for_both() -> None:
    async with telestra() as world:
        client = await world.client()
        await talk(world, client)
        assert await client.ask("hangup-call", "account-1", call_id=0) == {
            "event": "call-ended",
            "account": "account-1",
            "call_id": 0,
        }
        assert world.exchange.calls == {}


async def test_a_caller_who_gives_up_ends_the_ring() -> None:
    async with telestra() as world:
        client = await world.client()
        await ring(world, client)
        world.exchange.clear_connection(MARTHA, 1)
        assert (await client.receive())["event"] == "call-ended"
        assert await client.status("account-1") == (200, [])


async def test_a_call_to_nobody_returns_and_ends() -> None:
    async with telestra() as world:
        client = await world.client()
        assert (await client.ask("make-call", "account-1", num="9"))["call_id"] == 0
        world.clock.advance()
        assert (await client.receive())["event"] == "call-ended"


async def test_an_answer_is_told_once_although_a_third_answers_later() -> None:
    async with telestra() as world:
        client = await world.client()
        await talk(world, client)
        call = world.exchange.single_step_conference(MARTHA, 1, "3002")
        assert (await client.receive())["event"] == "call-incoming"
        world.exchange.answer("3002", call.id)
        assert await client.receive() == {
            "event": "call-answered",
            "account": "account-2",
            "call_id": 1,
        }
        assert await client.status("account-1") == (200, [0])


async def test_a_party_who_could_not_be_called_in_does_not_end_the_call() -> None:
    async with telestra() as world:
        client = await world.client()
        await talk(world, client)
        world.exchange.single_step_conference(MARTHA, 1, "9")
        world.clock.advance()
        assert await client.status("account-1") == (200, [0])


async def test_switch_call_says_nothing_and_shows_in_the_status() -> None:
    async with telestra(call_items=CallItems.OBJECTS) as world:
        client = await world.client()
        await talk(world, client)
        world.exchange.dial("+12025550134", "3001")
        await client.receive()
        await client.ask("answer-call", "account-1", call_id=1)
        assert await states(client) == {0: "held", 1: "active"}
        client.send("switch-call", "account-1", call_id=0)
        assert await states(client) == {0: "active", 1: "held"}
        client.send("switch-call", "account-1", call_id=0)
        assert await states(client) == {0: "active", 1: "held"}


async def states(client: TelestraClient) -> dict[int, str]:
    """Return the states of account-1's calls."""
    _, calls = await client.status("account-1")
    items: Any = calls
    return {item["call_id"]: item["state"] for item in items}


async def test_a_held_call_is_switched_to_when_the_active_one_has_ended() -> None:
    async with telestra(call_items=CallItems.OBJECTS) as world:
        client = await world.client()
        await talk(world, client)
        world.exchange.hold("3001", 1)
        client.send("switch-call", "account-1", call_id=0)
        assert await states(client) == {0: "active"}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (CallItems.INTS, [0, 1]),
        (CallItems.MIXED, [0, {"id": 1}]),
        (
            CallItems.STRANGE,
            [0, {"id": 1}, None, "call", {"colour": "red"}, [7], 1.5, True],
        ),
        (CallItems.OBJECTS, [{"call_id": 0}, {"call_id": 1}]),
    ],
)
async def test_calls_have_the_form_that_is_set(
    form: CallItems, expected: list[object]
) -> None:
    async with telestra(call_items=form) as world:
        client = await world.client()
        await ring(world, client)
        world.exchange.dial("+12025550134", "3001")
        await client.receive()
        _, calls = await client.status("account-1")
        assert isinstance(calls, list)
        assert [just_id(item) for item in calls] == expected


def just_id(item: object) -> object:
    """Leave only the id in the description of a call."""
    if isinstance(item, dict) and item.keys() & {"id", "call_id"}:
        return {key: item[key] for key in item.keys() & {"id", "call_id"}}
    return item


async def test_every_client_hears_of_every_call_but_only_one_gets_the_status() -> None:
    async with telestra() as world:
        one, two = await world.client(), await world.client()
        await one.ask("make-call", "account-1", num="3002")
        assert [(await two.receive())["event"] for _ in range(2)] == [
            "call-return",
            "call-incoming",
        ]
        await one.receive()
        await one.status("account-1")
        world.exchange.clear_call(1)
        assert (await two.receive())["event"] == "call-ended"


async def test_call_return_may_be_for_the_caller_alone() -> None:
    async with telestra(call_return_broadcast=False) as world:
        one, two = await world.client(), await world.client()
        await one.ask("make-call", "account-1", num="3002")
        assert (await two.receive())["event"] == "call-incoming"


async def test_replies_may_reach_everybody() -> None:
    async with telestra() as world:
        one, two = await world.client(), await world.client()
        world.front_end.options.replies_broadcast = True
        await one.status("account-1")
        assert (await two.receive())["event"] == "status"


async def test_pretty_messages_with_line_feeds_between_are_still_messages() -> None:
    async with telestra(pretty=True, white_space_between="\r\n") as world:
        client = await world.client()
        client.send("get-status", "account-1")
        assert (await client.raw()).startswith(b'\r\n{\n  "event": "status"')


async def test_commands_may_be_split_merged_and_spaced() -> None:
    async with telestra() as world:
        client = await world.client()
        message = b'{"account": "account-1",\n "cmd": "get-status"}\0'
        for byte in message:
            client.writer.write(bytes([byte]))
            await client.writer.drain()
        client.writer.write(b"\n " + message + b"\r\n" + message)
        for _ in range(3):
            assert (await client.receive())["event"] == "status"


@pytest.mark.parametrize(
    ("message", "account", "error"),
    [
        (b"{]", "", "Malformed JSON"),
        (b"[1]", "", "Malformed JSON"),
        (b"\xff\xfe", "", "Malformed JSON"),
        (b"{}", "", "Missing field: cmd"),
        (b"[" * 100_000, "", "Malformed JSON"),
        (b'{"cmd": ["get-status"]}', "", "Missing field: cmd"),
        (
            b'{"cmd": "get-status", "account": "\\ud800"}',
            "?",
            "Unknown account: ?",
        ),
        (b'{"cmd": "get-status"}', "", "Missing field: account"),
        (b'{"cmd": "get-status", "account": 1}', "", "Missing field: account"),
        (
            b'{"cmd": "fly", "account": "account-1"}',
            "account-1",
            "Unknown command: fly",
        ),
        (
            b'{"cmd": "get-status", "account": "nobody"}',
            "nobody",
            "Unknown account: nobody",
        ),
        (
            b'{"cmd": "make-call", "account": "account-1"}',
            "account-1",
            "Missing field: num",
        ),
        (
            b'{"cmd": "answer-call", "account": "account-1"}',
            "account-1",
            "Missing field: call_id",
        ),
        (
            b'{"cmd": "answer-call", "account": "account-1", "call_id": true}',
            "account-1",
            "Missing field: call_id",
        ),
        (
            b'{"cmd": "hangup-call", "account": "account-1", "call_id": 9}',
            "account-1",
            "Unknown call_id: 9",
        ),
        (
            b'{"cmd": "make-call", "account": "account-1", "num": "3001"}',
            "account-1",
            "Failed to make-call: invalid called number",
        ),
        (
            b'{"cmd": "login", "account": "account-1", "user": "3001", "pass": "x"}',
            "account-1",
            "Missing field: server",
        ),
    ],
)
async def test_what_cannot_be_done_fails_and_says_why(
    message: bytes, account: str, error: str
) -> None:
    async with telestra() as world:
        client = await world.client()
        client.writer.write(message + b"\0")
        answer = await client.receive()
        assert answer == {"event": "fail", "account": account, "error": error}


async def test_an_active_call_is_neither_answered_nor_a_ringing_one_switched_to() -> (
    None
):
    async with telestra() as world:
        client = await world.client()
        await ring(world, client)
        switched = await client.ask("switch-call", "account-1", call_id=0)
        assert switched["error"] == "Failed to switch call: it is not held"
        await client.ask("answer-call", "account-1", call_id=0)
        again = await client.ask("answer-call", "account-1", call_id=0)
        assert again["error"] == "Failed to answer-call: no call to answer"


async def test_a_suppressed_caller_is_told_as_set_and_without_a_name() -> None:
    async with telestra(suppressed_caller=None, null_names=True) as world:
        client = await world.client()
        world.exchange.dial(MARTHA, "3001", name="Martha", restricted=True)
        told = await client.receive()
        assert told["caller"] is None
        assert told["caller_name"] is None


async def test_an_unknown_callers_name_is_left_out() -> None:
    async with telestra() as world:
        client = await world.client()
        world.exchange.dial(MARTHA, "3001")
        assert "caller_name" not in await client.receive()
