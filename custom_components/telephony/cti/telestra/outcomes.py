"""When a command is done: the API answers little, so the account's state has to tell."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..errors import CallNotFound, RequestRefused, SecurityRefused
from ..model import CallState, Registration
from .account import Account
from .parties import UNANSWERED
from .registration import REFUSALS

type IsDone = Callable[[], bool]


def never() -> bool:
    """Be done by a reply only."""
    return False


@dataclass(slots=True)
class Answered:
    """The call is connected; raises CallNotFound when it is over instead."""

    account: Account
    call_id: str

    def __call__(self) -> bool:
        """Look at the call."""
        return self.account.line.call(self.call_id).state not in UNANSWERED


@dataclass(slots=True)
class HungUp:
    """The call is over."""

    account: Account
    call_id: str

    def __call__(self) -> bool:
        """Look for the call."""
        try:
            self.account.line.call(self.call_id)
        except CallNotFound:
            return True
        return False


@dataclass(slots=True)
class Switched:
    """The call is the active one.

    Where statuses tell no states, one that was asked for after the command and brought no
    `fail` has to do.
    """

    account: Account
    call_id: str
    statuses: int

    def __call__(self) -> bool:
        """Look at the call in a status from after the command."""
        server_id = self.account.server_id(self.call_id)
        if self.account.statuses < self.statuses:
            return False
        if not self.account.tells_state(server_id):
            self.account.activate(server_id)
        return self.account.line.call(self.call_id).state is CallState.CONNECTED


@dataclass(slots=True)
class LoggedIn:
    """The account is registered; raises RequestRefused once its SIP status tells why not.

    A refusal counts only after the status has moved: it may be the one of an earlier login.
    """

    account: Account
    statuses: int
    moved: bool = field(default=False, init=False)
    before: int | None = field(init=False)

    def __post_init__(self) -> None:
        """Remember the status from before."""
        self.before = self.account.line.sip_code

    def __call__(self) -> bool:
        """Look at the registration."""
        line = self.account.line
        self.moved = self.moved or line.sip_code != self.before
        if self.account.statuses < self.statuses:
            return False
        if self.moved and line.registration in REFUSALS:
            credentials = (Registration.UNAUTHORISED, Registration.FORBIDDEN)
            is_theirs = line.registration in credentials
            refused = SecurityRefused if is_theirs else RequestRefused
            raise refused("login", f"SIP {line.sip_code}")
        return line.registration is Registration.REGISTERED


@dataclass(slots=True)
class LoggedOut:
    """The account is not registered."""

    account: Account
    statuses: int

    def __call__(self) -> bool:
        """Look at the registration."""
        return (
            self.account.statuses >= self.statuses
            and self.account.line.registration
            not in (Registration.REGISTERED, Registration.REGISTERING)
        )
