"""How one server is treated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TelestraSettings:
    """How to treat one server; `name` is for the log."""

    name: str = "Telestra server"
