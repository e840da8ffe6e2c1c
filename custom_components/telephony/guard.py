"""The one guard before everything that carries a number to the switch (toll fraud)."""

from collections import deque
from collections.abc import Iterable, Mapping
import logging
import re
import time
from typing import TYPE_CHECKING, Any, Final

import phonenumbers
from phonenumbers.shortnumberinfo import (
    connects_to_emergency_number,
    is_emergency_number,
)

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .const import (
    CONF_ALLOWED_NUMBERS,
    CONF_BLOCKED_NUMBERS,
    CONF_CALLS_PER_MINUTE,
    CONF_EMERGENCY_NUMBERS_ALLOWED,
    CONF_INTERNATIONAL_PREFIX,
    CONF_OUTSIDE_PREFIX,
    CONF_SHORT_NUMBER_LENGTH,
    DEFAULT_CALLS_PER_MINUTE,
    DEFAULT_SHORT_NUMBER_LENGTH,
    DOMAIN,
)

if TYPE_CHECKING:
    from .coordinator import TelephonyConfigEntry

_LOGGER = logging.getLogger(__name__)

MAX_NUMBER_LENGTH: Final = 32
_SEPARATORS: Final = re.compile(r"[\s.\-\u2010-\u2015()\[\]/]+")
_NUMBER: Final = re.compile(r"\+?[0-9*#]+")
_PREFIX: Final = re.compile(r"[0-9*#]{0,10}")
_PATTERN: Final = re.compile(r"\+?[0-9*#]+\*?")
_COUNTRIES_OF_NO_COUNTRY: Final = ("AU", "GB", "US")
"""Whose emergency numbers count where Home Assistant does not know its country."""


def clean_number(number: str | int) -> str | None:
    """Return a number as people write it without what is only there to read it; None if it is none."""
    text = _SEPARATORS.sub("", str(number))
    if len(text) > MAX_NUMBER_LENGTH or not _NUMBER.fullmatch(text):
        return None
    return text


def read_prefix(text: str) -> str:
    """Read a prefix, `9` for instance; ValueError where it is none."""
    prefix = _SEPARATORS.sub("", text)
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("not a prefix")
    return prefix


def read_patterns(text: str) -> tuple[str, ...]:
    """Read patterns, one a line, `*` at the end only; ValueError where one is none."""
    patterns = tuple(
        cleaned for line in text.splitlines() if (cleaned := _SEPARATORS.sub("", line))
    )
    if not all(_PATTERN.fullmatch(pattern) for pattern in patterns):
        raise ValueError("not a pattern")
    return patterns


class DialGuard:
    """Says which number may be dialled, and how the switch wants to have it."""

    def __init__(self, hass: HomeAssistant, entry: TelephonyConfigEntry) -> None:
        """Guard one connection."""
        self._hass = hass
        self._entry = entry
        self._dialled: deque[float] = deque()

    def admit(self, number: str | int) -> str:
        """Return a number as it is to be dialled, or refuse it; each admission counts for the rate."""
        line = self._line(number)
        text = line or clean_number(number)
        if text is None:
            raise self._refusal("invalid_number")
        dialled = line or _DialPlan(self._options, self._country).dialled(
            text, bare=isinstance(number, int)
        )
        self._judge(text, dialled, is_line=line is not None)
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
            if text and self._entry.runtime_data.line(text):
                return text
        return None

    def _judge(self, text: str, dialled: str, *, is_line: bool) -> None:
        """Refuse what the options forbid, in whatever spelling it comes."""
        options = self._options
        spellings = _DialPlan(options, self._country).spellings(text, dialled)
        allowed = read_patterns(options.get(CONF_ALLOWED_NUMBERS, ""))
        if allowed and not _matches(spellings, allowed):
            raise self._refusal("number_not_allowed")
        spellings |= {part for part in re.split(r"[*#]", text) if part}
        if _matches(spellings, read_patterns(options.get(CONF_BLOCKED_NUMBERS, ""))):
            raise self._refusal("number_blocked")
        if is_line or options.get(CONF_EMERGENCY_NUMBERS_ALLOWED):
            return
        if any(self._is_emergency(spelling) for spelling in spellings):
            raise self._refusal("emergency_number")

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
            raise self._refusal("too_many_calls", limit=str(limit))
        self._dialled.append(now)

    def _refusal(self, reason: str, **placeholders: str) -> ServiceValidationError:
        """Log a refused try, without the number, and return what to raise."""
        _LOGGER.warning("A number was not dialled on %s: %s", self._entry.title, reason)
        return ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=reason,
            translation_placeholders=placeholders,
        )


class _DialPlan:
    """How the switch dials out: its prefixes, and what a number is without them."""

    def __init__(self, options: Mapping[str, Any], country: str | None) -> None:
        """Read the options."""
        self._outside: str = read_prefix(options.get(CONF_OUTSIDE_PREFIX, ""))
        self._international: str = read_prefix(
            options.get(CONF_INTERNATIONAL_PREFIX, "")
        )
        self._short: int = options.get(
            CONF_SHORT_NUMBER_LENGTH, DEFAULT_SHORT_NUMBER_LENGTH
        )
        self._country = country

    def dialled(self, number: str, *, bare: bool) -> str:
        """Put the prefixes before an outside number; `bare` ones may have lost their plus."""
        if bare and self._lost_its_plus(number):
            number = f"+{number}"
        if number.startswith("+"):
            if not self._international:
                return number
            return f"{self._outside}{self._international}{number[1:]}"
        if (
            len(number) <= self._short
            or not number.isdecimal()
            or self._has_prefix(number)
        ):
            return number
        return f"{self._outside}{number}"

    def spellings(self, number: str, dialled: str) -> set[str]:
        """Return all forms by which a pattern can mean this number."""
        public = dialled.removeprefix(self._outside)
        forms = {number, dialled, public}
        if self._international and public.startswith(self._international):
            forms.add(f"+{public.removeprefix(self._international)}")
        if e164 := self._e164(public):
            forms.add(e164)
        return forms - {""}

    def _has_prefix(self, number: str) -> bool:
        """Tell whether somebody wrote the outside prefix, as one dials it on the telephone."""
        if not (self._outside and number.startswith(self._outside)):
            return False
        return not self._e164(number) and (
            self._e164(number.removeprefix(self._outside)) is not None
        )

    def _lost_its_plus(self, number: str) -> bool:
        """Tell whether a whole number was an international one before a template took its plus."""
        international = self._e164(f"+{number}")
        return international is not None and self._e164(number) in (None, international)

    def _e164(self, number: str) -> str | None:
        """Return a valid public number in its international form (ITU-T E.164)."""
        try:
            parsed = phonenumbers.parse(number, self._country)
        except phonenumbers.NumberParseException:
            return None
        if not phonenumbers.is_valid_number(parsed):
            return None
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _matches(spellings: Iterable[str], patterns: Iterable[str]) -> bool:
    """Tell whether any spelling fits any pattern."""
    return any(
        spelling.startswith(pattern[:-1])
        if pattern.endswith("*")
        else spelling == pattern
        for spelling in spellings
        for pattern in patterns
    )
