"""How many calls a connection carries, when a call between two of its lines is one call."""

from .cti.model import Call


class ActiveCalls:
    """Counts calls by the pair of their ends, so that a change of a line costs only its own calls."""

    def __init__(self) -> None:
        """Begin with no calls."""
        self.total = 0
        self._ends: dict[str, tuple[str, ...]] = {}
        self._legs: dict[tuple[str, str], int] = {}

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines that have calls."""
        return tuple(self._ends)

    def update(self, number: str, calls: tuple[Call, ...]) -> bool:
        """Take over a line's calls; True when the total changed."""
        ends = tuple([call.party.number or "" for call in calls])
        before = self._ends.get(number, ())
        if ends == before:
            return False
        total = self.total
        for end in before:
            self._add(number, end, -1)
        for end in ends:
            self._add(number, end, 1)
        if ends:
            self._ends[number] = ends
        else:
            del self._ends[number]
        return self.total != total

    def _add(self, number: str, end: str, count: int) -> None:
        """Count a leg; of the legs from either side the larger number are calls."""
        there = self._legs.get((end, number), 0) if end != number else 0
        here = self._legs.get((number, end), 0)
        self.total += max(here + count, there) - max(here, there)
        if here + count:
            self._legs[number, end] = here + count
        else:
            del self._legs[number, end]
