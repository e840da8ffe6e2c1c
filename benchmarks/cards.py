"""What an open card costs: processor time and bytes for each event of a line that it shows."""

import gc
from types import SimpleNamespace
from typing import cast

from custom_components.telephony.card.card_feed import CardFeed
from custom_components.telephony.connection import protocols as connection
from homeassistant.auth.models import User
from homeassistant.components.websocket_api.messages import construct_event_message
from homeassistant.helpers import device_registry as dr

from .core import async_set_up, async_wait_watched, csta_entry, home_assistant
from .event_cost import LANGUAGES, Bench, Wire
from .figures import Figure
from .peer import PeerServer
from .wire import KINDS, line_numbers

CARDS = 40
CALLS_IN_A_TURN = 20


async def measure(quick: bool) -> list[Figure]:
    """Measure calls of a line beside one open card, and beside many more."""
    wire = Wire()
    setattr(connection, "tcp_connector", wire.connector)  # noqa: B010  # the same, with an ear
    sent: list[bytes] = []

    def send(message: bytes) -> None:
        sent.append(construct_event_message(7, message))

    async with home_assistant() as hass, PeerServer() as server:
        entry = csta_entry(server.port, 1)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        await hass.async_block_till_done(wait_background_tasks=True)
        [number] = line_numbers(1)
        [line] = [
            device
            for device in dr.async_entries_for_config_entry(
                dr.async_get(hass), entry.entry_id
            )
            if device.config_subentry_id is not None
        ]
        user = cast("User", SimpleNamespace(is_admin=True, is_active=True, id="user"))
        cards = [
            CardFeed(
                hass,
                user,
                send,
                device_ids=[line.id],
                lamp_device_ids=[],
                log_limit=10,
            )
            for _ in range(CARDS + 1)
        ]
        bench = Bench(wire, entry.runtime_data, LANGUAGES["csta"])

        async def calls() -> tuple[float, float]:
            """Return what an event takes, and the bytes that are sent for it."""
            sent.clear()
            gc.collect(0)
            took = 0.0
            for _ in range(CALLS_IN_A_TURN):
                costs = await bench.ours(bench.events([number]))
                took += sum(costs.values()) if costs else 0.0
            events = CALLS_IN_A_TURN * len(KINDS)
            return took / events, sum(map(len, sent)) / events

        cards[0].async_start()
        await calls()
        times, sizes = [], []
        for _ in range(5 if quick else 40):
            alone, size_alone = await calls()
            for card in cards[1:]:
                card.async_start()
            many, size_many = await calls()
            for card in cards[1:]:
                card.async_stop()
            times.append((many - alone) / CARDS)
            sizes.append((size_many - size_alone) / CARDS)
        cards[0].async_stop()
        await hass.config_entries.async_unload(entry.entry_id)
    name = "one more open card, per event of a line that it shows"
    return [
        Figure.of(f"{name}: time", "us", times, limit=2),
        Figure.of(f"{name}: sent", "bytes", sizes, limit=400),
    ]
