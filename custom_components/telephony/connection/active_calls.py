"""How many calls a connection carries, when a call between two of its lines is one call."""

from collections import Counter
from collections.abc import Iterable

from ..cti.line import Line


def count_calls(lines: Iterable[Line]) -> int:
    """Count the calls of these lines by the pair of their ends."""
    legs = Counter(
        (line.number, call.party.number or "") for line in lines for call in line.calls
    )
    told_twice = sum(
        min(count, legs[end, number])
        for (number, end), count in legs.items()
        if number < end
    )
    return legs.total() - told_twice
