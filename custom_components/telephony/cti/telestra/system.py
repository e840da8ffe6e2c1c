"""A Telestra server as a phone system: its accounts are the lines."""

from collections.abc import Callable, Mapping
import random
from typing import Final, override

from ..capability import Capability
from ..connector import Connector
from ..errors import (
    NotConnected,
    OperationRefused,
    OutcomeUnknown,
    StateIncompatible,
    TelephonyError,
    UnknownLine,
)
from ..line import Line
from ..linked_system import LinkedSystem
from ..model import CallState, Credentials, DialedNumber, Product
from ..open_call import Clock
from ..system import UNREPORTED_LIMIT, SystemListener
from .account import Account, CallIndex
from .attribution import AnswerAttribution
from .commands import (
    AnswerCall,
    Command,
    GetStatus,
    HangupCall,
    Login,
    Logout,
    MakeCall,
    SwitchCall,
)
from .events import (
    CallAnswered,
    CallEnded,
    CallIncoming,
    CallReturn,
    Event,
    Fail,
    Status,
)
from .outcomes import Answered, HungUp, IsDone, LoggedIn, LoggedOut, Switched, never
from .session import TelestraSession
from .settings import TelestraSettings

KNOWN_LIMIT: Final = 1000
"""Names of accounts that are remembered though nobody watches them."""
DOUBT_LIMIT: Final = 8
"""Accounts asked at once about an event that names the wrong one; the next round asks the rest."""
CHECK_EVENT_AFTER: Final = 1.0
"""Seconds until a status stands in for a broadcast that was not heard."""
CHECK_SILENT_AFTER: Final = 0.25
"""Seconds until a command that has no reply is looked for in a status."""


class TelestraSystem(LinkedSystem[TelestraSession]):
    """Many accounts of one server, over one connection that is made again when lost."""

    capabilities = frozenset(
        {
            *(Capability.MAKE_CALL, Capability.ANSWER, Capability.HANGUP),
            *(Capability.HANGUP_EVERYONE, Capability.RETRIEVE),
            *(Capability.SWITCH_CALL, Capability.LOGIN),
        }
    )
    product = Product("ASTi", "Telestra server")

    def __init__(
        self,
        connector: Connector,
        listener: SystemListener,
        settings: TelestraSettings | None = None,
        *,
        clock: Clock | None = None,
        rng: random.Random | None = None,
    ) -> None:
        """Prepare; nothing is sent before `start`."""
        super().__init__(
            connector,
            listener,
            lambda: TelestraSession(self, next(iter(self._lines), None)),
            name=(settings or TelestraSettings()).name,
            clock=clock,
            rng=rng,
        )
        self._accounts: dict[str, Account] = {}
        self._index = CallIndex()
        self._meant_by = AnswerAttribution(self._account, self._index)
        self._unwatched: dict[str, None] = {}

    # Life

    @override
    def _session_over(self) -> None:
        self._meant_by.forget()

    @override
    def _line_lost(self, line: Line) -> None:
        if account := self._accounts.get(line.number):
            account.lost()

    # Lines

    @override
    async def named_lines(self) -> Mapping[str, str | None]:
        return dict.fromkeys(sorted(self._unwatched.keys() - self._lines.keys()))

    @override
    def _watch(self, line: Line) -> None:
        if session := self._link.session:
            session.polls.add(line.number)

    @override
    def _unwatch(self, line: Line) -> None:
        if account := self._accounts.pop(line.number, None):
            account.forget()
        if session := self._link.session:
            session.polls.remove(line.number)
            if command := session.commands.of(line.number):
                command.fail(UnknownLine(line.number))

    def _account(self, name: str) -> Account | None:
        """Return the account of a watched line."""
        account = self._accounts.get(name)
        if account is None and (line := self._lines.get(name)):
            account = self._accounts[name] = Account(line, self._index)
        return account

    # What comes

    def event_received(self, session: TelestraSession, event: Event) -> None:
        """Take an event; the straight way from the socket to the line's listeners."""
        account = self._account(event.account)
        match event:
            case Fail():
                self._failed(session, account, event)
            case CallAnswered():
                self._call_answered(session, event)
            case CallEnded():
                self._call_ended(session, event)
            case CallReturn() if account:
                self._call_returned(session, account, event)
            case CallIncoming() if account:
                account.incoming(event)
                self._changed(session, account)
            case Status() if account:
                self._status_received(session, account, event)
        is_told_of = account is None and not isinstance(event, Fail)
        if is_told_of and len(self._unwatched) < KNOWN_LIMIT:
            self._unwatched[event.account] = None

    def status_missing(self, session: TelestraSession, name: str) -> None:
        """Take it that a server that does answer others says nothing of this account."""
        if account := self._account(name):
            self._doubt(session, account, OutcomeUnknown(GetStatus.service))

    def _call_returned(
        self, session: TelestraSession, account: Account, event: CallReturn
    ) -> None:
        """Take a call that was placed: by us, or by another client to an unknown number."""
        pending = session.commands.of(account.name)
        if pending and isinstance(pending.command, MakeCall) and pending.is_open:
            pending.finish(account.placed(event.call_id, pending.command.number))
            account.dialed = None
        else:  # another client's, or ours that was given up
            dialed, account.dialed = account.dialed, None
            account.placed(event.call_id, dialed)
            session.polls.request(account.name)
        self._changed(session, account)

    def _call_answered(self, session: TelestraSession, event: CallAnswered) -> None:
        account = self._meant_by(session.commands, event)
        if account:
            account.answered(event.call_id)
            self._changed(session, account)
        if account is None or account.name != event.account:
            self._ask_about(session, event)

    def _call_ended(self, session: TelestraSession, event: CallEnded) -> None:
        """End a call if it is surely the one meant; else its status decides."""
        named = self._account(event.account)
        hanging_up = session.commands.about(HangupCall, event.call_id)
        in_doubt = any(account != event.account for account in hanging_up)
        if named and named.holds(event.call_id) and not in_doubt:
            named.ended(event.call_id)
            self._changed(session, named)
        else:
            self._ask_about(session, event)

    def _ask_about(
        self, session: TelestraSession, event: CallAnswered | CallEnded
    ) -> None:
        """Ask for the status of all accounts that an event may be about."""
        session.polls.request(event.account)
        for account in self._index.holders(event.call_id)[:DOUBT_LIMIT]:
            session.polls.request(account.name)

    def _status_received(
        self, session: TelestraSession, account: Account, event: Status
    ) -> None:
        session.polls.answered(account.name)
        if event.unknown_items:
            session.complain("calls of an unknown form in a status")
        account.take_status(event)
        self._end_synchronizing(account.name)
        self._changed(session, account)

    def _failed(
        self, session: TelestraSession, account: Account | None, event: Fail
    ) -> None:
        """Let a `fail` end the oldest command of its account, else look at the account."""
        command = session.answered_by_fail(event.account)
        if command is None:
            session.polls.request(event.account)
        elif not isinstance(command, GetStatus):
            session.commands.refuse(event.account, event.error)
            session.polls.request(event.account)
        else:
            session.polls.answered(event.account)
            if account:
                refusal = OperationRefused(command.service, event.error)
                self._doubt(session, account, refusal)

    def _doubt(
        self, session: TelestraSession, account: Account, problem: TelephonyError
    ) -> None:
        """Take an account for unknown to the server; one that was known gets a second chance."""
        if account.synchronized and not account.suspect:
            account.suspect = True
            session.polls.request(account.name)
            return
        account.refused(problem)
        self._end_synchronizing(account.name)
        self._publish(account.line)

    def _changed(self, session: TelestraSession, account: Account) -> None:
        """Let the account's command and the line's listeners know."""
        if command := session.commands.of(account.name):
            command.check()
        if account.synchronized or account.line.pending_events > UNREPORTED_LIMIT:
            self._publish(account.line)
        if account.overflowed:
            account.overflowed = False
            session.polls.request(account.name)
        if account.wants_watching:
            session.polls.request_later(account.name)

    # Commands

    @override
    async def make_call(self, line: str, number: DialedNumber) -> str:
        account = self._usable_account(line)
        command = MakeCall(line, number)
        account.dialed = number
        call_id = await self._carry_out(account, command, lambda _: never, None)
        if call_id is None:
            raise OutcomeUnknown(command.service)
        return call_id

    @override
    async def answer(self, line: str, call_id: str) -> None:
        account = self._usable_account(line)
        command = AnswerCall(line, account.server_id(call_id))
        if account.line.call(call_id).state is not CallState.RINGING:
            raise StateIncompatible(command.service, "the call does not ring")
        await self._carry_out(
            account, command, lambda _: Answered(account, call_id), CHECK_EVENT_AFTER
        )

    @override
    async def hangup(self, line: str, call_id: str, *, everyone: bool = False) -> None:
        """Leave a call, which ends it: SIP calls of an account have two parties."""
        account = self._usable_account(line)
        command = HangupCall(line, account.server_id(call_id))
        with account.rejecting(command.call_id):
            await self._carry_out(
                account, command, lambda _: HungUp(account, call_id), CHECK_EVENT_AFTER
            )

    @override
    async def retrieve(self, line: str, call_id: str) -> None:
        await self.switch_call(line, call_id)

    @override
    async def switch_call(self, line: str, call_id: str) -> None:
        account = self._usable_account(line)
        command = SwitchCall(line, account.server_id(call_id))
        if account.awaits_answer(command.call_id):
            raise StateIncompatible(command.service, "the call was not answered")
        await self._carry_out(
            account,
            command,
            lambda statuses: Switched(account, call_id, statuses),
            CHECK_SILENT_AFTER,
        )

    @override
    async def login(self, line: str, credentials: Credentials) -> None:
        account = self._usable_account(line)
        command = Login(
            line, credentials.username, credentials.password, credentials.server
        )
        await self._carry_out(
            account,
            command,
            lambda statuses: LoggedIn(account, statuses),
            CHECK_SILENT_AFTER,
        )

    @override
    async def logout(self, line: str) -> None:
        account = self._usable_account(line)
        await self._carry_out(
            account,
            Logout(line),
            lambda statuses: LoggedOut(account, statuses),
            CHECK_SILENT_AFTER,
        )

    def _usable_account(self, number: str) -> Account:
        account = self._account(self._usable(number).number)
        if account is None:
            raise NotConnected(number)
        return account

    async def _carry_out(
        self,
        account: Account,
        command: Command,
        outcome: Callable[[int], IsDone],
        check_after: float | None,
    ) -> str | None:
        """Carry out a command in its account's turn.

        `outcome` gets the number of the first status that was surely asked for after the command.
        """
        session = self._link.session
        if session is None:
            raise NotConnected(account.name)
        async with session.commands.turn(account.name):
            if session.lost.done():
                raise NotConnected(account.name)
            in_flight = session.polls.asked_at(account.name) is not None
            is_done = outcome(account.statuses + 1 + in_flight)
            if is_done():
                return None
            return await session.carry_out(command, is_done, check_after)
