"""Which numbers a filter means: in whatever spelling, by their beginning, or suppressed ones."""

from collections.abc import Mapping
from typing import Any, Final

from ..cti.model import Party, Presentation
from .dial_plan import DialPlan

ATTR_ANONYMOUS: Final = "anonymous"
ATTR_NUMBER: Final = "number"
ATTR_NUMBER_PREFIX: Final = "number_prefix"


class NumberFilter:
    """Lets only some parties or numbers pass; without options all of them."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Read the options."""
        self._numbers: list[str] = options.get(ATTR_NUMBER) or []
        self._prefixes: list[str] = options.get(ATTR_NUMBER_PREFIX) or []
        self._anonymous: bool | None = options.get(ATTR_ANONYMOUS)

    def passes(self, party: Party, plan: DialPlan) -> bool:
        """Tell whether a party is one that is waited for."""
        anonymous = party.presentation is Presentation.RESTRICTED
        if self._anonymous not in (None, anonymous):
            return False
        return self.passes_number(party.number, plan)

    def passes_number(self, number: str | None, plan: DialPlan) -> bool:
        """Tell whether a number is one that is waited for."""
        if not (self._numbers or self._prefixes):
            return True
        if number is None:
            return False
        readings = plan.readings
        return (
            not self._numbers
            or any(readings.same(number, each) for each in self._numbers)
        ) and (
            not self._prefixes
            or any(readings.begins(number, each) for each in self._prefixes)
        )
