"""Worlds for the tests."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from simulator.telestra import TelestraOptions
from tests.simulation.virtual_loop import VirtualLoop

from .virtual import VirtualWorld

type MakeWorld = Callable[..., VirtualWorld]


@pytest.fixture
def make_world() -> Iterator[MakeWorld]:
    """Return what makes a world with some options; it is closed after the test."""
    worlds: list[VirtualWorld] = []
    failures: list[dict[str, object]] = []

    def make(**options: object) -> VirtualWorld:
        loop = VirtualLoop()
        loop.set_exception_handler(lambda _, context: failures.append(context))
        asyncio.set_event_loop(loop)
        world = VirtualWorld(loop, TelestraOptions(**options))  # type: ignore[arg-type]  # fields by name
        worlds.append(world)
        return world

    yield make
    for world in worlds:
        world.close()
    asyncio.set_event_loop(None)
    assert not failures
