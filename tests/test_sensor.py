"""What the sensors of lines, groups and connections show."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from simulator.calls import ForwardingType

from .home import (
    OUTSIDE,
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    telestra_entry,
)

STATE = "sensor.line_700_state"
REMOTE = "sensor.line_700_remote_party"
LAST = "sensor.line_700_last_call"
SALES = "sensor.sales_active_calls"
MISSED = "sensor.line_700_missed_calls"


async def test_a_line_without_calls_is_idle(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    """A quiet line shows idle, nobody, and no missed calls."""
    await async_wait_state(hass, STATE, "idle")
    await async_wait_state(hass, REMOTE, "unknown")
    await async_wait_state(hass, LAST, "unknown")
    await async_wait_state(hass, MISSED, "0")


async def test_an_incoming_call_rings_connects_and_ends(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The state follows the call, and the other side is shown meanwhile."""
    office.ring("700", name="Ada Lovelace")
    await async_wait_state(hass, STATE, "ringing")
    remote = hass.states.get(REMOTE)
    assert remote is not None
    assert remote.attributes["number"] == OUTSIDE
    assert remote.attributes["direction"] == "incoming"
    assert remote.attributes["presentation"] == "allowed"
    assert remote.attributes["call_id"]
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    remote = await async_wait_state(hass, REMOTE, "unknown")
    assert "number" not in remote.attributes


async def test_a_second_call_does_not_hide_the_first(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A waiting call rings over the conversation; when it gives up, the conversation shows again."""
    office.ring("700")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    second = office.ring("700", "+4930999999")
    await async_wait_state(hass, STATE, "ringing")
    await async_wait_state(hass, REMOTE, "+4930999999")
    office.exchange.clear_connection("+4930999999", second.call.id)
    await async_wait_state(hass, STATE, "connected")
    await async_wait_state(hass, REMOTE, OUTSIDE)


async def test_a_suppressed_caller_is_anonymous(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Who does not want to be seen is said to be anonymous, without a number."""
    office.ring("700", restricted=True)
    remote = await async_wait_state(hass, REMOTE, "anonymous")
    assert remote.attributes["number"] is None
    assert remote.attributes["presentation"] == "restricted"


async def test_a_call_placed_on_the_phone_is_dialing_until_answered(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A call from the line shows dialing, then connected, then idle."""
    office.exchange.dial("700", "702")
    await async_wait_state(hass, STATE, "dialing")
    await async_wait_state(hass, REMOTE, "702")
    office.answer("702")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")


async def test_a_held_call_shows(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A call on hold is neither connected nor gone."""
    office.ring("700")
    office.answer("700")
    office.exchange.hold("700", office.leg("700").call.id)
    await async_wait_state(hass, STATE, "held")


async def test_the_last_call_is_told_in_attributes(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The newest finished call: when it ended, with whom, and how."""
    office.ring("700")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    last = hass.states.get(LAST)
    assert last is not None
    assert last.state == last.attributes["ended_at"][:19] + "+00:00"
    assert last.attributes["number"] == OUTSIDE
    assert last.attributes["outcome"] == "answered"
    assert last.attributes["direction"] == "incoming"


async def test_missed_calls_count_and_are_read_by_calling_back(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Two missed callers; the one who is called back is no longer counted."""
    for caller in (OUTSIDE, OUTSIDE, "+4930999999"):
        office.ring("700", caller)
        await async_wait_state(hass, STATE, "ringing")
        office.hang_up(caller)
        await async_wait_state(hass, STATE, "idle")
    await async_wait_state(hass, MISSED, "3")
    office.exchange.dial("700", OUTSIDE)
    await async_wait_state(hass, MISSED, "1")


async def test_counters_are_there_for_those_who_enable_them(
    hass: HomeAssistant, office: Office, entity_registry: er.EntityRegistry
) -> None:
    """Calls in, out, answered and missed, and the time talked, only grow."""
    entry = csta_entry(office.csta_server.port, ["700"])
    for owner in ("700_", ""):
        for key in ("calls_in", "calls_answered", "calls_missed", "talk_time"):
            entity_registry.async_get_or_create(
                "sensor",
                "telephony",
                f"{entry.entry_id}_{owner}{key}",
                suggested_object_id=f"{owner}{key}",
                config_entry=None,
            )
    await async_set_up(hass, entry)
    office.ring("700")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, "sensor.700_calls_in", "1")
    await async_wait_state(hass, "sensor.700_calls_answered", "1")
    await async_wait_state(hass, "sensor.700_calls_missed", "0")
    talked = hass.states.get("sensor.700_talk_time")
    assert talked is not None
    assert talked.attributes["state_class"] == "total_increasing"
    await async_wait_state(hass, "sensor.calls_in", "1")
    await async_take_down(hass, entry)


async def test_a_call_between_two_lines_is_one_active_call(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The connection counts calls, not their ends."""
    active = "sensor.demo_local_at_127_0_0_1_active_calls"
    office.exchange.dial("700", "701")
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    await async_wait_state(hass, active, "1")
    office.exchange.dial(OUTSIDE, "701")
    await async_wait_state(hass, active, "2")
    for line in ("700", "701"):
        office.hang_up(line)
    await async_wait_state(hass, active, "0")


@pytest.mark.parametrize(
    ("protocol", "line", "state", "sums"),
    [
        ("csta", "700", STATE, [SALES, "sensor.demo_local_at_127_0_0_1_active_calls"]),
        ("telestra", "705", "sensor.705_state", ["sensor.127_0_0_1_active_calls"]),
    ],
)
async def test_after_an_outage_no_sum_is_shown_that_is_old(
    hass: HomeAssistant,
    office: Office,
    protocol: str,
    line: str,
    state: str,
    sums: list[str],
) -> None:
    """Sums come back when the lines have been compared with what the switch tells."""
    server = getattr(office, f"{protocol}_server")
    if protocol == "csta":
        entry = csta_entry(server.port, groups={"Sales": ["700", "702"]})
    else:
        entry = telestra_entry(server.port)
    await async_set_up(hass, entry)
    office.ring(line)
    for each in sums:
        await async_wait_state(hass, each, "1")
    writes = StateWrites(hass)
    await server.stop()
    await async_wait_state(hass, state, "unavailable")
    office.hang_up(line)
    await server.start()
    for each in sums:
        await async_wait_state(hass, each, "0")
        assert list(dict.fromkeys(writes.of(each))) == ["unavailable", "0"]
    await async_take_down(hass, entry)


async def test_a_group_counts_over_its_lines(
    hass: HomeAssistant, office: Office
) -> None:
    """A group shows calls, ringing ones and missed ones, without entities for its lines."""
    entry = csta_entry(
        office.csta_server.port, ["700"], groups={"Sales": ["700", "702", "703"]}
    )
    await async_set_up(hass, entry)
    office.ring("702")
    office.ring("703", "+4930999999")
    await async_wait_state(hass, "sensor.sales_ringing_calls", "2")
    office.answer("703")
    await async_wait_state(hass, "sensor.sales_ringing_calls", "1")
    await async_wait_state(hass, "sensor.sales_active_calls", "2")
    office.hang_up("702")
    await async_wait_state(hass, "sensor.sales_active_calls", "1")
    assert hass.states.get("sensor.line_702_state") is None
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, "sensor.sales_missed_calls", "1")
    await async_take_down(hass, entry)


async def test_forwarding_shows_when_and_where_to(
    hass: HomeAssistant, office: Office, entity_registry: er.EntityRegistry
) -> None:
    """All calls, or those that find the line busy or nobody there."""
    entry = csta_entry(office.csta_server.port, ["700"])
    entity_registry.async_get_or_create(
        "sensor",
        "telephony",
        f"{entry.entry_id}_700_forwarding",
        suggested_object_id="line_700_forwarding",
    )
    await async_set_up(hass, entry)
    forwarding = "sensor.line_700_forwarding"
    for kind, state in (
        (ForwardingType.BUSY, "busy"),
        (ForwardingType.NO_ANSWER, "busy_and_no_answer"),
        (ForwardingType.ALL, "all"),
    ):
        office.exchange.features.set_forwarding("700", kind, "701", enabled=True)
        shown = await async_wait_state(hass, forwarding, state)
        assert shown.attributes[kind] == "701"
    for kind in ForwardingType:
        office.exchange.features.set_forwarding("700", kind, "701", enabled=False)
    await async_wait_state(hass, forwarding, "off")
    await async_take_down(hass, entry)


async def test_an_account_shows_its_registration(
    hass: HomeAssistant, telestra: MockConfigEntry
) -> None:
    """A Telestra account tells whether it is registered, and the SIP status code."""
    registration = await async_wait_state(hass, "sensor.705_registration", "registered")
    assert registration.attributes["sip_code"] == 200


async def test_an_account_rings_connects_and_ends(
    hass: HomeAssistant, telestra: MockConfigEntry, office: Office
) -> None:
    """A Telestra account's calls look like any other line's."""
    office.ring("705", name="Ada Lovelace")
    await async_wait_state(hass, "sensor.705_state", "ringing")
    await async_wait_state(hass, "sensor.705_remote_party", "Ada Lovelace")
    office.answer("705")
    await async_wait_state(hass, "sensor.705_state", "connected")
    office.hang_up("705")
    await async_wait_state(hass, "sensor.705_state", "idle")
    last = hass.states.get("sensor.705_last_call")
    assert last is not None
    assert last.attributes["outcome"] == "answered"


CHARGE = "sensor.line_700_cost_of_calls"


async def async_pay(
    hass: HomeAssistant, office: Office, *thousandths: int, shown: str | None
) -> None:
    """Let line 700 talk for so much money, and see what has come together."""
    call = office.exchange.dial("700", "702")
    office.answer("702")
    await async_wait_state(hass, STATE, "connected")
    for each in thousandths:
        office.exchange.supplementary.charge("700", call.id, each)
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    await hass.async_block_till_done()
    if shown is not None:
        await async_wait_state(hass, CHARGE, shown)


async def test_what_calls_cost_comes_together_and_survives_a_restart(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """It comes with the first charge, disabled; nothing is counted twice."""
    registry = er.async_get(hass)
    assert registry.async_get(CHARGE) is None
    await async_pay(hass, office, 250, shown=None)
    sensor = registry.async_get(CHARGE)
    assert sensor
    assert sensor.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    registry.async_update_entity(CHARGE, disabled_by=None)
    assert await hass.config_entries.async_reload(csta.entry_id)
    await hass.async_block_till_done()
    await async_pay(hass, office, 250, 500, shown="0.75")
    await async_pay(hass, office, 5, shown="0.755")
    assert await hass.config_entries.async_reload(csta.entry_id)
    await hass.async_block_till_done()
    await async_pay(hass, office, 1000, shown="1.755")
    state = hass.states.get(CHARGE)
    assert state
    assert state.attributes["unit_of_measurement"] == "EUR"
    assert state.attributes["device_class"] == "monetary"
    assert state.attributes["state_class"] == "total"
