"""Where a call goes that asked: the answer of an automation, through the guard, to the phone system."""

from functools import partial

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..call_log.entries import Routed
from ..coordinator import TelephonyCoordinator
from ..cti.routes import RouteRequest
from ..entries import async_loaded_connections
from ..errors import translated_errors, user_error
from .commands import admit
from .origin import Asked, Origin, async_authorize
from .target_line import TargetLine

ACTION = "route_call"
CONTINUE = "continue"
"""Said instead of a number: the call goes the phone system's own way."""


async def async_route_call(
    hass: HomeAssistant, origin: Origin, route_id: str, number: str | int
) -> None:
    """Send a call that waits to a number, or on its own way; the first answer counts.

    What the guard refuses goes its own way, too, and the error says why.
    """
    coordinator, request = _waiting(hass, route_id)
    asked = Asked(TargetLine(coordinator, request.device), origin, ACTION, number)
    await async_authorize([asked], admin=True)
    with translated_errors(request.device):
        if number == CONTINUE:
            request.proceed()
            return
        with asked.noted():
            try:
                dialed = admit(asked, number, free_inside=True)
                if dialed in coordinator.settings.options.route_devices:
                    raise user_error("route_to_route_point")
            except HomeAssistantError:
                if request.is_open:
                    request.proceed()
                raise
            await request.select(dialed)
    if call_id := request.switch_call_id:
        log = coordinator.call_log
        log.async_route(call_id, Routed(dialed, _name_of(hass, origin.context)))
        request.on_undone = partial(log.async_route, call_id, None)


def _name_of(hass: HomeAssistant, context: Context) -> str | None:
    """Return what the automation or script is called that runs in a context."""
    for state in hass.states.async_all(("automation", "script")):
        if state.context is context:
            return state.name
    return None


def _waiting(
    hass: HomeAssistant, route_id: str
) -> tuple[TelephonyCoordinator, RouteRequest]:
    for entry in async_loaded_connections(hass):
        coordinator: TelephonyCoordinator = entry.runtime_data
        if request := coordinator.routing.waiting.get(route_id):
            return coordinator, request
    raise user_error("route_over")
