"""The life of a connection: set up, changed while it runs, unloaded, removed."""

import asyncio
from contextlib import suppress
from types import MappingProxyType

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from simulator.csta import CstaOptions

from .call_log.files import stored_numbers
from .home import (
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_for,
    async_wait_state,
    csta_entry,
    open_office,
)

CONNECTED = "binary_sensor.demo_local_at_127_0_0_1_connected"
STATE = "sensor.line_700_state"


def subentry(number: str) -> ConfigSubentry:
    """Return a line to add."""
    return ConfigSubentry(
        data=MappingProxyType({"number": number}),
        subentry_type="line",
        title=number,
        unique_id=number,
    )


def subentry_of(entry: MockConfigEntry, number: str) -> ConfigSubentry:
    """Return the subentry of a line."""
    return next(each for each in entry.subentries.values() if each.unique_id == number)


async def test_unloading_closes_the_connection_and_reloading_opens_it_again(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Nothing is left behind at the switch."""
    assert len(office.csta.connections) == 1
    assert await hass.config_entries.async_unload(csta.entry_id)
    assert csta.state is ConfigEntryState.NOT_LOADED
    await async_wait_state(hass, STATE, "unavailable")
    await async_until(lambda: not office.csta.connections)
    assert await hass.config_entries.async_setup(csta.entry_id)
    await async_wait_state(hass, STATE, "idle")


async def test_what_the_switch_shows_while_it_is_unloaded_adds_no_entity(
    hass: HomeAssistant,
) -> None:
    """Nobody would remove it, and the entity of the next set-up could not take its place."""
    silent = CstaOptions(silent_services=frozenset({"GetDoNotDisturb"}))
    async with open_office(csta=silent) as office:
        entry = csta_entry(office.csta_server.port)
        await async_set_up(hass, entry)
        coordinator = entry.runtime_data
        line = coordinator.system.line("700")

        @callback
        def show() -> None:
            line.do_not_disturb = False
            coordinator.line_changed(line, ())

        entry.async_on_unload(show)
        assert await hass.config_entries.async_unload(entry.entry_id)
        assert hass.states.get("switch.line_700_do_not_disturb") is None
        assert not er.async_get(hass).async_is_registered(
            "switch.line_700_do_not_disturb"
        )


async def test_stopping_home_assistant_takes_leave_of_the_switch(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The switch is told, so that no session is left to expire."""
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    await async_until(lambda: not office.csta.connections)


async def test_an_unreachable_switch_is_tried_again(
    hass: HomeAssistant, office: Office
) -> None:
    """Home Assistant may start before the switch."""
    await office.csta_server.stop()
    entry = csta_entry(office.csta_server.port)
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "cannot_connect"


async def test_a_switch_that_refuses_a_session_for_now_is_tried_again(
    hass: HomeAssistant, office: Office
) -> None:
    """The reason is the switch's own word."""
    office.csta.options.refuse_start = "maxNumberSessions"
    entry = csta_entry(office.csta_server.port)
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "session_refused"
    assert entry.error_reason_translation_placeholders == {"code": "maxNumberSessions"}


async def test_a_wrong_password_asks_for_the_right_one(
    hass: HomeAssistant, office: Office
) -> None:
    """It is tried once; a person does the rest."""
    entry = csta_entry(office.csta_server.port)
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "password": "wrong"}
    )
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"


async def test_a_restart_in_the_middle_of_calls_finds_the_exchanges_state(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """What rings, rings; what talks, talks; what is over, is over."""
    office.ring("700")
    office.exchange.dial("+4930999999", "701")
    office.answer("701")
    await async_wait_state(hass, "sensor.line_701_state", "connected")
    assert await hass.config_entries.async_unload(csta.entry_id)
    office.answer("700")
    office.hang_up("701")
    assert await hass.config_entries.async_setup(csta.entry_id)
    await async_wait_state(hass, STATE, "connected")
    await async_wait_state(hass, "sensor.line_700_remote_party", "+4930123456")
    await async_wait_state(hass, "sensor.line_701_state", "idle")


async def test_what_ended_while_the_link_was_down_ends_as_unknown(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """After an outage states are true again, and the call is finished in the log."""
    office.ring("700")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    writes = StateWrites(hass)
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    office.hang_up("700")
    await office.csta_server.start()
    await async_wait_state(hass, STATE, "idle")
    last = hass.states.get("sensor.line_700_last_call")
    assert last is not None
    assert last.attributes["outcome"] == "unknown"
    events = [each for each in writes.states if each.entity_id == "event.line_700_call"]
    assert [each.attributes.get("event_type") for each in events[-1:]] == ["ended"]
    assert events[-2].state != "unavailable"


async def test_a_line_is_added_while_another_talks(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The new line has its entities; the other line's call goes on undisturbed."""
    office.ring("700")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    writes = StateWrites(hass)
    hass.config_entries.async_add_subentry(csta, subentry("702"))
    await async_wait_state(hass, "sensor.line_702_state", "idle")
    office.ring("702", "+4930999999")
    await async_wait_state(hass, "sensor.line_702_state", "ringing")
    assert not [each for each in writes.entity_ids if "line_700" in each]
    assert len(office.csta.connections) == 1


async def test_many_lines_are_added_at_once(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Each addition tells the listener; all lines are there in the end."""
    for number in ("702", "703", "704"):
        hass.config_entries.async_add_subentry(csta, subentry(number))
    for number in ("702", "703", "704"):
        await async_wait_state(hass, f"sensor.line_{number}_state", "idle")


async def test_a_line_that_was_added_during_set_up_is_there(
    hass: HomeAssistant, office: Office
) -> None:
    """No change falls between set-up and the listener."""
    entry = csta_entry(office.csta_server.port, ["700"])
    entry.add_to_hass(hass)
    setting_up = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    hass.config_entries.async_add_subentry(entry, subentry("702"))
    assert await setting_up
    await async_wait_state(hass, "sensor.line_702_state", "idle")
    await async_take_down(hass, entry)


async def test_a_removed_line_takes_its_device_and_entities_along(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
) -> None:
    """Nothing is left of the line, and the other one stays."""
    line = subentry_of(csta, "701")
    hass.config_entries.async_remove_subentry(csta, line.subentry_id)
    await hass.async_block_till_done()
    assert hass.states.get("sensor.line_701_state") is None
    names = {
        device.name
        for device in dr.async_entries_for_config_entry(device_registry, csta.entry_id)
    }
    assert names == {"Line 700", csta.title}
    await async_wait_state(hass, STATE, "idle")


async def test_a_line_that_comes_back_is_there_again(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    device_registry: dr.DeviceRegistry,
) -> None:
    """Removing and adding the same number leaves no trace of the first time."""
    line = subentry_of(csta, "701")
    hass.config_entries.async_remove_subentry(csta, line.subentry_id)
    await hass.async_block_till_done()
    hass.config_entries.async_add_subentry(csta, line)
    await async_wait_state(hass, "sensor.line_701_state", "idle")
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, f"{csta.entry_id}_701"), csta.entry_id
    )
    assert device is not None
    assert device.name == "Line 701"
    office.ring("701")
    await async_wait_state(hass, "sensor.line_701_state", "ringing")


async def test_a_renamed_line_renames_its_device(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """The subentry's title is the device's name; the ids stay."""
    hass.config_entries.async_update_subentry(
        csta, subentry_of(csta, "700"), title="Reception"
    )
    await hass.async_block_till_done()
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, f"{csta.entry_id}_700"), csta.entry_id
    )
    assert device is not None
    assert device.name == "Reception"
    await async_wait_state(hass, STATE, "idle")


async def test_lines_and_groups_are_devices_tied_to_the_connection(
    hass: HomeAssistant, office: Office, device_registry: dr.DeviceRegistry
) -> None:
    """One device per line and group, each in its subentry."""
    entry = csta_entry(office.csta_server.port, ["700"], groups={"Sales": ["702"]})
    await async_set_up(hass, entry)
    devices = dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    connection = next(each for each in devices if each.name == entry.title)
    others = {each.name: each for each in devices if each is not connection}
    assert set(others) == {"Line 700", "Sales"}
    for device in others.values():
        assert device.via_device_id == connection.id
    assert connection.entry_type is dr.DeviceEntryType.SERVICE
    await async_take_down(hass, entry)


async def test_a_group_follows_its_lines_as_they_change(
    hass: HomeAssistant, office: Office
) -> None:
    """Lines that are added to a group count at once, those taken out no longer."""
    entry = csta_entry(office.csta_server.port, [], groups={"Sales": ["702"]})
    await async_set_up(hass, entry)
    office.ring("703")
    [group] = entry.subentries.values()
    hass.config_entries.async_update_subentry(
        entry, group, data={"lines": ["702", "703"]}
    )
    await async_wait_state(hass, "sensor.sales_ringing_calls", "1")
    hass.config_entries.async_update_subentry(entry, group, data={"lines": ["702"]})
    await async_wait_state(hass, "sensor.sales_ringing_calls", "0")
    await async_take_down(hass, entry)


async def test_changed_connection_data_reconnects_and_keeps_every_entity(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A call in progress is found again; no entity is removed."""
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    before = set(hass.states.async_entity_ids())
    hass.config_entries.async_update_entry(
        csta, data={**csta.data, "verify_certificate": False}
    )
    await async_wait_state(hass, STATE, "unavailable")
    await async_wait_state(hass, STATE, "ringing")
    assert before <= set(hass.states.async_entity_ids())
    assert len(office.csta.connections) == 1


async def test_a_reconnect_that_fails_goes_on_trying(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A changed address where nothing answers is set-up's business from then on."""
    hass.config_entries.async_update_entry(csta, data={**csta.data, "port": 1})
    await async_wait_state(hass, STATE, "unavailable")
    await hass.async_block_till_done()
    assert csta.state is ConfigEntryState.SETUP_RETRY


async def test_unloading_ends_a_reconnect_that_waits_for_an_answer(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """No connection comes to stand that nobody would ever close."""
    accepted, closed = asyncio.Event(), asyncio.Event()

    async def stay_silent(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        accepted.set()
        with suppress(ConnectionError):
            while await reader.read(1000):
                pass
        closed.set()
        writer.close()

    server = await asyncio.start_server(stay_silent, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        hass.config_entries.async_update_entry(csta, data={**csta.data, "port": port})
        await accepted.wait()
        assert await hass.config_entries.async_unload(csta.entry_id)
        assert csta.state is ConfigEntryState.NOT_LOADED
        async with asyncio.timeout(5):  # a connect that nobody ends takes longer
            await closed.wait()
        await hass.async_block_till_done()
        assert csta.state is ConfigEntryState.NOT_LOADED


async def test_a_removed_lines_calls_do_not_count_any_more(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The connection's sum is right at once, not with the next call."""
    active = "sensor.demo_local_at_127_0_0_1_active_calls"
    office.ring("700")
    await async_wait_state(hass, active, "1")
    hass.config_entries.async_remove_subentry(
        csta, subentry_of(csta, "700").subentry_id
    )
    await async_wait_state(hass, active, "0")


async def test_a_reconnect_with_a_wrong_password_is_tried_once(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Then a person is asked, and the right password brings everything back."""
    password = csta.data["password"]
    office.csta.requests.clear()
    hass.config_entries.async_update_entry(
        csta, data={**csta.data, "password": "wrong"}
    )
    await async_wait_for(hass, hass.config_entries.flow.async_progress)
    await async_wait_state(hass, STATE, "unavailable")
    await async_wait_state(hass, CONNECTED, "off")
    tried = [name for name, _ in office.csta.requests]
    assert tried.count("StartApplicationSession") == 1
    hass.config_entries.async_update_entry(
        csta, data={**csta.data, "password": password}
    )
    await async_wait_state(hass, STATE, "idle")
    await async_wait_state(hass, CONNECTED, "on")


async def test_removing_the_connection_removes_its_stored_log(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
) -> None:
    """Nothing is left on disk."""
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up("+4930123456")
    await async_wait_state(hass, STATE, "idle")
    assert await hass.config_entries.async_unload(csta.entry_id)
    assert stored_numbers(hass) == ["+4930123456"]
    await hass.config_entries.async_remove(csta.entry_id)
    assert stored_numbers(hass) == []
