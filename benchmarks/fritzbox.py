"""Core's fritzbox_callmonitor without a FRITZ!Box: its sensor, fed what a box would say."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Self, cast
from unittest.mock import patch

from homeassistant.components.fritzbox_callmonitor import sensor
from homeassistant.components.fritzbox_callmonitor.base import Contact
from homeassistant.components.fritzbox_callmonitor.sensor import (
    FritzBoxCallMonitor,
    FritzBoxCallSensor,
)
from homeassistant.components.sensor import DOMAIN as SENSOR
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_component import DATA_INSTANCES

from .wire import CALLER

_BEGIN = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


class _PhoneBook:
    """A phone book that knows nobody."""

    fph = SimpleNamespace(
        fc=SimpleNamespace(address="http://127.0.0.1", system_version="8.0"),
        modelname="FRITZ!Box",
    )

    def get_contact(self, number: str) -> Contact:
        """Return nobody in particular."""
        return Contact("unknown")

    def update_phonebook(self) -> None:
        """Learn nothing."""


def message(kind: str, count: int, caller: str = CALLER) -> str:
    """Return what the box says when a call comes, is answered and ends."""
    moment = (_BEGIN + timedelta(seconds=count * 60)).strftime("%d.%m.%y %H:%M:%S")
    return {
        "incoming": f"{moment};RING;0;{caller};20000;SIP0;",
        "answered": f"{moment};CONNECT;0;4;{caller};",
        "ended": f"{moment};DISCONNECT;0;10;",
    }[kind]


@asynccontextmanager
async def without_rest() -> AsyncIterator[None]:
    """Let it go on at once, where it sleeps for a second after each event."""
    with patch.object(sensor, "sleep", lambda seconds: None):
        yield


class FritzBox:
    """The sensor, with or without its connection."""

    def __init__(self, hass: HomeAssistant, port: int = 0) -> None:
        """Prepare; at port 0 there is no box to connect to."""
        self._hass = hass
        self._port = port
        self.sensor = FritzBoxCallSensor(
            phonebook_name="Office",
            unique_id="1-0",
            fritzbox_phonebook=cast("Any", _PhoneBook()),
            prefixes=None,
            host="127.0.0.1",
            port=port,
        )
        self._monitor = FritzBoxCallMonitor("127.0.0.1", port, self.sensor)

    async def async_add(self) -> None:
        """Add the sensor to Home Assistant."""
        component = self._hass.data[DATA_INSTANCES][SENSOR]
        if self._port:
            await component.async_add_entities([self.sensor])
            return
        with patch.object(FritzBoxCallSensor, "_start_call_monitor"):
            await component.async_add_entities([self.sensor])

    def parse(self, kind: str, count: int, caller: str) -> None:
        """Hand a message over as the reading thread does."""
        self._monitor._parse(message(kind, count, caller))  # noqa: SLF001  # its only way in


class BoxServer:
    """The port of a box, where one client listens."""

    def __init__(self) -> None:
        """Prepare."""
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []
        self.port = 0

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        assert self._server is not None
        self._server.close()
        self._server.abort_clients()

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._writers.append(writer)

    def say(self, kind: str, count: int) -> None:
        """Tell the client."""
        self._writers[-1].write(f"{message(kind, count)}\n".encode())
