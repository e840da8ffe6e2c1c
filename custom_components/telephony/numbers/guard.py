"""The one guard before everything that carries a number to the switch (toll fraud)."""

from collections import deque
from collections.abc import Iterable, Mapping
import logging
import re
import time
from typing import TYPE_CHECKING, Any, Final

from phonenumbers.shortnumberinfo import (
    connects_to_emergency_number,
    is_emergency_number,
)

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..const import (
    CONF_ALLOWED_NUMBERS,
    CONF_BLOCKED_NUMBERS,
    CONF_CALLS_PER_MINUTE,
    CONF_EMERGENCY_NUMBERS_ALLOWED,
    CONF_SHORT_NUMBER_LENGTH,
    DEFAULT_CALLS_PER_MINUTE,
    DEFAULT_SHORT_NUMBER_LENGTH,
    DOMAIN,
)
from .dial_plan import MAX_NUMBER_LENGTH, DialPlan, clean_number, without_separators

if TYPE_CHECKING:
    from ..coordinator import TelephonyConfigEntry

_LOGGER = logging.getLogger(__name__)

_PATTERN: Final = re.compile(r"\+?[0-9*#]+\*?")
_COUNTRIES_OF_NO_COUNTRY: Final = ("AU", "GB", "US")
"""Whose emergency numbers count where Home Assistant does not know its country."""


def read_patterns(text: str) -> tuple[str, ...]:
    """Read patterns, one a line, `*` at the end only; ValueError where one is none."""
    patterns = tuple(
        cleaned for line in text.splitlines() if (cleaned := without_separators(line))
    )
    if not all(_PATTERN.fullmatch(pattern) for pattern in patterns):
        raise ValueError("not a pattern")
    return patterns


class _Refused(Exception):
    """A number is not dialled."""

    def __init__(self, reason: str, **placeholders: str) -> None:
        """Take the key of the message, and what stands in it."""
        super().__init__(reason)
        self.reason = reason
        self.placeholders = placeholders


class DialGuard:
    """Says which number may be dialled, and how the switch wants to have it."""

    def __init__(self, hass: HomeAssistant, entry: TelephonyConfigEntry) -> None:
        """Guard one connection."""
        self._hass = hass
        self._entry = entry
        self._dialled: deque[float] = deque()

    def admit(self, number: str | int, line: str) -> str:
        """Return a number as `line` is to dial it, or refuse it; each admission counts for the rate."""
        try:
            return self._admit(number)
        except _Refused as refused:
            _LOGGER.warning(
                "A number was not dialled on %s: %s", self._entry.title, refused.reason
            )
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key=refused.reason,
                translation_placeholders={"line": line, **refused.placeholders},
            ) from None

    def _admit(self, number: str | int) -> str:
        target = self._line(number)
        text = target or clean_number(number)
        if text is None:
            raise _Refused("invalid_number", limit=str(MAX_NUMBER_LENGTH))
        dialled = target or DialPlan(self._options, self._country).dialled(
            text,
            bare=isinstance(number, int),
            again=self._entry.runtime_data.call_log.was_dialled(text),
        )
        self._judge(text, dialled, is_line=target is not None)
        self._count()
        return dialled

    @property
    def _options(self) -> Mapping[str, Any]:
        return self._entry.options

    @property
    def _country(self) -> str | None:
        return self._hass.config.country

    def _line(self, number: str | int) -> str | None:
        """Return the line of this connection that a number is, however it is written."""
        for text in (str(number).strip(), clean_number(number)):
            if text and self._entry.runtime_data.system.lines.get(text):
                return text
        return None

    def _judge(self, text: str, dialled: str, *, is_line: bool) -> None:
        """Refuse what the options forbid, in whatever spelling it comes."""
        options = self._options
        plan = DialPlan(options, self._country)
        spellings = plan.spellings(text, dialled)
        allowed = read_patterns(options.get(CONF_ALLOWED_NUMBERS, ""))
        if allowed and not _matches(spellings, allowed):
            raise _Refused("number_not_allowed")
        if len(parts := re.split(r"[*#]", text)) > 1:
            # A feature code may carry a number, with prefixes as one dials it.
            spellings.update(*(plan.spellings(part, part) for part in parts))
        if _matches(spellings, read_patterns(options.get(CONF_BLOCKED_NUMBERS, ""))):
            raise _Refused("number_blocked")
        if is_line or options.get(CONF_EMERGENCY_NUMBERS_ALLOWED):
            return
        if any(self._is_emergency(spelling) for spelling in spellings):
            raise _Refused("emergency_number")

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
        countries = (self._country,) if self._country else _COUNTRIES_OF_NO_COUNTRY
        return any(reaches(number, country) for country in countries)

    def _count(self) -> None:
        """Refuse what is too much for one minute."""
        limit = self._options.get(CONF_CALLS_PER_MINUTE, DEFAULT_CALLS_PER_MINUTE)
        now = time.monotonic()
        while self._dialled and now - self._dialled[0] >= 60:
            self._dialled.popleft()
        if len(self._dialled) >= limit:
            raise _Refused("too_many_calls", limit=str(limit))
        self._dialled.append(now)


def _matches(spellings: Iterable[str], patterns: Iterable[str]) -> bool:
    """Tell whether any spelling fits any pattern."""
    return any(
        spelling.startswith(pattern[:-1])
        if pattern.endswith("*")
        else spelling == pattern
        for spelling in spellings
        for pattern in patterns
    )
