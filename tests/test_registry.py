"""Every entity and device in the registries: names, ids, categories, defaults, states at rest."""

from collections.abc import Mapping
from functools import partial
import json
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.json import json_dumps

from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    open_office_with_phones,
)

ENTRY_ID = "01KA0000000000000000000000"
CSTA = {
    "protocol": "csta",
    "tls": False,
    "verify_certificate": True,
    "username": "demo.local",
    "password": "demo",
}


def entry_of(
    data: Mapping[str, Any], subentries: Mapping[str, Mapping[str, Any]]
) -> MockConfigEntry:
    """Return an entry whose ids are always the same."""
    return MockConfigEntry(
        domain="telephony",
        entry_id=ENTRY_ID,
        title="Office",
        data={"host": "127.0.0.1", **data},
        subentries_data=[
            ConfigSubentryDataWithId(
                data=dict(each),
                subentry_id=f"01KA000000000000000000000{number}",
                subentry_type="group" if "lines" in each else "line",
                title=title,
                unique_id=None if "lines" in each else title,
            )
            for number, (title, each) in enumerate(subentries.items(), 1)
        ],
    )


def described(hass: HomeAssistant) -> dict[str, Any]:
    """Return all that people and automations rely on, of every entity and device."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), ENTRY_ID)
    entities = er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
    of_device = {device.id: device for device in devices}
    found: dict[str, Any] = {
        str(device.name): {
            "identifier": [key for _, key in device.identifiers],
            "entry_type": device.entry_type,
            "manufacturer": device.manufacturer,
            "model": device.model,
            "sw_version": device.sw_version,
            "subentry": device.config_subentry_id,
            "via": device.via_device_id and of_device[device.via_device_id].name,
        }
        for device in devices
    }
    for entity in sorted(entities, key=lambda each: each.entity_id):
        found[entity.entity_id] = {
            "name": entity.original_name,
            "unique_id": entity.unique_id,
            "translation_key": entity.translation_key,
            "device": of_device[entity.device_id or ""].name,
            "subentry": entity.config_subentry_id,
            "category": entity.entity_category,
            "device_class": entity.original_device_class,
            "disabled_by": entity.disabled_by,
            "state": hass.states.get(entity.entity_id),
        }
    # Through JSON, so that only plain values remain.
    plain: dict[str, Any] = json.loads(json_dumps(found))
    for each in plain.values():
        if state := each.get("state"):
            each["state"] = {key: state[key] for key in ("state", "attributes")}
    return plain


async def test_everything_of_a_connection_to_a_csta_switch(
    hass: HomeAssistant, office: Office, snapshot: SnapshotAssertion
) -> None:
    """A line, and a group of it and another line."""
    entry = entry_of(
        {**CSTA, "port": office.csta_server.port, "profile": "eltex_ecss10"},
        {"700": {"number": "700"}, "Sales": {"lines": ["700", "701"]}},
    )
    await async_set_up(hass, entry)
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")
    await hass.async_block_till_done()

    assert described(hass) == snapshot
    await async_take_down(hass, entry)


def is_there(hass: HomeAssistant, entity_id: str) -> bool:
    """Whether an entity has a state of its own, and not one from before."""
    state = hass.states.get(entity_id)
    return state is not None and state.state != "unavailable"


async def test_everything_of_a_phone_that_can_be_set(
    hass: HomeAssistant, snapshot: SnapshotAssertion
) -> None:
    """As it is at first, and with its states once it's enabled."""
    async with open_office_with_phones("700") as office:
        port = office.csta_server.port
        entry = entry_of(
            {**CSTA, "port": port, "profile": "eltex_ecss10"},
            {"700": {"number": "700"}},
        )
        await async_set_up(hass, entry)
        registry, last = er.async_get(hass), f"{ENTRY_ID}_700_lamps"
        await async_wait_for(
            hass, lambda: registry.async_get_entity_id("sensor", "telephony", last)
        )
        await hass.async_block_till_done()
        of_phone = sorted(
            entity_id
            for entity_id, each in registry.entities.items()
            if each.domain in ("number", "switch") and each.disabled_by
        )
        at_first = described(hass)
        for entity_id in of_phone:
            registry.async_update_entity(entity_id, disabled_by=None)
        assert await hass.config_entries.async_reload(entry.entry_id)
        for entity_id in of_phone:
            await async_wait_for(hass, partial(is_there, hass, entity_id))
        enabled = described(hass)
        assert [at_first[each] for each in of_phone] == snapshot
        assert [enabled[each]["state"] for each in of_phone] == snapshot
        await async_take_down(hass, entry)


async def test_everything_of_a_connection_to_a_telestra_server(
    hass: HomeAssistant, office: Office, snapshot: SnapshotAssertion
) -> None:
    """An account with stored credentials."""
    stored = {"username": "705", "password": "sip705", "server": "127.0.0.1"}
    entry = entry_of(
        {"protocol": "telestra", "port": office.telestra_server.port},
        {"705": {"number": "705", **stored}},
    )
    await async_set_up(hass, entry)
    await async_wait_state(hass, "switch.705_registered", "on")

    assert described(hass) == snapshot
    await async_take_down(hass, entry)
