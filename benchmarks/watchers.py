"""What those who watch lines cost: automations on a large group, and cards that show it."""

import asyncio
import gc
import time
import tracemalloc
from types import SimpleNamespace
from typing import Any, cast

from custom_components.telephony.card.card_feed import CardFeed
from custom_components.telephony.card.popup_feed import PopupFeed
from custom_components.telephony.connection import protocols as connection
from custom_components.telephony.trigger import CallMissedTrigger
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.trigger import TriggerConfig

from .core import (
    async_set_up,
    async_wait_watched,
    group_subentry,
    home_assistant,
    make_entry,
)
from .event_cost import LANGUAGES, Bench, Wire
from .figures import Comparison, Figure
from .peer import PeerServer
from .wire import line_numbers

LINES = 10_000
WATCHERS = 500
CARDS = 20
CALLS_IN_A_TURN = 20
WARM_CALLS = 5
RINGING = 200


async def _async_watch(
    hass: HomeAssistant, device_id: str, heard: list[Any]
) -> list[Any]:
    """Let automations wait for missed calls on a group; none comes."""
    config = TriggerConfig(
        key="telephony.call_missed", target={"device_id": device_id}, options={}
    )

    def run(
        extra_trigger_payload: dict[str, Any],
        description: str,
        context: Context | None = None,
    ) -> asyncio.Task[Any]:
        heard.append(extra_trigger_payload)
        raise RuntimeError("a missed call that nobody has missed")

    return [
        await CallMissedTrigger(hass, config).async_attach_runner(run)
        for _ in range(WATCHERS)
    ]


async def _async_hold_of_a_rename(hass: HomeAssistant, device_id: str) -> float:
    """Return the processor milliseconds that a renamed device costs in all."""
    began = time.thread_time()
    dr.async_get(hass).async_update_device(device_id, name_by_user="Sales")
    await hass.async_block_till_done()
    return (time.thread_time() - began) * 1000


async def _async_calls(bench: Bench, numbers: list[str]) -> float:
    costs = await bench.ours(bench.events(numbers))
    return sum(costs.values()) if costs else 0.0


async def _async_warm_calls(bench: Bench, numbers: list[str]) -> float:
    """Return the least that calls take, once the processor has their code at hand again."""
    taken = [await _async_calls(bench, numbers) for _ in range(WARM_CALLS)]
    return min(filter(None, taken), default=0.0)


async def measure(quick: bool) -> list[Figure]:
    """Measure a group of 10,000 lines."""
    wire = Wire()
    setattr(connection, "tcp_connector", wire.connector)  # noqa: B010  # the same, with an ear
    numbers = list(line_numbers(LINES))
    data = {
        "protocol": "csta",
        "host": "127.0.0.1",
        "tls": False,
        "verify_certificate": True,
        "profile": "eltex_ecss10",
        "username": "demo.local",
        "password": "demo",
    }
    heard: list[Any] = []
    async with home_assistant() as hass, PeerServer() as server:
        entry = make_entry(
            "telephony",
            "demo.local at 127.0.0.1",
            {**data, "port": server.port},
            [group_subentry("Everybody", numbers)],
        )
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        await hass.async_block_till_done(wait_background_tasks=True)
        registry = dr.async_get(hass)
        [group] = [
            each
            for each in dr.async_entries_for_config_entry(registry, entry.entry_id)
            if each.name == "Everybody"
        ]
        bench = Bench(wire, entry.runtime_data, LANGUAGES["csta"])
        chosen = numbers[:CALLS_IN_A_TURN]
        await _async_calls(bench, chosen)
        gc.collect()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        unlisten = await _async_watch(hass, group.id, heard)
        gc.collect()
        memory = (tracemalloc.get_traced_memory()[0] - before) / 2**20
        tracemalloc.stop()
        for each in unlisten:
            each()
        began = time.thread_time()
        unlisten = await _async_watch(hass, group.id, heard)
        set_up = time.thread_time() - began
        rename = await _async_hold_of_a_rename(hass, group.id)
        compared = Comparison(
            f"{WATCHERS} automations that wait for something else",
            "with",
            "without",
            "us",
            1.05,
        )
        for _ in range(5 if quick else 40):
            beside = await _async_warm_calls(bench, chosen)
            for each in unlisten:
                each()
            alone = await _async_warm_calls(bench, chosen)
            unlisten = await _async_watch(hass, group.id, heard)
            if beside and alone:
                compared.add(beside, alone)
        for each in unlisten:
            each()
        sent: list[bytes] = []
        user = cast("User", SimpleNamespace(is_admin=True, is_active=True, id="user"))
        cards = [
            CardFeed(
                hass,
                user,
                sent.append,
                device_ids=[group.id],
                lamp_device_ids=[],
                log_limit=10,
            )
            for _ in range(CARDS)
        ]
        began = time.thread_time()
        for card in cards:
            card.async_start()
        start_cards = (time.thread_time() - began) * 1000
        began = time.thread_time()
        for card in cards:
            card.update()  # what a renamed device leads to, half a second later
        look_up = (time.thread_time() - began) * 1000
        for card in cards:
            card.async_stop()
        sent.clear()
        popup = PopupFeed(hass, user, sent.append)
        popup.async_start()
        await _async_calls(bench, numbers[:RINGING])
        popup.async_stop()
        told = sum(map(len, sent)) / 2**10
        await hass.config_entries.async_unload(entry.entry_id)
    assert not heard
    name = f"on a group of {LINES} lines"
    return [
        Figure.of(f"{WATCHERS} automations {name}: memory", "MiB", [memory], limit=20),
        Figure.of(f"{WATCHERS} automations {name}: set-up", "s", [set_up], limit=1),
        Figure.of(
            f"{WATCHERS} automations {name}: one renamed device",
            "ms",
            [rename],
            limit=20,
        ),
        Figure.of(f"{CARDS} cards {name}: start", "ms", [start_cards]),
        Figure.of(
            f"{CARDS} cards {name}: one renamed device", "ms", [look_up], limit=10
        ),
        Figure.of(
            f"{RINGING} phones ring and stop: bytes to one pop-up",
            "KiB",
            [told],
            limit=350,
        ),
        *compared.figures(),
    ]
