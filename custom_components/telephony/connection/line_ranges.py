"""How many lines a connection may have, beside those that it has."""

from collections.abc import Collection
from typing import Final

from homeassistant.helpers.entity_platform import MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY

from ..numbers.line_lists import TooManyLines, read_lines

MAX_LINES: Final = 10_000
"""What one group may have."""
_ENTITIES_PER_LINE: Final = 11
_ENTITIES_PER_GROUP: Final = 4
_ENTITIES_OF_CONNECTION: Final = 2


def max_entity_lines(groups: int) -> int:
    """Return how many lines with entities fit beside so many groups."""
    others = _ENTITIES_OF_CONNECTION + groups * _ENTITIES_PER_GROUP
    return (MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY - others) // _ENTITIES_PER_LINE


def read_new_lines(
    text: str, existing: Collection[str], limit: int, *, only_numbers: bool = False
) -> tuple[str, ...]:
    """Return the lines that a text names and that are not there yet; maybe none."""
    named = read_lines(text, limit, only_numbers=only_numbers)
    lines = tuple(line for line in named if line not in existing)
    if len(existing) + len(lines) > limit:
        raise TooManyLines
    return lines
