"""The Telestra SIP Service API: SIP accounts of a Telestra server, controlled over TCP."""

from .system import TelestraSettings, TelestraSystem

__all__ = ["TelestraSettings", "TelestraSystem"]
