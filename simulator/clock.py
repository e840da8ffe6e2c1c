"""The clock that the simulator lives on: an event loop's, or one that jumps."""

from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """A callback that waits for its time."""

    def cancel(self) -> None:
        """Forget the callback."""


class Clock(Protocol):
    """The part of an event loop that the simulator lives on."""

    def time(self) -> float:
        """Return the loop's seconds."""

    def call_later[*Ts](
        self, delay: float, callback: Callable[[*Ts], object], /, *args: *Ts
    ) -> Timer:
        """Call back after a delay in seconds."""

    def call_soon[*Ts](
        self, callback: Callable[[*Ts], object], /, *args: *Ts
    ) -> object:
        """Call back on the loop's next turn."""
