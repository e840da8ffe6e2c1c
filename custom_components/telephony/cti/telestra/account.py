"""The state of one account: what events and statuses mean for its line and calls."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ..errors import CallNotFound, TelephonyError
from ..line import Line
from ..model import (
    UNKNOWN_PARTY,
    Call,
    CallState,
    Direction,
    Outcome,
    Party,
    Presentation,
)
from .events import CALLS_LIMIT, CallIncoming, CallItem, Status
from .parties import (
    UNANSWERED,
    better_party,
    may_be_incoming,
    may_be_placed,
    may_be_same,
)
from .registration import registration_of


class CallIndex:
    """Which accounts have a call with a given id, for events that name another account."""

    def __init__(self) -> None:
        """Begin without calls."""
        self._accounts: dict[int, dict[str, Account]] = {}

    def add(self, call_id: int, account: Account) -> None:
        """Note that an account has such a call."""
        self._accounts.setdefault(call_id, {})[account.name] = account

    def discard(self, call_id: int, account: Account) -> None:
        """Note that it has none any more."""
        accounts = self._accounts.get(call_id, {})
        accounts.pop(account.name, None)
        if not accounts:
            self._accounts.pop(call_id, None)

    def holders(self, call_id: int) -> tuple[Account, ...]:
        """Return the accounts that have such a call."""
        return tuple(self._accounts.get(call_id, {}).values())


class Account:
    """One account: the server's call ids, and what becomes of its line.

    The server's ids are small and used again; ours are the line's and never are. At most one
    call is active, the others are held.
    """

    def __init__(self, line: Line, index: CallIndex) -> None:
        """Begin without calls, waiting for the first status."""
        self.name = line.number
        self.line = line
        self.synchronized = False
        self.suspect = False
        """Whether the server has refused the last get-status."""
        self.overflowed = False
        """Whether a call was given up for a newer one, so that the server must be asked."""
        self.dialed: str | None = None
        """The number of the last make-call that no call-return has answered."""
        self.statuses = 0
        """How many statuses have come."""
        self._index = index
        self._ids: dict[int, str] = {}
        for known in line.known:
            if known.reference and known.reference.isdecimal():
                self._ids[int(known.reference)] = known.call.call_id
            else:
                line.end(known.call.call_id, Outcome.UNKNOWN)
        for call_id in self._ids:
            index.add(call_id, self)
        self._before_outage = set(self._ids)
        self._rejecting: set[int] = set()
        self._told: frozenset[int] = frozenset()
        self._mute = False
        self._active: int | None = None

    # What is known

    def holds(self, call_id: int) -> bool:
        """Whether there is a call with this id of the server's."""
        return call_id in self._ids

    def awaits_answer(self, call_id: int) -> bool:
        """Whether there is such a call and it was not answered yet."""
        ours = self._ids.get(call_id)
        return ours is not None and self.line.call(ours).state in UNANSWERED

    def server_id(self, call_id: str) -> int:
        """Return the server's id of one of our calls; CallNotFound when it is over."""
        for server_id, ours in self._ids.items():
            if ours == call_id:
                return server_id
        raise CallNotFound(self.name, call_id)

    def tells_state(self, call_id: int) -> bool:
        """Whether the last status told the state of this call."""
        return call_id in self._told

    @property
    def wants_watching(self) -> bool:
        """Whether something may change that is not pushed, and a status would show it."""
        calls = self.line.calls
        return not self._mute and (
            len(calls) > 1
            or any(call.state in (CallState.DIALING, CallState.HELD) for call in calls)
        )

    # What the server tells

    def incoming(self, event: CallIncoming) -> None:
        """Take a call that comes in."""
        party = event.party
        if (call := self._known(event.call_id)) and may_be_incoming(call, party):
            self.line.change(
                call.call_id,
                state=CallState.RINGING,
                direction=Direction.INCOMING,
                party=party,
            )
            return
        self._replace(event.call_id)
        self._begin(event.call_id, Direction.INCOMING, CallState.RINGING, party)

    def placed(self, call_id: int, number: str | None) -> str:
        """Take a call that the account places and return our id; the active one is held.

        `number` is None for another client's call.
        """
        party = Party(number, None, Presentation.ALLOWED) if number else UNKNOWN_PARTY
        if (call := self._known(call_id)) and may_be_placed(call, number):
            if number:
                self.line.change(call.call_id, party=party, called_number=number)
            return call.call_id
        self._replace(call_id)
        self._hold_others(call_id)
        return self._begin(call_id, Direction.OUTGOING, CallState.DIALING, party)

    def answered(self, call_id: int) -> None:
        """Take it that a call was answered."""
        self.activate(call_id)

    def activate(self, call_id: int) -> None:
        """Make a call the active one and the others held."""
        self._hold_others(call_id)
        self.line.change(self._ids[call_id], state=CallState.CONNECTED)
        self._active = call_id

    def ended(self, call_id: int) -> None:
        """Take it that a call is over."""
        self._end(call_id, None)

    @contextmanager
    def rejecting(self, call_id: int) -> Iterator[None]:
        """Take it for our doing if a call ends within a `with`."""
        self._rejecting.add(call_id)
        try:
            yield
        finally:
            self._rejecting.discard(call_id)

    def take_status(self, status: Status) -> None:
        """Make the line what the server says; after an outage what is gone ended unknown."""
        self.statuses += 1
        self.suspect = False
        self._register(status.sip_code)
        if status.calls is None:  # so nobody will ever tell whether these have ended
            for call_id in tuple(self._before_outage):
                self._end(call_id, Outcome.UNKNOWN)
        else:
            items = {item.call_id: item for item in status.calls}
            self._told = frozenset(
                call_id for call_id, item in items.items() if item.state
            )
            self._mute = bool(items) and not self._told
            self._drop_gone(items)
            states = self._states(items)
            # What goes on hold first: never are two active.
            for call_id in sorted(
                states, key=lambda key: states[key] is not CallState.HELD
            ):
                self._take_call(items[call_id], states[call_id])
        self.line.set_watched(None)
        self._before_outage.clear()
        self.synchronized = True

    def refused(self, problem: TelephonyError) -> None:
        """Take it that the server does not know the account."""
        self.synchronized = False
        self.line.set_watched(problem)

    def lost(self) -> None:
        """Take it that the connection is gone: nothing is known until the next status."""
        self.synchronized = False
        self.dialed = None
        self.line.lose()
        self._before_outage = set(self._ids)

    def forget(self) -> None:
        """Leave the index: the line is watched no longer."""
        for call_id in self._ids:
            self._index.discard(call_id, self)
        self._ids.clear()

    # Calls

    def _known(self, call_id: int) -> Call | None:
        """Return a call that began in this connection."""
        ours = self._ids.get(call_id)
        return self.line.call(ours) if ours and self.synchronized else None

    def _begin(
        self, call_id: int, direction: Direction | None, state: CallState, party: Party
    ) -> str:
        """Add a call; past the limit the oldest one goes."""
        if len(self._ids) >= CALLS_LIMIT:
            self._end(next(iter(self._ids)), Outcome.UNKNOWN)
            self.overflowed = True
        called = party.number if direction is Direction.OUTGOING else None
        ours = self.line.begin(direction, state, party, called, reference=str(call_id))
        self._ids[call_id] = ours
        self._index.add(call_id, self)
        if state is CallState.CONNECTED:
            self._active = call_id
        return ours

    def _end(self, call_id: int, outcome: Outcome | None) -> None:
        self._index.discard(call_id, self)
        if call_id in self._rejecting:
            self.line.reject(self._ids[call_id])
        self.line.end(self._ids.pop(call_id), outcome)
        self._before_outage.discard(call_id)
        if self._active == call_id:
            self._active = None

    def _replace(self, call_id: int) -> None:
        """End a call whose id the server uses for another one: its end was missed."""
        if call_id in self._ids:
            self._end(call_id, Outcome.UNKNOWN)

    def _hold_others(self, call_id: int) -> None:
        for other, ours in self._ids.items():
            if other != call_id and self.line.call(ours).state is CallState.CONNECTED:
                self.line.change(ours, state=CallState.HELD)

    # Statuses

    def _register(self, sip_code: int | None) -> None:
        registration = registration_of(sip_code)
        if (registration, sip_code) != (self.line.registration, self.line.sip_code):
            self.line.registration = registration
            self.line.sip_code = sip_code
            self.line.mark_changed()

    def _drop_gone(self, items: Mapping[int, CallItem]) -> None:
        for call_id, ours in tuple(self._ids.items()):
            item = items.get(call_id)
            if self.synchronized:
                if item is None:
                    self._end(call_id, None)
            elif item is None or not may_be_same(self.line.call(ours), item):
                self._end(call_id, Outcome.UNKNOWN)

    def _states(self, items: Mapping[int, CallItem]) -> dict[int, CallState]:
        """Return the state of each call; of several connected ones only one is active."""
        states = {call_id: self._state(item) for call_id, item in items.items()}
        connected = [
            key for key, state in states.items() if state is CallState.CONNECTED
        ]
        told = [key for key in connected if items[key].state is CallState.CONNECTED]
        if connected and self._active not in (told or connected):
            self._active = (told or connected)[-1]
        for call_id in connected:
            if call_id != self._active:
                states[call_id] = CallState.HELD
        return states

    def _state(self, item: CallItem) -> CallState:
        """Return the state of a call, guessed where neither server nor line tells it.

        What was there before us is taken for connected. What began since without a
        call-incoming, which everybody would have heard, was placed by another client.
        """
        ours = self._ids.get(item.call_id)
        if ours is None:
            fresh = CallState.DIALING if self.synchronized else CallState.CONNECTED
            return item.state or fresh
        call = self.line.call(ours)
        if item.state is None or (item.state in UNANSWERED and call.answered_at):
            return call.state
        if item.state in UNANSWERED and call.state in UNANSWERED:
            return call.state
        return item.state

    def _take_call(self, item: CallItem, state: CallState) -> None:
        ours = self._ids.get(item.call_id)
        if ours is None:
            direction = item.direction
            if direction is None and state is CallState.DIALING:
                direction = Direction.OUTGOING
            self._find(item, direction, state)
            return
        call = self.line.call(ours)
        direction = call.direction or item.direction
        party = better_party(call.party, item.party)
        called = call.called_number
        if called is None and direction is Direction.OUTGOING:
            called = party.number
        if state is CallState.HELD:  # only what was answered is ever held
            self.line.answer(ours)
        self.line.change(
            ours, state=state, direction=direction, party=party, called_number=called
        )

    def _find(
        self, item: CallItem, direction: Direction | None, state: CallState
    ) -> None:
        """Begin a call that no event told of; after an outage it is simply in progress."""
        first = state
        if self.synchronized and state not in UNANSWERED:
            incoming = direction is Direction.INCOMING
            first = CallState.RINGING if incoming else CallState.DIALING
        ours = self._begin(item.call_id, direction, first, item.party)
        if state is CallState.HELD:
            self.line.answer(ours)
        self.line.change(ours, state=state)
