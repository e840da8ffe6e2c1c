"""Which command is open for which account: the API has no request ids, so order is all there is."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import re
from typing import Final

from ..errors import OutcomeUnknown, RequestRefused, TelephonyError
from .commands import CallCommand, Command, MakeCall

REFUSAL_GRACE: Final = 2.0
"""Seconds in which a call may be placed all the same after a `fail` about the registration."""
_ABOUT_REGISTRATION: Final = re.compile(
    r"log(?:ged|ging)?[ -]?(?:in|on|out)|regist|credential|authenti|sip server",
    re.IGNORECASE,
)


@dataclass(slots=True)
class OpenCommand:
    """A command that was sent and whose end is not known yet."""

    command: Command
    is_done: Callable[[], bool]
    """Whether the account is now as the command wants it; raises when it cannot become so."""
    sent_at: float
    future: asyncio.Future[str | None]
    refusing: asyncio.TimerHandle | None = None
    """What ends it with a refusal that may have been about something else."""

    @property
    def is_open(self) -> bool:
        """Whether it has not ended yet."""
        return not self.future.done()

    def finish(self, result: str | None = None) -> None:
        """End well."""
        if not self.future.done():
            self.future.set_result(result)

    def fail(self, error: TelephonyError) -> None:
        """End badly."""
        if not self.future.done():
            self.future.set_exception(error)
            self.future.exception()  # retrieved: nobody has to await it

    def check(self) -> None:
        """End if the account has become what the command wants, or cannot any more."""
        if self.future.done():
            return
        try:
            if self.is_done():
                self.finish()
        except TelephonyError as error:
            self.fail(error)


class OpenCommands:
    """At most one open command for each account; accounts do not wait for each other."""

    def __init__(self) -> None:
        """Begin with none."""
        self._open: dict[str, OpenCommand] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    def turn(self, account: str) -> asyncio.Lock:
        """Return what an account's commands take turns by."""
        return self._turns.setdefault(account, asyncio.Lock())

    def of(self, account: str) -> OpenCommand | None:
        """Return an account's open command."""
        return self._open.get(account)

    @contextmanager
    def opened(self, open_command: OpenCommand) -> Iterator[None]:
        """Keep a command open for the time of a `with`."""
        account = open_command.command.account
        self._open[account] = open_command
        try:
            yield
        finally:
            if open_command.refusing:
                open_command.refusing.cancel()
            if self._open.get(account) is open_command:
                del self._open[account]

    def about(self, kind: type[CallCommand], call_id: int) -> tuple[str, ...]:
        """Return the accounts with an open command of a kind about a call of this id."""
        return tuple(
            account
            for account, each in self._open.items()
            if isinstance(each.command, kind)
            and each.command.call_id == call_id
            and each.is_open
        )

    def refuse(self, account: str, text: str) -> None:
        """End an account's command with the server's words."""
        if (each := self._open.get(account)) is None:
            return
        command = each.command
        refusal = RequestRefused(command.service, command.redact(text))
        if not isinstance(command, MakeCall) or not _ABOUT_REGISTRATION.search(text):
            each.fail(refusal)
        elif each.refusing is None:
            loop = each.future.get_loop()
            each.refusing = loop.call_later(REFUSAL_GRACE, each.fail, refusal)

    def fail_all(self, error: TelephonyError) -> None:
        """End all commands: whether the server has carried them out is unknown."""
        for each in tuple(self._open.values()):
            each.fail(OutcomeUnknown(each.command.service, str(error)))
