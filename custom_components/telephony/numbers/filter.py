"""Whom a trigger waits for: numbers in whatever spelling, beginnings of numbers, suppressed ones."""

from collections.abc import Mapping
from typing import Any, Final

from ..cti.model import Party, Presentation
from .dial_plan import DialPlan

ATTR_ANONYMOUS: Final = "anonymous"
ATTR_NUMBER: Final = "number"
ATTR_NUMBER_PREFIX: Final = "number_prefix"


class NumberFilter:
    """Lets only some parties pass; without options all of them."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Read a trigger's options."""
        self._numbers: list[str] = options.get(ATTR_NUMBER) or []
        self._prefixes: list[str] = options.get(ATTR_NUMBER_PREFIX) or []
        self._anonymous: bool | None = options.get(ATTR_ANONYMOUS)

    def passes(self, party: Party, plan: DialPlan) -> bool:
        """Tell whether a party is one that is waited for."""
        anonymous = party.presentation is Presentation.RESTRICTED
        if self._anonymous is not None and self._anonymous is not anonymous:
            return False
        if not (self._numbers or self._prefixes):
            return True
        number, readings = party.number, plan.readings
        if number is None:
            return False
        return (
            not self._numbers
            or any(readings.same(number, each) for each in self._numbers)
        ) and (
            not self._prefixes
            or any(readings.begins(number, each) for each in self._prefixes)
        )
