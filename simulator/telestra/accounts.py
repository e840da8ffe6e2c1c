"""SIP accounts: their registration, and the small numbers of their calls."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from simulator.calls import Leg, LegState
from simulator.clock import Clock, Timer

from .options import CallItems, TelestraOptions, sip_password

REGISTERED = 200
SUPPRESSED = "anonymous"

STATE_WORDS = {
    LegState.INITIATED: "dialing",
    LegState.ALERTING: "ringing",
    LegState.CONNECTED: "active",
    LegState.HELD: "held",
    LegState.QUEUED: "dialing",
    LegState.FAILED: "failed",
}


@dataclass(eq=False)
class Account:
    """One SIP account of the server."""

    name: str
    number: str
    status: int
    calls: dict[int, Leg] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    """Calls that were already told to be answered."""
    placed: set[int] = field(default_factory=set)
    """Calls that the account placed; a transfer of the far end changes nothing in that."""
    timer: Timer | None = None

    @property
    def is_registered(self) -> bool:
        """Tell whether the account can make and take calls."""
        return self.status == REGISTERED

    def id_of(self, leg: Leg) -> int | None:
        """Return the number of a call, None if it was never told."""
        return next((key for key, each in self.calls.items() if each is leg), None)

    def forget(self, call_id: int) -> None:
        """Take a call off the account."""
        self.calls.pop(call_id)
        self.answered.discard(call_id)
        self.placed.discard(call_id)

    def active_call(self) -> Leg | None:
        """Return the call that the account talks in."""
        talks = (leg for leg in self.calls.values() if leg.state is LegState.CONNECTED)
        return next(talks, None)

    def status_items(self, form: CallItems) -> list[object] | dict[str, object]:
        """Return `calls` in one of the forms that clients must bear."""
        described = {
            call_id: self._describe(call_id, leg, CallItems.OBJECTS)
            for call_id, leg in self.calls.items()
        }
        if form is CallItems.TEXTS:
            return [str(call_id) for call_id in described]
        if form is CallItems.PAIRS:
            return [[call_id, call["state"]] for call_id, call in described.items()]
        if form is CallItems.MAP:
            return {str(call.pop("call_id")): call for call in described.values()}
        items: list[object] = []
        for position, (call_id, leg) in enumerate(self.calls.items()):
            as_object = form is CallItems.OBJECTS or (
                form is not CallItems.INTS and position % 2
            )
            items.append(self._describe(call_id, leg, form) if as_object else call_id)
        if form is CallItems.STRANGE:
            items += [None, "call", {"colour": "red"}, [7], 1.5, True]
        return items

    def _describe(self, call_id: int, leg: Leg, form: CallItems) -> dict[str, object]:
        """Return a call as an object, under either of the usual keys.

        A call that was placed is dialed until it is answered, and the far end is one that
        is in the call now.
        """
        call = leg.call
        outgoing = call_id in self.placed
        talks = leg.state in (LegState.CONNECTED, LegState.HELD)
        early = outgoing and talks and call_id not in self.answered
        item: dict[str, object] = {
            "call_id" if form is CallItems.OBJECTS else "id": call_id,
            "state": "dialing" if early else STATE_WORDS[leg.state],
            "direction": "outgoing" if outgoing else "incoming",
        }
        others = [other for other in call.legs.values() if other is not leg]
        far_end = call.called if outgoing else call.caller
        if others:
            far_end = SUPPRESSED if others[0].restricted else others[0].device
        item["num" if outgoing else "caller"] = far_end
        return item


class Registrar:
    """The SIP server that the accounts register with, and the count of their calls."""

    def __init__(
        self,
        loop: Clock,
        accounts: dict[str, str],
        options: TelestraOptions,
        changed: Callable[[Account], None],
    ) -> None:
        """Open the accounts, given as names and numbers."""
        self._loop = loop
        self._options = options
        self._changed = changed
        self._counters = {"": count()}
        self.reachable = True
        start = REGISTERED if options.registered_at_start else options.logged_out_status
        self.accounts = {
            name: Account(name, number, start) for name, number in accounts.items()
        }

    def note(self, account: Account, leg: Leg) -> int:
        """Give an account's call its number."""
        key = account.name if self._options.ids_per_account else ""
        call_id = next(self._counters.setdefault(key, count()))
        account.calls[call_id] = leg
        return call_id

    def reset_ids(self) -> None:
        """Count from 0 again, as a server does that was restarted."""
        self._counters = {"": count()}

    def set_status(self, account: Account, status: int) -> None:
        """Give an account a SIP status."""
        if account.timer is not None:
            account.timer.cancel()
            account.timer = None
        account.status = status
        self._changed(account)

    def log_in(
        self,
        account: Account,
        credentials: tuple[str, str],
        server: str,
        failed: Callable[[], None],
    ) -> None:
        """Register an account, which takes a moment; tell if it fails."""
        self.set_status(account, self._options.registering_status)
        status = self._outcome(account, credentials, server)
        account.timer = self._loop.call_later(
            self._options.registration_seconds,
            self._registration_over,
            account,
            status,
            failed,
        )

    def log_out(self, account: Account) -> None:
        """Take an account off the SIP server."""
        self.set_status(account, self._options.logged_out_status)

    def _registration_over(
        self, account: Account, status: int, failed: Callable[[], None]
    ) -> None:
        """Give an account the status that the SIP server answered with."""
        self.set_status(account, status)
        if status != REGISTERED:
            failed()

    def _outcome(
        self, account: Account, credentials: tuple[str, str], server: str
    ) -> int:
        """Return what the SIP server will say."""
        user, password = credentials
        if server != self._options.sip_server or not self.reachable:
            return self._options.unknown_server_status
        if user != account.number:
            return self._options.wrong_user_status
        if password != sip_password(user):
            return self._options.wrong_password_status
        return REGISTERED
