"""Calls that ask where to go, and automations that say so: the way of each through Home Assistant."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import Context, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from simulator.calls import LegState
from simulator.options import ExchangeOptions

from .automation import async_automate, device_id
from .blueprint import async_blueprints, async_use
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    csta_entry,
    open_office,
    phone_book_entry,
)

POINT, OWN_WAY = "600", "703"


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """Return an office with a route point whose calls go to 703 by themselves."""
    options = ExchangeOptions(route_points={POINT: OWN_WAY, "601": OWN_WAY})
    async with open_office(options=options) as opened:
        yield opened


@pytest.fixture
async def entry(hass: HomeAssistant, office: Office) -> AsyncIterator[MockConfigEntry]:
    """Return a connection that routes the calls of the route point."""
    made = csta_entry(
        office.csta_server.port,
        ["700", "701", "702", OWN_WAY],
        outside_prefix="0",
        blocked_numbers="+49900*",
        route_devices=POINT,
        route_seconds=5,
    )
    await async_set_up(hass, made)
    await async_until(lambda: office.csta.route_registrations)
    yield made
    await async_take_down(hass, made)


def rings(office: Office) -> list[str]:
    """Return which phones ring, as the exchange knows it."""
    return [
        leg.device
        for call in office.exchange.calls.values()
        for leg in call.legs.values()
        if leg.state is LegState.ALERTING
    ]


def to_route(
    hass: HomeAssistant, entry: MockConfigEntry, **options: Any
) -> dict[str, Any]:
    """Return the trigger for all calls that ask."""
    target = {"device_id": device_id(hass, entry.entry_id)}
    return {"trigger": "telephony.call_to_route", "target": target, "options": options}


async def async_route(hass: HomeAssistant, *automations: Mapping[str, Any]) -> None:
    """Set automations up that say where calls go."""
    automation = [
        {"alias": f"Route {number}", "mode": "parallel", **each}
        for number, each in enumerate(automations)
    ]
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hass.async_block_till_done()


def answer(to: str | None) -> dict[str, Any]:
    """Return the action that answers."""
    data = {"route_id": "{{ trigger.route_id }}"}
    return {
        "action": "telephony.route_call",
        "data": data if to is None else {**data, "number": to},
    }


async def test_an_automation_hears_who_calls_and_sends_the_call(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    await async_set_up(hass, phone_book_entry({"number": OUTSIDE, "name": "Ada"}))
    runs = await async_automate(hass, to_route(hass, entry, known=True))
    office.exchange.dial(OUTSIDE, POINT)
    [variables] = await runs.async_wait()
    assert variables["number"] == OUTSIDE
    assert (variables["name"], variables["name_source"]) == ("Ada", "phone_book")
    assert variables["called_number"] == variables["route_device"] == POINT
    assert 0 < variables["seconds"] <= 5
    assert variables["number_uri"] == f"tel:{OUTSIDE}"
    assert rings(office) == []
    await hass.services.async_call(
        "telephony",
        "route_call",
        {"route_id": variables["route_id"], "number": "702"},
        blocking=True,
    )
    await async_until(lambda: rings(office) == ["702"])


@pytest.mark.parametrize(
    ("to", "where"), [("702", "702"), (None, OWN_WAY), ("continue", OWN_WAY)]
)
async def test_an_automation_decides_by_itself(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    office: Office,
    to: str | None,
    where: str,
) -> None:
    await async_route(
        hass, {"triggers": [to_route(hass, entry)], "actions": [answer(to)]}
    )
    office.exchange.dial(OUTSIDE, POINT)
    await async_until(lambda: rings(office) == [where])


async def test_the_first_of_several_automations_wins(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    await async_route(
        hass,
        {"triggers": [to_route(hass, entry)], "actions": [answer("702")]},
        {"triggers": [to_route(hass, entry)], "actions": [answer("701")]},
    )
    office.exchange.dial(OUTSIDE, POINT)
    await async_until(lambda: rings(office))
    await hass.async_block_till_done()
    assert rings(office) == ["702"]


async def test_only_calls_that_an_automation_wants_wait_for_it(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    runs = await async_automate(
        hass,
        to_route(hass, entry, number_prefix=["+44"]),
        to_route(hass, entry, known=True),
    )
    office.exchange.dial(OUTSIDE, POINT)
    await async_until(lambda: rings(office) == [OWN_WAY])
    await hass.async_block_till_done()
    assert runs.variables == []


async def test_a_call_goes_its_own_way_where_no_automation_answers_in_time(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "route_seconds": 0.1}
    )
    await hass.async_block_till_done()
    await async_until(lambda: office.csta.route_registrations)
    runs = await async_automate(hass, to_route(hass, entry))
    office.exchange.dial(OUTSIDE, POINT)
    [variables] = await runs.async_wait()
    await async_until(lambda: rings(office) == [OWN_WAY])
    with pytest.raises(ServiceValidationError) as error:
        await async_send(hass, variables["route_id"], "702")
    assert error.value.translation_key == "route_over"
    assert rings(office) == [OWN_WAY]


async def async_send(
    hass: HomeAssistant, route_id: str, number: str, context: Context | None = None
) -> None:
    """Say where a call goes."""
    await hass.services.async_call(
        "telephony",
        "route_call",
        {"route_id": route_id, "number": number},
        blocking=True,
        context=context,
    )


async def async_asked(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> str:
    """Let somebody call who waits, and return the route ID."""
    runs = await async_automate(hass, to_route(hass, entry))
    office.exchange.dial(OUTSIDE, POINT)
    [variables] = await runs.async_wait()
    route_id: str = variables["route_id"]
    return route_id


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("0900 123456", "number_blocked"),
        ("00049 900 123456", "number_blocked"),
        ("112", "emergency_number"),
        ("0", "prefix_only"),
        (POINT, "route_to_route_point"),
        (f"{POINT}-", "route_to_route_point"),
        ("seven", "invalid_number"),
    ],
)
async def test_what_the_guard_refuses_goes_its_own_way(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    office: Office,
    number: str,
    key: str,
) -> None:
    hass.config.country = "DE"
    route_id = await async_asked(hass, entry, office)
    with pytest.raises(HomeAssistantError) as error:
        await async_send(hass, route_id, number)
    assert error.value.translation_key == key
    await async_until(lambda: rings(office) == [OWN_WAY])


async def test_only_administrators_and_automations_route_calls(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    office: Office,
    hass_read_only_user: MockUser,
    hass_admin_user: MockUser,
) -> None:
    route_id = await async_asked(hass, entry, office)
    with pytest.raises(Unauthorized):
        await async_send(hass, route_id, "702", Context(hass_read_only_user.id))
    assert rings(office) == []
    await async_send(hass, route_id, "702", Context(hass_admin_user.id))
    await async_until(lambda: rings(office) == ["702"])


async def async_logged(
    hass: HomeAssistant, entry: MockConfigEntry, line: str
) -> list[dict[str, Any]]:
    """Return the finished calls of a line."""
    answer = await hass.services.async_call(
        "telephony",
        "get_call_log",
        {"device_id": device_id(hass, entry.entry_id, line)},
        blocking=True,
        return_response=True,
    )
    assert answer
    calls: Any = answer["calls"]
    return list(calls)


async def async_end_calls(office: Office) -> list[str]:
    """End whatever rings, and return where it did."""
    await async_until(lambda: rings(office))
    where = rings(office)
    for call in tuple(office.exchange.calls):
        office.exchange.clear_call(call)
    return where


async def test_a_routed_call_is_logged_with_the_automation_that_sent_it(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    await async_route(
        hass,
        {
            "triggers": [to_route(hass, entry)],
            "conditions": "{{ trigger.number == '+4930123456' }}",
            "actions": [answer("702")],
        },
    )
    for caller, line in (("+4930123456", "702"), ("+4930123457", OWN_WAY)):
        office.exchange.dial(caller, POINT)
        assert await async_end_calls(office) == [line]
    office.ring("702")
    await async_end_calls(office)
    await async_until(lambda: not office.exchange.calls)
    await hass.async_block_till_done()
    plain, routed = await async_logged(hass, entry, "702")
    assert (routed["routed_to"], routed["routed_by"]) == ("702", "Route 0")
    assert (plain["routed_to"], plain["routed_by"]) == (None, None)
    [own] = await async_logged(hass, entry, OWN_WAY)
    assert (own["routed_to"], own["routed_by"]) == (None, None)


async def test_a_call_that_can_not_go_where_it_was_sent_is_no_routed_call(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    await async_route(
        hass, {"triggers": [to_route(hass, entry)], "actions": [answer("799")]}
    )
    office.exchange.dial(OUTSIDE, POINT)
    await async_until(lambda: rings(office) == [OWN_WAY])
    await async_end_calls(office)
    await hass.async_block_till_done()
    [own] = await async_logged(hass, entry, OWN_WAY)
    assert (own["routed_to"], own["routed_by"]) == (None, None)


async def test_who_sent_a_call_where_is_kept(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    office: Office,
    hass_admin_user: MockUser,
) -> None:
    route_id = await async_asked(hass, entry, office)
    await async_send(hass, route_id, "702", Context(hass_admin_user.id))
    answer = await hass.services.async_call(
        "telephony",
        "get_call_log",
        {"device_id": device_id(hass, entry.entry_id)},
        blocking=True,
        return_response=True,
    )
    assert answer
    dialed: Any = answer["dialed"]
    [kept] = [each for each in dialed if each["action"] == "route_call"]
    assert (kept["line"], kept["number"], kept["refused"]) == (POINT, "702", None)
    assert kept["user_id"] == hass_admin_user.id


async def test_a_call_that_waits_is_handed_back_when_the_connection_is_unloaded(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    await async_asked(hass, entry, office)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await async_until(lambda: rings(office) == [OWN_WAY])
    assert office.csta.route_registrations == ()


async def test_a_phone_system_that_asks_and_dies_takes_the_call_along(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    """What an automation says then is refused, and the next call is decided about as ever."""
    runs = await async_automate(hass, to_route(hass, entry))
    office.exchange.dial(OUTSIDE, POINT)
    [variables] = await runs.async_wait()
    office.csta.restart()
    await async_until(lambda: rings(office) == [OWN_WAY])
    office.hang_up(OUTSIDE)
    await async_wait_state(
        hass, "binary_sensor.demo_local_at_127_0_0_1_connected", "off"
    )
    with pytest.raises(ServiceValidationError) as error:
        await async_send(hass, variables["route_id"], "702")
    assert error.value.translation_key == "route_over"
    await async_until(lambda: office.csta.route_registrations)
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    await hass.async_block_till_done()
    office.exchange.dial(OUTSIDE, POINT)
    last = (await runs.async_wait(2))[-1]
    await async_send(hass, last["route_id"], "702")
    await async_until(lambda: rings(office) == ["702"])


async def test_a_route_point_that_the_phone_system_refuses_is_an_issue(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    issues = ir.async_get(hass)
    issue = ("telephony", f"route_points_refused_{entry.entry_id}")
    assert issues.async_get_issue(*issue) is None
    options = {**entry.options, "route_devices": f"{POINT}, 650-651"}
    hass.config_entries.async_update_entry(entry, options=options)
    await async_until(lambda: issues.async_get_issue(*issue))
    found = issues.async_get_issue(*issue)
    assert found
    assert found.translation_placeholders
    assert found.translation_placeholders["numbers"] == "650, 651"
    hass.config_entries.async_update_entry(
        entry, options={**options, "route_devices": POINT}
    )
    await async_until(lambda: issues.async_get_issue(*issue) is None)


async def test_a_phone_system_without_route_points_takes_calls_as_ever(
    hass: HomeAssistant,
) -> None:
    async with open_office() as office:
        office.csta.options.unsupported_services = frozenset({"RouteRegister"})
        made = csta_entry(office.csta_server.port, route_devices=POINT)
        await async_set_up(hass, made)
        office.ring("700")
        await async_until(
            lambda: (
                (state := hass.states.get("sensor.line_700_state"))
                and state.state == "ringing"
            )
        )
        await async_take_down(hass, made)


async def test_hundreds_of_calls_at_once_are_let_go_and_leave_the_lines_right(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    await async_route(
        hass,
        {"triggers": [to_route(hass, entry)], "actions": [answer("702")], "max": 1000},
    )
    for number in range(300):
        office.exchange.dial(f"+49895{number:06}", POINT)
        if number % 10 == 0:
            await asyncio.sleep(0)
    await async_until(lambda: not office.exchange.route_points.open)
    for call in tuple(office.exchange.calls):
        office.exchange.clear_call(call)
    await hass.async_block_till_done()
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")


@pytest.mark.parametrize(
    ("text", "error"),
    [("600-601", None), ("", None), ("7*0, !", "invalid_route_points")],
)
async def test_route_points_are_an_option_of_their_own(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    office: Office,
    text: str,
    error: str | None,
) -> None:
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert "routing" in flow["menu_options"]
    form = await hass.config_entries.options.async_configure(
        flow["flow_id"], {"next_step_id": "routing"}
    )
    assert form["step_id"] == "routing"
    given = {"route_seconds": 0.8} | ({"route_devices": text} if text else {})
    done = await hass.config_entries.options.async_configure(flow["flow_id"], given)
    if error:
        assert done["errors"] == {"route_devices": error}
        return
    assert done["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options["blocked_numbers"] == "+49900*"
    points = 2 if text else 0
    await async_until(lambda: len(office.csta.route_registrations) == points)


async def test_a_line_of_ours_that_is_a_route_point_can_be_the_target(
    hass: HomeAssistant, office: Office
) -> None:
    office.exchange.options.route_points = {"701": OWN_WAY}
    made = csta_entry(office.csta_server.port, route_devices="701", route_seconds=5)
    await async_set_up(hass, made)
    await async_until(lambda: office.csta.route_registrations)
    runs = await async_automate(
        hass,
        {
            "trigger": "telephony.call_to_route",
            "target": {"device_id": device_id(hass, made.entry_id, "701")},
        },
        {
            "trigger": "telephony.call_to_route",
            "target": {"device_id": device_id(hass, made.entry_id, "700")},
        },
    )
    office.exchange.dial(OUTSIDE, "701")
    [variables] = await runs.async_wait()
    assert variables["route_device"] == "701"
    await async_take_down(hass, made)


@pytest.mark.parametrize(
    ("alarm", "person", "where"),
    [
        ("armed_away", "home", "701"),
        ("disarmed", "not_home", "702"),
        ("disarmed", "home", OWN_WAY),
        ("unavailable", "not_home", "702"),
    ],
)
async def test_the_blueprint_decides_by_alarm_and_who_is_home(
    hass: HomeAssistant,
    office: Office,
    tmp_path: Path,
    alarm: str,
    person: str,
    where: str,
) -> None:
    made = csta_entry(office.csta_server.port, route_devices=POINT, route_seconds=5)
    async with async_blueprints(hass, tmp_path, made):
        await async_until(lambda: office.csta.route_registrations)
        hass.states.async_set("alarm_control_panel.house", alarm)
        hass.states.async_set("person.ada", person)
        inputs = {
            "connection": {"device_id": device_id(hass, made.entry_id)},
            "alarm": ["alarm_control_panel.house"],
            "alarm_number": "701",
            "people": ["person.ada"],
            "away_number": "702",
        }
        await async_use(hass, "where_calls_go", inputs)
        office.exchange.dial(OUTSIDE, POINT)
        await async_until(lambda: rings(office) == [where])
        office.hang_up(OUTSIDE)


async def test_an_answer_comes_quickly(
    hass: HomeAssistant, entry: MockConfigEntry, office: Office
) -> None:
    """From the request to the choice, with a simple automation; tests run asyncio in slow debug mode."""
    actions = [answer("702")]
    await async_route(hass, {"triggers": [to_route(hass, entry)], "actions": actions})
    asked: list[float] = []
    for number in range(100):  # more than may be dialed in a minute
        caller = f"+498955{number:04}"
        began = hass.loop.time()
        office.exchange.dial(caller, POINT)
        await async_until(lambda: not office.exchange.route_points.open)
        asked.append(hass.loop.time() - began)
        office.exchange.clear_call(max(office.exchange.calls))
    asked.sort()
    print(f"p50 {asked[50] * 1000:.1f} ms, p99 {asked[98] * 1000:.1f} ms")  # noqa: T201
    assert asked[50] < 0.1
