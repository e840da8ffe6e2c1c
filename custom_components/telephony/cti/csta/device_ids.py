"""The device IDs of phone systems that want to be asked for them (Avaya: GetThirdPartyDeviceId)."""

from collections.abc import Iterable
from typing import Final, Protocol

from ..errors import NotSupported
from .wire.identifiers import DeviceId, device_id
from .wire.messages import Value
from .wire.xml import Element, child

_KEPT: Final = 1 << 15
"""Device IDs that are remembered in a session: more than it may have lines."""


class _Ask(Protocol):
    async def __call__(self, service: str, /, **values: Value | None) -> Element:
        """Ask for a service and return the reply."""


class DeviceIds:
    """Asks for each number once in a session, whether it is a line or only called."""

    def __init__(
        self, known: dict[str, DeviceId], ask: _Ask, switch_connection: str | None
    ) -> None:
        """Keep what is told in `known`; the phone system is named where somebody has said how."""
        self._known = known
        self._ask = ask
        self._switch_connection = switch_connection

    async def learn(self, numbers: Iterable[str]) -> None:
        """Ask for those that aren't known; raises what the phone system says against one.

        Where it can't be asked, numbers are written in the maker's form.
        """
        for number in numbers:
            try:
                reply = await self._ask(
                    "GetThirdPartyDeviceId",
                    switchName=self._switch_connection,
                    extension=number,
                )
            except NotSupported:
                return
            if (told := child(reply, "device")) is not None:
                while len(self._known) >= _KEPT:
                    del self._known[next(iter(self._known))]
                self._known[number] = device_id(told)
