"""The one guard before everything that carries a number to the switch (toll fraud)."""

from collections.abc import Callable, Iterable, Mapping
import re
from typing import Any, Final

from phonenumbers.shortnumberinfo import (
    connects_to_emergency_number,
    is_emergency_number,
)

from ..const import (
    CONF_ALLOWED_NUMBERS,
    CONF_BLOCKED_NUMBERS,
    CONF_EMERGENCY_NUMBERS_ALLOWED,
    CONF_SHORT_NUMBER_LENGTH,
    DEFAULT_SHORT_NUMBER_LENGTH,
)
from .dial_plan import DialPlan
from .limits import DialLimits, Limit, LimitReached
from .spelling import MAX_NUMBER_LENGTH, clean_number, plain

_PATTERN: Final = re.compile(r"\+?[0-9*#]+\*?")
_COUNTRIES_OF_NO_COUNTRY: Final = ("AU", "GB", "US")
"""Whose emergency numbers count where Home Assistant does not know its country."""
_LIMIT_REASONS: Final = {
    Limit.CALLS_PER_MINUTE: "too_many_calls",
    Limit.OUTSIDE_CALLS_AT_ONCE: "too_many_outside_calls",
    Limit.OUTSIDE_CALLS_PER_DAY: "outside_calls_used_up",
}


def read_patterns(text: str) -> tuple[str, ...]:
    """Read patterns, one a line, `*` at the end only; ValueError where one is none."""
    patterns = tuple(cleaned for line in text.splitlines() if (cleaned := plain(line)))
    if not all(_PATTERN.fullmatch(pattern) for pattern in patterns):
        raise ValueError("not a pattern")
    return patterns


class NumberRefused(Exception):
    """A number is not dialed; `reason` is the key of the message, `placeholders` stand in it."""

    def __init__(self, reason: str, **placeholders: str) -> None:
        """Keep both."""
        super().__init__(reason)
        self.reason = reason
        self.placeholders = placeholders


class DialGuard:
    """Says which number may be dialed, and how the phone system wants to have it."""

    def __init__(
        self,
        plan: Callable[[], DialPlan],
        options: Callable[[], Mapping[str, Any]],
        was_dialed: Callable[[str], bool],
        find_line: Callable[[str], object | None],
        limits: DialLimits | None = None,
    ) -> None:
        """Guard one connection: what it is asked for is as it is at the time."""
        self._get_plan = plan
        self._get_options = options
        self._was_dialed = was_dialed
        self._find_line = find_line
        self.limits = limits or DialLimits(options)

    def admit(self, number: str | int, line: str = "") -> str:
        """Return a number as `line` is to dial it; NumberRefused. Each admission counts for the limits."""
        target = self._line(number)
        text = target or clean_number(number)
        if text is None:
            raise NumberRefused("invalid_number", limit=str(MAX_NUMBER_LENGTH))
        dialled = target or self._get_plan().dialled(
            text, bare=isinstance(number, int), again=self._was_dialed(text)
        )
        self._judge(text, dialled, is_line=target is not None)
        try:
            self.limits.admit(line, outside=self.is_outside(dialled))
        except LimitReached as reached:
            reason = _LIMIT_REASONS[reached.limit]
            raise NumberRefused(reason, limit=str(reached.most)) from None
        return dialled

    def is_outside(self, number: str) -> bool:
        """Tell whether a number is neither a line nor as short as the phone system's own."""
        length = self._options.get(
            CONF_SHORT_NUMBER_LENGTH, DEFAULT_SHORT_NUMBER_LENGTH
        )
        return len(number) > length and not self._find_line(number)

    @property
    def _options(self) -> Mapping[str, Any]:
        return self._get_options()

    def _line(self, number: str | int) -> str | None:
        """Return the line of this connection that a number is, however it is written."""
        for text in (str(number).strip(), clean_number(number)):
            if text and self._find_line(text):
                return text
        return None

    def _judge(self, text: str, dialled: str, *, is_line: bool) -> None:
        """Refuse what the options forbid, in whatever spelling it comes."""
        options = self._options
        plan = self._get_plan()
        spellings = plan.spellings(text, dialled)
        allowed = read_patterns(options.get(CONF_ALLOWED_NUMBERS, ""))
        if allowed and not _matches(spellings, allowed):
            raise NumberRefused("number_not_allowed")
        if len(parts := re.split(r"[*#]", text)) > 1:
            # A feature code may carry a number, with prefixes as one dials it.
            spellings.update(*(plan.spellings(part, part) for part in parts))
        if _matches(spellings, read_patterns(options.get(CONF_BLOCKED_NUMBERS, ""))):
            raise NumberRefused("number_blocked")
        if is_line or options.get(CONF_EMERGENCY_NUMBERS_ALLOWED):
            return
        if any(self._is_emergency(spelling) for spelling in spellings):
            raise NumberRefused("emergency_number")

    def _is_emergency(self, number: str) -> bool:
        """Tell whether a number reaches the emergency services.

        Public networks need not wait for more digits than theirs; a short number of the switch
        may well begin like one.
        """
        length = self._options.get(
            CONF_SHORT_NUMBER_LENGTH, DEFAULT_SHORT_NUMBER_LENGTH
        )
        reaches = (
            is_emergency_number
            if len(number) <= length
            else connects_to_emergency_number
        )
        country = self._get_plan().country
        countries = (country,) if country else _COUNTRIES_OF_NO_COUNTRY
        return any(reaches(number, country) for country in countries)


def _matches(spellings: Iterable[str], patterns: Iterable[str]) -> bool:
    """Tell whether any spelling fits any pattern."""
    return any(
        spelling.startswith(pattern[:-1])
        if pattern.endswith("*")
        else spelling == pattern
        for spelling in spellings
        for pattern in patterns
    )
