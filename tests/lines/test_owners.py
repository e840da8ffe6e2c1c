"""Lines belong to persons: what somebody is shown, or says, begins with the lines of their own."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.auth.models import User
from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import Context, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component
from simulator.calls import LegState

from ..card import refresh, subscribe
from ..home import Office, async_wait_state


@pytest.fixture
async def ada(hass: HomeAssistant) -> User:
    """Return somebody whom a person stands for."""
    user = MockUser(id="ada", name="Ada").add_to_hass(hass)
    user.mock_policy({"entities": True})
    person = {"id": "ada", "name": "Ada", "user_id": user.id}
    assert await async_setup_component(hass, "person", {"person": [person]})
    await hass.async_block_till_done()
    return user


async def async_give(
    hass: HomeAssistant, entry: MockConfigEntry, line: str, persons: list[str]
) -> None:
    """Say in the form of a line whose it is."""
    subentry = next(
        each.subentry_id for each in entry.subentries.values() if each.unique_id == line
    )
    form = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "line"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry},
    )
    result = await hass.config_entries.subentries.async_configure(
        form["flow_id"], {"name": line, "persons": persons}
    )
    assert result["type"] is FlowResultType.ABORT
    await hass.async_block_till_done()


@pytest.fixture
async def given(
    hass: HomeAssistant, csta: MockConfigEntry, ada: User
) -> MockConfigEntry:
    """Give line 701 to Ada."""
    await async_give(hass, csta, "701", ["person.ada"])
    return csta


async def test_a_card_begins_with_ones_own_lines(
    hass: HomeAssistant,
    given: MockConfigEntry,
    ada: User,
    hass_ws_client: WebSocketGenerator,
) -> None:
    token = await _async_token(hass, ada)
    card = await subscribe(await hass_ws_client(hass, token))
    assert card.numbers == ["701", "700"]
    assert card.line("701")["mine"] is True
    assert card.line("700")["mine"] is False


async def test_whoever_has_no_line_sees_no_difference(
    hass: HomeAssistant, given: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    assert card.numbers == ["700", "701"]
    assert "mine" not in card.line("701")


async def test_a_line_that_is_given_away_is_shown_so_at_once(
    hass: HomeAssistant,
    given: MockConfigEntry,
    ada: User,
    hass_ws_client: WebSocketGenerator,
) -> None:
    token = await _async_token(hass, ada)
    card = await subscribe(await hass_ws_client(hass, token))
    await async_give(hass, given, "701", [])
    await async_give(hass, given, "700", ["person.ada"])
    refresh(hass)
    await card.async_wait(lambda: card.line("700")["mine"])
    assert card.line("701")["mine"] is False


async def test_a_pop_up_is_told_whose_line_rings(
    hass: HomeAssistant,
    given: MockConfigEntry,
    office: Office,
    ada: User,
    hass_ws_client: WebSocketGenerator,
) -> None:
    client = await hass_ws_client(hass, await _async_token(hass, ada))
    await client.send_json_auto_id({"type": "telephony/subscribe_incoming"})
    assert (await client.receive_json())["success"]
    assert (await client.receive_json())["event"]["calls"] == []
    for line, mine in (("700", False), ("701", True)):
        office.ring(line)
        calls = (await client.receive_json())["event"]["calls"]
        assert [call["line"]["mine"] for call in calls] == [mine]


async def test_a_pop_up_is_told_of_ones_own_lines_as_soon_as_there_are_any(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    ada: User,
    hass_ws_client: WebSocketGenerator,
) -> None:
    client = await hass_ws_client(hass, await _async_token(hass, ada))
    await client.send_json_auto_id({"type": "telephony/subscribe_incoming"})
    assert (await client.receive_json())["success"]
    assert "own" not in (await client.receive_json())["event"]
    await async_give(hass, csta, "701", ["person.ada"])
    refresh(hass)
    told = (await client.receive_json())["event"]
    (device,) = told["own"]
    assert told["calls"] == []
    card = await subscribe(client, device_ids=[device])
    assert card.numbers == ["701"]


async def test_a_voice_assistant_answers_at_the_speakers_own_line(
    hass: HomeAssistant, given: MockConfigEntry, office: Office, ada: User
) -> None:
    """Both lines ring: somebody else has to say which one is meant."""
    for component in ("homeassistant", "conversation", "intent"):
        assert await async_setup_component(hass, component, {})
    for line in ("700", "701"):
        async_expose_entity(
            hass, conversation.DOMAIN, f"sensor.line_{line}_state", should_expose=True
        )
        office.ring(line)
        await async_wait_state(hass, f"sensor.line_{line}_state", "ringing")
    unclear = await intent.async_handle(hass, "test", "TelephonyAnswer", {})
    assert unclear.response_type is intent.IntentResponseType.ERROR
    response = await intent.async_handle(
        hass, "test", "TelephonyAnswer", {}, context=Context(user_id=ada.id)
    )
    assert response.response_type is intent.IntentResponseType.ACTION_DONE
    await async_wait_state(hass, "sensor.line_701_state", "connected")
    assert office.leg("700").state is LegState.ALERTING


async def _async_token(hass: HomeAssistant, user: User) -> str:
    """Return a token with which somebody's browser logs in."""
    refresh = await hass.auth.async_create_refresh_token(user, "https://example.com/")
    return hass.auth.async_create_access_token(refresh)
