"""The Telestra SIP Service API: SIP accounts of a Telestra server, controlled over TCP."""

from .switch import TelestraSettings, TelestraSwitch

__all__ = ["TelestraSettings", "TelestraSwitch"]
