"""The triggers, each run by Home Assistant's own automation engine."""

from datetime import timedelta
import gc
from types import MappingProxyType
from typing import Any
from weakref import ref

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.telephony.cti.model import Party
from custom_components.telephony.lines.following import SETTLE_SECONDS
from custom_components.telephony.numbers.dial_plan import DialPlan
from custom_components.telephony.numbers.filter import NumberFilter
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from simulator.calls import EventKind

from .automation import async_automate, device_id
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
EVENT = "event.line_700_call"


def trigger(name: str, target: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Return a trigger as the editor writes it."""
    return {"trigger": f"telephony.{name}", "target": target, "options": options}


async def async_settle(hass: HomeAssistant) -> None:
    """Let what has changed in the registries be taken over."""
    await hass.async_block_till_done()
    settled = dt_util.utcnow() + timedelta(seconds=SETTLE_SECONDS)
    async_fire_time_changed(hass, settled)
    await hass.async_block_till_done()


async def async_missed_call(
    hass: HomeAssistant, office: Office, line: str = "700", **caller: Any
) -> None:
    """Let a line ring until the caller gives up."""
    ringing = office.ring(line, **caller)
    state = f"sensor.line_{line}_state"
    await async_wait_state(hass, state, "ringing")
    office.hang_up(ringing.call.caller)
    await async_wait_state(hass, state, "idle")
    await hass.async_block_till_done()


# What each waits for


@pytest.mark.parametrize("name", ["out_of_service", "back_in_service"])
async def test_a_phone_that_goes_out_of_service_or_comes_back_triggers_once(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, name: str
) -> None:
    line = device_id(hass, csta.entry_id, "700")
    runs = await async_automate(hass, trigger(name, {"device_id": line}))
    set_in_service = office.exchange.features.set_in_service

    for number, enabled in (
        *(("701", False), ("700", False), ("700", False)),
        *(("701", True), ("700", True), ("700", True)),
    ):
        set_in_service(number, enabled=enabled)
    sensor = "binary_sensor.line_700_in_service"
    await async_wait_state(hass, sensor, "on")
    await hass.async_block_till_done()

    [variables] = await runs.async_wait()
    assert variables["platform"] == f"telephony.{name}"
    assert (variables["line"], variables["device_id"]) == ("700", line)
    assert variables["line_name"] == "Line 700"
    assert variables["entity_id"] in (sensor, None)  # it comes with the first word


async def test_a_group_triggers_for_the_phone_of_each_of_its_lines(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"], {"Desk": ["700", "702"]})
    await async_set_up(hass, entry)
    target = {"entity_id": "event.desk_call"}
    runs = await async_automate(hass, trigger("out_of_service", target))

    for number in ("700", "701", "702"):
        office.exchange.features.set_in_service(number, enabled=False)

    found = await runs.async_wait(2)
    assert [each["line"] for each in found] == ["700", "702"]
    assert found[1]["device_id"] is None
    assert [each["line_name"] for each in found] == ["Line 700", "702"]
    await async_take_down(hass, entry)


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({}, 5),
        ({"digits": ["5"]}, 1),
        ({"digits": 5, "pressed_by": "line"}, 0),
        ({"digits": "12", "pressed_by": "line"}, 1),
        ({"digits": "123"}, 0),  # the 3 is the caller's
        ({"digits": ["9", "2d"]}, 1),
        ({"digits": [""], "pressed_by": "far_end"}, 3),
        ({"digits": "5", "number": "+4912"}, 0),
    ],
)
async def test_keys_that_are_pressed_during_a_call_trigger(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    options: dict[str, Any],
    count: int,
) -> None:
    """Keys come one by one or several at once; a row of them is one side's, in one call."""
    office.exchange.options.keys_told_as = EventKind.DIGITS_GENERATED
    runs = await async_automate(
        hass, trigger("digits_received", {"entity_id": EVENT}, **options)
    )
    call = office.ring("700").call.id
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    for device, keys in (
        *(("700", "1"), (OUTSIDE, "3"), ("700", "2D")),
        *((OUTSIDE, "45"), (OUTSIDE, "6")),
    ):
        office.exchange.send_digits(device, call, keys)
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    await hass.async_block_till_done()
    found = await runs.async_wait(count)
    for each in found:
        assert each["digits"]
        assert each["pressed_by"] in ("line", "far_end")
        assert each["event_type"] == "digits"
        assert each["number"] == OUTSIDE


async def test_a_line_that_starts_ringing_triggers_with_all_that_is_known(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    line = device_id(hass, csta.entry_id, "700")
    runs = await async_automate(hass, trigger("started_ringing", {"device_id": line}))

    office.ring("700", OUTSIDE)

    [variables] = await runs.async_wait()
    state = hass.states.get(EVENT)
    assert state
    assert variables["platform"] == "telephony.started_ringing"
    assert variables["number"] == OUTSIDE
    for each in ("call_id", "name", "direction", "presentation", "called_number"):
        assert variables[each] == state.attributes[each]
    assert variables["event_type"] == "incoming"
    assert variables["line"] == "700"
    assert variables["device_id"] == line
    assert variables["entity_id"] == EVENT


async def test_what_an_automation_does_is_traced_back_to_the_call(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("started_ringing", {"entity_id": STATE}))

    office.ring("700", OUTSIDE)

    await runs.async_wait()
    automation, event = hass.states.get("automation.test"), hass.states.get(EVENT)
    assert automation
    assert event
    assert automation.context.parent_id == event.context.id


async def test_a_placed_call_triggers_when_it_is_dialled_and_when_it_is_answered(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("started_dialing", {"entity_id": STATE}))
    office.exchange.dial("700", "701")

    [dialled] = await runs.async_wait()
    assert dialled["number"] == "701"
    assert dialled["direction"] == "outgoing"


async def test_an_answered_call_triggers_once_for_the_line_that_is_targeted(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("call_answered", {"entity_id": STATE}))
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")

    [answered] = await runs.async_wait()
    assert answered["number"] == OUTSIDE


async def test_a_missed_call_triggers_with_its_outcome_though_it_ends_at_once(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Missed and ended come in one change of the line; neither hides the other."""
    runs = await async_automate(hass, trigger("call_missed", {"entity_id": STATE}))
    await async_missed_call(hass, office)

    [missed] = await runs.async_wait()
    assert missed["outcome"] == "missed"
    assert missed["talk_seconds"] == 0
    assert missed["ring_seconds"] >= 0


async def test_an_ended_call_triggers_with_its_outcome(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("call_ended", {"entity_id": STATE}))
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")

    [ended] = await runs.async_wait()
    assert ended["outcome"] == "answered"


async def test_an_answered_call_is_no_missed_one(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("call_missed", {"entity_id": STATE}))
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    await hass.async_block_till_done()

    assert runs.variables == []


async def test_two_calls_on_one_line_trigger_each(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("started_ringing", {"entity_id": STATE}))
    office.ring("700", "+4930111111")
    office.ring("700", "+4930222222")

    first, second = await runs.async_wait(2)
    assert first["call_id"] != second["call_id"]
    assert (first["number"], second["number"]) == ("+4930111111", "+4930222222")


# Whom it follows


@pytest.mark.parametrize("by", ["device", "state", "button", "area", "floor", "label"])
async def test_a_line_is_found_by_whatever_means_it(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, by: str
) -> None:
    line = device_id(hass, csta.entry_id, "700")
    floor = fr.async_get(hass).async_create("Upstairs")
    area = ar.async_get(hass).async_create("Office", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Telephones")
    dr.async_get(hass).async_update_device(
        line, area_id=area.id, labels={label.label_id}
    )
    targets = {
        "device": {"device_id": line},
        "state": {"entity_id": STATE},
        "button": {"entity_id": "button.line_700_answer"},
        "area": {"area_id": area.id},
        "floor": {"floor_id": floor.floor_id},
        "label": {"label_id": label.label_id},
    }
    runs = await async_automate(hass, trigger("call_missed", targets[by]))

    await async_missed_call(hass, office, "701")
    await async_missed_call(hass, office, "700")

    [missed] = await runs.async_wait()
    assert missed["line"] == "700"


async def test_in_an_area_full_of_other_things_only_our_lines_count(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    area = ar.async_get(hass).async_create("Office")
    dr.async_get(hass).async_update_device(
        device_id(hass, csta.entry_id, "700"), area_id=area.id
    )
    entities = er.async_get(hass)
    others = [
        entities.async_get_or_create(domain, "doorbell", f"{domain}_1").entity_id
        for domain in ("event", "sensor", "binary_sensor")
    ]
    for entity_id in others:
        entities.async_update_entity(entity_id, area_id=area.id)
    runs = await async_automate(hass, trigger("started_ringing", {"area_id": area.id}))

    for entity_id in others:
        for state in ("ringing", "idle", dt_util.utcnow().isoformat()):
            hass.states.async_set(entity_id, state, {"event_type": "incoming"})
    office.ring("700")

    [rang] = await runs.async_wait()
    assert rang["line"] == "700"


async def test_a_line_that_is_meant_twice_triggers_once(
    hass: HomeAssistant, office: Office
) -> None:
    """By its device, two of its entities, and the group that it is in."""
    entry = csta_entry(office.csta_server.port, ["700"], {"Sales": ["700", "702"]})
    await async_set_up(hass, entry)
    group = next(s for s in entry.subentries.values() if s.subentry_type == "group")
    target = {
        "device_id": [
            device_id(hass, entry.entry_id, "700"),
            device_id(hass, entry.entry_id, group.subentry_id),
        ],
        "entity_id": [STATE, EVENT],
    }
    runs = await async_automate(hass, trigger("started_ringing", target))

    office.ring("700")

    await runs.async_wait()
    await async_take_down(hass, entry)


async def test_a_group_stands_for_its_lines(
    hass: HomeAssistant, office: Office
) -> None:
    """Its lines have no entities of their own, yet triggers tell which of them it was."""
    entry = csta_entry(office.csta_server.port, [], {"Sales": ["702", "703"]})
    await async_set_up(hass, entry)
    [group] = entry.subentries.values()
    target = {"device_id": device_id(hass, entry.entry_id, group.subentry_id)}
    runs = await async_automate(hass, trigger("started_ringing", target))

    office.ring("702")
    office.ring("703")

    variables = await runs.async_wait(2)
    assert [each["line"] for each in variables] == ["702", "703"]
    assert [each["device_id"] for each in variables] == [None, None]
    await async_take_down(hass, entry)


async def test_a_connection_stands_for_its_lines_only_where_it_is_named(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    area = ar.async_get(hass).async_create("Cellar")
    connection = device_id(hass, csta.entry_id)
    dr.async_get(hass).async_update_device(connection, area_id=area.id)
    runs = await async_automate(
        hass,
        {"id": "area"} | trigger("started_ringing", {"area_id": area.id}),
        {"id": "named"} | trigger("started_ringing", {"device_id": connection}),
    )

    office.ring("700")

    [rang] = await runs.async_wait()
    assert (rang["id"], rang["line"]) == ("named", "700")


async def test_a_line_triggers_though_its_event_entity_is_disabled(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    er.async_get(hass).async_update_entity(
        EVENT, disabled_by=er.RegistryEntryDisabler.USER
    )
    await hass.async_block_till_done()
    assert hass.states.get(EVENT) is None
    line = device_id(hass, csta.entry_id, "700")
    runs = await async_automate(hass, trigger("started_ringing", {"device_id": line}))

    office.ring("700")

    await runs.async_wait()


async def test_a_line_that_is_added_later_is_followed_and_one_that_is_removed_no_more(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    area = ar.async_get(hass).async_create("Office")
    lines = dr.async_get(hass)
    runs = await async_automate(hass, trigger("call_missed", {"area_id": area.id}))

    added_line = ConfigSubentry(
        data=MappingProxyType({"number": "702"}),
        subentry_type="line",
        title="702",
        unique_id="702",
    )
    hass.config_entries.async_add_subentry(csta, added_line)
    await async_wait_state(hass, "sensor.line_702_state", "idle")
    added = device_id(hass, csta.entry_id, "702")
    lines.async_update_device(added, area_id=area.id)
    await async_settle(hass)
    await async_missed_call(hass, office, "702")
    [missed] = await runs.async_wait()
    assert missed["line"] == "702"

    lines.async_update_device(added, area_id=None)
    await async_settle(hass)
    await async_missed_call(hass, office, "702")
    await runs.async_wait(1)


async def test_a_group_that_gets_another_line_triggers_for_it(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, [], {"Sales": ["702"]})
    await async_set_up(hass, entry)
    [group] = entry.subentries.values()
    target = {"device_id": device_id(hass, entry.entry_id, group.subentry_id)}
    runs = await async_automate(hass, trigger("started_ringing", target))

    hass.config_entries.async_update_subentry(
        entry, group, data={"lines": ["702", "703"]}
    )
    await async_until(lambda: "703" in {m.line for m in office.csta.monitors})
    await async_settle(hass)
    office.ring("703")

    [rang] = await runs.async_wait()
    assert rang["line"] == "703"
    await async_take_down(hass, entry)


# When the connection comes and goes


async def test_a_call_that_came_while_the_connection_was_down_triggers_once_afterwards(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The event entity becomes available and fires; it is one event and one run."""
    runs = await async_automate(hass, trigger("started_ringing", {"entity_id": EVENT}))
    await office.csta_server.stop()
    await async_wait_state(hass, EVENT, "unavailable")

    office.ring("700")
    await office.csta_server.start()

    await async_wait_state(hass, STATE, "ringing")
    [rang] = await runs.async_wait()
    assert rang["number"] == OUTSIDE


async def test_a_call_that_goes_on_over_a_lost_connection_does_not_trigger_again(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(
        hass,
        trigger("started_ringing", {"entity_id": EVENT}),
        trigger("call_answered", {"entity_id": EVENT}),
    )
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.csta.drop_connections()
    await async_wait_state(hass, STATE, "unavailable")
    await async_wait_state(hass, STATE, "connected")

    await runs.async_wait(2)


async def test_a_trigger_outlives_a_reload_of_the_connection(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("started_ringing", {"entity_id": EVENT}))
    assert await hass.config_entries.async_reload(csta.entry_id)
    await async_wait_state(hass, STATE, "idle")

    office.ring("700")

    await runs.async_wait()


async def test_a_trigger_waits_for_a_connection_that_is_not_set_up_yet(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    assert await hass.config_entries.async_unload(entry.entry_id)
    runs = await async_automate(hass, trigger("started_ringing", {"entity_id": EVENT}))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_wait_state(hass, STATE, "idle")

    office.ring("700")

    await runs.async_wait()
    await async_take_down(hass, entry)


async def test_a_connection_that_is_unloaded_is_followed_no_more(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Nothing of it is kept either, not even by an automation that waits for it."""
    coordinator = ref(csta.runtime_data)
    runs = await async_automate(hass, trigger("started_ringing", {"entity_id": EVENT}))
    assert await hass.config_entries.async_unload(csta.entry_id)
    await async_settle(hass)

    ringing = office.ring("700")
    await hass.async_block_till_done()
    office.hang_up(ringing.call.caller)
    assert runs.variables == []
    assert await hass.config_entries.async_setup(csta.entry_id)
    office.ring("700")
    await runs.async_wait()

    def is_gone() -> bool:
        gc.collect()
        return coordinator() is None

    await async_until(is_gone)


async def test_an_automation_that_is_turned_off_hears_nothing_more(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("started_ringing", {"entity_id": EVENT}))
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "automation.test"}, blocking=True
    )

    await async_missed_call(hass, office)

    assert runs.variables == []


# Whom it waits for


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        ("+79161234567", "+7 916 123-45-67"),
        ("+79161234567", "8 (916) 123-45-67"),
        ("89161234567", 79161234567),
        ("989161234567", "+79161234567"),
        ("98104930123456", "+49 30 123456"),
        ("725", 725),
        ("+79161234567", ["+4930123456", "916 123 45 67"]),
    ],
)
async def test_a_number_is_found_in_whatever_spelling(
    hass: HomeAssistant, office: Office, number: str, wanted: Any
) -> None:
    hass.config.country = "RU"
    entry = csta_entry(
        office.csta_server.port, outside_prefix="9", international_prefix="810"
    )
    await async_set_up(hass, entry)
    runs = await async_automate(
        hass, trigger("started_ringing", {"entity_id": EVENT}, number=wanted)
    )

    office.exchange.lines.setdefault("725", office.exchange.lines["700"])
    office.ring("700", number)

    await runs.async_wait()
    await async_take_down(hass, entry)


@pytest.mark.parametrize(
    ("number", "options"),
    [
        ("+79161234567", {"number": "+79161234568"}),
        ("+79161234567", {"number": ["725", "9161234"]}),
        ("9725", {"number": "725"}),
        ("+79161234567", {"number_prefix": "+7495"}),
        ("+79161234567", {"number": "+79161234567", "number_prefix": "+7495"}),
        ("+79161234567", {"anonymous": True}),
    ],
)
async def test_another_number_does_not_trigger(
    hass: HomeAssistant, office: Office, number: str, options: dict[str, Any]
) -> None:
    hass.config.country = "RU"
    entry = csta_entry(office.csta_server.port, outside_prefix="9")
    await async_set_up(hass, entry)
    runs = await async_automate(
        hass, trigger("started_ringing", {"entity_id": EVENT}, **options)
    )
    office.exchange.lines.setdefault("9725", office.exchange.lines["700"])

    await async_missed_call(hass, office, "700", caller=number)

    assert runs.variables == []
    await async_take_down(hass, entry)


@pytest.mark.parametrize("prefix", ["+7 495", "8495", ["+7499", "+7495"]])
async def test_the_beginning_of_a_number_is_found_in_whatever_spelling(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, prefix: Any
) -> None:
    hass.config.country = "RU"
    runs = await async_automate(
        hass, trigger("started_ringing", {"entity_id": EVENT}, number_prefix=prefix)
    )

    office.ring("700", "+74951234567")

    await runs.async_wait()


@pytest.mark.parametrize("anonymous", [True, False])
async def test_suppressed_numbers_can_be_waited_for_or_kept_out(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, *, anonymous: bool
) -> None:
    runs = await async_automate(
        hass, trigger("call_missed", {"entity_id": EVENT}, anonymous=anonymous)
    )

    await async_missed_call(hass, office, "700", restricted=True)
    await async_missed_call(hass, office, "700", caller=OUTSIDE)

    [missed] = await runs.async_wait()
    assert missed["presentation"] == ("restricted" if anonymous else "allowed")
    assert missed["number"] == (None if anonymous else OUTSIDE)


async def test_a_trigger_without_a_target_is_refused(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    automation = {
        "alias": "Test",
        "triggers": [{"trigger": "telephony.call_missed"}],
        "actions": [],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    state = hass.states.get("automation.test")
    assert state
    assert state.state == "unavailable"


async def test_a_call_that_already_rings_when_the_connection_is_set_up_is_told_of(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("started_ringing", {"entity_id": STATE}))
    assert await hass.config_entries.async_unload(csta.entry_id)
    office.ring("700", OUTSIDE)
    assert await hass.config_entries.async_setup(csta.entry_id)

    [variables] = await runs.async_wait()

    assert variables["number"] == OUTSIDE
    state = hass.states.get(EVENT)
    assert state
    assert state.attributes["event_type"] == "incoming"


def test_numbers_are_compared_as_the_options_say_now() -> None:
    """What was worked out under other options counts no more."""
    wanted = NumberFilter({"number": ["030 123456"]})
    caller = Party(number="+4930123456")
    assert not wanted.passes(caller, DialPlan({}, "FR"))
    assert wanted.passes(caller, DialPlan({}, "DE"))
    assert not wanted.passes(caller, DialPlan({}, "AT"))
