"""The actions, from Home Assistant to the telephones and back."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.translation import async_load_integrations
from homeassistant.util.dt import utcnow
from simulator.calls import ForwardingType, LegState

from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_for,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
COLLEAGUE = "sensor.line_701_state"
ACCOUNT = "sensor.705_state"


async def async_act(
    hass: HomeAssistant, action: str, entity_id: str | list[str] = STATE, **data: Any
) -> None:
    """Run an action on lines."""
    await hass.services.async_call(
        "telephony", action, {"entity_id": entity_id, **data}, blocking=True
    )


async def async_ask(
    hass: HomeAssistant, action: str, entity_id: str | list[str] = STATE, **data: Any
) -> list[dict[str, Any]]:
    """Run an action on lines and return the calls that it answers with."""
    answer = await hass.services.async_call(
        "telephony",
        action,
        {"entity_id": entity_id, **data},
        blocking=True,
        return_response=True,
    )
    calls = (answer or {})["calls"]
    assert isinstance(calls, list)
    return calls  # type: ignore[return-value]  # each is a dictionary


async def async_talk(hass: HomeAssistant, office: Office, line: str = "700") -> None:
    """Let somebody outside call a line, and lift its phone."""
    office.ring(line)
    office.answer(line)
    await async_wait_state(hass, f"sensor.line_{line}_state", "connected")


# Calls are made


async def test_a_call_is_made_and_its_id_is_told(
    hass: HomeAssistant,
    office: Office,
    csta: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    (call,) = await async_ask(hass, "make_call", number="703")
    await async_wait_state(hass, STATE, "dialing")
    office.answer("700")
    await async_wait_for(hass, lambda: office.exchange.calls_of("703"))

    assert office.leg("703").state is LegState.ALERTING
    device = device_registry.async_get_device_by_identifier(
        ("telephony", f"{csta.entry_id}_700"), csta.entry_id
    )
    assert device is not None
    (progress,) = await async_ask(hass, "get_calls")
    assert call == {
        "line": "700",
        "device_id": device.id,
        "call_id": progress["call_id"],
    }


@pytest.mark.parametrize("number", [703, 703.0, "7 0 3"])
async def test_a_number_may_be_what_a_template_made_of_it(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry, number: object
) -> None:
    await async_act(hass, "make_call", number=number)

    assert office.leg("700").call.called == "703"


@pytest.mark.parametrize("number", [True, 70.5, None, ["703"], {}])
async def test_what_cannot_be_a_number_is_refused_by_the_action(
    hass: HomeAssistant, csta: MockConfigEntry, number: object
) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, "make_call", number=number)
    assert error.value.translation_key == "number_expected"


@pytest.mark.parametrize(
    ("action", "data", "key", "field"),
    [
        ("make_call", {}, "field_missing", "number"),
        (
            "make_call",
            {"number": "1", "ring_timeout": 0},
            "field_invalid",
            "ring_timeout",
        ),
        ("make_call", {"number": "1", "nummer": "2"}, "field_unknown", "nummer"),
        ("set_forwarding", {"type": "sometimes"}, "field_invalid", "type"),
        ("hangup", {"everyone": "maybe"}, "field_invalid", "everyone"),
    ],
)
async def test_a_field_that_is_wrong_is_named_in_the_users_language(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    action: str,
    data: dict[str, Any],
    key: str,
    field: str,
) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, action, **data)
    assert error.value.translation_key == key
    assert error.value.translation_placeholders == {"field": field}


async def test_an_action_without_a_target_is_told_that_there_is_no_line(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await hass.services.async_call("telephony", "hangup", {}, blocking=True)
    assert error.value.translation_key == "no_line_targeted"


async def test_nobody_is_rung_longer_than_wanted(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_act(hass, "make_call", number="703", ring_timeout=5)
    await async_wait_state(hass, STATE, "dialing")
    async_fire_time_changed(hass, utcnow() + timedelta(seconds=4))
    await async_wait_state(hass, STATE, "dialing")
    async_fire_time_changed(hass, utcnow() + timedelta(seconds=6))
    await async_wait_state(hass, STATE, "idle")

    assert not office.exchange.calls


async def test_a_call_is_given_up_after_the_reconnect_if_the_link_was_down(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_act(hass, "make_call", number="703", ring_timeout=5)
    await async_wait_state(hass, STATE, "dialing")
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    async_fire_time_changed(hass, utcnow() + timedelta(seconds=6))
    await office.csta_server.start()
    await async_wait_state(hass, STATE, "idle")

    assert not office.exchange.calls


async def test_a_call_that_was_answered_is_not_given_up(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_act(hass, "make_call", number="701", ring_timeout=5)
    office.answer("700")
    await async_wait_state(hass, COLLEAGUE, "ringing")
    office.answer("701")
    await async_wait_state(hass, STATE, "connected")
    async_fire_time_changed(hass, utcnow() + timedelta(seconds=6))
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_act(hass, "hold")

    await async_wait_state(hass, STATE, "held")


async def test_a_call_that_is_over_needs_not_be_given_up(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_act(hass, "make_call", number="703", ring_timeout=5)
    await async_act(hass, "hangup")
    await async_wait_state(hass, STATE, "idle")
    async_fire_time_changed(hass, utcnow() + timedelta(seconds=6))
    await hass.async_block_till_done(wait_background_tasks=True)

    await async_wait_state(hass, STATE, "idle")


async def test_a_switch_that_will_not_give_a_call_up_is_left_alone(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.csta.options.refusals = {"ClearConnection": ("operation", "generic")}
    await async_act(hass, "make_call", number="703", ring_timeout=5)
    async_fire_time_changed(hass, utcnow() + timedelta(seconds=6))
    await hass.async_block_till_done(wait_background_tasks=True)

    await async_wait_state(hass, STATE, "dialing")


async def test_one_line_makes_a_call_not_several(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    with pytest.raises(ServiceValidationError, match="700, 701"):
        await async_act(hass, "make_call", [STATE, COLLEAGUE], number="703")

    assert not office.exchange.calls


# Calls are answered, held and ended


async def test_the_call_that_has_rung_longest_is_answered(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    first = office.ring("700", "+493011111")
    office.ring("700", "+493022222")
    await async_wait_for(hass, lambda: len(csta.runtime_data.states["700"].calls) == 2)
    await async_act(hass, "answer")
    await async_wait_for(hass, lambda: first.state is LegState.CONNECTED)


async def test_calls_are_held_retrieved_switched_and_left(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    await async_act(hass, "hold")
    await async_wait_state(hass, STATE, "held")
    await async_act(hass, "retrieve")
    await async_wait_state(hass, STATE, "connected")
    first = office.leg("700")
    second = office.ring("700", "+493022222")
    await async_wait_state(hass, STATE, "ringing")
    await async_act(hass, "answer")
    await async_wait_for(hass, lambda: second.state is LegState.CONNECTED)
    await async_wait_for(hass, lambda: first.state is LegState.HELD)
    await async_wait_state(hass, STATE, "connected")
    await async_act(hass, "switch_call")
    await async_wait_for(hass, lambda: first.state is LegState.CONNECTED)
    assert second.state is LegState.HELD


async def test_a_call_is_ended_for_everyone(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    await async_act(hass, "hangup", everyone=True)
    await async_wait_state(hass, STATE, "idle")

    assert not office.exchange.calls


async def test_a_ringing_call_is_refused_by_its_id(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    office.ring("700", "+493022222")
    await async_wait_state(hass, STATE, "ringing")
    ringing = next(
        call
        for call in await async_ask(hass, "get_calls")
        if call["state"] == "ringing"
    )
    await async_act(hass, "hangup", call_id=ringing["call_id"])
    await async_wait_state(hass, STATE, "connected")

    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, "hangup", call_id=ringing["call_id"])
    assert error.value.translation_key == "call_over"
    assert ringing["call_id"] in str(error.value)


async def test_calls_that_fit_equally_well_are_listed(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.ring("700", "+493011111")
    office.ring("700", "+493022222")
    await async_wait_for(hass, lambda: len(csta.runtime_data.states["700"].calls) == 2)
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, "hangup")

    assert error.value.translation_key == "call_ambiguous"
    for call in csta.runtime_data.states["700"].calls:
        assert f"{call.call_id} (ringing)" in str(error.value)


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("answer", {}),
        ("hangup", {}),
        ("hold", {}),
        ("retrieve", {}),
        ("switch_call", {}),
        ("transfer", {"number": "703"}),
        ("consult", {"number": "703"}),
        ("deflect", {"number": "703"}),
        ("send_digits", {"digits": "1"}),
    ],
)
async def test_without_a_call_nothing_can_be_done(
    hass: HomeAssistant, csta: MockConfigEntry, action: str, data: dict[str, Any]
) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, action, **data)

    assert error.value.translation_key == "call_not_found"
    assert "Line 700" in str(error.value)


# Calls are passed on


async def test_a_call_is_transferred(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    await async_act(hass, "transfer", number="703")
    await async_wait_state(hass, STATE, "idle")

    assert office.leg("703").state is LegState.ALERTING


async def test_a_call_is_transferred_after_asking(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    (enquiry,) = await async_ask(hass, "consult", number="701")
    await async_wait_state(hass, COLLEAGUE, "ringing")
    office.answer("701")
    await async_wait_state(hass, COLLEAGUE, "connected")
    assert enquiry["call_id"] in {
        call["call_id"] for call in await async_ask(hass, "get_calls")
    }
    await async_act(hass, "complete_transfer")
    await async_wait_state(hass, STATE, "idle")

    assert set(office.leg("701").call.legs) == {OUTSIDE, "701"}


async def test_three_people_talk(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    await async_act(hass, "consult", number="701")
    await async_wait_state(hass, COLLEAGUE, "ringing")
    office.answer("701")
    await async_wait_state(hass, COLLEAGUE, "connected")
    await async_act(hass, "conference")
    await async_wait_for(hass, lambda: len(csta.runtime_data.states["700"].calls) == 1)

    assert set(office.leg("700").call.legs) == {OUTSIDE, "700", "701"}


async def test_asking_in_vain_ends_with_the_first_call(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    await async_act(hass, "consult", number="701")
    await async_wait_state(hass, COLLEAGUE, "ringing")
    office.answer("701")
    await async_wait_state(hass, COLLEAGUE, "connected")

    await async_act(hass, "reconnect")

    await async_wait_state(hass, COLLEAGUE, "idle")
    (call,) = await async_ask(hass, "get_calls")
    assert (call["number"], call["state"]) == (OUTSIDE, "connected")


async def test_without_a_held_call_there_is_none_to_take_back(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)

    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, "reconnect")

    assert error.value.translation_key == "call_not_found"
    await async_wait_state(hass, STATE, "connected")


async def test_somebody_is_added_to_a_call_without_being_asked(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)

    await async_act(hass, "add_to_conference", number="701")
    await async_wait_state(hass, COLLEAGUE, "ringing")
    office.answer("701")
    await async_wait_state(hass, COLLEAGUE, "connected")

    (call,) = await async_ask(hass, "get_calls")
    assert {member["number"] for member in call["members"]} == {OUTSIDE, "701"}


async def test_the_message_light_is_turned_on_and_off(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_act(hass, "set_message_waiting")
    assert office.exchange.lines["700"].message_waiting

    await async_act(hass, "set_message_waiting", enabled=False)
    assert not office.exchange.lines["700"].message_waiting


async def test_a_ringing_call_is_sent_elsewhere(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await async_act(hass, "deflect", number="703")
    await async_wait_state(hass, STATE, "idle")

    assert office.leg("703").state is LegState.ALERTING


async def test_a_colleagues_call_is_picked_up(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.ring("701")
    await async_wait_state(hass, COLLEAGUE, "ringing")
    await async_act(hass, "pick_up", number="701")
    await async_wait_state(hass, STATE, "connected")
    await async_wait_state(hass, COLLEAGUE, "idle")


async def test_digits_are_sent_into_a_call(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    await async_act(hass, "send_digits", digits="12a#")
    await async_act(hass, "send_digits", digits=34)

    assert office.leg("700").digits == "12A#34"
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, "send_digits", digits="1 2")
    assert error.value.translation_key == "digits_expected"


async def test_forwarding_is_turned_on_and_off(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    line = office.exchange.lines["700"]
    await async_act(hass, "set_forwarding", type="busy", number="70-3")
    assert line.forwarding == {ForwardingType.BUSY: "703"}
    await async_act(hass, "set_forwarding", type="busy", enabled=False)
    assert line.forwarding == {}


async def test_calls_are_forwarded_to_the_number_nought(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    """The operator's; a template makes a whole number of it."""
    await async_act(hass, "set_forwarding", type="all", number=0)
    assert office.exchange.lines["700"].forwarding == {ForwardingType.ALL: "0"}


# What is told


async def test_calls_in_progress_are_told(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    assert await async_ask(hass, "get_calls") == []
    office.ring("700", name="Ada Lovelace")
    await async_wait_state(hass, STATE, "ringing")
    (call,) = await async_ask(hass, "get_calls", [STATE, COLLEAGUE])

    assert call.pop("call_id")
    assert call.pop("device_id")
    assert call.pop("started_at")
    assert call.pop("switch_call_id")
    assert call == {
        "call_linkage_id": None,
        "external": None,
        "held_by_far_end": False,
        "members": [],
        "last_note": None,
        "note": None,
        "redirect_reason": None,
        "redirected_by": None,
        "redirected_by_name": None,
        "line": "700",
        "state": "ringing",
        "direction": "incoming",
        "number": OUTSIDE,
        "name": call["name"],
        "name_source": call["name"] and "network",
        "spoken_name": None,
        "contact_groups": [],
        "blocked": False,
        "presentation": "allowed",
        "called_number": "700",
        "answered_at": None,
    }
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    (call,) = await async_ask(hass, "get_calls")
    assert call["answered_at"] >= call["started_at"]


async def test_of_a_line_that_cannot_be_watched_no_calls_are_told(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700", "999"])
    await async_set_up(hass, entry)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    calls = await async_ask(hass, "get_calls", [STATE, "sensor.line_999_state"])
    assert [call["line"] for call in calls] == ["700"]
    with pytest.raises(HomeAssistantError) as error:
        await async_act(hass, "make_call", "sensor.line_999_state", number="703")
    assert error.value.translation_key == "not_connected"
    await async_take_down(hass, entry)


async def test_finished_calls_are_told_newest_first(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    office.ring("701")
    await async_wait_state(hass, COLLEAGUE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, COLLEAGUE, "idle")

    both = [STATE, COLLEAGUE]
    missed, answered = await async_ask(hass, "get_call_log", both)
    assert (missed["line"], missed["outcome"]) == ("701", "missed")
    assert (answered["line"], answered["outcome"]) == ("700", "answered")
    assert answered["device_id"]
    assert {"cause", "ring_seconds", "talk_seconds", "ended_at"} <= answered.keys()
    assert await async_ask(hass, "get_call_log", both, limit=1) == [missed]
    assert await async_ask(hass, "get_call_log", both, outcome="answered") == [answered]
    assert await async_ask(hass, "get_call_log", both, outcome=["busy"]) == []
    assert len(await async_ask(hass, "get_call_log", both, direction="incoming")) == 2
    assert await async_ask(hass, "get_call_log", both, direction="outgoing") == []
    since = missed["ended_at"]
    assert await async_ask(hass, "get_call_log", both, since=since) == [missed]
    assert await async_ask(hass, "get_call_log") == [answered]


async def test_a_finished_call_without_a_name_gets_it_later(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    """A name that was known then stays."""
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")
    for name in ("Ada", "Bob"):
        contact = {"number": OUTSIDE, "name": name}
        hass.config_entries.async_update_entry(csta, options={"phone_book": [contact]})
        await hass.async_block_till_done()
        (call,) = await async_ask(hass, "get_call_log")
        assert call["name"] == name

    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")
    for entry in hass.config_entries.async_entries("telephony"):
        if entry is not csta:  # the phone book, which is an entry of its own
            await hass.config_entries.async_remove(entry.entry_id)
    hass.config_entries.async_update_entry(csta, options={})
    await hass.async_block_till_done()
    assert [each["name"] for each in await async_ask(hass, "get_call_log")] == [
        "Bob",
        None,
    ]


async def test_missed_calls_are_marked_as_read(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
    await async_act(hass, "mark_missed_read")
    await async_wait_state(hass, "sensor.line_700_missed_calls", "0")


# What goes wrong


@pytest.mark.parametrize(
    ("category", "code"),
    [
        ("operation", "invalidCalledDeviceID"),
        ("security", "generic"),
        ("stateIncompatibility", "generic"),
        ("systemResourceAvailability", "generic"),
        ("subscribedResourceAvailability", "generic"),
        ("performanceManagement", "generic"),
        ("unspecified", "generic"),
    ],
)
async def test_a_refusal_names_the_line_and_the_reason(
    hass: HomeAssistant,
    office: Office,
    csta: MockConfigEntry,
    category: str,
    code: str,
) -> None:
    office.csta.options.refusals = {"MakeCall": (category, code)}
    with pytest.raises(HomeAssistantError) as error:
        await async_act(hass, "make_call", number="703")

    assert not isinstance(error.value, ServiceValidationError)
    assert "Line 700" in str(error.value)
    assert code in str(error.value)


async def test_a_dial_that_is_not_answered_is_not_tried_again(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.csta.options.silent_services = frozenset({"MakeCall"})
    dialling = hass.async_create_task(async_act(hass, "make_call", number="703"))
    await async_until(lambda: "MakeCall" in [name for name, _ in office.csta.requests])
    async_fire_time_changed(hass, utcnow() + timedelta(seconds=11))
    with pytest.raises(HomeAssistantError) as error:
        await dialling

    assert error.value.translation_key == "outcome_unknown"
    asked = [name for name, _ in office.csta.requests]
    assert asked.count("MakeCall") == 1


async def test_all_lines_are_tried_and_those_that_failed_are_named(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, "hold", [STATE, COLLEAGUE])

    assert error.value.translation_key == "lines_failed"
    assert str(error.value) == (
        "This failed on some lines. Line 701 has no call for this."
    )
    await async_wait_state(hass, STATE, "held")


async def test_what_went_wrong_on_several_lines_is_said_in_the_systems_language(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await hass.config.async_update(language="de")
    await async_load_integrations(hass, {"telephony"})
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, "hold", [STATE, COLLEAGUE])

    assert error.value.translation_placeholders
    failures = error.value.translation_placeholders["failures"]
    assert "Leitung 700" in failures
    assert "Leitung 701" in failures
    assert "Line" not in failures


async def test_the_switchs_refusal_weighs_more_than_our_own(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await async_talk(hass, office)
    office.csta.options.refusals = {"HoldCall": ("operation", "generic")}
    with pytest.raises(HomeAssistantError) as error:
        await async_act(hass, "hold", [STATE, COLLEAGUE])

    assert not isinstance(error.value, ServiceValidationError)
    assert "Line 700" in str(error.value)
    assert "Line 701" in str(error.value)


@pytest.mark.parametrize("action", ["make_call", "consult", "pick_up", "answer"])
@pytest.mark.parametrize("told", [True, False])
async def test_a_phone_that_is_out_of_service_says_so(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry, action: str, told: bool
) -> None:
    """Told by an event before, or by the refusal itself (ECMA-269, 17.7 and 12.2)."""
    if told:
        office.exchange.features.set_in_service("700", enabled=False)
        await async_wait_state(hass, "binary_sensor.line_700_in_service", "off")
    else:
        office.ring("700")
        await async_wait_state(hass, STATE, "ringing")
        if action == "consult":
            office.answer("700")
            await async_wait_state(hass, STATE, "connected")
        if action == "pick_up":
            office.ring("703", "701")
        refusal = ("systemResourceAvailibility", "deviceOutOfService")
        services = ("MakeCall", "ConsultationCall", "DirectedPickupCall", "AnswerCall")
        office.csta.options.refusals = dict.fromkeys(services, refusal)
    data = {} if action == "answer" else {"number": "703"}
    with pytest.raises(HomeAssistantError) as error:
        await async_act(hass, action, **data)

    assert error.value.translation_key == "out_of_service"
    assert "The phone of line 700 is out of service" in str(error.value)


async def test_a_phone_that_is_back_in_service_can_be_used(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.exchange.features.set_in_service("700", enabled=False)
    sensor = "binary_sensor.line_700_in_service"
    await async_wait_state(hass, sensor, "off")
    await async_act(hass, "set_forwarding", type="all", number="703", enabled=True)
    office.exchange.features.set_in_service("700", enabled=True)
    await async_wait_state(hass, sensor, "on")
    await async_act(hass, "make_call", number="703")
    await async_wait_state(hass, STATE, "dialing")


async def test_without_a_connection_nothing_is_sent(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    with pytest.raises(HomeAssistantError) as error:
        await async_act(hass, "make_call", number="703")

    assert error.value.translation_key == "not_connected"


# Telestra


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("hold", {}),
        ("transfer", {"number": "707"}),
        ("consult", {"number": "707"}),
        ("complete_transfer", {}),
        ("conference", {}),
        ("reconnect", {}),
        ("add_to_conference", {"number": "707"}),
        ("set_message_waiting", {}),
        ("deflect", {"number": "707"}),
        ("pick_up", {"number": "707"}),
        ("park", {"number": "707"}),
        ("unpark", {"number": "707"}),
        ("group_pick_up", {}),
        ("camp_on", {}),
        ("call_back", {}),
        ("cancel_call_back", {}),
        ("send_digits", {"digits": "1"}),
        ("set_forwarding", {"type": "all", "enabled": False}),
    ],
)
async def test_what_telestra_cannot_do_is_said(
    hass: HomeAssistant, telestra: MockConfigEntry, action: str, data: dict[str, Any]
) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, action, ACCOUNT, **data)

    assert error.value.translation_key == "not_supported"


async def test_an_account_makes_and_ends_a_call(
    hass: HomeAssistant, office: Office, telestra: MockConfigEntry
) -> None:
    await async_act(hass, "make_call", ACCOUNT, number="707")
    await async_wait_state(hass, ACCOUNT, "dialing")
    await async_act(hass, "hangup", ACCOUNT)
    await async_wait_state(hass, ACCOUNT, "idle")


async def test_an_account_is_logged_out_and_in_again(
    hass: HomeAssistant, telestra: MockConfigEntry
) -> None:
    registration = "sensor.705_registration"
    await async_wait_state(hass, registration, "registered")
    await async_act(hass, "logout", ACCOUNT)
    await async_wait_state(hass, registration, "logged_out")
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, "login", ACCOUNT)
    assert error.value.translation_key == "no_credentials"

    account = {"username": "705", "password": "sip705", "server": "127.0.0.1"}
    await async_act(hass, "login", ACCOUNT, **account)
    await async_wait_state(hass, registration, "registered")


async def test_credentials_are_given_all_or_none(
    hass: HomeAssistant, telestra: MockConfigEntry
) -> None:
    with pytest.raises(ServiceValidationError) as error:
        await async_act(hass, "login", ACCOUNT, username="705")
    assert error.value.translation_key == "credentials_incomplete"


async def test_an_extension_of_a_switch_cannot_be_logged_in(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    for action in ("login", "logout"):
        with pytest.raises(ServiceValidationError) as error:
            await async_act(hass, action)
        assert error.value.translation_key == "not_supported"
