"""Whether a line is in a call, and whether the connection stands."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

from .home import (
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
)

IN_CALL = "binary_sensor.line_700_in_call"
CONNECTED = "binary_sensor.demo_local_at_127_0_0_1_connected"


async def test_a_line_is_in_a_call_from_answer_to_end_also_on_hold(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Ringing is not yet a call, hold is still one."""
    writes = StateWrites(hass)
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    assert hass.states.is_state(IN_CALL, "off")
    office.answer("700")
    await async_wait_state(hass, IN_CALL, "on")
    office.exchange.hold("700", office.leg("700").call.id)
    await async_wait_state(hass, "sensor.line_700_state", "held")
    assert hass.states.is_state(IN_CALL, "on")
    office.hang_up("700")
    await async_wait_state(hass, IN_CALL, "off")
    assert writes.of(IN_CALL) == ["on", "off"]


async def test_a_lost_link_shows_with_its_reason_and_comes_back_by_itself(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The connectivity sensor stays available and says why it is off."""
    await async_wait_state(hass, CONNECTED, "on")
    office.csta_server.drop_connections()
    lost = await async_wait_state(hass, CONNECTED, "off")
    assert lost.attributes["reason"] == "connection_lost"
    await async_wait_state(hass, "sensor.line_700_state", "unavailable")
    back = await async_wait_state(hass, CONNECTED, "on")
    assert "reason" not in back.attributes
    await async_wait_state(hass, "sensor.line_700_state", "idle")


async def test_a_link_that_is_made_anew_gives_that_as_its_reason(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    """Off is never without a reason, also when it is our own doing."""
    reasons: list[str | None] = []

    @callback
    def keep(event: Event[EventStateChangedData]) -> None:
        if (state := event.data["new_state"]) and state.state == "off":
            reasons.append(state.attributes.get("reason"))

    async_track_state_change_event(hass, CONNECTED, keep)
    hass.config_entries.async_update_entry(
        csta, data={**csta.data, "verify_certificate": False}
    )
    await async_wait_for(hass, lambda: reasons, "a moment without a link")
    await async_wait_state(hass, CONNECTED, "on")
    assert reasons == ["reconnecting"]


async def test_a_phone_that_is_out_of_service_shows(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The entity comes with the first word from the phone system (ECMA-269, 17.7)."""
    sensor = "binary_sensor.line_700_in_service"
    assert hass.states.get(sensor) is None
    office.exchange.features.set_in_service("700", enabled=False)
    await async_wait_state(hass, sensor, "off")
    office.exchange.features.set_in_service("700", enabled=True)
    await async_wait_state(hass, sensor, "on")


@pytest.mark.parametrize("lifted", [True, False])
async def test_what_was_out_of_service_may_be_back_without_a_word(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, lifted: bool
) -> None:
    """A receiver that is lifted works; after a break nobody knows."""
    sensor = "binary_sensor.line_700_in_service"
    office.exchange.features.set_in_service("700", enabled=False)
    await async_wait_state(hass, sensor, "off")
    office.exchange.lines["700"].out_of_service = False
    if lifted:
        office.exchange.lift("700")
    else:
        office.csta_server.drop_connections()
        await async_wait_state(hass, sensor, "unavailable")
    await async_wait_state(hass, sensor, "on" if lifted else "unknown")


async def test_a_waiting_message_shows(
    hass: HomeAssistant, office: Office, entity_registry: er.EntityRegistry
) -> None:
    """The entity comes with the first word from the switch, for those who enable it."""
    entry = csta_entry(office.csta_server.port, ["700"])
    entity_registry.async_get_or_create(
        "binary_sensor",
        "telephony",
        f"{entry.entry_id}_700_message_waiting",
        suggested_object_id="line_700_message_waiting",
    )
    await async_set_up(hass, entry)
    office.exchange.features.set_message_waiting("700", enabled=True)
    await async_wait_state(hass, "binary_sensor.line_700_message_waiting", "on")
    office.exchange.features.set_message_waiting("700", enabled=False)
    await async_wait_state(hass, "binary_sensor.line_700_message_waiting", "off")
    await async_take_down(hass, entry)
