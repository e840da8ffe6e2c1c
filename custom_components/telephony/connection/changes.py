"""Who hears of what: callbacks by key, each safe from the others' faults."""

from collections.abc import Callable
import logging

from homeassistant.core import CALLBACK_TYPE, callback

_LOGGER = logging.getLogger(__name__)


class Listeners[*Ts]:
    """Callbacks by key; telling one key costs nothing for all others."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._callbacks: dict[str, tuple[Callable[[*Ts], None], ...]] = {}

    @callback
    def async_add(self, key: str, listener: Callable[[*Ts], None]) -> CALLBACK_TYPE:
        """Add a listener and return what removes it."""
        self._callbacks[key] = (*self._callbacks.get(key, ()), listener)

        @callback
        def remove() -> None:
            left = tuple(each for each in self._callbacks[key] if each is not listener)
            if left:
                self._callbacks[key] = left
            else:
                del self._callbacks[key]

        return remove

    @callback
    def async_tell(self, key: str, *args: *Ts) -> None:
        """Call the key's listeners in the order in which they came."""
        for listener in self._callbacks.get(key, ()):
            try:
                listener(*args)
            except Exception:
                # Whatever one listener gets wrong must not reach the others or the connection.
                _LOGGER.exception("A listener failed")
