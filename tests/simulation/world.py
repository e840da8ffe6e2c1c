"""The whole world on one virtual clock: phones, switches, networks and our clients."""

import asyncio
import random

from custom_components.telephony.cti.csta import CstaSettings, CstaSystem
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.telestra import TelestraSettings, TelestraSystem
from simulator.calls import Group, GroupMode, LegState, LineSettings
from simulator.csta import CstaFrontEnd
from simulator.csta.options import CstaOptions
from simulator.csta.profiles import PROFILES
from simulator.exchange import Exchange
from simulator.habits import Habits
from simulator.options import ExchangeOptions
from simulator.stories import Story
from simulator.telestra import CallItems, TelestraFrontEnd, TelestraOptions

from .device_happenings import DEVICES, DeviceHappenings
from .happenings import (
    CSTA_LINES,
    EVERYBODY,
    QUEUE,
    TELESTRA_LINES,
    VOICE_MAIL,
    Client,
    Step,
)
from .network import Network, Weather
from .outcomes import differences
from .truth import Truth, agree
from .virtual_loop import VirtualLoop
from .witness import Violation, Witness

USERNAME, PASSWORD = "world.example", "secret"

OFFERS_FROM = 7_000_000
"""From this seed on calls may be offered to phones for a while before these ring."""
PHONES = (1, 1, 2, 3)
"""How many telephones a number may have, in a world with habits."""
OFFERED_SECONDS = (None, 0.0, 1.0, 5.0)
QUIET = 150.0
"""Seconds of calm after which every link must be up and everything known."""
SETTLE = 0.5
"""Seconds without an event after which nothing can be on its way."""


class World(DeviceHappenings):
    """Everything there is; `seed` decides whatever a step leaves open."""

    def __init__(self, seed: int, habits: Habits | None = None) -> None:
        """Build the world and bring the clients up.

        With `habits` the exchange has these, and some numbers have several telephones.
        """
        self.habits = habits
        self.loop = VirtualLoop()
        self.random = random.Random(seed)
        self.failures: list[BaseException] = []
        self.loop.set_exception_handler(self._on_exception)
        asyncio.set_event_loop(self.loop)
        self.exchange = Exchange(
            self.loop,
            self._lines(seed),
            groups={
                QUEUE: Group(CSTA_LINES[:2], patience=40.0),
                EVERYBODY: Group(CSTA_LINES[1:], mode=GroupMode.RING_ALL),
            },
            options=ExchangeOptions(
                ring_caller_first=self.chance(0.7),
                blind_transfer_keeps_call=self.chance(0.3),
                service_initiated=self.chance(0.8),
                digits_dialed=self.chance(0.3),
                habits=habits or Habits(),
                voice_mail=VOICE_MAIL,
                busy_line_sees_failure=habits is not None and seed % 2 == 0,
            ),
        )
        self.truth = Truth(self.exchange)
        self.has_devices = habits is None and seed in DEVICES
        if self.has_devices:
            self.put_devices()
        options = self._csta_options()
        options.trunks_answer = habits is not None and seed % 4 == 3
        self.csta = CstaFrontEnd(self.exchange, self.loop, options)
        self.telestra = TelestraFrontEnd(
            self.exchange,
            self.loop,
            TelestraOptions(
                accounts={line: line for line in TELESTRA_LINES},
                call_items=CallItems.OBJECTS,
                answered_names_other=self.chance(0.3),
                ids_per_account=self.chance(0.5),
                pretty=self.chance(0.3),
            ),
        )
        self.clients: list[Client] = []
        self._compared: dict[tuple[int, str], tuple[set[Story], int]] = {}
        self.loop.run(self._add_clients())
        self.tasks: set[asyncio.Task[None]] = set()
        self.patience: set[asyncio.Timeout] = set()

    def _lines(self, seed: int) -> dict[str, LineSettings]:
        """Return the lines, with habits some of them with several telephones."""
        lines = {line: LineSettings() for line in (*CSTA_LINES, *TELESTRA_LINES)}
        if self.habits:
            lines[VOICE_MAIL] = LineSettings(answer_after=1.0, max_calls=99)
            phones = random.Random(seed)
            for line in CSTA_LINES:
                lines[line].phones = phones.choice(PHONES)
        if seed >= OFFERS_FROM:
            offers = random.Random(seed)
            for line in CSTA_LINES:
                lines[line].offered_seconds = offers.choice(OFFERED_SECONDS)
        return lines

    def chance(self, likelihood: float) -> bool:
        """Draw one of two ways for this world to be."""
        return self.random.random() < likelihood

    def _csta_options(self) -> CstaOptions:
        """Draw how the switch speaks."""
        eltex = self.chance(0.7) or self.habits is not None
        eltex = eltex and not self.has_devices  # which has no phones that could be set
        names = [name for name, each in PROFILES.items() if each.sets_phones]
        names = names if self.has_devices else [*PROFILES]
        name = "eltex_ecss10" if eltex else self.random.choice(names)
        return CstaOptions(
            profile=PROFILES[name],
            accounts={USERNAME: PASSWORD},
            exact_connections=True,
            odd_forms=self.random.choice((None, None, False)),
            session_duration=60,
            event_before_response=self.chance(0.3),
            segmented_snapshots=self.chance(0.3),
            endpoints_in_snapshots=self.chance(0.5),
            call_cleared=self.chance(0.3),
        )

    async def _add_clients(self) -> None:
        settings = CstaSettings(
            profile=self.csta.options.profile.name,
            username=USERNAME,
            password=PASSWORD,
        )
        for _ in range(2):
            network = Network(self.loop, random.Random(self.random.random()))
            witness = Witness(self.loop.time)
            csta = CstaSystem(
                network.connector(self.csta.connection, monitor_of),
                witness,
                settings,
                clock=self.loop.clock(),
                rng=random.Random(self.random.random()),
            )
            await self._add(Client(csta, witness, network, self.csta, CSTA_LINES))
        network = Network(self.loop, random.Random(self.random.random()))
        witness = Witness(self.loop.time)
        telestra = TelestraSystem(
            network.connector(self.telestra.connection),
            witness,
            TelestraSettings(),
            clock=self.loop.clock(),
            rng=random.Random(self.random.random()),
        )
        await self._add(
            Client(telestra, witness, network, self.telestra, TELESTRA_LINES)
        )

    async def _add(self, client: Client) -> None:
        for line in client.lines:
            client.switch.add_line(line)
        await client.switch.start()
        self.clients.append(client)

    def close(self) -> None:
        """Stop everything; nothing may be left."""
        for task in self.tasks:
            task.cancel()
        for client in self.clients:
            self.loop.run(client.switch.stop())
        self.loop.pass_time(60)
        left = asyncio.all_tasks(self.loop)
        self.loop.close()
        asyncio.set_event_loop(None)
        if left:
            raise Violation(f"tasks left: {left}")
        self._raise_failure()

    # Steps

    def take(self, step: Step) -> None:
        """Let one thing happen, then a moment pass."""
        getattr(self, f"_do_{step.kind}")(step)
        self.loop.pass_time(self.random.choice((0.0, 0.001, 0.01, 0.3, 2.0, 8.0)))
        self._raise_failure()

    def check(self, quiet: float = QUIET) -> None:
        """Let the weather clear up, and compare what is shown after so many seconds with what is."""
        for client in self.clients:
            client.network.weather = Weather()
        self._hear_again()
        self.csta.options.answer_delay = self.telestra.options.answer_delay = 0.0
        self.loop.pass_time(quiet)
        for _ in range(1000):
            is_quiet = self.loop.time() - self.truth.last_event > SETTLE
            ringing = self._legs(CSTA_LINES, LegState.ALERTING)
            if is_quiet and not any(leg.offered for leg in ringing):
                break
            self.loop.pass_time(0.1)
        self._raise_failure()
        for number, client in enumerate(self.clients):
            client.witness.check_debts()
            self._compare(number, client)

    def _compare(self, number: int, client: Client) -> None:
        if not client.switch.status.connected:
            raise Violation(f"client {number}: link {client.switch.status}")
        for name in client.lines:
            line = client.switch.lines[name]
            telestra = client.front_end is self.telestra
            expected = self.truth.expected(name, telestra=telestra)
            if not line.available:
                raise Violation(
                    f"client {number}: {name} unavailable: {line.problem!r}"
                )
            if not agree(line.calls, expected, client.witness.sight):
                shown = "\n  ".join(map(str, line.calls))
                wanted = "\n  ".join(map(str, expected))
                raise Violation(
                    f"client {number}: {name} shows\n  {shown}\nbut there is\n  {wanted}"
                )

            if client.front_end is self.csta:
                self._compare_features(number, line)
                if self.has_devices:
                    self.compare_devices(number, line)
            if self.habits and client.front_end is self.csta:
                self._compare_outcomes(number, name, client.witness)

    def _compare_outcomes(self, number: int, line: str, witness: Witness) -> None:
        """Compare the calls of a line that have ended since the last time."""
        known, count = self._compared.get((number, line), (set(), 0))
        stories = [
            story
            for story in self.exchange.stories
            if story.line == line and story.seen and story.fate and story not in known
        ]
        told = witness.ended.get(line, [])
        self._compared[number, line] = (known.union(stories), len(told))
        habits = self.exchange.options.habits
        if found := differences(told[count:], stories, habits):
            listed = "\n  ".join(found)
            raise Violation(f"client {number}: {line}\n  {listed}\nby {self.habits}")

    def _compare_features(self, number: int, line: Line) -> None:
        """Compare what a line can be set to."""
        settings = self.exchange.lines[line.number]
        forwarding = {
            str(each.type): each.number
            for each in (line.forwarding or {}).values()
            if each.enabled
        }
        wanted = {str(kind): to for kind, to in settings.forwarding.items()}
        if line.do_not_disturb is not settings.do_not_disturb or forwarding != wanted:
            raise Violation(
                f"client {number}: {line.number} shows {line.do_not_disturb}, "
                f"{forwarding}, but it is {settings.do_not_disturb}, {wanted}"
            )

    def _on_exception(
        self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]
    ) -> None:
        error = context.get("exception")
        self.failures.append(
            error if isinstance(error, BaseException) else Violation(str(context))
        )

    def _raise_failure(self) -> None:
        told = (v for client in self.clients for v in client.witness.violations)
        if failures := [*self.failures, *told]:
            raise failures[0]


def monitor_of(frame: bytes) -> bytes | None:
    """Return the monitor that a CSTA event is for; None for an answer, nothing for a request."""
    if frame[4:8] == b"9999":
        return frame.partition(b"monitorCrossRefID>")[2].partition(b"<")[0]
    return None if b"Response" in frame or b"CSTAErrorCode" in frame else b""
