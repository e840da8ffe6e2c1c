"""Which calls a trigger or condition means: all that people narrow them down by, in one place."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.helpers import config_validation as cv

from ..coordinator import TelephonyCoordinator
from ..cti.model import Call, Digits, Direction, NameSource, Outcome, PressedBy
from ..numbers.filter import (
    ATTR_ANONYMOUS,
    ATTR_NUMBER,
    ATTR_NUMBER_PREFIX,
    NumberFilter,
)

ATTR_BLOCKED: Final = "blocked"
ATTR_CALLED_NUMBER: Final = "called_number"
ATTR_CONTACT_GROUP: Final = "contact_group"
ATTR_DIGITS: Final = "digits"
ATTR_DIRECTION: Final = "direction"
ATTR_KNOWN: Final = "known"
ATTR_OUTCOME: Final = "outcome"
ATTR_PRESSED_BY: Final = "pressed_by"

_TEXTS: Final = vol.All(cv.ensure_list, [cv.string])
CALL_FILTERS: Final[dict[vol.Marker, Any]] = {
    vol.Optional(ATTR_ANONYMOUS): cv.boolean,
    vol.Optional(ATTR_BLOCKED): cv.boolean,
    vol.Optional(ATTR_CALLED_NUMBER): _TEXTS,
    vol.Optional(ATTR_CONTACT_GROUP): _TEXTS,
    vol.Optional(ATTR_DIRECTION): vol.All(
        cv.ensure_list, [vol.In([each.value for each in Direction])]
    ),
    vol.Optional(ATTR_KNOWN): cv.boolean,
    vol.Optional(ATTR_NUMBER): _TEXTS,
    vol.Optional(ATTR_NUMBER_PREFIX): _TEXTS,
}
"""What every call can be told by."""
OUTCOME_FILTER: Final[dict[vol.Marker, Any]] = {
    vol.Optional(ATTR_OUTCOME): vol.All(
        cv.ensure_list, [vol.In([each.value for each in Outcome])]
    )
}
"""What only a call that is over can be told by."""
KEY_FILTERS: Final[dict[vol.Marker, Any]] = {
    vol.Optional(ATTR_DIGITS): vol.All(
        cv.ensure_list,
        [vol.All(cv.string, vol.Upper, vol.Match(r"^[0-9*#A-D]{0,32}$"))],
    ),
    vol.Optional(ATTR_PRESSED_BY): vol.In([each.value for each in PressedBy]),
}
"""Which keys, and by whom."""


class CallFilter:
    """Lets only some calls pass; without options all of them."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Read the options of a trigger or condition."""
        self._other_side = NumberFilter(options)
        called: list[str] = options.get(ATTR_CALLED_NUMBER) or []
        self._called = NumberFilter({ATTR_NUMBER: called})
        self._blocked: bool | None = options.get(ATTR_BLOCKED)
        self._known: bool | None = options.get(ATTR_KNOWN)
        groups: list[str] = options.get(ATTR_CONTACT_GROUP) or []
        self._groups = frozenset(each.casefold() for each in groups)
        self._directions = frozenset[str](options.get(ATTR_DIRECTION) or ())
        self._outcomes = frozenset[str](options.get(ATTR_OUTCOME) or ())

    def passes(
        self,
        coordinator: TelephonyCoordinator,
        call: Call,
        outcome: Outcome | None = None,
    ) -> bool:
        """Tell whether a call of a connection, with the phone book's names, is one that is meant."""
        plan, party = coordinator.settings.plan, call.party
        if self._known not in (None, party.known_by is NameSource.PHONE_BOOK):
            return False
        blocked = party.blocked and call.direction is Direction.INCOMING
        if self._blocked not in (None, blocked):
            return False
        if self._directions and call.direction not in self._directions:
            return False
        if self._outcomes and outcome not in self._outcomes:
            return False
        if not self._called.passes_number(call.called_number, plan):
            return False
        if not self._other_side.passes(party, plan):
            return False
        if not self._groups:
            return True
        contact = coordinator.phone_book.find(party)
        return contact is not None and not self._groups.isdisjoint(
            map(str.casefold, contact.groups)
        )


class KeyFilter:
    """Lets only some keys pass, pressed in a row by one side of a call; without options all of them."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Read the options of a trigger."""
        wanted: list[str] = options.get(ATTR_DIGITS) or []
        self._wanted = [each for each in wanted if each]
        self._pressed_by: str | None = options.get(ATTR_PRESSED_BY)

    def passes(self, digits: Digits) -> bool:
        """Tell whether one of the rows that are wanted is whole with what was pressed now."""
        if self._pressed_by not in (None, digits.pressed_by):
            return False
        new, so_far = len(digits.keys), digits.so_far
        return not self._wanted or any(
            wanted in so_far[-(new + len(wanted) - 1) :] for wanted in self._wanted
        )
