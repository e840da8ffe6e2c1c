"""Three gateways on a NATS cluster of three nodes: one of each is killed while people phone."""

from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from simulator.csta.identifiers import CallIds
from simulator.options import ExchangeOptions

from ..home import Office, open_office
from .brokers import open_cluster
from .follower import following
from .gateways import open_gateway, settings
from .test_client import watching
from .test_taking_over import counted, direct, shown

LINES = tuple(str(number) for number in range(700, 730))
SHARDS = {"north": "700-709", "south": "710-719", "west": "720-729"}
OF_SOUTH = LINES[10:20]
PATIENCE = 45.0
"""Seconds: 4 to 14 were measured for the node, as NATS elects new leaders in 4 to 9, and machines are busy."""


def phone(office: Office) -> None:
    """Let calls come to every third line, and from gateway to gateway."""
    for number, line in enumerate(LINES):
        if number % 3 == 0:
            office.ring(line)
            if number % 2:
                office.answer(line)
    office.exchange.dial("701", "711")
    office.exchange.dial("713", "722")


def hang_up(office: Office) -> None:
    """End every call."""
    for call_id in list(office.exchange.calls):
        office.exchange.clear_call(call_id)


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_nothing_is_lost_or_doubled_when_a_gateway_and_a_node_are_killed(
    tmp_path: Path,
) -> None:
    """Who follows, and a client with two subscriptions for each line, are at the third node, which nobody kills."""
    options = ExchangeOptions(ring_caller_first=False)
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(open_office(LINES, options=options))
        nodes = await stack.enter_async_context(open_cluster(tmp_path))
        hosts = [f"127.0.0.1:{node.port}" for node in nodes]
        follower = await stack.enter_async_context(following(nodes[2].port))
        follower.patience = PATIENCE
        gateways = {}
        for name, lines in SHARDS.items():
            text = settings(
                *(nodes[0].port, office.csta_server.port), name=name, lines=lines
            ).replace('host = "127.0.0.1"', f"host = {hosts}", 1)
            gateways[name] = await stack.enter_async_context(
                open_gateway(tmp_path, text, name)
            )
        for line in LINES:
            await follower.until_line(line, available=True)
        witness = await stack.enter_async_context(direct(office, LINES))
        client = await stack.enter_async_context(watching(nodes[2].port, *LINES))

        call_ids = CallIds(office.csta.options.profile)

        def are_true(line: str) -> bool:
            told = {
                call_ids.read(each["switch_call_id"])
                for each in follower.lines[line]["calls"]
            }
            return told == {leg.call.id for leg in office.exchange.calls_of(line)}

        async def until_all_is_told() -> None:
            await follower.until(
                lambda: (
                    all(map(are_true, LINES))
                    and counted(follower) == Counter(witness.told)
                )
            )

        phone(office)
        await until_all_is_told()
        before, statuses = shown(follower, OF_SOUTH), dict(follower.statuses)
        await gateways["south"].kill()
        await follower.until_offline("south")
        office.ring("708")
        office.ring("728")
        await gateways["south"].start()
        await follower.until_ready("south")
        await follower.until(lambda: shown(follower, OF_SOUTH) == before)
        assert {**follower.statuses, "south": None} == {**statuses, "south": None}
        await until_all_is_told()

        await nodes[0].kill()
        hang_up(office)
        phone(office)
        await until_all_is_told()
        hang_up(office)
        await until_all_is_told()
        await nodes[0].start()
        phone(office)
        await until_all_is_told()
        for line in LINES:
            calls = tuple(call.state for call in witness.system.lines[line].calls)
            assert (
                tuple(each["state"] for each in follower.lines[line]["calls"]) == calls
            )

        def events_of_client() -> Counter[tuple[str, str, str | None]]:
            return Counter(
                (each.call.line, each.type, each.call.switch_call_id)
                for each in client.events
            )

        await client.until(
            lambda: events_of_client() == Counter(witness.told), PATIENCE
        )
        for line in LINES:
            states = [call.state for call in client.system.lines[line].calls]
            assert states == [call.state for call in witness.system.lines[line].calls]
