"""What a session tells whoever has the monitors."""

from collections.abc import Iterable
from typing import Protocol

from .liveness import Question
from .wire.events import Event
from .wire.xml import Element


class SessionListener(Protocol):
    """Who hears what the switch tells by itself."""

    def on_event(self, event: Event) -> None:
        """Take an event."""

    def on_data(self, root: Element) -> None:
        """Take one segment of an answer that comes in several."""

    def on_monitor_stopped(self, reference: str | None) -> None:
        """Learn that the switch has ended a monitor."""

    def on_monitor_late(self, reference: str | None) -> None:
        """Learn of a monitor whose start was given up before the switch answered."""

    def on_messages_lost(self) -> None:
        """Learn that what is known of the calls may be wrong."""

    def questions(self) -> Iterable[Question]:
        """Return what may be asked about a line to hear a sign of life."""
