"""What every test stands on."""

# First of all: the test plugin brings a package of the same name, and the first import wins.
import custom_components.telephony  # noqa: F401  # isort: skip

import asyncio
from collections.abc import AsyncIterator, Iterator
import os

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant import block_async_io
from homeassistant.core import HomeAssistant

from .core_complaints import CoreComplaints, listen_to_core
from .home import (
    Office,
    async_set_up,
    async_take_down,
    csta_entry,
    open_office,
    telestra_entry,
)
from .translations import TranslationCheck


@pytest.fixture(autouse=True)
def custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant, where a test has one, load the integration."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture(autouse=True)
async def enable_event_loop_debug() -> None:
    """Let asyncio be as strict as it can, unless the environment says that time is short."""
    wanted = os.environ.get("PYTHONASYNCIODEBUG") != "0"
    asyncio.get_running_loop().set_debug(wanted)


@pytest.fixture(autouse=True)
def loopback_sockets(socket_enabled: None) -> None:
    """Let tests listen; the plugin lets them connect to 127.0.0.1 only."""


@pytest.fixture(autouse=True)
def check_translations(monkeypatch: pytest.MonkeyPatch) -> Iterator[TranslationCheck]:
    """Fail the test if something in it was shown to people without a text."""
    check = TranslationCheck()
    check.watch(monkeypatch)
    yield check
    assert not check.problems


@pytest.fixture(autouse=True)
def core_complaints() -> Iterator[CoreComplaints]:
    """Fail the test if Home Assistant warns of something that the integration does in it."""
    with listen_to_core() as complaints:
        yield complaints
    assert not complaints.texts


@pytest.fixture(autouse=True)
def watch_blocking_calls(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    disable_block_async_io: None,
) -> None:
    """Let Home Assistant, where a test has one, watch its loop as it does for people."""
    if "hass" in request.fixturenames:
        monkeypatch.setattr(block_async_io, "_IN_TESTS", False)
        block_async_io.enable()


@pytest.fixture
def hass_config_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give each Home Assistant a folder of its own, as each keeps files there."""
    return str(tmp_path_factory.mktemp("config"))


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """Open an exchange with a CSTA and a Telestra front-end."""
    async with open_office() as opened:
        yield opened


@pytest.fixture
async def csta(hass: HomeAssistant, office: Office) -> AsyncIterator[MockConfigEntry]:
    """Connect Home Assistant to the office by CSTA, with the lines 700 and 701."""
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)


@pytest.fixture
async def telestra(
    hass: HomeAssistant, office: Office
) -> AsyncIterator[MockConfigEntry]:
    """Connect Home Assistant to the office by Telestra, with the accounts 705 and 706."""
    entry = telestra_entry(office.telestra_server.port)
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)
