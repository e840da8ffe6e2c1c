"""What diagnostics tell, and what they must not."""

import json
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from syrupy.assertion import SnapshotAssertion
from syrupy.filters import props

from homeassistant.components.diagnostics import REDACTED
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr

from .automation import device_id
from .home import (
    LINES,
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
CHANGING = props(
    "at",
    "first",
    "last",
    "started_at",
    "answered_at",
    "ended_at",
    "port",
    "ring_seconds",
    "talk_seconds",
    "talk_time",
    "versions",
)


async def async_calls(hass: HomeAssistant, office: Office) -> None:
    """Let line 700 miss a call and have another one."""
    ringing = office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(ringing.call.caller)
    await async_wait_state(hass, STATE, "idle")
    office.ring("700", restricted=True)
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")


async def test_a_connection_tells_how_it_is_and_what_its_link_went_through(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    office: Office,
    snapshot: SnapshotAssertion,
) -> None:
    entry = csta_entry(
        office.csta_server.port,
        ["700", "7999"],
        {"Sales": ["700", "702"]},
        outside_prefix="9",
        call_log_size=50,
    )
    await async_set_up(hass, entry)
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")
    await async_calls(hass, office)
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            "telephony",
            "make_call",
            {"entity_id": STATE, "number": "112"},
            blocking=True,
        )
    office.csta.drop_connections()
    await async_wait_state(hass, STATE, "unavailable")
    await async_wait_state(hass, STATE, "connected")

    told = await get_diagnostics_for_config_entry(hass, hass_client, entry)

    assert told == snapshot(exclude=CHANGING)
    await async_take_down(hass, entry)


async def test_a_line_tells_its_calls_without_who_was_in_them(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    csta: MockConfigEntry,
    office: Office,
    snapshot: SnapshotAssertion,
) -> None:
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")
    await async_calls(hass, office)
    device = dr.async_get(hass).async_get(device_id(hass, csta.entry_id, "700"))
    assert isinstance(device, dr.DeviceEntry)

    told = await get_diagnostics_for_device(hass, hass_client, csta, device)

    assert told == snapshot(exclude=CHANGING)


async def test_an_account_tells_its_registration(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    telestra: MockConfigEntry,
    snapshot: SnapshotAssertion,
) -> None:
    device = dr.async_get(hass).async_get(device_id(hass, telestra.entry_id, "705"))
    assert isinstance(device, dr.DeviceEntry)

    told = await get_diagnostics_for_device(hass, hass_client, telestra, device)

    assert told == snapshot(exclude=CHANGING)


async def test_a_group_tells_of_its_lines_and_the_connections_device_of_all(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"], {"Sales": ["702", "7999"]})
    await async_set_up(hass, entry)
    group = next(s for s in entry.subentries.values() if s.subentry_type == "group")
    found: list[Any] = []
    for key in (group.subentry_id, None):
        device = dr.async_get(hass).async_get(device_id(hass, entry.entry_id, key))
        assert isinstance(device, dr.DeviceEntry)
        found.append(await get_diagnostics_for_device(hass, hass_client, entry, device))
    of_group, of_connection = found

    assert of_group == {
        "lines": {
            "count": 2,
            "available": 1,
            "problems": {"OperationRefused: invalidMonitorObject": 1},
            "calls": {},
        }
    }
    assert of_connection["lines"]["count"] == 3
    await async_take_down(hass, entry)


async def test_nobody_can_be_recognised_and_nothing_be_used_to_log_in(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, office: Office
) -> None:
    """Numbers, names, addresses and secrets stay at home, also those of options to come."""
    secrets = {
        "outside_prefix": "98765",
        "allowed_numbers": "+4911111",
        "blocked_numbers": "+4922222",
        "contacts": "+4933333 = Martha",
    }
    entry = csta_entry(
        office.csta_server.port, ["700", "701"], {"Sales": ["702"]}, **secrets
    )
    await async_set_up(hass, entry)
    office.exchange.dial("701", "700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    office.ring("700", OUTSIDE, name="Martha")
    await async_wait_state(hass, STATE, "ringing")

    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    of_connection: Any = await get_diagnostics_for_config_entry(
        hass, hass_client, entry
    )
    told = [of_connection] + [
        await get_diagnostics_for_device(hass, hass_client, entry, device)
        for device in devices
    ]

    text = json.dumps(told)
    assert len(told) == 5
    hidden = (
        *LINES,
        OUTSIDE,
        "Martha",
        "127.0.0.1",
        "demo",
        "Sales",
        *secrets.values(),
    )
    for secret in hidden:
        assert not re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text), secret
    assert of_connection["data"]["password"] == REDACTED
    await async_take_down(hass, entry)
