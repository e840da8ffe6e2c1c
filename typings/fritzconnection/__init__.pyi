from typing import Any

from .core.devices import DeviceManager
from .core.soaper import Soaper

class FritzConnection:
    address: str
    port: int
    session: object
    timeout: float | None
    soaper: Soaper
    device_manager: DeviceManager
    @property
    def services(self) -> dict[str, Any]: ...
