"""What the card's and the pop-up's messages have in common: they begin, follow, and leave nothing behind."""

from abc import ABC, abstractmethod

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..lines.following import async_follow_registries


class Feed(ABC):
    """Sends how things stand, and follows them until it is stopped."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Follow nothing before `async_start`."""
        self._hass = hass
        self._unlisten: list[CALLBACK_TYPE] = []
        self._unfollow: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Send how things stand, and follow them."""
        self._unfollow = async_follow_registries(self._hass, self._look_up)
        self._look_up()

    @callback
    def async_stop(self) -> None:
        """Leave nothing behind."""
        if self._unfollow:
            self._unfollow()
        self._stop_listening()

    def _stop_listening(self) -> None:
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten.clear()

    @abstractmethod
    def _look_up(self) -> None:
        """Find out what there is to follow, listen to it, and send everything."""
