"""People at two lines of an exchange, who call as quickly as Home Assistant can follow."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
import random
from typing import Any

from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from simulator.calls import ExchangeCall, ExchangeError, LegState
from simulator.exchange import Exchange

PATIENCE = 180.0
"""Seconds after which what is shown must be true again, whatever was cut meanwhile."""
OUTSIDE = "+493012345"
TALKING = (LegState.CONNECTED, LegState.HELD)


class Shown:
    """What Home Assistant shows of each line, and the ends of calls that it has told."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin to look; `states` and `events` map entities to lines."""
        self.hass = hass
        self.states: dict[str, str] = {}
        self.events: set[str] = set()
        self.ended = 0
        self.undirected = 0
        """Calls that nobody saw begin: the log counts them neither as incoming nor as outgoing."""
        self.outcomes: Counter[str] = Counter()
        self._now: dict[str, str] = {}
        self._last_event: dict[str, tuple[str, Any, Any]] = {}
        self._changed: dict[str, asyncio.Event] = {}
        self.stop = hass.bus.async_listen("state_changed", self._on_change)

    def watch(self, line: str, state: str, event: str) -> None:
        """Look at a line's entities from now on."""
        self.states[state] = line
        self.events.add(event)
        self._changed[line] = asyncio.Event()
        if found := self.hass.states.get(state):
            self._now[line] = found.state

    def entity(self, line: str) -> str:
        """Return the entity of a line's state."""
        return next(entity for entity, of in self.states.items() if of == line)

    async def wait(self, lines: tuple[str, ...], truth: Callable[[str], str]) -> None:
        """Wait until each of the lines shows what is true."""
        try:
            async with asyncio.timeout(PATIENCE):
                for line in lines:
                    while self._now.get(line) != truth(line):
                        self._changed[line].clear()
                        await self._changed[line].wait()
        except TimeoutError:
            told = {line: (self._now.get(line), truth(line)) for line in lines}
            raise AssertionError(f"shown, and true: {told}") from None

    @callback
    def _on_change(self, event: Event[EventStateChangedData]) -> None:
        state = event.data["new_state"]
        if state is None:
            return
        if (line := self.states.get(state.entity_id)) is not None:
            self._now[line] = state.state
            self._changed[line].set()
        elif state.entity_id in self.events:
            self._take_event(state)

    def _take_event(self, state: State) -> None:
        """Count the ends; what is only shown again after an outage is no new event."""
        attributes = state.attributes
        told = (state.state, attributes.get("event_type"), attributes.get("call_id"))
        if state.state == "unavailable" or told == self._last_event.get(
            state.entity_id
        ):
            return
        self._last_event[state.entity_id] = told
        if told[1] == "ended":
            self.ended += 1
            self.undirected += attributes["direction"] is None
            self.outcomes[attributes["outcome"]] += 1


class People:
    """Those who use two lines; each step waits until Home Assistant shows it."""

    def __init__(
        self,
        exchange: Exchange,
        shown: Shown,
        lines: tuple[str, str],
        *,
        can_hold: bool,
        rng: random.Random,
    ) -> None:
        """Sit down at two lines."""
        self._exchange = exchange
        self._shown = shown
        self._line, self._other = lines
        self._can_hold = can_hold
        self._random = rng
        self.calls = 0
        self.legs = 0
        self.refused = 0

    async def call(self) -> None:
        """Have one call from its beginning to its end."""
        ways: tuple[Callable[[], Awaitable[None]], ...] = (
            self._missed,
            self._inside,
            self._out,
            *(self._incoming,) * 4,
        )
        await self._random.choice(ways)()
        self.calls += 1

    # Ways that a call can go

    async def _incoming(self) -> None:
        call = await self._ring()
        await self._answer(call)
        if self._can_hold and self._chance(0.1):
            self._exchange.hold(self._line, call.id)
            await self._see()
            self._exchange.retrieve(self._line, call.id)
            await self._see()
        await self._hang_up(call)

    async def _missed(self) -> None:
        call = await self._ring()
        self._exchange.clear_connection(call.caller, call.id)
        await self._see()

    async def _inside(self) -> None:
        """Both ends are ours."""
        both = (self._line, self._other)
        call = self._exchange.dial(*both)
        await self._begun(*both)
        self._exchange.answer(self._other, call.id)
        await self._see(*both)
        self._exchange.clear_connection(self._line, call.id)
        await self._see(*both)

    async def _out(self) -> None:
        if self._chance(0.3):
            await self._act("make_call", number=OUTSIDE)
            if not self._exchange.calls_of(self._line):
                return  # the connection was cut before the switch heard of it
            call = self._exchange.calls_of(self._line)[-1].call
        else:
            call = self._exchange.dial(self._line, OUTSIDE)
        await self._begun(self._line)
        self._exchange.answer(OUTSIDE, call.id)
        await self._see()
        await self._hang_up(call)

    # Steps

    async def _ring(self) -> ExchangeCall:
        caller = f"{OUTSIDE}{self._random.randrange(100):02}"
        restricted = self._chance(0.1)
        call = self._exchange.dial(caller, self._line, restricted=restricted)
        await self._begun(self._line)
        return call

    async def _answer(self, call: ExchangeCall) -> None:
        if self._chance(0.1):
            await self._act("answer")
        self._try(lambda: self._exchange.answer(self._line, call.id))
        await self._see()

    async def _hang_up(self, call: ExchangeCall) -> None:
        if self._chance(0.1):
            await self._act("hangup")
        self._try(lambda: self._exchange.clear_connection(self._line, call.id))
        await self._see()

    async def _begun(self, *lines: str) -> None:
        """Wait until a new call shows; from here on it must end exactly once."""
        await self._see(*lines)
        self.legs += len(lines)

    async def _see(self, *lines: str) -> None:
        await self._shown.wait(lines or (self._line,), self._truth)

    async def _act(self, action: str, **data: str) -> None:
        """Do it by Home Assistant; a cut may come between."""
        try:
            await self._shown.hass.services.async_call(
                "telephony",
                action,
                {"entity_id": self._shown.entity(self._line), **data},
                blocking=True,
                return_response=action == "make_call",
            )
        except HomeAssistantError:
            self.refused += 1

    def _try(self, step: Callable[[], None]) -> None:
        """Do by hand what Home Assistant may have done already."""
        try:
            step()
        except ExchangeError:
            return

    def _truth(self, line: str) -> str:
        """Return what a line must show."""
        legs = self._exchange.calls_of(line)
        if not legs:
            return "idle"
        (leg,) = legs
        if leg.state is LegState.ALERTING:
            return "ringing"
        if leg.state is LegState.HELD:
            return "held"
        others = (each for each in leg.call.legs.values() if each is not leg)
        talks = any(other.state in TALKING for other in others)
        return "connected" if talks else "dialing"

    def _chance(self, likelihood: float) -> bool:
        return self._random.random() < likelihood
