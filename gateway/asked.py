"""One command as somebody asks for it: its fields, the call that it means, its number past the guard."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final

from custom_components.telephony.cti import (
    AuthenticationRefused,
    CallAmbiguous,
    CallNotFound,
    CallState,
    DialedNumber,
    LinkError,
    NotConnected,
    NotSupported,
    OutcomeUnknown,
    PhoneSystem,
    RequestRefused,
    TelephonyError,
    UnknownLine,
)
from custom_components.telephony.cti.errors import PhoneOutOfService
from custom_components.telephony.numbers.guard import DialGuard, NumberRefused


class CommandRefused(Exception):
    """A command isn't carried out; `code` is told to whoever asked, with the text."""

    def __init__(self, code: str, text: str) -> None:
        """Keep the code."""
        super().__init__(text)
        self.code = code


_CODES: Final[tuple[tuple[type[TelephonyError], str], ...]] = (
    (UnknownLine, "unknown_line"),
    (CallNotFound, "call_not_found"),
    (CallAmbiguous, "call_ambiguous"),
    (NotSupported, "not_supported"),
    (PhoneOutOfService, "out_of_service"),
    (OutcomeUnknown, "outcome_unknown"),
    (RequestRefused, "refused"),
    (AuthenticationRefused, "authentication_refused"),
    (NotConnected, "not_connected"),
    (LinkError, "not_connected"),
)


def refusal(error: TelephonyError) -> CommandRefused:
    """Return what whoever asked is told of an error of the phone system."""
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "failed")
    if isinstance(error, CallAmbiguous):
        calls = ", ".join(each.call_id for each in error.calls)
        return CommandRefused(code, f"several calls fit, name one: {calls}")
    return CommandRefused(code, str(error) or type(error).__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One command, and whom it's asked of."""

    system: PhoneSystem
    guard: DialGuard
    line: str
    values: Mapping[str, Any]
    keep_limits: Callable[[], Awaitable[None]]

    def text(self, key: str) -> str:
        """Return a text that the command needs."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value:
            raise CommandRefused("invalid_command", f"{key} is missing, or isn't text")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise CommandRefused("invalid_command", f"{key} must be true or false")
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
