"""What stands on the broker while people phone, and what comes of commands."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from simulator.calls import AgentState, EventKind
from simulator.options import ExchangeOptions
from simulator.phones import Ringer

from ..home import OUTSIDE, Office, open_office, open_office_with_phones
from .brokers import BrokerProcess, open_broker
from .follower import Follower, following
from .gateways import GatewayProcess, open_gateway, settings

AT_ONCE = ExchangeOptions(ring_caller_first=False)
"""Who lets a computer call need not lift the own phone first."""


class World(NamedTuple):
    """A phone system, a broker, a gateway between them, and somebody who follows."""

    office: Office
    broker: BrokerProcess
    gateway: GatewayProcess
    follower: Follower


@pytest.fixture(params=["mosquitto", "nats-server"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Open everything, with the lines 700 to 709."""
    async with (
        open_office(options=AT_ONCE) as office,
        open_broker(request.param, tmp_path) as broker,
        following(broker.port) as follower,
        open_gateway(
            tmp_path, settings(broker.port, office.csta_server.port)
        ) as gateway,
    ):
        for number in range(700, 710):
            await follower.until_line(str(number), available=True)
        yield World(office, broker, gateway, follower)


async def test_a_call_is_told_from_its_ring_to_its_end(world: World) -> None:
    office, _, _, follower = world
    office.ring("700", name="Martha")
    ringing = await follower.until_line("700", state="ringing")
    [call] = ringing["calls"]
    assert call["number"] == OUTSIDE
    assert call["direction"] == "incoming"
    office.answer("700")
    await follower.until_line("700", state="connected")
    office.hang_up("700")
    await follower.until_line("700", state="idle")
    ended = await follower.until_event("700", "ended")
    assert ended["outcome"] == "answered"
    assert ended["call"]["call_id"] == call["call_id"]
    assert follower.types("700") == ["incoming", "answered", "ended"]


async def test_commands_are_carried_out_and_answered(world: World) -> None:
    office, _, _, follower = world
    made = await follower.command("700", "make_call", number="701")
    assert made["ok"], made
    ringing = await follower.until_line("701", state="ringing")
    assert (await follower.command("701", "answer"))["ok"]
    talking = await follower.until_line("700", state="connected")
    assert talking["calls"][0]["call_id"] == made["call_id"]
    for command, state in (("hold", "held"), ("retrieve", "connected")):
        answer = await follower.command("700", command, call_id=made["call_id"])
        assert answer == {
            "version": 1,
            "id": answer["id"],
            "line": "700",
            "ok": True,
        }
        await follower.until_line("700", state=state)
    assert (await follower.command("700", "send_digits", digits="12#"))["ok"]
    assert (await follower.command("700", "transfer", number="702"))["ok"]
    await follower.until_line("700", state="idle")
    await follower.until_line("702", state="ringing")
    call_id = ringing["calls"][0]["call_id"]
    assert (await follower.command("701", "hangup", call_id=call_id))["ok"]
    await follower.until_line("702", state="idle")
    office.ring("703")
    await follower.until_line("703", state="ringing")
    assert (await follower.command("703", "deflect", number="704"))["ok"]
    await follower.until_line("704", state="ringing")
    forwarded = await follower.command(
        "705", "set_forwarding", type="busy", enabled=True, number="706"
    )
    assert forwarded["ok"]
    await follower.until(
        lambda: (
            {"type": "busy", "number": "706", "enabled": True}
            in (follower.lines["705"]["forwarding"] or ())
        )
    )
    assert (await follower.command("705", "set_do_not_disturb", enabled=True))["ok"]
    await follower.until_line("705", do_not_disturb=True)


@pytest.mark.parametrize(
    ("command", "values", "error"),
    [
        ("make_call", {"number": "110"}, "emergency_number"),
        (
            "make_call",
            {"number": "+491805000000000000000000000000000000"},
            "invalid_number",
        ),
        ("make_call", {"number": "0900 1234567"}, "cost_premium"),
        ("make_call", {"number": 701}, "invalid_command"),
        ("make_call", {}, "invalid_command"),
        ("make_call", {"number": "701", "everyone": True}, "invalid_command"),
        ("answer", {}, "call_not_found"),
        ("answer", {"call_id": "nobody's"}, "call_not_found"),
        ("hangup", {"everyone": "yes"}, "invalid_command"),
        ("send_digits", {"digits": "1; drop"}, "invalid_command"),
        ("set_forwarding", {"type": "never", "enabled": True}, "invalid_command"),
        ("explode", {}, "unknown_command"),
        (["answer"], {}, "unknown_command"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_reason(
    refusing: World, command: str, values: dict[str, object], error: str
) -> None:
    answer = await refusing.follower.command("700", command, **values)
    assert (answer["ok"], answer["error"]) == (False, error), answer
    assert not refusing.office.exchange.calls


@pytest.fixture
async def refusing(tmp_path: Path) -> AsyncIterator[World]:
    """Open everything with one broker and few lines."""
    async with (
        open_office(options=AT_ONCE) as office,
        open_broker("mosquitto", tmp_path) as broker,
        following(broker.port) as follower,
        open_gateway(
            tmp_path,
            settings(broker.port, office.csta_server.port, lines="700, 701"),
        ) as gateway,
    ):
        for number in ("700", "701"):
            await follower.until_line(number, available=True)
        yield World(office, broker, gateway, follower)


async def test_keys_are_told_and_not_retained(tmp_path: Path) -> None:
    options = ExchangeOptions(keys_told_as=EventKind.DIGITS_GENERATED)
    async with (
        open_office(options=options) as office,
        open_broker("mosquitto", tmp_path) as broker,
        following(broker.port) as follower,
        open_gateway(tmp_path, settings(broker.port, office.csta_server.port)),
    ):
        await follower.until_line("700", available=True)
        leg = office.ring("700")
        office.answer("700")
        await follower.until_line("700", state="connected")
        office.exchange.send_digits(OUTSIDE, leg.call.id, "4711")
        told = await follower.until_event("700", "digits")
        assert told["digits"]["keys"] == "4711"
        assert told["digits"]["pressed_by"] == "far_end"
        await follower.until(
            lambda: (
                follower.copies[told["id"]] == 1
                and not any(
                    "digits" in each for each in follower.lines["700"]["events"]
                )
            )
        )
        assert follower.types("700") == ["incoming", "answered", "digits"]


async def test_an_agent_is_shown_and_set(tmp_path: Path) -> None:
    async with (
        open_office(options=AT_ONCE) as office,
        open_broker("mosquitto", tmp_path) as broker,
        following(broker.port) as follower,
    ):
        office.exchange.line("700").agent = AgentState.NULL
        office.exchange.line("700").agent_id = "4711"
        office.exchange.agents.log_on("700")
        text = settings(broker.port, office.csta_server.port, lines="700")
        async with open_gateway(tmp_path, text):
            shown = await follower.until_line("700", agent_state="not_ready")
            assert shown["agent_id"] == "4711"
            for state in ("ready", "after_call", "logged_off"):
                done = await follower.command("700", "set_agent_state", state=state)
                assert done["ok"], done
                await follower.until_line("700", agent_state=state)
            for state in ("busy", "asleep"):
                refused = await follower.command("700", "set_agent_state", state=state)
                assert refused["error"] == "invalid_command"


async def test_a_phone_is_shown_and_set(tmp_path: Path) -> None:
    async with (
        open_office_with_phones("700", options=AT_ONCE) as office,
        open_broker("mosquitto", tmp_path) as broker,
        following(broker.port) as follower,
    ):
        phone = office.exchange.phones["700"]
        phone.ringers = {"a": Ringer(80), "b": Ringer(20)}
        text = settings(broker.port, office.csta_server.port, lines="700-701")
        async with open_gateway(tmp_path, text):
            shown = {
                "microphone_mute": {"1": 0, "2": 0},
                "speaker_mute": {"1": 0, "2": 0},
                "speaker_volume": {"1": 50, "2": 50},
                "ringer_volume": {"a": 80, "b": 20},
                "lamps": {"1": 2, "2": 2},
            }
            await follower.until_line("700", phone=shown)
            for part, setting, value in (
                (None, "microphone_mute", 1),
                (None, "speaker_volume", 5),
                ("b", "ringer_volume", 0),
                ("2", "lamps", 4),
            ):
                named = {} if part is None else {"part": part}
                fields = {"setting": setting, "value": value, **named}
                done = await follower.command("700", "set_phone", **fields)
                assert done["ok"], done
                parts = shown[setting]
                parts |= dict.fromkeys(parts if part is None else [part], value)
                await follower.until_line("700", phone=shown)
            assert [each.volume for each in phone.ringers.values()] == [80, 0]
            done = await follower.command("700", "set_display", text="Zurück um 14 Uhr")
            assert done["ok"], done
            assert phone.display == "Zurück um 14 Uhr"
            for fields in (
                {"setting": "microphone_mute", "value": 2},
                {"setting": "ringer_volume", "value": 101},
                {"setting": "lamps", "value": 5, "part": "2"},
                {"setting": "speaker_volume", "value": True},
                {"setting": "hook", "value": 1},
            ):
                refused = await follower.command("700", "set_phone", **fields)
                assert refused["error"] == "invalid_command"
            refused = await follower.command("700", "set_display", text="two\nlines")
            assert refused["error"] == "invalid_command"
            mute = {"setting": "microphone_mute", "value": 1}
            refused = await follower.command("701", "set_phone", **mute)
            assert refused["error"] == "not_supported"


async def test_a_command_that_comes_twice_is_done_once(refusing: World) -> None:
    office, _, _, follower = refusing
    first = await follower.command("700", "make_call", id="mine", number="701")
    second = await follower.command("700", "make_call", id="mine", number="701")
    assert first == second
    await follower.until_line("701", state="ringing")
    assert len(office.exchange.calls) == 1


async def test_strangers_messages_are_counted_and_change_nothing(
    refusing: World,
) -> None:
    office, _, gateway, follower = refusing
    topic = "telephony/city/lines/700/command"
    call = b'{"version":1,"id":"%s","command":"make_call","number":"701"%s}'
    for payload in (
        b"",
        b"\xff\xfe",
        b"null",
        b"[" * 40_000,
        b'{"version":2,"id":"a","command":"answer"}',
        b'{"version":1,"command":"answer"}',
        call % (b"x" * 200, b""),
        call % (b"b", b',"reply_to":"telephony/city/lines/700/state"'),
        call % (b"c", b',"reply_to":"telephony/replies/#"'),
        call % (b"d", b',"reply_to":7'),
        b'{"version":1,"id":"e","command":"make_call","number":"' + b"7" * 70_000,
    ):
        await follower.publish(topic, payload)
    await follower.publish("telephony/city/claims", b'{"version":1}')
    await follower.publish("telephony/city/claims", b"\x00")
    await follower.publish("telephony/city/lines/999/command", call % (b"f", b""))
    await follower.publish(
        "telephony/city/gateways/x/status", b'{"version":1,"online":1}'
    )
    follower.wrong.clear()  # those were ours
    answer = await follower.command("700", "hangup")
    assert answer["error"] == "call_not_found"
    assert not office.exchange.calls
    for reason in ("it isn't JSON", "it has no id", "reply_to isn't below"):
        assert gateway.log.count(reason) == 1, gateway.log
    assert follower.lines["700"]["line"] == "700"


async def test_a_retained_command_is_too_old_to_be_done(refusing: World) -> None:
    office, _, gateway, follower = refusing
    await gateway.kill()
    await follower.publish(
        "telephony/city/lines/700/command",
        b'{"version":1,"id":"old","command":"make_call","number":"701"}',
        retain=True,
    )
    await gateway.start()
    await gateway.until_logged("it was retained, and may be old")
    assert not office.exchange.calls


async def test_details_in_the_log_name_no_lines(refusing: World) -> None:
    _, _, gateway, follower = refusing
    assert await gateway.stop() == 0
    await follower.until_offline("north")
    await gateway.start("--debug")
    await follower.until_ready("north")
    await follower.until_line("700", available=True)
    answer = await follower.command("700", "hangup")
    assert answer["error"] == "call_not_found"
    assert await gateway.stop() == 0
    assert "DEBUG" in gateway.log
    assert "lines/700" not in gateway.log, gateway.log


async def test_limits_hold_over_a_restart(tmp_path: Path) -> None:
    async with (
        open_office(options=AT_ONCE) as office,
        open_broker("mosquitto", tmp_path) as broker,
        following(broker.port) as follower,
        open_gateway(
            tmp_path,
            settings(
                *(broker.port, office.csta_server.port),
                lines="700-702",
                dialing='country = "DE"\ncalls_per_minute = 3\noutside_calls_per_day = 1',
            ),
        ) as gateway,
    ):
        await follower.until_line("700", available=True)
        outside = await follower.command("700", "make_call", number="+4930123456")
        assert outside["ok"], outside
        follower.limits = None
        await broker.kill()  # it forgets all
        await broker.start()
        await follower.until(lambda: follower.limits)
        await gateway.kill()
        await follower.until_offline("north")
        await gateway.start()
        await follower.until_ready("north")
        await follower.until_line("701", available=True)
        again = await follower.command("701", "make_call", number="+4930123456")
        assert again["error"] == "outside_calls_used_up"
        for number in ("701", "702"):
            answer = await follower.command(number, "make_call", number="709")
            assert answer["ok"], answer
        answer = await follower.command("700", "make_call", number="709")
        assert answer["error"] == "too_many_calls"


async def test_telestra_accounts_are_lines_as_well(tmp_path: Path) -> None:
    async with (
        open_office(options=AT_ONCE) as office,
        open_broker("mosquitto", tmp_path) as broker,
        following(broker.port) as follower,
        open_gateway(
            tmp_path,
            settings(
                *(broker.port, office.telestra_server.port),
                lines="705, 706",
                system='protocol = "telestra"',
            ),
        ) as gateway,
    ):
        await follower.until_line("705", available=True)
        office.ring("705")
        [ringing] = (await follower.until_line("705", state="ringing"))["calls"]
        assert (await follower.command("705", "answer"))["ok"]
        await follower.until_line("705", state="connected")
        await gateway.kill()
        await follower.until_offline("north")
        await gateway.start()
        await follower.until_ready("north")
        assert (await follower.command("705", "hangup"))["ok"]
        ended = await follower.until_event("705", "ended")
        assert ended["call"]["call_id"] == ringing["call_id"]
        assert follower.types("705") == ["incoming", "answered", "ended"]
        refused = await follower.command("705", "hold")
        assert refused["error"] == "not_supported"


async def test_names_of_lines_with_a_plus_or_a_dot_stand_in_topics(
    tmp_path: Path,
) -> None:
    lines = ("+4930700", "7.1")
    async with (
        open_office(lines, options=AT_ONCE) as office,
        open_broker("nats-server", tmp_path) as broker,
        following(broker.port) as follower,
        open_gateway(
            tmp_path,
            settings(broker.port, office.csta_server.port, lines=", ".join(lines)),
        ),
    ):
        for line in lines:
            await follower.until_line(line, available=True)
        office.ring(lines[0])
        await follower.until_event(lines[0], "incoming")
