"""One connection to a Telestra server: bytes to events, commands to bytes."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import logging
from typing import Final, Protocol, override

from ..errors import (
    ConnectionLost,
    ConnectionTimedOut,
    NotTelestra,
    OutcomeUnknown,
    TelephonyError,
)
from ..link import Session
from .commands import Command, GetStatus
from .events import BadMessage, Event, Fail, Status, UnknownEvent, decode
from .open_commands import OpenCommand, OpenCommands
from .polling import StatusPolls
from .stream import MessageStream, MessageTooLong

_LOGGER = logging.getLogger(__name__)

PROOF_TIMEOUT: Final = 10.0
COMMAND_TIMEOUT: Final = 10.0
"""Seconds until a command counts as not answered, or as without effect."""
CHECK_SLOWEST: Final = 2.0


class SessionHandler(Protocol):
    """Who takes what a session receives."""

    def event_received(self, session: TelestraSession, event: Event) -> None:
        """Take an event."""

    def status_missing(self, session: TelestraSession, name: str) -> None:
        """Take it that a server that does answer others says nothing of this account."""


class TelestraSession(Session):
    """A connection; `first` is the account whose status proves what answers there."""

    def __init__(self, handler: SessionHandler, first: str | None) -> None:
        """Prepare."""
        self._stream = MessageStream()
        super().__init__(self._stream)
        self._made_at = self.last_received
        self.commands = OpenCommands()
        self.polls = StatusPolls(self._loop, self._ask, self._unanswered)
        self._handler = handler
        self._first = first
        self._proof: asyncio.Future[None] | None = None
        self._complained: set[str] = set()

    # Life

    @override
    async def open(self) -> None:
        """Ask for the first account: `status` or `fail` prove a Telestra server.

        Without an account there is nothing to ask: only TCP's keep-alive then notices a dead link,
        which nobody's line hangs on.
        """
        if self._first is None:
            return
        self._proof = self._loop.create_future()
        try:
            self.write(GetStatus(self._first).encode())
            async with asyncio.timeout(PROOF_TIMEOUT):
                await self._proof
        except ConnectionLost as error:
            if self._complained:
                raise NotTelestra("what it sent cannot be read") from error
            raise
        except TimeoutError:
            unlike = NotTelestra("it answers something else")
            silent = ConnectionTimedOut("no answer to get-status")
            has_answered = self.last_received != self._made_at
            raise (unlike if has_answered else silent) from None
        finally:
            self._proof.cancel()
            self._proof = None

    @override
    async def goodbye(self) -> None:
        """Just go: the API knows no leave."""

    @override
    def on_lost(self, error: TelephonyError) -> None:
        self.polls.stop()
        self.commands.fail_all(error)
        if self._proof and not self._proof.done():
            self._proof.set_exception(error)

    # What comes

    @override
    def step(self) -> bool:
        try:
            message = self._stream.next()
            if message is None:
                return False
            self._take(decode(message))
        except UnknownEvent as error:
            self.complain(str(error))
        except BadMessage as error:
            self._skip(error)
        except MessageTooLong:
            self._skip(BadMessage("longer than a message may be"))
        except Exception:  # our fault in one message must not cost the others
            _LOGGER.exception("Could not handle a message")
        return True

    def complain(self, what: str) -> None:
        """Log something odd of the server's, once for each kind in a connection."""
        if what not in self._complained:
            self._complained.add(what)
            _LOGGER.warning("The Telestra server sent %s", what)

    def _take(self, event: Event) -> None:
        if self._proof is not None:
            if isinstance(event, Status | Fail) and not self._proof.done():
                self._proof.set_result(None)
            if isinstance(event, Status | Fail):
                return
        self._handler.event_received(self, event)

    def _skip(self, error: BadMessage) -> None:
        """Skip a bad message, which proves nothing; statuses tell what was in it."""
        self.complain(f"a message that is skipped: {error}")
        self.polls.request_all()

    # What goes

    async def carry_out(
        self,
        command: Command,
        is_done: Callable[[], bool],
        check_after: float | None,
    ) -> str | None:
        """Send a command and wait until it is done; the account's turn must be held.

        Statuses are asked for at growing pauses, the first after `check_after` seconds; None
        is for a command that only its reply can end. Raises RequestRefused, OutcomeUnknown,
        and what `is_done` raises.
        """
        open_command = OpenCommand(
            command, is_done, self._loop.time(), self._loop.create_future()
        )
        with self.commands.opened(open_command):
            try:
                self.write(command.encode())
                async with asyncio.timeout(COMMAND_TIMEOUT):
                    await self._settled(open_command, check_after)
            except TimeoutError, ConnectionLost:
                open_command.fail(OutcomeUnknown(command.service))
        self.polls.request(command.account)
        return open_command.future.result()

    def answered_by_fail(self, account: str) -> Command | None:
        """Return the oldest command of an account that a `fail` belongs to, if any is open."""
        asked_at = self.polls.asked_at(account)
        open_command = self.commands.of(account)
        if open_command and (asked_at is None or open_command.sent_at <= asked_at):
            return open_command.command
        return None if asked_at is None else GetStatus(account)

    async def _settled(
        self, open_command: OpenCommand, check_after: float | None
    ) -> None:
        pause = check_after
        while not open_command.future.done():
            await asyncio.wait([open_command.future], timeout=pause)
            if pause is not None and not open_command.future.done():
                self.polls.request(open_command.command.account)
                pause = min(pause * 1.5, CHECK_SLOWEST)

    def _ask(self, account: str) -> None:
        with suppress(ConnectionLost):  # whoever waits hears of it from on_lost
            self.write(GetStatus(account).encode())

    def _unanswered(self, account: str, asked_at: float) -> None:
        """Give up a status; where nothing at all has come since, the link is dead."""
        if self.last_received <= asked_at:
            self.fail(ConnectionLost("no answer to get-status"))
        else:
            self._handler.status_missing(self, account)
