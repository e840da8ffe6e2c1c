"""A Home Assistant with telephone systems: entries to set up, and states to wait for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
import logging
from typing import Any, override

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState, ConfigSubentryDataWithId
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.util.ulid import ulid_now
from simulator.calls import Group, Leg, LegState
from simulator.csta import CstaFrontEnd, CstaOptions
from simulator.csta.profiles import PROFILES
from simulator.exchange import Exchange
from simulator.options import ExchangeOptions
from simulator.phones import Phone
from simulator.server import Server, serve
from simulator.telestra import TelestraFrontEnd, TelestraOptions

LINES = tuple(str(number) for number in range(700, 710))
OUTSIDE = "+4930123456"
PATIENCE = 30.0
"""Seconds after which what should have happened has not; a slow machine's, as nobody waits for them otherwise."""


@dataclass(frozen=True, slots=True)
class Office:
    """An exchange with a CSTA and a Telestra front-end, each behind a port of 127.0.0.1."""

    exchange: Exchange
    csta: CstaFrontEnd
    csta_server: Server
    telestra: TelestraFrontEnd
    telestra_server: Server

    def leg(self, line: str) -> Leg:
        """Return the line's newest leg."""
        return self.exchange.calls_of(line)[-1]

    def add_group(self, number: str, group: Group) -> None:
        """Let a number queue calls for its members, or ring at all of them."""
        groups = self.exchange.groups
        assert isinstance(groups, dict)
        groups[number] = group

    def ring(self, line: str, caller: str = OUTSIDE, **caller_data: Any) -> Leg:
        """Let somebody call a line."""
        self.exchange.dial(caller, line, **caller_data)
        return self.leg(line)

    def answer(self, line: str) -> None:
        """Lift the ringing phone of a line."""
        ringing = [
            leg
            for leg in self.exchange.calls_of(line)
            if leg.state is LegState.ALERTING
        ]
        self.exchange.answer(line, ringing[0].call.id)

    def hang_up(self, line: str) -> None:
        """Put the phone of a line, or of somebody outside, down."""
        self.exchange.clear_connection(line, self.leg(line).call.id)


@asynccontextmanager
async def open_office(
    lines: Iterable[str] = LINES,
    csta: CstaOptions | None = None,
    telestra: TelestraOptions | None = None,
    *,
    groups: Mapping[str, Group] | None = None,
    options: ExchangeOptions | None = None,
) -> AsyncIterator[Office]:
    """Open an exchange for business."""
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, lines, groups=groups, options=options)
    csta_front_end = CstaFrontEnd(exchange, loop, csta)
    telestra_front_end = TelestraFrontEnd(exchange, loop, telestra)
    async with (
        serve(csta_front_end) as csta_server,
        serve(telestra_front_end) as telestra_server,
    ):
        yield Office(
            exchange, csta_front_end, csta_server, telestra_front_end, telestra_server
        )
    for call_id in list(exchange.calls):
        exchange.clear_call(call_id)


@asynccontextmanager
async def open_office_with_phones(
    *lines: str, more: Iterable[str] = (), options: ExchangeOptions | None = None
) -> AsyncIterator[Office]:
    """Open an office of ECSS-10, which could set these lines' phones as others do; with more lines."""
    profile = replace(PROFILES["eltex_ecss10"], sets_phones=True)
    csta = CstaOptions(profile=profile)
    async with open_office([*LINES, *more], csta, options=options) as office:
        for line in lines:
            office.exchange.phones.put(line, Phone())
        yield office


def line_subentry(number: str, **data: Any) -> ConfigSubentryDataWithId:
    """Return a line as the entry keeps it."""
    return ConfigSubentryDataWithId(
        data={"number": number, **data},
        subentry_id=ulid_now(),
        subentry_type="line",
        title=number,
        unique_id=number,
    )


def group_subentry(name: str, lines: Iterable[str]) -> ConfigSubentryDataWithId:
    """Return a group as the entry keeps it."""
    return ConfigSubentryDataWithId(
        data={"lines": list(lines)},
        subentry_id=ulid_now(),
        subentry_type="group",
        title=name,
        unique_id=None,
    )


def csta_entry(
    port: int,
    lines: Iterable[str] = ("700", "701"),
    groups: Mapping[str, Iterable[str]] | None = None,
    profile: str = "eltex_ecss10",
    **options: Any,
) -> MockConfigEntry:
    """Return an entry for the CSTA front-end at a port."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="demo.local at 127.0.0.1",
        data={
            "protocol": "csta",
            "host": "127.0.0.1",
            "port": port,
            "tls": False,
            "verify_certificate": True,
            "profile": profile,
            "username": "demo.local",
            "password": "demo",
        },
        options=options,
        subentries_data=[
            *(line_subentry(number) for number in lines),
            *(group_subentry(*group) for group in (groups or {}).items()),
        ],
    )


def telestra_entry(
    port: int,
    lines: Mapping[str, Mapping[str, str]] | None = None,
    **options: Any,
) -> MockConfigEntry:
    """Return an entry for the Telestra front-end at a port; accounts with what is stored of them."""
    lines = {"705": {}, "706": {}} if lines is None else lines
    return MockConfigEntry(
        domain=DOMAIN,
        title="127.0.0.1",
        data={"protocol": "telestra", "host": "127.0.0.1", "port": port},
        options=options,
        subentries_data=[
            line_subentry(number, **data) for number, data in lines.items()
        ],
    )


def phone_book_entry(*contacts: Mapping[str, Any], **options: Any) -> MockConfigEntry:
    """Return an entry for a phone book of contacts that were typed by hand."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="People",
        data={"source": "manual", "contacts": list(contacts)},
        options=options,
    )


async def async_set_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set an entry up; it must succeed."""
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED


async def async_wait_features(hass: HomeAssistant, *lines: str) -> None:
    """Wait until extensions have the entities that come once the switch has shown what they can."""
    for line in lines:
        await async_wait_state(hass, f"switch.line_{line}_do_not_disturb", "off")


async def async_take_down(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Unload an entry, if the test has not done so."""
    if entry.state is ConfigEntryState.LOADED:
        assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()


async def async_wait_for(
    hass: HomeAssistant,
    condition: Callable[[], object],
    what: str = "condition",
    patience: float = PATIENCE,
) -> None:
    """Wait until a condition holds; it is looked at after every event and every line of the log."""
    changed = asyncio.Event()

    @callback
    def look(event: Event[Any]) -> None:
        changed.set()

    unlisten = hass.bus.async_listen("*", look)
    # The last of the handlers: what the test looks at has been written by then.
    root, wake = logging.getLogger(), _Wake(hass.loop, changed)
    root.addHandler(wake)
    try:
        async with asyncio.timeout(patience):
            while not condition():
                await changed.wait()
                changed.clear()
    except TimeoutError:
        raise AssertionError(f"{what} did not come true") from None
    finally:
        unlisten()
        root.removeHandler(wake)


class _Wake(logging.Handler):
    """Lets somebody look again whenever something is logged, by whichever thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, changed: asyncio.Event) -> None:
        """Wake those who wait for the event."""
        super().__init__()
        self._loop = loop
        self._changed = changed

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self._loop.call_soon_threadsafe(self._changed.set)


async def async_until(condition: Callable[[], object]) -> None:
    """Let the event loop run until a condition holds that Home Assistant does not tell of."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0)


async def async_wait_state(
    hass: HomeAssistant, entity_id: str, state: str, patience: float = PATIENCE
) -> State:
    """Wait until an entity has a state, and return it."""

    def has_state() -> bool:
        found = hass.states.get(entity_id)
        return found is not None and found.state == state

    try:
        await async_wait_for(hass, has_state, patience=patience)
    except AssertionError:
        raise AssertionError(
            f"{entity_id} is {hass.states.get(entity_id)}, not {state}"
        ) from None
    found = hass.states.get(entity_id)
    assert found is not None
    return found


class StateWrites:
    """Every state that is written from now on."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin to look."""
        self.states: list[State] = []
        hass.bus.async_listen("state_changed", self._on_change)

    @callback
    def _on_change(self, event: Event[EventStateChangedData]) -> None:
        if (state := event.data["new_state"]) is not None:
            self.states.append(state)

    def of(self, entity_id: str) -> list[str]:
        """Return the states that an entity went through."""
        return [state.state for state in self.states if state.entity_id == entity_id]

    @property
    def entity_ids(self) -> list[str]:
        """Return who wrote, in order."""
        return [state.entity_id for state in self.states]

    def take(self) -> list[str]:
        """Return who wrote since the last time, in order."""
        entity_ids = self.entity_ids
        self.states.clear()
        return entity_ids
