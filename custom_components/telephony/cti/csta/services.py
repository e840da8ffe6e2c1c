"""Which services the switch of a session has, as its answers, refusals and silences show."""

from collections import Counter
from collections.abc import Callable
from typing import Final

SILENCES: Final = 3
"""Requests for a service that was never answered until the switch is taken not to have it."""


class Services:
    """What is known of each service; a late answer counts as well as one in time."""

    def __init__(self) -> None:
        """Know nothing."""
        self.on_refused: Callable[[], object] | None = None
        """Hears when there are fewer services than were thought."""
        self._missing: set[str] = set()
        self._answered: set[str] = set()
        self._responding: set[str] = set()
        self._silences: Counter[str] = Counter()

    def is_missing(self, service: str) -> bool:
        """Whether there is no point in asking."""
        return service in self._missing

    def lacks(self, service: str) -> bool:
        """Whether the switch has said that it does not have a service; silence is no word."""
        return service in self._missing and service not in self._silences

    def has_answered(self, service: str) -> bool:
        """Whether the switch has shown that it has a service."""
        return service in self._answered

    def responded(self, service: str) -> None:
        """Learn that a request has got its reply, a refusal maybe."""
        self._responding.add(service)

    def responds(self, service: str) -> bool:
        """Whether requests for a service get replies, be they refusals."""
        return service in self._responding

    def refused(self, *services: str) -> None:
        """Learn that the switch says it does not have these services."""
        self._missing.update(services)
        for service in services:
            self._silences.pop(service, None)
        if self.on_refused:
            self.on_refused()

    def answered(self, service: str) -> None:
        """Learn that the switch has a service."""
        self._answered.add(service)

    def silent(self, service: str) -> None:
        """Learn that no answer came in time though others came."""
        if service not in self._answered:
            self._silences[service] += 1
            if self._silences[service] >= SILENCES:
                self._missing.add(service)

    def answered_late(self, service: str) -> bool:
        """Learn of an answer that nobody waits for any more; True where it was given up.

        After a standstill of ours it may be read before the silence is told.
        """
        if self.lacks(service):
            return False
        self._silences.pop(service, None)
        self._answered.add(service)
        was_missing = service in self._missing
        self._missing.discard(service)
        return was_missing
