"""What sensors of a line show, with their attributes."""

from datetime import datetime
from typing import Any, Final

from homeassistant.const import ATTR_ENTITY_PICTURE
from homeassistant.helpers.typing import StateType

from ..connection.line_state import Remote
from ..cti.model import Forwarding, ForwardingType, LampMode, Presentation, Registration
from ..lines.views import members_view, party_view

ANONYMOUS: Final = "anonymous"
NOT_FORWARDED: Final = "off"
BUSY_AND_NO_ANSWER: Final = "busy_and_no_answer"
MAX_STATE_LENGTH: Final = 255

type Value = StateType | datetime
type Attributes = dict[str, Any]


def show_remote(remote: Remote | None) -> tuple[Value, Attributes]:
    """Return who is at the other side."""
    if remote is None:
        return None, {}
    party = remote.party
    attributes = party_view(remote.call_id, remote.direction, party)
    attributes["members"] = members_view(remote.members) if remote.members else []
    attributes["held_by_far_end"] = bool(remote.held_by_far_end)
    if remote.picture:
        attributes[ATTR_ENTITY_PICTURE] = remote.picture
    if party.presentation is Presentation.RESTRICTED:
        return ANONYMOUS, attributes
    shown = party.name or party.number
    return shown[:MAX_STATE_LENGTH] if shown else None, attributes


def show_registration(
    source: tuple[Registration | None, int | None],
) -> tuple[Value, Attributes]:
    """Return an account's registration with the code of its SIP server."""
    registration, sip_code = source
    return registration and registration.value, {"sip_code": sip_code}


def show_forwardings(active: tuple[Forwarding, ...]) -> tuple[Value, Attributes]:
    """Return when calls are forwarded, and to whom."""
    attributes = {each.type.value: each.number for each in active}
    if ForwardingType.ALL in attributes:
        return ForwardingType.ALL.value, attributes
    state = BUSY_AND_NO_ANSWER if len(active) > 1 else next(iter(attributes), None)
    return state or NOT_FORWARDED, attributes


def show_lamps(
    lamps: tuple[tuple[str, LampMode], ...] | None,
) -> tuple[Value, Attributes]:
    """Count the lamps that are on, be it steadily or not."""
    modes = dict(lamps or ())
    dark = (LampMode.OFF, LampMode.UNKNOWN)
    shown = {part: mode.name.lower() for part, mode in modes.items()}
    return sum(each not in dark for each in modes.values()), {"lamps": shown}
