"""Targets that exclude some of what they mean, as Home Assistant has them from 2026.11 on."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.target import TargetSelection

from ..automation import async_automate, device_id
from ..home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
)

pytestmark = pytest.mark.skipif(
    not hasattr(TargetSelection({}), "exclude"),
    reason="this Home Assistant has no targets that exclude something",
)


@pytest.fixture
async def entry(hass: HomeAssistant, office: Office) -> AsyncIterator[MockConfigEntry]:
    """Connect to the office, with three lines, two of them in a group with a fourth."""
    lines, groups = ("700", "701", "702"), {"Sales": ("701", "702", "703")}
    entry = csta_entry(office.csta_server.port, lines, groups)
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)


def devices(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, str]:
    """Return the devices of lines by number, of the group by name and of the connection by ''."""
    keys = {each.title: each.subentry_id for each in entry.subentries.values()}
    owners = {**dict.fromkeys(("700", "701", "702")), "Sales": keys["Sales"]}
    found = {
        name: device_id(hass, entry.entry_id, owner or name)
        for name, owner in owners.items()
    }
    return found | {"": device_id(hass, entry.entry_id)}


async def async_ringing(
    hass: HomeAssistant, target: dict[str, Any], **more: Any
) -> list[str]:
    """Return the lines that ring and are meant."""
    answer = await hass.services.async_call(
        "telephony",
        "get_calls",
        {**target, **more},
        blocking=True,
        return_response=True,
    )
    assert answer
    calls = answer["calls"]
    assert isinstance(calls, list)
    return sorted(str(call["line"]) for call in calls if isinstance(call, dict))


async def async_ring_all(hass: HomeAssistant, office: Office) -> None:
    """Let every line ring."""
    for number, line in enumerate(("700", "701", "702")):
        office.ring(line, f"{OUTSIDE}{number}")
    for line in ("700", "701", "702"):
        await async_wait_state(hass, f"sensor.line_{line}_state", "ringing")


@pytest.mark.parametrize(
    ("excluded", "left"),
    [
        ("700", ["701", "702"]),
        ("Sales", ["700"]),
    ],
)
async def test_an_action_leaves_out_the_lines_of_what_is_excluded(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    office: Office,
    excluded: str,
    left: list[str],
) -> None:
    await async_ring_all(hass, office)
    known = devices(hass, entry)
    target = {
        "device_id": [known[""]],
        "exclude": {"device_id": [known[excluded]]},
    }
    assert await async_ringing(hass, target) == left


async def test_an_entity_of_a_line_excludes_the_line(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    office_area = ar.async_get(hass).async_create("Office")
    for name in ("700", "701"):
        dr.async_get(hass).async_update_device(
            devices(hass, entry)[name], area_id=office_area.id
        )
    await async_ring_all(hass, office)
    target = {
        "area_id": [office_area.id],
        "exclude": {"entity_id": ["sensor.line_700_state"]},
    }
    assert await async_ringing(hass, target) == ["701"]


async def test_a_line_that_is_excluded_cannot_be_picked(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    known = devices(hass, entry)
    target = {
        "device_id": [known["Sales"]],
        "exclude": {"device_id": [known["701"]]},
    }
    with pytest.raises(ServiceValidationError) as error:
        await async_ringing(hass, target, line="701")
    assert error.value.translation_key == "line_not_targeted"


async def test_what_is_excluded_itself_is_no_error(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    """A group that is chosen needs the field `line`; excluded again it needs nothing."""
    await async_ring_all(hass, office)
    known = devices(hass, entry)
    target = {
        "device_id": [known["700"], known["Sales"]],
        "exclude": {"device_id": [known["Sales"]]},
    }
    await hass.services.async_call("telephony", "hangup", target, blocking=True)
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    assert await async_ringing(hass, {"device_id": [known[""]]}) == ["701", "702"]


@pytest.mark.parametrize("excluded", ["701", "Sales"])
async def test_a_trigger_waits_for_no_line_that_is_excluded(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office, excluded: str
) -> None:
    known = devices(hass, entry)
    target = {"device_id": [known[""]], "exclude": {"device_id": [known[excluded]]}}
    runs = await async_automate(
        hass, {"trigger": "telephony.started_ringing", "target": target}
    )
    office.ring("701", OUTSIDE)
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    office.ring("700", "+4930999999")
    [variables] = await runs.async_wait()
    assert variables["line"] == "700"


async def test_a_condition_on_a_group_does_not_count_what_is_excluded(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    known = devices(hass, entry)
    office.ring("701", OUTSIDE)
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    event = {"trigger": "event", "event_type": "ask"}
    target = {
        "device_id": [known["Sales"]],
        "exclude": {"device_id": [known["701"], known["700"]]},
    }
    all_idle = {
        "condition": "telephony.is_idle",
        "target": target,
        "options": {"behavior": "all"},
    }
    runs = await async_automate(hass, event, conditions=[all_idle])
    hass.bus.async_fire("ask")
    await runs.async_wait()

    office.ring("702", "+4930999999")
    await async_wait_state(hass, "sensor.line_702_state", "ringing")
    hass.bus.async_fire("ask")
    await hass.async_block_till_done()
    assert len(runs.variables) == 1
