"""A real Home Assistant is restarted, and crashes, in the middle of calls."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
import signal
import socket
import sqlite3
import sys
from typing import Any

import aiohttp
import pytest

from demo.home import Home, prepare_folder

from .home import OUTSIDE, Office

CHECKOUT = Path(__file__).parent.parent
PATIENCE = 120.0
LOG_ACTION = "get_call_log?return_response"
STATE = "sensor.line_700_state"
OTHER = "sensor.line_701_state"
MISSED = "sensor.line_700_missed_calls"


@asynccontextmanager
async def _async_process(folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run Home Assistant, and let nothing of it stay."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "homeassistant", "--config", str(folder), "--skip-pip"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _async_until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Look until something outside this process is true; nothing tells of it."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def _async_wait_state(home: Home, entity_id: str, state: str) -> None:
    async def has_state() -> bool:
        found = await home.state(entity_id)
        return bool(found["state"] == state)

    await _async_until(has_state)


async def _async_started_again(http: aiohttp.ClientSession, home: Home) -> None:
    """Wait until somebody answers, and everything is set up."""

    async def answers() -> bool:
        try:
            async with http.get(home.url) as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    await _async_until(answers)
    await home.wait_running()


async def _async_connect(home: Home, port: int) -> str:
    await home.create_login("restart", "restart")
    await home.wait_running()
    return await home.add_connection(
        "csta",
        {
            "host": "127.0.0.1",
            "port": port,
            "tls": False,
            "verify_certificate": True,
            "profile": "eltex_ecss10",
            "username": "demo.local",
            "password": "demo",
            "lines": "700, 701",
        },
    )


async def _async_calls(home: Home, office: Office) -> None:
    """Let one call be missed and one be answered; two more go on."""
    await _async_wait_state(home, STATE, "idle")
    office.ring("700")
    await _async_wait_state(home, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await _async_wait_state(home, MISSED, "1")
    office.ring("700", "709")
    office.answer("700")
    await _async_wait_state(home, STATE, "connected")
    office.hang_up("709")
    await _async_wait_state(home, STATE, "idle")
    office.ring("700")
    office.exchange.dial("+4930999999", "701")
    office.answer("701")
    await _async_wait_state(home, STATE, "ringing")
    await _async_wait_state(home, OTHER, "connected")


async def _async_kept(home: Home) -> tuple[str, Any]:
    """Return what must survive: missed calls, and the log.

    Of new devices Home Assistant itself may forget the ids in a crash.
    """
    missed = await home.state(MISSED)
    log = await home.call("telephony", LOG_ACTION, {"entity_id": [STATE, OTHER]})
    calls = log["service_response"]["calls"]
    return missed["state"], [
        {key: call[key] for key in call if key != "device_id"} for call in calls
    ]


async def _async_stored(file: Path, count: int) -> bool:
    """Tell whether so many calls are on disk."""
    return await asyncio.to_thread(_stored_calls, file) == count


def _stored_calls(file: Path) -> int:
    if not file.exists():
        return 0
    with closing(sqlite3.connect(file)) as sql:
        [count] = sql.execute("SELECT COUNT(*) FROM calls").fetchone()
        return int(count)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
async def test_log_and_missed_calls_survive_whatever_ends_home_assistant(
    office: Office, tmp_path: Path, end: signal.Signals
) -> None:
    """Calls that go on are there again; of the one that ended meanwhile nothing stays."""
    folder = tmp_path / "config"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    await asyncio.to_thread(prepare_folder, folder, CHECKOUT, port)
    async with aiohttp.ClientSession() as http:
        home = Home(port, http)
        async with _async_process(folder) as process:
            await home.wait_up()
            await _async_connect(home, office.csta_server.port)
            await _async_calls(home, office)
            file = folder / ".storage" / "telephony.calls.db"
            await _async_until(partial(_async_stored, file, 2))
            before = await _async_kept(home)
            assert before[0] == "1"
            assert [call["outcome"] for call in before[1]] == ["answered", "missed"]
            process.send_signal(end)
            await process.wait()
        office.hang_up("700")
        async with _async_process(folder):
            await _async_started_again(http, home)
            await _async_wait_state(home, OTHER, "connected")
            await _async_wait_state(home, STATE, "idle")
            assert await _async_kept(home) == before
