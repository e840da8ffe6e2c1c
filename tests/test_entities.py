"""Every entity that users build on: its key, its platform, and whether it starts enabled."""

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from simulator.calls import ForwardingType

from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
)

LINE = {
    "binary_sensor.in_call": True,
    "button.answer": True,
    "button.dial": False,
    "button.hangup": True,
    "button.mark_missed_read": False,
    "button.redial": False,
    "event.call": True,
    "sensor.calls_answered": False,
    "sensor.calls_in": False,
    "sensor.calls_missed": False,
    "sensor.calls_out": False,
    "sensor.last_call": True,
    "sensor.missed_calls": True,
    "sensor.remote_party": True,
    "sensor.state": True,
    "sensor.talk_time": False,
    "text.dial_number": False,
    "todo.missed_calls": False,
}
CSTA_LINE = {
    **LINE,
    "binary_sensor.message_waiting": False,
    "button.hold": True,
    "button.retrieve": True,
    "sensor.forwarding": False,
    "switch.do_not_disturb": True,
}
TELESTRA_LINE = {**LINE, "sensor.registration": True}
GROUP = {
    "event.call": True,
    "sensor.active_calls": True,
    "sensor.missed_calls": True,
    "sensor.ringing_calls": True,
}
CONNECTION = {
    "binary_sensor.connected": True,
    "sensor.active_calls": True,
    "sensor.calls_answered": False,
    "sensor.calls_in": False,
    "sensor.calls_missed": False,
    "sensor.calls_out": False,
    "sensor.talk_time": False,
    "todo.missed_calls": True,
}


def _registered(
    entity_registry: er.EntityRegistry, entry: MockConfigEntry, owner: str
) -> dict[str, bool]:
    """Return platform and translation key of an owner's entities, and whether they are enabled."""
    found = {}
    for entity in er.async_entries_for_config_entry(entity_registry, entry.entry_id):
        key = entity.translation_key or ""
        prefix = "_".join(filter(None, (entry.entry_id, owner)))
        if entity.unique_id == f"{prefix}_{key}":
            found[f"{entity.domain}.{key}"] = entity.disabled_by is None
    return found


async def test_a_csta_line_a_group_and_their_connection(
    hass: HomeAssistant, office: Office, entity_registry: er.EntityRegistry
) -> None:
    """What a switch offers comes as soon as it has shown it."""
    entry = csta_entry(office.csta_server.port, ["700"], groups={"Sales": ["702"]})
    await async_set_up(hass, entry)
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")
    office.exchange.features.set_message_waiting("700", enabled=True)
    office.exchange.features.set_forwarding("700", ForwardingType.ALL, "701")
    await async_wait_for(
        hass, lambda: _registered(entity_registry, entry, "700") == CSTA_LINE
    )
    [group] = entry.get_subentries_of_type("group")
    assert _registered(entity_registry, entry, group.subentry_id) == GROUP
    assert _registered(entity_registry, entry, "") == CONNECTION
    await async_take_down(hass, entry)


async def test_a_telestra_account(
    hass: HomeAssistant, telestra: MockConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    """An account cannot hold, and has a registration."""
    assert _registered(entity_registry, telestra, "705") == TELESTRA_LINE


async def test_each_entity_belongs_to_its_subentry_and_has_a_translated_name(
    hass: HomeAssistant, csta: MockConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    """Removing a subentry takes the entities along; no entity shows its key as its name."""
    lines = {
        subentry.unique_id: subentry.subentry_id
        for subentry in csta.subentries.values()
    }
    entities = er.async_entries_for_config_entry(entity_registry, csta.entry_id)
    assert entities
    for entity in entities:
        number = entity.unique_id.removeprefix(f"{csta.entry_id}_").split("_")[0]
        assert entity.config_subentry_id == lines.get(number)
        assert entity.original_name
        assert entity.original_name[0].isupper()
        assert "telephony" not in entity.unique_id
