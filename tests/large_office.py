"""An office of 10,000 lines in which everybody is at work, and what can be asked and changed there.

Twenty dashboards are open, fifty automations wait, and the phone book has half a million contacts.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.telephony.const import DOMAIN
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
from simulator.options import ExchangeOptions

from .blueprint import async_add
from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    open_office_with_phones,
)
from .world import DOORS_NEED, World, open_world

LINES: Final = 10_000
CONTACTS: Final = 500_000
DASHBOARDS: Final = 20
AUTOMATIONS: Final = 50
BUSY: Final = 30
TAKEN_UP_SECONDS: Final = 240.0
NUMBERS: Final = tuple(str(number) for number in range(20_000, 20_000 + LINES))


@dataclass(frozen=True)
class Place:
    """The office, and what is asked and changed there."""

    hass: HomeAssistant
    entry: MockConfigEntry
    world: World
    group: str
    client: MockHAClientWebSocket
    users_client: MockHAClientWebSocket
    user: MockUser

    @property
    def office(self) -> Office:
        """What the phone system is."""
        return self.world.office

    async def command(
        self, command: str, *, as_user: bool = False, **fields: Any
    ) -> None:
        """Send a websocket command, and wait for all that comes at once."""
        client = self.users_client if as_user else self.client
        await client.send_json_auto_id({"type": f"telephony/{command}", **fields})
        answer = await client.receive_json()
        assert answer["success"], answer
        if command.startswith("subscribe"):
            assert (await client.receive_json())["type"] == "event"
            await client.send_json_auto_id(
                {"type": "unsubscribe_events", "subscription": answer["id"]}
            )
            assert (await client.receive_json())["success"]

    async def act(
        self, action: str, *, as_user: bool = False, answers: bool = False, **data: Any
    ) -> None:
        """Run an action on the group."""
        await self.hass.services.async_call(
            DOMAIN,
            action,
            {"device_id": [self.group], **data},
            blocking=True,
            return_response=answers,
            context=Context(user_id=self.user.id if as_user else None),
        )

    async def change(self, change: Callable[[], object]) -> None:
        """Change something of a registry or of an entry, and let time pass for what follows."""
        change()
        await self.hass.async_block_till_done()
        async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(seconds=1))
        await self.hass.async_block_till_done()


def device_of(hass: HomeAssistant, entry: MockConfigEntry, name: str) -> str:
    """Return the device of a line or a group."""
    found = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return next(device.id for device in found if device.name == name)


def _automation(number: int, device_id: str) -> dict[str, Any]:
    return {
        "alias": f"Missed {number}",
        "triggers": {
            "trigger": "telephony.call_missed",
            "target": {"device_id": device_id},
        },
        "conditions": {
            "condition": "telephony.is_idle",
            "target": {"device_id": device_id},
        },
        "actions": [],
    }


def _large_book() -> dict[str, Any]:
    return {
        "version": 1,
        "minor_version": 1,
        "key": "telephony.book.phone_book",
        "data": {
            "contacts": [
                [f"Person {index:06} of {index % 977}", [f"+4930{5_000_000 + index}"]]
                for index in range(CONTACTS)
            ],
            "updated": "2026-11-01T00:00:00+00:00",
        },
    }


@asynccontextmanager
async def open_place(
    hass: HomeAssistant,
    storage: dict[str, Any],
    websocket: WebSocketGenerator,
    admin: MockUser,
    user: MockUser,
    users_token: str,
    folder: Path,
) -> AsyncIterator[Place]:
    """Open the office, with everything that watches it."""
    hass.loop.set_debug(False)
    user.mock_policy({"entities": True})
    storage["telephony.book.phone_book"] = _large_book()
    book = MockConfigEntry(
        domain=DOMAIN, title="Book", data={"source": "file", "store": "book"}
    )
    options = ExchangeOptions(ring_seconds=3600)
    async with open_office_with_phones("700", more=NUMBERS, options=options) as office:
        groups = {"Everybody": [*NUMBERS, "700"]}
        entry = csta_entry(office.csta_server.port, groups=groups, **DOORS_NEED)
        await async_set_up(hass, book)
        async with open_world(hass, office, entry, admin, websocket, folder) as world:
            async with asyncio.timeout(TAKEN_UP_SECONDS):
                while len(office.csta.monitors) < len(NUMBERS) + 2:  # noqa: ASYNC110  # nothing tells of it
                    await asyncio.sleep(0.05)
            group = device_of(hass, entry, "Everybody")
            await async_add(
                hass, [_automation(number, group) for number in range(AUTOMATIONS)]
            )
            client = await websocket(hass)
            users_client = await websocket(hass, users_token)
            for _ in range(DASHBOARDS):
                await _async_open_dashboard(await websocket(hass), group)
            before = office.exchange.calls.keys() - set()
            for number in NUMBERS[:BUSY]:
                office.exchange.line(number).pickup_group = "others"
                office.ring(number)
            await async_wait_state(hass, "sensor.everybody_active_calls", str(BUSY))
            world.others = frozenset(office.exchange.calls.keys() - before)
            _ = world.asked  # what the lines were taken up with is long
            yield Place(hass, entry, world, group, client, users_client, user)
        await async_take_down(hass, book)


async def _async_open_dashboard(client: MockHAClientWebSocket, group: str) -> None:
    for fields in ({}, {"device_ids": [group]}):
        await client.send_json_auto_id({"type": "telephony/subscribe", **fields})
    await client.send_json_auto_id({"type": "telephony/subscribe_incoming"})
