"""Missed calls as a to-do list, driven by the to-do actions and by callers."""

from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.telephony.coordinator import SETTLE_SECONDS
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from simulator.calls import Group, GroupMode

from .card import device_id, subscribe
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    phone_book_entry,
)
from .test_trigger import async_missed_call

ALL = "todo.demo_local_at_127_0_0_1_missed_calls"
LINE = "todo.line_700_missed_calls"
COUNT = "sensor.line_700_missed_calls"
OTHER_COUNT = "sensor.line_701_missed_calls"
STRANGER = "+12025550134"


async def async_settle(hass: HomeAssistant) -> None:
    """Let what sums up all lines be written."""
    await hass.async_block_till_done()
    settled = dt_util.utcnow() + timedelta(seconds=SETTLE_SECONDS)
    async_fire_time_changed(hass, settled)
    await hass.async_block_till_done()


async def async_items(
    hass: HomeAssistant, entity_id: str = ALL
) -> list[dict[str, Any]]:
    """Return what stands in a list, as automations are told it."""
    await async_settle(hass)
    answer: Any = await hass.services.async_call(
        "todo",
        "get_items",
        {"entity_id": entity_id},
        blocking=True,
        return_response=True,
    )
    items: list[dict[str, Any]] = answer[entity_id]["items"]
    state = hass.states.get(entity_id)
    assert state
    assert state.state == str(len(items))
    return items


async def async_tick(
    hass: HomeAssistant, item: str, entity_id: str = ALL, **data: Any
) -> None:
    """Tick an item."""
    await hass.services.async_call(
        "todo",
        "update_item",
        {"entity_id": entity_id, "item": item, "status": "completed", **data},
        blocking=True,
    )
    await hass.async_block_till_done()


def state_of(hass: HomeAssistant, entity_id: str) -> str:
    """Return the state of an entity."""
    state = hass.states.get(entity_id)
    assert state
    return state.state


@pytest.fixture
async def lists(hass: HomeAssistant, office: Office) -> Any:
    """Connect Home Assistant to lines 700 and 701, the first with a list of its own."""
    hass.config.country = "DE"
    contact = {"number": "030 123456", "name": "Ada Lovelace"}
    await async_set_up(hass, phone_book_entry(contact))
    entry = csta_entry(office.csta_server.port)
    er.async_get(hass).async_get_or_create(
        "todo",
        "telephony",
        f"{entry.entry_id}_700_missed_calls",
        suggested_object_id="line_700_missed_calls",
    )
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)


async def test_a_list_tells_who_called_when_and_how_often(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    """The newest caller first, each once, whichever line it was."""
    await async_missed_call(hass, office)
    await async_missed_call(hass, office, "700", caller=STRANGER)
    await async_missed_call(hass, office, "701", caller="030123456")

    ada, stranger = await async_items(hass)

    today = f"{dt_util.now():%Y-%m-%d}"
    assert ada["summary"] == "Ada Lovelace"
    assert "2 ×" in ada["description"]
    assert today in ada["description"]
    assert "Line 700" in ada["description"]
    assert "Line 701" in ada["description"]
    assert ada["status"] == "needs_action"
    assert stranger["summary"] == STRANGER
    assert "×" not in stranger["description"]
    assert [each["summary"] for each in await async_items(hass, LINE)] == [
        STRANGER,
        "Ada Lovelace",
    ]


async def test_a_name_that_only_the_caller_sends_stands_in_quotation_marks(
    hass: HomeAssistant, telestra: MockConfigEntry, office: Office
) -> None:
    """It can't leave them, and it is no Markdown in the description."""
    office.ring("705", STRANGER, name="Ada” _*")
    await async_wait_state(hass, "sensor.705_state", "ringing")
    office.hang_up(STRANGER)
    await async_wait_state(hass, "sensor.705_missed_calls", "1")

    [item] = await async_items(hass, "todo.127_0_0_1_missed_calls")

    assert item["summary"] == f"“Ada’ _*” {STRANGER}"
    assert "Ada" not in item["description"]


async def test_a_contact_saved_today_names_yesterdays_caller(
    hass: HomeAssistant, office: Office, lists: Any
) -> None:
    await async_missed_call(hass, office, caller=STRANGER)
    for entity_id in (ALL, LINE):
        items = await async_items(hass, entity_id)
        assert [each["summary"] for each in items] == [STRANGER]
    await async_set_up(hass, phone_book_entry({"name": "Ben", "number": STRANGER}))
    for entity_id in (ALL, LINE):
        items = await async_items(hass, entity_id)
        assert [each["summary"] for each in items] == ["Ben"]


async def test_callers_without_a_number_are_one_item(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    await async_missed_call(hass, office, "700", caller=OUTSIDE, restricted=True)
    await async_missed_call(hass, office, "700", caller=STRANGER, restricted=True)

    [item] = await async_items(hass)

    assert item["summary"] == "Anonymous"
    assert "2 ×" in item["description"]
    await async_tick(hass, "Anonymous")
    assert await async_items(hass) == []
    assert state_of(hass, COUNT) == "0"


async def test_a_caller_who_rings_on_several_lines_at_once_has_called_once(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    office.add_group("791", Group(("700", "701"), mode=GroupMode.RING_ALL))
    office.exchange.dial(OUTSIDE, "791")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, COUNT, "1")  # once nobody turned out to have answered
    await async_wait_state(hass, OTHER_COUNT, "1")

    [item] = await async_items(hass)

    assert "×" not in item["description"]
    await async_tick(hass, "Ada Lovelace")
    assert (state_of(hass, COUNT), state_of(hass, OTHER_COUNT)) == ("0", "0")


@pytest.mark.parametrize("entity_id", [ALL, LINE])
async def test_ticking_a_caller_marks_that_callers_calls_as_read(
    hass: HomeAssistant,
    lists: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    entity_id: str,
) -> None:
    """The count, the card, the list and the condition of others agree, also after a restart."""
    await async_missed_call(hass, office)
    await async_missed_call(hass, office)
    await async_missed_call(hass, office, "700", caller=STRANGER)
    assert state_of(hass, COUNT) == "3"
    assert len(await async_items(hass, entity_id)) == 2

    await async_tick(hass, "Ada Lovelace", entity_id)

    assert state_of(hass, COUNT) == "1"
    for each in (ALL, LINE):
        assert [item["summary"] for item in await async_items(hass, each)] == [STRANGER]
    assert await hass.config_entries.async_reload(lists.entry_id)
    await async_wait_state(hass, COUNT, "1")
    assert [item["summary"] for item in await async_items(hass, LINE)] == [STRANGER]
    card = await subscribe(
        await hass_ws_client(hass), device_ids=[device_id(hass, lists, "700")]
    )
    assert card.line("700")["missed"] == 1


async def test_whoever_marks_calls_as_read_elsewhere_ticks_them_here(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    await async_missed_call(hass, office)
    await async_missed_call(hass, office, "701", caller=STRANGER)
    await hass.services.async_call(
        "telephony",
        "mark_missed_read",
        {"entity_id": "sensor.line_700_state"},
        blocking=True,
    )
    assert [each["summary"] for each in await async_items(hass)] == [STRANGER]
    assert await async_items(hass, LINE) == []


async def test_calling_back_ticks_a_caller(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    await async_missed_call(hass, office, "700", caller="705")
    assert len(await async_items(hass)) == 1

    office.exchange.dial("700", "705")
    await async_wait_state(hass, COUNT, "0")

    assert await async_items(hass) == []


async def test_missed_calls_are_still_there_after_a_restart(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    """The newest first, whichever line it was."""
    await async_missed_call(hass, office, "701", caller=STRANGER)
    await async_missed_call(hass, office, "700")
    assert await hass.config_entries.async_reload(lists.entry_id)
    await async_wait_state(hass, COUNT, "1")

    assert [each["summary"] for each in await async_items(hass)] == [
        "Ada Lovelace",
        STRANGER,
    ]


async def test_missed_calls_can_be_ticked_while_the_link_is_down(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    await async_missed_call(hass, office)
    await office.csta_server.stop()
    await async_wait_state(hass, "sensor.line_700_state", "unavailable")
    assert len(await async_items(hass)) == 1

    await async_tick(hass, "Ada Lovelace")

    assert await async_items(hass) == []


async def test_a_line_that_is_removed_takes_its_missed_calls_along(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    await async_missed_call(hass, office)
    await async_missed_call(hass, office, "701", caller=STRANGER)
    assert await hass.config_entries.async_reload(lists.entry_id)
    await async_wait_state(hass, COUNT, "1")
    [subentry_id] = [
        each.subentry_id for each in lists.subentries.values() if each.title == "700"
    ]
    hass.config_entries.async_remove_subentry(lists, subentry_id)
    await hass.async_block_till_done()

    assert [each["summary"] for each in await async_items(hass)] == [STRANGER]


async def test_lines_of_groups_are_in_the_list(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"], {"Desk": ["702"]})
    await async_set_up(hass, entry)
    hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            data=MappingProxyType({"lines": ["703"]}),
            subentry_type="group",
            title="Shop",
            unique_id=None,
        ),
    )
    await async_wait_state(hass, "sensor.shop_active_calls", "0")
    office.ring("703")
    await async_wait_state(hass, "sensor.shop_ringing_calls", "1")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, "sensor.shop_missed_calls", "1")

    [item] = await async_items(hass)
    assert item["summary"] == OUTSIDE
    await async_tick(hass, OUTSIDE)

    assert state_of(hass, "sensor.shop_missed_calls") == "0"
    await async_take_down(hass, entry)


async def test_an_item_is_not_renamed(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    await async_missed_call(hass, office)
    await async_settle(hass)

    with pytest.raises(ServiceValidationError) as refused:
        await async_tick(hass, "Ada Lovelace", rename="Eva")

    assert refused.value.translation_key == "missed_call_not_renamed"
    assert len(await async_items(hass)) == 1


async def test_who_may_not_control_a_line_ticks_none_of_its_calls(
    hass: HomeAssistant,
    lists: MockConfigEntry,
    office: Office,
    hass_read_only_user: Any,
) -> None:
    """Also in the list of the whole connection, which that user may use."""
    hass_read_only_user.mock_policy({"entities": {"entity_ids": {ALL: True}}})
    await async_missed_call(hass, office)
    await async_settle(hass)

    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            "todo",
            "update_item",
            {"entity_id": ALL, "item": "Ada Lovelace", "status": "completed"},
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
        )

    assert state_of(hass, COUNT) == "1"


async def test_of_very_many_callers_the_newest_are_shown(
    hass: HomeAssistant, lists: MockConfigEntry, office: Office
) -> None:
    """Those beyond a limit are nobody in particular, and can be ticked together."""
    log = lists.runtime_data.call_log
    for number in range(205):
        await async_missed_call(hass, office, "700", caller=f"+49301{number:05}")
    assert state_of(hass, COUNT) == "205"

    items = await async_items(hass, LINE)

    assert len(items) == 200
    assert log.line("700").missed == 205
    nobody = next(each for each in items if each["uid"] == "caller:")
    await async_tick(hass, nobody["uid"], LINE)
    left = int(state_of(hass, COUNT))
    assert left == 200
    assert await hass.config_entries.async_reload(lists.entry_id)
    await async_wait_state(hass, COUNT, str(left))
