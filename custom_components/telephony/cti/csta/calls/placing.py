"""Calls that a line asks for: what may be theirs waits until the switch has answered."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from ...errors import OutcomeUnknown
from ...model import Presentation
from ..wire.events import Event
from ..wire.identifiers import same_number
from .connections import Connections
from .meaning import RINGING, is_outgoing, is_own

_DEFERRED_LIMIT: Final = 100


class Placing:
    """Keeps events back while the switch has not said which call is the one asked for.

    It may ring our phone before it answers, and not say for what call. Where it never answers,
    such a call is more likely ours than a caller's.
    """

    def __init__(
        self,
        legs: Connections,
        apply: Callable[[Event], None],
        doubt: Callable[[], None],
    ) -> None:
        """Keep nothing; `doubt` is called where events had to be given up."""
        self._legs = legs
        self._apply = apply
        self._doubt = doubt
        self.numbers: list[str] = []
        """Those to which calls are asked for."""
        self._deferred: deque[Event] = deque()

    @contextmanager
    def asking(self, number: str) -> Iterator[None]:
        """While a call to this number is asked for, keep back events that may be its own."""
        self.numbers.append(number)
        try:
            yield
        except OutcomeUnknown:
            self._drop_nameless()
            raise
        finally:
            self.numbers.remove(number)
            while self._deferred and not self.numbers:
                self._apply(self._deferred.popleft())

    @property
    def is_asking(self) -> bool:
        """Whether a call is asked for, so that one that is not known may be it."""
        return bool(self.numbers)

    def keeps(self, event: Event) -> bool:
        """While a call is asked for, keep an event back that may belong to it."""
        if keeps := self._may_be_placed(event):
            self._deferred.append(event)
        return keeps

    def _may_be_placed(self, event: Event) -> bool:
        if self._deferred:  # what comes later waits as well, so that the order is kept
            if full := len(self._deferred) >= _DEFERRED_LIMIT:
                self._doubt()
            return not full
        if event.name not in RINGING or self._legs.get(event.call_id):
            return False
        number = event.calling.number
        return (
            is_own(self._legs, event)
            and not is_outgoing(self._legs, event)
            and (number is None or any(same_number(number, n) for n in self.numbers))
        )

    def _drop_nameless(self) -> None:
        """Forget calls kept back of which nothing says who calls; the next event has the switch asked."""
        nameless = {
            event.call_id
            for event in self._deferred
            if event.name in RINGING
            and event.calling.presentation is Presentation.UNAVAILABLE
        }
        if nameless:
            self._doubt()
        kept = [each for each in self._deferred if each.call_id not in nameless]
        self._deferred = deque(kept)
