"""A direct connection beside a gateway: `python -m benchmarks.direct PORT LINES`, without Home Assistant.

It prints `ready` once all lines are watched, and for each line on its standard input how many
events there were, and its processor time (seconds) and memory (bytes).
"""

import asyncio
import json
import os
import sys

from gateway.__main__ import enter_without_home_assistant

from .processes import used

enter_without_home_assistant()
from custom_components.telephony.cti import (  # noqa: E402  # not before the way in is open
    CallEvent,
    CstaSettings,
    CstaSystem,
    Line,
    LinkStatus,
    tcp_connector,
)

from .wire import line_numbers  # noqa: E402


class Counting:
    """Counts what it's told."""

    events = 0

    def link_changed(self, status: LinkStatus) -> None:
        """Take no notice."""

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Count."""
        self.events += len(events)


async def main(port: int, lines: int) -> None:
    """Watch, and answer."""
    counting = Counting()
    login = CstaSettings(username="demo.local", password="demo")  # the simulated one's
    system = CstaSystem(tcp_connector("127.0.0.1", port), counting, login)
    for number in line_numbers(lines):
        system.add_line(number)
    await system.start()
    await system.wait_synchronized()
    print("ready", flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps([counting.events, *used(os.getpid())]), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
