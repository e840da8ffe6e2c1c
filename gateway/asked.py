"""One command as somebody asks for it: its fields, the call that it means, its number past the guard."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from custom_components.telephony.cti import (
    CallState,
    DialedNumber,
    PhoneSystem,
    TelephonyError,
)
from custom_components.telephony.cti.gateway.errors import error_data
from custom_components.telephony.numbers.guard import DialGuard, NumberRefused


class CommandRefused(Exception):
    """A command isn't carried out; `code` is told to whoever asked, with the text."""

    def __init__(
        self, code: str, text: str, more: Mapping[str, str] | None = None
    ) -> None:
        """Keep the code, and what else is told."""
        super().__init__(text)
        self.code = code
        self.more = more or {}


def refusal(error: TelephonyError) -> CommandRefused:
    """Return what whoever asked is told of an error of the phone system."""
    data = error_data(error)
    return CommandRefused(data.pop("error"), data.pop("message"), data)


@dataclass(frozen=True, slots=True)
class Asked:
    """One command, and whom it's asked of."""

    system: PhoneSystem
    guard: DialGuard
    line: str
    values: Mapping[str, Any]
    keep_limits: Callable[[], Awaitable[None]]

    def text(self, key: str, *, maybe_empty: bool = False) -> str:
        """Return a text that the command needs."""
        value = self.values.get(key)
        if not isinstance(value, str) or not (value or maybe_empty):
            raise CommandRefused("invalid_command", f"{key} is missing, or isn't text")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise CommandRefused("invalid_command", f"{key} must be true or false")
        return value

    def whole(self, key: str, most: int) -> int:
        """Return a whole number from 0 on."""
        value = self.values.get(key)
        if type(value) is not int or not 0 <= value <= most:
            raise CommandRefused("invalid_command", f"{key} must be 0 to {most}")
        return value

    def call(self, *states: CallState, oldest: bool = False) -> str:
        """Return the call that is meant: the one that is named, or the only one that fits."""
        named = None if self.values.get("call_id") is None else self.text("call_id")
        line = self.system.line(self.line)
        return line.choose(named, states, longest=oldest).call_id

    async def admit(self) -> DialedNumber:
        """Return the number as it's dialed, once the guard has let it pass and that is retained."""
        try:
            number = self.guard.admit(self.text("number"), self.line)
        except NumberRefused as refused:
            words = ", ".join(f"{k} {v}" for k, v in refused.placeholders.items())
            raise CommandRefused(refused.reason, words or refused.reason) from None
        await self.keep_limits()
        return number

    def placing(self, number: DialedNumber) -> AbstractContextManager[None]:
        """Count a call to the outside that the line doesn't show yet."""
        outside = self.guard.is_outside(number)
        return self.guard.limits.placing(self.line, outside=outside)
