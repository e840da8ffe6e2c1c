"""An event's way from its bytes to written states, and a command's way back, walked under a profiler."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import sys
from types import FrameType
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .home import (
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_wait_features,
    async_wait_state,
    csta_entry,
)

OURS = str(Path(__file__).parent.parent / "custom_components" / "telephony")
MAX_FUNCTIONS = 48
MAX_FILES = 27
"""What is true now; it only ever gets less."""
MAX_FUNCTIONS_OF_A_COMMAND = 35
OUR_SIDE = 17
"""Functions of those on Home Assistant's side of the client."""


class Way:
    """What of ours is entered between the first and the last line of some function."""

    def __init__(self, begin: str) -> None:
        """Start counting whenever a function of this name is entered."""
        self.walks: list[list[str]] = []
        self._begin = begin
        self._depth = 0

    def look(self, frame: FrameType, event: str, argument: Any) -> None:
        """Take note of each call and return."""
        if event not in ("call", "return"):
            return
        code = frame.f_code
        if not code.co_filename.startswith(OURS):
            return
        if event == "return":
            self._depth -= self._depth > 0
            return
        if self._depth:
            self._depth += 1
        elif code.co_name == self._begin:
            self._depth = 1
            self.walks.append([])
        if self._depth:
            file = code.co_filename.removeprefix(OURS + "/")
            self.walks[-1].append(f"{file}:{code.co_qualname}")


@contextmanager
def walking(begin: str) -> Iterator[Way]:
    """Look at every call meanwhile."""
    way = Way(begin)
    before = sys.getprofile()
    sys.setprofile(way.look)
    try:
        yield way
    finally:
        sys.setprofile(before)


async def test_an_event_goes_straight_from_its_bytes_to_six_states(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"], {"Desk": ["700", "701"]})
    await async_set_up(hass, entry)
    await async_wait_features(hass, "700")
    await async_wait_state(hass, "sensor.desk_ringing_calls", "0")
    # The first ring fills what is remembered of names; with any, other frames may come along.
    walks: list[list[str]] = []
    written: set[str] = set()
    writes = StateWrites(hass)
    for _ in range(8):
        writes.take()
        with walking("data_received") as way:
            office.ring("700")
            await async_wait_state(hass, "sensor.desk_ringing_calls", "1")
        walks.append(max(way.walks, key=len))
        written = set(writes.entity_ids)
        office.hang_up("700")
        await async_wait_state(hass, "sensor.desk_ringing_calls", "0")
    assert {
        "sensor.line_700_state",
        "sensor.line_700_remote_party",
        "event.line_700_call",
        "sensor.desk_active_calls",
        "sensor.desk_ringing_calls",
        "event.desk_call",
    } == written
    walk = min(walks[1:], key=lambda each: len(set(each)))
    functions = dict.fromkeys(walk)
    files = dict.fromkeys(each.split(":")[0] for each in walk)
    assert len([each for each in functions if not each.startswith("cti/")]) <= OUR_SIDE
    assert len(functions) <= MAX_FUNCTIONS, functions
    assert len(files) <= MAX_FILES, files
    await async_take_down(hass, entry)


async def test_a_command_goes_straight_from_the_button_to_its_bytes(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The door, the command, its row, the client's method, the request, the session, the bytes."""
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    with walking("async_press") as way:
        await hass.services.async_call(
            "button", "press", {"entity_id": "button.line_700_answer"}, blocking=True
        )
    await async_wait_state(hass, "sensor.line_700_state", "connected")
    functions = dict.fromkeys(way.walks[0])
    assert len(functions) <= MAX_FUNCTIONS_OF_A_COMMAND, functions
