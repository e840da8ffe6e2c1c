"""Switches: an account's registration, and do not disturb."""

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import (
    async_expose_entity,
    async_should_expose,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from simulator.telestra.options import sip_password

from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    telestra_entry,
)

REGISTERED = "switch.705_registered"
CREDENTIALS = {"username": "705", "password": "x", "server": "127.0.0.1"}
DO_NOT_DISTURB = "switch.line_700_do_not_disturb"


async def _async_turn(hass: HomeAssistant, entity_id: str, service: str) -> None:
    await hass.services.async_call(
        "switch", service, {"entity_id": entity_id}, blocking=True
    )


async def test_an_account_with_stored_credentials_is_logged_out_and_in(
    hass: HomeAssistant, office: Office
) -> None:
    """The switch follows the registration, also while it takes its time."""
    entry = telestra_entry(
        office.telestra_server.port,
        {"705": {**CREDENTIALS, "password": sip_password("705")}},
    )
    await async_set_up(hass, entry)
    await async_wait_state(hass, REGISTERED, "on")
    await _async_turn(hass, REGISTERED, "turn_off")
    await async_wait_state(hass, REGISTERED, "off")
    await async_wait_state(hass, "sensor.705_registration", "logged_out")
    await _async_turn(hass, REGISTERED, "turn_on")
    await async_wait_state(hass, REGISTERED, "on")
    await async_take_down(hass, entry)


async def test_an_account_without_credentials_has_no_switch(
    hass: HomeAssistant, telestra: MockConfigEntry
) -> None:
    """What cannot be logged in again is not to be logged out by chance."""
    assert hass.states.get(REGISTERED) is None


async def test_what_takes_a_phone_from_the_network_is_not_for_assistants(
    hass: HomeAssistant, office: Office, entity_registry: er.EntityRegistry
) -> None:
    """Not even where an older release has offered it; but what you offer yourself stays."""
    assert await async_setup_component(hass, "homeassistant", {})
    entry = telestra_entry(
        office.telestra_server.port,
        {"705": {**CREDENTIALS, "password": sip_password("705")}},
    )
    entity_registry.async_get_or_create(
        "switch",
        "telephony",
        f"{entry.entry_id}_705_registered",
        suggested_object_id="705_registered",
    )
    async_expose_entity(hass, conversation.DOMAIN, REGISTERED, should_expose=True)
    await async_set_up(hass, entry)
    await async_wait_state(hass, REGISTERED, "on")
    registered = entity_registry.async_get(REGISTERED)
    assert registered
    assert registered.entity_category is EntityCategory.CONFIG
    assert not async_should_expose(hass, conversation.DOMAIN, REGISTERED)
    async_expose_entity(hass, conversation.DOMAIN, REGISTERED, should_expose=True)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert async_should_expose(hass, conversation.DOMAIN, REGISTERED)
    await async_take_down(hass, entry)


async def test_the_switch_comes_and_goes_with_the_credentials(
    hass: HomeAssistant, telestra: MockConfigEntry
) -> None:
    """Stored credentials bring the entity, while everything runs."""
    account = next(
        each for each in telestra.subentries.values() if each.unique_id == "705"
    )
    hass.config_entries.async_update_subentry(
        telestra, account, data={"number": "705", **CREDENTIALS}
    )
    await async_wait_state(hass, REGISTERED, "on")
    hass.config_entries.async_update_subentry(telestra, account, data={"number": "705"})
    await async_wait_for(hass, lambda: hass.states.get(REGISTERED) is None)


async def test_do_not_disturb_follows_the_phone_and_is_set(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The entity is there since the switch has answered for it."""
    await async_wait_state(hass, DO_NOT_DISTURB, "off")
    office.exchange.features.set_do_not_disturb("700", enabled=True)
    await async_wait_state(hass, DO_NOT_DISTURB, "on")
    await _async_turn(hass, DO_NOT_DISTURB, "turn_off")
    await async_wait_state(hass, DO_NOT_DISTURB, "off")
    assert not office.exchange.line("700").do_not_disturb
    await _async_turn(hass, DO_NOT_DISTURB, "turn_on")
    await async_wait_state(hass, DO_NOT_DISTURB, "on")
    assert office.exchange.line("700").do_not_disturb
