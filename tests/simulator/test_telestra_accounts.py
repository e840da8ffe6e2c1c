"""How Telestra accounts register, and what becomes of a server that breaks."""

import pytest

from .telestra_client import TelestraClient, telestra

MARTHA = "+12025550101"
LOGIN = {"user": "3001", "pass": "sip3001", "server": "127.0.0.1"}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"pass": "wrong"}, 401),
        ({"user": "3002"}, 403),
        ({"server": "192.0.2.1"}, 408),
    ],
)
async def test_a_login_that_fails_says_so_and_shows_in_the_status(
    change: dict[str, str], status: int
) -> None:
    async with telestra(registered_at_start=False) as world:
        client = await world.client()
        client.send("login", "account-1", **{**LOGIN, **change})
        assert await client.status("account-1") == (100, [])
        world.clock.advance(1)
        assert await client.receive() == {
            "event": "fail",
            "account": "account-1",
            "error": "Failed to log in to account: account-1",
        }
        assert await client.status("account-1") == (status, [])


async def test_a_login_that_works_says_nothing_and_registers_after_a_moment() -> None:
    async with telestra(registered_at_start=False) as world:
        client = await world.client()
        assert await client.status("account-1") == (0, [])
        client.send("login", "account-1", **LOGIN)
        assert await client.status("account-1") == (100, [])
        world.clock.advance(1)
        assert await client.status("account-1") == (200, [])


async def test_passwords_are_not_kept_with_the_commands() -> None:
    async with telestra() as world:
        client = await world.client()
        client.send("login", "account-1", **LOGIN)
        await client.status("account-1")
        assert "sip3001" not in str(world.front_end.requests)


async def test_logout_says_nothing_ends_the_calls_and_shows_in_the_status() -> None:
    async with telestra() as world:
        client = await world.client()
        world.exchange.dial(MARTHA, "3001")
        await client.receive()
        assert (await client.ask("logout", "account-1"))["event"] == "call-ended"
        assert await client.status("account-1") == (0, [])


async def test_an_account_that_is_not_registered_makes_and_gets_no_calls() -> None:
    async with telestra() as world:
        client = await world.client()
        client.send("logout", "account-1")
        failed = await client.ask("make-call", "account-1", num="3002")
        assert failed["error"] == "Account is not registered: account-1"
        world.exchange.dial(MARTHA, "3001")
        assert await client.status("account-1") == (0, [])


async def test_a_logout_overtakes_a_login_that_is_under_way() -> None:
    async with telestra() as world:
        client = await world.client()
        client.send("login", "account-1", **LOGIN)
        client.send("logout", "account-1")
        await client.status("account-1")
        world.clock.advance(1)
        assert await client.status("account-1") == (0, [])


async def test_the_sip_server_goes_and_comes_back() -> None:
    async with telestra() as world:
        client = await world.client()
        world.front_end.set_sip_server(reachable=False)
        assert await client.status("account-1") == (408, [])
        world.front_end.set_sip_server(reachable=True)
        assert await client.status("account-1") == (200, [])


async def test_a_registration_changes_by_itself_without_a_word() -> None:
    async with telestra() as world:
        client = await world.client()
        world.front_end.set_status("account-1", 503)
        assert await client.status("account-1") == (503, [])


async def test_a_restarted_server_has_no_calls_and_counts_from_0_again() -> None:
    async with telestra() as world:
        client = await world.client()
        assert (await client.ask("make-call", "account-1", num="3002"))["call_id"] == 0
        world.front_end.restart()
        assert await drained(client)
        assert world.exchange.calls == {}
        again = await world.client()
        assert (await again.ask("make-call", "account-1", num="3002"))["call_id"] == 0


async def drained(client: TelestraClient) -> bool:
    """Read what was on its way, until the connection is gone."""
    try:
        await client.reader.read()
    except ConnectionError:
        return True
    return client.reader.at_eof()


async def test_a_dropped_client_finds_its_calls_when_it_comes_back() -> None:
    async with telestra() as world:
        client = await world.client()
        world.exchange.dial(MARTHA, "3001")
        await client.receive()
        world.front_end.drop_connections()
        assert await client.is_closed()
        again = await world.client()
        assert await again.status("account-1") == (200, [0])


async def test_a_silent_command_is_neither_carried_out_nor_answered() -> None:
    async with telestra(silent_commands=frozenset({"make-call"})) as world:
        client = await world.client()
        client.send("make-call", "account-1", num="3002")
        assert await client.status("account-1") == (200, [])


async def test_a_lost_reply_leaves_the_command_carried_out() -> None:
    async with telestra(lost_replies=frozenset({"make-call"})) as world:
        one, two = await world.client(), await world.client()
        one.send("make-call", "account-1", num="3002")
        assert (await two.receive())["event"] == "call-return"
        assert await one.status("account-1") == (200, [0])


async def test_an_answer_may_take_its_time() -> None:
    async with telestra() as world:
        client = await world.client()
        world.front_end.options.answer_delay = 2.0
        client.send("make-call", "account-1", num="3002")
        while len(world.front_end.requests) < 2:
            await client.writer.drain()
            await world.turn()
        assert world.exchange.calls == {}
        world.clock.advance(2)
        assert (await client.receive())["event"] == "call-return"


async def test_a_message_that_never_ends_costs_the_connection() -> None:
    async with telestra(maximum_message=1000) as world:
        client = await world.client()
        client.writer.write(b"x" * 2000)
        assert await client.is_closed()


async def test_a_client_that_does_not_read_is_dropped() -> None:
    async with telestra(write_limit=1000) as world:
        await world.client()
        while world.front_end.clients:
            world.front_end.send_raw(b" " * 100_000)
            await world.turn()
        assert world.front_end.clients == 0
