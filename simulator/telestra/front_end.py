"""The Telestra server: carries out the seven commands and tells the six events."""

from collections import deque
from collections.abc import Callable

from simulator.calls import (
    Clock,
    EventKind,
    ExchangeCall,
    ExchangeError,
    ExchangeEvent,
    Leg,
    LegState,
)
from simulator.exchange import Exchange

from .accounts import Account, Registrar
from .connection import Message, TelestraConnection
from .options import TelestraOptions

TALKS = (LegState.CONNECTED, LegState.HELD)
ENDING = (EventKind.CONNECTION_CLEARED, EventKind.DIVERTED)


class CommandError(Exception):
    """A command that cannot be carried out; its text goes into `fail`."""


class TelestraFrontEnd:
    """One Telestra server before an exchange."""

    def __init__(
        self, exchange: Exchange, loop: Clock, options: TelestraOptions | None = None
    ) -> None:
        """Open a server whose accounts are lines of the exchange."""
        self.options = options or TelestraOptions()
        self.exchange = exchange
        self.requests: deque[Message] = deque(maxlen=1000)
        """The commands that came, newest last, without passwords."""
        self._loop = loop
        self._clients: dict[TelestraConnection, None] = {}
        self._requester: TelestraConnection | None = None
        self._command = ""
        names = self.options.accounts or {line: line for line in exchange.lines}
        self._registrar = Registrar(
            loop, dict(names), self.options, self._registration_changed
        )
        self._by_number = {each.number: each for each in self.accounts.values()}
        self._commands: dict[str, Callable[[Account, Message], None]] = {
            "login": self._log_in,
            "make-call": self._make_call,
            "answer-call": self._answer_call,
            "switch-call": self._switch_call,
            "get-status": self._get_status,
            "hangup-call": self._hang_up_call,
            "logout": self._log_out,
        }
        for account in self.accounts.values():
            self._registration_changed(account)
        exchange.subscribe(self._on_event)

    @property
    def accounts(self) -> dict[str, Account]:
        """Return the accounts by name."""
        return self._registrar.accounts

    @property
    def connections(self) -> tuple[TelestraConnection, ...]:
        """Return the connections of the clients."""
        return tuple(self._clients)

    @property
    def clients(self) -> int:
        """Return how many clients are connected."""
        return len(self._clients)

    # What tests do to the server

    def connection(self) -> TelestraConnection:
        """Return the protocol for one more client."""
        return TelestraConnection(
            self.options,
            self._received,
            lambda client: self._clients.update({client: None}),
            lambda client: self._clients.pop(client, None),
        )

    def drop_connections(self) -> None:
        """Break off every client's connection."""
        for client in tuple(self._clients):
            client.drop()

    def restart(self) -> None:
        """Lose all connections and calls, and count from 0 again."""
        self.drop_connections()
        for account in self.accounts.values():
            for leg in tuple(account.calls.values()):
                self._leave(leg)
            account.calls.clear()
            account.answered.clear()
            account.placed.clear()
        self._registrar.reset_ids()

    def set_status(self, account: str, status: int) -> None:
        """Let an account's registration change by itself."""
        self._registrar.set_status(self.accounts[account], status)

    def set_sip_server(self, *, reachable: bool) -> None:
        """Let the SIP server go away or come back; every registration follows."""
        self._registrar.reachable = reachable
        status = 200 if reachable else self.options.unknown_server_status
        for account in self.accounts.values():
            self._registrar.set_status(account, status)

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are to every client."""
        for client in tuple(self._clients):
            client.send_raw(data)

    # Commands

    def _received(self, client: TelestraConnection, message: Message | None) -> None:
        """Carry a message out, now or after the delay that is set."""
        if message is None:
            client.send({"event": "fail", "account": "", "error": "Malformed JSON"})
            return
        self.requests.append(
            {**message, "pass": "***"} if "pass" in message else message
        )
        if str(message.get("cmd")) in self.options.silent_commands:
            return
        if self.options.answer_delay:
            self._loop.call_later(
                self.options.answer_delay, self._carry_out, client, message
            )
        else:
            self._carry_out(client, message)

    def _carry_out(self, client: TelestraConnection, message: Message) -> None:
        """Carry a command out and say why if it cannot be."""
        self._requester = client
        self._command = str(message.get("cmd"))
        name = message.get("account")
        try:
            self._find_command(message)(self._find_account(message), message)
        except CommandError as error:
            self._fail(client, name if isinstance(name, str) else "", str(error))
        except ExchangeError as error:
            self._fail(client, str(name), f"Failed to {self._command}: {error}")
        finally:
            self._requester = None
            self._command = ""

    def _find_command(self, message: Message) -> Callable[[Account, Message], None]:
        """Return what carries a command out."""
        name = text_field(message, "cmd")
        if (command := self._commands.get(name)) is None:
            raise CommandError(f"Unknown command: {name}")
        return command

    def _find_account(self, message: Message) -> Account:
        """Return the account that a command is for."""
        name = text_field(message, "account")
        if (account := self.accounts.get(name)) is None:
            raise CommandError(f"Unknown account: {name}")
        return account

    def _find_call(self, account: Account, message: Message) -> Leg:
        """Return the call that a command is for."""
        call_id = message.get("call_id")
        if not isinstance(call_id, int) or isinstance(call_id, bool):
            raise CommandError("Missing field: call_id")
        if (leg := account.calls.get(call_id)) is None:
            raise CommandError(f"Unknown call_id: {call_id}")
        return leg

    def _log_in(self, account: Account, message: Message) -> None:
        """Register an account with new credentials."""
        client = self._requester
        self._registrar.log_in(
            account,
            (text_field(message, "user"), text_field(message, "pass")),
            text_field(message, "server"),
            lambda: self._fail(
                client, account.name, f"Failed to log in to account: {account.name}"
            ),
        )

    def _log_out(self, account: Account, _message: Message) -> None:
        """Unregister an account; its calls end."""
        self._registrar.log_out(account)

    def _make_call(self, account: Account, message: Message) -> None:
        """Call a number."""
        number = text_field(message, "num")
        if not account.is_registered:
            raise CommandError(f"Account is not registered: {account.name}")
        self.exchange.dial(account.number, number)

    def _answer_call(self, account: Account, message: Message) -> None:
        """Answer a ringing call; what was active goes on hold."""
        leg = self._find_call(account, message)
        self.exchange.answer(leg.device, leg.call.id)

    def _switch_call(self, account: Account, message: Message) -> None:
        """Make a held call the active one."""
        leg = self._find_call(account, message)
        active = account.active_call()
        if active is leg:
            return
        if leg.state is not LegState.HELD:
            raise CommandError("Failed to switch call: it is not held")
        if active is None:
            self.exchange.retrieve(leg.device, leg.call.id)
        else:
            self.exchange.alternate(leg.device, leg.call.id, active.call.id)

    def _hang_up_call(self, account: Account, message: Message) -> None:
        """End a call, or reject it while it rings."""
        self._leave(self._find_call(account, message))

    def _get_status(self, account: Account, _message: Message) -> None:
        """Tell the account's calls and registration."""
        status: Message = {
            "event": "status",
            "account": account.name,
            "calls": account.status_items(self.options.call_items),
            "account_status": account.status,
        }
        self._reply(self._requester, status)

    # Events

    def _on_event(self, event: ExchangeEvent) -> None:
        """Tell the clients what an event of the exchange means for the accounts."""
        leg, call = event.leg, event.call
        if leg is None or call is None:
            return
        if event.kind is EventKind.ORIGINATED:
            self._originated(leg)
        elif event.kind is EventKind.DELIVERED:
            self._rings(leg, call)
        elif event.kind is EventKind.ESTABLISHED:
            self._established(call)
        elif event.kind is EventKind.FAILED:
            self._failed(call)
        elif event.kind in ENDING:
            self._ended(leg)
        for dropped in event.dropped:
            self._ended(dropped)

    def _originated(self, leg: Leg) -> None:
        """Tell of a call that an account places, whoever made it do so."""
        account = self._by_number.get(leg.device)
        if account is None or account.id_of(leg) is not None:
            return
        call_id = self._note(account, leg)
        account.placed.add(call_id)
        message: Message = {
            "event": "call-return",
            "account": account.name,
            "call_id": call_id,
        }
        if self.options.call_return_broadcast:
            self._broadcast(message)
        else:
            self._reply(self._requester, message)

    def _rings(self, leg: Leg, call: ExchangeCall) -> None:
        """Tell of a call that comes in."""
        account = self._by_number.get(leg.device)
        if account is None or account.id_of(leg) is not None:
            return
        call_id = self._note(account, leg)
        other = call.called if call.awaits_caller else call.caller
        message: Message = {
            "event": "call-incoming",
            "account": account.name,
            "call_id": call_id,
            "caller": other,
        }
        caller = call.legs.get(other)
        if caller and caller.restricted:
            message["caller"] = self.options.suppressed_caller
        elif name := self._caller_name(other, caller):
            message["caller_name"] = name
        if self.options.null_names:
            message.setdefault("caller_name", None)
        self._broadcast(message)

    def _caller_name(self, number: str, leg: Leg | None) -> str | None:
        """Return the name shown for a caller: its own, or its account's."""
        if leg and leg.name:
            return leg.name
        account = self._by_number.get(number)
        return account.name if account else None

    def _established(self, call: ExchangeCall) -> None:
        """Tell each account in a call, once, that the call was answered."""
        for leg in tuple(call.legs.values()):
            account = self._by_number.get(leg.device)
            call_id = account.id_of(leg) if account else None
            if account is None or call_id is None or leg.state not in TALKS:
                continue
            if call_id not in account.answered:
                account.answered.add(call_id)
                self._tell("call-answered", account, call_id, call)

    def _failed(self, call: ExchangeCall) -> None:
        """Hang up for an account that is left alone: it has no ear for a tone."""
        alone = sum(leg.state is not LegState.FAILED for leg in call.legs.values()) < 2
        for leg in call.legs.values():
            account = self._by_number.get(leg.device)
            if alone and account is not None and account.id_of(leg) is not None:
                self._loop.call_soon(self._leave, leg)

    def _ended(self, leg: Leg) -> None:
        """Tell that an account's call is over."""
        account = self._by_number.get(leg.device)
        call_id = account.id_of(leg) if account else None
        if account is not None and call_id is not None:
            account.forget(call_id)
            self._tell("call-ended", account, call_id, leg.call)

    def _tell(
        self, event: str, account: Account, call_id: int, call: ExchangeCall
    ) -> None:
        """Broadcast an event of a call, in the reading of the document that is set."""
        named = account
        if self.options.answered_names_other:
            numbers = (*call.legs, call.caller, call.called)
            others = (self._by_number.get(number) for number in numbers)
            named = (
                next((each for each in others if each not in (None, account)), None)
                or account
            )
        self._broadcast({"event": event, "account": named.name, "call_id": call_id})

    # Steps

    def _note(self, account: Account, leg: Leg) -> int:
        """Give a call its number."""
        call_id = self._registrar.next_id(account)
        account.calls[call_id] = leg
        return call_id

    def _leave(self, leg: Leg) -> None:
        """Take an account out of a call that it is still in."""
        if leg.call.legs.get(leg.device) is leg:
            self.exchange.clear_connection(leg.device, leg.call.id)

    def _registration_changed(self, account: Account) -> None:
        """Let the exchange reach a registered account only."""
        line = self.exchange.lines.get(account.number)
        if line is not None:
            line.out_of_service = not account.is_registered
        if not account.is_registered:
            for leg in tuple(account.calls.values()):
                self._leave(leg)

    def _fail(
        self, client: TelestraConnection | None, account: str, error: str
    ) -> None:
        """Say that something did not work."""
        self._reply(client, {"event": "fail", "account": account, "error": error})

    def _reply(self, client: TelestraConnection | None, message: Message) -> None:
        """Answer the client that asked, or all if so set."""
        if self._command in self.options.lost_replies:
            return
        if self.options.replies_broadcast:
            self._broadcast(message)
        elif client is not None and client in self._clients:
            client.send(message)

    def _broadcast(self, message: Message) -> None:
        """Tell every client, except the asking one where its reply is to be lost."""
        lost = self._command in self.options.lost_replies
        for client in tuple(self._clients):
            if not (lost and client is self._requester):
                client.send(message)


def text_field(message: Message, key: str) -> str:
    """Return a field of a command that must be text."""
    value = message.get(key)
    if not isinstance(value, str) or not value:
        raise CommandError(f"Missing field: {key}")
    return value
