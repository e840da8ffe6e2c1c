"""The seven commands of a Telestra client."""

from collections.abc import Callable
from typing import Protocol

from simulator.calls import ExchangeError, Leg, LegState
from simulator.exchange import Exchange

from .accounts import Account, Registrar
from .connection import Message, TelestraConnection
from .options import TelestraOptions


class CommandError(Exception):
    """A command that cannot be carried out; its text goes into `fail`."""


class Reply(Protocol):
    """What answers the client that asked."""

    def __call__(self, client: TelestraConnection | None, message: Message) -> None:
        """Send a reply."""


class Commands:
    """Carries commands out, and knows whose is being carried out."""

    def __init__(
        self,
        exchange: Exchange,
        registrar: Registrar,
        options: TelestraOptions,
        reply: Reply,
    ) -> None:
        """Act on an exchange for a server's accounts."""
        self._exchange = exchange
        self._registrar = registrar
        self._options = options
        self._reply = reply
        self.requester: TelestraConnection | None = None
        self.command = ""
        self._commands: dict[str, Callable[[Account, Message], None]] = {
            "login": self._log_in,
            "make-call": self._make_call,
            "answer-call": self._answer_call,
            "switch-call": self._switch_call,
            "get-status": self._get_status,
            "hangup-call": lambda account, message: self.leave(
                find_call(account, message)
            ),
            "logout": lambda account, _message: registrar.log_out(account),
        }

    def carry_out(self, client: TelestraConnection, message: Message) -> None:
        """Carry a command out and say why if it cannot be."""
        self.requester, self.command = client, str(message.get("cmd"))
        name = message.get("account")
        try:
            if (command := self._commands.get(text_field(message, "cmd"))) is None:
                raise CommandError(f"Unknown command: {self.command}")  # noqa: TRY301  # one way for all refusals
            account = self._registrar.accounts.get(text_field(message, "account"))
            if account is None:
                raise CommandError(f"Unknown account: {name}")  # noqa: TRY301  # the same
            command(account, message)
        except CommandError as error:
            self.fail(client, name if isinstance(name, str) else "", str(error))
        except ExchangeError as error:
            self.fail(client, str(name), f"Failed to {self.command}: {error}")
        finally:
            self.requester, self.command = None, ""

    def fail(self, client: TelestraConnection | None, account: str, error: str) -> None:
        """Say that something did not work."""
        self._reply(client, {"event": "fail", "account": account, "error": error})

    def leave(self, leg: Leg) -> None:
        """Take an account out of a call that it is still in."""
        if leg.call.legs.get(leg.phone) is leg:
            self._exchange.clear_connection(
                leg.phone, leg.call.id, by_computer=bool(self.command)
            )

    def _log_in(self, account: Account, message: Message) -> None:
        """Register an account with new credentials."""
        client, error = self.requester, f"Failed to log in to account: {account.name}"
        self._registrar.log_in(
            account,
            (text_field(message, "user"), text_field(message, "pass")),
            text_field(message, "server"),
            lambda: self.fail(client, account.name, error),
        )

    def _make_call(self, account: Account, message: Message) -> None:
        """Call a number."""
        number = text_field(message, "num")
        if not account.is_registered:
            raise CommandError(f"Account is not registered: {account.name}")
        self._exchange.dial(account.number, number)

    def _answer_call(self, account: Account, message: Message) -> None:
        """Answer a ringing call; what was active goes on hold."""
        leg = find_call(account, message)
        self._exchange.answer(leg.device, leg.call.id)

    def _switch_call(self, account: Account, message: Message) -> None:
        """Make a held call the active one."""
        leg = find_call(account, message)
        active = account.active_call()
        if active is leg:
            return
        if leg.state is not LegState.HELD:
            raise CommandError("Failed to switch call: it is not held")
        if active is None:
            self._exchange.retrieve(leg.device, leg.call.id)
        else:
            self._exchange.alternate(leg.device, leg.call.id, active.call.id)

    def _get_status(self, account: Account, _message: Message) -> None:
        """Tell the account's calls and registration."""
        status: Message = {
            "event": "status",
            "account": account.name,
            "calls": account.status_items(self._options.call_items),
            "account_status": account.status,
        }
        self._reply(self.requester, status)


def find_call(account: Account, message: Message) -> Leg:
    """Return the call that a command is for."""
    call_id = message.get("call_id")
    if not isinstance(call_id, int) or isinstance(call_id, bool):
        raise CommandError("Missing field: call_id")
    if (leg := account.calls.get(call_id)) is None:
        raise CommandError(f"Unknown call_id: {call_id}")
    return leg


def text_field(message: Message, key: str) -> str:
    """Return a field of a command that must be text."""
    value = message.get(key)
    if not isinstance(value, str) or not value:
        raise CommandError(f"Missing field: {key}")
    return value
