"""What may happen in a world: people, commands to our clients, and faults."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from math import inf
import random

from custom_components.telephony.cti.errors import TelephonyError
from custom_components.telephony.cti.model import DialedNumber
from custom_components.telephony.cti.system import PhoneSystem
from simulator.calls import ExchangeError, ForwardingType, Leg, LegState
from simulator.csta import CstaFrontEnd
from simulator.exchange import Exchange
from simulator.routing import phones_of
from simulator.telestra import TelestraFrontEnd

from .network import Network, Weather
from .virtual_loop import VirtualLoop
from .witness import Violation, Witness

CSTA_LINES = ("700", "701", "702", "703")
TELESTRA_LINES = ("710", "711")
QUEUE, EVERYBODY, VOICE_MAIL = "790", "791", "799"
OUTSIDE = ("+4989100", "+4989200", "+4989300")
LOSS_KNOWN = 40.0
"""Seconds after which every client has made good for events that were lost."""
type Command = Callable[[], Coroutine[None, None, object]]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; the numbers choose among what is there at the time."""

    kind: str
    first: int = 0
    second: int = 0


@dataclass(slots=True)
class Client:
    """One of our clients and what it heard."""

    switch: PhoneSystem
    witness: Witness
    network: Network
    front_end: CstaFrontEnd | TelestraFrontEnd
    lines: tuple[str, ...]


class Happenings:
    """One method for each kind of step."""

    loop: VirtualLoop
    exchange: Exchange
    csta: CstaFrontEnd
    telestra: TelestraFrontEnd
    clients: list[Client]
    failures: list[BaseException]
    tasks: set[asyncio.Task[None]]
    patience: set[asyncio.Timeout]
    """How long commands may take; nobody waits while everything stands still."""

    # What people do

    def _do_call_in(self, step: Step) -> None:
        lines = (*CSTA_LINES, *TELESTRA_LINES)
        self._people(
            lambda: self.exchange.dial(
                pick(OUTSIDE, step.first),
                pick((*lines, QUEUE), step.second),
                restricted=step.first % 5 == 0,
            )
        )

    def _do_call_inside(self, step: Step) -> None:
        lines = (*CSTA_LINES, *TELESTRA_LINES)
        self._people(
            lambda: self.exchange.dial(
                pick(CSTA_LINES, step.first),
                pick((*lines, *OUTSIDE, QUEUE), step.second),
            )
        )

    def _do_lift(self, step: Step) -> None:
        if legs := self._legs(CSTA_LINES + TELESTRA_LINES, LegState.ALERTING):
            leg = pick(legs, step.first)
            self._people(lambda: self.exchange.answer(leg.phone, leg.call.id))

    def _do_drop(self, step: Step) -> None:
        if legs := self._legs((*CSTA_LINES, *TELESTRA_LINES, *OUTSIDE)):
            leg = pick(legs, step.first)
            self._people(lambda: self.exchange.clear_connection(leg.phone, leg.call.id))

    def _do_phone_hold(self, step: Step) -> None:
        if legs := self._legs(CSTA_LINES, LegState.CONNECTED):
            leg = pick(legs, step.first)
            self._people(lambda: self.exchange.hold(leg.phone, leg.call.id))

    def _do_phone_retrieve(self, step: Step) -> None:
        if legs := self._legs(CSTA_LINES, LegState.HELD):
            leg = pick(legs, step.first)
            self._people(lambda: self.exchange.retrieve(leg.phone, leg.call.id))

    def _do_phone_transfer(self, step: Step) -> None:
        if legs := self._legs(CSTA_LINES, LegState.CONNECTED):
            leg = pick(legs, step.first)
            target = pick((*CSTA_LINES, *TELESTRA_LINES, *OUTSIDE), step.second)
            self._people(
                lambda: self.exchange.single_step_transfer(
                    leg.device, leg.call.id, target
                )
            )

    def _do_phone_join(self, step: Step) -> None:
        held = self._legs(CSTA_LINES, LegState.HELD)
        if not held:
            return
        first = pick(held, step.first)
        act = self.exchange.transfer if step.second % 2 else self.exchange.conference
        others = [o for o in self.exchange.calls_of(first.device) if o is not first]
        if others:
            self._people(lambda: act(first.device, first.call.id, others[0].call.id))

    def _do_phone_pickup(self, step: Step) -> None:
        if legs := self._legs(CSTA_LINES, LegState.ALERTING):
            leg = pick(legs, step.first)
            by = pick(CSTA_LINES, step.second)
            self._people(
                lambda: self.exchange.directed_pickup(by, leg.device, leg.call.id)
            )

    def _do_feature(self, step: Step) -> None:
        line = pick(CSTA_LINES, step.first)
        if step.second % 3 == 0:
            settings = self.exchange.lines[line]
            self.exchange.features.set_do_not_disturb(
                line, enabled=not settings.do_not_disturb
            )
        else:
            kind = pick(tuple(ForwardingType), step.second)
            target = pick(CSTA_LINES, step.second + step.first)
            enabled = kind not in self.exchange.lines[line].forwarding
            self._people(
                lambda: self.exchange.features.set_forwarding(
                    line, kind, target, enabled=enabled
                )
            )

    def _do_patience(self, step: Step) -> None:
        """Let phones ring until nobody has come."""
        self.loop.pass_time(31.0 if step.first % 2 else 12.0)

    def _do_change_phones(self, step: Step) -> None:
        """Go on talking at another telephone of the same number."""
        if legs := self._legs(CSTA_LINES, LegState.CONNECTED):
            leg = pick(legs, step.first)
            phones = phones_of(leg.device, self.exchange.lines[leg.device])
            other = pick(phones, step.second)
            self._people(lambda: self.exchange.move_talk(leg.phone, leg.call.id, other))

    def _do_call_own(self, step: Step) -> None:
        """Dial one's own number, or a group that one is in."""
        line = pick(CSTA_LINES, step.first)
        number = pick((line, EVERYBODY), step.second)
        self._people(lambda: self.exchange.dial(line, number))

    def _do_call_group(self, step: Step) -> None:
        self._people(lambda: self.exchange.dial(pick(OUTSIDE, step.first), EVERYBODY))

    def _do_lift_and_put_down(self, step: Step) -> None:
        line = pick(CSTA_LINES, step.first)

        def act() -> None:
            call = self.exchange.lift(line)
            self.loop.pass_time(0.3)
            self.exchange.clear_connection(line, call.id)

        self._people(act)

    # What our clients are told to do

    def _do_command(self, step: Step) -> None:
        """Give one of the clients a command for one of its lines."""
        client = pick(self.clients, step.first)
        name = pick(client.lines, step.second)
        line = client.switch.lines[name]
        switch = client.switch
        target = pick(
            (*CSTA_LINES, *TELESTRA_LINES, *OUTSIDE), step.first + step.second
        )
        commands: list[Command] = [
            partial(switch.make_call, name, DialedNumber(target))
        ]
        for call in line.calls:
            each = call.call_id
            commands += [
                partial(switch.answer, name, each),
                partial(switch.hangup, name, each),
                partial(switch.hangup, name, each, everyone=True),
                partial(switch.hold, name, each),
                partial(switch.retrieve, name, each),
                partial(switch.switch_call, name, each),
                partial(switch.transfer, name, each, DialedNumber(target)),
                partial(switch.consult, name, each, DialedNumber(target)),
                partial(switch.deflect, name, each, DialedNumber(target)),
            ]
        if len(line.calls) > 1:
            commands += [
                partial(switch.complete_transfer, name),
                partial(switch.conference, name),
            ]
        self._spawn(pick(commands, step.second // 7 + step.first)())

    def _do_pick_up(self, step: Step) -> None:
        client = self.clients[0]
        ringing = self._legs(CSTA_LINES, LegState.ALERTING)
        if ringing:
            number = pick(ringing, step.second).device
            self._spawn(
                client.switch.pick_up(
                    pick(CSTA_LINES, step.first), DialedNumber(number)
                )
            )

    def _spawn(self, command: Coroutine[None, None, object]) -> None:
        async def run() -> None:
            patience = asyncio.timeout(60)
            self.patience.add(patience)
            try:
                async with patience:
                    await command
            except TelephonyError:
                return
            except TimeoutError as error:
                self.failures.append(Violation("a command that never ended"))
                raise Violation("a command that never ended") from error
            finally:
                self.patience.discard(patience)

        task = self.loop.create_task(run())
        self.tasks.add(task)
        task.add_done_callback(self._on_done)

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.failures.append(error)

    # What goes wrong

    def _do_cut(self, step: Step) -> None:
        client = pick(self.clients, step.first)
        for end in client.network.open_connections():
            end.abort()

    def _do_half_open(self, step: Step) -> None:
        client = pick(self.clients, step.first)
        for end in client.network.open_connections():
            end.vanish()

    def _do_outage(self, step: Step) -> None:
        client = pick(self.clients, step.first)
        client.network.weather.reachable = False
        for end in client.network.open_connections():
            end.abort()
        self.loop.pass_time(step.second % 40)
        client.network.weather.reachable = True

    def _do_stall(self, step: Step) -> None:
        client = pick(self.clients, step.first)
        for end in client.network.open_connections():
            end.stall(step.second % 15)

    def _do_late_answers(self, step: Step) -> None:
        delay = (0.0, 0.1, 2.0, 12.0)[step.first % 4]
        self.csta.options.answer_delay = delay
        self.telestra.options.answer_delay = delay if step.second % 2 else 0.0

    def _do_mumble(self, step: Step) -> None:
        client = self.clients[step.first % 2]
        weather = client.network.weather
        weather.twice = (0.0, 0.3)[step.second % 2]
        weather.reorder = (0.0, 0.3)[step.second // 2 % 2]
        weather.lost = (0.0, 0.0, 0.2)[step.second // 4 % 3]

    def _do_weather(self, step: Step) -> None:
        pick(self.clients, step.first).network.weather = Weather(
            delay=(0.0005, 0.02, 0.3)[step.second % 3],
            jitter=(0.0, 0.05, 0.5)[step.second // 3 % 3],
            split=(0.0, 0.5, 1.0)[step.second // 9 % 3],
            merge=(0.0, 0.3)[step.second // 27 % 2],
        )

    def _do_misbehave(self, step: Step) -> None:
        match step.first % 6:
            case 0:
                self.csta.restart()
            case 1:
                self.csta.expire_sessions()
            case 2:
                self._doubt(self.loop.time() + LOSS_KNOWN)
                self.csta.stop_monitors(pick(CSTA_LINES, step.second))
            case 3:
                self._lose_events(step.second % 20)
            case 4:
                self.telestra.drop_connections()
            case _:
                self.csta.system_status("normal")

    def _do_set_clock(self, step: Step) -> None:
        """Set the clock by an hour, as somebody does who forgets that it was in UTC."""
        self.loop.set_clock(timedelta(hours=(1, -1)[step.first % 2]))

    def _do_stand_still(self, step: Step) -> None:
        """Hold the loop up for a moment, or stop the process for a while, in which people go on."""
        self._do_call_in(step)
        self._do_drop(step)
        seconds = (5.0, 120.0)[step.second % 2]
        self.loop.run(self._be_patient(seconds))
        for client in self.clients:
            client.witness.wait_longer(seconds)
        self.loop.stand_still(seconds)

    async def _be_patient(self, seconds: float) -> None:
        for each in self.patience:
            if (until := each.when()) is not None:
                each.reschedule(until + seconds)

    def _lose_events(self, seconds: float) -> None:
        """Let the switch lose all events for a while in which the world goes on."""
        self._doubt(inf)
        self.csta.deaf = True
        self.loop.call_later(seconds, self._hear_again)

    def _hear_again(self) -> None:
        """Let the switch find its events, and say that some were lost."""
        if self.csta.deaf:
            self.csta.deaf = False
            self.csta.messages_lost()
            self._doubt(self.loop.time() + LOSS_KNOWN)

    def _doubt(self, until: float) -> None:
        """Let everybody know that no client can see how calls begin for a while."""
        for client in self.clients:
            client.witness.doubtful_until = until

    def _people(self, act: Callable[[], object]) -> None:
        """Let a person try; the exchange may say no."""
        try:
            act()
        except ExchangeError:
            return

    def _legs(self, devices: Iterable[str], state: LegState | None = None) -> list[Leg]:
        return [
            leg
            for device in devices
            for leg in self.exchange.calls_of(device)
            if state is None or leg.state is state
        ]


def pick[T](options: Iterable[T], number: int) -> T:
    """Choose one of what is there."""
    several = tuple(options)
    return several[number % len(several)]


KINDS = (
    *("call_in",) * 5,
    *("call_inside",) * 4,
    *("lift",) * 6,
    *("drop",) * 4,
    *("phone_hold",) * 2,
    *("phone_retrieve",) * 2,
    *("phone_transfer",) * 1,
    *("phone_join",) * 2,
    *("phone_pickup",) * 1,
    *("feature",) * 1,
    *("command",) * 10,
    *("pick_up",) * 1,
    *("cut",) * 1,
    *("half_open",) * 1,
    *("outage",) * 1,
    *("weather",) * 2,
    *("stall",) * 1,
    *("late_answers",) * 1,
    *("mumble",) * 1,
    *("misbehave",) * 1,
)

TIMELESS_KINDS = (*KINDS, "set_clock", "stand_still")
"""The same where the time is no more to be relied on than anything else."""


CALM_KINDS = (
    *("call_in",) * 8,
    *("call_inside",) * 5,
    *("call_group",) * 2,
    *("call_own",) * 1,
    *("lift",) * 9,
    *("drop",) * 6,
    *("phone_hold",) * 2,
    *("phone_retrieve",) * 2,
    *("phone_pickup",) * 2,
    *("change_phones",) * 2,
    *("lift_and_put_down",) * 1,
    *("feature",) * 2,
    *("command",) * 6,
    *("pick_up",) * 2,
    *("patience",) * 3,
)
"""What happens where nothing goes wrong, so that every outcome can be told."""


def random_step(rng: random.Random, kinds: tuple[str, ...] = KINDS) -> Step:
    """Draw a step."""
    return Step(rng.choice(kinds), rng.randrange(1000), rng.randrange(1000))
