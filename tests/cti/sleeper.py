"""A client in a process of its own, which can be stopped and whose clock can be set.

python -m tests.cti.sleeper PROTOCOL PORT START LINE... prints each change of a line as JSON. Whenever the
process goes on after a stop, two minutes have passed for it; SIGUSR1 and SIGUSR2 set its clock by an hour.
"""

import asyncio
from datetime import UTC, datetime, timedelta
import json
import signal
import sys
import time
from typing import override

from custom_components.telephony.cti.connector import tcp_connector
from custom_components.telephony.cti.csta import CstaSettings, CstaSystem
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.link import LinkStatus
from custom_components.telephony.cti.model import CallEvent
from custom_components.telephony.cti.open_call import Clock
from custom_components.telephony.cti.system import PhoneSystem, SystemListener
from custom_components.telephony.cti.telestra import TelestraSettings, TelestraSystem

STOPPED_FOR = 120.0
"""Seconds that a stop takes in the process's own time."""


class SleepersLoop(asyncio.SelectorEventLoop):
    """A loop whose time is the machine's, and what it has slept."""

    slept = 0.0

    @override
    def time(self) -> float:
        return time.monotonic() + self.slept


class SleepersClock:
    """The clock on the wall, which begins at any time and can be set."""

    def __init__(self, loop: SleepersLoop, start: datetime) -> None:
        """Begin."""
        self._loop = loop
        self._start = start - timedelta(seconds=loop.time())

    def now(self) -> datetime:
        """Return what the clock shows."""
        return self._start + timedelta(seconds=self._loop.time())

    def set_by(self, hours: int) -> None:
        """Set it."""
        self._start += timedelta(hours=hours)

    def clock(self) -> Clock:
        """Return it in the client's form."""
        return Clock(now=self.now, monotonic=self._loop.time)


class Teller(SystemListener):
    """Prints what there is to see."""

    @override
    def link_changed(self, status: LinkStatus) -> None:
        say(link=status.state)

    @override
    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        say(
            line=line.number,
            available=line.available,
            calls=[call.state for call in line.calls],
            events=[
                {
                    "type": event.type,
                    "times": [
                        each.timestamp()
                        for each in (
                            event.call.started_at,
                            event.call.answered_at,
                            event.ended_at,
                        )
                        if each
                    ],
                    "ring_seconds": event.ring_seconds,
                    "talk_seconds": event.talk_seconds,
                }
                for event in events
            ],
        )


def say(**what: object) -> None:
    """Print something at once."""
    _ = sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def system(protocol: str, port: int, clock: Clock) -> PhoneSystem:
    """Return the client."""
    connector = tcp_connector("127.0.0.1", port)
    if protocol == "telestra":
        return TelestraSystem(connector, Teller(), TelestraSettings(), clock=clock)
    settings = CstaSettings(username="demo.local", password="demo")
    return CstaSystem(connector, Teller(), settings, clock=clock)


async def watch(client: PhoneSystem, lines: list[str]) -> None:
    """Watch lines until somebody ends the process."""
    for line in lines:
        client.add_line(line)
    await client.start()
    await client.wait_synchronized()
    say(ready=True)
    await asyncio.get_running_loop().create_future()


def main(protocol: str, port: str, start: str, *lines: str) -> None:
    """Watch lines on a loop that sleeps."""
    loop = SleepersLoop()
    asyncio.set_event_loop(loop)
    wall = SleepersClock(loop, datetime.fromisoformat(start).replace(tzinfo=UTC))
    loop.add_signal_handler(signal.SIGUSR1, wall.set_by, 1)
    loop.add_signal_handler(signal.SIGUSR2, wall.set_by, -1)

    def go_on(_number: int, _frame: object) -> None:
        loop.slept += STOPPED_FOR

    # Not by the loop: the time has passed before anything else is done.
    signal.signal(signal.SIGCONT, go_on)

    async def run() -> None:
        await watch(system(protocol, int(port), wall.clock()), list(lines))

    loop.run_until_complete(run())


if __name__ == "__main__":
    main(*sys.argv[1:])
