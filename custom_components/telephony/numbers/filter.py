"""Whom a trigger waits for: numbers in whatever spelling, beginnings of numbers, suppressed ones."""

from collections.abc import Mapping
from typing import Any, Final

from ..cti.model import Party, Presentation
from .dial_plan import DialPlan, without_separators

ATTR_ANONYMOUS: Final = "anonymous"
ATTR_NUMBER: Final = "number"
ATTR_NUMBER_PREFIX: Final = "number_prefix"


class NumberFilter:
    """Lets only some parties pass; without options all of them."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Read a trigger's options."""
        self._numbers: list[str] | None = options.get(ATTR_NUMBER)
        self._prefixes: list[str] | None = options.get(ATTR_NUMBER_PREFIX)
        self._anonymous: bool | None = options.get(ATTR_ANONYMOUS)
        self._settings: tuple[object, ...] = ()
        self._canonical: frozenset[str] = frozenset()

    def passes(self, party: Party, plan: DialPlan) -> bool:
        """Tell whether a party is one that is waited for."""
        anonymous = party.presentation is Presentation.RESTRICTED
        if self._anonymous is not None and self._anonymous is not anonymous:
            return False
        if not (self._numbers or self._prefixes):
            return True
        number = party.number
        return number is not None and (
            self._is_number(number, plan) and self._begins(number, plan)
        )

    def _is_number(self, number: str, plan: DialPlan) -> bool:
        if not self._numbers:
            return True
        if self._settings != plan.settings:
            self._settings = plan.settings
            self._canonical = frozenset(map(plan.canonical, self._numbers))
        return plan.canonical(number) in self._canonical

    def _begins(self, number: str, plan: DialPlan) -> bool:
        if not self._prefixes:
            return True
        prefixes = tuple(map(without_separators, self._prefixes))
        return any(each.startswith(prefixes) for each in plan.beginnings(number))
