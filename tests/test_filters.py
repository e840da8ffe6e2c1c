"""What people ask of triggers and conditions without a template: which call it is, and how it went."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)

from custom_components import telephony
from custom_components.telephony.condition import CONDITIONS
from custom_components.telephony.trigger import TRIGGERS
from homeassistant.core import HomeAssistant
from homeassistant.helpers import condition as conditions
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import load_yaml_dict
from simulator.calls import Group, GroupMode

from .automation import async_automate, device_id
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
    phone_book_entry,
)
from .test_condition import async_holds, async_question, condition
from .test_translations import LANGUAGES, read
from .test_trigger import async_missed_call, trigger

STATE = "sensor.line_700_state"
EVENT = "event.line_700_call"
MISSED = "sensor.line_700_missed_calls"
STRANGER = "+12025550134"
RING_SECONDS = 2
FOLDER = Path(telephony.__file__).parent


async def async_later(hass: HomeAssistant, seconds: float) -> None:
    """Let time pass."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
    await hass.async_block_till_done()


async def async_ring_and_hang_up(
    hass: HomeAssistant, office: Office, called: str, caller: str = OUTSIDE
) -> None:
    """Let somebody call a number that rings at line 700, and give up."""
    office.exchange.dial(caller, called)
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(caller)
    await async_wait_state(hass, STATE, "idle")
    await hass.async_block_till_done()


async def async_talk_and_hang_up(
    hass: HomeAssistant, office: Office, **caller: Any
) -> None:
    """Let somebody call line 700, answer, and end it."""
    office.ring("700", **caller)
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    await hass.async_block_till_done()


# Which of my numbers was called


@pytest.mark.parametrize("wanted", ["791", 791, ["+4930555555", "791"]])
async def test_the_called_number_tells_calls_to_one_phone_apart(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, wanted: Any
) -> None:
    """The office's and the shop's number both ring at line 700."""
    for number in ("791", "792"):
        office.add_group(number, Group(("700",), mode=GroupMode.RING_ALL))
    runs = await async_automate(
        hass, trigger("call_missed", {"entity_id": EVENT}, called_number=wanted)
    )

    await async_ring_and_hang_up(hass, office, "792")
    await async_ring_and_hang_up(hass, office, "700")
    await async_ring_and_hang_up(hass, office, "791")

    [missed] = await runs.async_wait()
    assert missed["called_number"] == "791"


# Known and unknown callers


@pytest.mark.parametrize("known", [True, False])
async def test_callers_in_the_phone_book_are_told_from_all_others(
    hass: HomeAssistant, office: Office, *, known: bool
) -> None:
    hass.config.country = "DE"
    contact = {"number": "030 123456", "name": "Ada"}
    await async_set_up(hass, phone_book_entry(contact))
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    runs = await async_automate(
        hass, trigger("call_missed", {"entity_id": EVENT}, known=known)
    )

    await async_missed_call(hass, office, "700", caller=OUTSIDE)
    await async_missed_call(hass, office, "700", caller=STRANGER)
    await async_missed_call(hass, office, "700", caller=OUTSIDE, restricted=True)

    missed = await runs.async_wait(1 if known else 2)
    if known:
        assert [each["name"] for each in missed] == ["Ada"]
    else:
        assert [each["number"] for each in missed] == [STRANGER, None]
    await async_take_down(hass, entry)


async def test_a_name_that_only_the_caller_sends_makes_nobody_known(
    hass: HomeAssistant, telestra: MockConfigEntry, office: Office
) -> None:
    target = {"entity_id": "event.705_call"}
    runs = await async_automate(
        hass,
        {"id": "known"} | trigger("started_ringing", target, known=True),
        {"id": "unknown"} | trigger("started_ringing", target, known=False),
    )

    office.ring("705", name="Ada")

    [rang] = await runs.async_wait()
    assert (rang["id"], rang["name"]) == ("unknown", "Ada")


async def test_groups_of_contacts_are_found_whatever_their_case(
    hass: HomeAssistant, office: Office, hass_storage: dict[str, Any]
) -> None:
    hass_storage["telephony.1.phone_book"] = {
        "version": 1,
        "data": {
            "contacts": [["Ada", [OUTSIDE]], ["Bob", [STRANGER]]],
            "details": {
                "0": {"groups": ["Work", "VIP"]},
                "1": {"groups": ["Spam"]},
            },
        },
    }
    book = MockConfigEntry(
        domain="telephony", title="People", data={"source": "file", "store": "1"}
    )
    await async_set_up(hass, book)
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    options = {"contact_group": ["Family", "vip"]}
    runs = await async_automate(
        hass, trigger("call_missed", {"entity_id": EVENT}, **options)
    )

    for caller in (STRANGER, "+4930777777", OUTSIDE):
        await async_missed_call(hass, office, "700", caller=caller)

    [missed] = await runs.async_wait()
    assert missed["name"] == "Ada"
    await async_take_down(hass, entry)


# It has rung for a while


def rings_for(**options: Any) -> dict[str, Any]:
    """Return a trigger that waits until a call has rung for some time."""
    ring_time = {"seconds": RING_SECONDS}
    target = {"entity_id": EVENT}
    return trigger("started_ringing", target, **{"for": ring_time}, **options)


async def test_a_call_that_rings_long_triggers_once_and_one_that_gives_up_does_not(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, rings_for())
    await async_missed_call(hass, office, "700", caller=STRANGER)
    await async_later(hass, RING_SECONDS)
    assert runs.variables == []

    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    assert runs.variables == []
    await async_later(hass, RING_SECONDS)

    [rang] = await runs.async_wait()
    assert (rang["event_type"], rang["number"]) == ("incoming", OUTSIDE)
    await async_later(hass, 2 * RING_SECONDS)
    await runs.async_wait(1)


async def test_each_call_rings_for_itself(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The line goes on ringing, but this call has been answered."""
    runs = await async_automate(hass, rings_for())
    office.ring("700", STRANGER)
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.ring("700", OUTSIDE)
    await async_wait_state(hass, STATE, "ringing")

    await async_later(hass, RING_SECONDS)

    [rang] = await runs.async_wait()
    assert rang["number"] == OUTSIDE


async def test_a_held_call_that_rings_its_holder_again_is_no_new_one(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, rings_for())
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    call = office.leg("700").call
    office.exchange.hold("700", call.id)
    await async_wait_state(hass, STATE, "held")

    await async_later(hass, RING_SECONDS)

    assert runs.variables == []


async def test_only_calls_that_pass_the_other_filters_are_waited_for(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, rings_for(number=OUTSIDE))
    office.ring("700", STRANGER)
    await async_wait_state(hass, STATE, "ringing")
    await async_later(hass, RING_SECONDS)
    assert runs.variables == []

    office.ring("700", OUTSIDE)
    await async_wait_for(hass, lambda: len(csta.runtime_data.states["700"].calls) == 2)
    await async_later(hass, RING_SECONDS)

    [rang] = await runs.async_wait()
    assert rang["number"] == OUTSIDE


async def test_a_phone_that_rings_on_while_the_link_is_gone_triggers_once_it_is_back(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, rings_for())
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    await async_later(hass, RING_SECONDS)
    assert runs.variables == []

    await office.csta_server.start()
    await async_wait_state(hass, STATE, "ringing")

    [rang] = await runs.async_wait()
    assert rang["number"] == OUTSIDE


async def test_a_call_that_ended_while_the_link_was_gone_has_not_rung_long(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, rings_for())
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    await async_later(hass, RING_SECONDS)
    office.hang_up(OUTSIDE)
    await office.csta_server.start()
    await async_wait_state(hass, STATE, "idle")
    await hass.async_block_till_done()

    assert runs.variables == []


@pytest.mark.parametrize("what", ["automation", "connection"])
async def test_nobody_waits_any_longer_once_it_is_turned_off(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, what: str
) -> None:
    runs = await async_automate(hass, rings_for())
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    if what == "automation":
        await hass.services.async_call(
            "automation", "turn_off", {"entity_id": "automation.test"}, blocking=True
        )
    else:
        assert await hass.config_entries.async_unload(csta.entry_id)

    await async_later(hass, RING_SECONDS)

    assert runs.variables == []


# Which way it went, and how it ended


@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
async def test_calls_are_told_apart_by_their_direction(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, direction: str
) -> None:
    runs = await async_automate(
        hass, trigger("call_ended", {"entity_id": EVENT}, direction=direction)
    )

    await async_missed_call(hass, office)
    office.exchange.dial("700", "705")
    await async_wait_state(hass, STATE, "dialing")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")

    [ended] = await runs.async_wait()
    assert ended["direction"] == direction


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("answered", ["answered"]),
        (["missed", "rejected"], ["missed"]),
        (["busy", "failed"], []),
        ([], ["missed", "answered"]),
    ],
)
async def test_calls_are_told_apart_by_how_they_ended(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    wanted: Any,
    expected: list[str],
) -> None:
    runs = await async_automate(
        hass, trigger("call_ended", {"entity_id": EVENT}, outcome=wanted)
    )

    await async_missed_call(hass, office)
    await async_talk_and_hang_up(hass, office)

    assert [each["outcome"] for each in runs.variables] == expected


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("call_missed", {"outcome": "missed"}),
        ("call_answered", {"for": 5}),
        ("call_ended", {"outcome": "lost"}),
        ("call_ended", {"direction": "sideways"}),
        ("started_ringing", {"for": -1}),
        ("started_ringing", {"called_numbers": "791"}),
    ],
)
async def test_an_option_that_can_mean_nothing_is_refused(
    hass: HomeAssistant, csta: MockConfigEntry, name: str, options: dict[str, Any]
) -> None:
    automation = {
        "alias": "Test",
        "triggers": [trigger(name, {"entity_id": EVENT}, **options)],
        "actions": [],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    state = hass.states.get("automation.test")
    assert state
    assert state.state == "unavailable"


# What else happens to a call


async def test_a_held_call_triggers(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("call_held", {"entity_id": EVENT}))
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.exchange.hold("700", office.leg("700").call.id)

    [held] = await runs.async_wait()
    assert (held["event_type"], held["number"]) == ("held", OUTSIDE)


async def test_a_transferred_call_triggers_with_whom_it_goes_on(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(hass, trigger("call_transferred", {"entity_id": EVENT}))
    office.ring("700", "705")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    first = office.leg("705").call
    second = office.exchange.consult("705", first.id, "704")
    office.answer("704")
    office.exchange.transfer("705", first.id, second.id)

    [transferred] = await runs.async_wait()
    assert (transferred["event_type"], transferred["number"]) == ("transferred", "704")


async def test_a_call_that_waits_in_a_queue_triggers(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    office.add_group("790", Group(("704",)))
    office.exchange.lines["704"].call_waiting = False
    office.exchange.dial("704", "705")
    runs = await async_automate(hass, trigger("call_queued", {"entity_id": EVENT}))

    office.exchange.dial("700", "790")

    [queued] = await runs.async_wait()
    assert (queued["event_type"], queued["called_number"]) == ("queued", "790")


# Missed calls, as a condition


@pytest.mark.parametrize(
    ("behavior", "expected"),
    [
        ("any", [False, True, True, True, False]),
        ("all", [False, False, True, False, False]),
    ],
)
async def test_lines_have_missed_calls_until_they_are_read(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    behavior: str,
    expected: list[bool],
) -> None:
    target = {"entity_id": [STATE, "sensor.line_701_state"]}
    runs = await async_question(
        hass, condition("has_missed_calls", target, behavior=behavior)
    )
    found = [await async_holds(hass, runs)]
    for line in ("700", "701"):
        await async_missed_call(hass, office, line)
        found.append(await async_holds(hass, runs))
    for line in ("701", "700"):
        await hass.services.async_call(
            "telephony",
            "mark_missed_read",
            {"entity_id": f"sensor.line_{line}_state"},
            blocking=True,
        )
        found.append(await async_holds(hass, runs))

    assert found == expected


@pytest.mark.parametrize("whole", ["group", "connection"])
async def test_a_group_and_a_connection_have_the_missed_calls_of_their_lines(
    hass: HomeAssistant, office: Office, whole: str
) -> None:
    """Also after a restart, and while nobody knows what the lines do."""
    entry = csta_entry(office.csta_server.port, ["700"], {"Desk": ["700", "702"]})
    await async_set_up(hass, entry)
    group = next(s for s in entry.subentries.values() if s.subentry_type == "group")
    key = group.subentry_id if whole == "group" else None
    target = {"device_id": device_id(hass, entry.entry_id, key)}
    runs = await async_question(
        hass,
        condition("has_missed_calls", target),
        {
            "condition": "not",
            "conditions": [condition("has_missed_calls", target, behavior="all")],
        },
    )
    assert not await async_holds(hass, runs)
    await async_missed_call(hass, office)
    assert await async_holds(hass, runs)

    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_state(hass, MISSED, "1")
    assert await async_holds(hass, runs)

    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    assert await async_holds(hass, runs)
    await async_take_down(hass, entry)


async def test_calling_back_reads_missed_calls(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    runs = await async_question(
        hass, condition("has_missed_calls", {"entity_id": EVENT})
    )
    await async_missed_call(hass, office, "700", caller="705")
    assert await async_holds(hass, runs)

    office.exchange.dial("700", "705")
    await async_wait_state(hass, MISSED, "0")

    assert not await async_holds(hass, runs)


@pytest.mark.parametrize("whole", ["line", "group", "connection"])
async def test_changes_of_missed_calls_are_told(
    hass: HomeAssistant, office: Office, whole: str
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"], {"Desk": ["700", "702"]})
    await async_set_up(hass, entry)
    group = next(s for s in entry.subentries.values() if s.subentry_type == "group")
    key = {"line": "700", "group": group.subentry_id}.get(whole)
    target = {"device_id": device_id(hass, entry.entry_id, key)}
    config = await conditions.async_validate_condition_config(
        hass, condition("has_missed_calls", target)
    )
    checker = await conditions.async_from_config(hass, config)
    told: list[bool | None] = []
    stop = await checker.async_track_changes(lambda: told.append(checker.async_check()))

    await async_missed_call(hass, office)
    assert told[-1:] == [True]
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_state(hass, MISSED, "1")
    await hass.services.async_call(
        "telephony", "mark_missed_read", {"entity_id": STATE}, blocking=True
    )
    assert told[-1:] == [False]

    stop()
    checker.async_unload()
    await async_take_down(hass, entry)


# Conditions that look at calls


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"number": "030 123456"}, True),
        ({"number": STRANGER}, False),
        ({"number_prefix": "+49"}, True),
        ({"anonymous": True}, False),
        ({"known": True}, True),
        ({"known": False}, False),
        ({"called_number": "700"}, True),
        ({"called_number": "791"}, False),
        ({"direction": "incoming"}, True),
        ({"direction": "outgoing"}, False),
        ({"contact_group": "Family"}, False),
    ],
)
@pytest.mark.parametrize("name", ["is_ringing", "is_in_call"])
@pytest.mark.parametrize("whole", ["line", "group", "connection"])
async def test_a_condition_looks_at_the_call_that_there_is(
    hass: HomeAssistant,
    office: Office,
    whole: str,
    name: str,
    options: dict[str, Any],
    expected: bool,
) -> None:
    hass.config.country = "DE"
    contact = {"number": OUTSIDE, "name": "Ada"}
    await async_set_up(hass, phone_book_entry(contact))
    entry = csta_entry(office.csta_server.port, ["700"], {"Desk": ["700", "702"]})
    await async_set_up(hass, entry)
    group = next(s for s in entry.subentries.values() if s.subentry_type == "group")
    key = {"line": "700", "group": group.subentry_id}.get(whole)
    target = {"device_id": device_id(hass, entry.entry_id, key)}
    runs = await async_question(hass, condition(name, target, **options))
    assert not await async_holds(hass, runs)

    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    if name == "is_in_call":
        assert not await async_holds(hass, runs)
        office.answer("700")
        await async_wait_state(hass, STATE, "connected")

    assert await async_holds(hass, runs) is expected
    await async_take_down(hass, entry)


async def test_all_lines_must_have_a_call_that_passes(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    target = {"entity_id": [STATE, "sensor.line_701_state"]}
    every = condition("is_ringing", target, behavior="all", number_prefix="+49")
    runs = await async_question(hass, every)
    office.ring("700", OUTSIDE)
    office.ring("701", STRANGER)
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    assert not await async_holds(hass, runs)

    office.ring("701", "+4930777777")
    await async_wait_for(hass, lambda: len(csta.runtime_data.states["701"].calls) == 2)

    assert await async_holds(hass, runs)


# What an automation is handed


async def test_numbers_stand_beside_texts_that_no_template_makes_a_number_of(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Home Assistant makes a whole number of a template that yields only digits, and drops the plus."""
    calls = async_mock_service(hass, "test", "run")
    automation = {
        "alias": "Test",
        "triggers": [trigger("started_ringing", {"entity_id": EVENT})],
        "actions": [
            {
                "action": "test.run",
                "data": {
                    "number": "{{ trigger.number_uri }}",
                    "called": "{{ trigger.called_number_uri }}",
                    "same": "{{ trigger.called_number == '700' }}",
                },
            }
        ],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()

    office.ring("700", OUTSIDE)
    await async_wait_for(hass, lambda: calls, "a run")

    [call] = calls
    assert call.data == {"number": f"tel:{OUTSIDE}", "called": "tel:700", "same": True}


# A plain state trigger on the event entity


async def test_a_state_trigger_with_not_from_runs_once_for_each_event(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """As the documentation says: not when the connection is lost, and not when it comes back."""
    runs = async_mock_service(hass, "test", "run")
    state_trigger = {
        "trigger": "state",
        "entity_id": EVENT,
        "not_from": "unavailable",
        "not_to": "unavailable",
    }
    automation = {
        "alias": "Test",
        "triggers": [state_trigger],
        "actions": [{"action": "test.run"}],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await hass.async_block_till_done()
    assert len(runs) == 1

    office.csta.drop_connections()
    await async_wait_state(hass, EVENT, "unavailable")
    await async_wait_state(hass, STATE, "ringing")
    await hass.async_block_till_done()
    assert len(runs) == 1

    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    await hass.async_block_till_done()
    assert len(runs) == 2


# What the editor shows


@pytest.mark.parametrize(
    ("kind", "classes"), [("triggers", TRIGGERS), ("conditions", CONDITIONS)]
)
async def test_the_editor_shows_what_there_is_in_every_language(
    hass: HomeAssistant, kind: str, classes: dict[str, Any]
) -> None:
    """Each field that it shows is an option, and has a name and a description."""
    shown = {
        name: content
        for name, content in load_yaml_dict(str(FOLDER / f"{kind}.yaml")).items()
        if not name.startswith(".")
    }
    assert shown.keys() == classes.keys()
    for language in ("en", *LANGUAGES):
        texts = read(language)
        for name, content in shown.items():
            for field in content.get("fields", ()):
                assert f"{kind}.{name}.fields.{field}.name" in texts
    examples = {
        "behavior": "all",
        "for": {"seconds": 5},
        "direction": ["incoming"],
        "outcome": ["missed"],
        "anonymous": True,
        "blocked": True,
        "known": False,
        "pressed_by": "line",
    }
    for name, content in shown.items():
        options = {
            field: examples.get(field, ["1"]) for field in content.get("fields", ())
        }
        config = {"target": {"entity_id": [EVENT]}, "options": options}
        validated = await classes[name].async_validate_config(hass, config)
        assert validated["options"].keys() == options.keys()
