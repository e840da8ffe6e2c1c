"""The websocket commands of the card, the pop-up and the dashboard strategy."""

from itertools import islice
from typing import Any, Final

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.components import websocket_api
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..call_log.entries import LoggedCall, LogPage, LogQuery, figures
from ..call_log.log import unread_missed
from ..call_log.notes import MAX_NOTE_LENGTH
from ..connection.pacing import in_slices
from ..coordinator import TelephonyCoordinator
from ..cti.model import Direction, Outcome
from ..errors import user_error
from ..lines.directory import async_suggest
from ..lines.notes import async_write_note
from ..lines.views import formatted, logged_call_view
from ..numbers.readings import readable
from ..numbers.spelling import MAX_NUMBER_LENGTH, clean_number
from ..phone_book.saving import async_block_caller, async_save_contact
from .card_feed import MAX_LINES, CardFeed
from .devices import ShownDevice, async_devices, async_entities
from .favorites import set_favorite, subscribe_favorites
from .feed import sender, start
from .popup_feed import PopupFeed

DEFAULT_LOG_LIMIT: Final = 10
MAX_LOG_LIMIT: Final = 100
MAX_FOUND: Final = 8
MAX_QUERY_LENGTH: Final = 100


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register what answers the commands."""
    websocket_api.async_register_command(hass, call_log)
    websocket_api.async_register_command(hass, check_number)
    websocket_api.async_register_command(hass, lines)
    websocket_api.async_register_command(hass, save_contact)
    websocket_api.async_register_command(hass, search)
    websocket_api.async_register_command(hass, set_favorite)
    websocket_api.async_register_command(hass, set_note)
    websocket_api.async_register_command(hass, subscribe)
    websocket_api.async_register_command(hass, subscribe_favorites)
    websocket_api.async_register_command(hass, subscribe_incoming)


@websocket_api.websocket_command({vol.Required("type"): "telephony/lines"})
@websocket_api.async_response
async def lines(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """List the devices of lines and groups that the user may read."""
    found = [
        _device_info(hass, shown)
        | ({"mine": True} if shown.async_is_own(connection.user) else {})
        async for shown in in_slices(tuple(async_devices(hass)))
        if shown.async_permitted(connection.user, POLICY_READ)
    ]
    connection.send_result(msg["id"], {"lines": found})


@callback
@websocket_api.websocket_command(
    {
        vol.Required("type"): "telephony/subscribe",
        vol.Optional("device_ids"): [str],
        vol.Optional("lamp_device_ids"): [str],
        vol.Optional("log_limit", default=DEFAULT_LOG_LIMIT): vol.All(
            int, vol.Range(0, MAX_LOG_LIMIT)
        ),
    }
)
def subscribe(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Tell a card of its lines, now and when they change."""
    start(
        connection,
        msg["id"],
        CardFeed(
            hass,
            connection.user,
            sender(connection, msg["id"]),
            device_ids=msg.get("device_ids"),
            lamp_device_ids=msg.get("lamp_device_ids"),
            log_limit=msg["log_limit"],
        ),
    )


@callback
@websocket_api.websocket_command({vol.Required("type"): "telephony/subscribe_incoming"})
def subscribe_incoming(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Tell a pop-up of the calls that ring, now and when they change."""
    send = sender(connection, msg["id"])
    start(connection, msg["id"], PopupFeed(hass, connection.user, send))


@callback
@websocket_api.websocket_command(
    {
        vol.Required("type"): "telephony/search",
        vol.Required("device_id"): str,
        vol.Required("query"): vol.All(str, vol.Length(max=MAX_QUERY_LENGTH)),
    }
)
def search(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Find names of lines and of a line's phone book as somebody types, for who may read the line."""
    named = (
        (number, name)
        for shown in async_devices(hass, [msg["device_id"]])
        if shown.async_permitted(connection.user, POLICY_READ)
        for number, name in async_suggest(shown.coordinator, msg["query"])
    )
    found = (
        {
            "name": name,
            "number": number,
            "formatted_number": readable(number, hass.config.country),
        }
        for number, name in dict.fromkeys(islice(named, 2 * MAX_FOUND))
    )
    connection.send_result(msg["id"], {"contacts": list(islice(found, MAX_FOUND))})


@callback
@websocket_api.websocket_command(
    {
        vol.Required("type"): "telephony/check_number",
        vol.Required("device_id"): str,
        vol.Required("number"): vol.All(str, vol.Length(max=MAX_QUERY_LENGTH)),
    }
)
def check_number(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Tell who may call whether a number is abroad and new, so that they are asked once more.

    `new_abroad` is its country, by its two letters (`001`: of no country), or null.
    """
    countries = (
        shown.coordinator.guard.new_abroad(msg["number"])
        for shown in async_devices(hass, [msg["device_id"]])
        if shown.async_permitted(connection.user, POLICY_CONTROL)
    )
    connection.send_result(msg["id"], {"new_abroad": next(countries, None)})


@websocket_api.require_admin
@websocket_api.websocket_command(
    {
        vol.Required("type"): "telephony/save_contact",
        vol.Required("device_id"): str,
        vol.Required("name"): vol.All(
            str, vol.Strip, vol.Length(min=1, max=MAX_QUERY_LENGTH)
        ),
        vol.Required("number"): vol.All(str, vol.Length(max=MAX_QUERY_LENGTH)),
        vol.Optional("block", default=False): bool,
    }
)
@websocket_api.async_response
async def save_contact(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Save who a number belongs to, in a phone book by hand of the line's connection; `block` to hear no more of it."""
    number = clean_number(msg["number"])
    devices = list(async_devices(hass, [msg["device_id"]]))
    if not devices:
        connection.send_error(
            msg["id"], websocket_api.ERR_NOT_FOUND, "There is no such line now."
        )
        return
    for shown in devices:
        if number is None:
            limit = str(MAX_NUMBER_LENGTH)
            raise user_error("invalid_number", line=shown.name, limit=limit)
        entry = shown.coordinator.entry
        if msg["block"]:
            await async_block_caller(hass, entry, msg["name"], number)
        else:
            await async_save_contact(hass, entry.entry_id, msg["name"], number)
    connection.send_result(msg["id"], {"number": number})


@websocket_api.websocket_command(
    {
        vol.Required("type"): "telephony/set_note",
        vol.Required("device_id"): str,
        vol.Required("call_id"): str,
        vol.Required("note"): vol.All(str, vol.Length(max=MAX_NOTE_LENGTH)),
    }
)
@websocket_api.async_response
async def set_note(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Write a note about a call of a line or group that the user may control; an empty one takes it away."""
    for shown in async_devices(hass, [msg["device_id"]]):
        numbers = shown.async_permitted(connection.user, POLICY_CONTROL)
        if await async_write_note(
            shown.coordinator, numbers, msg["call_id"], msg["note"]
        ):
            connection.send_result(msg["id"], {"note": msg["note"].strip() or None})
            return
    connection.send_error(
        msg["id"], websocket_api.ERR_NOT_FOUND, "There is no such call now."
    )


@websocket_api.websocket_command(
    {
        vol.Required("type"): "telephony/call_log",
        vol.Required("device_id"): vol.Any(
            str, vol.All([str], vol.Length(max=MAX_LINES))
        ),
        vol.Optional("query", default=""): vol.All(
            str, vol.Length(max=MAX_QUERY_LENGTH)
        ),
        vol.Optional("directions", default=[]): [vol.Coerce(Direction)],
        vol.Optional("outcomes", default=[]): [vol.Coerce(Outcome)],
        vol.Optional("unread", default=False): bool,
        vol.Optional("today", default=False): bool,
        vol.Optional("before"): vol.All(str, vol.Match(r"-?\d{1,17}-\d{1,17}$")),
        vol.Optional("limit", default=DEFAULT_LOG_LIMIT): vol.All(
            int, vol.Range(1, MAX_LOG_LIMIT)
        ),
    }
)
@websocket_api.async_response
async def call_log(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Return a page of the finished calls of lines and groups, as far as the user may read them.

    Several devices are those of one connection. `next` goes into `before` for the page after this
    one; it is null at the end. With `unread` they are the missed calls that nobody has marked as
    read, whatever else is asked for. With `today` there are the figures of all calls that have
    ended today, too.
    """
    ids = msg["device_id"]
    wanted: dict[TelephonyCoordinator, dict[str, None]] = {}
    for shown in async_devices(hass, [ids] if isinstance(ids, str) else ids):
        readable_numbers = shown.async_permitted(connection.user, POLICY_READ)
        wanted.setdefault(shown.coordinator, {}).update(dict.fromkeys(readable_numbers))
    query = LogQuery(
        directions=msg["directions"],
        outcomes=msg["outcomes"],
        text=msg["query"],
        before=msg.get("before"),
        limit=msg["limit"],
    )
    calls: list[dict[str, Any]] = []
    today: list[LoggedCall] = []
    following = None
    for coordinator, numbers in wanted.items():
        log = coordinator.call_log
        if msg["unread"]:
            missed = [each for each in numbers if each in log.missed_lines]
            unread = unread_missed((log, number) for number in missed)
            page = LogPage(unread[: msg["limit"]], None)
        else:
            page = await log.async_find(numbers, query)
        if msg["today"]:
            since = dt_util.as_utc(dt_util.start_of_local_day())
            today += (await log.async_find(numbers, LogQuery(since=since))).calls
        far_end = coordinator.far_end
        calls += [
            formatted(logged_call_view(call, far_end), hass.config.country)
            for call in page.calls
        ]
        following = page.next
    answer: dict[str, Any] = {"calls": calls, "next": following}
    if msg["today"]:
        answer["today"] = await hass.async_add_executor_job(figures, today)
    connection.send_result(msg["id"], answer)


def _device_info(hass: HomeAssistant, shown: ShownDevice) -> dict[str, Any]:
    """Return what editors and dashboards need to know of a device."""
    entry = shown.coordinator.entry
    return {
        "device_id": shown.device.id,
        "line": None if shown.group else shown.number,
        "name": shown.name,
        "connection": entry.entry_id,
        "connection_name": entry.title,
        "entities": async_entities(hass, shown.device.id),
    }
