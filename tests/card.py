"""A card without a browser: what it is told over the websocket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import MockHAClientWebSocket

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .home import PATIENCE, async_set_up, async_take_down

type Condition = Callable[[], object]


class Card:
    """A subscription's messages, put together as the card does."""

    def __init__(self, client: MockHAClientWebSocket, message_id: int) -> None:
        """Begin with nothing."""
        self.client = client
        self.message_id = message_id
        self.messages: list[dict[str, Any]] = []
        self.lines: dict[str, dict[str, Any]] = {}
        self.lamps: dict[str, dict[str, Any]] = {}
        self.ringing: list[dict[str, Any]] = []

    async def async_hear(self) -> dict[str, Any]:
        """Take one message over."""
        async with asyncio.timeout(PATIENCE):
            received = await self.client.receive_json()
        assert received["id"] == self.message_id
        assert received["type"] == "event"
        event: dict[str, Any] = received["event"]
        self.messages.append(event)
        self._take_ringing(event)
        for key in event.get("removed", ()):
            self.lines.pop(key, None)
            self.lamps.pop(key, None)
        for known, news in (
            (self.lines, event.get("lines", {})),
            (self.lamps, event.get("lamps", {})),
        ):
            if event.get("snapshot"):
                known.clear()
            for key, change in news.items():
                line = known.setdefault(key, {})
                line.update(change)
                changed = line.pop("calls_changed", {})
                for call in line.get("calls", ()):
                    call.update(changed.get(call["call_id"], {}))
                if added := line.pop("log_added", []):
                    line["log"] = [*added, *line["log"]][: line.pop("log_length")]
                for call in (*line.get("calls", ()), *line.get("log", ())):
                    spell_out(call)
        return event

    def _take_ringing(self, event: dict[str, Any]) -> None:
        if "calls" not in event:
            return
        calls, removed = event["calls"], event.get("removed")
        for each in calls:
            spell_out(each["call"])
        gone = {*(removed or ()), *(each["call"]["call_id"] for each in calls)}
        kept = [each for each in self.ringing if each["call"]["call_id"] not in gone]
        self.ringing = calls if removed is None else kept + calls

    async def async_wait(self, condition: Condition) -> None:
        """Hear messages until a condition holds."""
        while not condition():
            await self.async_hear()

    def line(self, number: str) -> dict[str, Any]:
        """Return what is known of a line."""
        return next(line for line in self.lines.values() if line["line"] == number)

    def calls(self, number: str = "700") -> list[dict[str, Any]]:
        """Return the calls of a line."""
        calls: list[dict[str, Any]] = self.line(number)["calls"]
        return calls

    def states(self, number: str = "700") -> list[str]:
        """Return the states of a line's calls."""
        return [call["state"] for call in self.calls(number)]

    @property
    def numbers(self) -> list[str]:
        """Return the lines, in order."""
        return [line["line"] for line in self.lines.values()]


def spell_out(call: dict[str, Any]) -> None:
    """Add what goes without saying."""
    for key in (
        "number",
        "name",
        "name_source",
        "answered_at",
        "last_note",
        "note",
        "picture",
    ):
        call.setdefault(key, None)
    call.setdefault("formatted_number", call["number"])
    call.setdefault("blocked", False)
    call.setdefault("presentation", "allowed")


async def subscribe(
    client: MockHAClientWebSocket, command: str = "subscribe", **fields: Any
) -> Card:
    """Make a subscription and hear how things stand."""
    await client.send_json_auto_id({"type": f"telephony/{command}", **fields})
    result = await client.receive_json()
    assert result["success"], result
    card = Card(client, result["id"])
    await card.async_hear()
    return card


def device_id(hass: HomeAssistant, entry: MockConfigEntry, number: str) -> str:
    """Return the device of a line."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        ("telephony", f"{entry.entry_id}_{number}"), entry.entry_id
    )
    assert device
    return device.id


def refresh(hass: HomeAssistant) -> None:
    """Let the time pass for which changes are gathered."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=1))


@asynccontextmanager
async def connected(
    hass: HomeAssistant, entry: MockConfigEntry
) -> AsyncIterator[MockConfigEntry]:
    """Set an entry up for a while."""
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)
