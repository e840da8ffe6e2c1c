"""The Telestra SIP Service API: SIP accounts of a Telestra server, controlled over TCP."""

from .system import TelestraSettings, TelestraSwitch

__all__ = ["TelestraSettings", "TelestraSwitch"]
