"""Who dialed what from which line by which way, and what was refused and why."""

from collections.abc import AsyncIterator
from contextlib import closing
import sqlite3
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.telephony.call_log import schema, trail
from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers import entity_registry as er, intent, llm
from homeassistant.setup import async_setup_component

from ..home import Office, async_set_up, async_take_down, async_wait_state, csta_entry
from .files import all_bytes, log_file

STATE = "sensor.line_700_state"
OUT = "+4989555123"
BLOCKED = "+49900123456"


@pytest.fixture(autouse=True)
async def entry(
    hass: HomeAssistant, office: Office, entity_registry: er.EntityRegistry
) -> AsyncIterator[MockConfigEntry]:
    """Connect a Home Assistant in which everything can dial."""
    for component in ("homeassistant", "conversation", "intent", "llm"):
        assert await async_setup_component(hass, component, {})
    connection = csta_entry(
        office.csta_server.port, assist_may_dial=True, blocked_numbers=f"{BLOCKED}*"
    )
    entity_registry.async_get_or_create(
        "button",
        "telephony",
        f"{connection.entry_id}_700_redial",
        suggested_object_id="line_700_redial",
    )
    await async_set_up(hass, connection)
    async_expose_entity(hass, conversation.DOMAIN, STATE, should_expose=True)
    yield connection
    await async_take_down(hass, connection)


async def async_act(
    hass: HomeAssistant, action: str, context: Context | None = None, **data: Any
) -> None:
    """Call one of our actions on line 700."""
    await hass.services.async_call(
        "telephony",
        action,
        {"entity_id": STATE, **data},
        blocking=True,
        context=context,
    )


async def async_answer(
    hass: HomeAssistant, context: Context | None = None, **fields: Any
) -> dict[str, Any]:
    """Return what the log answers, of both lines."""
    response = await hass.services.async_call(
        "telephony",
        "get_call_log",
        {"entity_id": [STATE, "sensor.line_701_state"], **fields},
        blocking=True,
        return_response=True,
        context=context,
    )
    assert response is not None
    return dict(response)


async def async_dialed(hass: HomeAssistant, **fields: Any) -> list[dict[str, Any]]:
    """Return who dialed what, newest first."""
    dialed: list[dict[str, Any]] = (await async_answer(hass, **fields))["dialed"]
    return dialed


async def async_hang_up(hass: HomeAssistant) -> None:
    await async_wait_state(hass, STATE, "dialing")
    await async_act(hass, "hangup")
    await async_wait_state(hass, STATE, "idle")


async def test_a_user_an_automation_a_button_a_voice_and_a_model_are_told_apart(
    hass: HomeAssistant, hass_admin_user: MockUser
) -> None:
    ada = Context(user_id=hass_admin_user.id)
    await async_act(hass, "make_call", ada, number=OUT)
    await async_hang_up(hass)
    nobody = Context()
    await async_act(hass, "make_call", nobody, number="702")
    await async_hang_up(hass)
    await hass.services.async_call(
        "button",
        "press",
        {"entity_id": "button.line_700_redial"},
        blocking=True,
        context=ada,
    )
    await async_hang_up(hass)
    recipient = {"recipient": {"value": "703"}}
    await intent.async_handle(hass, "conversation", "TelephonyMakeCall", recipient)
    await async_hang_up(hass)
    model = llm.LLMContext("test", Context(), "en", conversation.DOMAIN, None)
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, model)
    await api.async_call_tool(
        llm.ToolInput("telephony__TelephonyMakeCall", {"recipient": "704"})
    )
    await async_hang_up(hass)

    answer = await async_answer(hass)
    dialed = answer["dialed"][::-1]
    assert [(each["way"], each["number"], each["user"]) for each in dialed] == [
        ("user", OUT, hass_admin_user.name),
        ("automation", "702", None),
        ("button", "702", hass_admin_user.name),
        ("voice", "703", None),
        ("model", "704", None),
    ]
    assert [each["outside"] for each in dialed] == [True] + 4 * [False]
    assert {each["refused"] for each in dialed} == {None}
    assert {each["line"] for each in dialed} == {"700"}
    assert [each["context_id"] for each in dialed[:3]] == [ada.id, nobody.id, ada.id]
    made = [each["call_id"] for each in dialed]
    assert made == [call["call_id"] for call in answer["calls"][::-1]]


async def test_what_was_refused_is_told_with_why(
    hass: HomeAssistant, hass_read_only_user: MockUser
) -> None:
    """By the guard, by a right that somebody hasn't, by the phone system."""
    reader = Context(user_id=hass_read_only_user.id)
    tries: tuple[tuple[str, Context | None, dict[str, Any]], ...] = (
        ("make_call", None, {"number": BLOCKED}),
        ("make_call", None, {"number": "Ada " * 40}),
        ("make_call", reader, {"number": OUT}),
        ("login", reader, {}),
        ("answer", reader, {}),
        ("pick_up", None, {"number": "709"}),
        ("transfer", None, {"number": OUT}),
    )
    for action, context, data in tries:
        with pytest.raises(HomeAssistantError):
            await async_act(hass, action, context, **data)
    found = [
        (each["action"], each["refused"]) for each in (await async_dialed(hass))[::-1]
    ]
    assert found[:5] == [
        ("make_call", "number_blocked"),
        ("make_call", "invalid_number"),
        ("make_call", "unauthorized"),
        ("login", "unauthorized"),
        ("answer", "unauthorized"),
    ]
    assert [action for action, _ in found[5:]] == ["pick_up", "transfer"]
    assert {reason for _, reason in found[5:]} == {"call_not_found"}
    refused = (await async_dialed(hass))[::-1]
    assert refused[0]["number"] == BLOCKED
    assert len(refused[1]["number"]) == 64
    assert refused[2]["user"] == hass_read_only_user.name


async def test_what_a_line_is_set_to_is_told_too(
    hass: HomeAssistant, office: Office
) -> None:
    """And digits only that there were some."""
    await async_act(hass, "set_forwarding", type="all", number="702", enabled=True)
    await async_act(hass, "set_forwarding", type="all", enabled=False)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await async_act(hass, "answer")
    await async_wait_state(hass, STATE, "connected")
    await async_act(hass, "send_digits", digits="1234")
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")
    await hass.services.async_call(
        "switch",
        "turn_on",
        {"entity_id": "switch.line_700_do_not_disturb"},
        blocking=True,
    )
    found = await async_dialed(hass)
    assert [(each["action"], each["number"]) for each in found[::-1]] == [
        ("set_forwarding", "702"),
        ("set_forwarding", None),
        ("send_digits", None),
        ("do_not_disturb", None),
    ]


async def test_only_administrators_are_told_who_dialed(
    hass: HomeAssistant, hass_read_only_user: MockUser, hass_admin_user: MockUser
) -> None:
    await async_act(hass, "make_call", number=OUT)
    for user, may in ((hass_read_only_user, False), (hass_admin_user, True)):
        answer = await async_answer(hass, Context(user_id=user.id))
        assert ("dialed" in answer) is may


async def test_the_trail_outlives_a_restart_and_can_be_asked_for_in_part(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    for number in ("702", "703", "704"):
        await async_act(hass, "make_call", number=number)
        await async_hang_up(hass)
    before = await async_dialed(hass)
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert await async_dialed(hass) == before
    assert await async_dialed(hass, limit=1) == before[:1]
    assert await async_dialed(hass, since=before[1]["at"]) == before[:2]


async def test_what_was_dialed_goes_with_the_connection(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_act(hass, "make_call", number="+4989777888")
    await async_hang_up(hass)
    await async_dialed(hass)
    assert b"4989777888" in all_bytes(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert b"4989777888" not in all_bytes(hass)


async def test_the_trail_is_bounded_and_refusals_push_out_no_dialing(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "MAX_NOTED", 5)
    monkeypatch.setattr(trail, "SHORTENED_EVERY", 1)
    await async_act(hass, "make_call", number="702")
    await async_hang_up(hass)
    for number in range(120):
        with pytest.raises(HomeAssistantError):
            await async_act(hass, "make_call", number=f"{BLOCKED}-{number:03}")
    with pytest.raises(HomeAssistantError):
        await async_act(hass, "make_call", number="nobody")
    found = await async_dialed(hass)
    assert [each["number"] for each in found if not each["refused"]] == ["702"]
    refused = [each["number"] for each in found if each["refused"]]
    assert refused == [f"{BLOCKED}-{number:03}" for number in range(99, 94, -1)]


async def test_a_log_of_before_there_was_a_trail_goes_on_with_one(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)
    log_file(hass).unlink()
    with closing(sqlite3.connect(log_file(hass), autocommit=True)) as sql:
        sql.executescript(schema._MIGRATIONS[0])  # noqa: SLF001  # what that release made
        sql.execute("PRAGMA user_version = 1")
        sql.execute(
            "INSERT INTO lines (line, connection, line_number) VALUES (1, ?, '700')",
            (entry.entry_id,),
        )
        sql.execute(
            "INSERT INTO calls (line, call_id, direction, number, presentation, outcome,"
            " ended_at, lasted, ring, talk, unread)"
            " VALUES (1, 'c1', 0, '+4930111', 0, 0, 1790000000000000, 5000000, 50, 0, 0)"
        )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_act(hass, "make_call", number="702")
    await async_hang_up(hass)
    answer = await async_answer(hass)
    assert [call["number"] for call in answer["calls"]] == ["702", "+4930111"]
    assert [each["number"] for each in answer["dialed"]] == ["702"]


async def test_a_user_who_may_not_read_a_line_is_told_nothing_of_it(
    hass: HomeAssistant, hass_read_only_user: MockUser
) -> None:
    hass_read_only_user.mock_policy({"entities": {"entity_ids": {STATE: True}}})
    with pytest.raises(Unauthorized):
        await async_answer(hass, Context(user_id=hass_read_only_user.id))
