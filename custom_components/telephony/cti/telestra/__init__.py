"""The Telestra SIP Service API: SIP accounts of a Telestra server, controlled over TCP."""

from .settings import TelestraSettings
from .system import TelestraSystem

__all__ = ["TelestraSettings", "TelestraSystem"]
