"""Very many calls with cuts on a real Home Assistant: `scripts/soak --calls N`."""

import argparse
import asyncio
import itertools
import random
from statistics import median
import time

from benchmarks.core import async_set_up, home_assistant, line_subentry, make_entry
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from simulator.calls import OutsideNumber
from simulator.csta import CstaFrontEnd
from simulator.exchange import Exchange
from simulator.options import ExchangeOptions
from simulator.server import Server, serve
from simulator.telestra import CallItems, TelestraFrontEnd, TelestraOptions

from .people import OUTSIDE, People, Shown
from .traces import Traces, megabytes, written_bytes

CSTA_LINES = tuple(str(number) for number in range(700, 740))
TELESTRA_LINES = tuple(str(number) for number in range(750, 760))
OPTIONS = {
    "calls_per_minute": 1_000_000,
    "outside_calls_at_once": 1000,
    "outside_calls_per_day": 1_000_000,
}
"""The guard lets these people dial as quickly as they can."""
SAMPLES = 40
WARM = 0.3
"""The share of the calls after which memory must be flat: logs of 200 calls a line are full then."""
CUT_EVERY = 35.0
"""Seconds from one fault to the next; a link that lasts less is made again ever more slowly."""


class Soak:
    """An exchange, a Home Assistant that watches it, people who call, and faults."""

    def __init__(self, hass: HomeAssistant, calls: int, seed: int) -> None:
        """Prepare."""
        loop = asyncio.get_running_loop()
        self.hass = hass
        self.wanted = calls
        self.random = random.Random(seed)
        self.exchange = Exchange(
            loop,
            CSTA_LINES + TELESTRA_LINES,
            outside={OUTSIDE: OutsideNumber(answer_after=None)},
            options=ExchangeOptions(ring_caller_first=False, ring_seconds=3600),
        )
        self.csta = CstaFrontEnd(self.exchange, loop)
        accounts = {line: line for line in TELESTRA_LINES}
        self.telestra = TelestraFrontEnd(
            self.exchange,
            loop,
            TelestraOptions(accounts=accounts, call_items=CallItems.OBJECTS),
        )
        self.shown = Shown(hass)
        self.people: list[People] = []
        self.faults = 0
        self.memory: list[float] = []
        self.written = 0
        """Bytes that went to the disk while people called."""
        self._started = 0

    async def run(self) -> None:
        """Live through it all; entries come and go once before, so that traces compare."""
        async with serve(self.csta) as csta, serve(self.telestra) as telestra:
            before = await self._traces_of_nothing(csta, telestra)
            entries = [csta_entry(csta.port), telestra_entry(telestra.port)]
            for each in entries:
                await async_set_up(self.hass, each)
                self.hass.config_entries.async_update_entry(each, options=OPTIONS)
                self._watch(each)
            self._seat_people()
            begun, on_disk = time.monotonic(), written_bytes()
            trouble = asyncio.create_task(self._trouble(csta))
            async with asyncio.TaskGroup() as group:
                for people in self.people:
                    _ = group.create_task(self._work(people))
            trouble.cancel()
            await asyncio.wait([trouble])
            seconds = time.monotonic() - begun
            self.written = written_bytes() - on_disk
            logged = sum(each.runtime_data.call_log.totals.calls_in for each in entries)
            logged += sum(
                each.runtime_data.call_log.totals.calls_out for each in entries
            )
            for each in entries:
                await self.hass.config_entries.async_remove(each.entry_id)
            await self.hass.async_block_till_done()
            entries.clear()
            del each
            after = Traces.of(self.hass)
            self._report(seconds, logged, before, after)

    async def _traces_of_nothing(self, csta: Server, telestra: Server) -> Traces:
        entries = [csta_entry(csta.port), telestra_entry(telestra.port)]
        for each in entries:
            await async_set_up(self.hass, each)
        for each in entries:
            await self.hass.config_entries.async_remove(each.entry_id)
        await self.hass.async_block_till_done()
        entries.clear()
        del each
        return Traces.of(self.hass)

    def _watch(self, entry: ConfigEntry) -> None:
        entities = er.async_entries_for_config_entry(
            er.async_get(self.hass), entry.entry_id
        )
        by_id = {each.unique_id: each.entity_id for each in entities}
        for line in CSTA_LINES + TELESTRA_LINES:
            key = f"{entry.entry_id}_{line}"
            if f"{key}_state" in by_id:
                self.shown.watch(line, by_id[f"{key}_state"], by_id[f"{key}_call"])

    def _seat_people(self) -> None:
        for lines, can_hold in ((CSTA_LINES, True), (TELESTRA_LINES, False)):
            for pair in itertools.batched(lines, 2, strict=True):
                line, other = pair
                rng = random.Random(self.random.random())
                self.people.append(
                    People(
                        self.exchange,
                        self.shown,
                        (line, other),
                        can_hold=can_hold,
                        rng=rng,
                    )
                )

    async def _work(self, people: People) -> None:
        while self._started < self.wanted:
            self._started += 1
            await people.call()
            if self._started * SAMPLES >= (len(self.memory) + 1) * self.wanted:
                self._sample()

    def _sample(self) -> None:
        self.memory.append(megabytes())
        done = sum(people.calls for people in self.people)
        print(
            f"{done:7} calls  {self.memory[-1]:6.1f} MB  {self.faults:3} faults",
            flush=True,
        )

    async def _trouble(self, csta: Server) -> None:
        """Break something every now and then."""
        while True:
            for fault in (
                self.csta.drop_connections,
                self.telestra.drop_connections,
                self.csta.restart,
                self.csta.messages_lost,
                csta.drop_connections,
                self.csta.expire_sessions,
                self.csta.stop_monitors,
            ):
                await asyncio.sleep(CUT_EVERY)
                fault()
                self.faults += 1

    def _report(
        self, seconds: float, logged: int, before: Traces, after: Traces
    ) -> None:
        legs = sum(people.legs for people in self.people)
        calls = sum(people.calls for people in self.people)
        refused = sum(people.refused for people in self.people)
        warm = self.memory[int(len(self.memory) * WARM) :]
        middle = len(warm) // 2
        early, late = median(warm[:middle]), median(warm[middle:])
        print(
            f"\n{calls} calls in {seconds:.0f} s, {self.faults} faults, "
            f"{refused} commands that a fault came between\n"
            f"{legs} calls of lines, {self.shown.ended} ends told, {logged} logged and "
            f"{self.shown.undirected} that nobody saw begin: "
            f"{dict(self.shown.outcomes)}\n"
            f"{self.written / legs:.0f} bytes on the disk for a call of a line\n"
            f"memory when warm {early:.1f} MB, later {late:.1f} MB\n"
            f"before: {before}\nafter:  {after}"
        )
        known = logged + self.shown.undirected
        assert self.shown.ended == legs == known, "each call of a line ends once"
        assert not after.is_more_than(before), "something is left"
        assert late - early < 0.02 * early, "memory grows"


def csta_entry(port: int) -> ConfigEntry:
    """Return a connection to the exchange by CSTA."""
    data = {
        "protocol": "csta",
        "host": "127.0.0.1",
        "port": port,
        "tls": False,
        "verify_certificate": True,
        "profile": "eltex_ecss10",
        "username": "demo.local",
        "password": "demo",
    }
    return make_entry("telephony", "csta", data, map(line_subentry, CSTA_LINES))


def telestra_entry(port: int) -> ConfigEntry:
    """Return a connection to the exchange by Telestra."""
    data = {"protocol": "telestra", "host": "127.0.0.1", "port": port}
    lines = map(line_subentry, TELESTRA_LINES)
    return make_entry("telephony", "telestra", data, lines)


async def soak(calls: int, seed: int) -> None:
    """Soak a Home Assistant of its own."""
    async with home_assistant() as hass:
        await async_setup_component(hass, "automation", {})  # blueprints wait for it
        await Soak(hass, calls, seed).run()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument(
        "--calls", type=int, default=10_000, help="how many (default 10000)"
    )
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from")
    arguments = parser.parse_args()
    asyncio.run(soak(arguments.calls, arguments.seed))


if __name__ == "__main__":
    main()
