"""Many changes that are answered once, a little later."""

from collections.abc import Callable
from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later


class Throttle:
    """Waits after the first change, while others may come; not for the last, which may never come."""

    def __init__(
        self, hass: HomeAssistant, seconds: float, action: Callable[[], None]
    ) -> None:
        """Prepare to call `action` so many seconds after a change."""
        self._hass = hass
        self._seconds = seconds
        self._action = action
        self._job = HassJob(self._settled, cancel_on_shutdown=True)
        self._cancel: CALLBACK_TYPE | None = None

    @callback
    def async_changed(self) -> None:
        """Take note of a change."""
        if self._cancel is None:
            self._cancel = async_call_later(self._hass, self._seconds, self._job)

    @callback
    def async_stop(self) -> None:
        """Forget the changes that were not answered yet."""
        if self._cancel:
            self._cancel()
            self._cancel = None

    @callback
    def _settled(self, now: datetime) -> None:
        self._cancel = None
        self._action()
