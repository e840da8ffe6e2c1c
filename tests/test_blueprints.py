"""Each blueprint, run by Home Assistant's automations against the exchange."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
from simulator.calls import EventKind, Group, GroupMode

from .automation import device_id
from .blueprint import (
    AUTOMATION,
    Made,
    add_phone,
    async_blueprints,
    async_use,
    async_use_all,
    buttons,
    tap,
)
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_for,
    async_wait_state,
    csta_entry,
    phone_book_entry,
)

STATE = "sensor.line_700_state"
READABLE = "+49 30 123456"
TARGET = {"entity_id": [STATE]}


@pytest.fixture(autouse=True)
async def entry(
    hass: HomeAssistant, office: Office, tmp_path: Path
) -> AsyncIterator[MockConfigEntry]:
    """Return the office's connection, in a Home Assistant with automations."""
    connection = csta_entry(office.csta_server.port)
    async with async_blueprints(hass, tmp_path, connection):
        yield connection


async def _async_ring(hass: HomeAssistant, office: Office, **caller: Any) -> None:
    office.ring("700", **caller)
    await async_wait_state(hass, STATE, "ringing")


async def _async_idle(hass: HomeAssistant, office: Office) -> None:
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")


def _in_hours(hours: int) -> str:
    """Return the time of day then."""
    return (dt_util.now() + timedelta(hours=hours)).strftime("%H:%M:%S")


@pytest.mark.parametrize(
    ("quiet", "at_home", "said"),
    [(False, "home", True), (True, "home", False), (False, "not_home", False)],
)
async def test_the_caller_is_announced(
    hass: HomeAssistant, office: Office, quiet: bool, at_home: str, said: bool
) -> None:
    """Not in quiet hours, and only when somebody is home."""
    edges = _in_hours(-1), _in_hours(1)
    quiet_from, quiet_to = edges if quiet else edges[::-1]
    hass.states.async_set("person.ada", at_home)
    speech = Made(hass, "tts.speak")
    inputs = {
        "lines": TARGET,
        "speech": "tts.house",
        "speakers": ["media_player.kitchen"],
        "residents": ["person.ada"],
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
    }
    await async_use(hass, "announce_caller", inputs)
    await _async_ring(hass, office)
    if said:
        spoken = await speech.async_next()
        assert spoken["message"] == f"{READABLE} is calling."
        assert spoken["media_player_entity_id"] == ["media_player.kitchen"]
    await speech.async_none()


async def test_a_caller_is_announced_as_the_name_is_pronounced(
    hass: HomeAssistant, office: Office
) -> None:
    contact = {"number": OUTSIDE, "name": "Siobhán", "spoken": "Shivawn <b>"}
    book = phone_book_entry(contact)
    await async_set_up(hass, book)
    speech = Made(hass, "tts.speak")
    inputs = {
        "lines": TARGET,
        "speech": "tts.house",
        "speakers": ["media_player.kitchen"],
        "quiet_from": "00:00:00",
        "quiet_to": "00:00:00",
    }
    await async_use(hass, "announce_caller", inputs)
    await _async_ring(hass, office)
    assert (await speech.async_next())["message"] == "Shivawn  b  is calling."
    await async_take_down(hass, book)


async def test_an_anonymous_caller_is_announced_as_such(
    hass: HomeAssistant, office: Office
) -> None:
    """In words of the user's choice."""
    speech = Made(hass, "tts.speak")
    inputs = {
        "lines": TARGET,
        "speech": "tts.house",
        "speakers": ["media_player.kitchen"],
        "anonymous": "Mister X",
        "quiet_from": "00:00:00",
        "quiet_to": "00:00:00",
    }
    await async_use(hass, "announce_caller", inputs)
    await _async_ring(hass, office, restricted=True)
    assert (await speech.async_next())["message"] == "Mister X is calling."


async def test_media_are_turned_down_until_all_calls_are_over(
    hass: HomeAssistant, office: Office
) -> None:
    """What does not play is left alone; a second call keeps the house quiet."""
    players = ["media_player.kitchen", "media_player.hall"]
    hass.states.async_set(players[0], "playing", {"volume_level": 0.6})
    hass.states.async_set(players[1], "off", {})
    volume = Made(hass, "media_player.volume_set")
    lines = {"entity_id": [STATE, "sensor.line_701_state"]}
    inputs = {"lines": lines, "players": players, "volume": 20}
    await async_use(hass, "media_during_calls", inputs)
    await _async_ring(hass, office)
    down = {"entity_id": ["media_player.kitchen"], "volume_level": 0.2}
    assert await volume.async_next() == down
    office.ring("701", "+4930999999")
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    await _async_idle(hass, office)
    await volume.async_none()
    office.hang_up("701")
    assert await volume.async_next() == down | {"volume_level": 0.6}
    await volume.async_none()


async def test_media_are_paused_and_go_on(hass: HomeAssistant, office: Office) -> None:
    """Where one prefers that."""
    hass.states.async_set("media_player.kitchen", "playing", {"volume_level": 0.6})
    pause = Made(hass, "media_player.media_pause")
    play = Made(hass, "media_player.media_play")
    inputs = {"lines": TARGET, "players": ["media_player.kitchen"], "pause": True}
    await async_use(hass, "media_during_calls", inputs)
    await _async_ring(hass, office)
    assert await pause.async_next() == {"entity_id": ["media_player.kitchen"]}
    await play.async_none()
    await _async_idle(hass, office)
    assert await play.async_next() == {"entity_id": ["media_player.kitchen"]}


async def test_a_notification_answers_its_call_and_vanishes(
    hass: HomeAssistant, office: Office
) -> None:
    """By the button, or by lifting the telephone."""
    device, phone = add_phone(hass)
    inputs = {"lines": TARGET, "phones": [device]}
    await async_use(hass, "incoming_call_notification", inputs)
    await _async_ring(hass, office)
    shown = await phone.async_next()
    assert shown["message"] == f"{READABLE} → Line 700"
    assert list(buttons(shown)) == ["Answer", "Decline"]
    tap(hass, buttons(shown)["Answer"])
    await async_wait_state(hass, STATE, "connected")
    gone = await phone.async_next()
    assert gone["message"] == "clear_notification"
    assert gone["data"]["tag"] == shown["data"]["tag"]


@pytest.mark.parametrize(
    "blueprint", ["incoming_call_notification", "missed_call_notice", "door_phone"]
)
async def test_a_phone_that_cannot_be_reached_costs_the_others_nothing(
    hass: HomeAssistant, office: Office, blueprint: str
) -> None:
    """As one that only listens to Home Assistant itself, and isn't connected now."""
    ada, _ = add_phone(hass)
    refused = HomeAssistantError("not connected to local push notifications")
    name = "mobile_app_ada_s_phone"
    unheard = async_mock_service(hass, "notify", name, raise_exception=refused)
    bob, bobs = add_phone(hass, "Bob")
    inputs: dict[str, Any] = {"lines": TARGET, "phones": [ada, bob]}
    more: dict[str, dict[str, Any]] = {
        "door_phone": {"doors": [OUTSIDE], "camera": "camera.door"},
        "missed_call_notice": {"persistent": False},
    }
    inputs |= more.get(blueprint, {})
    await async_use(hass, blueprint, inputs)
    await _async_ring(hass, office)
    if blueprint != "missed_call_notice":
        assert "→ Line 700" in (await bobs.async_next())["message"]
    office.hang_up(OUTSIDE)
    await bobs.async_next()
    assert unheard


async def test_a_notification_declines_its_call(
    hass: HomeAssistant, office: Office
) -> None:
    """What was declined is not missed."""
    device, phone = add_phone(hass)
    inputs = {"lines": TARGET, "phones": [device]}
    await async_use(hass, "incoming_call_notification", inputs)
    await _async_ring(hass, office)
    tap(hass, buttons(await phone.async_next())["Decline"])
    await async_wait_state(hass, STATE, "idle")
    assert (await phone.async_next())["message"] == "clear_notification"


async def test_a_missed_call_leaves_a_button_to_call_back(
    hass: HomeAssistant, office: Office
) -> None:
    """In the place of the notification that it had."""
    device, phone = add_phone(hass)
    inputs = {"lines": TARGET, "phones": [device]}
    await async_use(hass, "incoming_call_notification", inputs)
    await _async_ring(hass, office)
    shown = await phone.async_next()
    office.hang_up(OUTSIDE)
    missed = await phone.async_next()
    assert missed["title"] == "Missed call"
    assert missed["data"]["tag"] == shown["data"]["tag"]
    tap(hass, buttons(missed)["Call back"])
    await async_wait_state(hass, STATE, "dialing")
    assert office.leg("700").call.called == OUTSIDE


async def test_notifications_name_the_line_as_people_do(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry
) -> None:
    """Whatever its name holds; the voice can say it too."""
    dr.async_get(hass).async_update_device(
        device_id(hass, entry.entry_id, "700"), name_by_user="Shop <b>"
    )
    device, phone = add_phone(hass)
    notice = Made(hass, "persistent_notification.create")
    speech = Made(hass, "tts.speak")
    inputs: dict[str, Any] = {"lines": TARGET, "phones": [device]}
    speak = {
        "lines": TARGET,
        "speech": "tts.house",
        "speakers": ["media_player.kitchen"],
        "message": "{{ call.line }}: {{ call.caller }}",
        "quiet_from": "00:00:00",
        "quiet_to": "00:00:00",
    }
    door = inputs | {"doors": ["709"], "camera": "camera.door"}
    blueprints = {
        "incoming_call_notification": inputs,
        "missed_call_notice": {"lines": TARGET},
        "announce_caller": speak,
        "door_phone": door,
    }
    await async_use_all(hass, blueprints)
    await _async_ring(hass, office)
    assert (await phone.async_next())["message"] == f"{READABLE} → Shop ‹b›"
    assert (await speech.async_next())["message"] == f"Shop  b : {READABLE}"
    office.hang_up(OUTSIDE)
    assert (await phone.async_next())["message"] == f"{READABLE} → Shop ‹b›"
    assert "→ Shop ‹b›" in (await notice.async_next())["message"]
    office.ring("700", "709")
    told = [await phone.async_next(), await phone.async_next()]
    assert {each["message"] for each in told} == {"709 → Shop ‹b›"}


@pytest.mark.parametrize(
    ("row", "rings"),
    [
        ({"quiet_from": -1, "quiet_to": 1}, False),
        ({"quiet_from": 1, "quiet_to": -1}, True),
        ({"quiet_from": -1}, True),
        ({"quiet_while": ["schedule.nights"]}, False),
        ({"quiet_while": ["schedule.holidays"]}, True),
        ({"quiet_from": 1, "quiet_to": 2, "quiet_while": ["schedule.nights"]}, False),
    ],
)
async def test_each_person_has_quiet_hours(
    hass: HomeAssistant, office: Office, row: dict[str, Any], rings: bool
) -> None:
    """Others' phones ring; what was missed stands on all of them in the morning."""
    hass.states.async_set("schedule.nights", "on")
    hass.states.async_set("schedule.holidays", "off")
    ada, adas = add_phone(hass)
    bob, bobs = add_phone(hass, "Bob")
    hours = {
        key: _in_hours(value) if isinstance(value, int) else value
        for key, value in row.items()
    }
    inputs = {
        "lines": TARGET,
        "phones": [ada, bob],
        "quiet_hours": [{"phones": [ada], **hours}],
    }
    await async_use(hass, "incoming_call_notification", inputs)
    await _async_ring(hass, office)
    assert (await bobs.async_next())["title"] == "Incoming call"
    if rings:
        assert (await adas.async_next())["title"] == "Incoming call"
    office.hang_up(OUTSIDE)
    told = await adas.async_next()
    assert told["title"] == "Missed call"
    loud = ("Missed call", "default", {"interruption-level": "active"})
    silent = ("Missed calls, silent", "low", {"interruption-level": "passive"})
    assert _loudness(told) == (loud if rings else silent)
    assert _loudness(await bobs.async_next()) == loud


def _loudness(told: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """Return how loud a notification is: on Android by channel and importance, on iOS."""
    data = told["data"]
    return data["channel"], data["importance"], data["push"]


async def test_a_notice_of_a_missed_call_is_silent_in_quiet_hours(
    hass: HomeAssistant, office: Office
) -> None:
    ada, adas = add_phone(hass)
    bob, bobs = add_phone(hass, "Bob")
    hours = {"quiet_from": _in_hours(-1), "quiet_to": _in_hours(1)}
    inputs = {
        "lines": TARGET,
        "phones": [ada, bob],
        "persistent": False,
        "quiet_hours": [{"phones": [ada], **hours}],
    }
    await async_use(hass, "missed_call_notice", inputs)
    await _async_ring(hass, office)
    office.hang_up(OUTSIDE)
    silent = ("Missed calls, silent", "low", {"interruption-level": "passive"})
    assert _loudness(await adas.async_next()) == silent
    assert (await bobs.async_next())["data"]["channel"] == "Missed call"


@pytest.mark.parametrize(
    ("chosen", "groups", "quiet", "is_critical"),
    [
        (True, [], False, True),
        (True, [], True, None),
        (True, ["FAMILY"], True, True),
        (True, ["Work"], False, False),
        (True, ["Work"], True, None),
        (False, ["Family"], True, None),
        (False, [], False, False),
    ],
)
async def test_a_call_rings_in_silent_mode_and_those_of_chosen_callers_in_quiet_hours_too(
    hass: HomeAssistant,
    office: Office,
    chosen: bool,
    groups: list[str],
    quiet: bool,
    is_critical: bool | None,
) -> None:
    """None: the phone isn't told of it while it rings."""
    book = phone_book_entry({"number": OUTSIDE, "name": "Gran", "groups": ["Family"]})
    await async_set_up(hass, book)
    ada, adas = add_phone(hass)
    edges = _in_hours(-1), _in_hours(1)
    begin, end = edges if quiet else edges[::-1]
    row = {"phones": [ada], "quiet_from": begin, "quiet_to": end}
    inputs = {
        "lines": TARGET,
        "phones": [ada],
        "critical": chosen,
        "critical_groups": groups,
        "quiet_hours": [row],
        "missed_title": "",
    }
    await async_use(hass, "incoming_call_notification", inputs)
    await _async_ring(hass, office)
    if is_critical is None:
        await adas.async_none()
    else:
        shown = await adas.async_next()
        assert shown["message"] == "Gran → Line 700"
        _assert_critical(shown, is_critical)
    await async_take_down(hass, book)


def _assert_critical(shown: dict[str, Any], is_critical: bool) -> None:
    """See whether a notification sounds in silent mode, on iOS and on Android."""
    data = shown["data"]
    assert (data["ttl"], data["priority"]) == (0, "high")
    if is_critical:
        sound = {"name": "default", "critical": 1, "volume": 1.0}
        assert data["push"] == {"interruption-level": "critical", "sound": sound}
        assert data["channel"] == "alarm_stream"
    else:
        assert data["push"] == {"interruption-level": "time-sensitive"}
        assert data["channel"] == shown["title"]


@pytest.mark.parametrize("button", ["Answer", "Decline"])
async def test_a_late_tap_never_hits_the_next_call(
    hass: HomeAssistant,
    office: Office,
    button: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The call that rings meanwhile goes on ringing."""
    device, phone = add_phone(hass)
    inputs = {"lines": TARGET, "phones": [device]}
    await async_use(hass, "incoming_call_notification", inputs)
    await _async_ring(hass, office)
    shown = await phone.async_next()
    office.hang_up(OUTSIDE)
    await phone.async_next()
    await _async_ring(hass, office)
    await phone.async_next()
    tap(hass, buttons(shown)[button])
    await async_wait_for(
        hass, lambda: "Error while executing automation" in caplog.text
    )
    await async_wait_state(hass, STATE, "ringing")
    await phone.async_none()


async def test_a_missed_call_is_noticed(hass: HomeAssistant, office: Office) -> None:
    """In Home Assistant and on the telephone, with a button to call back."""
    device, phone = add_phone(hass)
    notice = Made(hass, "persistent_notification.create")
    await async_use(hass, "missed_call_notice", {"lines": TARGET, "phones": [device]})
    await _async_ring(hass, office)
    await notice.async_none()
    office.hang_up(OUTSIDE)
    assert READABLE in (await notice.async_next())["message"]
    tap(hass, buttons(await phone.async_next())["Call back"])
    await async_wait_state(hass, STATE, "dialing")
    assert office.leg("700").call.called == OUTSIDE


@pytest.mark.parametrize(
    ("blueprint", "offered", "made_up"),
    [
        ("missed_call_notice", "{mark}|{call}|700", "{mark}|700|+4989555999"),
        ("missed_call_notice", "{mark}|{call}|700", "{mark}|+4989555999|700"),
        (
            "incoming_call_notification",
            "{mark}|call_back|{call}|700",
            "{mark}|call_back|700|+4989555999",
        ),
        (
            "incoming_call_notification",
            "{mark}|call_back|{call}|700",
            "{mark}|call_back|+4989555999|700",
        ),
    ],
)
async def test_an_event_that_another_app_made_up_dials_nothing(
    hass: HomeAssistant, office: Office, blueprint: str, offered: str, made_up: str
) -> None:
    """Whatever stands in it: a number comes from the log, of a call that was missed."""
    device, phone = add_phone(hass)
    Made(hass, "persistent_notification.create")
    await async_use(hass, blueprint, {"lines": TARGET, "phones": [device]})
    mark = f"telephony {AUTOMATION}"
    await _async_ring(hass, office)
    if blueprint == "incoming_call_notification":
        await phone.async_next()
    shown = hass.states.get("sensor.line_700_remote_party")
    assert shown is not None
    call = shown.attributes["call_id"]
    office.hang_up(OUTSIDE)
    button = buttons(await phone.async_next())["Call back"]
    assert button == offered.format(mark=mark, call=call)

    dialed = len(office.csta.requests)
    tap(hass, made_up.format(mark=mark))
    tap(hass, button.replace(call, "c" + 32 * "0"))
    tap(hass, f"{button}|+4989555999")
    tap(hass, 7)
    await hass.async_block_till_done()
    made = [name for name, _ in list(office.csta.requests)[dialed:]]
    assert "MakeCall" not in made
    tap(hass, button)
    await async_wait_state(hass, STATE, "dialing")
    assert office.leg("700").call.called == OUTSIDE


async def test_a_light_tells_that_somebody_talks(
    hass: HomeAssistant, office: Office
) -> None:
    """From answer to end."""
    on, off = Made(hass, "homeassistant.turn_on"), Made(hass, "homeassistant.turn_off")
    inputs = {"lines": TARGET, "signs": {"entity_id": "light.door"}}
    await async_use(hass, "on_air_light", inputs)
    await _async_ring(hass, office)
    await on.async_none()
    office.answer("700")
    assert (await on.async_next())["entity_id"] == ["light.door"]
    await off.async_none()
    await _async_idle(hass, office)
    assert (await off.async_next())["entity_id"] == ["light.door"]


async def test_an_alarm_calls_one_after_another_until_somebody_answers(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry
) -> None:
    """Whoever does not answer is followed by the next, and then all over again."""
    office.exchange.lines["700"].answer_after = 0
    done, nobody = Made(hass, "test.done"), Made(hass, "test.nobody")
    hass.states.async_set("binary_sensor.smoke", "off")
    inputs = {
        "alarms": ["binary_sensor.smoke"],
        "line": device_id(hass, entry.entry_id, "700"),
        "numbers": ["702", "703"],
        "answered": [{"action": done.action, "data": {"outcome": "{{ outcome }}"}}],
        "nobody": [{"action": nobody.action}],
    }
    await async_use(hass, "call_cascade", inputs)
    hass.states.async_set("binary_sensor.smoke", "on")
    for number in ("702", "703", "702"):
        await async_wait_state(hass, STATE, "dialing")
        assert office.leg("700").call.called == number
        await async_until(partial(office.exchange.calls_of, number))
        office.hang_up(number)
        await async_wait_state(hass, STATE, "idle")
    await async_wait_state(hass, STATE, "dialing")
    await async_until(lambda: office.exchange.calls_of("703"))
    office.answer("703")
    await async_wait_state(hass, STATE, "connected")
    await done.async_next()
    await nobody.async_none()


async def test_an_alarm_that_is_over_calls_nobody_any_more(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry
) -> None:
    """Whoever rings now is the last."""
    nobody = Made(hass, "test.nobody")
    hass.states.async_set("binary_sensor.smoke", "off")
    inputs = {
        "alarms": ["binary_sensor.smoke"],
        "line": device_id(hass, entry.entry_id, "700"),
        "numbers": ["702", "703"],
        "nobody": [{"action": nobody.action}],
    }
    await async_use(hass, "call_cascade", inputs)
    hass.states.async_set("binary_sensor.smoke", "on")
    await async_wait_state(hass, STATE, "dialing")
    hass.states.async_set("binary_sensor.smoke", "off")
    await _async_idle(hass, office)
    await nobody.async_next()
    assert not office.exchange.calls_of("700")


@pytest.mark.parametrize("key", ["5", ""])
async def test_an_answer_without_confirmation_is_none(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry, key: str
) -> None:
    """Voice mail answers too: the next number is rung, until somebody presses the key or stays."""
    office.exchange.lines["700"].answer_after = 0
    office.exchange.options.keys_told_as = EventKind.DIGITS_GENERATED
    done = Made(hass, "test.done")
    hass.states.async_set("binary_sensor.smoke", "off")
    inputs = {
        "alarms": ["binary_sensor.smoke"],
        "line": device_id(hass, entry.entry_id, "700"),
        "numbers": ["702", "703"],
        "key": key,
        "stay_seconds": 40,
        "answered": [{"action": done.action}],
    }
    await async_use(hass, "call_cascade", inputs)
    hass.states.async_set("binary_sensor.smoke", "on")
    await async_wait_state(hass, STATE, "dialing")
    await async_until(lambda: office.exchange.calls_of("702"))
    office.answer("702")
    await async_wait_state(hass, STATE, "connected")
    if key:
        office.exchange.send_digits("702", office.leg("702").call.id, "4")
        await async_wait_for(hass, lambda: _digits(hass) == "4", "a wrong key")
    await done.async_none()
    office.hang_up("702")
    await async_wait_state(hass, STATE, "dialing")
    await async_until(lambda: office.exchange.calls_of("703"))
    office.answer("703")
    await async_wait_state(hass, STATE, "connected")
    await done.async_none()
    if key:
        office.exchange.send_digits("703", office.leg("703").call.id, "5")
    else:
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=41))
    await done.async_next()
    assert office.exchange.calls_of("703")


async def test_who_answers_and_presses_nothing_is_hung_up(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry
) -> None:
    office.exchange.lines["700"].answer_after = 0
    done = Made(hass, "test.done")
    hass.states.async_set("binary_sensor.smoke", "off")
    inputs = {
        "alarms": ["binary_sensor.smoke"],
        "line": device_id(hass, entry.entry_id, "700"),
        "numbers": ["702", "703"],
        "key": "5",
        "answered": [{"action": done.action}],
    }
    await async_use(hass, "call_cascade", inputs)
    hass.states.async_set("binary_sensor.smoke", "on")
    await async_until(lambda: office.exchange.calls_of("702"))
    office.answer("702")
    await async_wait_state(hass, STATE, "connected")
    await done.async_none()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=61))
    await async_until(lambda: office.exchange.calls_of("703"))
    assert not office.exchange.calls_of("702")
    await done.async_none()


def _digits(hass: HomeAssistant) -> str | None:
    """Return the keys that the line's event entity told last."""
    state = hass.states.get("event.line_700_call")
    assert state
    return state.attributes.get("digits")


async def test_a_call_that_nobody_answers_goes_elsewhere(
    hass: HomeAssistant, office: Office
) -> None:
    """After its seconds, with lights that flash."""
    lights = Made(hass, "light.turn_on")
    inputs = {
        "lines": TARGET,
        "seconds": 20,
        "number": "702",
        "lights": ["light.hall"],
    }
    await async_use(hass, "unanswered_call", inputs)
    await _async_ring(hass, office)
    await lights.async_none()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=21))
    assert (await lights.async_next())["flash"] == "long"
    await async_wait_state(hass, STATE, "idle")
    await async_until(lambda: office.exchange.calls_of("702"))


async def test_a_call_that_was_answered_stays_where_it_is(
    hass: HomeAssistant, office: Office
) -> None:
    """Also when another one rings meanwhile."""
    lights = Made(hass, "light.turn_on")
    inputs = {"lines": TARGET, "seconds": 20, "lights": ["light.hall"]}
    await async_use(hass, "unanswered_call", inputs)
    await _async_ring(hass, office)
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=21))
    await lights.async_none()


async def test_the_door_phone_shows_its_camera(
    hass: HomeAssistant, office: Office
) -> None:
    """On screens and telephones, and no longer than it rings; others call in peace."""
    device, phone = add_phone(hass)
    stream = Made(hass, "camera.play_stream")
    stop = Made(hass, "media_player.media_stop")
    inputs = {
        "lines": TARGET,
        "doors": ["709"],
        "camera": "camera.door",
        "screens": ["media_player.tablet"],
        "phones": [device],
    }
    await async_use(hass, "door_phone", inputs)
    await _async_ring(hass, office)
    await _async_idle(hass, office)
    await stream.async_none()
    office.ring("700", "709")
    assert await stream.async_next() == {
        "entity_id": ["camera.door"],
        "media_player": ["media_player.tablet"],
    }
    assert (await phone.async_next())["data"]["entity_id"] == "camera.door"
    office.hang_up("709")
    assert await stop.async_next() == {"entity_id": ["media_player.tablet"]}
    assert (await phone.async_next())["message"] == "clear_notification"


async def test_screens_show_the_door_while_any_phone_talks_with_it(
    hass: HomeAssistant, office: Office
) -> None:
    """They stop once, with the talk; a call to the door stops nothing that plays there."""
    stop = Made(hass, "media_player.media_stop")
    stream = Made(hass, "camera.play_stream")
    inputs = {
        "lines": {"entity_id": [STATE, "sensor.line_701_state"]},
        "doors": ["709"],
        "camera": "camera.door",
        "screens": ["media_player.tablet"],
    }
    await async_use(hass, "door_phone", inputs)
    office.add_group("790", Group(("700", "701"), mode=GroupMode.RING_ALL))
    office.exchange.dial("709", "790")
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    office.answer("700")
    await async_wait_state(hass, "sensor.line_701_state", "idle")
    await stream.async_next()
    await stop.async_none()
    office.hang_up("709")
    assert await stop.async_next() == {"entity_id": ["media_player.tablet"]}
    office.exchange.dial("700", "709")
    await async_wait_state(hass, STATE, "dialing")
    await _async_idle(hass, office)
    await stop.async_none()


def _door(device: str, opened: Made, **inputs: Any) -> dict[str, Any]:
    data = {"line": "{{ line }}", "call": "{{ call_id }}"}
    return {
        "lines": TARGET,
        "doors": ["709"],
        "camera": "camera.door",
        "phones": [device],
        "open": [{"action": opened.action, "data": data}],
        **inputs,
    }


async def test_the_door_opens_by_a_button_while_it_rings_and_while_one_talks(
    hass: HomeAssistant, office: Office
) -> None:
    """With its picture; answering is another button. Whatever opens it knows the call."""
    device, phone = add_phone(hass)
    opened = Made(hass, "test.opened")
    await async_use(hass, "door_phone", _door(device, opened))
    office.ring("700", "709")
    shown = await phone.async_next()
    assert shown["title"] == "Somebody is at the door"
    assert shown["data"]["image"] == "/api/camera_proxy/camera.door"
    _assert_critical(shown, is_critical=False)
    assert list(buttons(shown)) == ["Answer", "Open"]
    call = _shown_call(hass)
    tap(hass, buttons(shown)["Open"])
    assert await opened.async_next() == {"line": 700, "call": call}
    tap(hass, buttons(shown)["Answer"])
    await async_wait_state(hass, STATE, "connected")
    tap(hass, buttons(shown)["Open"])
    await opened.async_next()
    await phone.async_none()
    office.hang_up("709")
    assert (await phone.async_next())["message"] == "clear_notification"


def _shown_call(hass: HomeAssistant) -> str:
    """Return the ID of the call that line 700 shows."""
    shown = hass.states.get("sensor.line_700_remote_party")
    assert shown
    call: str = shown.attributes["call_id"]
    return call


async def test_the_door_opens_for_no_old_button_and_no_other_call(
    hass: HomeAssistant, office: Office
) -> None:
    """Nor for what an app has made up."""
    device, phone = add_phone(hass)
    opened = Made(hass, "test.opened")
    await async_use(hass, "door_phone", _door(device, opened))
    office.ring("700", "709")
    button = buttons(await phone.async_next())["Open"]
    call = _shown_call(hass)
    office.hang_up("709")
    await phone.async_next()
    tap(hass, button)
    await _async_ring(hass, office)
    tap(hass, button)
    tap(hass, button.replace(call, _shown_call(hass)))
    tap(hass, button.replace("open", "answer").replace(call, "c" + 32 * "0"))
    tap(hass, f"telephony {AUTOMATION}|open||")
    tap(hass, None)
    await opened.async_none()
    await async_wait_state(hass, STATE, "ringing")
    await _async_idle(hass, office)
    office.ring("700", "709")
    tap(hass, buttons(await phone.async_next())["Open"])
    await opened.async_next()


@pytest.mark.parametrize(
    ("key", "caller", "by", "pressed", "opens"),
    [
        ("5", "709", "700", "5", True),
        ("5", "709", "700", "4", False),
        ("5", "709", "709", "5", False),
        ("5", OUTSIDE, "700", "5", False),
        ("", "709", "700", "5", False),
    ],
)
async def test_a_key_on_ones_own_phone_opens_the_door(
    hass: HomeAssistant,
    office: Office,
    key: str,
    caller: str,
    by: str,
    pressed: str,
    opens: bool,
) -> None:
    """Not one that is pressed at the door, nor in another call."""
    device, _ = add_phone(hass)
    office.exchange.options.keys_told_as = EventKind.DIGITS_GENERATED
    opened = Made(hass, "test.opened")
    await async_use(hass, "door_phone", _door(device, opened, open_key=key))
    office.ring("700", caller)
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.exchange.send_digits(by, office.leg("700").call.id, pressed)
    await async_wait_for(hass, lambda: _digits(hass) == pressed, "the key")
    if opens:
        await opened.async_next()
    await opened.async_none()


async def test_the_door_phone_leaves_those_in_peace_who_have_quiet_hours(
    hass: HomeAssistant, office: Office
) -> None:
    """Others hear it, in silent mode too where they want that."""
    ada, adas = add_phone(hass)
    bob, bobs = add_phone(hass, "Bob")
    hours = {"quiet_from": _in_hours(-1), "quiet_to": _in_hours(1)}
    inputs = _door(
        ada,
        Made(hass, "test.opened"),
        phones=[ada, bob],
        quiet_hours=[{"phones": [ada], **hours}],
        critical=True,
        answer="",
        open_title="",
    )
    await async_use(hass, "door_phone", inputs)
    office.ring("700", "709")
    shown = await bobs.async_next()
    _assert_critical(shown, is_critical=True)
    assert shown["data"]["actions"] == []
    await adas.async_none()


async def test_blueprints_do_nothing_about_blocked_callers(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry
) -> None:
    """Neither when they call nor when they were missed; others are told of as ever.

    What phones might show since before a caller was blocked is taken away.
    """
    await hass.config.async_update(country="DE")
    pest, friend = "+4930666666", "+4930777777"
    book = phone_book_entry(
        {"number": pest, "name": "Pest", "groups": ["Spam"]},
        {"number": friend, "name": "Friend"},
    )
    await async_set_up(hass, book)
    options = {**entry.options, "blocked_contact_groups": ["Spam"]}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.async_block_till_done()
    hass.states.async_set("media_player.hall", "playing", {"volume_level": 0.5})
    device, phone = add_phone(hass)
    quiet = [
        Made(hass, action)
        for action in (
            "tts.speak",
            "media_player.volume_set",
            "light.turn_on",
            "camera.play_stream",
            "persistent_notification.create",
        )
    ]
    speak = {"speech": "tts.house", "speakers": ["media_player.kitchen"]}
    always = {"quiet_from": "00:00:00", "quiet_to": "00:00:00"}
    door = {
        "doors": [pest, friend],
        "camera": "camera.door",
        "screens": ["media_player.tv"],
    }
    await async_use_all(
        hass,
        {
            "announce_caller": {"lines": TARGET, **speak, **always},
            "door_phone": {"lines": TARGET, "phones": [device], **door},
            "incoming_call_notification": {
                "lines": TARGET,
                "phones": [device],
                "missed_title": "Missed",
            },
            "media_during_calls": {"lines": TARGET, "players": ["media_player.hall"]},
            "missed_call_notice": {"lines": TARGET, "phones": [device]},
            "unanswered_call": {
                "lines": TARGET,
                "seconds": 20,
                "lights": ["light.hall"],
            },
        },
    )
    await _async_ring(hass, office, caller=pest)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=21))
    for each in (*quiet, phone):
        await each.async_none()
    office.hang_up(pest)
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
    for _ in ("door_phone", "incoming_call_notification"):
        assert (await phone.async_next())["message"] == "clear_notification"
    for each in (*quiet, phone):
        await each.async_none()
    await _async_ring(hass, office, caller=friend)
    for each in (*quiet[:2], quiet[3], phone):
        await each.async_next()
    await _async_idle(hass, office)
    await async_take_down(hass, book)


@pytest.mark.parametrize("blueprint", ["door_phone", "incoming_call_notification"])
async def test_who_is_blocked_while_it_rings_is_taken_away_from_phones(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry, blueprint: str
) -> None:
    await hass.config.async_update(country="DE")
    pest = "+4930666666"
    book = phone_book_entry({"number": pest, "name": "Pest", "groups": ["Spam"]})
    await async_set_up(hass, book)
    device, phone = add_phone(hass)
    inputs: dict[str, dict[str, Any]] = {
        "door_phone": {"doors": [pest], "camera": "camera.door"},
        "incoming_call_notification": {"missed_title": "Missed"},
    }
    await async_use(
        hass,
        blueprint,
        {"lines": TARGET, "phones": [device], **inputs[blueprint]},
    )
    await _async_ring(hass, office, caller=pest)
    shown = await phone.async_next()
    assert shown["data"]["actions"]
    options = {**entry.options, "blocked_contact_groups": ["Spam"]}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.async_block_till_done()
    office.hang_up(pest)
    gone = await phone.async_next()
    assert gone["message"] == "clear_notification"
    assert gone["data"]["tag"] == shown["data"]["tag"]
    await phone.async_none()
    await async_take_down(hass, book)
