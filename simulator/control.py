"""Phones on cue: one JSON object a line tells the exchange what people do.

`{"do": "dial", "from": "+12025550101", "to": "725", "name": "Martha"}` is answered
with `{"ok": true, "calls": [...]}`, all calls as they are afterwards.
"""

import asyncio
from collections.abc import Callable
import json
from typing import override

from .calls import (
    AgentState,
    ErrorCode,
    ExchangeCall,
    ExchangeError,
    ForwardingType,
    Leg,
    LegState,
)
from .exchange import Exchange

type Order = dict[str, object]

LONGEST_LINE = 65536


class ControlConnection(asyncio.Protocol):
    """One controlling client."""

    def __init__(self, control: Control) -> None:
        """Serve one client."""
        self._control = control
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        """Carry each line out and answer it."""
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        if self._transport is None:
            return
        for line in lines:
            answer = self._control.carry_out(line)
            self._transport.write(json.dumps(answer).encode() + b"\n")
        if len(self._buffer) > LONGEST_LINE:
            self._transport.abort()


class Control:
    """Carries orders out on an exchange."""

    def __init__(
        self, exchange: Exchange, drop_connections: Callable[[], None]
    ) -> None:
        """Control an exchange and its front-end's connections."""
        self._exchange = exchange
        self._drop_connections = drop_connections
        self._orders: dict[str, Callable[[Order], object]] = {
            "dial": self._dial,
            "answer": self._answer,
            "hangup": self._hang_up,
            "hold": self._hold,
            "retrieve": self._retrieve,
            "transfer": self._transfer,
            "press": self._press,
            "agent": self._agent,
            "do_not_disturb": self._do_not_disturb,
            "forward": self._forward,
            "drop": lambda _order: self._drop_connections(),
            "calls": lambda _order: None,
        }

    @property
    def orders(self) -> set[str]:
        """Return the names of all orders."""
        return set(self._orders)

    def connection(self) -> ControlConnection:
        """Return the protocol for one more client."""
        return ControlConnection(self)

    def carry_out(self, line: bytes) -> Order:
        """Carry one order out and return the answer."""
        try:
            order = json.loads(line)
            self._orders[order["do"]](order)
        except ExchangeError as error:
            return {"ok": False, "error": str(error)}
        except (ValueError, KeyError, TypeError) as error:
            return {"ok": False, "error": f"no such order: {error}"}
        return {"ok": True, "calls": self._calls()}

    def _calls(self) -> list[Order]:
        """Describe all calls."""
        return [describe(call) for call in self._exchange.calls.values()]

    def _dial(self, order: Order) -> None:
        name = order.get("name")
        self._exchange.dial(
            str(order["from"]),
            str(order["to"]),
            name=None if name is None else str(name),
            restricted=bool(order.get("restricted")),
            by_computer=bool(order.get("by_computer")),
        )

    def _answer(self, order: Order) -> None:
        leg = self._find(order, LegState.ALERTING)
        self._exchange.answer(leg.device, leg.call.id)

    def _hang_up(self, order: Order) -> None:
        leg = self._find(order)
        self._exchange.clear_connection(leg.device, leg.call.id)

    def _hold(self, order: Order) -> None:
        leg = self._find(order, LegState.CONNECTED)
        self._exchange.hold(leg.device, leg.call.id)

    def _retrieve(self, order: Order) -> None:
        leg = self._find(order, LegState.HELD)
        self._exchange.retrieve(leg.device, leg.call.id)

    def _transfer(self, order: Order) -> None:
        leg = self._find(order, LegState.CONNECTED)
        self._exchange.single_step_transfer(leg.device, leg.call.id, str(order["to"]))

    def _press(self, order: Order) -> None:
        leg = self._find(order, LegState.CONNECTED)
        self._exchange.send_digits(leg.device, leg.call.id, str(order["digits"]))

    def _agent(self, order: Order) -> None:
        device, state = str(order["device"]), AgentState(str(order["state"]))
        line = self._exchange.line(device)
        line.agent = line.agent or AgentState.NULL
        if state is not AgentState.NULL:
            self._exchange.agents.log_on(device)
        self._exchange.agents.set_state(device, state)

    def _do_not_disturb(self, order: Order) -> None:
        self._exchange.features.set_do_not_disturb(
            str(order["device"]), enabled=bool(order.get("enabled", True))
        )

    def _forward(self, order: Order) -> None:
        self._exchange.features.set_forwarding(
            str(order["device"]),
            ForwardingType(str(order.get("type", "all"))),
            str(order.get("to", "")),
            enabled=bool(order.get("enabled", True)),
        )

    def _find(self, order: Order, state: LegState | None = None) -> Leg:
        """Return the device's leg in the call named, or in its first that fits."""
        for leg in self._exchange.calls_of(str(order["device"])):
            fits = state is None or leg.state is state
            if fits and order.get("call", leg.call.id) == leg.call.id:
                return leg
        raise ExchangeError(ErrorCode.UNKNOWN_CALL)


def describe(call: ExchangeCall) -> Order:
    """Return a call in JSON's terms."""
    legs = [
        {"device": leg.device, "state": leg.state, "name": leg.name}
        for leg in call.legs.values()
    ]
    return {"id": call.id, "from": call.caller, "to": call.called, "legs": legs}
