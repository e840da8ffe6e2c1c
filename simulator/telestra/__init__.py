"""A Telestra server: SIP accounts controlled by JSON over TCP."""

from .front_end import TelestraFrontEnd
from .options import CallItems, TelestraOptions

__all__ = ["CallItems", "TelestraFrontEnd", "TelestraOptions"]
