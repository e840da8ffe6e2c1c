"""The words for the states of connections (ECMA-269, 12.2.3)."""

from typing import Final

from ...model import CallState

OWN_STATES: Final = {
    CallState.DIALING: "connected",
    CallState.RINGING: "alerting",
    CallState.CONNECTED: "connected",
    CallState.HELD: "hold",
}
"""What a line's own connection is in, for what is shown of its call."""
ACTIVITY: Final = ("connected", "hold", "alerting", "queued", "initiated")
"""States of connections, the most active first."""
TALKS: Final = ("connected", "hold")
