"""What is asked of one line costs the same in a group of thirty and in one of a thousand."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.setup import async_setup_component
from tests.home import (
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    open_office,
)
from tests.steps import counted_steps

SIZES = (30, 1000)
ROOM = 150
"""Steps that may differ: a call more or less of what goes on beside."""

type Ask = Callable[[HomeAssistant, Any], Awaitable[object]]


class Place:
    """A connection with a group, and the line of which something is asked."""

    def __init__(
        self, group: str, line: str, client: MockHAClientWebSocket, user: MockUser
    ) -> None:
        """Ask of this line in this group's device."""
        self.group = group
        self.line = line
        self.client = client
        self.user = user

    async def async_command(self, command: str, **fields: Any) -> Any:
        """Send a websocket command, and return what it results in."""
        await self.client.send_json_auto_id({"type": f"telephony/{command}", **fields})
        answer = await self.client.receive_json()
        assert answer["success"], answer
        return answer["result"]


async def _act(
    hass: HomeAssistant, place: Place, action: str, user: MockUser | None = None
) -> None:
    data = {"device_id": [place.group], "line": place.line}
    await hass.services.async_call(
        "telephony",
        action,
        data,
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id if user else None),
    )


async def _unknown_line(hass: HomeAssistant, place: Place) -> None:
    with pytest.raises(Exception, match="999999"):
        await hass.services.async_call(
            "telephony",
            "get_calls",
            {"device_id": [place.group], "line": "999999"},
            blocking=True,
            return_response=True,
        )


async def _default_card(hass: HomeAssistant, place: Place) -> None:
    await place.async_command("subscribe")
    event = (await place.client.receive_json())["event"]
    assert len(event["lines"]) == 2
    assert not event["lamps"]


async def _card_of_the_group(hass: HomeAssistant, place: Place) -> None:
    await place.async_command("subscribe", device_ids=[place.group], lamp_device_ids=[])
    event = (await place.client.receive_json())["event"]
    assert [each["line"] for each in event["lines"].values()] == [place.line]


ASKED: dict[str, Ask] = {
    "get_calls of a line": lambda hass, place: _act(hass, place, "get_calls"),
    "get_call_log of a line": lambda hass, place: _act(hass, place, "get_call_log"),
    "get_calls of a line, for a user": lambda hass, place: _act(
        hass, place, "get_calls", place.user
    ),
    "a line that isn't in the group": _unknown_line,
    "default card": _default_card,
    "card of the group": _card_of_the_group,
    "lines": lambda hass, place: place.async_command("lines"),
    "search": lambda hass, place: place.async_command(
        "search", device_id=place.group, query="Ada"
    ),
    "check_number": lambda hass, place: place.async_command(
        "check_number", device_id=place.group, number="+33123456789"
    ),
    "call_log": lambda hass, place: place.async_command(
        "call_log", device_id=place.group, limit=5
    ),
}


async def _steps(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    user: MockUser,
    size: int,
) -> dict[str, int]:
    """Return how many steps each thing takes beside a group of this size."""
    numbers = [str(number) for number in range(2000, 2000 + size)]
    async with open_office([*numbers, "700", "701"]) as office:
        entry = csta_entry(
            office.csta_server.port, ["700", "701"], groups={f"Group {size}": numbers}
        )
        await async_set_up(hass, entry)
        office.ring(numbers[-1])
        await async_wait_state(hass, f"sensor.group_{size}_active_calls", "1")
        [group] = [
            device
            for device in dr.async_entries_for_config_entry(
                dr.async_get(hass), entry.entry_id
            )
            if device.name == f"Group {size}"
        ]
        place = Place(group.id, numbers[-1], await hass_ws_client(hass), user)
        found = {}
        for name, ask in ASKED.items():
            await ask(hass, place)
            counts = []
            for _ in range(3):  # what goes on beside only adds to it
                with counted_steps() as steps:
                    await ask(hass, place)
                counts.append(steps.count)
            found[name] = min(counts)
        await place.client.close()
        office.hang_up(numbers[-1])
        await async_take_down(hass, entry)
        await hass.config_entries.async_remove(entry.entry_id)
        return found


async def test_what_is_asked_of_a_line_costs_the_same_in_a_large_group(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_user: MockUser,
) -> None:
    """By the count of steps: one more for each line would be 970 more."""
    hass_read_only_user.mock_policy({"entities": True})
    assert await async_setup_component(hass, "websocket_api", {})
    ar.async_get(hass).async_create("Hall")
    small, large = [
        await _steps(hass, hass_ws_client, hass_read_only_user, size) for size in SIZES
    ]
    assert all(count > 10 for count in small.values()), small
    grown = {
        name: (small[name], count)
        for name, count in large.items()
        if count > small[name] + ROOM
    }
    assert not grown
