"""What the event entities tell, and in which order everything is written."""

from typing import Any

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from simulator.calls import EventKind

from .home import (
    OUTSIDE,
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_wait_features,
    async_wait_for,
    async_wait_state,
    csta_entry,
)
from .test_services import async_ask

STATE = "sensor.line_700_state"
EVENT = "event.line_700_call"


class Events:
    """The events of one entity."""

    def __init__(self, hass: HomeAssistant, entity_id: str = EVENT) -> None:
        """Begin to look."""
        self._hass = hass
        self._entity_id = entity_id
        self._writes = StateWrites(hass)

    @property
    def all(self) -> list[dict[str, Any]]:
        """Return the attributes of each event."""
        return [
            dict(state.attributes)
            for state in self._writes.states
            if state.entity_id == self._entity_id and state.state != "unavailable"
        ]

    @property
    def types(self) -> list[str]:
        """Return the type of each event."""
        return [event["event_type"] for event in self.all]

    async def async_wait(self, event_type: str) -> dict[str, Any]:
        """Wait for an event of a type."""
        await async_wait_for(self._hass, lambda: event_type in self.types, event_type)
        return self.all[self.types.index(event_type)]


async def test_an_answered_call_tells_incoming_answered_and_ended(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Each event comes once, with what is known of the call."""
    events = Events(hass)
    office.ring("700")
    incoming = await events.async_wait("incoming")
    assert incoming["number"] == OUTSIDE
    assert incoming["direction"] == "incoming"
    assert incoming["called_number"] == "700"
    assert "outcome" not in incoming
    office.answer("700")
    await events.async_wait("answered")
    office.hang_up("700")
    ended = await events.async_wait("ended")
    assert ended["outcome"] == "answered"
    assert ended["ring_seconds"] >= 0
    assert ended["talk_seconds"] >= 0
    assert ended["call_id"] == incoming["call_id"]
    assert events.types == ["incoming", "answered", "ended"]


async def test_keys_are_told_with_who_pressed_them(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    office.exchange.options.keys_told_as = EventKind.DIGITS_GENERATED
    events = Events(hass)
    ringing = office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await events.async_wait("answered")
    office.exchange.send_digits(OUTSIDE, ringing.call.id, "5")
    office.exchange.send_digits("700", ringing.call.id, "12#")
    office.hang_up("700")
    ended = await events.async_wait("ended")

    assert [
        (each["digits"], each["pressed_by"])
        for each in events.all
        if each["event_type"] == "digits"
    ] == [("5", "far_end"), ("12#", "line")]
    assert "digits" not in ended


async def test_what_goes_with_a_call_is_told_where_it_is_known(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    events = Events(hass)
    call = office.exchange.dial("700", "702")
    office.answer("702")
    answered = await events.async_wait("answered")
    supplementary = office.exchange.supplementary
    supplementary.attach("700", call.id, account="4711", correlator="ticket 7")
    supplementary.charge("700", call.id, 250)
    office.exchange.hold("700", call.id)
    held = await events.async_wait("held")
    assert held["account_code"] == "4711"
    assert held["correlator_data"] == "ticket 7"
    assert (held["charge"], held["charge_currency"]) == (0.25, "EUR")
    assert {"account_code", "correlator_data", "charge"}.isdisjoint(answered)
    (present,) = await async_ask(hass, "get_calls")
    assert (present["account_code"], present["charge"]) == ("4711", 0.25)


async def test_a_call_has_its_linkage_id_where_the_phone_system_tells_it(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The same on every line, from the first event on."""
    office.csta.options.call_linkage = "globallyUniqueCallLinkageID"
    events = Events(hass)
    office.exchange.dial("701", "700")
    incoming = await events.async_wait("incoming")
    assert incoming["call_linkage_id"]
    office.answer("700")
    answered = await events.async_wait("answered")
    assert answered["call_linkage_id"] == incoming["call_linkage_id"]
    colleague = hass.states.get("event.line_701_call")
    assert colleague is not None
    assert colleague.attributes["call_linkage_id"] == incoming["call_linkage_id"]


async def test_what_one_event_changes_is_written_in_one_context(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """So that Home Assistant knows what belongs together, and each event stands alone."""
    writes = StateWrites(hass)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    await hass.async_block_till_done()
    contexts: dict[str, list[str]] = {}
    for state in writes.states:
        if "line_700" in state.entity_id:
            contexts.setdefault(state.context.id, []).append(state.entity_id)
    assert [set(each) for each in contexts.values()] == [
        {STATE, "sensor.line_700_remote_party", EVENT},
        {STATE, "binary_sensor.line_700_in_call", EVENT},
    ]


async def test_a_missed_call_is_missed_before_it_ends(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """`ended` is the last event of every call."""
    events = Events(hass)
    office.ring("700")
    await events.async_wait("incoming")
    office.hang_up(OUTSIDE)
    await events.async_wait("ended")
    assert events.types == ["incoming", "missed", "ended"]
    assert events.all[1]["outcome"] == "missed"


async def test_a_call_from_the_line_is_outgoing(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A call placed on the phone itself is told as well."""
    events = Events(hass)
    office.exchange.dial("700", "702")
    outgoing = await events.async_wait("outgoing")
    assert outgoing["number"] == "702"
    assert outgoing["direction"] == "outgoing"
    await events.async_wait("remote_ringing")


async def test_an_event_is_written_after_the_other_entities_of_its_line(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """An automation on an event sees the states that belong to it; nothing else is written."""
    await async_wait_features(hass, "700", "701")
    writes = StateWrites(hass)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    remote, in_call = "sensor.line_700_remote_party", "binary_sensor.line_700_in_call"
    assert sorted(writes.entity_ids[:2]) == sorted([STATE, remote])
    assert writes.take()[2:] == [EVENT]
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    answered = writes.take()
    assert sorted(each for each in answered if "line_700" in each) == sorted(
        [STATE, in_call, EVENT]
    )
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    ended = [each for each in writes.take() if "line_700" in each]
    assert sorted(ended) == sorted(
        [STATE, remote, in_call, "sensor.line_700_last_call", EVENT]
    )
    assert ended[-1] == EVENT


async def test_two_events_at_once_trigger_an_automation_twice(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """`missed` and `ended` come together and are two events to Home Assistant's own trigger."""
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "triggers": {"trigger": "state", "entity_id": EVENT},
                "actions": {
                    "event": "seen",
                    "event_data": {
                        "type": "{{ trigger.to_state.attributes.event_type }}"
                    },
                },
                "mode": "queued",
            }
        },
    )
    seen = async_capture_events(hass, "seen")
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_for(hass, lambda: len(seen) == 3)
    assert [event.data["type"] for event in seen] == ["incoming", "missed", "ended"]


async def test_a_group_tells_the_events_of_its_lines(
    hass: HomeAssistant, office: Office
) -> None:
    """An event of a group names the line."""
    entry = csta_entry(office.csta_server.port, [], groups={"Sales": ["702", "703"]})
    await async_set_up(hass, entry)
    events = Events(hass, "event.sales_call")
    office.ring("703")
    incoming = await events.async_wait("incoming")
    assert incoming["line"] == "703"
    assert incoming["number"] == OUTSIDE
    await async_take_down(hass, entry)
