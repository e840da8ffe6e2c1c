"""Calls on people's phones, through the Home Assistant app's own doors: its registration, its push channel, its webhook."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.auth.models import User
from homeassistant.components.frontend.storage import async_user_store
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component

from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    phone_book_entry,
)

STAND_INS = Path(__file__).parent.parent / "demo" / "stand_ins"
STATE = "sensor.line_700_state"


class App:
    """The Home Assistant app on somebody's phone."""

    def __init__(
        self, device_id: str, webhook: str, http: Any, socket: MockHAClientWebSocket
    ) -> None:
        """Listen for what is pushed."""
        self.device_id = device_id
        self._webhook = webhook
        self._http = http
        self._socket = socket

    async def async_pushed(self) -> dict[str, Any]:
        """Return the notification that comes next."""
        pushed: dict[str, Any] = (await self._socket.receive_json())["event"]
        return pushed

    async def async_tap(self, action: str) -> None:
        """Tap a button."""
        event = {
            "event_type": "mobile_app_notification_action",
            "event_data": {"action": action},
        }
        answer = await self._http.post(
            f"/api/webhook/{self._webhook}", json={"type": "fire_event", "data": event}
        )
        assert answer.status == HTTPStatus.OK


class Phones:
    """Makes phones with the app."""

    def __init__(
        self,
        hass: HomeAssistant,
        client: ClientSessionGenerator,
        websocket: WebSocketGenerator,
    ) -> None:
        """Make none yet."""
        self._hass = hass
        self._client = client
        self._websocket = websocket

    async def async_register(self, user: User, name: str = "Pixel") -> App:
        """Register a phone, as its app does."""
        hass = self._hass
        refresh = await hass.auth.async_create_refresh_token(
            user, f"https://{user.id}/"
        )
        token = hass.auth.async_create_access_token(refresh)
        http = await self._client(token)
        answer = await http.post(
            "/api/mobile_app/registrations",
            json={
                "app_data": {"push_websocket_channel": True},
                "app_id": "io.robbie.HomeAssistant",
                "app_name": "Home Assistant",
                "app_version": "2026.10",
                "device_id": f"{name} of {user.id}",
                "device_name": name,
                "manufacturer": "Somebody",
                "model": "Something",
                "os_name": "Linux",
                "os_version": "1",
                "supports_encryption": False,
            },
        )
        assert answer.status == HTTPStatus.CREATED
        webhook: str = (await answer.json())["webhook_id"]
        await hass.async_block_till_done()
        socket = await self._websocket(hass, token)
        await socket.send_json_auto_id(
            {"type": "mobile_app/push_notification_channel", "webhook_id": webhook}
        )
        assert (await socket.receive_json())["success"]
        [entry] = (
            each
            for each in hass.config_entries.async_entries("mobile_app")
            if each.data["webhook_id"] == webhook
        )
        registry = dr.async_get(hass)
        [device] = dr.async_entries_for_config_entry(registry, entry.entry_id)
        return App(device.id, webhook, http, socket)


@pytest.fixture
async def phones(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> Phones:
    """Let the app register."""
    monkeypatch.syspath_prepend(STAND_INS)
    assert await async_setup_component(hass, "notify", {})
    assert await async_setup_component(hass, "mobile_app", {})
    return Phones(hass, hass_client, hass_ws_client)


@pytest.fixture
def ada(hass: HomeAssistant) -> MockUser:
    """Return somebody who may control the lines, and reads German."""
    user = MockUser(id="a" * 32, name="Ada").add_to_hass(hass)
    user.mock_policy({"entities": True})
    return user


@pytest.fixture
async def entry(hass: HomeAssistant, office: Office) -> AsyncIterator[MockConfigEntry]:
    """Return a connection."""
    entry = csta_entry(office.csta_server.port, ["700", "701"])
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)


async def async_notify(
    hass: HomeAssistant, entry: MockConfigEntry, *apps: App, line: str = "700"
) -> None:
    """Say in the form of a line which phones it notifies."""
    [subentry] = (
        each.subentry_id for each in entry.subentries.values() if each.unique_id == line
    )
    form = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "line"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry},
    )
    ids = [each.device_id for each in apps]
    await hass.config_entries.subentries.async_configure(
        form["flow_id"], {"name": line, "phones": ids}
    )
    await hass.async_block_till_done()


def buttons(pushed: dict[str, Any]) -> dict[str, str]:
    """Return the buttons of a notification, by their titles."""
    return {each["title"]: each["action"] for each in pushed["data"].get("actions", ())}


async def test_a_call_is_shown_in_the_users_language_and_is_answered_there(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    phones: Phones,
    ada: MockUser,
) -> None:
    """It vanishes with the ring; whatever a button says, it carries nothing but the call."""
    store = await async_user_store(hass, ada.id)
    await store.async_set_item("language", {"language": "de"})
    app = await phones.async_register(ada)
    await async_notify(hass, entry, app)
    await async_set_up(hass, phone_book_entry({"name": "<Bob>", "number": OUTSIDE}))
    office.ring("700")
    pushed = await app.async_pushed()
    assert (pushed["title"], pushed["message"]) == ("‹Bob›", "Anruf für Line 700")
    data = pushed["data"]
    assert (data["channel"], data["ttl"], data["priority"]) == ("Anrufe", 0, "high")
    assert data["push"] == {"interruption-level": "time-sensitive", "sound": "default"}
    offered = buttons(pushed)
    assert list(offered) == ["Annehmen", "Ablehnen"]
    state = hass.states.get("sensor.line_700_remote_party")
    assert state
    call_id = state.attributes["call_id"]
    assert offered["Annehmen"] == f"telephony_answer_{call_id}"
    await app.async_tap(offered["Annehmen"])
    await async_wait_state(hass, STATE, "connected")
    gone = await app.async_pushed()
    assert (gone["message"], gone["data"]) == (
        "clear_notification",
        {"tag": data["tag"]},
    )


async def test_a_call_is_declined_and_a_missed_one_is_called_back(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    phones: Phones,
    ada: MockUser,
) -> None:
    app = await phones.async_register(ada)
    await async_notify(hass, entry, app)
    office.ring("700")
    pushed = await app.async_pushed()
    assert pushed["message"] == "Call for Line 700"
    await app.async_tap(buttons(pushed)["Decline"])
    await async_wait_state(hass, STATE, "idle")
    assert (await app.async_pushed())["message"] == "clear_notification"
    office.ring("700")
    await app.async_pushed()
    office.hang_up(OUTSIDE)
    missed = await app.async_pushed()
    assert (missed["title"], missed["message"]) == (
        "+49 30 123456",
        "Missed call for Line 700",
    )
    assert missed["data"]["tag"] != pushed["data"]["tag"]
    await app.async_tap(buttons(missed)["Call back"])
    await async_wait_state(hass, STATE, "dialing")
    state = hass.states.get("sensor.line_700_remote_party")
    assert state
    assert state.attributes["number"] == OUTSIDE


async def test_what_was_written_about_the_last_call_is_there(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    phones: Phones,
    ada: MockUser,
) -> None:
    app = await phones.async_register(ada)
    await async_notify(hass, entry, app)
    office.ring("700")
    await app.async_pushed()
    await hass.services.async_call(
        "telephony",
        "set_note",
        {"entity_id": STATE, "note": "wants the invoice"},
        blocking=True,
    )
    office.hang_up("700")
    await app.async_pushed()
    office.ring("700")
    pushed = await app.async_pushed()
    assert pushed["message"] == "Call for Line 700\nwants the invoice"


async def test_who_is_blocked_while_it_rings_leaves_no_notice(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    phones: Phones,
    ada: MockUser,
) -> None:
    await hass.config.async_update(country="DE")
    book = phone_book_entry({"number": OUTSIDE, "name": "Pest", "groups": ["Spam"]})
    await async_set_up(hass, book)
    app = await phones.async_register(ada)
    await async_notify(hass, entry, app)
    office.ring("700", OUTSIDE)
    shown = await app.async_pushed()
    options = {**entry.options, "blocked_contact_groups": ["Spam"]}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.async_block_till_done()
    office.hang_up(OUTSIDE)
    gone = await app.async_pushed()
    assert gone["message"] == "clear_notification"
    assert gone["data"]["tag"] == shown["data"]["tag"]
    await async_take_down(hass, book)


async def test_a_phone_gets_what_its_user_may(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    phones: Phones,
    ada: MockUser,
) -> None:
    """Whoever may only read has no buttons, and a made-up one does nothing; a stranger hears nothing."""
    reader = MockUser(id="b" * 32, name="Bob").add_to_hass(hass)
    reader.mock_policy({"entities": {"all": {"read": True}}})
    stranger = MockUser(id="c" * 32, name="Carl").add_to_hass(hass)
    stranger.mock_policy({})
    apps = [
        await phones.async_register(each, f"{each.name}'s phone")
        for each in (stranger, reader, ada)
    ]
    await async_notify(hass, entry, *apps)
    office.ring("700")
    pushed = await apps[1].async_pushed()
    assert buttons(pushed) == {}
    offered = buttons(await apps[2].async_pushed())
    for other in apps[:2]:
        for action in offered.values():
            await other.async_tap(action)
    hass.bus.async_fire(  # nobody stands behind it
        "mobile_app_notification_action",
        {"action": offered["Answer"]},
        context=Context(),
    )
    await hass.async_block_till_done(wait_background_tasks=False)
    state = hass.states.get(STATE)
    assert state
    assert state.state == "ringing"
    stranger.mock_policy({"entities": True})
    office.ring("700", caller="+4930777")
    assert (await apps[0].async_pushed())["title"] == "+49 30 777"


async def test_why_a_button_did_nothing_is_said_on_that_phone(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    phones: Phones,
    ada: MockUser,
) -> None:
    """The number is blocked meanwhile."""
    app = await phones.async_register(ada)
    await async_notify(hass, entry, app)
    office.ring("700")
    await app.async_pushed()
    office.hang_up(OUTSIDE)
    missed = await app.async_pushed()
    hass.config_entries.async_update_entry(entry, options={"blocked_numbers": OUTSIDE})
    await hass.async_block_till_done()
    await app.async_tap(buttons(missed)["Call back"])
    told = await app.async_pushed()
    assert "blocked" in told["message"]


async def test_a_line_that_notifies_nobody_any_longer_is_quiet(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    phones: Phones,
    ada: MockUser,
) -> None:
    app = await phones.async_register(ada)
    await async_notify(hass, entry, app)
    await async_notify(hass, entry)
    await async_notify(hass, entry, app, line="701")
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.ring("701", caller="+4930777")
    assert (await app.async_pushed())["title"] == "+49 30 777"


async def test_phones_of_the_same_name_never_get_each_others_calls(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    phones: Phones,
    ada: MockUser,
) -> None:
    """Home Assistant would notify whichever came last."""
    other = MockUser(id="b" * 32, name="Bob").add_to_hass(hass)
    other.mock_policy({"entities": True})
    mine = await phones.async_register(ada, "Pixel 9")
    theirs = await phones.async_register(other, "Pixel 9")
    own = await phones.async_register(other, "Pixel 8")
    await async_notify(hass, entry, mine, own)
    office.ring("700")
    assert (await own.async_pushed())["message"] == "Call for Line 700"
    await async_notify(hass, entry, theirs, line="701")
    office.ring("701")
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    await hass.services.async_call(
        "notify", "mobile_app_pixel_9", {"message": "Hello"}, blocking=True
    )
    assert (await theirs.async_pushed())["message"] == "Hello"


async def test_nothing_stays_on_a_phone_when_nobody_will_tell_the_calls_end(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    phones: Phones,
    ada: MockUser,
) -> None:
    """The line notifies nobody any longer while it rings, or the connection is unloaded."""
    app = await phones.async_register(ada)
    await async_notify(hass, entry, app)
    office.ring("700")
    shown = await app.async_pushed()
    await async_notify(hass, entry)
    gone = await app.async_pushed()
    assert (gone["message"], gone["data"]) == (
        "clear_notification",
        {"tag": shown["data"]["tag"]},
    )
    await async_notify(hass, entry, app)
    office.ring("700", caller="+4930777")
    shown = await app.async_pushed()
    await hass.config_entries.async_unload(entry.entry_id)
    gone = await app.async_pushed()
    assert (gone["message"], gone["data"]) == (
        "clear_notification",
        {"tag": shown["data"]["tag"]},
    )
