"""The flows of calls, told by a phone system of the tests' own, as Home Assistant shows and logs them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
import re

import pytest

from homeassistant.core import HomeAssistant

from .cti.csta.conftest import monitor_started
from .cti.csta.dress import ELTEX
from .cti.csta.flows import PHONES, RINGS, TABLE
from .cti.csta.joined_flows import JOINED, RENAMED
from .cti.csta.peer import ScriptedSwitch
from .cti.csta.telling import LINE, NOT_SUPPORTED, Step, see
from .home import (
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
)
from .test_event import Events

STATE = f"sensor.line_{LINE}_state"
MISSED = f"sensor.line_{LINE}_missed_calls"
_ALL: dict[str, dict[str, tuple[Step, ...]]] = {
    "table": TABLE,
    "phones": {name: steps for name, (steps, _) in PHONES.items()},
    "rings": {name: steps for name, (steps, _) in RINGS.items()},
    "joined": {name: steps for name, (steps, _, _) in (JOINED | RENAMED).items()},
}
FLOWS = {
    f"{kind}, {'answered' if is_answered else 'refused'}": {
        name: steps
        for name, steps in flows.items()
        if any(isinstance(step, Mapping) for step in steps) is is_answered
    }
    for kind, flows in _ALL.items()
    for is_answered in (False, True)
}
"""Apart by whether the phone system answers questions: what is refused once isn't asked for again."""


@asynccontextmanager
async def _phone_system(hass: HomeAssistant) -> AsyncIterator[ScriptedSwitch]:
    """Connect Home Assistant to a phone system that tells no snapshots."""
    switch = ScriptedSwitch(ELTEX)
    switch.answers["MonitorStart"] = monitor_started(ELTEX)
    switch.answers |= dict.fromkeys(("SnapshotDevice", "SnapshotCall"), NOT_SUPPORTED)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(switch.connection, "127.0.0.1", 0)
    entry = csta_entry(server.sockets[0].getsockname()[1], [LINE])
    await async_set_up(hass, entry)
    await async_wait_state(hass, STATE, "idle")
    try:
        yield switch
    finally:
        await async_take_down(hass, entry)
        server.close()


async def _tell(switch: ScriptedSwitch, message: str) -> None:
    """Say something; what is asked after it is answered once all of it has been heard."""
    switch.send(message)
    switch.send(ELTEX.message("RequestSystemStatus"), 77)
    await switch.next("RequestSystemStatusResponse")


async def _outcomes(hass: HomeAssistant, count: int) -> list[str]:
    """Return the outcomes of the newest calls of the log, as they ended."""
    answer = await hass.services.async_call(
        "telephony",
        "get_call_log",
        {"entity_id": STATE, "limit": count},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    calls = answer["calls"]
    assert isinstance(calls, list)
    return [str(call["outcome"]) for call in reversed(calls) if isinstance(call, dict)]


@pytest.mark.parametrize("kind", [kind for kind in FLOWS if FLOWS[kind]])
async def test_home_assistant_shows_what_happens(
    hass: HomeAssistant, kind: str
) -> None:
    """Every flow in which nothing but the phone system acts, one after the other."""
    played = 0
    async with _phone_system(hass) as switch:
        events = Events(hass, f"event.line_{LINE}_call")
        for name, steps in FLOWS[kind].items():
            if any(callable(step) for step in steps):
                continue
            wanted = await hass.async_add_executor_job(see, *steps)
            played += 1
            before = len(events.all)
            own = partial(re.sub, r">(c\d)<", rf">{played}\1<")
            for step in steps:
                if isinstance(step, Mapping):
                    switch.answers |= {key: own(said) for key, said in step.items()}
                elif isinstance(step, str):
                    await _tell(switch, own(step))
            told = before + len(wanted.types)
            await async_wait_for(hass, lambda: len(events.all) >= told, name)  # noqa: B023
            seen = events.all[before:]
            assert [each["event_type"] for each in seen] == wanted.types, name
            ended = [each for each in seen if each["event_type"] == "ended"]
            assert [each["outcome"] for each in ended] == wanted.outcomes, name
            logged = await _outcomes(hass, len(wanted.outcomes) or 1)
            if wanted.outcomes:
                assert logged == wanted.outcomes, name
            await async_wait_state(hass, STATE, "idle")
            missed = wanted.outcomes.count("missed")
            await async_wait_state(hass, MISSED, str(missed))
            # Else a flow in which somebody is called back marks those of another one as read.
            await hass.services.async_call(
                "telephony", "mark_missed_read", {"entity_id": STATE}, blocking=True
            )
            switch.answers["SnapshotCall"] = NOT_SUPPORTED
    assert played > (15 if kind.endswith("refused") else 0)
