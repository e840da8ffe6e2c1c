"""Which lines an action means, and who may use them."""

from collections.abc import AsyncIterator
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)

from ..home import Office, async_set_up, async_take_down, async_wait_for, csta_entry


@pytest.fixture
async def entry(hass: HomeAssistant, office: Office) -> AsyncIterator[MockConfigEntry]:
    """Connect to the office, with two lines and a group that has one of them and two more."""
    entry = csta_entry(office.csta_server.port, groups={"Sales": ["701", "702", "703"]})
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)


@pytest.fixture
def other_device(hass: HomeAssistant, device_registry: dr.DeviceRegistry) -> str:
    """Return a device of somebody else's, with an entity."""
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    device = device_registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "1")}, name="Lamp"
    )
    er.async_get(hass).async_get_or_create(
        "light", "other", "1", config_entry=other, device_id=device.id
    )
    return device.id


def device_of(hass: HomeAssistant, entry: MockConfigEntry, key: str = "") -> str:
    """Return the device of a line, a group (by its name) or the connection."""
    for subentry in entry.subentries.values():
        if subentry.title == key and subentry.subentry_type == "group":
            key = subentry.subentry_id
    identifier = f"{entry.entry_id}_{key}" if key else entry.entry_id
    device = dr.async_get(hass).async_get_device_by_identifier(
        ("telephony", identifier), entry.entry_id
    )
    assert device is not None
    return device.id


async def async_lines(hass: HomeAssistant, **target: Any) -> list[str]:
    """Return the lines that are meant, by an action that wants a call which none of them has."""
    with pytest.raises(ServiceValidationError) as error:
        await hass.services.async_call("telephony", "hangup", target, blocking=True)
    placeholders = error.value.translation_placeholders or {}
    if error.value.translation_key == "call_not_found":
        return [placeholders["line"]]
    assert error.value.translation_key == "lines_failed", error.value
    return re.findall(r"Line (\S+) has no call", placeholders["failures"])


async def async_refusal(hass: HomeAssistant, action: str, **data: Any) -> str | None:
    """Return why an action finds no lines."""
    with pytest.raises(ServiceValidationError) as error:
        await hass.services.async_call(
            "telephony",
            action,
            data,
            blocking=True,
            return_response=action.startswith("get_"),
        )
    return error.value.translation_key


async def async_ringing(hass: HomeAssistant, device_id: str) -> set[str]:
    """Return the lines of a device that have calls."""
    answer = await hass.services.async_call(
        "telephony",
        "get_calls",
        {"device_id": device_id},
        blocking=True,
        return_response=True,
    )
    calls: Any = (answer or {})["calls"]
    return {call["line"] for call in calls}


# Lines


async def test_a_line_is_meant_by_its_device_or_any_entity(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert await async_lines(hass, device_id=device_of(hass, entry, "700")) == ["700"]
    for entity_id in ("sensor.line_700_state", "button.line_700_answer"):
        assert await async_lines(hass, entity_id=entity_id) == ["700"]


async def test_each_line_is_meant_once(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    lines = await async_lines(
        hass,
        device_id=[device_of(hass, entry, "701"), device_of(hass, entry, "700")],
        entity_id=["sensor.line_700_state", "event.line_700_call"],
    )
    assert sorted(lines) == ["700", "701"]


async def test_an_area_a_floor_and_a_label_mean_the_lines_in_them(
    hass: HomeAssistant, entry: MockConfigEntry, other_device: str
) -> None:
    floor = fr.async_get(hass).async_create("First")
    area = ar.async_get(hass).async_create("Office", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Work")
    devices = dr.async_get(hass)
    for device_id in (
        other_device,
        device_of(hass, entry),
        device_of(hass, entry, "Sales"),
        device_of(hass, entry, "701"),
    ):
        devices.async_update_device(device_id, area_id=area.id, labels={label.label_id})

    assert await async_lines(hass, area_id=area.id) == ["701"]
    assert await async_lines(hass, floor_id=floor.floor_id) == ["701"]
    assert await async_lines(hass, label_id=label.label_id) == ["701"]


async def test_an_entity_in_an_area_stands_for_its_line(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    area = ar.async_get(hass).async_create("Office")
    er.async_get(hass).async_update_entity("sensor.line_700_state", area_id=area.id)

    assert await async_lines(hass, area_id=area.id) == ["700"]


async def test_an_area_without_lines_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, other_device: str
) -> None:
    area = ar.async_get(hass).async_create("Kitchen")
    dr.async_get(hass).async_update_device(other_device, area_id=area.id)

    assert await async_refusal(hass, "hangup", area_id=area.id) == "no_line_targeted"


@pytest.mark.parametrize(
    "target",
    [
        {"entity_id": "light.other_1"},
        {"entity_id": "sensor.nowhere"},
        {"device_id": "nowhere"},
    ],
)
async def test_what_is_no_line_is_told(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    other_device: str,
    target: dict[str, str],
) -> None:
    assert await async_refusal(hass, "hangup", **target) == "not_a_line"


async def test_a_device_of_somebody_else_is_no_line(
    hass: HomeAssistant, entry: MockConfigEntry, other_device: str
) -> None:
    assert await async_refusal(hass, "hangup", device_id=other_device) == "not_a_line"


async def test_a_line_of_a_connection_that_is_not_loaded_is_told(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    device_id = device_of(hass, entry, "700")
    area = ar.async_get(hass).async_create("Office")
    dr.async_get(hass).async_update_device(device_id, area_id=area.id)
    await hass.config_entries.async_unload(entry.entry_id)

    assert await async_refusal(hass, "hangup", device_id=device_id) == "not_loaded"
    assert await async_refusal(hass, "hangup", area_id=area.id) == "no_line_targeted"


# Groups and the connection


async def test_a_group_needs_to_be_told_which_of_its_lines(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    group = device_of(hass, entry, "Sales")

    assert await async_refusal(hass, "hangup", device_id=group) == "line_needed"
    assert await async_lines(hass, device_id=group, line="702") == ["702"]
    assert await async_lines(
        hass, entity_id="sensor.sales_active_calls", line="701"
    ) == ["701"]
    assert (
        await async_refusal(hass, "hangup", device_id=group, line="700")
        == "line_not_targeted"
    )


async def test_a_group_in_an_area_gives_the_line_that_is_told(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    area = ar.async_get(hass).async_create("Office")
    devices = dr.async_get(hass)
    for key in ("Sales", ""):
        devices.async_update_device(device_of(hass, entry, key), area_id=area.id)

    assert await async_lines(hass, area_id=area.id, line="703") == ["703"]
    assert (
        await async_refusal(hass, "hangup", area_id=area.id, line="700")
        == "line_not_targeted"
    )


async def test_the_connection_means_all_its_lines_where_calls_are_told(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    for line in ("700", "701", "703", "704"):
        office.ring(line)
    coordinator = entry.runtime_data
    await async_wait_for(
        hass,
        lambda: all(coordinator.states[each].calls for each in ("700", "701", "703")),
    )
    connection = device_of(hass, entry)

    assert await async_ringing(hass, connection) == {"700", "701", "703"}
    assert await async_ringing(hass, device_of(hass, entry, "Sales")) == {"701", "703"}
    assert await async_refusal(hass, "hangup", device_id=connection) == "line_needed"


async def test_a_line_that_is_only_in_a_group_has_no_device(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    answer = await hass.services.async_call(
        "telephony",
        "make_call",
        {"device_id": device_of(hass, entry, "Sales"), "line": "703", "number": "705"},
        blocking=True,
        return_response=True,
    )
    calls: Any = (answer or {})["calls"]

    assert calls[0]["line"] == "703"
    assert calls[0]["device_id"] is None


# Who may


def context_of(hass: HomeAssistant, policy: dict[str, Any]) -> Context:
    """Return the context of a user who may do what a policy says."""
    user = MockUser().add_to_hass(hass)
    user.mock_policy(policy)
    return Context(user_id=user.id)


async def test_a_user_needs_to_control_the_lines_state_sensor(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    context = context_of(
        hass, {"entities": {"entity_ids": {"sensor.line_700_state": True}}}
    )
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            "telephony",
            "hangup",
            {"entity_id": "sensor.line_700_state"},
            blocking=True,
            context=context,
        )
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            "telephony",
            "hangup",
            {"entity_id": ["sensor.line_700_state", "sensor.line_701_state"]},
            blocking=True,
            context=context,
        )


async def test_a_user_who_may_only_read_gets_answers_and_no_calls(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    context = context_of(
        hass, {"entities": {"entity_ids": {"sensor.line_700_state": {"read": True}}}}
    )
    target = {"entity_id": "sensor.line_700_state"}
    answer = await hass.services.async_call(
        "telephony",
        "get_calls",
        target,
        blocking=True,
        context=context,
        return_response=True,
    )
    assert answer == {"calls": []}
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            "telephony",
            "make_call",
            {**target, "number": "703"},
            blocking=True,
            context=context,
        )


async def test_a_line_without_entities_counts_as_its_groups(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    group = {"device_id": device_of(hass, entry, "Sales")}
    may = context_of(
        hass, {"entities": {"entity_ids": {"sensor.sales_active_calls": True}}}
    )
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            "telephony", "hangup", {**group, "line": "703"}, blocking=True, context=may
        )
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            "telephony", "hangup", {**group, "line": "701"}, blocking=True, context=may
        )


@pytest.mark.parametrize(
    ("action", "data"),
    [("login", {}), ("logout", {}), ("set_forwarding", {"type": "all"})],
)
async def test_only_administrators_log_in_and_forward(
    hass: HomeAssistant, entry: MockConfigEntry, action: str, data: dict[str, str]
) -> None:
    context = context_of(hass, {"entities": True})
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            "telephony",
            action,
            {"entity_id": "sensor.line_700_state", **data},
            blocking=True,
            context=context,
        )


async def test_an_administrator_may_do_everything(
    hass: HomeAssistant, entry: MockConfigEntry, hass_admin_user: MockUser
) -> None:
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            "telephony",
            "logout",
            {"entity_id": "sensor.line_700_state"},
            blocking=True,
            context=Context(user_id=hass_admin_user.id),
        )


async def test_a_user_who_is_gone_may_nothing(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    with pytest.raises(UnknownUser):
        await hass.services.async_call(
            "telephony",
            "hangup",
            {"entity_id": "sensor.line_700_state"},
            blocking=True,
            context=Context(user_id="gone"),
        )
