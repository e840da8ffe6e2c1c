"""People who call each other: random calls at a given rate."""

from collections.abc import Callable
from contextlib import suppress
from random import Random

from .calls import ExchangeCall, ExchangeError, Leg, LegState
from .clock import Clock, Timer
from .exchange import Exchange

# Numbers that are reserved for fiction, so that nobody is ever called by them.
OUTSIDERS = (
    ("+12025550101", "Martha Reyes"),
    ("+12025550134", "Paul Okafor"),
    ("+12025550178", None),
    ("+441632960011", "Ада Лавлейс"),
    ("+441632960042", "Zoë Brontë"),
    ("+441632960099", "王小明"),
    ("+441632960150", "O'Neill & Søn"),
)

SUPPRESSED_SHARE = 0.08
UNANSWERED_SHARE = 0.2
HOLD_SHARE = 0.25
TRANSFER_SHARE = 0.1
LONGEST_TALK = 90.0
TRIES = 20


class Traffic:
    """Makes calls on lines that are free, answers, holds, transfers and ends them."""

    def __init__(
        self, exchange: Exchange, clock: Clock, random: Random, calls_per_minute: float
    ) -> None:
        """Prepare traffic; what it does follows from the random numbers alone."""
        self._exchange = exchange
        self._clock = clock
        self._random = random
        self._lines = tuple(exchange.lines)
        self._timer: Timer | None = None
        self.calls_per_minute = calls_per_minute

    def start(self) -> None:
        """Begin to call."""
        self.stop()
        if self.calls_per_minute > 0:
            pause = self._random.expovariate(self.calls_per_minute / 60)
            self._timer = self._clock.call_later(pause, self._next_call)

    def stop(self) -> None:
        """Begin no more calls; those that are up go on to their end."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _next_call(self) -> None:
        """Make one call and plan the next."""
        self.start()
        with suppress(ExchangeError):
            self._live(self._begin())

    def _begin(self) -> ExchangeCall | None:
        """Let somebody call somebody, where there are lines free."""
        line, other = self._free_line(), self._free_line()
        if line is None:
            return None
        outsider, name = self._random.choice(OUTSIDERS)
        chance = self._random.random()
        if chance < 0.3 and other not in (None, line):
            return self._exchange.dial(line, str(other))
        if chance < 0.5:
            return self._exchange.dial(line, outsider)
        restricted = self._random.random() < SUPPRESSED_SHARE
        return self._exchange.dial(outsider, line, name=name, restricted=restricted)

    def _free_line(self) -> str | None:
        """Return a line that no call is on, unless most are busy."""
        for _ in range(TRIES):
            number = self._random.choice(self._lines)
            line = self._exchange.lines[number]
            if not line.out_of_service and not self._exchange.calls_of(number):
                return number
        return None

    def _live(self, call: ExchangeCall | None) -> None:
        """Decide how a call goes on."""
        if call is None:
            return
        patience = self._random.uniform(8, 25)
        if self._random.random() < UNANSWERED_SHARE:
            self._later(patience, self._exchange.clear_connection, call.caller, call.id)
            return
        self._later(self._random.uniform(2, 7), self._answer, call)
        self._later(patience, self._give_up, call)

    def _answer(self, call: ExchangeCall) -> None:
        """Lift the phone that rings, and talk."""
        for leg in tuple(call.legs.values()):
            if leg.state is LegState.ALERTING and leg.device in self._exchange.lines:
                self._exchange.answer(leg.device, call.id)
        talk = self._random.uniform(5, LONGEST_TALK)
        if self._random.random() < HOLD_SHARE:
            self._later(talk * 0.3, self._hold, call, talk * 0.2)
        if self._random.random() < TRANSFER_SHARE:
            self._later(talk * 0.7, self._transfer, call)
        self._later(talk, self._hang_up, call)

    def _give_up(self, call: ExchangeCall) -> None:
        """Hang up at a phone that nobody answers at."""
        if any(leg.state is LegState.ALERTING for leg in call.legs.values()):
            self._exchange.clear_connection(call.caller, call.id)

    def _hold(self, call: ExchangeCall, seconds: float) -> None:
        """Hold a call for a moment."""
        if leg := self._talking_line(call):
            self._exchange.hold(leg.device, call.id)
            self._later(seconds, self._exchange.retrieve, leg.device, call.id)

    def _transfer(self, call: ExchangeCall) -> None:
        """Send the other party of a call to a free line."""
        leg = self._talking_line(call)
        number = self._free_line()
        if leg and number:
            moved = self._exchange.single_step_transfer(leg.device, call.id, number)
            self._live(moved)

    def _hang_up(self, call: ExchangeCall) -> None:
        """Let one of those in a call hang up."""
        if call.legs:
            device = self._random.choice(tuple(call.legs))
            self._exchange.clear_connection(device, call.id)

    def _talking_line(self, call: ExchangeCall) -> Leg | None:
        """Return a line that talks in a call."""
        for device, leg in call.legs.items():
            if device in self._exchange.lines and leg.state is LegState.CONNECTED:
                return leg
        return None

    def _later[*Ts](
        self, seconds: float, step: Callable[[*Ts], object], *args: *Ts
    ) -> None:
        """Take a step later, if people have not changed the call meanwhile."""

        def take() -> None:
            with suppress(ExchangeError):
                step(*args)

        self._clock.call_later(seconds, take)
