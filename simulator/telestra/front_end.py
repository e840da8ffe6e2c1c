"""The Telestra server: takes the commands and tells the six events."""

from collections import deque

from simulator.calls import EventKind, ExchangeCall, ExchangeEvent, Leg, LegState
from simulator.clock import Clock
from simulator.exchange import Exchange

from .accounts import Account, Registrar
from .commands import Commands
from .connection import Message, TelestraConnection
from .options import TelestraOptions

TALKS = (LegState.CONNECTED, LegState.HELD)
ENDING = (EventKind.CONNECTION_CLEARED, EventKind.DIVERTED)


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
        names = self.options.accounts or {line: line for line in exchange.lines}
        self._registrar = Registrar(
            loop, dict(names), self.options, self._registration_changed
        )
        self._commands = Commands(exchange, self._registrar, self.options, self._reply)
        self.accounts = self._registrar.accounts
        self._by_number = {each.number: each for each in self.accounts.values()}
        for account in self.accounts.values():
            self._registration_changed(account)
        exchange.subscribe(self._on_event)

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
        for client in self.connections:
            client.drop()

    def restart(self) -> None:
        """Lose all connections and calls, and count from 0 again."""
        self.drop_connections()
        for account in self.accounts.values():
            for leg in tuple(account.calls.values()):
                self._commands.leave(leg)
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
        for client in self.connections:
            client.send_raw(data)

    # What clients say

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
        if delay := self.options.answer_delay:
            self._loop.call_later(delay, self._commands.carry_out, client, message)
        else:
            self._commands.carry_out(client, message)

    # What happens in the exchange

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
        call_id = self._registrar.note(account, leg)
        account.placed.add(call_id)
        message: Message = {"event": "call-return", "account": account.name}
        message["call_id"] = call_id
        if self.options.call_return_broadcast:
            self._broadcast(message)
        else:
            self._reply(self._commands.requester, message)

    def _rings(self, leg: Leg, call: ExchangeCall) -> None:
        """Tell of a call that comes in."""
        account = self._by_number.get(leg.device)
        if account is None or account.id_of(leg) is not None:
            return
        call_id = self._registrar.note(account, leg)
        other = call.called if call.awaits_caller else call.caller
        message: Message = {"event": "call-incoming", "account": account.name}
        message |= {
            "call_id": call_id,
            "caller": self.options.caller_form.format(other),
        }
        caller, own = call.leg_of(other), self._by_number.get(other)
        if caller and caller.restricted:
            message["caller"] = self.options.suppressed_caller
        elif name := (caller and caller.name) or (own and own.name):
            message["caller_name"] = name
        if self.options.null_names:
            message.setdefault("caller_name", None)
        self._broadcast(message)

    def _known(self, leg: Leg) -> tuple[Account, int] | None:
        """Return an account and the number of its call, where that was told."""
        account = self._by_number.get(leg.device)
        call_id = account.id_of(leg) if account else None
        return None if account is None or call_id is None else (account, call_id)

    def _established(self, call: ExchangeCall) -> None:
        """Tell each account in a call, once, that the call was answered."""
        for leg in tuple(call.legs.values()):
            if leg.state not in TALKS or not (known := self._known(leg)):
                continue
            account, call_id = known
            if call_id not in account.answered:
                account.answered.add(call_id)
                self._tell("call-answered", account, call_id, call)

    def _failed(self, call: ExchangeCall) -> None:
        """Hang up for an account that is left alone: it has no ear for a tone."""
        alone = sum(leg.state is not LegState.FAILED for leg in call.legs.values()) < 2
        for leg in call.legs.values():
            if alone and self._known(leg):
                self._loop.call_soon(self._commands.leave, leg)

    def _ended(self, leg: Leg) -> None:
        """Tell that an account's call is over."""
        if known := self._known(leg):
            account, call_id = known
            account.forget(call_id)
            self._tell("call-ended", account, call_id, leg.call)

    def _registration_changed(self, account: Account) -> None:
        """Let the exchange reach a registered account only."""
        line = self.exchange.lines.get(account.number)
        if line is not None:
            line.out_of_service = not account.is_registered
        if not account.is_registered:
            for leg in tuple(account.calls.values()):
                self._commands.leave(leg)

    # Saying it

    def _tell(
        self, event: str, account: Account, call_id: int, call: ExchangeCall
    ) -> None:
        """Broadcast an event of a call, in the reading of the document that is set."""
        named = account
        if self.options.answered_names_other:
            numbers = (
                *(each.device for each in call.legs.values()),
                call.caller,
                call.called,
            )
            others = (self._by_number.get(number) for number in numbers)
            named = next(
                (each for each in others if each not in (None, account)), account
            )
        self._broadcast({"event": event, "account": named.name, "call_id": call_id})

    def _reply(self, client: TelestraConnection | None, message: Message) -> None:
        """Answer the client that asked, or all if so set."""
        if self._commands.command in self.options.lost_replies:
            return
        if self.options.replies_broadcast:
            self._broadcast(message)
        elif client is not None and client in self._clients:
            client.send(message)

    def _broadcast(self, message: Message) -> None:
        """Tell every client, except the asking one where its reply is to be lost."""
        lost = self._commands.command in self.options.lost_replies
        for client in self.connections:
            if not (lost and client is self._commands.requester):
                client.send(message)
