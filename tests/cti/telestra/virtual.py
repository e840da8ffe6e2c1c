"""Clients before a simulated Telestra server, on a clock that jumps."""

import asyncio
from collections.abc import Awaitable, Coroutine
import random
from typing import Any

from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.link import LinkStatus
from custom_components.telephony.cti.model import (
    Call,
    CallEvent,
    CallEventType,
    Credentials,
    Outcome,
)
from custom_components.telephony.cti.telestra import TelestraSystem
from simulator.exchange import Exchange
from simulator.telestra import TelestraFrontEnd, TelestraOptions
from tests.simulation.network import Network
from tests.simulation.virtual_loop import VirtualLoop

ACCOUNTS = {"hall": "41", "kitchen": "42", "attic": "43"}
OUTSIDE = "+4930555"
GOOD = Credentials("41", "sip41", "127.0.0.1")


class Client:
    """One client, its own network, and what it heard."""

    def __init__(self, world: VirtualWorld, accounts: tuple[str, ...]) -> None:
        """Connect to the world's server and watch accounts."""
        self.world = world
        self.network = Network(world.loop, random.Random(1))
        self.links: list[LinkStatus] = []
        self.events: list[CallEvent] = []
        self.switch = world.loop.run(self._start(accounts))

    async def _start(self, accounts: tuple[str, ...]) -> TelestraSystem:
        switch = TelestraSystem(
            self.network.connector(self.world.server.connection),
            self,
            clock=self.world.loop.clock(),
        )
        for account in accounts:
            switch.add_line(account)
        await switch.start()
        await switch.wait_synchronized()
        return switch

    def link_changed(self, status: LinkStatus) -> None:
        """Remember it."""
        self.links.append(status)

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Remember the events."""
        assert line.available or not events
        self.events.extend(events)

    def line(self, account: str = "hall") -> Line:
        """Return a line."""
        return self.switch.lines[account]

    def call(self, account: str = "hall") -> Call:
        """Return the only call of a line."""
        (call,) = self.line(account).calls
        return call

    def states(self, account: str = "hall") -> list[str]:
        """Return the states of a line's calls, oldest first."""
        return [call.state.value for call in self.line(account).calls]

    def types(self, account: str = "hall") -> list[str]:
        """Return the kinds of a line's events so far."""
        return [event.type.value for event in self.events if event.call.line == account]

    def outcome(self, account: str = "hall") -> Outcome | None:
        """Return how the last call of a line ended."""
        ended = [
            event
            for event in self.events
            if event.type is CallEventType.ENDED and event.call.line == account
        ]
        return ended[-1].outcome

    def do[T](self, command: Awaitable[T]) -> T:
        """Give a command and wait for its end, then a moment."""

        async def wait() -> T:
            return await command

        result = self.world.loop.run(wait())
        self.world.wait(0.1)
        return result

    def begin[T](self, command: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Give a command and go on."""
        return self.world.loop.create_task(command)

    def cut(self) -> None:
        """Break the connection off."""
        for end in self.network.open_connections():
            end.abort()

    def vanish(self) -> None:
        """Let the connection die without a word."""
        for end in self.network.open_connections():
            end.vanish()

    def picture(self) -> dict[str, list[tuple[object, ...]]]:
        """Return all that the lines show, without our own ids and times."""
        return {
            name: sorted(
                (call.state.value, str(call.direction), str(call.party.number))
                for call in line.calls
            )
            for name, line in self.switch.lines.items()
        }


class VirtualWorld:
    """An exchange with a Telestra server before it."""

    def __init__(self, loop: VirtualLoop, options: TelestraOptions) -> None:
        """Open the accounts."""
        self.loop = loop
        self.exchange = Exchange(loop, ACCOUNTS.values())
        options.accounts = ACCOUNTS
        self.options = options
        self.server = TelestraFrontEnd(self.exchange, loop, options)
        self.clients: list[Client] = []

    def client(self, *accounts: str) -> Client:
        """Add a client that watches accounts, all if none is named."""
        client = Client(self, accounts or tuple(ACCOUNTS))
        self.clients.append(client)
        return client

    def wait(self, seconds: float = 1.0) -> None:
        """Let time pass."""
        self.loop.pass_time(seconds)

    def ring(self, account: str = "hall", caller: str = OUTSIDE) -> int:
        """Let somebody call an account and return the exchange's call."""
        call = self.exchange.dial(caller, ACCOUNTS[account])
        self.wait(0.1)
        return call.id

    def hang_up(self, device: str, call: int) -> None:
        """Let a phone hang up."""
        self.exchange.clear_connection(device, call)
        self.wait(0.1)

    def close(self) -> None:
        """Stop every client; nothing is left on the loop."""
        for client in self.clients:
            self.loop.run(client.switch.stop())
        self.loop.pass_time(120)
        assert not asyncio.all_tasks(self.loop)
        self.loop.close()
