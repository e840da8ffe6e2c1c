"""Each caller's call is shown by Home Assistant, with its right number and state, on both protocols.

python -m tests.odd_callers.show [--count 100000] [--seed 1]
"""

from argparse import ArgumentParser
import asyncio
from collections.abc import Callable
from random import Random
import time
import unicodedata
from unittest.mock import patch

from benchmarks.core import async_set_up, home_assistant, make_entry
from custom_components.telephony.const import DOMAIN
from custom_components.telephony.cti.telestra import polling
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from tests.home import Office, csta_entry, open_office, telestra_entry

from . import wire
from .callers import Caller, caller

LONGEST_NAME = 256
PATIENCE = 1.0
"""Seconds in which a call must show."""
NEVER = 1e9
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"})


class Screen:
    """What one line shows in Home Assistant."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, line: str) -> None:
        """Look at the line's state and its remote party."""
        registry = er.async_get(hass)
        self._hass = hass
        self._state, self._party = (
            registry.async_get_entity_id(
                "sensor", DOMAIN, f"{entry.entry_id}_{line}_{key}"
            )
            or ""
            for key in ("state", "remote_party")
        )
        self._changed = asyncio.Event()
        hass.bus.async_listen("state_changed", self._on_change)

    @callback
    def _on_change(self, event: Event[EventStateChangedData]) -> None:
        if event.data["entity_id"] in (self._state, self._party):
            self._changed.set()

    async def until(self, state: str) -> None:
        """Wait until the line has a state."""
        async with asyncio.timeout(PATIENCE):
            while (shown := self._hass.states.get(self._state)) is None or (
                shown.state != state
            ):
                self._changed.clear()
                await self._changed.wait()

    def fault(self, expected: Caller) -> str | None:
        """Return what is wrong with who is shown; None where all is right."""
        shown = self._hass.states.get(self._party)
        if shown is None:
            return "nobody is shown"
        number, name = shown.attributes["number"], shown.attributes["name"]
        if number != expected.number:
            return f"{number!r} is shown"
        allowed = "allowed" if expected.number else "restricted"
        if shown.attributes["presentation"] != allowed:
            return f"it is {shown.attributes['presentation']}"
        if name is not None and (
            len(name) > LONGEST_NAME
            or any(
                unicodedata.category(letter) in _UNSEEN and letter not in "\u200c\u200d"
                for letter in name
            )
        ):
            return f"the name is {name!r}"
        return None


async def show_all(
    hass: HomeAssistant,
    office: Office,
    entries: list[ConfigEntry],
    count: int,
    seed: int,
) -> list[str]:
    """Let so many call, on both protocols in turns; return what was shown wrongly."""
    csta, telestra = entries
    (reference,) = (
        each.reference for each in office.csta.monitors if each.line == "700"
    )
    screens = Screen(hass, csta, "700"), Screen(hass, telestra, "705")
    random = Random(seed)
    faults = []
    for call in range(count):
        who = caller(random)
        said: bytes
        if call % 2:
            said = wire.call_incoming(call, who, random)
            office.telestra.send_raw(said)
        else:
            said = wire.delivered(reference, f"odd-{call}", who, random)
            office.csta.send_raw(said)
        screen = screens[call % 2]
        try:
            await screen.until("ringing")
            fault = screen.fault(who)
        except TimeoutError:
            fault = "nothing rings"
        if fault:
            faults.append(f"{call}: {fault}, not {who.number!r}: {said[:600]!r}")
        if call % 2:
            office.telestra.send_raw(wire.call_ended(call))
        else:
            office.csta.send_raw(wire.cleared(reference, f"odd-{call}"))
        await screen.until("idle")
    return faults


def entries(office: Office) -> list[ConfigEntry]:
    """Return an entry for each of the office's systems, as Home Assistant keeps it."""
    made = (
        csta_entry(office.csta_server.port, ["700"]),
        telestra_entry(office.telestra_server.port, {"705": {}}),
    )
    return [
        make_entry(
            DOMAIN,
            each.title,
            each.data,
            [subentry.as_dict() for subentry in each.subentries.values()],
        )
        for each in made
    ]


async def run(count: int, seed: int, say: Callable[[str], None]) -> int:
    """Set everything up and let them call; return how many were shown wrongly."""
    # The office knows nothing of these calls: asked for a status meanwhile, it would deny them.
    with patch.object(polling, "INTERVAL", NEVER):
        return await _run(count, seed, say)


async def _run(count: int, seed: int, say: Callable[[str], None]) -> int:
    async with home_assistant() as hass, open_office(["700", "705"]) as office:
        made = entries(office)
        for entry in made:
            await async_set_up(hass, entry)
        begin = time.monotonic()
        faults = await show_all(hass, office, made, count, seed)
        seconds = time.monotonic() - begin
        for fault in faults[:20]:
            say(fault)
        say(
            f"{count:,} odd callers of seed {seed}: {len(faults)} were not shown as they are, "
            f"in {seconds:.0f} s"
        )
        for entry in made:
            await hass.config_entries.async_unload(entry.entry_id)
        return len(faults)


def main() -> int:
    """Read the command line."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    return min(asyncio.run(run(arguments.count, arguments.seed, print)), 1)


if __name__ == "__main__":
    raise SystemExit(main())
