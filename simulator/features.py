"""What a line can be set to: do not disturb, forwarding, the message lamp."""

from typing import Unpack

from .calls import (
    Cause,
    ErrorCode,
    EventKind,
    ExchangeError,
    ExchangeEvent,
    ForwardingType,
)
from .event_details import EventDetails
from .switchboard import Switchboard


class Features:
    """Changes the settings of lines, and tells of it."""

    def __init__(self, board: Switchboard) -> None:
        """Serve the lines of a switchboard."""
        self._board = board

    def set_do_not_disturb(self, device: str, *, enabled: bool) -> None:
        """Let a line take calls or not."""
        self._board.line(device).do_not_disturb = enabled
        self._tell(EventKind.DO_NOT_DISTURB, device, enabled=enabled)

    def set_forwarding(
        self,
        device: str,
        kind: ForwardingType,
        number: str | None = None,
        *,
        enabled: bool = True,
    ) -> None:
        """Forward a line's calls, or not."""
        forwarding = self._board.line(device).forwarding
        if enabled and (not number or number == device):
            raise ExchangeError(ErrorCode.INVALID_CALLED)
        forwarding.pop(kind, None)
        if enabled and number:
            forwarding[kind] = number
        details = EventDetails(enabled=enabled, forwarding_type=kind, number=number)
        self._tell(EventKind.FORWARDING, device, **details)

    def set_message_waiting(self, device: str, *, enabled: bool) -> None:
        """Light a line's message lamp, or not."""
        self._board.line(device).message_waiting = enabled
        self._tell(EventKind.MESSAGE_WAITING, device, enabled=enabled)

    def set_in_service(self, device: str, *, enabled: bool) -> None:
        """Take a line's phone out of service, or back (ECMA-269, 17.7)."""
        kind = EventKind.BACK_IN_SERVICE if enabled else EventKind.OUT_OF_SERVICE
        self._board.line(device).out_of_service = not enabled
        self._tell(kind, device, enabled=enabled)

    def _tell(
        self, kind: EventKind, device: str, **details: Unpack[EventDetails]
    ) -> None:
        """Tell everybody of a change."""
        self._board.tell(ExchangeEvent(kind, Cause.NORMAL, (device,), **details))
